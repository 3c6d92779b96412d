package fhirin

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// limits reads the laboratory's own range, converted like the value: the normal
// one for a woman who is not pregnant. Several that differ are none.
func (r *reading) limits(e *entry, o *patient.Observation, ranges []r4.ReferenceRange) {
	var chosen *patient.Observation
	for _, x := range ranges {
		if !r.applies(x) {
			continue
		}
		one := *o
		if n, ok := r.limit(o, x.Low); ok {
			one.HasLower, one.LowerLimit = true, n
		}
		if n, ok := r.limit(o, x.High); ok {
			one.HasUpper, one.UpperLimit = true, n
		}
		if !one.HasLower && !one.HasUpper {
			r.limitsInText(&one, x.Text)
		}
		if !one.HasLower && !one.HasUpper {
			continue
		}
		if chosen != nil && (chosen.LowerLimit != one.LowerLimit || chosen.UpperLimit != one.UpperLimit || chosen.HasLower != one.HasLower || chosen.HasUpper != one.HasUpper) {
			r.issuef(e.source(), "The result of %s has several reference ranges, and which of them is hers is not said; none was used.", "%s的结果有多个参考范围，未说明适用哪一个；均未采用。", r.testName(o.Test))
			return
		}
		chosen = &one
	}
	if chosen != nil {
		*o = *chosen
	}
}

// applies reports whether a range is the normal one of a woman who is not
// pregnant, in no special phase of her cycle.
func (r *reading) applies(x r4.ReferenceRange) bool {
	if len(x.Type.Coding) > 0 && !hasCode(x.Type, "normal") {
		return false
	}
	for _, c := range append([]r4.CodeableConcept{x.Type}, x.AppliesTo...) {
		for _, text := range textsOf(c) {
			if r.terms.Marked(text, knowledge.MarkPregnantRange, knowledge.MarkCycleRange, knowledge.MarkOtherRange) != "" {
				return false
			}
		}
		const male = "248153007" // SNOMED CT
		if hasCode(c, male) {
			return false
		}
	}
	return r.terms.Marked(x.Text, knowledge.MarkPregnantRange, knowledge.MarkCycleRange, knowledge.MarkOtherRange) == ""
}

func (r *reading) limit(o *patient.Observation, q *r4.Quantity) (float64, bool) {
	n, ok := quantity(q)
	if !ok {
		return 0, false
	}
	for _, unit := range slices.Compact([]string{cmp.Or(q.Code, q.Unit, o.Unit), q.Unit}) {
		if n, kept, err := r.knowledge.Units().Convert(o.Test, n, unit); err == nil && kept == o.UnitIs && (unit != "" || o.Unit == "") {
			return n, true
		}
	}
	return 0, false
}

var (
	fromTo = regexp.MustCompile(`^[\[(]?\s*(\d+(?:\.\d+)?)\s*(?:-{1,2}|~|–|—|至|to)\s*(\d+(?:\.\d+)?)\s*[\])]?\s*(\D.*)?$`)
	oneEnd = regexp.MustCompile(`^(<=?|>=?|≤|≥)\s*(\d+(?:\.\d+)?)\s*(\D.*)?$`)
)

// limitsInText reads a range that is only printed: "0.27-4.2", "<20 U/mL".
func (r *reading) limitsInText(o *patient.Observation, text string) {
	text = strings.TrimSpace(strings.Map(narrow, text))
	put := func(number, unit string) (float64, bool) {
		n, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return 0, false
		}
		n, kept, err := r.knowledge.Units().Convert(o.Test, n, cmp.Or(strings.TrimSpace(unit), o.Unit))
		return n, err == nil && kept == o.UnitIs
	}
	if m := fromTo.FindStringSubmatch(text); m != nil {
		low, okLow := put(m[1], m[3])
		high, okHigh := put(m[2], m[3])
		if okLow && okHigh && low <= high {
			o.HasLower, o.LowerLimit, o.HasUpper, o.UpperLimit = true, low, true, high
		}
	} else if m := oneEnd.FindStringSubmatch(text); m != nil {
		n, ok := put(m[2], m[3])
		if strings.ContainsAny(m[1], "<≤") {
			o.HasUpper, o.UpperLimit = ok, n
		} else {
			o.HasLower, o.LowerLimit = ok, n
		}
	}
}
