package interview

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Since is what a record still says on a later day. How she was, what she took,
// and that no pregnancy came after the last one, was true on the day of the
// record: it is left open, and asked again, also where she was asked before. A record
// without a day tells of now, but that she was asked now it does not say. The record
// itself is not changed.
func (v *Interview) Since(c *patient.Case, day date.Date) *patient.Case {
	now := *c
	now.AsOf = day
	if c.AsOf.Known() && date.Before(c.AsOf, day) != truth.Yes {
		return &now
	}
	now.Interview = v.askedSince(c)
	if !c.AsOf.Known() {
		return &now
	}
	now.Status = patient.Status{}
	now.AllMedicines = patient.Fact[bool]{}
	now.History.Complete = false
	now.Age = patient.Fact[int]{} // she may have had a birthday
	now.Pregnancies = slices.Clone(c.Pregnancies)
	for i := range now.Pregnancies {
		if p := &now.Pregnancies[i]; p.Outcome == patient.Ongoing {
			p.Outcome, p.Gestation = "", patient.Gestation{}
		}
	}
	return &now
}

// askedSince is how far she was asked, without the pages whose answers may have passed:
// those that ask for what Since leaves open. A gate before such a page is not shown again
// where she was sure: its other pages are answered, and the one is asked by itself.
func (v *Interview) askedSince(c *patient.Case) (p patient.Interview) {
	passed := func(id string) bool {
		if n, ok := number(id); ok {
			return n > len(c.Pregnancies) || c.Pregnancies[n-1].Outcome == patient.Ongoing
		}
		e := v.entry(id)
		return e != nil && (id == SeenPage || e.passes())
	}
	unsure := func(id string) bool {
		e := v.entry(id)
		return passed(id) || e != nil && slices.ContainsFunc(e.Families, func(f family) bool { return e.Form == "gate" && passed(f.Page) })
	}
	without := func(pages []string, drop func(string) bool) []string {
		return slices.DeleteFunc(slices.Clone(pages), drop)
	}
	of := &c.Interview
	return patient.Interview{Asked: without(of.Asked, passed), Unsure: without(of.Unsure, unsure), Skipped: without(of.Skipped, unsure), Next: slices.Clone(of.Next)}
}

// passes reports whether a page asks for something that holds of its day only.
func (e *entry) passes() bool {
	return slices.ContainsFunc(e.Facts, func(fact string) bool {
		return strings.HasPrefix(fact, "status.") || fact == "medications" || fact == "patient.age"
	})
}
