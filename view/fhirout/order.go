package fhirout

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// serviceRequest proposes a test or a referral. It stays a draft until somebody
// orders it.
type serviceRequest struct {
	head
	Identifier              []identifier `json:"identifier,omitempty"`
	InstantiatesURI         []string     `json:"instantiatesUri,omitempty"`
	Requisition             *identifier  `json:"requisition"`
	Status                  string       `json:"status"`
	Intent                  string       `json:"intent"`
	Category                []concept    `json:"category,omitempty"`
	Priority                string       `json:"priority,omitempty"`
	Code                    *concept     `json:"code"`
	Subject                 reference    `json:"subject"`
	OccurrencePeriod        *period      `json:"occurrencePeriod,omitempty"`
	AsNeededCodeableConcept *concept     `json:"asNeededCodeableConcept,omitempty"`
	AuthoredOn              string       `json:"authoredOn"`
	Requester               *reference   `json:"requester,omitempty"`
	PerformerType           *concept     `json:"performerType,omitempty"`
	ReasonCode              []concept    `json:"reasonCode,omitempty"`
	ReasonReference         []reference  `json:"reasonReference,omitempty"`
	SupportingInfo          []reference  `json:"supportingInfo,omitempty"`
	Note                    []annotation `json:"note,omitempty"`
	PatientInstruction      string       `json:"patientInstruction,omitempty"`
}

// asked are the statuses of a test that is to be done, now or later.
var asked = []string{"due", "repeat", "defer"}

// partners are the visits at which something is taken from her partner.
var partners = []string{"partner-blood", "partner-semen", "both-blood"}

func (w *writer) writeOrders() {
	for i := range w.a.Tests {
		if t := &w.a.Tests[i]; slices.Contains(asked, t.Status) {
			w.order(t)
		}
	}
}

func (w *writer) order(t *assessment.Test) {
	name := w.test(t.ID)
	rests := append(slices.Clone(t.Because), positionStatements(t.Positions)...)
	head := w.say("test." + t.Status)
	if when := w.when(t); when != "" {
		head += w.say("clause") + when
	}
	lines := append([]string{head}, w.quotes(t.Because...)...)
	if t.Latest != "" {
		lines = append(lines, w.fill("short.result", "result", words.Value(w.base, w.lang, t.Latest)))
	}
	lines = append(lines, w.positions(t.Positions)...)
	r := &serviceRequest{
		Identifier: w.statements(rests...), InstantiatesURI: w.addresses(supporting(t.Positions)...), Requisition: w.runName(), Status: "draft", Intent: "proposal",
		Priority: "routine", Code: w.concept("test", t.ID, name), Subject: w.patient, AuthoredOn: w.day(), Requester: &w.software,
		ReasonCode: w.reasons(append(slices.Clone(t.Because), supporting(t.Positions)...)), ReasonReference: w.looksFor(t.ID), SupportingInfo: w.originals(t.Because),
	}
	r.OccurrencePeriod, r.AsNeededCodeableConcept = w.timing(t)
	if def := w.base.Test(t.ID); def != nil {
		r.PatientInstruction = clean(def.How.In(w.lang))
		if slices.Contains(partners, def.Occasion) {
			lines = append(lines, w.say("fhir.partner."+def.Occasion))
		}
	}
	r.Note = notes(append(lines, w.say("fhir.proposal"))...)
	w.orders = append(w.orders, w.propose("ServiceRequest", "test "+t.ID, r, narrative{words.Sentence(name), append(lines, r.PatientInstruction)}, rests...))
}

// timing is from when a test can be done, or what it waits for. A test that is
// deferred and has no day waits for what defers it.
func (w *writer) timing(t *assessment.Test) (*period, *concept) {
	switch {
	case t.WaitsFor != "":
		return from(t.NotBefore), &concept{Text: clean(t.WaitsFor)}
	case t.NotBefore > w.day():
		return from(t.NotBefore), nil
	case t.Status == "defer":
		var why []string
		for _, id := range t.Because {
			if s := w.a.Statement(id); s != nil {
				why = append(why, s.Text)
			}
		}
		return from(t.NotBefore), &concept{Text: clean(strings.Join(append([]string{w.say("test.defer")}, why...), w.say("clause")))}
	}
	return from(w.day()), nil
}

func from(day string) *period {
	if day == "" {
		return nil
	}
	return &period{Start: day}
}

// when says the timing in words, where there is more to say than the status.
func (w *writer) when(t *assessment.Test) string {
	switch {
	case t.WaitsFor != "":
		return t.WaitsFor
	case t.NotBefore > w.day():
		return w.fill("plan.from", "date", w.date(t.NotBefore))
	}
	return ""
}

func (w *writer) date(day string) string { return words.DateOf(w.lang, day) }

// looksFor are the suggested causes a test would tell more about.
func (w *writer) looksFor(test string) (list []reference) {
	for _, c := range w.a.Causes {
		to, ok := w.conditions[c.ID]
		if !ok || c.Status == knowledge.Excluded {
			continue
		}
		if def := w.base.Cause(c.ID); def != nil && slices.Contains(def.Tests, test) || slices.Contains(c.Missing, test) {
			list = append(list, to)
		}
	}
	return list
}

// reasons are statements in their own words.
func (w *writer) reasons(ids []assessment.StatementID) (list []concept) {
	for i, id := range ids {
		if q := w.quote(id); q != "" && !contains(ids[:i], id) {
			list = append(list, concept{Text: q})
		}
	}
	return list
}

// supporting are the statements of positions that speak for something.
func supporting(list []assessment.Position) (ids []assessment.StatementID) {
	for _, p := range list {
		if supports(p.Direction) && p.Statement != "" {
			ids = append(ids, p.Statement)
		}
	}
	return ids
}

func supports(direction string) bool {
	return direction == knowledge.For || direction == knowledge.ConditionalFor
}

func positionStatements(list []assessment.Position) (ids []assessment.StatementID) {
	for _, p := range list {
		if p.Statement != "" {
			ids = append(ids, p.Statement)
		}
	}
	return ids
}

// priorities are FHIR's four, which have the same order as ours.
var priorities = map[string]string{"emergency": "stat", "urgent": "asap", "soon": "urgent", "routine": "routine"}

func (w *writer) writeReferrals() {
	for _, d := range w.a.Departments {
		name := w.fill("fhir.referral", "department", w.department(d.ID), "urgency", w.say("urgency."+d.Urgency))
		lines := w.quotes(d.Because...)
		w.referrals = append(w.referrals, w.propose("ServiceRequest", "department "+d.ID, &serviceRequest{
			Identifier: w.statements(d.Because...), InstantiatesURI: w.addresses(d.Because...), Requisition: w.runName(), Status: "draft", Intent: "proposal",
			Category: []concept{{Coding: []coding{ours("category", "referral")}}}, Priority: priorities[d.Urgency],
			Code:    &concept{Coding: []coding{ours("department", d.ID)}, Text: clean(name)},
			Subject: w.patient, OccurrencePeriod: from(w.day()), AuthoredOn: w.day(), Requester: &w.software,
			PerformerType: &concept{Coding: []coding{ours("department", d.ID)}, Text: clean(w.department(d.ID))},
			ReasonCode:    w.reasons(d.Because), SupportingInfo: w.originals(d.Because), Note: notes(w.say("fhir.proposal")),
		}, narrative{name, append(lines, w.say("fhir.proposal"))}, d.Because...))
	}
}
