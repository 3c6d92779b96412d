package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"gravida": func() { os.Exit(run(os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr, false})) },
	})
}

// TestScripts runs the scripts, which are also the manual: every verb and flag
// is in one.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv("ROOT", root)
			return nil
		},
	})
}

// TestVerbsHaveHelp walks all verbs: each says what it does, in one screen, with
// an example.
func TestVerbsHaveHelp(t *testing.T) {
	for _, v := range verbs() {
		if v.name == "version" {
			continue
		}
		var out strings.Builder
		if code := run([]string{v.name, "-h"}, streams{out: &out, err: &out}); code != done {
			t.Errorf("gravida %s -h: exit status %d", v.name, code)
		}
		help := out.String()
		for _, want := range []string{"gravida " + v.name, "Example:", "Flags:"} {
			if !strings.Contains(help, want) {
				t.Errorf("gravida %s -h does not say %q:\n%s", v.name, want, help)
			}
		}
		if n := strings.Count(help, "\n"); n > 40 {
			t.Errorf("gravida %s -h is %d lines long; one screen is enough", v.name, n)
		}
	}
}
