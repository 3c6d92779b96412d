package finding_test

import (
	"testing"

	"github.com/gravida-health/gravida/truth"
)

// A blood group is no illness: who has none may still be rhesus negative.
func TestNoIllnessSaysNothingOfATrait(t *testing.T) {
	set := derive(t, "conditions: []")
	if v := set.Get("has.rhesus_negative").Value; v != truth.Unknown {
		t.Errorf("rhesus negative: %v", v)
	}
	if v := set.Get("has.pre_eclampsia").Value; v != truth.No {
		t.Errorf("pre-eclampsia: %v", v)
	}
}

// A pregnancy with the severe form tells of the disorder itself; what is said of the
// disorder by name counts before it.
func TestSevereTellsOfTheDisorder(t *testing.T) {
	const pregnancy = "pregnancies: [{outcome: livebirth, gestation: 31w, "
	for text, want := range map[string]truth.Value{
		pregnancy + "severePreeclampsiaAt: 30w}]":                                 truth.Yes,
		pregnancy + "details: [pre-eclampsia-severe]}]":                           truth.Yes,
		pregnancy + "details: [pre-eclampsia-severe]}]\nconditions: []":           truth.Yes,
		pregnancy + "severePlacentalInsufficiencyAt: 30w}]":                       truth.Unknown,
		pregnancy + "details: [preterm]}]\nconditions: []":                        truth.No,
		pregnancy + "severePreeclampsiaAt: 30w}]\nabsent: [pre-eclampsia]":        truth.No,
		pregnancy + "details: [placental-insufficiency-severe]}]\nconditions: []": truth.No,
	} {
		f := derive(t, text).Get("has.pre_eclampsia")
		if f.Value != want {
			t.Errorf("%s: %v, want %v", text, f.Value, want)
		}
		if want == truth.Yes && len(f.From) != 1 {
			t.Errorf("%s: told by %v", text, f.From)
		}
	}
}
