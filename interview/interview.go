// Package interview asks a woman, one page at a time, for what can still change
// her answer, and makes a case of what she says. It keeps no state of its own:
// everything that was said is a State, which a program may keep where it likes.
//
// How she is today comes first, as long as it could raise a red flag. Then which
// page is next is the assessment's choice: its first question that no page has put
// yet. What only some women have stands behind a gate: one page that names it all, and
// opens the pages on which she says what is hers. The interview ends when nothing is left that could change anything, and she
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
	flags  map[string]bool // the rules that raise a red flag
	assess func(*patient.Case) *assessment.Assessment
}

// New makes an interview over a knowledge base; assess is what an engine does
// with a case.
func New(base *knowledge.Base, assess func(*patient.Case) *assessment.Assessment) (*Interview, error) {
	t, err := read()
	if err != nil {
		return nil, fmt.Errorf("read the interview's pages: %w", err)
	}
	flags := map[string]bool{}
	for _, r := range base.Rules {
		flags[r.ID] = r.Flag != ""
	}
	return &Interview{base, t, flags, assess}, nil
}

// With is the same interview with another way to assess: another guideline leads.
func (v *Interview) With(assess func(*patient.Case) *assessment.Assessment) *Interview {
	return &Interview{v.base, v.texts, v.flags, assess}
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
	return ok || s.kept(page)
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
	if e := v.entry(a.Page); e != nil && e.Today {
		a = a.named()
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
			} else if _, key, _ := strings.Cut(m.Field, "."); slices.Contains([]string{"value", "unit", "lowerLimit", "upperLimit"}, key) {
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
	Ready      bool  // her pregnancies are told: what is left refines a report that can be made now
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
	step.Ready = v.toldAll(s, c) && !slices.ContainsFunc(open, func(id string) bool { _, ok := number(id); return ok })
	if step.Left = len(open); step.Left > 0 {
		step.Page, _ = v.Page(s, open[0])
		step.Page.Danger = slices.ContainsFunc(step.Assessment.Questions, func(q assessment.Question) bool {
			return q.Danger && (v.pageOf(s, c, q, step.Assessment.Questions) == open[0] || v.pageIn(s, c, q, step.Assessment.Questions, true) == open[0])
		})
	}
	return step, nil
}

// toldAll reports whether the story of her pregnancies is told: there is no other, or
// she was asked and does not say.
func (v *Interview) toldAll(s State, c *patient.Case) bool {
	return pregnancies(s) > 0 && (c.History.Complete || v.pageOf(s, c, assessment.Question{Fact: "pregnancies"}, nil) == "")
}

// open lists the pages to show, in order: how she is today, as long as it could
// raise a red flag; what follows from an answer given; her pregnancies; other dangers;
// what is asked once, early; what the assessment asks for; what is asked once at the
// end. In an emergency only what the assessment asks for is left, and that is other
// dangers; then whether she has been seen, and who has goes on with the rest.
func (v *Interview) open(s State, c *patient.Case, a *assessment.Assessment) (open []string) {
	questions := a.Questions
	emergency := slices.ContainsFunc(a.RedFlags, func(f assessment.RedFlag) bool { return f.Urgency == "emergency" })
	if s.seen() {
		questions, emergency = slices.Concat(questions, a.Waiting), false
	}
	add := func(id string) {
		if id == "" || s.answered(id) || slices.Contains(open, id) {
			return
		}
		if _, ok := v.Page(s, id); ok {
			open = append(open, id)
		}
	}
	ask := func(which func(q assessment.Question, e *entry) bool) {
		for _, q := range questions {
			if id := v.pageIn(s, c, q, questions, emergency); id != "" && which(q, v.entry(id)) {
				add(id)
			}
		}
	}
	ask(func(q assessment.Question, e *entry) bool { return q.Danger && e != nil && e.Today })
	slices.SortStableFunc(open, func(a, b string) int { return v.place(a) - v.place(b) })
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
	if v.toldAll(s, c) {
		ask(func(q assessment.Question, e *entry) bool {
			return strings.HasPrefix(q.Fact, "pregnancies.") && !emergency
		})
		ask(func(q assessment.Question, e *entry) bool { return q.Danger })
		once("early")
	}
	ask(func(assessment.Question, *entry) bool { return true })
	once("early")
	once("last")
	if emergency {
		add(SeenPage)
	}
	return open
}

// place is where a page stands in the table.
func (v *Interview) place(id string) int {
	return slices.IndexFunc(v.texts.Pages, func(e *entry) bool { return e.ID == id })
}

// pageOf is the page that asks a question; "" when she was asked already, or has
// said what makes the question idle.
func (v *Interview) pageOf(s State, c *patient.Case, q assessment.Question, all []assessment.Question) string {
	fact := q.Fact
	if fact == "pregnancies" {
		if beyond := pregnancyPage(recorded(s) + 1); !s.answered(beyond) {
			return beyond
		}
		return ""
	}
	n, field, ofPregnancy := pregnancyFact(fact)
	if ofPregnancy && slices.Contains(pregnancyFields, field) {
		switch {
		case s.answered(pregnancyPage(n)), n > recorded(s):
			return ""
		case field != "partner":
			return pregnancyPage(n)
		}
	}
	if s.recordedEvent(fact) {
		return eventPage(fact)
	}
	for _, e := range v.texts.Pages {
		switch {
		case e.Form == "gate", e.Optional, !e.answers(fact), e.Pregnant && !pregnant(c):
			continue
		case ofPregnancy && !slices.ContainsFunc(e.Parts, func(p part) bool { return p.Field == field && v.fits(s, &p, n) }):
			return ""
		case e.Form == "tests" && (s.answered(e.ID) || v.recorded(s, fact)):
			return v.further(s, e, fact)
		case s.answered(e.ID) && e.Form == "each" && e.Absent == "" && !e.Optional && ofPregnancy:
			return v.furtherEach(s, e, n)
		case s.answered(e.ID):
			return ""
		}
		return v.behind(s, e, q, all)
	}
	return ""
}

// pageIn is the page that asks a question. In an emergency a list is asked for by itself and
// not by a gate that names others too.
func (v *Interview) pageIn(s State, c *patient.Case, q assessment.Question, all []assessment.Question, emergency bool) string {
	id := v.pageOf(s, c, q, all)
	gate := v.entry(id)
	if !emergency || gate == nil || gate.Form != "gate" {
		return id
	}
	for _, f := range gate.Families {
		if e := v.entry(f.Page); e.Form == "words" && e.answers(q.Fact) {
			return e.ID
		}
	}
	return id
}

// behind is a page, or the gate that stands before it. She is not asked again for
// what she passed by, nor, where she was not sure, but for what could be a danger.
func (v *Interview) behind(s State, e *entry, q assessment.Question, all []assessment.Question) string {
	gate := v.gateOf(e.ID)
	if gate == nil {
		return e.ID
	}
	a, asked := s.gateAnswer(gate)
	if e.passes() && s.passedBy(gate, e.ID) {
		return e.ID // she was sure on an earlier day, and what she said there has passed
	}
	switch unsure := asked && (a.has("which", Unsure) || a.empty() && e.Form == "conditions"); {
	case a.has("which", e.ID), !unsure && !gate.family(e.ID).stands(q.Fact):
		return e.ID // she chose it, or the gate does not speak of it
	case unsure && (q.Danger || e.Form == "conditions" && v.alarms(e, q, all)):
		return e.ID
	case !asked:
		return gate.ID
	}
	return ""
}

// alarms reports a question on which a red flag turns, alone or with what its page and the
// pages of today ask: all else that the flag needs is so.
func (v *Interview) alarms(e *entry, q assessment.Question, all []assessment.Question) bool {
	return slices.ContainsFunc(q.WouldDecide, func(id string) bool {
		return v.flags[id] && !slices.ContainsFunc(all, func(other assessment.Question) bool {
			return slices.Contains(other.WouldDecide, id) && !e.answers(other.Fact) && !strings.HasPrefix(other.Fact, "status.")
		})
	})
}

// chosen reports whether she chose a page at the gate before it.
func (v *Interview) chosen(s State, page string) bool {
	gate := v.gateOf(page)
	if gate == nil {
		return false
	}
	a, _ := s.gateAnswer(gate)
	return a.has("which", page)
}

// leftOpen reports whether she was not sure at the gate before a page, and did not choose it.
func (v *Interview) leftOpen(s State, e *entry) bool {
	gate := v.gateOf(e.ID)
	if gate == nil {
		return false
	}
	a, _ := s.gateAnswer(gate)
	return a.has("which", Unsure) && !a.has("which", e.ID)
}

// gateOf is the gate before a page, or nil.
func (v *Interview) gateOf(page string) *entry {
	for _, e := range v.texts.Pages {
		if e.Form == "gate" && slices.ContainsFunc(e.Families, func(f family) bool { return f.Page == page }) {
			return e
		}
	}
	return nil
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

// following are the pages that an answer opens: the next pregnancy, a family behind a
// gate, further results of tests, when and how a clot was found.
func (v *Interview) following(s State) (pages []string) {
	if s.From != nil {
		pages = append(pages, s.From.Interview.Next...)
	}
	for n := 1; n <= pregnancies(s); n++ {
		if a, ok := s.Answer(pregnancyPage(n)); ok && a.value("more") == yes {
			pages = append(pages, pregnancyPage(n+1))
		}
	}
	for _, a := range s.Answers {
		e := v.entry(a.Page)
		if k, event, ok := v.eventOf(a.Page); ok && a.value("more") == yes {
			pages = append(pages, laterEvent(k+1, event))
		}
		switch k, of, further := furtherOf(a.Page); {
		case further && a.value("more") == yes:
			pages = append(pages, furtherPage(k+1, of))
		case e == nil:
		case e.Form == "tests" && a.value("more") == yes:
			pages = append(pages, furtherPage(firstFurther, e.ID))
		case e.Form == "gate", e.Form == "papers":
			pages = append(pages, a.several("which")...)
		case e.Form == "past":
			pages = append(pages, pastDates)
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

// Pages that exist once for each pregnancy or event.
const (
	ofPregnancy = "pregnancy-"
	ofEvent     = "event-"
)

func pregnancyPage(n int) string { return fmt.Sprintf("%s%d", ofPregnancy, n) }

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
