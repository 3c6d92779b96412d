// Package casefile reads and writes the case file, "gravida: case/1": one
// woman's history as a person writes it, in YAML or JSON.
//
// Whatever cannot be right is refused with its place, and all of it at once; a
// field left out stays unknown.
package casefile

import (
	"bytes"
	"encoding/json"
	"path"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Format is the first line of a case file, by which it is recognised.
const Format = "case/1"

// Read reads one case. The name stands in every source and every message. The
// error is a problem.List with all that is wrong, in the order of the file.
func Read(name string, data []byte, k *knowledge.Base) (*patient.Case, error) {
	r := &reader{file: name, base: k}
	return r.caseOf(r.document(data))
}

// ReadJSON is Read for what is said to be JSON, whatever its name.
func ReadJSON(name string, data []byte, k *knowledge.Base) (*patient.Case, error) {
	r := &reader{file: name, base: k}
	text, ok := r.text(data)
	if !ok {
		return r.caseOf(nil)
	}
	return r.caseOf(r.json(text))
}

// ReadYAML is Read for what is said to be YAML, whatever its name. JSON is YAML too.
func ReadYAML(name string, data []byte, k *knowledge.Base) (*patient.Case, error) {
	r := &reader{file: name, base: k}
	text, ok := r.text(data)
	switch {
	case !ok:
		return r.caseOf(nil)
	case json.Valid(text):
		return r.caseOf(r.json(text))
	}
	return r.caseOf(r.yaml(text))
}

// caseOf makes the case of a document; nil is one that could not be read.
func (r *reader) caseOf(root *node) (*patient.Case, error) {
	if root == nil {
		return nil, r.problems.Err()
	}
	c := r.caseFile(root)
	r.check(c)
	if err := r.problems.Err(); err != nil {
		return nil, err
	}
	return c, nil
}

// document turns the bytes into nodes; nil when they are no document at all.
func (r *reader) document(data []byte) *node {
	text, ok := r.text(data)
	if !ok {
		return nil
	}
	if isJSON(r.file, text) {
		return r.json(text)
	}
	return r.yaml(text)
}

// isJSON looks at the content first, since JSON is also sent under the name of
// YAML; the name decides about what is neither.
func isJSON(name string, text []byte) bool {
	ext := strings.ToLower(path.Ext(name))
	switch {
	case json.Valid(text):
		return true
	case ext == ".json":
		return true
	case ext == ".yaml" || ext == ".yml":
		return false
	}
	inside, opens := bytes.CutPrefix(bytes.TrimSpace(text), []byte("{"))
	return opens && bytes.HasPrefix(bytes.TrimSpace(inside), []byte(`"`))
}

// reader reads one document and collects what is wrong with it.
type reader struct {
	file     string
	base     *knowledge.Base
	problems problem.List
}

// mostProblems is where listing them stops helping.
const mostProblems = 100

// say makes a piece of a message. Its form stands in a table of the views with what it
// is in the other languages.
func say(form string, args ...any) problem.Phrase { return problem.Say(form, args...) }

// full reports whether no more problems are listed.
func (r *reader) full() bool { return len(r.problems) > mostProblems }

// refuse notes a problem. Once there are too many it says so, and no more.
func (r *reader) refuse(at problem.Place, found, accepted problem.Phrase, nearest string) {
	switch {
	case r.full():
	case len(r.problems) == mostProblems:
		r.problems.Refuse(at, say("more than %d problems", mostProblems), problem.Phrase{}, "")
	default:
		r.problems.Refuse(at, found, accepted, nearest)
	}
}
