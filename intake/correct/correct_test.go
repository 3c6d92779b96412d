package correct_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/intake/correct"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

func base(t *testing.T) *knowledge.Base {
	t.Helper()
	k, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func read(t *testing.T, text string) *correct.Record {
	t.Helper()
	c, err := casefile.Read("a.yaml", []byte("gravida: case/1\nasOf: 2026-03-01\n"+text), base(t))
	if err != nil {
		t.Fatal(err)
	}
	return correct.Of(c)
}

func must(t *testing.T, r *correct.Record, wrong []correct.Mistake) *correct.Record {
	t.Helper()
	for _, m := range wrong {
		t.Fatalf("%s: %s", m.Key, m.Problem.Error())
	}
	return r
}

func with(t *testing.T, r *correct.Record, c correct.Correction) *correct.Record {
	t.Helper()
	after, wrong := r.With(c, base(t))
	return must(t, after, wrong)
}

func written(t *testing.T, c *patient.Case) string {
	t.Helper()
	var b bytes.Buffer
	if err := casefile.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const story = `pregnancies:
  - {outcome: miscarriage, ended: 2020-05, gestation: 8w2d, partner: A}
  - {outcome: livebirth, ended: 2022-09, gestation: 39w0d, partner: A}
observations:
  - {test: tsh, date: 2026-01-09, value: 51, unit: mIU/L, upperLimit: 4.0}
  - {test: lupus-anticoagulant, date: 2026-01-09, result: positive}
conditions: [pcos]
absent: [diabetes]
medications: [aspirin]
status: {pregnant: false, symptoms: [fever]}
`

// Each fact can be corrected; only what changes has another source, and that names the
// place in the record.
func TestCorrect(t *testing.T) {
	r := read(t, story)
	before := written(t, r.Read)
	r = with(t, r, correct.Correction{Entry: "observations/0", Values: correct.Values{"test": {"tsh"}, "date": {"2026-01-09"}, "value": {"5.1"}, "unit": {"mIU/L"}, "upperLimit": {"4.0"}}})
	o := r.Case.Observations[0]
	if o.Number != 5.1 || o.Source != (patient.Source{Document: "(reader)", At: "a.yaml:7:5"}) {
		t.Errorf("the result is %v of %s", o.Number, o.Source)
	}
	if was, ok := o.Source.Corrected(); !ok || was != "a.yaml:7:5" {
		t.Errorf("it was read at %q, %v", was, ok)
	}
	if s := r.Case.Observations[1].Source.Document; s != "a.yaml" {
		t.Errorf("another result has the source %s", s)
	}
	r = with(t, r, correct.Correction{Entry: "pregnancies/0", Values: correct.Values{"outcome": {"miscarriage"}, "ended": {"2020-05"}, "gestation": {"10w0d"}, "partner": {"A"}}})
	p := r.Case.Pregnancies[0]
	if p.Gestation.Min != 70 || p.GestationSource.Document != "(reader)" || p.OutcomeSource.Document != "a.yaml" || p.Partner.Source.Document != "a.yaml" {
		t.Errorf("the pregnancy is %+v", p)
	}
	// An earlier pregnancy that was missing stands first.
	r = with(t, r, correct.Correction{Entry: r.Next("pregnancies"), Values: correct.Values{"outcome": {"ectopic"}, "ended": {"2018"}}})
	if r.Case.Pregnancies[0].Outcome != patient.Ectopic || r.Entries["pregnancies"][0] != "pregnancies/+1" || r.Entries["pregnancies"][1] != "pregnancies/0" {
		t.Errorf("the pregnancies are %v: %+v", r.Entries["pregnancies"], r.Case.Pregnancies)
	}
	if s := r.Case.Pregnancies[0].OutcomeSource; s != (patient.Source{Document: "(reader)"}) {
		t.Errorf("what was added has the source %q", s)
	}
	// She does not have it; and what is wrong goes, without saying that there is none.
	r = with(t, r, correct.Correction{Entry: "conditions/0", Values: correct.Values{"condition": {"pcos"}, "absent": {"true"}}})
	if x := r.Case.Conditions[0]; x.ID != "pcos" || !x.Absent {
		t.Errorf("the condition is %+v", x)
	}
	r = with(t, r, correct.Correction{Entry: "medications/0", Gone: true})
	if len(r.Case.Medications) != 0 || r.Case.AllMedicines.Known {
		t.Error("a medicine that was wrong leaves: she takes none")
	}
	r = with(t, r, correct.Correction{Entry: "lists", Values: correct.Values{"medications": {"all"}}})
	if !r.Case.AllMedicines.Value {
		t.Error("she takes none, and nobody heard it")
	}
	r = with(t, r, correct.Correction{Entry: "status", Values: correct.Values{"pregnant": {"false"}, "bleeding": {"true"}}})
	if s := r.Case.Status; !s.Bleeding.Value || s.Pregnant.Source.Document != "a.yaml" || s.Bleeding.Source.Document != "(reader)" || len(s.Symptoms) != 0 || s.AllSymptoms.Known {
		t.Errorf("the status is %+v", s)
	}
	if got := written(t, r.Read); got != before {
		t.Errorf("the record was changed:\n%s", got)
	}
	// What is written reads as what was corrected.
	c, err := casefile.Read("b.yaml", []byte(written(t, r.Case)), base(t))
	if err != nil || len(c.Pregnancies) != 3 || c.Observations[0].Number != 5.1 {
		t.Errorf("%v\n%s", err, written(t, r.Case))
	}
	for len(r.Corrections) > 0 {
		after, wrong := r.Without(r.Corrections[0].Entry, base(t))
		r = must(t, after, wrong)
	}
	if !reflect.DeepEqual(r.Case.Pregnancies, r.Read.Pregnancies) || !reflect.DeepEqual(r.Case.Observations, r.Read.Observations) || written(t, r.Case) != before {
		t.Errorf("everything taken back, and it is not as it was:\n%s", written(t, r.Case))
	}
}

// What is taken out of a whole list leaves one that may not be whole: what it may have
// stood for is not known to be absent. Said anew it is whole, in whatever order.
func TestTakenOutIsNotNothing(t *testing.T) {
	const two = `pregnancies:
  - {outcome: miscarriage, ended: 2020-05}
  - {outcome: livebirth, ended: 2022-09}
conditions: [pcos, diabetes]
events: [{event: venous-thrombosis, date: 2018-03}, {event: venous-thrombosis, date: 2019-03}]
medications: [aspirin, metformin]
procedures: [{procedure: septum-resection, date: 2024-02}, {procedure: septum-resection, date: 2025-02}]
allergies: [penicillin, aspirin]
lists: {conditions: all, events: all}
`
	known := map[string]func(c *patient.Case) bool{
		"pregnancies": func(c *patient.Case) bool { return c.History.Complete },
		"conditions":  func(c *patient.Case) bool { return c.NoConditions.Known },
		"events":      func(c *patient.Case) bool { return c.NoEvents.Known },
		"medications": func(c *patient.Case) bool { return c.AllMedicines.Known },
		"procedures":  func(c *patient.Case) bool { return c.AllProcedures.Known },
		"allergies":   func(c *patient.Case) bool { return c.AllAllergies.Known },
	}
	for part, whole := range known {
		r := read(t, two)
		if !whole(r.Case) {
			t.Fatalf("%s: the record does not say that they are all", part)
		}
		all := correct.Correction{Entry: "lists", Values: correct.Values{part: {"all"}}}
		r = with(t, r, all)
		r = with(t, r, correct.Correction{Entry: part + "/0", Gone: true})
		if whole(r.Case) {
			t.Errorf("%s: one is taken out, and the rest is called all", part)
		}
		if r = with(t, r, all); !whole(r.Case) {
			t.Errorf("%s: said anew that they are all, and nobody heard it", part)
		}
		r = with(t, r, correct.Correction{Entry: part + "/1", Gone: true})
		if r = with(t, r, correct.Correction{Entry: part + "/0", Gone: true}); whole(r.Case) || part == "pregnancies" && r.Case.History.Given {
			t.Errorf("%s: nothing is left, and that is called all", part)
		}
	}
	// Of symptoms the later word counts, too.
	r := read(t, "status: {symptoms: [fever]}\n")
	r = with(t, r, correct.Correction{Entry: "lists", Values: correct.Values{"symptoms": {"some"}}})
	r = with(t, r, correct.Correction{Entry: "status", Values: correct.Values{"symptoms": {}}})
	if !r.Case.Status.AllSymptoms.Value {
		t.Error("no symptoms, said after that some may be missing, is not known")
	}
	r = with(t, r, correct.Correction{Entry: "lists", Values: correct.Values{"symptoms": {"some"}}})
	if r.Case.Status.AllSymptoms.Known {
		t.Error("that some may be missing, said last, is not heard")
	}
	r = with(t, r, correct.Correction{Entry: "status", Values: correct.Values{"symptoms": {}}})
	if !r.Case.Status.AllSymptoms.Value {
		t.Error("no symptoms, said last, is not heard")
	}
}

// What cannot be right is refused as in a case file, at its field; what does not fit the
// rest of the record is refused as a whole.
func TestRefused(t *testing.T) {
	r := read(t, story)
	for name, c := range map[string]struct {
		correction correct.Correction
		key, says  string
	}{
		"a unit":               {correct.Correction{Entry: "observations/0", Values: correct.Values{"test": {"tsh"}, "value": {"5"}, "unit": {"mmol/L"}}}, "unit", "not measured in"},
		"a value":              {correct.Correction{Entry: "observations/0", Values: correct.Values{"test": {"tsh"}, "value": {"</script>"}, "unit": {"mIU/L"}}}, "value", "is not a number"},
		"a date":               {correct.Correction{Entry: "pregnancies/1", Values: correct.Values{"ended": {"2022-02-31"}}}, "ended", "has no day"},
		"weeks":                {correct.Correction{Entry: "pregnancies/1", Values: correct.Values{"gestation": {"8w9d"}}}, "gestation", "has 9 days"},
		"a day to come":        {correct.Correction{Entry: "pregnancies/1", Values: correct.Values{"ended": {"2027"}}}, "", "after asOf"},
		"both ill and not":     {correct.Correction{Entry: "conditions/+1", Values: correct.Values{"condition": {"pcos"}, "absent": {"true"}}}, "", "is absent, and present in the record"},
		"a second result":      {correct.Correction{Entry: "observations/+1", Values: correct.Values{"test": {"tsh"}, "date": {"2026-01-09"}, "value": {"2"}, "unit": {"mIU/L"}}}, "", "in the record"},
		"nothing at all":       {correct.Correction{Entry: "observations/+1", Values: correct.Values{"test": {"tsh"}}}, "", "without a result"},
		"a test nobody knows":  {correct.Correction{Entry: "observations/+1", Values: correct.Values{"test": {"tshh"}, "result": {"normal"}}}, "test", "tshh"},
		"a number out of life": {correct.Correction{Entry: "patient", Values: correct.Values{"heightCm": {"16.5"}}}, "heightCm", "16.5"},
	} {
		after, wrong := r.With(c.correction, base(t))
		if after != r || len(wrong) == 0 {
			t.Errorf("%s is taken", name)
			continue
		}
		if wrong[0].Key != c.key || !strings.Contains(wrong[0].Problem.Error(), c.says) {
			t.Errorf("%s: at %q %s", name, wrong[0].Key, wrong[0].Problem.Error())
		}
	}
}

// A record that holds what no case file can is corrected all the same, and two results
// that contradict each other are one correction from agreeing.
func TestRecordThatNoFileCanHold(t *testing.T) {
	r := read(t, story)
	c := *r.Read
	other := c.Observations[0]
	other.Number, other.Written = 2, "2"
	c.Observations = append(append([]patient.Observation(nil), c.Observations...), other)
	c.Issues = []patient.Issue{{Source: other.Source, En: "two of one day"}, {Source: patient.Source{Document: "elsewhere"}, En: "else"}}
	r = correct.Of(&c)
	r = with(t, r, correct.Correction{Entry: "conditions/0", Gone: true})
	r = with(t, r, correct.Correction{Entry: "observations/2", Gone: true})
	if len(r.Case.Issues) != 2 {
		t.Error("a doubt is gone though the other result stands at the same place")
	}
	r = with(t, r, correct.Correction{Entry: "observations/0", Gone: true})
	if len(r.Case.Issues) != 1 || len(c.Issues) != 2 {
		t.Errorf("the doubts left are %v", r.Case.Issues)
	}
}

// A correction that takes one contradiction away may not bring another in its place.
func TestOneContradictionForAnother(t *testing.T) {
	c := *read(t, story).Read
	other := c.Observations[0]
	other.Number, other.Written = 2, "2"
	c.Observations = append(append([]patient.Observation(nil), c.Observations...), other)
	r := correct.Of(&c)
	at := func(day string) correct.Correction {
		return correct.Correction{Entry: "observations/0", Values: correct.Values{"test": {"tsh"}, "date": {day}, "value": {"5.1"}, "unit": {"mIU/L"}}}
	}
	if after, wrong := r.With(at("2027-01-09"), base(t)); after != r || len(wrong) != 1 || !strings.Contains(wrong[0].Problem.Error(), "after asOf") {
		t.Errorf("a result of a day to come is taken: %v", wrong)
	}
	with(t, r, at("2026-01-08"))
}

// Of every woman and example, every entry goes through its form and comes back the same.
func TestEveryEntryComesBack(t *testing.T) {
	files, err := filepath.Glob("../../testdata/women/*/case.yaml")
	if err != nil || len(files) < 10 {
		t.Fatal(len(files), err)
	}
	k, entries := base(t), 0
	files = append(files, "../../examples/anna.yaml", "../../examples/bundle.json")
	for i, name := range files {
		if i%5 != 0 && i < len(files)-2 {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for c, err := range intake.Read(filepath.Base(name), bytes.NewReader(data), k) {
			if err != nil {
				t.Fatal(err)
			}
			r := correct.Of(c)
			names := []string{"patient", "status", "lifestyle", "partner"}
			for _, list := range r.Entries {
				names = append(names, list...)
			}
			for _, entry := range names {
				v, ok := r.Values(entry)
				if !ok {
					t.Fatalf("%s: no %s", name, entry)
				}
				after, wrong := r.With(correct.Correction{Entry: entry, Values: v}, k)
				for _, m := range wrong {
					t.Errorf("%s, %s: %s %s", name, entry, m.Key, m.Problem.Error())
				}
				if a, b := written(t, after.Case), written(t, c); a != b {
					t.Errorf("%s, %s as %v gives\n%s\nwant\n%s", name, entry, v, a, b)
				}
				if len(after.Corrections) > 0 && strings.Contains(entry, "/") && !reflect.DeepEqual(after.Case.Pregnancies, c.Pregnancies) {
					t.Errorf("%s, %s: the sources of what nobody changed changed", name, entry)
				}
				entries++
			}
		}
	}
	if entries < 100 {
		t.Errorf("only %d entries", entries)
	}
}

// A list that was said to be whole with an entry that the reader added is not whole without
// it; what was said before, or by the record, stands.
func TestTakingBackWhatWasAdded(t *testing.T) {
	all := correct.Correction{Entry: "lists", Values: correct.Values{"medications": {"all"}, "allergies": {"all"}}}
	aspirin := correct.Correction{Entry: "medications/+1", Values: correct.Values{"medication": {"aspirin"}}}
	for name, c := range map[string]struct {
		file  string
		said  []correct.Correction
		whole bool
	}{
		"said with it":        {"", []correct.Correction{aspirin, all}, false},
		"said before it":      {"", []correct.Correction{all, aspirin}, true},
		"said by the record":  {"medications: []\n", []correct.Correction{aspirin, all}, true},
		"nothing said at all": {"", []correct.Correction{aspirin}, false},
	} {
		for _, way := range []string{"taken back", "taken out"} {
			r := read(t, c.file)
			for _, one := range c.said {
				r = with(t, r, one)
			}
			if way == "taken out" {
				r = with(t, r, correct.Correction{Entry: aspirin.Entry, Gone: true})
			} else {
				after, wrong := r.Without(aspirin.Entry, base(t))
				if len(wrong) > 0 {
					t.Fatal(wrong)
				}
				r = after
			}
			if got := r.Case.AllMedicines; got.Known != c.whole || got.Value != c.whole || len(r.Case.Medications) > 0 {
				t.Errorf("%s, %s: medicines are whole %+v", name, way, got)
			}
			if said := len(c.said) > 1; r.Case.AllAllergies.Value != said {
				t.Errorf("%s, %s: allergies are whole %+v", name, way, r.Case.AllAllergies)
			}
		}
	}
}
