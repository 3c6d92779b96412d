package knowledgefhir

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// factIDs are the names of facts: every place of a case file, as the questionnaire
// has it, and every test and condition that may be missing.
func (w *writer) factIDs() (list []id) {
	seen := map[string]bool{}
	add := func(code string, called said) {
		if !seen[code] {
			seen[code] = true
			list = append(list, id{code: code, called: called})
		}
	}
	for _, i := range flat(w.form()) {
		if i.Type != "display" {
			add(i.LinkID, i.asks)
		}
	}
	for _, t := range w.base.Vocabulary {
		if t.Fact != "" {
			add(t.Fact, said{En: words.Fact(w.base, "en", t.Fact), Zh: words.Fact(w.base, "zh", t.Fact)})
		}
	}
	return list
}

// caseWords are the answers of a case file that are no words of the catalogue, by
// the list they belong to.
var caseWords = map[string][]string{
	"conception":      {"spontaneous", "ovulation-induction", "iui", "ivf", "donor-oocyte", "donor-sperm"},
	"morphology":      {patient.Normal, patient.Abnormal},
	"tissueKaryotype": {"normal", "aneuploid", "unbalanced", "failed", "not-done"},
	"documentedBy":    {"ultrasound", "histology", "hcg", "report-only"},
	"result":          {patient.Positive, patient.Negative, patient.Indeterminate, patient.Normal, patient.Abnormal},
	"assay":           {"elisa", "clia", "multiplex"},
	"proven":          {"imaging", "histology", "clinical"},
	"smoking":         {"never", "former", "current"},
	"karyotype":       {patient.Normal, patient.Abnormal},
	"location":        {"intrauterine", "unknown", "ectopic"},
	"lists":           {"all", "some"},
}

// answerName is what an answer of a case file is called.
func answerName(list, code string) said {
	for _, key := range []string{"form." + list + "." + code, "value." + code} {
		if words.Has(key) {
			return say(key)
		}
	}
	return same(code)
}

// shownIDs are what an image or a tissue can show: a cause, or that all is normal.
func (w *writer) shownIDs() []id {
	return append([]id{{code: patient.Normal, called: say("value.normal")}},
		each(w.base.Causes, func(c *knowledge.Cause) id { return id{code: c.ID, called: c.Name} })...)
}

// eventIDs are the conditions that happen on a day.
func (w *writer) eventIDs() (list []id) {
	for _, word := range w.base.Words[knowledge.Conditions] {
		if word.Kind == "event" {
			list = append(list, id{code: word.ID, called: word.Name, same: word.Same})
		}
	}
	return list
}

// requestedIDs are what somebody may ask about.
func (w *writer) requestedIDs() (list []id) {
	for _, t := range w.base.Treatments {
		list = append(list, id{code: t.ID, called: t.Name})
	}
	for _, t := range w.base.Tests {
		if w.base.Treatment(t.ID) == nil { // vitamin D is both; asking is one thing
			list = append(list, id{code: t.ID, called: t.Name})
		}
	}
	return list
}

// medicationIDs are the words for medicines, and the treatments: any may be taken.
func (w *writer) medicationIDs() []id {
	list := each(w.base.Words[knowledge.Medications], func(word *knowledge.Word) id { return id{code: word.ID, called: word.Name, same: word.Same} })
	for _, t := range w.base.Treatments {
		if w.base.Word(knowledge.Medications, t.ID) == nil {
			list = append(list, id{code: t.ID, called: t.Name, means: t.Plain})
		}
	}
	return list
}

// unitIDs are the units results are accepted in, as laboratories print them.
func (w *writer) unitIDs() (list []id) {
	var units []string
	for _, test := range w.base.Units().Tests() {
		units = append(units, w.base.Units().Units(test)...)
	}
	slices.Sort(units)
	for _, unit := range slices.Compact(units) {
		list = append(list, id{code: unit, called: same(unit)})
	}
	return list
}

func (w *writer) definitionIDs() (list []id) {
	for _, g := range w.base.Guidelines {
		if g.Definition != nil {
			list = append(list, id{code: g.ID, called: w.base.Source(g.ID).Name, means: g.Definition.Met})
		}
	}
	return list
}

func (w *writer) trialIDs() (list []id) {
	for _, e := range w.base.Evidence {
		for _, t := range e.Trials {
			list = append(list, id{code: t.ID, called: t.Name, means: t.Says})
		}
	}
	return list
}

// flagIDs are the dangers, each once though several rules may raise it.
func (w *writer) flagIDs() (list []id) {
	for _, r := range w.base.Rules {
		if r.Flag != "" && !slices.ContainsFunc(list, func(i id) bool { return i.code == r.Flag }) {
			list = append(list, id{code: r.Flag, called: r.Act, means: r.Says})
		}
	}
	return list
}

func (w *writer) cautionIDs() (list []id) {
	for _, r := range w.base.Rules {
		if len(r.Caution) > 0 {
			list = append(list, id{code: r.ID, called: w.treatments(r.Caution), means: r.Says})
		}
	}
	return list
}

// Names of several members of the catalogue, one after the other.

func (w *writer) tests(ids []string) said {
	return named(ids, func(id string) said { return w.base.Test(id).Name })
}

func (w *writer) treatments(ids []string) said {
	return named(ids, func(id string) said { return w.base.Treatment(id).Name })
}

func named(ids []string, name func(string) said) said {
	list := make([]said, len(ids))
	for i, id := range ids {
		list[i] = name(id)
	}
	return joined("list.names", list...)
}

// terms are the findings a condition names, in the order in which it does.
func (w *writer) terms(when string) (list []*knowledge.Term) {
	isPart := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '.'
	}
	for _, word := range strings.FieldsFunc(when, func(r rune) bool { return !isPart(r) }) {
		if t := w.base.Term(word); t != nil && !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list
}
