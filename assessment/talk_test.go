package assessment_test

import (
	"slices"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
)

// What is named to her in short is never what nobody has read, what is ruled out for her,
// what only goes with any history, or a part of what is named already.
func TestTalked(t *testing.T) {
	base, told := engine().Base(), named(t)
	for name, want := range map[string]string{
		"obstetric-aps-confirmed":            "aspirin-heparin",
		"triple-positive-and-hellp":          "anticoagulation",
		"unexplained-asks-for-immunotherapy": "",
		"nothing-known-but-two-losses":       "",
	} {
		if got := engine().Assess(told[name], assessment.Options{}).Talked(); want == "" && len(got) > 0 || want != "" && (len(got) == 0 || got[0].Of.ID != want) {
			t.Errorf("%s: %+v, want first %q", name, got, want)
		}
	}
	for name, c := range told {
		got := engine().Assess(c, assessment.Options{}).Talked()
		var names, parts []string
		for _, talk := range got {
			def := base.Treatment(talk.Of.ID)
			if def.General || len(talk.Of.Forbidden) > 0 || slices.Contains(parts, talk.Of.ID) ||
				!slices.ContainsFunc(talk.Of.Positions, func(p assessment.Position) bool {
					return p.Guideline == talk.Body && p.Direction == knowledge.For && p.Read != knowledge.Unconfirmed
				}) {
				t.Errorf("%s is told of %s by %s", name, talk.Of.ID, talk.Body)
			}
			parts = append(parts, def.Parts...)
			names = append(names, talk.Of.ID+" ("+talk.Body+")")
		}
		t.Log(name, names)
	}
}
