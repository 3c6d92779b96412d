package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
)

// elements that bear on what a resource tells; the rest, names and addresses
// first, is left out.
var elements = []string{"resourceType", "id", "birthDate", "gender", "deceasedDateTime", "status", "intent", "clinicalStatus", "verificationStatus",
	"category", "class", "type", "code", "medicationCodeableConcept", "medicationReference", "subject", "patient", "encounter", "reasonCode", "reasonReference",
	"onsetDateTime", "abatementDateTime", "recordedDate", "period", "performedDateTime", "performedPeriod", "effectiveDateTime", "issued", "authoredOn",
	"valueQuantity", "valueCodeableConcept", "valueString", "valueInteger", "component", "hasMember", "referenceRange", "interpretation"}

// write writes the women's resources, one a line: every Condition and allergy,
// whatever tells of a pregnancy, every medicine, operation and result once, the two
// newest results of each test that a person judged, and the encounters that what
// was judged points at.
func write(name string, women []*woman, texts map[string]judgement) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriter(f)
	for _, w := range women {
		wanted, kept := map[string]bool{}, w.kept(texts)
		for _, r := range w.resources {
			if e, ok := r["encounter"].(map[string]any); ok && kept[id(r)] && w.bears(r, texts) {
				wanted[e["reference"].(string)] = true
			}
		}
		for _, r := range w.resources {
			if !kept[id(r)] && !wanted[id(r)] {
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

func id(r map[string]any) string { return fmt.Sprint(r["resourceType"], "/", r["id"]) }

// kept lists the resources that are written.
func (w *woman) kept(texts map[string]judgement) map[string]bool {
	all, times := map[string]bool{}, map[string]int{}
	resources := slices.Clone(w.resources)
	slices.SortStableFunc(resources, func(a, b map[string]any) int { return cmp.Compare(moment(b), moment(a)) })
	for _, r := range resources {
		_, judged := w.judged(r, texts)
		keep := tells(r)
		switch r["resourceType"] {
		case "Patient", "Condition", "AllergyIntolerance":
			keep = true
		case "Procedure":
			times[says(r)]++
			keep = keep || judged || times[says(r)] == 1
		case "Observation":
			text := display(r["code"])
			times[text]++
			keep = keep || times[text] == 1 || judged && times[text] == 2
		case "MedicationRequest":
			ref, _ := r["medicationReference"].(map[string]any)
			text := fmt.Sprint(display(r["medicationCodeableConcept"]), ref["reference"], r["status"])
			times[text]++
			if keep = times[text] == 1; keep && ref != nil {
				all[ref["reference"].(string)] = true
			}
		}
		if keep {
			all[id(r)] = true
		}
	}
	return all
}

// bears reports whether a resource tells of a pregnancy or was judged, or is a
// diagnosis.
func (w *woman) bears(r map[string]any, texts map[string]judgement) bool {
	_, judged := w.judged(r, texts)
	return judged || tells(r) || r["resourceType"] == "Condition"
}

// moment is when a result was taken or a medicine prescribed.
func moment(r map[string]any) string {
	for _, name := range []string{"effectiveDateTime", "authoredOn"} {
		if s, ok := r[name].(string); ok {
			return s
		}
	}
	return ""
}
