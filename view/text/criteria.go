package text

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// criteria shows each set of classification criteria: how it stands, what holds
// of it, what could not be read, what is missing. Its own statement says that
// “not met” excludes nothing.
func (p *page) criteria() {
	if len(p.a.Criteria) == 0 {
		return
	}
	p.heading("head.criteria")
	column := p.statusColumn()
	for i := range p.a.Criteria {
		c := &p.a.Criteria[i]
		def := p.base.Criterion(c.ID)
		p.item(2, p.status(c.Status), column, words.Sentence(def.Name.In(p.lang)))
		p.flow(4, 4, p.tell(c.Statement))
		if c.Scored && !c.HasEntry && !c.Begun && c.Status == "unknown" {
			continue // nothing speaks of it: what it would need is no question to her
		}
		p.flow(4, 6, p.score(c, def))
		if len(c.NotEvaluable) > 0 {
			p.flow(4, 6, p.fill("criteria.notEvaluable", "list", strings.Join(words.Facts(p.base, p.lang, c.NotEvaluable), p.say("list.names"))))
		}
		p.missing(4, c.Missing)
	}
}

// score is the points by side, or the parts that hold, as the criteria are
// reported.
func (p *page) score(c *assessment.Criterion, def *knowledge.Criterion) string {
	var parts []string
	if c.HasEntry {
		parts = append(parts, p.entry(c.Entry))
	}
	for _, side := range def.Sides {
		if c.Scored {
			parts = append(parts, p.points(c, side))
		} else {
			parts = append(parts, p.holding(c, side))
		}
	}
	if c.Category != "" {
		parts = append(parts, p.fill("criteria.category", "category", c.Category))
	}
	return words.Sentence(strings.Join(parts, p.say("list.semicolon"))) + p.say("stop")
}

func (p *page) entry(holds *bool) string {
	switch {
	case holds == nil:
		return p.say("criteria.entry.unknown")
	case *holds:
		return p.say("criteria.entry.yes")
	}
	return p.say("criteria.entry.no")
}

// side is what a side is called.
func (p *page) side(s *knowledge.Side) string {
	if name := s.Name.In(p.lang); name != "" {
		return name
	}
	return p.say("criteria." + s.ID)
}

// points of a side, with the domains that surely have some.
func (p *page) points(c *assessment.Criterion, side *knowledge.Side) string {
	least, most := c.LaboratoryPoints, c.LaboratoryPointsMax
	if side.ID == "clinical" {
		least, most = c.ClinicalPoints, c.ClinicalPointsMax
	}
	if least == nil || most == nil {
		return p.side(side)
	}
	text := p.fill("criteria.points", "side", p.side(side),
		"points", p.span(*least, *most), "need", strconv.Itoa(side.Threshold))
	var domains []string
	for _, d := range side.Domains {
		from, to := c.Domains[d.ID], max(c.Domains[d.ID], c.DomainsMax[d.ID])
		if from > 0 {
			domains = append(domains, p.fill("criteria.domain", "name", d.Name.In(p.lang), "points", p.span(from, to)))
		}
	}
	if len(domains) > 0 {
		text += p.say("clause") + strings.Join(domains, p.say("list.and"))
	}
	return text
}

// span is a number of points, or the range it may still reach.
func (p *page) span(least, most int) string {
	if least == most {
		return strconv.Itoa(least)
	}
	return p.fill("criteria.range", "n", strconv.Itoa(least), "max", strconv.Itoa(most))
}

// holding names the parts of a side that hold.
func (p *page) holding(c *assessment.Criterion, side *knowledge.Side) string {
	held := c.Laboratory
	if side.ID == "clinical" {
		held = c.Clinical
	}
	var names []string
	for _, d := range side.Domains {
		if slices.Contains(held, d.ID) {
			names = append(names, d.Name.In(p.lang))
		}
	}
	list := strings.Join(names, p.say("list.and"))
	if list == "" {
		list = p.say("criteria.noPart")
	}
	return p.fill("criteria.parts", "side", p.side(side), "list", list)
}
