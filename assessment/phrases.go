package assessment

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// What the page and the terminal say in the same words, in the language of the
// assessment.

func (a *Assessment) say(key string) string { return words.In(a.Lang, key) }
func (a *Assessment) fill(key string, pairs ...string) string {
	return words.Fill(a.Lang, key, pairs...)
}

// Result is the latest result on record of a test, in what context it was taken and
// when; "" where there is none. A number and its unit are held together by gap.
func (a *Assessment) Result(t *Test, gap string) string {
	latest := a.Latest(t)
	if latest == nil {
		return ""
	}
	parts := []string{words.Clean(words.Digits(strings.Trim(latest.AsWritten()+gap+latest.Unit, gap))), a.value(latest.Result), a.value(latest.Finding)}
	context := t.LeftOut(latest)
	for _, c := range latest.Context {
		if c != context { // which is said with the reason
			parts = append(parts, a.value(c))
		}
	}
	parts = append(parts, a.Dated(latest.Date), a.trend(t.Trend, gap))
	if context != "" {
		key := "test.notCounted"
		if t.leftOut(latest).Perhaps {
			key = "test.notCounted.perhaps"
		}
		parts = append(parts, a.fill(key, "context", a.value(context)))
	}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), a.say("list.comma"))
}

// Dated is the day of a result and how old that makes it: hardly anything here ages a
// result, so whoever reads it has to see its age.
func (a *Assessment) Dated(day date.Date) string {
	text := words.Date(a.Lang, day)
	if ago := words.Ago(a.Lang, day, a.subject.AsOf); ago != "" {
		text += a.fill("bracket", "what", ago)
	}
	return text
}

// trend says how the latest number stands to the one before it.
func (a *Assessment) trend(t *Trend, gap string) string {
	if t == nil {
		return ""
	}
	return a.fill("trend."+t.Direction, "than", words.Digits(strings.Trim(t.Than+gap+t.Unit, gap)), "date", words.DateOf(a.Lang, t.On))
}

// value puts a word of a result into words; "" for none.
func (a *Assessment) value(word string) string {
	if word == "" {
		return ""
	}
	return words.Value(a.base, a.Lang, word)
}

// When says, after a test's name, from which day it is valid or what it waits for.
func (a *Assessment) When(t *Test) string {
	switch {
	case t.Status == "done":
	case t.NotBefore != "":
		return a.say("list.comma") + a.NotBefore(t)
	case t.WaitsFor != "":
		return a.fill("bracket", "what", t.WaitsFor)
	}
	return ""
}

// NotBefore is the day from which a test is valid; one that has passed says so.
func (a *Assessment) NotBefore(t *Test) string {
	key := "test.notBefore"
	if t.NotBefore <= a.AsOf {
		key = "test.since"
	}
	return a.fill(key, "date", words.DateOf(a.Lang, t.NotBefore))
}

// shelf is a test's status, where one that is kept for research is no refusal.
func (t *Test) shelf() string {
	if t.Status == "not-recommended" && len(t.Positions) > 0 && t.Positions[0].Direction == knowledge.ResearchOnly {
		return knowledge.ResearchOnly
	}
	return t.Status
}

// Alike gathers the tests of a status, or of research-only, of which the same is said, in the order of the
// work-up.
func (a *Assessment) Alike(status string) (groups [][]*Test) {
	at := map[string]int{}
	for i := range a.Tests {
		t := &a.Tests[i]
		if t.shelf() != status {
			continue
		}
		parts := []string{t.NotBefore, t.WaitsFor, t.DoneBy}
		if t.Requested {
			parts = append(parts, t.ID) // what is asked about has an answer of its own
		}
		for _, x := range t.Positions {
			parts = append(parts, string(x.Statement))
		}
		for _, id := range t.Because {
			parts = append(parts, string(id))
		}
		key := strings.Join(parts, "|")
		if _, ok := at[key]; !ok {
			at[key] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[key]] = append(groups[at[key]], t)
	}
	return groups
}

// PlannedName is a test of the plan, with whether it leads there.
func (a *Assessment) PlannedName(t *Planned) string {
	if t.Weight == Considered && t.Status != "optional" {
		return a.NotedName(t, a.say("plan.considered"))
	}
	return a.NotedName(t)
}

// NotedName is a test of the plan: what is a repeat, and what nobody has read, says so,
// after the notes given.
func (a *Assessment) NotedName(t *Planned, notes ...string) string {
	name := words.NameOfTest(a.base, a.Lang, t.ID)
	if t.Status == "repeat" {
		notes = append(notes, a.say("plan.repeat"))
	}
	if !t.Confirmed() {
		notes = append(notes, a.say("tag.unconfirmed"))
	}
	if len(notes) > 0 {
		name += a.fill("bracket", "what", strings.Join(notes, a.say("list.comma")))
	}
	return name
}

// Optionals names the tests of a visit with those who ask for them.
func (a *Assessment) Optionals(v *Visit) (out []string) {
	for i := range v.Tests {
		t := &v.Tests[i]
		var bodies []string
		for _, v := range t.For {
			if v.Read != knowledge.Unconfirmed {
				bodies = append(bodies, words.NameOfSource(a.base, a.Lang, v.Guideline))
			}
		}
		out = append(out, words.NameOfTest(a.base, a.Lang, t.ID)+a.fill("bracket", "what", strings.Join(bodies, a.say("list.comma"))))
	}
	return out
}

// TreatedSince says what was done about a cause, and asks for the look that tells
// whether it is gone.
func (a *Assessment) TreatedSince(t *Treated) string {
	key := "cause.treated"
	switch {
	case t.Looked:
		key = "cause.treated.looked"
	case !t.After:
		key = "cause.treated.unsure"
	}
	what := words.NameOfProcedure(a.base, a.Lang, t.By)
	if t.On != "" {
		what += a.say("list.comma") + words.DateOf(a.Lang, t.On)
	}
	return a.fill(key, "what", what)
}
