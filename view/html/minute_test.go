package html_test

import (
	"os"
	"strings"
	"testing"

	dom "golang.org/x/net/html"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/html"
)

// The summary names who asks for what and how firmly, says that the leading guideline has
// no advice for her, and on what it rests that nothing is ruled out.
func TestMinute(t *testing.T) {
	for _, test := range []struct {
		woman string
		wants []string // in this order
	}{
		{"triple-positive-and-hellp", []string{"Not met ESHRE 2022 (leads)", "For Anticardiolipin antibody IgM RCOG 2023 (grade C) +1", "For Platelet count British guideline on HIT 2012 (conditional)",
			"Consider Factor V Leiden; prothrombin gene mutation G20210A; protein S RCOG 2023 (grade C)",
			"what is recommended", "Low-dose aspirin with heparin (asked about)", "Folic acid NICE NG247†", "Where ESHRE 2022 is not named, it has no advice on this for her."}},
		{"obstetric-aps-confirmed", []string{"Met ESHRE 2022 (leads)",
			"Consider Low-dose aspirin with heparin (asked about) ESHRE 2022† (conditional); for: RCOG 2023 +4",
			"For Low-dose aspirin EULAR 2019", "ESHRE 2022 cannot say yet", "For Folic acid", "Outlook"}},
	} {
		data, err := os.ReadFile("../../testdata/women/" + test.woman + "/case.yaml")
		if err != nil {
			t.Fatal(err)
		}
		root, err := dom.Parse(strings.NewReader(page(t, "clinician", assess(t, data, assessment.Options{}), html.Options{})))
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		for n := range root.Descendants() {
			if strings.Contains(attr(n, "class"), "minute") {
				text = strings.Join(strings.Fields(words(n)), " ")
				break
			}
		}
		at := 0
		for _, want := range test.wants {
			next := strings.Index(text[at:], want)
			if next < 0 {
				t.Errorf("%s: %q is not where it should be in: %s", test.woman, want, text)
				break
			}
			at += next
		}
	}
}

// Who is told that nothing is ruled out is told what was not known.
func TestNothingRuledOut(t *testing.T) {
	text := page(t, "clinician", assess(t, []byte("gravida: case/1\nid: one\nasOf: 2026-03-01\npatient: {age: 30}\npregnancies:\n  - {outcome: miscarriage, gestation: 8w}\n  - {outcome: miscarriage, gestation: 9w}\nstatus: {pregnant: false, planningPregnancy: true}\n"), assessment.Options{}), html.Options{})
	if !strings.Contains(text, "Nothing is ruled out by what is on record. Not known, so ask: medicines taken now") {
		t.Error("the page does not say on what it rests that nothing is ruled out")
	}
}
