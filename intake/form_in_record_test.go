package intake_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// formOf is a filled long form of hers of a day.
func formOf(id, authored string, items ...object) object {
	f := object{"resourceType": "QuestionnaireResponse", "id": id, "questionnaire": "urn:gravida:questionnaire:case|2026.1", "status": "completed", "item": items,
		"subject": object{"reference": "Patient/her"}}
	if authored != "" {
		f["authored"] = authored
	}
	return f
}

// record is a Bundle of a woman's resources, with her Patient.
func record(born string, resources ...object) []byte {
	her := object{"resourceType": "Patient", "id": "her", "gender": "female"}
	if born != "" {
		her["birthDate"] = born
	}
	entries := []object{{"resource": her}}
	for _, r := range resources {
		entries = append(entries, object{"resource": r})
	}
	data, err := json.Marshal(object{"resourceType": "Bundle", "type": "collection", "entry": entries})
	if err != nil {
		panic(err)
	}
	return data
}

func codeIn(system, code string) object {
	return object{"coding": []object{{"system": system, "code": code}}}
}

func measured(id, loinc, day string, value float64, unit string) object {
	return object{"resourceType": "Observation", "id": id, "status": "final", "subject": object{"reference": "Patient/her"}, "code": codeIn("http://loinc.org", loinc),
		"effectiveDateTime": day, "valueQuantity": object{"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}}
}

func diagnosed(id, snomed, day string) object {
	return object{"resourceType": "Condition", "id": id, "subject": object{"reference": "Patient/her"}, "code": codeIn("http://snomed.info/sct", snomed), "onsetDateTime": day,
		"clinicalStatus":     codeIn("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
		"verificationStatus": codeIn("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed")}
}

func endedSo(outcome, day string) object {
	return group("pregnancies", item("pregnancies.outcome", chosen("urn:gravida:outcome", outcome)), item("pregnancies.ended", object{"valueDate": day}))
}

func all(list string) object { return item("lists."+list, chosen("urn:gravida:lists", "all")) }

// says finds an issue by its English words.
func says(c *patient.Case, words string) bool {
	return slices.ContainsFunc(c.Issues, func(i patient.Issue) bool { return strings.Contains(i.En, words) && i.Zh != "" })
}

func joined(t *testing.T, k *knowledge.Base, data []byte) *patient.Case {
	t.Helper()
	return readOne(t, "record.json", data, k)
}

// A filled form among other resources of the same woman is read as the form it is, and
// put together with what they tell.
func TestFormJoinsRecord(t *testing.T) {
	k := base(t)
	form := formOf("f", "2026-03-01", group("patient", item("patient.heightCm", object{"valueDecimal": 165})),
		endedSo("livebirth", "2021-02-03"), endedSo("miscarriage", "2024-05-10"), all("pregnancies"),
		group("partner", item("partner.age", object{"valueInteger": 40})),
		group("status", item("status.planningPregnancy", yes())))
	c := joined(t, k, record("1990-07-03", form, diagnosed("m", "17369002", "2024-05-12"), measured("t", "3016-3", "2024-01-09", 2.5, "m[IU]/L")))
	if len(c.Pregnancies) != 2 || !c.History.Complete {
		t.Errorf("%d pregnancies, whole: %v; the record tells of one of the two", len(c.Pregnancies), c.History.Complete)
	}
	if len(c.Observations) != 1 || c.Observations[0].Test != "tsh" {
		t.Errorf("results: %+v", c.Observations)
	}
	if c.HeightCm.Value != 165 || c.HeightCm.Source.Document != "QuestionnaireResponse/f" || c.HeightCm.Source.At != "patient.heightCm" {
		t.Errorf("height %+v", c.HeightCm)
	}
	if !c.Status.PlanningPregnancy.Value || c.Partner.Age.Value != 40 || c.Born.Value.String() != "1990-07-03" {
		t.Errorf("plans %v, his age %v, born %v", c.Status.PlanningPregnancy, c.Partner.Age, c.Born)
	}
	for _, i := range c.Issues {
		t.Errorf("issue: %s: %s", i.Source, i.En)
	}
	for _, n := range c.Reading.Types {
		if n.Type == "QuestionnaireResponse" && n.Read != 1 {
			t.Errorf("the form is not counted as read: %+v", n)
		}
	}
}

// Where form and record say otherwise, neither is chosen, and what is in question is named.
func TestFormAgainstRecord(t *testing.T) {
	k := base(t)
	height := group("patient", item("patient.heightCm", object{"valueDecimal": 165}))
	c := joined(t, k, record("", formOf("f", "2026-03-01", height), measured("h", "8302-2", "2026-03-01", 171, "cm")))
	if c.HeightCm.Known || !says(c, "her height the form says 165, and the record elsewhere 171") {
		t.Errorf("height %v, %v", c.HeightCm, c.Issues)
	}
	c = joined(t, k, record("", formOf("f", "2026-03-01", endedSo("livebirth", "2024-05-10")), diagnosed("m", "17369002", "2024-05-10")))
	if len(c.Pregnancies) != 1 || c.Pregnancies[0].Outcome != "" || !says(c, "A pregnancy of the form is recorded elsewhere as miscarriage, and in the form as live birth") {
		t.Errorf("%+v, %v", c.Pregnancies, c.Issues)
	}
	c = joined(t, k, record("", formOf("f", "2026-03-01", endedSo("miscarriage", "2024-05-10"), all("pregnancies")), diagnosed("m", "17369002", "2019-05-10")))
	if len(c.Pregnancies) != 2 || c.History.Complete || !says(c, "The form gave all pregnancies, and the record tells of one more") {
		t.Errorf("%d pregnancies, whole: %v, %v", len(c.Pregnancies), c.History.Complete, c.Issues)
	}
	c = joined(t, k, record("", formOf("f", "2024-03-01", group("status", item("status.pregnant", yes()))), measured("t", "3016-3", "2026-01-09", 2.5, "m[IU]/L")))
	if c.Status.Pregnant.Known || !says(c, "The form is of 2024-03-01, and the record goes on to 2026-01-09") {
		t.Errorf("pregnant: %v, %v", c.Status.Pregnant, c.Issues)
	}
}

// A year of birth agrees with a day in it; another year does not.
func TestFormAndDateOfBirth(t *testing.T) {
	k := base(t)
	born := func(day string) object {
		return formOf("f", "2026-03-01", group("patient", item("patient.born", object{"valueDate": day})))
	}
	for form, want := range map[string]string{"1990": "1990-07-03", "1990-07-03": "1990-07-03", "1991": ""} {
		c := joined(t, k, record("1990-07-03", born(form), measured("t", "3016-3", "2024-01-09", 2.5, "m[IU]/L")))
		if c.Born.Known != (want != "") || want != "" && c.Born.Value.String() != want || says(c, "date of birth") != (want == "") {
			t.Errorf("form %s: born %v, %v", form, c.Born, c.Issues)
		}
	}
	if c := joined(t, k, record("1990", born("1990-07-03"), measured("t", "3016-3", "2024-01-09", 2.5, "m[IU]/L"))); c.Born.Value.String() != "1990-07-03" {
		t.Errorf("born %v", c.Born)
	}
}

// Of several forms the newest is read; one that was withdrawn is none, and another's is
// read as before.
func TestFormsInRecord(t *testing.T) {
	k := base(t)
	height := func(id, day string, cm int) object {
		return formOf(id, day, group("patient", item("patient.heightCm", object{"valueDecimal": cm})))
	}
	result := measured("t", "3016-3", "2019-01-09", 2.5, "m[IU]/L")
	c := joined(t, k, record("", height("new", "2026-03-01", 165), height("old", "2025-03-01", 160), result))
	if c.HeightCm.Value != 165 || !says(c, "holds a newer form; the one of 2025-03-01 was not read") {
		t.Errorf("height %v, %v", c.HeightCm, c.Issues)
	}
	c = joined(t, k, record("", height("a", "2026-03-01", 165), height("b", "", 160), result))
	if c.HeightCm.Value != 165 || !says(c, "which of them is the newest is not known; only QuestionnaireResponse/a was read") {
		t.Errorf("height %v, %v", c.HeightCm, c.Issues)
	}
	wrong := height("w", "2026-03-01", 165)
	wrong["status"] = "entered-in-error"
	if c = joined(t, k, record("", wrong, result)); c.HeightCm.Known {
		t.Errorf("a form that was entered in error gives a height of %v", c.HeightCm)
	}
	open := height("o", "2026-03-01", 165)
	open["status"] = "in-progress"
	if c = joined(t, k, record("", open, result)); c.HeightCm.Value != 165 || !says(c, "was not filled in to its end") {
		t.Errorf("height %v, %v", c.HeightCm, c.Issues)
	}
	other := height("x", "2026-03-01", 165)
	other["questionnaire"] = "http://example.org/form"
	if c = joined(t, k, record("", other, result)); c.HeightCm.Known {
		t.Errorf("another's form gives a height of %v", c.HeightCm)
	}
	interview := height("i", "2026-03-01", 165)
	interview["questionnaire"] = "urn:gravida:questionnaire:interview"
	if c = joined(t, k, record("", interview, result)); !says(c, "The form could not be read") {
		t.Errorf("nobody can read the interview here, and nothing is said: %v", c.Issues)
	}
}

// The lines of an export are one record too.
func TestFormInExport(t *testing.T) {
	k := base(t)
	var lines []string
	for _, r := range []object{{"resourceType": "Patient", "id": "her", "gender": "female"},
		formOf("f", "2026-03-01", group("patient", item("patient.heightCm", object{"valueDecimal": 165}))), measured("t", "3016-3", "2024-01-09", 2.5, "m[IU]/L")} {
		line, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	c := readOne(t, "record.ndjson", []byte(strings.Join(lines, "\n")), k)
	if c.HeightCm.Value != 165 || len(c.Observations) != 1 {
		t.Errorf("height %v, results %v, %v", c.HeightCm, c.Observations, c.Issues)
	}
}

// A form in XML is a form, in a record or alone.
func TestFormInXML(t *testing.T) {
	const form = `<QuestionnaireResponse xmlns="http://hl7.org/fhir"><id value="f"/><questionnaire value="urn:gravida:questionnaire:case|2026.1"/><status value="completed"/>
<subject><reference value="Patient/her"/></subject><authored value="2026-03-01"/>
<item><linkId value="patient"/><item><linkId value="patient.heightCm"/><answer><valueDecimal value="165"/></answer></item></item></QuestionnaireResponse>`
	const bundle = `<Bundle xmlns="http://hl7.org/fhir"><type value="collection"/>
<entry><resource><Patient><id value="her"/><gender value="female"/></Patient></resource></entry>
<entry><resource>` + form + `</resource></entry>
<entry><resource><Encounter><id value="e"/><status value="finished"/><class><code value="AMB"/></class><subject><reference value="Patient/her"/></subject></Encounter></resource></entry>
</Bundle>`
	for _, data := range []string{bundle, form} {
		if c := readOne(t, "record.xml", []byte(data), base(t)); c.HeightCm.Value != 165 || c.AsOf.String() != "2026-03-01" {
			t.Errorf("height %v on %s, %v, of\n%s", c.HeightCm, c.AsOf, c.Issues, data)
		}
	}
}
