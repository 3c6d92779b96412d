package html_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/browsertool"
	"github.com/gravida-health/gravida/view/html"
)

// A browser opens the pages of women who show much: an emergency, a full record,
// one of which nothing is known. tools/browser says how to make it run.
func TestAxeInBrowser(t *testing.T) {
	browser := browsertool.Find(t, "browser", "GRAVIDA_BROWSER")
	args := []string{filepath.Join(browser.Folder, "axe.mjs")}
	for _, woman := range []string{"red-flags-after-a-loss", "two-losses-one-positive-antibody", "nothing-known-but-two-losses"} {
		data, err := os.ReadFile("../../testdata/women/" + woman + "/case.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "zh"} {
			a := assess(t, data, assessment.Options{Lang: lang})
			for audience := range audiences {
				file := filepath.Join(t.TempDir(), woman+"."+lang+"."+audience+".html")
				if err := os.WriteFile(file, []byte(page(t, audience, a, html.Options{})), 0o600); err != nil {
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
