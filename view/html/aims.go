package html

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// aim is what some tests of a visit look at, in plain words, with the tests themselves.
type aim struct {
	Name, Says string
	Tests      []howTaken
}

// plainly tells the plan in short: of each visit what is looked at where a test of it leads, and last what
// can be considered besides. A woman who reads only this needs no name of a test.
func (p *report) plainly() (lines []string) {
	var told, besides []string
	each := func(v *visit, weight string) (names []string) {
		for i := range v.of.Tests {
			t := &v.of.Tests[i]
			name := p.aimOf(t.ID)
			if t.Status == "repeat" {
				name += p.bracket(p.say("plan.repeat"))
			}
			if _, of := p.oneOf(t); of == weight && !slices.Contains(told, name) {
				told, names = append(told, name), append(names, name)
			}
		}
		return names
	}
	for i := range p.Plan.Visits {
		if v := &p.Plan.Visits[i]; v.Class != "waits" {
			if names := each(v, assessment.Recommended); len(names) > 0 {
				lines = append(lines, p.fill("report.visit", "when", v.When, "visit", v.Name, "list", strings.Join(names, p.say("list.and"))))
			}
		}
	}
	for i := range p.Plan.Visits {
		if v := &p.Plan.Visits[i]; v.Class != "waits" {
			besides = append(besides, each(v, assessment.Considered)...)
		}
	}
	if len(besides) > 0 {
		lines = append(lines, p.fill("report.besides", "list", strings.Join(besides, p.say("list.and"))))
	}
	for i := range lines {
		lines[i] += p.say("stop")
	}
	return lines
}

// aimOf is what a test looks at in plain words; its own name where the knowledge has none.
func (p *about) aimOf(test string) string {
	if a := p.base.Aim(test); a != nil {
		return a.Name.In(p.Lang)
	}
	return p.test(test)
}

// aims sorts the tests of a visit by what they look at; what is said of how several are
// taken is said once.
func (p *about) aims(tests []assessment.Planned) (list []aim) {
	at := map[string]int{}
	for i := range tests {
		t := &tests[i]
		name, says := p.aimOf(t.ID), ""
		if a := p.base.Aim(t.ID); a != nil {
			says = a.Says.In(p.Lang)
		}
		k, ok := at[name]
		if !ok {
			k, list = len(list), append(list, aim{Name: words.Sentence(name), Says: says})
			at[name] = k
		}
		of := &list[k].Tests
		if n := slices.IndexFunc(*of, func(h howTaken) bool { return h.How == t.How }); n >= 0 {
			(*of)[n].Names += p.say("list.names") + p.a.PlannedName(t)
			continue
		}
		*of = append(*of, howTaken{words.Sentence(p.a.PlannedName(t)), t.How})
	}
	return list
}

// enough says of a visit with tests of which one is enough, at this or another visit, that
// it is.
func (p *about) enough(tests []assessment.Planned) (lines []string) {
	for i := range tests {
		if tests[i].Choice == "" {
			continue
		}
		if names := p.choice(tests[i].Choice); len(names) > 1 {
			line := words.Sentence(p.fill("report.enough", "list", strings.Join(names, p.say("list.or"))))
			if !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}
