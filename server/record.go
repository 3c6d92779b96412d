package server

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/view/readout"
	"github.com/gravida-health/gravida/view/words"
)

// tab is a page of an answer in the row above them.
type tab struct {
	Path, Name string
	Now        bool // it is this one
}

// tabs are all in their order.
var tabs = []string{"report", "clinician", "compare", "record"}

// understood is what was read of a record, in the words of the readout, and what was
// said against it.
type understood struct {
	*readout.Record
	Notes       []string     `json:"notes,omitempty"`
	Corrections []correction `json:"corrections,omitempty"`
	Hers        bool         `json:"-"`
	Fits        bool         `json:"-"`
	Unfit       []string     `json:"contradictions,omitempty"` // why the interview cannot go on from it
	Several     bool         `json:"-"`
	Places      []place      `json:"-"` // where she may be treated, where nobody has said it
	Name        string       `json:"-"`
	Base        string       `json:"-"`
	Tabs        []tab        `json:"-"`
	Sum         []sum        `json:"-"`
	Picture     *timeline    `json:"-"`
	Shown       []shownPart  `json:"-"`
	Only        bool         `json:"-"` // one part, from a row on
	Missing     []shownPart  `json:"-"` // parts of which nothing is known
	Aside       []asideGroup `json:"-"`
}

// sum is one of the numbers on top.
type sum struct {
	N    int
	Says string
	Care bool // asks for a look
}

// shownPart is a part of the record as the page shows it.
type shownPart struct {
	Part, Name string
	Rows       []shownFact
	Add        string // where a fact is added
	From       int    // the first row of this page
	Path       string // of the page
}

// shownFact is a fact with the way to correct it.
type shownFact struct {
	Says, At, Edit string
	Details        []shownFact
	Merged         []readout.Evidence
	By             bool // the reader's own
}

func (page *understood) nav() []tab { return page.Tabs }

// asideGroup is what was set aside for one reason.
type asideGroup struct {
	Says string
	List []readout.Aside
}

func (s *Server) record(q *request) error {
	if q.of == nil && q.session.record == nil && q.session.file == nil && len(q.session.opened) > 1 {
		return q.redirect("/my/patients")
	}
	if err := q.ready(); err != nil {
		return err
	}
	correctable := false
	if q.of.hers && q.session.against != nil { // the record, without what was answered beside it
		correctable = true
		q.of.c = q.session.record
	} else if q.of.hers && q.session.file != nil {
		q.of.c = q.session.file
	}
	page := &understood{Record: readout.Of(q.of.c, s.engine.Base(), q.lang), Hers: q.of.hers, Name: q.of.name, Base: q.to(q.of.base)}
	if q.of.hers {
		page.Fits = q.session.fits
		page.Notes, page.Several = inWords(q.lang, q.session.notes), len(q.session.opened) > 1
		page.Corrections = s.corrections(q)
		if correctable && q.asksPlace() {
			page.Places = q.places()
		}
		if correctable && !page.Fits {
			var why []note
			for _, p := range correct.Contradictions(q.session.record, s.engine.Base()) {
				p.Wants, p.Accepted = problem.Phrase{}, ""
				why = append(why, note{problem: p})
			}
			page.Unfit = inWords(q.lang, why)
		}
	}
	at := q.addresses("record")
	for _, id := range tabs {
		page.Tabs = append(page.Tabs, tab{Path: at.Page(id), Name: q.say("web.tab." + id), Now: id == "record"})
	}
	if q.of.hers {
		page.Tabs = append(page.Tabs, tab{Path: q.to("/my/check"), Name: q.say("web.check.title")})
	}
	page.Picture = s.timeline(q.of.c, q.lang, 0)
	page.show(q, correctable)
	page.sum(q.lang)
	for i := range page.Shown {
		page.Shown[i].Path = page.Base + "/record"
	}
	if q.of.hers && q.session.file != nil && !q.json && !q.r.URL.Query().Has("part") {
		return s.reopened(q, page)
	}
	page.only(q.r.URL.Query().Get("part"), q.r.URL.Query().Get("from"))
	return q.page(http.StatusOK, "record", q.say("web.record.title"), page)
}

// sum counts what was read, in the words of the record: resources of a FHIR record, facts
// of a case file.
func (page *understood) sum(lang string) {
	add := func(n int, key string, care bool) {
		page.Sum = append(page.Sum, sum{n, words.Count(lang, "web.record.sum."+key, n), care && n > 0})
	}
	var total, aside, unknown, other, read int
	for _, t := range page.Types {
		total, aside, unknown, other, read = total+t.Total, aside+t.SetAside, unknown+t.NotUnderstood, other+t.Other, read+t.Read
	}
	facts := 0
	for _, p := range page.Shown {
		facts += len(p.Rows)
	}
	if total > 0 {
		add(total, "total", false)
		add(read, "read", false)
	}
	add(facts, "facts", false)
	if total > 0 {
		add(unknown, "unknown", true)
	}
	if aside > 0 {
		add(aside, "aside", false)
	}
	if other > 0 {
		add(other, "other", false)
	}
	add(len(page.Issues)+len(page.TextOnly), "issues", true)
	for _, a := range page.SetAside {
		i := 0
		for i < len(page.Aside) && page.Aside[i].Says != a.Says {
			i++
		}
		if i == len(page.Aside) {
			page.Aside = append(page.Aside, asideGroup{Says: a.Says})
		}
		page.Aside[i].List = append(page.Aside[i].List, a)
	}
}

// parts of a case file by those of the readout, in the order of the page.
var partOf = []struct{ shown, part string }{{"person", "patient"}, {"results", "observations"}, {"conditions", "conditions"}, {"events", "events"}, {"medicines", "medications"},
	{"procedures", "procedures"}, {"allergies", "allergies"}, {"lifestyle", "lifestyle"}, {"partner", "partner"}, {"status", "status"}, {"requested", "requested"},
	{"notDone", ""}, {"setting", ""}} // a result that is added counts instead; the setting is chosen on every page

// show sets the facts beside the ways to correct them. The readout tells the facts of a
// list in the order of the list.
func (page *understood) show(q *request, correctable bool) {
	edit := func(part string, i int) string {
		if !correctable {
			return ""
		}
		list := q.session.against.Entries[part]
		if i >= len(list) {
			return ""
		}
		return page.Base + "/record/" + list[i]
	}
	add := func(part string) string {
		if !correctable || part == "" {
			return ""
		}
		return page.Base + "/record/" + part
	}
	fact := func(f readout.Fact, edit string) shownFact {
		return shownFact{Says: f.Says, At: words.Place(q.lang, f.Source), Edit: edit, By: words.ByReader(f.Source)}
	}
	whole := shownPart{Part: "pregnancies", Name: q.say("head.pregnancies"), Add: add("pregnancies")}
	for i, p := range page.Pregnancies {
		row := shownFact{Says: words.Sentence(numbered(q.lang, i+1)) + words.In(q.lang, "clause") + p.Says, Edit: edit("pregnancies", i), Merged: p.Merged}
		for _, d := range p.Details {
			row.Details = append(row.Details, fact(d, ""))
		}
		if c := q.of.c; i < len(c.Pregnancies) {
			x := &c.Pregnancies[i]
			row.At = words.Place(q.lang, strings.TrimSuffix(x.Source.String(), ":"+page.File))
			row.By = words.ByReader(x.Source.String())
		}
		whole.Rows = append(whole.Rows, row)
	}
	page.Shown = append(page.Shown, whole)
	for _, of := range partOf {
		shown := shownPart{Part: of.shown, Name: q.say("reading.part." + of.shown), Add: add(of.part)}
		n := 0
		for _, g := range page.Groups {
			if g.Part != of.shown {
				continue
			}
			for _, f := range g.Facts {
				way := ""
				switch _, many := fieldsOfList[of.part]; {
				case !many:
					way = add(of.part)
				case f.Name == of.part: // that the list is whole
					way = add("lists")
				default:
					way = edit(of.part, n)
					n++
				}
				shown.Rows = append(shown.Rows, fact(f, way))
			}
		}
		switch {
		case len(shown.Rows) > 0:
			page.Shown = append(page.Shown, shown)
		case shown.Add != "":
			page.Missing = append(page.Missing, shown)
		}
	}
}

var fieldsOfList = map[string]bool{"observations": true, "conditions": true, "events": true, "medications": true, "procedures": true, "allergies": true, "requested": true}

// shortList is how many rows of a part stand open, and longPart how many one page holds.
const shortList, longPart = 12, 120

// Head are the first rows, and Rest those that are folded.
func (p shownPart) Head() []shownFact {
	if p.From > 0 {
		return p.Rows[p.From:p.end()]
	}
	return p.Rows[:min(len(p.Rows), shortList)]
}

// Rest are the rows that are folded.
func (p shownPart) Rest() []shownFact {
	if p.From > 0 {
		return nil
	}
	return p.Rows[min(len(p.Rows), shortList):p.end()]
}

func (p shownPart) end() int { return min(len(p.Rows), p.From+longPart) }

// More is where the rows after these are; empty when there are none.
func (p shownPart) More() string {
	if p.end() == len(p.Rows) {
		return ""
	}
	return p.Path + "?part=" + p.Part + "&from=" + itoa(p.end())
}

// Left is how many those are.
func (p shownPart) Left() string { return itoa(len(p.Rows) - p.end()) }

// only keeps one part, from a row on, where the address asks for it.
func (page *understood) only(part, from string) {
	for _, p := range page.Shown {
		n, err := strconv.Atoi(from)
		if p.Part == part && err == nil && n > 0 && n < len(p.Rows) {
			p.From = n
			page.Shown, page.Only = []shownPart{p}, true
			return
		}
	}
}

// mostShown is how many of a long list a page holds; the data has all.
const mostShown = 80

// Most are as many as a page holds.
func (g asideGroup) Most() []readout.Aside { return g.List[:min(len(g.List), mostShown)] }

// Left says how many are not shown.
func (g asideGroup) Left() string {
	if n := len(g.List) - mostShown; n > 0 {
		return strconv.Itoa(n)
	}
	return ""
}
