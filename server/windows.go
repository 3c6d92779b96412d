package server

import (
	"bytes"
	"html"
	"html/template"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/server/api"
	pages "github.com/gravida-health/gravida/view/html"
	"github.com/gravida-health/gravida/view/text"
	"github.com/gravida-health/gravida/view/words"
)

// draw shows an answer. It gets nothing but the answer, and the addresses its page may
// point at: what a page says is the view's, and the server only sends it.
type draw func(w io.Writer, a *assessment.Assessment, at addresses) error

// window is one page of an answer. A whole one is a document of its own, with its
// style in it; the others are text, shown in our frame.
type window struct {
	draw  draw
	whole bool
	data  func(a *assessment.Assessment) any // behind .json
}

// addresses are those of the pages around a page of an answer.
type addresses struct {
	lang, base string // /example/anna
	now        string // the page itself
	query      url.Values
	stylesheet string
	hers       bool
}

func (at addresses) to(lang, page string, query url.Values) string {
	address := "/" + lang + at.base + "/" + page
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// Page is another page of the same answer, as this one was asked for.
func (at addresses) Page(name string) string { return at.to(at.lang, name, at.query) }

// Data is the page as data.
func (at addresses) Data() string { return at.Page(at.now + ".json") }

// Language is the page in another language.
func (at addresses) Language(lang string) string { return at.to(lang, at.now, at.query) }

// Leading is the page with another guideline leading.
func (at addresses) Leading(id string) string { return at.with("guideline", id) }

// Setting is the page in another country, where its own guideline leads.
func (at addresses) Setting(id string) string {
	query := url.Values{"setting": {id}}
	return at.to(at.lang, at.now, query)
}

func (at addresses) with(key, value string) string {
	query := maps.Clone(at.query)
	if query == nil {
		query = url.Values{}
	}
	query.Set(key, value)
	return at.to(at.lang, at.now, query)
}

// Explain is a statement opened on a page of its own.
func (at addresses) Explain(id assessment.StatementID) string {
	return at.Page("explain/" + string(id))
}

// addresses are those around the page that is asked for. Of the query only what chooses
// an answer goes along.
func (q *request) addresses(name string) addresses {
	query := url.Values{}
	for _, key := range []string{"guideline", "setting"} {
		if v := q.r.URL.Query().Get(key); v != "" {
			query.Set(key, v)
		}
	}
	return addresses{lang: q.lang, base: q.of.base, now: name, query: query, stylesheet: viewPath + "?" + viewVersion(), hers: q.of.hers}
}

// windows are the pages of an answer, by the last part of their address. This is the
// one place where a view is hung in.
var windows = map[string]window{
	"report": {whole: true,
		draw: func(w io.Writer, a *assessment.Assessment, at addresses) error {
			return pages.Patient(w, a, at.options())
		}},
	"clinician": {whole: true,
		draw: func(w io.Writer, a *assessment.Assessment, at addresses) error {
			return pages.Clinician(w, a, at.options())
		}},
	"compare": {whole: true,
		draw: func(w io.Writer, a *assessment.Assessment, at addresses) error {
			return pages.Compare(w, a.Compare(), at.options())
		},
		data: func(a *assessment.Assessment) any { return a.Compare() }},
}

// options are the addresses as view/html takes them.
func (at addresses) options() pages.Options {
	return pages.Options{Stylesheet: at.stylesheet, Links: pages.Links{Home: "/" + at.lang,
		Patient: at.Page("report"), Clinician: at.Page("clinician"), Compare: at.Page("compare"), Data: at.Data(),
		Language: at.Language, Leading: at.Leading, Setting: at.Setting, Explain: at.Explain}}
}

// tabs are the pages of an answer in the order of the row above them.
var tabs = []string{"report", "clinician", "compare"}

// shownAnswer is an answer as text, in our frame.
type shownAnswer struct {
	Name, Base, Now string
	Hers            bool
	Tabs            []tab
	Text            template.HTML // escaped by handles
}

type tab struct{ ID, Path, Name string }

// ready gives a subject its case, if it has none yet: then it is hers.
func (q *request) ready() error {
	if q.of != nil {
		return nil
	}
	c, err := q.caseOf()
	if err != nil {
		return err
	}
	q.of = &subject{c: c, base: "/my", hers: true}
	return nil
}

// assessed is the answer on a subject, with the guideline and the setting that the
// address names.
func (q *request) assessed() (*assessment.Assessment, error) {
	if err := q.ready(); err != nil {
		return nil, err
	}
	query, base := q.r.URL.Query(), q.s.engine.Base()
	o := assessment.Options{Lang: q.lang, Leading: q.s.options.Guideline, Setting: q.s.options.Setting}
	if setting := query.Get("setting"); setting != "" {
		if base.Setting(setting) == nil {
			return nil, status{http.StatusBadRequest, "web.noSetting"}
		}
		o.Setting, o.Leading = setting, ""
	}
	if leading := query.Get("guideline"); leading != "" {
		if base.Guideline(leading) == nil {
			return nil, status{http.StatusBadRequest, "web.noGuideline"}
		}
		o.Leading = leading
	}
	c := q.of.c
	if !c.AsOf.Known() {
		dated := *c
		dated.AsOf = q.s.today(nil)
		c = &dated
	}
	return q.s.engine.Assess(c, o), nil
}

// window shows one page of an answer, or what was understood of a record.
func (s *Server) window(q *request) error {
	name := q.r.PathValue("window")
	if name == "record" {
		return s.record(q)
	}
	v, ok := windows[name]
	if !ok {
		return q.notFound()
	}
	key := q.drawnKey(name)
	if page := s.drawn.find(key); key != "" && page != nil {
		q.whole(page)
		return nil
	}
	a, err := q.assessed()
	if err != nil {
		return err
	}
	if q.json {
		if v.data != nil {
			return q.data(http.StatusOK, v.data(a))
		}
		return q.data(http.StatusOK, a)
	}
	return q.drawn(name, v.whole, func(w io.Writer) error { return v.draw(w, a, q.addresses(name)) })
}

// explain opens one statement down to the facts it rests on.
func (s *Server) explain(q *request) error {
	a, err := q.assessed()
	if err != nil {
		return err
	}
	t, ok := a.Open(assessment.StatementID(q.r.PathValue("statement")))
	if !ok {
		return q.notFound()
	}
	if q.json {
		return q.data(http.StatusOK, api.OpenedOf(t, q.lang))
	}
	return q.drawn("explain", false, func(w io.Writer) error { return text.Explain(w, t, a, text.Options{}) })
}

// drawn sends what a view drew: its own document, or its text in our frame.
func (q *request) drawn(name string, whole bool, draw func(io.Writer) error) error {
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		return err
	}
	if whole {
		if key := q.drawnKey(name); key != "" {
			q.s.drawn.keep(key, b.Bytes())
		}
		q.whole(b.Bytes())
		return nil
	}
	at := q.addresses(name)
	page := &shownAnswer{Name: q.of.name, Base: q.to(q.of.base), Now: name, Hers: q.of.hers, Text: handles(b.String(), at)}
	for _, id := range append(slices.Clone(tabs), "record") {
		page.Tabs = append(page.Tabs, tab{id, at.Page(id), q.say("web.tab." + id)})
	}
	return q.page(http.StatusOK, "answer", words.Sentence(q.say("web.tab."+name)), page)
}

// whole sends a document with its style in it.
func (q *request) whole(page []byte) {
	q.w.Header().Set("Content-Security-Policy", policy(digestOf(page)))
	q.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = q.w.Write(page) // she may have gone
}

var handle = regexp.MustCompile(`\bs[0-9]+\b`)
var bracket = regexp.MustCompile(`\[s[0-9]+(?:[,、 –-]+s[0-9]+)*\]`)

// handles makes text of an answer a part of a page: all of it escaped, and the handles
// of its statements links to what they rest on.
func handles(answer string, at addresses) template.HTML {
	return template.HTML(bracket.ReplaceAllStringFunc(html.EscapeString(answer), func(list string) string {
		return handle.ReplaceAllStringFunc(list, func(id string) string {
			return `<a href="` + html.EscapeString(at.Explain(assessment.StatementID(id))) + `">` + id + `</a>`
		})
	}))
}
