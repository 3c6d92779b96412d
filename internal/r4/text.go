package r4

import (
	"strconv"
	"strings"
)

// Text makes a text one that FHIR can hold: not empty, no blanks around it, no
// control characters. Any other is written in quotes; ReadText takes them off.
func Text(s string) string {
	plain := s != "" && strings.TrimSpace(s) == s && s[0] != '"' && strings.IndexFunc(s, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == '\ufeff'
	}) < 0
	if plain {
		return s
	}
	return strconv.Quote(s)
}

// ReadText is the text that Text wrote.
func ReadText(s string) string {
	if plain, err := strconv.Unquote(s); err == nil && strings.HasPrefix(s, `"`) {
		return plain
	}
	return s
}
