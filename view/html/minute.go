package html

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// The boxes of the summary that is read in a minute.

// Recurrent says which bodies call it recurrent, which do not, and for which it
// is open: where the leading one stands first.
func (p *summary) Recurrent() (parts []line) {
	for _, status := range []string{"met", "not-met", "unknown"} {
		var bodies []string
		leads := false
		for _, r := range p.a.Recurrence {
			switch {
			case r.Status != status:
			case r.Definition == p.a.Leading:
				bodies, leads = slices.Insert(bodies, 0, p.guideline(r.Definition)+p.bracket(p.say("recurrence.leads"))), true
			default:
				bodies = append(bodies, p.guideline(r.Definition))
			}
		}
		if len(bodies) == 0 {
			continue
		}
		l := line{Glyph: status, Class: status, Word: words.Sentence(p.say("status." + status)), Text: strings.Join(bodies, p.say("list.and"))}
		if leads {
			parts = slices.Insert(parts, 0, l)
		} else {
			parts = append(parts, l)
		}
	}
	return parts
}

// mostGiven is how many treatments of a kind the summary names.
const mostGiven = 6

// Given are the treatments by how they stand for her, what must not be given first.
// Each stands with its caution and its sources further down.
func (p *summary) Given() (lines []line) {
	named := map[string][]string{}
	for _, t := range p.asked() {
		standing := p.standing(t)
		kind := "open"
		switch {
		case len(t.Forbidden) > 0:
			kind = "forbidden"
		case standing != nil:
			kind = standing.Direction
		}
		name := p.treatment(t.ID)
		if len(t.Cautions) > 0 && kind != "forbidden" {
			name += p.bracket(p.say("page.careful"))
		}
		if kind != "open" || t.Requested || t.Taken {
			named[kind] = append(named[kind], name)
		}
	}
	for _, kind := range []string{"forbidden", knowledge.Against, knowledge.ConditionalAgainst, knowledge.For, knowledge.ConditionalFor, knowledge.ResearchOnly, "open"} {
		names := named[kind]
		if len(names) == 0 {
			continue
		}
		if more := len(names) - mostGiven; more > 1 {
			names = append(names[:mostGiven:mostGiven], words.Count(p.Lang, "page.more", more))
		}
		l := line{Class: kind, Text: p.list(names)}
		switch kind {
		case "forbidden":
			l.Class, l.Word = knowledge.Against, words.Sentence(p.say("page.forbidden"))
		case "open":
			l.Class, l.Word = "unknown", words.Sentence(p.say("truth.unknown"))
		default:
			l.Word = words.Sentence(p.say("direction." + kind))
		}
		lines = append(lines, l)
	}
	return lines
}

// Doors are the first departments.
func (p *summary) Doors() []line { return p.Departments[:min(mostDoors, len(p.Departments))] }

// mostDoors is how many departments the summary names.
const mostDoors = 3

// Due are the tests to take, what is recommended before what can be considered: each line
// with its occasion.
func (p *summary) Due() (lines []line) {
	for _, told := range p.told(p.Plan.Visits, func(v *visit) bool { return v.Class != "waits" }) {
		when, names, ok := strings.Cut(told, p.say("clause"))
		if !ok {
			when, names = "", told
		}
		lines = append(lines, line{Name: when, Text: names})
	}
	return lines
}
