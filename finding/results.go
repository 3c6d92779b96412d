package finding

import (
	"cmp"
	"slices"
	"sort"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// result is one result that can be trusted.
type result struct {
	*patient.Observation
	at Ref // where it stands in the case
}

func (r result) refs() []Ref { return []Ref{r.at} }

// sortResults gathers the results of each test, oldest first, and sets aside
// those that were taken where they say nothing.
func (d *deriver) sortResults() {
	for i := range d.Case.Observations {
		o := &d.Case.Observations[i]
		test := d.Base.Test(o.Test)
		if test == nil {
			continue
		}
		if context, sure := d.untrusted(o, test); context != "" {
			d.Untrusted = append(d.Untrusted, Untrusted{i, context, sure})
			continue
		}
		d.results[test.Order] = append(d.results[test.Order], result{o, Ref{ofObservation, i}})
	}
	for _, list := range d.results {
		sort.SliceStable(list, func(i, j int) bool {
			// An undated result is older than every dated one: it is never
			// taken for the latest.
			a, b := list[i].Date, list[j].Date
			if a.Known() != b.Known() {
				return !a.Known()
			}
			if c := date.Compare(a, b); c != 0 {
				return c < 0
			}
			return list[i].Source.String() < list[j].Source.String()
		})
	}
	if k := d.Case.Partner.Karyotype; k.Known {
		d.partnerResult(&patient.Observation{Test: "parental-karyotype-male", Result: k.Value, Source: k.Source}, ofPartnerKaryotype)
	}
	if s := d.Case.Partner.SpermDNAFragmentationPct; s.Known {
		d.partnerResult(&patient.Observation{Test: "sperm-dna-fragmentation", HasNumber: true, Number: s.Value,
			Written: decimal(s.Value), Unit: "%", UnitIs: "%", Source: s.Source}, ofPartnerSperm)
	}
}

// partnerResult takes a fact of the partner for a result of his test, where
// none is on record under observations.
func (d *deriver) partnerResult(o *patient.Observation, kind Kind) {
	if test := d.Base.Test(o.Test); test != nil && len(d.results[test.Order]) == 0 {
		d.results[test.Order] = []result{{o, Ref{Kind: kind}}}
	}
}

// untrusted gives the context in which a result says nothing, and whether it is sure
// that it was taken there; "" when it can be trusted. A context that was left out is
// taken from her medicines and pregnancies at that date; one that is sure goes first.
func (d *deriver) untrusted(o *patient.Observation, test *knowledge.Test) (context string, sure bool) {
	for _, context := range test.Untrusted {
		if slices.Contains(o.Context, context) {
			return context, true
		}
	}
	if o.ContextGiven {
		return "", false
	}
	for _, c := range test.Untrusted {
		switch d.inContext(o.Date, c) {
		case truth.Yes:
			return c, true
		case truth.Unknown:
			context = cmp.Or(context, c)
		}
	}
	return context, false
}

// inContext is whether her medicines or pregnancies speak for a context on that day.
// Without a date, or a beginning of the medicine, it is not known: a result that may be
// spoilt cannot be trusted either.
func (d *deriver) inContext(day date.Date, context string) truth.Value {
	if context == "pregnant" {
		return truth.Of(d.pregnantOn(day))
	}
	of := d.Base.Word(knowledge.Contexts, context)
	if of == nil || of.Kind == "" {
		return truth.No
	}
	in := truth.No
	for i := range d.Case.Medications {
		m := &d.Case.Medications[i]
		word := d.Base.Word(knowledge.Medications, m.Medication)
		if word != nil && word.Kind == of.Kind {
			in = truth.Or(in, takenOn(m, day))
		}
	}
	return in
}

// pregnantOn reports whether she was surely pregnant on a day.
func (d *deriver) pregnantOn(day date.Date) bool {
	if !day.Full() {
		return false
	}
	for i := range d.Case.Pregnancies {
		p := &d.Case.Pregnancies[i]
		if p.Ended.Full() && p.Gestation.Known() && within(day, p.Ended, p.Gestation.Min) {
			return true
		}
	}
	s := d.Case.Status
	return s.Pregnant.Known && s.Pregnant.Value && s.Gestation.Known && d.Case.AsOf.Full() &&
		within(day, d.Case.AsOf, s.Gestation.Value.Min)
}

// within reports whether day lies in the n days up to end, and before its end:
// blood drawn on the day a pregnancy ended was drawn after it as often as not.
func within(day, end date.Date, n int) bool {
	before, _, _ := date.DaysBetween(day, end)
	return before > 0 && before <= n
}

// test answers one question about the latest trusted result.
func (d *deriver) test(t *knowledge.Term) Finding {
	test, is := t.Of, t.From.Is
	list := d.results[test.Order]
	if is == "persistent" {
		return persistent(list, int(test.Repeat), func(r result) truth.Value { return positive(r, test) }, test.ID)
	}
	if len(list) == 0 {
		return Finding{Lacks: t.Lacks}
	}
	newest := latest(list)
	if is == "done" {
		return flag(truth.Yes, newest[len(newest)-1].refs())
	}
	if is == "value" {
		return value(newest, test)
	}
	f := Finding{Value: judge(newest[0], test, is)}
	for _, r := range newest {
		if judge(r, test, is) != f.Value {
			f.Value = truth.Unknown // two results of the same day, or of no day, disagree
		}
		f.From = append(f.From, r.refs()...)
		f.Dates = append(f.Dates, r.Date)
	}
	if f.Value == truth.Unknown {
		f.Lacks = []string{test.ID}
	}
	return f
}

// clear holds when the latest result of one of the tests is normal. It does not
// where one shows something and none is normal: nobody has to look again to know.
func (d *deriver) clear(t *knowledge.Term) Finding {
	var yes, no Finding
	for _, id := range t.From.With.Tests {
		test := d.Base.Test(id)
		list := d.results[test.Order]
		if len(list) == 0 {
			continue
		}
		for _, r := range latest(list) {
			switch normal(r) {
			case truth.Yes:
				yes.From, yes.Dates = append(yes.From, r.refs()...), append(yes.Dates, r.Date)
			case truth.No:
				no.From = append(no.From, r.refs()...)
			}
		}
	}
	switch {
	case len(yes.From) > 0:
		yes.Value = truth.Yes
		return yes
	case len(no.From) > 0:
		no.Value = truth.No
		return no
	}
	return lacking(t.From.With.Tests[0])
}

// latest are the results of which none is surely older than another; usually
// one. One without a date is not among them where any has a date.
func latest(list []result) []result {
	last := list[len(list)-1]
	return slices.DeleteFunc(slices.Clone(list), func(r result) bool {
		return r.Date.Known() != last.Date.Known() || date.Before(r.Date, last.Date) == truth.Yes
	})
}

// unanswered reports results that the laboratory itself could not read either
// way: the test was taken and has told nothing.
func unanswered(newest []result) bool {
	return !slices.ContainsFunc(newest, func(r result) bool {
		return r.Result != patient.Indeterminate || r.HasNumber || r.Finding != ""
	})
}

// value is the number of the latest result, where there is one.
func value(newest []result, test *knowledge.Test) Finding {
	first := newest[0]
	for _, r := range newest {
		if !r.HasNumber || r.Comparator != patient.Exactly || r.UnitIs != test.Unit || r.Number != first.Number {
			return lacking(test.ID)
		}
	}
	return number(first.Number, first.refs()...)
}

// judge answers one question about one result.
func judge(r result, test *knowledge.Test, is string) truth.Value {
	switch is {
	case "positive":
		return positive(r, test)
	case "negative":
		return truth.Not(positive(r, test))
	case "normal":
		return normal(r)
	case "abnormal":
		return truth.Not(normal(r))
	case "indeterminate":
		return truth.Of(r.Result == patient.Indeterminate)
	case "high":
		return outside(r, test, true)
	case "low":
		return outside(r, test, false)
	case "in-range":
		return inRange(r, test)
	}
	return truth.Unknown
}

func normal(r result) truth.Value {
	switch {
	case r.Finding != "":
		return truth.Of(r.Finding == patient.Normal)
	case r.Result == patient.Normal || r.Result == patient.Negative:
		return truth.Yes
	case r.Result == patient.Abnormal || r.Result == patient.Positive:
		return truth.No
	}
	return truth.Unknown
}

// positive judges a result in words, or a number against the laboratory's own
// limit. Without one, only a number over the test's positiveOver says anything.
func positive(r result, test *knowledge.Test) truth.Value {
	switch r.Result {
	case patient.Positive, patient.Abnormal:
		return truth.Yes
	case patient.Negative, patient.Normal:
		return truth.No
	case patient.Indeterminate:
		return truth.Unknown
	}
	if !r.HasNumber {
		return truth.Unknown
	}
	if r.HasUpper {
		return over(r, r.UpperLimit)
	}
	if test.PositiveOver != nil && r.UnitIs == test.Unit && over(r, *test.PositiveOver) == truth.Yes {
		return truth.Yes
	}
	return truth.Unknown
}

// outside answers whether a number lies above or below the limit: the
// laboratory's own, or the usual one where it printed none.
func outside(r result, test *knowledge.Test, high bool) truth.Value {
	if r.Result == patient.Normal {
		return truth.No
	}
	if !r.HasNumber {
		return truth.Unknown
	}
	if high {
		switch {
		case r.HasUpper:
			return over(r, r.UpperLimit)
		case usual(r, test) && test.Usual.High != nil:
			return over(r, *test.Usual.High)
		}
		return truth.Unknown
	}
	switch {
	case r.HasLower:
		return under(r, r.LowerLimit)
	case usual(r, test) && test.Usual.Low != nil:
		return under(r, *test.Usual.Low)
	}
	return truth.Unknown
}

func usual(r result, test *knowledge.Test) bool { return test.Usual != nil && r.UnitIs == test.Unit }

func inRange(r result, test *knowledge.Test) truth.Value {
	switch r.Result {
	case patient.Normal:
		return truth.Yes
	case patient.Abnormal:
		return truth.No
	}
	high, low := outside(r, test, true), outside(r, test, false)
	// Where one limit is printed and the test has no other, that one is the range.
	if low == truth.Unknown && r.HasUpper && !r.HasLower && (test.Usual == nil || test.Usual.Low == nil) {
		low = truth.No
	}
	if high == truth.Unknown && r.HasLower && !r.HasUpper && (test.Usual == nil || test.Usual.High == nil) {
		high = truth.No
	}
	return truth.And(truth.Not(high), truth.Not(low))
}

// over answers "value > limit" for a number that may only be known to lie on
// one side of what was printed.
func over(r result, limit float64) truth.Value {
	switch r.Comparator {
	case patient.Below, patient.AtMost:
		return noUnless(r.Number > limit)
	case patient.Above, patient.AtLeast:
		if r.Number > limit || (r.Number == limit && r.Comparator == patient.Above) {
			return truth.Yes
		}
		return truth.Unknown
	}
	return truth.Of(r.Number > limit)
}

// under answers "value < limit" in the same way.
func under(r result, limit float64) truth.Value {
	switch r.Comparator {
	case patient.Above, patient.AtLeast:
		return noUnless(r.Number < limit)
	case patient.Below, patient.AtMost:
		if r.Number < limit || (r.Number == limit && r.Comparator == patient.Below) {
			return truth.Yes
		}
		return truth.Unknown
	}
	return truth.Of(r.Number < limit)
}

// orMore answers "value >= limit".
func orMore(r result, limit float64) truth.Value { return truth.Not(under(r, limit)) }

// noUnless is No, or Unknown while the question is open.
func noUnless(open bool) truth.Value {
	if open {
		return truth.Unknown
	}
	return truth.No
}

// resultsOf are the trusted results of a test, oldest first; none in a set that
// Derive did not make.
func (s *Set) resultsOf(test *knowledge.Test) []result {
	if len(s.results) == 0 {
		return nil
	}
	return s.results[test.Order]
}

// Latest is the latest trusted result of a test, and whether it told anything:
// one that is only indeterminate did not. ok is false where there is none.
func (s *Set) Latest(test *knowledge.Test) (r Ref, told, ok bool) {
	list := s.resultsOf(test)
	if len(list) == 0 {
		return Ref{}, false, false
	}
	newest := latest(list)
	return newest[len(newest)-1].at, !unanswered(newest), true
}

// EverPositive reports whether a trusted result of a test was positive.
func (s *Set) EverPositive(test *knowledge.Test) bool { return len(s.positives(test)) > 0 }

// positives are the trusted positive results of a test, oldest first.
func (s *Set) positives(test *knowledge.Test) (out []result) {
	for _, r := range s.resultsOf(test) {
		if positive(r, test) == truth.Yes {
			out = append(out, r)
		}
	}
	return out
}

// FirstPositive is the date of the first trusted positive result of a test;
// unknown when there is none, or when it has no date.
func (s *Set) FirstPositive(test *knowledge.Test) date.Date {
	for _, r := range s.positives(test) {
		if r.Date.Known() {
			return r.Date
		}
	}
	return date.Date{}
}

// PositivesUndated reports two or more trusted positive results of a test of which it is
// not known how far they lie apart, because a date is missing or rough.
func (s *Set) PositivesUndated(test *knowledge.Test) bool {
	list := s.positives(test)
	return len(list) > 1 && slices.ContainsFunc(list, func(r result) bool { return !r.Date.Full() })
}
