// Package text shows an assessment in a terminal: red flags first, then what a
// clinician wants within a minute, then everything, each statement with the
// handle that opens it.
//
// Rules of this place: no line is wider than asked, measured as a terminal
// does; meaning never hangs on colour, since every glyph has its word beside
// it; nothing in a record can steer the terminal; no clinical judgement is
// added.
package text

import (
	"fmt"
	"io"

	"github.com/gravida-health/gravida/assessment"
)

// Options choose how the text looks. The language is the assessment's.
type Options struct {
	Color bool // ANSI colours, beside the words
	Width int  // columns; 80 when zero
}

// Write shows a whole assessment.
func Write(w io.Writer, a *assessment.Assessment, o Options) error {
	p := newPage(a, o)
	p.who()
	p.redFlags()
	p.inShort()
	p.pregnancies()
	p.recurrence()
	p.causes()
	p.criteria()
	p.tests()
	p.plan()
	p.departments()
	p.treatments()
	p.evidence()
	p.outlook()
	p.advice()
	p.questions()
	p.issues()
	p.closing()
	return p.writeTo(w, "assessment")
}

// Explain shows one statement opened: what it says, the recommendation behind
// it, the findings it looked at, and the place of every fact.
func Explain(w io.Writer, t assessment.Trail, a *assessment.Assessment, o Options) error {
	p := newPage(a, o)
	p.statement(t)
	p.recommendation(t)
	p.findings(t)
	p.facts(t)
	return p.writeTo(w, "explanation")
}

func (p *page) writeTo(w io.Writer, what string) error {
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("write the %s: %w", what, err)
	}
	return nil
}
