package fhirout_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/fhirpeers"
	"github.com/gravida-health/gravida/knowledge"
)

// understood is what a peer says it read of one assessment: the answers to the
// questions of tools/fhir-client/questions.mjs.
type understood struct {
	Tests map[string]struct {
		LOINC, Start, Waits       string
		Says, Guidelines, Reasons []string
	}
	Causes map[string]struct {
		Status   string
		Evidence []string
	}
	Risks map[string]struct {
		Percent                  float64
		Low, High                *float64
		Until, Rationale, Status string
	}
	Judged map[string]struct {
		Holds *bool
		Cited string
	}
	Sources   map[string]struct{ Origin, Guidelines []string }
	Referrals map[string]string
	Dangers   map[string]string
	Cautions  []string
	Flags     []string
	Answer    struct {
		Status, Module     string
		Missing, Untrusted []string
	}
	Plan struct{ Treatments, Tests, Departments []string }
}

// same holds what a peer read against the assessment.
func (u *understood) same(t *testing.T, a *assessment.Assessment) {
	t.Helper()
	u.sameTests(t, a)
	u.sameCauses(t, a)
	u.sameRisks(t, a)
	judged := map[string]string{}
	for _, r := range a.Recurrence {
		judged[r.Definition] = r.Status
	}
	for _, c := range a.Criteria {
		judged[c.ID] = c.Status
	}
	for id, status := range judged {
		j := u.Judged[id]
		if got := map[bool]string{true: "unknown"}[j.Holds == nil]; j.Holds != nil && *j.Holds != (status == "met") || (got == "unknown") != (status == "unknown") {
			t.Errorf("%s is %s, and was read as %v", id, status, j.Holds)
		}
		if j.Cited == "" {
			t.Errorf("%s cites nobody", id)
		}
	}
	if len(u.Judged) != len(judged) {
		t.Errorf("%d were judged, %d were read", len(judged), len(u.Judged))
	}
	var departments, flags, cautions []string
	for _, d := range a.Departments {
		departments = append(departments, d.ID)
		if want := map[string]string{"emergency": "stat", "urgent": "asap", "soon": "urgent", "routine": "routine"}[d.Urgency]; u.Referrals[d.ID] != want {
			t.Errorf("%s, %s, was read as %q", d.ID, d.Urgency, u.Referrals[d.ID])
		}
	}
	sameList(t, "departments of the plan", departments, u.Plan.Departments)
	for _, f := range a.RedFlags {
		flags = append(flags, f.ID)
		if u.Dangers[f.ID] != "high" {
			t.Errorf("the red flag %s was read as %q", f.ID, u.Dangers[f.ID])
		}
	}
	sameList(t, "red flags", flags, u.Flags)
	var open []string
	for _, treatment := range a.Treatments {
		for _, id := range treatment.CautionStatements {
			severity := "moderate"
			if slices.Contains(treatment.Forbidden, id) {
				severity = "high"
			}
			cautions = append(cautions, treatment.ID+" "+a.Statement(id).Rule+" "+severity)
		}
		if len(treatment.Forbidden) > 0 {
			open = append(open, treatment.ID)
		}
	}
	sameList(t, "cautions", cautions, u.Cautions)
	for _, id := range open {
		if slices.Contains(u.Plan.Treatments, id) {
			t.Errorf("%s is not for her, and was read as planned", id)
		}
	}
	for _, q := range a.Questions {
		if !slices.Contains(u.Answer.Missing, q.Fact) {
			t.Errorf("%s is asked for, and was not read as missing", q.Fact)
		}
	}
	if len(u.Answer.Untrusted) != len(a.Issues) {
		t.Errorf("%d issues, %d were read", len(a.Issues), len(u.Answer.Untrusted))
	}
	if u.Answer.Module != "urn:gravida:knowledge|"+a.Knowledge.Version {
		t.Errorf("the knowledge was read as %q", u.Answer.Module)
	}
}

func (u *understood) sameTests(t *testing.T, a *assessment.Assessment) {
	t.Helper()
	var asked []string
	for _, test := range a.Tests {
		if !slices.Contains([]string{"due", "repeat", "defer"}, test.Status) {
			continue
		}
		asked = append(asked, test.ID)
		got := u.Tests[test.ID]
		start := a.AsOf
		if test.NotBefore > a.AsOf || test.WaitsFor != "" || test.Status == "defer" {
			start = test.NotBefore
		}
		if got.Start != start || test.WaitsFor != "" && got.Waits != test.WaitsFor || got.Start == "" && got.Waits == "" {
			t.Errorf("%s is %s, not before %q, waits for %q; read was %q, %q", test.ID, test.Status, test.NotBefore, test.WaitsFor, got.Start, got.Waits)
		}
		for _, p := range test.Positions {
			s := a.Statement(p.Statement)
			if s == nil || p.Direction != knowledge.For && p.Direction != knowledge.ConditionalFor {
				continue
			}
			if !slices.ContainsFunc(got.Says, func(says string) bool { return strings.Contains(says, s.Text) }) {
				t.Errorf("%s: nobody reads that %s is for it", test.ID, p.Guideline)
			}
			if doi := a.Base().Source(p.Guideline).DOI; doi != "" && !slices.ContainsFunc(got.Guidelines, func(to string) bool { return strings.HasPrefix(to, "https://doi.org/") }) {
				t.Errorf("%s: no address of %s was read: %v", test.ID, p.Guideline, got.Guidelines)
			}
		}
		for _, cause := range got.Reasons {
			if c := u.Causes[cause]; c.Status != "unconfirmed" && c.Status != "provisional" {
				t.Errorf("%s is asked for because of %s, which is %q", test.ID, cause, c.Status)
			}
		}
	}
	var read []string
	for id := range u.Tests {
		read = append(read, id)
	}
	sameList(t, "tests", asked, read)
	sameList(t, "tests of the plan", asked, u.Plan.Tests)
}

func (u *understood) sameCauses(t *testing.T, a *assessment.Assessment) {
	t.Helper()
	for _, c := range a.Causes {
		want := map[string]string{knowledge.Established: "provisional", knowledge.Suspected: "unconfirmed", knowledge.Excluded: "refuted"}[c.Status]
		got, read := u.Causes[c.ID]
		if read && got.Status != want || !read && want != "" && !slices.Contains([]string{"male", "genetic", "age", "unexplained"}, c.Group) {
			t.Errorf("%s is %s, and was read as %q", c.ID, c.Status, got.Status)
		}
		if read && len(c.Statements) > 0 && len(a.Statement(c.Statements[0]).Facts) > 0 && len(u.Sources[c.ID].Guidelines) == 0 {
			t.Errorf("nobody reads what %s rests on", c.ID)
		}
	}
}

func (u *understood) sameRisks(t *testing.T, a *assessment.Assessment) {
	t.Helper()
	near := func(p, share *float64) bool {
		return (p == nil) == (share == nil) && (p == nil || *p > *share*100-0.06 && *p < *share*100+0.06)
	}
	n := 0
	for _, m := range a.Prognosis {
		if m.Value == nil || m.Status == "no" {
			continue
		}
		n++
		got := u.Risks[m.Model]
		low, high := m.Low, m.High
		if low == nil || high == nil {
			low, high = nil, nil
		}
		if !near(&got.Percent, m.Value) || !near(got.Low, low) || !near(got.High, high) {
			t.Errorf("%s gives %v (%v to %v); read was %+v", m.Model, *m.Value, low, high, got)
		}
		if !strings.Contains(got.Rationale, m.Text) || (got.Status == "final") != m.Applies {
			t.Errorf("%s, which fits %s, was read as %s: %s", m.Model, m.Status, got.Status, got.Rationale)
		}
	}
	if n != len(u.Risks) {
		t.Errorf("%d models give a number, %d were read", n, len(u.Risks))
	}
}

func sameList(t *testing.T, what string, want, got []string) {
	t.Helper()
	want, got = slices.Clone(want), slices.Clone(got)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("%s: %v; read were %v", what, want, got)
	}
}

// keep writes what a peer is to read.
func keep(t *testing.T, folder, name string, data []byte) string {
	t.Helper()
	file := filepath.Join(folder, name+".json")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestClientWalks: a FHIR client from npm walks the bundles of all women. Every
// reference leads somewhere, every question is answered as the assessment does,
// and a validator that has nothing to do with HAPI finds nothing wrong.
func TestClientWalks(t *testing.T) {
	client := fhirpeers.NewClient(t)
	folder := t.TempDir()
	var files []string
	var answers []*assessment.Assessment
	give := func(name string, a *assessment.Assessment, data []byte) {
		files, answers = append(files, keep(t, folder, name, data)), append(answers, a)
	}
	for i, file := range women(t) {
		name := filepath.Base(filepath.Dir(file))
		a := assessed(t, file, assessment.Options{})
		give(name, a, write(t, a))
		if i%10 == 0 {
			a = assessed(t, file, assessment.Options{Lang: "zh", Setting: "cn"})
			give(name+"-zh", a, write(t, a))
		}
	}
	mei := recorded(t)
	give("record", mei, write(t, mei))
	give("transaction", mei, transaction(t, mei))
	give("wrong", mei, dangling(t, broken(t, write(t, assessed(t, "../../examples/anna.yaml", assessment.Options{})))))
	for i, line := range client.Run(t, "walk.mjs", files...) {
		var read struct {
			File                       string
			Dangling, Outside, Invalid []string
			understood
		}
		if err := json.Unmarshal(line, &read); err != nil {
			t.Fatalf("%v: %.300s", err, line)
		}
		name := strings.TrimSuffix(filepath.Base(read.File), ".json")
		if name == "wrong" {
			if len(read.Dangling) != 1 || !strings.Contains(fmt.Sprint(read.Invalid), "ras-2") {
				t.Errorf("a bundle that is wrong on purpose is read without a complaint: %v %v", read.Dangling, read.Invalid)
			}
			continue
		}
		t.Run(name, func(t *testing.T) {
			for _, wrong := range append(read.Dangling, read.Invalid...) {
				t.Error(wrong)
			}
			read.same(t, answers[i])
			if answers[i] != mei {
				sameList(t, "resources outside", nil, read.Outside)
				return
			}
			sameList(t, "resources outside", []string{"AllergyIntolerance/aspirin-1", "Condition/loss-1", "Condition/loss-2", "Observation/lupus-1", "Observation/tsh-1", "Patient/mei"}, read.Outside)
			sameList(t, "evidence", []string{"Observation/lupus-1"}, read.Causes["antiphospholipid-syndrome"].Evidence)
			sameList(t, "sources", []string{"Observation/lupus-1"}, read.Sources["antiphospholipid-syndrome"].Origin)
		})
	}
}

// dangling points one reference of a bundle at nothing.
func dangling(t *testing.T, data []byte) []byte {
	t.Helper()
	var b object
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	at(b, "entry", 0, "resource", "result").(object)["reference"] = "urn:uuid:00000000-0000-4000-8000-00000000dead"
	spoiled, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return spoiled
}

// TestServerTakesIt: a FHIR server takes the transactions, a second time without
// storing anything twice or taking back what was decided since, and answers a
// client from its own index as the assessment does.
func TestServerTakesIt(t *testing.T) {
	client, folder := fhirpeers.NewClient(t), t.TempDir()
	server := fhirpeers.Server(t)
	exchange := func(t *testing.T, record string, a *assessment.Assessment) (read struct {
		Server, Subject, Refused            string
		Signed, Named                       string
		Transactions, Unchanged             bool
		Record, First, Second               map[string]int
		Unconfirmed, Later, Likely, Ordered []string
		Tagged, Stray                       int
		Asked                               map[string][]string
		Everything                          json.RawMessage
		understood
	}) {
		data := transaction(t, a)
		lines := client.Run(t, "exchange.mjs", server, record, keep(t, folder, "transaction", data))
		if err := json.Unmarshal(lines[0], &read); err != nil {
			t.Fatalf("%v: %.300s", err, lines[0])
		}
		if !strings.HasSuffix(read.Server, " 4.0.1") || !read.Transactions {
			t.Errorf("the server is %s; it takes transactions: %v", read.Server, read.Transactions)
		}
		var b struct {
			ID    string
			Entry []object
		}
		if err := json.Unmarshal(data, &b); err != nil {
			t.Fatal(err)
		}
		if read.First["201"]+read.First["200"] != len(b.Entry) || read.First["201"] == 0 || read.Second["200"] != len(b.Entry) || !read.Unchanged {
			t.Errorf("of %d entries the server made %v, and the second time %v; unchanged: %v", len(b.Entry), read.First, read.Second, read.Unchanged)
		}
		read.same(t, a)
		var unconfirmed, later, likely []string
		for id, c := range read.Causes {
			if c.Status == "unconfirmed" {
				unconfirmed = append(unconfirmed, id)
			}
		}
		for _, test := range a.Tests {
			if test.NotBefore > a.AsOf && slices.Contains([]string{"due", "repeat", "defer"}, test.Status) {
				later = append(later, test.ID)
			}
		}
		for _, m := range a.Prognosis {
			if m.Status != "no" && m.Value != nil && *m.Value*100 >= 50 {
				likely = append(likely, m.Model)
			}
		}
		sameList(t, "unconfirmed", unconfirmed, read.Unconfirmed)
		sameList(t, "tests that start later", later, read.Later)
		sameList(t, "models that give half or more", likely, read.Likely)
		if n := len(read.Tests) + len(read.Referrals); len(read.Ordered) != n {
			t.Errorf("%d orders under one requisition, of %d", len(read.Ordered), n)
		}
		lasting := 0 // the woman, the program, the knowledge: of no single assessment
		for _, e := range b.Entry {
			if slices.Contains([]string{"Patient", "Device", "Library"}, at(e, "resource", "resourceType").(string)) {
				lasting++
			}
		}
		if read.Tagged != len(b.Entry)-lasting {
			t.Errorf("%d of %d resources are found by the assessment's tag", read.Tagged, len(b.Entry)-lasting)
		}
		if name := map[bool]string{true: "Wang"}[record == "-"]; read.Signed != "active" || read.Named != name {
			t.Errorf("what was decided between two posts is lost: the order is %s, the woman %q", read.Signed, read.Named)
		}
		if read.Refused != "400" && read.Refused != "404" && read.Refused != "409" && read.Refused != "422" || read.Stray != 0 {
			t.Errorf("a transaction that points at nothing is answered %s, and leaves %d resources", read.Refused, read.Stray)
		}
		return read
	}
	closely := []string{"red-flags-after-a-loss", "aps-after-hit-pregnant", "nothing-known-but-two-losses"}
	for _, name := range closely {
		t.Run(name, func(t *testing.T) {
			exchange(t, "-", assessed(t, "../../testdata/women/"+name+"/case.yaml", assessment.Options{}))
		})
	}
	t.Run("record", func(t *testing.T) {
		read := exchange(t, "testdata/record.json", recorded(t))
		if read.Subject != "Patient/mei" || read.Record["201"] != 6 {
			t.Errorf("the proposals are about %s; the record made %v", read.Subject, read.Record)
		}
		// A requirement is a query: what she has is found by it, and nothing else.
		for fact, want := range map[string][]string{"lupus-anticoagulant": {"Observation/lupus-1"}, "tsh": {"Observation/tsh-1"},
			"acl-igg": nil, "sle": nil, "medications": nil, "factor-v-leiden": nil, "patient.heightCm": nil} {
			if !slices.Contains(read.Answer.Missing, fact) {
				t.Errorf("%s is not missing", fact)
			}
			sameList(t, "asked for "+fact, want, read.Asked[fact])
		}
		// Read again from the server, proposals and all, she is who she was.
		c := readBack(t, read.Everything)
		c.AsOf = date.MustParse("2026-03-01")
		before, after := recorded(t), engine().Assess(c, assessment.Options{})
		if n := len(after.Issues) - len(before.Issues); n != 1 {
			t.Errorf("%d issues more, and one says that proposals were left out: %v", n, after.Issues)
		}
		before.Issues, after.Issues = nil, nil
		if want, got := lines(t, before), lines(t, after); !slices.Equal(want, got) {
			for i := range min(len(want), len(got)) {
				if want[i] != got[i] {
					t.Fatalf("read again she is another:\n%s\n%s", want[i], got[i])
				}
			}
			t.Errorf("read again she is another: %d lines, and %d before", len(got), len(want))
		}
	})
	t.Run("all others", func(t *testing.T) {
		var files []string
		var entries []int
		for _, file := range women(t) {
			if name := filepath.Base(filepath.Dir(file)); !slices.Contains(closely, name) {
				data := transaction(t, assessed(t, file, assessment.Options{}))
				files, entries = append(files, keep(t, folder, name, data)), append(entries, bytes.Count(data, []byte(`"ifNoneExist":`)))
			}
		}
		for i, line := range client.Run(t, "post.mjs", append([]string{server}, files...)...) {
			var said map[string]int
			if err := json.Unmarshal(line, &said); err != nil {
				t.Fatalf("%v: %.300s", err, line)
			}
			// The program and its knowledge are there already.
			if said["200"] != 2 || said["201"] != entries[i]-2 {
				t.Errorf("%s: of %d entries the server made %v", filepath.Base(files[i]), entries[i], said)
			}
		}
	})
}

// lines writes an assessment with a line a value.
func lines(t *testing.T, a *assessment.Assessment) []string {
	t.Helper()
	data, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(data), "\n")
}
