package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/view/fhirout"
	"github.com/gravida-health/gravida/view/html"
	"github.com/gravida-health/gravida/view/text"
	"github.com/gravida-health/gravida/view/words"
)

const assessHead = `gravida assess [flags] FILE…

One assessment for each case. FILE is a case file (.yaml, .json), a FHIR R4
Bundle or resource (.json, .xml), NDJSON (.ndjson), a folder of these, or - for
standard input. --format fhir writes one FHIR R4 Bundle of proposals for each
case, one a line; with --bundle transaction a FHIR server takes it in one post.
--format html writes a page of one case that needs nothing besides itself: a
clinician's, or with --for patient a report to read and to print.

Example:
  gravida assess --lang zh --setting cn examples/li-na.yaml
`

func assess(args []string, std streams) error {
	var c choices
	f := flags("assess", assessHead, std)
	c.flags(f)
	format := f.String("format", "", "text, json, fhir or html; text on a terminal, json otherwise")
	bundle := f.String("bundle", "collection", "of fhir: collection, or transaction for a server")
	reader := f.String("for", "clinician", "of text and html: whose report, clinician or patient")
	files, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := chooseFormat(format, std, "text", "json", "fhir", "html"); err != nil {
		return err
	}
	if err := oneOf("--for", *reader, []string{"clinician", "patient"}); err != nil {
		return err
	}
	if err := oneOf("--bundle", *bundle, []string{"collection", "transaction"}); err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef("assess: no file\nRun gravida assess -h for an example.")
	}
	e, err := c.engine()
	if err != nil {
		return err
	}
	if *reader == "patient" {
		switch *format {
		case "text":
			*format = "patient"
		case "html":
			*format = "html patient"
		}
	}
	if *format == "fhir" && *bundle == "transaction" {
		*format = "fhir transaction"
	}
	return assessAll(e, files, &c, *format, std)
}

// assessAll answers every case that can be read, and lists the others on
// standard error.
func assessAll(e *gravida.Engine, files []string, c *choices, format string, std streams) error {
	bad, good := 0, 0
	for _, file := range files {
		for p, err := range open(file, e.Base(), std) {
			if err != nil {
				var world bool
				if world, err = listed(err, c.lang, std.err); world {
					return err
				}
				bad++
				continue
			}
			if c.patient != "" && p.ID != c.patient {
				continue
			}
			dated, err := c.dated(p)
			if err != nil {
				fmt.Fprintln(std.err, err)
				bad++
				continue
			}
			if err := write(e.Assess(dated, c.options()), format, good, std); err != nil {
				return fmt.Errorf("write the assessment of %s: %w", p.ID, err)
			}
			good++
		}
	}
	switch {
	case bad > 0:
		return errListed
	case good == 0 && c.patient != "":
		return usagef("no patient %q in %v", c.patient, files)
	case good == 0:
		return usagef("no case in %v", files)
	}
	return nil
}

// errOnePage refuses a second page in the file of the first.
var errOnePage = errors.New("--format html makes a page of one case, and there are more; choose one with --patient")

// listed writes a mistake in the input to standard error, in the reader's language. World
// reports that it is none: then something failed that no corrected file would mend.
func listed(err error, lang string, w io.Writer) (world bool, _ error) {
	var mistakes problem.List
	var mistake problem.Problem
	switch {
	case errors.As(err, &mistakes):
	case errors.As(err, &mistake):
		mistakes = problem.List{mistake}
	default:
		return true, err
	}
	for _, p := range mistakes {
		fmt.Fprintln(w, words.Problem(lang, p))
	}
	return false, nil
}

func write(a *assessment.Assessment, format string, before int, std streams) error {
	if format == "json" {
		encoder := json.NewEncoder(std.out)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(a)
	}
	switch format {
	case "fhir":
		return fhirout.Write(std.out, a)
	case "fhir transaction":
		return fhirout.WriteTransaction(std.out, a)
	case "html", "html patient":
		if before > 0 {
			return errOnePage
		}
		if format == "html" {
			return html.Clinician(std.out, a, html.Options{})
		}
		return html.Patient(std.out, a, html.Options{})
	}
	if before > 0 {
		fmt.Fprintln(std.out)
	}
	report := text.Write
	if format == "patient" {
		report = text.Patient
	}
	return report(std.out, a, text.Options{Color: std.terminal})
}
