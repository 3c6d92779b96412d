package sdc_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/sdc"
	"github.com/gravida-health/gravida/view/casefhir"
)

// beside puts a filled form into a Bundle with other resources of the same woman.
func beside(t *testing.T, response []byte, others ...object) []byte {
	t.Helper()
	var form object
	if err := json.Unmarshal(response, &form); err != nil {
		t.Fatal(err)
	}
	form["id"], form["subject"] = "form", object{"reference": "Patient/her"}
	entries := []object{{"resource": object{"resourceType": "Patient", "id": "her", "gender": "female"}}, {"resource": form}}
	for _, o := range others {
		o["subject"] = object{"reference": "Patient/her"}
		entries = append(entries, object{"resource": o})
	}
	data, err := json.Marshal(object{"resourceType": "Bundle", "type": "collection", "entry": entries})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestFormInRecord puts every named woman's filled form beside a visit and a result of
// hers that bear on nothing: it is read as the form it is, and is assessed as her file.
func TestFormInRecord(t *testing.T) {
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	forms, _ := made()
	for file, want := range filed(t, e) {
		response, _, err := forms.Populate(want, "en")
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, e, beside(t, response,
			object{"resourceType": "Encounter", "id": "e", "status": "finished", "class": object{"code": "AMB"}, "period": object{"start": "2009-01-01", "end": "2009-01-01"}},
			object{"resourceType": "Observation", "id": "o", "status": "final", "code": object{"coding": []object{{"system": "http://loinc.org", "code": "718-7", "display": "Hemoglobin"}}},
				"effectiveDateTime": "2009-01-01", "valueQuantity": object{"value": 13, "unit": "g/dL"}}))
		got.ID = want.ID
		if diff := cmp.Diff(inUCUM.Replace(assessed(t, e, want)), inUCUM.Replace(assessed(t, e, got))); diff != "" {
			t.Errorf("%s: the form in a record is assessed otherwise (-file +record):\n%s", file, diff)
		}
	}
}

// A case that Gravida wrote as FHIR stays what it is: a form beside it is named, and not
// read over it.
func TestFormBesideWrittenCase(t *testing.T) {
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	forms, _ := made()
	for file, want := range filed(t, e) {
		var bundle bytes.Buffer
		if err := casefhir.Write(&bundle, want, e.Base(), casefhir.Options{Lang: "en"}); err != nil {
			t.Fatal(err)
		}
		response, _, err := forms.Populate(want, "en")
		if err != nil {
			t.Fatal(err)
		}
		var whole, form object
		if json.Unmarshal(bundle.Bytes(), &whole) != nil || json.Unmarshal(response, &form) != nil {
			t.Fatal("no JSON")
		}
		entries := list(whole["entry"])
		her := entries[0].(object)["resource"].(object)
		form["id"], form["subject"] = "form", object{"reference": text(entries[0].(object)["fullUrl"])}
		if text(her["resourceType"]) != "Patient" {
			t.Fatalf("%s: begins with a %s", file, her["resourceType"])
		}
		whole["entry"] = append(entries, object{"resource": form})
		data, err := json.Marshal(whole)
		if err != nil {
			t.Fatal(err)
		}
		told := false
		for c, err := range intake.Read("record.json", bytes.NewReader(data), e.Base()) {
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range c.Issues {
				told = told || strings.Contains(i.En, "a case that was written by this program, and a form besides")
			}
		}
		if !told {
			t.Errorf("%s: nothing says that the form was not read", file)
		}
		return
	}
}

// inRecord holds the adaptive form in a record against what it says alone.
func inRecord(t *testing.T, f *sdc.Forms, seed uint64, response []byte, want *patient.Case) {
	t.Helper()
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	data := beside(t, response, object{"resourceType": "Encounter", "id": "e", "status": "finished", "class": object{"code": "AMB"}, "period": object{"start": "2009-01-01"}})
	cases := 0
	for got, err := range (intake.Reader{Knowledge: e.Base(), Interview: f.Case}).Read(t.Context(), "record.json", bytes.NewReader(data)) {
		if err != nil {
			t.Fatal(err)
		}
		cases++
		got.Issues, want.Issues = nil, nil
		if diff := cmp.Diff(assessed(t, e, want), assessed(t, e, got)); diff != "" {
			t.Errorf("seed %d: the adaptive form in a record is assessed otherwise (-interview +record):\n%s", seed, diff)
		}
	}
	if cases != 1 {
		t.Errorf("seed %d: %d cases", seed, cases)
	}
}
