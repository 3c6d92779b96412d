// Package server shows Gravida in a browser: a first page with example women, the
// interview, opening a record, and the answer. Every page has its data behind the
// same address with .json.
//
// Rules of this place: nothing is stored but in memory, for a while, and forgotten
// on request; nothing of a patient stands in a log; no page needs a script or asks
// anybody else for anything; no clinical judgement is added.
package server

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/sdc"
	"github.com/gravida-health/gravida/server/api"
	"github.com/gravida-health/gravida/view/words"
)

// Options say how a server answers. The zero value is one for this machine alone.
type Options struct {
	Guideline, Setting string // which guideline leads; a reader may choose another
	// Hosts are names by which the server may be called beside this machine's own.
	Hosts []string
	Log   *slog.Logger
	Now   func() time.Time // the clock; the machine's when left out
}

// Server answers requests. It may be used by many goroutines.
type Server struct {
	engine   *gravida.Engine
	talks    map[string]*interview.Interview // by language
	forms    *sdc.Forms
	options  Options
	sessions *sessions
	examples []*example
	drawn    drawnPages
	rules    map[string]*knowledge.Rule // by id
	api      *api.API
	manuals  map[string]func() *manual // by language
	parts    []casefile.Part
	handler  http.Handler

	life     context.Context // of what is done beside requests
	end      context.CancelFunc
	underWay sync.WaitGroup
	turns    chan struct{} // of records that are read at once
	reading  atomic.Int64  // bytes of records that are being read
}

// New makes a server over an engine.
func New(e *gravida.Engine, o Options) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Server{engine: e, talks: map[string]*interview.Interview{}, options: o, sessions: newSessions(o.Now), drawn: drawnPages{all: map[string][]byte{}}, rules: map[string]*knowledge.Rule{},
		parts: casefile.Parts(e.Base()), turns: make(chan struct{}, readAtOnce)}
	s.life, s.end = context.WithCancel(context.Background())
	for _, r := range e.Base().Rules {
		s.rules[r.ID] = r
	}
	for _, lang := range words.Languages {
		choice := assessment.Options{Lang: lang, Leading: o.Guideline, Setting: o.Setting}
		talk, err := interview.New(e.Base(), func(c *patient.Case) *assessment.Assessment { return e.Assess(c, choice) })
		if err != nil {
			return nil, err
		}
		s.talks[lang] = talk
	}
	var err error
	if s.forms, err = sdc.New(e.Base(), s.talks); err != nil {
		return nil, err
	}
	if s.examples, err = readExamples(e.Base()); err != nil {
		return nil, err
	}
	s.api = api.New(e, s.talks, api.Options{Guideline: o.Guideline, Setting: o.Setting, Now: o.Now, Interview: s.forms.Case})
	s.manuals = map[string]func() *manual{}
	for _, lang := range words.Languages {
		s.manuals[lang] = sync.OnceValue(func() *manual { return s.manual(lang) })
	}
	s.handler = s.guarded(s.routes())
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// routes is every address there is. What stands behind .json is the same address:
// the guard takes the ending off.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	page := func(pattern string, h handler) { mux.Handle(pattern, s.answering(pattern, h)) }

	mux.HandleFunc("GET /{$}", s.root)
	mux.HandleFunc("GET "+stylePath, s.style)
	mux.HandleFunc("GET "+viewPath, s.viewStyle)
	mux.HandleFunc("GET /gravida.svg", s.icon)
	mux.HandleFunc("GET /favicon.ico", s.icon)
	page("GET /{lang}", s.start)
	page("GET /{lang}/{$}", func(q *request) error { return q.redirect("") }) // as people type it
	page("GET /{lang}/interview", s.door)
	page("POST /{lang}/interview", s.begin)
	page("GET /{lang}/open", s.choose)
	page("POST /{lang}/open", s.open)
	page("GET /{lang}/example/{id}", s.exampleDoor)
	page("GET /{lang}/example/{id}/{window}", s.ofExample(s.window))
	page("GET /{lang}/example/{id}/explain/{statement}", s.ofExample(s.explain))

	page("GET /{lang}/my", s.ofHers(s.here))
	page("GET /{lang}/my/interview", s.talking(s.next))
	page("GET /{lang}/my/interview/{page}", s.talking(s.ask))
	page("POST /{lang}/my/interview/{page}", s.talking(s.give))
	page("GET /{lang}/my/check", s.talking(s.check))
	page("POST /{lang}/my/place", s.ofHers(s.place))
	page("GET /{lang}/my/reading", s.ofHers(s.waiting))
	page("POST /{lang}/my/record/undo", s.correcting(s.undo))
	page("GET /{lang}/my/record/{part}", s.correcting(s.correct))
	page("POST /{lang}/my/record/{part}", s.correcting(s.corrected))
	page("GET /{lang}/my/record/{part}/{entry}", s.correcting(s.correct))
	page("POST /{lang}/my/record/{part}/{entry}", s.correcting(s.corrected))
	page("GET /{lang}/my/patients", s.ofHers(s.patients))
	page("POST /{lang}/my/patients", s.ofHers(s.pick))
	page("POST /{lang}/my/forget", s.ofHers(s.forget))
	page("GET /{lang}/my/case.yaml", s.ofHers(s.caseFile))
	page("GET /{lang}/my/fhir", s.ofHers(s.fhir))
	page("GET /{lang}/my/{window}", s.ofHers(s.window))
	page("GET /{lang}/my/explain/{statement}", s.ofHers(s.explain))
	page("GET /{lang}/api", s.apiPage)
	page("/", func(q *request) error { return q.notFound() })
	// Beside the languages, not among them.
	fhir := s.besideFHIR(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path := strings.TrimSuffix(r.URL.Path, "/"); {
		case (path == "/api" || path == api.Root) && (r.Method == http.MethodGet || r.Method == http.MethodHead):
			http.Redirect(w, r, "/"+langOf(r)+"/api", http.StatusSeeOther)
		case forPrograms(r):
			s.api.ServeHTTP(w, r)
		default:
			fhir.ServeHTTP(w, r)
		}
	})
}
