package r4

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// DecodeJSON reads one resource. Names are exact and may not stand twice in
// one object. The error is for a document that is not JSON or not a resource;
// a field that has a wrong type becomes a flaw.
func DecodeJSON(data []byte) (Resource, []Flaw, error) {
	d := &jsonDecoder{room: roomFor(data)}
	r, err := d.resource(data, "", 0)
	return r, d.flaws, err
}

// DecodeAgain reads what EncodeJSON wrote.
func DecodeAgain(data []byte) (Resource, error) {
	d := &jsonDecoder{room: math.MaxInt} // it was looked at before
	return d.resource(data, "", 0)
}

type jsonDecoder struct {
	flaws []Flaw
	room  room
}

func (d *jsonDecoder) flaw(path string, found jsontext.Value, want string) {
	d.room -= room(len(path)) + 150 // and what was found
	d.flaws = append(d.flaws, Flaw{path, shorten(string(found)), want})
}

// shorten cuts what was found to what a message can hold.
func shorten(s string) string {
	const most = 40
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

// resource reads one resource out of data, which has to hold nothing else. The
// type is looked up first: it may stand anywhere in the object. Of a type that
// is not read, only the name is kept.
func (d *jsonDecoder) resource(data []byte, path string, depth int) (Resource, error) {
	kind, err := typeIn(jsontext.NewDecoder(bytes.NewBuffer(data)))
	if err != nil {
		return nil, err
	}
	r := Empty(kind)
	r.Common().ResourceType = kind
	if path != "" {
		if !Reads(kind) {
			return r, nil // the document around it has checked its syntax
		}
		path += "."
	}
	if err := d.room.take(reflect.TypeOf(r).Elem()); err != nil {
		return nil, err
	}
	dec := jsontext.NewDecoder(bytes.NewBuffer(data))
	if err := d.object(dec, reflect.ValueOf(r).Elem(), path+kind, depth); err != nil {
		return nil, err
	}
	return r, atEnd(dec)
}

// ErrNoType is a JSON object that does not say which resource it is.
var ErrNoType = fmt.Errorf("no resourceType")

var errMore = fmt.Errorf("something follows the resource")

// typeIn reads an object as far as the name of its type.
func typeIn(dec *jsontext.Decoder) (string, error) {
	if dec.PeekKind() != '{' {
		if err := dec.SkipValue(); err != nil {
			return "", err
		}
		return "", ErrNoType
	}
	if _, err := dec.ReadToken(); err != nil {
		return "", err
	}
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return "", err
		}
		if name.String() == "resourceType" && dec.PeekKind() == '"' {
			value, err := dec.ReadToken()
			if err == nil && value.String() == "" {
				err = ErrNoType
			}
			return value.String(), err
		}
		if err := dec.SkipValue(); err != nil {
			return "", err
		}
	}
	return "", ErrNoType
}

// atEnd errs when something follows the one value of a document.
func atEnd(dec *jsontext.Decoder) error {
	if _, err := dec.ReadToken(); err == nil {
		return errMore
	} else if err != io.EOF {
		return err
	}
	return nil
}

// object fills a struct from a JSON object; the decoder stands before it.
func (d *jsonDecoder) object(dec *jsontext.Decoder, v reflect.Value, path string, depth int) error {
	if dec.PeekKind() != '{' || depth > deepest {
		return d.wrong(dec, path, v.Type())
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	known, heard, stranger := fields(v.Type()), false, ""
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
		}
		key := name.String()
		index, ok := known[key]
		heard = heard || ok || !strange(v.Type(), key)
		if !ok {
			stranger = key
			if err := dec.SkipValue(); err != nil {
				return err
			}
			continue
		}
		if err := d.value(dec, v.FieldByIndex(index), path+"."+key, depth+1); err != nil {
			return err
		}
	}
	if !heard && stranger != "" {
		d.flaw(path, jsontext.Value("an object with "+stranger), wanted(v.Type()))
	}
	_, err := dec.ReadToken()
	return err
}

// strange reports whether a member stands in no reference and no concept of FHIR.
// A resource with a specimen, or a reason for having no value, that holds nothing
// but such members says something that was not understood.
func strange(t reflect.Type, member string) bool {
	if t != reflect.TypeFor[Reference]() && t != reflect.TypeFor[CodeableConcept]() {
		return false
	}
	return !strings.HasPrefix(member, "_") &&
		!slices.Contains([]string{"id", "extension", "reference", "type", "identifier", "display", "coding", "text"}, member)
}

// value fills one field from the next JSON value.
func (d *jsonDecoder) value(dec *jsontext.Decoder, v reflect.Value, path string, depth int) error {
	switch {
	case dec.PeekKind() == 'n':
		return dec.SkipValue() // null pads a list of primitives; it says nothing
	case v.Type() == resourceType:
		return d.inner(dec, v, path, depth)
	case v.Kind() == reflect.Pointer:
		return d.pointer(dec, v, path, depth)
	case v.Kind() == reflect.Slice:
		return d.list(dec, v, path, depth)
	case v.Kind() == reflect.Struct:
		return d.object(dec, v, path, depth)
	}
	return d.primitive(dec, v, path)
}

func (d *jsonDecoder) pointer(dec *jsontext.Decoder, v reflect.Value, path string, depth int) error {
	before := len(d.flaws)
	fresh := reflect.New(v.Type().Elem())
	if err := d.value(dec, fresh.Elem(), path, depth); err != nil {
		return err
	}
	// A value that could not be read is absent, not zero.
	if primitive := fresh.Elem().Kind() != reflect.Struct; !primitive || len(d.flaws) == before {
		v.Set(fresh)
	}
	return nil
}

func (d *jsonDecoder) list(dec *jsontext.Decoder, v reflect.Value, path string, depth int) error {
	if dec.PeekKind() != '[' {
		return d.wrong(dec, path, v.Type())
	}
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for i := 0; dec.PeekKind() != ']'; i++ {
		if err := d.room.take(v.Type().Elem()); err != nil {
			return err
		}
		element := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(dec, element, path+"["+strconv.Itoa(i)+"]", depth); err != nil {
			return err
		}
		v.Set(reflect.Append(v, element))
	}
	_, err := dec.ReadToken()
	return err
}

func (d *jsonDecoder) inner(dec *jsontext.Decoder, v reflect.Value, path string, depth int) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	if depth > deepest {
		d.flaw(path, raw, "a resource that is not nested so deeply")
		return nil
	}
	r, err := d.resource(raw, path, depth)
	if errors.Is(err, ErrSwollen) {
		return err
	}
	if err != nil {
		d.flaw(path, raw, "a resource")
		return nil
	}
	v.Set(reflect.ValueOf(r))
	return nil
}

func (d *jsonDecoder) primitive(dec *jsontext.Decoder, v reflect.Value, path string) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	if !setPrimitive(v, raw) {
		d.flaw(path, raw, wanted(v.Type()))
	}
	return nil
}

// setPrimitive puts a JSON value into a field of its own type and refuses any
// other.
func setPrimitive(v reflect.Value, raw jsontext.Value) bool {
	kind := raw.Kind()
	switch {
	case v.Type() == decimalType && kind == '0':
		v.SetString(string(raw))
	case v.Type() != decimalType && v.Kind() == reflect.String && kind == '"':
		text, err := jsontext.AppendUnquote(nil, raw)
		if err != nil {
			return false
		}
		v.SetString(string(text))
	case v.Kind() == reflect.Bool && (kind == 't' || kind == 'f'):
		v.SetBool(kind == 't')
	case v.Kind() == reflect.Int && kind == '0':
		n, err := strconv.Atoi(string(raw))
		if err != nil {
			return false
		}
		v.SetInt(int64(n))
	default:
		return false
	}
	return true
}

func (d *jsonDecoder) wrong(dec *jsontext.Decoder, path string, t reflect.Type) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	d.flaw(path, raw, wanted(t))
	return nil
}
