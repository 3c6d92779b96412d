package fhirout_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/fhirvalidator"
)

// TestValidator has HAPI FHIR validate the bundles of all women, and one that is
// wrong on purpose.
func TestValidator(t *testing.T) {
	v := fhirvalidator.New(t)
	for i, file := range women(t) {
		name := filepath.Base(filepath.Dir(file))
		v.Add(t, name, write(t, assessed(t, file, assessment.Options{})))
		if i%10 == 0 {
			v.Add(t, name+"-zh", write(t, assessed(t, file, assessment.Options{Lang: "zh", Setting: "cn"})))
		}
	}
	mei := recorded(t)
	v.Add(t, "record", write(t, mei))
	v.Add(t, "transaction", transaction(t, mei))
	v.Add(t, "wrong", broken(t, write(t, assessed(t, "../../examples/anna.yaml", assessment.Options{}))))
	var inWrong []string
	for _, flaw := range v.Flaws(t) {
		if flaw.Name == "wrong" {
			inWrong = append(inWrong, flaw.String())
			continue
		}
		t.Error(flaw)
	}
	for _, want := range []string{"ras-2", "request-status", "condition-ver-status"} {
		if !strings.Contains(strings.Join(inWrong, "\n"), want) {
			t.Errorf("the validator does not see that %s is broken: %q", want, inWrong)
		}
	}
}

// broken spoils a bundle in three ways: a share of more than everything, a status
// that does not exist, and a code that is not in its value set.
func broken(t *testing.T, data []byte) []byte {
	t.Helper()
	var b object
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	for _, e := range b["entry"].([]any) {
		r := at(e, "resource").(object)
		switch r["resourceType"] {
		case "RiskAssessment":
			if p, ok := at(r, "prediction", 0).(object); ok && p["probabilityDecimal"] != nil {
				p["probabilityDecimal"] = 171
			}
		case "ServiceRequest":
			r["status"] = "proposed"
		case "Condition":
			at(r, "verificationStatus", "coding", 0).(object)["code"] = "perhaps"
		}
	}
	spoiled, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return spoiled
}
