package interview

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// measure is another unit that a number may be typed in: 1.62 m for 162 cm.
type measure struct {
	Units []string `yaml:"units"`
	Times float64  `yaml:"times"` // how many of the field's unit one is
	// Rest is how many of the field's unit a number after it counts, as the inches of
	// 5 ft 4; where it is none, that number is the decimals, as in 1米62.
	Rest float64 `yaml:"rest"`
	// Bare is a unit that is meant where a number without one fits it and not the field's
	// own: nobody is 1.62 cm tall.
	Bare bool `yaml:"bare"`
}

var (
	measured  = regexp.MustCompile(`^(\d+(?:[.,]\d+)?) ?([^\d\s.,]+) ?(?:(\d{1,2}(?:\.\d)?) ?(?:in|inch|inches|"|″|''|英寸|lb|lbs|磅)?)?$`)
	oneNumber = regexp.MustCompile(`\d+(?:[.,]\d+)?`)
)

// converted is a number that was typed in another unit, in the unit of the field, if
// nobody can read it in two ways.
func (f *Field) converted(v string) (string, bool) {
	if n, err := strconv.ParseFloat(v, 64); err == nil && (n < f.Lowest || n > f.Highest) {
		for _, other := range f.also {
			if in := n * other.Times; other.Bare && in >= f.Lowest && in <= f.Highest {
				return short(in), true
			}
		}
		return v, false
	}
	m := measured.FindStringSubmatch(strings.ToLower(v))
	if m == nil {
		return v, false
	}
	for _, other := range f.also {
		if !slices.Contains(other.Units, m[2]) {
			continue
		}
		whole := strings.ReplaceAll(m[1], ",", ".")
		rest := 0.0
		switch {
		case m[3] == "":
		case other.Rest == 0 && !strings.ContainsAny(whole+m[3], "."):
			whole += "." + m[3]
		case other.Rest != 0:
			rest, _ = strconv.ParseFloat(m[3], 64)
		default:
			return v, false
		}
		n, err := strconv.ParseFloat(whole, 64)
		if err != nil {
			return v, false
		}
		return short(n*other.Times + rest*other.Rest), true
	}
	return v, false
}

// short writes a number with at most one decimal.
func short(n float64) string {
	return strconv.FormatFloat(float64(int(n*10+0.5))/10, 'f', -1, 64)
}

// guess is what was most likely meant by what could not be taken, if there is only one
// such thing; empty where nobody can say.
func (f *Field) guess(typed string) (is knowledge.Text) {
	v := inDigits(plainly(typed))
	switch f.Kind {
	case Weeks:
		if m := overWeeks.FindStringSubmatch(v); m != nil {
			w, _ := strconv.Atoi(m[1])
			d, _ := strconv.Atoi(m[2])
			if d > 6 && d < 10 && w < 45 {
				g, err := patient.ParseGestation(fmt.Sprintf("%dw%dd", w+d/7, d%7))
				if err != nil {
					return is
				}
				return knowledge.Text{En: words.PlainGestation("en", g), Zh: words.PlainGestation("zh", g)}
			}
		}
	case Number:
		numbers := oneNumber.FindAllString(v, -1)
		if len(numbers) != 1 || f.Highest == 0 || strings.HasPrefix(v, "-") {
			return is
		}
		n, err := strconv.ParseFloat(strings.ReplaceAll(numbers[0], ",", "."), 64)
		if err != nil {
			return is
		}
		var found []string
		for _, times := range append([]float64{1}, f.times()...) {
			if x := n * times; x >= f.Lowest && x <= f.Highest && !slices.Contains(found, short(x)) {
				found = append(found, short(x))
			}
		}
		if len(found) == 1 && found[0] != v {
			return knowledge.Text{En: strings.TrimSpace(found[0] + " " + f.Unit.En), Zh: strings.TrimSpace(found[0] + " " + f.Unit.Zh)}
		}
	}
	return is
}

var overWeeks = regexp.MustCompile(`^\D{0,2}(\d{1,2})\s*(?:w|周|\+)\D*(\d{1,2})\D*$`)

// times are what a number may have to be taken by.
func (f *Field) times() (all []float64) {
	for _, m := range f.also {
		if m.Rest == 0 || m.Times > 1 {
			all = append(all, m.Times)
		}
	}
	return all
}

// named puts the name of the field before what is wrong with it.
func (f *Field) named(says, named knowledge.Text) knowledge.Text {
	name := f.Label
	if f.Group.En != "" {
		name = knowledge.Text{En: f.Group.En + ", " + f.Label.En, Zh: f.Group.Zh + "，" + f.Label.Zh}
	}
	in := func(form, name, says string) string {
		return strings.NewReplacer("{name}", strings.TrimRight(name, "?？"), "{says}", says).Replace(form)
	}
	return knowledge.Text{En: in(named.En, words.Sentence(name.En), says.En), Zh: in(named.Zh, name.Zh, says.Zh)}
}
