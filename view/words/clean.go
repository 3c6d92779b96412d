package words

import (
	"strings"
	"unicode"
)

// Clean takes from a text what could steer a terminal: escape and every other
// control character, and the marks that turn the direction of writing. Line
// breaks and tabs become spaces. What is left of an escape sequence is plain
// text that anybody can see.
func Clean(s string) string {
	if !strings.ContainsFunc(s, steers) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case steers(r):
			return -1
		}
		return r
	}, s)
}

// steers reports whether a character is an order rather than a letter: C0, C1,
// line separators and bidirectional controls.
func steers(r rune) bool {
	return unicode.IsControl(r) || r == unicode.ReplacementChar || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}
