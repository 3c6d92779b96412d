package casefile_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/patient"
)

// TestWriteAccepted: what a case file refuses is left out and told, and the rest stays.
func TestWriteAccepted(t *testing.T) {
	day := date.MustParse
	c := &patient.Case{
		ID: "7", AsOf: day("2026-03-01"), Born: patient.Know(day("1991-04-12"), patient.Source{}),
		Pregnancies: []patient.Pregnancy{
			{Outcome: patient.Miscarriage, Ended: day("2024-05-10")},
			{Outcome: patient.Livebirth, Ended: day("2020-05-10")},
		},
		History: patient.History{Given: true, Complete: true},
		Observations: []patient.Observation{
			{Test: "tsh", Date: day("2026-01-09"), HasNumber: true, Number: 5.1, Written: "5.1", Unit: "mIU/L", UnitIs: "mIU/L"},
			{Test: "tsh", Date: day("2026-01-09"), HasNumber: true, Number: 2.1, Written: "2.1", Unit: "mIU/L", UnitIs: "mIU/L"},
			{Test: "ft4", Date: day("2026-01-09"), Written: "see\nthe report"},
			{Test: "prolactin", Date: day("2026-01-09"), Result: patient.Normal, Context: []string{"no-such-context"}, ContextGiven: true},
		},
		Conditions:   []patient.Condition{{ID: "pcos"}, {ID: "no-such-word"}},
		Medications:  []patient.Medication{{Medication: "no-such-medicine"}},
		AllMedicines: patient.Know(true, patient.Source{}),
	}
	const want = `# left out: tsh of 2026-01-09 is 5.1 mIU/L, and 2.1 mIU/L
# left out: tsh of 2026-01-09 is 2.1 mIU/L, and 5.1 mIU/L
# left out: ft4 2026-01-09: "see\nthe report" is no result a case file can hold
# left out: a pregnancy that ended 2020-05-10 stands after one that ended 2024-05-10
# left out: context is "no-such-context"
# left out: condition is "no-such-word"
# left out: medication is "no-such-medicine"
gravida: case/1
id: "7"
asOf: 2026-03-01
patient:
  born: 1991-04-12
pregnancies:
  - outcome: miscarriage
    ended: 2024-05-10
  - outcome: livebirth
observations:
  - test: prolactin
    date: 2026-01-09
    result: normal
conditions: [pcos]
medications: []
lists: {conditions: some, medications: some}
`
	var got bytes.Buffer
	if _, err := casefile.WriteAccepted(&got, c, base(t)); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got.String()); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	again, err := casefile.Read("again.yaml", got.Bytes(), base(t))
	if err != nil {
		t.Fatal(err)
	}
	if again.AllMedicines.Known || again.Observations[0].ContextGiven {
		t.Error("what was left out reads as nothing")
	}
}

// TestAnythingIsAccepted: whatever a record made of a woman, the file can be read,
// and holds no more than the case.
func TestAnythingIsAccepted(t *testing.T) {
	k := base(t)
	rapid.Check(t, func(t *rapid.T) {
		c, other := casetest.Case(t, k), casetest.Case(t, k)
		c.Observations = append(c.Observations, other.Observations...)
		c.Pregnancies = append(other.Pregnancies, c.Pregnancies...)
		c.History.Given = c.History.Given || len(c.Pregnancies) > 0
		c.Conditions = append(c.Conditions, other.Conditions...)
		// A case file has the absent ones in a list of their own.
		slices.SortStableFunc(c.Conditions, func(a, b patient.Condition) int {
			return strings.Compare(strconv.FormatBool(a.Absent), strconv.FormatBool(b.Absent))
		})
		c.Events = append(c.Events, other.Events...)
		c.Status, c.Partner, c.Born = other.Status, other.Partner, other.Born
		var b bytes.Buffer
		leftOut, err := casefile.WriteAccepted(&b, c, k)
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		again, err := casefile.Read("again.yaml", b.Bytes(), k)
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		for _, o := range again.Observations {
			if !slices.ContainsFunc(c.Observations, func(x patient.Observation) bool { return x.Test == o.Test && x.Date == o.Date }) {
				t.Fatalf("%s of %s is new", o.Test, o.Date)
			}
		}
		if len(again.Pregnancies) > len(c.Pregnancies) || len(again.Conditions) > len(c.Conditions) {
			t.Fatal("the file holds more than the case")
		}
		if len(leftOut) == 0 {
			if d := cmp.Diff(c, again, sameFacts); d != "" {
				t.Fatalf("nothing was left out, and the case changed:\n%s", d)
			}
		}
		if strings.Count(b.String(), "# left out: ") < len(leftOut) {
			t.Fatal("the file does not say what was left out")
		}
	})
}
