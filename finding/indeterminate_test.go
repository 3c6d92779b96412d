package finding_test

import (
	"testing"

	"github.com/gravida-health/gravida/truth"
)

// TestResultsThatCouldNotBeRead: an unclear karyotype is on record as such; a
// test that nobody took leaves nothing open.
func TestResultsThatCouldNotBeRead(t *testing.T) {
	for record, want := range map[string][2]truth.Value{
		"observations: [{test: parental-karyotype-female, result: indeterminate}]\n": {truth.Yes, truth.Yes},
		"observations: [{test: parental-karyotype-female, result: normal}]\n":        {truth.No, truth.No},
		"partner: {karyotype: abnormal}\n":                                           {truth.Unknown, truth.No},
	} {
		set := derive(t, record)
		for i, term := range []string{"parental_karyotype_female.indeterminate", "karyotype.unclear"} {
			if got := set.Get(term).Value; got != want[i] {
				t.Errorf("%s%s: %v, want %v", record, term, got, want[i])
			}
		}
	}
}
