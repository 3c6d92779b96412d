package fhirin

import (
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// keepOwn puts what the case said together with what others told: lists one after
// the other, a single fact by the case.
func (r *reading) keepOwn() {
	if r.own == nil {
		return
	}
	mine, c := r.own.c, r.c
	r.ownDay()
	keep(&c.Age, mine.Age)
	keep(&c.HeightCm, mine.HeightCm)
	keep(&c.WeightKg, mine.WeightKg)
	keep(&c.Ethnicity, mine.Ethnicity)
	keep(&c.Lifestyle.Smoking, mine.Lifestyle.Smoking)
	keep(&c.Lifestyle.AlcoholUnitsPerWeek, mine.Lifestyle.AlcoholUnitsPerWeek)
	keep(&c.Lifestyle.CaffeineMgPerDay, mine.Lifestyle.CaffeineMgPerDay)

	r.ownConditions()
	c.Events = added(mine.Events, c.Events, func(a, b patient.Event) bool { return a.Event == b.Event && a.Date == b.Date })
	c.Medications = added(mine.Medications, c.Medications, func(a, b patient.Medication) bool {
		return a.Medication == b.Medication && (a.Until == b.Until)
	})
	c.Procedures = added(mine.Procedures, c.Procedures, func(a, b patient.Procedure) bool { return a.Procedure == b.Procedure && a.Date == b.Date })
	same := func(a, b patient.Fact[string]) bool { return a.Value == b.Value }
	c.Allergies = added(mine.Allergies, c.Allergies, same)
	c.Requested = added(mine.Requested, c.Requested, same)
	c.Observations = added(mine.Observations, c.Observations, func(a, b patient.Observation) bool {
		return a.Test == b.Test && a.Date == b.Date && a.Date.Full() && a.HasNumber == b.HasNumber && a.Number == b.Number
	})
	keep(&c.NoConditions, mine.NoConditions)
	keep(&c.NoEvents, mine.NoEvents)
	keep(&c.AllMedicines, mine.AllMedicines)
	keep(&c.AllProcedures, mine.AllProcedures)
	keep(&c.AllAllergies, mine.AllAllergies)
	r.ownStatus()
}

// keep lets a fact of the case stand in place of what others told.
func keep[T any](into *patient.Fact[T], said patient.Fact[T]) {
	if said.Known {
		*into = said
	}
}

// added is one list and what the other adds to it.
func added[T any](mine, theirs []T, same func(a, b T) bool) []T {
	return slices.Concat(mine, slices.DeleteFunc(theirs, func(t T) bool {
		return slices.ContainsFunc(mine, func(m T) bool { return same(m, t) })
	}))
}

// ownConditions adds what others told of diseases. One that the case has and
// another rules out, or the other way round, is left unknown.
func (r *reading) ownConditions() {
	mine, theirs := r.own.c.Conditions, r.c.Conditions
	clash := func(id string) bool {
		for _, m := range mine {
			for _, t := range theirs {
				if m.ID == id && t.ID == id && m.Absent != t.Absent && !m.Until.Known() && !t.Until.Known() {
					return true
				}
			}
		}
		return false
	}
	told := map[string]bool{}
	for _, t := range theirs {
		if clash(t.ID) && !told[t.ID] {
			told[t.ID] = true
			r.issuef(t.Source, "The record both asserts and rules out %s; it was left unknown.", "病历既有又排除“%s”；按未知处理。", t.ID)
		}
	}
	all := added(mine, theirs, func(a, b patient.Condition) bool { return a.ID == b.ID && a.Absent == b.Absent })
	r.c.Conditions = slices.DeleteFunc(all, func(c patient.Condition) bool { return told[c.ID] })
}

// ownDay is the day of the case. Where the record has gone on since, it is not, and
// how she was on that day is no longer known to be so.
func (r *reading) ownDay() {
	day := r.own.c.AsOf
	later := date.Date{}
	for _, e := range r.entries {
		d := recordedOn(e.Resource)
		if d.Known() && day.Known() && d.Earliest() > day.Latest() && (!later.Known() || date.Compare(d, later) > 0) {
			later = d
		}
	}
	if !later.Known() {
		r.c.AsOf = day
		return
	}
	r.c.History.Complete = false                                        // as far as that day
	r.own.c.Age, r.own.c.Status = patient.Fact[int]{}, patient.Status{} // they were true on that day
	r.issuef(r.person.source(), "The case is of %s, and the record goes on to %s: how she was on that day was not taken for how she is.",
		"病例截至%s，病历记录至%s：当日的状况不作为目前的状况。", day, later)
}

// ownStatus is how she was on the day of the case; a later word of others wins.
func (r *reading) ownStatus() {
	mine, s := r.own.c.Status, &r.c.Status
	if s.Pregnant.Known && r.own.c.AsOf.Known() && r.statusOn > r.own.c.AsOf.Latest() {
		return
	}
	keep(&s.Pregnant, mine.Pregnant)
	keep(&s.Gestation, mine.Gestation)
	keep(&s.Location, mine.Location)
	keep(&s.Bleeding, mine.Bleeding)
	keep(&s.PlanningPregnancy, mine.PlanningPregnancy)
	keep(&s.AllSymptoms, mine.AllSymptoms)
	s.Symptoms = mine.Symptoms
}

// partnerOfCase puts in what the case knows of her partner.
func (r *reading) partnerOfCase() {
	if r.isMan() {
		return
	}
	him := r.partnerOf()
	if !ownPartner(him) {
		return
	}
	o := &own{reading: &reading{records: r.records, person: him, knowledge: r.knowledge, terms: r.terms, words: r.words, c: r.c}, c: &patient.Case{}}
	for _, e := range him.entries {
		if inError(e.Resource) {
			continue
		}
		if _, _, ok := ownCode(e.Resource); ok {
			o.entry(e)
		}
	}
	p := o.c.Partner
	p.Age = o.c.Age
	p.Label = ownLabel(him)
	r.c.Partner.Label = p.Label
	keep(&r.c.Partner.Age, p.Age)
	keep(&r.c.Partner.Karyotype, p.Karyotype)
	keep(&r.c.Partner.SpermDNAFragmentationPct, p.SpermDNAFragmentationPct)
}

// ownLabel is the name the case has for him.
func ownLabel(him *person) patient.Fact[string] {
	for _, id := range him.resource.Identifier {
		if id.System == r4.PartnerSystem {
			return patient.Know(r4.ReadText(id.Value), him.source())
		}
	}
	return patient.Fact[string]{}
}
