package casefhir_test

import (
	"testing"

	"github.com/gravida-health/gravida/intake/casefile"
)

// What a record calls an event comes back, beside what it counts as.
func TestTheRecordsOwnWordReadBack(t *testing.T) {
	k := base(t)
	c, err := casefile.Read("her.yaml", []byte("gravida: case/1\nid: her\nasOf: 2026-03-01\nevents: [{event: pulmonary-embolism, date: 2018-03}, {event: venous-thrombosis, date: 2020}]\nconditions: [{condition: stroke, since: 2019}]\n"), k)
	if err != nil {
		t.Fatal(err)
	}
	got := readBack(t, "her.json", written(t, c, k), k)
	if len(got.Events) != 2 || got.Events[0].Event != "venous-thrombosis" || got.Events[0].As != "pulmonary-embolism" || got.Events[1].As != "" {
		t.Errorf("events are %+v", got.Events)
	}
	if len(got.Conditions) != 1 || got.Conditions[0].ID != "arterial-thrombosis" || got.Conditions[0].As != "stroke" {
		t.Errorf("conditions are %+v", got.Conditions)
	}
}
