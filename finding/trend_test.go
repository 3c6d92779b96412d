package finding_test

import "testing"

func TestTrend(t *testing.T) {
	for _, test := range []struct {
		name, observations string
		higher             int
		before             string // as it was written; "" without a trend
	}{
		{"higher", "{test: tsh, value: 5.1, unit: mIU/L, date: 2026-01-09}, {test: tsh, value: 3.2, unit: mIU/L, date: 2025-05-01}", 1, "3.2"},
		{"lower, in another unit", "{test: vitamin-d, value: 20, unit: ng/mL, date: 2026-01-09}, {test: vitamin-d, value: 75, unit: nmol/L, date: 2025-05-01}", -1, "75"},
		{"the same", "{test: tsh, value: 3.2, unit: mIU/L, date: 2026-01-09}, {test: tsh, value: 3.20, unit: mIU/L, date: 2025}", 0, "3.20"},
		{"only the one before", "{test: tsh, value: 2, unit: mIU/L, date: 2026}, {test: tsh, value: 1, unit: mIU/L, date: 2025}, {test: tsh, value: 9, unit: mIU/L, date: 2024}", 1, "1"},
		{"one result", "{test: tsh, value: 5.1, unit: mIU/L, date: 2026-01-09}", 0, ""},
		{"perhaps of one day", "{test: tsh, value: 5.1, unit: mIU/L, date: 2026-01-09}, {test: tsh, value: 3.2, unit: mIU/L, date: 2026-01}", 0, ""},
		{"no date", "{test: tsh, value: 5.1, unit: mIU/L, date: 2026-01-09}, {test: tsh, value: 3.2, unit: mIU/L}", 0, ""},
		{"under the limit of what can be measured", `{test: tsh, value: 5.1, unit: mIU/L, date: 2026-01-09}, {test: tsh, value: "<0.01", unit: mIU/L, date: 2025}`, 0, ""},
		{"two before, of one day", "{test: tsh, value: 5.1, unit: mIU/L, date: 2026-01-09}, {test: tsh, value: 3, unit: mIU/L, date: 2025}, {test: tsh, value: 4, unit: mIU/L, date: 2025-05-01}", 0, ""},
		{"words", "{test: ana, result: positive, date: 2026-01-09}, {test: ana, result: negative, date: 2025}", 0, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			set := derive(t, "observations: ["+test.observations+"]\n")
			higher, before, ok := set.Trend(base().Test(set.Case.Observations[0].Test))
			if ok != (test.before != "") {
				t.Fatalf("ok is %v", ok)
			}
			if ok && (higher != test.higher || before.Written != test.before) {
				t.Errorf("got %d from %s, want %d from %s", higher, before.Written, test.higher, test.before)
			}
		})
	}
}
