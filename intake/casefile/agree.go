package casefile

import (
	"math"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/patient"
)

// agree refuses an observation whose parts contradict each other: a result in
// words, a number against the laboratory's limits, a finding.
func (r *reader) agree(w written, o *patient.Observation) {
	var clash problem.Phrase
	switch number := o.Written + " " + o.Unit; {
	case o.Result == patient.Positive && o.HasUpper && below(o, o.UpperLimit):
		clash = say("a value of %s under the upperLimit %s", number, w.upper.text)
	case o.Result == patient.Negative && o.HasUpper && above(o, o.UpperLimit),
		o.Result == patient.Normal && o.HasUpper && above(o, o.UpperLimit):
		clash = say("a value of %s over the upperLimit %s", number, w.upper.text)
	case o.Result == patient.Normal && o.HasLower && below(o, o.LowerLimit):
		clash = say("a value of %s under the lowerLimit %s", number, w.lower.text)
	case o.Result == patient.Abnormal && o.HasLower && o.HasUpper && above(o, o.LowerLimit) && below(o, o.UpperLimit):
		clash = say("a value of %s between its limits %s and %s", number, w.lower.text, w.upper.text)
	case o.Result == patient.Normal && o.Finding != "" && o.Finding != patient.Normal,
		o.Result == patient.Abnormal && o.Finding == patient.Normal:
		clash = say("the finding %s", o.Finding)
	}
	if clash.Form != "" {
		r.refuse(w.result.at, say("%s is called %s beside %s", o.Test, o.Result, clash), say("parts that agree"), "")
	}
}

// below reports whether every value the number can mean lies under the limit.
func below(o *patient.Observation, limit float64) bool {
	_, most := interval(o)
	return o.HasNumber && (most < limit || (most == limit && o.Comparator == patient.Below))
}

// above reports whether every value the number can mean lies over the limit.
func above(o *patient.Observation, limit float64) bool {
	least, _ := interval(o)
	return o.HasNumber && (least > limit || (least == limit && o.Comparator == patient.Above))
}

// interval is what a number with a comparator can mean.
func interval(o *patient.Observation) (least, most float64) {
	switch o.Comparator {
	case patient.Below, patient.AtMost:
		return math.Inf(-1), o.Number
	case patient.Above, patient.AtLeast:
		return o.Number, math.Inf(1)
	}
	return o.Number, o.Number
}
