package html

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// remedy is a treatment, or several of which the same is said.
type remedy struct {
	line
	ID        string // where the summary leads
	Forbidden bool
	Cautions  []string
	Again     string // where cautions stand that are told higher up
}

// stance is what answers for her: the sign, whose it is and how it was read, and
// what the others say.
func (p *about) stance(standing *assessment.Position, all []assessment.Position, open []assessment.Open) line {
	l := line{Glyph: knowledge.Silent, Class: knowledge.Silent, Word: p.say("direction.silent")}
	switch {
	case standing != nil:
		l.Glyph, l.Class, l.Word = standing.Direction, standing.Direction, p.say("direction."+standing.Direction)
		if standing.Direction != knowledge.Silent {
			l.Text = p.backing(standing)
		}
	case len(open) > 0:
		l.Glyph, l.Class, l.Word = "unknown", "unknown", p.say("truth.unknown")
	case len(all) > 0:
		l.Glyph, l.Class, l.Word = "unknown", "unknown", p.say("truth.unknown")
	}
	if others := p.others(standing, all); others != "" {
		l.Notes = append(l.Notes, p.say("others")+p.say("clause")+others)
	}
	for _, o := range p.openFor(all, open) {
		whose := p.guideline(o.Guideline)
		if t := tag(o.Read); t != "" {
			whose += p.say("list.comma") + p.say("tag."+t)
		}
		l.Notes = append(l.Notes, p.fill("treatment.open", "direction", p.say("direction."+o.Direction), "text", o.Text)+p.bracket(whose)+" "+p.missing(o.Missing))
	}
	return l
}

// backing says whose a position is, how strong, and how it was read.
func (p *about) backing(x *assessment.Position) string {
	parts := []string{p.guideline(x.Guideline)}
	if x.Strength != "" && x.Strength != "unstated" && x.Read != knowledge.Unconfirmed {
		parts = append(parts, p.say("strength."+x.Strength))
	}
	if t := tag(x.Read); t != "" {
		parts = append(parts, p.say("tag."+t))
	}
	return strings.Join(parts, p.say("list.comma"))
}

// others says how many bodies agree with what answers, and names those that do
// not, by direction.
func (p *about) others(standing *assessment.Position, all []assessment.Position) string {
	var directions []string
	bodies := map[string][]string{}
	agree := map[string]bool{}
	for i := range all {
		x := &all[i]
		switch {
		case x.Direction == knowledge.Silent || standing != nil && x.Guideline == standing.Guideline && x.Direction == standing.Direction:
			continue
		case standing != nil && x.Direction == standing.Direction:
			agree[x.Guideline] = true
			continue
		}
		body := p.guideline(x.Guideline)
		if t := tag(x.Read); t != "" {
			body += p.bracket(p.say("tag." + t))
		}
		says := p.say("direction." + x.Direction)
		if x.General {
			says = p.fill("position.general", "direction", says)
		}
		if bodies[says] == nil {
			directions = append(directions, says)
		}
		if !slices.Contains(bodies[says], body) {
			bodies[says] = append(bodies[says], body)
		}
	}
	var parts []string
	if len(agree) > 0 {
		parts = append(parts, words.Count(p.Lang, "page.agree", len(agree)))
	}
	for _, d := range directions {
		parts = append(parts, d+p.say("clause")+strings.Join(bodies[d], p.say("list.and")))
	}
	return strings.Join(parts, p.say("list.semicolon"))
}

// mostOpen is how many undecided recommendations are told of a treatment when
// the leading guideline has none; the JSON has them all.
const mostOpen = 2

// openFor picks the undecided recommendations that are told: those of the leading
// guideline, unless it has a position already, or else the first of a treatment of
// which nothing is decided.
func (p *about) openFor(positions []assessment.Position, open []assessment.Open) (told []assessment.Open) {
	speaks := func(x assessment.Position) bool { return x.Direction != knowledge.Silent }
	if slices.ContainsFunc(positions, func(x assessment.Position) bool { return x.Guideline == p.a.Leading && speaks(x) }) {
		return nil
	}
	for _, o := range open {
		if o.Guideline == p.a.Leading {
			told = append(told, o)
		}
	}
	if len(told) > 0 || slices.ContainsFunc(positions, speaks) {
		return told
	}
	return open[:min(mostOpen, len(open))]
}

// treatments is what guidelines say for and against, what she asks about or takes
// first; those of which the same is said stand together.
func (p *summary) treatments() (list []remedy) {
	at := map[string]int{}
	p.rowOf = map[string]string{}
	told := map[string]string{} // at which treatment a caution stands
	for _, t := range p.asked() {
		var key []string
		for _, x := range t.Positions {
			key = append(key, string(x.Statement))
		}
		for _, o := range t.Open {
			key = append(key, o.Rule)
		}
		for _, id := range t.CautionStatements {
			key = append(key, string(id))
		}
		k := strings.Join(key, "|")
		if i, ok := at[k]; ok && k != "" {
			list[i].Name += p.say("list.names") + p.treated(t)
			p.rowOf[t.ID] = list[i].ID
			continue
		}
		at[k] = len(list)
		r := p.remedy(t)
		r.ID = "tx-" + t.ID
		r.Cautions, r.Again = nil, ""
		for _, text := range t.Cautions {
			if name, ok := told[text]; ok {
				r.Again = p.fill("page.caution.same", "name", name)
				continue
			}
			told[text], r.Cautions = p.treatment(t.ID), append(r.Cautions, text)
		}
		p.rowOf[t.ID] = r.ID
		list = append(list, r)
	}
	return list
}

// asked puts what she asks about or takes before the rest, and what leads before it.
func (p *about) asked() (all []*assessment.Treatment) {
	var leads, hers, rest []*assessment.Treatment
	for i := range p.a.Treatments {
		switch t := &p.a.Treatments[i]; {
		case p.a.Leads(t):
			leads = append(leads, t)
		case t.Requested || t.Taken:
			hers = append(hers, t)
		default:
			rest = append(rest, t)
		}
	}
	return slices.Concat(leads, hers, rest)
}

// treated is the treatment's name, and whether she takes it or asks about it.
func (p *about) treated(t *assessment.Treatment) string {
	name := p.treatment(t.ID)
	if t.Taken {
		name += p.bracket(p.say("treatment.taken"))
	}
	if t.Requested {
		name += p.bracket(p.say("treatment.requested"))
	}
	return name
}

func (p *about) remedy(t *assessment.Treatment) remedy {
	r := remedy{line: p.stance(p.a.Standing(t), t.Positions, t.Open), Forbidden: len(t.Forbidden) > 0}
	if len(t.Positions)+len(t.Open) == 0 {
		r.Text = p.say("silent.others")
	}
	r.Name = words.Sentence(p.treated(t))
	r.Cautions = t.Cautions
	ids := slices.Clone(t.CautionStatements)
	for _, x := range t.Positions {
		ids = append(ids, x.Statement)
	}
	r.Because = p.open(ids...)
	return r
}
