package finding_test

import (
	"fmt"
	"testing"

	"github.com/gravida-health/gravida/knowledge"
)

// TestCountAtEveryLimit sets a loss a day before and one on each of the limits
// that the field uses.
func TestCountAtEveryLimit(t *testing.T) {
	for _, weeks := range []int{10, 12, 16, 20, 22, 24, 28} {
		limit := knowledge.Days(weeks * 7)
		for gestation, want := range map[string][2]int{ // counted before the limit, and from it on
			fmt.Sprintf("%dw6d", weeks-1): {1, 0},
			fmt.Sprintf("%dw0d", weeks):   {0, 1},
		} {
			set := derive(t, "pregnancies: [{outcome: stillbirth, gestation: "+gestation+"}]\n")
			before := set.Count(&knowledge.Count{Outcomes: []string{"stillbirth"}, Before: limit})
			from := set.Count(&knowledge.Count{Outcomes: []string{"stillbirth"}, From: limit})
			if before.Min != want[0] || before.Max != want[0] || from.Min != want[1] || from.Max != want[1] {
				t.Errorf("a loss at %s: before %dw0d %d to %d, from it %d to %d; want %v",
					gestation, weeks, before.Min, before.Max, from.Min, from.Max, want)
			}
		}
	}
}
