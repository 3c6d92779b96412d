package server

import (
	"cmp"
	"net/http"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
)

// Where she is treated decides which guideline leads. She is asked once, before the first
// question, with the country her language suggests chosen where she sees it; her answers,
// her report, the clinician's page and the comparison all follow it.

// place is a country on offer.
type place struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Chosen bool   `json:"chosen,omitempty"`
}

// suggested is the country a language suggests where nobody has said one.
var suggested = map[string]string{"zh": "cn"}

// treated is where she is treated: what she said or her record says, else what the server
// was started with.
func (q *request) treated() string {
	if said := q.session.treated(); said != "" {
		return said
	}
	return cmp.Or(q.s.options.Setting, "int")
}

// places are the countries, with hers chosen: what she said, what the server was started
// with, or what her language suggests.
func (q *request) places() (list []place) {
	chosen := cmp.Or(q.s.options.Setting, suggested[q.lang], "int")
	if said := q.session.treated(); said != "" {
		chosen = said
	}
	for _, s := range q.s.engine.Base().Settings {
		list = append(list, place{s.ID, s.Name.In(q.lang), s.ID == chosen})
	}
	return list
}

// leads is how an answer is made where she is treated.
func (q *request) leads() assessment.Options {
	o := assessment.Options{Lang: q.lang, Leading: q.s.options.Guideline, Setting: q.treated()}
	if o.Setting != cmp.Or(q.s.options.Setting, "int") {
		o.Leading = "" // the guideline of that place leads
	}
	return o
}

// talk is the interview in her language, where she is treated.
func (q *request) talk() *interview.Interview {
	o := q.leads()
	return q.s.talks[q.lang].With(func(c *patient.Case) *assessment.Assessment { return q.s.engine.Assess(c, o) })
}

// sayPlace keeps where she is treated, if there is such a place.
func (q *request) sayPlace(setting string) error {
	switch {
	case setting == "":
	case q.s.engine.Base().Setting(setting) == nil:
		return status{http.StatusBadRequest, "web.noSetting"}
	default:
		q.session.chooses(setting)
	}
	return nil
}

// treated is where she says, or her record says, that she is treated; "" where nobody says.
func (v *session) treated() string {
	if v == nil {
		return ""
	}
	return cmp.Or(v.filed, v.setting)
}

// chooses takes her word for where she is treated: it goes before what her record says.
func (v *session) chooses(setting string) { v.setting, v.filed = setting, "" }

// place changes where she is treated.
func (s *Server) place(q *request) error {
	if err := q.form(); err != nil {
		return err
	}
	if err := q.sayPlace(q.r.PostForm.Get("setting")); err != nil {
		return err
	}
	if q.r.PostForm.Has("_record") { // asked there, where a record does not say it
		return q.redirect("/my/record")
	}
	return q.redirect("/my/check")
}

// asksPlace reports whether a record has to be told where its patient is treated: neither the
// file nor anybody here has said it.
func (q *request) asksPlace() bool { return q.session.treated() == "" }
