package gravida_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// A change of one number in one file of the knowledge changes the assessments
// it should and no other: those of the women whose own number lies between the
// old limit and the new one.
func TestOneThresholdChangesWhatItShould(t *testing.T) {
	for _, x := range []struct {
		name, file, old, new string
		concerns             func(*finding.Set) bool
		// may are the causes, tests, models and definitions whose status may change.
		may []string
	}{
		{
			name: "age from 35 to 38", file: "vocabulary/person.yaml", old: "with: {atLeast: 35}", new: "with: {atLeast: 38}",
			concerns: func(s *finding.Set) bool { return between(s, "age", 35, 38) },
			may:      []string{"maternal-age"},
		},
		{
			name: "caffeine", file: "causes/male-and-lifestyle.yaml", old: "when: caffeine >= 200.0", new: "when: caffeine >= 100.0",
			concerns: func(s *finding.Set) bool { return between(s, "caffeine", 100, 200) },
			may:      []string{"caffeine"},
		},
		{
			name: "TSH where the laboratory printed no limit", file: "catalog/tests.yaml",
			old: "usual: {low: 0.4, high: 4.0, source: tsh-limits", new: "usual: {low: 0.4, high: 2.0, source: tsh-limits",
			concerns: func(s *finding.Set) bool {
				return between(s, "tsh.value", 2.0001, 4.0001) && !printedUpper(s.Case, "tsh")
			},
			may: []string{"hypothyroidism", "subclinical-hypothyroidism", "hyperthyroidism", "unexplained", "ft4"},
		},
		{
			name: "ESHRE from 24 to 10 weeks", file: "guidelines/eshre-2022/guideline.yaml", old: "before: 24w0d", new: "before: 10w0d",
			concerns: func(s *finding.Set) bool { return countsOtherwise(s, 10*7, 24*7) },
			may:      nil, // what ESHRE asks of women with recurrent loss may change for them
		},
	} {
		t.Run(x.name, func(t *testing.T) {
			before, after := changedEngine(t, "", "", ""), changedEngine(t, x.file, x.old, x.new)
			concerned := 0
			for name, data := range edgeCases(t) {
				changes := assessment.Changes(assessedBy(t, before, name, data), assessedBy(t, after, name, data))
				should := x.concerns(finding.Derive(caseOf(t, before, name, data), before.Base()))
				switch {
				case should:
					concerned++
					if len(changes) == 0 {
						t.Errorf("%s should change and does not", name)
					}
				case len(changes) > 0:
					t.Errorf("%s should not change: %v", name, changes)
				}
				for _, c := range changes {
					if c.What == "status" && x.may != nil && !slices.Contains(x.may, c.ID) {
						t.Errorf("%s: %s %s changes from %q to %q", name, c.Section, c.ID, c.Old, c.New)
					}
				}
			}
			if concerned < 2 {
				t.Errorf("%d cases are concerned: the test shows nothing", concerned)
			}
		})
	}
}

// between reports a number from low up to, and without, high.
func between(s *finding.Set, term string, low, high float64) bool {
	f := s.Get(term)
	return f != nil && f.Known && f.Number >= low && f.Number < high
}

// printedUpper reports a test whose latest report has the laboratory's limit.
func printedUpper(c *patient.Case, test string) bool {
	return slices.ContainsFunc(c.Observations, func(o patient.Observation) bool { return o.Test == test && o.HasUpper })
}

// countsOtherwise reports a loss that is before one of two gestations in days
// and not, or not surely, before the other.
// Without weeks the word for how it ended says within which it must have been.
func countsOtherwise(s *finding.Set, one, other int) bool {
	return slices.ContainsFunc(s.Case.Pregnancies, func(p patient.Pregnancy) bool {
		switch p.Outcome {
		case "miscarriage", "biochemical", "unknown-location", "stillbirth":
			g := p.Gestation
			if word := s.Base.Outcome(string(p.Outcome)); !g.Known() {
				g = patient.Gestation{Min: int(word.From), Max: int(word.To)}
			}
			return g.Before(one) != g.Before(other)
		}
		return false
	})
}

// edgeCases are the women of the project and made-up ones on both sides of each
// changed number.
func edgeCases(t *testing.T) map[string][]byte {
	t.Helper()
	const two = "gravida: case/1\nasOf: 2026-03-01\npregnancies:\n" +
		"  - {outcome: miscarriage, ended: 2024-01-10, gestation: 8w0d}\n  - {outcome: miscarriage, ended: 2025-01-10, gestation: 9w0d}\n"
	cases := map[string][]byte{
		"aged 34": []byte(two + "patient: {age: 34}\n"), "aged 35": []byte(two + "patient: {age: 35}\n"),
		"aged 37": []byte(two + "patient: {age: 37}\n"), "aged 38": []byte(two + "patient: {age: 38}\n"),
		"coffee 99": []byte(two + "lifestyle: {caffeineMgPerDay: 99}\n"), "coffee 100": []byte(two + "lifestyle: {caffeineMgPerDay: 100}\n"),
		"coffee 199": []byte(two + "lifestyle: {caffeineMgPerDay: 199}\n"), "coffee 200": []byte(two + "lifestyle: {caffeineMgPerDay: 200}\n"),
		"TSH 2.0":          []byte(two + "observations: [{test: tsh, date: 2026-01-01, value: 2.0, unit: mIU/L}]\n"),
		"TSH 3":            []byte(two + "observations: [{test: tsh, date: 2026-01-01, value: 3, unit: mIU/L}]\n"),
		"TSH 4.0":          []byte(two + "observations: [{test: tsh, date: 2026-01-01, value: 4.0, unit: mIU/L}]\n"),
		"TSH 4.1":          []byte(two + "observations: [{test: tsh, date: 2026-01-01, value: 4.1, unit: mIU/L}]\n"),
		"TSH 3, limit 4.5": []byte(two + "observations: [{test: tsh, date: 2026-01-01, value: 3, unit: mIU/L, upperLimit: 4.5}]\n"),
		"weeks unknown":    []byte(strings.ReplaceAll(two, ", gestation: 9w0d", "")),
		"late":             []byte(strings.ReplaceAll(two, "9w0d", "16w0d")),
	}
	files, err := filepath.Glob("testdata/women/*/case.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("found %d women (%v)", len(files), err)
	}
	for _, file := range files {
		if cases[file], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return cases
}

// changedEngine has the built-in knowledge with one text replaced once in one
// file; no file, no change.
func changedEngine(t *testing.T, file, old, now string) *gravida.Engine {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("knowledge"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".go") {
			return err
		}
		data, err := os.ReadFile(filepath.Join("knowledge", name))
		if name == file {
			if n := strings.Count(string(data), old); n != 1 {
				t.Fatalf("%s has %q %d times, want once", file, old, n)
			}
			data = []byte(strings.Replace(string(data), old, now, 1))
		}
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	base, err := knowledge.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	e, err := gravida.With(base)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func caseOf(t *testing.T, e *gravida.Engine, name string, data []byte) *patient.Case {
	t.Helper()
	c, err := casefile.Read(name, data, e.Base())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func assessedBy(t *testing.T, e *gravida.Engine, name string, data []byte) *assessment.Assessment {
	t.Helper()
	return e.Assess(caseOf(t, e, name, data), assessment.Options{})
}
