package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/gravida-health/gravida/internal/problem"
)

// json reads exactly one JSON document, token by token: encoding/json alone
// would lose the places and the duplicate keys.
func (r *reader) json(text []byte) *node {
	j := &jsonWalk{reader: r, text: text, here: position{1, 1}, decoder: json.NewDecoder(bytes.NewReader(text))}
	j.decoder.UseNumber()
	// After this check the tokens below cannot fail.
	var syntax *json.SyntaxError
	if err := json.Unmarshal(text, new(json.RawMessage)); errors.As(err, &syntax) {
		what := syntax.Error()
		wrong := int(syntax.Offset)
		if !strings.HasPrefix(what, "unexpected end") {
			wrong-- // Offset counts the wrong byte itself.
		}
		j.advance(wrong)
		if strings.HasPrefix(what, "invalid character") && strings.HasSuffix(what, "after top-level value") {
			what = "more than one document"
		}
		r.refuse(j.here.in(r.file), say("this is not JSON: %s", what), say(`one case, as {"gravida": "case/1", …}`), "")
		return nil
	}
	return j.value(1)
}

// jsonWalk keeps the line and column of the token being read.
type jsonWalk struct {
	*reader
	text    []byte
	decoder *json.Decoder
	offset  int      // of the first byte that here has not counted
	here    position // of that byte
}

// advance counts lines and columns up to an offset.
func (j *jsonWalk) advance(to int) {
	for j.offset < min(to, len(j.text)) {
		c, size := utf8.DecodeRune(j.text[j.offset:])
		j.here = j.here.after(c)
		j.offset += size
	}
}

// next reads a token, and gives its place and its text.
func (j *jsonWalk) next() (token json.Token, raw []byte, at problem.Place) {
	start := int(j.decoder.InputOffset())
	for start < len(j.text) && strings.IndexByte(" \t\r\n,:", j.text[start]) >= 0 {
		start++
	}
	j.advance(start)
	at = j.here.in(j.file)
	token, _ = j.decoder.Token()
	return token, j.text[start:j.decoder.InputOffset()], at
}

// value reads a value with all inside it; nil for what was refused.
func (j *jsonWalk) value(depth int) *node {
	token, raw, at := j.next()
	switch t := token.(type) {
	case json.Delim:
		return j.inside(t, at, depth)
	case string:
		return j.quoted(t, raw, at)
	case json.Number, bool:
		return j.scalar(string(raw), true, at)
	}
	return &node{at: at}
}

// inside reads to the end of a list or mapping.
func (j *jsonWalk) inside(open json.Delim, at problem.Place, depth int) *node {
	n := &node{kind: list, at: at}
	if open == '{' {
		n.kind = mapping
	}
	if j.tooDeep(at, depth) {
		j.skip()
		return nil
	}
	for j.decoder.More() {
		var key *node
		if open == '{' {
			name, raw, at := j.next()
			key = j.quoted(name.(string), raw, at)
		}
		value := j.value(depth + 1)
		switch {
		case value == nil:
		case n.kind == list:
			n.items = append(n.items, value)
		case key != nil:
			n.keys = append(n.keys, entry{key, value})
		}
	}
	j.next()
	return n
}

// skip reads past the end of the list or mapping that is open.
func (j *jsonWalk) skip() {
	for open := 1; open > 0; {
		switch token, _, _ := j.next(); token {
		case json.Delim('{'), json.Delim('['):
			open++
		case json.Delim('}'), json.Delim(']'):
			open--
		}
	}
}

// quoted is a string. Half of a surrogate pair is refused: encoding/json would
// quietly replace it.
func (j *jsonWalk) quoted(text string, raw []byte, at problem.Place) *node {
	if strings.Count(text, "\uFFFD") > bytes.Count(raw, []byte("\uFFFD"))+strings.Count(strings.ToLower(string(raw)), `\ufffd`) {
		j.refuse(at, say("half of a surrogate pair"), say(acceptedText), "")
		return nil
	}
	return j.scalar(text, false, at)
}
