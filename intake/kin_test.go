package intake_test

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// A child, and a partner who is named in words, are found wherever their
// resources lie in an export, also when nothing of it stays in memory.
func TestKinInAnExport(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{
		`{"resourceType":"Patient","id":"baby","birthDate":"2015-06-01"}`,
		`{"resourceType":"Patient","id":"eve","gender":"female","birthDate":"1985-03-04","link":[{"other":{"reference":"RelatedPerson/mum"},"type":"seealso"}]}`,
		`{"resourceType":"RelatedPerson","id":"mum","patient":{"reference":"Patient/baby"},"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"NMTH"}]}]}`,
		`{"resourceType":"Patient","id":"bo","gender":"male","identifier":[{"system":"urn:n","value":"7"}]}`,
		`{"resourceType":"RelatedPerson","id":"him","patient":{"reference":"Patient/eve"},"identifier":[{"system":"urn:n","value":"7"}],"relationship":[{"text":"丈夫"}]}`,
		`{"resourceType":"Observation","id":"k","status":"final","subject":{"reference":"Patient/bo"},"code":{"coding":[{"system":"http://loinc.org","code":"29770-5"}]},"valueString":"46,XY"}`,
	}
	for turn := range lines {
		order := append(append([]string{}, lines[turn:]...), lines[:turn]...)
		for _, memory := range []int{1, intake.Memory} {
			var eve *patient.Case
			r := intake.Reader{Knowledge: base, Memory: memory}
			for c, err := range r.Read(t.Context(), "export.ndjson", strings.NewReader(strings.Join(order, "\n")+"\n")) {
				if err != nil {
					t.Fatal(err)
				}
				if c.ID == "eve" {
					eve = c
				}
			}
			if eve == nil || len(eve.Pregnancies) != 1 || eve.Pregnancies[0].Outcome != patient.Livebirth {
				t.Errorf("from line %d, memory %d: her child's birth is missing: %+v", turn, memory, eve)
			} else if eve.Partner.Karyotype.Value != "normal" {
				t.Errorf("from line %d, memory %d: his karyotype is %+v", turn, memory, eve.Partner.Karyotype)
			}
		}
	}
}
