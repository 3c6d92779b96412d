package assessment_test

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// A result without a date is not told as one that was taken on warfarin: it may have
// been. One whose day lies within the treatment, or that says so itself, was.
func TestPerhapsOnWarfarin(t *testing.T) {
	for name, of := range map[string]struct {
		observation, since string
		perhaps            bool
	}{
		"no date":           {"{test: protein-s, result: abnormal}", "2024-04", true},
		"before or after":   {"{test: protein-s, date: 2024, result: abnormal}", "2024-04", true},
		"no beginning":      {"{test: protein-s, date: 2025-01-10, result: abnormal}", "", true},
		"on a day of it":    {"{test: protein-s, date: 2025-01-10, result: abnormal}", "2024-04", false},
		"told so":           {"{test: protein-s, result: abnormal, context: [on-warfarin]}", "2024-04", false},
		"before it was due": {"{test: protein-s, date: 2023-01-10, result: abnormal}", "2024-04", false},
	} {
		t.Run(name, func(t *testing.T) {
			medicine := "warfarin"
			if of.since != "" {
				medicine = "{medication: warfarin, since: " + of.since + "}"
			}
			a := engine().Assess(read(t, "observations: ["+of.observation+"]\nmedications: ["+medicine+"]\nrequested: [protein-s]\n"), assessment.Options{Setting: "int"})
			var left []assessment.NotCounted
			for _, x := range a.Tests {
				if x.ID == "protein-s" {
					left = x.NotCounted
					told := a.Result(&x, " ")
					if sure := strings.Contains(told, "taken in a situation"); len(left) > 0 && sure == of.perhaps {
						t.Errorf("told as %q", told)
					}
				}
			}
			if counted := name == "before it was due"; counted != (len(left) == 0) || !counted && left[0].Perhaps != of.perhaps {
				t.Errorf("left out: %+v, want perhaps %v", left, of.perhaps)
			}
		})
	}
}
