package interview_test

import (
	"slices"
	"strings"
	"testing"

	godiff "github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
)

// notRecalled are women whose file several answers could tell, and none that was tried does:
// it is opened as a record.
var notRecalled = []string{"obstetric-aps-confirmed", "prolactinoma-on-cabergoline"}

// A case that is opened again is the interview it was: each page she answered says what it
// said, in her words.
func TestRecall(t *testing.T) {
	v, base := talk(t)
	women := named(t, base)
	found, midway := 0, 0
	for i, w := range women {
		name, c := w.name, w.c
		s, shown := run(t, v, interview.State{AsOf: c.AsOf}, (&woman{c: c, base: base, talk: v, brief: true}).answer)
		for _, fhir := range []bool{false, true} {
			opened := again(t, v, s, base, fhir)
			r, ok := v.Recall(opened.From)
			if !ok {
				if !slices.Contains(notRecalled, name) {
					t.Errorf("%s (FHIR: %v) is not recalled", name, fhir)
				}
				continue
			}
			found++
			goesOn(t, v, name, s, r)
			sayTheSame(t, v, name, s, r)
		}
		at := 1 + i*5%len(shown)
		part := interview.State{AsOf: s.AsOf, Answers: s.Answers[:at]}
		if r, ok := v.Recall(again(t, v, part, base, false).From); ok {
			midway++
			goesOn(t, v, name+" after "+shown[at-1], part, r)
		}
	}
	if found < 2*(len(women)-len(notRecalled)) || midway < len(women)*9/10 {
		t.Errorf("%d of %d are recalled, and midway %d of %d", found, 2*len(women), midway, len(women))
	}
}

// sayTheSame compares what stands on the page of her answers, for each page at which she was
// sure of all. What she chose at a gate only leads on, and may be told otherwise, as may the
// list of a page behind one that took some of it: what she said counts, and is in the case.
func sayTheSame(t *testing.T, v *interview.Interview, who string, s, r interview.State) {
	t.Helper()
	unsure := func(p *interview.Page, a interview.Answer) bool {
		return slices.ContainsFunc(p.Fields, func(f interview.Field) bool { return slices.Contains(a.Values[f.Name], interview.Unsure) })
	}
	for _, p := range v.Said(s) {
		was, _ := s.Answer(p.ID)
		is, _ := r.Answer(p.ID)
		if unsure(p, was) || slices.Contains([]string{"care", "illnesses", "body-and-family", "medicines", "operations"}, p.ID) {
			continue
		}
		told := func(s interview.State, a interview.Answer) (list []string) {
			p, ok := v.Page(s, p.ID)
			if !ok {
				return nil
			}
			for _, x := range v.Told(p, a) {
				for _, says := range x.Says {
					if says != (knowledge.Text{}) && !strings.Contains(says.En, "Results from another day") {
						list = append(list, x.About.En+" | "+says.En)
					}
				}
			}
			slices.Sort(list)
			return list
		}
		if d := godiff.Diff(told(s, was), told(r, is)); d != "" {
			t.Errorf("%s: page %s says otherwise (-before +opened):\n%.3000s", who, p.ID, d)
		}
	}
}
