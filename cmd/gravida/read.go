package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/readout"
)

const readHead = `gravida read [flags] FILE…

What was understood of a record, what was not, and why; nothing is assessed.
FILE is what assess takes. Of every woman: her pregnancies with the resources
that were merged into each, every fact with its place, what was set aside, what
was read from words only, what contradicts itself, and codes that look as if
they mattered and are in no table. Of several patients, a summary first.

With --format json one object a line: the summary, where there are several
patients, and then each.

Examples:
  gravida read --summary export/
  gravida read --codes our-laboratory.tsv --patient 17 export/
`

func read(args []string, std streams) error {
	var c choices
	f := flags("read", strings.Replace(readHead, "Examples:", "Example:", 1), std)
	f.StringVar(&c.lang, "lang", "en", "language of the words: en or zh")
	f.StringVar(&c.patient, "patient", "", "only the patient with this id")
	f.StringVar(&c.knowledge, "knowledge", "", "a folder of knowledge files instead of the built-in ones")
	f.Var(&c.codes, "codes", codesHelp)
	format := f.String("format", "", "text or json; text on a terminal, json otherwise")
	summary := f.Bool("summary", false, "only the summary")
	files, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := chooseFormat(format, std, "text", "json"); err != nil {
		return err
	}
	if err := oneOf("--lang", c.lang, []string{"en", "zh"}); err != nil {
		return err
	}
	if len(files) == 0 {
		return usagef("read: no file\nRun gravida read -h for an example.")
	}
	base, err := c.base()
	if err != nil {
		return err
	}
	r := &reader{choices: &c, base: base, format: *format, summary: *summary, total: readout.NewTotal()}
	return r.all(files, std)
}

// reader reads cases and shows how.
type reader struct {
	*choices
	base    *knowledge.Base
	format  string
	summary bool
	total   *readout.Total
	shown   []string // the readings, waiting for the summary that goes first
}

func (r *reader) all(files []string, std streams) error {
	bad := 0
	for _, file := range files {
		for p, err := range open(file, r.base, std) {
			if err != nil {
				world, err := listed(err, std.err)
				if world {
					return err
				}
				bad++
				continue
			}
			if r.patient != "" && p.ID != r.patient {
				continue
			}
			if err := r.one(p); err != nil {
				return err
			}
		}
	}
	if err := r.write(std.out); err != nil {
		return err
	}
	switch {
	case bad > 0:
		return errListed
	case r.total.Patients == 0 && r.patient != "":
		return usagef("no patient %q in %v", r.patient, files)
	case r.total.Patients == 0:
		return usagef("no case in %v", files)
	}
	return nil
}

// one adds a case to the total, and keeps how it reads. A summary keeps
// nothing, so that it can be made of an export of any size.
func (r *reader) one(p *patient.Case) error {
	record := readout.Of(p, r.base, r.lang)
	r.total.Add(record)
	if r.summary {
		return nil
	}
	var b strings.Builder
	var err error
	if r.format == "json" {
		err = readout.WriteJSON(&b, record)
	} else {
		err = readout.WriteText(&b, record, r.base, r.lang)
	}
	r.shown = append(r.shown, b.String())
	return err
}

func (r *reader) write(w io.Writer) error {
	if r.summary || r.total.Patients > 1 {
		var err error
		if r.format == "json" {
			err = readout.WriteJSON(w, r.total)
		} else {
			err = r.total.WriteText(w, r.base, r.lang)
		}
		if err != nil {
			return err
		}
	}
	for i, text := range r.shown {
		if r.format == "text" && (i > 0 || r.total.Patients > 1) {
			text = "\n" + text
		}
		if _, err := io.WriteString(w, text); err != nil {
			return fmt.Errorf("write the reading: %w", err)
		}
	}
	return nil
}
