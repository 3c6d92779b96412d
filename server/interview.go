package server

import (
	"net/http"
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/view/words"
)

// entrance is the page before the first question.
type entrance struct {
	Gone   bool    `json:"-"` // what she had said is not here any more
	Begun  bool    `json:"begun"`
	Answer int     `json:"answered"` // pages
	Places []place `json:"places"`   // where she may be treated
}

func (s *Server) door(q *request) error {
	page := &entrance{Gone: q.session == nil && q.r.URL.Query().Has("gone"), Places: q.places()}
	if q.session != nil {
		page.Answer = len(q.session.state.Answers)
		page.Begun = page.Answer > 0 || q.session.record != nil
	}
	return q.page(http.StatusOK, "door", q.say("web.interview.title"), page)
}

// begin starts an interview. A page that was open before there was a session has no
// token: it is asked again what to do, and nothing is thrown away.
func (s *Server) begin(q *request) error {
	if err := q.r.ParseForm(); err != nil {
		return status{http.StatusBadRequest, ""}
	}
	if q.session != nil {
		if q.token(q.r.PostForm.Get("_token")) != nil {
			return q.redirect("/interview")
		}
	}
	begun := s.begun(nil)
	q.session = begun
	if err := q.sayPlace(q.r.PostForm.Get("setting")); err != nil {
		return err
	}
	s.sessions.begin(q.w, q.r, begun)
	return q.redirect("/my/interview")
}

// next sends her to the question that is next, or to her answers when there is none.
func (s *Server) next(q *request) error {
	step, err := q.talk().Next(q.session.state)
	if err != nil {
		return err
	}
	if step.Page == nil {
		return q.redirect("/my/check")
	}
	return q.redirect("/my/interview/" + step.Page.ID)
}

// question is a page of the interview.
type question struct {
	ID       string    `json:"id"`
	Ask      string    `json:"ask"`
	Help     string    `json:"help,omitempty"`
	Why      string    `json:"why,omitempty"`
	Danger   bool      `json:"danger,omitempty"`
	Fields   []*field  `json:"fields"`
	Mistakes []mistake `json:"mistakes,omitempty"`
	Changes  []change  `json:"changes,omitempty"` // what the answer can change
	Left     int       `json:"left"`              // pages that would still be shown
	Ready    bool      `json:"ready"`             // what is left refines a report she may have now
	Answered bool      `json:"answered"`
	Flags    []flag    `json:"redFlags,omitempty"`
	Picture  *timeline `json:"-"`
	Version  string    `json:"version"` // of the answer as it was shown
	Before   string    `json:"before,omitempty"`
	More     bool      `json:"more,omitempty"` // the second half of the page
	Check    bool      `json:"-"`              // she came from her answers
	Single   bool      `json:"-"`              // its one field is the question itself
	answer   interview.Answer
}

// mistake is what was refused, and where.
type mistake struct {
	Field string `json:"field,omitempty"`
	Says  string `json:"says"`
	At    string `json:"-"` // the element to go to
}

// flag is a danger, and what to do now.
type flag struct {
	ID      string `json:"id"`
	Urgency string `json:"urgency"`
	Where   string `json:"where"`
	Act     string `json:"act"`
}

// Emergency reports whether it cannot wait until the next question.
func (f flag) Emergency() bool { return f.Urgency == "emergency" }

// Roughly is how many pages are left, in steps of five while they are many: what an answer
// adds or spares by itself does not count up and down before her eyes.
func (q *question) Roughly() int {
	if q.Left <= 5 {
		return q.Left
	}
	return (q.Left + 4) / 5 * 5
}

// Urgent reports whether something on the page cannot wait for the rest of it.
func (q *question) Urgent() bool { return slices.ContainsFunc(q.Flags, flag.Emergency) }

func (s *Server) ask(q *request) error {
	talk, state := q.talk(), q.session.state
	p, ok := talk.Page(state, q.r.PathValue("page"))
	if !ok {
		if q.json {
			return q.notFound()
		}
		return q.redirect("/my/interview") // what led to it was changed
	}
	step, err := talk.Next(state)
	if err != nil {
		return err
	}
	a, answered := state.Answer(p.ID)
	if _, ok := pregnancyNumber(p.ID); ok && !answered { // of a file of another day: as she told it then
		a, _ = q.session.before().Answer(p.ID)
	}
	d, refused := q.session.drafts[p.ID]
	if refused {
		a = d.answer
	}
	page := &question{ID: p.ID, Ask: p.Ask.In(q.lang), Help: p.Help.In(q.lang), Why: p.Why.In(q.lang), Left: step.Left, Ready: step.Ready, Answered: answered,
		More: q.r.URL.Query().Has("more"), Check: q.r.URL.Query().Has("check"), Before: before(talk, state, p), answer: a}
	if page.More && p.Then.En != "" {
		page.Ask, page.Help = p.Then.In(q.lang), p.ThenHelp.In(q.lang)
	}
	current, _ := state.Answer(p.ID)
	page.Version = version(current)
	page.Danger = slices.ContainsFunc(step.Assessment.Questions, func(x assessment.Question) bool { return x.Danger && slices.Contains(p.Facts, x.Fact) })
	page.Changes = s.changes(q.lang, step.Assessment, p)
	page.Flags = s.flags(q, step.Assessment, false)
	page.fill(q.lang, p, a, d.mistakes)
	if len(page.Fields) == 0 { // nothing more is to be asked
		return q.redirect("/my/interview/" + p.ID)
	}
	if n, ok := pregnancyNumber(p.ID); ok {
		c, err := q.caseOf()
		if err != nil {
			return err
		}
		page.Picture = s.timeline(c, q.lang, n)
	}
	title := page.Ask
	if len(page.Mistakes) > 0 {
		title = q.say("web.error") + title
	}
	return q.page(http.StatusOK, "question", title, page)
}

// before is the page that was answered before this one.
func before(talk *interview.Interview, state interview.State, p *interview.Page) string {
	said := talk.Said(state)
	at := slices.IndexFunc(said, func(x *interview.Page) bool { return x.ID == p.ID })
	if at < 0 {
		at = len(said)
	}
	if at == 0 {
		return ""
	}
	return said[at-1].ID
}

// flags are the dangers to show on a page: every emergency, and what the last answer
// brought up; all of them where she checks her answers.
func (s *Server) flags(q *request, a *assessment.Assessment, all bool) (list []flag) {
	for _, f := range a.RedFlags {
		news := slices.ContainsFunc(q.session.news, func(n assessment.RedFlag) bool { return n.ID == f.ID })
		if f.Urgency != "emergency" && !news && !all {
			continue
		}
		where := words.In(q.lang, "urgency."+f.Urgency)
		if d := s.engine.Base().Department(f.Department); d != nil {
			where += words.In(q.lang, "list.dot") + d.Name.In(q.lang)
		}
		list = append(list, flag{f.ID, f.Urgency, words.Sentence(where), f.Act})
	}
	return list
}

// give takes an answer. What is refused is kept beside the page with its mistakes;
// in both cases the browser is sent on, so that refreshing sends nothing again.
func (s *Server) give(q *request) error {
	if err := q.form(); err != nil {
		return err
	}
	talk, state := q.talk(), q.session.state
	p, ok := talk.Page(state, q.r.PathValue("page"))
	if !ok {
		return q.redirect("/my/interview")
	}
	form := q.r.PostForm
	suffix := ""
	if form.Has("_check") {
		suffix = "?check=1"
	}
	now, answered := state.Answer(p.ID)
	var a interview.Answer
	switch {
	case form.Has("_skip") && answered: // what she said before stays
		return s.onward(q, p, form.Has("_check"))
	case form.Has("_skip"):
		a = interview.Answer{Page: p.ID}
	default:
		a = said(p, form, now, form.Get("_version") != version(now))
	}
	after, mistakes := talk.Give(state, a)
	if len(mistakes) > 0 {
		q.session.drafts[p.ID] = draft{a, mistakes}
		if form.Has("_more") {
			suffix = "?more=1"
		}
		return q.redirect("/my/interview/" + p.ID + suffix)
	}
	finished := false
	if step, err := talk.Next(state); err == nil {
		finished = step.Page == nil
	}
	q.session.state = after
	delete(q.session.drafts, p.ID)
	if !form.Has("_more") && !form.Has("_skip") && opens(p, a) {
		return q.redirect("/my/interview/" + p.ID + "?more=1" + map[bool]string{true: "&check=1"}[form.Has("_check")])
	}
	return s.onward(q, p, form.Has("_check") && !finished)
}

// onward notes dangers that were not known before, and sends her to what is next:
// back to her answers if she came from there, else the next question.
func (s *Server) onward(q *request, p *interview.Page, check bool) error {
	step, err := q.talk().Next(q.session.state)
	if err != nil {
		return err
	}
	q.session.news = nil
	for _, f := range step.Assessment.RedFlags {
		if !slices.ContainsFunc(q.session.flagged, func(k assessment.RedFlag) bool { return k.ID == f.ID }) {
			q.session.news = append(q.session.news, f)
		}
	}
	q.session.flagged = step.Assessment.RedFlags
	if check || step.Page == nil {
		return q.redirect("/my/check")
	}
	return q.redirect("/my/interview/" + step.Page.ID)
}
