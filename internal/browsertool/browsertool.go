// Package browsertool finds what drives a real browser in tests: node, Chromium and the
// packages of a project under tools. Only tests import it.
package browsertool

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// Tool is a project under tools with what runs it.
type Tool struct {
	Node   string   // the program
	Folder string   // of the project
	Env    []string // names the browser
}

// Find gives a project of tools. Where something is missing the test is skipped with
// the reason, or fails if the environment variable says "required".
func Find(t *testing.T, tool, variable string) Tool {
	t.Helper()
	required := os.Getenv(variable) == "required"
	if testing.Short() && !required {
		t.Skip("a browser takes its time")
	}
	missing := func(what string) {
		t.Helper()
		if required {
			t.Fatal(what + ", and " + variable + "=required")
		}
		t.Skip(what + "; see tools/" + tool + "/README.md")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing("node is not here")
	}
	chromium := os.Getenv("CHROMIUM")
	if chromium == "" {
		if chromium, err = exec.LookPath("chromium"); err != nil {
			missing("there is no chromium, and CHROMIUM names no browser")
		}
	}
	_, here, _, _ := runtime.Caller(0)
	folder := filepath.Join(filepath.Dir(here), "..", "..", "tools", tool)
	if _, err := os.Stat(filepath.Join(folder, "node_modules")); err != nil {
		missing("the packages of tools/" + tool + " are not installed")
	}
	return Tool{Node: node, Folder: folder, Env: append(os.Environ(), "CHROMIUM="+chromium)}
}
