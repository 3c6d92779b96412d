package server

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/view/readout"
	"github.com/gravida-health/gravida/view/words"
)

// mostPatients is how many patients of one file are kept to choose from.
const mostPatients = 100

// opening is the page that takes a record.
type opening struct {
	Problems []string `json:"problems,omitempty"` // what is wrong with the one that was sent
	Pasted   string   `json:"-"`
	Title    string   `json:"-"`
	Largest  int      `json:"largestBytes"`
	Replaces bool     `json:"-"` // something is open already
}

func (s *Server) choose(q *request) error {
	return q.page(http.StatusOK, "open", q.say("web.open.title"), &opening{Largest: mostRecord, Replaces: q.session != nil})
}

// open reads a record in memory. It takes the place of what was open before, once it
// could be read. A form opened before there was a session has no token; where there is
// one to lose, it is asked for.
func (s *Server) open(q *request) error {
	sent, err := upload(q.r)
	if err != nil {
		return err
	}
	if q.session != nil && q.token(sent.token) != nil {
		return s.refused(q, sent, []string{q.say("web.open.again")})
	}
	if len(bytes.TrimSpace(sent.data)) == 0 {
		return s.refused(q, sent, []string{q.say("web.open.empty")})
	}
	v := s.begun(nil)
	var problems []string
	reader := intake.Reader{Knowledge: s.engine.Base(), Interview: s.forms.Case, Note: func(p problem.Problem) { v.notes = append(v.notes, p.Error()) }}
	for c, err := range reader.Read(q.r.Context(), sent.name, bytes.NewReader(sent.data)) {
		if err != nil {
			var list problem.List
			var one problem.Problem
			switch {
			case errors.As(err, &list):
				for _, p := range list {
					problems = append(problems, p.Error())
				}
			case errors.As(err, &one):
				problems = append(problems, one.Error())
			default:
				return err
			}
			continue
		}
		if len(v.opened) == mostPatients {
			v.notes = append(v.notes, words.Fill(q.lang, "web.open.most", "n", "100"))
			break
		}
		dated := *c
		if !dated.AsOf.Known() {
			dated.AsOf = v.state.AsOf
		}
		if name, at, late := dated.After(dated.AsOf); late {
			problems = append(problems, problem.Problem{Place: problem.Place{File: at.Source.String()}, Found: name + " " + at.Value.String(), Accepted: q.say("web.open.day") + dated.AsOf.String()}.Error())
			continue
		}
		v.opened = append(v.opened, &dated)
	}
	if len(v.opened) == 0 {
		if len(problems) == 0 {
			problems = []string{q.say("web.open.nobody")}
		}
		return s.refused(q, sent, problems)
	}
	v.notes = append(v.notes, problems...)
	v.held = len(sent.data)
	if len(v.opened) == 1 {
		s.take(v, v.opened[0])
	}
	s.sessions.begin(q.w, q.r, v)
	if v.record == nil {
		return q.redirect("/my/patients")
	}
	return q.redirect("/my/record")
}

// refused shows the page again, with what is wrong and what was pasted.
func (s *Server) refused(q *request, sent *sentRecord, problems []string) error {
	const shown = 20
	if len(problems) > shown {
		problems = append(problems[:shown:shown], words.Fill(q.lang, "web.open.more", "n", itoa(len(problems)-shown)))
	}
	for i := range problems {
		problems[i] = clip(words.Clean(problems[i]), 600)
	}
	page := &opening{Problems: problems, Largest: mostRecord, Replaces: q.session != nil}
	if sent.pasted {
		page.Pasted = clip(strings.ToValidUTF8(string(sent.data), "�"), 60<<10)
	}
	return q.page(http.StatusUnprocessableEntity, "open", q.say("web.error")+q.say("web.open.title"), page)
}

// clip keeps the beginning of a text, in whole letters.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// sentRecord is what was sent: a file, or what was pasted.
type sentRecord struct {
	name, token string
	data        []byte
	pasted      bool
}

// upload reads a form with a file. Nothing of it touches the disk.
func upload(r *http.Request) (*sentRecord, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	sent := &sentRecord{name: "record"}
	if err != nil || kind != "multipart/form-data" {
		return nil, status{http.StatusUnsupportedMediaType, ""}
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, status{http.StatusBadRequest, ""}
	}
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return sent, nil
		}
		var data []byte
		if err == nil {
			data, err = io.ReadAll(p)
		}
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			return nil, err
		case err != nil:
			return nil, status{http.StatusBadRequest, ""}
		}
		switch p.FormName() {
		case "_token":
			sent.token = string(data)
		case "file":
			if len(data) > 0 {
				sent.data, sent.pasted = data, false
				sent.name = clip(words.Clean(path.Base(strings.ReplaceAll(p.FileName(), `\`, "/"))), 120)
			}
		case "text":
			if len(sent.data) == 0 && len(data) > 0 {
				sent.data, sent.pasted = data, true
			}
		}
	}
}

// choice is the page on which one of several patients is chosen.
type choice struct {
	Patients []chosen `json:"patients"`
	Notes    []string `json:"notes,omitempty"`
}

type chosen struct {
	Number      int    `json:"number"`
	ID          string `json:"id"`
	Pregnancies int    `json:"pregnancies"`
}

func (s *Server) patients(q *request) error {
	if len(q.session.opened) < 2 {
		return q.redirect("/my")
	}
	page := &choice{Notes: shortNotes(q.lang, q.session.notes)}
	for i, c := range q.session.opened {
		page.Patients = append(page.Patients, chosen{i, c.ID, len(c.Pregnancies)})
	}
	return q.page(http.StatusOK, "patients", q.say("web.patients.title"), page)
}

func (s *Server) pick(q *request) error {
	if err := q.form(); err != nil {
		return err
	}
	for i, c := range q.session.opened {
		if q.r.PostForm.Get("patient") == itoa(i) {
			s.take(q.session, c)
			return q.redirect("/my/record")
		}
	}
	return q.redirect("/my/patients")
}

// understood is what was read of a record, in the words of the readout.
type understood struct {
	*readout.Record
	Notes   []string `json:"notes,omitempty"`
	Hers    bool     `json:"-"`
	Fits    bool     `json:"-"`
	Said    bool     `json:"-"` // she has answered something beside it
	Name    string   `json:"-"`
	Base    string   `json:"-"`
	Several bool     `json:"-"`
}

func (s *Server) record(q *request) error {
	if q.of == nil && q.session.record == nil && len(q.session.opened) > 1 {
		return q.redirect("/my/patients")
	}
	if err := q.ready(); err != nil {
		return err
	}
	page := &understood{Record: readout.Of(q.of.c, s.engine.Base(), q.lang), Hers: q.of.hers, Name: q.of.name, Base: q.to(q.of.base)}
	if q.of.hers {
		page.Fits, page.Said = q.session.fits, len(q.session.state.Answers) > 0
		page.Notes, page.Several = shortNotes(q.lang, q.session.notes), len(q.session.opened) > 1
	}
	return q.page(http.StatusOK, "record", q.say("web.record.title"), page)
}

// shortNotes are as many notes on a file as a reader takes in.
func shortNotes(lang string, notes []string) []string {
	const most = 20
	if len(notes) > most {
		notes = append(notes[:most:most], words.Fill(lang, "web.open.more", "n", itoa(len(notes)-most)))
	}
	short := make([]string, len(notes))
	for i := range notes {
		short[i] = clip(words.Clean(notes[i]), 600)
	}
	return short
}
