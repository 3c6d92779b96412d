package casefhir_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/internal/fhirvalidator"
	"github.com/gravida-health/gravida/patient"
)

// TestValidator has HAPI FHIR validate the Bundles of all women and of random cases,
// which hold what no named woman has.
func TestValidator(t *testing.T) {
	v, k := fhirvalidator.New(t), base(t)
	for _, file := range caseFiles(t) {
		name := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(file)), "../../") + "/" + filepath.Base(file)
		v.Add(t, name, written(t, readCase(t, file, k), k))
	}
	random := rapid.Custom(func(t *rapid.T) *patient.Case { return casetest.Case(t, k) })
	for i := range 60 {
		c := random.Example(rand.New(rand.NewPCG(1, uint64(i))).IntN(1 << 20))
		v.Add(t, "random "+strconv.Itoa(i), written(t, c, k))
	}
	wrong := written(t, readCase(t, "../../examples/anna.yaml", k), k)
	v.Add(t, "wrong", bytes.Replace(wrong, []byte(`"code":"m[IU]/L"`), []byte(`"code":"mIU/L"`), 1))
	seen := false
	for _, flaw := range v.Flaws(t) {
		if flaw.Name == "wrong" {
			seen = seen || strings.Contains(flaw.Message, "mIU/L")
			continue
		}
		t.Error(flaw)
	}
	if !seen {
		t.Error("the validator does not see a unit that UCUM does not have")
	}
	if !json.Valid(wrong) {
		t.Error("the Bundle is no JSON")
	}
}
