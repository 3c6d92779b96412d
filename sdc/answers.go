package sdc

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/form"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// flaw is something in a response that cannot be right.
type flaw struct {
	path, label string
	code        string         // of FHIR's types of issue
	says        knowledge.Text // in her words
	detail      string         // for a developer
}

type flaws []flaw

// mostGroups is how many groups a response may hold, and be asked: many times as many as
// the longest interview has pages.
const mostGroups = 500

// tooLong says that a response has more groups than anybody was asked; false where it has
// not. Each page costs a walk through the interview, so that many more would keep others
// waiting.
func tooLong(name string, r *form.Response) (problem.Problem, bool) {
	n := max(len(r.Items), len(r.Asked))
	return problem.New(problem.Place{File: name}, problem.Say("%d groups of questions in one form", n), problem.Say("up to %d", mostGroups), ""), n > mostGroups
}

// state is what a response says: one answer for each page that was asked, also for a
// page that was left open.
func (f *Forms) state(r *form.Response, today date.Date) (interview.State, flaws) {
	s := interview.State{AsOf: today}
	items := map[string]*form.Item{}
	var wrong flaws
	twice := map[string]bool{}
	for i := range r.Items {
		it := &r.Items[i]
		first := items[it.LinkID]
		if first == nil {
			items[it.LinkID] = it
			continue
		}
		if !twice[it.LinkID] { // which of them she means nobody knows
			wrong = append(wrong, structural(first, standsTwice))
		}
		twice[it.LinkID] = true
		wrong = append(wrong, structural(it, standsTwice))
	}
	pages := slices.DeleteFunc(slices.Clone(r.Asked), func(link string) bool { return strings.HasPrefix(link, dangerPrefix) })
	asked := len(pages)
	for _, it := range r.Items {
		if !slices.Contains(pages, it.LinkID) && !strings.HasPrefix(it.LinkID, dangerPrefix) {
			pages = append(pages, it.LinkID)
		}
	}
	reads := make([]reading, len(pages))
	var answers []interview.Answer
	said := s
	for n, page := range pages {
		var more flaws
		reads[n], more = f.read(said, page, items[page], n < asked)
		wrong = append(wrong, more...)
		answers, said = append(answers, reads[n].answer), said.With(reads[n].answer)
	}
	if after, ok := f.talks[english].GiveAll(s, answers); ok && len(wrong) == 0 {
		return after, nil
	}
	for _, r := range reads {
		after, more := f.give(s, r)
		s, wrong = after, append(wrong, more...)
	}
	return s, wrong
}

const standsTwice = "the group stands twice; accepted: once"

func structural(i *form.Item, detail string) flaw {
	return flaw{path: i.Path, label: i.Label, code: "structure", detail: detail}
}

// reading is the answer of one page as it was read.
type reading struct {
	answer interview.Answer
	item   *form.Item
	places map[string]*form.Item // by field
	broken bool                  // and told
}

// read reads the answer of one page. A page that was asked and that nothing leads to any
// more keeps its answer, which counts again when something does.
func (f *Forms) read(s interview.State, id string, i *form.Item, asked bool) (r reading, wrong flaws) {
	page, ok := f.talks[english].Page(s, id)
	if i == nil {
		i = &form.Item{LinkID: id, Path: "QuestionnaireResponse", Label: id}
	}
	r = reading{answer: interview.Answer{Page: id, Values: map[string][]string{}}, item: i, places: map[string]*form.Item{}}
	if !ok && !asked {
		r.broken = true
		return r, flaws{structural(i, fmt.Sprintf("nothing asks %q; accepted: the groups of the contained questionnaire", clip(id)))}
	}
	twice := map[string]bool{}
	for _, below := range i.Below() {
		field, ok := strings.CutPrefix(below.LinkID, id+"/")
		if !ok {
			if !strings.HasPrefix(below.LinkID, id+"#") {
				wrong = append(wrong, structural(&below, fmt.Sprintf("no question of the group %q; accepted: %q and the name of a question", clip(id), id+"/")))
			}
			continue
		}
		if first := r.places[field]; first != nil {
			const says = "the question stands twice; accepted: once, with all its answers"
			if !twice[field] {
				wrong = append(wrong, structural(first, says))
			}
			twice[field] = true
			wrong = append(wrong, structural(&below, says))
			continue
		}
		r.places[field] = &below
		var kind interview.Kind
		if page != nil {
			if f := fieldOf(page, field); f != nil {
				kind = f.Kind
			}
		}
		for n := range below.Answers {
			value, detail := valueOf(&below.Answers[n], kind)
			if detail != "" {
				wrong = append(wrong, flaw{path: below.Answers[n].Path, label: below.Label, code: "value", detail: detail})
			} else {
				r.answer.Values[field] = append(r.answer.Values[field], value)
			}
		}
	}
	r.broken = len(wrong) > 0
	return r, wrong
}

// give gives the answer of one page and says what of it is refused.
func (f *Forms) give(s interview.State, r reading) (interview.State, flaws) {
	talk := f.talks[english]
	if r.broken {
		return s, nil
	}
	if _, ok := talk.Page(s, r.answer.Page); !ok {
		return s.With(r.answer), nil
	}
	after, mistakes := talk.Give(s, r.answer)
	var wrong flaws
	for _, m := range mistakes {
		at := r.item
		if p := r.places[m.Field]; p != nil && m.Page == r.answer.Page {
			at = p
		}
		wrong = append(wrong, flaw{path: at.Path, label: at.Label, code: "invariant", says: m.Says, detail: m.Detail})
	}
	return after, wrong
}

// valueOf is an answer as the interview takes one: the detail says what is wrong with
// its type. Whether it can be right is the interview's to say.
func valueOf(a *form.Answer, kind interview.Kind) (value, detail string) {
	accepted := ""
	switch kind {
	case interview.One, interview.Many:
		if a.Type == "Coding" && a.Code.System == answerSystem && a.Code.Code != "" {
			return a.Code.Code, ""
		}
		accepted = "valueCoding of the system " + answerSystem
	case interview.Date:
		if a.Type == "Date" {
			return a.Text, ""
		}
		accepted = "valueDate"
	case interview.Number:
		switch {
		case a.Type == "Decimal" || a.Type == "Integer":
			return a.Text, ""
		case a.Type == "Quantity" && a.Value.Comparator == "": // some programs send a number with its unit so
			return strings.TrimSpace(string(a.Value.Value) + " " + a.Value.Unit), ""
		}
		accepted = "valueDecimal"
	case interview.Weeks, interview.Line:
		if a.Type == "String" {
			return a.Text, ""
		}
		accepted = "valueString"
	default: // of a page that does not count now, or of no field of it
		switch a.Type {
		case "Coding":
			return a.Code.Code, ""
		case "Quantity":
			return string(a.Value.Value), ""
		}
		return a.Text, ""
	}
	return "", a.Shown() + "; accepted: " + accepted
}

// Reader reads the answers to the interview as a case; it assesses nothing.
func Reader(base *knowledge.Base) func(name string, response []byte) (*patient.Case, error) {
	return func(name string, response []byte) (*patient.Case, error) {
		talk, err := interview.New(base, nil)
		if err != nil {
			return nil, err
		}
		return (&Forms{base: base, talks: map[string]*interview.Interview{english: talk}}).Case(name, response)
	}
}

// Case is the case that the answers to the interview say, wherever they come from.
// What cannot be right is left open and becomes an issue. Name is the name of the
// document, which stands in every source.
func (f *Forms) Case(name string, response []byte) (*patient.Case, error) {
	r, err := form.Decode(response)
	if err != nil {
		return nil, err
	}
	if long, is := tooLong(name, r); is {
		return nil, long
	}
	day, _ := r.Day()
	var issues []patient.Issue
	var s interview.State
	for try := 0; ; try++ {
		var wrong flaws
		if s, wrong = f.state(r, day); len(wrong) == 0 {
			break
		}
		if try > 1000 {
			return nil, wrong.in(english)
		}
		for _, w := range wrong {
			r.Items = without(r.Items, w.path)
			issues = append(issues, w.issue(name))
		}
	}
	c, err := f.talks[english].Case(s)
	if err != nil {
		return nil, err
	}
	patient.EachSource(c, func(at *patient.Source) {
		if at.Document == interviewed {
			at.Document = name
		}
	})
	if c.ID == "" {
		c.ID = r.SubjectID()
	}
	c.Issues = append(c.Issues, issues...)
	return c, nil
}

// interviewed is the document that the interview names as the source of an answer.
const interviewed = "interview"

func (w *flaw) issue(name string) patient.Issue {
	en, zh := w.says.En, w.says.Zh
	if en == "" {
		en, zh = w.detail, w.detail
	}
	return patient.Issue{Source: patient.Source{Document: name, At: w.label},
		En: "An answer of the interview could not be used, and is left open: " + en, Zh: "问答中有一项回答无法采用，按未填处理：" + zh,
		SortEn: "An answer of the interview could not be used, and is left open.", SortZh: "问答中有回答无法采用，按未填处理。"}
}

// without is the items but the one at a path, or the answer there.
func without(items []form.Item, path string) (rest []form.Item) {
	for _, i := range items {
		if i.Path == path {
			continue
		}
		i.Items = without(i.Items, path)
		var answers []form.Answer
		for _, a := range i.Answers {
			if a.Path != path {
				a.Items = without(a.Items, path)
				answers = append(answers, a)
			}
		}
		i.Answers = answers
		rest = append(rest, i)
	}
	return rest
}
