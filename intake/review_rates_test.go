package intake_test

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
)

// kinds of fact, in the order of the tables.
var kinds = []string{"pregnancy", "its outcome", "its day", "its gestation", "detail", "diagnosis", "test", "measure", "medicine", "procedure", "allergy"}

// tally counts what a comparison came to. Something read as something else is a
// miss and a false alarm.
type tally struct{ inRecord, found, missed, otherwise, extra int }

// comparison holds the tallies and every single difference.
type comparison struct {
	counts      map[string]*tally
	differences []string
}

func (c *comparison) differ(woman, format string, args ...any) {
	c.differences = append(c.differences, short(woman)+": "+fmt.Sprintf(format, args...))
}

// short is enough of an identifier to find it.
func short(woman string) string {
	if first, _, uuid := strings.Cut(woman, "-"); uuid && len(first) == 8 && !strings.Contains(first, "/") {
		return first
	}
	return woman
}

// compare holds the program's reading against the one by hand.
func compare(hand, program reading) *comparison {
	c := &comparison{counts: map[string]*tally{}}
	for _, k := range kinds {
		c.counts[k] = &tally{}
	}
	for _, woman := range sorted(hand) {
		c.pregnancies(woman, of(hand[woman], "pregnancy"), of(program[woman], "pregnancy"))
		for _, kind := range kinds[4:] {
			c.others(woman, kind, of(hand[woman], kind), of(program[woman], kind))
		}
	}
	return c
}

func of(facts []fact, kind string) (all []fact) {
	for _, f := range facts {
		if f.kind == kind {
			all = append(all, f)
		}
	}
	return all
}

// apart is how far, in days, two readings of one pregnancy's end may lie apart: a
// loss is diagnosed on one day, treated on another and looked after on a third.
const apart = 28

func near(a, b fact) bool {
	if a.day == "" || b.day == "" {
		return a.day == b.day || a.what == "ongoing" && b.what == "ongoing"
	}
	d := days(a.day) - days(b.day)
	return -apart <= d && d <= apart
}

func days(s string) int {
	d, err := date.Parse(s)
	if err != nil {
		panic(err)
	}
	return d.Latest()
}

func (c *comparison) pregnancies(woman string, hand, program []fact) {
	left := slices.Clone(program)
	n := c.counts["pregnancy"]
	// The same outcome first, so that two pregnancies close together are not confused.
	pair := make([]int, len(hand))
	taken := map[int]bool{}
	for _, same := range []bool{true, false} {
		for i, h := range hand {
			if pair[i] > 0 {
				continue
			}
			for j, p := range left {
				if !taken[j] && near(h, p) && (!same || p.what == h.what) {
					pair[i], taken[j] = j+1, true
					break
				}
			}
		}
	}
	for i, h := range hand {
		n.inRecord++
		if pair[i] == 0 {
			n.missed++
			c.differ(woman, "the %s of %s was missed", h.what, h.day)
			continue
		}
		n.found++
		c.onePregnancy(woman, h, left[pair[i]-1])
	}
	for j, p := range left {
		if !taken[j] {
			n.extra++
			c.differ(woman, "a pregnancy (%s, %s) is not in the record", p.what, cmp.Or(p.day, "no day"))
		}
	}
}

// onePregnancy compares what is said of a pregnancy that both found.
func (c *comparison) onePregnancy(woman string, h, p fact) {
	say := func(kind string, there, known, same bool) {
		n := c.counts[kind]
		switch {
		case !there && known:
			n.extra++
			c.differ(woman, "%s of the %s of %s: %v was read, and nothing is there", kind, h.what, h.day, p)
		case !there:
		case !known:
			n.inRecord++
			n.missed++
			c.differ(woman, "%s of the %s of %s was missed", kind, h.what, h.day)
		case same:
			n.inRecord++
			n.found++
		default:
			n.inRecord++
			n.missed++
			n.otherwise++
			n.extra++
			c.differ(woman, "%s of the %s of %s, %s: %s, %s, %s was read", kind, h.what, h.day, h.value, p.what, p.day, p.value)
		}
	}
	say("its outcome", h.what != "open", p.what != "open", h.what == p.what)
	say("its day", h.day != "" && h.what != "ongoing", p.day != "", h.day == p.day)
	say("its gestation", h.value != "", p.value != "", within(p.value, h.value))
}

// within reports whether a gestation lies within what the record says.
func within(program, hand string) bool {
	p, err := gestation(program)
	if err != nil {
		return false
	}
	h, err := gestation(hand)
	return err == nil && p.Min >= h.Min && p.Max <= h.Max
}

func gestation(s string) (patient.Gestation, error) {
	switch s {
	case "trimester 1":
		return patient.Gestation{Max: 14*7 - 1}, nil
	case "trimester 2":
		return patient.Gestation{Min: 14 * 7, Max: 28*7 - 1}, nil
	}
	if from, to, is := strings.Cut(s, " to "); is {
		a, err := patient.ParseGestation(from)
		if err != nil {
			return a, err
		}
		b, err := patient.ParseGestation(to)
		return patient.Gestation{Min: a.Min, Max: b.Max}, err
	}
	return patient.ParseGestation(s)
}

// others compares facts that have a name.
func (c *comparison) others(woman, kind string, hand, program []fact) {
	n, left := c.counts[kind], slices.Clone(program)
	take := func(ok func(p fact) bool) (fact, bool) {
		i := slices.IndexFunc(left, ok)
		if i < 0 {
			return fact{}, false
		}
		p := left[i]
		left = slices.Delete(left, i, i+1)
		return p, true
	}
	for _, h := range hand {
		n.inRecord++
		many := kind == "detail" || kind == "procedure"
		p, ok := take(func(p fact) bool { return p.what == h.what && same(h, p) })
		if !ok {
			p, ok = take(func(p fact) bool { return p.what == h.what && !many })
		}
		switch {
		case ok && same(h, p):
			n.found++
		case ok:
			n.missed++
			n.otherwise++
			n.extra++
			c.differ(woman, "%s %s %s %s was read as %s %s", kind, h.what, h.day, h.value, p.day, p.value)
		default:
			n.missed++
			c.differ(woman, "%s %s %s %s was missed", kind, h.what, h.day, h.value)
		}
	}
	for _, p := range left {
		n.extra++
		c.differ(woman, "%s %s %s %s is not in the record", kind, p.what, p.day, p.value)
	}
}

// same reports whether two facts of one name agree.
func same(h, p fact) bool {
	switch h.kind {
	case "detail":
		return near(h, p)
	case "medicine", "allergy":
		return true
	case "measure":
		return alike(h.value, p.value)
	case "test":
		return h.day == p.day && alike(h.value, p.value)
	}
	return h.day == p.day
}

// alike compares values: two numbers to a hundredth of their size, the words of a
// smoker in their meaning.
func alike(h, p string) bool {
	a, unitA, _ := strings.Cut(h, " ")
	b, unitB, _ := strings.Cut(p, " ")
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return math.Abs(x-y) <= math.Abs(x)/100 && (unitB == "" || unitA == unitB)
	}
	words := map[string]string{"Never smoked tobacco (finding)": "never", "Never smoker": "never", "Ex-smoker (finding)": "former", "Smokes tobacco daily (finding)": "current"}
	return h == p || words[h] != "" && words[h] == p
}

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func sorted(m reading) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// report writes what a comparison came to into the review, or, without -update,
// holds the review to it.
func report(t *testing.T, name string, hand, program reading) {
	t.Helper()
	got := compare(hand, program)
	var b strings.Builder
	b.WriteString("\n| kind | in the records | found | missed | of these read as something else | false alarms |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, k := range kinds {
		n := got.counts[k]
		if n.inRecord+n.extra == 0 {
			continue
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %s | %d | %s |\n", k, n.inRecord, n.found, share(n.missed, n.inRecord), n.otherwise, share(n.extra, n.found+n.extra))
	}
	b.WriteString("\n")
	if len(got.differences) > 0 {
		b.WriteString("Every difference:\n\n")
	}
	for _, d := range got.differences {
		b.WriteString("- " + strings.Join(strings.Fields(d), " ") + "\n")
	}
	path := filepath.Join("..", "docs", "fhir-reading-review.md")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+": written by the test -->\n", "<!-- "+name+": end -->"
	before, rest, found := strings.Cut(string(data), begin)
	old, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no place between %q and %q", path, begin, end)
	}
	if old == b.String() {
		return
	}
	if !*update {
		t.Errorf("%s no longer says what is so; go test ./intake -run Review -update writes it anew\nwas:\n%s\nis:\n%s", path, old, b.String())
		return
	}
	if err := os.WriteFile(path, []byte(before+begin+b.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// share is a rate with its interval of 95 % by Wilson.
func share(k, n int) string {
	if n == 0 {
		return "0 of 0"
	}
	const z = 1.959964
	p, m := float64(k)/float64(n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return fmt.Sprintf("%d of %d (%.1f %%; %.1f to %.1f)", k, n, 100*p, 100*max(0, middle-half), 100*min(1, middle+half))
}

func TestShare(t *testing.T) {
	// Wilson's interval as the textbooks print it for 0 of 50, 5 of 100 and 50 of 50.
	for _, test := range []struct {
		k, n int
		want string
	}{
		{0, 50, "0 of 50 (0.0 %; 0.0 to 7.1)"},
		{5, 100, "5 of 100 (5.0 %; 2.2 to 11.2)"},
		{50, 50, "50 of 50 (100.0 %; 92.9 to 100.0)"},
		{0, 0, "0 of 0"},
	} {
		if got := share(test.k, test.n); got != test.want {
			t.Errorf("%s, want %s", got, test.want)
		}
	}
}

// The comparison sees a miss, a false alarm and a difference of each kind.
func TestCompare(t *testing.T) {
	hand := reading{"a": {
		{"pregnancy", "miscarriage", "2020-01-10", "trimester 1"}, {"pregnancy", "birth", "2021-05-01", ""}, {"pregnancy", "ongoing", "2025-01-01", ""},
		{"diagnosis", "anaemia", "2019-01-01", ""}, {"diagnosis", "obesity", "2019-01-01", ""}, {"test", "hba1c", "2020-01-01", "5.61 %"}, {"measure", "smoking", "", "Never smoked tobacco (finding)"},
		{"medicine", "statin", "", ""}, {"procedure", "salpingectomy", "2020-01-01", ""},
	}}
	program := reading{"a": {
		{"pregnancy", "birth", "2021-05-03", "38w0d"}, {"pregnancy", "termination", "2020-01-10", "15w"}, {"pregnancy", "ongoing", "", ""}, {"pregnancy", "ectopic", "2010-01-01", ""},
		{"diagnosis", "anaemia", "2019-01-01", ""}, {"test", "hba1c", "2020-01-01", "6.5 %"}, {"measure", "smoking", "", "never"},
		{"medicine", "insulin", "", ""}, {"procedure", "salpingectomy", "2020-01-01", ""},
	}}
	want := map[string]tally{
		"pregnancy": {3, 3, 0, 0, 1}, "its outcome": {3, 2, 1, 1, 1}, "its day": {2, 1, 1, 1, 1}, "its gestation": {1, 0, 1, 1, 2}, "detail": {},
		"diagnosis": {2, 1, 1, 0, 0}, "test": {1, 0, 1, 1, 1}, "measure": {1, 1, 0, 0, 0}, "medicine": {1, 0, 1, 0, 1}, "procedure": {1, 1, 0, 0, 0}, "allergy": {},
	}
	got := compare(hand, program)
	for kind, n := range want {
		if *got.counts[kind] != n {
			t.Errorf("%s: %+v, want %+v\n%s", kind, *got.counts[kind], n, strings.Join(got.differences, "\n"))
		}
	}
}
