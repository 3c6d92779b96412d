package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/knowledge"
)

// docs/coverage.md is what the knowledge says of itself.
func TestCoverageDocument(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	coverage(&got, base)
	const file = "../../docs/coverage.md"
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("docs/coverage.md is not up to date (go test ./cmd/gravida -update):\n%s", diff)
	}
}
