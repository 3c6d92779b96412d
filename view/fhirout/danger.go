package fhirout

import (
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/element"
)

// detectedIssue is a danger, or a treatment to be careful with.
type detectedIssue struct {
	head
	Identifier         []identifier `json:"identifier,omitempty"`
	Status             string       `json:"status"`
	Code               *concept     `json:"code"`
	Severity           string       `json:"severity"`
	Patient            reference    `json:"patient"`
	IdentifiedDateTime string       `json:"identifiedDateTime"`
	Author             *reference   `json:"author"`
	Implicated         []reference  `json:"implicated,omitempty"`
	Evidence           []evidence   `json:"evidence,omitempty"`
	Detail             string       `json:"detail,omitempty"`
	Reference          string       `json:"reference,omitempty"`
	Mitigation         []mitigation `json:"mitigation,omitempty"`
}

// evidence are resources of the record that something rests on.
type evidence struct {
	Detail []reference `json:"detail"`
}

// evidence is where the facts of some statements stand in the record; nothing
// where it is no FHIR record.
func (w *writer) evidence(ids ...assessment.StatementID) []evidence {
	if list := w.originals(ids); len(list) > 0 {
		return []evidence{{list}}
	}
	return nil
}

type mitigation struct {
	Action concept `json:"action"`
}

// flag puts a danger where a record shows warnings before anything else.
type flag struct {
	head
	Identifier []identifier `json:"identifier,omitempty"`
	Status     string       `json:"status"`
	Category   []concept    `json:"category"`
	Code       *concept     `json:"code"`
	Subject    reference    `json:"subject"`
	Period     *period      `json:"period"`
	Author     *reference   `json:"author"`
}

func (w *writer) writeDangers() {
	for _, f := range w.a.RedFlags {
		lines := w.quotes(f.Because...)
		door := w.department(f.Department) + w.fill("bracket", "what", w.say("urgency."+f.Urgency))
		said := narrative{w.say("head.redFlags") + w.say("clause") + f.Act, append([]string{door}, lines...)}
		code := &concept{Coding: []coding{ours("red-flag", f.ID)}, Text: clean(f.Act)}
		w.propose("DetectedIssue", "red-flag "+f.ID, &detectedIssue{
			Identifier: w.statements(f.Because...), Status: "preliminary", Code: code, Severity: "high", Patient: w.patient,
			IdentifiedDateTime: w.day(), Author: &w.software, Evidence: w.evidence(f.Because...), Detail: w.join(lines...), Reference: first(w.addresses(f.Because...)),
			Mitigation: []mitigation{{concept{Text: clean(w.join(f.Act, door))}}},
		}, said, f.Because...)
		w.propose("Flag", f.ID, &flag{
			Identifier: w.statements(f.Because...), Status: "active", Category: []concept{*element.HL7("flag-category", "safety")}, Code: code,
			Subject: w.patient, Period: from(w.day()), Author: &w.software,
		}, said, f.Because...)
	}
}

func (w *writer) writeCautions() {
	for i := range w.a.Treatments {
		t := &w.a.Treatments[i]
		for _, id := range t.CautionStatements {
			w.caution(t, id)
		}
	}
}

// caution is high where the treatment is not for her at all.
func (w *writer) caution(t *assessment.Treatment, id assessment.StatementID) {
	title, severity := w.say("treatment.caution")+w.say("clause")+w.treatment(t.ID), "moderate"
	if contains(t.Forbidden, id) {
		severity = "high"
		title += w.fill("bracket", "what", w.say("treatment.forbidden"))
	}
	s := w.a.Statement(id)
	if s == nil {
		return
	}
	w.propose("DetectedIssue", "caution "+t.ID+" "+s.Rule, &detectedIssue{
		Identifier: w.statements(id), Status: "preliminary",
		Code:     &concept{Coding: []coding{ours("caution", s.Rule), ours("treatment", t.ID)}, Text: clean(title)},
		Severity: severity, Patient: w.patient, IdentifiedDateTime: w.day(), Author: &w.software,
		Implicated: []reference{w.to("CarePlan", "")}, Evidence: w.evidence(id), Detail: w.quote(id), Reference: first(w.addresses(id)),
	}, narrative{title, w.quotes(id)}, id)
}

// first is the first of a list, "" where there is none: DetectedIssue has room for
// one address.
func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
