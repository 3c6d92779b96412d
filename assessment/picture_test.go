package assessment_test

import (
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// The picture shows a number that takes her age into account where one fits her, an
// average otherwise, and none where no number is surely hers.
func TestPicture(t *testing.T) {
	const losses = `pregnancies:
  - {outcome: miscarriage, ended: 2022-01-10, gestation: 8w2d, conception: spontaneous, tissueKaryotype: normal}
  - {outcome: miscarriage, ended: 2023-01-10, gestation: 8w2d, conception: spontaneous, tissueKaryotype: normal}
  - {outcome: miscarriage, ended: 2024-01-10, gestation: 8w2d, conception: spontaneous, tissueKaryotype: normal}
conditions: []
events: []
observations:
  - {test: lupus-anticoagulant, date: 2025-09-01, result: negative, context: []}
  - {test: acl-igg, date: 2025-09-01, result: negative}
  - {test: acl-igm, date: 2025-09-01, result: negative}
  - {test: ab2gpi-igg, date: 2025-09-01, result: negative}
  - {test: ab2gpi-igm, date: 2025-09-01, result: negative}
  - {test: parental-karyotype-female, date: 2025-09-01, result: normal}
  - {test: parental-karyotype-male, date: 2025-09-01, result: normal}
  - {test: ultrasound-3d, date: 2025-09-01, finding: normal}
status: {pregnant: false, planningPregnancy: true}
`
	for _, x := range []struct {
		text, model string
		own         bool
	}{
		{"patient: {age: 37}\n" + losses, "sugiura-2009", true},
		{"patient: {born: 1989}\n" + losses, "sugiura-2009", true}, // 36 or 37: one group
		{"patient: {age: 31}\n" + losses, "lund-2012", false},
		{"patient: {age: 31}\n", "", false},
	} {
		a := engine().Assess(read(t, x.text), assessment.Options{})
		switch {
		case a.Picture == nil && x.model != "":
			t.Errorf("no picture, want %s of\n%s", x.model, x.text)
		case a.Picture != nil && (a.Picture.Model != x.model || a.Picture.Own != x.own):
			t.Errorf("the picture is %+v, want %s of\n%s", *a.Picture, x.model, x.text)
		}
	}
}
