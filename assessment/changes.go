package assessment

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Change is one thing that two assessments of the same case do not share. An
// empty side means that it is not there.
type Change struct {
	Section string `json:"section"` // redFlags, recurrence, causes …, as in the assessment
	ID      string `json:"id"`      // the cause, test, rule …
	What    string `json:"what"`    // status, direction, text …
	Old     string `json:"old"`
	New     string `json:"new"`
}

// Changes lists what differs between two assessments in meaning or words, in the
// order of the document. Numbers of statements mean nothing and are left out.
func Changes(before, after *Assessment) []Change {
	old, now := before.aspects(), after.aspects()
	values := make(map[Change]string, len(now))
	for _, x := range now {
		values[x.key()] = x.New
	}
	var out []Change
	for _, x := range old {
		v, ok := values[x.key()]
		delete(values, x.key())
		if !ok || v != x.New {
			out = append(out, Change{x.Section, x.ID, x.What, x.New, v})
		}
	}
	for _, x := range now {
		if _, added := values[x.key()]; added {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(sectionPlace(a.Section), sectionPlace(b.Section)) })
	return out
}

func (c Change) key() Change { return Change{Section: c.Section, ID: c.ID, What: c.What} }

// sections in the order of the document; the words come last.
var sections = []string{"redFlags", "recurrence", "criteria", "causes", "tests", "departments", "treatments", "prognosis", "advice", "questions", "statements"}

func sectionPlace(s string) int { return slices.Index(sections, s) }

// aspects lays an assessment out as single values, each in New.
func (a *Assessment) aspects() (out []Change) {
	add := func(section, id, what, value string) {
		if value != "" {
			out = append(out, Change{Section: section, ID: id, What: what, New: value})
		}
	}
	for _, f := range a.RedFlags {
		add("redFlags", f.ID, "urgency", f.Urgency)
		add("redFlags", f.ID, "act", f.Act)
	}
	for _, r := range a.Recurrence {
		add("recurrence", r.Definition, "status", r.Status)
		add("recurrence", r.Definition, "counted", numbers(r.Counted))
		add("recurrence", r.Definition, "missing", strings.Join(r.Missing, ", "))
	}
	for _, c := range a.Criteria {
		add("criteria", c.ID, "status", c.Status)
		add("criteria", c.ID, "missing", strings.Join(c.Missing, ", "))
	}
	for _, c := range a.Causes {
		add("causes", c.ID, "status", c.Status)
		add("causes", c.ID, "department", c.Department)
		add("causes", c.ID, "missing", strings.Join(c.Missing, ", "))
	}
	for i := range a.Tests {
		t := &a.Tests[i]
		add("tests", t.ID, "status", t.Status)
		add("tests", t.ID, "notBefore", t.NotBefore)
		add("tests", t.ID, "waitsFor", t.WaitsFor)
		a.positionAspects(add, "tests", t.ID, t.Positions)
	}
	for _, d := range a.Departments {
		add("departments", d.ID, "rank", strconv.Itoa(d.Rank))
		add("departments", d.ID, "urgency", d.Urgency)
	}
	for i := range a.Treatments {
		t := &a.Treatments[i]
		a.positionAspects(add, "treatments", t.ID, t.Positions)
		for _, o := range t.Open {
			add("treatments", t.ID, "open "+o.Rule, o.Direction)
		}
		for _, id := range t.CautionStatements {
			add("treatments", t.ID, "caution "+a.Statement(id).Rule, "yes")
		}
	}
	for i := range a.Prognosis {
		p := &a.Prognosis[i]
		add("prognosis", p.Model, "status", p.Status)
		add("prognosis", p.Model, "text", p.Text)
		add("prognosis", p.Model, "why", p.Why)
	}
	for i := range a.Advice {
		add("advice", a.Statement(a.Advice[i].Statement).Rule, "direction", a.Advice[i].Direction)
	}
	for _, q := range a.Questions {
		add("questions", q.Fact, "decides", strconv.Itoa(len(q.WouldDecide)))
	}
	for i := range a.Statements {
		s := &a.Statements[i]
		add("statements", s.Rule, "text", s.Text)
		add("statements", s.Rule, "read", s.Read)
		add("statements", s.Rule, "ref", s.Ref)
		add("statements", s.Rule, "strength", s.Strength)
	}
	return out
}

func (a *Assessment) positionAspects(add func(section, id, what, value string), section, id string, positions []Position) {
	for _, p := range positions {
		rule := p.Guideline
		if s := a.Statement(p.Statement); s != nil {
			rule = s.Rule
		}
		add(section, id, rule, p.Direction)
	}
}

func numbers(list []int) string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = strconv.Itoa(n)
	}
	return strings.Join(out, ", ")
}
