package text

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// inShort is what a clinician wants within a minute. Everything in it stands
// again below, with its handles.
func (p *page) inShort() {
	p.heading("head.short")
	row := func(key, text string) {
		if text != "" {
			p.item(2, p.say(key), 16, text)
		}
	}
	row("short.recurrent", p.shortRecurrence())
	row("cause.established", orNothing(p, p.causesOf("established")))
	row("cause.suspected", orNothing(p, p.causesOf("suspected")))
	if also := p.causesOf("risk"); also != "" {
		row("short.risk", also)
	}
	for _, status := range []string{"due", "repeat", "defer"} {
		key := "short." + status
		if status == "due" && p.emergency() {
			key = "short.due-after"
		}
		row(key, p.shortTests(status, func(t *assessment.Test) bool { return status != "due" || !consider(t) }))
		if status == "due" {
			row("short.consider", p.shortTests(status, consider))
		}
	}
	for i, answer := range p.shortAsked() {
		label := ""
		if i == 0 {
			label = p.say("short.asked")
		}
		p.item(2, label, 16, answer)
	}
	row("short.where", p.shortWhere())
	if len(p.a.Questions) > 0 && !p.emergency() && (len(p.a.Tests) == 0 || p.leadingOpen()) {
		row("short.ask", assessment.Joined(p.base, p.a.Questions, p.lang)[0].Ask)
	}
}

// consider reports a test that the guideline that decides only lets consider.
func consider(t *assessment.Test) bool {
	return len(t.Positions) > 0 && t.Positions[0].Direction == knowledge.ConditionalFor
}

// emergency reports a danger that comes before every test.
func (p *page) emergency() bool {
	return slices.ContainsFunc(p.a.RedFlags, func(f assessment.RedFlag) bool { return f.Urgency == "emergency" })
}

func orNothing(p *page, s string) string {
	if s == "" {
		return p.say("short.none")
	}
	return s
}

// leadingOpen reports that the guideline that leads cannot say yet whether this
// is recurrent, and so which tests it asks for.
func (p *page) leadingOpen() bool {
	return slices.ContainsFunc(p.a.Recurrence, func(r assessment.Recurrence) bool {
		return r.Definition == p.a.Leading && r.Status == "unknown"
	})
}

// shortRecurrence says which bodies call it recurrent, which do not, and for
// which it is open.
func (p *page) shortRecurrence() string {
	var parts []string
	for _, status := range []string{"met", "not-met", "unknown"} {
		var bodies []string
		for _, r := range p.a.Recurrence {
			if r.Status == status {
				bodies = append(bodies, p.guideline(r.Definition))
			}
		}
		switch {
		case len(bodies) == 0:
		case len(bodies) == len(p.a.Recurrence):
			parts = append(parts, p.say("short.all."+status))
		default:
			parts = append(parts, p.fill("short."+status, "list", strings.Join(bodies, p.say("list.and"))))
		}
	}
	return words.Sentence(strings.Join(parts, p.say("list.semicolon")))
}

func (p *page) causesOf(status string) string {
	var names []string
	for _, c := range p.a.Causes {
		if p.shownAs(&c) == status {
			names = append(names, p.cause(c.ID))
		}
	}
	return p.list(names)
}

// shortTests lists some tests of one status, those of one date or one reason to
// wait together.
func (p *page) shortTests(status string, which func(*assessment.Test) bool) string {
	var order []string
	first, names := map[string]*assessment.Test{}, map[string][]string{}
	for i := range p.a.Tests {
		t := &p.a.Tests[i]
		if t.Status != status || !which(t) {
			continue
		}
		when := p.a.When(t)
		if first[when] == nil {
			first[when], order = t, append(order, when)
		}
		names[when] = append(names[when], p.test(t.ID))
	}
	parts := make([]string, len(order))
	for i, when := range order {
		parts[i] = p.list(names[when]) + when
		if t := first[when]; t.NotBefore != "" {
			parts[i] = words.Sentence(p.a.NotBefore(t)) + p.say("clause") + strings.Join(names[when], p.say("list.names"))
		}
	}
	return strings.Join(parts, p.say("list.stop"))
}

// shortAsked answers, one by one, what she or her doctor asks about, as the
// guideline that decides has it. What is not for her at all is said before
// anything that is said in general.
func (p *page) shortAsked() (answers []string) {
	for i := range p.a.Treatments {
		t := &p.a.Treatments[i]
		if !t.Requested {
			continue
		}
		answer := p.shortAnswer(p.standing(t), t.Positions, t.Open)
		switch {
		case len(t.Forbidden) > 0:
			general := ""
			if p.standing(t) != nil {
				general = p.fill("short.general", "answer", answer)
			}
			answer = p.forbidden() + p.say("clause") + p.a.Statement(t.Forbidden[0]).Text + " " + handle(t.Forbidden[0]) + general
		case len(t.Cautions) > 0:
			answer += p.fill("short.caution", "glyph", caution+nbsp)
		}
		answers = append(answers, words.Sentence(p.treatment(t.ID))+p.say("clause")+answer)
	}
	for i := range p.a.Tests {
		t := &p.a.Tests[i]
		if !t.Requested {
			continue
		}
		answer := p.shortAnswer(p.answering(t.Positions, t.Open), t.Positions, t.Open)
		if result := p.a.Result(t, nbsp); result != "" {
			answer += p.fill("short.result", "result", result)
		}
		answers = append(answers, words.Sentence(p.test(t.ID))+p.say("clause")+answer)
	}
	return answers
}

// shortAnswer is a position in a few words. Where another guideline decides while
// the leading one is open, both are said.
func (p *page) shortAnswer(position *assessment.Position, all []assessment.Position, open []assessment.Open) string {
	switch {
	case len(all)+len(open) == 0:
		return p.say("short.others")
	case position == nil:
		return p.undecided()
	case position.Direction == knowledge.Silent:
		return p.say("short.silent")
	}
	answer := p.direction(position.Direction) + p.backing(position)
	if position.Guideline != p.a.Leading && p.leadingWaits(open) {
		answer += p.fill("short.leadingOpen", "leading", p.guideline(p.a.Leading))
	}
	return answer
}

// shortWhere names the first doors.
func (p *page) shortWhere() string {
	var doors []string
	for i, d := range p.a.Departments {
		if i == 3 {
			break
		}
		doors = append(doors, p.department(d.ID)+p.fill("bracket", "what", p.say("urgency."+d.Urgency)))
	}
	if len(doors) == 0 {
		return p.say("short.nowhere")
	}
	return p.list(doors)
}
