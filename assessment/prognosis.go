package assessment

import (
	"math"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/prognosis"
	"github.com/gravida-health/gravida/truth"
	"github.com/gravida-health/gravida/view/words"
)

// Prognosis is one published model held against her. Each predicts its own
// outcome; no two are merged.
type Prognosis struct {
	Model   string `json:"model"`
	Outcome string `json:"outcome"`
	Horizon string `json:"horizon"`
	// Value is a share from 0 to 1 with its 95 % interval where one was
	// published; nil where the model gives her none. Ratio stands in its place
	// where a model only compares odds.
	// Where her age is known to a year or two only, Range gives the least and the
	// greatest share or ratio of those years in its place.
	Value *float64 `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
	Ratio *float64 `json:"ratio,omitempty"`
	Range *Range   `json:"range,omitempty"`
	// Applies is true only where she is known to be like the women of the model.
	// Status tells "no" from "unknown"; while it is unknown the number holds
	// only if what Why says turns out not to be so.
	Applies bool   `json:"applies"`
	Status  string `json:"status"` // yes, no, unknown
	Why     string `json:"why"`
	Text    string `json:"text,omitempty"` // the number as a sentence
	// Group is whose number it is, N how many they were; Interpolated marks a
	// number between two rows of a table.
	Group        string      `json:"group,omitempty"`
	N            int         `json:"n,omitempty"`
	Interpolated bool        `json:"interpolated,omitempty"`
	Counted      []int       `json:"counted"` // the losses that count to the authors
	Missing      []string    `json:"missing"`
	Read         string      `json:"read"`
	Statement    StatementID `json:"statement"`
}

// Range is what a model gives for the years of which one is her age.
type Range struct {
	Least float64 `json:"least"`
	Most  float64 `json:"most"`
	Ages  [2]int  `json:"ages"` // the first and the last of those years
}

// prognosis lists every model, also those that give her no number.
func (w *writer) prognosis(predictions []prognosis.Prediction) {
	for i := range predictions {
		w.Prognosis = append(w.Prognosis, w.prediction(&predictions[i]))
	}
}

func (w *writer) prediction(p *prognosis.Prediction) Prognosis {
	m := p.Model
	out := Prognosis{Model: m.ID, Outcome: m.Outcome, Horizon: m.Horizon, Applies: p.Applies == truth.Yes && p.Known,
		Status: p.Applies.String(), Why: w.why(p), Counted: p.Counted, Missing: p.Missing, Read: p.Read, Interpolated: p.Interpolated}
	fill(&out.Counted)
	fill(&out.Missing)
	if p.Group != nil {
		out.Group, out.N = w.text(p.Group.Says), p.N
	}
	if p.Known {
		w.number(&out, p)
	}
	text := out.Text
	switch {
	case text != "":
	case out.Why == "" || p.Applies != truth.No:
		text = words.Fill(w.lang, "prognosis.open", "model", w.text(m.Name))
	default:
		text = words.Fill(w.lang, "prognosis.none", "model", w.text(m.Name), "why", out.Why)
	}
	out.Statement = w.state(Statement{Rule: m.ID, Text: text, Guideline: m.Source, Ref: w.text(m.Ref.Text), Read: p.Read}, grounds{}, w.open(p.From))
	return out
}

// number writes the share or the ratio, and the sentence that says it.
func (w *writer) number(out *Prognosis, p *prognosis.Prediction) {
	rounded := func(x float64) *float64 { x = math.Round(x*1000) / 1000; return &x }
	write := hundred
	if p.Model.Odds != nil {
		write = func(ratio float64) string { return strconv.FormatFloat(ratio, 'f', 2, 64) }
	}
	n := write(p.Number)
	if most := write(p.Most); n != most {
		n = words.Fill(w.lang, "prognosis.range", "low", write(p.Number), "high", most)
	}
	places := []string{"{n}", n, "{low}", hundred(p.Low), "{high}", hundred(p.High)}
	switch {
	case p.Ages != nil:
		out.Range = &Range{*rounded(p.Number), *rounded(p.Most), [2]int{int(p.Ages.Low), int(p.Ages.High)}}
	case p.Model.Odds != nil:
		out.Ratio = rounded(p.Number)
	default:
		out.Value = rounded(p.Number)
	}
	if p.HasInterval {
		out.Low, out.High = rounded(p.Low), rounded(p.High)
	}
	out.Text = strings.NewReplacer(places...).Replace(w.text(p.Model.Answers))
	if p.Ages != nil {
		out.Text += w.space() + words.Fill(w.lang, "prognosis.ages", "low", strconv.Itoa(int(p.Ages.Low)), "high", strconv.Itoa(int(p.Ages.High)))
	}
}

// hundred writes a share as how many of 100.
func hundred(share float64) string { return strconv.Itoa(int(math.Round(share * 100))) }

// why says why a model gives her no number, or what it still depends on.
func (w *writer) why(p *prognosis.Prediction) string {
	var reasons []string
	for _, v := range p.Refused {
		reasons = append(reasons, w.text(v.Rule.Says))
	}
	if p.Outside != nil && len(reasons) == 0 {
		reasons = append(reasons, w.outside(p.Outside))
	}
	if len(reasons) == 0 {
		for _, v := range p.Open {
			reasons = append(reasons, w.text(v.Rule.Says))
		}
	}
	return strings.Join(reasons, w.space())
}

// space stands between two sentences; Chinese has none.
func (w *writer) space() string {
	if w.lang == "zh" {
		return ""
	}
	return " "
}

func (w *writer) outside(o *prognosis.Outside) string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	value := number(o.Value)
	if o.Most > o.Value {
		value = words.Fill(w.lang, "prognosis.range", "low", value, "high", number(o.Most))
	}
	places := []string{"value", value, "low", number(o.Low), "high", number(o.High)}
	switch {
	case o.Losses:
		return words.Fill(w.lang, "prognosis.outside.losses", places...)
	case o.Term != "":
		return words.Fill(w.lang, "prognosis.outside.term", append(places, "term", w.text(w.base.Term(o.Term).Label))...)
	}
	return words.In(w.lang, "prognosis.outside.group")
}
