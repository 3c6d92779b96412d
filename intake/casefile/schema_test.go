package casefile_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/knowledge"
)

func builtIn(t testing.TB) *knowledge.Base {
	t.Helper()
	k, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func caseSchema(t testing.TB, k *knowledge.Base) *validator.Schema {
	t.Helper()
	written, err := json.Marshal(casefile.Schema(k))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := validator.UnmarshalJSON(bytes.NewReader(written))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	c.DefaultDraft(validator.Draft2020)
	if err := c.AddResource("case.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("case.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asValues is a case file in YAML as JSON has it. A date is a text there.
func asValues(t testing.TB, data []byte) any {
	t.Helper()
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	var plain func(n *yaml.Node)
	plain = func(n *yaml.Node) {
		if n.Tag == "!!timestamp" {
			n.Tag, n.Style = "!!str", yaml.DoubleQuotedStyle
		}
		for _, c := range n.Content {
			plain(c)
		}
	}
	plain(&root)
	var v any
	if err := root.Decode(&v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := validator.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestEveryCaseFollowsTheSchema also reads the same case as JSON.
func TestEveryCaseFollowsTheSchema(t *testing.T) {
	k := builtIn(t)
	s := caseSchema(t, k)
	var files []string
	for _, pattern := range []string{"../../testdata/women/*/case.yaml", "../../examples/*.yaml"} {
		found, _ := filepath.Glob(pattern)
		files = append(files, found...)
	}
	if len(files) < 30 {
		t.Fatalf("%d cases", len(files))
	}
	for _, file := range files {
		if filepath.Base(file) == "broken.yaml" {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc := asValues(t, data)
		if err := s.Validate(doc); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		b, _ := json.Marshal(doc)
		if _, err := casefile.ReadJSON("case.json", b, k); err != nil {
			t.Errorf("%s as JSON: %v", file, err)
		}
	}
}

// TestWrittenCasesFollowTheSchema holds every random case against it.
func TestWrittenCasesFollowTheSchema(t *testing.T) {
	k := builtIn(t)
	s := caseSchema(t, k)
	rapid.Check(t, func(r *rapid.T) {
		c := casetest.Case(r, k)
		var b bytes.Buffer
		if err := casefile.Write(&b, c); err != nil {
			r.Fatal(err)
		}
		if err := s.Validate(asValues(t, b.Bytes())); err != nil {
			r.Fatalf("%v\n%s", err, &b)
		}
	})
}

// changed are values of every kind, right in one place and wrong in most.
var changed = []any{nil, true, "", "tsh", "2022-05", " 2022-05\n", "\u00a02022-05", "2022-05-10\u2003", "2022-05-10T\n", "8w2d", "current", -1, 0, 8, 34, 2022, 99999, 1.5, []any{}, []any{nil}, []any{"pcos"},
	map[string]any{}, map[string]any{"test": "tsh"}, map[string]any{"condition": "pcos", "since": 2019}, strings.Repeat("x", 41), strings.Repeat("x", 10_001)}

// TestTheSchemaIsNeverStricter puts a wrong value into every place of real cases, and
// takes every key away, and adds one: what the schema refuses the reader refuses.
func TestTheSchemaIsNeverStricter(t *testing.T) {
	k := builtIn(t)
	s := caseSchema(t, k)
	refused, both := 0, 0
	try := func(at string, root any) {
		b, err := json.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		doc, _ := validator.UnmarshalJSON(bytes.NewReader(b))
		wrong := s.Validate(doc)
		_, err = casefile.ReadJSON("case.json", b, k)
		if err != nil {
			refused++
		}
		switch {
		case wrong != nil && err == nil:
			t.Errorf("%s: the reader takes what the schema refuses: %v\n%s", at, wrong, b)
		case wrong != nil:
			both++
		}
	}
	for _, file := range []string{"../../examples/anna.yaml", "../../testdata/women/triple-positive-and-hellp/case.yaml", "../../testdata/women/bleeding-at-seven-weeks/case.yaml"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		root := asValues(t, data)
		places(root, "", func(at string, get func() any, set func(any), remove func()) {
			was := get()
			for _, v := range changed {
				set(v)
				try(at, root)
			}
			set(was)
			if remove != nil {
				remove()
				try(at+" taken away", root)
				set(was)
			}
			if m, ok := was.(map[string]any); ok {
				m["unheardOf"] = 1
				try(at+" with a key nobody knows", root)
				delete(m, "unheardOf")
			}
		})
	}
	if both < 1000 || both*10 < refused*8 {
		t.Errorf("of %d mistakes the schema sees %d: it says too little", refused, both)
	}
}

// places visits every value below a document.
func places(v any, at string, visit func(at string, get func() any, set func(any), remove func())) {
	switch v := v.(type) {
	case map[string]any:
		var keys []string
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for _, key := range keys {
			places(v[key], at+"/"+key, visit)
			visit(at+"/"+key, func() any { return v[key] }, func(x any) { v[key] = x }, func() { delete(v, key) })
		}
	case []any:
		for i := range v {
			places(v[i], at+"/", visit)
			visit(at+"/", func() any { return v[i] }, func(x any) { v[i] = x }, nil)
		}
	}
}

// TestSchemaKnowsTheReadersKeys asks the reader for the keys of each mapping, by one
// that none has.
func TestSchemaKnowsTheReadersKeys(t *testing.T) {
	k := builtIn(t)
	s := casefile.Schema(k)
	keys := func(order []string) string { return strings.Join(order, ", ") }
	for at, c := range map[string]struct{ file, keys string }{
		"file":        {`{"gravida":"case/1","x":1}`, keys(s.PropertyOrder)},
		"patient":     {`{"gravida":"case/1","patient":{"x":1}}`, keys(s.Properties["patient"].PropertyOrder)},
		"lists":       {`{"gravida":"case/1","lists":{"x":1}}`, keys(s.Properties["lists"].PropertyOrder)},
		"pregnancy":   {`{"gravida":"case/1","pregnancies":[{"x":1}]}`, keys(s.Properties["pregnancies"].Items.PropertyOrder)},
		"observation": {`{"gravida":"case/1","observations":[{"x":1}]}`, keys(s.Properties["observations"].Items.PropertyOrder)},
		"condition":   {`{"gravida":"case/1","conditions":[{"x":1}]}`, keys(s.Properties["conditions"].Items.AnyOf[1].PropertyOrder)},
		"event":       {`{"gravida":"case/1","events":[{"x":1}]}`, keys(s.Properties["events"].Items.AnyOf[1].PropertyOrder)},
		"medication":  {`{"gravida":"case/1","medications":[{"x":1}]}`, keys(s.Properties["medications"].Items.AnyOf[1].PropertyOrder)},
		"procedure":   {`{"gravida":"case/1","procedures":[{"x":1}]}`, keys(s.Properties["procedures"].Items.AnyOf[1].PropertyOrder)},
		"lifestyle":   {`{"gravida":"case/1","lifestyle":{"x":1}}`, keys(s.Properties["lifestyle"].PropertyOrder)},
		"partner":     {`{"gravida":"case/1","partner":{"x":1}}`, keys(s.Properties["partner"].PropertyOrder)},
		"status":      {`{"gravida":"case/1","status":{"x":1}}`, keys(s.Properties["status"].PropertyOrder)},
	} {
		_, err := casefile.ReadJSON("case.json", []byte(c.file), k)
		if err == nil || !strings.Contains(err.Error(), "accepted: "+c.keys) {
			t.Errorf("%s: the schema has %s; the reader says %v", at, c.keys, err)
		}
	}
}
