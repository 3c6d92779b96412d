package casefile_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

func base(t testing.TB) *knowledge.Base {
	t.Helper()
	k, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// sameFacts compares cases without regard to where the facts stand.
var sameFacts = cmp.Options{
	cmpopts.IgnoreTypes(patient.Source{}),
	cmp.Comparer(func(a, b date.Date) bool { return a == b }),
	cmpopts.EquateEmpty(),
}

func TestWriteAndReadBack(t *testing.T) {
	k := base(t)
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, k)
		var b bytes.Buffer
		if err := casefile.Write(&b, c); err != nil {
			t.Fatal(err)
		}
		again, err := casefile.Read("again.yaml", b.Bytes(), k)
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if d := cmp.Diff(c, again, sameFacts); d != "" {
			t.Fatalf("the case changed (-written +read):\n%s\n%s", d, b.String())
		}
	})
}

// What the file looks like, of a case that came from elsewhere: numbers without
// their spelling, a range of gestation, part of a list, an issue.
func TestWrite(t *testing.T) {
	c := &patient.Case{
		ID:   "7",
		AsOf: date.MustParse("2026-03-01"),
		Born: patient.Know(date.MustParse("1991-04"), patient.Source{}),
		Pregnancies: []patient.Pregnancy{
			{Outcome: patient.Miscarriage, Gestation: patient.Gestation{Min: 35, Max: 195}, DocumentedBy: patient.Know([]string(nil), patient.Source{})},
			{},
		},
		History: patient.History{Given: true},
		Observations: []patient.Observation{
			{Test: "hba1c", HasNumber: true, Number: 48*0.09148 + 2.152, Written: "48", Unit: "mmol/mol", UnitIs: "%", HasUpper: true, UpperLimit: 42*0.09148 + 2.152},
			{Test: "tsh", HasNumber: true, Number: 0.01, Comparator: patient.Below, Written: "<0.01 mIU/L", Unit: "milli-international unit per liter", UnitIs: "mIU/L"},
			{Test: "acl-igg", HasNumber: true, Number: 1000, Comparator: patient.Above, Written: ">1000", Unit: "CU", Assay: "clia", ContextGiven: true},
		},
		Conditions:  []patient.Condition{{ID: "sle", Absent: true}, {ID: "pcos"}, {ID: "hypothyroidism", Since: date.MustParse("2019")}},
		NoEvents:    patient.Know(true, patient.Source{}),
		Medications: []patient.Medication{{Medication: "aspirin"}},
		Partner:     patient.Partner{Label: patient.Know("no", patient.Source{})},
		Status:      patient.Status{Pregnant: patient.Know(false, patient.Source{}), AllSymptoms: patient.Know(true, patient.Source{})},
		Issues:      []patient.Issue{{Source: patient.Source{Document: "Observation/9"}, En: "unit g\nof a gestation"}},
	}
	const want = `# Observation/9: unit g of a gestation
gravida: case/1
id: "7"
asOf: 2026-03-01
patient:
  born: 1991-04
pregnancies:
  - outcome: miscarriage
    gestation: 5w0d to 27w6d
    documentedBy: []
  - {}
observations:
  - test: hba1c
    value: 48
    unit: mmol/mol
    upperLimit: 42
  - test: tsh
    value: "<0.01"
    unit: mIU/L
  - test: acl-igg
    value: ">1000"
    unit: CU
    assay: clia
    context: []
conditions:
  - pcos
  - {condition: hypothyroidism, since: 2019}
events: []
absent: [sle]
medications: [aspirin]
partner: {label: "no"}
status:
  pregnant: false
  symptoms: []
lists: {pregnancies: some, medications: some}
`
	var got bytes.Buffer
	if err := casefile.Write(&got, c); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got.String()); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}
