package guideline_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
)

// copyInto copies the knowledge files of a folder.
func copyInto(files fstest.MapFS, fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, ".go") {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		files[path] = &fstest.MapFile{Data: data}
		return err
	})
}

func builtIn(t testing.TB) (*guideline.Library, *knowledge.Base) {
	t.Helper()
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	library, err := guideline.Compile(base)
	if err != nil {
		t.Fatal(err)
	}
	return library, base
}

// The tests beside the rules hold, and show every rule in all three answers.
func TestRulesHoldTheirOwnTests(t *testing.T) {
	library, base := builtIn(t)
	report := library.SelfTest("")
	for _, f := range report.Failures {
		t.Error(f)
	}
	for _, u := range report.Unseen {
		t.Error(u)
	}
	rules := len(base.Rules)
	for _, g := range base.Guidelines {
		if g.Unexplained != nil {
			rules++
		}
	}
	if report.Rules != rules || report.Tests < 3*rules {
		t.Errorf("%d rules with %d tests were tested; the knowledge has %d rules", report.Rules, report.Tests, rules)
	}
}

// Every rule, definition and set of criteria says where it stands, and its
// source can be followed; nobody's source is left over.
func TestEveryRuleHasASource(t *testing.T) {
	_, base := builtIn(t)
	cited := map[string]bool{}
	check := func(what, source, ref, read string, at knowledge.Position) {
		t.Helper()
		cited[source] = true
		if base.Source(source) == nil {
			t.Errorf("%s: %s has the source %q, which does not exist", at, what, source)
		}
		if ref == "" {
			t.Errorf("%s: %s names no place in %s", at, what, source)
		}
		if read != knowledge.Primary && read != knowledge.Secondary && read != knowledge.Unconfirmed {
			t.Errorf("%s: %s was read %q", at, what, read)
		}
	}
	for _, r := range base.Rules {
		check(r.ID, r.Source, r.Ref.En, r.Read, r.At)
		if r.Says.En == "" || r.Says.Zh == "" {
			t.Errorf("%s: %s says %v", r.At, r.ID, r.Says)
		}
	}
	for _, c := range base.Criteria {
		check(c.ID, c.Source, c.Ref.En, c.Read, c.At)
	}
	for _, m := range base.Models {
		check(m.ID, m.Source, m.Ref.En, m.Read, m.At)
	}
	for _, g := range base.Guidelines {
		cited[g.ID] = true
		if g.Definition != nil {
			check(g.ID, g.ID, g.Definition.Ref.En, g.Definition.Read, g.At)
		}
		if g.Unexplained != nil {
			check(g.Unexplained.ID, g.ID, g.Unexplained.Ref.En, g.Unexplained.Read, g.Unexplained.At)
		}
	}
	for _, test := range base.Tests {
		if test.Usual != nil {
			check("usual limits of "+test.ID, test.Usual.Source, "-", test.Usual.Read, test.At)
		}
	}
	for _, s := range base.Sources {
		if !cited[s.ID] {
			t.Errorf("%s: nothing cites the source %s", s.At, s.ID)
		}
	}
}

// unlinked is every source no link can lead to, and why; a document never joins
// this list because its address was not looked for.
var unlinked = map[string]string{
	"record":    "no document: what is written in the patient's own record",
	"gravida":   "no document: our own reading, for which no text was read",
	"interview": "a document, of which no published version is known",
}

// Every other source has a DOI or a page, a year or the month in which a page
// without a date was read, and says how it was read.
func TestEverySourceCanBeFollowed(t *testing.T) {
	_, base := builtIn(t)
	for _, s := range base.Sources {
		switch {
		case s.Citation.En == "" || s.Citation.Zh == "" || s.Name.En == "" || s.Name.Zh == "":
			t.Errorf("%s: the source %s has the names %v and the citation %q", s.At, s.ID, s.Name, s.Citation)
		case s.Read != knowledge.Primary && s.Read != knowledge.Secondary && s.Read != knowledge.Unconfirmed:
			t.Errorf("%s: %s was read %q", s.At, s.ID, s.Read)
		case s.Unlinked != (unlinked[s.ID] != ""):
			t.Errorf("%s: %s is unlinked: %v; the reason here is %q", s.At, s.ID, s.Unlinked, unlinked[s.ID])
		case s.Unlinked:
		case s.DOI == "" && s.URL == "":
			t.Errorf("%s: %s has neither DOI nor URL", s.At, s.ID)
		case s.Year == 0 && s.Accessed == "":
			t.Errorf("%s: %s has neither year nor the month it was accessed", s.At, s.ID)
		}
	}
	for id := range unlinked {
		if base.Source(id) == nil {
			t.Errorf("no source %s, which is excused from a link", id)
		}
	}
}

// What a reader writes wrong is said with its place, all of it at once.
func TestConditionsThatDoNotCompile(t *testing.T) {
	for _, c := range []struct{ when, found, nearest string }{
		{"tsh.hihg", "tsh.hihg", "tsh.high"},
		{"age", "double", ""},
		{"age && pregnant", "", ""},
		{"has(pregnant)", "", ""},
		{"[1, 2].exists(x, x > 1)", "", ""},
	} {
		base, err := knowledge.Read(with(t, c.when))
		if err == nil {
			_, err = guideline.Compile(base)
		}
		switch {
		case err == nil:
			t.Errorf("%q compiles", c.when)
		case !strings.Contains(err.Error(), "causes/three-valued.yaml:4:"):
			t.Errorf("%q: %q has no place", c.when, err)
		case !strings.Contains(err.Error(), c.found) || c.nearest != "" && !strings.Contains(err.Error(), "did you mean "+c.nearest):
			t.Errorf("%q: %q, want %q and %q in it", c.when, err, c.found, c.nearest)
		}
	}
}
