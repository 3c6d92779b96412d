package fhirin

import (
	"testing"

	"github.com/gravida-health/gravida/knowledge"
)

// The table of signs and the tables of codes use the same words.
func TestSignsAndCodesAgree(t *testing.T) {
	k, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	coded := map[string]bool{}
	for _, system := range k.Terminology.Systems() {
		for _, c := range k.Terminology.Codes(system) {
			if c.Kind == knowledge.CodeEvidence && signOf[c.Concept] == nil {
				t.Errorf("%s: %s has no sign", c.At, c.Concept)
			}
			coded[c.Concept] = true
		}
	}
	for _, s := range signs {
		// Made from values, not from codes.
		made := s.concept == "dated" || s.concept == "gestation-code" || s.concept == "delivery-time"
		if !coded[s.concept] && !made {
			t.Errorf("no code stands for the sign %s", s.concept)
		}
	}
}
