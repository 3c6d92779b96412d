// Package gravida answers, from a woman's own record and by the published
// guidelines, the questions she asks after losing pregnancies: is this
// recurrent, why, which department, which tests and when, can it be prevented.
//
// The way is always the same: source → case → findings → verdicts →
// assessment → view. Engine.Assess is that way from the case on.
package gravida

import (
	"fmt"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/prognosis"
)

// Engine is the knowledge, compiled. It may be used by many goroutines.
type Engine struct {
	base     *knowledge.Base
	compiled *guideline.Library
}

// New makes an engine with the knowledge that is built in.
func New() (*Engine, error) {
	base, err := knowledge.Default()
	if err != nil {
		return nil, fmt.Errorf("read the built-in knowledge: %w", err)
	}
	return With(base)
}

// With makes an engine with other knowledge. The error is a problem list with
// the place of every condition that does not compile.
func With(base *knowledge.Base) (*Engine, error) {
	library, err := guideline.Compile(base)
	if err != nil {
		return nil, err
	}
	return &Engine{base, library}, nil
}

// Base is the engine's knowledge.
func (e *Engine) Base() *knowledge.Base { return e.base }

// Library is the engine's compiled knowledge.
func (e *Engine) Library() *guideline.Library { return e.compiled }

// Assess answers one case. It never fails: what the record cannot tell is
// undecided, and the assessment says what would decide it.
func (e *Engine) Assess(c *patient.Case, o assessment.Options) *assessment.Assessment {
	findings := finding.Derive(c, e.base)
	verdicts := e.compiled.EvaluateInto(findings)
	predictions := prognosis.Predict(verdicts, e.base)
	return assessment.Assemble(c, verdicts, predictions, e.base, o.For(c).Complete(e.base))
}
