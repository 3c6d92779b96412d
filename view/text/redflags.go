package text

import (
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// redFlags comes first: each danger with what to do now, and what is not known that
// could be one. That there is none is said only where every one is decided.
func (p *page) redFlags() {
	p.heading("head.redFlags")
	for _, flag := range p.a.RedFlags {
		p.flag(flag)
		p.because(5, flag.Because)
	}
	open := p.a.Unexcluded()
	switch {
	case open != "": // nobody has looked yet
		p.item(2, truths["unknown"], 5, open)
		if would := p.a.Would(); would != "" {
			p.flow(5, 5, would)
		}
	case len(p.a.RedFlags) == 0:
		p.item(2, truths["yes"], 5, p.say("flags.none"))
	}
}

// flag is one danger: where to go and how soon, and what she is told to do.
func (p *page) flag(flag assessment.RedFlag) {
	mark := caution
	if flag.Urgency == "emergency" {
		mark = urgent
	}
	where := p.say("urgency."+flag.Urgency) + p.say("list.dot") + p.department(flag.Department)
	p.item(2, mark, 5, words.Sentence(where))
	p.flow(5, 5, p.say("flags.hers")+p.say("clause")+flag.Act)
}
