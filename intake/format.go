package intake

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/gravida-health/gravida/intake/bulk"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/r4"
)

// document recognises what a document is by its first bytes, and reads it.
//
//	<          FHIR XML
//	{ … } { …  NDJSON: a second object begins on the second line
//	{          JSON: "gravida" makes it a case file, "resourceType" FHIR
//	1F 8B      gzip, unpacked and looked at again
//	else       a case file in YAML
func (d *desk) document(name string, r io.Reader) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(4)
	at := problem.Place{File: name}
	if err != nil && err != io.EOF {
		d.unread(at, err)
		return
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1F, 0x8B}):
		d.unpack(name, in)
		return
	case utf16(head):
		d.lose(problem.Problem{Place: at, Found: "a document in UTF-16 or UTF-32", Accepted: "UTF-8"})
		return
	case bytes.HasPrefix(head, []byte("\uFEFF")):
		in.Discard(3)
	}
	bulky := strings.HasSuffix(strings.TrimSuffix(name, ".gz"), ".ndjson")
	first, err := firstByte(in)
	switch {
	case bulky && err == io.EOF:
		d.fhir = true // exports have empty files, of types of which there is nothing
	case err == io.EOF:
		d.problem(at, "an empty document", Accepted)
	case err != nil:
		d.unread(at, err)
	case bulky && isLog(in):
		d.note(at, "the log of the program that fetched the export; it holds no resource")
	case bulky && !pretty(in):
		d.lines(name, in)
	case first == '{':
		d.json(name, in)
	case first == '<':
		d.whole(name, in, MaxFHIR, "FHIR document", func(data []byte) { d.resource(name, data, r4.DecodeXML) })
	default:
		d.whole(name, in, MaxCaseFile, "case file", func(data []byte) { d.caseFile(name, data) })
	}
}

// isLog recognises the log that a bulk export's client keeps beside the files,
// by its first line.
func isLog(in *bufio.Reader) bool {
	first, _ := firstLines(in)
	return bytes.Contains(first, []byte(`"eventId"`)) && bytes.Contains(first, []byte(`"exportId"`)) && !bytes.Contains(first, []byte(`"resourceType"`))
}

// pretty reports one object over several lines, which is no NDJSON whatever its
// file is called: an opening brace, and on the next line a name.
func pretty(in *bufio.Reader) bool {
	first, second := firstLines(in)
	return string(first) == "{" && bytes.HasPrefix(second, []byte(`"`)) && bytes.Contains(second, []byte(`":`))
}

// firstLines gives the first two lines that are not blank, as much of them as
// the buffer holds. It takes nothing.
func firstLines(in *bufio.Reader) (first, second []byte) {
	head, _ := in.Peek(in.Size())
	first, head, _ = bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	second, _, _ = bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	return bytes.TrimSpace(first), bytes.TrimSpace(second)
}

// unread tells why a document could not be read to its end.
func (d *desk) unread(at problem.Place, err error) {
	var told problem.Problem
	if errors.As(err, &told) {
		d.lose(told)
	} else if bulk.Damaged(err) {
		d.lose(problem.New(at, problem.Say("a file that is cut off or broken: %s", err), problem.Say("the whole file"), ""))
	} else {
		d.lose(fmt.Errorf("read %s: %w", at.File, err))
	}
}

func (d *desk) unpack(name string, in io.Reader) {
	plain, err := gzip.NewReader(in)
	if err != nil {
		d.unread(problem.Place{File: name}, err)
		return
	}
	inner := bufio.NewReader(&unpacked{plain, d, name})
	if head, _ := inner.Peek(2); bytes.Equal(head, []byte{0x1F, 0x8B}) {
		d.problem(problem.Place{File: name}, "gzip inside gzip", Accepted)
		return
	}
	d.document(name, inner)
}

// unpacked counts what comes out of a packed document, which may be a thousand times what
// went in.
type unpacked struct {
	io.Reader
	d    *desk
	name string
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	u.d.plain += int64(n)
	if most := u.d.reader.MostPlain; most > 0 && u.d.plain > most {
		return 0, problem.New(problem.Place{File: u.name}, problem.Say("more than %d MiB when unpacked", most>>20), problem.Say("a smaller file"), "")
	}
	return n, err
}

// utf16 reports the marks with which UTF-16 and UTF-32 begin, or the zero bytes
// they write around ASCII.
func utf16(head []byte) bool {
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		return true
	}
	return len(head) >= 2 && (head[0] == 0) != (head[1] == 0)
}

// firstByte gives the first byte that is no blank. It takes nothing, so that
// places in the document stay what they are; blanks beyond the buffer end the
// search.
func firstByte(in *bufio.Reader) (byte, error) {
	for n := 1; ; n++ {
		head, err := in.Peek(n)
		if len(head) < n {
			if err == bufio.ErrBufferFull {
				return ' ', nil
			}
			return 0, err
		}
		if b := head[n-1]; strings.IndexByte(" \t\r\n", b) < 0 {
			return b, nil
		}
	}
}

// whole reads a document to its end, if it is text and not too large.
func (d *desk) whole(name string, in io.Reader, limit int, what string, read func([]byte)) {
	data, err := io.ReadAll(io.LimitReader(in, int64(limit)+1))
	at := problem.Place{File: name}
	switch {
	case err != nil:
		d.unread(at, err)
	case len(data) > limit:
		d.lose(problem.New(at, tooLarge(limit, what), problem.Phrase{}, ""))
	case bytes.IndexByte(data, 0) >= 0:
		d.problem(at, "a binary document", Accepted)
	case !utf8.Valid(data):
		d.lose(problem.Problem{Place: placeOf(name, data, firstInvalid(data)), Found: "bytes that are not UTF-8", Accepted: bulk.NotUTF8})
	default:
		read(data)
	}
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// json reads one JSON object, or lines of them.
func (d *desk) json(name string, in *bufio.Reader) {
	first, err := readLine(in, MaxFHIR)
	if err != nil && err != io.EOF {
		d.unread(problem.Place{File: name}, err)
		return
	}
	if err == nil && severalObjects(first, in) {
		d.lines(name, io.MultiReader(bytes.NewReader(first), in))
		return
	}
	d.whole(name, io.MultiReader(bytes.NewReader(first), in), MaxFHIR, "FHIR document", func(data []byte) { d.object(name, data) })
}

// readLine reads to the end of a line, or to the limit.
func readLine(in *bufio.Reader, limit int) (text []byte, err error) {
	for {
		part, err := in.ReadSlice('\n')
		text = append(text, part...)
		if !errors.Is(err, bufio.ErrBufferFull) || len(text) > limit {
			return text, err
		}
	}
}

// severalObjects reports whether what follows a first line is another object:
// the first is whole, or closes, and a second begins.
func severalObjects(first []byte, rest *bufio.Reader) bool {
	next, err := firstByte(rest)
	if err != nil || next != '{' {
		return false
	}
	return bytes.HasSuffix(bytes.TrimSpace(first), []byte("}"))
}

// object reads a JSON object by the key that says what it is.
func (d *desk) object(name string, data []byte) {
	switch key(data) {
	case "gravida":
		d.caseFile(name, data)
	case "resourceType":
		if !d.forms(name, data) {
			d.resource(name, data, r4.DecodeJSON)
		}
	default:
		if err := syntax(data); err != nil {
			d.lose(notFHIR(name, data, err))
			return
		}
		if d.manifest(name, data) {
			return
		}
		d.problem(problem.Place{File: name, Line: 1, Column: 1}, `a JSON object with neither "gravida" nor "resourceType"`, Accepted)
	}
}

// key finds which of the two keys a JSON object has; it looks as far as the
// object can be read.
func key(data []byte) string {
	dec := jsontext.NewDecoder(bytes.NewBuffer(data))
	if _, err := dec.ReadToken(); err != nil {
		return ""
	}
	for dec.PeekKind() == '"' {
		name, err := dec.ReadToken()
		if err != nil {
			return ""
		}
		if n := name.String(); n == "gravida" || n == "resourceType" {
			return n
		}
		if dec.SkipValue() != nil {
			return ""
		}
	}
	return ""
}

func syntax(data []byte) error {
	dec := jsontext.NewDecoder(bytes.NewBuffer(data))
	if err := dec.SkipValue(); err != nil {
		return err
	}
	if _, err := dec.ReadToken(); err != io.EOF {
		return fmt.Errorf("something follows the object")
	}
	return nil
}

// notFHIR says where a FHIR document is broken.
func notFHIR(name string, data []byte, err error) error {
	at, says, wants := problem.Place{File: name, Line: 1, Column: 1}, problem.Say("%s", err), problem.Say(Accepted)
	var inJSON *jsontext.SyntacticError
	var inXML *xml.SyntaxError
	switch {
	case errors.As(err, &inJSON):
		at = placeOf(name, data, offending(data, int(inJSON.ByteOffset)))
		says, wants = problem.Say("broken JSON: %s", inJSON.Err), problem.Say("JSON in which every name stands once")
	case errors.As(err, &inXML):
		at.Line = inXML.Line
		says, wants = problem.Say("broken XML: %s", errors.New(inXML.Msg)), problem.Say("well-formed XML")
	case errors.Is(err, r4.ErrNoType):
		says = problem.Say("a document that does not say which resource it is")
	}
	return problem.New(at, says, wants, "")
}

// offending moves from where a value was expected to what stands there.
func offending(data []byte, offset int) int {
	for offset < len(data) && bytes.IndexByte([]byte(":, \t\r\n"), data[offset]) >= 0 {
		offset++
	}
	return offset
}

// placeOf turns an offset into line and column, both counted from 1.
func placeOf(name string, data []byte, offset int) problem.Place {
	before := data[:min(offset, len(data))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return problem.Place{File: name, Line: line, Column: column}
}
