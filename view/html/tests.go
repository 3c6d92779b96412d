package html

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

func itoa(n int) string { return strconv.Itoa(n) }

// plan is the timetable of tests: what is taken together, and from which day it
// counts.
type plan struct {
	Visits   []visit
	Days     string // where the picture ends
	End      string
	Optional string
	Bring    []string
}

// visit is one occasion. From is how far along the picture its first valid day
// lies, Rest what is left of it; empty where it waits for something that has no date.
type visit struct {
	When, Name string
	Class      string // now, later, waits
	From, Rest string
	Tests      []howTaken
	Aims       []aim    // the same, by what they look at
	Enough     []string // of which tests one is enough
	Who        string
	of         *assessment.Visit
}

// howTaken are tests of which the same is said.
type howTaken struct{ Names, How string }

// leastDays is the least that the picture of the plan spans: a quarter, in which
// most repeats fall.
const leastDays = 120

func (p *about) plan() plan {
	var out plan
	span := leastDays
	for i := range p.a.Plan {
		if days, ok := p.daysTo(p.a.Plan[i].NotBefore); ok {
			span = max(span, days*5/4)
		}
	}
	var optional []string
	for i := range p.a.Plan {
		v := &p.a.Plan[i]
		if v.Tests[0].Status == "optional" {
			optional = append(optional, p.a.Optionals(v)...)
			continue
		}
		for _, thing := range p.things(v.Bring) {
			if !slices.Contains(out.Bring, thing) {
				out.Bring = append(out.Bring, thing)
			}
		}
		out.Visits = append(out.Visits, p.visit(v, span))
	}
	if len(optional) > 0 {
		out.Optional = words.Sentence(p.fill("plan.optional", "leading", p.guideline(p.a.Leading), "list", strings.Join(optional, p.say("list.names"))))
	}
	if asOf, err := time.Parse(time.DateOnly, p.a.AsOf); err == nil {
		out.End = p.date(asOf.AddDate(0, 0, span).Format(time.DateOnly))
	}
	return out
}

// things are what to bring to a visit, one by one.
func (p *about) things(bring string) (list []string) {
	for _, thing := range strings.Split(strings.TrimSuffix(bring, p.say("stop")), p.say("list.semicolon")) {
		if thing != "" {
			list = append(list, words.Sentence(thing))
		}
	}
	return list
}

// daysTo is how many days lie between the assessment and a day.
func (p *about) daysTo(day string) (int, bool) {
	from, err := time.Parse(time.DateOnly, p.a.AsOf)
	if err != nil {
		return 0, false
	}
	to, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, false
	}
	return max(0, int(to.Sub(from).Hours()/24)), true
}

func (p *about) visit(v *assessment.Visit, span int) visit {
	out := visit{of: v, When: p.say("plan.now"), Name: v.Name, Class: "now", From: "0%", Rest: "100%"}
	if p.Emergency() {
		out.When = p.say("plan.after")
	}
	switch {
	case v.WaitsFor != "":
		out.When, out.Class, out.From = p.fill("plan.when", "what", v.WaitsFor), "waits", ""
	case v.NotBefore != "":
		out.When, out.Class = p.fill("plan.from", "date", p.date(v.NotBefore)), "later"
		if days, ok := p.daysTo(v.NotBefore); ok {
			out.From, out.Rest = strconv.Itoa(days*100/span)+"%", strconv.Itoa(100-days*100/span)+"%"
		}
	}
	out.When = words.Sentence(out.When)
	var order []string
	names := map[string][]string{}
	for i := range v.Tests {
		t := &v.Tests[i]
		if names[t.How] == nil {
			order = append(order, t.How)
		}
		names[t.How] = append(names[t.How], p.a.PlannedName(t))
	}
	for _, how := range order {
		out.Tests = append(out.Tests, howTaken{p.list(names[how]), how})
	}
	out.Aims, out.Enough = p.aims(v.Tests), p.enough(v.Tests)
	return out
}

// testGlyphs by status.
var testGlyphs = map[string]string{"research-only": "research-only", "due": "due", "repeat": "repeat", "defer": "defer", "done": "agree", "not-recommended": "against", "silent": "silent"}

// tests is every test by status; those of which the same is said stand together.
func (p *summary) tests() (sections []section) {
	for _, status := range []string{"due", "repeat", "defer", "done", "research-only", "not-recommended", "silent"} {
		s := section{Kind: status, Glyph: testGlyphs[status], Head: p.say("test." + status)}
		for _, group := range p.a.Alike(status) {
			s.Lines = append(s.Lines, p.testLine(group))
		}
		if len(s.Lines) > 0 {
			sections = append(sections, s)
		}
	}
	return sections
}

func (p *summary) testLine(group []*assessment.Test) line {
	t := group[0]
	names := make([]string, len(group))
	for i, x := range group {
		names[i] = p.test(x.ID)
		if x.Requested {
			names[i] += p.bracket(p.say("treatment.requested"))
		}
		if result := p.a.Result(x, " "); result != "" {
			names[i] += p.say("clause") + result
		}
		if x.DoneBy != "" {
			names[i] += p.bracket(p.fill("test.doneBy", "test", p.test(x.DoneBy)))
		}
	}
	l := p.stance(p.a.Answering(t.Positions, t.Open), t.Positions, t.Open)
	l.Name = words.Sentence(strings.Join(names, p.say("list.semicolon"))) + p.a.When(t)
	if none := assessment.NotDoneOf(group); len(none) == len(group) {
		l.Name += p.bracket(p.say("test.notDone"))
	} else if len(none) > 0 {
		l.Name += p.bracket(p.fill("test.notDoneOf", "list", p.list(none.Names(p.a))))
	}
	ids := make([]assessment.StatementID, 0, len(t.Positions)+len(t.Because))
	for _, x := range t.Positions {
		ids = append(ids, x.Statement)
	}
	l.Because = p.open(append(ids, t.Because...)...)
	return l
}
