package correct

import (
	"reflect"

	"github.com/gravida-health/gravida/patient"
)

var (
	sourceType  = reflect.TypeFor[patient.Source]()
	readingType = reflect.TypeFor[*patient.Reading]()
	issuesType  = reflect.TypeFor[[]patient.Issue]()
	mergedType  = reflect.TypeFor[[]patient.Evidence]()
)

// sourceOf is where an entry of a list was read.
func sourceOf(entry reflect.Value) patient.Source {
	return entry.FieldByName("Source").Interface().(patient.Source)
}

// mark gives every fact of a corrected value its source: the record's, where it says the
// same as before, and else the reader's, which names the place in the record. What only
// the record can know of an entry it keeps. was is the invalid value where there was
// nothing; at is the place for what has none of its own.
func mark(v, was reflect.Value, at patient.Source) {
	if v.Kind() != reflect.Struct || v.Type() == sourceType {
		return
	}
	if s := v.FieldByName("Source"); s.IsValid() && was.IsValid() {
		if own := sourceOf(was); own != (patient.Source{}) {
			at = own
		}
	}
	same := was.IsValid() && equal(v, was)
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		before := reflect.Value{}
		if was.IsValid() {
			before = was.Field(i)
		}
		switch {
		case f.Type() == mergedType:
			if was.IsValid() {
				f.Set(before)
			}
		case f.Type() == sourceType:
			unchanged := same
			if of, ok := ownSource[name]; ok && was.IsValid() { // of one field alone
				unchanged = equal(v.FieldByName(of), was.FieldByName(of))
			}
			switch {
			case !known(v):
				f.Set(reflect.Zero(sourceType))
			case unchanged:
				f.Set(before)
			case was.IsValid() && before.Interface() != any(patient.Source{}):
				f.Set(reflect.ValueOf(patient.ByReader(before.Interface().(patient.Source))))
			default:
				f.Set(reflect.ValueOf(patient.ByReader(at)))
			}
		case f.Kind() == reflect.Struct:
			mark(f, before, at)
		case f.Kind() == reflect.Slice && f.Type().Elem().Kind() == reflect.Struct:
			for j := range f.Len() {
				mark(f.Index(j), like(f.Index(j), before), at)
			}
		}
	}
	if p, ok := v.Addr().Interface().(*patient.Pregnancy); ok && was.IsValid() && same {
		p.Known = was.Interface().(patient.Pregnancy).Known
	}
}

// ownSource are sources of one field of a pregnancy.
var ownSource = map[string]string{"OutcomeSource": "Outcome", "EndedSource": "Ended", "GestationSource": "Gestation"}

// known reports whether a fact is one; everything but a fact is.
func known(v reflect.Value) bool {
	k := v.FieldByName("Known")
	return !k.IsValid() || k.Kind() != reflect.Bool || k.Bool()
}

// like finds the same value in a list.
func like(v, list reflect.Value) reflect.Value {
	for i := 0; list.IsValid() && i < list.Len(); i++ {
		if equal(v, list.Index(i)) {
			return list.Index(i)
		}
	}
	return reflect.Value{}
}

// equal compares what two values say, and not where.
func equal(a, b reflect.Value) bool {
	switch {
	case a.Type() == sourceType, a.Type() == mergedType, a.Type() == reflect.TypeFor[patient.Confidence]():
		return true
	case a.Kind() == reflect.Struct:
		for i := range a.NumField() {
			if !equal(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case a.Kind() == reflect.Slice:
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

// used reports whether something of a case was read at a place.
func used(v reflect.Value, at patient.Source) bool {
	switch {
	case v.Type() == sourceType:
		return v.Interface().(patient.Source) == at
	case v.Type() == readingType, v.Type() == issuesType, v.Type() == mergedType:
		return false
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && v.Type() != reflect.TypeFor[patient.Case]() || v.Type().Field(i).Name != "Source" {
				if v.Type().Field(i).IsExported() && used(v.Field(i), at) {
					return true
				}
			}
		}
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			if used(v.Index(i), at) {
				return true
			}
		}
	}
	return false
}
