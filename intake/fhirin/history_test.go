package fhirin_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/patient"
)

const (
	pregnancy   = "sct:72892002"
	miscarried  = "sct:19169002"
	completed   = "sct:156073000"
	anembryonic = "sct:35999006"
	tubal       = "sct:79586000"
	missed      = "icd:O02.1"
	curettage   = "sct:28379004"
	transfer    = "sct:75456002"
	liveBirth   = "sct:169826009"
	terminated  = "sct:714812005"
)

func until(day string) string { return fmt.Sprintf(`"abatementDateTime":%q`, day) }

func verified(status string) string {
	return fmt.Sprintf(`"verificationStatus":{"coding":[{"code":%q}]}`, status)
}

// The cases that any reader of obstetric histories in FHIR has to get right.
func TestHistories(t *testing.T) {
	for _, test := range []struct {
		name      string
		resources []string
		want      string
		issue     string
		complete  bool
	}{
		{name: "1 a miscarriage active for decades", resources: []string{condition(miscarried, "2005-06-01", `"clinicalStatus":{"coding":[{"code":"active"}]}`)},
			want: "miscarriage 2005-06-01 0w0d to 13w6d"},
		{name: "2 the first loss has two codes and a row, later ones one code", resources: []string{
			condition(pregnancy, "2010-03-01", until("2010-03-08")), condition(miscarried, "2010-03-01"), condition(anembryonic, "2010-03-01"),
			condition(completed, "2011-05-01"), condition(anembryonic, "2012-07-01")},
			want: "miscarriage 2010-03-01 0w0d to 13w6d; miscarriage 2011-05-01; miscarriage 2012-07-01 0w0d to 13w6d"},
		{name: "3 three losses five months apart", resources: []string{condition(completed, "2010-01-10"), condition(completed, "2010-06-12"), condition(completed, "2010-11-11")},
			want: "miscarriage 2010-01-10; miscarriage 2010-06-12; miscarriage 2010-11-11"},
		{name: "4 an ectopic that also has a miscarriage code", resources: []string{condition(tubal, "2010-01-10"), condition(miscarried, "2010-01-10")},
			want: "ectopic 2010-01-10"},
		{name: "4 an ectopic that also has a miscarriage code, called a history of miscarriage since", resources: []string{
			condition(tubal, "2010-01-10"), condition(miscarried, "2010-01-10"), condition("sct:161744009", "2010-02-01")},
			want: "ectopic 2010-01-10", issue: "Was there another?"},
		{name: "4 an ectopic, and a history of miscarriage", resources: []string{condition(tubal, "2010-01-10"), condition("sct:161744009", "2010-02-01")},
			want: "ectopic 2010-01-10; miscarriage"},
		{name: "4 an ectopic known only by its treatment", resources: []string{procedure("sct:236931002", "2010-01-10")}, want: "ectopic 2010-01-10"},
		{name: "5 a termination code for an emptied missed miscarriage", resources: []string{encounter("e1", "2015-02-03"),
			condition(missed, "2015-02-03", at("e1")), procedure("icd9:69.5101|电吸人流术", "2015-02-03", at("e1"))},
			want: "miscarriage 2015-02-03"},
		{name: "5 a termination that was followed by an incomplete abortion", resources: []string{
			procedure(terminated, "2015-02-03"), condition("icd:O03.4", "2015-02-10")}, want: "termination 2015-02-03"},
		{name: "6 missed, misoprostol, retained, curettage, follow-up: one", resources: []string{
			condition(missed, "2018-04-01"),
			`{"resourceType":"MedicationRequest","id":"m1","status":"completed","intent":"order","subject":{"reference":"Patient/anna"},"authoredOn":"2018-04-02","medicationCodeableConcept":` + concept("rx:42331") + `}`,
			condition("sct:275425008", "2018-04-15"), procedure(curettage, "2018-04-21"),
			encounter("f", "2018-05-05", `"type":[`+concept("sct:424619006")+`]`)},
			want: "miscarriage 2018-04-01"},
		{name: "7 two biochemical losses with a transfer between", resources: []string{
			condition("sct:237243004", "2019-03-01"), procedure(transfer, "2019-03-20"), condition("sct:237243004", "2019-03-31")},
			want: "biochemical 2019-03-01; biochemical 2019-03-31"},
		{name: "7 two losses 40 days apart without anything between", resources: []string{condition(completed, "2019-03-01"), condition(completed, "2019-04-10")},
			want: "miscarriage 2019-03-01", issue: "Were they two?"},
		{name: "8 counts only", resources: []string{observation("loinc:11614-5", "2020-01-01", `"valueQuantity":{"value":3,"code":"1"}`)},
			want: "miscarriage; miscarriage; miscarriage", issue: "3 of the stated miscarriages have no record"},
		{name: "9 more found than stated", resources: []string{condition(completed, "2010-01-10"), condition(completed, "2011-06-12"),
			observation("loinc:11614-5", "2020-01-01", `"valueInteger":1`)},
			want: "miscarriage 2010-01-10; miscarriage 2011-06-12", issue: "states 1 miscarriages, and 2 were found"},
		{name: "9 more stated than found", resources: []string{condition(completed, "2010-01-10"), observation("loinc:11614-5", "2020-01-01", `"valueInteger":2`)},
			want: "miscarriage 2010-01-10; miscarriage", issue: "1 of the stated miscarriages"},
		{name: "9 a number that mixes kinds is a bound, not a count", resources: []string{observation("loinc:11612-9", "2020-01-01", `"valueInteger":4`)},
			want: "", issue: "leaves up to 4 more losses open"},
		{name: "10 a count without value", resources: []string{observation("loinc:11996-6", "2020-01-01", ""), observation("loinc:11996-6", "2019-01-01", `"valueInteger":0`)},
			want: "", complete: true},
		{name: "11 twins, one liveborn and one stillborn", resources: []string{condition("icd:Z37.3", "2016-02-03")}, want: "livebirth 2016-02-03"},
		{name: "11 one statement for each fetus", resources: []string{
			observation("loinc:63893-2", "2016-02-03", `"valueCodeableConcept":`+concept("sct:21243004")),
			observation("loinc:63893-2", "2016-02-03", `"valueCodeableConcept":`+concept("sct:237364002"))},
			want: "livebirth 2016-02-03", issue: "born alive and one born dead"},
		{name: "12 a vanishing twin, then a birth", resources: []string{condition(pregnancy, "2016-01-01", until("2016-08-01")),
			condition("icd:O31.1", "2016-02-01"), condition(completed, "2016-02-01"), condition(liveBirth, "2016-08-01")},
			want: "livebirth 2016-08-01", issue: "It was not counted as a loss"},
		{name: "13 three codes of one fetal death", resources: []string{condition("icd:O36.4", "2016-02-01"), condition("icd:Z37.1", "2016-02-03"), condition("icd:P95", "2016-02-03")},
			want: "stillbirth 2016-02-01"},
		{name: "14 three biochemical pregnancies in the Chinese list", resources: []string{
			condition("icd:O03.900x001|生化妊娠", "2019-01-10"), condition("icd:O03.900x001|生化妊娠", "2019-05-10"), condition("icd:O03.900x001|生化妊娠", "2019-10-10")},
			want: "biochemical 2019-01-10; biochemical 2019-05-10; biochemical 2019-10-10"},
		{name: "15 a history in Chinese", resources: []string{observation("loinc:10162-6", "2020-01-01", `"valueString":"孕4产0，自然流产2次，人流1次，生化1次"`)},
			want: "miscarriage; miscarriage; biochemical; termination", complete: true},
		{name: "15 a dated loss in Chinese", resources: []string{observation("loinc:10162-6", "2020-01-01", `"valueString":"2018年孕9周胎停；2019年3月孕8+2周胎停"`)},
			want: "miscarriage 2018 9w; miscarriage 2019-03 8w2d"},
		{name: "16 denied in Chinese", resources: []string{observation("loinc:10162-6", "2020-01-01", `"valueString":"無流產史"`)}, want: "", issue: "should be confirmed"},
		{name: "17 a relative's miscarriages", resources: []string{
			`{"resourceType":"FamilyMemberHistory","id":"f","status":"completed","patient":{"reference":"Patient/anna"},"condition":[{"code":` + concept(miscarried) + `}]}`,
			condition("sct:160391007", "2010-01-01")}, want: ""},
		{name: "18 refuted", resources: []string{condition(completed, "2010-01-10", verified("refuted"))}, want: ""},
		{name: "18 entered in error", resources: []string{condition(completed, "2010-01-10", verified("entered-in-error"))}, want: ""},
		{name: "18 suspected only", resources: []string{condition(completed, "2010-01-10", verified("provisional"))}, want: "", issue: "only suspected"},
		{name: "19 a male karyotype on her record", resources: []string{observation("loinc:29770-5", "2019-01-01", `"valueString":"46,XY"`)}, want: "", issue: "Whose is it"},
		{name: "20 open for 34 weeks, followed by nothing", resources: []string{condition(pregnancy, "2016-01-01", until("2016-08-26"))}, want: "open", issue: "presumably ended in a birth"},
		{name: "20 open for 34 weeks, with a postnatal visit", resources: []string{condition(pregnancy, "2016-01-01", until("2016-08-26")),
			encounter("e", "2016-10-05", `"type":[`+concept("sct:169762003")+`]`)}, want: "livebirth", issue: "read as a live birth"},
		{name: "20 open for three weeks", resources: []string{condition(pregnancy, "2016-01-01", until("2016-01-22"))}, want: "open", issue: "How did it end?"},
		{name: "21 gestational age in grams", resources: []string{condition(completed, "2016-01-01"),
			observation("loinc:18185-9", "2016-01-01", `"valueQuantity":{"value":92.07,"system":"http://unitsofmeasure.org","code":"g"}`)},
			want: "miscarriage 2016-01-01", issue: `a gestational age in "g"`},
		{name: "22 a year", resources: []string{condition(completed, "2015")}, want: "miscarriage 2015"},
		{name: "22 a year and a day in it", resources: []string{condition(completed, "2015"), condition(missed, "2015-09-03")}, want: "miscarriage 2015-09-03", issue: "Were they two?"},
		{name: "22 two losses in one year may be two", resources: []string{condition(completed, "2015-02"), condition(completed, "2015-09")}, want: "miscarriage 2015-02; miscarriage 2015-09"},
		{name: "23 one condition in two documents", resources: []string{
			condition(completed, "2015-02-03", `"identifier":[{"system":"urn:x","value":"77"}]`), condition(completed, "2015-02-03", `"identifier":[{"system":"urn:x","value":"77"}]`)},
			want: "miscarriage 2015-02-03"},

		{name: "19 the same of pregnancy tissue is the fetus's", resources: []string{condition(missed, "2019-01-01"),
			observation("loinc:29770-5", "2019-01-10", `"valueString":"46,XY"`, `"specimen":{"display":"流产物"}`)}, want: "miscarriage 2019-01-01"},
		{name: "an observation whose focus is a relative", resources: []string{observation("loinc:11614-5", "2020-01-01", `"valueInteger":3`, `"focus":[{"reference":"RelatedPerson/mother"}]`)}, want: ""},
		{name: "a week written as the stage of a loss", resources: []string{condition(completed, "2019-01-01", `"stage":[{"summary":{"text":"孕9+3周"}}]`)}, want: "miscarriage 2019-01-01 9w3d"},
		{name: "gravidity found whole", resources: []string{condition(completed, "2010-01-10"), condition(liveBirth, "2012-01-10"), observation("loinc:11996-6", "2020-01-01", `"valueInteger":2`)},
			want: "miscarriage 2010-01-10; livebirth 2012-01-10", complete: true},
		{name: "one more than found", resources: []string{condition(completed, "2010-01-10"), observation("loinc:11996-6", "2020-01-01", `"valueInteger":2`)},
			want: "miscarriage 2010-01-10", issue: "only 1 were found"},
		{name: "recurrent by diagnosis only", resources: []string{condition("icd:N96", "2020-01-01")}, want: "", issue: "calls her losses recurrent, and 0"},
		{name: "habitual with a present loss: one event", resources: []string{condition("icd:O03.902|习惯性流产伴近期流产", "2020-01-01")}, want: "miscarriage 2020-01-01", issue: "calls her losses recurrent, and 1"},
		{name: "a history code with its number", resources: []string{condition("sct:161748007", "")}, want: "miscarriage; miscarriage"},
		{name: "a history of something", resources: []string{condition("cm:Z87.59", "2020-01-01")}, want: "", issue: "nothing was counted from it"},
		{name: "abortion of unknown kind", resources: []string{condition("icd:O06.9", "2020-01-01")}, want: "open 2020-01-01", issue: "Was it a miscarriage?"},
		{name: "threatened only", resources: []string{condition("icd:O20.0", "2010-01-01"), encounter("later", "2012-01-01")}, want: "open", issue: "How did it end?"},
		{name: "curettage without pregnancy", resources: []string{procedure("sct:13091001", "2010-01-01")}, want: "", issue: "Was there a loss?"},
		{name: "molar", resources: []string{condition("sct:44782008", "2010-01-01"), condition(completed, "2010-01-05")}, want: "molar 2010-01-01"},
		{name: "gestation by ultrasound wins over the period", resources: []string{condition(completed, "2016-01-01"),
			observation("loinc:11885-1", "2016-01-01", `"valueQuantity":{"value":12,"code":"wk"}`), observation("loinc:11888-5", "2016-01-01", `"valueQuantity":{"value":9,"code":"wk"}`)},
			want: "miscarriage 2016-01-01 9w", issue: "Gestational ages differ"},
		{name: "gestation at an earlier visit is counted on", resources: []string{condition(completed, "2016-01-15"),
			observation("loinc:49052-4", "2016-01-01", `"valueQuantity":{"value":56,"code":"d"}`)}, want: "miscarriage 2016-01-15 10w0d"},
		{name: "a due date written early dates the birth", resources: []string{observation("loinc:11778-8", "2016-01-01", `"valueDateTime":"2016-08-01"`), condition(liveBirth, "2016-07-25")},
			want: "livebirth 2016-07-25 39w0d"},
		{name: "three losses that one intake visit wrote down", resources: []string{encounter("i", "2020-01-01"),
			condition(completed, "2010-01-10", at("i")), condition(completed, "2012-01-10", at("i")), condition(completed, "2014-01-10", at("i"))},
			want: "miscarriage 2010-01-10; miscarriage 2012-01-10; miscarriage 2014-01-10"},
		{name: "a loss that was written down at the next pregnancy's first visit", resources: []string{encounter("i", "2020-06-01"),
			condition(completed, "2020-01-10", at("i")), observation("loinc:11778-8", "2020-06-01", `"valueDateTime":"2021-01-10"`, at("i"))},
			want: "miscarriage 2020-01-10; ongoing"},
		{name: "one pregnancy under one heading", resources: []string{
			`{"resourceType":"Observation","id":"k2","status":"final",` + anna + `,"code":` + concept("loinc:49051-6") + `,"valueQuantity":{"value":9,"code":"wk"}}`,
			`{"resourceType":"Observation","id":"k3","status":"final",` + anna + `,"code":` + concept("loinc:63893-2") + `,"effectiveDateTime":"2015-04-05","valueCodeableConcept":` + concept("sct:17369002") + `}`,
			`{"resourceType":"Observation","id":"head","status":"final",` + anna + `,"code":` + concept("sct:118185001") + `,"hasMember":[{"reference":"Observation/k2"},{"reference":"Observation/k3"}]}`},
			want: "miscarriage 2015-04-05 9w"},
		{name: "known only from the day it was written down", resources: []string{condition(completed, "", `"recordedDate":"2020-01-01"`)}, want: "miscarriage", issue: "when it happened is not recorded"},
		{name: "dated before she was ten", resources: []string{condition(completed, "1990-01-10")}, want: "", issue: "younger than 10"},
		{name: "a fetal death at term with its delivery", resources: []string{condition("icd:O36.4", "2016-02-01"), procedure("sct:11466000", "2016-02-01")}, want: "stillbirth 2016-02-01"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := one(t, resources(t, test.resources...))
			if got := told(c); got != test.want {
				t.Errorf("history\n got %s\nwant %s\n%s", got, test.want, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
			if c.History.Complete != test.complete {
				t.Errorf("complete is %t\n%s", c.History.Complete, issues(c))
			}
		})
	}
}

func TestTissueOfALoss(t *testing.T) {
	c := one(t, resources(t, condition(missed, "2018-04-01"),
		`{"resourceType":"Specimen","id":"s","type":{"text":"绒毛"},"subject":{"reference":"Patient/anna"}}`,
		observation("loinc:29770-5", "2018-04-10", `"valueString":"47,XX,+16"`, `"specimen":{"reference":"Specimen/s"}`)))
	if got := c.Pregnancies[0].TissueKaryotype; got.Value != "aneuploid" {
		t.Errorf("tissue is %+v\n%s", got, issues(c))
	}
	if len(c.Observations) > 0 {
		t.Errorf("the tissue's karyotype became hers: %+v", c.Observations)
	}
}

// A report may be the only one that says what the sample was.
func TestTissueByItsReport(t *testing.T) {
	c := one(t, resources(t, condition(missed, "2018-04-01"),
		`{"resourceType":"Observation","id":"k","status":"final",`+anna+`,"effectiveDateTime":"2018-04-10","code":`+concept("loinc:29770-5")+`,"valueString":"46,XX"}`,
		`{"resourceType":"DiagnosticReport","id":"r","status":"final",`+anna+`,"code":{"text":"Karyotype, products of conception"},"result":[{"reference":"Observation/k"}]}`))
	if got := c.Pregnancies[0].TissueKaryotype; got.Value != "normal" || len(c.Observations) > 0 {
		t.Errorf("tissue is %+v, hers are %+v", got, c.Observations)
	}
}

func TestConceptionByTransfer(t *testing.T) {
	c := one(t, resources(t, procedure(transfer, "2018-02-20"), condition(missed, "2018-04-01")))
	if got := c.Pregnancies[0].Conception; got.Value != "ivf" {
		t.Errorf("conception is %+v", got)
	}
}

// The order in which resources stand says nothing.
func TestOrderDoesNotMatter(t *testing.T) {
	for _, pattern := range []string{"synthea-r4-2020/raeann.json", "synthea-r4-2020/almeda.json", "synthea-bulk-ndjson-2025/*", "qicore-obstetric/CMS334-67037280/*", "who-smart-anc/*"} {
		items := unbundled(files(t, pattern))
		want := fhirin.Read(items, base(t))
		random := rand.New(rand.NewPCG(1, 2))
		for range 5 {
			random.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
			if diff := cmp.Diff(want, fhirin.Read(items, base(t)), cmp.AllowUnexported(patient.Source{}), cmp.Comparer(sameDate)); diff != "" {
				t.Fatalf("%s: another order, another case:\n%s", pattern, diff)
			}
		}
	}
}

// A loss that was written down once and is still active in 1961's record.
func TestActiveForDecades(t *testing.T) {
	var items []fhirin.Item
	for i, text := range []string{`{"resourceType":"Patient","id":"old","gender":"female","birthDate":"1938-03-04"}`,
		`{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/old"},"clinicalStatus":{"coding":[{"code":"active"}]},"onsetDateTime":"1961-06-24","code":` + concept(miscarried) + `}`} {
		items = append(items, item(t, text, "old.json", i))
	}
	c := one(t, items)
	if got := told(c); got != "miscarriage 1961-06-24 0w0d to 13w6d" || c.Status.Pregnant.Known {
		t.Errorf("history %s, pregnant %+v", got, c.Status.Pregnant)
	}
}

// The same Condition by itself and in a document, under one id or two.
func TestOneConditionInTwoDocuments(t *testing.T) {
	alone := `{"resourceType":"Condition","id":"c",` + anna + `,"onsetDateTime":"2015-02-03","code":` + concept(completed) + `}`
	woman := `{"resourceType":"Patient","id":"anna","gender":"female","birthDate":"1985-03-04"}`
	for _, again := range []string{alone, strings.Replace(alone, `"id":"c"`, `"id":"other"`, 1)} {
		bundle := `{"resourceType":"Bundle","type":"document","entry":[{"resource":` + woman + `},{"resource":` + again + `}]}`
		c := one(t, []fhirin.Item{item(t, woman, "Patient.ndjson", 0), item(t, alone, "Condition.ndjson", 0), item(t, bundle, "document.json", 0)})
		if got := told(c); got != "miscarriage 2015-02-03" || len(c.Pregnancies[0].Merged) != 1 || len(c.Issues) > 0 {
			t.Errorf("history %s from %+v\n%s", got, c.Pregnancies[0].Merged, issues(c))
		}
	}
}

// One loss that five resources tell of opens to all five, each with the reason
// why it was taken for this one, in both languages.
func TestMerged(t *testing.T) {
	c := one(t, resources(t, condition(missed, "2018-04-01"),
		`{"resourceType":"MedicationRequest","id":"m1","status":"completed","intent":"order","subject":{"reference":"Patient/anna"},"authoredOn":"2018-04-02","medicationCodeableConcept":`+concept("rx:42331")+`}`,
		condition("sct:275425008", "2018-04-15"), procedure(curettage, "2018-04-21"),
		encounter("f", "2018-05-05", `"type":[`+concept("sct:424619006")+`]`)))
	if len(c.Pregnancies) != 1 {
		t.Fatalf("history %s", told(c))
	}
	kinds := map[string]string{}
	for _, e := range c.Pregnancies[0].Merged {
		kind, _, _ := strings.Cut(e.Source.Document, "/")
		kinds[kind] = e.WhyEn
		if e.Says == "" || e.WhyEn == "" || e.WhyZh == "" || e.WhyEn == e.WhyZh {
			t.Errorf("%s says %q, and was taken because %q (%s)", e.Source.Document, e.Says, e.WhyEn, e.WhyZh)
		}
	}
	if len(c.Pregnancies[0].Merged) != 5 || kinds["MedicationRequest"] != "after its ending, or linked to it" || !strings.HasPrefix(kinds["Encounter"], "a visit") {
		t.Errorf("put together from %+v", c.Pregnancies[0].Merged)
	}
}
