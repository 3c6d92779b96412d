package assessment_test

import (
	"slices"
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// Who may have no heparin is told what there is in its place before anything else, and of
// every heparin that it is not for her; nothing reads as though heparin were to come.
func TestAfterHeparinReaction(t *testing.T) {
	const both = "conditions: [antiphospholipid-syndrome, heparin-induced-thrombocytopenia]\n"
	const pregnant = "status: {pregnant: true, gestation: 6w0d}\n"
	for name, of := range map[string]struct{ given, first string }{
		"no clot":  {both + pregnant + "absent: [venous-thrombosis, arterial-thrombosis, microvascular-thrombosis]\n", "heparin-alternative"},
		"asked":    {both + pregnant + "requested: [aspirin-heparin]\n", "heparin-alternative"},
		"planning": {both + "status: {pregnant: false, planningPregnancy: true}\n", "heparin-alternative"},
	} {
		t.Run(name, func(t *testing.T) {
			a := engine().Assess(read(t, of.given), assessment.Options{Setting: "int"})
			if first := a.Treatments[0]; first.ID != of.first || !a.Leads(&first) {
				t.Errorf("first is %s: %v", first.ID, first.Positions)
			}
			not, _ := a.Given()
			for _, id := range []string{"heparin", "heparin-treatment-dose", "aspirin-heparin"} {
				if !slices.ContainsFunc(not, func(g assessment.Given) bool { return g.Of.ID == id && g.Kind == "forbidden" }) {
					t.Errorf("%s is not among what is not for her", id)
				}
			}
			for _, s := range a.Statements {
				if s.Rule == "bcsh-hit-2012-baseline" {
					t.Error("platelets are counted as though before heparin")
				}
			}
		})
	}
	a := engine().Assess(read(t, "conditions: [antiphospholipid-syndrome]\n"+pregnant), assessment.Options{Setting: "int"})
	if got := stands(a, "heparin-alternative")["heparin-alternative"]; got != "" {
		t.Errorf("without a reaction on record heparin is replaced: %q", got)
	}
}

// After a clot with the syndrome the dose is told: a treatment dose, and no line on a
// preventive one leads. After a clot without it the line on heparin stays.
func TestDoseAfterAClot(t *testing.T) {
	a := engine().Assess(read(t, afterAClot+"status: {pregnant: true, gestation: 7w0d}"), assessment.Options{Setting: "int"})
	if got := stands(a, "heparin-treatment-dose", "heparin"); got["heparin-treatment-dose"] != "for" || got["heparin"] != "" {
		t.Errorf("after a clot with the syndrome: %v", got)
	}
	a = engine().Assess(read(t, "events: [{event: venous-thrombosis, date: 2020, proven: imaging}]\nstatus: {pregnant: false, planningPregnancy: true}"), assessment.Options{Setting: "int"})
	if got := stands(a, "heparin-treatment-dose", "heparin"); got["heparin-treatment-dose"] != "" || got["heparin"] != "for" {
		t.Errorf("after a clot alone: %v", got)
	}
}
