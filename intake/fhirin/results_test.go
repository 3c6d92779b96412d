package fhirin_test

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/fhirin"
)

func TestResults(t *testing.T) {
	for _, test := range []struct {
		name, code, value, more string
		number                  float64
		has                     bool
		comparator, result      string
		upper                   float64
		issue                   string
	}{
		{name: "number with its range", code: "loinc:3016-3", value: `"valueQuantity":{"value":5.1,"unit":"mIU/L","system":"http://unitsofmeasure.org","code":"m[IU]/L"}`,
			more: `"referenceRange":[{"high":{"value":4.0,"unit":"mIU/L","code":"m[IU]/L"}}]`, number: 5.1, has: true, upper: 4},
		{name: "comparator", code: "loinc:3016-3", value: `"valueQuantity":{"value":0.01,"comparator":"<","unit":"mIU/L"}`, number: 0.01, has: true, comparator: "<"},
		{name: "number in text", code: "loinc:3016-3", value: `"valueString":"<0.01 mIU/L"`, number: 0.01, has: true, comparator: "<"},
		{name: "positive in Chinese", code: "loinc:3281-3", value: `"valueString":"阳性(+)"`, result: "positive"},
		{name: "weakly positive is not positive", code: "loinc:3281-3", value: `"valueString":"弱阳性"`, result: "indeterminate"},
		{name: "coded", code: "loinc:3281-3", value: `"valueCodeableConcept":` + concept("sct:260385009"), result: "negative"},
		{name: "not detected", code: "loinc:3281-3", value: `"valueCodeableConcept":{"text":"Not detected"}`, result: "negative"},
		{name: "a flag is a result", code: "loinc:3181-5", value: `"valueString":"see report"`, more: `"interpretation":[{"coding":[{"code":"POS"}]}]`, result: "positive"},
		{name: "genotype", code: "loinc:21668-9", value: `"valueString":"杂合突变"`, result: "positive"},
		{name: "a flag without a number", code: "loinc:21668-9", value: `"valueString":"see report"`, more: `"interpretation":[{"coding":[{"code":"N"}]}]`, result: "normal"},
		{name: "a titre in Chinese", code: "loinc:5048-4", value: `"valueString":"阳性 1:320 颗粒型"`, number: 320, has: true, result: "positive"},
		{name: "a unit the test cannot have", code: "loinc:3016-3", value: `"valueQuantity":{"value":5.1,"unit":"kg"}`, issue: "was not used"},
	} {
		t.Run(test.name, func(t *testing.T) {
			more := []string{}
			if test.more != "" {
				more = append(more, test.more)
			}
			c := one(t, resources(t, observation(test.code, "2020-01-01", test.value, more...)))
			if len(c.Observations) != 1 {
				t.Fatalf("%d observations\n%s", len(c.Observations), issues(c))
			}
			o := c.Observations[0]
			if o.HasNumber != test.has || o.Number != test.number || o.Comparator != test.comparator || o.Result != test.result || o.UpperLimit != test.upper {
				t.Errorf("got %+v\n%s", o, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
		})
	}
}

func TestNoResult(t *testing.T) {
	for name, o := range map[string]string{
		"without a value":           observation("loinc:3016-3", "2020-01-01", ""),
		"with a reason for absence": observation("loinc:3016-3", "2020-01-01", `"dataAbsentReason":{"coding":[{"code":"unknown"}]}`),
		"cancelled":                 strings.Replace(observation("loinc:3016-3", "2020-01-01", `"valueInteger":4`), "final", "cancelled", 1),
		"changed by a modifier":     observation("loinc:3016-3", "2020-01-01", `"valueInteger":4`, `"modifierExtension":[{"url":"http://example.org/not"}]`),
	} {
		if c := one(t, resources(t, o)); len(c.Observations) > 0 {
			t.Errorf("%s: %+v", name, c.Observations)
		}
	}
}

func TestFacts(t *testing.T) {
	c := one(t, resources(t,
		condition("icd:M32.101+N08.5*", "2019"), condition("cm:D68.61", "", verified("refuted")),
		condition("icd:I26.9", "2018-03-01"), condition("icd:Q51.202|子宫纵隔", ""),
		procedure("sct:54130005", "2020-05-06"),
		`{"resourceType":"MedicationRequest","id":"m1","status":"active","intent":"order",`+anna+`,"authoredOn":"2020-01-02","medicationCodeableConcept":`+concept("rx:243670")+`}`,
		`{"resourceType":"MedicationRequest","id":"m2","status":"stopped","intent":"order",`+anna+`,"authoredOn":"2020-01-02","medicationCodeableConcept":`+concept("rx:11289")+`}`,
		`{"resourceType":"AllergyIntolerance","id":"a1","patient":{"reference":"Patient/anna"},"code":`+concept("sct:293586001")+`}`,
		observation("loinc:72166-2", "2020-01-01", `"valueCodeableConcept":`+concept("sct:8517006")),
		observation("loinc:8302-2", "2020-01-01", `"valueQuantity":{"value":1.65,"code":"m"}`),
		observation("loinc:29463-7", "2019-01-01", `"valueQuantity":{"value":70,"code":"kg"}`),
		observation("loinc:29463-7", "2020-01-01", `"valueQuantity":{"value":61,"code":"kg"}`)))
	var got []string
	for _, x := range c.Conditions {
		word := x.ID
		if x.Absent {
			word = "no " + word
		}
		got = append(got, word)
	}
	for _, x := range c.Events {
		got = append(got, x.Event+" "+x.Date.String())
	}
	for _, x := range c.Procedures {
		got = append(got, x.Procedure)
	}
	for _, x := range c.Medications {
		got = append(got, x.Medication)
	}
	for _, x := range c.Allergies {
		got = append(got, "allergy "+x.Value)
	}
	got = append(got, c.Lifestyle.Smoking.Value)
	want := "no antiphospholipid-syndrome, lupus-nephritis, septate-uterus, sle, venous-thrombosis 2018-03-01, septum-resection, aspirin, allergy aspirin, former"
	if strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s\n%s", strings.Join(got, ", "), want, issues(c))
	}
	if c.HeightCm.Value != 165 || c.WeightKg.Value != 61 {
		t.Errorf("height %v, weight %v", c.HeightCm.Value, c.WeightKg.Value)
	}
}

func TestPartnerThroughALink(t *testing.T) {
	items := resources(t,
		`{"resourceType":"Patient","id":"ben","gender":"male","birthDate":"1980-01-01","identifier":[{"system":"urn:x","value":"9"}]}`,
		`{"resourceType":"RelatedPerson","id":"r","patient":{"reference":"Patient/anna"},"identifier":[{"system":"urn:x","value":"9"}],"relationship":[{"coding":[{"code":"SPS"}]}]}`,
		strings.Replace(observation("loinc:29770-5", "2019-01-01", `"valueString":"46,XY,t(7;14)(q32;q11.2)"`), "Patient/anna", "Patient/ben", 1),
		strings.Replace(observation("loinc:80653-9", "2019-01-01", `"valueQuantity":{"value":70,"unit":"%"}`), "Patient/anna", "Patient/ben", 1))
	c := find(t, fhirin.Read(items, base(t)), "anna")
	if c.Partner.Karyotype.Value != "abnormal" || c.Partner.SpermDNAFragmentationPct.Value != 30 || c.Partner.Karyotype.Source.Document == "" {
		t.Errorf("partner %+v", c.Partner)
	}
	if him := find(t, fhirin.Read(items, base(t)), "ben"); him.History.Given {
		t.Errorf("the man has a history: %+v", him.History)
	}
}

// What one resource says wrongly does not keep the others from being read.
func TestFlawsBecomeIssues(t *testing.T) {
	c := one(t, resources(t, `{"resourceType":"Condition","id":"bad",`+anna+`,"code":{"coding":"19169002"},"onsetDateTime":2010}`, condition(miscarried, "2012-01-01")))
	if got := told(c); got != "miscarriage 2012-01-01 0w0d to 13w6d" {
		t.Errorf("history %s", got)
	}
	if !says(c, `Condition.code.coding is "19169002" where a list was expected`) || !says(c, "Condition.onsetDateTime is 2010 where a text was expected") {
		t.Errorf("issues:\n%s", issues(c))
	}
}

func TestSubjects(t *testing.T) {
	for _, test := range []struct{ subject, id string }{
		{`{"reference":"Patient/anna"}`, "anna"},
		{`{"reference":"https://example.org/fhir/Patient/anna/_history/3"}`, "anna"},
		{`{"reference":"urn:uuid:12"}`, "12"},
		{`{"reference":"#p"}`, "Condition/c#p"},
		{`{"identifier":{"system":"urn:x","value":"77"}}`, "77"},
		{`{}`, "unknown"},
	} {
		text := `{"resourceType":"Condition","id":"c","contained":[{"resourceType":"Patient","id":"p"}],"onsetDateTime":"2012","code":` + concept(miscarried) + `,"subject":` + test.subject + `}`
		if c := one(t, resources(t, text)[1:]); c.ID != test.id || len(c.Pregnancies) != 1 {
			t.Errorf("%s: case %q with %q", test.subject, c.ID, told(c))
		}
	}
	text := `{"resourceType":"Observation","id":"o","status":"final","subject":{"reference":"Device/1"}}`
	if cases := fhirin.Read(resources(t, text)[1:], base(t)); len(cases) != 0 {
		t.Errorf("a device became %d cases", len(cases))
	}
}

// A karyotype is hers only when what it was made from does not speak against it.
func TestKaryotypeOfWhat(t *testing.T) {
	const blood = `{"resourceType":"Specimen","id":"s","type":{"text":"外周血"},"subject":{"reference":"Patient/anna"}}`
	from := `"specimen":{"reference":"Specimen/s"}`
	karyotype := observation("loinc:29770-5", "2019-01-01", `"valueString":"46,XX"`, from)
	if c := one(t, resources(t, karyotype, blood)); len(c.Observations) != 1 || c.Observations[0].Result != "normal" {
		t.Errorf("of her blood: %+v", c.Observations)
	}
	if c := one(t, resources(t, karyotype)); len(c.Observations) > 0 || !says(c, "Which was it?") {
		t.Errorf("of something that is not on record: %+v\n%s", c.Observations, issues(c))
	}
}

// What changes the meaning of a resource and is not understood is not passed over.
func TestDistorted(t *testing.T) {
	negative := `"valueCodeableConcept":` + concept("sct:260385009")
	for name, o := range map[string]string{
		"a status that is none":     strings.Replace(observation("loinc:3281-3", "2020-01-01", negative), `"final"`, `"wrong"`, 1),
		"a status that is a number": strings.Replace(observation("loinc:3281-3", "2020-01-01", negative), `"final"`, `7`, 1),
		"a comparator that is none": observation("loinc:3016-3", "2020-01-01", `"valueQuantity":{"value":2,"comparator":"about","unit":"mIU/L"}`),
		"a part with such a one":    observation("loinc:85354-9", "2020-01-01", "", `"component":[{"code":`+concept("loinc:3016-3")+`,"valueQuantity":{"value":2,"comparator":["<"],"unit":"mIU/L"}}]`),
	} {
		if c := one(t, resources(t, o)); len(c.Observations) > 0 || !says(c, "it was not read") {
			t.Errorf("%s: %+v\n%s", name, c.Observations, issues(c))
		}
	}
	refuted := condition("cm:D68.61", "", `"verificationStatus":"refuted"`)
	if c := one(t, resources(t, refuted)); len(c.Conditions) > 0 {
		t.Errorf("a status of another version of FHIR: %+v", c.Conditions)
	}
	allergy := `{"resourceType":"AllergyIntolerance","id":"a1","patient":{"reference":"Patient/anna"},"verificationStatus":"confirmed","code":` + concept("sct:293586001") + `}`
	if c := one(t, resources(t, allergy)); len(c.Allergies) != 1 {
		t.Errorf("an allergy was lost: %s", issues(c))
	}
	count := observation("loinc:11996-6", "2020-01-01", `"valueQuantity":{"value":1,"comparator":">="}`)
	if c := one(t, resources(t, condition(completed, "2010-01-10"), count)); c.History.Complete {
		t.Errorf("at least one is not one: %s", issues(c))
	}
}
