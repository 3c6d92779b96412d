package fhirin_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/patient"
)

// A resource counts only as far as its status lets it, whatever its type.
func TestStatuses(t *testing.T) {
	loss := `"code":` + concept(completed)
	resource := func(kind, status string, more ...string) string {
		about := anna
		if kind == "EpisodeOfCare" || kind == "AllergyIntolerance" {
			about = `"patient":{"reference":"Patient/anna"}`
		}
		return "{" + strings.Join(append([]string{fmt.Sprintf(`"resourceType":%q,"id":"x"`, kind), fmt.Sprintf(`"status":%q`, status), about}, more...), ",") + "}"
	}
	kinds := []struct {
		kind    string
		write   func(status string) string
		counts  string // what a status of good is read as
		good    []string
		bad     []string
		suspect []string // not counted, and said so
	}{
		{"Condition", func(s string) string { return condition(completed, "2015-02-03", verified(s)) }, "miscarriage",
			[]string{"confirmed"}, []string{"entered-in-error", "refuted"}, []string{"unconfirmed", "provisional", "differential"}},
		{"Procedure", func(s string) string {
			return resource("Procedure", s, `"code":`+concept(terminated), `"performedDateTime":"2015-02-03"`)
		}, "termination",
			[]string{"completed"}, []string{"entered-in-error", "not-done", "preparation", "in-progress", "on-hold", "stopped", "unknown"}, nil},
		{"Encounter", func(s string) string {
			return resource("Encounter", s, `"period":{"start":"2015-02-03"}`, `"reasonCode":[`+concept(completed)+`]`)
		}, "miscarriage",
			[]string{"finished", "in-progress"}, []string{"entered-in-error", "cancelled", "planned"}, nil},
		{"Observation of one pregnancy", func(s string) string {
			return resource("Observation", s, `"code":`+concept("loinc:63893-2"), `"effectiveDateTime":"2015-02-03"`, coded("sct:17369002"))
		}, "miscarriage",
			[]string{"final", "amended", "corrected"}, []string{"entered-in-error", "cancelled", "registered"}, nil},
		{"Observation of a number", func(s string) string {
			return resource("Observation", s, `"code":`+concept("loinc:11614-5"), `"effectiveDateTime":"2015-02-03"`, `"valueInteger":1`)
		}, "miscarriage",
			[]string{"final"}, []string{"entered-in-error", "cancelled", "registered"}, nil},
		{"EpisodeOfCare", func(s string) string {
			return resource("EpisodeOfCare", s, `"type":[`+concept("sct:424525001")+`]`, `"period":{"start":"2015-02-03","end":"2015-03-03"}`)
		}, "open",
			[]string{"active", "finished", "onhold"}, []string{"entered-in-error", "cancelled", "planned", "waitlist"}, nil},
		{"DiagnosticReport", func(s string) string { return report(s, "2015-02-03", `"conclusionCode":[`+concept(completed)+`]`) }, "miscarriage",
			[]string{"final", "amended", "corrected", "appended"}, []string{"entered-in-error", "cancelled", "registered"}, []string{"partial", "preliminary", "unknown"}},
		{"QuestionnaireResponse", func(s string) string {
			return resource("QuestionnaireResponse", s, `"item":[{"linkId":"/11614-5","answer":[{"valueInteger":1}]}]`)
		}, "miscarriage",
			[]string{"completed", "amended"}, []string{"entered-in-error"}, []string{"in-progress", "stopped"}},
		{"DocumentReference", func(s string) string {
			return strings.Replace(document("自然流产1次"), `"status":"current"`, fmt.Sprintf(`"status":%q`, s), 1)
		}, "miscarriage",
			[]string{"current"}, []string{"entered-in-error", "superseded"}, nil},
		{"document's own status", func(s string) string { return document("自然流产1次", fmt.Sprintf(`"docStatus":%q`, s)) }, "miscarriage",
			[]string{"final", "amended"}, []string{"entered-in-error"}, []string{"preliminary"}},
		{"Composition", func(s string) string {
			return composition("孕产史", "<div>自然流产1次</div>", fmt.Sprintf(`"status":%q`, s))
		}, "miscarriage",
			[]string{"final", "amended"}, []string{"entered-in-error"}, []string{"preliminary"}},
		{"FamilyMemberHistory", func(s string) string {
			return `{"resourceType":"FamilyMemberHistory","id":"f","status":"` + s + `","patient":{"reference":"Patient/anna"},"condition":[{` + loss + `}]}`
		}, "", []string{"completed"}, []string{"entered-in-error"}, nil},
	}
	for _, kind := range kinds {
		read := func(status string) *patient.Case { return one(t, resources(t, kind.write(status))) }
		for _, s := range kind.good {
			if got, _, _ := strings.Cut(told(read(s)), " "); got != kind.counts {
				t.Errorf("%s %s is read as %q, want %q\n%s", kind.kind, s, got, kind.counts, issues(read(s)))
			}
		}
		for _, s := range kind.bad {
			if c := read(s); told(c) != "" || c.History.Given {
				t.Errorf("%s %s is read as %q", kind.kind, s, told(c))
			}
		}
		for _, s := range kind.suspect {
			if c := read(s); told(c) != "" || len(c.Issues) == 0 {
				t.Errorf("%s %s is read as %q, and %d issues say so", kind.kind, s, told(c), len(c.Issues))
			}
		}
	}
}

// A medicine for an ending belongs to one and proves none, whichever resource
// names it and however.
func TestMedicinesOfAnEnding(t *testing.T) {
	misoprostol := concept("rx:42331")
	direct := `"medicationCodeableConcept":` + misoprostol
	for _, m := range []string{
		`{"resourceType":"MedicationRequest","id":"m","status":"completed","intent":"order",` + anna + `,"authoredOn":"2018-04-02",` + direct + `}`,
		`{"resourceType":"MedicationStatement","id":"m","status":"completed",` + anna + `,"effectiveDateTime":"2018-04-02",` + direct + `}`,
		`{"resourceType":"MedicationStatement","id":"m","status":"completed",` + anna + `,"effectivePeriod":{"start":"2018-04-02","end":"2018-04-03"},` + direct + `}`,
		`{"resourceType":"MedicationAdministration","id":"m","status":"completed",` + anna + `,"effectiveDateTime":"2018-04-02",` + direct + `}`,
		`{"resourceType":"MedicationAdministration","id":"m","status":"completed",` + anna + `,"effectiveDateTime":"2018-04-02","medicationReference":{"reference":"#d"},"contained":[{"resourceType":"Medication","id":"d","code":` + misoprostol + `}]}`,
		`{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order",` + anna + `,"authoredOn":"2018-04-02","medicationReference":{"reference":"#d"},"contained":[{"resourceType":"Medication","id":"d","ingredient":[{"itemCodeableConcept":` + misoprostol + `}]}]}`,
	} {
		if c := one(t, resources(t, condition(missed, "2018-04-01"), m)); told(c) != "miscarriage 2018-04-01" || len(c.Pregnancies[0].Merged) != 2 {
			t.Errorf("%s\nis read as %s, put together from %+v", m, told(c), c.Pregnancies)
		}
		if c := one(t, resources(t, m)); told(c) != "" {
			t.Errorf("%s\nalone is read as %s", m, told(c))
		}
	}
	for _, refused := range []string{
		`{"resourceType":"MedicationStatement","id":"m","status":"not-taken",` + anna + `,"effectiveDateTime":"2018-04-02",` + direct + `}`,
		`{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"order","doNotPerform":true,` + anna + `,"authoredOn":"2018-04-02",` + direct + `}`,
		`{"resourceType":"MedicationRequest","id":"m","status":"active","intent":"proposal",` + anna + `,"authoredOn":"2018-04-02",` + direct + `}`,
		`{"resourceType":"MedicationAdministration","id":"m","status":"not-done",` + anna + `,"effectiveDateTime":"2018-04-02",` + direct + `}`,
	} {
		if c := one(t, resources(t, condition(missed, "2018-04-01"), refused)); len(c.Pregnancies[0].Merged) != 1 {
			t.Errorf("%s\nwas taken for %+v", refused, c.Pregnancies[0].Merged)
		}
	}
}

// What is about somebody else is never hers, whatever its type.
func TestOtherPeople(t *testing.T) {
	zoe := `"subject":{"reference":"Patient/zoe"}`
	for _, text := range []string{
		condition(completed, "2015-02-03"), procedure(terminated, "2015-02-03"), observation("loinc:11614-5", "2015-02-03", `"valueInteger":3`),
		encounter("e", "2015-02-03", `"reasonCode":[`+concept(completed)+`]`), report("final", "2015-02-03", `"conclusionCode":[`+concept(missed)+`]`), document("自然流产3次"), composition("孕产史", "<div>自然流产3次</div>"),
		`{"resourceType":"QuestionnaireResponse","id":"q","status":"completed",` + anna + `,"item":[{"linkId":"/11614-5","answer":[{"valueInteger":3}]}]}`,
	} {
		c := find(t, readAll(t, strings.ReplaceAll(text, anna, zoe), `{"resourceType":"Patient","id":"zoe","gender":"female","birthDate":"1990"}`), "anna")
		if told(c) != "" || c.History.Given || len(c.Issues) > 0 {
			t.Errorf("%s\nof another woman is read as %s\n%s", text, told(c), issues(c))
		}
	}
}
