package problem_test

import (
	"testing"

	"github.com/gravida-health/gravida/internal/problem"
)

func TestNearest(t *testing.T) {
	accepted := []string{"miscarriage", "stillbirth", "en", "zh", "tsh"}
	tests := []struct{ word, want string }{
		{"misscarriage", "miscarriage"},
		{"Miscarriage", "miscarriage"},
		{"still_birth", "stillbirth"},
		{"thsh", "tsh"},
		{"fr", ""}, // every letter would have to change
		{"", ""},
		{"prolactin", ""},
	}
	for _, test := range tests {
		if got := problem.Nearest(test.word, accepted); got != test.want {
			t.Errorf("Nearest(%q) = %q, want %q", test.word, got, test.want)
		}
	}
}

func TestListIsInOrderOfPlace(t *testing.T) {
	var l problem.List
	l.Add(problem.Place{File: "b.yaml", Line: 1, Column: 1}, "third", "", "")
	l.Add(problem.Place{File: "a.yaml", Line: 9, Column: 2}, "second", "x", "")
	l.Add(problem.Place{File: "a.yaml", Line: 9, Column: 1}, "first", "x", "y")
	want := "a.yaml:9:1: first; accepted: x; did you mean y?\na.yaml:9:2: second; accepted: x\nb.yaml:1:1: third"
	if got := l.Err().Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if (problem.List{}).Err() != nil {
		t.Error("an empty list is an error")
	}
}
