package casefhir_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/casefhir"
)

// records are FHIR documents of others.
func records(t testing.TB) (files []string) {
	t.Helper()
	err := filepath.WalkDir("../../testdata/fhir", func(path string, d os.DirEntry, err error) error {
		if ext := filepath.Ext(path); err == nil && !d.IsDir() && (ext == ".json" || ext == ".ndjson" || ext == ".xml") {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no records: %v", err)
	}
	return files
}

// asRecord compares what was understood of a record with how it reads when it was
// written anew: what could not be trusted was left out the first time, and which
// resources were put together is over.
var asRecord = append(cmp.Options{cmpopts.IgnoreFields(patient.Case{}, "Issues"), cmpopts.IgnoreFields(patient.Pregnancy{}, "Merged")}, sameFacts...)

// TestRecordsReadBack: what was understood of anybody's record can be written and read.
func TestRecordsReadBack(t *testing.T) {
	k := base(t)
	for _, file := range records(t) {
		for c, err := range intake.Open(file, k) {
			if err != nil {
				continue // other tests say why
			}
			if d := cmp.Diff(c, readBack(t, "bundle.json", written(t, c, k), k), asRecord); d != "" {
				t.Errorf("%s: %s: the case changed (-written +read):\n%s", file, c.ID, d)
			}
		}
	}
}

// TestWithoutIdentifiers: a server that drops identifiers takes the order of lists
// and the id, and the counts and the due date are then like anybody's. No fact is lost
// or asked about; that a pregnancy goes on is told, as of anybody's due date.
func TestWithoutIdentifiers(t *testing.T) {
	k := base(t)
	for _, file := range caseFiles(t) {
		c := readCase(t, file, k)
		var bundle object
		if err := json.Unmarshal(written(t, c, k), &bundle); err != nil {
			t.Fatal(err)
		}
		for _, e := range bundle["entry"].([]any) {
			delete(at(e, "resource").(object), "identifier")
		}
		data, err := json.Marshal(bundle)
		if err != nil {
			t.Fatal(err)
		}
		again := readBack(t, "stripped.json", data, k)
		for _, i := range again.Issues {
			if c.Status.Pregnant.Value && strings.HasPrefix(i.En, "A pregnancy is recorded as going on") {
				continue
			}
			t.Errorf("%s: %s", file, i.En)
		}
		facts := func(c *patient.Case) []int {
			return []int{len(c.Pregnancies), len(c.Observations), len(c.Conditions), len(c.Events), len(c.Medications), len(c.Procedures), len(c.Allergies), len(c.Requested), len(c.Status.Symptoms)}
		}
		if d := cmp.Diff(facts(c), facts(again)); d != "" || c.History.Complete != again.History.Complete || c.Status.Gestation.Value != again.Status.Gestation.Value {
			t.Errorf("%s: %s", file, d)
		}
	}
}

// FuzzConvert: whatever can be read can be written, and read again.
func FuzzConvert(f *testing.F) {
	k := base(f)
	for _, file := range append(caseFiles(f), records(f)...) {
		if data, err := os.ReadFile(file); err == nil && len(data) < 64<<10 {
			f.Add(data)
		}
	}
	for _, file := range caseFiles(f)[:5] {
		f.Add(written(f, readCase(f, file, k), k))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for c, err := range intake.Read("fuzz", bytes.NewReader(data), k) {
			if err != nil {
				continue
			}
			bundle := written(t, c, k)
			if !json.Valid(bundle) {
				t.Fatalf("no JSON: %s", bundle)
			}
			readBack(t, "bundle.json", bundle, k)
			var file bytes.Buffer
			if _, err := casefile.WriteAccepted(&file, c, k); err != nil {
				t.Fatal(err)
			}
			if _, err := casefile.Read("again.yaml", file.Bytes(), k); err != nil {
				t.Fatalf("%v\n%s", err, file.Bytes())
			}
			if len(casefhir.Resources(c, k, casefhir.Options{Lang: "zh", Relative: true})) == 0 {
				t.Fatal("no resources")
			}
		}
	})
}
