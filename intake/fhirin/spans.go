package fhirin

import (
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
)

// span is when something was: from a first to a last possible day, as numbers
// of days. A record that knows only the month gives the whole month.
type span struct {
	first, last int
	known       bool
	// atLatest says that only the last day is known to bound it: the day it
	// was written down.
	atLatest bool
	written  date.Date // the date as the record has it, where there is one
}

func spanOf(d date.Date) span {
	if !d.Known() {
		return span{}
	}
	return span{first: d.Earliest(), last: d.Latest(), known: true, written: d}
}

// between is a span from the first day of one date to the last of another.
func between(a, b date.Date) span {
	switch {
	case !a.Known():
		return spanOf(b)
	case !b.Known() || b.Latest() < a.Earliest():
		return spanOf(a)
	case a == b:
		return spanOf(a)
	}
	return span{first: a.Earliest(), last: b.Latest(), known: true, written: common(a, b)}
}

// common is the most exact date that holds both a and b.
func common(a, b date.Date) date.Date {
	ya, ma, _ := a.YMD()
	yb, mb, _ := b.YMD()
	switch {
	case ya != yb:
		return date.Date{}
	case ma != mb || ma == 0:
		d, _ := date.New(ya, 0, 0)
		return d
	}
	d, _ := date.New(ya, ma, 0)
	return d
}

// loose reports a date that is not known well enough to tell two losses apart.
func (s span) loose() bool { return s.last-s.first >= sameEvent }

// gap is the fewest days that lie between two spans.
func gap(a, b span) int {
	switch {
	case a.last < b.first:
		return b.first - a.last
	case b.last < a.first:
		return a.first - b.last
	}
	return 0
}

// firstDate is the first of the texts that is a date.
func firstDate(texts ...string) date.Date {
	for _, t := range texts {
		if d, err := date.Parse(t); t != "" && err == nil {
			return d
		}
	}
	return date.Date{}
}

func startOf(p *r4.Period) string {
	if p == nil {
		return ""
	}
	return p.Start
}

func endOf(p *r4.Period) string {
	if p == nil {
		return ""
	}
	if p.End != "" {
		return p.End
	}
	return p.Start
}
