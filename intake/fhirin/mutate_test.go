package fhirin_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/internal/r4"
)

// sheet is one resource of a record as plain JSON, so that any element of it can
// be damaged.
type sheet struct {
	fullURL string
	file    string
	entry   int
	tree    any
}

// record is everything that is read together.
type record struct {
	name   string
	sheets []sheet
}

// open reads the JSON files that match a pattern, a bundle as its entries.
func open(t testing.TB, name, pattern string) record {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files match %s: %v", pattern, err)
	}
	rec := record{name: name}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		documents := []string{string(data)}
		if filepath.Ext(path) == ".ndjson" {
			documents = strings.Split(strings.TrimSpace(string(data)), "\n")
		}
		for i, doc := range documents {
			var tree map[string]any
			if err := json.Unmarshal([]byte(doc), &tree); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			entries, bundle := tree["entry"].([]any)
			if !bundle {
				rec.sheets = append(rec.sheets, sheet{file: filepath.Base(path), entry: i, tree: tree})
			}
			for i, e := range entries {
				e := e.(map[string]any)
				url, _ := e["fullUrl"].(string)
				rec.sheets = append(rec.sheets, sheet{url, filepath.Base(path), i, e["resource"]})
			}
		}
	}
	return rec
}

// item decodes a sheet; false when what is left is no resource.
func (s sheet) item(t stopper) (fhirin.Item, bool) {
	data, err := json.Marshal(s.tree)
	if err != nil {
		t.Fatalf("%v", err)
	}
	resource, flaws, err := r4.DecodeJSON(data)
	return fhirin.Item{Resource: resource, FullURL: s.fullURL, File: s.file, Entry: s.entry, Flaws: flaws}, err == nil
}

type stopper interface {
	Fatalf(format string, args ...any)
}

// items decodes all sheets but one, in whose place another stands.
func (rec record) items(t stopper) []fhirin.Item {
	var items []fhirin.Item
	for _, s := range rec.sheets {
		if it, ok := s.item(t); ok {
			items = append(items, it)
		}
	}
	return items
}

// path leads to one element: names and positions.
type path []any

func (p path) String() string {
	var b strings.Builder
	for _, step := range p {
		switch step := step.(type) {
		case string:
			b.WriteString("." + step)
		case int:
			b.WriteString("[" + strconv.Itoa(step) + "]")
		}
	}
	return strings.TrimPrefix(b.String(), ".")
}

// names is the path without positions.
func (p path) names() string {
	var all []string
	for _, step := range p {
		if name, ok := step.(string); ok {
			all = append(all, name)
		}
	}
	return strings.Join(all, ".")
}

// paths lists every element of a tree.
func paths(tree any, at path) (all []path) {
	step := func(s any, child any) {
		here := append(slices.Clone(at), s)
		all = append(append(all, here), paths(child, here)...)
	}
	switch tree := tree.(type) {
	case map[string]any:
		for _, name := range sortedNames(tree) {
			step(name, tree[name])
		}
	case []any:
		for i, child := range tree {
			step(i, child)
		}
	}
	return all
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// damage is one thing that can happen to an element. It gives what stands there
// afterwards, nothing at all when it is gone, and the same when it cannot happen.
type damage struct {
	name string
	do   func(v any) (after []any)
}

// does reports whether a damage changes an element.
func (d damage) does(v any) bool {
	after := d.do(v)
	return len(after) != 1 || !reflect.DeepEqual(after[0], v)
}

// damages: removed, made null, emptied, repeated, and turned into each of the
// other types, with the content kept where that is possible.
var damages = []damage{
	{"removed", func(any) []any { return nil }},
	{"null", func(any) []any { return []any{nil} }},
	{"emptied", func(v any) []any {
		switch v.(type) {
		case string:
			return []any{""}
		case map[string]any:
			return []any{map[string]any{}}
		case []any:
			return []any{[]any{}}
		}
		return []any{v}
	}},
	{"repeated", func(v any) []any { return []any{v, v} }},
	{"as a number", func(v any) []any {
		if s, ok := v.(string); ok {
			if n, err := strconv.ParseFloat(s, 64); err == nil {
				return []any{n}
			}
		}
		if _, ok := v.(float64); ok {
			return []any{v}
		}
		return []any{7.0}
	}},
	{"as a text", func(v any) []any {
		switch v := v.(type) {
		case float64:
			return []any{strconv.FormatFloat(v, 'f', -1, 64)}
		case bool:
			return []any{strconv.FormatBool(v)}
		case string:
			return []any{v}
		}
		return []any{"text"}
	}},
	{"as an object", func(v any) []any { return []any{map[string]any{"value": v}} }},
	{"as a list", func(v any) []any { return []any{[]any{v}} }},
	{"as true", func(v any) []any { return boolean(v, true) }},
	{"as false", func(v any) []any { return boolean(v, false) }},
}

func boolean(v any, b bool) []any {
	if _, ok := v.(bool); ok {
		return []any{v} // another value is no other type
	}
	return []any{b}
}

// elementAt is the element a path leads to.
func elementAt(tree any, p path) any {
	for _, step := range p {
		switch step := step.(type) {
		case string:
			tree = tree.(map[string]any)[step]
		case int:
			tree = tree.([]any)[step]
		}
	}
	return tree
}

// apply gives a tree with one element damaged; the tree itself stays whole.
func apply(tree any, p path, d damage) any {
	if len(p) == 0 {
		return tree
	}
	switch step := p[0].(type) {
	case string:
		old := tree.(map[string]any)
		fresh := make(map[string]any, len(old))
		for k, v := range old {
			fresh[k] = v
		}
		if len(p) > 1 {
			fresh[step] = apply(old[step], p[1:], d)
			return fresh
		}
		switch after := d.do(old[step]); len(after) {
		case 0:
			delete(fresh, step)
		case 1:
			fresh[step] = after[0]
		default:
			fresh[step] = after // a single element that became several
		}
		return fresh
	default:
		old := tree.([]any)
		i := step.(int)
		if len(p) > 1 {
			fresh := slices.Clone(old)
			fresh[i] = apply(old[i], p[1:], d)
			return fresh
		}
		return slices.Concat(old[:i], d.do(old[i]), old[i+1:])
	}
}

func TestApply(t *testing.T) {
	tree := map[string]any{"a": []any{"x", map[string]any{"b": 1.0}}}
	for _, test := range []struct {
		at   path
		how  string
		want string
	}{
		{path{"a"}, "removed", `{}`},
		{path{"a", 0}, "removed", `{"a":[{"b":1}]}`},
		{path{"a", 0}, "repeated", `{"a":["x","x",{"b":1}]}`},
		{path{"a", 1, "b"}, "as a text", `{"a":["x",{"b":"1"}]}`},
		{path{"a", 1, "b"}, "repeated", `{"a":["x",{"b":[1,1]}]}`},
		{path{"a", 1}, "emptied", `{"a":["x",{}]}`},
	} {
		i := slices.IndexFunc(damages, func(d damage) bool { return d.name == test.how })
		got, _ := json.Marshal(apply(tree, test.at, damages[i]))
		if string(got) != test.want {
			t.Errorf("%s %s: %s, want %s", test.at, test.how, got, test.want)
		}
	}
	if got := fmt.Sprint(paths(tree, nil)); got != "[a a[0] a[1] a[1].b]" {
		t.Error(got)
	}
}
