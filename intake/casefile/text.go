package casefile

import (
	"bytes"
	"unicode/utf8"

	"github.com/gravida-health/gravida/internal/problem"
)

// A case is a page or two. Larger documents and texts are something else, or
// an attack.
const (
	MaxBytes = 4 << 20 // of a case file
	maxText  = 10_000  // bytes of one text
	maxDepth = 32
)

// alien lists the first bytes of encodings that are not UTF-8.
var alien = []struct {
	mark []byte
	name string
}{
	{[]byte{0xFF, 0xFE, 0, 0}, "UTF-32"}, {[]byte{0, 0, 0xFE, 0xFF}, "UTF-32"},
	{[]byte{0xFF, 0xFE}, "UTF-16"}, {[]byte{0xFE, 0xFF}, "UTF-16"},
	{[]byte("PK\x03\x04"), "a zip archive or office document"}, {[]byte("%PDF"), "a PDF"}, {[]byte{0x1F, 0x8B}, "a gzip archive"},
}

const acceptedText = "text in UTF-8"

// text checks that the bytes are text in UTF-8 of a reasonable size, and takes
// off a byte-order mark.
func (r *reader) text(data []byte) ([]byte, bool) {
	start := problem.Place{File: r.file, Line: 1, Column: 1}
	if len(data) > MaxBytes {
		r.refuse(start, say("the file has %d bytes", len(data)), say("a case file of at most 4 MiB"), "")
		return nil, false
	}
	for _, a := range alien {
		if bytes.HasPrefix(data, a.mark) {
			r.refuse(start, say("the file is %s", say(a.name)), say(acceptedText), "")
			return nil, false
		}
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	at := position{line: 1, column: 1}
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && size == 1 {
			r.refuse(at.in(r.file), say("byte 0x%02X is not UTF-8", data[i]), say(acceptedText), "")
			return nil, false
		}
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			r.refuse(at.in(r.file), say("control character U+%04X", c), say(acceptedText), "")
			return nil, false
		}
		at = at.after(c)
		i += size
	}
	if len(bytes.TrimSpace(data)) == 0 {
		r.refuse(start, say("the file is empty"), say(acceptedFile), "")
		return nil, false
	}
	return data, true
}

// position counts lines and, in a line, characters; both from 1.
type position struct{ line, column int }

func (p position) after(c rune) position {
	if c == '\n' {
		return position{p.line + 1, 1}
	}
	return position{p.line, p.column + 1}
}

func (p position) in(file string) problem.Place {
	return problem.Place{File: file, Line: p.line, Column: p.column}
}
