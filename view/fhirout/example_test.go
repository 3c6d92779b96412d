package fhirout_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/view/fhirout"
)

func ExampleWrite() {
	data, err := os.ReadFile("../../examples/anna.yaml")
	if err != nil {
		panic(err)
	}
	anna, err := casefile.Read("anna.yaml", data, engine().Base())
	if err != nil {
		panic(err)
	}
	var out bytes.Buffer
	if err := fhirout.Write(&out, engine().Assess(anna, assessment.Options{})); err != nil {
		panic(err)
	}
	var bundle struct {
		Entry []struct {
			Resource struct {
				ResourceType, Status, Intent string
				Code                         struct{ Text string }
				OccurrencePeriod             struct{ Start string }
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &bundle); err != nil {
		panic(err)
	}
	for _, e := range bundle.Entry {
		if r := e.Resource; r.ResourceType == "ServiceRequest" && r.OccurrencePeriod.Start > "2026-03-01" {
			fmt.Println(r.Status, r.Intent, r.OccurrencePeriod.Start, r.Code.Text)
		}
	}
	// Output:
	// draft proposal 2026-04-03 lupus anticoagulant
	// draft proposal 2026-04-03 anticardiolipin antibody IgG
}
