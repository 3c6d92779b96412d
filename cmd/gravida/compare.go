package main

import (
	"encoding/json"
	"fmt"

	"github.com/gravida-health/gravida/view/html"
	"github.com/gravida-health/gravida/view/text"
)

const compareHead = `gravida compare [flags] FILE

The guidelines side by side on the case in FILE: where they differ, agree or are
silent, and which of it nobody has read in the guideline itself.

Example:
  gravida compare examples/anna.yaml
  gravida compare --format html examples/anna.yaml > compare.html
`

func compare(args []string, std streams) error {
	var c choices
	f := flags("compare", compareHead, std)
	c.flags(f)
	format := f.String("format", "", "text, json or html; text on a terminal, json otherwise")
	words, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := chooseFormat(format, std, "text", "json", "html"); err != nil {
		return err
	}
	if len(words) != 1 {
		return usagef("compare: want one file, got %d words\nRun gravida compare -h for an example.", len(words))
	}
	e, err := c.engine()
	if err != nil {
		return err
	}
	a, err := c.one(e, words[0], std)
	if err != nil {
		return err
	}
	comparison := a.Compare()
	switch *format {
	case "json":
		encoder := json.NewEncoder(std.out)
		encoder.SetEscapeHTML(false)
		err = encoder.Encode(comparison)
	case "html":
		err = html.Compare(std.out, comparison, html.Options{})
	default:
		err = text.Compare(std.out, comparison, text.Options{Color: std.terminal})
	}
	if err != nil {
		return fmt.Errorf("write the comparison: %w", err)
	}
	return nil
}
