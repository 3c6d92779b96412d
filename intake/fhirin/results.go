package fhirin

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// observation reads a result, a measure or a habit, and the parts of one.
func (r *reading) observation(e *entry, o *r4.Observation) {
	on := r.resultTime(e, o)
	r.result(e, o.Code, &o.Value, o.Interpretation, o.ReferenceRange, on, o)
	for i := range o.Component {
		c := &o.Component[i]
		r.result(e, c.Code, &c.Value, c.Interpretation, c.ReferenceRange, on, o)
	}
}

// resultTime is when a result was true: as it says, else as the report does
// that holds it.
func (r *reading) resultTime(e *entry, o *r4.Observation) span {
	on := observationTime(o)
	for _, by := range r.reported[e.key] {
		if report, ok := by.Resource.(*r4.DiagnosticReport); ok && !on.known {
			on = reportTime(report)
		}
	}
	return on
}

func reportTime(d *r4.DiagnosticReport) span {
	return between(firstDate(d.EffectiveDateTime, startOf(d.EffectivePeriod)), firstDate(d.EffectiveDateTime, endOf(d.EffectivePeriod)))
}

func (r *reading) result(e *entry, code r4.CodeableConcept, v *r4.Value, says []r4.CodeableConcept, limits []r4.ReferenceRange, on span, whole *r4.Observation) {
	m, conflict := r.meaning(code, knowledge.CodeTest, knowledge.CodeMeasure, knowledge.CodeHabit, knowledge.CodeGenetics)
	if m == nil && !conflict {
		if byWords := r.named(e, code, knowledge.CodeTest); len(byWords) == 1 {
			m = byWords[0]
		}
	}
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
	if reason := cmp.Or(displays(v.DataAbsentReason), codeIn(v.DataAbsentReason)); reason != "" {
		r.setAside(e, patient.AsideNoValue, reason)
		return
	}
	if from := r.specimen(whole.Specimen, e); productsOf.MatchString(from) {
		r.setAside(e, patient.AsideSpecimen, from)
		return
	}
	o := patient.Observation{Test: test, Date: on.written, Source: e.source(), Assay: assay(whole)}
	if t := r.knowledge.Test(test); t != nil && t.Kind == knowledge.Imaging {
		r.image(e, o, v)
		return
	}
	r.number(e, &o, v, limits)
	r.worded(e, &o, v)
	if o.Written == "" && o.Result == "" && len(says) == 0 {
		r.setAside(e, patient.AsideNoValue, "")
		return
	}
	if o.HasNumber {
		r.limits(e, &o, limits)
	}
	r.interpret(e, &o, says)
	if o.Written == "" && o.Result == "" {
		return
	}
	if whole.Status == "preliminary" {
		r.issuef(e.source(), "The result of %s is preliminary.", "%s的结果为初步报告。", r.testName(test))
	}
	r.c.Observations = append(r.c.Observations, o)
}

func codeIn(c r4.CodeableConcept) string {
	for _, x := range c.Coding {
		if x.Code != "" {
			return x.Code
		}
	}
	return c.Text
}

// sortObservations orders results and drops those given twice, as a panel and
// as a part of it.
func (r *reading) sortObservations() {
	slices.SortFunc(r.c.Observations, func(a, b patient.Observation) int {
		return cmp.Or(cmp.Compare(a.Test, b.Test), date.Compare(a.Date, b.Date), cmp.Compare(a.Written, b.Written), cmp.Compare(a.Result, b.Result), cmp.Compare(a.Finding, b.Finding), cmp.Compare(a.Source.Document, b.Source.Document))
	})
	r.c.Observations = slices.CompactFunc(r.c.Observations, func(a, b patient.Observation) bool {
		return a.Test == b.Test && a.Date == b.Date && a.Written == b.Written && a.Unit == b.Unit && a.Result == b.Result && a.Comparator == b.Comparator && a.Finding == b.Finding
	})
}
