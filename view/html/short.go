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
func (p *about) told(visits []visit, wanted func(*visit) bool) (lines []string) {
	var all []assessment.Planned
	for i := range visits {
		if v := &visits[i]; wanted(v) {
			all = append(all, v.of.Tests...)
		}
	}
	var done, besides []string // choices that were told; what can be considered
	for i := range visits {
		v := &visits[i]
		if !wanted(v) {
			continue
		}
		var lead []string
		for k := range v.of.Tests {
			t := &v.of.Tests[k]
			name, weight := p.a.NotedName(t), t.Weight
			if t.Choice != "" {
				name, weight = p.oneOf(t.Choice, all)
			}
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

// oneOf names the tests of one purpose, those that lead first.
func (p *about) oneOf(choice string, tests []assessment.Planned) (name, weight string) {
	var names []string
	for _, weight := range []string{assessment.Recommended, assessment.Considered} {
		for i := range tests {
			if t := &tests[i]; t.Choice == choice && t.Weight == weight {
				names = append(names, p.a.NotedName(t))
			}
		}
	}
	weight = assessment.Considered
	if slices.ContainsFunc(tests, func(t assessment.Planned) bool { return t.Choice == choice && t.Weight == assessment.Recommended }) {
		weight = assessment.Recommended
	}
	if len(names) == 1 {
		return names[0], weight
	}
	i := slices.IndexFunc(p.base.Choices, func(c *knowledge.Panel) bool { return c.ID == choice })
	return p.fill("plan.oneOf", "purpose", p.base.Choices[i].Name.In(p.Lang), "list", strings.Join(names, p.say("list.or"))), weight
}
