package casefile

import (
	"math"
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// check holds the facts against each other: dates that cannot be, and two
// values for one thing.
func (r *reader) check(c *patient.Case) {
	r.ages(c)
	for _, d := range dated(c) {
		r.inHerLife(c, d)
	}
	r.pregnanciesInOrder(c)
	r.pregnantNow(c)
	r.presentOrAbsent(c)
	r.sameTestTwice(c)
	r.partnersKaryotype(c)
	if c.HeightCm.Known && c.WeightKg.Known {
		metres := c.HeightCm.Value / 100
		if bmi := c.WeightKg.Value / (metres * metres); bmi < minBMI || bmi > maxBMI {
			r.refuse(r.placeOf(c.WeightKg.Source), say("%s kg at %s cm is a body-mass index of %.1f", short(c.WeightKg.Value), short(c.HeightCm.Value), bmi),
				say("%d to %d", minBMI, maxBMI), "")
		}
	}
}

// notBefore refuses a date that is sure to lie before another.
func (r *reader) notBefore(at problem.Place, what any, d date.Date, other string, bound date.Date) {
	if date.Before(d, bound) == truth.Yes {
		r.refuse(at, say("%s %s is before %s %s", what, d, other, bound), say("%s or later", bound), "")
	}
}

// notAfter refuses a date that is sure to lie after another.
func (r *reader) notAfter(at problem.Place, what any, d date.Date, other string, bound date.Date) {
	if date.Before(bound, d) == truth.Yes {
		r.refuse(at, say("%s %s is after %s %s", what, d, other, bound), say("%s or earlier", bound), "")
	}
}

func (r *reader) ages(c *patient.Case) {
	born, at := c.Born.Value, r.placeOf(c.Born.Source)
	fewest, most, ok := date.YearsBetween(born, c.AsOf)
	switch age := c.Age; {
	case !ok:
		// Without a date to reckon at, any birth is possible.
	case most < minAge || fewest > maxAge:
		r.refuse(at, say("born %s gives the age %d at asOf %s", born, most, c.AsOf), say("an age from %d to %d", minAge, maxAge), "")
	case age.Known && (age.Value < fewest || age.Value > most):
		r.refuse(r.placeOf(age.Source), say("age %d, and born %s gives %s at asOf %s", age.Value, born, years(fewest, most), c.AsOf), say("one of them"), "")
	}
}

func years(fewest, most int) problem.Phrase {
	if fewest == most {
		return say("%d", most)
	}
	return say("%d or %d", fewest, most)
}

// happening is a date of something that cannot lie in the future or before her
// birth.
type happening struct {
	what   any // a key, or a phrase
	date   date.Date
	source patient.Source
}

func dated(c *patient.Case) []happening {
	var all []happening
	for _, p := range c.Pregnancies {
		all = append(all, happening{"ended", p.Ended, p.EndedSource})
	}
	for _, o := range c.Observations {
		all = append(all, happening{say("%s of", o.Test), o.Date, o.Source})
	}
	for _, x := range c.Conditions {
		all = append(all, happening{say("%s since", x.ID), x.Since, x.Source})
	}
	for _, e := range c.Events {
		all = append(all, happening{say("%s of", e.Event), e.Date, e.Source})
	}
	for _, m := range c.Medications {
		all = append(all, happening{say("%s since", m.Medication), m.Since, m.Source})
	}
	for _, p := range c.Procedures {
		all = append(all, happening{say("%s of", p.Procedure), p.Date, p.Source})
	}
	return all
}

func (r *reader) inHerLife(c *patient.Case, h happening) {
	at := r.placeOf(h.source)
	r.notAfter(at, h.what, h.date, "asOf", c.AsOf)
	r.notBefore(at, h.what, h.date, "born", c.Born.Value)
}

// pregnanciesInOrder wants the oldest first: with dates missing, the order is
// all that tells which losses followed each other.
func (r *reader) pregnanciesInOrder(c *patient.Case) {
	var last date.Date
	for i, p := range c.Pregnancies {
		at := r.placeOf(p.EndedSource)
		if last.Known() && date.Before(p.Ended, last) == truth.Yes {
			r.refuse(at, say("a pregnancy that ended %s stands after one that ended %s", p.Ended, last), say("pregnancies oldest first"), "")
		}
		if p.Ended.Known() {
			last = p.Ended
		}
		if _, most, ok := date.YearsBetween(c.Born.Value, p.Ended); ok && most >= 0 && most < minAge {
			r.refuse(at, say("a pregnancy that ended at the age of %d", most), say("an age from %d", minAge), "")
		}
		if p.Outcome != patient.Ongoing {
			continue
		}
		if i < len(c.Pregnancies)-1 {
			r.refuse(r.placeOf(p.OutcomeSource), say("an ongoing pregnancy before another"), say("the ongoing pregnancy last"), "")
		}
		if p.Ended.Known() {
			r.refuse(at, say("an ongoing pregnancy that ended %s", p.Ended), say("an outcome, or no ended"), "")
		}
	}
}

// pregnantNow holds the status against an ongoing pregnancy, and bleeding
// against the symptoms.
func (r *reader) pregnantNow(c *patient.Case) {
	status := c.Status
	for _, p := range c.Pregnancies {
		if p.Outcome != patient.Ongoing {
			continue
		}
		if status.Pregnant.Known && !status.Pregnant.Value {
			r.refuse(r.placeOf(status.Pregnant.Source), say("pregnant is false beside an ongoing pregnancy"), say("one of them"), "")
		}
		if g := status.Gestation.Value; status.Gestation.Known && p.Gestation.Known() && (g.Max < p.Gestation.Min || g.Min > p.Gestation.Max) {
			r.refuse(r.placeOf(status.Gestation.Source), say("gestation %s, and %s of the ongoing pregnancy", g, p.Gestation), say("one of them"), "")
		}
	}
	for _, s := range status.Symptoms {
		if slices.Contains(bleedings, s.Value) && status.Bleeding.Known && !status.Bleeding.Value {
			r.refuse(r.placeOf(status.Bleeding.Source), say("bleeding is false beside the symptom %s", s.Value), say("one of them"), "")
		}
	}
}

var bleedings = []string{"heavy-bleeding", "light-bleeding"}

// presentOrAbsent refuses a condition that is both. One that has ended may be
// absent now.
func (r *reader) presentOrAbsent(c *patient.Case) {
	present := map[string]patient.Source{}
	for _, x := range c.Conditions {
		if !x.Absent && !x.Until.Known() {
			present[x.ID] = x.Source
		}
	}
	for _, e := range c.Events {
		present[e.Event] = e.Source
	}
	for _, x := range c.Conditions {
		if s, ok := present[x.ID]; ok && x.Absent {
			r.refuse(r.placeOf(x.Source), say("%s is absent, and present in %s", x.ID, line(r.placeOf(s))), say("one of them"), "")
		}
	}
}

// sameWithin is how far two conversions of one result can lie apart.
const sameWithin = 0.01

// sameTestTwice refuses two results of one test by one method on one day that
// differ: in number, in result or in finding. One image may show two causes.
func (r *reader) sameTestTwice(c *patient.Case) {
	type sample struct{ test, date, assay, part string }
	first := map[sample]patient.Observation{}
	for _, o := range c.Observations {
		if !o.Date.Full() {
			continue
		}
		for _, p := range partsOf(o) {
			key := sample{o.Test, o.Date.String(), o.Assay, p.part}
			other, again := first[key]
			if !again {
				first[key] = o
				continue
			}
			if p.differs(o, other) {
				r.refuse(r.placeOf(o.Source), say("%s of %s is %s, and %s in %s", o.Test, o.Date, said(o), said(other), line(r.placeOf(other.Source))), say("one result of a test for a date"), "")
				break
			}
		}
	}
}

// part is one thing an observation says, and how two of them differ.
type part struct {
	part    string
	differs func(a, b patient.Observation) bool
}

func partsOf(o patient.Observation) (parts []part) {
	if o.HasNumber {
		// An assay's own units are compared with themselves only.
		parts = append(parts, part{"number " + o.UnitIs + ownUnit(o), func(a, b patient.Observation) bool {
			return a.Comparator != b.Comparator || math.Abs(a.Number-b.Number) > sameWithin*math.Max(a.Number, b.Number)
		}})
	}
	if o.Result != "" {
		parts = append(parts, part{"result", func(a, b patient.Observation) bool { return a.Result != b.Result }})
	}
	if o.Finding != "" {
		parts = append(parts, part{"finding", func(a, b patient.Observation) bool {
			return (a.Finding == patient.Normal) != (b.Finding == patient.Normal)
		}})
	}
	return parts
}

func ownUnit(o patient.Observation) string {
	if o.UnitIs != "" {
		return ""
	}
	return unit.Normalise(o.Unit)
}

func said(o patient.Observation) string {
	switch {
	case o.HasNumber && o.Unit != "":
		return o.Written + " " + o.Unit
	case o.HasNumber:
		return o.Written
	case o.Result != "":
		return o.Result
	}
	return o.Finding
}

// partnersKaryotype can be written in two places.
func (r *reader) partnersKaryotype(c *patient.Case) {
	karyotype := c.Partner.Karyotype
	for _, o := range c.Observations {
		if karyotype.Known && o.Test == "parental-karyotype-male" && (o.Result == patient.Normal || o.Result == patient.Abnormal) && o.Result != karyotype.Value {
			r.refuse(r.placeOf(karyotype.Source), say("karyotype is %s, and %s in %s", karyotype.Value, o.Result, line(r.placeOf(o.Source))), say("one of them"), "")
		}
	}
}

// line names a line of the same document.
func line(at problem.Place) problem.Line { return problem.Line(at.Line) }
