package knowledge

import (
	"time"

	"github.com/gravida-health/gravida/internal/problem"
)

// About is what a hospital must be able to inspect before it relies on a
// source: a guideline, a set of criteria or a model. What was not stated, or
// could not be read, says so in words; nothing is left empty.
type About struct {
	Developer  Text   `yaml:"developer"`  // who made it
	Funding    Text   `yaml:"funding"`    // who paid, as stated in what was read
	Released   string `yaml:"released"`   // the first edition: YYYY, YYYY-MM or YYYY-MM-DD
	Revised    string `yaml:"revised"`    // the edition that is cited; empty when it is the first
	Population Text   `yaml:"population"` // whom it is for
	Use        Text   `yaml:"use"`        // what it is meant for, and in whose hands
	Limits     Text   `yaml:"limits"`     // what is known to be weak, and what of it could not be read
	Attributes Text   `yaml:"attributes"` // its use of age, ethnicity, sex and other personal attributes
}

// Advice says to those who use a set of criteria or a model when it helps and
// when it misleads.
type Advice struct {
	Why      Text `yaml:"why"`      // why to use it
	NotWhen  Text `yaml:"notWhen"`  // when not to use it
	Pitfalls Text `yaml:"pitfalls"` // common mistakes
	Evidence Text `yaml:"evidence"` // how good it is, with numbers only as they were read
	Next     Text `yaml:"next"`     // what to do next with the result
}

// about reports what is missing from what a hospital must be able to inspect.
func (r *reader) about(at Position, a *About) {
	if a == nil {
		r.problems.Add(at, "no about", "who made it, for whom, and its limits", "")
		return
	}
	r.eachText(at, []field{{"developer", a.Developer}, {"funding", a.Funding}, {"population", a.Population},
		{"use", a.Use}, {"limits", a.Limits}, {"attributes", a.Attributes}})
	r.partialDate(at, "released", a.Released)
	if a.Revised == "" {
		return
	}
	r.partialDate(at, "revised", a.Revised)
	if n := min(len(a.Released), len(a.Revised)); a.Revised[:n] < a.Released[:n] {
		r.problems.Add(at, "revised "+problem.Quote(a.Revised)+" before it was released", "a day from "+a.Released+" on", "")
	}
}

// advice reports what of the five texts is missing.
func (r *reader) advice(at Position, a Advice) {
	r.eachText(at, []field{{"why", a.Why}, {"notWhen", a.NotWhen}, {"pitfalls", a.Pitfalls},
		{"evidence", a.Evidence}, {"next", a.Next}})
}

// field is a text under its key.
type field struct {
	name string
	text Text
}

func (r *reader) eachText(at Position, fields []field) {
	for _, f := range fields {
		r.texts(at, f.name, f.text)
	}
}

// partialDate checks a day that may be known to the month or the year only.
func (r *reader) partialDate(at Position, name, day string) {
	for _, layout := range []string{"2006", "2006-01", "2006-01-02"} {
		if _, err := time.Parse(layout, day); err == nil {
			return
		}
	}
	r.problems.Add(at, name+": "+problem.Quote(day), "YYYY, YYYY-MM or YYYY-MM-DD", "")
}
