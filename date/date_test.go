package date_test

import (
	"testing"
	"time"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/truth"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, want, problem string }{
		{"2022-05-10", "2022-05-10", ""},
		{"2022-05", "2022-05", ""},
		{"2022", "2022", ""},
		{" 2022-05-10 ", "2022-05-10", ""},
		{"\u00a02022-05-10", "", `"\u00a02022-05-10" is not a date`},
		{"2022-05-10T23:30:00-05:00", "2022-05-10", ""},
		{"2022-05-10 08:00", "2022-05-10", ""},
		{"2024-02-29", "2024-02-29", ""},
		{"2022-02-29", "", "2022-02 has no day 29"},
		{"2022-04-31", "", "2022-04 has no day 31"},
		{"2022-05-32", "", "2022-05 has no day 32"},
		{"2022-13-01", "", "there is no month 13"},
		{"2022-00", "", `"2022-00" is not a date: month and day count from 01`},
		{"2022-05-00", "", `"2022-05-00" is not a date: month and day count from 01`},
		{"1899", "", "year 1899 is not between 1900 and 2100"},
		{"2101-01-01", "", "year 2101 is not between 1900 and 2100"},
		{"", "", `"" is not a date`},
		{"22-05-10", "", `"22-05-10" is not a date`},
		{"2022-5-1", "", `"2022-5-1" is not a date`},
		{"2022/05/10", "", `"2022/05/10" is not a date`},
		{"2022-05-10-01", "", `"2022-05-10-01" is not a date`},
		{"２０２２", "", `"２０２２" is not a date`},
		{"May 2022", "", `"May 2022" is not a date`},
	} {
		got, err := date.Parse(c.in)
		problem := ""
		if err != nil {
			problem = err.Error()
		}
		if got.String() != c.want || problem != c.problem {
			t.Errorf("Parse(%q) = %q, %q; want %q, %q", c.in, got, problem, c.want, c.problem)
		}
	}
}

func TestBefore(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want truth.Value
	}{
		{"2022-05-10", "2022-05-11", truth.Yes},
		{"2022-05-10", "2022-05-10", truth.No},
		{"2022-05-11", "2022-05-10", truth.No},
		{"2022-05", "2022-06", truth.Yes},
		{"2022-05", "2022-05-31", truth.Unknown},
		{"2022-05", "2022-05-01", truth.No},
		{"2022-05-31", "2022-05", truth.No},
		{"2022-05-30", "2022-05", truth.Unknown},
		{"2022", "2022-07", truth.Unknown},
		{"2021", "2022", truth.Yes},
		{"", "2022", truth.Unknown},
		{"2022", "", truth.Unknown},
	} {
		if got := date.Before(known(c.a), known(c.b)); got != c.want {
			t.Errorf("Before(%s, %s) = %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, c := range []struct {
		a, b                   string
		fewest, most           int
		fewestYears, mostYears int
		ok                     bool
	}{
		{"2026-01-09", "2026-04-03", 84, 84, 0, 0, true},
		{"2026-04-03", "2026-01-09", -84, -84, -1, -1, true},
		{"2026-01", "2026-02", 1, 58, 0, 0, true},
		{"1991-04-12", "2026-04-11", 12783, 12783, 34, 34, true},
		{"1991-04-12", "2026-04-12", 12784, 12784, 35, 35, true},
		{"1991", "2026-03-01", 12479, 12843, 34, 35, true},
		{"2000-02-29", "2001-02-28", 365, 365, 0, 0, true},
		{"2000-02-29", "2001-03-01", 366, 366, 1, 1, true},
		{"", "2026", 0, 0, 0, 0, false},
	} {
		fewest, most, ok := date.DaysBetween(known(c.a), known(c.b))
		if fewest != c.fewest || most != c.most || ok != c.ok {
			t.Errorf("DaysBetween(%s, %s) = %d, %d, %v; want %d, %d, %v", c.a, c.b, fewest, most, ok, c.fewest, c.most, c.ok)
		}
		fewest, most, ok = date.YearsBetween(known(c.a), known(c.b))
		if fewest != c.fewestYears || most != c.mostYears || ok != c.ok {
			t.Errorf("YearsBetween(%s, %s) = %d, %d, %v; want %d, %d, %v", c.a, c.b, fewest, most, ok, c.fewestYears, c.mostYears, c.ok)
		}
	}
}

// A waiting time that begins on an unknown day of a month is never cut short.
func TestAddDays(t *testing.T) {
	for _, c := range []struct {
		from string
		days int
		want string
	}{
		{"2026-01-09", 84, "2026-04-03"}, {"2026-01", 84, "2026-04-25"}, {"2026", 1, "2027-01-01"},
		{"2024-02-28", 1, "2024-02-29"}, {"2026-01-01", -1, "2025-12-31"}, {"", 84, ""},
	} {
		if got := known(c.from).AddDays(c.days).String(); got != c.want {
			t.Errorf("%s and %d days = %s, want %s", c.from, c.days, got, c.want)
		}
	}
}

func TestCompare(t *testing.T) {
	inOrder := []string{"2021", "2022-01-01", "2022-01", "2022", "2022-05-10", "2022-05-11", ""}
	for i, a := range inOrder {
		for j, b := range inOrder {
			if got := date.Compare(known(a), known(b)); (got < 0) != (i < j) || (got > 0) != (i > j) {
				t.Errorf("Compare(%q, %q) = %d", a, b, got)
			}
		}
	}
}

// The day is the one on the calendar where it happened.
func TestOf(t *testing.T) {
	lateEvening := time.Date(2026, 1, 9, 23, 30, 0, 0, time.FixedZone("", -5*3600))
	if got := date.Of(lateEvening).String(); got != "2026-01-09" {
		t.Errorf("Of(%s) = %s", lateEvening, got)
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2022-05-10", "2022-05", "2022", "2022-02-30", "2022-05-10T23:30:00-05:00", "", "-", "0000", "2100-12-31"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := date.Parse(s)
		if err != nil {
			if d.Known() {
				t.Fatalf("Parse(%q) = %s with the error %v", s, d, err)
			}
			return
		}
		if again, err := date.Parse(d.String()); err != nil || again != d {
			t.Fatalf("Parse(%q) = %s, and that is read as %s, %v", s, d, again, err)
		}
		if d.Earliest() > d.Latest() || d.Full() != (d.Earliest() == d.Latest()) {
			t.Fatalf("%s lies from day %d to %d", d, d.Earliest(), d.Latest())
		}
		if date.Before(d, d.AddDays(1)) != truth.Yes {
			t.Fatalf("%s is not before the day after it", d)
		}
	})
}

func known(s string) date.Date {
	if s == "" {
		return date.Date{}
	}
	return date.MustParse(s)
}
