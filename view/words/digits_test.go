package words_test

import (
	"testing"

	"github.com/gravida-health/gravida/view/words"
)

// What a record measured stays to the letter; what a machine computed is rounded.
func TestDigits(t *testing.T) {
	for in, want := range map[string]string{
		"6.228002491407287 %":  "6.228 %",
		"83.9403207666956":     "83.94",
		"167.9974261862443 cm": "168 cm",
		"1013.2512345":         "1013",
		"0.0012345678":         "0.001235",
		"<0.10 mIU/L":          "<0.10 mIU/L",
		"105.32 IU/mL":         "105.32 IU/mL",
		"214000":               "214000",
		"5.10 mIU/L":           "5.10 mIU/L",
		"1:320":                "1:320",
		"214 10*9/L":           "214 ×10⁹/L",
		"negative":             "negative",
	} {
		if got := words.Digits(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
