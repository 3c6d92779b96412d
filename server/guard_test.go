package server

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/interview"
)

// started is a server of the built-in knowledge, and its engine.
func started(t *testing.T, o Options) (*gravida.Engine, *Server) {
	t.Helper()
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(e, o)
	if err != nil {
		t.Fatal(err)
	}
	return e, s
}

// A panic ends its own request only, and what a patient said does not reach the log
// with it.
func TestPanic(t *testing.T) {
	var log bytes.Buffer
	_, s := started(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	v := s.begun(nil)
	s.sessions.begin(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), v)
	name := ""
	for id := range s.sessions.all {
		name = id
	}
	mux := http.NewServeMux()
	mux.Handle("GET /{lang}/words", s.answering("", func(q *request) error { panic("Anna had a loss") }))
	mux.Handle("GET /{lang}/error", s.answering("", func(q *request) error { return errors.New("Anna had a loss") }))
	mux.Handle("GET /{lang}/index", s.answering("", func(q *request) error { var none []int; _ = none[len(q.lang)]; return nil }))
	mux.Handle("/", s.routes())
	h := s.guarded(mux)
	for _, path := range []string{"/en/words", "/zh/index", "/en/words.json", "/en/error"} {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = "localhost"
		r.AddCookie(&http.Cookie{Name: cookie, Value: name})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 500 || w.Body.Len() == 0 {
			t.Errorf("%s: status %d, %q", path, w.Code, w.Body)
		}
	}
	if strings.Contains(log.String(), "Anna") || strings.Contains(log.String(), name) {
		t.Errorf("the log holds what was said:\n%s", &log)
	}
	if !strings.Contains(log.String(), "index out of range") || !strings.Contains(log.String(), "TestPanic") {
		t.Errorf("the log does not say where it was:\n%s", &log)
	}
	// Her session is not stuck.
	done := make(chan int)
	go func() {
		r := httptest.NewRequest("GET", "/en/my/check", nil)
		r.Host = "localhost"
		r.AddCookie(&http.Cookie{Name: cookie, Value: name})
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		done <- w.Code
	}()
	select {
	case code := <-done:
		if code != 200 {
			t.Errorf("after a panic her page is status %d", code)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("after a panic her session is locked for ever")
	}
}

// Only where a record is sent may much be sent: an address that only ends alike is no
// such place.
func TestLargeOnlyWhereARecordIs(t *testing.T) {
	_, s := started(t, Options{})
	took := 0
	h := s.guarded(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		took = len(data)
	}))
	for path, large := range map[string]bool{"/en/open": true, "/zh/open": true, "/zh/open.json": true, "/en/my/interview/open": false, "/en/my/record/open": false,
		"/en/my/record/observations/open": false, "/en/example/open": false, "/open": false, "/xx/open": false, "/en/my/open": false} {
		r := httptest.NewRequest("POST", path, strings.NewReader(strings.Repeat("a", mostForm+1000)))
		r.Host = "localhost"
		h.ServeHTTP(httptest.NewRecorder(), r)
		if (took > mostForm) != large {
			t.Errorf("%s: took %d bytes", path, took)
		}
	}
}

// A correction that does not fit what was answered leaves everything as it was, also
// what was typed and refused.
func TestCorrectionThatDoesNotFit(t *testing.T) {
	e, s := started(t, Options{})
	c, err := casefile.Read("a.yaml", []byte("gravida: case/1\nasOf: 2026-03-01\nobservations: [{test: tsh, date: 2026-01-09, value: 2, unit: mIU/L}]\n"), e.Base())
	if err != nil {
		t.Fatal(err)
	}
	v := s.begun(c)
	v.state.Answers = []interview.Answer{{Page: "pregnant", Values: map[string][]string{"answer": {"no"}}}}
	v.drafts["losses"] = draft{answer: interview.Answer{Page: "losses"}}
	v.news = []assessment.RedFlag{{ID: "a"}}
	two := *c
	two.Observations = append(slices.Clone(c.Observations), c.Observations[0])
	two.Observations[1].Number, two.Observations[1].Written = 5, "5"
	if s.corrects(v, correct.Of(&two)) {
		t.Fatal("two results of one test and day fit")
	}
	if len(v.drafts) != 1 || len(v.news) != 1 || len(v.state.Answers) != 1 || !v.fits || len(v.record.Observations) != 1 {
		t.Errorf("something is lost: %+v", v)
	}
}

// There is no room for more visitors or records than were agreed on: who was away
// longest makes place.
func TestSessionsAreBounded(t *testing.T) {
	now := time.Now()
	all := newSessions(func() time.Time { now = now.Add(time.Millisecond); return now })
	for range mostSessions + 10 {
		all.begin(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), &session{held: 1 << 10})
	}
	if len(all.all) != mostSessions || all.held != mostSessions<<10 {
		t.Errorf("%d visitors, %d bytes", len(all.all), all.held)
	}
	all.begin(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), &session{held: mostHeld})
	if len(all.all) != 1 || all.held != mostHeld {
		t.Errorf("%d visitors, %d bytes; want one with a large record", len(all.all), all.held)
	}
	now = now.Add(idle + time.Minute)
	all.begin(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), &session{})
	if len(all.all) != 1 || all.held != 0 {
		t.Errorf("%d visitors, %d bytes; want the new one alone", len(all.all), all.held)
	}
	v := &session{held: mostHeld / 2}
	all.begin(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), v)
	all.hold(v, mostHeld+1)
	if len(all.all) != 1 || all.held != mostHeld+1 {
		t.Errorf("%d visitors, %d bytes; want the one with a second record alone", len(all.all), all.held)
	}
	all.hold(v, 10)
	if all.held != 10 {
		t.Errorf("%d bytes, want 10", all.held)
	}
}

// Who asks to forget with the name her session had before means the one that replaced
// it, however often; of another's nothing is forgotten, and nothing is remembered for ever.
func TestForgetFollows(t *testing.T) {
	now := time.Now()
	all := newSessions(func() time.Time { return now })
	named := func(id string) *http.Request {
		r := httptest.NewRequest("GET", "/", nil)
		r.AddCookie(&http.Cookie{Name: cookie, Value: id})
		return r
	}
	begin := func(before string) string {
		w := httptest.NewRecorder()
		all.begin(w, named(before), &session{held: 7})
		return w.Result().Cookies()[0].Value
	}
	other := begin("")
	first := begin("")
	begin(begin(first))
	all.forget(httptest.NewRecorder(), named(first))
	if len(all.all) != 1 || all.all[other] == nil || all.held != 7 || len(all.after) != 0 {
		t.Errorf("%d visitors with %d bytes are left, and %d names; want the other alone", len(all.all), all.held, len(all.after))
	}
	begin("nobody")
	begin(begin(""))
	now = now.Add(lookBack + time.Second)
	if begin(""); len(all.after) != 0 {
		t.Errorf("%d names are remembered for ever", len(all.after))
	}
}
