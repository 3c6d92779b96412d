package interview

import (
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// Page is one thing that is asked: a question, why it is asked, and the fields of
// its answer. Every page may be left without an answer.
type Page struct {
	ID    string
	Ask   knowledge.Text
	Help  knowledge.Text
	Why   knowledge.Text
	Facts []string // what its answer would tell
	// Danger says that the answer could raise a red flag.
	Danger bool
	Fields []Field
}

// Field is one part of an answer. Its values are strings, as a form or a terminal
// delivers them.
type Field struct {
	Name    string
	Label   knowledge.Text
	Help    knowledge.Text
	Kind    Kind
	Options []Option // of a choice
	Unit    knowledge.Text
	// Lowest and Highest are the limits of a number; both zero for none.
	Lowest, Highest float64
	// Past is a date that cannot lie after the day of the interview.
	Past bool
}

// Kind is how a field is filled in.
type Kind string

// The kinds of field, and what their values look like.
const (
	One    Kind = "one"    // one of the options
	Many   Kind = "many"   // any of the options
	Date   Kind = "date"   // 2024-03-10, 2024-03 or 2024
	Weeks  Kind = "weeks"  // 8w2d, 8+2, 8
	Number Kind = "number" // 61.5
	Line   Kind = "line"   // a few words
)

// Option is one answer of a choice.
type Option struct {
	Value string
	Label knowledge.Text
	Help  knowledge.Text
}

// The values that stand in several choices.
const (
	Unsure = "unsure" // she does not know; always accepted, and kept as not known
	None   = "none"   // nothing of a list
	Other  = "other"  // something that is not in a list
	yes    = "yes"
	no     = "no"
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
		return strings.TrimSpace(v[0])
	}
	return ""
}

// several are the values of a field that mean something of their own.
func (a Answer) several(field string) (values []string) {
	for _, v := range a.Values[field] {
		switch v = strings.TrimSpace(v); v {
		case "", None, Unsure, Other:
		default:
			values = append(values, v)
		}
	}
	return values
}

// has reports whether a field has a value among others.
func (a Answer) has(field, value string) bool {
	for _, v := range a.Values[field] {
		if strings.TrimSpace(v) == value {
			return true
		}
	}
	return false
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
