package assessment

import (
	"slices"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Lack is an open question, and what it would change now.
type Lack struct {
	Question
	// Kind is the heaviest of what an answer would change: leading, whether the leading
	// guideline calls it recurrent; danger, a red flag; cautions or treatments, of those in
	// Of; causes; "" for the rest.
	Kind string
	Of   []string // names of treatments
}

// The kinds of a lack, the heaviest first: what could make a treatment harm her before
// what could add to it.
var lackKinds = []string{"leading", "danger", "cautions", "treatments", "causes", ""}

// Lacking are the open questions by what an answer would change now: what the leading
// guideline calls it and a red flag before what is given, that before a cause, and among
// equals as they are asked. A test of the plan is not among them: it stands there.
func (a *Assessment) Lacking() []Lack { return a.lacks }

// mostFar is how many facts a rule may lack for one of them to be said to change it.
const mostFar = 3

func (w *writer) lacking() {
	rules := map[string]*knowledge.Rule{}
	for _, r := range w.base.Rules {
		rules[r.ID] = r
	}
	talked := w.spokenOf()
	planned := map[string]bool{}
	for i := range w.Plan {
		for k := range w.Plan[i].Tests {
			planned[w.Plan[i].Tests[k].ID] = true
		}
	}
	for _, q := range w.Questions {
		if planned[q.Fact] {
			continue
		}
		l := Lack{Question: q}
		set := func(kind string) {
			if slices.Index(lackKinds, kind) < slices.Index(lackKinds, l.Kind) {
				l.Kind, l.Of = kind, nil
			}
		}
		if q.Danger {
			set("danger")
		}
		for _, id := range q.WouldDecide {
			if id == w.Leading {
				set("leading")
			}
			r := rules[id]
			if r == nil || w.far[id] > mostFar { // one answer would change nothing yet
				continue
			}
			about := func(kind string, ids []string) {
				for _, t := range ids {
					if !talked[t] {
						continue
					}
					set(kind)
					if name := words.NameOfTreatment(w.base, w.lang, t); l.Kind == kind && !slices.Contains(l.Of, name) {
						l.Of = append(l.Of, name)
					}
				}
			}
			about("treatments", slices.DeleteFunc(slices.Clone(r.Treatment), func(t string) bool { return w.agreed(t, r.Direction) }))
			about("cautions", r.Caution)
			if c := w.base.Cause(r.Cause); c != nil && !c.Risk && slices.ContainsFunc(c.Tests, w.looksFor) {
				set("causes")
			}
		}
		w.lacks = append(w.lacks, l)
	}
	slices.SortStableFunc(w.lacks, func(x, y Lack) int {
		return slices.Index(lackKinds, x.Kind) - slices.Index(lackKinds, y.Kind)
	})
}

// spokenOf are the treatments of which something hangs on an answer: what she takes or
// asks about, and what is for something that she has; never what is not for her, of which no
// answer changes anything.
func (w *writer) spokenOf() map[string]bool {
	spoken := map[string]bool{}
	for i := range w.Treatments {
		t := &w.Treatments[i]
		if len(t.Forbidden) > 0 {
			continue
		}
		p := w.Standing(t)
		spoken[t.ID] = t.Requested || t.Taken || p != nil && supports(p.Direction) && !w.base.Treatment(t.ID).General
	}
	return spoken
}

// agreed reports a treatment that somebody who leads or weighs is for already: one more
// body that is for it, or lets it be considered, changes nothing of what is given.
func (w *writer) agreed(treatment, direction string) bool {
	i := slices.IndexFunc(w.Treatments, func(t Treatment) bool { return t.ID == treatment })
	if i < 0 || !supports(direction) {
		return false
	}
	p := w.Standing(&w.Treatments[i])
	return p != nil && p.Direction == knowledge.For
}
