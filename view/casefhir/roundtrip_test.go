package casefhir_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/casefhir"
)

func base(t testing.TB) *knowledge.Base {
	t.Helper()
	k, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// sameFacts compares cases without regard to where the facts stand and how they
// were read.
var sameFacts = cmp.Options{
	cmpopts.IgnoreTypes(patient.Source{}),
	cmpopts.IgnoreFields(patient.Case{}, "Reading"),
	cmpopts.IgnoreFields(patient.Pregnancy{}, "Known"),
	cmp.Comparer(func(a, b date.Date) bool { return a == b }),
	cmpopts.EquateEmpty(),
	cmpopts.EquateApprox(1e-9, 0),
}

// fatal is what both a test and a random one have.
type fatal interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// written is the case as a Bundle.
func written(t fatal, c *patient.Case, k *knowledge.Base) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := casefhir.Write(&b, c, k, casefhir.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readBack reads the one case of a document.
func readBack(t fatal, name string, data []byte, k *knowledge.Base) *patient.Case {
	t.Helper()
	var found *patient.Case
	for c, err := range intake.Read(name, bytes.NewReader(data), k) {
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if found != nil {
			t.Fatalf("two cases: %s and %s\n%s", found.ID, c.ID, data)
		}
		found = c
	}
	if found == nil {
		t.Fatalf("no case\n%s", data)
	}
	return found
}

// TestWriteAndReadBack: no fact is lost, none is added, and nothing is asked about.
func TestWriteAndReadBack(t *testing.T) {
	k := base(t)
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, k)
		data := written(t, c, k)
		if d := cmp.Diff(c, readBack(t, "bundle.json", data, k), sameFacts); d != "" {
			t.Fatalf("the case changed (-written +read):\n%s\n%s", d, data)
		}
	})
}

// caseFiles are the case files of all named women and examples.
func caseFiles(t testing.TB) []string {
	t.Helper()
	women, _ := filepath.Glob("../../testdata/women/*/case.yaml")
	examples, _ := filepath.Glob("../../examples/*.yaml")
	if len(women) < 30 || len(examples) == 0 {
		t.Fatalf("found %d women and %d examples", len(women), len(examples))
	}
	wrong := func(file string) bool { return filepath.Base(file) == "broken.yaml" }
	return slices.DeleteFunc(append(women, examples...), wrong)
}

func readCase(t testing.TB, file string, k *knowledge.Base) *patient.Case {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := casefile.Read("case.yaml", data, k)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWomenReadBack(t *testing.T) {
	k := base(t)
	for _, file := range caseFiles(t) {
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			c := readCase(t, file, k)
			got := readBack(t, "bundle.json", written(t, c, k), k)
			if d := cmp.Diff(c, got, sameFacts); d != "" {
				t.Errorf("the case changed (-written +read):\n%s", d)
			}
			if r := got.Reading; len(r.SetAside)+len(r.Unknown)+len(r.LeftOut) > 0 {
				t.Errorf("of what was written some was not read: %+v", r)
			}
			for _, n := range got.Reading.Types {
				if n.Read != n.Total {
					t.Errorf("%d of %d %s were read", n.Read, n.Total, n.Type)
				}
			}
		})
	}
}
