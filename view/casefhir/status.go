package casefhir

import (
	"strconv"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// fromPeriodToTerm is how many days a due date lies after the last period.
const fromPeriodToTerm = 280

// status writes how she is on the day of the case.
func (w *writer) status() {
	s := w.c.Status
	if s.Pregnant.Known {
		o := &r4.Observation{Code: w.field("pregnant"), EffectiveDateTime: w.now(),
			Category: []r4.CodeableConcept{coded("observation-category", "social-history")},
			Value:    r4.Value{Concept: w.word("pregnant", strconv.FormatBool(s.Pregnant.Value))}}
		if due, ok := w.dueDate(); ok {
			o.HasMember = []r4.Reference{due}
		}
		w.summarise("status/pregnant", o)
	}
	if s.Gestation.Value.Known() {
		w.today("gestation", gestation(s.Gestation.Value))
	}
	if s.Location.Known {
		w.today("location", r4.Value{Concept: w.word("location", s.Location.Value)})
	}
	w.flag("bleeding", s.Bleeding)
	w.flag("planningPregnancy", s.PlanningPregnancy)
	yes := true
	for i, f := range s.Symptoms {
		w.observe(place("symptoms", i), &r4.Observation{Code: *w.word("symptom", f.Value), EffectiveDateTime: w.now(), Value: r4.Value{Boolean: &yes}})
	}
}

// dueDate follows from a gestation that is known to the day, on a day.
func (w *writer) dueDate() (r4.Reference, bool) {
	s := w.c.Status
	g := s.Gestation.Value
	if !s.Pregnant.Value || !g.Known() || g.Min != g.Max || !w.c.AsOf.Full() {
		return r4.Reference{}, false
	}
	day := w.c.AsOf.AddDays(fromPeriodToTerm - g.Min)
	code := w.field("dueDate")
	code.Coding = code.Coding[:len(code.Coding)-1] // the public code says all there is to say
	return w.summarise("status/dueDate", &r4.Observation{Code: code, EffectiveDateTime: w.now(), Value: r4.Value{DateTime: day.String()}}), true
}

// today writes one thing that is so on the day of the case.
func (w *writer) today(key string, v r4.Value) {
	w.observe("status/"+key, &r4.Observation{Code: w.field(key), EffectiveDateTime: w.now(), Value: v})
}

func (w *writer) flag(key string, f patient.Fact[bool]) {
	if f.Known {
		value := f.Value
		w.today(key, r4.Value{Boolean: &value})
	}
}
