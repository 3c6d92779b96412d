package gravida_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/casefhir"
)

// TestThreeDoors: each named woman gets the same answer as a case file, as a FHIR
// Bundle and as a bulk export of all women together. Only where her facts were read
// differs. The interview is the fourth door: TestWomen of its package demands the same
// there, and interview/testdata/women.txt says what a woman without her papers leaves open.
func TestThreeDoors(t *testing.T) {
	engine, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/women/*/case.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("found %d women, want at least thirty (%v)", len(files), err)
	}
	women := map[string]*patient.Case{}
	folder := t.TempDir()
	export := casefhir.NewExport(engine.Base(), casefhir.Options{}, func(kind string) (io.Writer, error) {
		f, err := os.Create(filepath.Join(folder, kind+".ndjson"))
		if err == nil {
			t.Cleanup(func() { f.Close() })
		}
		return f, err
	})
	for _, file := range files {
		c := only(t, file, engine)
		if women[c.ID] != nil {
			t.Fatalf("two women have the id %s", c.ID)
		}
		women[c.ID] = c
		if err := export.Add(c); err != nil {
			t.Fatal(err)
		}
	}
	for c, err := range intake.Open(folder, engine.Base()) {
		if err != nil {
			t.Fatal(err)
		}
		her := women[c.ID]
		if her == nil {
			t.Errorf("the bulk export holds %q, whom nobody wrote", c.ID)
			continue
		}
		delete(women, c.ID)
		t.Run(c.ID, func(t *testing.T) {
			want := answered(t, engine, her)
			if d := cmp.Diff(want, answered(t, engine, c)); d != "" {
				t.Errorf("as bulk export (-case file +bulk):\n%s", d)
			}
			var bundle bytes.Buffer
			if err := casefhir.Write(&bundle, her, engine.Base(), casefhir.Options{Lang: "zh"}); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "bundle.json")
			if err := os.WriteFile(file, bundle.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, answered(t, engine, only(t, file, engine))); d != "" {
				t.Errorf("as FHIR Bundle (-case file +Bundle):\n%s", d)
			}
		})
	}
	for id := range women {
		t.Errorf("%s is not in the bulk export", id)
	}
}

// only reads the one case of a document.
func only(t *testing.T, file string, engine *gravida.Engine) *patient.Case {
	t.Helper()
	var found *patient.Case
	for c, err := range intake.Open(file, engine.Base()) {
		if err != nil {
			t.Fatal(err)
		}
		if found != nil {
			t.Fatalf("%s holds two cases", file)
		}
		found = c
	}
	if found == nil {
		t.Fatalf("%s holds no case", file)
	}
	return found
}

// answered is the whole assessment as JSON, an element a line, without where its
// facts were read.
func answered(t *testing.T, engine *gravida.Engine, c *patient.Case) string {
	t.Helper()
	data, err := json.Marshal(engine.Assess(c, assessment.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	var a any
	if err := json.Unmarshal(data, &a); err != nil {
		t.Fatal(err)
	}
	data, err = json.MarshalIndent(withoutSources(a), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"statements"`) {
		t.Fatal("an assessment without statements")
	}
	return string(data)
}

// withoutSources leaves out what says where something was read, and nothing else: the
// member "source" of a fact, of a result that did not count, and of an issue. That
// there is a source, each door has to say for itself.
func withoutSources(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if at, ok := v["source"].(string); ok && at != "" {
			v["source"] = "somewhere"
		}
		for key := range v {
			v[key] = withoutSources(v[key])
		}
	case []any:
		for i := range v {
			v[i] = withoutSources(v[i])
		}
	}
	return v
}
