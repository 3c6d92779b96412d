package html_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	dom "golang.org/x/net/html"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/html"
)

// Her sheet leads with what the leading guideline asks for; what can be considered has a
// line of its own, as far as the paper goes, and tests of one purpose are one choice.
func TestSheetAsks(t *testing.T) {
	data, err := os.ReadFile("../../testdata/women/lupus-on-warfarin/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := page(t, "patient", assess(t, data, assessment.Options{Lang: "en"}), html.Options{})
	for _, part := range []string{`(?s)id="?sheet"?.*?</section>`} {
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

// In short says in plain words what is looked at and at which visit: no name of a test that
// she would have to look up. The names stand in the timetable, each beside what it is for.
func TestInShortIsPlain(t *testing.T) {
	base := engine().Base()
	women, err := filepath.Glob("../../testdata/women/*/case.yaml")
	if err != nil || len(women) == 0 {
		t.Fatal(err)
	}
	plan := 0
	for _, woman := range women {
		data, err := os.ReadFile(woman)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "zh"} {
			a := assess(t, data, assessment.Options{Lang: lang, Setting: "cn"})
			text := page(t, "patient", a, html.Options{})
			short := regexp.MustCompile(`(?s)id="?short"?>.*?</ol>`).FindString(text)
			asks := ""
			for _, line := range strings.Split(short, "<li>") {
				if !strings.HasPrefix(line, "Found:") && !strings.HasPrefix(line, "Possible") && !strings.HasPrefix(line, "已发现") && !strings.HasPrefix(line, "可能存在") {
					asks += line // the name of a cause is hers, and may hold that of a test
				}
			}
			for _, test := range base.Tests {
				if strings.Contains(asks, test.Name.In(lang)) {
					t.Errorf("%s, %s: in short she reads %q: %s", woman, lang, test.Name.In(lang), short)
				}
			}
			emergency := slices.ContainsFunc(a.RedFlags, func(f assessment.RedFlag) bool { return f.Urgency == "emergency" })
			for _, v := range a.Plan {
				for _, planned := range v.Tests {
					aim := base.Aim(planned.ID)
					if planned.Status == "optional" || aim == nil {
						continue
					}
					plan++
					if !strings.Contains(text, dom.EscapeString(aim.Says.In(lang))) {
						t.Errorf("%s, %s: the timetable does not say what %s is for", woman, lang, planned.ID)
					}
					if planned.Weight == assessment.Recommended && v.WaitsFor == "" && !emergency && !strings.Contains(short, dom.EscapeString(aim.Name.In(lang))) {
						t.Errorf("%s, %s: in short does not speak of %s: %s", woman, lang, aim.ID, short)
					}
				}
			}
		}
	}
	if plan < 100 {
		t.Errorf("only %d planned tests were looked at", plan)
	}
}

// Tests of which one is enough are the same choice in the timetable and on the sheet.
func TestOneChoice(t *testing.T) {
	data := []byte("gravida: case/1\npregnancies: [{outcome: miscarriage, gestation: 8w}, {outcome: miscarriage, gestation: 8w}]\n")
	for lang, want := range map[string]string{"en": "3D ultrasound or 2D ultrasound or saline ultrasound (sonohysterography)", "zh": "三维超声或二维超声或宫腔超声造影"} {
		text := page(t, "patient", assess(t, data, assessment.Options{Lang: lang, Setting: "cn"}), html.Options{})
		if n := strings.Count(text, want); n != 3 { // at two visits, and on the sheet
			t.Errorf("%s: %d times %q", lang, n, want)
		}
	}
}
