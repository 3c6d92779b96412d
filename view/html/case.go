package html

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// about is what both reports share: whose it is, and what was said of her.
type about struct {
	frame
	trace
	a *assessment.Assessment
}

func newAbout(a *assessment.Assessment, class string, o Options, parts ...string) about {
	return about{frame: newFrame(a.Lang, class, a.Base(), o, parts...), trace: trace{at: map[assessment.StatementID]bool{}, notes: map[string]assessment.StatementID{}}, a: a}
}

// Case is how the page names her.
func (p *about) Case() string {
	if name := p.CaseID(); name != "" {
		return name
	}
	return p.say("who.unnamed")
}

// CaseID is the id of her case; "" where she has none.
func (p *about) CaseID() string { return strings.TrimSpace(words.Clean(p.a.Case)) }

// AsOf is the day of the assessment.
func (p *about) AsOf() string { return p.date(p.a.AsOf) }

// Leads is the guideline that leads, and where.
func (p *about) Leads() string {
	return p.fill("who.leads", "leading", p.guideline(p.a.Leading), "setting", p.setting(p.a.Setting))
}

// Why says why the leading guideline leads: the place asks for it, or somebody chose it.
func (p *about) Why() string {
	key := "who.leads.place"
	if s := p.base.Setting(p.a.Setting); s == nil || s.Leading != p.a.Leading {
		key = "who.leads.chosen"
	}
	return p.fill(key, "leading", p.guideline(p.a.Leading), "setting", p.setting(p.a.Setting))
}

// Knowledge is what answered.
func (p *about) Knowledge() string {
	return p.fill("who.knowledge", "version", p.a.Knowledge.Version)
}

// Age in years, or that it is not known.
func (p *about) Age() string { return words.Age(p.Lang, p.a.Subject()) }

// Pregnant says whether she is, how far, or that she plans to be.
func (p *about) Pregnant() string { return words.Pregnant(p.Lang, &p.a.Subject().Status) }

// Issues are what in the record could not be trusted.
func (p *about) Issues() []assessment.Issue { return p.a.Issues }

// Settings are the countries, with the address of the page in each.
func (p *about) Settings() (links []Link) {
	if p.Links.Setting == nil {
		return nil
	}
	for _, s := range p.base.Settings {
		links = append(links, Link{p.Links.Setting(s.ID), p.setting(s.ID), "", s.ID == p.a.Setting})
	}
	return links
}
