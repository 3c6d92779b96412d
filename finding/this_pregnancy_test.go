package finding_test

import (
	"testing"

	"github.com/gravida-health/gravida/truth"
)

// The pregnancy she is in is not one of those before it: what was so then says
// nothing of now, and what nobody wrote down is not known.
func TestThisPregnancy(t *testing.T) {
	const before = "  - {outcome: miscarriage, ended: 2023-05-10, gestation: 9w0d, conception: ivf, details: [fetal-heartbeat-seen]}\n"
	for text, want := range map[string][2]truth.Value{ // by IVF, heartbeat seen
		"pregnancies:\n" + before + "  - {outcome: ongoing, conception: spontaneous}":                          {truth.No, truth.Unknown},
		"pregnancies:\n" + before + "  - {outcome: ongoing, conception: ivf, details: [fetal-heartbeat-seen]}": {truth.Yes, truth.Yes},
		"pregnancies:\n" + before + "  - {outcome: ongoing}":                                                   {truth.Unknown, truth.Unknown},
		"pregnancies:\n" + before + "status: {pregnant: true}":                                                 {truth.Unknown, truth.Unknown},
		"pregnancies:\n" + before + "status: {pregnant: false}":                                                {truth.No, truth.No},
		"pregnancies:\n" + before: {truth.Unknown, truth.Unknown},
		"pregnancies:\n" + before + "  - {outcome: ongoing, details: [fetal-heartbeat-seen]}\nstatus: {pregnant: true}": {truth.Unknown, truth.Yes},
	} {
		set := derive(t, text)
		for i, term := range []string{"this_pregnancy.ivf", "this_pregnancy.heartbeat"} {
			f := set.Get(term)
			if f.Value != want[i] || (want[i] == truth.Unknown) != (len(f.Lacks) > 0) {
				t.Errorf("%s: %s, lacking %v; want %s of\n%s", term, f.Value, f.Lacks, want[i], text)
			}
		}
	}
}

// The tissue of the last loss is not that of an earlier one, and a birth after it
// is no loss.
func TestTissueOfTheLastLoss(t *testing.T) {
	loss := func(year, tissue string) string {
		return "  - {outcome: miscarriage, ended: " + year + ", gestation: 9w0d" + tissue + "}\n"
	}
	const aneuploid, normal = ", tissueKaryotype: aneuploid", ", tissueKaryotype: normal"
	for text, want := range map[string]truth.Value{
		loss("2021", aneuploid) + loss("2022", normal):                                           truth.No,
		loss("2021", normal) + loss("2022", aneuploid):                                           truth.Yes,
		loss("2021", normal) + loss("2022", aneuploid) + "  - {outcome: livebirth, ended: 2024}": truth.Yes,
		loss("2021", aneuploid) + loss("2022", ""):                                               truth.Unknown,
	} {
		if f := derive(t, "pregnancies:\n"+text).Get("tissue.last_aneuploid"); f.Value != want {
			t.Errorf("%s, want %s of\n%s", f.Value, want, text)
		}
	}
}
