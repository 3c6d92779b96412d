package patient

import (
	"reflect"
	"strconv"
	"strings"
)

var sourceType = reflect.TypeFor[Source]()

// EachSource visits every source of a case, but for those of its issues, and may change
// them.
func EachSource(c *Case, visit func(*Source)) {
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch {
		case v.Type() == sourceType:
			visit(v.Addr().Interface().(*Source))
		case v.Type() == reflect.TypeFor[Issue]():
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

// Line is the line of a source in a document of lines; false for any other.
func (s Source) Line() (int, bool) {
	line, _, _ := strings.Cut(s.At, ":")
	n, err := strconv.Atoi(line)
	return n, err == nil
}
