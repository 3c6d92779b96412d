package server

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/view/words"
)

// form is the page on which one entry is corrected, or added.
type form struct {
	Part     string    `json:"part"`
	Entry    string    `json:"entry"`
	What     string    `json:"what"` // what it is about
	Now      string    `json:"now,omitempty"`
	Action   string    `json:"-"`
	Fields   []*input  `json:"fields"`
	Mistakes []mistake `json:"mistakes,omitempty"`
	Choose   *input    `json:"choose,omitempty"` // first, what is to be added
	Group    bool      `json:"-"`
	Has      []option  `json:"-"` // of a condition: she has it, she does not
	Added    bool      `json:"-"`
	Word     string    `json:"-"` // the key of what is added, and what
	Chosen   string    `json:"-"`
	Once     string    `json:"once,omitempty"`    // of a form that adds something: sent twice, it adds once
	Version  string    `json:"version,omitempty"` // of the entry, as the form shows it
	Split    string    `json:"-"`                 // where the other of two pregnancies is added that were taken for one
	Changed  bool      `json:"changed"`           // there is a correction to take back
	Was      string    `json:"was,omitempty"`
}

// input is a field of such a form.
type input struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Hint    string   `json:"hint,omitempty"`
	Kind    string   `json:"kind"` // text, radio, select, check
	Numeric bool     `json:"-"`
	Value   string   `json:"value,omitempty"`
	Options []option `json:"options,omitempty"`
	Says    []string `json:"mistakes,omitempty"`
	ID      string   `json:"-"`
}

// fewOptions is how many a reader takes in at a glance; more stand in a list.
const fewOptions = 7

// split is where the other of two pregnancies is added that the record's reader took for
// this one; empty where only one thing told of it.
func (q *request) split(entry string) string {
	r := q.session.against
	if i := slices.Index(r.Entries["pregnancies"], entry); i < 0 || len(r.Case.Pregnancies[i].Merged) < 2 {
		return ""
	}
	return q.to("/my/record/pregnancies") + "?" + url.Values{"like": {entry}}.Encode()
}

// shown shows the form of an entry, with what is wrong with it.
func (s *Server) shown(q *request, code int, part *casefile.Part, entry string, values correct.Values, wrong []correct.Mistake) error {
	page := &form{Part: part.Key, Entry: entry, Added: entry == "", Group: !part.Many, Action: q.to("/my/record/" + cmp.Or(entry, part.Key))}
	if page.Added {
		page.Once = secret()
	} else {
		page.Version = q.session.shows(entry)
	}
	what := ""
	if part.Word != "" {
		if len(values[part.Word]) == 0 {
			page.Choose = s.input(q.lang, part.Fields[0], nil, nil)
			page.Choose.Kind = "select"
			sortOptions(page.Choose)
			return q.page(code, "choose", q.say("web.correct.add."+part.Key), page)
		}
		what = values[part.Word][0]
		page.What, page.Word, page.Chosen = s.option(q.lang, part.Fields[0], what), part.Word, what
	} else if part.Key != "pregnancies" || entry == "" {
		page.What = q.say("correct.part." + part.Key)
	} else {
		page.What = numbered(q.lang, slices.Index(q.session.against.Entries[part.Key], entry)+1)
		page.Split = q.split(entry)
	}
	if entry != "" {
		if _, page.Changed = q.session.against.Correction(entry); page.Changed {
			if was, ok := correct.Of(q.session.against.Read).Values(entry); ok {
				page.Was = s.valuesInWords(q.lang, entry, was, nil)
			}
		}
	}
	placed := map[int]bool{}
	for _, f := range part.FieldsOf(s.engine.Base(), what) {
		if f.Key == part.Word {
			continue
		}
		page.Fields = append(page.Fields, s.input(q.lang, f, values, func() (says []string) {
			for i, m := range wrong {
				if m.Key == f.Key {
					placed[i] = true
					says = append(says, s.mistake(q.lang, m))
				}
			}
			return says
		}()))
	}
	if part.Key == "conditions" {
		absent := len(values["absent"]) > 0
		page.Has = []option{{Value: "false", Label: q.say("web.correct.has"), Checked: !absent, ID: "has"}, {Value: "true", Label: q.say("web.correct.hasNot"), Checked: absent, ID: "has-not"}}
	}
	for i, m := range wrong {
		at := "main"
		if placed[i] {
			at = "f-" + m.Key
		}
		page.Mistakes = append(page.Mistakes, mistake{m.Key, s.mistake(q.lang, m), at})
	}
	key := "web.correct.title"
	if entry == "" {
		key = "web.correct.addTitle"
	}
	what = page.What
	if now, ok := q.session.against.Values(entry); ok && entry != "" && len(dayOf(now)) > 0 { // which of several
		what += q.say("list.comma") + words.DateOf(q.lang, dayOf(now)[0])
	}
	title := words.Fill(q.lang, key, "what", what)
	if page.Group {
		title = page.What
	}
	if len(wrong) > 0 {
		title = q.say("web.error") + title
	}
	return q.page(code, "correct", title, page)
}

// mistake is what is wrong with a field, in words: the key it has in a file is the
// label it has here.
func (s *Server) mistake(lang string, m correct.Mistake) string {
	p := m.Problem
	if args := p.Says.Args; m.Key != "" && len(args) > 0 && args[0] == any(m.Key) {
		p = problem.New(p.Place, problem.Say(p.Says.Form, append([]any{words.In(lang, "correct."+m.Key)}, args[1:]...)...), p.Wants, p.Nearest)
	}
	return clip(words.Clean(words.Sentence(words.Problem(lang, p))), 600)
}

// input is a field with what stands in it.
func (s *Server) input(lang string, f casefile.Field, values correct.Values, says []string) *input {
	in := &input{Key: f.Key, Label: words.Sentence(words.In(lang, "correct."+f.Key)), Kind: "text", Says: says, ID: "f-" + f.Key}
	now, given := values[f.Key]
	if len(now) > 0 {
		in.Value = now[0]
	}
	if key := "correct.hint." + string(f.Kind); words.Has(key) {
		in.Hint = words.In(lang, key)
	}
	in.Numeric = f.Kind == casefile.NumberField
	options := f.Words
	switch f.Kind {
	case casefile.FlagField:
		options, in.Kind = []string{"true", "false"}, "radio"
	case casefile.WordField:
		in.Kind = "select"
		if len(options) <= fewOptions {
			in.Kind = "radio"
		}
	case casefile.WordsField:
		in.Kind = "check"
	default:
		return in
	}
	for i, o := range options {
		in.Options = append(in.Options, option{Value: o, Label: s.option(lang, f, o), Checked: slices.Contains(now, o), ID: in.ID + "-" + itoa(i)})
	}
	if in.Value != "" && in.Kind != "check" && !slices.Contains(options, in.Value) { // as the record writes it
		in.Options = append([]option{{Value: in.Value, Label: s.option(lang, f, in.Value), Checked: true, ID: in.ID + "-now"}}, in.Options...)
	}
	unknown := option{Value: "", Label: words.In(lang, "web.correct.unknown"), Checked: len(now) == 0 && !given, Soft: true, ID: in.ID + "-open"}
	switch {
	case slices.Equal(options, []string{"all", "some"}): // in part is what is not known to be whole
		in.Options[1].Checked = len(now) == 0 || in.Options[1].Checked
	case in.Kind == "check":
		in.Options = append(in.Options, option{Value: interview.None, Label: words.In(lang, "web.correct.none"), Checked: given && len(now) == 0, None: true, ID: in.ID + "-none"})
	default:
		in.Options = append(in.Options, unknown)
	}
	if len(in.Options) > fewOptions && in.Kind == "select" && f.Key != "outcome" {
		sortOptions(in)
	}
	if len(in.Options) > 0 && in.Kind != "select" {
		in.Options[0].ID = in.ID // where a mistake leads
	}
	return in
}

// sortOptions puts a long list in the order of its words, what is not known first.
func sortOptions(in *input) {
	slices.SortStableFunc(in.Options, func(a, b option) int {
		return cmp.Or(boolFirst(a.Value == "", b.Value == ""), cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label)))
	})
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
