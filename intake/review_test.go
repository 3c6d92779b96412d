package intake_test

import (
	"bufio"
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/patient"
)

// pregnancy is one line of a reading by hand.
type pregnancy struct {
	day     int // 0: not known
	outcome string
}

// apart is how far, in days, two readings of one pregnancy's end may lie apart: a
// loss is diagnosed on one day, treated on another and looked after on a third.
const apart = 28

// handReading reads a table of what a person found: woman, day, outcome.
func handReading(t *testing.T, name string) map[string][]pregnancy {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "testdata", "fhir-review", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	byWoman := map[string][]pregnancy{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(lines.Text(), "#") || cells[0] == "woman" {
			continue
		}
		if len(cells) < 3 {
			t.Fatalf("%s: %q", name, lines.Text())
		}
		p := pregnancy{outcome: cells[2]}
		if cells[1] != "" {
			d, err := date.Parse(cells[1])
			if err != nil {
				t.Fatal(err)
			}
			p.day = d.Latest()
		}
		byWoman[cells[0]] = append(byWoman[cells[0]], p)
		if p.outcome == "none" {
			byWoman[cells[0]] = []pregnancy{}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return byWoman
}

// asRead writes a case in the words of the reading by hand.
func asRead(c *patient.Case) (all []pregnancy) {
	words := map[patient.Outcome]string{patient.Livebirth: "birth", patient.NeonatalDeath: "birth", "": "open"}
	for i := range c.Pregnancies {
		p := &c.Pregnancies[i]
		one := pregnancy{outcome: cmp.Or(words[p.Outcome], string(p.Outcome))}
		if p.Ended.Known() {
			one.day = p.Ended.Latest()
		}
		all = append(all, one)
	}
	return all
}

// tally is what a comparison came to.
type tally struct{ found, missed, wrong, extra int }

// rates counts for one kind of pregnancy; "" is every kind.
func rates(hand, program map[string][]pregnancy, kind string) (n tally, differences []string) {
	of := func(p pregnancy) bool { return kind == "" || p.outcome == kind }
	for _, woman := range sorted(hand) {
		left := slices.Clone(program[woman])
		for _, h := range hand[woman] {
			i := slices.IndexFunc(left, func(p pregnancy) bool { return p.outcome == h.outcome && near(p, h) })
			same := i >= 0
			if !same {
				i = slices.IndexFunc(left, func(p pregnancy) bool { return near(p, h) && of(h) && kind == "" })
			}
			switch {
			case same && of(h):
				n.found++
			case i >= 0 && of(h):
				n.wrong++
				differences = append(differences, fmt.Sprintf("%s: %s of %s was read as %s", woman, h.outcome, date.FromDay(h.day), left[i].outcome))
			case of(h):
				n.missed++
				differences = append(differences, fmt.Sprintf("%s: %s of %s was missed", woman, h.outcome, date.FromDay(h.day)))
			}
			if i >= 0 {
				left = slices.Delete(left, i, i+1)
			}
		}
		for _, p := range left {
			if of(p) {
				n.extra++
				differences = append(differences, fmt.Sprintf("%s: %s of %s is not in the record", woman, p.outcome, date.FromDay(p.day)))
			}
		}
	}
	return n, differences
}

func near(a, b pregnancy) bool {
	return a.outcome == "ongoing" && b.outcome == "ongoing" || a.day != 0 && b.day != 0 && a.day-b.day <= apart && b.day-a.day <= apart
}

func sorted(m map[string][]pregnancy) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// The records of fifty women that Synthea made, against a reading by hand.
// GRAVIDA_POPULATION names a folder with their whole records in place of the
// obstetric part that is kept here.
func TestFiftyWomenReadByHand(t *testing.T) {
	hand := handReading(t, "synthea.tsv")
	if len(hand) != 50 {
		t.Fatalf("%d women", len(hand))
	}
	compare(t, hand, cmp.Or(os.Getenv("GRAVIDA_POPULATION"), filepath.Join("..", "testdata", "fhir-review", "synthea.ndjson.gz")))
}

func compare(t *testing.T, hand map[string][]pregnancy, path string) {
	t.Helper()
	program := map[string][]pregnancy{}
	for c, err := range intake.Open(path, base(t)) {
		if err != nil {
			t.Error(err)
			continue
		}
		if _, drawn := hand[c.ID]; drawn {
			program[c.ID] = asRead(c)
		}
	}
	if len(program) != len(hand) {
		t.Errorf("%d of %d women were read", len(program), len(hand))
	}
	for _, kind := range []string{"", "miscarriage", "ectopic", "termination", "birth", "ongoing"} {
		n, differences := rates(hand, program, kind)
		t.Logf("%-12s found %3d, missed %s, of another kind %d, false alarms %s", cmp.Or(kind, "all"), n.found,
			share(n.missed, n.found+n.missed+n.wrong), n.wrong, share(n.extra, n.found+n.extra))
		if kind == "" {
			for _, d := range differences {
				t.Error(d)
			}
		}
	}
}

// share is a rate with its exact interval (Clopper and Pearson), 95 %.
func share(k, n int) string {
	if n == 0 {
		return "0 of 0"
	}
	return fmt.Sprintf("%d of %d (%.1f %%; %.1f to %.1f)", k, n, 100*float64(k)/float64(n), 100*bound(k, n, true), 100*bound(k, n, false))
}

// bound solves P(X ≥ k) = 0.025, or P(X ≤ k) = 0.025, for the rate.
func bound(k, n int, lower bool) float64 {
	if lower && k == 0 {
		return 0
	}
	if !lower && k == n {
		return 1
	}
	low, high := 0.0, 1.0
	for range 60 {
		p := (low + high) / 2
		tail := 0.0
		from, to := 0, k
		if lower {
			from, to = k, n
		}
		for i := from; i <= to; i++ {
			a, _ := math.Lgamma(float64(n + 1))
			b, _ := math.Lgamma(float64(i + 1))
			c, _ := math.Lgamma(float64(n - i + 1))
			tail += math.Exp(a - b - c + float64(i)*math.Log(p) + float64(n-i)*math.Log(1-p))
		}
		if (tail < 0.025) == lower {
			low = p
		} else {
			high = p
		}
	}
	return (low + high) / 2
}

func TestBound(t *testing.T) {
	// 0 of 50: 1 − 0.025^(1/50); 5 of 100: the tables' 1.64 and 11.28 %.
	if got := share(0, 50); got != "0 of 50 (0.0 %; 0.0 to 7.1)" {
		t.Error(got)
	}
	if got := share(5, 100); got != "5 of 100 (5.0 %; 1.6 to 11.3)" {
		t.Error(got)
	}
}
