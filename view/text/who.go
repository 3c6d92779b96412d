package text

import (
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/view/words"
)

// who says whose assessment this is, of what day and by what.
func (p *page) who() {
	p.flow(0, 2, p.caseName()+p.say("list.dot")+strings.Join([]string{p.age(), p.pregnant()}, p.say("list.dot")))
	p.flow(0, 2, strings.Join([]string{
		words.Sentence(p.fill("who.asOf", "date", words.DateOf(p.lang, p.a.AsOf))),
		p.fill("who.leads", "leading", p.guideline(p.a.Leading), "setting", p.setting(p.a.Setting)),
		p.fill("who.knowledge", "version", p.a.Knowledge.Version),
	}, p.say("list.dot")))
}

func (p *page) caseName() string {
	if name := clean(p.a.Case); name != "" {
		return name
	}
	if p.hers {
		return words.Sentence(p.say("who.you"))
	}
	return p.say("who.unnamed")
}

func (p *page) age() string {
	c := p.a.Subject()
	years := 0
	if fewest, most, ok := date.YearsBetween(c.Born.Value, c.AsOf); c.Born.Known && ok && fewest == most {
		years = fewest
	} else if c.Age.Known {
		years = c.Age.Value
	}
	if years == 0 {
		return p.say("who.ageUnknown")
	}
	return p.fill("who.years", "n", strconv.Itoa(years))
}

func (p *page) pregnant() string {
	s := &p.a.Subject().Status
	word := p.say("who.pregnantUnknown")
	switch {
	case s.Pregnant.Known && s.Pregnant.Value && s.Gestation.Known:
		return p.fill("who.pregnantAt", "gestation", words.Gestation(p.lang, s.Gestation.Value))
	case s.Pregnant.Known && s.Pregnant.Value:
		return p.say("who.pregnant")
	case s.Pregnant.Known:
		word = p.say("who.notPregnant")
	}
	if s.PlanningPregnancy.Known && s.PlanningPregnancy.Value {
		word += p.say("list.comma") + p.say("who.planning")
	}
	return word
}
