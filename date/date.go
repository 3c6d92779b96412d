// Package date keeps dates as a record knows them: to the day, the month or
// the year. A comparison that the missing part could change answers unknown.
package date

import (
	"fmt"
	"strings"
	"time"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/truth"
)

// Date is a day, a month or a year of the Gregorian calendar. The zero value
// is not known.
type Date struct {
	year  int16
	month int8 // 0: not known
	day   int8 // 0: not known
}

// Years outside these are typing errors in a record of a living woman.
const (
	firstYear = 1900
	lastYear  = 2100
)

// Accepted says which spellings Parse reads; for messages.
const Accepted = "a date as 2022-05-10, a month as 2022-05 or a year as 2022"

// New gives the date of a full calendar day. It errs when there is no such day.
func New(year, month, day int) (Date, error) {
	if year < firstYear || year > lastYear {
		return Date{}, problem.Errorf("year %d is not between %d and %d", year, firstYear, lastYear)
	}
	if month < 0 || month > 12 || (month == 0 && day != 0) {
		return Date{}, problem.Errorf("there is no month %d", month)
	}
	if day < 0 || day > 31 || (day != 0 && time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() != day) {
		return Date{}, problem.Errorf("%d-%02d has no day %d", year, month, day)
	}
	return Date{int16(year), int8(month), int8(day)}, nil
}

// Of gives the calendar day of t, in t's own zone: the local date is the date.
func Of(t time.Time) Date {
	return Date{int16(t.Year()), int8(t.Month()), int8(t.Day())}
}

// Blanks are what may stand around a date. A pattern says the same in every dialect only
// where it names them.
const Blanks = " \t\r\n"

// Parse reads 2022-05-10, 2022-05 or 2022. A time of day after a full date is
// cut off: the local date is the date. Blanks around it do not count, other than those
// that only look like one. Anything else is an error that says what is accepted.
func Parse(s string) (Date, error) {
	text := strings.Trim(s, Blanks)
	if i := strings.IndexAny(text, "Tt "); i == len("2006-01-02") {
		text = text[:i]
	}
	fields := strings.Split(text, "-")
	widths := []int{4, 2, 2}
	if len(fields) > len(widths) {
		return Date{}, problem.Errorf("%q is not a date", s)
	}
	var part [3]int
	for i, f := range fields {
		if len(f) != widths[i] {
			return Date{}, problem.Errorf("%q is not a date", s)
		}
		for _, r := range f {
			if r < '0' || r > '9' {
				return Date{}, problem.Errorf("%q is not a date", s)
			}
			part[i] = part[i]*10 + int(r-'0')
		}
		if i > 0 && part[i] == 0 {
			return Date{}, problem.Errorf("%q is not a date: month and day count from 01", s)
		}
	}
	return New(part[0], part[1], part[2])
}

// MustParse is Parse for constants, tests and texts that were checked before; it
// panics on an error.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Known reports whether at least the year is known.
func (d Date) Known() bool { return d.year != 0 }

// Full reports whether the day is known.
func (d Date) Full() bool { return d.day != 0 }

// String writes the date as far as it is known: 2022-05-10, 2022-05, 2022, or
// "" when it is not.
func (d Date) String() string {
	switch {
	case d.day != 0:
		return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	case d.month != 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	case d.year != 0:
		return fmt.Sprintf("%04d", d.year)
	}
	return ""
}

// YMD gives year, month and day; 0 for a part that is not known.
func (d Date) YMD() (year, month, day int) { return int(d.year), int(d.month), int(d.day) }

// Earliest is the number of the first day the date can mean, counted from
// 1970-01-01. It is meaningless for an unknown date.
func (d Date) Earliest() int { return dayNumber(int(d.year), max(int(d.month), 1), max(int(d.day), 1)) }

// Latest is the number of the last day the date can mean.
func (d Date) Latest() int {
	switch {
	case d.day != 0:
		return d.Earliest()
	case d.month != 0:
		return dayNumber(int(d.year), int(d.month)+1, 1) - 1
	}
	return dayNumber(int(d.year)+1, 1, 1) - 1
}

func dayNumber(year, month, day int) int {
	return int(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// FromDay is the full date of a day number as Earliest and Latest count them.
func FromDay(n int) Date { return Of(time.Unix(int64(n)*86400, 0).UTC()) }

// AddDays moves a full date by n days. A date known to the month or year only
// is moved from its last day, so that a waiting time is never cut short; an
// unknown date stays unknown.
func (d Date) AddDays(n int) Date {
	if !d.Known() {
		return Date{}
	}
	return FromDay(d.Latest() + n)
}

// Before answers whether a lies before b, for all the days both can mean.
func Before(a, b Date) truth.Value {
	switch {
	case !a.Known() || !b.Known():
		return truth.Unknown
	case a.Latest() < b.Earliest():
		return truth.Yes
	case a.Earliest() >= b.Latest():
		return truth.No
	}
	return truth.Unknown
}

// DaysBetween gives the fewest and the most whole days from a to b; negative
// when b is earlier. ok is false when either is unknown.
func DaysBetween(a, b Date) (fewest, most int, ok bool) {
	if !a.Known() || !b.Known() {
		return 0, 0, false
	}
	return b.Earliest() - a.Latest(), b.Latest() - a.Earliest(), true
}

// YearsBetween gives the fewest and the most completed years from a to b, as
// birthdays count them.
func YearsBetween(a, b Date) (fewest, most int, ok bool) {
	if !a.Known() || !b.Known() {
		return 0, 0, false
	}
	return completedYears(a.Latest(), b.Earliest()), completedYears(a.Earliest(), b.Latest()), true
}

func completedYears(from, to int) int {
	f, t := FromDay(from), FromDay(to)
	years := int(t.year) - int(f.year)
	if t.month < f.month || (t.month == f.month && t.day < f.day) {
		years--
	}
	return years
}

// Compare orders dates for display: unknown dates last, otherwise by the first
// day they can mean, then by the last.
func Compare(a, b Date) int {
	switch {
	case !a.Known() && !b.Known():
		return 0
	case !a.Known():
		return 1
	case !b.Known():
		return -1
	case a.Earliest() != b.Earliest():
		return a.Earliest() - b.Earliest()
	}
	return a.Latest() - b.Latest()
}
