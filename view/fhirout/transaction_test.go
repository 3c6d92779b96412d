package fhirout_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/view/fhirout"
)

// recorded answers testdata/record.json, or a text made from it.
func recorded(t *testing.T, change ...string) *assessment.Assessment {
	t.Helper()
	data, err := os.ReadFile("testdata/record.json")
	if err != nil {
		t.Fatal(err)
	}
	c := readBack(t, []byte(strings.NewReplacer(change...).Replace(string(data))))
	c.AsOf = date.MustParse("2026-03-01")
	return engine().Assess(c, assessment.Options{})
}

func transaction(t *testing.T, a *assessment.Assessment) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := fhirout.WriteTransaction(&out, a); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestTransaction: the same entries as in a collection, each with a request that
// can be repeated.
func TestTransaction(t *testing.T) {
	for _, a := range []*assessment.Assessment{assessed(t, "../../examples/anna.yaml", assessment.Options{}), recorded(t)} {
		data := transaction(t, a)
		for _, w := range sound(data) {
			t.Error(w)
		}
		var b struct {
			Type  string
			Entry []object
		}
		if err := json.Unmarshal(data, &b); err != nil {
			t.Fatal(err)
		}
		if b.Type != "transaction" {
			t.Errorf("the type is %s", b.Type)
		}
		for _, e := range b.Entry {
			kind, id := at(e, "resource", "resourceType"), at(e, "resource", "id")
			match, _ := url.ParseQuery(fmt.Sprint(at(e, "request", "ifNoneExist")))
			if at(e, "request", "method") != "POST" || at(e, "request", "url") != kind || match.Get("_tag") != fmt.Sprint("urn:gravida:resource|", id) {
				t.Errorf("%v %v is asked for by %v", kind, id, e["request"])
			}
			tags, _ := at(e, "resource", "meta", "tag").([]any)
			if last := tags[len(tags)-1]; at(last, "system") != "urn:gravida:resource" || at(last, "code") != id {
				t.Errorf("%v %v is tagged %v", kind, id, last)
			}
			if at(e, "resource", "meta").(object)["tag"] = tags[:len(tags)-1]; len(tags) == 1 {
				delete(e["resource"].(object), "meta")
			}
			delete(e, "request")
		}
		var plain struct{ Entry []object }
		if err := json.Unmarshal(write(t, a), &plain); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(b.Entry) != fmt.Sprint(plain.Entry) {
			t.Error("its entries are not those of the collection")
		}
	}
}

// TestOriginal: what was read from resources points at them, and holds nothing of
// them.
func TestOriginal(t *testing.T) {
	a := recorded(t)
	data := write(t, a)
	for _, w := range sound(data) {
		t.Error(w)
	}
	r := resources(t, data)
	if len(r["Patient"]) > 0 {
		t.Errorf("a second Patient: %v", r["Patient"])
	}
	for _, kind := range []string{"ServiceRequest", "RiskAssessment", "Condition", "Observation", "GuidanceResponse", "CarePlan"} {
		for _, one := range r[kind] {
			if at(one, "subject", "reference") != "Patient/mei" {
				t.Errorf("a %s is about %v", kind, one["subject"])
			}
		}
	}
	named := map[any]bool{}
	for _, p := range r["Provenance"] {
		entities, _ := p["entity"].([]any)
		for _, e := range entities {
			if at(e, "role") == "source" {
				named[at(e, "what", "reference")] = true
			}
		}
	}
	for _, want := range []string{"Condition/loss-1", "Condition/loss-2", "Observation/tsh-1", "Observation/lupus-1"} {
		if !named[want] {
			t.Errorf("no Provenance points at %s: %v", want, named)
		}
	}
	for _, c := range r["Condition"] {
		want := map[string]string{"antiphospholipid-syndrome": "Observation/lupus-1", "hypothyroidism": "Observation/tsh-1"}[own(c["code"], "cause")]
		if want != "" && !strings.Contains(fmt.Sprint(c["evidence"]), want) {
			t.Errorf("the evidence of %v is %v", at(c, "code", "text"), c["evidence"])
		}
	}
	if bytes.Contains(data, []byte("1991-04-12")) {
		t.Error("her birth date was copied")
	}
}

// TestNoOriginal: what has no address of its own is pointed at by no reference.
func TestNoOriginal(t *testing.T) {
	nobody := recorded(t, `"resourceType": "Patient", "id": "mei"`, `"resourceType": "Basic"`, `"subject": {"reference": "Patient/mei"},`, "", `"patient": {"reference": "Patient/mei"},`, "")
	c := readBack(t, []byte(`{"resourceType": "Condition", "id": "loss", "contained": [{"resourceType": "Patient", "id": "mei", "birthDate": "1990"}],
		"subject": {"reference": "#mei"}, "onsetDateTime": "2025-04-02", "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "O03.9"}]}}`))
	c.AsOf = date.MustParse("2026-03-01")
	contained := engine().Assess(c, assessment.Options{})
	for _, a := range []*assessment.Assessment{nobody, contained, assessed(t, "../../examples/anna.yaml", assessment.Options{})} {
		r := resources(t, write(t, a))
		if len(r["Patient"]) != 1 {
			t.Fatalf("%d Patients", len(r["Patient"]))
		}
		for _, s := range r["ServiceRequest"] {
			if to := at(s, "subject", "reference"); to != fmt.Sprint("urn:uuid:", r["Patient"][0]["id"]) {
				t.Errorf("an order is for %v", to)
			}
		}
	}
}

// TestLasting: the next assessment of a woman is about the same woman, by the same
// program and knowledge; another woman is another.
func TestLasting(t *testing.T) {
	ids := func(id, day string) (list []string) {
		data, err := os.ReadFile("../../examples/anna.yaml")
		if err != nil {
			t.Fatal(err)
		}
		a := assessedText(t, strings.NewReplacer("id: anna", "id: "+id, "asOf: 2026-03-01", "asOf: "+day).Replace(string(data)))
		r := resources(t, write(t, a))
		for _, kind := range []string{"Patient", "Device", "Library", "CarePlan"} {
			list = append(list, r[kind][0]["id"].(string))
		}
		return list
	}
	first, later, other := ids("anna", "2026-03-01"), ids("anna", "2026-05-01"), ids("berta", "2026-03-01")
	if !slices.Equal(first[:3], later[:3]) || first[3] == later[3] {
		t.Errorf("her ids are %v, and later %v", first, later)
	}
	if first[0] == other[0] || !slices.Equal(first[1:3], other[1:3]) || first[3] == other[3] {
		t.Errorf("her ids are %v, another woman's %v", first, other)
	}
}

// TestRequirements: what is missing can be asked for where it would be found.
func TestRequirements(t *testing.T) {
	a := assessed(t, "../../testdata/women/nothing-known-but-two-losses/case.yaml", assessment.Options{})
	if g := resources(t, write(t, a))["GuidanceResponse"][0]; g["status"] != "data-required" {
		t.Errorf("of nothing known, the status is %v", g["status"])
	}
	required := map[string]object{}
	for _, list := range [][]object{resources(t, write(t, a))["GuidanceResponse"], resources(t, write(t, assessed(t, "../../examples/anna.yaml", assessment.Options{})))["GuidanceResponse"]} {
		all, _ := list[0]["dataRequirement"].([]any)
		for _, d := range all {
			required[at(d, "id").(string)] = d.(object)
		}
	}
	for fact, want := range map[string]struct{ kind, path, code, never string }{
		"tsh":                       {"Observation", "code", "http://loinc.org|3016-3", ""},
		"factor-v-leiden":           {"Observation", "code", "http://loinc.org|21668-9", ""},
		"sle":                       {"Condition", "code", "http://snomed.info/sct|55464009", "http://loinc.org"},
		"status.pregnant":           {"Observation", "code", "http://loinc.org|82810-3", ""},
		"pregnancies.1.gestation":   {"Observation", "code", "http://loinc.org|18185-9", ""},
		"patient.heightCm":          {"Observation", "code", "http://loinc.org|8302-2", ""},
		"parental-karyotype-female": {"Observation", "code", "http://loinc.org|29770-5", ""},
		"medications":               {"MedicationStatement", "", "", ""},
		"procedures":                {"Procedure", "", "", ""},
	} {
		d := required[fact]
		if d == nil {
			t.Errorf("%s is not required; required are %d", fact, len(required))
			continue
		}
		if d["type"] != want.kind {
			t.Errorf("%s is looked for in %v", fact, d["type"])
		}
		if want.path == "" && d["codeFilter"] != nil {
			t.Errorf("%s, a whole list, is asked for by %v", fact, d["codeFilter"])
		}
		if want.path == "" {
			continue
		}
		var codes []string
		list, _ := at(d, "codeFilter", 0, "code").([]any)
		for _, c := range list {
			codes = append(codes, fmt.Sprint(at(c, "system"), "|", at(c, "code")))
		}
		if at(d, "codeFilter", 0, "path") != want.path || !slices.Contains(codes, want.code) || want.never != "" && strings.Contains(fmt.Sprint(codes), want.never) {
			t.Errorf("%s is asked for by %v of %v", fact, codes, at(d, "codeFilter", 0, "path"))
		}
	}
	for _, fact := range []string{"semen-analysis", "parental-karyotype-male"} {
		if d := required[fact]; d == nil || at(d, "subjectCodeableConcept", "coding", 0, "code") != "RelatedPerson" {
			t.Errorf("%s is asked of %v", fact, d)
		}
	}
}
