package fhirin

import (
	"fmt"
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// keepOwn puts what the case said together with what others told: lists one after
// the other, a single fact where the two agree or only one knows it. What Gravida
// wrote is no better than what others wrote.
func (r *reading) keepOwn() {
	if r.own == nil {
		return
	}
	mine, c := r.own.c, r.c
	r.ownDay()
	keep(r, &c.Age, mine.Age, 0, fact{"her age", "其年龄"})
	keep(r, &c.HeightCm, mine.HeightCm, r.heightOn, fact{"her height", "其身高"})
	keep(r, &c.WeightKg, mine.WeightKg, r.weightOn, fact{"her weight", "其体重"})
	keep(r, &c.Ethnicity, mine.Ethnicity, 0, fact{"her ethnicity", "其民族"})
	keep(r, &c.Lifestyle.Smoking, mine.Lifestyle.Smoking, r.smokingOn, fact{"smoking", "吸烟"})
	keep(r, &c.Lifestyle.AlcoholUnitsPerWeek, mine.Lifestyle.AlcoholUnitsPerWeek, 0, fact{"alcohol", "饮酒"})
	keep(r, &c.Lifestyle.CaffeineMgPerDay, mine.Lifestyle.CaffeineMgPerDay, 0, fact{"caffeine", "咖啡因"})

	c.Conditions = added(mine.Conditions, c.Conditions, func(a, b patient.Condition) bool { return a.ID == b.ID && a.Absent == b.Absent && a.Until == b.Until })
	c.Events = added(mine.Events, c.Events, func(a, b patient.Event) bool { return a.Event == b.Event && a.Date == b.Date })
	c.Medications = added(mine.Medications, c.Medications, func(a, b patient.Medication) bool {
		return a.Medication == b.Medication && (a.Until == b.Until)
	})
	c.Procedures = added(mine.Procedures, c.Procedures, func(a, b patient.Procedure) bool { return a.Procedure == b.Procedure && a.Date == b.Date })
	same := func(a, b patient.Fact[string]) bool { return a.Value == b.Value }
	c.Allergies = added(mine.Allergies, c.Allergies, same)
	c.Requested = added(mine.Requested, c.Requested, same)
	c.Observations = added(mine.Observations, c.Observations, func(a, b patient.Observation) bool {
		return a.Test == b.Test && a.Date == b.Date && a.Date.Full() && a.HasNumber == b.HasNumber && a.Number == b.Number &&
			a.Comparator == b.Comparator && (b.Result == "" || a.Result == b.Result) && (b.Finding == "" || a.Finding == b.Finding)
	})
	c.NotDone = added(mine.NotDone, c.NotDone, same)
	c.Setting = mine.Setting
	if !slices.ContainsFunc(r.entries, func(e *entry) bool { _, partner := e.Resource.(*r4.RelatedPerson); return !partner }) {
		c.Interview = mine.Interview // beside what others wrote, her pregnancies may be numbered otherwise
	}
	theirs := wholes(c)
	for key, whole := range wholes(mine) {
		if whole.Known {
			*theirs[key] = *whole
		}
	}
	r.ownStatus()
}

// fact is what a fact is called.
type fact knowledge.Text

// keep puts in a fact of the case. Others may know it too: where they say something
// else, the newer word holds, and where nobody knows which is the newer, neither.
// theirsOn is the day of theirs, 0 when it is not known.
func keep[T comparable](r *reading, into *patient.Fact[T], said patient.Fact[T], theirsOn int, what fact) (agreed bool) {
	day := r.own.c.AsOf
	switch {
	case !said.Known:
		return true
	case !into.Known || into.Value == said.Value:
		*into = said
		return true
	case theirsOn != 0 && day.Known() && theirsOn > day.Latest():
		return true
	case theirsOn != 0 && day.Known() && theirsOn < day.Earliest():
		*into = said
		return true
	}
	r.issue(into.Source, fmt.Sprintf("On %s the %s says %v, and the record elsewhere %v; it was left unknown. Which is right?", what.En, r.own.called.En, said.Value, into.Value),
		fmt.Sprintf("关于%s，%s为%v，病历他处为%v；按未知处理。以哪个为准？", what.Zh, r.own.called.Zh, said.Value, into.Value))
	*into = patient.Fact[T]{}
	return false
}

// added is one list and what the other adds to it.
func added[T any](mine, theirs []T, same func(a, b T) bool) []T {
	return slices.Concat(mine, slices.DeleteFunc(theirs, func(t T) bool {
		return slices.ContainsFunc(mine, func(m T) bool { return same(m, t) })
	}))
}

// ruledOut leaves unknown what one entry asserts, as a disease or as an event, and
// another rules out: neither can be trusted, and it is not among what "no other"
// says there is not.
func (r *reading) ruledOut() {
	c := r.c
	isAbsent, isThere := map[string]bool{}, map[string]bool{}
	for _, x := range c.Conditions {
		if x.Absent {
			isAbsent[x.ID] = true
		} else if !x.Until.Known() {
			isThere[x.ID] = true
		}
	}
	for _, x := range c.Events {
		isThere[x.Event] = true
	}
	told := map[string]bool{}
	clash := func(id string, s patient.Source) bool {
		if !isAbsent[id] || !isThere[id] {
			return false
		}
		if !told[id] {
			told[id] = true
			r.issuef(s, "The record both asserts and rules out %s; it was left unknown.", "病历既有又排除“%s”；按未知处理。", id)
		}
		return true
	}
	c.Conditions = slices.DeleteFunc(c.Conditions, func(x patient.Condition) bool { return clash(x.ID, x.Source) })
	c.Events = slices.DeleteFunc(c.Events, func(x patient.Event) bool { return clash(x.Event, x.Source) })
	if len(told) > 0 {
		c.NoConditions, c.NoEvents = patient.Fact[bool]{}, patient.Fact[bool]{}
	}
}

// ownDay is the day of the case. Where the record has gone on since, it is not: how
// she was on that day, and that a list was whole, is no longer known to be so.
func (r *reading) ownDay() {
	mine := r.own.c
	day := mine.AsOf
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
	r.c.History.Complete = false
	for _, whole := range wholes(mine) {
		*whole = patient.Fact[bool]{}
	}
	mine.Age, mine.Status = patient.Fact[int]{}, patient.Status{}
	r.issuef(r.person.source(), "The %[1]s is of %[2]s, and the record goes on to %[3]s: how she was on that day was not taken for how she is, nor the lists of that day for whole.",
		"%[1]s截至%[2]s，病历记录至%[3]s：当日的状况不作为目前的状况，当日的列表也不视为完整。", r.own.called, day, later)
}

// ownStatus is how she was on the day of the case. Where others say otherwise of that
// day, nothing is known of a pregnancy that goes on.
func (r *reading) ownStatus() {
	mine, s := &r.own.c.Status, &r.c.Status
	if s.Pregnant.Known && r.own.c.AsOf.Known() && r.statusOn > r.own.c.AsOf.Latest() {
		return
	}
	if !keep(r, &s.Pregnant, mine.Pregnant, r.statusOn, fact{"whether she is pregnant", "是否妊娠"}) {
		s.Gestation, s.Location = patient.Fact[patient.Gestation]{}, patient.Fact[string]{}
		mine.Gestation, mine.Location = s.Gestation, s.Location
	}
	keep(r, &s.Gestation, mine.Gestation, 0, fact{"the gestational age of today", "目前孕周"})
	keep(r, &s.Location, mine.Location, 0, fact{"where the pregnancy is", "妊娠部位"})
	keep(r, &s.Bleeding, mine.Bleeding, 0, fact{"bleeding", "出血"})
	keep(r, &s.PlanningPregnancy, mine.PlanningPregnancy, 0, fact{"whether she plans a pregnancy", "是否计划妊娠"})
	s.Symptoms = mine.Symptoms
}

// partnerOfCase puts in what the case knows of her partner. Another partner that the
// record knows may be another man: his results are no longer taken for this one's.
func (r *reading) partnerOfCase() {
	him, related := r.ownPartnerOf()
	if him == nil {
		return
	}
	if r.own == nil {
		r.own = newOwn(r)
	}
	r.own.taken[related] = true
	o := newOwn(&reading{records: r.records, person: him, knowledge: r.knowledge, terms: r.terms, words: r.words, c: r.c})
	for _, e := range him.entries {
		if withdrawn(e) != "" {
			continue
		}
		if _, _, ok := ownCode(e.Resource); ok {
			o.entry(e)
		}
	}
	other := slices.IndexFunc(r.entries, func(e *entry) bool {
		rp, ok := e.Resource.(*r4.RelatedPerson)
		return ok && e.key != related && slices.ContainsFunc(rp.Relationship, isPartner)
	})
	if other >= 0 {
		r.issue(r.entries[other].source(), "The case has a partner, and the record elsewhere one too; whether they are one man is not known. Only what the case says of him was read.",
			"病例中有伴侣，病历他处另有伴侣记录，是否为同一人不详；仅采用病例中的信息。")
		r.c.Partner = patient.Partner{}
	}
	p := o.c.Partner
	r.c.Partner.Label = ownLabel(him)
	keep(r, &r.c.Partner.Age, o.c.Age, 0, fact{"his age", "伴侣年龄"})
	keep(r, &r.c.Partner.Karyotype, p.Karyotype, 0, fact{"his karyotype", "伴侣染色体核型"})
	keep(r, &r.c.Partner.SpermDNAFragmentationPct, p.SpermDNAFragmentationPct, 0, fact{"his sperm DNA fragmentation", "伴侣精子DNA碎片率"})
}

// ownPartnerOf finds the Patient that was written for the partner of her case, and
// the key of the RelatedPerson by which he is linked to her.
func (r *reading) ownPartnerOf() (him *person, related string) {
	for _, key := range sortedKeys(r.persons) {
		him := r.persons[key]
		if !ownPartner(him) {
			continue
		}
		for _, link := range him.resource.Link {
			related := r.target(link.Other, him.entry)
			if slices.ContainsFunc(r.entries, func(e *entry) bool { return e.key == related }) {
				return him, related
			}
		}
	}
	return nil, ""
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
