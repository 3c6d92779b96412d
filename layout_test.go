package gravida_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors says on which floor each package stands. A package imports only from
// floors below its own; docs/architecture.md shows the same list.
var floors = map[string]int{
	"cmd/gravida": 10, "tools/synthea/draw": 10,

	"server": 9,

	"server/api": 8, "sdc": 8,

	".": 7, "interview": 7, "cohort": 7, "store": 7,
	"view/text": 7, "view/html": 7, "view/fhirout": 7, "view/casefhir": 7, "view/knowledgefhir": 7, "view/readout": 7, "view/cards": 7,

	"assessment": 6,

	"prognosis": 5,

	"intake": 4, "intake/correct": 4, "guideline": 4,

	"intake/casefile": 3, "intake/fhirin": 3, "intake/form": 3, "intake/bulk": 3, "finding": 3, "view/words": 3,

	"patient": 2, "knowledge": 2,

	"date": 1, "internal/r4": 1, "internal/unit": 1, "internal/strict": 1, "internal/spill": 1, "internal/element": 1,

	"truth": 0, "internal/problem": 0,
}

// onlyForTests are packages that nothing but tests may import.
var onlyForTests = []string{"internal/casetest", "internal/fhirvalidator", "internal/fhirpeers", "internal/javatool", "internal/browsertool"}

// impure are those that may touch the world although they stand on a floor up
// to 6.
var impure = []string{"intake", "intake/casefile", "intake/fhirin", "intake/bulk", "internal/spill"}

// alsoPure are those that may not, although they stand higher.
var alsoPure = []string{"interview"}

// The pure packages do not touch the world: no files, no network, no database,
// no clock, no log, no context.
var refused = []string{"os", "net", "net/http", "database/sql", "log", "log/slog", "context", "math/rand", "math/rand/v2"}

const module = "github.com/gravida-health/gravida"

// TestFloors reads the imports itself: what a child process reads is invisible
// to the test cache.
func TestFloors(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); name != "." && (strings.HasPrefix(base, ".") || base == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		pkg := path.Dir(filepath.ToSlash(name))
		seen[pkg] = true
		checkFile(t, pkg, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for pkg := range seen {
		if _, ok := floors[pkg]; !ok && !slices.Contains(onlyForTests, pkg) {
			t.Errorf("%s stands on no floor", pkg)
		}
	}
}

func checkFile(t *testing.T, pkg, name string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return
	}
	floor, placed := floors[pkg]
	if !placed {
		return // a test's package may import anything
	}
	pure := floor <= 6 && !slices.Contains(impure, pkg) || slices.Contains(alsoPure, pkg)
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if pure && slices.Contains(refused, imported) {
			t.Errorf("%s: the pure package %s imports %s", name, pkg, imported)
		}
		if imported != module && !strings.HasPrefix(imported, module+"/") {
			continue
		}
		below := strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")
		if below == "" {
			below = "."
		}
		switch to, ok := floors[below]; {
		case slices.Contains(onlyForTests, below):
			t.Errorf("%s: %s is only for tests", name, below)
		case !ok:
			t.Errorf("%s: %s stands on no floor", name, below)
		case to >= floor:
			t.Errorf("%s: %s (floor %d) imports %s (floor %d)", name, pkg, floor, below, to)
		}
	}
	if pure {
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && (s.Sel.Name == "Now" || s.Sel.Name == "Since" || s.Sel.Name == "Sleep") {
					t.Errorf("%s: the pure package %s calls time.%s", name, pkg, s.Sel.Name)
				}
			}
			return true
		})
	}
}
