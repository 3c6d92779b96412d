package html

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
)

// told is the plan in a few lines: of each visit what leads, and last, in a line of
// its own, what can be considered besides. Tests of one purpose stand together, with
// the first visit at which one of them leads.
func (p *about) told(visits []visit) (lines []string) {
	var done, besides []string // choices that were told; what can be considered
	for i := range visits {
		v := &visits[i]
		var lead []string
		for k := range v.of.Tests {
			t := &v.of.Tests[k]
			name, weight := p.oneOf(t)
			switch {
			case t.Choice != "" && slices.Contains(done, t.Choice):
				continue
			case weight == assessment.Considered && !slices.Contains(besides, name):
				besides = append(besides, name)
			case weight == assessment.Recommended && t.Weight == assessment.Considered:
				continue // told where it leads
			case weight == assessment.Recommended:
				lead = append(lead, name)
			}
			done = append(done, t.Choice)
		}
		if len(lead) > 0 {
			lines = append(lines, v.When+p.say("clause")+strings.Join(lead, p.say("list.names")))
		}
	}
	if len(besides) > 0 {
		lines = append(lines, p.fill("plan.considered.list", "list", strings.Join(besides, p.say("list.names"))))
	}
	return lines
}

// oneOf names a test of the plan, with those of the same purpose where one of them is
// enough, and says whether it or one of them leads.
func (p *about) oneOf(t *assessment.Planned) (name, weight string) {
	if t.Choice == "" {
		return p.a.NotedName(t), t.Weight
	}
	weight = assessment.Considered
	if p.ofChoice(t.Choice, assessment.Recommended) != nil {
		weight = assessment.Recommended
	}
	names := p.choice(t.Choice)
	if len(names) == 1 {
		return names[0], weight
	}
	i := slices.IndexFunc(p.base.Choices, func(c *knowledge.Panel) bool { return c.ID == t.Choice })
	return p.fill("plan.oneOf", "purpose", p.base.Choices[i].Name.In(p.Lang), "list", strings.Join(names, p.say("list.or"))), weight
}

// choice names the tests of one purpose in the whole plan, those that lead first: in
// short, in the timetable and on the sheet it is the same choice.
func (p *about) choice(choice string) []string {
	return append(p.ofChoice(choice, assessment.Recommended), p.ofChoice(choice, assessment.Considered)...)
}

func (p *about) ofChoice(choice, weight string) (names []string) {
	for i := range p.a.Plan {
		for k := range p.a.Plan[i].Tests {
			if t := &p.a.Plan[i].Tests[k]; t.Choice == choice && t.Weight == weight && t.Status != "optional" {
				names = append(names, p.a.NotedName(t))
			}
		}
	}
	return names
}
