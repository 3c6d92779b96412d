// Package bulk reads FHIR bulk exports: files with one resource on each line.
package bulk

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/r4"
)

// MaxLine is the longest line that is read, in bytes.
const MaxLine = 16 << 20

// NotUTF8 says what to do about text in another encoding.
const NotUTF8 = "UTF-8; text from older Chinese systems is often GB 18030 and has to be converted"

// Line is one resource and the line it stands on, counted from 1. All of Text is
// JSON; of the resource only the head was decoded.
type Line struct {
	Number int
	Head   r4.Resource
	Text   []byte
}

// Lines gives one resource after the other, holding one line in memory. A line
// that cannot be read is a problem with its place, and the next still comes.
// Empty lines are none.
func Lines(name string, r io.Reader) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		in := bufio.NewReaderSize(r, 256<<10)
		for number := 1; ; number++ {
			text, tooLong, err := line(in)
			if Damaged(err) {
				yield(Line{}, problem.New(problem.Place{File: name, Line: number, Column: 1},
					problem.Say("the file is cut off or broken here (%s); this line and what follows were not read", err), problem.Say("the whole file"), ""))
				return
			}
			if err != nil && err != io.EOF {
				yield(Line{}, fmt.Errorf("read bulk file %s: line %d: %w", name, number, err))
				return
			}
			text = bytes.TrimPrefix(text, []byte("\uFEFF"))
			at := problem.Place{File: name, Line: number, Column: 1 + len(text) - len(bytes.TrimLeft(text, blanks))}
			switch text = bytes.Trim(text, blanks); {
			case tooLong:
				if !yield(Line{}, problem.New(at, problem.Say("a line of more than %d MiB", MaxLine>>20), problem.Say("one resource a line"), "")) {
					return
				}
			case len(text) > 0:
				head, wrong := read(text, at)
				if wrong != nil && !yield(Line{}, wrong) || wrong == nil && !yield(Line{number, head, text}, nil) {
					return
				}
			}
			if err == io.EOF {
				return
			}
		}
	}
}

// Damaged reports an error of unpacking: the file is at fault, and not the disk.
func Damaged(err error) bool {
	var corrupt flate.CorruptInputError
	return errors.As(err, &corrupt) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, gzip.ErrHeader)
}

const blanks = " \t\r\n"

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

// read decodes the head of one line.
func read(text []byte, at problem.Place) (r4.Resource, error) {
	head, err := r4.DecodeHead(text)
	if err == nil {
		return head, nil
	}
	if errors.Is(err, r4.ErrNoType) {
		return nil, problem.Problem{Place: at, Found: "a line without a resourceType", Accepted: "one FHIR resource a line"}
	}
	if !utf8.Valid(text) {
		return nil, problem.Problem{Place: at, Found: "bytes that are not UTF-8", Accepted: NotUTF8}
	}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		rest := bytes.TrimLeft(text[min(int(syntax.ByteOffset), len(text)):], ":, \t")
		at.Column += utf8.RuneCount(text[:len(text)-len(rest)])
		err = syntax.Err
	}
	return nil, problem.New(at, problem.Say("no JSON: %s", err), problem.Say("one FHIR resource a line"), "")
}
