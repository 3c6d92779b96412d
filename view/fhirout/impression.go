package fhirout

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
)

// impression is the whole picture: what was found, what was not looked for.
type impression struct {
	head
	Identifier         []identifier    `json:"identifier,omitempty"`
	Status             string          `json:"status"`
	Description        string          `json:"description,omitempty"`
	Subject            reference       `json:"subject"`
	EffectiveDateTime  string          `json:"effectiveDateTime"`
	Date               string          `json:"date"`
	Problem            []reference     `json:"problem,omitempty"`
	Investigation      []investigation `json:"investigation,omitempty"`
	Protocol           []string        `json:"protocol,omitempty"`
	Summary            string          `json:"summary,omitempty"`
	Finding            []found         `json:"finding,omitempty"`
	PrognosisReference []reference     `json:"prognosisReference,omitempty"`
	Note               []annotation    `json:"note,omitempty"`
}

type investigation struct {
	Code concept     `json:"code"`
	Item []reference `json:"item,omitempty"`
}

type found struct {
	ItemCodeableConcept *concept   `json:"itemCodeableConcept,omitempty"`
	ItemReference       *reference `json:"itemReference,omitempty"`
	Basis               string     `json:"basis,omitempty"`
}

func (w *writer) writeImpression() {
	i := &impression{Status: "completed", Description: w.say("fhir.proposal"), Subject: w.patient, EffectiveDateTime: w.day(), Date: w.day(),
		Problem: w.supposed, PrognosisReference: w.risks}
	if len(w.observations) > 0 {
		i.Investigation = []investigation{{concept{Text: w.say("head.criteria")}, w.observations}}
	}
	if to := address(w.base.Source(w.a.Leading)); to != "" {
		i.Protocol = []string{to}
	}
	var rests []assessment.StatementID
	said := narrative{title: w.say("head.causes")}
	for n := range w.a.Causes {
		c := &w.a.Causes[n]
		if f, ok := w.finding(c); ok {
			i.Finding = append(i.Finding, f)
			rests = append(rests, c.Statements...)
			said.lines = append(said.lines, w.say("cause."+c.Status)+w.say("clause")+w.cause(c.ID))
		}
	}
	for _, status := range []string{knowledge.Excluded, knowledge.NotExamined, knowledge.NotIndicated} {
		if line := w.withStatus(status); line != "" {
			said.lines = append(said.lines, line)
			i.Note = append(i.Note, notes(line)...)
		}
	}
	i.Summary = w.summary()
	i.Identifier = w.statements(rests...)
	w.propose("ClinicalImpression", "", i, said, rests...)
}

// finding is a cause that was settled. One that is no disease of hers is named
// only where it was found: a code that is excluded would read as if it were.
func (w *writer) finding(c *assessment.Cause) (found, bool) {
	f := found{Basis: w.join(w.causeLines(c)...)}
	if to, ok := w.conditions[c.ID]; ok {
		f.ItemReference = &to
		return f, true
	}
	if c.Status != knowledge.Established && c.Status != knowledge.Suspected {
		return found{}, false
	}
	f.ItemCodeableConcept = w.concept("cause", c.ID, w.cause(c.ID)+w.fill("bracket", "what", w.say("cause."+c.Status)))
	return f, true
}

// withStatus lists the causes of one status in a line.
func (w *writer) withStatus(status string) string {
	var names []string
	for _, c := range w.a.Causes {
		if c.Status == status {
			names = append(names, w.cause(c.ID))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return w.fill("cause."+status, "leading", w.source(w.a.Leading)) + w.say("clause") + strings.Join(names, w.say("list.names"))
}

// summary is the first answer of the interview.
func (w *writer) summary() string {
	for _, r := range w.a.Replies {
		if r.ID == "recurrent" {
			var lines []string
			for _, l := range r.Lines {
				lines = append(lines, l.Text)
			}
			return clean(w.join(lines...))
		}
	}
	return ""
}
