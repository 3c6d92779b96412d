package fhirin_test

import (
	"strings"
	"testing"
)

// head writes the heading of one pregnancy with its members.
func head(id string, members ...string) string {
	var refs []string
	for _, m := range members {
		refs = append(refs, `{"reference":"Observation/`+m+`"}`)
	}
	return `{"resourceType":"Observation","id":"` + id + `","status":"final",` + anna + `,"code":` + concept("sct:118185001") + `,"hasMember":[` + strings.Join(refs, ",") + `]}`
}

func member(id, code, value string, more ...string) string {
	return `{"resourceType":"Observation","id":"` + id + `","status":"final",` + anna + `,"code":` + concept(code) + `,` + strings.Join(append([]string{value}, more...), ",") + `}`
}

func coded(code string) string { return `"valueCodeableConcept":` + concept(code) }

func weeks(n string) string { return `"valueQuantity":{"value":` + n + `,"code":"wk"}` }

func hcg(day, value string) string {
	return observation("loinc:21198-7", day, `"valueQuantity":{"value":`+value+`,"code":"m[IU]/mL"}`)
}

// Profiles that keep one entry for each pregnancy, and series that belong to one.
func TestPerPregnancy(t *testing.T) {
	for _, test := range []struct {
		name      string
		resources []string
		want      string
		issue     string
	}{
		{name: "headings without dates", resources: []string{
			head("a", "a1", "a2"), member("a1", "loinc:63893-2", coded("sct:17369002")), member("a2", "loinc:49051-6", weeks("8")),
			head("b", "b1", "b2"), member("b1", "loinc:63893-2", coded("sct:17369002")), member("b2", "loinc:49051-6", weeks("10"))},
			want: "miscarriage 8w; miscarriage 10w"},
		{name: "headings without dates, and one loss recorded", resources: []string{condition(completed, "2015-03-12"),
			head("a", "a1", "a2"), member("a1", "loinc:63893-2", coded("sct:17369002")), member("a2", "loinc:49051-6", weeks("8")),
			head("b", "b1"), member("b1", "loinc:63893-2", coded("sct:17369002"))},
			want: "miscarriage 2015-03-12 8w; miscarriage", issue: "Is it that one?"},
		{name: "an entry with its parts: end, outcome, number of fetuses", resources: []string{
			`{"resourceType":"Observation","id":"e","status":"final",` + anna + `,"code":` + concept("sct:118185001") + `,"component":[
				{"code":` + concept("loinc:63893-2") + `,` + coded("sct:17369002") + `},{"code":` + concept("loinc:93857-1") + `,"valueDateTime":"2016-07"},
				{"code":` + concept("loinc:55281-0") + `,"valueInteger":1}]}`},
			want: "miscarriage 2016-07"},
		{name: "an entry whose value is the outcome", resources: []string{
			`{"resourceType":"Observation","id":"e","status":"final",` + anna + `,"code":` + concept("sct:118185001") + `,"effectiveDateTime":"2016-07-02",` + coded("sct:17369002") + `}`},
			want: "miscarriage 2016-07-02"},
		{name: "observations that point at the pregnancy by an extension", resources: []string{
			`{"resourceType":"Condition","id":"preg",` + anna + `,"code":` + concept(pregnancy) + `,"onsetDateTime":"2016-01-01","abatementDateTime":"2016-02-01"}`,
			member("x1", "loinc:63893-2", coded("sct:17369002"), `"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/Observation-focusSTU3","valueReference":{"reference":"Condition/preg"}}]`),
			member("x2", "loinc:49051-6", weeks("9"), `"extension":[{"url":"http://nictiz.nl/fhir/StructureDefinition/Observation-focus-stu3","valueReference":{"reference":"Condition/preg"}}]`)},
			want: "miscarriage 9w"},
		{name: "one statement for each twin, in its order", resources: []string{
			observation("loinc:63893-2", "2016-02-03", coded("sct:21243004"), `"component":[{"code":`+concept("loinc:73771-8")+`,"valueInteger":1}]`, `"focus":[{"reference":"Observation/st"}]`),
			observation("loinc:63893-2", "2016-02-03", coded("sct:21243004"), `"component":[{"code":`+concept("loinc:73771-8")+`,"valueInteger":2}]`, `"focus":[{"reference":"Observation/st"}]`),
			`{"resourceType":"Observation","id":"st","status":"final",` + anna + `,"code":` + concept("loinc:82810-3") + `,"effectiveDateTime":"2015-11-01",` + coded("sct:77386006") + `}`},
			want: "livebirth 2016-02-03"},
		{name: "an episode of care and the loss in it", resources: []string{
			`{"resourceType":"EpisodeOfCare","id":"ep","status":"finished","patient":{"reference":"Patient/anna"},"type":[` + concept("sct:424525001") + `],"period":{"start":"2016-01-01","end":"2016-03-01"}}`,
			condition(completed, "2016-02-10")},
			want: "miscarriage 2016-02-10"},
		{name: "an episode of care that nothing ended", resources: []string{
			`{"resourceType":"EpisodeOfCare","id":"ep","status":"finished","patient":{"reference":"Patient/anna"},"type":[` + concept("sct:424525001") + `],"period":{"start":"2016-01-01","end":"2016-03-01"}}`},
			want: "open", issue: "How did it end?"},
		{name: "an episode of care for something else", resources: []string{
			`{"resourceType":"EpisodeOfCare","id":"ep","status":"finished","patient":{"reference":"Patient/anna"},"type":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/episodeofcare-type","code":"hacc"}]}],"period":{"start":"2016-01-01"}}`},
			want: ""},
		{name: "an episode of care whose pregnancy was ruled out", resources: []string{
			`{"resourceType":"EpisodeOfCare","id":"ep","status":"finished","patient":{"reference":"Patient/anna"},"diagnosis":[{"condition":{"reference":"Condition/no"}}],"period":{"start":"2016-01-01"}}`,
			`{"resourceType":"Condition","id":"no",` + anna + `,"code":` + concept(pregnancy) + `,` + verified("refuted") + `}`},
			want: ""},
		{name: "hCG that rose and fell, and nothing else", resources: []string{hcg("2019-03-01", "85"), hcg("2019-03-05", "40"), hcg("2019-03-12", "1.2")},
			want: "", issue: "Was it a biochemical loss, or an injection"},
		{name: "hCG around a loss", resources: []string{hcg("2019-03-01", "85"), condition("sct:237243004", "2019-03-06"), hcg("2019-03-12", "1.2")},
			want: "biochemical 2019-03-06"},
		{name: "hCG in another unit says nothing", resources: []string{observation("loinc:21198-7", "2019-03-01", `"valueQuantity":{"value":3,"code":"ng/mL"}`), hcg("2019-03-12", "1.2")}, want: ""},
		{name: "hCG below a number that may be either", resources: []string{observation("loinc:21198-7", "2019-03-01", `"valueQuantity":{"value":900,"comparator":"<","code":"m[IU]/mL"}`), hcg("2019-03-12", "1.2")}, want: ""},
		{name: "hCG below its limit", resources: []string{hcg("2019-03-01", "85"), observation("loinc:21198-7", "2019-03-12", `"valueQuantity":{"value":5,"comparator":"<","code":"m[IU]/mL"}`)},
			want: "", issue: "Was it a biochemical loss"},
		{name: "hCG that was never positive", resources: []string{hcg("2019-03-01", "1.2"), hcg("2019-03-12", "1.2")}, want: ""},
		{name: "the date of a loss that is not recorded", resources: []string{observation("loinc:68500-8", "2020-01-01", `"valueDateTime":"2015-05"`)}, want: "", issue: "dated 2015-05"},
		{name: "the date of a loss that is recorded", resources: []string{condition(completed, "2015-05-20"), observation("loinc:68500-8", "2020-01-01", `"valueDateTime":"2015-05"`)}, want: "miscarriage 2015-05-20"},
		{name: "a parity that the record does not show", resources: []string{condition(liveBirth, "2010-01-01"), condition(liveBirth, "2012-01-01"), observation("loinc:11977-6", "2020-01-01", `"valueInteger":3`)},
			want: "livebirth 2010-01-01; livebirth 2012-01-01", issue: "states a parity of 3, and 2 births were found"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := one(t, resources(t, test.resources...))
			if got := told(c); got != test.want {
				t.Errorf("history\n got %s\nwant %s\n%s", got, test.want, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
		})
	}
}

// A child whose record names her as its mother is a birth of hers.
func TestChildren(t *testing.T) {
	mother := func(role string) []string {
		return []string{`{"resourceType":"Patient","id":"eve","gender":"female","birthDate":"1985-03-04","link":[{"other":{"reference":"RelatedPerson/mum"},"type":"seealso"}]}`,
			`{"resourceType":"RelatedPerson","id":"mum","patient":{"reference":"Patient/baby"},"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"` + role + `"}]}]}`}
	}
	baby := func(more string) string {
		return `{"resourceType":"Patient","id":"baby","birthDate":"2015-06-01"` + more + `}`
	}
	birth := `{"resourceType":"Procedure","id":"b","status":"completed","subject":{"reference":"Patient/eve"},"performedDateTime":"2015-06-01","code":` + concept("sct:11466000") + `}`
	for _, test := range []struct {
		name      string
		resources []string
		want      string
		known     string
		issue     string
	}{
		{"her own child", append(mother("NMTH"), baby("")), "livebirth 2015-06-01", "event", ""},
		{"a mother, nobody says by birth", append(mother("MTH"), baby("")), "livebirth 2015-06-01", "statement", "did she give birth to it?"},
		{"a child and its birth are one", append(mother("MTH"), baby(""), birth), "livebirth 2015-06-01", "event", ""},
		{"adopted", append(mother("ADOPTM"), baby("")), "", "", ""},
		{"a role that nobody knows", append(mother("x"), baby("")), "", "", ""},
		{"a child that died as a newborn", append(mother("NMTH"), baby(`,"deceasedDateTime":"2015-06-09"`)), "neonatal-death 2015-06-01", "event", ""},
		{"a child that died later", append(mother("NMTH"), baby(`,"deceasedDateTime":"2019-06-09"`)), "livebirth 2015-06-01", "event", ""},
		{"a child that was dead on that day", append(mother("NMTH"), baby(`,"deceasedDateTime":"2015-06-01"`)), "open 2015-06-01", "event", "Was the child born alive?"},
		{"a child that died, nobody says when", append(mother("NMTH"), baby(`,"deceasedBoolean":true`)), "open 2015-06-01", "event", "Was the child born alive?"},
		{"the child is not in the record", mother("NMTH"), "", "", ""},
		{"a child named on her own record", append(mother("NMTH"), `{"resourceType":"RelatedPerson","id":"kid","patient":{"reference":"Patient/eve"},"birthDate":"2012-02-03","relationship":[`+role("NCHILD")+`]}`), "livebirth 2012-02-03", "event", ""},
		{"a step-child", append(mother("NMTH"), `{"resourceType":"RelatedPerson","id":"kid","patient":{"reference":"Patient/eve"},"birthDate":"2012-02-03","relationship":[`+role("STPCHLD")+`]}`), "", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := find(t, readAll(t, test.resources...), "eve")
			if got := told(c); got != test.want || howKnown(c) != test.known {
				t.Errorf("history\n got %s, known by %s\nwant %s, %s\n%s", got, howKnown(c), test.want, test.known, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
		})
	}
}

// A hormone that rose and fell proves a biochemical loss that somebody recorded.
func TestHormoneDocuments(t *testing.T) {
	c := one(t, resources(t, hcg("2019-03-01", "85"), condition("sct:237243004", "2019-03-06"), hcg("2019-03-12", "1")))
	p := c.Pregnancies[0]
	if len(p.DocumentedBy.Value) != 1 || p.DocumentedBy.Value[0] != "hcg" {
		t.Errorf("documented by %v", p.DocumentedBy)
	}
	if len(p.Merged) != 3 {
		t.Errorf("put together from %+v", p.Merged)
	}
}

func related(relation string, more ...string) string {
	return "{" + strings.Join(append([]string{`"resourceType":"RelatedPerson","id":"rp","patient":{"reference":"Patient/anna"}`, `"identifier":[{"system":"urn:n","value":"7"}]`, `"relationship":[` + relation + `]`}, more...), ",") + "}"
}

func role(code string) string {
	return `{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"` + code + `"}]}`
}

// A partner's results are taken only from the record of somebody whom a link
// names as the partner.
func TestPartner(t *testing.T) {
	him := `{"resourceType":"Patient","id":"bo","gender":"male","identifier":[{"system":"urn:n","value":"7"}]}`
	karyotype := func(id, value string) string {
		return `{"resourceType":"Observation","id":"` + id + `","status":"final","subject":{"reference":"Patient/bo"},"code":` + concept("loinc:29770-5") + `,"valueString":"` + value + `"}`
	}
	his := karyotype("k", "46,XY")
	for _, test := range []struct {
		name      string
		resources []string
		want      string // his karyotype, as far as it is known
		issue     string
	}{
		{"named by code and identifier", []string{related(role("SPS")), him, his}, "normal", ""},
		{"named in words", []string{related(`{"text":"丈夫"}`), him, his}, "normal", ""},
		{"linked from his record", []string{strings.Replace(related(role("HUSB")), `"urn:n"`, `"urn:other"`, 1),
			`{"resourceType":"Patient","id":"bo","gender":"male","link":[{"other":{"reference":"RelatedPerson/rp"},"type":"seealso"}]}`, his}, "normal", ""},
		{"nobody links them", []string{him, his}, "", ""},
		{"her father is not her partner", []string{related(role("FTH")), him, his}, "", "without saying whose"},
		{"words that say more", []string{related(`{"text":"husband's brother"}`), him, his}, "", ""},
		{"a partner of the past", []string{related(role("SPS"), `"period":{"end":"2015-01-01"}`), him, his, condition(completed, "2018-01-01")}, "", ""},
		{"no longer active", []string{related(role("SPS"), `"active":false`), him, his}, "", ""},
		{"divorced", []string{related(role("FMRSPS")), him, his}, "", ""},
		{"two at once", []string{related(role("SPS")), him, his, strings.NewReplacer(`"rp"`, `"rp2"`, `"value":"7"`, `"value":"8"`).Replace(related(role("DOMPART"))),
			`{"resourceType":"Patient","id":"cy","gender":"male","identifier":[{"system":"urn:n","value":"8"}]}`}, "", "Who is the partner?"},
		{"two karyotypes that differ", []string{related(role("SPS")), him, his, karyotype("k2", "45,XY,rob(13;14)(q10;q10)")}, "", "karyotypes that differ"},
		{"another record of the same woman is not her partner", []string{him, his,
			`{"resourceType":"Patient","id":"anna2","gender":"female","link":[{"other":{"reference":"Patient/anna"},"type":"seealso"}]}`}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := find(t, readAll(t, test.resources...), "anna")
			if got := c.Partner.Karyotype; got.Value != test.want || got.Known != (test.want != "") {
				t.Errorf("his karyotype is %+v, want %q\n%s", got, test.want, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
		})
	}
}
