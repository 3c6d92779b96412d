package text

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
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
	for _, t := range p.askedFirst() {
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

// askedFirst puts what she asks about before the rest.
func (p *page) askedFirst() (all []*assessment.Treatment) {
	for _, requested := range []bool{true, false} {
		for i := range p.a.Treatments {
			if p.a.Treatments[i].Requested == requested {
				all = append(all, &p.a.Treatments[i])
			}
		}
	}
	return all
}

// saidOf identifies all that is said of a treatment.
func saidOf(t *assessment.Treatment) string {
	var parts []string
	for _, position := range t.Positions {
		parts = append(parts, string(position.Statement))
	}
	for i := range t.Open {
		parts = append(parts, "open "+t.Open[i].Rule)
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
	var others []*assessment.Position
	if p.standing(t) != nil {
		p.positions(p.list(names), t.Positions)
	} else {
		p.item(4, p.undecided(), stanceColumn, p.list(names))
		for i := range t.Positions {
			others = append(others, &t.Positions[i])
		}
	}
	for _, open := range p.openFor(t) {
		p.open(open)
	}
	p.others(others)
	for i, text := range t.Cautions {
		p.cautionOf(text, t, i)
	}
}

// standing is the position that answers for her; nil while that is undecided: none
// applies yet, or only what nobody has read while the leading guideline's own
// recommendation is open.
func (p *page) standing(t *assessment.Treatment) *assessment.Position {
	if len(t.Positions) == 0 {
		return nil
	}
	first := &t.Positions[0]
	if first.Guideline != p.a.Leading && first.Read == knowledge.Unconfirmed &&
		slices.ContainsFunc(t.Open, func(o assessment.Open) bool { return o.Guideline == p.a.Leading }) {
		return nil
	}
	return first
}

func (p *page) undecided() string { return truths["unknown"] + nbsp + p.say("truth.unknown") }

// mostOpen is how many undecided recommendations are told of a treatment when
// the leading guideline has none; the JSON has them all.
const mostOpen = 2

// openFor picks the undecided recommendations that are told: those of the
// leading guideline, unless it has a position already, or else the first of a
// treatment of which nothing is decided.
func (p *page) openFor(t *assessment.Treatment) (told []*assessment.Open) {
	if slices.ContainsFunc(t.Positions, func(x assessment.Position) bool { return x.Guideline == p.a.Leading && x.Direction != knowledge.Silent }) {
		return nil
	}
	for i := range t.Open {
		if t.Open[i].Guideline == p.a.Leading {
			told = append(told, &t.Open[i])
		}
	}
	if len(told) > 0 || len(t.Positions) > 0 {
		return told
	}
	for i := range t.Open {
		if len(told) < mostOpen {
			told = append(told, &t.Open[i])
		}
	}
	return told
}

// open tells a recommendation that may yet be for her, and what it waits for.
func (p *page) open(o *assessment.Open) {
	whose := []string{p.guideline(o.Guideline)}
	if tag := p.tag(o.Read); tag != "" {
		whose = append(whose, tag)
	}
	p.flow(6, 8, p.fill("treatment.open", "direction", p.direction(o.Direction), "text", o.Text)+
		p.fill("bracket", "what", strings.Join(whose, p.say("list.comma"))))
	p.missing(8, o.Missing)
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
