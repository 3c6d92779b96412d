package words

import "github.com/gravida-health/gravida/date"

// Ago says how long before a day something was, in whole months, from two years on in
// whole years: "20 months ago". It is "" for what is younger than two months, where
// the date says enough, for what is not dated, and where a year without its month
// leaves more than a month open. A number of which the missing
// part leaves the last unit open is told as "about".
func Ago(lang string, of, today date.Date) string {
	fewest, most, ok := monthsBetween(of, today)
	if !ok || fewest < 2 {
		return ""
	}
	key, low, high := "ago.months", fewest, most
	if fewest >= 24 {
		key, low, high = "ago.years", fewest/12, most/12
	}
	switch {
	case low == high:
		return Count(lang, key, low)
	case high-low > 1: // the date itself says as much
		return ""
	}
	return In(lang, "ago.about") + Count(lang, key, (low+high+1)/2)
}

// monthsBetween gives the fewest and the most completed months from one day to another.
func monthsBetween(a, b date.Date) (fewest, most int, ok bool) {
	if !a.Known() || !b.Known() {
		return 0, 0, false
	}
	return completed(a.Latest(), b.Earliest()), completed(a.Earliest(), b.Latest()), true
}

func completed(from, to int) int {
	y, m, d := date.FromDay(from).YMD()
	y2, m2, d2 := date.FromDay(to).YMD()
	months := (y2-y)*12 + m2 - m
	if d2 < d {
		months--
	}
	return months
}
