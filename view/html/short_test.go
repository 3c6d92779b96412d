package html_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/html"
)

// In short leads with what the leading guideline asks for; what can be considered has
// a line of its own, and tests of one purpose are one choice. Her sheet does the same, as
// far as its paper goes.
func TestInShort(t *testing.T) {
	data, err := os.ReadFile("../../testdata/women/lupus-on-warfarin/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := page(t, "patient", assess(t, data, assessment.Options{Lang: "en"}), html.Options{})
	for _, part := range []string{`(?s)id="?short"?>.*?</ol>`, `(?s)id="?sheet"?.*?</section>`} {
		var lead, besides string
		for _, line := range strings.Split(strings.NewReplacer("<b>", "", "</b>", "").Replace(regexp.MustCompile(part).FindString(text)), "<li>") {
			switch {
			case strings.HasPrefix(line, "Can be considered"):
				besides += line
			case strings.HasPrefix(line, "Now:"):
				lead += line
			}
		}
		if !strings.Contains(lead, "one of 3D ultrasound or 2D ultrasound") || strings.Contains(lead, "sperm") || strings.Contains(lead, "factor V") {
			t.Errorf("%s leads with %q", part, lead)
		}
		if strings.Contains(part, "sheet") && besides == "" {
			continue // no room was left, which it says
		}
		if !strings.Contains(besides, "sperm DNA fragmentation") || !strings.Contains(besides, "factor V Leiden") || strings.Contains(besides, "ultrasound") {
			t.Errorf("%s adds %q", part, besides)
		}
	}
}

// Of a clot with antiphospholipid syndrome her report names the blood thinner in short, and
// the first screen of the clinician's page asks for it while nobody told her medicines.
func TestBloodThinnerInShort(t *testing.T) {
	data, err := os.ReadFile("../../testdata/women/triple-positive-and-hellp/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for lang, says := range map[string][2]string{
		"en": {"Treatments to talk about with your doctor: a blood thinner for the long term (EULAR 2019)", "blood thinner among them?"},
		"zh": {"可与医生商量的治疗：长期抗凝治疗（EULAR 2019）", "其中有无抗凝药？"},
	} {
		a := assess(t, data, assessment.Options{Lang: lang})
		if short := regexp.MustCompile(`(?s)id="?short"?>.*?</ol>`).FindString(page(t, "patient", a, html.Options{})); !strings.Contains(short, says[0]) {
			t.Errorf("%s: in short she is told %s", lang, short)
		}
		if text := page(t, "clinician", a, html.Options{}); !strings.Contains(text, says[1]) {
			t.Errorf("%s: the clinician's page does not ask %q", lang, says[1])
		}
	}
}
