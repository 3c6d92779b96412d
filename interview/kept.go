package interview

import (
	"slices"

	"github.com/gravida-health/gravida/patient"
)

// What is kept of an interview beside the facts: which pages need not be shown again. A
// case that is opened again then asks what it would have asked, and nothing twice.

// Kept is the case of all that was said, for somebody who keeps it: with how far she was
// asked. The page she was half through, if there is one, is asked again. The error is
// Mistakes.
func (v *Interview) Kept(s State, half string) (*patient.Case, error) {
	c, err := v.Case(s)
	if err != nil {
		return nil, err
	}
	c.Interview = v.progress(s, half)
	return c, nil
}

// progress is how far she was asked.
func (v *Interview) progress(s State, half string) (p patient.Interview) {
	if s.From != nil {
		was := s.From.Interview
		more := func(page string) bool { return v.asksMore(s, page) }
		without := func(pages []string) []string { return slices.DeleteFunc(slices.Clone(pages), more) }
		p = patient.Interview{Asked: without(was.Asked), Unsure: without(was.Unsure), Skipped: without(was.Skipped)}
	}
	put := func(into *[]string, page string) {
		for _, list := range []*[]string{&p.Asked, &p.Unsure, &p.Skipped} {
			*list = slices.DeleteFunc(*list, func(id string) bool { return id == page })
		}
		*into = append(*into, page)
	}
	told := pregnancies(s)
	for _, a := range s.Answers {
		n, ofPregnancy := number(a.Page)
		if a.Page == half {
			continue
		}
		switch _, open := v.page(s, a.Page); {
		case !open, ofPregnancy && n > told+1: // what was said there counts for nothing now
		case a.Page == SeenPage && !s.seen(): // while she waits to be seen she is asked again
		case v.asksMore(s, a.Page):
		case len(a.Values) == 0, v.isGate(a.Page) && a.value("which") == "": // no line chosen at a gate
			put(&p.Skipped, a.Page)
		case a.empty(), a.has("which", Unsure):
			put(&p.Unsure, a.Page)
		default:
			put(&p.Asked, a.Page)
		}
		if e := v.entry(a.Page); e != nil && e.Form == "tests" && len(a.several("which")) > 0 && a.value("more") != "" && a.value("more") != yes && !s.answered(furtherPage(firstFurther, e.ID)) {
			put(&p.Asked, furtherPage(firstFurther, e.ID)) // she has no further results
		}
	}
	if last, ok := s.Answer(pregnancyPage(told)); ok && last.Page != half && told > recorded(s) && last.value("more") != yes {
		put(&p.Asked, pregnancyPage(told+1))
	}
	for _, page := range v.following(s) {
		if _, open := v.Page(s, page); open && !s.answered(page) && !slices.Contains(p.Next, page) {
			p.Next = append(p.Next, page)
		}
	}
	return p
}

func (v *Interview) isGate(page string) bool {
	e := v.entry(page)
	return e != nil && e.Form == "gate"
}

// page is Page, also for one whose fields are all said already.
func (v *Interview) page(s State, id string) (*Page, bool) {
	if e := v.entry(id); e != nil {
		return nil, true
	}
	return v.Page(s, id)
}

// asksMore reports whether a page of each pregnancy was answered before the last of them
// was told of: for the rest its questions are still open, and which those are only the
// order of the answers says.
func (v *Interview) asksMore(s State, page string) bool {
	e := v.entry(page)
	if e == nil || e.Form != "each" || e.Absent != "" {
		return false
	}
	next := v.furtherEach(s, e, pregnancies(s))
	if next == "" {
		return false
	}
	_, open := v.Page(s, next)
	return open && !s.answered(next)
}

// kept reports whether the record she began with says that a page was asked.
func (s State) kept(page string) bool {
	if s.From == nil {
		return false
	}
	of := &s.From.Interview
	return slices.Contains(of.Asked, page) || slices.Contains(of.Unsure, page) || slices.Contains(of.Skipped, page)
}

// opened reports a page that the record says an answer had opened: it was shown, or is next.
func (s State) opened(page string) bool {
	return s.kept(page) || s.From != nil && slices.Contains(s.From.Interview.Next, page)
}

// passedBy reports a page that is open though she was sure at the gate before it, when the
// record was made, and is not on the way to it.
func (s State) passedBy(gate *entry, page string) bool {
	if _, now := s.Answer(gate.ID); now || s.From == nil {
		return false
	}
	of := &s.From.Interview
	return slices.Contains(of.Asked, gate.ID) && !slices.Contains(of.Next, page) && !s.answered(page)
}

// gateAnswer is what she chose at a gate, now or before the record she began with was kept.
func (s State) gateAnswer(gate *entry) (a Answer, asked bool) {
	if a, asked = s.Answer(gate.ID); asked || !s.kept(gate.ID) {
		return a, asked
	}
	of := &s.From.Interview
	a = Answer{Page: gate.ID}
	if slices.Contains(of.Skipped, gate.ID) {
		return a, true
	}
	chosen := []string{}
	for _, f := range gate.Families {
		if slices.Contains(of.Next, f.Page) || s.kept(f.Page) {
			chosen = append(chosen, f.Page)
		}
	}
	if slices.Contains(of.Unsure, gate.ID) { // besides
		chosen = append(chosen, Unsure)
	} else if len(chosen) == 0 {
		chosen = []string{None}
	}
	a.Values = map[string][]string{"which": chosen}
	return a, true
}
