package server

import (
	"bytes"
	"net/http"
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/casefhir"
)

// whileReading are the pages that do not wait for the first record.
var whileReading = []string{"/my/reading", "/my/forget"}

// ofHers answers a page of the visitor's own; who has none is shown the way in.
func (s *Server) ofHers(h handler) handler {
	return func(q *request) error {
		switch {
		case q.session != nil && q.session.bare && q.session.reading.Load() != nil && !slices.Contains(whileReading, q.r.URL.Path[len("/"+q.lang):]):
			return q.redirect("/my/reading") // there is nothing else yet
		case q.session != nil:
			return h(q)
		case q.json || q.r.Method != http.MethodGet:
			return status{http.StatusGone, "web.gone"}
		}
		return q.redirect("/interview?gone=1")
	}
}

// talking is ofHers for the interview, which can go on only from what a case file can
// hold.
func (s *Server) talking(h handler) handler {
	return s.ofHers(func(q *request) error {
		if !q.session.fits {
			return status{http.StatusUnprocessableEntity, "web.record.noFit"}
		}
		return h(q)
	})
}

// here sends her where she left off.
func (s *Server) here(q *request) error {
	if q.session.bare {
		if q.session.reading.Load() == nil {
			return q.redirect("/open")
		}
		return q.redirect("/my/reading")
	}
	if q.session.record == nil && q.session.file == nil && len(q.session.opened) > 0 {
		return q.redirect("/my/patients")
	}
	if q.session.record != nil && len(q.session.state.Answers) == 0 {
		return q.redirect("/my/record")
	}
	return q.redirect("/my/interview")
}

// caseOf is the case of all that is known of her: the record as it is, until she
// answers something.
func (q *request) caseOf() (*patient.Case, error) {
	if q.session.record != nil && len(q.session.state.Answers) == 0 {
		return q.session.record, nil
	}
	return q.talk().Case(q.session.state)
}

// kept is caseOf for somebody who keeps it: with where she is treated and how far she was
// asked, so that whoever opens it goes on from here.
func (q *request) kept() (*patient.Case, error) {
	v := q.session
	c := v.record
	if c == nil || len(v.state.Answers) > 0 {
		var err error
		if c, err = q.talk().Kept(v.state, ""); err != nil {
			return nil, err
		}
	}
	if said := v.treated(); said != c.Setting.Value {
		with := *c
		with.Setting = patient.Know(said, c.Source)
		c = &with
	}
	return c, nil
}

// today is the day an interview is held on: not before the day of the record it
// begins from.
func (s *Server) today(record *patient.Case) date.Date {
	day := date.Of(s.options.Now())
	if record != nil && record.AsOf.Known() && record.AsOf.Earliest() > day.Latest() {
		return record.AsOf
	}
	return day
}

// begun is a session that begins from a record, or from nothing.
func (s *Server) begun(record *patient.Case) *session {
	v := &session{drafts: map[string]draft{}, fits: true}
	v.state.AsOf = s.today(nil)
	if record != nil {
		s.goOn(v, record)
	}
	return v
}

// take begins from a record that was chosen.
func (s *Server) take(v *session, record *patient.Case) {
	v.against = correct.Of(record)
	v.record = v.against.Case
	day := s.today(record)
	v.state = interview.State{From: s.talks["en"].Since(record, day), AsOf: day}
	v.drafts, v.flagged, v.news = map[string]draft{}, nil, nil
	v.filed = record.Setting.Value
	v.file, v.told = nil, interview.State{}
	_, err := s.talks["en"].Case(v.state)
	v.fits = err == nil
}

// caseFile lets her keep what was said.
func (s *Server) caseFile(q *request) error {
	c, err := q.kept()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := casefile.WriteAccepted(&b, c, s.engine.Base()); err != nil {
		return status{http.StatusUnprocessableEntity, "web.notAsFile"}
	}
	return q.file("application/yaml; charset=utf-8", "gravida-case.yaml", append(q.session.remarks(), b.Bytes()...))
}

// fhir lets her keep it as another system reads it.
func (s *Server) fhir(q *request) error {
	c, err := q.kept()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := casefhir.Write(&b, c, s.engine.Base(), casefhir.Options{Lang: q.lang}); err != nil {
		return err
	}
	return q.file("application/fhir+json; charset=utf-8", "gravida-case.fhir.json", b.Bytes())
}

func (q *request) file(kind, name string, data []byte) error {
	q.w.Header().Set("Content-Type", kind)
	q.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = q.w.Write(data)
	return nil
}

// forget drops everything at once.
func (s *Server) forget(q *request) error {
	if err := q.form(); err != nil {
		return err
	}
	s.sessions.forget(q.w, q.r)
	return q.redirect("?forgotten=1")
}
