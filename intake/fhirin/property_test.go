package fhirin_test

import (
	"fmt"
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

// history draws resources of a woman whose record holds anything.
func history(t *rapid.T) []fhirin.Item {
	var texts []string
	visit := func() string { return at(fmt.Sprint("e", rapid.IntRange(1, 3).Draw(t, "visit"))) }
	day := func() string {
		d := date.FromDay(rapid.IntRange(14600, 15600).Draw(t, "day")).String()
		return d[:rapid.SampledFrom([]int{4, 7, 10, 10, 10}).Draw(t, "exact")]
	}
	n := rapid.IntRange(1, 12).Draw(t, "n")
	for i := range n {
		var more []string
		if rapid.Bool().Draw(t, "linked") {
			more = append(more, visit())
		}
		if rapid.Bool().Draw(t, "ended") {
			more = append(more, until(day()))
		}
		text := ""
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			text = procedure(rapid.SampledFrom([]string{terminated, curettage, transfer, "sct:11466000"}).Draw(t, "done"), day(), more[:0]...)
		case 1:
			text = observation("loinc:11778-8", day(), fmt.Sprintf(`"valueDateTime":%q`, day()), more[:0]...)
		case 2:
			text = observation("loinc:11996-6", day(), fmt.Sprintf(`"valueInteger":%d`, rapid.IntRange(0, 9).Draw(t, "count")))
		case 3:
			text = encounter(fmt.Sprint("e", rapid.IntRange(1, 3).Draw(t, "visit")), day(), `"type":[`+concept("sct:424441002")+`]`, `"reasonCode":[`+concept(completed)+`]`)
		default:
			onset := day()
			if rapid.IntRange(0, 4).Draw(t, "undated") == 0 {
				onset = ""
			}
			text = condition(rapid.SampledFrom(codes).Draw(t, "code"), onset, more...)
		}
		_ = i
		texts = append(texts, text)
	}
	var items []fhirin.Item
	for i, text := range append(texts, `{"resourceType":"Patient","id":"anna","gender":"female","birthDate":"1985"}`) {
		resource, _, err := r4.DecodeJSON([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, fhirin.Item{Resource: resource, File: "anna.json", Entry: i})
	}
	return items
}

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
