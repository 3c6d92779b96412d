package text

import (
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// redFlags comes first: each danger with what to do now, or that there is none
// on this record, and what is not known that could be one.
func (p *page) redFlags() {
	p.heading("head.redFlags")
	for _, flag := range p.a.RedFlags {
		p.flag(flag)
		p.because(5, flag.Because)
	}
	open := p.a.OpenFlags()
	if len(p.a.RedFlags) == 0 {
		mark := truths["yes"]
		if len(open) > 0 {
			mark = truths["unknown"] // nobody has looked yet
		}
		p.item(2, mark, 5, p.say("flags.none"))
	}
	if len(open) > 0 {
		p.flow(5, 5, p.fill("flags.open", "list", words.Some(p.lang, open)))
	}
}

// flag is one danger: where to go and how soon, and what to do.
func (p *page) flag(flag assessment.RedFlag) {
	mark := caution
	if flag.Urgency == "emergency" {
		mark = urgent
	}
	where := p.say("urgency."+flag.Urgency) + p.say("list.dot") + p.department(flag.Department)
	p.item(2, mark, 5, words.Sentence(where))
	p.flow(5, 5, flag.Act)
}
