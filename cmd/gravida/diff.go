package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// builtIn stands for the knowledge that is in the program, where a folder is
// asked for.
const builtIn = "built-in"

// difference is what `knowledge diff` reports.
type difference struct {
	Old       edition                 `json:"old"`
	New       edition                 `json:"new"`
	Entries   []knowledge.EntryChange `json:"entries"`
	Cases     int                     `json:"cases"`
	Unchanged int                     `json:"unchanged"`
	Changed   []changedCase           `json:"changed"`
}

type edition struct {
	Version string `json:"version"`
	Digest  string `json:"digest"`
}

// changedCase is a case whose assessment changes, and how.
type changedCase struct {
	Case    string              `json:"case"`
	File    string              `json:"file"`
	Changes []assessment.Change `json:"changes"`
}

// diff assesses every case with two versions of the knowledge.
func diff(c *choices, words []string, format string, std streams) error {
	if len(words) < 3 {
		return usagef("knowledge diff: want OLD NEW CASES…, where OLD and NEW are folders of knowledge files or the word %s", builtIn)
	}
	engines := [2]*gravida.Engine{}
	for i, folder := range words[:2] {
		if folder == builtIn {
			folder = ""
		}
		e, err := engine(folder)
		if err != nil {
			return err
		}
		engines[i] = e
	}
	d := difference{Old: editionOf(engines[0]), New: editionOf(engines[1]), Entries: knowledge.Diff(engines[0].Base(), engines[1].Base()), Changed: []changedCase{}}
	if d.Entries == nil {
		d.Entries = []knowledge.EntryChange{}
	}
	for _, file := range words[2:] {
		if err := d.add(c, engines, file, std); err != nil {
			return err
		}
	}
	if format == "json" {
		encoder := json.NewEncoder(std.out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", " ")
		return encoder.Encode(d)
	}
	d.write(std.out)
	return nil
}

func editionOf(e *gravida.Engine) edition { return edition{e.Base().Version, e.Base().Digest} }

// add assesses the cases of one file with both. A case that one of the two does
// not read is a mistake in the input: its words may be new, or gone.
func (d *difference) add(c *choices, engines [2]*gravida.Engine, file string, std streams) error {
	if file == "-" {
		return usagef("knowledge diff reads every case twice and cannot read standard input; name a file or a folder")
	}
	var cases [2][]*patient.Case
	for i, e := range engines {
		for p, err := range open(file, e.Base(), std) {
			if err != nil {
				if world, err := listed(err, c.lang, std.err); world {
					return err
				}
				return errListed
			}
			if p, err = c.dated(p); err != nil {
				return err
			}
			cases[i] = append(cases[i], p)
		}
	}
	if len(cases[0]) == 0 {
		return problem.Problem{Place: problem.Place{File: file}, Found: "no case", Accepted: "a case file, a FHIR document, NDJSON or a folder of these"}
	}
	if len(cases[0]) != len(cases[1]) {
		return errors.New(file + " holds another number of cases for each of the two versions")
	}
	for i := range cases[0] {
		before := engines[0].Assess(cases[0][i], c.options())
		after := engines[1].Assess(cases[1][i], c.options())
		d.Cases++
		if changes := assessment.Changes(before, after); len(changes) > 0 {
			d.Changed = append(d.Changed, changedCase{before.Case, file, changes})
		} else {
			d.Unchanged++
		}
	}
	return nil
}

// write tells it in lines: the entries first, then case by case.
func (d *difference) write(w io.Writer) {
	fmt.Fprintf(w, "%s → %s\n", d.Old.Version, d.New.Version)
	fmt.Fprintf(w, "entries that differ: %d; cases that change: %d of %d\n", len(d.Entries), len(d.Changed), d.Cases)
	if len(d.Entries) > 0 {
		fmt.Fprintln(w, "\nEntries")
		for _, r := range d.Entries {
			line := fmt.Sprintf("  %-8s %s %s", r.How, r.Kind, r.ID)
			if len(r.Fields) > 0 {
				line += ": " + strings.Join(r.Fields, ", ")
			}
			fmt.Fprintf(w, "%s (%s)\n", line, r.At)
		}
	}
	for _, c := range d.Changed {
		fmt.Fprintf(w, "\n%s (%s)\n", c.Case, c.File)
		for _, x := range c.Changes {
			fmt.Fprintf(w, "  %-11s %s, %s: %s → %s\n", x.Section, x.ID, x.What, orNone(x.Old), orNone(x.New))
		}
	}
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}
