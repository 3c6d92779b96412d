package assessment

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
)

// Latest is the result on record that tells most of a test today: one that can be
// read goes before a later one that cannot. Nil when there is none.
func (a *Assessment) Latest(t *Test) *patient.Observation {
	var latest *patient.Observation
	for i := range a.subject.Observations {
		o := &a.subject.Observations[i]
		if o.Test == t.ID && (latest == nil || a.goesBefore(t, o, latest)) {
			latest = o
		}
	}
	return latest
}

// LeftOut is the context in which a result was taken, where it was not counted for
// that; "" where it was.
func (t *Test) LeftOut(o *patient.Observation) string { return t.leftOut(o).Context }

func (t *Test) leftOut(o *patient.Observation) (none NotCounted) {
	for _, n := range t.NotCounted {
		if n.Source == o.Source.String() {
			return n
		}
	}
	return none
}

// goesBefore reports whether a result tells more of today than another.
func (a *Assessment) goesBefore(t *Test, o, other *patient.Observation) bool {
	if x, y := a.readable(t, o), a.readable(t, other); x != y {
		return x
	}
	if !o.Date.Known() || !other.Date.Known() {
		return o.Date.Known()
	}
	return date.Compare(o.Date, other.Date) >= 0
}

// readable reports whether a result was counted, and no set of criteria lists it as
// one that cannot be read.
func (a *Assessment) readable(t *Test, o *patient.Observation) bool {
	if t.LeftOut(o) != "" {
		return false
	}
	name := strings.TrimSpace(o.Test + " " + o.Date.String())
	return !slices.ContainsFunc(a.Criteria, func(c Criterion) bool { return slices.Contains(c.NotEvaluable, name) })
}
