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
	p.shortDue(row)
	for i, answer := range p.shortAsked() {
		label := ""
		if i == 0 {
			label = p.say("short.asked")
		}
		p.item(2, label, 16, answer)
	}
	if !p.emergency() {
		p.shortGiven(row)
	}
	row("short.where", p.shortWhere())
	if len(p.a.Questions) > 0 && !p.emergency() && (len(p.a.Tests) == 0 || p.leadingOpen()) {
		row("short.ask", assessment.Joined(p.base, p.a.Questions, p.lang)[0].Ask)
	}
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
// which it is open: where the leading one stands first.
func (p *page) shortRecurrence() string {
	var parts []string
	for _, s := range p.a.Stands() {
		if len(s.Bodies) == len(p.a.Recurrence) {
			parts = append(parts, p.say("short.all."+s.Status))
			continue
		}
		names := make([]string, len(s.Bodies))
		for i, id := range s.Bodies {
			if names[i] = p.guideline(id); id == p.a.Leading {
				names[i] += p.fill("bracket", "what", p.say("recurrence.leads"))
			}
		}
		parts = append(parts, p.fill("short."+s.Status, "list", strings.Join(names, p.say("list.and"))))
	}
	return words.Sentence(strings.Join(parts, p.say("list.semicolon")))
}

func (p *page) causesOf(status string) string {
	var names []string
	for i := range p.a.Causes {
		c := &p.a.Causes[i]
		if p.a.ShownAs(c) != status {
			continue
		}
		name := p.cause(c.ID)
		if losses := p.a.Explains(c); losses != "" {
			name += p.fill("bracket", "what", losses)
		}
		names = append(names, name)
	}
	return p.list(names)
}

// shortDue lists the tests of the plan, what leads before what can be considered, with
// who asks for them.
func (p *page) shortDue(row func(key, text string)) {
	dues := p.a.Dues()
	var backing []*assessment.Backing
	for _, d := range dues {
		backing = append(backing, d.Backing)
	}
	silent := p.a.LeadSilent(backing)
	row("short.lead", silent)
	var order []string
	rows := map[string][]string{}
	for _, d := range dues {
		key := "short." + d.Status
		switch {
		case d.Status != "due":
		case d.Weight == assessment.Considered:
			key = "short.consider"
		case p.emergency():
			key = "short.due-after"
		}
		whose := p.a.Whose(d.Backing, silent != "")
		if key == "short.consider" && d.Direction == knowledge.For {
			whose = words.Sentence(p.say("direction.for")) + p.say("list.comma") + whose
		}
		names := whose + p.say("clause") + strings.Join(d.Names, p.say("list.names"))
		switch v := d.Visit; {
		case v.NotBefore != "":
			names = words.Sentence(p.fill("plan.from", "date", words.DateOf(p.lang, v.NotBefore))) + p.say("clause") + names
		case v.WaitsFor != "":
			names += p.say("list.comma") + v.WaitsFor
		}
		if rows[key] == nil {
			order = append(order, key)
		}
		rows[key] = append(rows[key], names)
	}
	for _, key := range []string{"short.due", "short.due-after", "short.repeat", "short.consider", "short.defer"} {
		if slices.Contains(order, key) {
			row(key, strings.Join(rows[key], p.say("list.stop")))
		}
	}
}

// shortGiven lists what is not for her, and what guidelines are for or let be
// considered, with whose line it is. What she asks about is answered below.
func (p *page) shortGiven(row func(key, text string)) {
	not, yes := p.a.Given()
	tell := func(list []assessment.Given) string {
		var parts []string
		for _, g := range list {
			if g.Of.Requested || g.Backing == nil || g.Kind == knowledge.Silent {
				continue
			}
			stands := p.say("page.forbidden")
			if g.Kind != "forbidden" {
				stands = p.say("direction."+g.Kind) + p.say("list.comma") + p.a.Whose(g.Backing, false)
			}
			parts = append(parts, words.Sentence(p.treatment(g.Of.ID))+p.say("clause")+stands)
		}
		return strings.Join(parts, p.say("list.stop"))
	}
	against := tell(not)
	if len(not) == 0 && len(yes) > 0 {
		against = p.a.Unruled()
	}
	row("short.not", against)
	label := "short.yes"
	if len(p.shortAsked()) > 0 {
		label = "short.besides"
	}
	row(label, tell(yes))
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
		standing := p.a.Standing(t)
		answer := p.shortAnswer(standing, t.Positions, t.Open)
		if standing != nil && standing.Direction != knowledge.Silent {
			answer = p.direction(standing.Direction) + p.fill("bracket", "what", p.a.WhoseOf(t)) + " " + handle(standing.Statement)
		}
		switch {
		case len(t.Forbidden) > 0:
			general := ""
			if p.a.Standing(t) != nil {
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
		answer := p.shortAnswer(p.a.Answering(t.Positions, t.Open), t.Positions, t.Open)
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
		doors = append(doors, p.department(d.ID)+p.fill("bracket", "what", p.a.HowSoon(&d)))
	}
	if len(doors) == 0 {
		return p.say("short.nowhere")
	}
	return p.list(doors)
}
