package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// Reading a record takes milliseconds, and a hospital's export takes seconds. It is done
// beside the request: who waits not long enough to notice gets the record at once, and
// everybody else a page that shows how far it is.
const (
	patience       = 700 * time.Millisecond // before the page of progress is shown
	longestReading = 5 * time.Minute
	readAtOnce     = 2         // the others wait for their turn
	mostPlain      = 200 << 20 // bytes that come out of a packed record
	mostRead       = 160 << 20 // bytes of all records that are being read
)

// reading is a record while it is read. Once done is closed it does not change.
type reading struct {
	name   string
	only   string // the id of the patient who is looked for; empty for all
	data   []byte
	total  int64 // bytes
	stop   context.CancelFunc
	done   chan struct{}
	began  time.Time
	passed atomic.Int64 // bytes that were taken in
	found  atomic.Int64 // patients

	cases    []*patient.Case
	problems []note
	notes    []note
	nobody   bool
	failed   bool // it was our own fault
}

// note is something worth knowing of a file, to be said in the reader's language.
type note struct {
	problem problem.Problem
	key     string // of a word instead
	n       int
}

func (n note) in(lang string) string {
	if n.key != "" {
		return words.Fill(lang, n.key, "n", itoa(n.n))
	}
	return clip(words.Clean(words.Problem(lang, n.problem)), 600)
}

// finished reports whether it is done.
func (r *reading) finished() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// read begins to read a record; false where too much is being read already. What was
// reserved for it is given back at its end.
func (s *Server) read(sent *sentRecord) (*reading, bool) {
	size := int64(len(sent.data))
	if s.reading.Add(size) > mostRead {
		s.reading.Add(-size)
		return nil, false
	}
	ctx, stop := context.WithTimeout(s.life, longestReading)
	r := &reading{name: sent.name, only: sent.only, data: sent.data, total: size, stop: stop, done: make(chan struct{}), began: s.options.Now()}
	s.underWay.Add(1)
	go func() {
		defer s.underWay.Done()
		defer close(r.done)
		defer s.reading.Add(-size)
		defer stop()
		defer func() {
			if p := recover(); p != nil { // the others go on
				s.panicked(p, &http.Request{Method: http.MethodPost})
				r.cases, r.failed = nil, true
			}
			r.data = nil
		}()
		select {
		case s.turns <- struct{}{}:
			defer func() { <-s.turns }()
		case <-ctx.Done():
			r.failed = true
			return
		}
		s.readAll(ctx, r)
	}()
	return r, true
}

// counted counts what is taken in, and ends when nobody waits for it any more.
type counted struct {
	io.Reader
	ctx context.Context
	n   *atomic.Int64
}

func (c counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.Reader.Read(p[:min(len(p), 256<<10)])
	c.n.Add(int64(n))
	return n, err
}

// readAll reads a record in memory: what intake would put in a temporary file stays
// here.
func (s *Server) readAll(ctx context.Context, r *reading) {
	in := intake.Reader{Knowledge: s.engine.Base(), Interview: s.forms.Case, Memory: 1 << 30, MostPlain: mostPlain, Note: func(p problem.Problem) { r.notes = append(r.notes, note{problem: p}) }}
	today := s.today(nil)
	for c, err := range in.Read(ctx, r.name, counted{bytes.NewReader(r.data), ctx, &r.passed}) {
		if ctx.Err() != nil {
			r.failed = true
			return
		}
		if err != nil {
			var list problem.List
			var one problem.Problem
			switch {
			case errors.As(err, &list):
				for _, p := range list {
					r.problems = append(r.problems, note{problem: p})
				}
			case errors.As(err, &one):
				r.problems = append(r.problems, note{problem: one})
			default: // its text may hold a patient's words
				s.options.Log.Error("not read")
				r.failed = true
				return
			}
			continue
		}
		r.found.Add(1)
		if r.only != "" && c.ID != r.only {
			continue
		}
		if len(r.cases) == mostPatients {
			r.notes = append(r.notes, note{key: "web.open.most", n: mostPatients})
			break
		}
		dated := *c
		if !dated.AsOf.Known() {
			dated.AsOf = today
		}
		if name, at, late := dated.After(dated.AsOf); late {
			r.problems = append(r.problems, note{problem: problem.New(problem.Place{File: at.Source.String()},
				problem.Say("%s %s", name, at.Value), problem.Say("facts up to the day of the record, %s", dated.AsOf), "")})
			continue
		}
		r.cases = append(r.cases, &dated)
	}
	r.nobody = len(r.cases) == 0 && len(r.problems) == 0
}

// wrong is why nothing came of a reading, in a language.
func (r *reading) wrong(lang string) []string {
	if r.nobody && r.only != "" && r.found.Load() > 0 {
		return []string{words.Fill(lang, "web.open.notThere", "id", clip(words.Clean(r.only), 120), "n", itoa(int(r.found.Load())))}
	}
	if r.nobody {
		return []string{words.In(lang, "web.open.nobody")}
	}
	return inWords(lang, r.problems)
}

func inWords(lang string, notes []note) []string {
	const shown = 20
	var list []string
	for i, n := range notes {
		if i == shown {
			list = append(list, words.Fill(lang, "web.open.more", "n", itoa(len(notes)-shown)))
			break
		}
		list = append(list, n.in(lang))
	}
	return list
}

// progress is the page that shows how far a reading is.
type progress struct {
	Done    bool  `json:"done"`
	Size    int64 `json:"bytes"`
	Passed  int64 `json:"read"`
	Found   int64 `json:"patients"`
	Seconds int   `json:"seconds"`
	Percent int   `json:"-"`
}

// waiting shows how far it is, and goes on by itself: the page asks again each second,
// and when all is read leads to the record, or to what is wrong with it.
func (s *Server) waiting(q *request) error {
	r := q.session.reading.Load()
	if r == nil {
		return q.redirect("/my")
	}
	if r.finished() {
		return s.opened(q, r)
	}
	page := &progress{Size: r.total, Passed: r.passed.Load(), Found: r.found.Load(), Seconds: int(s.options.Now().Sub(r.began).Seconds())}
	if page.Size > 0 {
		page.Percent = int(page.Passed * 100 / page.Size)
	}
	q.w.Header().Set("Refresh", "1")
	return q.page(http.StatusOK, "waiting", q.say("web.reading.title"), page)
}
