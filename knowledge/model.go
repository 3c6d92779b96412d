package knowledge

import (
	"fmt"
	"slices"
)

// Model is one published way to a number about what may come, or one published
// number. Models are never merged: each keeps its outcome, its horizon and its
// population.
type Model struct {
	ID     string `yaml:"id"`
	Name   Text   `yaml:"name"`
	Source string `yaml:"source"`
	Ref    Both   `yaml:"ref"`
	Read   string `yaml:"read"` // of the numbers; the weakest that is used
	About  *About `yaml:"about"`
	Advice `yaml:",inline"`

	Outcome string `yaml:"outcome"` // one of Base.Predicted
	Horizon string `yaml:"horizon"` // 5y, 12m, next-pregnancy
	// Answers is the number as a sentence: {n} of 100, {low} to {high}; for odds
	// {n} is the ratio.
	Answers Text `yaml:"answers"`
	// Counts is how the authors counted losses; nil where losses play no part.
	Counts *Count `yaml:"counts"`

	// Exactly one of these gives the number.
	Bands    []*Band   `yaml:"bands"`
	Table    *Table    `yaml:"table"`
	Logistic *Logistic `yaml:"logistic"`
	Odds     *Odds     `yaml:"odds"`

	// Refuse are the conditions under which a woman is not of the population.
	Refuse []*Rule  `yaml:"refuse"`
	At     Position `yaml:"-"`

	// Rule stands for the model where a statement rests on it.
	Rule *Rule `yaml:"-"`
}

// Band is a number that was published for a group. The first whose condition
// holds is hers.
type Band struct {
	When  string   `yaml:"when"`
	Value float64  `yaml:"value"` // a share, 0 to 1
	Low   *float64 `yaml:"low"`   // its 95 % interval; nil where none was read
	High  *float64 `yaml:"high"`
	N     int      `yaml:"n"`    // of the group; 0 where it was not read
	Says  Text     `yaml:"says"` // which group: "age 35 to 39"
	Read  string   `yaml:"read"`
	At    Position `yaml:"-"`

	// Rule holds When against a case.
	Rule *Rule `yaml:"-"`
}

// Table gives shares by a number and by the losses that count. Between two rows
// the share lies on the line between them; outside them there is none.
type Table struct {
	Rows struct {
		Term string    `yaml:"term"`
		At   []float64 `yaml:"at"`
	} `yaml:"rows"`
	Columns []int       `yaml:"columns"` // losses
	Cells   [][]float64 `yaml:"cells"`
}

// Logistic is a share p with ln(p/(1-p)) = intercept + the sum of the terms.
type Logistic struct {
	Intercept float64        `yaml:"intercept"`
	Terms     []*Coefficient `yaml:"terms"`
}

// Coefficient multiplies a number, the losses that count, or 1 where a flag
// holds.
type Coefficient struct {
	Term   string  `yaml:"term"`
	Losses bool    `yaml:"losses"`
	Flag   string  `yaml:"flag"`
	Minus  float64 `yaml:"minus"` // the number is centred on it
	Times  float64 `yaml:"times"`
}

// Odds compares her odds with those of a woman the authors chose, or we name.
// It gives no share.
type Odds struct {
	Against Text         `yaml:"against"`
	Terms   []*OddsRatio `yaml:"terms"`
}

// OddsRatio is the factor for every Per above From, or where a flag holds.
type OddsRatio struct {
	Term   string  `yaml:"term"`
	Losses bool    `yaml:"losses"`
	Flag   string  `yaml:"flag"`
	Per    float64 `yaml:"per"`
	From   float64 `yaml:"from"`
	Ratio  float64 `yaml:"ratio"`
}

// Picture says which of the numbers that are hers is drawn as a picture: one of an
// outcome, read in one of these ways, and of several the first by the order.
type Picture struct {
	Outcomes []string `yaml:"outcomes"`
	Read     []string `yaml:"read"`
	// Facts are what a number should take into account of her: terms of the
	// vocabulary, and losses, the number of her losses.
	Facts []string `yaml:"facts"`
	Order []string `yaml:"order"` // of: facts, read, interval, size, soonest
	// Unless is a term of the vocabulary, made of others: where it holds, one of these
	// decides more than any average, and none is drawn.
	Unless string `yaml:"unless"`
	// AtHerAge are the outcomes of which a number by her age goes before an average.
	AtHerAge []string `yaml:"atHerAge"`
	At       Position `yaml:"-"`
}

// The words of a picture's order: the number that takes more of her facts into
// account, that was read better, that has an interval, that rests on more women, that looks
// less far ahead.
const (
	ByFacts    = "facts"
	ByRead     = "read"
	ByInterval = "interval"
	BySize     = "size"
	BySoonest  = "soonest"
)

// OfLosses is the number of losses among the facts of a picture.
const OfLosses = "losses"

// checkPicture checks that every word of the picture means something.
func (r *reader) checkPicture() {
	p := r.base.Picture
	if p == nil {
		return
	}
	for _, id := range p.Outcomes {
		r.ref(p.At, "outcome", id, r.base.PredictedOutcome(id) != nil, ids(r.base.Predicted, func(n *Named) string { return n.ID }))
	}
	for _, id := range p.AtHerAge {
		r.ref(p.At, "atHerAge", id, r.base.PredictedOutcome(id) != nil, ids(r.base.Predicted, func(n *Named) string { return n.ID }))
	}
	if p.Unless != "" {
		r.termRef(p.At, p.Unless)
	}
	for _, word := range p.Read {
		r.word(p.At, "read", word, reads)
	}
	for _, name := range p.Facts {
		if name != OfLosses {
			r.termRef(p.At, name)
		}
	}
	for _, word := range p.Order {
		r.word(p.At, "order", word, []string{ByFacts, ByRead, ByInterval, BySize, BySoonest})
	}
}

// Named is an id with its name.
type Named struct {
	ID   string   `yaml:"id"`
	Name Text     `yaml:"name"`
	At   Position `yaml:"-"`
}

// ModelNotEncoded is a published model that is not computed, with the reason.
type ModelNotEncoded struct {
	ID     string   `yaml:"id"`
	Says   Text     `yaml:"says"`
	Reason Text     `yaml:"reason"`
	At     Position `yaml:"-"`
}

// model adds a model, its conditions among the rules.
func (r *reader) model(m *Model) {
	r.base.Models = append(r.base.Models, m)
	m.Rule = &Rule{ID: m.ID, Source: m.Source, Topic: m.Name, Says: m.Answers, Ref: m.Ref, Read: m.Read, At: m.At, Model: m}
	for _, rule := range m.Refuse {
		if rule.Source == "" {
			rule.Source = m.Source
		}
		rule.Topic, rule.Model = m.Name, m
		r.base.Rules = append(r.base.Rules, rule)
	}
	for i, b := range m.Bands {
		b.Rule = &Rule{ID: fmt.Sprintf("%s-%d", m.ID, i+1), Source: m.Source, Topic: m.Name, Says: b.Says, When: b.When,
			Ref: m.Ref, Read: b.Read, At: b.At, Model: m, Band: true}
		r.base.Bands = append(r.base.Bands, b.Rule)
	}
}

// checkModel checks what a model says beyond what every rule does.
func (r *reader) checkModel(m *Model) {
	r.source(m.At, m.Source)
	r.word(m.At, "read", m.Read, reads)
	r.both(m.At, "ref", m.Ref)
	if m.Ref == (Both{}) {
		r.problems.Add(m.At, "no ref", "the place in the source where the numbers stand", "")
	}
	r.eachText(m.At, []field{{"name", m.Name}, {"answers", m.Answers}})
	r.advice(m.At, m.Advice)
	r.about(m.At, m.About)
	r.ref(m.At, "outcome", m.Outcome, r.base.PredictedOutcome(m.Outcome) != nil, ids(r.base.Predicted, func(n *Named) string { return n.ID }))
	if m.Horizon == "" {
		r.problems.Add(m.At, "no horizon", "5y, 12m, next-pregnancy", "")
	}
	shapes := 0
	for _, has := range []bool{len(m.Bands) > 0, m.Table != nil, m.Logistic != nil, m.Odds != nil} {
		if has {
			shapes++
		}
	}
	if shapes != 1 {
		r.problems.Add(m.At, fmt.Sprintf("%d ways to the number", shapes), "one of bands, table, logistic, odds", "")
	}
	r.numbers(m)
}

func (r *reader) numbers(m *Model) {
	share := func(at Position, values ...float64) {
		for _, v := range values {
			if v < 0 || v > 1 {
				r.problems.Add(at, fmt.Sprintf("a share of %g", v), "0 to 1", "")
			}
		}
	}
	losses := false
	for _, b := range m.Bands {
		share(b.At, b.Value)
		r.texts(b.At, "says", b.Says)
		r.word(b.At, "read", b.Read, reads)
		if (b.Low == nil) != (b.High == nil) || b.Low != nil && (*b.Low > b.Value || *b.High < b.Value) {
			r.problems.Add(b.At, fmt.Sprintf("%g outside its interval", b.Value), "low <= value <= high, or neither end", "")
		}
	}
	if t := m.Table; t != nil {
		losses = true
		r.numberTerm(m.At, t.Rows.Term)
		if len(t.Cells) != len(t.Rows.At) || !slices.IsSorted(t.Rows.At) || !slices.IsSorted(t.Columns) {
			r.problems.Add(m.At, fmt.Sprintf("%d rows of cells for %d rows", len(t.Cells), len(t.Rows.At)), "rising rows and columns, and a line of cells for each row", "")
		}
		for _, row := range t.Cells {
			share(m.At, row...)
			if len(row) != len(t.Columns) {
				r.problems.Add(m.At, fmt.Sprintf("%d cells for %d columns", len(row), len(t.Columns)), "a cell for each column", "")
			}
		}
	}
	if l := m.Logistic; l != nil {
		for _, c := range l.Terms {
			losses = r.input(m.At, c.Term, c.Flag, c.Losses) || losses
		}
	}
	if o := m.Odds; o != nil {
		r.texts(m.At, "against", o.Against)
		for _, c := range o.Terms {
			losses = r.input(m.At, c.Term, c.Flag, c.Losses) || losses
			if c.Ratio <= 0 || c.Flag == "" && c.Per <= 0 {
				r.problems.Add(m.At, fmt.Sprintf("ratio %g per %g", c.Ratio, c.Per), "a ratio above 0, and per how much of a number", "")
			}
		}
	}
	if losses && m.Counts == nil {
		r.problems.Add(m.At, "losses without counts", "how the authors counted losses", "")
	}
}

// input checks one input of a formula and reports whether it is the losses.
func (r *reader) input(at Position, term, flag string, losses bool) bool {
	switch {
	case losses && term == "" && flag == "":
	case !losses && term != "" && flag == "":
		r.numberTerm(at, term)
	case !losses && term == "" && flag != "":
		r.termRef(at, flag)
	default:
		r.problems.Add(at, "an input of a formula", "one of term, losses, flag", "")
	}
	return losses
}

func (r *reader) numberTerm(at Position, name string) {
	r.termRef(at, name)
	if t := r.base.terms[name]; t != nil && t.Type != "number" {
		r.problems.Add(at, fmt.Sprintf("%s is a %s", name, t.Type), "a term that is a number", "")
	}
}

// Model finds a model of prognosis.
func (b *Base) Model(id string) *Model {
	if i := slices.IndexFunc(b.Models, func(m *Model) bool { return m.ID == id }); i >= 0 {
		return b.Models[i]
	}
	return nil
}

// PredictedOutcome finds an outcome that models predict.
func (b *Base) PredictedOutcome(id string) *Named {
	if i := slices.IndexFunc(b.Predicted, func(n *Named) bool { return n.ID == id }); i >= 0 {
		return b.Predicted[i]
	}
	return nil
}
