package sdc_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/sdc"
	"github.com/gravida-health/gravida/view/casefhir"
)

// out is one of what an operation gave; nil where it gave none.
func out(t *testing.T, data []byte, name string) []byte {
	t.Helper()
	var p struct {
		Parameter []struct {
			Name     string
			Resource json.RawMessage
		}
	}
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	for _, one := range p.Parameter {
		if one.Name == name {
			return one.Resource
		}
	}
	return nil
}

// read is the case of a document.
func read(t *testing.T, e *gravida.Engine, data []byte) *patient.Case {
	t.Helper()
	for c, err := range intake.Read("document.json", bytes.NewReader(data), e.Base()) {
		if err != nil {
			t.Fatal(err)
		}
		c.Issues = nil
		return c
	}
	t.Fatal("no case")
	return nil
}

// TestOperations goes round with every named woman: the Bundle of her record fills the
// form in, the form becomes a Bundle again, and that tells her case.
func TestOperations(t *testing.T) {
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	forms, _ := made()
	for file, c := range filed(t, e) {
		var bundle bytes.Buffer
		if err := casefhir.Write(&bundle, c, e.Base(), casefhir.Options{Lang: "en"}); err != nil {
			t.Fatal(err)
		}
		want := read(t, e, bundle.Bytes())
		populated, err := forms.PopulateFrom(t.Context(), bundle.Bytes(), "en")
		if err != nil {
			t.Fatal(err)
		}
		if issues := out(t, populated, "issues"); issues != nil {
			t.Errorf("%s: $populate: %s", file, issues)
		}
		extracted, err := forms.Extract(t.Context(), out(t, populated, "response"), "en")
		if err != nil {
			t.Fatal(err)
		}
		back := out(t, extracted, "return")
		if !bytes.Contains(back, []byte(`"type":"transaction"`)) || bytes.Count(back, []byte(`"method":"POST"`)) == 0 {
			t.Errorf("%s: $extract gives no transaction: %.200s", file, back)
		}
		if diff := cmp.Diff(inUCUM.Replace(assessed(t, e, want)), inUCUM.Replace(assessed(t, e, read(t, e, back)))); diff != "" {
			t.Errorf("%s: the record is assessed otherwise (-before +after):\n%s", file, diff)
		}
	}
}

// What an operation cannot do is refused with its reason; what was not used is told.
func TestOperationsRefuse(t *testing.T) {
	forms, _ := made()
	const patient = `{"resourceType":"Patient","id":"ada","birthDate":"1990-01-02"}`
	two := `{"resourceType":"Bundle","type":"collection","entry":[{"resource":` + patient + `},{"resource":{"resourceType":"Patient","id":"eve","birthDate":"1980"}}]}`
	in := func(parts string) string { return `{"resourceType":"Parameters","parameter":[` + parts + `]}` }
	context := `{"name":"context","part":[{"name":"name","valueString":"patient"},{"name":"content","resource":` + two + `}]}`
	subject := `{"name":"subject","valueReference":{"reference":"Patient/eve"}}`
	for _, test := range []struct{ name, body, says string }{
		{"one Patient", patient, `"valueDate":"1990-01-02"`},
		{"two women", two, "2 women"},
		{"one of two", in(context + "," + subject), `"valueDate":"1980"`},
		{"nothing", in(subject), "without a context"},
		{"another form", in(`{"name":"canonical","valueCanonical":"urn:gravida:questionnaire:interview"},` + context), "only the long form"},
		{"the long form", in(`{"name":"canonical","valueCanonical":"urn:gravida:questionnaire:case|1"},` + subject + "," + context), `"reference":"Patient/eve"`},
		{"no record", `{"resourceType":"Medication"}`, "no patient"},
		{"no JSON", `{`, "not JSON"},
	} {
		got, err := forms.PopulateFrom(t.Context(), []byte(test.body), "")
		if err != nil {
			got = []byte(err.Error())
		}
		if !strings.Contains(string(got), test.says) {
			t.Errorf("$populate from %s gives %.300s, want %s", test.name, got, test.says)
		}
	}
	long := object{"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": "urn:gravida:questionnaire:case",
		"item": []any{object{"linkId": "weather"}}}
	data, _ := json.Marshal(long)
	if got, err := forms.Extract(t.Context(), data, "zh"); err != nil || !strings.Contains(string(out(t, got, "issues")), "表单中有一项回答无法采用") {
		t.Errorf("an item that the form does not have: %s, %v", got, err)
	}
	long["questionnaire"] = "http://example.org/another"
	data, _ = json.Marshal(long)
	var refused sdc.Refused
	if _, err := forms.Extract(t.Context(), data, "en"); !errors.As(err, &refused) || refused[0].Code != "not-supported" {
		t.Errorf("another's form: %v", err)
	}
}
