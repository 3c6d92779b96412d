package patient_test

import (
	"testing"

	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

func TestParseGestation(t *testing.T) {
	days := func(d int) patient.Gestation { return patient.Gestation{Min: d, Max: d} }
	weeks := func(w int) patient.Gestation { return patient.Gestation{Min: w * 7, Max: w*7 + 6} }
	for _, c := range []struct {
		in      string
		want    patient.Gestation
		problem string
	}{
		{"8w2d", days(58), ""},
		{"8W2D", days(58), ""},
		{"8+2", days(58), ""},
		{"8w+2", days(58), ""},
		{"8 weeks 2 days", days(58), ""},
		{"孕8周2天", days(58), ""},
		{"停经65天", days(65), ""},
		{"65d", days(65), ""},
		{"8", weeks(8), ""},
		{"8w", weeks(8), ""},
		{"8 weeks", weeks(8), ""},
		{"0", weeks(0), ""},
		{"45w0d", days(315), ""},
		{"45", weeks(45), ""},
		{"45w1d", patient.Gestation{}, `"45w1d" is over 45 weeks`},
		{"46", patient.Gestation{}, `"46" is over 45 weeks`},
		{"316d", patient.Gestation{}, `"316d" is over 45 weeks`},
		{"60 weeks", patient.Gestation{}, `"60 weeks" is over 45 weeks`},
		{"8w9d", patient.Gestation{}, `"8w9d" has 9 days; a week has days 0 to 6`},
		{"8w7d", patient.Gestation{}, `"8w7d" has 7 days; a week has days 0 to 6`},
		{"8.5", patient.Gestation{}, `"8.5" is not a gestation`},
		{"-8", patient.Gestation{}, `"-8" is not a gestation`},
		{"", patient.Gestation{}, `"" is not a gestation`},
		{"first trimester", patient.Gestation{}, `"first trimester" is not a gestation`},
		{"8w2d3", patient.Gestation{}, `"8w2d3" is not a gestation`},
		{"1234", patient.Gestation{}, `"1234" is not a gestation`},
	} {
		got, err := patient.ParseGestation(c.in)
		problem := ""
		if err != nil {
			problem = err.Error()
		}
		if got != c.want || problem != c.problem {
			t.Errorf("ParseGestation(%q) = %v, %q; want %v, %q", c.in, got, problem, c.want, c.problem)
		}
	}
}

func TestGestationBefore(t *testing.T) {
	tenWeeks := 70
	for _, c := range []struct {
		g    patient.Gestation
		want truth.Value
	}{
		{patient.Weeks(9, 6), truth.Yes},
		{patient.Weeks(10, 0), truth.No},
		{patient.Gestation{Min: 63, Max: 69}, truth.Yes},
		{patient.Gestation{Min: 63, Max: 70}, truth.Unknown},
		{patient.Gestation{}, truth.Unknown},
	} {
		if got := c.g.Before(tenWeeks); got != c.want {
			t.Errorf("%s before 10w0d: %s, want %s", c.g, got, c.want)
		}
	}
}

func TestGestationString(t *testing.T) {
	for _, c := range []struct {
		g    patient.Gestation
		want string
	}{
		{patient.Weeks(8, 2), "8w2d"},
		{patient.Gestation{Min: 56, Max: 62}, "8w"},
		{patient.Gestation{Min: 35, Max: 195}, "5w0d to 27w6d"},
		{patient.Gestation{}, ""},
	} {
		if got := c.g.String(); got != c.want {
			t.Errorf("%#v is written %q, want %q", c.g, got, c.want)
		}
	}
}

func TestWithin(t *testing.T) {
	window := patient.Gestation{Min: 35, Max: 195}
	if got := (patient.Gestation{}).Within(window); got != window {
		t.Errorf("an unknown gestation within %s is %s", window, got)
	}
	if got := patient.Weeks(30, 0).Within(window); got != patient.Weeks(30, 0) {
		t.Errorf("30w0d within %s is %s", window, got)
	}
}

func FuzzGestation(f *testing.F) {
	for _, s := range []string{"8w2d", "8+2", "8", "孕8周2天", "停经65天", "45w6d", "8w9d", "", "w", "00008", "8 2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, err := patient.ParseGestation(s)
		if err != nil {
			if g.Known() {
				t.Fatalf("ParseGestation(%q) = %s with the error %v", s, g, err)
			}
			return
		}
		if g.Min < 0 || g.Min > g.Max || g.Min > patient.MaxGestationDays {
			t.Fatalf("ParseGestation(%q) = %#v", s, g)
		}
		if !g.Known() {
			return // 0w0d
		}
		if again, err := patient.ParseGestation(g.String()); err != nil || again != g {
			t.Fatalf("ParseGestation(%q) = %s, and that is read as %s, %v", s, g, again, err)
		}
	})
}
