// Package bulk reads FHIR bulk exports: files with one resource on each line.
package bulk

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/r4"
)

// MaxLine is the longest line that is read, in bytes.
const MaxLine = 16 << 20

// Line is one resource and the line it stands on, counted from 1.
type Line struct {
	Number   int
	Resource r4.Resource
	Flaws    []r4.Flaw
}

// Lines reads every resource of a kind that can be used, one after the other,
// holding one line in memory. A line that cannot be read is a problem with its
// place, and the next still comes. Empty lines are none.
func Lines(name string, r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		for number := 1; ; number++ {
			text, tooLong, err := line(in)
			if err != nil && err != io.EOF {
				yield(Line{}, fmt.Errorf("read bulk file %s: %w", name, err))
				return
			}
			at := problem.Place{File: name, Line: number, Column: 1}
			switch text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\uFEFF"))); {
			case tooLong:
				if !yield(Line{}, problem.Problem{Place: at, Found: fmt.Sprintf("a line of more than %d MiB", MaxLine>>20), Accepted: "one resource a line"}) {
					return
				}
			case len(text) > 0:
				if l, ok, wrong := read(text, at); wrong != nil {
					if !yield(Line{}, wrong) {
						return
					}
				} else if ok && !yield(l, nil) {
					return
				}
			}
			if err == io.EOF {
				return
			}
		}
	}
}

// line gives the next line without its end. One that is too long is read to
// its end and given up.
func line(in *bufio.Reader) (text []byte, tooLong bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !tooLong {
			text = append(text, part...)
		}
		if len(text) > MaxLine {
			text, tooLong = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, tooLong, err
		}
	}
}

// read decodes one line; ok is false for a resource of a kind that is not used.
func read(text []byte, at problem.Place) (l Line, ok bool, err error) {
	kind, err := r4.TypeInJSON(text)
	if err == nil && !r4.Reads(kind) {
		return l, false, nil
	}
	if err == nil {
		var resource r4.Resource
		var flaws []r4.Flaw
		if resource, flaws, err = r4.DecodeJSON(text); err == nil {
			return Line{at.Line, resource, flaws}, true, nil
		}
	}
	if errors.Is(err, r4.ErrNoType) {
		return l, false, problem.Problem{Place: at, Found: "a line without a resourceType", Accepted: "one FHIR resource a line"}
	}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		at.Column = len(text) - len(bytes.TrimLeft(text[min(int(syntax.ByteOffset), len(text)):], ":, \t")) + 1
		err = syntax.Err
	}
	return l, false, problem.Problem{Place: at, Found: "no JSON: " + err.Error(), Accepted: "one FHIR resource a line"}
}
