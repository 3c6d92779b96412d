package fhirin

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// report reads what a report concludes of an image. Its results are
// observations of their own.
func (r *reading) report(e *entry, d *r4.DiagnosticReport) {
	if d.Conclusion == "" && len(d.ConclusionCode) == 0 {
		return
	}
	on := reportTime(d).written
	for _, code := range r.named(e, d.Code, knowledge.CodeTest) {
		if t := r.knowledge.Test(code.Concept); t == nil || t.Kind != knowledge.Imaging {
			continue
		}
		r.shown(e, patient.Observation{Test: code.Concept, Date: on, Source: e.source()}, d.ConclusionCode, d.Conclusion)
		return
	}
}

// image reads the value of an observation that is an image.
func (r *reading) image(e *entry, o patient.Observation, v *r4.Value) {
	var codes []r4.CodeableConcept
	if v.Concept != nil {
		codes = append(codes, *v.Concept)
	}
	r.shown(e, o, codes, v.String)
}

// shown makes an observation of every finding of an image.
func (r *reading) shown(e *entry, o patient.Observation, codes []r4.CodeableConcept, text string) {
	found := map[string]bool{}
	for _, c := range codes {
		coded := r.meanings(c, knowledge.CodeCondition)
		for _, m := range coded {
			if r.shows(o.Test, m.Concept) {
				found[m.Concept] = true
			}
		}
		if len(coded) == 0 {
			text = strings.Trim(text+"\n"+cmp.Or(c.Text, displays(c)), "\n")
		}
	}
	if len(found) == 0 {
		r.concluded(e, o.Test, text, found)
	}
	o.Written = text
	for _, c := range codes {
		o.Written = cmp.Or(o.Written, cmp.Or(c.Text, displays(c)))
	}
	if len(found) == 0 {
		return
	}
	for _, finding := range sortedKeys(found) {
		one := o
		one.Finding = finding
		r.c.Observations = append(r.c.Observations, one)
	}
}

// shows reports whether an image can show a cause.
func (r *reading) shows(test, cause string) bool {
	c := r.knowledge.Cause(cause)
	return c != nil && slices.ContainsFunc(c.Tests, func(id string) bool {
		t := r.knowledge.Test(id)
		return id == test || t != nil && t.Kind == knowledge.Imaging
	})
}

// sentences divide a conclusion.
var sentences = regexp.MustCompile(`[.。;；,，、\n!！]+|\s[-–]\s|\b[1-9][.)、]`)

// concluded reads the words of a conclusion, clause by clause. What is shown
// has to be a known word; that nothing is shown is believed only where every
// clause was understood.
func (r *reading) concluded(e *entry, test, text string, found map[string]bool) {
	if strings.TrimSpace(text) == "" {
		return
	}
	whole, normal := true, (*knowledge.Code)(nil)
	for _, clause := range sentences.Split(text, -1) {
		clause = r.withoutHeading(clause)
		if clause == "" {
			continue
		}
		rows, _ := r.findText(clause, knowledge.CodeFinding)
		whole = whole && len(rows) > 0
		for _, c := range rows {
			switch {
			case c.Concept == patient.Normal:
				normal = c
			case r.shows(test, c.Concept):
				found[c.Concept] = true
				r.fromText(e, clause, c)
			}
		}
	}
	switch {
	case len(found) == 0 && normal != nil && whole:
		found[patient.Normal] = true
		r.fromText(e, strings.TrimSpace(text), normal)
	case !whole:
		r.issuef(e.source(), "The conclusion %q was not understood completely; what was not understood was not used.", "结论“%s”未能完全理解；未理解的部分未采用。", text)
	}
}

// withoutHeading takes words such as "impression" off the beginning.
func (r *reading) withoutHeading(clause string) string {
	clause = strings.TrimSpace(clause)
	for _, sep := range []string{":", "："} {
		if head, rest, ok := strings.Cut(clause, sep); ok && r.terms.Marked(head, knowledge.MarkHeading) != "" {
			return strings.TrimSpace(rest)
		}
	}
	if rows, _ := r.findText(clause, knowledge.CodeMark); len(rows) > 0 && rows[0].Concept == knowledge.MarkHeading {
		return ""
	}
	return clause
}
