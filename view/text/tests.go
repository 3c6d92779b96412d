package text

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
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
		groups := p.a.Alike(status)
		if len(groups) == 0 {
			continue
		}
		p.flow(2, 4, testGlyphs[status]+" "+p.say("test."+status))
		for _, group := range groups {
			p.testGroup(group)
		}
	}
}

func (p *page) testGroup(group []*assessment.Test) {
	names := make([]string, len(group))
	for i, t := range group {
		names[i] = p.test(t.ID)
		if t.Requested {
			names[i] += p.fill("bracket", "what", p.say("treatment.requested"))
		}
		if result := p.a.Result(t, nbsp); result != "" {
			names[i] += p.say("clause") + result
		}
		if t.DoneBy != "" {
			names[i] += p.fill("bracket", "what", p.fill("test.doneBy", "test", p.test(t.DoneBy)))
		}
	}
	t := group[0]
	head := words.Sentence(strings.Join(names, p.say("list.semicolon")))
	head += p.a.When(t)
	if none := assessment.NotDoneOf(group); len(none) == len(group) {
		head += p.fill("bracket", "what", p.say("test.notDone"))
	} else if len(none) > 0 {
		head += p.fill("bracket", "what", p.fill("test.notDoneOf", "list", strings.Join(none.Names(p.a), p.say("list.names"))))
	}
	switch {
	case t.Requested:
		p.decided(head, p.a.Answering(t.Positions, t.Open), t.Positions, t.Open)
	case t.Status == "done" || t.Status == "not-recommended":
		p.brief(head, t.Positions)
	default:
		p.positions(head, t.Positions)
	}
	p.because(6, t.Because)
}
