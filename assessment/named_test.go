package assessment_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
)

// named reads the named women of the project, by name.
func named(t testing.TB) map[string]*patient.Case {
	t.Helper()
	files, err := filepath.Glob("../testdata/women/*/case.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no women: %v", err)
	}
	all := map[string]*patient.Case{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := casefile.Read(file, data, engine().Base())
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(filepath.Dir(file))] = c
	}
	return all
}
