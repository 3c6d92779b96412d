package assessment_test

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// A stillborn child whose weeks nobody told is a loss or a stillbirth, never
// neither.
func TestStillbornOfUnknownWeekIsNamed(t *testing.T) {
	a := engine().Assess(read(t, `
pregnancies:
  - {outcome: stillbirth}
  - {outcome: stillbirth, gestation: 36}
`), assessment.Options{Lang: "en"})
	if n := a.Pattern; *n.Stillbirths != 1 || n.StillbirthsMax == nil || *n.StillbirthsMax != 2 {
		t.Errorf("stillbirths %v, at most %v", *n.Stillbirths, n.StillbirthsMax)
	}
	reply := a.Replies[1]
	for _, want := range []string{"without life; before or after 28 weeks is not known for sure: pregnancy 1", "without life: pregnancy 2"} {
		if said := said(reply); !strings.Contains(said, want) {
			t.Errorf("%s answers %q, not %q", reply.ID, said, want)
		}
	}
}

// What is asked of several pregnancies is asked once, to her as to her doctor.
func TestOpenQuestionsAreJoined(t *testing.T) {
	a := engine().Assess(read(t, `
pregnancies: [{outcome: miscarriage}, {outcome: miscarriage}, {outcome: miscarriage}]
`), assessment.Options{Lang: "en"})
	if said := said(a.Replies[7]); strings.Count(said, "how many weeks") > 1 || !strings.Contains(said, "pregnancies 1 to 3") {
		t.Errorf("asks %q", said)
	}
}

// What is put off while she is pregnant is not planned for now.
func TestNothingPutOffIsPlannedForNow(t *testing.T) {
	for name, c := range peopleToCheck(t) {
		for _, o := range everyOption() {
			for _, v := range engine().Assess(c, o).Plan {
				for _, test := range v.Tests {
					if test.Status == "defer" && v.WaitsFor == "" && v.NotBefore == "" {
						t.Errorf("%s, %v: %s is put off and planned for now", name, o, test.ID)
					}
				}
			}
		}
	}
}

func said(r assessment.Reply) string {
	var text []string
	for _, line := range r.Lines {
		text = append(text, line.Text)
	}
	return strings.Join(text, " ")
}

// Of a pregnancy nobody has told the end of, none is said; and of a history nobody
// has told, not that nothing was lost.
func TestAnEndNobodyTold(t *testing.T) {
	for given, want := range map[string]string{
		"pregnancies: [{gestation: 8w2d}, {outcome: livebirth}]\n": "How it ended is not known yet: pregnancy 1.",
		"patient: {age: 30}\n":                  "It is not known yet which losses there were.",
		"pregnancies: [{outcome: livebirth}]\n": "No loss is on this record.",
	} {
		if said := said(engine().Assess(read(t, given), assessment.Options{Lang: "en"}).Replies[1]); !strings.Contains(said, want) {
			t.Errorf("%q answers %q, not %q", given, said, want)
		}
	}
}
