package problem

import (
	"errors"
	"fmt"
)

// Phrase is a piece of a message that can be said in more than one language: its form
// in English, as fmt writes it, and what stands in the form's places. The form is also
// the name by which a table finds the others.
type Phrase struct {
	Form string
	Args []any // a Phrase, or an error made by Errorf, is put into the language too
}

// Phraser is what can stand in a phrase and be put into a language.
type Phraser interface{ Phrase() Phrase }

// Line is the number of a line of the same document.
type Line int

// String is the line in English.
func (l Line) String() string { return l.Phrase().String() }

// Phrase is the line in any language.
func (l Line) Phrase() Phrase { return Say("line %d", int(l)) }

// Say makes a phrase.
func Say(form string, args ...any) Phrase { return Phrase{form, args} }

// String is the phrase in English.
func (p Phrase) String() string {
	if len(p.Args) == 0 {
		return p.Form
	}
	return fmt.Sprintf(p.Form, p.Args...)
}

// In is the phrase with its form, and those of the phrases inside it, replaced by what a
// language has for it; whole reports whether it has all of them. A form of nothing but
// places needs none.
func (p Phrase) In(form func(english string) (string, bool)) (says string, whole bool) {
	out, whole := Phrase{p.Form, make([]any, len(p.Args))}, true
	if own, ok := form(p.Form); ok {
		out.Form = own
	} else {
		whole = bare(p.Form)
	}
	for i, a := range p.Args {
		inner, ok := a.(Phrase)
		var wrong *mistake
		if err, is := a.(error); is && errors.As(err, &wrong) { // another program's error stays in its words
			inner, ok = wrong.Phrase, true
		}
		if x, is := a.(Phraser); is && !ok {
			inner, ok = x.Phrase(), true
		}
		if !ok {
			out.Args[i] = a
			continue
		}
		said, all := inner.In(form)
		out.Args[i], whole = said, whole && all
	}
	return out.String(), whole
}

// bare reports whether a form has no words of its own.
func bare(form string) bool {
	for i := 0; i < len(form); i++ {
		if form[i] == '%' && i+1 < len(form) {
			i++
		} else if c := form[i] | 0x20; c >= 'a' && c <= 'z' {
			return false
		}
	}
	return true
}

// mistake is a phrase as an error.
type mistake struct{ Phrase }

func (m *mistake) Error() string { return m.String() }

// Errorf makes an error that can be said in more than one language.
func Errorf(form string, args ...any) error { return &mistake{Say(form, args...)} }
