package fhirout_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/patient"
)

// readBack reads a bundle as a record, as it would come back from a server.
func readBack(t *testing.T, data []byte) *patient.Case {
	t.Helper()
	var found *patient.Case
	for c, err := range intake.Read("bundle.json", bytes.NewReader(data), engine().Base()) {
		if err != nil {
			t.Fatal(err)
		}
		if found != nil {
			t.Fatal("one bundle holds two cases")
		}
		found = c
	}
	if found == nil {
		t.Fatal("no case")
	}
	return found
}

// TestProposalsAreNoFacts: what Gravida concluded proves nothing when it is read
// again, whether it was suspected, established or excluded.
func TestProposalsAreNoFacts(t *testing.T) {
	for _, file := range women(t) {
		t.Run(filepath.Base(filepath.Dir(file)), func(t *testing.T) {
			c := readBack(t, write(t, assessed(t, file, assessment.Options{})))
			if n := len(c.Conditions) + len(c.Observations) + len(c.Events) + len(c.Pregnancies) + len(c.Medications) + len(c.Procedures) + len(c.Allergies); n > 0 {
				t.Errorf("%d facts were read out of proposals: %+v", n, c)
			}
			if c.History.Given || c.History.Complete || c.Lifestyle != (patient.Lifestyle{}) {
				t.Errorf("proposals say something of her history: %+v %+v", c.History, c.Lifestyle)
			}
			said := false
			for _, i := range c.Issues {
				said = said || strings.Contains(i.En, "proposals of an earlier assessment")
			}
			if !said {
				t.Error("nobody is told that proposals were left out")
			}
		})
	}
}

// TestServerThatStrips: a server may drop tags or identifiers; one of the two is
// enough.
func TestServerThatStrips(t *testing.T) {
	data := write(t, assessed(t, "../../examples/anna.yaml", assessment.Options{}))
	for _, lost := range []string{"meta", "identifier"} {
		var b object
		if err := json.Unmarshal(data, &b); err != nil {
			t.Fatal(err)
		}
		for _, e := range b["entry"].([]any) {
			if r := at(e, "resource").(object); r["resourceType"] != "Patient" {
				delete(r, lost)
			}
		}
		stripped, _ := json.Marshal(b)
		if c := readBack(t, stripped); len(c.Conditions)+len(c.Observations) > 0 {
			t.Errorf("without %s, facts: %+v %+v", lost, c.Conditions, c.Observations)
		}
	}
}

// TestConfirmedBySomebody: once a person has confirmed a suggestion it is a
// diagnosis.
func TestConfirmedBySomebody(t *testing.T) {
	data := write(t, assessed(t, "../../examples/anna.yaml", assessment.Options{}))
	confirmed := bytes.ReplaceAll(data, []byte(`"code":"unconfirmed"}]}`), []byte(`"code":"confirmed"}]}`))
	c := readBack(t, confirmed)
	for _, d := range c.Conditions {
		if d.ID == "antiphospholipid-syndrome" && !d.Absent {
			return
		}
	}
	t.Errorf("a confirmed diagnosis is not read: %+v", c.Conditions)
}
