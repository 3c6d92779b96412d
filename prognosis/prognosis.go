// Package prognosis computes published models of what may come, each for
// itself: what it predicts, by when, for whom. It averages nothing, and where a
// woman is not of the population a model was made in, it gives no number.
package prognosis

import (
	"math"
	"slices"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Prediction is one model held against one case.
type Prediction struct {
	Model *knowledge.Model

	// Applies: No where she is outside the population or the range of the model,
	// Unknown while that cannot be said. Only a No takes the number away.
	Applies truth.Value
	// Refused are the reasons why she is outside, Open those that may yet turn
	// out to hold.
	Refused, Open []*guideline.Verdict
	Outside       *Outside // the number that lies outside the model; nil otherwise

	// Number is a share from 0 to 1, or, for odds, a ratio; Low and High its 95 %
	// interval where one was published. They are set only when Known.
	// Where her age is known to a year or two only, Number is the least that those
	// years give, Most the greatest, and Ages says which years; otherwise Most is
	// Number and Ages is nil.
	Known        bool
	Number, Most float64
	Ages         *Ages
	HasInterval  bool
	Low, High    float64
	N            int             // of the group the number was observed in; 0 where that was not read
	Group        *knowledge.Band // the group that is hers, where the model has groups
	Interpolated bool            // it lies between two rows of a table
	Read         string          // how this number was read

	Uses    []string // the terms that the number takes into account
	Counted []int    // 1-based positions of the losses that count to the authors
	Missing []string
	From    []finding.Ref
}

// Ages are the years of which one is hers: a year or month of birth leaves them
// open.
type Ages struct {
	Term      string // a term of the vocabulary
	Low, High float64
}

// Outside says which number lies outside what the model was made for.
type Outside struct {
	Losses    bool   // the losses that count, otherwise Term
	Term      string // a term of the vocabulary
	Value     float64
	Most      float64 // where the number only spans some years, the last of them; else 0
	Low, High float64 // what the model was made for
}

// Predict holds every model against the case.
func Predict(v *guideline.Verdicts, base *knowledge.Base) []Prediction {
	out := make([]Prediction, len(base.Models))
	for i, m := range base.Models {
		out[i] = predict(v, m)
	}
	return out
}

func predict(v *guideline.Verdicts, m *knowledge.Model) Prediction {
	c := computation{Prediction: Prediction{Model: m, Applies: truth.Yes, Read: m.Read}, set: v.Findings}
	c.population(v)
	if m.Counts != nil {
		c.losses = v.Findings.Count(m.Counts)
		c.Counted, c.From = c.losses.Counted, c.losses.From
	}
	if len(m.Bands) > 0 {
		c.bands(v)
	} else {
		c.formula()
	}
	if c.Applies == truth.No {
		c.Known, c.Missing = false, nil
	} else if len(c.Missing) > 0 {
		c.Applies = truth.Unknown
	}
	return c.Prediction
}

// computation is a prediction on its way.
type computation struct {
	Prediction
	set    *finding.Set
	losses finding.Tally
	// assumed is the year taken for the term that Ages names.
	assumed float64
}

// population answers whether she is like the women of the model.
func (c *computation) population(v *guideline.Verdicts) {
	for i := range v.Rules {
		verdict := &v.Rules[i]
		if verdict.Rule.Model != c.Model || verdict.Rule.Band {
			continue
		}
		c.Applies = truth.And(c.Applies, truth.Not(verdict.Applies))
		switch verdict.Applies {
		case truth.Yes:
			c.Refused = append(c.Refused, verdict)
		case truth.Unknown:
			c.Open = append(c.Open, verdict)
			c.lacks(guideline.Lacks(v.Findings, *verdict))
		}
	}
}

// bands takes the first group that is hers. One before it that may be hers
// leaves the number open.
func (c *computation) bands(v *guideline.Verdicts) {
	var open []string
	for i := range v.Rules {
		verdict := &v.Rules[i]
		if verdict.Rule.Model != c.Model || !verdict.Rule.Band {
			continue
		}
		for _, slot := range verdict.Used {
			c.uses(v.Findings.Base.Vocabulary[slot].Name)
			c.rests(verdict.Finding(v.Findings, slot).From)
		}
		switch verdict.Applies {
		case truth.Unknown:
			open = append(open, guideline.Lacks(v.Findings, *verdict)...)
		case truth.Yes:
			if len(open) > 0 {
				c.lacks(open)
				return
			}
			c.take(c.Model.Bands[slices.IndexFunc(c.Model.Bands, func(b *knowledge.Band) bool { return b.Rule == verdict.Rule })])
			return
		}
	}
	if len(open) > 0 {
		c.lacks(open)
		return
	}
	c.Applies, c.Outside = truth.No, &Outside{}
}

func (c *computation) take(b *knowledge.Band) {
	c.Known, c.Number, c.Most, c.N, c.Group, c.Read = true, b.Value, b.Value, b.N, b, b.Read
	if b.Low != nil {
		c.HasInterval, c.Low, c.High = true, *b.Low, *b.High
	}
}

// formula gives the number of a table or a formula: one, or, where a term only
// spans some years, the least and the greatest that any of them gives.
func (c *computation) formula() {
	open := c.open()
	if open == nil {
		c.compute()
		c.Most = c.Number
		return
	}
	var all computation
	outside := 0
	for x := open.Low; x <= open.High; x++ {
		one := *c
		one.assumed, one.Ages = x, open
		one.compute()
		if one.Applies == truth.No {
			outside++
		}
		if x == open.Low {
			all, all.Most = one, one.Number
			continue
		}
		all.Number, all.Most = min(all.Number, one.Number), max(all.Most, one.Number)
		all.Known, all.Interpolated = all.Known && one.Known, all.Interpolated || one.Interpolated
	}
	*c = all
	switch years := int(open.High-open.Low) + 1; {
	case outside == years: // whichever year is hers, she is outside
		c.Applies = truth.No
		if c.Outside != nil && !c.Outside.Losses {
			c.Outside.Most = open.High
		}
	case outside > 0:
		c.Applies, c.Known, c.Outside = truth.Unknown, false, nil
		c.lacks(c.set.Get(open.Term).Lacks)
	}
	if !c.Known || c.Number == c.Most {
		c.Ages = nil
	}
}

// open is the term of the formula that only spans some years; nil when there is
// none.
func (c *computation) open() *Ages {
	var terms []string
	switch m := c.Model; {
	case m.Table != nil:
		terms = append(terms, m.Table.Rows.Term)
	case m.Logistic != nil:
		for _, t := range m.Logistic.Terms {
			terms = append(terms, t.Term)
		}
	default:
		for _, t := range m.Odds.Terms {
			terms = append(terms, t.Term)
		}
	}
	for _, term := range terms {
		if f := c.set.Get(term); f != nil && f.Spans {
			return &Ages{term, f.Low, f.High}
		}
	}
	return nil
}

// compute fills the model in.
func (c *computation) compute() {
	switch m := c.Model; {
	case m.Table != nil:
		c.table(m.Table)
	case m.Logistic != nil:
		c.logistic(m.Logistic)
	default:
		c.odds(m.Odds)
	}
}

// table reads a share between two rows, in the column of her losses.
func (c *computation) table(t *knowledge.Table) {
	x, okX := c.number(t.Rows.Term)
	n, okN := c.counted()
	if okX && (x < t.Rows.At[0] || x > t.Rows.At[len(t.Rows.At)-1]) {
		c.outside(Outside{Term: t.Rows.Term, Value: x, Low: t.Rows.At[0], High: t.Rows.At[len(t.Rows.At)-1]})
	}
	column := slices.Index(t.Columns, int(n))
	if okN && column < 0 {
		c.outside(Outside{Losses: true, Value: n, Low: float64(t.Columns[0]), High: float64(t.Columns[len(t.Columns)-1])})
	}
	if !okX || !okN || c.Applies == truth.No {
		return
	}
	row, exact := slices.BinarySearch(t.Rows.At, x)
	c.Known, c.Interpolated = true, !exact
	if exact {
		c.Number = t.Cells[row][column]
		return
	}
	below, above := t.Rows.At[row-1], t.Rows.At[row]
	part := (x - below) / (above - below)
	c.Number = t.Cells[row-1][column]*(1-part) + t.Cells[row][column]*part
}

// logistic adds the terms up.
func (c *computation) logistic(l *knowledge.Logistic) {
	sum, ok := l.Intercept, true
	for _, term := range l.Terms {
		x, known := c.input(term.Term, term.Flag, term.Losses)
		ok = ok && known
		sum += (x - term.Minus) * term.Times
	}
	if c.Known = ok; ok {
		c.Number = 1 / (1 + math.Exp(-sum))
	}
}

// odds multiplies the factors.
func (c *computation) odds(o *knowledge.Odds) {
	product, ok := 1.0, true
	for _, term := range o.Terms {
		x, known := c.input(term.Term, term.Flag, term.Losses)
		ok = ok && known
		if term.Flag == "" {
			x = (x - term.From) / term.Per
		}
		product *= math.Pow(term.Ratio, x)
	}
	if c.Known = ok; ok {
		c.Number = product
	}
}

// input is one input of a formula: a number, the losses, or 1 for a flag that
// holds and 0 for one that does not.
func (c *computation) input(term, flag string, losses bool) (float64, bool) {
	switch {
	case losses:
		return c.counted()
	case term != "":
		return c.number(term)
	}
	f := c.set.Get(flag)
	c.uses(flag)
	c.rests(f.From)
	switch f.Value {
	case truth.Yes:
		return 1, true
	case truth.No:
		return 0, true
	}
	c.lacks(f.Lacks)
	return 0, false
}

func (c *computation) number(term string) (float64, bool) {
	f := c.set.Get(term)
	c.uses(term)
	c.rests(f.From)
	switch {
	case c.Ages != nil && c.Ages.Term == term:
		return c.assumed, true
	case !f.Known:
		c.lacks(f.Lacks)
	}
	return f.Number, f.Known
}

// counted is how many of her losses count to the authors.
func (c *computation) counted() (float64, bool) {
	c.uses(knowledge.OfLosses)
	if c.losses.Min != c.losses.Max {
		c.lacks(c.losses.Lacks)
		return 0, false
	}
	return float64(c.losses.Min), true
}

func (c *computation) outside(o Outside) {
	c.Applies, c.Outside = truth.No, &o
}

func (c *computation) lacks(facts []string) {
	for _, f := range facts {
		if !slices.Contains(c.Missing, f) {
			c.Missing = append(c.Missing, f)
		}
	}
}

func (c *computation) uses(term string) {
	if !slices.Contains(c.Uses, term) {
		c.Uses = append(c.Uses, term)
	}
}

func (c *computation) rests(refs []finding.Ref) {
	for _, r := range refs {
		if !slices.Contains(c.From, r) {
			c.From = append(c.From, r)
		}
	}
}
