package r4

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// inHead are the elements that say what a resource is, whom it is about and
// which others it hangs together with. What a resource says stands elsewhere.
var inHead = map[string]bool{
	"resourceType": true, "id": true, "meta": true, "identifier": true, "contained": true, "url": true,
	"subject": true, "patient": true, "encounter": true, "context": true, "specimen": true,
	"medicationReference": true, "questionnaire": true, "relationship": true, "link": true,
}

// DecodeHead reads of a resource only what places it among others, and leaves
// the rest empty. All of data is checked for JSON syntax. Of a type that is not
// read, only the name is kept.
func DecodeHead(data []byte) (Resource, error) {
	kind, head, err := headOf(data)
	if err != nil {
		return nil, err
	}
	if !Reads(kind) {
		r := Empty(kind)
		r.Common().ResourceType = kind
		return r, nil
	}
	r, _, err := DecodeJSON(head)
	return r, err
}

// headOf copies the elements of the head. Once a type is known that is not
// read, nothing is copied any more.
func headOf(data []byte) (kind string, head []byte, err error) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(data))
	if dec.PeekKind() != '{' {
		if err := dec.SkipValue(); err != nil {
			return "", nil, err
		}
		if err := atEnd(dec); err != nil {
			return "", nil, err
		}
		return "", nil, ErrNoType
	}
	if _, err := dec.ReadToken(); err != nil {
		return "", nil, err
	}
	head = append(head, '{')
	for dec.PeekKind() != '}' {
		token, err := dec.ReadToken()
		if err != nil {
			return "", nil, err
		}
		name := token.String()
		if !inHead[name] || kind != "" && !Reads(kind) {
			if err := dec.SkipValue(); err != nil {
				return "", nil, err
			}
			continue
		}
		value, err := dec.ReadValue()
		if err != nil {
			return "", nil, err
		}
		if name == "resourceType" && value.Kind() == '"' {
			text, _ := jsontext.AppendUnquote(nil, value)
			kind = string(text)
		}
		if len(head) > 1 {
			head = append(head, ',')
		}
		head = append(append(append(append(head, '"'), name...), '"', ':'), value...)
	}
	if _, err := dec.ReadToken(); err != nil {
		return "", nil, err
	}
	if err := atEnd(dec); err != nil {
		return "", nil, err
	}
	if kind == "" {
		return "", nil, ErrNoType
	}
	return kind, append(head, '}'), nil
}
