package interview

import (
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Since is what a record still says on a later day. How she was, what she took,
// and that no pregnancy came after the last one, was true on the day of the
// record: it is left open, and asked again. The record itself is not changed.
func Since(c *patient.Case, day date.Date) *patient.Case {
	now := *c
	now.AsOf = day
	if date.Before(c.AsOf, day) != truth.Yes || !c.AsOf.Known() {
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
