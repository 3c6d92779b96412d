package sdc_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/intake"
)

// inUCUM writes a unit as the form offers it where a file may write it otherwise, and a
// number as JavaScript does.
var inUCUM = strings.NewReplacer("10*9/L", "10^9/L", "6.0 %", "6 %")

// TestPopulate fills the long form in from every named woman's file: the same case comes
// of it, and nothing of hers is left out.
func TestPopulate(t *testing.T) {
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	forms, _ := made()
	for file, want := range filed(t, e, "../examples/anna.yaml", "../examples/li-na.yaml") {
		response, leftOut, err := forms.Populate(want, "en")
		if err != nil {
			t.Fatal(err)
		}
		for _, what := range leftOut {
			t.Errorf("%s: left out: %s", file, what)
		}
		for got, err := range intake.Read("response.json", bytes.NewReader(response), e.Base()) {
			if err != nil {
				t.Fatal(err)
			}
			for _, issue := range got.Issues[:len(got.Issues)-1] { // the last: it is in progress
				t.Errorf("%s: %s: %s", file, issue.Source, issue.En)
			}
			got.Issues = nil
			if diff := cmp.Diff(inUCUM.Replace(assessed(t, e, want)), inUCUM.Replace(assessed(t, e, got))); diff != "" {
				t.Errorf("%s: the form is assessed otherwise (-file +form):\n%s", file, diff)
			}
		}
	}
}

// What the form does not ask for is named: nobody takes the response for the whole case.
func TestPopulateNamesWhatItLeavesOut(t *testing.T) {
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	forms, _ := made()
	for c, err := range intake.Read("case.yaml", strings.NewReader("gravida: case/1\nasOf: 2026-03-01\nsetting: cn\nnotDone: [tsh, trab]\ninterview: {asked: [symptoms]}\n"), e.Base()) {
		if err != nil {
			t.Fatal(err)
		}
		_, leftOut, err := forms.Populate(c, "en")
		if err != nil {
			t.Fatal(err)
		}
		want := []string{`notDone: "tsh" is not in the form`, `notDone: "trab" is not in the form`, `setting: "cn" is not in the form`}
		if diff := cmp.Diff(want, leftOut); diff != "" {
			t.Errorf("left out (-want +got):\n%s", diff)
		}
	}
}
