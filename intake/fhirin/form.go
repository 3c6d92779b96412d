package fhirin

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// form is the reading of one filled form. What its lines ask is said by the
// codes of the questionnaire; a linkId is local and says nothing, unless it is
// itself a code.
type form struct {
	*reading
	g         *gathered
	e         *entry
	questions map[string]*r4.Question
	when      span
	entries   int
	notCoded  []string
}

// form reads a filled form. One that is not finished says nothing for sure.
func (r *reading) form(g *gathered, e *entry, res *r4.QuestionnaireResponse) {
	f := &form{reading: r, g: g, e: e, questions: r.questions(e, res.Questionnaire), when: spanOf(firstDate(res.Authored))}
	if res.Status != "completed" && res.Status != "amended" {
		if f.speaks(res.Item) {
			r.issuef(e.source(), "%s is a form that is not finished; its answers on pregnancies were not used.", "问卷%s尚未填写完成，其中有关妊娠的回答未采用。", e.key)
		}
		return
	}
	f.group(res.Item, "")
	slices.Sort(f.notCoded)
	if asked := slices.Compact(f.notCoded); len(asked) > 0 {
		r.issuef(e.source(), "A form asks %q, which is not understood or is about somebody else; its answers were not used.", "问卷中的问题“%s”无法识别或涉及他人，未采用其回答。",
			strings.Join(asked[:min(len(asked), unreadShown)], "; "))
	}
}

// questions finds the empty form of a filled one, inside it or among the
// resources, and lists its lines by linkId.
func (r *reading) questions(e *entry, canonical string) map[string]*r4.Question {
	lines := map[string]*r4.Question{}
	var list func(items []r4.Question)
	list = func(items []r4.Question) {
		for i := range items {
			lines[items[i].LinkID] = &items[i]
			list(items[i].Item)
		}
	}
	if q, ok := r.find(r4.Reference{Reference: canonical}, e).(*r4.Questionnaire); ok && q != nil {
		list(q.Item)
		return lines
	}
	url, version, _ := strings.Cut(canonical, "|")
	for _, key := range sortedKeys(r.byKey) {
		q, ok := r.byKey[key].Resource.(*r4.Questionnaire)
		if ok && url != "" && q.URL == url && (version == "" || q.Version == "" || q.Version == version) {
			list(q.Item)
		}
	}
	return lines
}

var loincLink = regexp.MustCompile(`(?:^|/)(\d{1,7}-\d)(?:\.\d+)?$`)

// asked is what a line asks for, in codes and in words.
func (f *form) asked(i *r4.Item) r4.CodeableConcept {
	c := r4.CodeableConcept{Text: i.Text}
	definition := i.Definition
	if q := f.questions[i.LinkID]; q != nil {
		c.Coding = slices.Clone(q.Code)
		c.Text, definition = cmp.Or(c.Text, q.Text), cmp.Or(definition, q.Definition)
	}
	if len(c.Coding) > 0 {
		return c
	}
	for system, base := range map[string]string{knowledge.LOINC: "loinc.org", knowledge.SNOMED: "snomed.info"} {
		if address, ok := strings.CutPrefix(strings.TrimPrefix(strings.TrimPrefix(definition, "https://"), "http://"), base+"/"); ok {
			c.Coding = append(c.Coding, r4.Coding{System: system, Code: address[strings.LastIndexAny(address, "/#")+1:]})
		}
	}
	if m := loincLink.FindStringSubmatch(i.LinkID); m != nil && len(c.Coding) == 0 {
		c.Coding = append(c.Coding, r4.Coding{System: knowledge.LOINC, Code: m[1]})
	}
	return c
}

// line is what a line asks: outcome, ended, gestation, history, or the word of
// the table; "" when nobody can say. coded is false when only its words say so.
func (f *form) line(i *r4.Item) (what string, coded bool) {
	c := f.asked(i)
	for _, m := range f.meanings(c, knowledge.CodeQuestion, knowledge.CodeDating, knowledge.CodeCount) {
		switch m.Concept {
		case "delivery-time", "date-of-last-loss":
			return "ended", true
		case "gestation-days", "gestation-by-period", "gestation-by-ultrasound":
			return "gestation", true
		case "history-text", "history-section":
			return "history", true
		}
		return m.Concept, true
	}
	if len(f.meanings(c)) > 0 {
		return "coded", true
	}
	return f.terms.Asks(simplified.Replace(c.Text)), false
}

// speaks reports whether any line of a form asks about pregnancies.
func (f *form) speaks(items []r4.Item) bool {
	for i := range items {
		what, _ := f.line(&items[i])
		if what != "" || f.relevant(&items[i]) || f.speaks(inside(&items[i])) {
			return true
		}
	}
	return false
}

func (f *form) relevant(i *r4.Item) bool {
	return f.terms.Relevant("condition", "", "", cmp.Or(i.Text, f.asked(i).Text)) != ""
}

// inside is every line below one, also below its answers.
func inside(i *r4.Item) []r4.Item {
	all := i.Item
	for _, a := range i.Answer {
		all = slices.Concat(all, a.Item)
	}
	return all
}

// group reads the lines of a form or of one group in it. A group that asks how
// a pregnancy ended is one pregnancy.
func (f *form) group(items []r4.Item, path string) {
	asks := map[string]bool{}
	for i := range items {
		what, _ := f.line(&items[i])
		asks[what] = true
	}
	one := asks["outcome"]
	if one {
		f.pregnancy(items, path)
	}
	for i := range items {
		what, _ := f.line(&items[i])
		if f.ofOthers(&items[i]) {
			if (what != "" || f.relevant(&items[i])) && len(items[i].Answer) > 0 || f.speaks(inside(&items[i])) {
				f.notCoded = append(f.notCoded, f.asked(&items[i]).Text)
			}
			continue
		}
		if !one || !slices.Contains([]string{"outcome", "ended", "gestation"}, what) {
			f.answer(&items[i], what)
		}
		if below := inside(&items[i]); len(below) > 0 {
			f.group(below, path+"/"+items[i].LinkID+"["+strconv.Itoa(i)+"]")
		}
	}
}

// ofOthers reports a line, or the heading of a group, that names somebody else:
// it may ask about a relative's pregnancies.
func (f *form) ofOthers(i *r4.Item) bool {
	return slices.ContainsFunc(f.lexicon().words(strings.ToLower(simplified.Replace(f.asked(i).Text))), func(w word) bool {
		return (w.kind == knowledge.WordPerson || w.kind == knowledge.WordHeading) && w.concept == other
	})
}

// answer reads a line that is about no one pregnancy.
func (f *form) answer(i *r4.Item, what string) {
	for _, a := range i.Answer {
		v, ok := valueOf(a)
		switch {
		case !ok:
		case what == "history":
			f.g.prose(prose{text: v.String, when: f.when, source: f.at(i), history: true})
		case what == "" && f.relevant(i):
			f.notCoded = append(f.notCoded, f.asked(i).Text)
		case what == "" && v.Concept != nil && len(f.meanings(*v.Concept, knowledge.CodeEvidence)) > 0:
			f.notCoded = append(f.notCoded, cmp.Or(f.asked(i).Text, i.LinkID))
		case what != "":
			f.observed(f.g, f.e, f.asked(i), &v, f.when, []string{f.e.key})
		}
	}
}

func (f *form) at(i *r4.Item) patient.Source {
	return patient.Source{Document: f.e.key, At: cmp.Or(i.LinkID, f.e.File)}
}

// pregnancy reads the lines of one pregnancy: how it ended, when, and in which
// week. It is a statement, and stands behind what was recorded as an event.
func (f *form) pregnancy(items []r4.Item, path string) {
	f.entries++
	t := trace{rank: rankStated, links: []string{fmt.Sprintf("%s%s", f.e.key, path)},
		told: story{teller: "form " + f.e.key, entry: path, on: f.when, account: true}}
	var endings []*trace
	answered := false
	for i := range items {
		what, coded := f.line(&items[i])
		for _, a := range items[i].Answer {
			v, ok := valueOf(a)
			if !ok {
				continue
			}
			answered = true
			switch what {
			case "outcome":
				if x := f.ending(&items[i], &v, coded); x != nil {
					endings = append(endings, x)
				} else {
					f.issuef(f.at(&items[i]), "A form tells of a pregnancy and its outcome (%s) is not understood; it was not counted. How did it end?", "问卷中一次妊娠的结局（%s）无法识别，未计入。该次妊娠如何结束？", shown(&v))
				}
			case "ended":
				t.when = f.ended(&v)
			case "gestation":
				f.age(&t, &items[i], &v)
			}
		}
	}
	if len(endings) == 0 && answered && (t.when.known || t.gestation.Known()) {
		f.issue(patient.Source{Document: f.e.key, At: path}, "A form tells of a pregnancy without saying how it ended; it was not counted. How did it end?", "问卷中有一次妊娠未说明结局，未计入。该次妊娠如何结束？")
	}
	for _, x := range endings {
		told := newTrace(x.sign.concept, x.says, t.when, x.source)
		told.gestation, told.rank, told.links, told.told = t.gestation, t.rank, t.links, t.told
		told.told.text = x.told.text
		told.fetus, told.living = len(endings) > 1, x.sign.concept == "live-birth"
		f.g.add(told)
	}
}

// ending reads the answer to how it ended: a code, or words that name one
// ending and nothing else.
func (f *form) ending(i *r4.Item, v *r4.Value, coded bool) *trace {
	if v.Concept != nil {
		for _, m := range f.meanings(*v.Concept, knowledge.CodeEvidence) {
			if s := signOf[m.Concept]; s.role == terminal {
				return &trace{sign: s, says: title(m), source: f.at(i), told: story{text: !coded}}
			}
		}
	}
	t := f.lexicon().read(shown(v))
	if len(t.some) == 1 && len(t.events)+len(t.counts)+len(t.denied)+len(t.statements)+len(t.unread) == 0 {
		return &trace{sign: signOf[t.some[0]], says: shown(v), source: f.at(i), told: story{text: true}}
	}
	return nil
}

// ended reads the date of an ending; a year may be a whole number.
func (f *form) ended(v *r4.Value) span {
	text := cmp.Or(v.DateTime, v.String)
	if v.Integer != nil {
		text = strconv.Itoa(*v.Integer)
	}
	return spanOf(firstDate(text))
}

func (f *form) age(t *trace, i *r4.Item, v *r4.Value) {
	m := &knowledge.Code{Concept: "gestation", Display: f.asked(i).Text}
	for _, code := range f.meanings(f.asked(i), knowledge.CodeDating) {
		m = code
	}
	age, why := gestationOf(m, v)
	if why.En != "" {
		f.issue(f.at(i), title(m)+": "+why.En+"; it was not read.", title(m)+"："+why.Zh+"；未读取。")
	}
	t.gestation = age
}

// valueOf turns an answer into the value of an observation.
func valueOf(a r4.Answer) (v r4.Value, ok bool) {
	v = r4.Value{Integer: a.Integer, Boolean: a.Boolean, String: a.String, Quantity: a.Quantity, DateTime: cmp.Or(a.DateTime, a.Date)}
	if a.Decimal != "" {
		v.Quantity = &r4.Quantity{Value: a.Decimal}
	}
	if a.Coding.Code != "" || a.Coding.Display != "" {
		v.Concept = &r4.CodeableConcept{Coding: []r4.Coding{a.Coding}}
	}
	ok = v.Integer != nil || v.Boolean != nil || v.String != "" || v.Quantity != nil || v.DateTime != "" || v.Concept != nil
	return v, ok
}

// shown is an answer as a person reads it.
func shown(v *r4.Value) string {
	if v.Concept != nil {
		return cmp.Or(displays(*v.Concept), v.Concept.Coding[0].Code)
	}
	return v.String
}
