package casefile

import (
	"regexp"
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/patient"
)

// The makers of fields: a key, and where its value goes.

func (r *reader) textField(key string, into *patient.Fact[string]) field {
	return field{key, func(n *node) {
		v, ok := r.plainText(n, key)
		fact(r, into, n, v, ok)
	}}
}

func (r *reader) wordField(key string, into *patient.Fact[string], accepted ...string) field {
	return field{key, func(n *node) {
		v, ok := r.word(n, key, accepted...)
		fact(r, into, n, v, ok)
	}}
}

func (r *reader) flagField(key string, into *patient.Fact[bool]) field {
	return field{key, func(n *node) {
		v, ok := r.flag(n, key)
		fact(r, into, n, v, ok)
	}}
}

func (r *reader) numberField(key string, into *patient.Fact[float64], from, to float64) field {
	return field{key, func(n *node) {
		v, ok := r.number(n, key, from, to)
		fact(r, into, n, v, ok)
	}}
}

func (r *reader) wholeField(key string, into *patient.Fact[int], from, to int) field {
	return field{key, func(n *node) {
		v, ok := r.whole(n, key, from, to)
		fact(r, into, n, v, ok)
	}}
}

func (r *reader) gestationField(key string, into *patient.Fact[patient.Gestation]) field {
	return field{key, func(n *node) {
		v, ok := r.gestation(n, key)
		fact(r, into, n, v, ok)
	}}
}

// dateField is for dates that stand inside an entry, which has the source.
func (r *reader) dateField(key string, into *date.Date) field {
	return field{key, func(n *node) { *into, _ = r.date(n, key) }}
}

// pageName is how a page of the interview is called. Which pages there are is the
// interview's to know: one that is gone says nothing any more.
var pageName = regexp.MustCompile(pageForm)

const pageForm = `^[a-z0-9][a-z0-9-]{0,79}$`

// acceptedPage says what names a page.
var acceptedPage = problem.Say("the name of a page of the interview, as symptoms or pregnancy-1")

// pagesField is a list of pages of the interview, each once.
func (r *reader) pagesField(key string, into *[]string) field {
	return field{key, func(n *node) {
		r.each(n, key, "[symptoms, pregnancy-1]", func(item *node) {
			switch {
			case item.kind != scalar || !pageName.MatchString(item.text):
				r.refuse(item.at, say("%s is %s", key, item), acceptedPage, "")
			case !slices.Contains(*into, item.text):
				*into = append(*into, item.text)
			}
		})
	}}
}
