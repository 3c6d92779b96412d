package finding

import (
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// antibody holds when one of the named tests was positive in the sense of the
// term: over a number in the catalogue's unit, over the laboratory's 99th centile, or
// called positive by the laboratory. With a persistence it must have been so
// twice, that far apart, in the same test.
func (d *deriver) antibody(t *knowledge.Term) Finding {
	with := &t.From.With
	f := Finding{Value: truth.No}
	for _, id := range with.Tests {
		test := d.Base.Test(id)
		holds := func(r result) truth.Value { return titre(r, test, with) }
		list := d.results[test.Order]
		if with.Latest && len(list) > 0 {
			list = latest(list)
		}
		var part Finding
		if with.Persist > 0 {
			part = persistent(list, int(with.Persist), holds, id)
		} else {
			part = once(list, holds, id)
		}
		f.Value = truth.Or(f.Value, part.Value)
		f.Lacks = union(f.Lacks, part.Lacks)
		if part.Value == truth.Yes {
			f.Dates = append(f.Dates, part.Dates...)
		}
		f.From = append(f.From, part.From...)
	}
	if f.Value != truth.Unknown {
		f.Lacks = nil
	}
	return f
}

// titre judges one result by the term's thresholds. A result by a method whose
// numbers cannot be compared stays open.
func titre(r result, test *knowledge.Test, with *knowledge.With) truth.Value {
	if r.Result == patient.Negative || r.Result == patient.Normal {
		return truth.No
	}
	fits := r.HasNumber && inUnits(r, test, with.Assay)
	if !fits && r.HasNumber && r.HasUpper && over(r, r.UpperLimit) == truth.No {
		return truth.No // below the laboratory's own limit, by whatever method
	}
	var ways []truth.Value
	if with.Positive {
		ways = append(ways, when(method(r, with.Assay), func() truth.Value { return positive(r, test) }))
	}
	if limit := with.Over; limit != nil {
		ways = append(ways, when(fits, func() truth.Value { return over(r, *limit) }))
	}
	if limit := with.OrMore; limit != nil {
		ways = append(ways, when(fits, func() truth.Value { return orMore(r, *limit) }))
	}
	if with.Centile {
		ways = append(ways, when(r.HasNumber && r.HasUpper && method(r, with.Assay), func() truth.Value { return over(r, r.UpperLimit) }))
	}
	return truth.Or(ways...)
}

func when(known bool, value func() truth.Value) truth.Value {
	if !known {
		return truth.Unknown
	}
	return value()
}

// inUnits reports whether a number is in the units the thresholds are meant for:
// the catalogue's unit, by a method that is accepted or, where the method was
// not printed, implied by the unit itself.
func inUnits(r result, test *knowledge.Test, assays []string) bool {
	return r.UnitIs == test.Unit && method(r, assays)
}

// method reports whether the method is one of those accepted; one that was not
// printed is taken for the method the unit belongs to.
func method(r result, assays []string) bool {
	return len(assays) == 0 || r.Assay == "" || slices.Contains(assays, r.Assay)
}

// once holds when any result does.
func once(list []result, holds func(result) truth.Value, fact string) Finding {
	if len(list) == 0 {
		return lacking(fact)
	}
	f := Finding{Value: truth.No}
	for _, r := range list {
		v := holds(r)
		f.Value = truth.Or(f.Value, v)
		if v == truth.Yes {
			f.Dates = append(f.Dates, r.Date)
		}
		f.From = append(f.From, r.refs()...)
	}
	if f.Value == truth.Unknown {
		f.Lacks = []string{fact}
	}
	return f
}

// persistent holds when two results hold at least so many days apart, any two.
// It is settled as No when nothing ever held, or when the latest result, that
// far after the first that held, does not; until then a repeat would decide.
func persistent(list []result, days int, holds func(result) truth.Value, fact string) Finding {
	if len(list) == 0 {
		return lacking(fact)
	}
	f := Finding{}
	values := make([]truth.Value, len(list))
	for i, r := range list {
		values[i] = holds(r)
		f.From = append(f.From, r.refs()...)
	}
	surely, possibly := false, false
	for i := range list {
		for j := i + 1; j < len(list); j++ {
			both := truth.And(values[i], values[j], apart(list[i].Date, list[j].Date, days))
			if both == truth.Yes {
				surely = true
				f.Dates = appendDate(appendDate(f.Dates, list[i].Date), list[j].Date)
			}
			possibly = possibly || both == truth.Unknown
		}
	}
	switch {
	case surely:
		f.Value = truth.Yes
	case possibly:
		f.Lacks = []string{fact}
	default:
		f.Value = settled(list, values, days)
		if f.Value == truth.Unknown {
			f.Lacks = []string{fact}
		}
	}
	return f
}

// settled answers for results of which no two held together.
func settled(list []result, values []truth.Value, days int) truth.Value {
	last := len(list) - 1
	for i, v := range values {
		if v == truth.No {
			continue
		}
		// One held, or may have held: a later clear one, far enough away,
		// settles it, any other leaves it open.
		if values[last] != truth.No || apart(list[i].Date, list[last].Date, days) != truth.Yes {
			return truth.Unknown
		}
	}
	return truth.No
}

// apart answers whether two dates lie at least so many days from each other.
func apart(a, b date.Date, days int) truth.Value {
	fewest, most, ok := date.DaysBetween(a, b)
	if !ok {
		return truth.Unknown
	}
	return truth.Between(fewest, most, days)
}

func appendDate(list []date.Date, d date.Date) []date.Date {
	if slices.Contains(list, d) {
		return list
	}
	return append(list, d)
}

// lowest holds when the lowest result lies within the term's bounds. The
// condition alone does not tell the number.
func (d *deriver) lowest(t *knowledge.Term) Finding {
	with := &t.From.With
	list := d.results[d.Base.Test(with.Tests[0]).Order]
	f := once(list, func(r result) truth.Value {
		if !r.HasNumber {
			return truth.Unknown
		}
		return truth.And(orMore(r, *with.OrMore), truth.Not(over(r, *with.AtMost)))
	}, with.Tests[0])
	if below := once(list, func(r result) truth.Value { return under(r, *with.OrMore) }, with.Tests[0]); below.Value == truth.Yes {
		f.Value, f.Dates, f.Lacks = truth.No, nil, nil // the lowest lies below the bounds
	}
	if f.Value == truth.Yes {
		return f
	}
	for _, id := range with.Conditions {
		c := d.condition(id)
		switch {
		case c.Value == truth.Yes: // it was low once, by a number nobody recorded
			return Finding{From: append(f.From, c.From...), Lacks: []string{with.Tests[0]}}
		case c.Value == truth.No && f.Value == truth.Unknown:
			return c
		}
	}
	return f
}
