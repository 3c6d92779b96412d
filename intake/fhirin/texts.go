package fhirin

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// repeated is something that is said once, however often it occurs.
type repeated struct {
	en, zh string
	count  int
	at     patient.Source
}

// again counts one more of what key names.
func again(m *map[string]*repeated, key, en, zh string, at patient.Source) {
	if *m == nil {
		*m = map[string]*repeated{}
	}
	if (*m)[key] == nil {
		(*m)[key] = &repeated{en: en, zh: zh, at: at}
	}
	(*m)[key].count++
	if first := (*m)[key]; at.Document < first.at.Document {
		first.at = at
	}
}

// named gives what a concept stands for: by its codes; and only where no table
// knows any of them, by its words, which is said.
func (r *reading) named(e *entry, c r4.CodeableConcept, kinds ...string) []*knowledge.Code {
	if found := r.meanings(c, kinds...); len(found) > 0 || len(r.meanings(c)) > 0 {
		return found
	}
	for _, text := range textsOf(c) {
		if found := r.byWords(e, text, kinds...); len(found) > 0 {
			return found
		}
	}
	return nil
}

// textsOf are the words a concept is written in.
func textsOf(c r4.CodeableConcept) (texts []string) {
	all := []string{c.Text}
	for _, x := range c.Coding {
		all = append(all, x.Display)
	}
	for _, t := range all {
		if t = strings.TrimSpace(t); t != "" && !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	return texts
}

// lists divide several things that are written in one text.
var lists = regexp.MustCompile(`[、，,;；\n+＋]+`)

// byWords reads a text that names one thing or lists several. A denial or doubt
// anywhere in it concerns all of it.
func (r *reading) byWords(e *entry, text string, kinds ...string) []*knowledge.Code {
	found, refused := r.findText(text, kinds...)
	if parts := lists.Split(text, -1); len(found) == 0 && refused == "" && len(parts) > 1 {
		for _, part := range parts {
			more, _ := r.findText(part, kinds...)
			found = append(found, more...)
		}
	}
	for _, c := range found {
		r.fromText(e, text, c)
	}
	return found
}

// fromText says that a fact was read from words.
func (r *reading) fromText(e *entry, text string, c *knowledge.Code) {
	name := r.nameOf(c)
	again(&r.texts, c.Kind+" "+c.Concept+" "+text, quote(text)+" was read as "+name.En, "“"+text+"”按“"+name.Zh+"”读取", e.source())
}

func quote(s string) string { return "“" + s + "”" }

// testName is the name of a test; its id where it has none.
func (r *reading) testName(id string) knowledge.Text {
	if t := r.knowledge.Test(id); t != nil && t.Name.En != "" {
		return t.Name
	}
	return knowledge.Text{En: id, Zh: id}
}

// nameOf is the name of what a code stands for.
func (r *reading) nameOf(c *knowledge.Code) knowledge.Text {
	if t := r.knowledge.Test(c.Concept); t != nil && c.Kind == knowledge.CodeTest {
		return t.Name
	}
	if cause := r.knowledge.Cause(c.Concept); cause != nil && c.Kind == knowledge.CodeFinding {
		return cause.Name
	}
	lists := map[string]string{knowledge.CodeCondition: knowledge.Conditions, knowledge.CodeThrombosis: knowledge.Conditions,
		knowledge.CodeMedication: knowledge.Medications, knowledge.CodeProcedure: knowledge.Procedures, knowledge.CodeAllergy: knowledge.Allergies}
	if w := r.knowledge.Word(lists[c.Kind], c.Concept); w != nil {
		if same := r.knowledge.Word(lists[c.Kind], w.Same); same != nil {
			w = same
		}
		if w.Name.En != "" {
			return w.Name
		}
	}
	word := strings.ReplaceAll(c.Concept, "-", " ")
	return knowledge.Text{En: word, Zh: cmp.Or(c.Display, word)}
}

// repeats turns what was counted into issues.
func (r *reading) repeats() {
	for _, key := range sortedKeys(r.texts) {
		t := r.texts[key]
		en, zh := often(t.count)
		all := func(en, zh string) (string, string) {
			return t.en + " from its words only, not from a code" + en + "; please confirm.", t.zh + "：仅依据文字，无可识别的编码" + zh + "；请核实。"
		}
		i := patient.Issue{Source: t.at, Kind: patient.TextOnly}
		i.En, i.Zh = all(en, zh)
		i.SortEn, i.SortZh = all("", "")
		r.c.Issues = append(r.c.Issues, i)
	}
	for _, key := range sortedKeys(r.hints) {
		h := r.hints[key]
		en, zh := often(h.count)
		all := func(en, zh string) (string, string) {
			return h.en + en + " bears on recurrent loss but does not say enough by itself; it was not used.", h.zh + zh + "与复发性流产有关，但信息不足，未采用。"
		}
		i := patient.Issue{Source: h.at}
		i.En, i.Zh = all(en, zh)
		i.SortEn, i.SortZh = all("", "")
		r.c.Issues = append(r.c.Issues, i)
	}
}

// often says how many entries are meant, where it is more than one.
func often(n int) (en, zh string) {
	if n < 2 {
		return "", ""
	}
	return fmt.Sprintf(" (%d entries)", n), fmt.Sprintf("（%d条）", n)
}

// looked is what a text was found to stand for, whatever is asked of it.
type looked struct {
	rows    []*knowledge.Code
	refused string
}

// findText looks a text up once: a record repeats the names of its tests.
func (r *reading) findText(text string, kinds ...string) (rows []*knowledge.Code, refused string) {
	known, ok := r.looked[text]
	if !ok {
		known.rows, known.refused = r.terms.FindText(text)
		if r.looked == nil {
			r.looked = map[string]looked{}
		}
		r.looked[text] = known
	}
	for _, c := range known.rows {
		if slices.Contains(kinds, c.Kind) {
			rows = append(rows, c)
		}
	}
	return rows, known.refused
}
