package fhirin_test

import (
	"slices"
	"testing"

	"github.com/gravida-health/gravida/knowledge"
)

// Every word the tables of codes use exists where the reader looks for it.
func TestEveryConceptIsKnown(t *testing.T) {
	k := base(t)
	lists := map[string]string{knowledge.CodeCondition: knowledge.Conditions, knowledge.CodeThrombosis: knowledge.Conditions,
		knowledge.CodeMedication: knowledge.Medications, knowledge.CodeProcedure: knowledge.Procedures, knowledge.CodeAllergy: knowledge.Allergies}
	var missing []string
	for _, system := range k.Terminology.Systems() {
		for _, c := range k.Terminology.Codes(system) {
			switch list := lists[c.Kind]; {
			case c.Kind == knowledge.CodeTest && k.Test(c.Concept) == nil:
				missing = append(missing, "test "+c.Concept)
			case list != "" && c.Concept != "progesterone" && k.Word(list, c.Concept) == nil:
				missing = append(missing, list+" "+c.Concept)
			}
		}
	}
	slices.Sort(missing)
	for _, m := range slices.Compact(missing) {
		t.Errorf("the catalogue has no %s", m)
	}
}
