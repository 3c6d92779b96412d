package server

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// answers is the page on which she checks what she said.
type answers struct {
	Parts    []answered `json:"parts"`
	Open     []said1    `json:"notKnown"` // what was left open
	Left     int        `json:"left"`     // pages that could still change the answer
	Next     string     `json:"next,omitempty"`
	Flags    []flag     `json:"redFlags,omitempty"`
	Recorded bool       `json:"recorded"` // she began from a record
	Places   []place    `json:"places"`
	Then     []said1    `json:"then,omitempty"` // of a file of another day: what may have changed since
	Picture  *timeline  `json:"-"`
}

// Urgent reports an emergency, before which her report can wait.
func (a *answers) Urgent() bool { return slices.ContainsFunc(a.Flags, flag.Emergency) }

// answered is one part of her answers.
type answered struct {
	Name string  `json:"name"`
	Rows []said1 `json:"rows"`
}

// said1 is what was said on one page.
type said1 struct {
	Page string   `json:"page"`
	Ask  string   `json:"ask"`
	Says []string `json:"says"`
	Way  string   `json:"-"` // where it is changed
}

func (s *Server) check(q *request) error {
	page, err := s.answered(q)
	if err != nil {
		return err
	}
	return q.page(http.StatusOK, "check", q.say("web.check.title"), page)
}

// answered gathers what she said, part by part.
func (s *Server) answered(q *request) (*answers, error) {
	talk, state := q.talk(), q.session.state
	step, err := talk.Next(state)
	if err != nil {
		return nil, err
	}
	page := &answers{Left: step.Left, Flags: s.flags(q, step.Assessment, true), Recorded: state.From != nil && q.session.file == nil, Places: q.places()}
	if step.Page != nil {
		page.Next = step.Page.ID
	}
	parts := map[string]*answered{}
	order := []string{"today", "pregnancies", "results", "health"}
	for _, id := range order {
		parts[id] = &answered{Name: q.say("web.part." + id)}
	}
	before := q.session.before()
	for n := 1; state.From != nil && n <= len(state.From.Pregnancies); n++ {
		if id := "pregnancy-" + strconv.Itoa(n); !given(state, id) && !given(before, id) {
			b := s.bar(&state.From.Pregnancies[n-1], q.lang)
			row := said1{Page: id, Ask: words.Sentence(numbered(q.lang, n)), Says: []string{b.What + words.In(q.lang, "list.dot") + b.When}}
			parts["pregnancies"].Rows = append(parts["pregnancies"].Rows, row)
		}
	}
	tell := func(state interview.State, p *interview.Page, passed bool, way string) {
		rows := s.resultRows(q.lang, state, p)
		result := len(rows) > 0
		if !result {
			rows = s.rows(q.lang, state, p)
		}
		for _, row := range rows {
			row.Way = "/my/interview/" + row.Page + "?check=1"
			part := s.partOf(p)
			switch {
			case len(row.Says) == 0:
				page.Open = append(page.Open, row)
				continue
			case passed:
				page.Then = append(page.Then, row)
				continue
			case result:
				part = "results"
			}
			if way != "" && part == "results" { // another answer would be another result
				row.Way = way
			}
			parts[part].Rows = append(parts[part].Rows, row)
		}
	}
	for _, p := range talk.Said(before) {
		if !given(state, p.ID) {
			tell(before, p, !asked(state.From, p.ID), "/my/record#places")
		}
	}
	for _, p := range talk.Said(state) {
		tell(state, p, false, "")
	}
	for _, id := range order {
		if len(parts[id].Rows) > 0 {
			page.Parts = append(page.Parts, *parts[id])
		}
	}
	c, err := talk.Case(state)
	if err != nil {
		return nil, err
	}
	page.Picture = s.timeline(c, q.lang, 0)
	return page, nil
}

func given(state interview.State, page string) bool {
	_, ok := state.Answer(page)
	return ok
}

func numbered(lang string, n int) string {
	return words.Fill(lang, "web.pregnancy", "n", strconv.Itoa(n))
}

// rows are what was said on a page, in words: one row, or one for each pregnancy it asks of.
func (s *Server) rows(lang string, state interview.State, p *interview.Page) (rows []said1) {
	a, _ := state.Answer(p.ID)
	for _, t := range s.talks[lang].Told(p, a) {
		row := said1{Page: p.ID, Ask: words.Sentence(t.About.In(lang))}
		for _, says := range t.Says {
			row.Says = append(row.Says, words.Sentence(says.In(lang)))
		}
		rows = append(rows, row)
	}
	return rows
}

// resultRows are the results of a page of tests, a row for each as a laboratory writes it:
// the value with its unit, what it came to, the limits and the day. None for another page,
// and where no test was done.
func (s *Server) resultRows(lang string, state interview.State, p *interview.Page) (rows []said1) {
	a, _ := state.Answer(p.ID)
	fields := map[string]*interview.Field{}
	for i := range p.Fields {
		fields[p.Fields[i].Name] = &p.Fields[i]
	}
	said := func(name string) string {
		if f := fields[name]; f != nil && len(a.Values[name]) > 0 && a.Values[name][0] != interview.Unsure && f.Asked(a.Values) {
			return f.InWords(lang, a.Values[name])
		}
		return ""
	}
	for _, test := range a.Values["which"] {
		def := s.engine.Base().Test(test)
		if def == nil || fields[test+".result"] == nil {
			continue
		}
		value := said(test + ".value")
		if unit := a.Values[test+".unit"]; value != "" && len(unit) > 0 && slices.Contains(s.engine.Base().Units().Units(test), unit[0]) {
			value += " " + unit[0]
		}
		list := []string{words.Digits(value), said(test + ".result")}
		for key, limit := range map[string]string{"value.limit": ".upperLimit", "value.lower limit": ".lowerLimit"} {
			if n := said(test + limit); n != "" {
				list = append(list, words.Fill(lang, key, "1", n))
			}
		}
		slices.Sort(list[2:])
		day := said(test + ".date")
		if day == "" {
			day = said("date")
		}
		list = slices.DeleteFunc(append(list, day), func(part string) bool { return part == "" })
		if len(list) == 0 {
			list = []string{words.In(lang, "talk.open")}
		}
		rows = append(rows, said1{Page: p.ID, Ask: words.Sentence(def.Name.In(lang)), Says: []string{strings.Join(list, words.In(lang, "list.comma"))}})
	}
	return rows
}

// partOf is the part of her answers a page belongs to.
func (s *Server) partOf(p *interview.Page) string {
	if p.ID == interview.SeenPage {
		return "today"
	}
	for _, fact := range p.Facts {
		switch {
		case strings.HasPrefix(fact, "status."):
			return "today"
		case strings.HasPrefix(fact, "pregnancies"):
			return "pregnancies"
		}
		if t := s.engine.Base().Test(fact); t != nil && s.engine.Base().Word(knowledge.Conditions, fact) == nil {
			return "results"
		}
	}
	return "health"
}
