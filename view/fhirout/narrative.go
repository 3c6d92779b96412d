package fhirout

import (
	"html"
	"strings"
	"unicode"

	"github.com/gravida-health/gravida/internal/element"
)

// narrative is what a person reads of a resource: a heading and lines below it.
type narrative struct {
	title string
	lines []string
}

// text writes a narrative as XHTML. All of it is escaped: a record may hold
// markup, and here it is only text.
func (n narrative) text(lang string) *element.Narrative {
	var b strings.Builder
	b.WriteString(`<div xmlns="http://www.w3.org/1999/xhtml" lang="` + lang + `" xml:lang="` + lang + `"><p><b>` + escaped(n.title) + `</b></p>`)
	items := 0
	for _, line := range n.lines {
		if line = escaped(line); line == "" {
			continue
		}
		if items++; items == 1 {
			b.WriteString("<ul>")
		}
		b.WriteString("<li>" + line + "</li>")
	}
	if items > 0 {
		b.WriteString("</ul>")
	}
	b.WriteString("</div>")
	return &element.Narrative{Status: "generated", Div: b.String()}
}

func escaped(s string) string { return html.EscapeString(clean(s)) }

// clean makes a text of a record one that FHIR takes: no control characters, no
// marks that turn the direction of writing, no space around it.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\t', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar, unicode.Is(unicode.Bidi_Control, r), r&0xfffe == 0xfffe:
			return -1
		}
		return r
	}, s))
}
