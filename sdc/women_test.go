package sdc_test

import (
	"iter"
	"os"
	"path/filepath"
	"testing"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
)

// filed gives every named woman's case with the name of its file, and those of other
// files.
func filed(t *testing.T, e *gravida.Engine, others ...string) iter.Seq2[string, *patient.Case] {
	t.Helper()
	files, err := filepath.Glob("../testdata/women/*/case.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d women, %v", len(files), err)
	}
	return func(yield func(string, *patient.Case) bool) {
		for _, file := range append(files, others...) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			c, err := casefile.Read(file, text, e.Base())
			if err != nil {
				t.Fatal(err)
			}
			if !yield(file, c) {
				return
			}
		}
	}
}
