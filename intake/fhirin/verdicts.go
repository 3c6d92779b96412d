package fhirin

import (
	"cmp"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// resultCodes are results as SNOMED CT, LOINC answers and FHIR code them.
var resultCodes = map[string]string{
	"260385009": patient.Negative, "10828004": patient.Positive, "260373001": patient.Positive, "260415000": patient.Negative, "419984006": patient.Indeterminate, "82334004": patient.Indeterminate,
	"LA6576-8": patient.Positive, "LA6577-6": patient.Negative, "LA11883-8": patient.Negative, "LA11882-0": patient.Positive,
	"POS": patient.Positive, "NEG": patient.Negative, "IND": patient.Indeterminate, "DET": patient.Positive, "ND": patient.Negative, "E": patient.Indeterminate,
}

// flagCodes are the laboratory's verdict on a number. Where the number can be
// used, its limits say the same more exactly.
var flagCodes = map[string]string{"N": patient.Normal, "A": patient.Abnormal, "AA": patient.Abnormal,
	"H": high, "HH": high, "HU": high, "L": low, "LL": low, "LU": low}

// Sides of the laboratory's limits on which a flag says a number lies.
const (
	high = "high"
	low  = "low"
)

// worded reads the result that a value says in words or by a code.
func (r *reading) worded(e *entry, o *patient.Observation, v *r4.Value) {
	switch {
	case v.Boolean != nil && *v.Boolean:
		o.Result = patient.Positive
	case v.Boolean != nil:
		o.Result = patient.Negative
	case v.Concept != nil:
		o.Result = r.codedResult(e, *v.Concept)
	default:
		o.Result = r.textResult(e, v.String)
	}
}

func (r *reading) codedResult(e *entry, c r4.CodeableConcept) string {
	for _, coding := range c.Coding {
		if found := resultCodes[coding.Code]; found != "" {
			return found
		}
	}
	return r.textResult(e, cmp.Or(c.Text, displays(c)))
}

// textResult reads the words of a result. Words that contradict each other, or
// stand beside a denial that no list has, are not read.
func (r *reading) textResult(e *entry, text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	rows, rest := r.terms.WordsIn(text, knowledge.CodeResult)
	result := ""
	for _, c := range rows {
		word := c.Concept
		if word == high || word == low {
			continue // which side is told by the flag
		}
		if result != "" && result != word {
			r.issuef(e.source(), "The result %q says two things at once and was not read.", "结果“%s”自相矛盾，未读取。", text)
			return ""
		}
		result = word
	}
	if result != "" && r.terms.Marked(rest, knowledge.MarkNegation) != "" {
		r.issuef(e.source(), "The result %q holds a denial and was not read.", "结果“%s”含否定词，未读取。", text)
		return ""
	}
	return result
}

// verdict is the laboratory's own: a result, or a flag beside a number.
func (r *reading) verdict(e *entry, says []r4.CodeableConcept) (result, flag string) {
	for _, c := range says {
		for _, coding := range c.Coding {
			result = cmp.Or(result, resultCodes[coding.Code])
			flag = cmp.Or(flag, flagCodes[coding.Code])
		}
		if result != "" || flag != "" || len(c.Coding) > 0 && c.Text == "" {
			continue
		}
		if f := flagCodes[strings.TrimSpace(c.Text)]; f != "" {
			flag = f
			continue
		}
		rows, _ := r.terms.WordsIn(c.Text, knowledge.CodeResult)
		for _, row := range rows {
			switch row.Concept {
			case high, low, patient.Normal, patient.Abnormal:
				flag = cmp.Or(flag, row.Concept)
			default:
				result = cmp.Or(result, row.Concept)
			}
		}
	}
	return result, flag
}

// interpret adds the laboratory's verdict to a result. One that contradicts the
// value is an issue: then neither is believed.
func (r *reading) interpret(e *entry, o *patient.Observation, says []r4.CodeableConcept) {
	result, flag := r.verdict(e, says)
	if contradicts(o, result, flag) {
		r.issuef(e.source(), "The result of %s is %s, and the laboratory's own verdict beside it says %s: they contradict each other, and neither was used.",
			"%s的结果为%s，而实验室判读为%s，互相矛盾；均未采用。", r.testName(o.Test), strings.TrimSpace(o.AsWritten()+" "+o.Unit+" "+o.Result), cmp.Or(result, flag))
		o.HasNumber, o.HasLower, o.HasUpper, o.Result = false, false, false, ""
		o.Number, o.LowerLimit, o.UpperLimit, o.UnitIs = 0, 0, 0, ""
		o.Written = cmp.Or(o.Written, "?")
		return
	}
	o.Result = cmp.Or(o.Result, result)
	if o.Result != "" || o.HasNumber {
		return
	}
	switch flag {
	case high, low:
		o.Result = patient.Abnormal
	default:
		o.Result = flag
	}
}

// contradicts reports whether the laboratory's verdict cannot be true of the
// value it stands beside.
func contradicts(o *patient.Observation, result, flag string) bool {
	opposite := func(a, b string) bool {
		return a == patient.Positive && b == patient.Negative || a == patient.Normal && b == patient.Abnormal
	}
	if opposite(o.Result, result) || opposite(result, o.Result) || opposite(o.Result, flag) || opposite(flag, o.Result) {
		return true
	}
	if !o.HasNumber {
		return false
	}
	above := o.HasUpper && o.Number > o.UpperLimit && (o.Comparator == patient.Exactly || o.Comparator == patient.Above || o.Comparator == patient.AtLeast)
	below := o.HasLower && o.Number < o.LowerLimit && (o.Comparator == patient.Exactly || o.Comparator == patient.Below || o.Comparator == patient.AtMost)
	notAbove := o.HasUpper && o.Number <= o.UpperLimit && o.Comparator != patient.Above && o.Comparator != patient.AtLeast
	notBelow := o.HasLower && o.Number >= o.LowerLimit && o.Comparator != patient.Below && o.Comparator != patient.AtMost
	switch {
	case flag == high:
		// At the limit itself laboratories differ.
		return below || notAbove && o.Number < o.UpperLimit
	case flag == low:
		return above || notBelow && o.Number > o.LowerLimit
	case flag == patient.Normal:
		return above || below
	case result == patient.Negative || o.Result == patient.Negative:
		return above
	case result == patient.Positive || o.Result == patient.Positive:
		return notAbove && o.Number < o.UpperLimit
	}
	return false
}

// assay is the method of an antibody test.
func assay(o *r4.Observation) string {
	text := strings.ToLower(o.Method.Text + " " + displays(o.Method))
	for _, a := range []struct{ says, assay string }{{"chemilumin", "clia"}, {"clia", "clia"}, {"化学发光", "clia"}, {"multiplex", "multiplex"}, {"elisa", "elisa"}, {"酶联", "elisa"}} {
		if strings.Contains(text, a.says) {
			return a.assay
		}
	}
	return ""
}

// wordResult is the result that a value says in words or by a code, where
// nobody has to be told what could not be read.
func (r *reading) wordResult(v *r4.Value) string {
	o, quiet := patient.Observation{}, &reading{records: r.records, terms: r.terms, c: &patient.Case{}}
	quiet.worded(&entry{}, &o, v)
	return o.Result
}
