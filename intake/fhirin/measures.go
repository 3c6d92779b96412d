package fhirin

import (
	"cmp"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// scale is a unit a measure arrives in: written is multiplied by it.
var scales = map[string]map[string]float64{
	"height":                  {"cm": 1, "m": 100, "[in_i]": 2.54, "in": 2.54, "厘米": 1},
	"weight":                  {"kg": 1, "g": 0.001, "[lb_av]": 0.45359237, "lb": 0.45359237, "lbs": 0.45359237, "公斤": 1, "斤": 0.5},
	"weight-before-pregnancy": {"kg": 1, "g": 0.001, "[lb_av]": 0.45359237, "lb": 0.45359237, "lbs": 0.45359237},
}

// plausible is what a grown woman's measure can be, in cm and kg.
var plausible = map[string][2]float64{"height": {100, 220}, "weight": {25, 350}, "weight-before-pregnancy": {25, 350}}

// measure keeps the newest height, and the newest weight; one from before a
// pregnancy wins over one that may be from within it.
func (r *reading) measure(e *entry, m *knowledge.Code, v *r4.Value, on span) {
	n, ok := quantity(v.Quantity)
	if !ok || m.Concept == "bmi" {
		return
	}
	factor, ok := scales[m.Concept][strings.ToLower(cmp.Or(v.Quantity.Code, v.Quantity.Unit))]
	limits := plausible[m.Concept]
	if n *= factor; !ok || n < limits[0] || n > limits[1] {
		if _, adult := r.grownUp(on); adult {
			r.issuef(e.source(), "%s of %s %s is not possible and was not used.", "%s %s %s不可能，未采用。", title(m), v.Quantity.Value, cmp.Or(v.Quantity.Code, v.Quantity.Unit))
		}
		return
	}
	slot, day := &r.c.HeightCm, &r.heightOn
	if m.Concept != "height" {
		slot, day = &r.c.WeightKg, &r.weightOn
	}
	if !slot.Known || on.known && on.last >= *day {
		*slot, *day = patient.Know(n, e.source()), on.last
	}
}

// grownUp reports whether she was an adult on a day, as far as is known.
func (r *reading) grownUp(on span) (years int, adult bool) {
	if !r.c.Born.Known || !on.known {
		return 0, true
	}
	years = (on.last - r.c.Born.Value.Earliest()) / 365
	return years, years >= 18
}

// habit reads the answer to a question about smoking or drinking.
func (r *reading) habit(e *entry, m *knowledge.Code, v *r4.Value, on span) {
	switch m.Concept {
	case "alcohol-per-week":
		if n, ok := quantity(v.Quantity); ok && n >= 0 && n < 200 {
			r.c.Lifestyle.AlcoholUnitsPerWeek = patient.Know(n, e.source())
		}
	case "smoking-question":
		if v.Concept == nil {
			return
		}
		for _, answer := range r.meanings(*v.Concept, knowledge.CodeHabit) {
			r.smoking(answer.Concept, e.source(), on.last)
		}
	default:
		r.smoking(m.Concept, e.source(), on.last)
	}
}
