package fhirout

import (
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/element"
	"github.com/gravida-health/gravida/knowledge"
)

// condition is a cause as a suggestion. A clinician may confirm it; Gravida
// never does.
type condition struct {
	head
	Identifier         []identifier `json:"identifier,omitempty"`
	VerificationStatus *concept     `json:"verificationStatus"`
	Code               *concept     `json:"code"`
	Subject            reference    `json:"subject"`
	RecordedDate       string       `json:"recordedDate"`
	Evidence           []evidence   `json:"evidence,omitempty"`
	Note               []annotation `json:"note,omitempty"`
}

// verification says how sure a suggestion is. What was not examined is no
// Condition at all.
var verification = map[string]string{
	knowledge.Established: "provisional",
	knowledge.Suspected:   "unconfirmed",
	knowledge.Excluded:    "refuted",
}

// notHers are groups of causes that are no disease of hers: they lie with the
// partner, the tissue or both, or are an age or the lack of a cause. They stand
// in the impression.
var notHers = []string{"male", "genetic", "age", "unexplained"}

func (w *writer) writeConditions() {
	for i := range w.a.Causes {
		c := &w.a.Causes[i]
		status, settled := verification[c.Status]
		if !settled || slices.Contains(notHers, c.Group) {
			continue
		}
		lines := w.causeLines(c)
		said := narrative{title: w.say("cause."+c.Status) + w.say("clause") + w.cause(c.ID), lines: append(lines, w.say("fhir.proposal"))}
		to := w.propose("Condition", c.ID, &condition{
			Identifier: w.statements(c.Statements...), VerificationStatus: element.HL7("condition-ver-status", status),
			Code: w.concept("cause", c.ID, w.cause(c.ID)), Subject: w.patient, RecordedDate: w.day(), Evidence: w.evidence(c.Statements...),
			Note: notes(append(lines, w.say("fhir.proposal"))...),
		}, said, c.Statements...)
		w.conditions[c.ID] = to
		if c.Status != knowledge.Excluded {
			w.supposed = append(w.supposed, to)
		}
	}
}

// causeLines says what a cause rests on, what was done about it, and what would
// decide it further.
func (w *writer) causeLines(c *assessment.Cause) []string {
	lines := w.quotes(c.Statements...)
	if t := c.Treated; t != nil {
		key := "cause.treated.unsure"
		switch {
		case t.Looked:
			key = "cause.treated.looked"
		case t.After:
			key = "cause.treated"
		}
		what := w.fact("procedures." + t.By)
		if t.On != "" {
			what += w.say("list.comma") + w.date(t.On)
		}
		lines = append(lines, w.fill(key, "what", what))
	}
	if line := w.missing(c.Missing); line != "" {
		lines = append(lines, line)
	}
	return lines
}
