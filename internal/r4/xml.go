package r4

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Namespace is that of every FHIR document in XML.
const Namespace = "http://hl7.org/fhir"

// DecodeXML reads one resource in FHIR's XML, into the same structs as
// DecodeJSON: an element is a field, its value attribute the value, and a
// repeated element a list.
func DecodeXML(data []byte) (Resource, []Flaw, error) {
	d := &xmlDecoder{dec: xml.NewDecoder(bytes.NewReader(data)), room: roomFor(data)}
	for {
		token, err := d.dec.Token()
		if err == io.EOF {
			return nil, nil, ErrNoType
		}
		if err != nil {
			return nil, nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			if start.Name.Space != Namespace {
				return nil, nil, fmt.Errorf("the element %s is not of %s", start.Name.Local, Namespace)
			}
			r, err := d.resource(start, "", 0)
			if err == nil {
				err = d.atEnd()
			}
			if err != nil {
				return nil, nil, err
			}
			return r, d.flaws, nil
		}
	}
}

// atEnd errs when another element follows the one of the document.
func (d *xmlDecoder) atEnd() error {
	for {
		token, err := d.dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if _, more := token.(xml.StartElement); more {
			return errMore
		}
	}
}

type xmlDecoder struct {
	dec   *xml.Decoder
	flaws []Flaw
	room  room
}

func (d *xmlDecoder) flaw(path, found, want string) {
	d.room -= room(len(path)) + 150 // and what was found
	d.flaws = append(d.flaws, Flaw{path, shorten(found), want})
}

// resource reads the element of a resource, whose start was just read.
func (d *xmlDecoder) resource(start xml.StartElement, path string, depth int) (Resource, error) {
	r := Empty(start.Name.Local)
	if err := d.room.take(reflect.TypeOf(r).Elem()); err != nil {
		return nil, err
	}
	if path == "" {
		path = start.Name.Local
	} else {
		path += "." + start.Name.Local
	}
	if err := d.children(reflect.ValueOf(r).Elem(), path, depth); err != nil {
		return nil, err
	}
	r.Common().ResourceType = start.Name.Local
	return r, nil
}

// children fills a struct from the elements up to the end of the present one.
func (d *xmlDecoder) children(v reflect.Value, path string, depth int) error {
	known := fields(v.Type())
	for {
		token, err := d.dec.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			index, ok := known[token.Name.Local]
			if !ok || depth > deepest {
				if err := d.dec.Skip(); err != nil {
					return err
				}
				continue
			}
			if err := d.element(token, v.FieldByIndex(index), path+"."+token.Name.Local, depth+1); err != nil {
				return err
			}
		}
	}
}

func (d *xmlDecoder) element(start xml.StartElement, v reflect.Value, path string, depth int) error {
	switch {
	case v.Type() == resourceType:
		return d.inner(v, path, depth)
	case v.Kind() == reflect.Slice:
		if err := d.room.take(v.Type().Elem()); err != nil {
			return err
		}
		one := reflect.New(v.Type().Elem()).Elem()
		path += "[" + strconv.Itoa(v.Len()) + "]"
		if err := d.element(start, one, path, depth); err != nil {
			return err
		}
		v.Set(reflect.Append(v, one))
		return nil
	case v.Kind() == reflect.Pointer:
		before := len(d.flaws)
		fresh := reflect.New(v.Type().Elem())
		if err := d.element(start, fresh.Elem(), path, depth); err != nil {
			return err
		}
		if fresh.Elem().Kind() == reflect.Struct || len(d.flaws) == before {
			v.Set(fresh)
		}
		return nil
	case v.Kind() == reflect.Struct:
		// The address of an extension is an attribute.
		if f := v.FieldByName("URL"); f.IsValid() {
			f.SetString(attribute(start, "url"))
		}
		return d.children(v, path, depth)
	}
	if start.Name.Local == "div" && v.Kind() == reflect.String {
		text, err := d.narrative()
		v.SetString(text)
		return err
	}
	if err := d.dec.Skip(); err != nil {
		return err
	}
	text := attribute(start, "value")
	if !setText(v, text) {
		d.flaw(path, text, wanted(v.Type()))
	}
	return nil
}

// narrative reads the XHTML of a div, whose start was just read, as JSON would
// hold it: its text escaped, and a mark wherever an element begins or ends.
func (d *xmlDecoder) narrative() (string, error) {
	var b strings.Builder
	for open := 1; open > 0; {
		token, err := d.dec.Token()
		if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			open++
			b.WriteString("<" + token.Name.Local + ">")
		case xml.EndElement:
			if open--; open > 0 {
				b.WriteString("</" + token.Name.Local + ">")
			}
		case xml.CharData:
			b.WriteString(html.EscapeString(string(token)))
		}
	}
	return "<div>" + b.String() + "</div>", nil
}

// inner reads the one resource inside an element such as contained.
func (d *xmlDecoder) inner(v reflect.Value, path string, depth int) error {
	for {
		token, err := d.dec.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if depth > deepest {
				if err := d.dec.Skip(); err != nil {
					return err
				}
				continue
			}
			r, err := d.resource(token, path, depth+1)
			if err != nil {
				return err
			}
			v.Set(reflect.ValueOf(r))
		}
	}
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// isNumber reports a number as FHIR writes it, which is as JSON does.
func isNumber(text string) bool {
	return strings.TrimSpace(text) == text && jsontext.Value(text).Kind() == '0' && jsontext.Value(text).IsValid()
}

// setText puts the text of a value attribute into a field of any primitive
// type.
func setText(v reflect.Value, text string) bool {
	switch {
	case v.Type() == decimalType:
		if !isNumber(text) {
			return false
		}
		v.SetString(text)
	case v.Kind() == reflect.String:
		v.SetString(text)
	case v.Kind() == reflect.Bool:
		if text != "true" && text != "false" {
			return false
		}
		v.SetBool(text == "true")
	case v.Kind() == reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return false
		}
		v.SetInt(int64(n))
	default:
		return false
	}
	return true
}
