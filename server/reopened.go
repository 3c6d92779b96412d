package server

import (
	"net/http"
	"slices"

	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// A file that was kept of an interview is opened as what she told, in the words she told it:
// where each thing stands in the file is folded away. On the day it was kept the interview
// goes on as if she had not been away; on a later day it begins from the file, and asks anew
// what holds of its day only.

// goOn begins from a record that was chosen, or goes on with the interview it was kept of.
func (s *Server) goOn(v *session, record *patient.Case) {
	s.take(v, record)
	told, ok := s.talks["en"].Recall(record)
	if !ok {
		return
	}
	v.file, v.told = record, told
	if told.AsOf == v.state.AsOf {
		v.record, v.against, v.state, v.fits = nil, nil, told, true
	}
}

// reopened is the page of a file of hers that was opened.
type reopened struct {
	answers
	File    string      // its name
	On      string      // the day it was kept, where that is not today
	Notes   []string    // what is worth knowing of the file
	Several bool        // more patients were in it
	Shown   []shownPart // what stands in the file, with its places
	Base    string
	Tabs    []tab
}

func (page *reopened) nav() []tab { return page.Tabs }

// reopened shows what she told, as it was understood again.
func (s *Server) reopened(q *request, of *understood) error {
	a, err := s.answered(q)
	if err != nil {
		return err
	}
	for i := range of.Tabs { // her own telling is no record, and needs no second page of her answers
		if of.Tabs[i].Now {
			of.Tabs[i].Name, of.Tabs = q.say("web.reopened.title"), of.Tabs[:i+1]
			break
		}
	}
	page := &reopened{answers: *a, File: of.File, Notes: of.Notes, Several: of.Several, Shown: of.Shown, Base: of.Base, Tabs: of.Tabs}
	if q.session.record != nil {
		page.On = words.Date(q.lang, q.session.file.AsOf)
	}
	return q.page(http.StatusOK, "reopened", q.say("web.reopened.title"), page)
}

// before is what she told on another day, where what is open was kept then.
func (v *session) before() interview.State {
	if v.file == nil || v.record == nil {
		return interview.State{}
	}
	return v.told
}

// asked reports whether what was told on a page still stands, so that it is not asked anew.
func asked(c *patient.Case, page string) bool {
	if c == nil {
		return false
	}
	of := &c.Interview
	return slices.Contains(of.Asked, page) || slices.Contains(of.Unsure, page) || slices.Contains(of.Skipped, page) || pregnancyTold(c, page)
}

// pregnancyTold reports a page of a pregnancy that is over.
func pregnancyTold(c *patient.Case, page string) bool {
	n, ok := pregnancyNumber(page)
	return ok && n <= len(c.Pregnancies) && c.Pregnancies[n-1].Outcome != ""
}
