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
	terms "github.com/gravida-health/gravida/view/words"
)

// The summary names who asks for what and how firmly, says that the leading guideline has
// no advice for her, and on what it rests that nothing is ruled out.
func TestMinute(t *testing.T) {
	for _, test := range []struct {
		woman string
		wants []string // in this order
	}{
		{"triple-positive-and-hellp", []string{"Not met ESHRE 2022 (leads)", "For Anticardiolipin antibody IgM RCOG 2023 (grade C) +1", "more below",
			"what is recommended", "Low-dose aspirin with heparin (asked about)", "Folic acid by whom: below", "Where ESHRE 2022 is not named, it has no advice on this for her."}},
		{"aps-after-hit-pregnant", []string{"Consider Factor V Leiden; prothrombin gene mutation G20210A RCOG 2023 (grade C)", "Rather not Warfarin once pregnant"}},
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

// Where nothing is ruled out what calls for caution stands there, and why: the box must not
// read as if everything could be given.
func TestCarefulWhereNothingIsRuledOut(t *testing.T) {
	text := page(t, "clinician", assess(t, []byte("gravida: case/1\nid: one\nasOf: 2026-03-01\npatient: {age: 30}\npregnancies:\n  - {outcome: miscarriage, gestation: 8w}\n  - {outcome: miscarriage, gestation: 9w}\nconditions: [diabetes]\nmedications: []\nstatus: {pregnant: false, planningPregnancy: true}\n"), assessment.Options{}), html.Options{})
	root, err := dom.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data != "h2" || words(n) != "Treatments: what not" {
			continue
		}
		if not := words(n.Parent); !strings.Contains(not, "Caution Folic acid") || strings.Contains(not, "Nothing is ruled out") {
			t.Errorf("it says %q", not)
		}
		return
	}
	t.Error("no box says what not")
}

// The banner speaks of her to her doctor; what is said to her is folded away. Each notice
// shows how soon by its class, and none says that there is no danger while one is open.
func TestBanner(t *testing.T) {
	women, err := filepath.Glob("../../testdata/women/*/case.yaml")
	if err != nil || len(women) == 0 {
		t.Fatalf("found %d women (%v)", len(women), err)
	}
	seen := map[string]int{}
	for _, woman := range women {
		name := filepath.Base(filepath.Dir(woman))
		data, err := os.ReadFile(woman)
		if err != nil {
			t.Fatal(err)
		}
		for lang, to := range map[string]*regexp.Regexp{"en": regexp.MustCompile(`(?i)\byou(r|rs)?\b`), "zh": regexp.MustCompile(`[您你]`)} {
			a := assess(t, data, assessment.Options{Lang: lang})
			var classes []string
			root, err := dom.Parse(strings.NewReader(page(t, "clinician", a, html.Options{})))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.Descendants() {
				if !strings.HasPrefix(attr(n, "class"), "notice ") {
					continue
				}
				classes = append(classes, attr(n, "class"))
				for part := range n.Descendants() {
					if part.Type == dom.TextNode && !folded(part) && to.MatchString(part.Data) {
						t.Errorf("%s.%s: it speaks to her: %s", name, lang, part.Data)
					}
				}
			}
			want := []string{}
			for _, f := range a.RedFlags {
				class := map[string]string{"emergency": "is-stop", "urgent": "is-today", "soon": "is-care"}[f.Urgency]
				if !slices.Contains(want, class) {
					want = append(want, class)
				}
			}
			if a.Unexcluded() != "" {
				want = append(want, "is-open")
			} else if len(a.RedFlags) == 0 {
				want = append(want, "good")
			}
			all := strings.Join(classes, " ")
			for _, class := range want {
				seen[class]++
				if !strings.Contains(all, class) {
					t.Errorf("%s.%s: no notice is %s: %s", name, lang, class, all)
				}
			}
			if strings.Contains(all, "good") && a.Unexcluded() != "" {
				t.Errorf("%s.%s: it says that there is no danger, and one is open", name, lang)
			}
		}
	}
	for _, class := range []string{"is-stop", "is-today", "is-care", "is-open", "good"} {
		if seen[class] == 0 {
			t.Errorf("no named woman shows %s", class)
		}
	}
}

// folded reports what stands in details, which a reader has to open first.
func folded(n *dom.Node) bool {
	for up := range n.Ancestors() {
		if up.Data == "details" {
			return true
		}
	}
	return false
}

// Where her illness decides more than any average, the numbers below say so before any of
// them is read.
func TestNoFigureIsHers(t *testing.T) {
	data, err := os.ReadFile("../../testdata/women/lupus-on-warfarin/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"en": "No study’s figure fits her", "zh": "没有研究的数字适合她"} {
		root, err := dom.Parse(strings.NewReader(page(t, "clinician", assess(t, data, assessment.Options{Lang: lang}), html.Options{})))
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for n := range root.Descendants() {
			if strings.Contains(attr(n, "class"), "models") {
				text := words(n)
				at, first := strings.Index(text, want), strings.Index(text, "100")
				found = at >= 0 && at < first
			}
		}
		if !found {
			t.Errorf("%s: the numbers do not begin with it", lang)
		}
	}
}

// However full the page is, no treatment leaves its first screen.
func TestNoTreatmentFolded(t *testing.T) {
	data, err := os.ReadFile("../../testdata/women/lupus-on-warfarin/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for lang, wants := range map[string][]string{
		"en": {"Warfarin once pregnant", "Heparin at a treatment dose", "allergy to aspirin", "Contraception; changed six weeks"},
		"zh": {"怀孕后继续用华法林", "治疗剂量的肝素", "先避孕；备孕前至少6周换药"},
	} {
		a := assess(t, data, assessment.Options{Lang: lang})
		root, err := dom.Parse(strings.NewReader(page(t, "clinician", a, html.Options{})))
		if err != nil {
			t.Fatal(err)
		}
		first := ""
		for n := range root.Descendants() {
			if c := attr(n, "class"); strings.Contains(c, "minute") || strings.Contains(c, "notice") {
				first += words(n) + "\n"
			}
		}
		not, yes := a.Given()
		for _, g := range append(not, yes...) {
			name := g.Of.ID
			if !strings.Contains(strings.ToLower(first), strings.ToLower(terms.NameOfTreatment(a.Base(), lang, name))) {
				t.Errorf("%s: %s is not on the first screen", lang, name)
			}
		}
		for _, want := range wants {
			if !strings.Contains(first, want) {
				t.Errorf("%s: %q is not on the first screen", lang, want)
			}
		}
	}
}
