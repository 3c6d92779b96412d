package fhirout

import "slices"

// guidanceResponse is the run itself: whose, with which knowledge, with what
// result, and what is still needed.
type guidanceResponse struct {
	head
	Contained          []resource        `json:"contained,omitempty"`
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

// writeGuidance puts the answer first in the bundle.
func (w *writer) writeGuidance() {
	g := &guidanceResponse{
		RequestIdentifier: w.runName(), Status: "success", Subject: w.patient, OccurrenceDateTime: w.day(),
		ModuleCanonical: knowledgeURL, Performer: &w.software, Result: new(w.to("CarePlan", "")),
	}
	if v := clean(w.a.Knowledge.Version); v != "" {
		g.ModuleCanonical += "|" + v
	}
	for _, fact := range w.open() {
		g.DataRequirement = append(g.DataRequirement, w.requires(fact))
	}
	switch {
	case w.undecided():
		g.Status = "data-required"
	case len(g.DataRequirement) > 0:
		g.Status = "data-requested"
	}
	for _, q := range w.a.Questions {
		g.Note = append(g.Note, notes(q.Ask)...)
	}
	said := narrative{title: w.say("head.replies")}
	for _, r := range w.a.Replies {
		var lines []string
		for _, l := range r.Lines {
			lines = append(lines, l.Text)
		}
		said.lines = append(said.lines, w.join(append([]string{r.Asks}, lines...)...))
	}
	if len(w.a.Issues) > 0 {
		g.Contained = []resource{w.issues()}
		g.EvaluationMessage = []reference{{Reference: "#" + issuesID, Type: "OperationOutcome"}}
		for _, i := range w.a.Issues {
			said.lines = append(said.lines, w.say("head.issues")+w.say("clause")+i.Text+w.fill("bracket", "what", i.Source))
		}
	}
	w.propose("GuidanceResponse", "", g, said)
	last := len(w.entries) - 1
	w.entries = append([]entry{w.entries[last]}, w.entries[:last]...)
}

// undecided reports whether the question itself has no answer yet: whether the
// losses recur, by the leading definition, or by any where it has none.
func (w *writer) undecided() bool {
	any := false
	for _, r := range w.a.Recurrence {
		if r.Definition == w.a.Leading {
			return r.Status == "unknown"
		}
		any = any || r.Status != "unknown"
	}
	return !any
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

// issuesID names the outcome inside the answer: servers keep none by itself.
const issuesID = "issues"

func (w *writer) issues() *outcome {
	o := &outcome{head: head{ResourceType: "OperationOutcome", ID: issuesID}}
	for _, i := range w.a.Issues {
		o.Issue = append(o.Issue, outcomeIssue{"warning", "processing", &concept{Text: clean(i.Text)}, clean(i.Source)})
	}
	return o
}
