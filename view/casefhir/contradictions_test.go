package casefhir_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
)

// everything is a case whose lists are whole: what is not on them is a no.
const everything = `gravida: case/1
id: anna
asOf: 2026-03-01
patient: {born: 1991-04-12, heightCm: 165}
pregnancies:
  - {outcome: miscarriage, ended: 2022-05-10, gestation: 8w2d, tissueKaryotype: normal}
  - {outcome: miscarriage}
  - {outcome: ongoing, gestation: 8w0d}
conditions: [pcos]
events: [{event: venous-thrombosis, date: 2018-03}]
absent: [diabetes, arterial-thrombosis]
medications: [aspirin]
procedures: [septum-resection]
allergies: [heparin]
lifestyle: {smoking: never}
partner: {label: A, karyotype: normal}
status: {pregnant: true, gestation: 8w0d, symptoms: [fever]}
lists: {conditions: all, events: all}
`

// whole are the lists of a case that are whole.
func whole(c *patient.Case) (keys string) {
	for _, l := range []struct {
		key string
		is  bool
	}{
		{"pregnancies", c.History.Complete}, {"conditions", c.NoConditions.Value}, {"events", c.NoEvents.Value}, {"medications", c.AllMedicines.Value},
		{"procedures", c.AllProcedures.Value}, {"allergies", c.AllAllergies.Value}, {"symptoms", c.Status.AllSymptoms.Value},
	} {
		if l.is {
			keys += " " + l.key
		}
	}
	return strings.TrimSpace(keys)
}

const allLists = "pregnancies conditions events medications procedures allergies symptoms"

func everythingKnown(t *testing.T) *patient.Case {
	t.Helper()
	c, err := casefile.Read("case.yaml", []byte(everything), base(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDoubtIsNoNo: an entry of a whole list that is in doubt, or did not arrive, does
// not become one that there is not. One that somebody withdrew does.
func TestDoubtIsNoNo(t *testing.T) {
	c := everythingKnown(t)
	status := func(word string) func(object) { return func(r object) { r["status"] = word } }
	verify := func(word string) func(object) {
		return func(r object) { at(r, "verificationStatus", "coding", 0).(object)["code"] = word }
	}
	lost := func(r object) { clear(r) }
	changed := func(r object) { r["modifierExtension"] = []any{object{"url": "urn:x", "valueBoolean": true}} }
	otherWord := func(r object) {
		for _, key := range []string{"code", "medicationCodeableConcept"} {
			if r[key] == nil {
				continue
			}
			for _, coding := range at(r, key, "coding").([]any) {
				coding.(object)["code"] = "gremlins"
			}
		}
	}
	type row struct {
		of, name string
		edit     func(object)
		gone     string // the lists that are whole no longer
	}
	rows := []row{
		{"conditions/1", "suspected", verify("provisional"), "conditions"},
		{"conditions/1", "withdrawn", verify("entered-in-error"), ""},
		{"conditions/1", "over", func(r object) { at(r, "clinicalStatus", "coding", 0).(object)["code"] = "resolved" }, "conditions"},
		{"events/1", "suspected", verify("unconfirmed"), "events"},
		{"events/1", "withdrawn", verify("entered-in-error"), ""},
		{"medications/1", "unknown", status("unknown"), "medications"},
		{"medications/1", "intended", status("intended"), "medications"},
		{"medications/1", "not taken", status("not-taken"), ""},
		{"procedures/1", "going on", status("in-progress"), "procedures"},
		{"procedures/1", "not done", status("not-done"), ""},
		{"allergies/1", "suspected", verify("unconfirmed"), "allergies"},
		{"allergies/1", "withdrawn", verify("entered-in-error"), ""},
		{"symptoms/1", "not final", status("registered"), "symptoms"},
		{"symptoms/1", "withdrawn", status("entered-in-error"), ""},
	}
	for _, list := range strings.Fields(allLists) {
		rows = append(rows, row{list + "/1", "did not arrive", lost, list}, row{list + "/1", "changed by a rule of nobody's", changed, list})
		if list != "pregnancies" {
			rows = append(rows, row{list + "/1", "a word of nobody's", otherWord, list})
		}
	}
	for _, test := range rows {
		t.Run(test.of+" "+test.name, func(t *testing.T) {
			want := allLists
			if test.gone != "" {
				want = strings.Join(strings.Fields(strings.Replace(allLists, test.gone, "", 1)), " ")
			}
			got, told := readEdited(t, c, test.of, test.edit)
			if whole(got) != want {
				t.Errorf("whole are %s, want %s", whole(got), want)
			}
			if (test.gone != "") != strings.Contains(told, "was not taken as whole") && test.gone != "pregnancies" {
				t.Errorf("told %q", told)
			}
		})
	}
}

// TestOthersContradict: what Gravida wrote is no better than what others wrote. Where
// the two contradict each other, neither is chosen, and it is told.
func TestOthersContradict(t *testing.T) {
	c := everythingKnown(t)
	observed := func(system, code, day, value string) string {
		return fmt.Sprintf(`{"resourceType":"Observation","id":"x%s","status":"final","subject":{"reference":"HER"},"effectiveDateTime":"%s","code":{"coding":[{"system":"%s","code":"%s"}]},%s}`, code, day, system, code, value)
	}
	condition := func(code, verified, more string) string {
		return fmt.Sprintf(`{"resourceType":"Condition","id":"x%s","subject":{"reference":"HER"},"verificationStatus":{"coding":[{"code":"%s"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"%s"}]}%s}`, code, verified, code, more)
	}
	on := func(day string) string { return `,"onsetDateTime":"` + day + `"` }
	const loincSystem, snomedSystem = "http://loinc.org", "http://snomed.info/sct"
	pregnant := func(yes string) string {
		return `"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"` + yes + `"}]}`
	}
	for _, test := range []struct {
		name  string
		added []string
		issue string
		want  func(*patient.Case) bool
	}{
		{"another height on that day", []string{observed(loincSystem, "8302-2", "2026-03-01", `"valueQuantity":{"value":170,"unit":"cm","code":"cm"}`)}, "On her height the case says 165, and the record elsewhere 170",
			func(c *patient.Case) bool { return !c.HeightCm.Known }},
		{"an older height", []string{observed(loincSystem, "8302-2", "2020-03-01", `"valueQuantity":{"value":170,"unit":"cm","code":"cm"}`)}, "",
			func(c *patient.Case) bool { return c.HeightCm.Value == 165 }},
		{"a newer height", []string{observed(loincSystem, "8302-2", "2026-03-02", `"valueQuantity":{"value":170,"unit":"cm","code":"cm"}`)}, "the record goes on",
			func(c *patient.Case) bool { return c.HeightCm.Value == 170 }},
		{"she smokes", []string{observed(loincSystem, "72166-2", "2026-03-01", `"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"449868002"}]}`)}, "On smoking the case says never",
			func(c *patient.Case) bool { return !c.Lifestyle.Smoking.Known }},
		{"she is not pregnant", []string{observed(loincSystem, "82810-3", "2026-03-01", pregnant("60001007"))}, "On whether she is pregnant the case says true",
			func(c *patient.Case) bool {
				return !c.Status.Pregnant.Known && !c.Status.Gestation.Known
			}},
		{"she was not pregnant a year ago", []string{observed(loincSystem, "82810-3", "2025-03-01", pregnant("60001007"))}, "",
			func(c *patient.Case) bool { return c.Status.Pregnant.Value }},
		{"a disease is ruled out elsewhere", []string{condition("237055002", "refuted", "")}, "both asserts and rules out pcos",
			func(c *patient.Case) bool {
				return len(c.Conditions) == 2 && !c.NoConditions.Known
			}},
		{"a disease that is ruled out is asserted elsewhere", []string{condition("73211009", "confirmed", "")}, "both asserts and rules out diabetes",
			func(c *patient.Case) bool {
				return len(c.Conditions) == 2 && !c.NoConditions.Known
			}},
		{"an event is ruled out elsewhere", []string{condition("128053003", "refuted", "")}, "both asserts and rules out venous-thrombosis",
			func(c *patient.Case) bool {
				return len(c.Events) == 0 && !c.NoEvents.Known
			}},
		{"a loss ended otherwise", []string{condition("281050002", "confirmed", on("2022-05-12"))}, "neither was chosen",
			func(c *patient.Case) bool { return len(c.Pregnancies) == 3 && c.Pregnancies[0].Outcome == "" }},
		{"one more loss than the undated one", []string{condition("17369002", "confirmed", on("2019-05-12")), strings.Replace(condition("17369002", "confirmed", on("2020-09-12")), `"id":"x`, `"id":"y`, 1)},
			"the record tells of one more",
			func(c *patient.Case) bool { return len(c.Pregnancies) == 4 && !c.History.Complete }},
		{"the pregnancy that goes on had ended", []string{condition("17369002", "confirmed", on("2026-02-20"))}, "neither was chosen",
			func(c *patient.Case) bool {
				return len(c.Pregnancies) == 3 && c.Pregnancies[2].Outcome == "" && !c.Status.Pregnant.Known
			}},
		{"the pregnancy that goes on ended later", []string{condition("17369002", "confirmed", on("2026-03-20"))}, "the record goes on",
			func(c *patient.Case) bool {
				return len(c.Pregnancies) == 3 && c.Pregnancies[2].Outcome == patient.Miscarriage && !c.Status.Pregnant.Value
			}},
		{"another partner", []string{`{"resourceType":"RelatedPerson","id":"rp","patient":{"reference":"HER"},"relationship":[{"coding":[{"code":"HUSB"}]}]}`}, "whether they are one man is not known",
			func(c *patient.Case) bool { return c.Partner.Label.Value == "A" }},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, told := readEdited(t, c, "", nil, test.added...)
			if (test.issue == "") != (told == "") || !strings.Contains(told, test.issue) {
				t.Errorf("told %q, want %q", told, test.issue)
			}
			if !test.want(got) {
				data, _ := json.MarshalIndent(got, "", " ")
				t.Errorf("%s\n%s", told, data)
			}
		})
	}
}

// TestSentTwice: a Bundle that a server took twice, under other ids, says everything
// once. Copies that differ are not believed.
func TestSentTwice(t *testing.T) {
	c, k := everythingKnown(t), base(t)
	twice := func(edit func(object)) *patient.Case {
		var bundle object
		if err := json.Unmarshal(written(t, c, k), &bundle); err != nil {
			t.Fatal(err)
		}
		entries := bundle["entry"].([]any)
		for i, e := range bundle["entry"].([]any) {
			var again object
			data, _ := json.Marshal(e)
			if err := json.Unmarshal(data, &again); err != nil {
				t.Fatal(err)
			}
			r := again["resource"].(object)
			if r["resourceType"] == "Patient" || r["resourceType"] == "RelatedPerson" {
				continue
			}
			again["fullUrl"], r["id"] = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", i), fmt.Sprint("copy-", i)
			edit(r)
			entries = append(entries, again)
		}
		bundle["entry"] = entries
		data, err := json.Marshal(bundle)
		if err != nil {
			t.Fatal(err)
		}
		return readBack(t, "twice.json", data, k)
	}
	same := twice(func(object) {})
	if len(same.Pregnancies) != 3 || len(same.Medications) != 1 || len(same.Allergies) != 1 || len(same.Issues) > 0 || whole(same) != allLists {
		t.Errorf("%d pregnancies, %d medicines, %d allergies, whole %s, %v", len(same.Pregnancies), len(same.Medications), len(same.Allergies), whole(same), same.Issues)
	}
	differ := twice(func(r object) {
		if r["identifier"] != nil && place(r) == "allergies/1" {
			at(r, "verificationStatus", "coding", 0).(object)["code"] = "refuted"
		}
	})
	if len(differ.Allergies) != 0 || differ.AllAllergies.Known || len(differ.Issues) == 0 {
		t.Errorf("allergies %v, whole %v, told %v", differ.Allergies, differ.AllAllergies.Known, differ.Issues)
	}
}
