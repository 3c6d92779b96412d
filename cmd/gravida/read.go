package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/readout"
)

const readHead = `gravida read [flags] FILE…

What was understood of a record, what was not, and why; nothing is assessed.
FILE is what assess takes. Of one patient: her pregnancies with the resources
that were merged into each, every fact with its place, what was set aside, what
was read from words only, what contradicts itself, and codes that are in no
table. Of several, a summary that counts all this; --each shows every patient
before it.

--format codes writes the codes that were not understood as a table: fill in
what they mean, and give it back with --codes. docs/reading.md says how.

Example:
  gravida read export/
  gravida read --format codes export/ > codes.tsv
  gravida read --codes codes.tsv --patient 17 export/
`

func read(args []string, std streams) error {
	var c choices
	f := flags("read", readHead, std)
	f.StringVar(&c.lang, "lang", "en", "language of the words: en or zh")
	f.StringVar(&c.patient, "patient", "", "only the patient with this id")
	f.StringVar(&c.knowledge, "knowledge", "", "a folder of knowledge files instead of the built-in ones")
	f.Var(&c.codes, "codes", codesHelp)
	format := f.String("format", "", "text, json or codes; text on a terminal, json otherwise")
	summary := f.Bool("summary", false, "the summary, also of one patient")
	each := f.Bool("each", false, "every patient in full, and then the summary")
	files, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := chooseFormat(format, std, "text", "json", "codes"); err != nil {
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
	r := &reader{choices: &c, base: base, format: *format, summary: *summary, each: *each && *format != "codes", total: readout.NewTotal()}
	return r.all(files, std)
}

// reader reads cases and shows how. It keeps no more than one of them.
type reader struct {
	*choices
	base          *knowledge.Base
	format        string
	summary, each bool
	total         *readout.Total
	first         *readout.Record
}

func (r *reader) all(files []string, std streams) error {
	bad := 0
	for _, file := range files {
		for p, err := range openWith(intake.Reader{Knowledge: r.base, Came: r.came}, file, std) {
			if err != nil {
				world, err := listed(err, r.lang, std.err)
				if world {
					return err
				}
				bad++
				continue
			}
			if r.patient != "" && p.ID != r.patient {
				continue
			}
			if err := r.one(p, std.out); err != nil {
				return err
			}
		}
	}
	switch {
	case r.total.Patients == 0 && bad > 0:
		return errListed
	case r.total.Patients == 0 && r.patient != "":
		return usagef("no patient %q in %s", r.patient, strings.Join(files, ", "))
	case r.total.Patients == 0:
		return usagef("no case in %s", strings.Join(files, ", "))
	}
	if err := r.end(std.out); err != nil {
		return err
	}
	if bad > 0 {
		return errListed
	}
	return nil
}

// came counts what the documents hold; of one patient among others nobody can
// say so.
func (r *reader) came(types map[string]int) {
	if r.patient == "" {
		r.total.Came(types)
	}
}

func (r *reader) one(p *patient.Case, w io.Writer) error {
	record := readout.Of(p, r.base, r.lang)
	r.total.Add(record)
	if !r.each {
		if r.total.Patients == 1 {
			r.first = record
		}
		return nil
	}
	if err := r.write(w, record); err != nil || r.format == "json" {
		return err
	}
	return blank(w)
}

// end writes the only patient, or the summary of all.
func (r *reader) end(w io.Writer) error {
	switch {
	case r.format == "codes":
		return r.total.WriteCodes(w)
	case r.total.Patients == 1 && !r.summary && !r.each:
		r.first.Types = r.total.All()
		return r.write(w, r.first)
	case r.format == "json":
		return readout.WriteJSON(w, r.total)
	}
	if err := r.total.WriteText(w, r.base, r.lang); err != nil || r.each || r.total.Patients == 1 {
		return err
	}
	return readout.WriteHint(w, r.lang)
}

func (r *reader) write(w io.Writer, record *readout.Record) error {
	if r.format == "json" {
		return readout.WriteJSON(w, record)
	}
	return readout.WriteText(w, record, r.base, r.lang)
}

func blank(w io.Writer) error {
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("write the reading: %w", err)
	}
	return nil
}
