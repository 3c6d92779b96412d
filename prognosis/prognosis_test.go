package prognosis_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/prognosis"
	"github.com/gravida-health/gravida/truth"
)

var library = sync.OnceValues(func() (*guideline.Library, *knowledge.Base) {
	base, err := knowledge.Default()
	if err != nil {
		panic(err)
	}
	l, err := guideline.Compile(base)
	if err != nil {
		panic(err)
	}
	return l, base
})

func predict(c *patient.Case) map[string]prognosis.Prediction {
	l, base := library()
	out := map[string]prognosis.Prediction{}
	for _, p := range prognosis.Predict(l.Evaluate(finding.Derive(c, base)), base) {
		out[p.Model.ID] = p
	}
	return out
}

func woman(t *testing.T, text string) *patient.Case {
	t.Helper()
	_, base := library()
	c, err := casefile.Read("case.yaml", []byte("gravida: case/1\nasOf: 2026-03-01\n"+text), base)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// losses writes so many miscarriages at eight weeks, one a year.
func losses(n int) string {
	if n == 0 {
		return "pregnancies: []\n"
	}
	var b strings.Builder
	b.WriteString("pregnancies:\n")
	for i := range n {
		fmt.Fprintf(&b, "  - {outcome: miscarriage, ended: %d-01-10, gestation: 8w2d, conception: spontaneous}\n", 2018+i)
	}
	return b.String()
}

const clear = "conditions: []\nstatus: {pregnant: false}\n"

// The numbers that the papers print come out; what lies between their rows is
// on the line between; who was not studied gets none.
func TestWorkedExamples(t *testing.T) {
	age := func(years int) string { return fmt.Sprintf("patient: {age: %d, heightCm: 160, weightKg: 64}\n", years) }
	child := "  - {outcome: livebirth, ended: 2025-03-01, gestation: 39w0d, conception: spontaneous}\n"
	for _, x := range []struct {
		model, woman string
		want         float64 // 0: no number
		applies      truth.Value
	}{
		{"brigham-1999", age(30) + losses(2), 0.84, truth.Unknown},
		{"brigham-1999", age(30) + losses(3), 0.80, truth.Unknown},
		{"brigham-1999", age(30) + losses(5), 0.71, truth.Unknown},
		{"brigham-1999", age(20) + losses(2), 0.92, truth.Unknown},
		{"brigham-1999", age(40) + losses(2), 0.69, truth.Unknown},
		{"brigham-1999", age(45) + losses(3), 0.54, truth.Unknown},
		{"brigham-1999", age(32) + losses(2), 0.812, truth.Unknown},
		{"brigham-1999", age(37) + losses(3), 0.694, truth.Unknown},
		{"brigham-1999", age(46) + losses(3), 0, truth.No},
		{"brigham-1999", age(19) + losses(3), 0, truth.No},
		{"brigham-1999", age(30) + losses(1), 0, truth.No},
		{"brigham-1999", age(30) + losses(6), 0, truth.No},
		{"brigham-1999", age(30) + losses(3) + "conditions: [antiphospholipid-syndrome]\n", 0, truth.No},
		{"brigham-1999", age(30) + losses(3) + "partner: {karyotype: abnormal}\n", 0, truth.No},
		{"brigham-1999", age(30) + losses(2) + "  - {outcome: miscarriage, ended: 2024-01-10, gestation: 16w0d}\n", 0, truth.No},
		{"lund-2012", age(33) + losses(3) + clear, 0.667, truth.Yes},
		{"lund-2012-15y", age(33) + losses(3) + clear, 0.711, truth.Yes},
		{"lund-2012", age(47) + losses(3), 0, truth.No},
		{"lund-2012", age(33) + losses(2), 0, truth.No},
		{"magnus-2019-losses", age(30) + losses(0), 0.11, truth.Yes},
		{"magnus-2019-losses", age(30) + losses(1), 0.20, truth.Yes},
		{"magnus-2019-losses", age(30) + losses(2), 0.28, truth.Yes},
		{"magnus-2019-losses", age(30) + losses(5), 0.42, truth.Yes},
		{"magnus-2019-age", age(19) + losses(2), 0.158, truth.Yes},
		{"magnus-2019-age", age(27) + losses(2), 0.10, truth.Yes},
		{"magnus-2019-age", age(22) + losses(2), 0, truth.No},
		{"nybo-andersen-2000", age(22) + losses(2), 0.089, truth.Yes},
		{"nybo-andersen-2000", age(30) + losses(2), 0, truth.No},
		{"sugiura-2009", age(34) + losses(2), 0, truth.No},
		{"kling-2018", age(34) + losses(3) + child, 0, truth.No},
		{"koki-2025-conception", age(34) + losses(3) + "status: {pregnant: true}\n", 0, truth.No},
	} {
		p := predict(woman(t, x.woman))[x.model]
		switch {
		case p.Model == nil:
			t.Errorf("no model %s", x.model)
		case p.Applies != x.applies:
			t.Errorf("%s applies %s, want %s to\n%s", x.model, p.Applies, x.applies, x.woman)
		case p.Known != (x.want != 0) || p.Known && math.Abs(p.Number-x.want) > 0.0005:
			t.Errorf("%s gives %v (%v), want %v to\n%s", x.model, p.Number, p.Known, x.want, x.woman)
		case p.Applies == truth.No && len(p.Refused) == 0 && p.Outside == nil:
			t.Errorf("%s refuses without a reason:\n%s", x.model, x.woman)
		}
	}
}

// A year of birth leaves two ages open. A condition is decided where both agree, a
// formula gives the numbers of both, and a model that has room for one of them
// only waits for the date.
func TestAgeKnownToTheYear(t *testing.T) {
	born := func(date string) string { return "patient: {born: " + date + ", heightCm: 160, weightKg: 64}\n" }
	koki := func(age int) float64 {
		text := fmt.Sprintf("patient: {age: %d, heightCm: 160, weightKg: 64}\n", age) + losses(2) + "absent: [pcos]\n"
		return predict(woman(t, text))["koki-2025"].Number
	}
	for _, x := range []struct {
		model, woman string
		least, most  float64 // 0: no number
		applies      truth.Value
		missing      bool // the date of birth
	}{
		{"brigham-1999", born("1990") + losses(2), 0.754, 0.77, truth.Unknown, false},      // 35 or 36
		{"brigham-1999", born("1990-03") + losses(2), 0.754, 0.77, truth.Unknown, false},   // the same two
		{"brigham-1999", born("1990-01") + losses(2), 0.754, 0.754, truth.Unknown, false},  // 36
		{"brigham-1999", born("1980") + losses(3), 0, 0, truth.Unknown, true},              // 45 or 46
		{"brigham-1999", born("1979") + losses(3), 0, 0, truth.No, false},                  // 46 or 47
		{"lund-2012", born("1990") + losses(3) + clear, 0.667, 0.667, truth.Yes, false},    // 20 to 46 whichever
		{"lund-2012", born("1979") + losses(3) + clear, 0.667, 0.667, truth.Unknown, true}, // 46 or 47
		{"magnus-2019-age", born("1990") + losses(2), 0.17, 0.17, truth.Yes, false},        // one group
		{"magnus-2019-age", born("1991") + losses(2), 0, 0, truth.Unknown, true},           // 34 or 35: two groups
		{"koki-2025", born("1990") + losses(2) + "absent: [pcos]\n", koki(36), koki(35), truth.Yes, false},
	} {
		p := predict(woman(t, x.woman))[x.model]
		switch {
		case p.Applies != x.applies:
			t.Errorf("%s applies %s, want %s to\n%s", x.model, p.Applies, x.applies, x.woman)
		case p.Known != (x.least != 0) || p.Known && (math.Abs(p.Number-x.least) > 0.0005 || math.Abs(p.Most-x.most) > 0.0005):
			t.Errorf("%s gives %v to %v (%v), want %v to %v to\n%s", x.model, p.Number, p.Most, p.Known, x.least, x.most, x.woman)
		case (p.Ages != nil) != (x.least != x.most):
			t.Errorf("%s names the ages %v to\n%s", x.model, p.Ages, x.woman)
		case slices.Contains(p.Missing, "patient.born") != x.missing:
			t.Errorf("%s misses %v of\n%s", x.model, p.Missing, x.woman)
		}
	}
}

// What a year of birth gives holds every number that a day in it gives, and what
// it decides no day flips.
func TestADayOfBirthNarrows(t *testing.T) {
	_, base := library()
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, base)
		if !c.Born.Known || !c.Born.Value.Full() || c.Age.Known {
			t.Skip("no day of birth")
		}
		year, _, _ := c.Born.Value.YMD()
		wide := *c
		wide.Born.Value, _ = date.New(year, 0, 0)
		day, of := predict(c), predict(&wide)
		for id, p := range day {
			w := of[id]
			switch {
			case w.Applies.Known() && w.Applies != p.Applies:
				t.Fatalf("%s: the year says %s, the day %s", id, w.Applies, p.Applies)
			case w.Known && p.Known && (p.Number < w.Number-1e-9 || p.Number > w.Most+1e-9):
				t.Fatalf("%s: the year gives %v to %v, the day %v", id, w.Number, w.Most, p.Number)
			case w.Known && p.Applies == truth.Yes && !p.Known:
				t.Fatalf("%s: the year gives a number, the day none", id)
			}
		}
	})
}

// Koki's ratios multiply: the reference is 1, and each factor stands alone.
func TestOddsAreRelative(t *testing.T) {
	profile := func(age, losses int, weight float64, rest string) string {
		var b strings.Builder
		fmt.Fprintf(&b, "patient: {age: %d, heightCm: 200, weightKg: %g}\npregnancies:\n", age, weight)
		for i := range losses {
			fmt.Fprintf(&b, "  - {outcome: miscarriage, ended: %d-01-10, gestation: 8w2d, conception: spontaneous}\n", 2018+i)
		}
		return b.String() + rest
	}
	const noPCOS = "absent: [pcos]\n"
	for _, x := range []struct {
		woman string
		want  float64
	}{
		{profile(30, 2, 100, noPCOS), 1},
		{profile(35, 2, 100, noPCOS), math.Pow(0.89, 5)},
		{profile(30, 4, 100, noPCOS), math.Pow(0.79, 2)},
		{profile(30, 2, 120, noPCOS), math.Pow(0.97, 5)},
		{profile(30, 2, 100, "conditions: [pcos]\n"), 0.59},
		{profile(30, 2, 100, "  - {outcome: livebirth, ended: 2025-01-01, gestation: 39w0d, conception: spontaneous}\n"+noPCOS), 1.21},
	} {
		p := predict(woman(t, x.woman))["koki-2025"]
		if !p.Known || math.Abs(p.Number-x.want) > 1e-9 {
			t.Errorf("%v (%v), want %v of\n%s", p.Number, p.Known, x.want, x.woman)
		}
	}
}

// Whoever she is, a number is a share or a ratio inside its interval, a refusal
// has a reason, and what is open says what would tell.
func TestFormOfPredictions(t *testing.T) {
	_, base := library()
	rapid.Check(t, func(t *rapid.T) {
		for id, p := range predict(casetest.Case(t, base)) {
			switch {
			case p.Applies == truth.No && (p.Known || len(p.Refused) == 0 && p.Outside == nil):
				t.Fatalf("%s refuses with the number %v and the reasons %v, %v", id, p.Number, p.Refused, p.Outside)
			case p.Applies == truth.Yes && !p.Known:
				t.Fatalf("%s applies without a number", id)
			case p.Applies == truth.Unknown && len(p.Missing) == 0:
				t.Fatalf("%s is open and misses nothing", id)
			case p.Known && (p.Number <= 0 || p.Model.Odds == nil && p.Number > 1):
				t.Fatalf("%s gives %v", id, p.Number)
			case p.HasInterval && (p.Low > p.Number || p.High < p.Number):
				t.Fatalf("%s gives %v outside %v to %v", id, p.Number, p.Low, p.High)
			}
		}
	})
}
