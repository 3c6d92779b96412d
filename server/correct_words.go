package server

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/view/words"
)

// correction is one of those that were made.
type correction struct {
	Entry string `json:"entry"`
	About string `json:"about,omitempty"` // which pregnancy, or of which day
	Says  string `json:"says"`
	Was   string `json:"was,omitempty"` // what the record says
	Path  string `json:"-"`
}

// corrections are all that were made, in words.
func (s *Server) corrections(q *request) (list []correction) {
	r := q.session.against
	if r == nil {
		return nil
	}
	read := correct.Of(r.Read)
	for _, c := range r.Corrections {
		shown := correction{Entry: c.Entry, Path: q.to("/my/record/" + c.Entry)}
		was, ok := read.Values(c.Entry)
		if day := dayOf(was); !c.Gone && slices.Equal(day, dayOf(c.Values)) { // or else it stands among what differs
			shown.About = s.about(q, c.Entry, day)
		} else {
			shown.About = s.about(q, c.Entry, nil)
		}
		if ok {
			shown.Was = s.valuesInWords(q.lang, c.Entry, was, c.Values)
		}
		if shown.Says = s.valuesInWords(q.lang, c.Entry, c.Values, was); c.Gone {
			shown.Says, shown.Path = q.say("web.correct.gone"), ""
		}
		list = append(list, shown)
	}
	return list
}

// about says which of its part an entry is: a pregnancy by its number, and the day.
func (s *Server) about(q *request, entry string, day []string) string {
	var says []string
	if i := slices.Index(q.session.against.Entries["pregnancies"], entry); i >= 0 {
		says = append(says, numbered(q.lang, i+1))
	}
	if len(day) == 1 {
		says = append(says, words.DateOf(q.lang, day[0]))
	}
	return strings.Join(says, words.In(q.lang, "list.comma"))
}

// dayOf is when an entry was, as it is written.
func dayOf(v correct.Values) []string {
	for _, key := range []string{"date", "ended", "since"} {
		if len(v[key]) == 1 {
			return v[key]
		}
	}
	return nil
}

// valuesInWords is an entry in one line: what it is about, and what differs from another
// version of it.
func (s *Server) valuesInWords(lang, entry string, v, other correct.Values) string {
	part := s.part(correct.Part(entry))
	if part == nil {
		return ""
	}
	var says []string
	for _, f := range part.Fields {
		values, given := v[f.Key]
		if x, had := other[f.Key]; f.Key != part.Word && (given == had || len(values)+len(x) == 0) && slices.Equal(values, x) {
			continue
		}
		shown := make([]string, len(values))
		for i, x := range values {
			shown[i] = s.option(lang, f, x)
		}
		text := strings.Join(shown, words.In(lang, "list.names"))
		switch {
		case !given:
			text = words.In(lang, "web.correct.unknown")
		case len(values) == 0:
			text = words.In(lang, "web.correct.none")
		}
		if f.Key != part.Word {
			text = words.In(lang, "correct."+f.Key) + words.In(lang, "reading.is") + text
		}
		says = append(says, text)
	}
	switch now, before := len(v["absent"]) > 0, len(other["absent"]) > 0; {
	case now:
		says = append(says, words.In(lang, "web.correct.hasNot"))
	case before:
		says = append(says, words.In(lang, "web.correct.has"))
	}
	return strings.Join(says, words.In(lang, "list.semicolon"))
}

// option is a value as a reader reads it.
func (s *Server) option(lang string, f casefile.Field, value string) string {
	if key := "correct." + f.Key + "." + value; words.Has(key) {
		return words.In(lang, key)
	}
	if key := "correct.word." + value; words.Has(key) && f.Kind != casefile.TextField {
		return words.In(lang, key)
	}
	if f.Kind == casefile.WordField || f.Kind == casefile.WordsField {
		if f.Key == "unit" {
			return value
		}
		return words.Sentence(words.Value(s.engine.Base(), lang, value))
	}
	switch f.Kind {
	case casefile.DateField:
		return words.DateOf(lang, value)
	case casefile.GestationField:
		return words.Value(s.engine.Base(), lang, value)
	}
	return value
}

func (s *Server) part(key string) *casefile.Part {
	for i := range s.parts {
		if s.parts[i].Key == key {
			return &s.parts[i]
		}
	}
	return nil
}

// remarks say at the head of a file that she keeps what was corrected in it.
func (v *session) remarks() (text []byte) {
	if v.against == nil {
		return nil
	}
	for _, c := range v.against.Corrections {
		text = append(text, "# corrected by the reader: "+words.Clean(c.String())+"\n"...)
	}
	return text
}
