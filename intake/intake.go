// Package intake turns any accepted document into cases: it recognises the
// format and hands the document to the package that reads it.
package intake

import (
	"cmp"
	"context"
	"errors"
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

// Memory is how many bytes of FHIR resources are held in memory. What is more
// goes to a temporary file, which has no name and is gone with the program.
const Memory = 32 << 20

// Reader turns documents into cases.
type Reader struct {
	Knowledge *knowledge.Base
	// Note is told what is worth knowing about the input and is no mistake. It
	// may be nil.
	Note func(problem.Problem)
	// Came is told at the end how many FHIR resources of each type there were,
	// read or not. It may be nil.
	Came func(types map[string]int)
	// Interview reads the answers to the adaptive form, a QuestionnaireResponse in
	// JSON; without it such a form is refused. What the answers mean is known to the
	// interview, which stands above this package.
	Interview func(name string, response []byte) (*patient.Case, error)
	// Memory is used instead of the constant when it is not 0.
	Memory int
	// MostPlain is how many bytes may come out of packed documents, all together; 0 is
	// without a limit. What is more is a problem in place of the rest.
	MostPlain int64
}

// Read reads one document with the built-in settings; see Reader.Read.
func Read(name string, r io.Reader, k *knowledge.Base) iter.Seq2[*patient.Case, error] {
	return Reader{Knowledge: k}.Read(context.Background(), name, r)
}

// Open reads a file or folder with the built-in settings; see Reader.Open.
func Open(path string, k *knowledge.Base) iter.Seq2[*patient.Case, error] {
	return Reader{Knowledge: k}.Open(context.Background(), path)
}

// Read reads one document and gives its cases. What is wrong with the document
// comes as an error (a problem.Problem or problem.List where a person can mend
// it) in place of a case; a bad line of a bulk file does not keep the others.
//
// The cases of case files come at once; those of FHIR resources when all have
// come, ordered by id.
func (r Reader) Read(ctx context.Context, name string, in io.Reader) iter.Seq2[*patient.Case, error] {
	return r.cases(ctx, name, func(d *desk) { d.document(name, in) })
}

// Open reads a file, or a folder with all its files. The FHIR files of a folder
// belong together: a patient and her results may lie in different ones. Every
// case file stands for itself. A file that cannot be read is an error, and the
// others still come.
func (r Reader) Open(ctx context.Context, path string) iter.Seq2[*patient.Case, error] {
	return r.cases(ctx, path, func(d *desk) {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			d.fail(err)
		case info.IsDir():
			d.folder(path)
		default:
			d.file(path, path)
		}
	})
}

func (r Reader) cases(ctx context.Context, name string, read func(*desk)) iter.Seq2[*patient.Case, error] {
	return func(yield func(*patient.Case, error) bool) {
		d := &desk{ctx: ctx, reader: r, name: name, yield: yield, people: fhirin.NewCollection(r.Knowledge, cmp.Or(r.Memory, Memory))}
		d.people.ReadForms(d.formInRecord)
		defer d.people.Close()
		read(d)
		d.finish()
	}
}

// desk is where documents are sorted: case files go on at once, FHIR resources
// wait until all have come.
type desk struct {
	ctx     context.Context
	reader  Reader
	name    string // of what is read
	yield   func(*patient.Case, error) bool
	stopped bool
	failed  bool
	people  *fhirin.Collection
	fhir    bool   // a FHIR document came
	export  export // what a bulk export says of itself
	lost    int    // parts of FHIR documents that could not be read
	first   problem.Place
	plain   int64 // bytes that came out of packed documents
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

// lose is fail for what could have been about any of the women.
func (d *desk) lose(err error) {
	p := problem.Problem{Place: problem.Place{File: d.name}}
	errors.As(err, &p)
	if d.lost++; d.lost == 1 {
		d.first = p.Place
	}
	d.fail(err)
}

// wholeness tells a case that something was lost.
func (d *desk) wholeness(c *patient.Case) {
	if d.lost == 0 {
		return
	}
	c.History.Complete = false
	c.Issues = append(c.Issues, patient.Issue{Source: patient.Source{Document: d.first.String()},
		En: fmt.Sprintf("%d parts of what was to be read are missing or broken; whether they are about this woman, and what they say, is not known.", d.lost),
		Zh: fmt.Sprintf("应读取的内容中有%d处缺失或损坏；其中是否涉及本人、内容如何，均不得而知。", d.lost)})
}

// abort ends the reading: the world failed, or nobody wants to know any more.
func (d *desk) abort(err error) {
	d.fail(err)
	d.stopped = true
}

func (d *desk) problem(at problem.Place, found, accepted string) {
	d.refuse(at, problem.Say(found), problem.Say(accepted))
}

func (d *desk) refuse(at problem.Place, found, accepted problem.Phrase) {
	d.fail(problem.New(at, found, accepted, ""))
}

func (d *desk) note(at problem.Place, found string, args ...any) {
	if d.reader.Note != nil {
		d.reader.Note(problem.New(at, problem.Say(found, args...), problem.Phrase{}, ""))
	}
}

// interrupted ends the reading when the context does.
func (d *desk) interrupted() bool {
	if err := d.ctx.Err(); err != nil && !d.stopped {
		d.abort(fmt.Errorf("interrupted: %w", err))
	}
	return d.stopped
}

// folder reads every file below a folder, in the order of their names.
func (d *desk) folder(path string) {
	files := 0
	err := filepath.WalkDir(path, func(p string, e fs.DirEntry, err error) error {
		if d.interrupted() {
			return filepath.SkipAll
		}
		if err != nil {
			d.lose(err)
			return nil
		}
		if e.IsDir() {
			return nil
		}
		files++
		name, err := filepath.Rel(path, p)
		if err != nil {
			name = p
		}
		switch info, err := os.Stat(p); {
		case err != nil:
			d.lose(err)
		case info.IsDir():
			d.lose(problem.Problem{Place: problem.Place{File: name}, Found: "a link to a folder, which is not followed", Accepted: "a file"})
		case !info.Mode().IsRegular():
			d.problem(problem.Place{File: name}, "something that is no file", "a file") // a pipe would wait for ever
		default:
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
		d.lose(err)
		return
	}
	defer f.Close()
	d.document(name, f)
}

// finish makes the cases of all FHIR resources that came.
func (d *desk) finish() {
	if d.stopped {
		return
	}
	d.checkExport()
	if !d.fhir {
		return
	}
	cases := 0
	for c, err := range d.people.Cases(d.ctx) {
		if d.interrupted() {
			return
		}
		if err != nil {
			d.fail(err)
		} else {
			cases++
			d.wholeness(c)
			d.give(c)
		}
	}
	if d.reader.Came != nil {
		d.reader.Came(d.people.Came())
	}
	if n := d.people.Removed(); n > 0 {
		d.note(problem.Place{File: d.name}, "%d resources were left out: they, or the patients they are about, are listed as deleted", n)
	}
	if cases == 0 && !d.failed {
		d.problem(problem.Place{File: d.name}, "FHIR resources that are about no patient", "at least one Patient, or a resource whose subject is one")
	}
}

// lines takes the resources of a bulk file.
func (d *desk) lines(name string, r io.Reader) {
	d.fhir = true
	for line, err := range bulk.Lines(name, r) {
		if err != nil {
			d.lose(err)
		} else {
			d.line(name, line)
		}
		if d.interrupted() {
			return
		}
	}
}

func (d *desk) line(name string, line bulk.Line) {
	kind := r4.TypeOf(line.Head)
	d.export.came(kind)
	at := problem.Place{File: name, Line: line.Number, Column: 1}
	var err error
	switch {
	case kind == "OperationOutcome":
		d.people.Pass(kind)
		d.outcome(at, line.Text)
	case kind == "Bundle":
		bundle, flaws, wrong := r4.DecodeJSON(line.Text)
		if wrong != nil {
			d.lose(problem.New(at, problem.Say("%s", wrong), problem.Say("one FHIR resource a line"), ""))
			return
		}
		file := fmt.Sprintf("%s:%d", name, line.Number)
		err = d.people.Add(len(line.Text), fhirin.Item{Resource: bundle, File: file, Flaws: flaws})
	case r4.Reads(kind):
		err = d.people.AddText(fhirin.Item{Resource: line.Head, File: name, Entry: line.Number}, line.Text)
	default:
		d.people.Pass(kind)
	}
	if err != nil {
		d.abort(err)
	}
}

// resource takes one FHIR document.
func (d *desk) resource(name string, data []byte, decode func([]byte) (r4.Resource, []r4.Flaw, error)) {
	resource, flaws, err := decode(data)
	if err != nil {
		d.lose(notFHIR(name, data, err))
		return
	}
	d.fhir = true
	d.export.came(r4.TypeOf(resource))
	if err := d.people.Add(len(data), fhirin.Item{Resource: resource, File: name, Flaws: flaws}); err != nil {
		d.abort(err)
	}
}

func (d *desk) caseFile(name string, data []byte) {
	if len(data) > MaxCaseFile {
		d.refuse(problem.Place{File: name}, tooLarge(MaxCaseFile, "case file"), problem.Phrase{})
		return
	}
	c, err := casefile.Read(name, data, d.reader.Knowledge)
	if err != nil {
		d.fail(err)
		return
	}
	d.give(c)
}

func tooLarge(limit int, what string) problem.Phrase {
	return problem.Say("a document of more than %d MiB, too large for a %s", limit>>20, problem.Say(what))
}
