package gravida_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestReadmeSession runs the commands the README shows and compares what it
// shows with what comes.
func TestReadmeSession(t *testing.T) {
	steps := session(t, read(t, "README.md"))
	if len(steps) < 3 {
		t.Fatalf("the README shows %d commands, want three or more", len(steps))
	}
	program := build(t)
	for _, s := range steps {
		t.Run(strings.Join(s.args, " "), func(t *testing.T) {
			args := s.args
			if args[0] == "assess" { // what a terminal gets by itself, and a test does not
				args = append(slices.Clone(args), "--format", "text")
			}
			command := exec.Command(program, args...)
			var problems strings.Builder
			command.Stderr = &problems
			out, err := command.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, problems.String())
			}
			got := strings.Split(strings.TrimRight(string(out), "\n"), "\n")
			if s.trimmed {
				if len(got) <= len(s.shown) {
					t.Fatalf("%d lines come, so that nothing is left for the … after %d", len(got), len(s.shown))
				}
				got = got[:len(s.shown)]
			}
			if want := strings.Join(s.shown, "\n"); strings.Join(got, "\n") != want {
				t.Errorf("the README shows\n%s\nbut now comes\n%s", want, strings.Join(got, "\n"))
			}
		})
	}
}

// step is one command of a session, with the output shown below it.
type step struct {
	args    []string
	shown   []string
	trimmed bool // a last line of … stands for the rest
}

// session finds the commands in the blocks of a page: lines that begin with
// "$ go run ./cmd/gravida".
func session(t *testing.T, page string) (steps []step) {
	t.Helper()
	const prompt = "$ go run ./cmd/gravida "
	for _, block := range blocks(page) {
		var s *step
		for _, line := range block {
			switch command, isCommand := strings.CutPrefix(line, prompt); {
			case isCommand:
				steps = append(steps, step{args: strings.Fields(command)})
				s = &steps[len(steps)-1]
			case strings.HasPrefix(line, "$ "):
				t.Errorf("the session has a command that is not run: %s", line)
			case s != nil:
				s.shown = append(s.shown, strings.TrimRight(line, " "))
			}
		}
	}
	for i := range steps {
		s := &steps[i]
		for len(s.shown) > 0 && s.shown[len(s.shown)-1] == "" {
			s.shown = s.shown[:len(s.shown)-1]
		}
		if n := len(s.shown); n > 0 && s.shown[n-1] == "…" {
			s.shown, s.trimmed = s.shown[:n-1], true
		}
		if len(s.shown) == 0 {
			t.Errorf("%v: no output is shown", s.args)
		}
	}
	return steps
}

// blocks are the lines of each fenced block of a page.
func blocks(page string) (blocks [][]string) {
	inside := false
	for line := range strings.Lines(page) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "```"):
			inside = !inside
			if inside {
				blocks = append(blocks, nil)
			}
		case inside:
			last := &blocks[len(blocks)-1]
			*last = append(*last, line)
		}
	}
	return blocks
}

// build builds the program. What a child process reads is invisible to Go's
// test cache, so the test itself looks at every file the program is made of.
func build(t *testing.T) string {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != "." {
			return filepath.SkipDir
		}
		_, err = os.Stat(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", dir+string(filepath.Separator), "./cmd/gravida").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return filepath.Join(dir, "gravida")
}

// TestContributingShowsARealRule holds the worked example against the file it
// was taken from.
func TestContributingShowsARealRule(t *testing.T) {
	page := blocks(read(t, "CONTRIBUTING.md"))
	if len(page) == 0 {
		t.Fatal("no example")
	}
	example := strings.Join(page[0], "\n")
	if !strings.Contains(read(t, "knowledge/guidelines/eshre-2022/thyroid.yaml"), example) {
		t.Errorf("the example is not in the file it names:\n%s", example)
	}
}

var link = regexp.MustCompile(`\]\(([^)#:\s]+)(?:#[^)]*)?\)`)

// TestLinks follows every link of the pages to a file of the project.
func TestLinks(t *testing.T) {
	pages := []string{"README.md", "CONTRIBUTING.md", "knowledge/README.md"}
	for _, pattern := range []string{"docs/*.md", "docs/*/*.md"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		pages = append(pages, found...)
	}
	for _, page := range pages {
		for _, m := range link.FindAllStringSubmatch(read(t, page), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s: a link to %s, which is not there", page, m[1])
			}
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
