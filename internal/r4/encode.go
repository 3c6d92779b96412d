package r4

import (
	"reflect"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// EncodeJSON writes a resource so that DecodeJSON gives an equal one: what is
// empty is left out, and what was not read is gone.
func EncodeJSON(r Resource) []byte {
	return appendValue(nil, reflect.ValueOf(r))
}

func appendValue(dst []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return append(dst, "null"...)
		}
		return appendValue(dst, v.Elem())
	case reflect.Struct:
		dst = append(dst, '{')
		dst, _ = appendFields(dst, v, true)
		return append(dst, '}')
	case reflect.Slice:
		dst = append(dst, '[')
		for i := range v.Len() {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = appendValue(dst, v.Index(i))
		}
		return append(dst, ']')
	case reflect.Bool:
		if v.Bool() {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	case reflect.Int:
		return append(dst, jsontext.Int(v.Int()).String()...)
	}
	text := v.String()
	if v.Type() == decimalType && jsontext.Value(text).IsValid() {
		return append(dst, text...)
	}
	dst, _ = jsontext.AppendQuote(dst, strings.ToValidUTF8(text, "\uFFFD"))
	return dst
}

// appendFields writes the fields of a struct, those of embedded structs in
// their place.
func appendFields(dst []byte, v reflect.Value, first bool) ([]byte, bool) {
	for i := range v.NumField() {
		f, field := v.Type().Field(i), v.Field(i)
		name := f.Tag.Get("json")
		switch {
		case f.Anonymous && name == "":
			dst, first = appendFields(dst, field, first)
			continue
		case name == "" || field.IsZero():
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(append(append(dst, '"'), name...), '"', ':')
		dst = appendValue(dst, field)
	}
	return dst, first
}
