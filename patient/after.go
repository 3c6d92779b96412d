package patient

import (
	"fmt"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/truth"
)

// After finds the first fact of the case that surely lies after a day: what it
// is called, and its date with where that stands.
func (c *Case) After(day date.Date) (name string, at Fact[date.Date], found bool) {
	late := func(n string, d date.Date, s Source) {
		if !found && date.Before(day, d) == truth.Yes {
			name, at, found = n, Know(d, s), true
		}
	}
	for i := range c.Pregnancies {
		p := &c.Pregnancies[i]
		source := p.EndedSource
		if source.Document == "" {
			source = p.Source
		}
		late(fmt.Sprintf("the end of pregnancy %d", i+1), p.Ended, source)
	}
	for i := range c.Observations {
		late(c.Observations[i].Test, c.Observations[i].Date, c.Observations[i].Source)
	}
	for i := range c.Conditions {
		late(c.Conditions[i].ID, c.Conditions[i].Since, c.Conditions[i].Source)
	}
	for i := range c.Events {
		late(c.Events[i].Event, c.Events[i].Date, c.Events[i].Source)
	}
	for i := range c.Medications {
		late(c.Medications[i].Medication, c.Medications[i].Since, c.Medications[i].Source)
	}
	for i := range c.Procedures {
		late(c.Procedures[i].Procedure, c.Procedures[i].Date, c.Procedures[i].Source)
	}
	return name, at, found
}
