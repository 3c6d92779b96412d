package knowledge

import (
	"fmt"
	"regexp"
	"strconv"
)

var daysForm = regexp.MustCompile(`^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?$`)

// daysOfYears holds whole years in days, leap days rounded down.
func daysOfYears(years int) int { return years * 1461 / 4 }

// UnmarshalScalar reads 10w0d, 84d, 12w or 5y.
func (d *Days) UnmarshalScalar(text string) error {
	m := daysForm.FindStringSubmatch(text)
	if m == nil || text == "" {
		return fmt.Errorf("%q is not a length of time", text)
	}
	n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
	*d = Days(daysOfYears(n(1)) + 7*n(2) + n(3))
	return nil
}

// Accepted says which spellings there are.
func (d *Days) Accepted() string { return "weeks and days as 10w0d, days as 84d, or years as 5y" }
