package text

import (
	"io"

	"github.com/gravida-health/gravida/assessment"
)

// What an interview in a terminal needs of this place: lines that are no wider
// than asked and cannot steer the terminal, and dangers as the report shows them.

// Paragraph writes a text: its first line begins at indent, the others at hang.
func Paragraph(w io.Writer, indent, hang int, text string) error {
	p := &page{width: usualWidth}
	p.flow(indent, hang, text)
	return p.writeTo(w, "paragraph")
}

// Flags shows red flags by themselves, with what to do and where to go.
func Flags(w io.Writer, a *assessment.Assessment, flags []assessment.RedFlag, o Options) error {
	p := newPage(a, o)
	for _, flag := range flags {
		p.flag(flag)
	}
	return p.writeTo(w, "red flags")
}
