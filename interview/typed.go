package interview

import (
	"regexp"
	"strconv"
	"strings"
)

// plainly is a value of the field as a case file writes it: a date or a number as
// people write one, in its usual form. What it cannot read stays as it is.
func (f *Field) plainly(v string) string {
	v = plainly(v)
	switch f.Kind {
	case Date:
		return plainDate(inDigits(v))
	case Weeks:
		return inDigits(v)
	case Number:
		v = plainNumber(inDigits(v), f.Unit.En, f.Unit.Zh)
		if n, ok := f.converted(v); ok {
			return n
		}
	}
	return v
}

// Plainly is what was typed as it was understood: a number in the unit of the field, a
// date or weeks in their usual form. What could not be read stays as it is.
func (f *Field) Plainly(v string) string { return f.plainly(v) }

var chineseNumber = regexp.MustCompile(`[〇零一二两三四五六七八九]?十[一二三四五六七八九]?|[〇零一二两三四五六七八九]+`)

// inDigits writes Chinese numbers up to 99, and years digit by digit, in digits: 八周
// is 8周, 二〇二四年 is 2024年.
func inDigits(v string) string {
	digit := strings.NewReplacer("〇", "0", "零", "0", "一", "1", "二", "2", "两", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9")
	return chineseNumber.ReplaceAllStringFunc(v, func(number string) string {
		tens, ones, ok := strings.Cut(number, "十")
		if !ok {
			return digit.Replace(number)
		}
		if tens == "" {
			tens = "一"
		}
		if ones == "" {
			ones = "零"
		}
		return digit.Replace(tens + ones)
	})
}

var (
	yearFirst = regexp.MustCompile(`^(\d{4}) ?[-/.年]? ?(?:(\d{1,2}) ?[-/.月]? ?(?:(\d{1,2}) ?[日号]?)?)?$`)
	monthYear = regexp.MustCompile(`^(\d{1,2}) ?[-/.] ?(\d{4})$`)
	inWords   = regexp.MustCompile(`^(?:(\d{1,2})(?:st|nd|rd|th)? (?:of )?)?([a-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (\d{4})$`)
)

var months = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// plainDate writes 2024年3月10日, 2024/3/10, 3/2024 or 10 March 2024 as 2024-03-10 or
// 2024-03. 10/3/2024 stays: it is March to some and October to others.
func plainDate(v string) string {
	text := strings.ToLower(strings.Join(strings.Fields(v), " "))
	year, month, day := "", "", ""
	if m := yearFirst.FindStringSubmatch(text); m != nil && !runTogether(text) {
		year, month, day = m[1], m[2], m[3]
	} else if m := monthYear.FindStringSubmatch(text); m != nil {
		year, month = m[2], m[1]
	} else if m := inWords.FindStringSubmatch(text); m != nil && (m[1] == "" || m[3] == "") {
		year, day = m[4], m[1]+m[3]
		n := monthCalled(m[2])
		if n == 0 {
			return v
		}
		month = strconv.Itoa(n)
	} else {
		return v
	}
	for _, part := range []string{month, day} {
		if part != "" {
			year += "-" + strings.Repeat("0", 2-len(part)) + part
		}
	}
	return year
}

// runTogether reports whether digits stand so that nobody can say where the month
// ends: 20243, 2024310.
func runTogether(text string) bool {
	digits := 0
	for _, r := range text {
		if r < '0' || r > '9' {
			return false
		}
		digits++
	}
	return digits > 4
}

var withUnit = regexp.MustCompile(`^([0-9.,]+) ?(\pL+)\.?$`)

// plainNumber takes off the unit that the field asks for, and writes 61,5 as 61.5.
// Another unit stays, and is no number.
func plainNumber(v string, units ...string) string {
	if m := withUnit.FindStringSubmatch(strings.ToLower(v)); m != nil {
		for _, unit := range units {
			if len(m[2]) > 1 && strings.HasPrefix(strings.ToLower(unit), m[2]) {
				v = m[1]
				break
			}
		}
	}
	if whole, rest, ok := strings.Cut(v, ","); ok && (len(rest) == 1 || len(rest) == 2) {
		if _, err := strconv.Atoi(whole + rest); err == nil {
			v = whole + "." + rest
		}
	}
	return v
}
