package interview

import (
	"maps"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// Page is one thing that is asked: a question, why it is asked, and the fields of
// its answer. Every page may be left without an answer.
type Page struct {
	ID    string
	About knowledge.Text // what it is about, in a few words; empty where Ask says it
	Ask   knowledge.Text
	Help  knowledge.Text
	Why   knowledge.Text
	// Then and ThenHelp ask for what only some answers open, where a program shows that
	// on a screen of its own. Empty where Ask says it well enough.
	Then, ThenHelp knowledge.Text
	Facts          []string // what its answer would tell
	// Danger says that the answer could raise a red flag.
	Danger bool
	Fields []Field
}

// Field is one part of an answer. Its values are strings, as a form or a terminal
// delivers them.
type Field struct {
	Name  string
	Label knowledge.Text
	// Group is the heading under which neighbouring fields stand together: the test
	// or the pregnancy they speak of. Empty for a field that stands by itself.
	Group   knowledge.Text
	Help    knowledge.Text
	Kind    Kind
	Options []Option // of a choice
	Unit    knowledge.Text
	// Lowest and Highest are the limits of a number; both zero for none.
	Lowest, Highest float64
	also            []measure // other units it may be typed in
	// Usual is the option that is meant where nothing is said: the unit nearly every
	// report of a test is in.
	Usual string
	// Past is a date that cannot lie after the day of the interview.
	Past bool
	// Aside is what few papers need: a browser folds it away until she opens it, and
	// left alone it says nothing.
	Aside bool
	// Only says when the field is worth asking: when all of it holds.
	Only []Only
}

// Only is what another field of the page, which stands before, must say for a
// field to be asked. Where it says otherwise the field's values do not count.
type Only struct {
	Field string
	Is    []string // one of these; any value at all where the list is empty
	Not   bool     // and this turns it round
}

// Asked reports whether a field is worth asking, by what was said on its page so
// far.
func (f *Field) Asked(said map[string][]string) bool {
	for _, o := range f.Only {
		given := false
		for _, v := range said[o.Field] {
			v = plainly(v)
			given = given || v != "" && (len(o.Is) == 0 || slices.Contains(o.Is, v))
		}
		if given == o.Not {
			return false
		}
	}
	return true
}

// Kind is how a field is filled in.
type Kind string

// The kinds of field, and what their values look like.
const (
	One    Kind = "one"    // one of the options
	Many   Kind = "many"   // any of the options
	Date   Kind = "date"   // 2024-03-10, 2024-03 or 2024, or as people write them
	Weeks  Kind = "weeks"  // 8w2d, 8+2, 8
	Number Kind = "number" // 61.5
	Line   Kind = "line"   // a few words
)

// Option is one answer of a choice.
type Option struct {
	Value string
	Label knowledge.Text
	Help  knowledge.Text
	Group knowledge.Text   // the heading of a long list it stands under, if any
	Also  []knowledge.Text // other names of the same
	Quiet bool             // not to be put forward: another answer is the safer one
}

// The values that stand in several choices.
const (
	Unsure = "unsure" // she does not know; always accepted, and kept as not known
	None   = "none"   // nothing of a list
	Other  = "other"  // something that is not in a list
	// Differs opens the same question for each: one answer for all does not fit.
	Differs = "differs"
	yes     = "yes"
	no      = "no"
)

// Answer is what was said on one page: the values of its fields by name. A field
// without a value was left open.
type Answer struct {
	Page   string              `json:"page"`
	Values map[string][]string `json:"values,omitempty"`
}

// value is the only value of a field, trimmed.
func (a Answer) value(field string) string {
	if v := a.Values[field]; len(v) > 0 {
		return plainly(v[0])
	}
	return ""
}

// several are the values of a field that mean something of their own.
func (a Answer) several(field string) (values []string) {
	for _, v := range a.Values[field] {
		switch v = plainly(v); v {
		case "", None, Unsure, Other, Differs, knowsExactly:
		default:
			values = append(values, v)
		}
	}
	return values
}

// named is the answer without a "none of these" beside what was named: of what she
// feels today nothing waits until a form is put right.
func (a Answer) named() Answer {
	values := maps.Clone(a.Values)
	for field := range values {
		if len(a.several(field)) > 0 {
			values[field] = slices.DeleteFunc(slices.Clone(values[field]), func(v string) bool { return plainly(v) == None })
		}
	}
	return Answer{a.Page, values}
}

// has reports whether a field has a value among others.
func (a Answer) has(field, value string) bool {
	for _, v := range a.Values[field] {
		if plainly(v) == value {
			return true
		}
	}
	return false
}

// counts is what of an answer counts on a page: the values of its fields that are
// worth asking, as plain text. What else was said is kept where it was said.
func (p *Page) counts(a Answer) Answer {
	values := map[string][]string{}
	for i := range p.Fields {
		f := &p.Fields[i]
		if !f.Asked(values) {
			continue
		}
		for _, v := range a.Values[f.Name] {
			if v = f.plainly(v); v != "" && !slices.Contains(values[f.Name], v) {
				values[f.Name] = append(values[f.Name], v)
			}
		}
	}
	return Answer{Page: a.Page, Values: values}
}

// plainly trims a value and writes full-width letters, digits and signs, as a
// Chinese keyboard gives them, in their usual form.
func plainly(v string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		}
		return r
	}, v))
}

// empty reports whether the page was left wholly open.
func (a Answer) empty() bool {
	for field := range a.Values {
		if v := a.value(field); v != "" && v != Unsure {
			return false
		}
	}
	return true
}
