// Package problem describes a mistake in something a person wrote: where it
// stands, what was found, what is accepted, and the word that was probably
// meant.
package problem

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Place is where a mistake stands: a line and column, counted from 1, or a
// JSON pointer, in a named document.
type Place struct {
	File         string
	Line, Column int
	Pointer      string
}

// String is "anna.yaml:21:5", or "bundle.json#/entry/3" for a pointer.
func (p Place) String() string {
	switch {
	case p.Line > 0:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	case p.Pointer != "":
		return p.File + "#" + p.Pointer
	}
	return p.File
}

// Problem is one mistake. Found and Accepted are English; Nearest is a word or
// empty. Says and Wants are the same as Found and Accepted, to be put into another
// language; they are empty where nobody has taken them apart.
type Problem struct {
	Place    Place
	Found    string
	Accepted string
	Nearest  string

	Says, Wants Phrase
}

// Error is one line: the place, what was found, what is accepted, and the
// nearest accepted word.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Place.String())
	b.WriteString(": ")
	b.WriteString(p.Found)
	if p.Accepted != "" {
		b.WriteString("; accepted: ")
		b.WriteString(p.Accepted)
	}
	if p.Nearest != "" {
		fmt.Fprintf(&b, "; did you mean %s?", p.Nearest)
	}
	return b.String()
}

// List is every mistake of a document, in the order they stand in it.
type List []Problem

// Error is one mistake a line.
func (l List) Error() string {
	lines := make([]string, len(l))
	for i, p := range l {
		lines[i] = p.Error()
	}
	return strings.Join(lines, "\n")
}

// Err is nil for an empty list, and the list in order otherwise.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	sort.SliceStable(l, func(i, j int) bool {
		a, b := l[i].Place, l[j].Place
		if a.File != b.File {
			return a.File < b.File
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
	return l
}

// Add appends a mistake.
func (l *List) Add(at Place, found, accepted, nearest string) {
	*l = append(*l, Problem{Place: at, Found: found, Accepted: accepted, Nearest: nearest})
}

// Refuse appends a mistake that can be said in more than one language.
func (l *List) Refuse(at Place, says, wants Phrase, nearest string) {
	*l = append(*l, New(at, says, wants, nearest))
}

// New makes a mistake that can be said in more than one language.
func New(at Place, says, wants Phrase, nearest string) Problem {
	return Problem{Place: at, Found: says.String(), Accepted: wants.String(), Nearest: nearest, Says: says, Wants: wants}
}

// longest is the longest word worth comparing: nobody mistypes a paragraph.
const longest = 64

// Nearest gives the accepted word closest to what was written, or "" when none
// is close enough to have been meant.
func Nearest(word string, accepted []string) string {
	if utf8.RuneCountInString(word) > longest {
		return ""
	}
	word = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(word), "_", "-"))
	// A slip changes a few letters of a word, never all of them.
	best, bestAt := "", min(utf8.RuneCountInString(word), 1+max(2, len(word)/3))
	for _, a := range accepted {
		if d := levenshtein.ComputeDistance(word, strings.ToLower(a)); d < bestAt {
			best, bestAt = a, d
		}
	}
	return best
}

// Quote shows a value in a message: quoted, and cut when it is long.
func Quote(s string) string {
	const most = 60
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
