package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// afterAClot is a woman with antiphospholipid syndrome and a clot in an artery.
const afterAClot = `
conditions: [antiphospholipid-syndrome, hypertension]
events: [{event: arterial-thrombosis, date: 2024-02, proven: imaging}]
pregnancies: [{outcome: miscarriage, ended: 2022-08, gestation: 21w0d}]
observations:
  - {test: lupus-anticoagulant, date: 2022-11, result: positive, context: []}
  - {test: lupus-anticoagulant, date: 2023-03, result: positive, context: []}
  - {test: acl-igg, date: 2022-11, result: positive}
  - {test: acl-igg, date: 2023-03, result: positive}
  - {test: ab2gpi-igg, date: 2022-11, result: positive}
  - {test: ab2gpi-igg, date: 2023-03, result: positive}
requested: [aspirin-heparin]
`

// stands is how some treatments stand: "" for one that is not listed.
func stands(a *assessment.Assessment, ids ...string) map[string]string {
	found := map[string]string{}
	for _, id := range ids {
		found[id] = ""
		for _, t := range a.Treatments {
			if t.ID == id && len(t.Positions) > 0 {
				found[id] = t.Positions[0].Direction
			}
		}
	}
	return found
}

func raised(a *assessment.Assessment) (ids []string) {
	for _, f := range a.RedFlags {
		ids = append(ids, f.ID)
	}
	return ids
}

// After a clot the blood thinner leads, whatever she asks about and whatever is known of
// her medicines; what must not be given stands there in every case, and is a danger only
// where she takes it.
func TestAfterAClot(t *testing.T) {
	not := []string{"doac", "combined-contraceptive", "warfarin", "ace-inhibitor", "arb"}
	for name, of := range map[string]struct {
		medicines string
		flags     []string // of those on blood thinners and oestrogen
		taken     []string // of what must not be given, and of the blood thinner
		asks      bool     // whether she takes a blood thinner
		caution   bool     // that none is on record
	}{
		"medicines unknown":  {"", nil, nil, true, true},
		"takes none":         {"medications: []", []string{"aps-clot-without-anticoagulant"}, nil, false, true},
		"takes warfarin":     {"medications: [warfarin]", []string{"takes-warfarin"}, []string{"anticoagulation", "warfarin"}, false, false},
		"takes a doac":       {"medications: [rivaroxaban]", []string{"doac-after-aps-clot", "takes-doac"}, []string{"anticoagulation", "doac"}, false, false},
		"one, not known":     {"medications: [anticoagulation]", nil, []string{"anticoagulation"}, false, false},
		"oestrogen and none": {"medications: [combined-contraceptive]", []string{"aps-clot-without-anticoagulant", "takes-oestrogen-with-antibodies"}, []string{"combined-contraceptive"}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			a := engine().Assess(read(t, afterAClot+of.medicines+"\nstatus: {pregnant: false, planningPregnancy: true}"), assessment.Options{Setting: "int"})
			for id, direction := range stands(a, not...) {
				if direction != "against" {
					t.Errorf("%s: %q, want against", id, direction)
				}
			}
			if first := a.Treatments[0]; first.ID != "anticoagulation" || !a.Leads(&first) || first.Positions[0].Direction != "for" {
				t.Errorf("first is %s: %v", first.ID, first.Positions)
			}
			var taken, flags []string
			for _, x := range a.Treatments {
				if x.Taken && (x.ID == "anticoagulation" || slices.Contains(not, x.ID)) {
					taken = append(taken, x.ID)
				}
			}
			for _, id := range raised(a) {
				if strings.Contains(id, "clot") || strings.Contains(id, "takes-") {
					flags = append(flags, id)
				}
			}
			slices.Sort(taken)
			slices.Sort(flags)
			if !slices.Equal(taken, of.taken) || !slices.Equal(flags, of.flags) {
				t.Errorf("taken %v, want %v; flags %v, want %v", taken, of.taken, flags, of.flags)
			}
			asked := slices.ContainsFunc(a.Questions, func(q assessment.Question) bool {
				return q.Fact == "medications" && q.Danger && strings.HasPrefix(q.Ask, "Do you take a blood thinner now")
			})
			if asked != of.asks {
				t.Errorf("asked %v, want %v: %v", asked, of.asks, a.Questions[:min(2, len(a.Questions))])
			}
			if caution := len(a.Treatments[0].Cautions) > 0; caution != of.caution {
				t.Errorf("cautions: %v", a.Treatments[0].Cautions)
			}
		})
	}
}

// In pregnancy heparin takes the place of warfarin, and the line of pregnancy leads.
func TestAfterAClotPregnant(t *testing.T) {
	a := engine().Assess(read(t, afterAClot+"status: {pregnant: true, gestation: 7w0d}"), assessment.Options{Setting: "int"})
	p := a.Treatments[0].Positions
	if a.Treatments[0].ID != "anticoagulation" || a.Statement(p[0].Statement).Rule != "eular-2019-after-a-clot-pregnant" || !p[1].General {
		t.Errorf("%s: %v", a.Treatments[0].ID, p)
	}
	want := map[string]string{"warfarin": "against", "doac": "against", "aspirin-heparin": "for", "combined-contraceptive": ""}
	for id, direction := range stands(a, "warfarin", "doac", "aspirin-heparin", "combined-contraceptive") {
		if direction != want[id] {
			t.Errorf("%s: %q, want %q", id, direction, want[id])
		}
	}
}

// Without the syndrome, or without a clot, nobody is told to take a blood thinner or
// asked about one.
func TestWithoutAClot(t *testing.T) {
	for name, of := range map[string]string{
		"no syndrome": "events: [{event: venous-thrombosis, date: 2020, proven: imaging}]\nstatus: {pregnant: false, planningPregnancy: true}",
		"no clot":     "conditions: [antiphospholipid-syndrome]\nabsent: [venous-thrombosis, arterial-thrombosis, microvascular-thrombosis]",
		"nothing":     "",
	} {
		a := engine().Assess(read(t, of), assessment.Options{Setting: "int"})
		if got := stands(a, "anticoagulation")["anticoagulation"]; got != "" {
			t.Errorf("%s: a blood thinner is %q", name, got)
		}
		for _, q := range a.Questions {
			if strings.HasPrefix(q.Ask, "Do you take a blood thinner") {
				t.Errorf("%s: %s", name, q.Ask)
			}
		}
	}
}

// One woman gets one instruction on when aspirin begins.
func TestAspirinBeginsOnce(t *testing.T) {
	const history = "pregnancies: [{outcome: livebirth, ended: 2024-02, gestation: 25w2d, details: [pre-eclampsia-severe], severePreeclampsiaAt: 25w2d}]\nstatus: {pregnant: false, planningPregnancy: true}\n"
	for conditions, want := range map[string]string{
		"": "refer-severe-disease-before",
		"conditions: [antiphospholipid-syndrome]": "refer-severe-disease-before-aps",
	} {
		a := engine().Assess(read(t, history+conditions), assessment.Options{Setting: "int"})
		var rules []string
		for _, d := range a.Departments {
			for _, id := range d.Because {
				if rule := a.Statement(id).Rule; strings.HasPrefix(rule, "refer-severe-disease-before") {
					rules = append(rules, rule)
				}
			}
		}
		if !slices.Equal(rules, []string{want}) {
			t.Errorf("%q: told by %v, want %s", conditions, rules, want)
		}
	}
	a := engine().Assess(read(t, history+"conditions: [antiphospholipid-syndrome, sle]"), assessment.Options{Setting: "int"})
	for _, x := range a.Treatments {
		if x.ID == "aspirin" && a.Statement(x.Positions[0].Statement).Rule != "cn-oaps-2020-aspirin" {
			t.Errorf("with lupus aspirin is led by %s", a.Statement(x.Positions[0].Statement).Rule)
		}
	}
}
