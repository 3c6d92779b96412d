package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/text"
)

// The one that decides and whoever differs are shown with their words, the
// others in a line; words stand once; strength is not shown for what nobody
// has read.
func TestPositions(t *testing.T) {
	a := assess(t, read(t, "nothing-known"), assessment.Options{})
	say := func(id assessment.StatementID, words string) {
		a.Statements = append(a.Statements, assessment.Statement{ID: id, Text: words})
	}
	say("s101", "Measure it.")
	say("s102", "Do not measure it.")
	say("s103", "Measure it twice.")
	leading := assessment.Position{Guideline: "eshre-2022", Direction: "for", Strength: "strong", Read: "primary", Statement: "s101"}
	a.Tests = []assessment.Test{
		{ID: "prolactin", Status: "due", Positions: []assessment.Position{
			leading,
			{Guideline: "rcog-2023", Direction: "conditional-for", Strength: "conditional", Read: "secondary", Statement: "s103"},
			{Guideline: "asrm-2012", Direction: "against", Strength: "strong", Read: "unconfirmed", Statement: "s102"},
		}},
		{ID: "vitamin-d", Status: "defer", NotBefore: "2026-05-01", Positions: []assessment.Position{leading}},
		{ID: "torch", Status: "not-recommended", Positions: []assessment.Position{
			{Guideline: "asrm-2012", Direction: "against", Strength: "strong", Read: "unconfirmed", Statement: "s102"},
		}},
	}
	const want = `
  By ESHRE 2022; where it is silent, the guideline that speaks is named.
  ⚑ Due
    ● for            Prolactin
      Measure it. (strong) [s101]
    ▲ Guidelines differ here:
    ■ against  Do not measure it. (ASRM 2012, unconfirmed) [s102]
      Also: ◐ consider: RCOG 2023, second-hand [s103]
  ◷ Later
    ● for            Vitamin D, from 1 May 2026
      (strong) [s101]
  ■ Not recommended
    ■ against  TORCH infection tests (ASRM 2012, unconfirmed) [s102]
`
	_, section, _ := strings.Cut(written(t, a, text.Options{}), "\nTests")
	section, _, _ = strings.Cut(section, "\n\n")
	if diff := cmp.Diff(want, section+"\n"); diff != "" {
		t.Errorf("the tests differ:\n%s", diff)
	}
}
