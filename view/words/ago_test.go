package words_test

import (
	"testing"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/view/words"
)

func TestAgo(t *testing.T) {
	for _, x := range []struct{ of, today, en, zh string }{
		{"2024-07-01", "2026-03-01", "20 months ago", "20个月前"},
		{"2024-07-02", "2026-03-01", "19 months ago", "19个月前"},
		{"2024-07", "2026-03-01", "about 20 months ago", "约20个月前"},
		{"2024-02", "2026-03-31", "2 years ago", "2年前"},
		{"2020", "2026-03-01", "about 6 years ago", "约6年前"},
		{"2019-03-01", "2026-03-01", "7 years ago", "7年前"},
		{"2026-01-01", "2026-03-01", "2 months ago", "2个月前"},
		{"2026-01-02", "2026-03-01", "", ""},
		{"2026", "2026-03-01", "", ""},
		{"2025", "2026-03-01", "", ""},
		{"", "2026-03-01", "", ""},
	} {
		var of date.Date
		if x.of != "" {
			of = date.MustParse(x.of)
		}
		today := date.MustParse(x.today)
		if en, zh := words.Ago("en", of, today), words.Ago("zh", of, today); en != x.en || zh != x.zh {
			t.Errorf("%s on %s: %q, %q; want %q, %q", x.of, x.today, en, zh, x.en, x.zh)
		}
	}
}
