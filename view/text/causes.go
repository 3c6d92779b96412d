package text

import (
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// causes groups every cause by how far it is settled, the most certain first.
func (p *page) causes() {
	p.heading("head.causes")
	for _, status := range []string{"established", "suspected", "risk", "excluded", "not-examined", "not-indicated"} {
		var group []*assessment.Cause
		for i := range p.a.Causes {
			if c := &p.a.Causes[i]; p.a.ShownAs(c) == status {
				group = append(group, c)
			}
		}
		if len(group) == 0 {
			continue
		}
		p.flow(2, 4, causeGlyphs[status]+" "+p.fill("cause."+status, "leading", p.guideline(p.a.Leading)))
		switch status {
		case "established", "suspected", "risk":
			p.openCauses(group)
		case "excluded":
			p.clearCauses(group)
		default:
			p.flow(4, 4, p.causeList(group))
		}
	}
	p.labels()
}

// labels explains the words on her record that not every place knows.
func (p *page) labels() {
	if len(p.a.Labels) == 0 {
		return
	}
	p.flow(2, 4, causeGlyphs["label"]+" "+p.say("cause.label"))
	for _, label := range p.a.Labels {
		p.flow(4, 6, words.Sentence(p.base.Word(knowledge.Conditions, label.ID).Name.In(p.lang)))
		p.because(6, label.Statements)
	}
}

// openCauses says of each what speaks for it, who leads, and what is missing
// beside the diagnosis itself.
func (p *page) openCauses(group []*assessment.Cause) {
	for _, c := range group {
		p.flow(4, 6, words.Sentence(p.cause(c.ID))+p.say("list.dot")+p.department(c.Department))
		p.because(6, c.Statements)
		if losses := p.a.Explains(c); losses != "" {
			p.flow(6, 8, words.Sentence(losses))
		}
		if c.Treated != nil {
			p.flow(6, 8, p.a.TreatedSince(c.Treated))
		}
		p.missing(6, slices.DeleteFunc(slices.Clone(c.Missing), func(fact string) bool { return fact == c.ID }))
	}
}

// clearCauses gives each its reason in a line.
func (p *page) clearCauses(group []*assessment.Cause) {
	for _, c := range group {
		line := words.Sentence(p.cause(c.ID))
		for i, id := range c.Statements {
			switch {
			case i > 0:
				line += " "
			case p.told[id]:
				line += p.say("clause") + p.say("above") + " "
			default:
				line += p.say("clause")
			}
			line += p.tell(id)
		}
		p.flow(4, 6, line)
	}
}

func (p *page) causeList(group []*assessment.Cause) string {
	names := make([]string, len(group))
	for i, c := range group {
		names[i] = p.cause(c.ID)
		for _, id := range c.Statements {
			names[i] += " " + handle(id)
		}
	}
	return p.list(names)
}
