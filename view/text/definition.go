package text

import (
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// definition says what a body counts as recurrent, where the statement is its
// definition: how many of which pregnancies, until when, and on what terms.
func (p *page) definition(s *assessment.Statement) string {
	g := p.base.Guideline(s.Guideline)
	if g == nil || g.Definition == nil || s.Rule != g.ID+"-definition" {
		return ""
	}
	count := &g.Definition.Counts
	outcomes := make([]string, len(count.Outcomes))
	for i, id := range count.Outcomes {
		outcomes[i] = string(id)
		if o := p.base.Outcome(string(id)); o != nil {
			outcomes[i] = o.Name.In(p.lang)
		}
	}
	parts := []string{p.fill("counts.losses", "n", strconv.Itoa(g.Definition.Losses), "list", strings.Join(outcomes, p.say("list.and")))}
	add := func(holds bool, key string, pairs ...string) {
		if holds {
			parts = append(parts, p.fill("counts."+key, pairs...))
		}
	}
	add(count.From > 0, "from", "gestation", p.days(int(count.From)))
	add(count.Before > 0, "before", "gestation", p.days(int(count.Before)))
	add(count.Consecutive, "consecutive")
	add(count.SamePartner, "samePartner")
	add(count.Unexplained, "unexplained")
	shown := make([]string, len(count.Documented))
	for i, how := range count.Documented {
		shown[i] = words.Value(p.base, p.lang, how)
	}
	add(len(shown) > 0, "documented", "list", strings.Join(shown, p.say("list.or")))
	return strings.Join(parts, p.say("list.semicolon"))
}

// days writes completed days as a gestation.
func (p *page) days(n int) string {
	return words.Gestation(p.lang, patient.Gestation{Min: n, Max: n})
}
