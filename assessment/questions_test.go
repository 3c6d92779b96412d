package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// facts are what an assessment asks for, in order.
func facts(a *assessment.Assessment) (list []string) {
	for _, q := range a.Questions {
		list = append(list, q.Fact)
	}
	return list
}

// In an emergency nobody asks how many weeks an old loss was.
func TestQuestionsInAnEmergency(t *testing.T) {
	losses := "pregnancies: [{outcome: miscarriage}, {outcome: miscarriage}, {outcome: ongoing}]\n"
	a := engine().Assess(read(t, losses+"status: {pregnant: true, symptoms: [heavy-bleeding]}"), assessment.Options{})
	if len(a.Questions) == 0 {
		t.Error("nothing is asked")
	}
	for _, q := range a.Questions {
		if !q.Danger {
			t.Errorf("%s is asked in an emergency", q.Fact)
		}
	}
	calm := facts(engine().Assess(read(t, losses+"status: {pregnant: true, symptoms: []}"), assessment.Options{}))
	if !slices.Contains(calm, "pregnancies.1.gestation") {
		t.Errorf("without one the weeks are not asked for: %v", calm)
	}
}

// Who is pregnant is not asked whether she would like to be.
func TestPlanningIsNotAskedInPregnancy(t *testing.T) {
	losses := "pregnancies: [{outcome: miscarriage, gestation: 8w0d}, {outcome: miscarriage, gestation: 8w0d}]\n"
	for status, want := range map[string]bool{"{pregnant: true, symptoms: []}": false, "{pregnant: false, symptoms: []}": true} {
		got := facts(engine().Assess(read(t, losses+"status: "+status), assessment.Options{}))
		if slices.Contains(got, "status.planningPregnancy") != want {
			t.Errorf("%s: planning is asked: %v, want %v", status, !want, want)
		}
	}
}

// Pregnancies are asked for in their order, also from the tenth on.
func TestQuestionsCountAsPeopleDo(t *testing.T) {
	losses := "pregnancies: [" + strings.Repeat("{outcome: miscarriage}, ", 11) + "{outcome: livebirth, gestation: 39w0d}]"
	var weeks []string
	for _, fact := range facts(engine().Assess(read(t, losses), assessment.Options{})) {
		if strings.HasSuffix(fact, ".gestation") {
			weeks = append(weeks, fact)
		}
	}
	if len(weeks) < 11 || weeks[0] != "pregnancies.1.gestation" || weeks[1] != "pregnancies.2.gestation" || weeks[10] != "pregnancies.11.gestation" {
		t.Errorf("asked in the order %v", weeks)
	}
}

// Once the leading definition is decided, dangers come before the definitions of
// other bodies.
func TestDangersComeBeforeOtherDefinitions(t *testing.T) {
	losses := "pregnancies: [{outcome: miscarriage, gestation: 8w0d}, {outcome: miscarriage, gestation: 8w0d}, {outcome: miscarriage, gestation: 8w0d}]"
	a := engine().Assess(read(t, losses), assessment.Options{})
	if got := facts(a); got[0] != "status.symptoms" && !a.Questions[0].Danger {
		t.Errorf("first is asked %s", got[0])
	}
}

// Of a test on record nobody asks whether it was done.
func TestQuestionsAboutResultsOnRecord(t *testing.T) {
	losses := "pregnancies: [{outcome: miscarriage, gestation: 8w0d}, {outcome: miscarriage, gestation: 8w0d}]\n"
	for _, c := range []struct{ name, observations, fact, asks string }{
		{"two samples without dates", "[{test: ab2gpi-igg, result: positive}, {test: ab2gpi-igg, result: positive}]", "ab2gpi-igg", "On which days"},
		{"one sample", "[{test: ab2gpi-igg, date: 2026-01-10, result: positive}]", "ab2gpi-igg", "second test"},
		{"none", "[{test: tsh, date: 2026-01-10, value: 2, unit: mIU/L}]", "ab2gpi-igg", "Has this been tested"},
		{"one that cannot be read", "[{test: lupus-anticoagulant, date: 2026-01-10, result: positive, context: [on-warfarin]}]", "lupus-anticoagulant", "cannot be read"},
	} {
		a := engine().Assess(read(t, losses+"observations: "+c.observations), assessment.Options{})
		i := slices.Index(facts(a), c.fact)
		if i < 0 || !strings.Contains(a.Questions[i].Ask, c.asks) {
			t.Errorf("%s: %s is asked for as %+v, want %q", c.name, c.fact, a.Questions, c.asks)
		}
	}
}

// The same question for several pregnancies has words in both languages for
// every field that a question is asked for.
func TestQuestionsForSeveralPregnancies(t *testing.T) {
	for key := range engine().Base().Questions {
		field, one := strings.CutPrefix(key, "pregnancy.")
		if !one {
			continue
		}
		for _, lang := range []string{"en", "zh"} {
			if ask := assessment.AskTogether(engine().Base(), field, "1, 2", lang); !strings.Contains(ask, "1, 2") {
				t.Errorf("%s in %s: %q", field, lang, ask)
			}
		}
	}
}

// A test that has not been done by her account is not asked about and stays due; nothing
// else follows from it, and a result of it counts instead.
func TestNotDoneIsNoResult(t *testing.T) {
	losses := "pregnancies: [{outcome: miscarriage, gestation: 8w0d, tissueKaryotype: not-done}, {outcome: miscarriage, gestation: 8w0d, tissueKaryotype: not-done}]\n"
	const without = "notDone: [tsh, lupus-anticoagulant, ultrasound-3d]\n"
	silent, said := engine().Assess(read(t, losses), assessment.Options{}), engine().Assess(read(t, losses+without), assessment.Options{})
	for _, fact := range []string{"tsh", "lupus-anticoagulant", "ultrasound-3d"} {
		if !slices.Contains(facts(silent), fact) || slices.Contains(facts(said), fact) {
			t.Errorf("%s: asked where nothing is said: %v, where it was not done: %v", fact, slices.Contains(facts(silent), fact), slices.Contains(facts(said), fact))
		}
	}
	for _, fact := range facts(silent) {
		if fact == "tissue-genetics" || strings.HasSuffix(fact, ".tissueKaryotype") {
			t.Errorf("%s is asked though the tissue was not looked at", fact)
		}
	}
	if asked := facts(engine().Assess(read(t, strings.ReplaceAll(losses, ", tissueKaryotype: not-done", "")), assessment.Options{})); !slices.Contains(asked, "pregnancies.2.tissueKaryotype") {
		t.Errorf("nobody asks for the tissue: %v", asked)
	}
	status := func(a *assessment.Assessment, id string) string {
		i := slices.IndexFunc(a.Tests, func(x assessment.Test) bool { return x.ID == id })
		if i < 0 {
			return "-"
		}
		return a.Tests[i].Status
	}
	for i := range silent.Tests {
		if id := silent.Tests[i].ID; status(said, id) != silent.Tests[i].Status {
			t.Errorf("%s was %s and is %s", id, silent.Tests[i].Status, status(said, id))
		}
	}
	for i := range silent.Causes {
		if silent.Causes[i].Status != said.Causes[i].Status {
			t.Errorf("%s was %s and is %s", silent.Causes[i].ID, silent.Causes[i].Status, said.Causes[i].Status)
		}
	}
	if names := said.NotDone(); !slices.Contains(names, engine().Base().Test("tsh").Name.En) {
		t.Errorf("not done are %v", names)
	}
	result := engine().Assess(read(t, losses+without+"observations: [{test: tsh, date: 2026-01, value: 5.1, unit: mIU/L, upperLimit: 4.0}]"), assessment.Options{})
	if status(result, "tsh") == "due" || slices.ContainsFunc(result.Tests, func(x assessment.Test) bool { return x.ID == "tsh" && x.NotDone }) {
		t.Errorf("a result does not count: tsh is %s", status(result, "tsh"))
	}
}
