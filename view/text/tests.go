package text

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// tests is the plan: what is due, to repeat, to wait for, done, and not
// recommended. Tests of which the same is said stand together.
func (p *page) tests() {
	if len(p.a.Tests) == 0 {
		return
	}
	p.heading("head.tests")
	for _, status := range []string{"due", "repeat", "defer", "done", "not-recommended"} {
		groups := alike(p.a.Tests, status)
		if len(groups) == 0 {
			continue
		}
		p.flow(2, 4, testGlyphs[status]+" "+p.say("test."+status))
		for _, group := range groups {
			p.testGroup(group)
		}
	}
}

// alike gathers the tests of a status of which the same is said, in the order
// of the work-up.
func alike(tests []assessment.Test, status string) (groups [][]*assessment.Test) {
	at := map[string]int{}
	for i := range tests {
		t := &tests[i]
		if t.Status != status {
			continue
		}
		key := said(t)
		if _, ok := at[key]; !ok {
			at[key] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[key]] = append(groups[at[key]], t)
	}
	return groups
}

// said identifies all that is said of a test.
func said(t *assessment.Test) string {
	parts := []string{t.NotBefore, t.WaitsFor}
	for _, id := range t.Because {
		parts = append(parts, string(id))
	}
	for _, position := range t.Positions {
		parts = append(parts, string(position.Statement))
	}
	return strings.Join(parts, "|")
}

func (p *page) testGroup(group []*assessment.Test) {
	names := make([]string, len(group))
	for i, t := range group {
		names[i] = p.test(t.ID)
	}
	t := group[0]
	head := p.list(names)
	if when := p.when(t); when != "" {
		head += p.say("list.and") + when
	}
	if len(t.Positions) == 0 {
		p.flow(4, 6, head)
	}
	p.positions(head+"  ", t.Positions)
	for _, id := range t.Because {
		p.flow(6, 6, p.tell(id))
	}
	if t.By != "" {
		p.flow(6, 6, p.fill("test.silent", "leading", p.guideline(p.a.Leading), "by", p.guideline(t.By)))
	}
}

// when says from which day a test is valid, or what it waits for.
func (p *page) when(t *assessment.Test) string {
	switch {
	case t.NotBefore != "" && t.Status != "done":
		return p.fill("test.notBefore", "date", words.DateOf(p.lang, t.NotBefore))
	case t.WaitsFor != "":
		return t.WaitsFor
	}
	return ""
}
