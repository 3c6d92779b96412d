package intake_test

import (
	"bufio"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/patient"
)

var update = flag.Bool("update", false, "write the tables of docs/fhir-reading-review.md anew")

// review is where the readings by hand lie.
var review = filepath.Join("..", "testdata", "fhir-review")

// fact is one line of a reading: what is in a record, by a person or by Gravida.
type fact struct{ kind, what, day, value string }

// reading holds the facts of each woman.
type reading map[string][]fact

// readingByHand reads a table of what a person found: woman, kind, what, day, value.
func readingByHand(t *testing.T, name string) reading {
	t.Helper()
	f, err := os.Open(filepath.Join(review, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := reading{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") || strings.HasPrefix(lines.Text(), "woman\t") {
			continue
		}
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) != 5 {
			t.Fatalf("%s: %q has %d cells, not woman, kind, what, day, value", name, lines.Text(), len(cells))
		}
		all[cells[0]] = append(all[cells[0]], fact{cells[1], cells[2], cells[3], cells[4]})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// The records of women that Synthea made, against a reading by hand: fifty by
// which the reading was mended, and two draws of others that nobody had looked at before.
// GRAVIDA_POPULATION names a folder with the whole records of the fifty in place
// of the parts that are kept here, GRAVIDA_UNSEEN one with those of the last draw.
func TestReviewOfSynthea(t *testing.T) {
	populations := map[string]string{"synthea": "GRAVIDA_POPULATION", "synthea-unseen": "GRAVIDA_UNSEEN"}
	for _, name := range []string{"synthea", "synthea-second", "synthea-unseen"} {
		hand := readingByHand(t, name+".tsv")
		path := filepath.Join(review, name+".ndjson.gz")
		if whole := os.Getenv(populations[name]); whole != "" {
			path = whole
		}
		program := reading{}
		for c, err := range intake.Open(path, base(t)) {
			if err != nil {
				t.Error(err)
			} else if hand[c.ID] != nil {
				program[c.ID] = asRead(c)
			}
		}
		if len(program) != len(hand) {
			t.Errorf("%s: %d of %d women were read", name, len(program), len(hand))
		}
		report(t, name, hand, program)
	}
}

// The records of third parties, all of them, against a reading by hand.
func TestReviewOfThirdParties(t *testing.T) {
	hand, program := readingByHand(t, "records.tsv"), reading{}
	for woman := range hand {
		pattern, id, _ := strings.Cut(woman, " ")
		for c, err := range intake.Open(together(t, pattern), base(t)) {
			if err != nil {
				t.Errorf("%s: %v", woman, err)
			} else if id == "" || c.ID == id {
				if program[woman] != nil {
					t.Errorf("%s is more than one case", woman)
				}
				program[woman] = append(asRead(c), fact{kind: "read"})
			}
		}
	}
	for woman, facts := range program {
		program[woman] = slices.DeleteFunc(facts, func(f fact) bool { return f.kind == "read" })
		hand[woman] = slices.DeleteFunc(hand[woman], func(f fact) bool { return f.kind == "nothing" })
	}
	report(t, "records", hand, program)
}

// together copies the files of a pattern into one folder.
func together(t *testing.T, pattern string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("..", "testdata", "fhir", pattern))
	if err != nil || len(names) == 0 {
		t.Fatalf("no files match %q: %v", pattern, err)
	}
	folder := t.TempDir()
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(name)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// asRead writes a case in the words of the readings by hand.
func asRead(c *patient.Case) (all []fact) {
	add := func(kind, what, day, value string) { all = append(all, fact{kind, what, day, value}) }
	words := map[patient.Outcome]string{patient.Livebirth: "birth", patient.NeonatalDeath: "birth", "": "open"}
	for i := range c.Pregnancies {
		p := &c.Pregnancies[i]
		outcome := words[p.Outcome]
		if outcome == "" {
			outcome = string(p.Outcome)
		}
		gestation := ""
		if p.Gestation.Known() {
			gestation = p.Gestation.String()
		}
		add("pregnancy", outcome, p.Ended.String(), gestation)
		for _, d := range p.Details {
			if d.Value != "pre-eclampsia-severe" { // compared as the diagnosis
				add("detail", d.Value, p.Ended.String(), "")
			}
		}
		if p.ExplainedBy.Known {
			add("detail", p.ExplainedBy.Value, p.Ended.String(), "")
		}
	}
	for _, x := range c.Conditions {
		if !x.Absent {
			add("diagnosis", x.ID, x.Since.String(), "")
		}
	}
	for _, x := range c.Events {
		add("diagnosis", x.Event, x.Date.String(), "")
	}
	for _, x := range c.Medications {
		if !x.Until.Known() {
			add("medicine", x.Medication, "", "")
		}
	}
	for _, x := range c.Allergies {
		add("allergy", x.Value, "", "")
	}
	for _, x := range c.Procedures {
		add("procedure", x.Procedure, x.Date.String(), "")
	}
	for _, x := range c.Observations {
		add("test", x.Test, x.Date.String(), strings.TrimSpace(x.Written+" "+x.Unit+" "+x.Result+x.Finding))
	}
	if c.HeightCm.Known {
		add("measure", "height", "", number(c.HeightCm.Value))
	}
	if c.WeightKg.Known {
		add("measure", "weight", "", number(c.WeightKg.Value))
	}
	if c.Lifestyle.Smoking.Known {
		add("measure", "smoking", "", c.Lifestyle.Smoking.Value)
	}
	if c.Status.Gestation.Known {
		add("measure", "gestation now", "", c.Status.Gestation.Value.String())
	}
	return newest(all)
}

// newest keeps one diagnosis, medicine, allergy and result of each name: the
// diagnosis as it was first made, the newest result.
func newest(all []fact) (kept []fact) {
	for _, f := range all {
		i := slices.IndexFunc(kept, func(k fact) bool { return k.kind == f.kind && k.what == f.what })
		switch f.kind {
		case "pregnancy", "detail", "procedure":
			i = -1
		}
		switch {
		case i < 0:
			kept = append(kept, f)
		case f.kind == "test" && f.day >= kept[i].day, f.kind == "diagnosis" && f.day < kept[i].day:
			kept[i] = f
		}
	}
	return kept
}
