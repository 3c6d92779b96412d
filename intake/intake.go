// Package intake turns any accepted document into cases: it recognises the
// format and hands the document to the package that reads it.
package intake

import (
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/gravida-health/gravida/intake/bulk"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// The largest documents that are read, in bytes. A line of a bulk file has its
// own limit, and the file none.
const (
	MaxCaseFile = casefile.MaxBytes
	MaxFHIR     = 64 << 20
)

// Accepted says which documents can be read; for messages.
const Accepted = "a case file (gravida: case/1, as YAML or JSON), a FHIR R4 Bundle or resource (JSON or XML), or NDJSON with one FHIR resource a line; all in UTF-8"

// Read reads one document and gives its cases. What is wrong with the document
// comes as an error (a problem.Problem or problem.List where a person can mend
// it) in place of a case; a bad line of a bulk file does not keep the others.
func Read(name string, r io.Reader, k *knowledge.Base) iter.Seq2[*patient.Case, error] {
	return func(yield func(*patient.Case, error) bool) {
		d := &desk{knowledge: k, yield: yield}
		d.document(name, r)
		d.people(name)
	}
}

// Open reads a file, or a folder with all its files. The FHIR files of a folder
// belong together: a patient and her results may lie in different ones. Every
// case file stands for itself. A file that cannot be read is an error, and the
// others still come.
func Open(path string, k *knowledge.Base) iter.Seq2[*patient.Case, error] {
	return func(yield func(*patient.Case, error) bool) {
		d := &desk{knowledge: k, yield: yield}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			d.fail(err)
		case info.IsDir():
			d.folder(path)
		default:
			d.file(path, path)
		}
		d.people(path)
	}
}

// desk is where documents are sorted: case files go on at once, FHIR resources
// wait until all have come.
type desk struct {
	knowledge *knowledge.Base
	yield     func(*patient.Case, error) bool
	stopped   bool
	items     []fhirin.Item
	fhir      bool // a FHIR document came
	failed    bool
}

func (d *desk) give(c *patient.Case) {
	if !d.stopped {
		d.stopped = !d.yield(c, nil)
	}
}

func (d *desk) fail(err error) {
	d.failed = true
	if !d.stopped {
		d.stopped = !d.yield(nil, err)
	}
}

func (d *desk) problem(at problem.Place, found, accepted string) {
	d.fail(problem.Problem{Place: at, Found: found, Accepted: accepted})
}

// folder reads every file below a folder, in the order of their names.
func (d *desk) folder(path string) {
	files := 0
	err := filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		if d.stopped {
			return filepath.SkipAll
		}
		if err != nil {
			d.fail(err)
			return nil
		}
		if !e.IsDir() {
			files++
			name, err := filepath.Rel(path, p)
			if err != nil {
				name = p
			}
			d.file(p, name)
		}
		return nil
	})
	if err != nil {
		d.fail(fmt.Errorf("read folder %s: %w", path, err))
	}
	if files == 0 && err == nil {
		d.problem(problem.Place{File: path}, "an empty folder", "a folder with "+Accepted)
	}
}

func (d *desk) file(path, name string) {
	f, err := os.Open(path)
	if err != nil {
		d.fail(err)
		return
	}
	defer f.Close()
	d.document(name, f)
}

// people makes the cases of all FHIR resources that came.
func (d *desk) people(name string) {
	if !d.fhir || d.stopped {
		return
	}
	cases := fhirin.Read(d.items, d.knowledge)
	for _, c := range cases {
		d.give(c)
	}
	if len(cases) == 0 && !d.failed {
		d.problem(problem.Place{File: name}, "FHIR resources that are about no patient", "at least one Patient, or a resource whose subject is one")
	}
}

// lines takes the resources of a bulk file.
func (d *desk) lines(name string, r io.Reader) {
	d.fhir = true
	for line, err := range bulk.Lines(name, r) {
		if err != nil {
			d.fail(err)
		} else {
			d.items = append(d.items, fhirin.Item{Resource: line.Resource, File: name, Entry: line.Number, Flaws: line.Flaws})
		}
		if d.stopped {
			return
		}
	}
}

// resource takes one FHIR document.
func (d *desk) resource(name string, data []byte, decode func([]byte) (r4.Resource, []r4.Flaw, error)) {
	resource, flaws, err := decode(data)
	if err != nil {
		d.fail(notFHIR(name, data, err))
		return
	}
	d.fhir = true
	d.items = append(d.items, fhirin.Item{Resource: resource, File: name, Flaws: flaws})
}

func (d *desk) caseFile(name string, data []byte) {
	if len(data) > MaxCaseFile {
		d.problem(problem.Place{File: name}, tooLarge(MaxCaseFile, "case file"), "")
		return
	}
	c, err := casefile.Read(name, data, d.knowledge)
	if err != nil {
		d.fail(err)
		return
	}
	d.give(c)
}

func tooLarge(limit int, what string) string {
	return fmt.Sprintf("a document of more than %d MiB, too large for a %s", limit>>20, what)
}
