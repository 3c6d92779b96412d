package fhirout

import (
	"math"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// riskAssessment is one published model held against her. Each has its own
// outcome; none are merged.
type riskAssessment struct {
	head
	Identifier         []identifier `json:"identifier,omitempty"`
	Status             string       `json:"status"`
	Method             *concept     `json:"method"`
	Code               *concept     `json:"code"`
	Subject            reference    `json:"subject"`
	OccurrenceDateTime string       `json:"occurrenceDateTime"`
	Performer          *reference   `json:"performer"`
	Basis              []reference  `json:"basis,omitempty"`
	Prediction         []prediction `json:"prediction,omitempty"`
	Note               []annotation `json:"note,omitempty"`
}

type prediction struct {
	Extension []extension `json:"extension,omitempty"`
	Outcome   *concept    `json:"outcome"`
	// ProbabilityDecimal is a percentage in R4: 71, not 0.71.
	ProbabilityDecimal *float64 `json:"probabilityDecimal,omitempty"`
	// ProbabilityRange stands in its place where her age is known to a year or two.
	ProbabilityRange *spread `json:"probabilityRange,omitempty"`
	WhenPeriod       *period `json:"whenPeriod,omitempty"`
	Rationale        string  `json:"rationale,omitempty"`
}

// intervalExtension holds the 95 % interval around the probability: R4 has room
// for a number or a range, not for both.
const intervalExtension = r4.OwnSystem + "extension:interval"

// modelStatus: a number that hangs on something is preliminary; a model that was
// not made for her gives none.
var modelStatus = map[string]string{"yes": "final", "unknown": "preliminary", "no": "cancelled"}

func (w *writer) writeRisks() {
	for i := range w.a.Prognosis {
		w.risk(&w.a.Prognosis[i])
	}
}

func (w *writer) risk(m *assessment.Prognosis) {
	name, outcome := m.Model, m.Outcome
	if def := w.base.Model(m.Model); def != nil {
		name = def.Name.In(w.lang)
	}
	if o := w.base.PredictedOutcome(m.Outcome); o != nil {
		outcome = o.Name.In(w.lang)
	}
	lines := append(w.quotes(m.Statement), w.hangs(m)...)
	r := &riskAssessment{
		Identifier: w.statements(m.Statement), Status: modelStatus[m.Status], Method: &concept{Coding: []coding{ours("model", m.Model)}, Text: clean(name)},
		Code:    &concept{Coding: []coding{ours("outcome", m.Outcome)}, Text: clean(outcome)},
		Subject: w.patient, OccurrenceDateTime: w.day(), Performer: &w.software, Basis: w.originals([]assessment.StatementID{m.Statement}), Note: notes(lines...),
	}
	if r.Status == "final" && m.Value == nil && m.Ratio == nil && m.Range == nil {
		r.Status = "preliminary"
	}
	told := m.Status != "no" && (m.Value != nil || m.Ratio != nil || m.Range != nil)
	def := w.base.Model(m.Model)
	if told && m.Ratio == nil && (def == nil || def.Odds == nil) {
		r.Prediction = []prediction{w.prediction(m, r.Code)}
	}
	to := w.propose("RiskAssessment", m.Model, r, narrative{name + w.say("list.dot") + outcome, lines}, m.Statement)
	if told {
		w.risks = append(w.risks, to)
	}
}

// prediction is a number of hers. A ratio of odds is neither a probability nor a
// relative risk and is none: it stands in the notes.
func (w *writer) prediction(m *assessment.Prognosis, outcome *concept) prediction {
	p := prediction{Outcome: outcome, WhenPeriod: w.horizon(m.Horizon),
		Rationale: clean(strings.Join(append([]string{m.Text}, w.hangs(m)...), w.say("list.dot")))}
	if m.Value != nil {
		p.ProbabilityDecimal = percent(m.Value)
	}
	if m.Range != nil {
		p.ProbabilityRange = &spread{ofHundred(&m.Range.Least), ofHundred(&m.Range.Most)}
	}
	if m.Low != nil && m.High != nil {
		p.Extension = []extension{{URL: intervalExtension, ValueRange: &spread{ofHundred(m.Low), ofHundred(m.High)}}}
	}
	return p
}

// hangs says whose number it is, and what it hangs on.
func (w *writer) hangs(m *assessment.Prognosis) (lines []string) {
	if m.Group != "" {
		lines = append(lines, w.fill("outlook.group", "group", m.Group))
	}
	if m.Status == "unknown" && m.Why != "" {
		lines = append(lines, w.say("outlook.onlyIf")+w.say("clause")+m.Why)
	}
	if line := w.missing(m.Missing); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// percent writes a share of 1 as one of 100, with the digits the share has.
func percent(share *float64) *float64 {
	p := math.Round(*share*1000) / 10
	return &p
}

func ofHundred(share *float64) *quantity {
	return &quantity{Value: *percent(share), Unit: "%", System: "http://unitsofmeasure.org", Code: "%"}
}

// horizon is the time in which an outcome is predicted, where that is a time on
// the calendar: 5y, 12m. The next pregnancy has no date.
func (w *writer) horizon(written string) *period {
	from, err := date.Parse(w.day())
	if err != nil || !from.Full() {
		return nil
	}
	var years int
	if n, ok := strings.CutSuffix(written, "y"); ok {
		years, _ = strconv.Atoi(n)
	} else if n, ok := strings.CutSuffix(written, "m"); ok {
		if months, _ := strconv.Atoi(n); months%12 == 0 {
			years = months / 12
		}
	}
	if years == 0 {
		return nil
	}
	return &period{Start: w.day(), End: knowledge.Span{Years: years}.After(from).String()}
}
