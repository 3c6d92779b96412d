package fhirin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// meanings gives everything the codings of one concept stand for, each word
// once, the kinds wanted only. Text alone is never a match.
func (r *reading) meanings(c r4.CodeableConcept, kinds ...string) []*knowledge.Code {
	var found []*knowledge.Code
	for _, coding := range c.Coding {
		display := cmp.Or(coding.Display, c.Text)
		for _, code := range r.terms.Find(coding.System, coding.Code, display) {
			wanted := len(kinds) == 0 || slices.Contains(kinds, code.Kind)
			if code.Kind == knowledge.CodeEvidence && signOf[code.Concept] == nil {
				continue // a word of newer tables than this reader
			}
			known := slices.ContainsFunc(found, func(f *knowledge.Code) bool {
				return f.Concept == code.Concept && f.Number == code.Number && f.HasNumber == code.HasNumber
			})
			if wanted && !known {
				found = append(found, code)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b *knowledge.Code) int { return cmp.Compare(a.Concept, b.Concept) })
	return found
}

// meaning gives the one thing a concept stands for among the kinds, or nil.
// Where its codings contradict each other, the one that agrees with the words
// beside them is taken, and conflict is true.
func (r *reading) meaning(c r4.CodeableConcept, kinds ...string) (code *knowledge.Code, conflict bool) {
	found := r.meanings(c, kinds...)
	switch len(found) {
	case 0:
		return nil, false
	case 1:
		return found[0], false
	}
	words := strings.ToLower(c.Text)
	for _, coding := range c.Coding {
		words += " " + strings.ToLower(coding.Display)
	}
	for _, f := range found {
		if slices.ContainsFunc(countWords[f.Concept], func(w string) bool { return strings.Contains(words, w) }) {
			return f, true
		}
	}
	return nil, true
}

// countWords are words by which a question for a number can be told apart when
// its codes contradict each other.
var countWords = map[string][]string{
	"stillbirths": {"stillbirth", "stillborn", "死产", "死胎"},
	"gravidity":   {"gravid", "孕次"},
	"parity":      {"parity", "产次"},
	"miscarriages": {
		"miscarriage", "spontaneous", "自然流产"},
	"terminations": {"induced", "terminat", "人工流产"},
	"live-births":  {"live birth", "活产"},
	"ectopics":     {"ectopic", "异位"},
}

// destroyed reports a code that a spreadsheet turned into a rounded number: it
// can no longer be told which it was.
func destroyed(code string) bool {
	mantissa, exponent, ok := strings.Cut(strings.ToUpper(code), "E+")
	return ok && mantissa != "" && exponent != "" && strings.Trim(mantissa, "0123456789.") == ""
}
