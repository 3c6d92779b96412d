package server

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/sdc"
	"github.com/gravida-health/gravida/view/words"
)

// request is a request while it is answered.
type request struct {
	s       *Server
	w       http.ResponseWriter
	r       *http.Request
	lang    string
	json    bool
	session *session // nil when nobody knows her
	of      *subject // whose answer is asked for
}

// subject is whose answer a page shows: hers, or an example's.
type subject struct {
	c    *patient.Case
	base string // the address of her pages
	name string // as the page calls her; empty for the visitor herself
	hers bool
}

type handler func(q *request) error

// status is an answer that is no page: what the visitor is told, and how.
type status struct {
	code int
	key  string // of a word that says more; may be empty
}

func (s status) Error() string { return fmt.Sprint("status ", s.code, " ", s.key) }

func (q *request) notFound() error { return status{http.StatusNotFound, ""} }

// answering turns a handler into what the mux takes.
func (s *Server) answering(pattern string, h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := &request{s: s, w: w, r: r, lang: langOf(r), json: r.Context().Value(asJSON{}) != nil}
		if lang := r.PathValue("lang"); lang != "" && !slices.Contains(words.Languages, lang) {
			s.sorry(w, r, http.StatusNotFound, "")
			return
		}
		if q.session = s.sessions.find(r); q.session != nil {
			q.session.mu.Lock()
			defer q.session.mu.Unlock()
		}
		err := h(q)
		var told status
		var large *http.MaxBytesError
		switch {
		case err == nil:
		case errors.As(err, &told):
			s.sorry(w, r, told.code, told.key)
		case errors.As(err, &large):
			s.sorry(w, r, http.StatusRequestEntityTooLarge, "")
		default: // its text may hold a patient's words
			s.options.Log.Error("not answered", "route", pattern, "error", fmt.Sprintf("%T", err))
			s.sorry(w, r, http.StatusInternalServerError, "")
		}
	})
}

func (q *request) say(key string) string { return words.In(q.lang, key) }

// to is the address of a page in the reader's language.
func (q *request) to(path string) string { return "/" + q.lang + path }

// redirect answers a form, so that refreshing the next page sends nothing again. Who
// asked for data is led to data.
func (q *request) redirect(path string) error {
	if q.json {
		address, query, asked := strings.Cut(path, "?")
		if path = address + ".json"; asked {
			path += "?" + query
		}
	}
	http.Redirect(q.w, q.r, q.to(path), http.StatusSeeOther)
	return nil
}

// form reads a form. Who has a session has to send its token along.
func (q *request) form() error {
	if err := q.r.ParseForm(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return err
		}
		return status{http.StatusBadRequest, ""}
	}
	return q.token(q.r.PostForm.Get("_token"))
}

func (q *request) token(sent string) error {
	if q.session == nil || subtle.ConstantTimeCompare([]byte(sent), []byte(q.session.token)) != 1 {
		return status{http.StatusForbidden, ""}
	}
	return nil
}

// frame is what every page has around it.
type frame struct {
	Lang, HTMLLang string
	Title          string
	Style          string
	Languages      []language
	Token          string
	Nav            []tab // the pages of an answer, where this is one
	Body           any
	Mine           bool // there is something to forget
	base           string
}

// page shows data: as a page, or as the data itself behind .json.
func (q *request) page(code int, name, title string, data any) error {
	if q.json {
		return q.data(code, data)
	}
	f := frame{Lang: q.lang, HTMLLang: htmlLang(q.lang), Title: title, Style: stylePath + "?" + styleVersion(), Body: data, Mine: q.session != nil}
	if q.session != nil {
		f.Token = q.session.token
	}
	if of, ok := data.(interface{ nav() []tab }); ok {
		f.Nav = of.nav()
	}
	f.Languages = languages(q.r, q.lang)
	return write(q.w, code, name, &f)
}

// data answers with JSON.
func (q *request) data(code int, data any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(data); err != nil {
		return fmt.Errorf("make the data: %w", err)
	}
	q.w.Header().Set("Content-Type", "application/json; charset=utf-8")
	q.w.WriteHeader(code)
	_, _ = q.w.Write(b.Bytes()) // she may have gone
	return nil
}

func htmlLang(lang string) string {
	if lang == "zh" {
		return "zh-Hans"
	}
	return lang
}

// language is the same page in a language, and what the language calls itself.
type language struct {
	Path, Lang, Name string
	Now              bool
}

// languages are the page in each language, in an order that does not change with it.
func languages(r *http.Request, lang string) (list []language) {
	rest, ok := strings.CutPrefix(r.URL.Path, "/"+lang)
	if !ok || rest != "" && rest[0] != '/' {
		rest = ""
	}
	if r.URL.RawQuery != "" && r.Method == http.MethodGet {
		rest += "?" + r.URL.RawQuery
	}
	for _, other := range words.Languages {
		list = append(list, language{"/" + other + rest, htmlLang(other), words.In(other, "web.thisLanguage"), other == lang})
	}
	return list
}

// sorry is a page for what cannot be shown, with a way on.
func (s *Server) sorry(w http.ResponseWriter, r *http.Request, code int, key string) {
	if forPrograms(r) {
		s.api.Refuse(w, r, code)
		return
	}
	q := &request{s: s, w: w, r: r, lang: langOf(r), json: r.Context().Value(asJSON{}) != nil || strings.HasSuffix(r.URL.Path, ".json")}
	if isFHIR(r) {
		s.outcome(w, r, code, sdc.Flaw{Code: issueCode(code), Says: s.statusSays(langOf(r), code)})
		return
	}
	if key == "" {
		key = fmt.Sprintf("web.status.%d", code)
		if !words.Has(key) {
			key = "web.status.500"
		}
	}
	_ = q.page(code, "sorry", q.say("web.sorry"), &apology{code, q.say(key)})
}

type apology struct {
	Status int    `json:"status"`
	Says   string `json:"error"`
}

func itoa(n int) string { return strconv.Itoa(n) }
