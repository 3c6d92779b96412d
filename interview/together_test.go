package interview_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/interview"
)

// One answer stands for all losses it was asked of, and for none that is told of later;
// where they differ each is asked by itself.
func TestTogether(t *testing.T) {
	v, _ := talk(t)
	s := answered(t, v,
		interview.Answer{Page: "pregnancy-1", Values: one("outcome", "miscarriage", "weeks", "8", "more", "yes")},
		interview.Answer{Page: "pregnancy-2", Values: one("outcome", "miscarriage", "weeks", "7", "more", "no")})
	all := interview.Answer{Page: "losses", Values: one("all.documentedBy.1-2", "ultrasound", "all.tissueKaryotype.1-2", "not-done")}
	each := interview.Answer{Page: "losses", Values: one("all.documentedBy.1-2", "differs", "1.documentedBy", "hcg", "2.documentedBy", "ultrasound", "2.documentedBy", "histology", "all.tissueKaryotype.1-2", "unsure")}
	for want, a := range map[string]interview.Answer{
		"documentedBy: [ultrasound]": all,
		"documentedBy: [hcg]":        each,
	} {
		after, mistakes := v.Give(s, a)
		if len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		made, err := v.Case(after)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for line := range strings.Lines(written(t, made)) {
			if strings.Contains(line, want) {
				n++
			}
		}
		if both := map[bool]int{true: 2, false: 1}[a.Values["1.documentedBy"] == nil]; n != both {
			t.Errorf("%s stands %d times in\n%s", want, n, written(t, made))
		}
		if all := strings.Count(written(t, made), "tissueKaryotype: not-done"); all != 2 && a.Values["1.documentedBy"] == nil {
			t.Errorf("%d chromosomes not done", all)
		}
		if strings.Contains(want, "hcg") && strings.Contains(written(t, made), "tissueKaryotype") {
			t.Errorf("not sure became a result: %s", written(t, made))
		}
	}
}

// What was told of the earlier losses stays when a further one is told of, and only that one
// is asked about, once. How a pregnancy was shown may be several things at once.
func TestFurtherLoss(t *testing.T) {
	v, _ := talk(t)
	s := answered(t, v,
		interview.Answer{Page: "pregnancy-1", Values: one("outcome", "miscarriage", "weeks", "8", "more", "yes")},
		interview.Answer{Page: "pregnancy-2", Values: one("outcome", "miscarriage", "weeks", "7", "more", "no")},
		interview.Answer{Page: "losses", Values: one("all.documentedBy.1-2", "ultrasound", "all.documentedBy.1-2", "histology", "all.tissueKaryotype.1-2", "not-done")},
		interview.Answer{Page: "pregnancy-2", Values: one("outcome", "miscarriage", "weeks", "7", "more", "yes")},
		interview.Answer{Page: "pregnancy-3", Values: one("outcome", "miscarriage", "weeks", "9", "more", "no")})
	p, ok := v.Page(s, "losses")
	if !ok || p.Fields[0].Name != "all.documentedBy.1-2" {
		t.Fatalf("the page of the earlier losses asks %+v", p)
	}
	p, ok = v.Page(s, "again-2-losses")
	if !ok || p.Fields[0].Name != "3.documentedBy" {
		t.Fatalf("the page of the further loss asks %+v", p)
	}
	asked := func(s interview.State) bool {
		for range 30 {
			step, err := v.Next(s)
			if err != nil {
				t.Fatal(err)
			}
			if step.Page == nil {
				return false
			}
			if step.Page.ID == "again-2-losses" {
				return true
			}
			s = s.With(interview.Answer{Page: step.Page.ID})
		}
		return false
	}
	if !asked(s) {
		t.Error("the further loss is not asked about")
	}
	s = answered(t, v, append(s.Answers, interview.Answer{Page: "again-2-losses", Values: one("3.documentedBy", "hcg")})...)
	if asked(s) {
		t.Error("the further loss is asked about again")
	}
	made, err := v.Case(s)
	if err != nil {
		t.Fatal(err)
	}
	got := written(t, made)
	for want, times := range map[string]int{"documentedBy: [ultrasound, histology]": 2, "documentedBy: [hcg]": 1, "tissueKaryotype: not-done": 2} {
		if n := strings.Count(got, want); n != times {
			t.Errorf("%s stands %d times, want %d:\n%s", want, n, times, got)
		}
	}
	s = answered(t, v, append(s.Answers, interview.Answer{Page: "pregnancy-2", Values: one("outcome", "miscarriage", "weeks", "7", "more", "no")})...)
	if _, ok := v.Page(s, "again-2-losses"); ok {
		t.Error("a loss that is taken back is asked about")
	}
}

// Who passes a list by at the gate says that there is nothing; who is not sure says
// nothing; who chooses it is asked which, without being asked again whether.
func TestCare(t *testing.T) {
	v, _ := talk(t)
	for said, want := range map[string]string{
		"none":      "medications: []\nprocedures: []\nallergies: []",
		"unsure":    "asOf: 2026-03-01",
		"medicines": "procedures: []\nallergies: []",
	} {
		s := answered(t, v, interview.Answer{Page: "care", Values: one("which", said)})
		made, err := v.Case(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := written(t, made); !strings.HasSuffix(got, want+"\n") {
			t.Errorf("%s: %s, want the end %s", said, got, want)
		}
		p, _ := v.Page(s, "medicines")
		if asked := p.Fields[0].Name == "any"; asked == (said == "medicines") {
			t.Errorf("%s: asked again whether: %v", said, asked)
		}
	}
}

// In an emergency the medicines are asked for by themselves; who has been seen is asked for
// the rest of their gate, and not for the medicines again.
func TestCareInAnEmergency(t *testing.T) {
	v, _ := talk(t)
	s := answered(t, v, interview.Answer{Page: "symptoms", Values: one("which", "heavy-bleeding", "which", "fainting")})
	var shown []string
	for range 60 {
		step, err := v.Next(s)
		if err != nil {
			t.Fatal(err)
		}
		if step.Page == nil {
			break
		}
		shown = append(shown, step.Page.ID)
		a := interview.Answer{Page: step.Page.ID}
		switch step.Page.ID {
		case "seen":
			if slices.Contains(shown, "care") || !slices.Contains(shown, "medicines") {
				t.Errorf("before she has been seen she is asked %v", shown)
			}
			a.Values = one("answer", "yes")
		case "medicines":
			a.Values = one("any", "yes", "which", "warfarin")
		case "care":
			a.Values = one("which", "none")
		}
		s, _ = v.Give(s, a)
	}
	if !slices.Contains(shown, "care") {
		t.Errorf("who has been seen is not asked for the rest: %v", shown)
	}
	made, err := v.Case(s)
	if got := written(t, made); err != nil || !strings.Contains(got, "medications: [warfarin]") || !strings.Contains(got, "allergies: []") {
		t.Errorf("%v\n%s", err, got)
	}
}
