package words

import (
	"regexp"
	"strconv"
	"strings"
)

// A laboratory writes few digits; a machine that computed a number writes all it has.
const (
	mostDigits = 6 // more than these nobody measured
	keptDigits = 4 // of such a number
)

var (
	fraction = regexp.MustCompile(`\d+\.\d+`)
	power    = regexp.MustCompile(`10[*^](\d+)/`) // as UCUM and people write it
	raised   = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")
)

// Digits writes the numbers of a text with the digits a person would: a number as the
// record has it, unless it has more significant digits than anybody measures
// (6.228002491407287). That one keeps four, and every digit before the point. Powers of
// ten stand raised.
func Digits(s string) string {
	s = power.ReplaceAllStringFunc(s, func(ten string) string { return "×10" + raised.Replace(ten[len("10*"):]) })
	return fraction.ReplaceAllStringFunc(s, func(number string) string {
		whole, after, _ := strings.Cut(number, ".")
		significant := len(strings.TrimLeft(whole+after, "0"))
		if significant <= mostDigits {
			return number
		}
		n, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return number
		}
		places := max(0, keptDigits-len(strings.TrimLeft(whole, "0")))
		if strings.Trim(whole, "0") == "" { // 0.00123…: what counts begins behind the zeros
			places = keptDigits + len(after) - len(strings.TrimLeft(after, "0"))
		}
		short := strconv.FormatFloat(n, 'f', places, 64)
		if strings.Contains(short, ".") {
			short = strings.TrimRight(strings.TrimRight(short, "0"), ".")
		}
		return short
	})
}
