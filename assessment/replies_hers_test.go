package assessment_test

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// What a woman brings with her stands in her answers: her allergies and
// medicines, what would settle the treatment she asks about, and what was found
// of causes that no question of the interview asks for.
func TestAnswersHoldWhatIsHers(t *testing.T) {
	for _, c := range []struct{ name, text, reply, want string }{
		{"allergy", "allergies: [metformin]", "tell-your-doctor", "Allergy or intolerance: metformin."},
		{"medicine", "medications: [hydroxychloroquine]", "tell-your-doctor", "Taking now: hydroxychloroquine."},
		{"medicine of before", "medications: [{medication: warfarin, until: 2020-01}]", "tell-your-doctor", "!warfarin"},
		{"treatment that hangs on a test", three + "requested: [levothyroxine]\nobservations: [{test: tsh, value: 5.1, unit: mIU/L, upperLimit: 4.0}]",
			"prevent", "Levothyroxine: whether this is for you cannot be said yet."},
		{"what it hangs on", three + "requested: [levothyroxine]\nobservations: [{test: tsh, value: 5.1, unit: mIU/L, upperLimit: 4.0}]",
			"prevent", "free thyroxine (FT4)"},
		{"chromosomes", "pregnancies: [{outcome: miscarriage, gestation: 8w0d, tissueKaryotype: aneuploid}]", "prevent", "nearly always chance"},
	} {
		a := engine().Assess(read(t, c.text), assessment.Options{})
		text := reply(a, c.reply)
		if want, not := strings.CutPrefix(c.want, "!"); strings.Contains(strings.ToLower(text), strings.ToLower(want)) == not {
			t.Errorf("%s: %s says %q, want %q", c.name, c.reply, text, c.want)
		}
	}
}

const three = "pregnancies: [{outcome: miscarriage, gestation: 7w0d}, {outcome: miscarriage, gestation: 7w0d}, {outcome: miscarriage, gestation: 8w0d}]\n"

// In an emergency nothing keeps her from going: no list of tests, no study, no
// number.
func TestEmergencyComesFirst(t *testing.T) {
	a := engine().Assess(read(t, "status: {pregnant: true, gestation: 6w0d, location: unknown, symptoms: [shoulder-tip-pain]}"), assessment.Options{})
	if len(a.Evidence) > 0 {
		t.Errorf("%d treatments with studies", len(a.Evidence))
	}
	for _, id := range []string{"immune-and-clotting", "hormones", "womb", "immune-treatment", "prevent"} {
		if text := reply(a, id); !strings.HasPrefix(text, "This can wait until you are safe") {
			t.Errorf("%s says %q", id, text)
		}
	}
}

func reply(a *assessment.Assessment, id string) string {
	var text []string
	for _, r := range a.Replies {
		if r.ID == id {
			for _, line := range r.Lines {
				text = append(text, line.Text)
			}
		}
	}
	return strings.Join(text, "\n")
}
