package text

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
)

// treatments shows what the guidelines say for and against each treatment, and
// what to be careful with. Those of which the same is said stand together.
func (p *page) treatments() {
	if len(p.a.Treatments) == 0 {
		return
	}
	p.headingBy("head.treatments")
	var order []string
	groups := map[string][]*assessment.Treatment{}
	for i := range p.a.Treatments {
		t := &p.a.Treatments[i]
		key := saidOf(t)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], t)
	}
	for _, key := range order {
		p.treatmentGroup(groups[key])
	}
}

// saidOf identifies all that is said of a treatment.
func saidOf(t *assessment.Treatment) string {
	var parts []string
	for _, position := range t.Positions {
		parts = append(parts, string(position.Statement))
	}
	for _, id := range t.CautionStatements {
		parts = append(parts, "caution "+string(id))
	}
	return strings.Join(parts, "|")
}

func (p *page) treatmentGroup(group []*assessment.Treatment) {
	names := make([]string, len(group))
	for i, t := range group {
		names[i] = p.treated(t)
	}
	t := group[0]
	p.positions(p.list(names), t.Positions)
	for i, text := range t.Cautions {
		p.cautionOf(text, t, i)
	}
}

// treated is the treatment's name, and whether she takes it or asks about it.
func (p *page) treated(t *assessment.Treatment) string {
	name := p.treatment(t.ID)
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
