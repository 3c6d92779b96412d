package knowledgefhir_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/internal/fhirvalidator"
)

// TestValidator has HAPI FHIR validate everything that is exported, our own code
// systems, value sets and form known to it; and the answers of somebody who filled
// the form in. What is wrong on purpose has to be found.
func TestValidator(t *testing.T) {
	v := fhirvalidator.New(t)
	folder := t.TempDir()
	v.Know(folder)
	for _, r := range exported() {
		data, err := r.JSON()
		if err != nil {
			t.Fatal(err)
		}
		v.Add(t, r.String(), data)
		if err := os.WriteFile(filepath.Join(folder, r.File()), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, doc := range answered {
		v.Add(t, name, []byte(doc))
	}
	wrong := copied(t, find(t, "urn:gravida:plan:eshre-2022").json)
	action := actions(wrong["action"])[1]
	action["code"] = []any{object{"coding": []any{object{"system": "urn:gravida:direction", "code": "sideways"}}}}
	action["requiredBehavior"] = "shall"
	wrong["status"] = "finished"
	data, err := json.Marshal(wrong)
	if err != nil {
		t.Fatal(err)
	}
	v.Add(t, "wrong plan", data)
	found := map[string]string{}
	for _, flaw := range v.Flaws(t) {
		if !strings.HasPrefix(flaw.Name, "wrong") {
			t.Error(flaw)
		}
		found[flaw.Name] += flaw.String() + "\n"
	}
	for name, parts := range map[string][]string{
		"wrong plan":   {"urn:gravida:direction#sideways", "action-required-behavior", "publication-status"},
		"wrong answer": {"must be of the type Quantity"},
		"wrong option": {"is not a valid option"},
	} {
		for _, part := range parts {
			if !strings.Contains(found[name], part) {
				t.Errorf("the validator does not see %s in %s:\n%s", part, name, found[name])
			}
		}
	}
}

func copied(t *testing.T, o object) (c object) {
	t.Helper()
	data, err := json.Marshal(o)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const head = `{"resourceType": "QuestionnaireResponse", "questionnaire": "urn:gravida:questionnaire:case", "status": "completed", "authored": "2026-03-01", "item": [`

// answered are answers to the form; those that are wrong answer with a word where a
// number is asked for, and with a word that is no option.
var answered = map[string]string{
	"answers": head + `
	{"linkId": "patient", "item": [{"linkId": "patient.born", "answer": [{"valueDate": "1991-04-12"}]}]},
	{"linkId": "pregnancies", "item": [
		{"linkId": "pregnancies.outcome", "answer": [{"valueCoding": {"system": "urn:gravida:outcome", "code": "miscarriage"}}]},
		{"linkId": "pregnancies.ended", "answer": [{"valueDate": "2022-05"}]},
		{"linkId": "pregnancies.gestation", "answer": [{"valueString": "8w2d"}]}]},
	{"linkId": "observations", "item": [{"linkId": "observations.tsh", "item": [
		{"linkId": "observations.tsh.value", "answer": [{"valueQuantity": {"value": 5.1, "unit": "mIU/L"}}]}]}]},
	{"linkId": "conditions", "item": [
		{"linkId": "conditions.sle", "answer": [{"valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/v2-0136", "code": "Y"},
			"item": [{"linkId": "conditions.sle.since", "answer": [{"valueDate": "2019"}]}]}]},
		{"linkId": "conditions.asthma-aspirin-sensitive", "answer": [{"valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "asked-unknown"}}]}]},
	{"linkId": "events", "item": [
		{"linkId": "events.venous-thrombosis", "answer": [{"valueCoding": {"system": "http://terminology.hl7.org/CodeSystem/v2-0136", "code": "Y"}}]},
		{"linkId": "events.venous-thrombosis.each", "item": [{"linkId": "events.venous-thrombosis.date", "answer": [{"valueDate": "2018-03"}]}]}]},
	{"linkId": "lists.medications", "answer": [{"valueCoding": {"system": "urn:gravida:lists", "code": "all"}}]}]}`,
	"wrong answer": head + `{"linkId": "observations", "item": [{"linkId": "observations.tsh", "item": [
		{"linkId": "observations.tsh.value", "answer": [{"valueString": "rather high"}]}]}]}]}`,
	"wrong option": head + `{"linkId": "lifestyle", "item": [
		{"linkId": "lifestyle.smoking", "answer": [{"valueCoding": {"system": "urn:gravida:smoking", "code": "sometimes"}}]}]}]}`,
}
