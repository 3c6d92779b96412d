package fhirout

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
)

// carePlan gathers what is proposed: tests, referrals, treatments. What
// guidelines advise against is no activity of it; it stands in the notes.
type carePlan struct {
	head
	Identifier      []identifier `json:"identifier,omitempty"`
	InstantiatesURI []string     `json:"instantiatesUri,omitempty"`
	Status          string       `json:"status"`
	Intent          string       `json:"intent"`
	Title           string       `json:"title"`
	Description     string       `json:"description"`
	Subject         reference    `json:"subject"`
	Period          *period      `json:"period"`
	Created         string       `json:"created"`
	Author          *reference   `json:"author"`
	Addresses       []reference  `json:"addresses,omitempty"`
	SupportingInfo  []reference  `json:"supportingInfo,omitempty"`
	Activity        []activity   `json:"activity,omitempty"`
	Note            []annotation `json:"note,omitempty"`
}

// activity is a reference or a detail, never both.
type activity struct {
	Reference *reference `json:"reference,omitempty"`
	Detail    *detail    `json:"detail,omitempty"`
}

type detail struct {
	Code            *concept    `json:"code"`
	InstantiatesURI []string    `json:"instantiatesUri,omitempty"`
	ReasonReference []reference `json:"reasonReference,omitempty"`
	Status          string      `json:"status"`
	Description     string      `json:"description,omitempty"`
}

func (w *writer) writePlan() {
	p := &carePlan{Status: "draft", Intent: "proposal", Title: w.say("fhir.plan"), Description: w.say("fhir.proposal"), Subject: w.patient,
		Period: from(w.day()), Created: w.day(), Author: &w.software, Addresses: w.supposed, SupportingInfo: w.risks}
	said := narrative{title: p.Title, lines: []string{p.Description}}
	tell := func(line string) {
		if line = clean(line); line != "" {
			said.lines = append(said.lines, line)
			p.Note = append(p.Note, annotation{line})
		}
	}
	for _, list := range [][]reference{w.orders, w.referrals} {
		for _, to := range list {
			p.Activity = append(p.Activity, activity{Reference: &to})
		}
	}
	var rests []assessment.StatementID
	for i := range w.a.Treatments {
		t := &w.a.Treatments[i]
		rests = append(append(rests, positionStatements(t.Positions)...), t.CautionStatements...)
		if w.proposed(t) {
			p.Activity = append(p.Activity, activity{Detail: w.detail(t)})
			said.lines = append(said.lines, w.said(t))
			continue
		}
		tell(w.said(t))
	}
	for _, v := range w.a.Plan {
		tell(w.visit(&v))
	}
	for i := range w.a.Tests {
		if t := &w.a.Tests[i]; t.Status == "not-recommended" {
			rests = append(rests, positionStatements(t.Positions)...)
			tell(w.say("test.not-recommended") + w.say("clause") + w.test(t.ID) + w.say("list.dot") + w.join(w.positions(t.Positions)...))
		}
	}
	for _, advice := range w.a.Advice {
		rests = append(rests, advice.Statement)
		tell(advice.Topic + w.say("list.dot") + w.position(advice.Position))
	}
	p.Identifier = w.statements(rests...)
	p.InstantiatesURI = w.addresses(rests...)
	w.propose("CarePlan", "", p, said, rests...)
}

// proposed reports whether a treatment is an activity of the plan: the position
// that decides, which stands first, speaks for it and nothing forbids it. One that
// nobody has read, or of a body that only stands beside, decides where it leads.
func (w *writer) proposed(t *assessment.Treatment) bool {
	if len(t.Positions) == 0 || len(t.Forbidden) > 0 {
		return false
	}
	first := t.Positions[0]
	body := w.base.Guideline(first.Guideline)
	decides := first.Guideline == w.a.Leading || first.Read != knowledge.Unconfirmed && (body == nil || !body.Beside())
	return decides && supports(first.Direction)
}

func (w *writer) detail(t *assessment.Treatment) *detail {
	d := &detail{Code: &concept{Coding: []coding{ours("treatment", t.ID)}, Text: clean(w.treatment(t.ID))},
		InstantiatesURI: w.addresses(supporting(t.Positions)...), Status: "not-started", Description: clean(w.said(t))}
	if t.Taken {
		d.Status = "in-progress"
	}
	return d
}

// said is everything about a treatment, the guidelines side by side.
func (w *writer) said(t *assessment.Treatment) string {
	lines := []string{w.treatment(t.ID)}
	if len(t.Forbidden) > 0 {
		lines = append(lines, w.say("treatment.forbidden"))
	}
	for _, id := range t.CautionStatements {
		lines = append(lines, w.say("treatment.caution")+w.say("clause")+w.quote(id))
	}
	lines = append(lines, w.positions(t.Positions)...)
	for _, o := range t.Open {
		line := w.source(o.Guideline) + w.say("clause") + w.fill("treatment.open", "direction", w.say("direction."+o.Direction), "text", o.Text) + w.readAs(o.Read)
		lines = append(lines, w.join(line, w.missing(o.Missing)))
	}
	return strings.Join(lines, w.say("list.dot"))
}

// readAs says how a line was read, where that weakens it.
func (w *writer) readAs(read string) string {
	if read == knowledge.Primary || read == "" {
		return ""
	}
	return w.fill("bracket", "what", w.say("read."+read))
}

// visit says what is taken at one visit, and what to bring.
func (w *writer) visit(v *assessment.Visit) string {
	when := w.say("plan.now")
	switch {
	case v.WaitsFor != "":
		when = w.fill("plan.when", "what", v.WaitsFor)
	case v.NotBefore != "":
		when = w.fill("plan.from", "date", w.date(v.NotBefore))
	}
	var names []string
	for _, t := range v.Tests {
		name := w.test(t.ID)
		if t.Status == "optional" {
			name += w.fill("bracket", "what", w.say("direction.conditional-for"))
		}
		names = append(names, name)
	}
	line := v.Name + w.say("list.dot") + when + w.say("clause") + strings.Join(names, w.say("list.names"))
	if v.Bring != "" {
		line += w.say("list.dot") + w.say("plan.bring") + w.say("clause") + v.Bring
	}
	return line
}
