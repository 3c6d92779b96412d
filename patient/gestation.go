package patient

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/truth"
)

// Gestation is the age of a pregnancy counted from the last menstrual period,
// in completed days. A record that says "8 weeks" means 8w0d to 8w6d, so it is
// a range. The zero value is not known.
type Gestation struct{ Min, Max int }

// MaxGestationDays is 45 weeks: no pregnancy is older, so a longer one is a
// typing error.
const MaxGestationDays = 45 * 7

// GestationAccepted says which spellings ParseGestation reads; for messages.
const GestationAccepted = "weeks and days as 8w2d or 8+2, or completed weeks as 8; days are 0 to 6, at most 45 weeks"

// The ways a gestation is written; the first group is weeks, the second days.
var (
	weeksForm     = regexp.MustCompile(`^(\d{1,2}) ?(?:w|wk|wks|weeks?|周)?$`)
	weeksDaysForm = regexp.MustCompile(`^(\d{1,2}) ?(?:w|wk|wks|weeks?|周)? ?(?:\+|w|wk|wks|weeks?|周| ) ?(\d{1,2}) ?(?:d|days?|天|周)?$`)
	seventhsForm  = regexp.MustCompile(`^(\d{1,2}) (\d)/7$`)
	daysForm      = regexp.MustCompile(`^(\d{1,3}) ?(?:d|days?|天)$`)
)

// plainDigits writes superscripts and a full-width plus as people mean them.
var plainDigits = strings.NewReplacer("⁺", "+", "＋", "+", "⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6")

// ParseGestation reads 8w2d, 8+2, 8⁺², 8 2/7, 8 weeks 2 days, 孕8周2天, 孕8+2周,
// completed weeks (8, 8w) or days (65d, 停经65天). It refuses decimals (8.5 can
// mean 8 weeks 5 days or 8 and a half weeks), days over 6 and ages over 45
// weeks.
func ParseGestation(s string) (Gestation, error) {
	text := strings.Join(strings.Fields(plainDigits.Replace(strings.ToLower(s))), " ")
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(text, "孕"), "停经"))
	number := func(digits string) int { n, _ := strconv.Atoi(digits); return n }
	if m := daysForm.FindStringSubmatch(text); m != nil {
		return exactGestation(s, number(m[1]))
	}
	if m := weeksForm.FindStringSubmatch(text); m != nil {
		weeks := number(m[1])
		if weeks*7 > MaxGestationDays {
			return Gestation{}, problem.Errorf("%q is over 45 weeks", s)
		}
		return Gestation{weeks * 7, weeks*7 + 6}, nil
	}
	m := weeksDaysForm.FindStringSubmatch(text)
	if m == nil {
		m = seventhsForm.FindStringSubmatch(text)
	}
	if m == nil {
		return Gestation{}, problem.Errorf("%q is not a gestation", s)
	}
	if days := number(m[2]); days > 6 {
		return Gestation{}, problem.Errorf("%q has %d days; a week has days 0 to 6", s, days)
	}
	return exactGestation(s, number(m[1])*7+number(m[2]))
}

func exactGestation(s string, days int) (Gestation, error) {
	if days > MaxGestationDays {
		return Gestation{}, problem.Errorf("%q is over 45 weeks", s)
	}
	return Gestation{days, days}, nil
}

// Weeks is the gestation of exactly w weeks and d days.
func Weeks(w, d int) Gestation { return Gestation{w*7 + d, w*7 + d} }

// Known reports whether anything is known of the gestation.
func (g Gestation) Known() bool { return g.Max > 0 }

// Before answers whether the gestation is less than days, for every day it can
// mean.
func (g Gestation) Before(days int) truth.Value {
	if !g.Known() {
		return truth.Unknown
	}
	switch {
	case g.Max < days:
		return truth.Yes
	case g.Min >= days:
		return truth.No
	}
	return truth.Unknown
}

// Within narrows an unknown gestation to a window; a known one stays as it is.
func (g Gestation) Within(window Gestation) Gestation {
	if g.Known() {
		return g
	}
	return window
}

// String writes 8w2d for an exact gestation, 8w for completed weeks, and
// "5w0d to 27w6d" for any other range.
func (g Gestation) String() string {
	switch {
	case !g.Known():
		return ""
	case g.Min == g.Max:
		return fmt.Sprintf("%dw%dd", g.Min/7, g.Min%7)
	case g.Min%7 == 0 && g.Max == g.Min+6:
		return fmt.Sprintf("%dw", g.Min/7)
	}
	return fmt.Sprintf("%dw%dd to %dw%dd", g.Min/7, g.Min%7, g.Max/7, g.Max%7)
}
