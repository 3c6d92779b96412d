package text

import (
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// treatments shows what the guidelines say for and against each treatment, and
// what to be careful with.
func (p *page) treatments() {
	if len(p.a.Treatments) == 0 {
		return
	}
	p.headingBy("head.treatments")
	for i := range p.a.Treatments {
		t := &p.a.Treatments[i]
		p.positions(p.treated(t), t.Positions, false)
		for j, text := range t.Cautions {
			p.cautionOf(text, t, j)
		}
	}
}

// treated is the treatment's name, and whether she takes it or asks about it.
func (p *page) treated(t *assessment.Treatment) string {
	name := words.Sentence(p.treatment(t.ID))
	if t.Taken {
		name += p.fill("bracket", "what", p.say("treatment.taken"))
	}
	if t.Requested {
		name += p.fill("bracket", "what", p.say("treatment.requested"))
	}
	return name
}

func (p *page) cautionOf(text string, t *assessment.Treatment, i int) {
	if i < len(t.CautionStatements) {
		text = p.tell(t.CautionStatements[i])
	}
	p.flow(6, 8, caution+nbsp+p.say("treatment.caution")+p.say("clause")+text)
}
