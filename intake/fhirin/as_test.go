package fhirin_test

import "testing"

// A code that means a clot in a vein keeps what the record calls it, where that is
// one of our words; where it is not, or is two of them, it stays a clot in a vein.
func TestTheRecordsOwnWord(t *testing.T) {
	for code, want := range map[string]string{
		"icd:I26.9":           "pulmonary-embolism",
		"icd:I26.900x001|肺栓塞": "pulmonary-embolism",
		"sct:161512007":       "",
		"sct:128053003":       "",
		"sct:161508001":       "deep-vein-thrombosis",
		"sct:59282003|after a deep vein thrombosis, pulmonary embolism": "",
	} {
		c := one(t, resources(t, condition(code, "2018-03-01")))
		if len(c.Events) != 1 || c.Events[0].Event != "venous-thrombosis" || c.Events[0].As != want {
			t.Errorf("%s: %+v, want it kept as %q", code, c.Events, want)
		}
	}
}
