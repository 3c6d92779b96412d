package words

import (
	_ "embed"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
)

// problems.tsv has a form of a message a line: English, as the readers of documents
// write it, and Chinese. %[2]s is the second of the English form's places.
//
//go:embed problems.tsv
var problemTable string

// problemForms is the table by its English forms.
var problemForms = func() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(problemTable) {
		if fields := strings.Split(strings.TrimRight(line, "\n"), "\t"); len(fields) > 1 {
			m[fields[0]] = fields
		}
	}
	return m
}()

// Problem is a mistake in a document, in a language: its place, what was found, what is
// accepted, and the word that was probably meant. What nobody has put into the language
// stands in it as it was written, and is said to.
func Problem(lang string, p problem.Problem) string {
	at := ""
	switch {
	case p.Place.Line > 0:
		at = Fill(lang, "problem.at", "file", p.Place.File, "line", strconv.Itoa(p.Place.Line), "column", strconv.Itoa(p.Place.Column))
	case p.Place.String() != "":
		at = Fill(lang, "problem.in", "file", p.Place.String())
	}
	says, accepted := ProblemParts(lang, p)
	says = at + says
	if accepted != "" {
		says += Fill(lang, "problem.accepted", "what", accepted)
	}
	if p.Nearest != "" {
		says += Fill(lang, "problem.nearest", "what", p.Nearest)
	}
	return says
}

// ProblemParts is what was found and what is accepted, without the place.
func ProblemParts(lang string, p problem.Problem) (found, accepted string) {
	return phrase(lang, p.Says, p.Found), phrase(lang, p.Wants, p.Accepted)
}

func phrase(lang string, p problem.Phrase, plain string) string {
	if p.Form == "" {
		p = problem.Say(plain)
	}
	if p.Form == "" || lang == Languages[0] {
		return p.String()
	}
	says, whole := p.In(func(english string) (string, bool) {
		own := ProblemForm(lang, english)
		return own, own != ""
	})
	if !whole {
		return Fill(lang, "problem.verbatim", "what", says)
	}
	return says
}

// ProblemForm is the form of a message in a language; "" when there is none.
func ProblemForm(lang, english string) string {
	for i, l := range Languages {
		if row := problemForms[english]; l == lang && i < len(row) {
			return row[i]
		}
	}
	return ""
}

// ProblemFormsKnown lists the English forms that the table has.
func ProblemFormsKnown() []string { return slices.Sorted(maps.Keys(problemForms)) }
