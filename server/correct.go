package server

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/interview"
)

// correcting answers a page of corrections: there has to be a record.
func (s *Server) correcting(h handler) handler {
	return s.ofHers(func(q *request) error {
		if q.session.against == nil {
			return q.redirect("/my")
		}
		return h(q)
	})
}

// target is the entry that an address names.
func (s *Server) target(q *request) (part *casefile.Part, entry string, err error) {
	if part = s.part(q.r.PathValue("part")); part == nil {
		return nil, "", q.notFound()
	}
	id := q.r.PathValue("entry")
	switch {
	case id == "" && part.Many:
		return part, "", nil
	case id == "":
		return part, part.Key, nil
	}
	entry = part.Key + "/" + id
	if !part.Many || !slices.Contains(q.session.against.Entries[part.Key], entry) {
		if _, ok := q.session.against.Correction(entry); !ok {
			return nil, "", q.notFound()
		}
	}
	return part, entry, nil
}

func (s *Server) correct(q *request) error {
	part, entry, err := s.target(q)
	if err != nil {
		return err
	}
	values := correct.Values{}
	if entry != "" {
		now, ok := q.session.against.Values(entry)
		if !ok { // it was taken out: it can be taken back, and not changed
			return q.redirect("/my/record")
		}
		values = now
	} else if like := q.r.URL.Query().Get("like"); like != "" {
		if part.Key != "pregnancies" || q.split(like) == "" {
			return q.notFound()
		}
		was, _ := q.session.against.Values(like)
		values["outcome"] = was["outcome"] // and nothing else: what was told of one is not known of both
	} else if what := q.r.URL.Query().Get("what"); part.Word != "" && what != "" {
		if !slices.Contains(part.Fields[0].Words, what) {
			return q.notFound()
		}
		values[part.Word] = []string{what}
	}
	return s.shown(q, http.StatusOK, part, entry, values, nil)
}

// corrected takes a correction.
func (s *Server) corrected(q *request) error {
	if err := q.form(); err != nil {
		return err
	}
	part, entry, err := s.target(q)
	if err != nil {
		return err
	}
	sent := q.r.PostForm
	once := clip(sent.Get("_once"), 64)
	if entry == "" && once != "" && slices.Contains(q.session.added, once) { // a second click on the same form
		return q.redirect("/my/record")
	}
	one := correct.Correction{Entry: entry, Gone: sent.Has("_gone") && part.Many && entry != "", Values: correct.Values{}}
	if entry == "" {
		one.Entry = q.session.against.Next(part.Key)
	}
	what := ""
	if part.Word != "" {
		what = clean(sent.Get(part.Word))
		if entry != "" { // what it is about stays
			if now, ok := q.session.against.Values(entry); ok && len(now[part.Word]) > 0 {
				what = now[part.Word][0]
			}
		}
		if what == "" {
			return s.shown(q, http.StatusUnprocessableEntity, part, entry, one.Values, nil)
		}
		one.Values[part.Word] = []string{what}
	}
	s.said(&one, part, what, sent)
	if entry != "" {
		q.session.merge(one, sent.Get("_version"))
	}
	after, wrong := q.session.against.With(one, s.engine.Base())
	if len(wrong) > 0 {
		return s.shown(q, http.StatusUnprocessableEntity, part, entry, one.Values, wrong)
	}
	if !s.corrects(q.session, after) {
		return status{http.StatusConflict, "web.correct.answered"}
	}
	if entry == "" && once != "" {
		q.session.added = append(q.session.added, once)
		q.session.added = q.session.added[max(0, len(q.session.added)-mostAdded):]
	}
	return q.redirect("/my/record")
}

// said puts into a correction what the form of an entry says.
func (s *Server) said(one *correct.Correction, part *casefile.Part, what string, sent url.Values) {
	for _, f := range part.FieldsOf(s.engine.Base(), what) {
		if f.Key == part.Word {
			continue
		}
		var values []string
		none := false
		for _, v := range sent[f.Key] {
			switch v = clean(v); {
			case f.Kind == casefile.WordsField && v == interview.None:
				none = true
			case v != "":
				values = append(values, v)
			}
		}
		if len(values) > 0 {
			one.Values[f.Key] = values
		} else if none {
			one.Values[f.Key] = []string{}
		}
	}
	if part.Key == "lists" { // what is not said to be whole is given in part
		for _, f := range part.Fields {
			if len(one.Values[f.Key]) == 0 {
				one.Values[f.Key] = []string{"some"}
			}
		}
	}
	if sent.Get("absent") == "true" && part.Key == "conditions" {
		one.Values["absent"] = []string{"true"}
	}
}

// mostAdded is of how many forms that added something it is remembered.
const mostAdded = 50

// undo takes a correction back.
func (s *Server) undo(q *request) error {
	if err := q.form(); err != nil {
		return err
	}
	entry := q.r.PostForm.Get("entry")
	if _, ok := q.session.against.Correction(entry); !ok { // another tab was first
		return q.redirect("/my/record")
	}
	after, wrong := q.session.against.Without(entry, s.engine.Base())
	if len(wrong) > 0 {
		return q.page(http.StatusConflict, "sorry", q.say("web.sorry"), &apology{http.StatusConflict, q.say("web.correct.noUndo") + s.mistake(q.lang, wrong[0])})
	}
	if !s.corrects(q.session, after) {
		return status{http.StatusConflict, "web.correct.answered"}
	}
	return q.redirect("/my/record")
}
