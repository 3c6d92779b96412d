package fhirin

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// measured is a number as a record writes it, with what stands beside it.
type measured struct {
	value, comparator string
	unit              string // as it is coded, or the only one there is
	printed           string // as it is printed, where a code stands beside it
}

// number reads a value with its unit and converts it. What the test cannot be
// measured in is refused, never guessed.
func (r *reading) number(e *entry, o *patient.Observation, v *r4.Value, ranges []r4.ReferenceRange) {
	m, ok, why := r.numberOf(v)
	if why.En != "" {
		r.issuef(e.source(), "The result of %s, %q, was not used: "+why.En+".", "%s的结果%q未采用："+why.Zh+"。", r.testName(o.Test), cmp.Or(v.String, rangeText(v.Range)))
	}
	if !ok {
		o.Written = cmp.Or(v.String, conceptText(v.Concept), rangeText(v.Range))
		return
	}
	o.Written, o.Comparator, o.Unit = m.value, m.comparator, cmp.Or(m.unit, m.printed)
	n, err := strconv.ParseFloat(m.value, 64)
	if err != nil || math.IsInf(n, 0) || r.knowledge.Units() == nil {
		return
	}
	number, kept, ok := r.converted(e, o, n, m, ranges)
	if !ok {
		return
	}
	if t := r.knowledge.Test(o.Test); t != nil && t.HardMax > 0 && kept != "" && (number < t.HardMin || number > t.HardMax) {
		r.issuef(e.source(), "The result of %s, %s %s, is outside what is possible and was not used.", "%s的结果%s %s超出可能范围，未采用。", r.testName(o.Test), m.value, o.Unit)
		return
	}
	o.HasNumber, o.Number, o.UnitIs = true, number, kept
}

// converted puts a number into the unit kept for the test. A code and a printed
// unit that mean different things are a contradiction; a unit that is missing
// may stand beside the laboratory's own limits.
func (r *reading) converted(e *entry, o *patient.Observation, n float64, m measured, ranges []r4.ReferenceRange) (number float64, kept string, ok bool) {
	units := r.knowledge.Units()
	number, kept, err := units.Convert(o.Test, n, m.unit)
	if m.printed != "" && m.printed != m.unit {
		other, otherKept, otherErr := units.Convert(o.Test, n, m.printed)
		switch {
		case err == nil && otherErr == nil && (kept != otherKept || math.Abs(number-other) > 1e-9*math.Abs(number)):
			r.issuef(e.source(), "The result of %s has the unit %s as a code and %s in print, which differ; it was not used.", "%s的结果单位编码为%s，而文字为%s，互相矛盾；未采用。", r.testName(o.Test), m.unit, m.printed)
			return 0, "", false
		case err != nil && otherErr == nil:
			r.issuef(e.source(), "The result of %s has the code %s for its unit, in which it is not measured; the printed unit %s was used.", "%s的结果单位编码%s不适用于该检验；采用文字单位%s。", r.testName(o.Test), m.unit, m.printed)
			o.Unit = m.printed
			return other, otherKept, true
		}
	}
	if err == nil {
		return number, kept, true
	}
	if from := unitOfRange(ranges); m.unit == "" && m.printed == "" && from != "" {
		if number, kept, err := units.Convert(o.Test, n, from); err == nil {
			r.issuef(e.source(), "The result of %s, %s, has no unit; that of the laboratory's limits, %s, was taken.", "%s的结果%s无单位；采用参考范围的单位%s。", r.testName(o.Test), m.value, from)
			o.Unit = from
			return number, kept, true
		}
	}
	shown := cmp.Or(m.unit, m.printed, "without a unit")
	en := func(value string) string {
		return fmt.Sprintf("The result of %s, %s %s, was not used: %s.", r.testName(o.Test).En, value, shown, err)
	}
	zh := func(value string) string {
		return fmt.Sprintf("%s的结果%s %s未采用：该检验不能使用此单位。", r.testName(o.Test).Zh, value, cmp.Or(m.unit, m.printed, "（无单位）"))
	}
	value := m.comparator + m.value
	r.c.Issues = append(r.c.Issues, patient.Issue{Source: e.source(), En: en(value), Zh: zh(value), SortEn: en("…"), SortZh: zh("…")})
	return 0, "", false
}

func unitOfRange(ranges []r4.ReferenceRange) string {
	for _, x := range ranges {
		for _, q := range []*r4.Quantity{x.High, x.Low} {
			if q != nil && cmp.Or(q.Code, q.Unit) != "" {
				return cmp.Or(q.Code, q.Unit)
			}
		}
		text := strings.TrimSpace(strings.Map(narrow, x.Text))
		for _, m := range [][]string{fromTo.FindStringSubmatch(text), oneEnd.FindStringSubmatch(text)} {
			if m != nil && strings.TrimSpace(m[3]) != "" {
				return strings.TrimSpace(m[3])
			}
		}
	}
	return ""
}

const ucum = "http://unitsofmeasure.org"

// comparators a laboratory writes before a number, the longer first.
var comparators = []struct{ written, means string }{
	{"<=", patient.AtMost}, {">=", patient.AtLeast}, {"≤", patient.AtMost}, {"≥", patient.AtLeast}, {"≦", patient.AtMost}, {"≧", patient.AtLeast},
	{"<", patient.Below}, {">", patient.Above}, {"低于", patient.Below}, {"高于", patient.Above}, {"小于", patient.Below}, {"大于", patient.Above},
}

var (
	// titre is a dilution wherever it stands: "阳性 1:320 颗粒型".
	titre = regexp.MustCompile(`([<>≤≥]?)\s*\b1\s*[:/]\s*(\d{1,6})\b`)
	// plainNumber is a number and what follows it.
	plainNumber = regexp.MustCompile(`^(\d+(?:[.,]\d+)?|\.\d+)\s*(.*)$`)
	toAnother   = regexp.MustCompile(`^\s*[-~–—至到]\s*\d`)
	arrows      = regexp.MustCompile(`\s*[↑↓*]+\s*$|\s+[HL]$`)
)

// numberOf finds a number in a value, in whichever form it came. Why says what
// keeps one that is there from being read.
func (r *reading) numberOf(v *r4.Value) (m measured, ok bool, why knowledge.Text) {
	switch {
	case v.Quantity != nil && v.Quantity.Value != "":
		q := v.Quantity
		m = measured{value: string(q.Value), comparator: q.Comparator, unit: q.Unit}
		if q.Code != "" && (q.System == ucum || q.System == "" || q.Unit == "") {
			m.unit, m.printed = q.Code, q.Unit
		}
		return m, true, why
	case v.Integer != nil:
		return measured{value: strconv.Itoa(*v.Integer)}, true, why
	case v.Ratio != nil && v.Ratio.Denominator != nil && v.Ratio.Denominator.Value != "":
		m = measured{value: string(v.Ratio.Denominator.Value), unit: "{titer}"} // 1:160
		if num := v.Ratio.Numerator; num != nil {
			if one, ok := rawNumber(num); !ok || one != 1 {
				return m, false, knowledge.Text{En: "a ratio whose first number is not 1", Zh: "比值的第一个数不是1"}
			}
			m.comparator = num.Comparator
		}
		m.comparator = cmp.Or(v.Ratio.Denominator.Comparator, m.comparator)
		return m, true, why
	case v.Range != nil:
		return m, false, knowledge.Text{En: "a range and no number", Zh: "是范围，不是数值"}
	case v.String != "":
		return r.numberIn(v.String)
	}
	return m, false, why
}

func (r *reading) numberIn(written string) (m measured, ok bool, why knowledge.Text) {
	text := strings.TrimSpace(strings.Map(narrow, written))
	if rows, rest := r.terms.WordsIn(text, knowledge.CodeResult); len(rows) > 0 {
		if rest == "" {
			return m, false, why // the whole text is a word: "1+"
		}
		for _, c := range rows {
			text = without(text, c.Code)
		}
	}
	text = strings.Trim(text, " ()[],;:，。；")
	if t := titre.FindStringSubmatch(text); t != nil {
		comparator := map[string]string{"<": patient.Below, ">": patient.Above, "≤": patient.AtMost, "≥": patient.AtLeast}[t[1]]
		return measured{value: t[2], comparator: comparator, unit: "{titer}"}, true, why
	}
	for _, c := range comparators {
		if rest, found := strings.CutPrefix(text, c.written); found {
			text, m.comparator = strings.TrimSpace(rest), c.means
			break
		}
	}
	n := plainNumber.FindStringSubmatch(arrows.ReplaceAllString(text, ""))
	if n == nil {
		return measured{}, false, why
	}
	if toAnother.MatchString(n[2]) {
		return measured{}, false, knowledge.Text{En: "a range and no number", Zh: "是范围，不是数值"}
	}
	m.value, m.unit = n[1], strings.TrimSpace(n[2])
	if whole, after, comma := strings.Cut(m.value, ","); comma {
		if len(after) > 2 {
			return measured{}, false, knowledge.Text{En: "a comma that may divide thousands or decimals", Zh: "逗号可能是千分位，也可能是小数点"}
		}
		m.value = whole + "." + after
	}
	if m.value[0] == '.' {
		m.value = "0" + m.value
	}
	return m, true, why
}

// without takes a word out of a text, however it is capitalised.
func without(text, word string) string {
	lower := strings.ToLower(text)
	i := strings.Index(lower, word)
	if i < 0 || len(lower) != len(text) {
		return text
	}
	return text[:i] + " " + text[i+len(word):]
}

// narrow turns full-width letters, digits and marks into ASCII.
func narrow(c rune) rune {
	if c >= '！' && c <= '～' {
		return c - '！' + '!'
	}
	if c == '　' {
		return ' '
	}
	return c
}

func rangeText(x *r4.Range) string {
	if x == nil {
		return ""
	}
	text := func(q *r4.Quantity) string {
		if q == nil {
			return ""
		}
		return string(q.Value)
	}
	return text(x.Low) + " – " + text(x.High)
}

func conceptText(c *r4.CodeableConcept) string {
	if c == nil {
		return ""
	}
	return cmp.Or(c.Text, displays(*c))
}
