package fhirin

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// observation reads a result, a measure or a habit, and the parts of one.
func (r *reading) observation(e *entry, o *r4.Observation) {
	on := observationTime(o)
	r.result(e, o.Code, &o.Value, o.Interpretation, o.ReferenceRange, on, o)
	for i := range o.Component {
		c := &o.Component[i]
		r.result(e, c.Code, &c.Value, c.Interpretation, c.ReferenceRange, on, o)
	}
}

func (r *reading) result(e *entry, code r4.CodeableConcept, v *r4.Value, says []r4.CodeableConcept, limits []r4.ReferenceRange, on span, whole *r4.Observation) {
	m, conflict := r.meaning(code, knowledge.CodeTest, knowledge.CodeMeasure, knowledge.CodeHabit, knowledge.CodeGenetics)
	switch {
	case conflict:
		r.issuef(e.source(), "The codes of %s name different tests; it was not read.", "%s的编码指向不同检验；未读取。", e.key)
	case m == nil:
	case m.Kind == knowledge.CodeTest:
		r.testResult(e, m.Concept, v, says, limits, on, whole)
	case m.Kind == knowledge.CodeMeasure:
		r.measure(e, m, v, on)
	case m.Kind == knowledge.CodeHabit:
		r.habit(e, m, v, on)
	case m.Kind == knowledge.CodeGenetics && m.Concept != "karyotype" && m.Concept != "hcg":
		r.semen(e, m, v, on)
	}
}

// testResult makes an observation of the case. A result without a value says
// only that the test was asked for.
func (r *reading) testResult(e *entry, test string, v *r4.Value, says []r4.CodeableConcept, limits []r4.ReferenceRange, on span, whole *r4.Observation) {
	if !r.words.test(test) {
		return
	}
	o := patient.Observation{Test: test, Date: on.written, Source: e.source(), Assay: assay(whole)}
	r.number(e, &o, v)
	o.Result = cmp.Or(wordResult(v), interpreted(says, resultCodes))
	if o.Result == "" && !o.HasNumber {
		o.Result = interpreted(says, flagCodes)
	}
	if o.Written == "" && o.Result == "" {
		return
	}
	if o.HasNumber {
		r.limits(&o, limits)
	}
	if whole.Status == "preliminary" {
		r.issuef(e.source(), "The result of %s is preliminary.", "%s的结果为初步报告。", test)
	}
	r.c.Observations = append(r.c.Observations, o)
}

// number reads a value with its unit and converts it. What the test cannot be
// measured in is refused, never guessed.
func (r *reading) number(e *entry, o *patient.Observation, v *r4.Value) {
	value, comparator, unit, ok := numberOf(v)
	if !ok {
		o.Written = cmp.Or(v.String, conceptText(v.Concept))
		return
	}
	o.Written, o.Comparator, o.Unit = value, comparator, unit
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return
	}
	units := r.knowledge.Units()
	if units == nil {
		return
	}
	number, kept, err := units.Convert(o.Test, n, unit)
	if err != nil {
		r.issue(e.source(), fmt.Sprintf("The result of %s, %s%s %s, was not used: %s.", o.Test, comparator, value, cmp.Or(unit, "without a unit"), err),
			fmt.Sprintf("%s的结果%s%s %s未采用：该检验不能使用此单位。", o.Test, comparator, value, cmp.Or(unit, "（无单位）")))
		return
	}
	if t := r.knowledge.Test(o.Test); t != nil && t.HardMax > 0 && kept != "" && (number < t.HardMin || number > t.HardMax) {
		r.issuef(e.source(), "The result of %s, %s %s, is outside what is possible and was not used.", "%s的结果%s %s超出可能范围，未采用。", o.Test, value, unit)
		return
	}
	o.HasNumber, o.Number, o.UnitIs = true, number, kept
}

// comparators a laboratory writes before a number, the longer first.
var comparators = []struct{ written, means string }{
	{"<=", patient.AtMost}, {">=", patient.AtLeast}, {"≤", patient.AtMost}, {"≥", patient.AtLeast},
	{"＜", patient.Below}, {"＞", patient.Above}, {"<", patient.Below}, {">", patient.Above}, {"低于", patient.Below}, {"高于", patient.Above},
}

// titre is a dilution wherever it stands: "阳性 1:320 颗粒型".
var titre = regexp.MustCompile(`\b1\s*[:：/]\s*(\d{1,6})\b`)

// numberOf finds a number in a value, in whichever form it came.
func numberOf(v *r4.Value) (value, comparator, unit string, ok bool) {
	switch {
	case v.Quantity != nil && v.Quantity.Value != "":
		q := v.Quantity
		unit = q.Unit
		if q.Code != "" && (q.System == "http://unitsofmeasure.org" || q.Unit == "") {
			unit = q.Code
		}
		return string(q.Value), q.Comparator, unit, true
	case v.Integer != nil:
		return strconv.Itoa(*v.Integer), "", "", true
	case v.Ratio != nil && v.Ratio.Denominator != nil && v.Ratio.Denominator.Value != "":
		return string(v.Ratio.Denominator.Value), "", "{titer}", true // 1:160
	case v.String != "":
		text := strings.TrimSpace(v.String)
		for _, c := range comparators {
			if rest, found := strings.CutPrefix(text, c.written); found {
				text, comparator = strings.TrimSpace(rest), c.means
				break
			}
		}
		if m := titre.FindStringSubmatch(text); m != nil {
			return m[1], comparator, "{titer}", true
		}
		end := strings.IndexFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
		if end < 0 {
			end = len(text)
		}
		if end == 0 {
			return "", "", "", false
		}
		return text[:end], comparator, cmp.Or(unit, strings.TrimSpace(text[end:])), true
	}
	return "", "", "", false
}

func conceptText(c *r4.CodeableConcept) string {
	if c == nil {
		return ""
	}
	return cmp.Or(c.Text, displays(*c))
}

// limits reads the laboratory's own range, converted like the value. A range
// that is marked as other than the normal one is none.
func (r *reading) limits(o *patient.Observation, ranges []r4.ReferenceRange) {
	for _, x := range ranges {
		if len(x.Type.Coding) > 0 && !hasCode(x.Type, "normal") || x.Low == nil && x.High == nil {
			continue
		}
		if n, ok := r.limit(o, x.Low); ok {
			o.HasLower, o.LowerLimit = true, n
		}
		if n, ok := r.limit(o, x.High); ok {
			o.HasUpper, o.UpperLimit = true, n
		}
		return
	}
}

func (r *reading) limit(o *patient.Observation, q *r4.Quantity) (float64, bool) {
	n, ok := quantity(q)
	if !ok {
		return 0, false
	}
	n, _, err := r.knowledge.Units().Convert(o.Test, n, cmp.Or(q.Code, q.Unit, o.Unit))
	return n, err == nil
}

// resultWords are results in words and codes; a word that holds another stands
// before it.
var resultWords = []struct{ says, result string }{
	{"not detected", patient.Negative}, {"nonreactive", patient.Negative}, {"non-reactive", patient.Negative}, {"negative", patient.Negative}, {"absent", patient.Negative}, {"未检出", patient.Negative}, {"阴性", patient.Negative}, {"陰性", patient.Negative}, {"(-)", patient.Negative},
	{"weakly positive", patient.Indeterminate}, {"弱阳性", patient.Indeterminate}, {"indeterminate", patient.Indeterminate}, {"equivocal", patient.Indeterminate}, {"borderline", patient.Indeterminate}, {"可疑", patient.Indeterminate}, {"±", patient.Indeterminate},
	{"positive", patient.Positive}, {"detected", patient.Positive}, {"reactive", patient.Positive}, {"present", patient.Positive}, {"阳性", patient.Positive}, {"陽性", patient.Positive}, {"(+)", patient.Positive},
	{"heterozyg", patient.Positive}, {"homozyg", patient.Positive}, {"杂合", patient.Positive}, {"纯合", patient.Positive}, {"wild type", patient.Negative}, {"野生型", patient.Negative},
	{"abnormal", patient.Abnormal}, {"异常", patient.Abnormal}, {"normal", patient.Normal}, {"正常", patient.Normal},
}

// resultCodes are results as SNOMED CT, LOINC answers and FHIR code them.
var resultCodes = map[string]string{
	"260385009": patient.Negative, "10828004": patient.Positive, "260373001": patient.Positive, "260415000": patient.Negative, "419984006": patient.Indeterminate, "82334004": patient.Indeterminate,
	"LA6576-8": patient.Positive, "LA6577-6": patient.Negative, "LA11883-8": patient.Negative, "LA11882-0": patient.Positive,
	"POS": patient.Positive, "NEG": patient.Negative, "IND": patient.Indeterminate, "DET": patient.Positive, "ND": patient.Negative, "E": patient.Indeterminate,
}

// wordResult reads a result that is a word or a code.
func wordResult(v *r4.Value) string {
	if v.Boolean != nil {
		if *v.Boolean {
			return patient.Positive
		}
		return patient.Negative
	}
	if v.Concept != nil {
		if found := codedResult(*v.Concept); found != "" {
			return found
		}
	}
	return textResult(v.String)
}

func codedResult(c r4.CodeableConcept) string {
	for _, coding := range c.Coding {
		if found := resultCodes[coding.Code]; found != "" {
			return found
		}
	}
	return textResult(cmp.Or(c.Text, displays(c)))
}

// negated words turn a result around in ways that no list of words can hold.
var negated = []string{"no evidence", "not abnormal", "未见异常", "无异常", "not normal", "not positive", "not negative"}

func textResult(text string) string {
	lower := strings.ToLower(text)
	for _, n := range negated {
		if strings.Contains(lower, n) {
			return ""
		}
	}
	for _, w := range resultWords {
		if strings.Contains(lower, w.says) {
			return w.result
		}
	}
	return ""
}

// flagCodes are the laboratory's verdict on a number. Where the number can be
// used, its limits say the same more exactly.
var flagCodes = map[string]string{"N": patient.Normal, "A": patient.Abnormal, "AA": patient.Abnormal, "H": patient.Abnormal, "HH": patient.Abnormal, "L": patient.Abnormal, "LL": patient.Abnormal}

// interpreted is the laboratory's own verdict.
func interpreted(says []r4.CodeableConcept, codes map[string]string) string {
	for _, c := range says {
		for _, coding := range c.Coding {
			if found := codes[coding.Code]; found != "" {
				return found
			}
		}
	}
	return ""
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

// sortObservations orders results and drops those given twice, as a panel and
// as a part of it.
func (r *reading) sortObservations() {
	slices.SortFunc(r.c.Observations, func(a, b patient.Observation) int {
		return cmp.Or(cmp.Compare(a.Test, b.Test), date.Compare(a.Date, b.Date), cmp.Compare(a.Written, b.Written), cmp.Compare(a.Result, b.Result), cmp.Compare(a.Source.Document, b.Source.Document))
	})
	r.c.Observations = slices.CompactFunc(r.c.Observations, func(a, b patient.Observation) bool {
		return a.Test == b.Test && a.Date == b.Date && a.Written == b.Written && a.Unit == b.Unit && a.Result == b.Result && a.Comparator == b.Comparator
	})
}
