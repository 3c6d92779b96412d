package interview

import (
	"reflect"

	"github.com/gravida-health/gravida/patient"
)

var sourceType = reflect.TypeFor[patient.Source]()

// eachSource visits every source of a case.
func eachSource(c *patient.Case, visit func(*patient.Source)) {
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch {
		case v.Type() == sourceType:
			visit(v.Addr().Interface().(*patient.Source))
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(v.Field(i))
				}
			}
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		}
	}
	walk(reflect.ValueOf(c).Elem())
}

// keepSources gives what the record already said its own sources back: an answer
// to one question leaves every other fact where it was read.
func keepSources(into, from *patient.Case) {
	keep(reflect.ValueOf(into).Elem(), reflect.ValueOf(from).Elem())
}

// keep copies sources wherever both say the same. Entries of a list are taken for
// the same by their place.
func keep(into, from reflect.Value) {
	switch into.Kind() {
	case reflect.Struct:
		if into.Type() == sourceType {
			return
		}
		same := equal(into, from)
		for i := range into.NumField() {
			if !into.Type().Field(i).IsExported() {
				continue
			}
			if into.Field(i).Type() == sourceType {
				if same {
					into.Field(i).Set(from.Field(i))
				}
				continue
			}
			keep(into.Field(i), from.Field(i))
		}
	case reflect.Slice:
		for i := range min(into.Len(), from.Len()) {
			keep(into.Index(i), from.Index(i))
		}
	}
}

// equal compares two values but for their sources.
func equal(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Struct:
		if a.Type() == sourceType {
			return true
		}
		for i := range a.NumField() {
			if !equal(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !equal(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}
