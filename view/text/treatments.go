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

// askedFirst puts what she asks about before the rest, and what leads before it.
func (p *page) askedFirst() (all []*assessment.Treatment) {
	var leads, hers, rest []*assessment.Treatment
	for i := range p.a.Treatments {
		switch t := &p.a.Treatments[i]; {
		case p.a.Leads(t):
			leads = append(leads, t)
		case t.Requested:
			hers = append(hers, t)
		default:
			rest = append(rest, t)
		}
	}
	return slices.Concat(leads, hers, rest)
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
	t, name := group[0], p.list(names)
	standing := p.a.Standing(t)
	if len(t.Forbidden) > 0 {
		p.item(4, p.forbidden(), stanceColumn, name)
		for _, id := range t.Forbidden {
			p.told[id] = false // a reader of this line alone must see why
			p.flow(6, 6, p.tell(id))
		}
		if standing == nil { // what may yet be said of others helps nobody here
			p.others(spoken(t.Positions))
			return
		}
		p.flow(6, 6, p.say("treatment.general"))
		name = ""
	}
	p.decided(name, standing, t.Positions, t.Open)
	for i, text := range t.Cautions {
		if !slices.Contains(t.Forbidden, t.CautionStatements[i]) {
			p.cautionOf(text, t, i)
		}
	}
}

// decided writes what the guidelines say of something, or that it is undecided
// and what it waits for.
func (p *page) decided(name string, standing *assessment.Position, positions []assessment.Position, open []assessment.Open) {
	var others []*assessment.Position
	switch {
	case standing != nil:
		p.positions(name, positions)
	case len(positions)+len(open) == 0:
		p.item(4, p.direction(knowledge.Silent), stanceColumn, name)
		p.flow(6, 6, p.say("silent.others"))
	default:
		p.item(4, p.undecided(), stanceColumn, name)
		others = spoken(positions)
	}
	for _, o := range p.openFor(positions, open) {
		p.open(o)
	}
	p.others(others)
}

// spoken are the positions that say something.
func spoken(positions []assessment.Position) (list []*assessment.Position) {
	for i := range positions {
		if positions[i].Direction != knowledge.Silent {
			list = append(list, &positions[i])
		}
	}
	return list
}

// leadingWaits reports that a recommendation of the leading guideline may yet be
// for her.
func (p *page) leadingWaits(open []assessment.Open) bool {
	return slices.ContainsFunc(open, func(o assessment.Open) bool { return o.Guideline == p.a.Leading })
}

// forbidden stands in place of a direction where something is not for her at all,
// whatever guidelines say of others.
func (p *page) forbidden() string {
	return directions[knowledge.Against] + nbsp + strings.ReplaceAll(p.say("treatment.forbidden"), " ", nbsp)
}

func (p *page) undecided() string { return truths["unknown"] + nbsp + p.say("truth.unknown") }

// mostOpen is how many undecided recommendations are told of a treatment when
// the leading guideline has none; the JSON has them all.
const mostOpen = 2

// openFor picks the undecided recommendations that are told: those of the
// leading guideline, unless it has a position already, or else the first of a
// treatment of which nothing is decided.
func (p *page) openFor(positions []assessment.Position, open []assessment.Open) (told []*assessment.Open) {
	if slices.ContainsFunc(positions, func(x assessment.Position) bool { return x.Guideline == p.a.Leading && x.Direction != knowledge.Silent }) {
		return nil
	}
	for i := range open {
		if open[i].Guideline == p.a.Leading {
			told = append(told, &open[i])
		}
	}
	decided := slices.ContainsFunc(positions, func(x assessment.Position) bool { return x.Direction != knowledge.Silent })
	if len(told) > 0 || decided {
		return told
	}
	for i := range open {
		if len(told) < mostOpen {
			told = append(told, &open[i])
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
