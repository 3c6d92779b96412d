package knowledge

import (
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"
)

// EntryChange is an entry that two versions of the knowledge do not share.
type EntryChange struct {
	Kind string `json:"kind"` // rule, term, test, guideline …
	ID   string `json:"id"`
	How  string `json:"how"` // added, removed, changed
	// Fields are what changed in it, named as the files have them.
	Fields []string `json:"fields,omitempty"`
	At     string   `json:"at"` // the place in the newer version; in the older, of an entry that is gone
}

// Diff lists the entries that differ, kind by kind in the order of the files.
// Where an entry stands in its file, and what tests stand beside it, are no
// differences.
func Diff(before, after *Base) (out []EntryChange) {
	out = compare(out, "rule", before.Rules, after.Rules, func(r *Rule) (string, Position) { return r.ID, r.At })
	out = compare(out, "term", before.Vocabulary, after.Vocabulary, func(t *Term) (string, Position) { return t.Name, t.At })
	out = compare(out, "guideline", before.Guidelines, after.Guidelines, func(g *Guideline) (string, Position) { return g.ID, g.At })
	out = compare(out, "criterion", before.Criteria, after.Criteria, func(c *Criterion) (string, Position) { return c.ID, c.At })
	out = compare(out, "cause", before.Causes, after.Causes, func(c *Cause) (string, Position) { return c.ID, c.At })
	out = compare(out, "test", before.Tests, after.Tests, func(t *Test) (string, Position) { return t.ID, t.At })
	out = compare(out, "treatment", before.Treatments, after.Treatments, func(t *Treatment) (string, Position) { return t.ID, t.At })
	out = compare(out, "model", before.Models, after.Models, func(m *Model) (string, Position) { return m.ID, m.At })
	out = compare(out, "evidence", before.Evidence, after.Evidence, func(e *Evidence) (string, Position) { return e.Treatment, e.At })
	out = compare(out, "setting", before.Settings, after.Settings, func(s *Setting) (string, Position) { return s.ID, s.At })
	out = compare(out, "outcome", before.Outcomes, after.Outcomes, func(o *Outcome) (string, Position) { return o.ID, o.At })
	return compare(out, "source", before.Sources, after.Sources, func(s *Source) (string, Position) { return s.ID, s.At })
}

func compare[T any](out []EntryChange, kind string, before, after []*T, entry func(*T) (string, Position)) []EntryChange {
	old := byID(before, func(x *T) string { id, _ := entry(x); return id })
	for _, x := range after {
		id, at := entry(x)
		was, ok := old[id]
		delete(old, id)
		if !ok {
			out = append(out, EntryChange{Kind: kind, ID: id, How: "added", At: at.String()})
		} else if fields := differing(was, x); len(fields) > 0 {
			out = append(out, EntryChange{Kind: kind, ID: id, How: "changed", Fields: fields, At: at.String()})
		}
	}
	for _, x := range before {
		if id, at := entry(x); old[id] != nil {
			out = append(out, EntryChange{Kind: kind, ID: id, How: "removed", At: at.String()})
		}
	}
	return out
}

// differing names the fields in which two entries differ, as the files write
// them.
func differing(a, b any) (fields []string) {
	va, vb := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range va.NumField() {
		name, options, _ := strings.Cut(va.Type().Field(i).Tag.Get("yaml"), ",")
		if name == "-" || name == "tests" {
			continue
		}
		if written(va.Field(i)) == written(vb.Field(i)) {
			continue
		}
		if options == "inline" {
			fields = append(fields, differing(va.Field(i).Addr().Interface(), vb.Field(i).Addr().Interface())...)
		} else {
			fields = append(fields, name)
		}
	}
	return fields
}

// written is a value as a file holds it, without the places it was read at.
func written(v reflect.Value) string {
	text, err := yaml.Marshal(v.Interface())
	if err != nil {
		return err.Error() // no value of ours fails; two that did would be compared by why
	}
	return string(text)
}
