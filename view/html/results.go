package html

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// result is the latest result on record of a test, in what context it was taken
// and when. One that can be read goes before a later one that cannot.
func (p *about) result(t *assessment.Test) string {
	var latest *patient.Observation
	for i := range p.a.Subject().Observations {
		o := &p.a.Subject().Observations[i]
		if o.Test == t.ID && (latest == nil || p.goesBefore(t, o, latest)) {
			latest = o
		}
	}
	if latest == nil {
		return ""
	}
	parts := []string{words.Clean(strings.TrimSpace(latest.AsWritten() + " " + latest.Unit)), p.value(latest.Result), p.value(latest.Finding)}
	context := leftOut(t, latest)
	for _, c := range latest.Context {
		if c != context { // which is said with the reason
			parts = append(parts, p.value(c))
		}
	}
	parts = append(parts, words.Date(p.Lang, latest.Date), p.trend(t.Trend))
	if context != "" {
		parts = append(parts, p.fill("test.notCounted", "context", p.value(context)))
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), p.say("list.comma"))
}

// trend says how the latest number stands to the one before it.
func (p *about) trend(t *assessment.Trend) string {
	if t == nil {
		return ""
	}
	return p.fill("trend."+t.Direction, "than", strings.TrimSpace(t.Than+" "+t.Unit), "date", p.date(t.On))
}

// leftOut is the context in which a result was taken, where it was not counted
// for that; "" where it was.
func leftOut(t *assessment.Test, o *patient.Observation) string {
	for _, n := range t.NotCounted {
		if n.Source == o.Source.String() {
			return n.Context
		}
	}
	return ""
}

// goesBefore reports whether a result tells more of today than another.
func (p *about) goesBefore(t *assessment.Test, o, other *patient.Observation) bool {
	if a, b := p.readable(t, o), p.readable(t, other); a != b {
		return a
	}
	if !o.Date.Known() || !other.Date.Known() {
		return o.Date.Known()
	}
	return date.Compare(o.Date, other.Date) >= 0
}

// readable reports whether a result was counted, and no set of criteria lists it
// as one that cannot be read.
func (p *about) readable(t *assessment.Test, o *patient.Observation) bool {
	if leftOut(t, o) != "" {
		return false
	}
	name := strings.TrimSpace(o.Test + " " + o.Date.String())
	return !slices.ContainsFunc(p.a.Criteria, func(c assessment.Criterion) bool { return slices.Contains(c.NotEvaluable, name) })
}

// value puts a word of a result into words; "" for none.
func (p *about) value(word string) string {
	if word == "" {
		return ""
	}
	return words.Value(p.base, p.Lang, word)
}
