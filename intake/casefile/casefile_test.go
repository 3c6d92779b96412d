package casefile_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

func base(t testing.TB) *knowledge.Base {
	t.Helper()
	k, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// sameFacts compares cases without regard to where the facts stand.
var sameFacts = cmp.Options{
	cmpopts.IgnoreTypes(patient.Source{}),
	cmp.Comparer(func(a, b date.Date) bool { return a == b }),
	cmpopts.EquateEmpty(),
}

func TestWriteAndReadBack(t *testing.T) {
	k := base(t)
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, k)
		var b bytes.Buffer
		if err := casefile.Write(&b, c); err != nil {
			t.Fatal(err)
		}
		again, err := casefile.Read("again.yaml", b.Bytes(), k)
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if d := cmp.Diff(c, again, sameFacts); d != "" {
			t.Fatalf("the case changed (-written +read):\n%s\n%s", d, b.String())
		}
	})
}
