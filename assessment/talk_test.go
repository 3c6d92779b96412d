package assessment_test

import (
	"os"
	"slices"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/knowledge"
)

// What is named to her in short is never what nobody has read, what is ruled out for her,
// what only goes with any history, or a part of what is named already.
func TestTalked(t *testing.T) {
	base := engine().Base()
	for name, want := range map[string]string{
		"obstetric-aps-confirmed":            "aspirin-heparin",
		"triple-positive-and-hellp":          "anticoagulation",
		"unexplained-asks-for-immunotherapy": "",
		"nothing-known-but-two-losses":       "",
	} {
		if got := talked(t, base, name); want == "" && len(got) > 0 || want != "" && (len(got) == 0 || got[0].Of.ID != want) {
			t.Errorf("%s: %+v, want first %q", name, got, want)
		}
	}
	entries, err := os.ReadDir("../testdata/women")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			continue
		}
		got := talked(t, base, entry.Name())
		var names, parts []string
		for _, talk := range got {
			def := base.Treatment(talk.Of.ID)
			if def.General || len(talk.Of.Forbidden) > 0 || slices.Contains(parts, talk.Of.ID) ||
				!slices.ContainsFunc(talk.Of.Positions, func(p assessment.Position) bool {
					return p.Guideline == talk.Body && p.Direction == knowledge.For && p.Read != knowledge.Unconfirmed
				}) {
				t.Errorf("%s is told of %s by %s", entry.Name(), talk.Of.ID, talk.Body)
			}
			parts = append(parts, def.Parts...)
			names = append(names, talk.Of.ID+" ("+talk.Body+")")
		}
		t.Log(entry.Name(), names)
	}
}

func talked(t *testing.T, base *knowledge.Base, woman string) []assessment.Talk {
	file := "../testdata/women/" + woman + "/case.yaml"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := casefile.Read(file, data, base)
	if err != nil {
		t.Fatal(err)
	}
	return engine().Assess(c, assessment.Options{}).Talked()
}
