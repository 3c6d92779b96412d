package r4

import (
	"reflect"
	"strings"
	"sync"
)

// deepest is how far elements may be nested in each other: far more than any
// form or document has, and shallow enough for the stack.
const deepest = 64

// fields gives the fields of a struct by their names in FHIR, those of
// embedded structs among them.
func fields(t reflect.Type) map[string][]int {
	if known, ok := fieldsOf.Load(t); ok {
		return known.(map[string][]int)
	}
	byName := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		name := strings.TrimSpace(f.Tag.Get("json"))
		if name != "" && f.IsExported() {
			byName[name] = f.Index
		}
	}
	fieldsOf.Store(t, byName)
	return byName
}

var fieldsOf sync.Map // reflect.Type to map[string][]int

var (
	resourceType = reflect.TypeFor[Resource]()
	decimalType  = reflect.TypeFor[Decimal]()
)

// wanted names the FHIR type a field holds, for a Flaw.
func wanted(t reflect.Type) string {
	switch {
	case t == decimalType:
		return "a number"
	case t.Kind() == reflect.String:
		return "a text"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Int:
		return "a whole number"
	case t.Kind() == reflect.Slice:
		return "a list"
	case t.Kind() == reflect.Pointer:
		return wanted(t.Elem())
	}
	return "an object"
}
