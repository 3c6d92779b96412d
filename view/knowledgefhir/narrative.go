package knowledgefhir

import (
	"html"
	"strings"
	"unicode"
)

// told is a narrative in both languages: a heading, and what is said below it.
func told(title said, lines ...said) *narrative {
	var b strings.Builder
	b.WriteString(`<div xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">`)
	part := func(lang string, in func(said) string) {
		b.WriteString(`<div lang="` + lang + `" xml:lang="` + lang + `"><p><b>` + escaped(in(title)) + `</b></p>`)
		for _, line := range lines {
			for _, p := range strings.Split(in(line), "\n\n") {
				if p = escaped(p); p != "" {
					b.WriteString("<p>" + p + "</p>")
				}
			}
		}
		b.WriteString("</div>")
	}
	part("en", func(s said) string { return s.En })
	part("zh", func(s said) string { return s.Zh })
	b.WriteString("</div>")
	return &narrative{Status: "generated", Div: b.String()}
}

func escaped(s string) string { return html.EscapeString(clean(s)) }

// clean makes a text one that FHIR takes: no control characters but the end of a
// line, no space around it.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\r', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r&0xfffe == 0xfffe:
			return -1
		}
		return r
	}, s))
}
