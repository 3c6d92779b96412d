package casefhir

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/patient"
)

// interpretations are results as HL7 codes them.
var interpretations = map[string]string{patient.Positive: "POS", patient.Negative: "NEG", patient.Indeterminate: "IND", patient.Normal: "N", patient.Abnormal: "A"}

// results writes the observations of the case, and which tests have not been done: FHIR
// keeps that as a result that is not there, with the reason.
func (w *writer) results() {
	for i := range w.c.Observations {
		w.result(place("observations", i), &w.c.Observations[i])
	}
	for i, f := range w.c.NotDone {
		w.observe(place("notDone", i), &r4.Observation{Code: *w.word("test", f.Value), EffectiveDateTime: w.now(), Value: r4.Value{DataAbsentReason: coded("data-absent-reason", r4.NotPerformed)}})
	}
}

func (w *writer) result(where string, o *patient.Observation) {
	out := &r4.Observation{Code: *w.word("test", o.Test), EffectiveDateTime: o.Date.String(),
		Category: []r4.CodeableConcept{coded("observation-category", w.category(o))}}
	more := parts{w: w}
	alone := false
	v, in := w.value(o)
	w.ranges(out, o, in)
	switch {
	case v.Quantity != nil || v.Ratio != nil || v.String != "":
		out.Value = v
		if written(v) != o.Written && !w.rewritten(o) {
			more.put("written", r4.Value{String: r4.Text(o.Written)})
		}
		if o.Finding != "" {
			more.put("finding", r4.Value{Concept: w.word("finding", o.Finding)})
		}
	case o.Finding != "":
		out.Concept = w.word("finding", o.Finding)
	case o.Result != "":
		out.Concept, alone = w.word("result", o.Result), true
	}
	if o.Result != "" && !alone {
		out.Interpretation = []r4.CodeableConcept{coded("v3-ObservationInterpretation", interpretations[o.Result])}
	}
	if o.Unit != "" && (out.Quantity == nil || out.Quantity.Unit != o.Unit) && !w.rewritten(o) {
		more.put("unit", r4.Value{String: r4.Text(o.Unit)})
	}
	if o.Assay != "" {
		out.Method = *w.word("assay", o.Assay)
	}
	more.words("context", "context", o.Context, o.ContextGiven)
	out.Component = more.list
	w.observe(where, out)
}

func (w *writer) category(o *patient.Observation) string {
	if t := w.base.Test(o.Test); t != nil && t.Kind == "imaging" {
		return "imaging"
	}
	return "laboratory"
}

// number is the number at the end of a value as it is written.
var number = regexp.MustCompile(`(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$`)

// titre is our unit of a dilution.
const titre = "titre"

// value is the result as a number, with the unit that it and its limits are in; as
// it was written where that gives the number, and else in the unit that is kept for
// the test. What was written and is no number is a text.
func (w *writer) value(o *patient.Observation) (v r4.Value, in string) {
	in = w.unitOf(o)
	digits := number.FindString(strings.TrimSpace(unit.Fold(o.Written)))
	switch {
	case !o.HasNumber && o.Written == "":
		return v, in
	case !o.HasNumber:
		return r4.Value{String: r4.Text(o.Written)}, in
	case digits == "" || w.rewritten(o):
		in = o.UnitIs
		return r4.Value{Quantity: signed(quantity(decimal(o.Number), w.printed(o), in), o.Comparator)}, in
	case o.Unit == "" && in == titre:
		one := &r4.Quantity{Value: "1"}
		return r4.Value{Ratio: &r4.Ratio{Numerator: one, Denominator: signed(&r4.Quantity{Value: r4.Decimal(digits)}, o.Comparator)}}, in
	}
	return r4.Value{Quantity: signed(quantity(r4.Decimal(digits), o.Unit, in), o.Comparator)}, in
}

// printed is the unit of a value that had to be written anew.
func (w *writer) printed(o *patient.Observation) string {
	if o.UnitIs == "" {
		return o.Unit
	}
	return o.UnitIs
}

// unitOf is the unit a value means: its own, that of a titre, or the only one its
// test has.
func (w *writer) unitOf(o *patient.Observation) string {
	units := w.base.Units().Units(o.Test)
	switch {
	case o.Unit != "":
		return o.Unit
	case strings.Contains(o.Written, "1:") || strings.Contains(o.Written, "1/"):
		return titre
	case len(units) == 1:
		return units[0]
	}
	return ""
}

// rewritten reports whether what was written does not give the number of the case.
func (w *writer) rewritten(o *patient.Observation) bool {
	if !o.HasNumber {
		return false
	}
	digits := number.FindString(strings.TrimSpace(unit.Fold(o.Written)))
	said, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return true
	}
	kept := said
	if units := w.base.Units(); len(units.Units(o.Test)) > 0 {
		if kept, _, err = units.Convert(o.Test, said, w.unitOf(o)); err != nil {
			return true
		}
	}
	return math.Abs(kept-o.Number) > 1e-9*math.Max(math.Abs(kept), math.Abs(o.Number))
}

func signed(q *r4.Quantity, comparator string) *r4.Quantity {
	q.Comparator = comparator
	return q
}

// written is how a value reads back.
func written(v r4.Value) string {
	switch {
	case v.Quantity != nil:
		return v.Quantity.Comparator + string(v.Quantity.Value)
	case v.Ratio != nil:
		return v.Ratio.Denominator.Comparator + "1:" + string(v.Ratio.Denominator.Value)
	}
	return r4.ReadText(v.String)
}

// ranges writes the laboratory's limits, in the unit of the value.
func (w *writer) ranges(out *r4.Observation, o *patient.Observation, in string) {
	var r r4.ReferenceRange
	if o.HasLower {
		r.Low = w.limit(o, o.LowerLimit, in)
	}
	if o.HasUpper {
		r.High = w.limit(o, o.UpperLimit, in)
	}
	if r.Low != nil || r.High != nil {
		out.ReferenceRange = []r4.ReferenceRange{r}
	}
}

// limit is one limit. A laboratory prints few digits: twelve give back what it
// printed.
func (w *writer) limit(o *patient.Observation, limit float64, in string) *r4.Quantity {
	back, err := w.base.Units().Back(o.Test, limit, in)
	if err != nil {
		back = limit
	}
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(back, 'g', 12, 64), 64)
	return quantity(decimal(rounded), o.Unit, in)
}
