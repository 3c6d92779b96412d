package assessment_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
)

// engine is made once for all tests of the package.
var engine = sync.OnceValue(func() *gravida.Engine {
	e, err := gravida.New()
	if err != nil {
		panic(err)
	}
	return e
})

// read reads a case file without its first line; the day of the assessment is
// 2026-03-01 unless it says another.
func read(t testing.TB, text string) *patient.Case {
	t.Helper()
	head := "gravida: case/1\n"
	if !strings.Contains(text, "asOf:") {
		head += "asOf: 2026-03-01\n"
	}
	c, err := casefile.Read("case.yaml", []byte(head+text), engine().Base())
	if err != nil {
		t.Fatalf("the case of the test is not accepted: %v\n%s", err, text)
	}
	return c
}

// document is an assessment as a program reads it.
func document(t testing.TB, a *assessment.Assessment) map[string]any {
	t.Helper()
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// shown is one woman in testdata/cases: what is known of her, and what the
// assessment must say. A key of want is a path into the assessment, where a
// list is entered by its members' ids; with "+" at the end the list holds these
// and may hold more, with "-" it holds none of these. "absent" wants no such
// member; null wants null.
type shown struct {
	Name    string         `yaml:"name"`
	Options options        `yaml:"options"`
	Case    yaml.Node      `yaml:"case"`
	Want    map[string]any `yaml:"want"`
}

type options struct {
	Lang, Leading, Setting string
}

// TestCases holds the contract against the women in testdata/cases.
func TestCases(t *testing.T) {
	files, _ := filepath.Glob("testdata/cases/*.yaml")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var cases []shown
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		decoder.KnownFields(true)
		if err := decoder.Decode(&cases); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		topic := strings.TrimSuffix(filepath.Base(file), ".yaml")
		for _, c := range cases {
			t.Run(topic+"/"+c.Name, func(t *testing.T) {
				t.Parallel()
				c.Case.Style = 0 // in lines, so that the first one fits before it
				text, err := yaml.Marshal(&c.Case)
				if err != nil {
					t.Fatal(err)
				}
				if c.Case.Kind == 0 {
					text = nil
				}
				o := assessment.Options{Lang: c.Options.Lang, Leading: c.Options.Leading, Setting: c.Options.Setting}
				doc := document(t, engine().Assess(read(t, string(text)), o))
				for _, path := range sortedKeys(c.Want) {
					if problem := compare(doc, path, c.Want[path]); problem != "" {
						t.Errorf("%s: %s", path, problem)
					}
				}
			})
		}
	}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// compare follows a path and says what differs; "" when nothing does.
func compare(doc any, path string, want any) string {
	key, rest, deeper := strings.Cut(path, ".")
	mode := ""
	if !deeper && (strings.HasSuffix(key, "+") || strings.HasSuffix(key, "-")) {
		key, mode = key[:len(key)-1], key[len(key)-1:]
	}
	got, ok := member(doc, key)
	if deeper {
		if !ok {
			return fmt.Sprintf("there is no %s", key)
		}
		return compare(got, rest, want)
	}
	if want == "absent" && !ok {
		return ""
	}
	switch mode {
	case "+", "-":
		return contains(got, want, mode == "+")
	}
	return differs(got, want)
}

// member finds a field of an object, or the member of a list with that id.
func member(doc any, key string) (any, bool) {
	switch d := doc.(type) {
	case map[string]any:
		v, ok := d[key]
		return v, ok
	case []any:
		for _, v := range d {
			m, _ := v.(map[string]any)
			for _, name := range []string{"id", "definition", "guideline", "fact"} {
				if m[name] == key {
					return v, true
				}
			}
		}
	}
	return nil, false
}

func contains(got, want any, wanted bool) string {
	list, isList := got.([]any)
	if !isList {
		list = []any{got}
	}
	for _, w := range want.([]any) {
		if slices.ContainsFunc(list, func(g any) bool { return differs(g, w) == "" }) != wanted {
			return fmt.Sprintf("got %v; want it with %v: %v", got, w, wanted)
		}
	}
	return ""
}

func differs(got, want any) string {
	switch w := want.(type) {
	case map[string]any:
		for _, key := range sortedKeys(w) {
			if problem := compare(got, key, w[key]); problem != "" {
				return key + ": " + problem
			}
		}
		return ""
	case []any:
		g, ok := got.([]any)
		if !ok && len(w) > 0 || len(g) != len(w) {
			return fmt.Sprintf("got %v, want %v", got, want)
		}
		for i := range w {
			if differs(g[i], w[i]) != "" {
				return fmt.Sprintf("got %v, want %v", got, want)
			}
		}
		return ""
	case int:
		want = float64(w)
	case time.Time: // an unquoted date
		want = w.Format(time.DateOnly)
	}
	if got != want {
		return fmt.Sprintf("got %v, want %v", got, want)
	}
	return ""
}
