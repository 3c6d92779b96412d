package casefhir_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
)

type object = map[string]any

const edited = `gravida: case/1
id: anna
asOf: 2026-03-01
patient: {born: 1991-04-12}
pregnancies:
  - {outcome: miscarriage, ended: 2022-05-10, gestation: 8w2d}
  - {outcome: miscarriage, ended: 2024-11, gestation: 7, partner: A}
  - {outcome: ongoing}
observations:
  - {test: tsh, date: 2026-01-09, value: 5.1, unit: mIU/L, upperLimit: 4.0}
conditions: [{condition: pcos, since: 2019}]
absent: [diabetes]
medications: [aspirin]
allergies: [heparin]
partner: {label: A, karyotype: normal}
status: {pregnant: true, gestation: 8w0d, location: intrauterine}
`

// at gives what lies under some keys and places.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			v = v.(object)[p]
		case int:
			v = v.([]any)[p]
		}
	}
	return v
}

// place is where in its case a resource stands: "conditions/1".
func place(r object) string {
	for _, id := range r["identifier"].([]any) {
		if value, ok := strings.CutPrefix(at(id, "system").(string), "urn:gravida:entry"); ok && value == "" {
			_, where, _ := strings.Cut(at(id, "value").(string), "/")
			return where
		}
	}
	return ""
}

// TestEdits: whoever holds the record may change it, and is believed; what then
// contradicts itself is left unknown and told.
func TestEdits(t *testing.T) {
	k := base(t)
	c, err := casefile.Read("case.yaml", []byte(edited), k)
	if err != nil {
		t.Fatal(err)
	}
	verify := func(code string) func(object) {
		return func(r object) { at(r, "verificationStatus", "coding", 0).(object)["code"] = code }
	}
	status := func(word string) func(object) { return func(r object) { r["status"] = word } }
	add := func(texts ...string) []string { return texts }
	day := date.MustParse
	for _, test := range []struct {
		name  string
		of    string // the place of the resource that is edited
		edit  func(object)
		add   []string
		want  func(*patient.Case)
		issue string // of which some words are told; "" when nothing is
	}{
		{name: "nothing", want: func(*patient.Case) {}},
		{name: "a condition is refuted", of: "conditions/1", edit: verify("refuted"), want: func(c *patient.Case) { c.Conditions[0].Absent = true }},
		{name: "a condition was entered in error", of: "conditions/1", edit: verify("entered-in-error"), want: func(c *patient.Case) { c.Conditions = c.Conditions[1:] }},
		{name: "a condition is only suspected", of: "conditions/1", edit: verify("provisional"), issue: "only suspected", want: func(c *patient.Case) { c.Conditions = c.Conditions[1:] }},
		{name: "an absent condition is confirmed", of: "conditions/2", edit: verify("confirmed"), want: func(c *patient.Case) { c.Conditions[1].Absent = false }},
		{name: "a condition is over, nobody says since when", of: "conditions/1", issue: "recorded as over",
			edit: func(r object) { at(r, "clinicalStatus", "coding", 0).(object)["code"] = "resolved" }, want: func(c *patient.Case) { c.Conditions = c.Conditions[1:] }},
		{name: "a medicine was stopped on a day", of: "medications/1",
			edit: func(r object) { r["status"] = "stopped"; r["effectivePeriod"] = object{"end": "2026-02"} },
			want: func(c *patient.Case) { c.Medications[0].Until = day("2026-02") }},
		{name: "a medicine was stopped", of: "medications/1", edit: status("stopped"), issue: "no longer taken", want: func(c *patient.Case) { c.Medications = nil }},
		{name: "a medicine is not taken", of: "medications/1", edit: status("not-taken"), want: func(c *patient.Case) { c.Medications = nil }},
		{name: "an allergy is refuted", of: "allergies/1", edit: verify("refuted"), want: func(c *patient.Case) { c.Allergies = nil }},
		{name: "a result is corrected", of: "observations/1", edit: func(r object) { at(r, "valueQuantity").(object)["value"] = 2.5 },
			want: func(c *patient.Case) { c.Observations[0].Number, c.Observations[0].Written = 2.5, "2.5" }},
		{name: "a result in a unit its test cannot have", of: "observations/1", edit: func(r object) { at(r, "valueQuantity").(object)["unit"] = "mmol/L" }, issue: "its unit is not one of the test",
			want: func(c *patient.Case) {
				o := &c.Observations[0]
				o.HasNumber, o.Number, o.UnitIs, o.Unit = false, 0, "", "mmol/L"
			}},
		{name: "the gestation is corrected", of: "pregnancies/1", edit: func(r object) { at(r, "component", 1, "valueQuantity").(object)["value"] = 70 },
			want: func(c *patient.Case) { c.Pregnancies[0].Gestation = patient.Weeks(10, 0) }},
		{name: "a gestation nobody can have", of: "pregnancies/1", edit: func(r object) { at(r, "component", 1, "valueQuantity").(object)["value"] = 700 }, issue: "a gestational age of 700",
			want: func(c *patient.Case) { c.Pregnancies[0].Gestation = patient.Gestation{} }},
		{name: "another outcome, by its public code alone", of: "pregnancies/1", issue: "[#] Abortions is stated as 2, and the pregnancies of the case give 1",
			edit: func(r object) {
				at(r, "component", 0, "valueCodeableConcept").(object)["coding"] = []any{object{"system": "http://snomed.info/sct", "code": "281050002"}}
			},
			want: func(c *patient.Case) { c.Pregnancies[0].Outcome, c.History.Complete = patient.Livebirth, false }},
		{name: "an outcome that contradicts itself", of: "pregnancies/1", issue: "contradict each other",
			edit: func(r object) {
				at(r, "component", 0, "valueCodeableConcept", "coding", 0).(object)["code"] = "281050002"
			},
			want: func(c *patient.Case) { c.Pregnancies[0].Outcome, c.History.Complete = "", false }},
		{name: "a pregnancy was entered in error", of: "pregnancies/2", edit: status("entered-in-error"), issue: "[#] Pregnancies is stated as 3, and the pregnancies of the case give 2",
			want: func(c *patient.Case) {
				c.Pregnancies, c.History.Complete = append(c.Pregnancies[:1:1], c.Pregnancies[2:]...), false
			}},
		{name: "a count is corrected", of: "counts/gravidity", edit: func(r object) { at(r, "valueQuantity").(object)["value"] = 4 }, issue: "[#] Pregnancies is stated as 4",
			want: func(c *patient.Case) { c.History.Complete = false }},
		{name: "another due date", of: "status/dueDate", edit: func(r object) { r["valueDateTime"] = "2026-11-20" }, issue: "does not fit a gestational age",
			want: func(c *patient.Case) { c.Status.Gestation = patient.Fact[patient.Gestation]{} }},
		{name: "the partner's karyotype is corrected", of: "partner/karyotype",
			edit: func(r object) { at(r, "valueCodeableConcept", "coding", 0).(object)["code"] = "abnormal" },
			want: func(c *patient.Case) { c.Partner.Karyotype.Value = patient.Abnormal }},
		{name: "a word of nobody's", of: "conditions/1", edit: func(r object) {
			for _, coding := range at(r, "code", "coding").([]any) {
				coding.(object)["code"] = "gremlins"
			}
		}, issue: `"gremlins" is no word of this knowledge`, want: func(c *patient.Case) { c.Conditions = c.Conditions[1:] }},
		{name: "a value of nobody's", of: "status/location", edit: func(r object) {
			at(r, "valueCodeableConcept").(object)["coding"] = []any{object{"code": "moon"}}
		}, issue: "is not understood here", want: func(c *patient.Case) { c.Status.Location = patient.Fact[string]{} }},
		{name: "others tell of the same loss", add: add(`{"resourceType":"Condition","id":"x","subject":{"reference":"HER"},"onsetDateTime":"2022-05-12","code":{"coding":[{"system":"http://snomed.info/sct","code":"17369002"}]}}`),
			want: func(*patient.Case) {}},
		{name: "others tell of another loss", issue: "the record tells of one more", add: add(`{"resourceType":"Condition","id":"x","subject":{"reference":"HER"},"onsetDateTime":"2019-02-12","code":{"coding":[{"system":"http://snomed.info/sct","code":"17369002"}]}}`),
			want: func(c *patient.Case) {
				c.Pregnancies = append([]patient.Pregnancy{{Outcome: patient.Miscarriage, Ended: day("2019-02-12")}}, c.Pregnancies...)
				c.History.Complete = false
			}},
		{name: "others assert what the case rules out", issue: "both asserts and rules out diabetes",
			add:  add(`{"resourceType":"Condition","id":"x","subject":{"reference":"HER"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"73211009"}]}}`),
			want: func(c *patient.Case) { c.Conditions = c.Conditions[:1] }},
		{name: "the same result by others", add: add(`{"resourceType":"Observation","id":"x","status":"final","subject":{"reference":"HER"},"effectiveDateTime":"2026-01-09","code":{"coding":[{"system":"http://loinc.org","code":"3016-3"}]},"valueQuantity":{"value":5.1,"unit":"mIU/L"}}`),
			want: func(*patient.Case) {}},
		{name: "the record goes on", issue: "the record goes on to 2026-06-09",
			add: add(`{"resourceType":"Observation","id":"x","status":"final","subject":{"reference":"HER"},"effectiveDateTime":"2026-06-09","code":{"coding":[{"system":"http://loinc.org","code":"3016-3"}]},"valueQuantity":{"value":2.5,"unit":"mIU/L"}}`),
			want: func(c *patient.Case) {
				c.History.Complete = false
				c.AsOf, c.Status = date.Date{}, patient.Status{}
				c.AllMedicines, c.AllAllergies = patient.Fact[bool]{}, patient.Fact[bool]{}
				c.Observations = append(c.Observations, patient.Observation{Test: "tsh", Date: day("2026-06-09"), HasNumber: true, Number: 2.5, Written: "2.5", Unit: "mIU/L", UnitIs: "mIU/L"})
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, told := readEdited(t, c, test.of, test.edit, test.add...)
			want, err := casefile.Read("case.yaml", []byte(edited), k)
			if err != nil {
				t.Fatal(err)
			}
			test.want(want)
			if (test.issue == "") != (told == "") || !strings.Contains(told, test.issue) {
				t.Errorf("told %q, want %q", told, test.issue)
			}
			got.Issues = nil
			for i := range got.Pregnancies {
				got.Pregnancies[i].Merged = nil
			}
			if d := cmp.Diff(want, got, sameFacts); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
		})
	}
}

// readEdited writes a case, edits the resource at one place of it, adds what others
// wrote of her, and reads it again. HER stands for her in what is added.
func readEdited(t *testing.T, c *patient.Case, of string, edit func(object), added ...string) (got *patient.Case, told string) {
	t.Helper()
	k := base(t)
	var bundle object
	if err := json.Unmarshal(written(t, c, k), &bundle); err != nil {
		t.Fatal(err)
	}
	entries := bundle["entry"].([]any)
	her, done := at(entries, 0, "fullUrl").(string), of == ""
	var kept []any
	for _, e := range entries {
		r := at(e, "resource").(object)
		if of != "" && r["identifier"] != nil && place(r) == of {
			done = true
			if edit(r); r["resourceType"] == nil {
				continue // it did not arrive
			}
		}
		kept = append(kept, e)
	}
	if !done {
		t.Fatalf("there is no %s", of)
	}
	for _, text := range added {
		var r object
		if err := json.Unmarshal([]byte(strings.ReplaceAll(text, "HER", her)), &r); err != nil {
			t.Fatal(err)
		}
		kept = append(kept, object{"resource": r})
	}
	bundle["entry"] = kept
	data, err := json.Marshal(bundle)
	if err != nil {
		t.Fatal(err)
	}
	got = readBack(t, "edited.json", data, k)
	for _, i := range got.Issues {
		told += i.En + "\n"
		if i.Zh == "" || strings.Contains(i.En+i.Zh, "%!") {
			t.Errorf("an issue is not well said: %q, %q", i.En, i.Zh)
		}
	}
	return got, told
}
