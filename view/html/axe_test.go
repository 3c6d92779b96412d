package html_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/html"
)

// A browser opens the pages of women who show much: an emergency, a full record,
// one of which nothing is known. tools/browser says how to make it run.
func TestAxeInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	missing := func(what string) {
		t.Helper()
		if os.Getenv("GRAVIDA_BROWSER") == "required" {
			t.Fatal(what + ", and GRAVIDA_BROWSER=required")
		}
		t.Skip(what + "; see tools/browser/README.md")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing("node is not here")
	}
	browser := os.Getenv("CHROMIUM")
	if browser == "" {
		if browser, err = exec.LookPath("chromium"); err != nil {
			missing("there is no chromium, and CHROMIUM names no browser")
		}
	}
	tool, err := filepath.Abs("../../tools/browser")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(tool, "node_modules")); err != nil {
		missing("the packages of tools/browser are not installed")
	}
	args := []string{filepath.Join(tool, "axe.mjs")}
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
	run := exec.CommandContext(t.Context(), node, args...)
	run.Env = append(os.Environ(), "CHROMIUM="+browser)
	if out, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
