package fhirin_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// codes that a random history is made of.
var codes = []string{pregnancy, miscarried, completed, anembryonic, tubal, missed, liveBirth, "icd:O36.4", "icd:O06.9", "icd:O20.0", "icd:O31.1",
	"sct:44782008", "sct:237243004", "icd:O03.901", "cm:Z3A.12", "sct:161744009", "icd:N96"}

// sayings that a random history is told in.
var sayings = []string{"2018年孕9周胎停", "孕3产1流2", "自然流产2次，人流1次", "無流產史", "3 miscarriages at 8, 9 and 10 weeks", "2010年顺产", "自然流产3次，其中胎停2次", "母亲自然流产2次"}

// history draws resources of a woman whose record holds anything.
func history(t *rapid.T) []fhirin.Item {
	texts := []string{`{"resourceType":"Patient","id":"anna","gender":"female","birthDate":"1985"}`, questionnaire}
	visit := func() string { return at(fmt.Sprint("e", rapid.IntRange(1, 3).Draw(t, "visit"))) }
	day := func() string {
		d := date.FromDay(rapid.IntRange(14600, 15600).Draw(t, "day")).String()
		return d[:rapid.SampledFrom([]int{4, 7, 10, 10, 10}).Draw(t, "exact")]
	}
	for range rapid.IntRange(1, 12).Draw(t, "n") {
		texts = append(texts, drawn(t, day, visit))
	}
	var items []fhirin.Item
	for i, text := range texts {
		items = append(items, decoded(t, text, i))
	}
	return items
}

func decoded(t *rapid.T, text string, entry int) fhirin.Item {
	resource, _, err := r4.DecodeJSON([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return fhirin.Item{Resource: resource, File: "anna.json", Entry: entry}
}

// drawn is one resource of any kind that bears on a history.
func drawn(t *rapid.T, day, visit func() string) string {
	saying := func() string { return rapid.SampledFrom(sayings).Draw(t, "saying") }
	switch rapid.IntRange(0, 11).Draw(t, "kind") {
	case 0:
		return procedure(rapid.SampledFrom([]string{terminated, curettage, transfer, "sct:11466000"}).Draw(t, "done"), day())
	case 1:
		return observation("loinc:11778-8", day(), fmt.Sprintf(`"valueDateTime":%q`, day()))
	case 2:
		return observation(rapid.SampledFrom([]string{"loinc:11996-6", "loinc:11614-5", "loinc:11977-6"}).Draw(t, "counts"), day(), fmt.Sprintf(`"valueInteger":%d`, rapid.IntRange(0, 9).Draw(t, "count")))
	case 3:
		return encounter(fmt.Sprint("e", rapid.IntRange(1, 3).Draw(t, "visit")), day(), `"type":[`+concept("sct:424441002")+`]`, `"reasonCode":[`+concept(completed)+`]`)
	case 4:
		return document(saying())
	case 5:
		return observation("loinc:10162-6", day(), fmt.Sprintf(`"valueString":%q`, saying()))
	case 6:
		return form(rapid.SampledFrom([]string{"completed", "in-progress"}).Draw(t, "status"), row("19169002", day(), "9")+","+row("169826009", day(), "")+","+row("35999006", "", "10"))
	case 7:
		return hcg(day(), rapid.SampledFrom([]string{"1", "85", "900"}).Draw(t, "hcg"))
	case 8:
		number++
		return fmt.Sprintf(`{"resourceType":"EpisodeOfCare","id":"ep%d","status":"active","patient":{"reference":"Patient/anna"},"type":[%s],"period":{"start":%q}}`, number, concept("sct:424525001"), day())
	}
	onset := day()
	if rapid.IntRange(0, 4).Draw(t, "undated") == 0 {
		onset = ""
	}
	var more []string
	if rapid.Bool().Draw(t, "at") {
		more = append(more, visit())
	}
	if rapid.IntRange(0, 3).Draw(t, "ends") == 0 {
		more = append(more, until(day()))
	}
	if rapid.IntRange(0, 4).Draw(t, "noted") == 0 {
		more = append(more, note(saying()))
	}
	return condition(rapid.SampledFrom(codes).Draw(t, "code"), onset, more...)
}

// unrelated are resources that say nothing of her pregnancies.
var unrelated = []string{
	`{"resourceType":"Patient","id":"zoe","gender":"female","birthDate":"1990"}`,
	`{"resourceType":"Condition","id":"z1","subject":{"reference":"Patient/zoe"},"onsetDateTime":"2011-01-01","code":{"coding":[{"system":"http://snomed.info/sct","code":"19169002"}]}}`,
	`{"resourceType":"Observation","id":"z2","status":"final","subject":{"reference":"Patient/zoe"},"effectiveDateTime":"2030-01-01","code":{"coding":[{"system":"http://loinc.org","code":"10162-6"}]},"valueString":"自然流产5次"}`,
	`{"resourceType":"Condition","id":"z3","subject":{"reference":"Patient/anna"},"onsetDateTime":"2011-01-01","verificationStatus":{"coding":[{"code":"entered-in-error"}]},"code":{"coding":[{"system":"http://snomed.info/sct","code":"19169002"}]}}`,
	`{"resourceType":"FamilyMemberHistory","id":"z4","status":"completed","patient":{"reference":"Patient/anna"},"condition":[{"code":{"coding":[{"system":"http://snomed.info/sct","code":"19169002"}]}}]}`,
	`{"resourceType":"Claim","id":"z5","patient":{"reference":"Patient/anna"},"diagnosis":[{"diagnosisCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"19169002"}]}}]}`,
	`{"resourceType":"Immunization","id":"z6","status":"completed","patient":{"reference":"Patient/anna"},"occurrenceDateTime":"2011-01-01"}`,
	`{"resourceType":"Procedure","id":"z7","status":"not-done","subject":{"reference":"Patient/anna"},"performedDateTime":"2011-01-01","code":{"coding":[{"system":"http://snomed.info/sct","code":"714812005"}]}}`,
	`{"resourceType":"QuestionnaireResponse","id":"z8","status":"entered-in-error","subject":{"reference":"Patient/anna"},"item":[{"linkId":"/11614-5","answer":[{"valueInteger":4}]}]}`,
	`{"resourceType":"Observation","id":"z9","status":"final","subject":{"reference":"Patient/anna"},"focus":[{"reference":"RelatedPerson/mother"}],"effectiveDateTime":"2011-01-01","code":{"coding":[{"system":"http://loinc.org","code":"11614-5"}]},"valueInteger":4}`,
}

// account is the part of a case that tells what was read and what was not.
var account = cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".Reading" }, cmp.Ignore())

func TestRandomHistories(t *testing.T) {
	k := base(t)
	rapid.Check(t, func(t *rapid.T) {
		items := history(t)
		cases := fhirin.Read(items, k)
		if len(cases) != 1 {
			t.Fatalf("%d cases", len(cases))
		}
		shuffled := rapid.Permutation(items).Draw(t, "order")
		if diff := cmp.Diff(cases, fhirin.Read(shuffled, k), cmp.Comparer(sameDate)); diff != "" {
			t.Fatalf("another order, another case:\n%s", diff)
		}
		again := rapid.SampledFrom(items).Draw(t, "again")
		if again.File = rapid.SampledFrom([]string{"anna.json", "copy.json"}).Draw(t, "file"); again.File == "anna.json" {
			again.Entry += 100
		}
		if diff := cmp.Diff(cases, fhirin.Read(append(slices.Clone(items), again), k), cmp.Comparer(sameDate), account); diff != "" {
			t.Fatalf("a resource twice, another case:\n%s", diff)
		}
		more := append(slices.Clone(items), decoded(t, rapid.SampledFrom(unrelated).Draw(t, "unrelated"), 200))
		if diff := cmp.Diff(cases[0], find(t, fhirin.Read(more, k), "anna"), cmp.Comparer(sameDate), account); diff != "" {
			t.Fatalf("something that has nothing to do with her changed her case:\n%s", diff)
		}
		for i, p := range cases[0].Pregnancies {
			if p.Source.Document == "" || len(p.Merged) == 0 {
				t.Fatalf("pregnancy %d comes from nowhere: %+v", i+1, p)
			}
			if p.Gestation.Min > p.Gestation.Max || p.Gestation.Max > patient.MaxGestationDays+6 {
				t.Fatalf("pregnancy %d has the gestation %+v", i+1, p.Gestation)
			}
		}
	})
}

// A text adds to what was recorded, and changes no outcome and no date of it;
// it may date what has no date, and end what has no end.
func TestTextsChangeNoEvent(t *testing.T) {
	k := base(t)
	// events lists what was recorded, without the dates that are not in dated.
	events := func(c *patient.Case, dated map[string]bool) (all []string) {
		for _, p := range c.Pregnancies {
			if p.Known != patient.ByEvent || p.Outcome == "" {
				continue
			}
			if s := fmt.Sprint(p.Outcome, " ", p.Ended); dated == nil || dated[s] {
				all = append(all, s)
			} else {
				all = append(all, fmt.Sprint(p.Outcome, " "))
			}
		}
		slices.Sort(all)
		return all
	}
	rapid.Check(t, func(t *rapid.T) {
		items := slices.DeleteFunc(history(t), inWords)
		told := append(slices.Clone(items), decoded(t, document(rapid.SampledFrom(sayings).Draw(t, "told")), 300))
		before, after := fhirin.Read(items, k), fhirin.Read(told, k)
		want, dated := events(before[0], nil), map[string]bool{}
		for _, s := range want {
			dated[s] = true
		}
		got := events(after[0], dated)
		for _, s := range want {
			i := slices.Index(got, s)
			if i < 0 {
				t.Fatalf("a text changed what was recorded: %q is not among %q", s, got)
			}
			got = slices.Delete(got, i, i+1)
		}
	})
}

// inWords reports what is told, as a text or a form, and takes the note from a resource that has one.
func inWords(it fhirin.Item) bool {
	switch res := it.Resource.(type) {
	case *r4.Condition:
		res.Note = nil
	case *r4.Observation:
		return res.String != ""
	case *r4.DocumentReference, *r4.QuestionnaireResponse: // what somebody told; two tellings may differ by a year
		return true
	}
	return false
}
