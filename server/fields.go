package server

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/view/words"
)

// field is one part of an answer, as a page shows it.
type field struct {
	Name    string   `json:"name"`
	Label   string   `json:"label"`
	Help    string   `json:"help,omitempty"`
	Kind    string   `json:"kind"`
	Unit    string   `json:"unit,omitempty"`
	Options []option `json:"options,omitempty"`
	Values  []string `json:"values,omitempty"`
	Says    []string `json:"mistakes,omitempty"` // what is wrong with it
	Parts   []part   `json:"-"`                  // of a date or a gestation
	Group   string   `json:"group,omitempty"`    // the heading it stands under with its neighbours
	ID      string   `json:"-"`
	Long    bool     `json:"-"` // a list to look through
	Short   bool     `json:"-"` // a few short answers, which stand two in a row on a phone
	Opens   bool     `json:"-"` // the first of its group
	Closes  bool     `json:"-"` // the last
	Aside   bool     `json:"-"` // folded away with its neighbours, until one of them is filled in
	Folds   bool     `json:"-"` // the first of those
	Unfolds bool     `json:"-"` // the last
	Open    bool     `json:"-"` // one of them holds something, or is wrong
	Instead bool     `json:"-"` // folded away: another field of the page says it better
}

type option struct {
	Value   string `json:"value"`
	Label   string `json:"label"`
	Help    string `json:"help,omitempty"`
	Group   string `json:"group,omitempty"` // the heading it stands under in a long list
	Opens   bool   `json:"-"`               // the first under its heading
	Checked bool   `json:"-"`
	Soft    bool   `json:"-"` // says that something is not known, or is not to be put forward
	None    bool   `json:"-"` // says that nothing of the list is
	ID      string `json:"-"`
}

// part is a box of its own for a part of a value.
type part struct {
	Name, Label, Value, Class string
	ID                        string
	Wrong                     bool
}

// longList is how many options somebody takes in at a glance, and screen how many stand
// on one. Dangers are a list that is read to its end. shortLabel is what fits half a phone's
// width in two lines, in bytes: some eight Chinese characters.
const longList, screen, shortLabel = 12, 24, 26

// later reports whether a field is asked on the second half of a page: where only a
// particular answer makes it worth asking.
func later(f *interview.Field) bool { return slices.ContainsFunc(f.Only, particular) }

func particular(o interview.Only) bool { return !o.Not && len(o.Is) > 0 }

// fit reports whether the particular answers that a field waits for were given. What
// else it waits for stands beside it on its half of the page.
func fit(f *interview.Field, said map[string][]string) bool {
	waits := interview.Field{}
	for _, o := range f.Only {
		if particular(o) {
			waits.Only = append(waits.Only, o)
		}
	}
	return waits.Asked(said)
}

// opens reports whether an answer makes the second half of its page worth showing.
func opens(p *interview.Page, a interview.Answer) bool {
	return slices.ContainsFunc(p.Fields, func(f interview.Field) bool { return later(&f) && fit(&f, a.Values) })
}

// fill makes the fields of a page with what was said in them.
func (page *question) fill(lang string, p *interview.Page, a interview.Answer, mistakes interview.Mistakes) {
	for i := range p.Fields {
		f := &p.Fields[i]
		if later(f) == page.More && fit(f, a.Values) {
			page.Fields = append(page.Fields, show(lang, f, i, a.Values[f.Name]))
		}
	}
	group := func(i int) string {
		if i < 0 || i >= len(page.Fields) {
			return ""
		}
		return page.Fields[i].Group
	}
	for i, f := range page.Fields {
		f.Instead = instead(page.field(p, f.Name)) && len(f.Values) == 0
		f.Opens, f.Closes = f.Group != "" && f.Group != group(i-1), f.Group != "" && f.Group != group(i+1)
	}
	for _, m := range mistakes {
		says, at := m.Says.In(lang), "main"
		for _, f := range page.Fields {
			if f.Name == m.Field {
				at, f.Instead = f.wrong(m.Box), false
				f.Says = append(f.Says, says)
			}
		}
		page.Mistakes = append(page.Mistakes, mistake{m.Field, says, at})
	}
	page.fold()
	page.Single = len(page.Fields) == 1 && len(page.Fields[0].Parts) == 0 && len(page.Fields[0].Options) > 0
}

// fold puts neighbours that few women need under one line. What she has filled in, or got
// wrong, stays in sight.
func (page *question) fold() {
	for i := 0; i < len(page.Fields); i++ {
		first := i
		for i < len(page.Fields) && page.Fields[i].Aside && page.Fields[i].Group == page.Fields[first].Group {
			i++
		}
		if i == first {
			continue
		}
		run := page.Fields[first:i]
		run[0].Folds, run[len(run)-1].Unfolds = true, true
		run[0].Open = slices.ContainsFunc(run, func(f *field) bool { return len(f.Values) > 0 || len(f.Says) > 0 })
		i--
	}
}

// wrong marks the box that is wrong, all of them where none is named, and gives the element
// to go to.
func (f *field) wrong(box string) (at string) {
	at = f.ID
	for i := range f.Parts {
		if p := &f.Parts[i]; box == "" || p.Name == box {
			p.Wrong = true
			if box != "" {
				at = p.ID
			}
		}
	}
	return at
}

// field is a field of a page by its name.
func (*question) field(p *interview.Page, name string) *interview.Field {
	return &p.Fields[slices.IndexFunc(p.Fields, func(f interview.Field) bool { return f.Name == name })]
}

// instead reports whether a field is asked only while another one is empty.
func instead(f *interview.Field) bool {
	return slices.ContainsFunc(f.Only, func(o interview.Only) bool { return o.Not && len(o.Is) == 0 })
}

// show is a field with its values. Its element is called by its place, since names
// hold dots.
func show(lang string, f *interview.Field, place int, values []string) *field {
	out := &field{Name: f.Name, Label: words.Sentence(f.Label.In(lang)), Help: f.Help.In(lang), Kind: string(f.Kind), Unit: f.Unit.In(lang),
		Group: words.Sentence(f.Group.In(lang)), Values: values, ID: "f" + strconv.Itoa(place), Long: len(f.Options) > longList, Aside: f.Aside}
	for i, o := range f.Options {
		label := o.Label.In(lang)
		if o.Label.En != o.Label.Zh { // a unit is written as it is
			label = words.Sentence(label)
		}
		shown := option{Value: o.Value, Label: label, Help: words.Sentence(o.Help.In(lang)), Group: o.Group.In(lang), Checked: slices.Contains(values, o.Value) || len(values) == 0 && f.Usual != "" && o.Value == f.Usual,
			Soft: o.Value == interview.Unsure || o.Value == interview.Other || o.Quiet, None: o.Value == interview.None, ID: out.ID + "-" + strconv.Itoa(i)}
		shown.Opens = shown.Group != "" && (i == 0 || f.Options[i-1].Group != o.Group)
		out.Options = append(out.Options, shown)
	}
	if len(out.Options) > screen { // who has nothing of a long list need not read it to its end
		slices.SortStableFunc(out.Options, func(a, b option) int { return order(a) - order(b) })
	}
	out.Short = len(out.Options) >= 4 && !slices.ContainsFunc(out.Options, func(o option) bool { return o.Help != "" || len(o.Label) > shortLabel })
	if len(out.Options) > 0 {
		out.Options[0].ID = out.ID // where a mistake leads
	}
	value := ""
	if len(values) > 0 {
		value = values[0]
	}
	switch f.Kind {
	case interview.Date:
		ymd := append(strings.SplitN(f.Plainly(value), "-", 3), "", "")
		out.Parts = []part{{Name: interview.YearBox, Label: words.In(lang, "web.year"), Value: ymd[0], Class: "w4"}, {Name: interview.MonthBox, Label: words.In(lang, "web.month"), Value: ymd[1], Class: "w2"},
			{Name: interview.DayBox, Label: words.In(lang, "web.day"), Value: ymd[2], Class: "w2"}}
		if lang == "en" {
			slices.Reverse(out.Parts)
		}
	case interview.Weeks:
		w, d := value, ""
		if m := weeksDays.FindStringSubmatch(value); m != nil {
			w, d = m[1], m[2]
		}
		out.Parts = []part{{Name: interview.WeekBox, Label: words.In(lang, "web.weeks"), Value: w, Class: "w4"}, {Name: interview.DayBox, Label: words.In(lang, "web.days"), Value: d, Class: "w2"}}
	}
	for i := range out.Parts {
		if p := &out.Parts[i]; i == 0 {
			p.ID = out.ID
		} else {
			p.ID = out.ID + "-" + p.Name
		}
	}
	return out
}

// order puts "none of these" before the others.
func order(o option) int {
	if o.Value == interview.None {
		return 0
	}
	return 1
}

// weeksDays takes apart what together put together.
var weeksDays = regexp.MustCompile(`^([^w]*)w([^d]*)d$`)

// together makes one value of the boxes of a date or a gestation, as they were typed.
func together(f *interview.Field, form url.Values) string {
	box := func(part string) string { return clean(form.Get(f.Name + "." + part)) }
	if f.Kind == interview.Weeks {
		return interview.WeeksOf(box(interview.WeekBox), box(interview.DayBox))
	}
	return interview.DateOf(box(interview.YearBox), box(interview.MonthBox), box(interview.DayBox))
}

// clean is what was typed, as text, with the digits of a Chinese keyboard in their
// usual form.
func clean(s string) string {
	return strings.TrimSpace(words.Clean(strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, strings.ToValidUTF8(s, "�"))))
}

// said is the answer of a form: its fields, and of those it did not show what was said
// before. A form that is older than the answer never takes away what it left empty. The
// server's own fields begin with a line, as those of no page do.
func said(p *interview.Page, form url.Values, now interview.Answer, old bool) interview.Answer {
	a := interview.Answer{Page: p.ID, Values: map[string][]string{}}
	more := form.Has("_more")
	for i := range p.Fields {
		f := &p.Fields[i]
		var values []string
		switch {
		case later(f) != more, more && !fit(f, now.Values):
			values = now.Values[f.Name]
		case f.Kind == interview.Date || f.Kind == interview.Weeks:
			values = []string{together(f, form)}
		default:
			for _, v := range form[f.Name] {
				values = append(values, clean(v))
			}
		}
		values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
		if len(values) == 0 && old {
			values = now.Values[f.Name]
		}
		if len(values) > 0 {
			a.Values[f.Name] = values
		}
	}
	return a
}

// version is a short name of an answer as it stands.
func version(a interview.Answer) string {
	b, _ := json.Marshal(a) // maps are written in order
	return fmt.Sprintf("%x", sha256.Sum256(b))[:10]
}

// pregnancyNumber is the number of a pregnancy's page.
func pregnancyNumber(page string) (int, bool) {
	rest, ok := strings.CutPrefix(page, "pregnancy-")
	n, err := strconv.Atoi(rest)
	return n, ok && err == nil && n > 0
}
