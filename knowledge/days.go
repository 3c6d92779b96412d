package knowledge

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/gravida-health/gravida/date"
)

// Days is a time in completed days. Files write it as 10w0d, 12w or 84d.
type Days int

// Span is a time on the calendar: years as birthdays count them, and days.
// Files write it as 5y, 12w0d or 84d.
type Span struct{ Years, Days int }

var spanForm = regexp.MustCompile(`^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?$`)

func parseSpan(text string) (Span, error) {
	m := spanForm.FindStringSubmatch(text)
	if m == nil || text == "" {
		return Span{}, fmt.Errorf("%q is not a length of time", text)
	}
	n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
	return Span{Years: n(1), Days: 7*n(2) + n(3)}, nil
}

// UnmarshalScalar reads 10w0d or 84d.
func (d *Days) UnmarshalScalar(text string) error {
	s, err := parseSpan(text)
	if err == nil && s.Years > 0 {
		err = fmt.Errorf("%q is in years", text)
	}
	*d = Days(s.Days)
	return err
}

// Accepted says which spellings there are.
func (d *Days) Accepted() string { return "weeks and days as 10w0d, or days as 84d" }

// UnmarshalScalar reads 5y, 10w0d or 84d.
func (s *Span) UnmarshalScalar(text string) (err error) {
	*s, err = parseSpan(text)
	return err
}

// Accepted says which spellings there are.
func (s *Span) Accepted() string { return "weeks and days as 10w0d, days as 84d, or years as 5y" }

// After is the day a span after a full date. A year after 29 February is 1
// March, as birthdays are kept.
func (s Span) After(day date.Date) date.Date {
	year, month, d := day.YMD()
	later, err := date.New(year+s.Years, month, d)
	if err != nil { // 29 February in a year without one
		later, _ = date.New(year+s.Years, month+1, 1)
	}
	return later.AddDays(s.Days)
}
