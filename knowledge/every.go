package knowledge

import (
	"fmt"
	"slices"
	"strings"
)

// EveryRule is every rule a statement can name: also when a body's work-up is
// complete, and its definition.
func (b *Base) EveryRule() []*Rule {
	rules := slices.Clone(b.Rules)
	for _, g := range b.Guidelines {
		if g.Unexplained != nil {
			rules = append(rules, g.Unexplained)
		}
		if d := g.Definition; d != nil {
			rules = append(rules, &Rule{ID: g.ID + "-definition", Source: g.ID, Says: d.Met, Ref: d.Ref, Read: d.Read, At: d.At,
				When: fmt.Sprintf("%d or more: %s", d.Losses, d.Counts.String())})
		}
	}
	return rules
}

// String says in one line which pregnancies a definition counts.
func (c *Count) String() string {
	line := strings.Join(c.Outcomes, ", ")
	if c.Before > 0 {
		line += fmt.Sprintf(" before %dw%dd", c.Before/7, c.Before%7)
	}
	if len(c.Documented) > 0 {
		line += ", shown by " + strings.Join(c.Documented, " or ")
	}
	if c.Consecutive {
		line += ", in a row"
	}
	if c.SamePartner {
		line += ", with one partner"
	}
	return line
}
