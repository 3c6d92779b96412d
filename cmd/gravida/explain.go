package main

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/text"
)

const explainHead = `gravida explain [flags] FILE STATEMENT|PREGNANCY

Opens one statement of the assessment of FILE: the recommendation behind it, what
it looked at, and the line or resource every fact came from. Of a FHIR record it
also opens a pregnancy (p2): which resources were put together into it, and why.

Example:
  gravida explain examples/anna.yaml s4
`

// pregnancyHandle names one pregnancy by its place.
var pregnancyHandle = regexp.MustCompile(`^p(\d{1,3})$`)

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
	if m := pregnancyHandle.FindStringSubmatch(words[1]); m != nil {
		return explainPregnancy(a, m[1], words[0], std)
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

// explainPregnancy shows what a pregnancy of a record was put together from.
func explainPregnancy(a *assessment.Assessment, place, file string, std streams) error {
	position, _ := strconv.Atoi(place)
	if n := len(a.Subject().Pregnancies); position < 1 || position > n {
		return usagef("no pregnancy p%s; the case has %d", place, n)
	}
	g, ok := a.Pregnancy(position)
	if !ok {
		return usagef("pregnancy p%s stands in %s as it is; nothing was put together", place, file)
	}
	if err := text.Merged(std.out, g, a, text.Options{Color: std.terminal}); err != nil {
		return fmt.Errorf("write the pregnancy: %w", err)
	}
	return nil
}
