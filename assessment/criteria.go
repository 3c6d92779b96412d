package assessment

import (
	"encoding/json"
	"slices"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/truth"
)

// Criterion is a set of classification criteria. Points are what is sure;
// the Max beside them is what they may still reach.
type Criterion struct {
	ID                  string         `json:"id"`
	Status              string         `json:"status"`
	HasEntry            bool           `json:"-"`
	Scored              bool           `json:"-"` // points are told, not parts
	Begun               bool           `json:"-"` // something of it holds
	Entry               *bool          `json:"entry,omitempty"`
	ClinicalPoints      *int           `json:"clinicalPoints,omitempty"`
	ClinicalPointsMax   *int           `json:"clinicalPointsMax,omitempty"`
	LaboratoryPoints    *int           `json:"laboratoryPoints,omitempty"`
	LaboratoryPointsMax *int           `json:"laboratoryPointsMax,omitempty"`
	Domains             map[string]int `json:"domains,omitempty"`
	DomainsMax          map[string]int `json:"domainsMax,omitempty"`
	Clinical            []string       `json:"clinical,omitempty"`
	Laboratory          []string       `json:"laboratory,omitempty"`
	Category            string         `json:"category,omitempty"`
	NotEvaluable        []string       `json:"notEvaluable,omitempty"`
	Missing             []string       `json:"missing"`
	Statement           StatementID    `json:"statement"`
}

func (w *writer) criteria() {
	for i := range w.verdicts.Criteria {
		score := &w.verdicts.Criteria[i]
		def := score.Criterion
		text := w.worded(score.Met, def.Met, def.NotMet, def.Unknown)
		c := Criterion{ID: def.ID, Status: status(score.Met), Begun: score.Begun(), Category: score.Category, Missing: score.Missing}
		fill(&c.Missing)
		c.Statement = w.state(Statement{Rule: def.ID, Text: text, Guideline: def.Source, Ref: w.text(def.Ref.Text), Read: def.Read},
			grounds{parts: w.parts(score)}, w.open(unique(score.From)))
		c.points(score)
		for _, o := range score.NotEvaluable {
			name := w.subject.Observations[o].Test
			if d := w.subject.Observations[o].Date; d.Known() {
				name += " " + d.String()
			}
			c.NotEvaluable = append(c.NotEvaluable, name)
		}
		w.Criteria = append(w.Criteria, c)
	}
}

// points writes a score in the way its criteria are reported: as points by
// domain where points are added, else as the parts that hold.
func (c *Criterion) points(score *guideline.Score) {
	c.HasEntry, c.Scored = score.Criterion.Entry != nil, score.Criterion.Scored()
	if c.HasEntry && score.Entry.Known() {
		known := score.Entry == truth.Yes
		c.Entry = &known
	}
	for _, side := range score.Sides {
		if !c.Scored {
			held := []string{}
			for _, d := range side.Domains {
				if d.Min > 0 {
					held = append(held, d.Domain.ID)
				}
			}
			if side.Side.ID == "clinical" {
				c.Clinical = held
			} else {
				c.Laboratory = held
			}
			continue
		}
		least, most := side.Min, side.Max
		if side.Side.ID == "clinical" {
			c.ClinicalPoints, c.ClinicalPointsMax = &least, &most
		} else {
			c.LaboratoryPoints, c.LaboratoryPointsMax = &least, &most
		}
		for _, d := range side.Domains {
			if d.Min > 0 {
				c.Domains = put(c.Domains, d.Domain.ID, d.Min)
			}
			if d.Max > d.Min {
				c.DomainsMax = put(c.DomainsMax, d.Domain.ID, d.Max)
			}
		}
	}
}

func unique(refs []finding.Ref) (out []finding.Ref) {
	for _, r := range refs {
		if !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func put(m map[string]int, key string, n int) map[string]int {
	if m == nil {
		m = map[string]int{}
	}
	m[key] = n
	return m
}

// MarshalJSON writes an undecided entry as null, the parts that hold also when
// there are none, and the upper ends only where they differ.
func (c Criterion) MarshalJSON() ([]byte, error) {
	if c.ClinicalPoints != nil && *c.ClinicalPoints == *c.ClinicalPointsMax {
		c.ClinicalPointsMax = nil
	}
	if c.LaboratoryPoints != nil && *c.LaboratoryPoints == *c.LaboratoryPointsMax {
		c.LaboratoryPointsMax = nil
	}
	type plain Criterion
	if c.Scored && c.Domains == nil {
		c.Domains = map[string]int{}
	}
	switch {
	case c.HasEntry:
		return json.Marshal(struct {
			plain
			Entry   *bool          `json:"entry"`
			Domains map[string]int `json:"domains"`
		}{plain(c), c.Entry, c.Domains})
	case c.Scored:
		return json.Marshal(struct {
			plain
			Domains map[string]int `json:"domains"`
		}{plain(c), c.Domains})
	}
	return json.Marshal(struct {
		plain
		Clinical   []string `json:"clinical"`
		Laboratory []string `json:"laboratory"`
	}{plain(c), c.Clinical, c.Laboratory})
}
