package casefile

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/patient"
)

// A value is a number as a laboratory prints it: 5.1, <0.6, ＞1000, 1:160.
type value struct {
	comparator string
	number     float64
	titre      bool
}

const acceptedValue = "a number as 5.1, <0.6, >1000 or 1:160; a word such as positive stands under result"

// comparators lists the signs and words before a number, longest first.
var comparators = []struct{ written, means string }{
	{"<=", patient.AtMost}, {"=<", patient.AtMost}, {"≤", patient.AtMost}, {"≦", patient.AtMost},
	{">=", patient.AtLeast}, {"=>", patient.AtLeast}, {"≥", patient.AtLeast}, {"≧", patient.AtLeast},
	{"<", patient.Below}, {"under ", patient.Below}, {"below ", patient.Below}, {"低于", patient.Below}, {"小于", patient.Below},
	{">", patient.Above}, {"over ", patient.Above}, {"above ", patient.Above}, {"高于", patient.Above}, {"大于", patient.Above},
}

// titreForm is 1:160 or 1/160.
var titreForm = regexp.MustCompile(`^1\s*[:/]\s*([0-9]+)$`)

// parseValue reads a value; the error says what is wrong with it.
func parseValue(written string) (value, error) {
	text := strings.TrimSpace(unit.Fold(written))
	var v value
	for _, c := range comparators {
		if rest, ok := strings.CutPrefix(text, c.written); ok {
			v.comparator, text = c.means, strings.TrimSpace(rest)
			break
		}
	}
	if m := titreForm.FindStringSubmatch(text); m != nil {
		v.titre, text = true, m[1]
	}
	if !decimal.MatchString(text) {
		return value{}, problem.Errorf("%q is not a number", written)
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return value{}, problem.Errorf("%q is too large", written)
	}
	v.number = number
	return v, nil
}
