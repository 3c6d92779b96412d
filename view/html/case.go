package html

import (
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/view/words"
)

// about is what both reports share: whose it is, and what was said of her.
type about struct {
	frame
	trace
	a *assessment.Assessment
}

func newAbout(a *assessment.Assessment, class string, o Options, part string) about {
	return about{frame: newFrame(a.Lang, class, a.Base(), o, part), trace: trace{at: map[assessment.StatementID]bool{}, notes: map[string]assessment.StatementID{}}, a: a}
}

// Case is how the page names her.
func (p *about) Case() string {
	if name := words.Clean(p.a.Case); strings.TrimSpace(name) != "" {
		return name
	}
	return p.say("who.unnamed")
}

// AsOf is the day of the assessment.
func (p *about) AsOf() string { return p.date(p.a.AsOf) }

// Leads is the guideline that leads, and where.
func (p *about) Leads() string {
	return p.fill("who.leads", "leading", p.guideline(p.a.Leading), "setting", p.setting(p.a.Setting))
}

// Knowledge is what answered.
func (p *about) Knowledge() string {
	return p.fill("who.knowledge", "version", p.a.Knowledge.Version)
}

// Age in years, or that it is not known.
func (p *about) Age() string {
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

// Pregnant says whether she is, how far, or that she plans to be.
func (p *about) Pregnant() string {
	s := &p.a.Subject().Status
	word := p.say("who.pregnantUnknown")
	switch {
	case s.Pregnant.Known && s.Pregnant.Value && s.Gestation.Known:
		return p.fill("who.pregnantAt", "gestation", words.Gestation(p.Lang, s.Gestation.Value))
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

// Issues are what in the record could not be trusted.
func (p *about) Issues() []assessment.Issue { return p.a.Issues }
