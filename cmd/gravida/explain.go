package main

import (
	"fmt"
	"strings"

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
	var answers []*assessment.Assessment
	for p, err := range open(words[0], e, std.in) {
		if err != nil {
			if world, err := listed(err, std.err); world {
				return err
			}
			return errListed
		}
		if c.patient != "" && p.ID != c.patient {
			continue
		}
		dated, err := c.dated(p)
		if err != nil {
			return err
		}
		answers = append(answers, e.Assess(dated, c.options()))
	}
	switch {
	case len(answers) == 0:
		return usagef("no such case in %s", words[0])
	case len(answers) > 1:
		ids := make([]string, len(answers))
		for i, a := range answers {
			ids[i] = a.Case
		}
		return usagef("%s holds %d patients; choose one with --patient: %s", words[0], len(answers), strings.Join(ids, ", "))
	}
	a := answers[0]
	trail, ok := a.Open(assessment.StatementID(words[1]))
	if !ok {
		return usagef("no statement %q; accepted: s1 to s%d", words[1], len(a.Statements))
	}
	if err := text.Explain(std.out, trail, a, text.Options{Color: std.terminal}); err != nil {
		return fmt.Errorf("write the explanation: %w", err)
	}
	return nil
}
