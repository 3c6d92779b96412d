package assessment_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
)

const schemaFile = "../docs/assessment.schema.json"

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// peopleToCheck are the cases of the project: the women of testdata, the examples, and
// one of whom nothing is known.
func peopleToCheck(t *testing.T) map[string]*patient.Case {
	t.Helper()
	cases := map[string]*patient.Case{}
	read := func(name string, data []byte) {
		c, err := casefile.Read(name, data, engine().Base())
		if err != nil {
			t.Fatal(err)
		}
		if !c.AsOf.Known() {
			c.AsOf = date.MustParse("2026-03-01")
		}
		cases[name] = c
	}
	read("nothing known", []byte("gravida: case/1\n"))
	for _, pattern := range []string{"../testdata/women/*/case.yaml", "../examples/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no case in %s (%v)", pattern, err)
		}
		for _, file := range files {
			if filepath.Base(file) == "broken.yaml" { // it shows mistakes, and is no case
				continue
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			read(file, data)
		}
	}
	return cases
}

func TestAssessmentsFollowTheSchema(t *testing.T) {
	s, e := schema(t), engine()
	for name, c := range peopleToCheck(t) {
		t.Run(name, func(t *testing.T) {
			for _, setting := range e.Base().Settings {
				for _, lang := range []string{"en", "zh"} {
					if lang == "zh" && setting.ID != "int" {
						continue // the language changes words only: TestLanguages
					}
					a := e.Assess(c, assessment.Options{Setting: setting.ID, Lang: lang})
					if err := s.Validate(document(t, a)); err != nil {
						t.Errorf("setting %s, language %s: %v", setting.ID, lang, err)
					}
				}
			}
		})
	}
}

// TestSchemaIsClosed adds a key that nobody knows to every object of real
// assessments; the schema must refuse each. A few women have every kind of
// object between them.
func TestSchemaIsClosed(t *testing.T) {
	s, e := schema(t), engine()
	people := peopleToCheck(t)
	for _, name := range []string{"nothing known", "../testdata/women/lupus-on-warfarin/case.yaml",
		"../testdata/women/bleeding-at-seven-weeks/case.yaml", "../testdata/women/unexplained-asks-for-immunotherapy/case.yaml"} {
		c := people[name]
		if c == nil {
			t.Fatalf("no case %s", name)
		}
		doc := document(t, e.Assess(c, assessment.Options{}))
		objects(doc, "", func(at string, object map[string]any) {
			object["unheardOf"] = "text"
			if s.Validate(doc) == nil {
				t.Errorf("%s: an unknown key in %q is accepted", name, at)
			}
			delete(object, "unheardOf")
		})
	}
}

// objects visits one object of every list, and all others.
func objects(v any, at string, visit func(string, map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		visit(at, v)
		for key, part := range v {
			objects(part, at+"/"+key, visit)
		}
	case []any:
		for i, part := range v[:min(2, len(v))] {
			objects(part, fmt.Sprintf("%s/%d", at, i), visit)
		}
	}
}

// TestSchemaNamesEveryField compares the properties of the schema with the
// fields of the Go types, so that neither has one the other lacks.
func TestSchemaNamesEveryField(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	type object struct {
		Properties map[string]any
	}
	var s struct {
		object
		Defs map[string]object `json:"$defs"`
	}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		of   any
		defs []string
	}{
		{assessment.Assessment{}, nil},
		{assessment.RedFlag{}, []string{"redFlag"}},
		{assessment.Recurrence{}, []string{"recurrence"}},
		{assessment.Pattern{}, []string{"pattern"}},
		{assessment.Criterion{}, []string{"criterionWithEntry", "criterionByPoints", "criterionByParts"}},
		{assessment.Cause{}, []string{"cause"}},
		{assessment.Test{}, []string{"test"}},
		{assessment.Department{}, []string{"department"}},
		{assessment.Treatment{}, []string{"treatment"}},
		{assessment.Open{}, []string{"open"}},
		{assessment.Position{}, []string{"position"}},
		{assessment.Advice{}, []string{"advice"}},
		{assessment.Question{}, []string{"question"}},
		{assessment.Statement{}, []string{"statement"}},
		{assessment.Fact{}, []string{"fact"}},
		{assessment.Issue{}, []string{"issue"}},
	} {
		var named []string
		parts := []object{s.object}
		if c.defs != nil {
			parts = nil
			for _, def := range c.defs {
				parts = append(parts, s.Defs[def])
			}
		}
		for _, part := range parts {
			for key := range part.Properties {
				named = append(named, key)
			}
		}
		slices.Sort(named)
		fields := fieldNames(reflect.TypeOf(c.of))
		slices.Sort(fields)
		if diff := cmp.Diff(fields, slices.Compact(named)); diff != "" {
			t.Errorf("%T: the Go type and the schema differ (-Go +schema):\n%s", c.of, diff)
		}
	}
}

// fieldNames are the JSON names of a struct, with those of embedded ones.
func fieldNames(t reflect.Type) (names []string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			names = append(names, fieldNames(f.Type)...)
		case f.IsExported() && name != "-":
			names = append(names, name)
		}
	}
	return names
}
