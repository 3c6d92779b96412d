package fhirout

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// guidanceResponse is the run itself: whose, with which knowledge, with what
// result, and what is still needed.
type guidanceResponse struct {
	head
	RequestIdentifier  *identifier       `json:"requestIdentifier"`
	Identifier         []identifier      `json:"identifier,omitempty"`
	ModuleCanonical    string            `json:"moduleCanonical"`
	Status             string            `json:"status"`
	Subject            reference         `json:"subject"`
	OccurrenceDateTime string            `json:"occurrenceDateTime"`
	Performer          *reference        `json:"performer"`
	Note               []annotation      `json:"note,omitempty"`
	EvaluationMessage  []reference       `json:"evaluationMessage,omitempty"`
	Result             *reference        `json:"result"`
	DataRequirement    []dataRequirement `json:"dataRequirement,omitempty"`
}

// dataRequirement is one fact that would decide something.
type dataRequirement struct {
	Type       string       `json:"type"`
	CodeFilter []codeFilter `json:"codeFilter,omitempty"`
}

type codeFilter struct {
	Path string   `json:"path"`
	Code []coding `json:"code"`
}

// writeGuidance puts the answer first in the bundle.
func (w *writer) writeGuidance() {
	g := &guidanceResponse{
		RequestIdentifier: &identifier{r4.RunSystem, "urn:uuid:" + w.run}, Status: "success", Subject: w.patient, OccurrenceDateTime: w.day(),
		ModuleCanonical: knowledgeURL, Performer: &w.software, Result: &reference{Reference: "urn:uuid:" + w.id("CarePlan", ""), Type: "CarePlan"},
	}
	if v := clean(w.a.Knowledge.Version); v != "" {
		g.ModuleCanonical += "|" + v
	}
	for _, fact := range w.open() {
		g.DataRequirement = append(g.DataRequirement, w.requires(fact))
	}
	if len(g.DataRequirement) > 0 {
		g.Status = "data-required"
	}
	for _, q := range w.a.Questions {
		g.Note = append(g.Note, notes(q.Ask)...)
	}
	if to := w.writeIssues(); to != nil {
		g.EvaluationMessage = []reference{*to}
	}
	said := narrative{title: w.say("head.replies")}
	for _, r := range w.a.Replies {
		var lines []string
		for _, l := range r.Lines {
			lines = append(lines, l.Text)
		}
		said.lines = append(said.lines, w.join(append([]string{r.Asks}, lines...)...))
	}
	w.propose("GuidanceResponse", "", g, said)
	last := len(w.entries) - 1
	w.entries = append([]entry{w.entries[last]}, w.entries[:last]...)
}

// open are the facts that would still decide something: first those she is asked
// for, then whatever else is missing.
func (w *writer) open() (facts []string) {
	add := func(list ...string) {
		for _, fact := range list {
			if !slices.Contains(facts, fact) {
				facts = append(facts, fact)
			}
		}
	}
	for _, q := range w.a.Questions {
		add(q.Fact)
	}
	for _, r := range w.a.Recurrence {
		add(r.Missing...)
	}
	for _, c := range w.a.Criteria {
		add(c.Missing...)
	}
	for _, c := range w.a.Causes {
		add(c.Missing...)
	}
	for _, p := range w.a.Prognosis {
		add(p.Missing...)
	}
	return facts
}

// kinds are the resources that lists of a case file come from.
var kinds = map[string]string{"medications": "MedicationStatement", "procedures": "Procedure", "allergies": "AllergyIntolerance",
	"conditions": "Condition", "events": "Condition"}

// requires says in which resource a fact would be found, and by which codes.
func (w *writer) requires(fact string) dataRequirement {
	d := dataRequirement{Type: "Observation"}
	list, _, _ := strings.Cut(fact, ".")
	switch {
	case kinds[list] != "":
		d.Type = kinds[list]
	case w.base.Word(knowledge.Conditions, fact) != nil, w.base.Cause(fact) != nil:
		d.Type = "Condition"
	case fact == "patient.born":
		d.Type = "Patient"
	}
	filter := codeFilter{Path: "code"}
	if d.Type == "MedicationStatement" {
		filter.Path = "medication"
	}
	for _, code := range w.base.Terminology.Written(fact) {
		filter.Code = append(filter.Code, coding{System: code.System, Code: code.Code})
	}
	own := ours("fact", fact)
	own.Display = clean(w.fact(fact))
	filter.Code = append(filter.Code, own)
	if d.Type == "Patient" {
		filter.Path = "birthDate"
	}
	d.CodeFilter = []codeFilter{filter}
	return d
}

// outcome lists what of the record could not be trusted.
type outcome struct {
	head
	Issue []outcomeIssue `json:"issue"`
}

type outcomeIssue struct {
	Severity    string   `json:"severity"`
	Code        string   `json:"code"`
	Details     *concept `json:"details"`
	Diagnostics string   `json:"diagnostics,omitempty"`
}

func (w *writer) writeIssues() *reference {
	if len(w.a.Issues) == 0 {
		return nil
	}
	o := &outcome{}
	said := narrative{title: w.say("head.issues")}
	for _, i := range w.a.Issues {
		o.Issue = append(o.Issue, outcomeIssue{"warning", "processing", &concept{Text: clean(i.Text)}, clean(i.Source)})
		said.lines = append(said.lines, i.Text+w.fill("bracket", "what", i.Source))
	}
	to := w.propose("OperationOutcome", "", o, said)
	return &to
}
