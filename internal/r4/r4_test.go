package r4_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/internal/r4"
)

func TestJSONAndXMLAreTheSame(t *testing.T) {
	fromJSON, _, err := r4.DecodeJSON([]byte(`{"resourceType":"Observation","id":"a","status":"final",
		"code":{"coding":[{"system":"http://loinc.org","code":"3016-3"},{"code":"x"}],"text":"TSH"},
		"valueQuantity":{"value":5.10,"unit":"mIU/L"},"hasMember":[{"reference":"Observation/b"}],
		"component":[{"valueInteger":3}],"contained":[{"resourceType":"Specimen","id":"s"}],"_status":{},"unknown":{"deep":[1,2]}}`))
	if err != nil {
		t.Fatal(err)
	}
	fromXML, _, err := r4.DecodeXML([]byte(`<?xml version="1.0"?><!-- a comment -->
		<Observation xmlns="http://hl7.org/fhir"><id value="a"/><text><div xmlns="http://www.w3.org/1999/xhtml">words</div></text>
		<contained><Specimen><id value="s"/></Specimen></contained><status value="final"/>
		<code><coding><system value="http://loinc.org"/><code value="3016-3"/></coding><coding><code value="x"/></coding><text value="TSH"/></code>
		<valueQuantity><value value="5.10"/><unit value="mIU/L"/></valueQuantity><hasMember><reference value="Observation/b"/></hasMember>
		<component><valueInteger value="3"/></component></Observation>`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(fromJSON, fromXML); diff != "" {
		t.Errorf("JSON and XML differ:\n%s", diff)
	}
	if o := fromJSON.(*r4.Observation); o.Quantity.Value != "5.10" || *o.Component[0].Integer != 3 {
		t.Errorf("got %+v", o)
	}
}

func TestFlaws(t *testing.T) {
	resource, flaws, err := r4.DecodeJSON([]byte(`{"resourceType":"Bundle","entry":[{"resource":
		{"resourceType":"Condition","id":7,"code":[],"onsetDateTime":"2020","category":{"a":1},"note":[{"text":true},null]}},
		{"resource":"none"},{"resource":{"id":"x"}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	c := resource.(*r4.Bundle).Entry[0].Resource.(*r4.Condition)
	if c.OnsetDateTime != "2020" || c.ID != "" {
		t.Errorf("got %+v", c)
	}
	want := []r4.Flaw{
		{"Bundle.entry[0].resource.Condition.id", "7", "a text"},
		{"Bundle.entry[0].resource.Condition.code", "[]", "an object"},
		{"Bundle.entry[0].resource.Condition.category", `{"a":1}`, "a list"},
		{"Bundle.entry[0].resource.Condition.note[0].text", "true", "a text"},
		{"Bundle.entry[1].resource", `"none"`, "a resource"},
		{"Bundle.entry[2].resource", `{"id":"x"}`, "a resource"},
	}
	if diff := cmp.Diff(want, flaws); diff != "" {
		t.Error(diff)
	}
}

func TestNotAResource(t *testing.T) {
	for name, text := range map[string]string{"twice": `{"resourceType":"Patient","id":"a","id":"b"}`, "cut": `{"resourceType":"Patient"`, "empty": ``, "list": `[]`,
		"more": `{"resourceType":"Patient"} {}`, "no type": `{"id":"a"}`} {
		if _, _, err := r4.DecodeJSON([]byte(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	for name, text := range map[string]string{"cut": `<Patient xmlns="http://hl7.org/fhir"><id value="a">`, "other": `<html/>`, "empty": ``, "entity": `<Patient xmlns="http://hl7.org/fhir"><id value="&x;"/></Patient>`} {
		if _, _, err := r4.DecodeXML([]byte(text)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, _, err := r4.DecodeJSON([]byte(`{"id":"a"}`)); !errors.Is(err, r4.ErrNoType) {
		t.Errorf("got %v", err)
	}
}

// Documents that are nested without end neither crash nor hang.
func TestDeepNesting(t *testing.T) {
	const deep = 5000
	for _, text := range []string{
		strings.Repeat(`{"resourceType":"Bundle","entry":[{"resource":`, deep) + `{}` + strings.Repeat(`}]}`, deep),
		`{"resourceType":"QuestionnaireResponse","item":` + strings.Repeat(`[{"item":`, deep) + `[]` + strings.Repeat(`}]`, deep) + `}`,
		strings.Repeat(`[`, 1000000),
	} {
		r4.DecodeJSON([]byte(text))
	}
	r4.DecodeXML([]byte(`<Bundle xmlns="http://hl7.org/fhir">` + strings.Repeat(`<entry><resource><Bundle>`, deep)))
	r4.DecodeXML([]byte(`<QuestionnaireResponse xmlns="http://hl7.org/fhir">` + strings.Repeat(`<item>`, deep) + strings.Repeat(`</item>`, deep) + `</QuestionnaireResponse>`))
}

// A document that takes far more memory than its text is refused, one that is
// merely large is not.
func TestSwollen(t *testing.T) {
	many := func(n int, element string) string { return strings.TrimSuffix(strings.Repeat(element+",", n), ",") }
	for name, text := range map[string]string{
		"empty elements":  `{"resourceType":"Observation","component":[` + many(200_000, `{}`) + `]}`,
		"empty resources": `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","contained":[` + many(100_000, `{"resourceType":"Observation"}`) + `]}}]}`,
		"wrong elements":  `{"resourceType":"Condition","code":{"coding":[` + many(200_000, `1`) + `]}}`,
	} {
		if _, _, err := r4.DecodeJSON([]byte(text)); !errors.Is(err, r4.ErrSwollen) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, _, err := r4.DecodeXML([]byte(`<Observation xmlns="http://hl7.org/fhir">` + strings.Repeat("<component/>", 200_000) + `</Observation>`)); !errors.Is(err, r4.ErrSwollen) {
		t.Errorf("XML: got %v", err)
	}
	honest := `{"resourceType":"Observation","component":[` + many(100_000, `{"code":{"coding":[{"code":"3016-3"}]},"valueInteger":4}`) + `]}`
	if r, flaws, err := r4.DecodeJSON([]byte(honest)); err != nil || len(flaws) > 0 || len(r.(*r4.Observation).Component) != 100_000 {
		t.Errorf("a large panel: %v %v", flaws, err)
	}
}

// The head of a document can be read whenever all of it can, and says the same.
func FuzzDecodeHead(f *testing.F) {
	f.Add([]byte(`{"resourceType":"Observation","subject":{"reference":"Patient/a"},"component":[{}]}`))
	f.Add([]byte(`{"id":"a","contained":[{"resourceType":"Patient","id":"p"}],"\u0072esourceType":"Condition"} `))
	f.Fuzz(func(t *testing.T, data []byte) {
		whole, _, wrong := r4.DecodeJSON(data)
		head, err := r4.DecodeHead(data)
		if errors.Is(wrong, r4.ErrSwollen) {
			return
		}
		if (err == nil) != (wrong == nil) {
			t.Fatalf("the head says %v, the whole %v", err, wrong)
		}
		if err == nil && (r4.TypeOf(head) != r4.TypeOf(whole) || r4.Reads(r4.TypeOf(head)) && head.Common().ID != whole.Common().ID) {
			t.Errorf("the head is %s/%s, the whole %s/%s", r4.TypeOf(head), head.Common().ID, r4.TypeOf(whole), whole.Common().ID)
		}
	})
}

func FuzzDecodeJSON(f *testing.F) {
	f.Add([]byte(`{"resourceType":"Observation","valueQuantity":{"value":1e400},"component":[{}]}`))
	f.Add([]byte(`{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","birthDate":null}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, _, err := r4.DecodeJSON(data); err == nil && r == nil {
			t.Error("no resource and no error")
		}
	})
}

func FuzzDecodeXML(f *testing.F) {
	f.Add([]byte(`<Observation xmlns="http://hl7.org/fhir"><valueQuantity><value value="x"/></valueQuantity></Observation>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if r, _, err := r4.DecodeXML(data); err == nil && r == nil {
			t.Error("no resource and no error")
		}
	})
}

// A reference or concept that holds nothing FHIR knows is a flaw; one that holds
// only what is not read here is none.
func TestStrangers(t *testing.T) {
	for _, test := range []struct {
		specimen string
		flaws    int
	}{
		{`{"value":{"reference":"Specimen/s"}}`, 1},
		{`{"reference":"Specimen/s","value":1}`, 0},
		{`{"display":"blood"}`, 0},
		{`{"extension":[{"url":"x"}]}`, 0},
		{`{}`, 0},
	} {
		_, flaws, err := r4.DecodeJSON([]byte(`{"resourceType":"Observation","specimen":` + test.specimen + `}`))
		if err != nil || len(flaws) != test.flaws {
			t.Errorf("%s: %v, %v; want %d flaws", test.specimen, flaws, err, test.flaws)
		}
	}
}
