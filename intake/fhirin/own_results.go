package fhirin

import (
	"cmp"
	"math"
	"reflect"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// interpretationCodes are results as HL7 codes them.
var interpretationCodes = map[string]string{"POS": patient.Positive, "NEG": patient.Negative, "IND": patient.Indeterminate, "N": patient.Normal, "A": patient.Abnormal}

// result reads one result of one test.
func (o *own) result(e *entry, res *r4.Observation, test string) {
	if notPerformed(res) {
		o.c.NotDone = append(o.c.NotDone, patient.Know(test, e.source()))
		return
	}
	x := patient.Observation{Test: test, Date: observationTime(res).written, Source: e.source()}
	said := o.besides(e, res, &x)
	o.value(e, res, &x, said)
	o.limits(&x, res.ReferenceRange)
	if len(res.Method.Coding) > 0 {
		x.Assay = o.word(e, "assay", &res.Method).Value
	}
	for _, says := range res.Interpretation {
		for _, coding := range says.Coding {
			x.Result = cmp.Or(x.Result, interpretationCodes[coding.Code])
		}
	}
	if res.Status == "preliminary" {
		o.issuef(e.source(), "The result of %s is preliminary.", "%s的结果为初步报告。", test)
	}
	if res.Value.DataAbsentReason.Coding != nil && !x.HasNumber && x.Result == "" && x.Finding == "" {
		return
	}
	o.c.Observations = append(o.c.Observations, x)
}

// notPerformed reports whether a result is written to say that the test was not done. One
// that says anything besides is a result.
func notPerformed(res *r4.Observation) bool {
	v := res.Value
	v.DataAbsentReason = r4.CodeableConcept{}
	return reflect.ValueOf(v).IsZero() && len(res.Component)+len(res.Interpretation) == 0 && hasCode(res.Value.DataAbsentReason, r4.NotPerformed)
}

// besides reads what stands beside the value, and gives how the value was written.
func (o *own) besides(e *entry, res *r4.Observation, x *patient.Observation) (said string) {
	for i := range res.Component {
		v := &res.Component[i].Value
		switch key, _ := r4.OwnCode(res.Component[i].Code, "field"); key {
		case "written":
			said = r4.ReadText(v.String)
		case "unit":
			x.Unit = r4.ReadText(v.String)
		case "finding":
			x.Finding = o.word(e, "finding", v.Concept).Value
		case "context":
			word := o.word(e, "context", v.Concept)
			if x.ContextGiven = x.ContextGiven || word.Known; word.Known && word.Value != none {
				x.Context = append(x.Context, word.Value)
			}
		}
	}
	return said
}

// value reads the result itself. How it was written is kept only while it still
// says the same number.
func (o *own) value(e *entry, res *r4.Observation, x *patient.Observation, said string) {
	v := &res.Value
	switch {
	case v.Quantity != nil && v.Quantity.Value != "":
		x.Written, x.Comparator = v.Quantity.Comparator+string(v.Quantity.Value), v.Quantity.Comparator
		x.Unit = cmp.Or(v.Quantity.Unit, x.Unit)
		o.convert(e, x, v.Quantity, cmp.Or(v.Quantity.Unit, v.Quantity.Code))
	case v.Ratio != nil && v.Ratio.Denominator != nil:
		q := v.Ratio.Denominator
		x.Written, x.Comparator = q.Comparator+"1:"+string(q.Value), q.Comparator
		o.convert(e, x, q, "{titer}")
	case v.String != "":
		x.Written = r4.ReadText(v.String)
		return
	case v.Concept != nil:
		if word, ok := r4.OwnCode(*v.Concept, "finding"); ok && o.isWord("finding", word) {
			x.Finding = word
			return
		}
		x.Result = o.word(e, "result", v.Concept).Value
		return
	}
	if digits := strings.TrimLeft(x.Written, "<>=1:"); said != "" && strings.HasSuffix(said, digits) {
		x.Written = said
	}
}

// convert turns a number into the unit kept for its test. An assay's own unit
// converts to nothing.
func (o *own) convert(e *entry, x *patient.Observation, q *r4.Quantity, in string) {
	n, ok := rawNumber(q)
	if !ok {
		return
	}
	units, test := o.knowledge.Units(), o.knowledge.Test(x.Test)
	if len(units.Units(x.Test)) == 0 {
		x.HasNumber, x.Number, x.UnitIs = true, n, test.Unit
		return
	}
	if only := units.Units(x.Test); in == "" && len(only) == 1 {
		in = only[0]
	}
	number, kept, err := units.Convert(x.Test, n, in)
	switch {
	case err != nil || math.IsInf(number, 0):
		o.issuef(e.source(), "The result of %s, %s %s, was not used: its unit is not one of the test.", "%s的结果%s %s未采用：该检验不能使用此单位。", x.Test, x.Written, in)
		return
	case kept != units.Canonical(x.Test):
		kept = ""
	case test.HardMax > 0 && (number < test.HardMin || number > test.HardMax):
		o.issuef(e.source(), "The result of %s, %s %s, is outside what is possible and was not used.", "%s的结果%s %s超出可能范围，未采用。", x.Test, x.Written, in)
		return
	}
	x.HasNumber, x.Number, x.UnitIs = true, number, kept
}

// limits reads the laboratory's own limits, in the unit they are written in.
func (o *own) limits(x *patient.Observation, ranges []r4.ReferenceRange) {
	read := func(q *r4.Quantity) (float64, bool) {
		n, ok := quantity(q)
		if !ok {
			return 0, false
		}
		units := o.knowledge.Units()
		only := units.Units(x.Test)
		in := cmp.Or(q.Unit, q.Code)
		if in == "" && len(only) == 1 {
			in = only[0]
		}
		if len(only) > 0 {
			converted, _, err := units.Convert(x.Test, n, in)
			return converted, err == nil
		}
		return n, true
	}
	for _, r := range ranges {
		if n, ok := read(r.Low); ok {
			x.HasLower, x.LowerLimit = true, n
		}
		if n, ok := read(r.High); ok {
			x.HasUpper, x.UpperLimit = true, n
		}
	}
}
