package assessment_test

import (
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// No two lines contradict each other without a word: bodies that point different
// ways are marked so, and one body does so only with a general line and its
// exception: the exception leads, and the general line is marked as such. A reader
// has to find the exception in the words of the general line.
func TestNothingContradictsInSilence(t *testing.T) {
	met := map[string]bool{}
	for name, c := range peopleToCheck(t) {
		for _, o := range everyOption() {
			a := engine().Assess(c, o)
			check := func(id, differ string, positions []assessment.Position) {
				read, all := map[string][]string{}, map[string][]string{} // bodies by side
				rules := map[string][2]string{}                           // of each body, against and for
				general := map[string]bool{}                              // rules told as general
				for _, p := range positions {
					side := 0
					switch p.Direction {
					case "silent":
						continue
					case "for", "conditional-for":
						side = 1
					}
					pair := rules[p.Guideline]
					if pair == [2]string{} { // the first of a body answers for her
						key := [2]string{"against", "for"}[side]
						all[key] = append(all[key], p.Guideline)
						if p.Read != "unconfirmed" {
							read[key] = append(read[key], p.Guideline)
						}
					}
					pair[side] = a.Statement(p.Statement).Rule
					general[pair[side]] = p.General
					rules[p.Guideline] = pair
				}
				want := ""
				switch {
				case len(read["for"]) > 0 && len(read["against"]) > 0:
					want = "yes"
				case len(all["for"]) > 0 && len(all["against"]) > 0:
					want = "unconfirmed"
				}
				if differ != want {
					t.Errorf("%s, %v: %s differs %q, want %q: %v", name, o, id, differ, want, positions)
				}
				for body, pair := range rules {
					if pair[0] == "" || pair[1] == "" {
						continue
					}
					met[pair[0]] = true
					if !general[pair[0]] || general[pair[1]] {
						t.Errorf("%s, %v: on %s %s says both %s and %s", name, o, id, body, pair[1], pair[0])
					}
				}
			}
			for i := range a.Tests {
				check(a.Tests[i].ID, a.Tests[i].Differ, a.Tests[i].Positions)
			}
			for i := range a.Treatments {
				check(a.Treatments[i].ID, a.Treatments[i].Differ, a.Treatments[i].Positions)
			}
		}
	}
	if len(met) < 2 {
		t.Errorf("the pairs that were met are %v: the test shows nothing", met)
	}
}
