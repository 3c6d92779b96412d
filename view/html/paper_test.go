package html_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	dom "golang.org/x/net/html"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/browsertool"
	"github.com/gravida-health/gravida/view/html"
)

// What a woman carries is one sheet of A4, whoever she is and in both languages, and what
// a clinician prints at most four; in English only, which takes the more room. tools/browser says how to make it run.
func TestPaperInBrowser(t *testing.T) {
	browser := browsertool.Find(t, "browser", "GRAVIDA_BROWSER")
	women, err := filepath.Glob("../../testdata/women/*/case.yaml")
	if err != nil || len(women) == 0 {
		t.Fatalf("found %d women (%v)", len(women), err)
	}
	args := []string{filepath.Join(browser.Folder, "paper.mjs")}
	folder := t.TempDir()
	for audience, most := range map[string]string{"patient": "1", "clinician": "4"} {
		languages := []string{"en", "zh"}
		if audience == "clinician" {
			languages = languages[:1]
		}
		args = append(args, most)
		for _, woman := range women {
			data, err := os.ReadFile(woman)
			if err != nil {
				t.Fatal(err)
			}
			for _, lang := range languages {
				file := filepath.Join(folder, filepath.Base(filepath.Dir(woman))+"."+lang+"."+audience+".html")
				if err := os.WriteFile(file, []byte(page(t, audience, assess(t, data, assessment.Options{Lang: lang}), html.Options{})), 0o600); err != nil {
					t.Fatal(err)
				}
				args = append(args, file)
			}
		}
	}
	run := exec.CommandContext(t.Context(), browser.Node, args...)
	run.Env = browser.Env
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// Her sheet has her results, each with its value and its day, those outside the limits
// first; and a list that is cut says how much is left.
func TestSheet(t *testing.T) {
	data, err := os.ReadFile("../../testdata/women/two-losses-one-positive-antibody/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	root, err := dom.Parse(strings.NewReader(page(t, "patient", assess(t, data, assessment.Options{}), html.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for n := range root.Descendants() {
		if attr(n, "id") == "sheet" {
			text = words(n)
		}
	}
	at := -1
	for _, want := range []string{"My results", "Thyroid-stimulating hormone (TSH): 5.1 mIU/L, 9 Jan 2026", "3D ultrasound: normal, 20 Feb 2026", "Not known yet", " more"} {
		next := strings.LastIndex(text, want)
		if next <= at {
			t.Errorf("%q stands at %d, after %d: %s", want, next, at, text)
		}
		at = next
	}
}

// What was done to her stands on the sheet, and that nobody knows of a result; one who has
// no number is not called a case without one.
func TestSheetOfAnInterview(t *testing.T) {
	for lang, wants := range map[string][]string{"en": {"Operations", "curettage", "No test results are on record."}, "zh": {"做过的手术和操作", "清宫", "还没有检查结果的记录。"}} {
		root, err := dom.Parse(strings.NewReader(page(t, "patient", assess(t, []byte("gravida: case/1\nasOf: 2026-03-01\npatient: {age: 30}\npregnancies:\n  - {outcome: miscarriage, gestation: 8w}\n  - {outcome: miscarriage, gestation: 9w}\nprocedures: [{procedure: dilatation-and-curettage, date: 2025-06}]\n"), assessment.Options{Lang: lang}), html.Options{})))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if attr(n, "id") != "sheet" {
				continue
			}
			text := words(n)
			for _, want := range wants {
				if !strings.Contains(text, want) {
					t.Errorf("%s: %q is not on the sheet: %s", lang, want, text)
				}
			}
			if strings.Contains(text, "without an id") || strings.Contains(text, "未编号") {
				t.Errorf("%s: the sheet calls her a case without an id", lang)
			}
		}
	}
}
