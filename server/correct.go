package server

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/view/words"
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

// correction is one of those that were made.
type correction struct {
	Entry string `json:"entry"`
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
	} else if what := q.r.URL.Query().Get("what"); part.Word != "" && what != "" {
		if !slices.Contains(part.Fields[0].Words, what) {
			return q.notFound()
		}
		values[part.Word] = []string{what}
	}
	return s.shown(q, http.StatusOK, part, entry, values, nil)
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
		page.What = words.Fill(q.lang, "web.pregnancy", "n", itoa(slices.Index(q.session.against.Entries[part.Key], entry)+1))
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
	title := words.Fill(q.lang, key, "what", page.What)
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
		in.Options = append([]option{{Value: in.Value, Label: in.Value, Checked: true, ID: in.ID + "-now"}}, in.Options...)
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

// showing is an entry as a form showed it.
type showing struct {
	version string
	values  correct.Values
}

// mostRemembered is of how many forms it is remembered what they showed.
const mostRemembered = 50

// shows is a short name of an entry as it stands, by which it is remembered.
func (v *session) shows(entry string) string {
	now, _ := v.against.Values(entry)
	b, _ := json.Marshal(now) // maps are written in order
	name := fmt.Sprintf("%x", sha256.Sum256(b))[:10]
	if !slices.ContainsFunc(v.shown, func(s showing) bool { return s.version == name }) {
		v.shown = append(v.shown, showing{name, now})
		v.shown = v.shown[max(0, len(v.shown)-mostRemembered):]
	}
	return name
}

// merge leaves what another tab has corrected meanwhile where this form says nothing
// else than what it showed.
func (v *session) merge(one correct.Correction, version string) {
	now, ok := v.against.Values(one.Entry)
	at := slices.IndexFunc(v.shown, func(s showing) bool { return s.version == version })
	if !ok || at < 0 {
		return
	}
	showed := v.shown[at].values
	same := func(a, b correct.Values, key string) bool {
		x, hasX := a[key]
		y, hasY := b[key]
		if correct.Part(one.Entry) == "lists" { // in part is what is not known to be whole
			return slices.Equal(x, []string{"all"}) == slices.Equal(y, []string{"all"})
		}
		return hasX == hasY && slices.Equal(x, y)
	}
	for _, all := range []correct.Values{showed, now, one.Values} {
		for key := range maps.Clone(all) {
			if !same(one.Values, showed, key) || same(now, showed, key) {
				continue
			}
			if values, ok := now[key]; ok {
				one.Values[key] = values
			} else {
				delete(one.Values, key)
			}
		}
	}
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

// mostAdded is of how many forms that added something it is remembered.
const mostAdded = 50

// corrects lets the session go on from a corrected record, with what was answered beside
// it. It reports whether both fit together; where they do not, all stays as it was.
func (s *Server) corrects(v *session, after *correct.Record) bool {
	before, fitted := v.state, v.fits
	record, against := v.record, v.against
	drafts, flagged, news := v.drafts, v.flagged, v.news
	answers := moved(v.state.Answers, against.Entries["pregnancies"], after.Entries["pregnancies"])
	s.take(v, after.Case)
	v.against = after
	if len(answers) == 0 {
		return true
	}
	v.state.Answers = answers
	if _, err := s.talks["en"].Case(v.state); err != nil {
		v.state, v.fits, v.record, v.against = before, fitted, record, against
		v.drafts, v.flagged, v.news = drafts, flagged, news
		return false
	}
	return true
}

// moved renumbers the answers on pregnancies, of which some may have gone or come.
func moved(answers []interview.Answer, before, after []string) (kept []interview.Answer) {
	for _, a := range answers {
		if n, ok := pregnancyNumber(a.Page); ok {
			switch {
			case n > len(before):
				n += len(after) - len(before)
			default:
				n = slices.Index(after, before[n-1]) + 1
			}
			if n == 0 {
				continue
			}
			a.Page = "pregnancy-" + itoa(n)
		}
		kept = append(kept, a)
	}
	return kept
}

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
