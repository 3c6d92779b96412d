package interview

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
)

// A case that was kept of an interview is opened as the interview it was: the answers are
// found again that tell it. What is found is never taken on trust: it counts where it makes
// the same case, fact by fact, and where every page that was asked is answered.

// How many answers are tried, pregnancies and results looked at, before a case is opened as
// a record instead: several times what the fullest of the named women takes. Nobody's file
// holds a program up.
const mostTries, mostTold, mostResults = 8_000, 40, 400

// Recall finds the answers of an interview that a case was kept of, on the day it was kept.
// It reports false for a case that was not kept of an interview, or that answers alone do
// not make.
func (v *Interview) Recall(c *patient.Case) (State, bool) {
	kept := &c.Interview
	if len(kept.Asked)+len(kept.Unsure)+len(kept.Skipped) == 0 || !c.AsOf.Known() || len(c.Pregnancies) > mostTold || len(c.Observations) > mostResults {
		return State{}, false
	}
	target, err := copied(State{From: c, AsOf: c.AsOf})
	if err != nil {
		return State{}, false
	}
	for _, key := range []string{"id", "setting", "gravida", "asOf"} {
		delete(target, key)
	}
	r := &recalling{v: v, c: c, target: target, values: map[string][]string{}, state: State{AsOf: c.AsOf}}
	r.leaves(target)
	if !r.pregnancies() || !r.pages() || r.tries > mostTries {
		return State{}, false
	}
	made, err := v.Case(r.state)
	if err != nil || !same(made, c) {
		return State{}, false
	}
	return r.state, true
}

// same compares two cases as files, but for what they are called and where they are from.
func same(a, b *patient.Case) bool {
	var texts [2]bytes.Buffer
	for i, c := range []*patient.Case{a, b} {
		bare := *c
		bare.Conditions = sorted(c.Conditions, func(x patient.Condition) string { return x.ID + x.As })
		bare.Events = sorted(c.Events, func(x patient.Event) string { return x.Event + x.As + x.Date.String() })
		bare.Medications = sorted(c.Medications, func(x patient.Medication) string { return x.Medication + x.Since.String() })
		bare.Procedures = sorted(c.Procedures, func(x patient.Procedure) string { return x.Procedure + x.Date.String() })
		bare.NotDone = sorted(c.NotDone, func(x patient.Fact[string]) string { return x.Value })
		bare.Observations = sorted(c.Observations, func(x patient.Observation) string { return x.Test })
		bare.ID, bare.AsOf, bare.Setting, bare.Interview, bare.Issues = "", date.Date{}, patient.Fact[string]{}, patient.Interview{}, nil
		if casefile.Write(&texts[i], &bare) != nil {
			return false
		}
	}
	return texts[0].String() == texts[1].String()
}

func sorted[T any](list []T, by func(T) string) []T {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b T) int { return strings.Compare(by(a), by(b)) })
	return list
}
