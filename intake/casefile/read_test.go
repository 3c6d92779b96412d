package casefile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/patient"
)

// at is a source in anna.yaml.
func at(line, column int) patient.Source {
	return patient.Source{Document: "anna.yaml", At: fmt.Sprintf("%d:%d", line, column)}
}

// testdata/contract.yaml is the example of the contract, field by field.
func TestReadContract(t *testing.T) {
	data, err := os.ReadFile("testdata/contract.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, err := casefile.Read("anna.yaml", data, base(t))
	if err != nil {
		t.Fatal(err)
	}
	day := date.MustParse
	want := &patient.Case{
		ID:        "example-1",
		Source:    patient.Source{Document: "anna.yaml"},
		AsOf:      day("2026-03-01"),
		Born:      patient.Know(day("1991-04-12"), at(5, 9)),
		HeightCm:  patient.Know(165.0, at(6, 13)),
		WeightKg:  patient.Know(61.0, at(7, 13)),
		Ethnicity: patient.Know("...", at(8, 14)),
		Pregnancies: []patient.Pregnancy{{
			Outcome:         patient.Miscarriage,
			Ended:           day("2022-05-10"),
			Gestation:       patient.Weeks(8, 2),
			Partner:         patient.Know("A", at(13, 14)),
			Conception:      patient.Know("spontaneous", at(14, 17)),
			Details:         []patient.Fact[string]{patient.Know("fetal-heartbeat-seen", at(15, 15))},
			Morphology:      patient.Know(patient.Normal, at(16, 17)),
			TissueKaryotype: patient.Know("normal", at(17, 22)),
			SeverePEAt:      patient.Know(patient.Weeks(30, 1), at(18, 27)),
			SeverePIAt:      patient.Know(patient.Weeks(29, 3), at(19, 37)),
			ExplainedBy:     patient.Know("cervical-insufficiency", at(20, 18)),
			DocumentedBy:    patient.Know([]string{"ultrasound"}, at(21, 19)),
			Source:          at(10, 5),
			OutcomeSource:   at(10, 14), EndedSource: at(11, 12), GestationSource: at(12, 16),
		}},
		History: patient.History{Given: true, Complete: true, Source: at(10, 3)},
		Observations: []patient.Observation{{
			Test: "tsh", Date: day("2026-01-09"),
			HasNumber: true, Number: 5.1, Written: "5.1", Unit: "mIU/L", UnitIs: "mIU/L",
			HasUpper: true, UpperLimit: 4, Assay: "elisa",
			Context: []string{"on-heparin"}, ContextGiven: true, Source: at(23, 5),
		}},
		Conditions: []patient.Condition{
			{ID: "pcos", Source: at(32, 5)},
			{ID: "diabetes", Absent: true, Source: at(35, 10)},
		},
		Events: []patient.Event{{Event: "venous-thrombosis", Date: day("2018-03"),
			Proven: patient.Know("imaging", at(34, 55)), HighRiskProfile: patient.Know(false, at(34, 81)), Source: at(34, 5)}},
		Medications:   []patient.Medication{{Medication: "aspirin", Source: at(36, 15)}},
		AllMedicines:  patient.Know(true, at(36, 14)),
		Procedures:    []patient.Procedure{{Procedure: "septum-resection", Date: day("2024-02"), Source: at(37, 14)}},
		AllProcedures: patient.Know(true, at(37, 13)),
		Allergies:     []patient.Fact[string]{patient.Know("aspirin", at(38, 13))},
		AllAllergies:  patient.Know(true, at(38, 12)),
		Lifestyle: patient.Lifestyle{Smoking: patient.Know("never", at(39, 22)),
			AlcoholUnitsPerWeek: patient.Know(2.0, at(39, 50)), CaffeineMgPerDay: patient.Know(150.0, at(39, 71))},
		Partner: patient.Partner{Label: patient.Know("A", at(40, 18)), Age: patient.Know(36, at(40, 26)),
			Karyotype: patient.Know("normal", at(40, 41)), SpermDNAFragmentationPct: patient.Know(18.0, at(40, 75))},
		Status: patient.Status{Pregnant: patient.Know(false, at(41, 20)), Gestation: patient.Know(patient.Weeks(7, 0), at(41, 38)),
			Location: patient.Know("intrauterine", at(41, 54)), Bleeding: patient.Know(false, at(41, 78)),
			PlanningPregnancy: patient.Know(true, at(41, 104)), AllSymptoms: patient.Know(true, at(41, 120))},
		Requested: []patient.Fact[string]{patient.Know("lymphocyte-immunotherapy", at(42, 13))},
	}
	if d := cmp.Diff(want, got, sameFacts[1:]); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

// What was not said stays unknown, and an empty list says something.
func TestUnknownAndEmpty(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       func(c *patient.Case) bool
	}{
		{"nothing said", "", func(c *patient.Case) bool {
			return cmp.Diff(c, &patient.Case{}, sameFacts) == ""
		}},
		{"null is nothing said", "id:\nasOf: ~\npatient: null\npregnancies:\nobservations:\nconditions:\nmedications: ~\nstatus: {pregnant: ~, symptoms: }", func(c *patient.Case) bool {
			return cmp.Diff(c, &patient.Case{}, sameFacts) == ""
		}},
		{"empty lists", "pregnancies: []\nconditions: []\nevents: []\nmedications: []\nprocedures: []\nallergies: []\nstatus: {symptoms: []}", func(c *patient.Case) bool {
			return c.History.Given && c.History.Complete && c.NoConditions.Value && c.NoEvents.Value && c.AllMedicines.Value &&
				c.AllProcedures.Value && c.AllAllergies.Value && c.Status.AllSymptoms.Value
		}},
		{"a list of conditions is not all of them", "conditions: [pcos]\nevents: [venous-thrombosis]", func(c *patient.Case) bool {
			return !c.NoConditions.Known && !c.NoEvents.Known && len(c.Conditions) == 1 && len(c.Events) == 1
		}},
		{"a list of medicines is all of them", "medications: [warfarin]\nstatus: {symptoms: [fever]}", func(c *patient.Case) bool {
			return c.AllMedicines.Value && c.Status.AllSymptoms.Value
		}},
		{"unless it says so", "medications: [warfarin]\nconditions: [pcos]\npregnancies: []\nlists: {medications: some, conditions: all, pregnancies: some}", func(c *patient.Case) bool {
			return !c.AllMedicines.Known && c.NoConditions.Value && c.History.Given && !c.History.Complete
		}},
		{"an empty context", "observations: [{test: tsh, result: normal, context: []}, {test: ft4, result: normal}]", func(c *patient.Case) bool {
			return c.Observations[0].ContextGiven && !c.Observations[1].ContextGiven
		}},
		{"synonyms", "medications: [aspirin-low-dose]", func(c *patient.Case) bool { return c.Medications[0].Medication == "aspirin" }},
		{"a treatment is a medicine", "medications: [levothyroxine]", func(c *patient.Case) bool { return c.Medications[0].Medication == "levothyroxine" }},
		{"a clear panel", "observations: [{test: antiphospholipid-antibodies, date: 2026-01, result: negative}]", func(c *patient.Case) bool {
			return len(c.Observations) == 5 && c.Observations[4].Test == "ab2gpi-igm" && c.Observations[4].Result == patient.Negative
		}},
		{"weeks are a range", "pregnancies: [{gestation: 8}, {gestation: 8+2}, {gestation: 孕8周2天}, {gestation: 5w0d to 27w6d}]", func(c *patient.Case) bool {
			p := c.Pregnancies
			return p[0].Gestation == patient.Gestation{Min: 56, Max: 62} && p[1].Gestation == patient.Weeks(8, 2) &&
				p[2].Gestation == patient.Weeks(8, 2) && p[3].Gestation == patient.Gestation{Min: 35, Max: 195}
		}},
		{"more than one finding", "observations: [{test: hysteroscopy, date: 2026-01-09, finding: septate-uterus}, {test: hysteroscopy, date: 2026-01-09, finding: endometrial-polyp}]", func(c *patient.Case) bool {
			return len(c.Observations) == 2
		}},
		{"a byte-order mark would be in the way", "id: \"\uFEFF\"", func(c *patient.Case) bool { return c.ID == "\uFEFF" }},
	} {
		got, err := casefile.Read("anna.yaml", []byte("gravida: case/1\n"+c.file), base(t))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if !c.want(got) {
			t.Errorf("%s: not what %q says: %+v", c.name, c.file, got)
		}
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		observation string
		comparator  string
		number      float64
		unitIs      string
	}{
		{"test: tsh, value: 5.1, unit: mIU/L", "", 5.1, "mIU/L"},
		{`test: tsh, value: "5.1", unit: µIU/mL`, "", 5.1, "mIU/L"},
		{"test: amh, value: <0.6, unit: ng/mL", "<", 0.6, "ng/mL"},
		{"test: amh, value: ＜ ０．６, unit: ｎｇ／ｍＬ", "<", 0.6, "ng/mL"},
		{"test: prolactin, value: \">1000\", unit: mIU/L", ">", 1000, "mIU/L"},
		{"test: prolactin, value: ≥ 1000, unit: mIU/L", ">=", 1000, "mIU/L"},
		{"test: tsh, value: <0.0005, unit: mIU/L", "<", 0.0005, "mIU/L"},
		{"test: tsh, value: 低于0.01, unit: mIU/L", "<", 0.01, "mIU/L"},
		{"test: ana, value: 1:160", "", 160, "titre"},
		{"test: ana, value: 1：320, unit: 滴度", "", 320, "titre"},
		{"test: ana, value: 160", "", 160, "titre"},
		{"test: homa-ir, value: 2.4", "", 2.4, "index"},
		{"test: platelets, value: 1.5e5, unit: /µL", "", 150, "10^9/L"},
		{"test: hba1c, value: 48, unit: mmol/mol", "", 48*0.09148 + 2.152, "%"},
		{"test: acl-igg, value: 55, unit: CU", "", 55, ""},
		{"test: acl-igg, value: 55, unit: GPL-U/mL", "", 55, "GPL"},
		{"test: nk-cells-blood, value: 12", "", 12, ""},
	} {
		if strings.HasPrefix(c.observation, "test: nk") {
			c.observation += ", unit: \"%\""
			c.unitIs = "%"
		}
		got, err := casefile.Read("anna.yaml", []byte("gravida: case/1\nobservations: [{"+c.observation+"}]"), base(t))
		if err != nil {
			t.Errorf("%s: %v", c.observation, err)
			continue
		}
		o := got.Observations[0]
		if !o.HasNumber || o.Comparator != c.comparator || o.Number != c.number || o.UnitIs != c.unitIs {
			t.Errorf("%s: got %q %v %q, want %q %v %q", c.observation, o.Comparator, o.Number, o.UnitIs, c.comparator, c.number, c.unitIs)
		}
	}
}

// Documents that are not text, or not of a size that a case has.
func TestDocuments(t *testing.T) {
	deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	for _, c := range []struct{ name, file, input, want string }{
		{"empty", "a.yaml", "", `a.yaml:1:1: the file is empty; accepted: a case file that begins "gravida: case/1"`},
		{"blank", "a.json", " \n", `a.json:1:1: the file is empty; accepted: a case file that begins "gravida: case/1"`},
		{"UTF-16", "a.yaml", "\xFF\xFEg\x00r\x00", `a.yaml:1:1: the file is UTF-16; accepted: text in UTF-8`},
		{"UTF-32", "a.yaml", "\xFF\xFE\x00\x00g\x00", `a.yaml:1:1: the file is UTF-32; accepted: text in UTF-8`},
		{"a spreadsheet", "a.yaml", "PK\x03\x04 and more", `a.yaml:1:1: the file is a zip archive or office document; accepted: text in UTF-8`},
		{"NUL", "a.yaml", "gravida: case/1\nid: a\x00b", `a.yaml:2:6: control character U+0000; accepted: text in UTF-8`},
		{"Latin-1", "a.yaml", "gravida: case/1\nid: B\xE4r", `a.yaml:2:6: byte 0xE4 is not UTF-8; accepted: text in UTF-8`},
		{"too large", "a.yaml", "gravida: case/1\n" + strings.Repeat("#\n", 2<<20), `a.yaml:1:1: the file has 4194320 bytes; accepted: a case file of at most 4 MiB`},
		{"a long text", "a.yaml", "gravida: case/1\nid: " + strings.Repeat("x", 10001), `a.yaml:2:5: a text of 10001 bytes; accepted: texts of at most 10000 bytes`},
		{"deep YAML", "a.yaml", "gravida: case/1\nid: " + deep, `a.yaml:2:5: id is a list; accepted: a text
a.yaml:2:36: nesting deeper than 32; accepted: a case file; it needs 4`},
		{"deep JSON", "a.json", `{"gravida": "case/1", "id": ` + deep + `}`, `a.json:1:29: id is a list; accepted: a text
a.json:1:60: nesting deeper than 32; accepted: a case file; it needs 4`},
		{"JSON under no name", "-", `{"gravida": "case/1"`, `-:1:21: this is not JSON: unexpected end of JSON input; accepted: one case, as {"gravida": "case/1", …}`},
	} {
		_, err := casefile.Read(c.file, []byte(c.input), base(t))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
	}
}

func TestManyProblems(t *testing.T) {
	_, err := casefile.Read("a.yaml", []byte("gravida: case/1\nabsent:\n"+strings.Repeat("- nonsense\n", 100_000)), base(t))
	lines := strings.Split(err.Error(), "\n")
	if last := lines[len(lines)-1]; len(lines) != 101 || last != "a.yaml:103:3: more than 100 problems" {
		t.Errorf("%d problems, the last %s", len(lines), last)
	}
}

// The same case reads the same from JSON, whatever the order of its keys, and
// with a byte-order mark.
func TestJSONReadsAlike(t *testing.T) {
	k := base(t)
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, k)
		var b bytes.Buffer
		if err := casefile.Write(&b, c); err != nil {
			t.Fatal(err)
		}
		var document yaml.Node
		if err := yaml.Unmarshal(b.Bytes(), &document); err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(asJSON(document.Content[0]))
		if err != nil {
			t.Fatal(err)
		}
		again, err := casefile.Read("again.yaml", append([]byte("\uFEFF"), data...), k)
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if d := cmp.Diff(c, again, sameFacts); d != "" {
			t.Fatalf("the case changed (-written +read):\n%s\n%s", d, data)
		}
	})
}

func asJSON(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = asJSON(n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, asJSON(item))
		}
		return list
	}
	if tag := n.ShortTag(); tag == "!!int" || tag == "!!float" || tag == "!!bool" {
		return json.RawMessage(n.Value)
	}
	return n.Value
}

func FuzzRead(f *testing.F) {
	contract, err := os.ReadFile("testdata/contract.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add("a.yaml", contract)
	problems, err := os.ReadFile("testdata/problems.txt")
	if err != nil {
		f.Fatal(err)
	}
	for part := range strings.SplitSeq(string(problems), "\n## ") {
		_, body, _ := strings.Cut(part, "\n")
		input, _, _ := strings.Cut(body, "\n--\n")
		f.Add("a.yaml", []byte(input))
		f.Add("a.json", []byte(input))
	}
	f.Add("-", []byte("{\"gravida\":\"case\\/1\",\"id\":\"\\ud83d\\udc76\",\"observations\":[{\"test\":\"ana\",\"value\":\"1:160\"}]}"))
	k := base(f)
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		c, err := casefile.Read(name, data, k)
		if (c == nil) == (err == nil) {
			t.Fatalf("a case %v and an error %v", c, err)
		}
		if err != nil {
			return
		}
		// What was read can be written, and reads the same: nothing is invented.
		var b bytes.Buffer
		if err := casefile.Write(&b, c); err != nil {
			t.Fatal(err)
		}
		again, err := casefile.Read("again.yaml", b.Bytes(), k)
		if err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if d := cmp.Diff(c, again, sameFacts); d != "" {
			t.Fatalf("the case changed (-first +second):\n%s\n%s", d, b.String())
		}
	})
}
