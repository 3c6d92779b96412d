// Package interview asks a woman, one page at a time, for what can still change
// her answer, and makes a case of what she says. It keeps no state of its own:
// everything that was said is a State, which a program may keep where it likes.
//
// How she is today comes first, as long as it could raise a red flag. Then which
// page is next is the assessment's choice: its first question that no page has put
// yet. The interview ends when nothing is left that could change anything, and she
// may end it at any time before.
//
// What is left open is not known, and never a no.
package interview

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Interview knows the pages and how to assess. It may be used by many goroutines.
type Interview struct {
	base   *knowledge.Base
	texts  *texts
	assess func(*patient.Case) *assessment.Assessment
}

// New makes an interview over a knowledge base; assess is what an engine does
// with a case.
func New(base *knowledge.Base, assess func(*patient.Case) *assessment.Assessment) (*Interview, error) {
	t, err := read()
	if err != nil {
		return nil, fmt.Errorf("read the interview's pages: %w", err)
	}
	return &Interview{base, t, assess}, nil
}

// With is the same interview with another way to assess: another guideline leads.
func (v *Interview) With(assess func(*patient.Case) *assessment.Assessment) *Interview {
	return &Interview{v.base, v.texts, assess}
}

// State is all that was said: the record it began from, if there was one, and the
// answers in the order they were first given.
type State struct {
	From    *patient.Case // nil to begin with nothing
	AsOf    date.Date     // the day of the interview
	Answers []Answer
}

// With gives the state after an answer. An answer to a page that was answered
// before takes its place; what was said on pages that no longer apply is kept, and
// counts again when they do.
func (s State) With(a Answer) State {
	s.Answers = slices.Clone(s.Answers)
	for i := range s.Answers {
		if s.Answers[i].Page == a.Page {
			s.Answers[i] = a
			return s
		}
	}
	s.Answers = append(s.Answers, a)
	return s
}

// Answer is what was said on a page.
func (s State) Answer(page string) (Answer, bool) {
	for _, a := range s.Answers {
		if a.Page == page {
			return a, true
		}
	}
	return Answer{}, false
}

// answered reports whether a page was shown and answered, if only by "not sure".
func (s State) answered(page string) bool {
	_, ok := s.Answer(page)
	return ok
}

// Case makes the case of all that was said. The error is Mistakes.
func (v *Interview) Case(s State) (*patient.Case, error) {
	d, err := v.draft(s)
	if err != nil {
		return nil, err
	}
	c, mistakes := d.read(v.base, v.texts.say("wrong.fit"))
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	if s.From != nil {
		keepSources(c, s.From)
		c.Source, c.Issues = s.From.Source, s.From.Issues
	}
	return c, nil
}

// Give checks an answer against its page and against all that was said before.
// The state it returns is the old one when there are mistakes.
func (v *Interview) Give(s State, a Answer) (State, Mistakes) {
	page, ok := v.Page(s, a.Page)
	if !ok {
		return s, Mistakes{{Page: a.Page, Says: v.texts.say("wrong.choice"), Detail: "no page " + a.Page}}
	}
	if wrong := v.check(page, a, s.AsOf); len(wrong) > 0 {
		return s, wrong
	}
	after := s.With(a)
	if _, err := v.Case(after); err != nil {
		mistakes, ok := err.(Mistakes)
		if !ok {
			return s, Mistakes{{Page: a.Page, Says: v.texts.say("wrong.fit"), Detail: err.Error()}}
		}
		for i := range mistakes { // wherever they show: this answer brought them about
			if m := &mistakes[i]; m.Page != a.Page {
				m.Page, m.Field, m.With = a.Page, "", m.Page
			} else if slices.Contains([]string{"value", "unit", "lowerLimit", "upperLimit"}, m.Field) {
				m.Says = v.texts.say("wrong.value")
			} else if m.Field == "ended" {
				m.Says = v.texts.say("wrong.order")
			}
		}
		return s, mistakes
	}
	return after, nil
}

// Step is where an interview stands.
type Step struct {
	Page       *Page // nil when nothing more can change the answer
	Left       int   // pages that would still be shown if nothing new came up, this one counted
	Assessment *assessment.Assessment
}

// Next finds what to ask. The error is Mistakes, which Give prevents.
func (v *Interview) Next(s State) (Step, error) {
	c, err := v.Case(s)
	if err != nil {
		return Step{}, err
	}
	step := Step{Assessment: v.assess(c)}
	open := v.open(s, c, step.Assessment)
	if step.Left = len(open); step.Left > 0 {
		step.Page, _ = v.Page(s, open[0])
		step.Page.Danger = slices.ContainsFunc(step.Assessment.Questions, func(q assessment.Question) bool {
			return q.Danger && v.pageOf(s, c, q.Fact) == open[0]
		})
	}
	return step, nil
}

// open lists the pages to show, in order: how she is today, as long as it could
// raise a red flag; what follows from an answer given; what is asked once, early; what
// the assessment asks for; what is asked once at the end. In an emergency only what
// the assessment asks for is left, and that is other dangers.
func (v *Interview) open(s State, c *patient.Case, a *assessment.Assessment) (open []string) {
	add := func(id string) {
		if id == "" || s.answered(id) || slices.Contains(open, id) {
			return
		}
		if _, ok := v.Page(s, id); ok {
			open = append(open, id)
		}
	}
	for _, q := range a.Questions {
		if id := v.pageOf(s, c, q.Fact); q.Danger && id != "" {
			if e := v.entry(id); e != nil && e.Today {
				add(id)
			}
		}
	}
	slices.SortStableFunc(open, func(a, b string) int { return v.place(a) - v.place(b) })
	emergency := slices.ContainsFunc(a.RedFlags, func(f assessment.RedFlag) bool { return f.Urgency == "emergency" })
	for _, id := range v.following(s) {
		if !emergency {
			add(id)
		}
	}
	once := func(when string) {
		for _, e := range v.texts.Pages {
			if e.Once == when && !emergency {
				add(e.ID)
			}
		}
	}
	if pregnancies(s) > 0 && (c.History.Complete || v.pageOf(s, c, "pregnancies") == "") { // when that story is told
		once("early")
	}
	for _, q := range a.Questions {
		add(v.pageOf(s, c, q.Fact))
	}
	once("early")
	once("last")
	return open
}

// place is where a page stands in the table.
func (v *Interview) place(id string) int {
	return slices.IndexFunc(v.texts.Pages, func(e *entry) bool { return e.ID == id })
}

// pageOf is the page that asks for a fact; "" when she was asked already, or has
// said what makes the question idle.
func (v *Interview) pageOf(s State, c *patient.Case, fact string) string {
	if fact == "pregnancies" {
		if beyond := pregnancyPage(recorded(s) + 1); !s.answered(beyond) {
			return beyond
		}
		return ""
	}
	if n, field, ok := pregnancyFact(fact); ok && slices.Contains(pregnancyFields, field) {
		switch {
		case s.answered(pregnancyPage(n)), n > recorded(s):
			return ""
		case field != "partner":
			return pregnancyPage(n)
		}
	}
	if word := v.base.Word(knowledge.Conditions, fact); word != nil && word.Kind == "event" && s.From != nil &&
		slices.ContainsFunc(s.From.Events, func(e patient.Event) bool { return e.Event == fact }) {
		return eventPage(fact)
	}
	for _, e := range v.texts.Pages {
		if !e.answers(fact) || e.Pregnant && !pregnant(c) {
			continue
		}
		if e.Form == "tests" && (s.answered(e.ID) || v.recorded(s, fact)) {
			return v.again(s, fact)
		}
		return e.ID
	}
	return ""
}

// pregnant reports whether she is pregnant, by her word or by an ongoing
// pregnancy. Nobody else is asked how the pregnancy is.
func pregnant(c *patient.Case) bool {
	if c.Status.Pregnant.Known {
		return c.Status.Pregnant.Value
	}
	return slices.ContainsFunc(c.Pregnancies, func(p patient.Pregnancy) bool { return p.Outcome == patient.Ongoing })
}

// Asks reports whether some page asks for a fact.
func (v *Interview) Asks(fact string) bool {
	_, field, ok := pregnancyFact(fact)
	return fact == "pregnancies" || ok && slices.Contains(pregnancyFields, field) ||
		slices.ContainsFunc(v.texts.Pages, func(e *entry) bool { return e.answers(fact) })
}

// PageIDs lists the pages of the table, in its order.
func (v *Interview) PageIDs() (ids []string) {
	for _, e := range v.texts.Pages {
		ids = append(ids, e.ID)
	}
	return ids
}

// recorded reports whether the record she began with holds a result of a test.
func (v *Interview) recorded(s State, test string) bool {
	return s.From != nil && slices.ContainsFunc(s.From.Observations, func(o patient.Observation) bool { return o.Test == test })
}

// again is the page for a further result of a test that has one: its repeat, or a
// sample that can be read.
func (v *Interview) again(s State, test string) string {
	first, ok := s.Answer(testPage(test))
	if v.recorded(s, test) || ok && !first.empty() {
		return againPage(test)
	}
	return ""
}

// following are the pages that an answer opens: the next pregnancy, the result of
// a test that was done, when and how a clot was found.
func (v *Interview) following(s State) (pages []string) {
	for n := 1; n <= pregnancies(s); n++ {
		if a, ok := s.Answer(pregnancyPage(n)); ok && a.value("more") == yes {
			pages = append(pages, pregnancyPage(n+1))
		}
	}
	for _, a := range s.Answers {
		e := v.entry(a.Page)
		switch {
		case e == nil:
		case e.Form == "tests":
			for _, test := range a.several("which") {
				pages = append(pages, testPage(test))
			}
		case e.Form == "conditions":
			for _, id := range a.several("which") {
				if word := v.base.Word(knowledge.Conditions, id); word != nil && word.Kind == "event" {
					pages = append(pages, eventPage(id))
				}
			}
		}
	}
	return pages
}

func (v *Interview) entry(id string) *entry {
	for _, e := range v.texts.Pages {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// Pages that exist once for each pregnancy, test or event.
const (
	ofPregnancy = "pregnancy-"
	ofTest      = "test-"
	ofAgain     = "again-"
	ofEvent     = "event-"
)

func pregnancyPage(n int) string    { return fmt.Sprintf("%s%d", ofPregnancy, n) }
func testPage(test string) string   { return ofTest + test }
func againPage(test string) string  { return ofAgain + test }
func eventPage(event string) string { return ofEvent + event }

// Said lists the pages that were answered and still count, in the order they were
// answered, for a page on which she checks her answers.
func (v *Interview) Said(s State) (pages []*Page) {
	for _, a := range s.Answers {
		if p, ok := v.Page(s, a.Page); ok {
			pages = append(pages, p)
		}
	}
	return pages
}

// recorded is how many pregnancies the record she began with tells of.
func recorded(s State) int {
	if s.From == nil {
		return 0
	}
	return len(s.From.Pregnancies)
}

// pregnancies is how many pregnancies were told of, by the record or by her. The
// one after which she says there was no other is the last, whatever she had told
// before of later ones.
func pregnancies(s State) int {
	n := recorded(s)
	for !closed(s, n) {
		a, ok := s.Answer(pregnancyPage(n + 1))
		if !ok || a.empty() || a.value("outcome") == None {
			break
		}
		n++
	}
	return n
}

// closed reports whether no pregnancy came after the nth: she said so, or it is
// the one she is in.
func closed(s State, n int) bool {
	a, ok := s.Answer(pregnancyPage(n))
	return ok && (a.value("more") == no || a.value("outcome") == string(patient.Ongoing))
}

// number takes the number off a page of a pregnancy.
func number(page string) (n int, ok bool) {
	rest, ok := strings.CutPrefix(page, ofPregnancy)
	if !ok {
		return 0, false
	}
	_, err := fmt.Sscanf(rest, "%d", &n)
	return n, err == nil && n > 0 && rest == fmt.Sprint(n)
}
