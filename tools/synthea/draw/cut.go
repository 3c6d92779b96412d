package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"slices"
)

// elements that bear on what a resource tells; the rest, names and addresses
// first, is left out.
var elements = []string{"resourceType", "id", "birthDate", "gender", "deceasedDateTime", "status", "intent", "clinicalStatus", "verificationStatus",
	"category", "class", "type", "code", "medicationCodeableConcept", "medicationReference", "subject", "patient", "encounter", "reasonCode", "reasonReference",
	"onsetDateTime", "abatementDateTime", "recordedDate", "period", "performedDateTime", "performedPeriod", "effectiveDateTime", "issued", "authoredOn",
	"valueQuantity", "valueCodeableConcept", "valueString", "valueInteger", "component", "hasMember", "referenceRange", "interpretation"}

// write writes the women's resources, one a line: every Condition, whatever tells
// of a pregnancy, and the encounters these point at.
func write(name string, women []*woman) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriter(f)
	for _, w := range women {
		wanted := map[string]bool{}
		for _, r := range w.resources {
			if e, ok := r["encounter"].(map[string]any); ok && kept(r) {
				wanted[e["reference"].(string)] = true
			}
		}
		for _, r := range w.resources {
			id, _ := r["id"].(string)
			if !kept(r) && !(r["resourceType"] == "Encounter" && wanted["Encounter/"+id]) {
				continue
			}
			short := map[string]any{}
			for k, v := range r {
				if slices.Contains(elements, k) {
					short[k] = v
				}
			}
			line, err := json.Marshal(short)
			if err != nil {
				return err
			}
			out.Write(line)
			out.WriteByte('\n')
		}
	}
	return out.Flush()
}

func kept(r map[string]any) bool {
	return r["resourceType"] == "Patient" || r["resourceType"] == "Condition" || tells(r)
}
