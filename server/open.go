package server

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gravida-health/gravida/view/words"
)

// mostPatients is how many patients of one file are kept to choose from.
const mostPatients = 100

// opening is the page that takes a record.
type opening struct {
	Problems []string `json:"problems,omitempty"` // what is wrong with the one that was sent
	Pasted   string   `json:"-"`
	Only     string   `json:"-"`
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
	taken := &taking{all: &s.reading}
	sent, err := taken.upload(q.r)
	if errors.Is(err, errTooMuch) {
		q.w.Header().Set("Retry-After", "10")
		return status{http.StatusServiceUnavailable, ""}
	}
	if err != nil {
		return err
	}
	if q.session != nil && q.token(sent.token) != nil {
		return s.refused(q, sent, []string{q.say("web.open.again")})
	}
	if len(bytes.TrimSpace(sent.data)) == 0 {
		return s.refused(q, sent, []string{q.say("web.open.empty")})
	}
	r, ok := s.read(sent)
	if !ok {
		q.w.Header().Set("Retry-After", "10")
		return status{http.StatusServiceUnavailable, ""}
	}
	select {
	case <-r.done:
		if len(r.cases) == 0 && !r.failed {
			return s.refused(q, sent, r.wrong(q.lang))
		}
		return s.opened(q, r)
	case <-q.r.Context().Done(): // she went away
		r.stop()
		return q.r.Context().Err()
	case <-time.After(patience):
	}
	if q.session == nil {
		v := s.begun(nil)
		v.bare, v.held = true, int(r.total) // also where nobody comes to fetch it
		v.reading.Store(r)
		s.sessions.begin(q.w, q.r, v)
	} else {
		if before := q.session.reading.Swap(r); before != nil {
			before.stop()
		}
		s.sessions.hold(q.session, q.session.held+int(r.total))
	}
	return q.redirect("/my/reading")
}

// opened puts what was read in the place of what was there before.
func (s *Server) opened(q *request, r *reading) error {
	if r.failed {
		if q.session != nil {
			q.session.reading.CompareAndSwap(r, nil)
		}
		return status{http.StatusInternalServerError, ""}
	}
	if len(r.cases) == 0 {
		return s.refused(q, &sentRecord{name: r.name, only: r.only}, r.wrong(q.lang))
	}
	v := s.begun(nil)
	v.opened, v.notes, v.held = r.cases, append(r.notes, r.problems...), int(r.total)
	if q.session != nil { // another record, the same reader
		v.setting = q.session.setting
	}
	if len(v.opened) == 1 {
		s.goOn(v, v.opened[0])
	}
	s.sessions.begin(q.w, q.r, v)
	if len(v.opened) > 1 {
		return q.redirect("/my/patients")
	}
	return q.redirect("/my/record")
}

// refused shows the page again, with what is wrong and what was pasted.
func (s *Server) refused(q *request, sent *sentRecord, problems []string) error {
	page := &opening{Problems: problems, Largest: mostRecord, Replaces: q.session != nil && !q.session.bare}
	page.Only = sent.only
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
	only        string // the id of the patient who is looked for; empty for all
	data        []byte
	pasted      bool
}

// upload reads a form with a file. Nothing of it touches the disk. What was taken counts
// no more at the end, whatever the end is.
func (taken *taking) upload(r *http.Request) (*sentRecord, error) {
	defer taken.giveBack()
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
			taken.Reader = p
			data, err = io.ReadAll(taken)
		}
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large), errors.Is(err, errTooMuch):
			return nil, err
		case err != nil:
			return nil, status{http.StatusBadRequest, ""}
		}
		switch p.FormName() {
		case "_token":
			sent.token = string(data)
		case "patient":
			sent.only = clip(clean(string(data)), 200)
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

// taking counts what comes in among all that is being read, so that many who send at once
// cannot take all memory.
type taking struct {
	io.Reader
	all *atomic.Int64
	own int64
}

var errTooMuch = errors.New("too much is being read")

func (t *taking) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.own += int64(n)
	if t.all.Add(int64(n)) > mostRead {
		return n, errTooMuch
	}
	return n, err
}

func (t *taking) giveBack() { t.all.Add(-t.own) }

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
	page := &choice{Notes: inWords(q.lang, q.session.notes)}
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
			before := q.session.against
			if again := q.session.file == c || before != nil && before.Read == c; !again { // chosen again, she keeps what was said
				s.goOn(q.session, c)
				q.session.token = secret() // a form of the other patient, open in another tab, is not hers
			}
			return q.redirect("/my/record")
		}
	}
	return q.redirect("/my/patients")
}
