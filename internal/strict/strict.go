// Package strict reads YAML into Go values and reports every mistake with its
// place: unknown keys with the nearest known one, wrong kinds, duplicates,
// aliases. It decides nothing about meaning.
package strict

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/internal/problem"
)

// Unmarshaler reads a value from one scalar, for types written in their own
// way ("10w0d"). The error says what was found; accepted is added by Accepted.
// A struct with keys may be written out as a mapping as well.
type Unmarshaler interface {
	UnmarshalScalar(text string) error
	Accepted() string
}

// Parse reads exactly one YAML document.
func Parse(file string, data []byte) (*yaml.Node, error) {
	wrong := func(line int, found string) error {
		return problem.List{{Place: problem.Place{File: file, Line: line, Column: 1}, Found: found, Accepted: "one YAML document"}}
	}
	var doc, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	switch err := decoder.Decode(&doc); {
	case err == io.EOF || err == nil && len(doc.Content) == 0:
		return nil, wrong(1, "nothing")
	case err != nil:
		return nil, wrong(lineOf(err), strings.TrimPrefix(err.Error(), "yaml: "))
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		return nil, wrong(second.Line, "a second document")
	case err != io.EOF:
		return nil, wrong(lineOf(err), strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return doc.Content[0], nil
}

// lineOf finds "line 12" in a parser's message.
func lineOf(err error) int {
	_, after, ok := strings.Cut(err.Error(), "line ")
	if !ok {
		return 1
	}
	n := 0
	for _, r := range after {
		if r < '0' || r > '9' {
			break
		}
		n = n*10 + int(r-'0')
	}
	return max(n, 1)
}

// Decode fills into, a pointer, from node. Struct fields are named by their
// yaml tag; a problem.Place field named At, tagged "-", is set to where the
// mapping begins.
func Decode(file string, node *yaml.Node, into any, problems *problem.List) {
	d := decoder{file, problems}
	d.value(node, reflect.ValueOf(into).Elem())
}

type decoder struct {
	file     string
	problems *problem.List
}

func (d decoder) place(n *yaml.Node) problem.Place {
	return problem.Place{File: d.file, Line: n.Line, Column: n.Column}
}

func (d decoder) bad(n *yaml.Node, accepted string) {
	d.problems.Add(d.place(n), "found "+describe(n), accepted, "")
}

func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	return problem.Quote(n.Value)
}

func (d decoder) value(n *yaml.Node, v reflect.Value) {
	if n.Kind == yaml.AliasNode {
		d.bad(n, "the value itself, written out")
		return
	}
	if v.CanAddr() {
		if u, ok := v.Addr().Interface().(Unmarshaler); ok {
			if n.Kind == yaml.MappingNode && v.Kind() == reflect.Struct && len(fieldsOf(v.Type())) > 0 {
				d.mapping(n, v)
			} else if n.Kind != yaml.ScalarNode {
				d.bad(n, u.Accepted())
			} else if err := u.UnmarshalScalar(n.Value); err != nil {
				d.problems.Add(d.place(n), err.Error(), u.Accepted(), "")
			}
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem())
	case reflect.Struct:
		d.mapping(n, v)
	case reflect.Slice:
		d.list(n, v)
	case reflect.Map:
		d.dictionary(n, v)
	case reflect.Interface:
		var any any
		if err := n.Decode(&any); err != nil || any == nil {
			d.bad(n, "a plain value")
			return
		}
		v.Set(reflect.ValueOf(any))
	default:
		d.scalar(n, v)
	}
}

func (d decoder) scalar(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.ScalarNode {
		d.bad(n, "one "+kindName(v.Kind()))
		return
	}
	text := n.Value
	var err error
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		var b bool
		if b, err = strconv.ParseBool(text); err == nil {
			v.SetBool(b)
		}
	case reflect.Int:
		var i int64
		if i, err = strconv.ParseInt(text, 10, 64); err == nil {
			v.SetInt(i)
		}
	case reflect.Float64:
		var f float64
		if f, err = strconv.ParseFloat(text, 64); err == nil {
			v.SetFloat(f)
		}
	default:
		panic("strict: no reading for " + v.Type().String())
	}
	if err != nil {
		d.bad(n, "one "+kindName(v.Kind()))
	}
}

func kindName(k reflect.Kind) string {
	switch k {
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "whole number"
	case reflect.Float64:
		return "number"
	}
	return "text"
}

// list takes a single value for a list of one.
func (d decoder) list(n *yaml.Node, v reflect.Value) {
	items := n.Content
	if n.Kind != yaml.SequenceNode {
		items = []*yaml.Node{n}
	}
	out := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		d.value(item, out.Index(i))
	}
	v.Set(out)
}

func (d decoder) dictionary(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		d.bad(n, "a mapping")
		return
	}
	out := reflect.MakeMap(v.Type())
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := reflect.ValueOf(n.Content[i].Value)
		if out.MapIndex(key).IsValid() {
			d.problems.Add(d.place(n.Content[i]), fmt.Sprintf("%q stands twice", n.Content[i].Value), "each key once", "")
			continue
		}
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(n.Content[i+1], value)
		out.SetMapIndex(key, value)
	}
	v.Set(out)
}

func (d decoder) mapping(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		d.bad(n, "a mapping with "+strings.Join(keys(v.Type()), ", "))
		return
	}
	if at := v.FieldByName("At"); at.IsValid() && at.Type() == reflect.TypeFor[problem.Place]() {
		at.Set(reflect.ValueOf(d.place(n)))
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if seen[key.Value] {
			d.problems.Add(d.place(key), fmt.Sprintf("%q stands twice", key.Value), "each key once", "")
			continue
		}
		seen[key.Value] = true
		field := fieldFor(v, key.Value)
		if !field.IsValid() {
			accepted := keys(v.Type())
			d.problems.Add(d.place(key), fmt.Sprintf("unknown key %q", key.Value),
				strings.Join(accepted, ", "), problem.Nearest(key.Value, accepted))
			continue
		}
		d.value(n.Content[i+1], field)
	}
}

// fieldFor finds the field a key names, also in inlined structs.
func fieldFor(v reflect.Value, key string) reflect.Value {
	if index, ok := fieldsOf(v.Type())[key]; ok {
		return v.FieldByIndex(index)
	}
	return reflect.Value{}
}

// fields of each type that was met, since a type is met for every rule.
var fields sync.Map

func fieldsOf(t reflect.Type) map[string][]int {
	if found, ok := fields.Load(t); ok {
		return found.(map[string][]int)
	}
	found := map[string][]int{}
	for i := range t.NumField() {
		name, inline := tag(t.Field(i))
		if inline {
			for key, index := range fieldsOf(t.Field(i).Type) {
				found[key] = append([]int{i}, index...)
			}
		} else if name != "" {
			found[name] = []int{i}
		}
	}
	fields.Store(t, found)
	return found
}

func keys(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		name, inline := tag(t.Field(i))
		switch {
		case inline:
			names = append(names, keys(t.Field(i).Type)...)
		case name != "":
			names = append(names, name)
		}
	}
	return names
}

func tag(f reflect.StructField) (name string, inline bool) {
	name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	if name == "-" {
		return "", false
	}
	return name, options == "inline"
}
