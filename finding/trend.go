package finding

import (
	"cmp"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Trend compares the latest trusted number of a test with the one before it:
// higher is 1, lower -1, the same 0. It is arithmetic and judges nothing: how
// much two results of one woman differ by chance is not known. ok is false
// without two exact numbers in the test's own unit, surely of different days;
// a result of an assay's own units is compared with nothing.
func (s *Set) Trend(test *knowledge.Test) (higher int, before *patient.Observation, ok bool) {
	list := s.resultsOf(test)
	if len(list) < 2 {
		return 0, nil, false
	}
	newest := latest(list)
	now := newest[0]
	if !value(newest, test).Known {
		return 0, nil, false
	}
	for i := len(list) - 1; i >= 0; i-- {
		r := list[i]
		if date.Before(r.Date, now.Date) != truth.Yes {
			continue
		}
		// Of two that may be of one day neither is the one before.
		if i > 0 && date.Before(list[i-1].Date, r.Date) != truth.Yes && list[i-1].Date.Known() {
			return 0, nil, false
		}
		if !r.HasNumber || r.Comparator != patient.Exactly || r.UnitIs != test.Unit {
			return 0, nil, false
		}
		return cmp.Compare(now.Number, r.Number), r.Observation, true
	}
	return 0, nil, false
}
