package intake_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gravida-health/gravida/intake"
)

// A folder with links is read as far as its files go.
func TestLinks(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	file := filepath.Join(other, "p.ndjson")
	if err := os.WriteFile(file, []byte(patientA), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"a.ndjson": file, "b": other, "c": os.DevNull} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("no links here: ", err)
		}
	}
	want := "b: a link to a folder, which is not followed; accepted: a file\nc: something that is no file; accepted: a file\na: 0"
	if got := told(t, intake.Open(dir, base(t))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
