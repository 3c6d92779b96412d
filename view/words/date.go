package words

import (
	"strconv"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
)

// Date writes a date as far as it is known: 3 Apr 2026 or 2026年4月3日, Apr 2026,
// 2026; "" when it is not known.
func Date(lang string, d date.Date) string {
	year, month, day := d.YMD()
	parts := []string{"y", strconv.Itoa(year), "m", In(lang, "month."+strconv.Itoa(month)), "d", strconv.Itoa(day)}
	switch {
	case day != 0:
		return Fill(lang, "date.day", parts...)
	case month != 0:
		return Fill(lang, "date.month", parts...)
	case year != 0:
		return Fill(lang, "date.year", parts...)
	}
	return ""
}

// DateOf is Date for a date as an assessment writes it, 2026-04-03. What is no
// date is given back.
func DateOf(lang, written string) string {
	d, err := date.Parse(written)
	if err != nil {
		return written
	}
	return Date(lang, d)
}

// Gestation writes a gestation: 8w2d or 8周2天, 8w, or a range; "" when it is not
// known.
func Gestation(lang string, g patient.Gestation) string {
	week := func(w int) string { return Fill(lang, "gestation.week", "w", strconv.Itoa(w)) }
	return gestation(lang, g, week, func(days int) string { return gestationDay(lang, days) })
}

// PlainGestation writes a gestation for somebody who does not write 8w2d: 8 weeks 2
// days, 8 weeks, or a range.
func PlainGestation(lang string, g patient.Gestation) string {
	week := func(w int) string { return Count(lang, "gestation.plain.week", w) }
	return gestation(lang, g, week, func(days int) string {
		if days%7 == 0 {
			return week(days / 7)
		}
		return Count(lang, "gestation.plain.day", days%7, "w", strconv.Itoa(days/7))
	})
}

// gestation writes a gestation from its parts: a whole week, and a day.
func gestation(lang string, g patient.Gestation, week, day func(int) string) string {
	switch {
	case !g.Known():
		return ""
	case g.Min == g.Max:
		return day(g.Min)
	case g.Min%7 == 0 && g.Max == g.Min+6:
		return week(g.Min / 7)
	case g.Min == 0:
		return Fill(lang, "gestation.upTo", "to", day(g.Max))
	}
	return Fill(lang, "gestation.range", "from", day(g.Min), "to", day(g.Max))
}

func gestationDay(lang string, days int) string {
	return Fill(lang, "gestation.day", "w", strconv.Itoa(days/7), "d", strconv.Itoa(days%7))
}
