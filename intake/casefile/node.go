package casefile

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/patient"
)

// A node is one value of the document with its place, the same for YAML and
// JSON.
type node struct {
	kind  kind
	text  string  // of a scalar, as it is written
	plain bool    // the scalar is not quoted, so it may be a number or a flag
	items []*node // of a list
	keys  []entry // of a mapping, in order
	at    problem.Place
}

type kind uint8

const (
	nothing kind = iota // null, or no value at all
	scalar
	list
	mapping
)

type entry struct {
	key   *node
	value *node
}

// String says what the node is, for messages.
func (n *node) String() string { return n.Phrase().String() }

// Phrase says it in any language.
func (n *node) Phrase() problem.Phrase {
	switch n.kind {
	case list:
		return say("a list")
	case mapping:
		return say("a mapping")
	case scalar:
		return say("%s", problem.Quote(n.text))
	}
	return say("empty")
}

// source is where the node stands.
func (r *reader) source(n *node) patient.Source {
	return patient.Source{Document: r.file, At: fmt.Sprintf("%d:%d", n.at.Line, n.at.Column)}
}

// placeOf is the place a source of this document names.
func (r *reader) placeOf(s patient.Source) problem.Place {
	p := problem.Place{File: r.file}
	line, column, _ := strings.Cut(s.At, ":")
	p.Line, _ = strconv.Atoi(line)
	p.Column, _ = strconv.Atoi(column)
	return p
}

// scalar makes a node of a text; nil, once it is refused, where it is too long
// or holds characters that no text of a record does.
func (r *reader) scalar(text string, plain bool, at problem.Place) *node {
	if len(text) > maxText {
		r.refuse(at, say("a text of %d bytes", len(text)), say("texts of at most %d bytes", maxText), "")
		return nil
	}
	for _, c := range text {
		if unicode.IsControl(c) && c != '\n' && c != '\r' && c != '\t' {
			r.refuse(at, say("a text with the control character U+%04X", c), say("text"), "")
			return nil
		}
	}
	return &node{kind: scalar, text: text, plain: plain, at: at}
}

// tooDeep refuses what is nested more deeply than any case file.
func (r *reader) tooDeep(at problem.Place, depth int) bool {
	if depth <= maxDepth {
		return false
	}
	r.refuse(at, say("nesting deeper than %d", maxDepth), say("a case file; it needs 4"), "")
	return true
}
