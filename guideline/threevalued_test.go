package guideline_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// expressions are conditions over two flags, with what they mean in package
// truth and how the public tests write them; "" where they do not.
var expressions = []struct {
	when   string
	means  func(a, b truth.Value) truth.Value
	public string
}{
	{"a && b", func(a, b truth.Value) truth.Value { return truth.And(a, b) }, "%s and %s"},
	{"a || b", func(a, b truth.Value) truth.Value { return truth.Or(a, b) }, "%s or %s"},
	{"!a || b", func(a, b truth.Value) truth.Value { return truth.Or(truth.Not(a), b) }, "%s implies %s"},
	{"a && !b || !a && b", func(a, b truth.Value) truth.Value {
		return truth.Or(truth.And(a, truth.Not(b)), truth.And(truth.Not(a), b))
	}, "%s xor %s"},
	{"!a", func(a, _ truth.Value) truth.Value { return truth.Not(a) }, ""},
	{"!(a && b)", func(a, b truth.Value) truth.Value { return truth.Not(truth.And(a, b)) }, ""},
	{"!(a || b) || a", func(a, b truth.Value) truth.Value { return truth.Or(truth.Not(truth.Or(a, b)), a) }, ""},
	{"(a || b) && (a || !b)", func(a, b truth.Value) truth.Value {
		return truth.And(truth.Or(a, b), truth.Or(a, truth.Not(b)))
	}, ""},
}

// flags are two plain facts of a case file that stand for a and b.
var flags = map[string]string{"a": "planning", "b": "bleeding"}

var values = []truth.Value{truth.Unknown, truth.No, truth.Yes}

// Conditions answer as package truth does and as the public tests of the
// Clinical Quality Language want, for every pair of values.
func TestThreeValues(t *testing.T) {
	public := publicTests(t)
	agreed := 0
	for _, e := range expressions {
		library, base := compile(t, strings.NewReplacer("a", flags["a"], "b", flags["b"]).Replace(e.when))
		for _, a := range values {
			for _, b := range values {
				want := e.means(a, b)
				verdict := evaluate(t, library, base, a, b)
				if verdict.Applies != want {
					t.Errorf("%s with %s, %s is %s, package truth says %s", e.when, a, b, verdict.Applies, want)
				}
				if e.public != "" {
					expression := fmt.Sprintf(e.public, null(a), null(b))
					wanted, ok := public[expression]
					if !ok {
						t.Errorf("the public tests have no %q", expression)
					} else if null(verdict.Applies) != wanted {
						t.Errorf("%s is %s, the public tests want %s", expression, null(verdict.Applies), wanted)
					}
					agreed++
				}
				missing(t, e.when, base, verdict, map[string]truth.Value{flags["a"]: a, flags["b"]: b})
			}
		}
	}
	if agreed != 4*9 {
		t.Errorf("%d public tests were held against conditions, want %d", agreed, 4*9)
	}
	for _, v := range values {
		if want := public["not "+null(v)]; null(truth.Not(v)) != want {
			t.Errorf("not %s is %s, want %s", null(v), null(truth.Not(v)), want)
		}
	}
}

// missing wants an undecided verdict to name findings that are unknown, and a
// decided one to name none.
func missing(t *testing.T, when string, base *knowledge.Base, v guideline.Verdict, given map[string]truth.Value) {
	t.Helper()
	if (v.Applies == truth.Unknown) != (len(v.Missing) > 0) {
		t.Errorf("%s with %v is %s and misses %v", when, given, v.Applies, v.Missing)
	}
	for _, slot := range v.Missing {
		if name := base.Vocabulary[slot].Name; given[name].Known() {
			t.Errorf("%s with %v misses %s", when, given, name)
		}
	}
}

func null(v truth.Value) string {
	return map[truth.Value]string{truth.Yes: "true", truth.No: "false", truth.Unknown: "null"}[v]
}

// publicTests are the expressions of the public tests with what they give.
func publicTests(t *testing.T) map[string]string {
	t.Helper()
	tests := map[string]string{}
	data, err := os.ReadFile("../truth/testdata/CqlLogicalOperatorsTest.xml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Tests []struct {
			Expression string `xml:"expression"`
			Output     string `xml:"output"`
		} `xml:"group>test"`
	}
	if err := xml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Tests {
		tests[c.Expression] = c.Output
	}
	return tests
}

// compile makes a library of the real knowledge with one more rule in it.
func compile(t *testing.T, when string) (*guideline.Library, *knowledge.Base) {
	t.Helper()
	base, err := knowledge.Read(with(t, when))
	if err != nil {
		t.Fatal(err)
	}
	library, err := guideline.Compile(base)
	if err != nil {
		t.Fatal(err)
	}
	return library, base
}

const ruleID = "cause-three-valued"

// with copies the knowledge files and adds one cause rule with the condition.
func with(t *testing.T, when string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	if err := copyInto(files, os.DirFS("../knowledge")); err != nil {
		t.Fatal(err)
	}
	files["causes/three-valued.yaml"] = &fstest.MapFile{Data: fmt.Appendf(nil, `
topic: {en: a test, zh: 测试}
rules:
  - id: %s
    source: record
    says: {en: A test., zh: 测试。}
    when: %q
    cause: smoking
    status: suspected
    ref: "0"
    read: primary
    tests:
      - {given: {}, applies: undecided, missing: []}
`, ruleID, when)}
	return files
}

// evaluate gives the two flags their values by way of a case.
func evaluate(t *testing.T, l *guideline.Library, base *knowledge.Base, a, b truth.Value) guideline.Verdict {
	t.Helper()
	c := &patient.Case{}
	know := func(v truth.Value) patient.Fact[bool] {
		return patient.Fact[bool]{Value: v == truth.Yes, Known: v.Known(), Source: patient.Source{Document: "test"}}
	}
	c.Status.PlanningPregnancy, c.Status.Bleeding = know(a), know(b)
	for _, v := range l.Evaluate(finding.Derive(c, base)).Rules {
		if v.Rule.ID == ruleID {
			return v
		}
	}
	t.Fatal("the rule was not evaluated")
	return guideline.Verdict{}
}
