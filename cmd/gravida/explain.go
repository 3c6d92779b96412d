package main

import (
	"fmt"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/text"
)

const explainHead = `gravida explain [flags] FILE STATEMENT

Opens one statement of the assessment of FILE: the recommendation behind it, what
it looked at, and the line or resource every fact came from.

Example:
  gravida explain examples/anna.yaml s4
`

func explain(args []string, std streams) error {
	var c choices
	f := flags("explain", explainHead, std)
	c.flags(f)
	words, err := parse(f, args)
	if err != nil {
		return err
	}
	if len(words) != 2 {
		return usagef("explain: want a file and a statement such as s4, got %d words\nRun gravida explain -h for an example.", len(words))
	}
	e, err := c.engine()
	if err != nil {
		return err
	}
	a, err := c.one(e, words[0], std)
	if err != nil {
		return err
	}
	trail, ok := a.Open(assessment.StatementID(words[1]))
	if !ok {
		return usagef("no statement %q; accepted: s1 to s%d", words[1], len(a.Statements))
	}
	if err := text.Explain(std.out, trail, a, text.Options{Color: std.terminal}); err != nil {
		return fmt.Errorf("write the explanation: %w", err)
	}
	return nil
}
