package text

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// tests is the plan: what is due, to repeat, to wait for, done, and not
// recommended. Tests of which the same is said stand together. What needs no
// doing has no words, only the handles that open them, unless it was asked for.
func (p *page) tests() {
	if len(p.a.Tests) == 0 {
		return
	}
	p.headingBy("head.tests")
	for _, status := range []string{"due", "repeat", "defer", "done", "research-only", "not-recommended", "silent"} {
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

// shelf is a test's status, where one that is kept for research is no refusal.
func shelf(t *assessment.Test) string {
	if t.Status == "not-recommended" && len(t.Positions) > 0 && t.Positions[0].Direction == knowledge.ResearchOnly {
		return knowledge.ResearchOnly
	}
	return t.Status
}

// alike gathers the tests of a status of which the same is said, in the order
// of the work-up.
func alike(tests []assessment.Test, status string) (groups [][]*assessment.Test) {
	at := map[string]int{}
	for i := range tests {
		t := &tests[i]
		if shelf(t) != status {
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
	parts := []string{t.NotBefore, t.WaitsFor, t.DoneBy}
	if t.Requested {
		parts = append(parts, t.ID) // what is asked about has an answer of its own
	}
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
		if t.Requested {
			names[i] += p.fill("bracket", "what", p.say("treatment.requested"))
		}
		if result := p.result(t); result != "" {
			names[i] += p.say("clause") + result
		}
		if t.DoneBy != "" {
			names[i] += p.fill("bracket", "what", p.fill("test.doneBy", "test", p.test(t.DoneBy)))
		}
	}
	t := group[0]
	head := words.Sentence(strings.Join(names, p.say("list.semicolon")))
	head += p.when(t)
	switch {
	case t.Requested:
		p.decided(head, p.answering(t.Positions, t.Open), t.Positions, t.Open)
	case t.Status == "done" || t.Status == "not-recommended":
		p.brief(head, t.Positions)
	default:
		p.positions(head, t.Positions)
	}
	p.because(6, t.Because)
}

// when says, after a test's name, from which day it is valid or what it waits
// for.
func (p *page) when(t *assessment.Test) string {
	switch {
	case t.Status == "done":
	case t.NotBefore != "":
		return p.say("list.comma") + p.notBefore(t)
	case t.WaitsFor != "":
		return p.fill("bracket", "what", t.WaitsFor)
	}
	return ""
}

// notBefore is the day from which a test is valid; one that has passed says so.
func (p *page) notBefore(t *assessment.Test) string {
	key := "test.notBefore"
	if t.NotBefore <= p.a.AsOf {
		key = "test.since"
	}
	return p.fill(key, "date", words.DateOf(p.lang, t.NotBefore))
}
