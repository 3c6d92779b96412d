package words_test

import (
	"testing"

	"github.com/gravida-health/gravida/view/words"
)

// A reader is told what she corrected, and where the record has it, without the
// folders of the machine it was read on.
func TestShortPlace(t *testing.T) {
	for source, want := range map[string]string{
		"anna.yaml:14:5":                         "anna.yaml:14:5",
		"/home/her/files/anna.yaml:14:5":         "anna.yaml:14:5",
		`C:\files\anna.yaml:14:5`:                "anna.yaml:14:5",
		"export/Patient.ndjson#Patient/7":        "Patient.ndjson#Patient/7",
		"(reader):/home/her/files/anna.yaml:5:1": "corrected by the reader; in the record: anna.yaml:5:1",
		"(reader)":                               "added by the reader",
	} {
		if got := words.ShortPlace("en", source); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}
