package finding_test

import (
	"testing"

	"github.com/gravida-health/gravida/truth"
)

// A loss in spite of a medicine is known only where the record has the dates of both;
// what is taken now says nothing of then, and an empty list of medicines is no "no".
func TestLostWhileOn(t *testing.T) {
	const loss = "pregnancies: [{outcome: miscarriage, ended: 2023-05-10, gestation: 9w0d}]\n"
	for text, want := range map[string]truth.Value{
		loss + "medications: [{medication: enoxaparin, since: 2023-03, until: 2023-06}, {medication: aspirin, since: 2022}]":    truth.Yes,
		loss + "medications: [{medication: enoxaparin, since: 2023-03, until: 2023-06}, {medication: aspirin, since: 2024}]":    truth.Unknown,
		loss + "medications: [{medication: enoxaparin, since: 2023-03, until: 2023-04-01}, {medication: aspirin, since: 2022}]": truth.Unknown,
		loss + "medications: [enoxaparin, aspirin]": truth.Unknown,
		loss + "medications: []":                    truth.Unknown,
		"pregnancies: []":                           truth.No,
		"pregnancies: [{outcome: livebirth, ended: 2023-05-10}]\nmedications: [{medication: aspirin-heparin, since: 2022, until: 2024}]": truth.No,
	} {
		f := derive(t, text).Get("lost_on.aspirin_and_heparin")
		if f.Value != want || (want == truth.Unknown) != (len(f.Lacks) > 0) {
			t.Errorf("%s, lacking %v; want %s of\n%s", f.Value, f.Lacks, want, text)
		}
	}
}
