package fhirout

import (
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/element"
)

// observation is a definition or a set of criteria held against her: it holds,
// it does not, or it is not known, and then it has no value.
type observation struct {
	head
	Extension         []extension  `json:"extension,omitempty"`
	Identifier        []identifier `json:"identifier,omitempty"`
	Status            string       `json:"status"`
	Code              *concept     `json:"code"`
	Subject           reference    `json:"subject"`
	EffectiveDateTime string       `json:"effectiveDateTime"`
	Device            *reference   `json:"device"`
	ValueBoolean      *bool        `json:"valueBoolean,omitempty"`
	DataAbsentReason  *concept     `json:"dataAbsentReason,omitempty"`
	Note              []annotation `json:"note,omitempty"`
	DerivedFrom       []reference  `json:"derivedFrom,omitempty"`
}

// citationExtension is HL7's own; R4 allows it on an Observation.
const citationExtension = "http://hl7.org/fhir/StructureDefinition/workflow-relatedArtifact"

func (w *writer) writeDefinitions() {
	for _, r := range w.a.Recurrence {
		title := w.say("head.recurrence") + w.fill("bracket", "what", w.source(r.Definition))
		w.judge("definition", r.Definition, title, r.Status, r.Missing, r.Statement)
	}
}

func (w *writer) writeCriteria() {
	for _, c := range w.a.Criteria {
		title := c.ID
		if def := w.base.Criterion(c.ID); def != nil {
			title = def.Name.In(w.lang)
		}
		w.judge("criterion", c.ID, title, c.Status, c.Missing, c.Statement, w.say("fhir.classification"))
	}
}

// judge writes one of them. Only what was decided has a value.
func (w *writer) judge(kind, id, title, status string, missing []string, s assessment.StatementID, more ...string) {
	lines := append(w.quotes(s), w.missing(missing))
	o := &observation{
		Identifier: w.statements(s), Status: "final", Code: &concept{Coding: []coding{ours(kind, id)}, Text: clean(title)},
		Subject: w.patient, EffectiveDateTime: w.day(), Device: &w.software, Note: notes(append(lines, more...)...),
		DerivedFrom: w.originals([]assessment.StatementID{s}, "Observation", "QuestionnaireResponse"),
	}
	if said := w.a.Statement(s); said != nil {
		if c := w.citation(said.Guideline, said.Ref); c != nil {
			o.Extension = []extension{{URL: citationExtension, ValueRelatedArtifact: c}}
		}
	}
	switch status {
	case "met", "not-met":
		met := status == "met"
		o.ValueBoolean = &met
	default:
		o.Status, o.DataAbsentReason = "preliminary", element.HL7("data-absent-reason", "unknown")
	}
	said := narrative{title: title + w.say("clause") + w.say("status."+status), lines: append(lines, more...)}
	w.observations = append(w.observations, w.propose("Observation", kind+" "+id, o, said, s))
}
