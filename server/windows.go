package server

import (
	"bytes"
	"cmp"
	"io"
	"maps"
	"net/http"
	"net/url"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/server/api"
	pages "github.com/gravida-health/gravida/view/html"
	"github.com/gravida-health/gravida/view/words"
)

// draw shows an answer. It gets nothing but the answer, and the addresses its page may
// point at: what a page says is the view's, and the server only sends it.
type draw func(w io.Writer, a *assessment.Assessment, at addresses) error

// window is one page of an answer: a document of its own.
type window struct {
	draw draw
	data func(a *assessment.Assessment) any // behind .json
}

// addresses are those of the pages around a page of an answer.
type addresses struct {
	lang, base string // /example/anna
	now        string // the page itself
	query      url.Values
	stylesheet string
	note       string     // that the woman is invented, where she is
	from       string     // the page from which a statement was opened
	own        *pages.Own // what she can do with her own answers
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

// Explain is a statement opened on a page of its own, which knows from which page it
// was opened. It stands beside the pages, so that their addresses of it are short: some
// hundred of them stand on one page.
func (at addresses) Explain(id assessment.StatementID) string {
	query := maps.Clone(at.query)
	if from := cmp.Or(at.from, at.now); from != home {
		query.Set("from", from)
	}
	address := string(id)
	if at.from == "" {
		address = "explain/" + address
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// back is the place at which a statement stands on the page it was opened from.
func (at addresses) back(id assessment.StatementID) pages.Link {
	return pages.Link{Href: at.Page(at.from) + "#" + string(id), Text: words.In(at.lang, "web.tab."+at.from)}
}

// home is the page on which every statement has its place.
const home = "clinician"

// addresses are those around the page that is asked for. Of the query only what chooses
// an answer goes along.
func (q *request) addresses(name string) addresses {
	query := url.Values{}
	for _, key := range []string{"guideline", "setting"} {
		if v := q.r.URL.Query().Get(key); v != "" {
			query.Set(key, v)
		}
	}
	note := ""
	if !q.of.hers {
		note = words.Sentence(q.say("web.invented"))
	}
	return addresses{own: q.own(), note: note, lang: q.lang, base: q.of.base, now: name, query: query, stylesheet: viewPath + "?" + viewVersion()}
}

// own are the addresses at which she keeps, changes and clears her answers; nil where the
// answer is not a visitor's own.
func (q *request) own() *pages.Own {
	if q.session == nil || !q.of.hers {
		return nil
	}
	at := "/" + q.lang + "/my/"
	own := &pages.Own{Save: at + "case.yaml", Change: at + "check", Forget: at + "forget", Token: q.session.token}
	if q.session.record != nil && len(q.session.state.Answers) == 0 {
		own.Change = at + "record"
	}
	if !q.session.fits { // a case file cannot hold it
		own.Save = at + "fhir.json"
	}
	return own
}

// windows are the pages of an answer, by the last part of their address. This is the
// one place where a view is hung in.
var windows = map[string]window{
	"report": {
		draw: func(w io.Writer, a *assessment.Assessment, at addresses) error {
			return pages.Patient(w, a, at.options())
		}},
	"clinician": {
		draw: func(w io.Writer, a *assessment.Assessment, at addresses) error {
			return pages.Clinician(w, a, at.options())
		}},
	"compare": {
		draw: func(w io.Writer, a *assessment.Assessment, at addresses) error {
			return pages.Compare(w, a.Compare(), at.options())
		},
		data: func(a *assessment.Assessment) any { return a.Compare() }},
}

// options are the addresses as view/html takes them.
func (at addresses) options() pages.Options {
	return pages.Options{Stylesheet: at.stylesheet, Note: at.note, Links: pages.Links{Home: "/" + at.lang,
		Patient: at.Page("report"), Clinician: at.Page("clinician"), Compare: at.Page("compare"), Record: at.Page("record"), Data: at.Data(), Own: at.own,
		Language: at.Language, Leading: at.Leading, Setting: at.Setting, Explain: at.Explain}}
}

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
	if q.of.hers {
		o = q.leads()
	}
	if setting := query.Get("setting"); setting != "" {
		if base.Setting(setting) == nil {
			return nil, status{http.StatusBadRequest, "web.noSetting"}
		}
		o.Setting, o.Leading = setting, ""
		if q.of.hers && q.chosenHere() { // from here on her other pages follow it
			q.session.chooses(setting)
		}
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

// chosenHere reports that a page was asked for by hand, and neither as data, ahead of a click
// nor from another site: only then does an address change what her other pages go by.
func (q *request) chosenHere() bool {
	h := q.r.Header
	return !q.json && h.Get("Sec-Fetch-Site") != "cross-site" && h.Get("Sec-Purpose") == "" && h.Get("Purpose") == ""
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
	return q.drawn(key, func(w io.Writer) error { return v.draw(w, a, q.addresses(name)) })
}

// explain opens one statement down to the facts it rests on.
func (s *Server) explain(q *request) error {
	a, err := q.assessed()
	if err != nil {
		return err
	}
	id := assessment.StatementID(q.r.PathValue("statement"))
	t, ok := a.Open(id)
	if !ok {
		return q.notFound()
	}
	if q.json {
		return q.data(http.StatusOK, api.OpenedOf(t, q.lang))
	}
	at := q.addresses("explain/" + string(id))
	at.from = home
	if from := q.r.URL.Query().Get("from"); from != "" {
		if _, ok := windows[from]; ok {
			at.from = from
		}
	}
	o := at.options()
	o.Links.Leading, o.Links.Setting = nil, nil // another guideline's answer has other statements
	o.Links.Back = at.back(id)
	o.Links.Language = func(lang string) string {
		query := maps.Clone(at.query)
		query.Set("from", at.from)
		return at.to(lang, at.now, query)
	}
	return q.drawn("", func(w io.Writer) error { return pages.Explain(w, t, a, o) })
}

// drawn sends what a view drew, and keeps it under a key; "" for a page not to be kept.
func (q *request) drawn(key string, draw func(io.Writer) error) error {
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		return err
	}
	if key != "" {
		q.s.drawn.keep(key, b.Bytes())
	}
	q.whole(b.Bytes())
	return nil
}

// whole sends a document with its style in it.
func (q *request) whole(page []byte) {
	q.w.Header().Set("Content-Security-Policy", policy(digestOf(page)))
	q.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = q.w.Write(page) // she may have gone
}
