package assessment_test

import (
	"slices"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
)

// In every named woman, whichever guideline leads, a combination that is given stands
// before its parts, and what is for something she has before general care; and where the
// leading guideline speaks, what it is for stands before what it lets be considered.
func TestOrderOfTreatments(t *testing.T) {
	base := engine().Base()
	combined := 0
	for file, c := range named(t) {
		for _, leading := range []string{"eshre-2022", "acog", "smfm-2023-lupus"} {
			a := engine().Assess(c, assessment.Options{Leading: leading})
			at := map[string]int{}
			for i := range a.Treatments {
				at[a.Treatments[i].ID] = i
			}
			for i := range a.Treatments {
				treatment := &a.Treatments[i]
				def := base.Treatment(treatment.ID)
				for _, part := range def.Parts {
					if k, ok := at[part]; ok && len(treatment.Positions) > 0 &&
						slices.Contains([]string{knowledge.For, knowledge.ConditionalFor}, treatment.Positions[0].Direction) {
						if combined++; k < i {
							t.Errorf("%s led by %s: %s stands before %s", file, leading, part, treatment.ID)
						}
					}
				}
				if i > 0 && base.Treatment(a.Treatments[i-1].ID).General && !def.General {
					t.Errorf("%s led by %s: %s stands before %s", file, leading, a.Treatments[i-1].ID, treatment.ID)
				}
			}
		}
	}
	if combined == 0 {
		t.Error("nobody is given a combination with its part")
	}
}

// Where the leading guideline is silent, what others are for leads and what they let be
// considered does not, and the plan says whose line it is; where it speaks, its line
// decides, however many others say more.
func TestWhatLeads(t *testing.T) {
	women := named(t)
	for _, test := range []struct{ woman, test, weight, by, lead string }{
		{"triple-positive-and-hellp", "platelets", assessment.Recommended, "bcsh-hit-2012", knowledge.Silent},
		{"triple-positive-and-hellp", "tsh", assessment.Recommended, "rcog-2023", knowledge.Silent},
		{"triple-positive-and-hellp", "factor-v-leiden", assessment.Considered, "rcog-2023", knowledge.Silent},
		{"weak-cervix-before-a-stitch", "tsh", assessment.Recommended, "eshre-2022", ""},
		{"weak-cervix-before-a-stitch", "ab2gpi-igg", assessment.Considered, "eshre-2022", ""},
		{"double-uterus-at-27-weeks", "ab2gpi-igg", assessment.Considered, "cn-oaps-2020", "open"},
	} {
		found := false
		a := engine().Assess(women[test.woman], assessment.Options{})
		for _, visit := range a.Plan {
			for _, p := range visit.Tests {
				if p.ID != test.test {
					continue
				}
				if found = true; p.Weight != test.weight || len(p.By) == 0 || p.By[0] != test.by || p.Lead != test.lead {
					t.Errorf("%s: %s is %s by %v, lead %q; want %s by %s, %q", test.woman, p.ID, p.Weight, p.By, p.Lead, test.weight, test.by, test.lead)
				}
			}
		}
		if !found {
			t.Errorf("%s: no %s in the plan", test.woman, test.test)
		}
	}
}
