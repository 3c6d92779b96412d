package finding_test

import (
	"testing"

	"github.com/gravida-health/gravida/knowledge"
)

// TestEndingsThatBeganByThemselves: a miscarriage did, unless something else is
// on record for it; of a birth or a stillbirth somebody has to say.
func TestEndingsThatBeganByThemselves(t *testing.T) {
	for pregnancy, want := range map[string][2]int{
		"outcome: miscarriage": {1, 1},
		"outcome: miscarriage, details: [placental-insufficiency-severe]": {0, 0},
		"outcome: miscarriage, explainedBy: pre-eclampsia":                {0, 0},
		"outcome: miscarriage, explainedBy: cervical-insufficiency":       {1, 1},
		"outcome: stillbirth": {0, 1},
		"outcome: livebirth":  {0, 1},
		"outcome: livebirth, details: [pre-eclampsia-severe]": {0, 0},
		"outcome: livebirth, details: [brought-on]":           {0, 0},
		"outcome: livebirth, details: [began-by-itself]":      {1, 1},
		"outcome: stillbirth, details: [painless-dilatation]": {1, 1},
	} {
		set := derive(t, "pregnancies: [{gestation: 25w0d, "+pregnancy+"}]\n")
		tally := set.Count(&knowledge.Count{Outcomes: []string{"miscarriage", "stillbirth", "livebirth"}, Spontaneous: true})
		if tally.Min != want[0] || tally.Max != want[1] {
			t.Errorf("%s: %d to %d, want %v", pregnancy, tally.Min, tally.Max, want)
		}
	}
}
