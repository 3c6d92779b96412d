package truth_test

import (
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/truth"
)

const (
	unknown = truth.Unknown
	no      = truth.No
	yes     = truth.Yes
)

var all = []truth.Value{unknown, no, yes}

// byName are the words of the public tests.
var byName = map[string]truth.Value{"true": yes, "false": no, "null": unknown}

// operators are those of the public tests that have two sides, in our words.
var operators = map[string]func(a, b truth.Value) truth.Value{
	"and":     func(a, b truth.Value) truth.Value { return truth.And(a, b) },
	"or":      func(a, b truth.Value) truth.Value { return truth.Or(a, b) },
	"implies": func(a, b truth.Value) truth.Value { return truth.Or(truth.Not(a), b) },
	"xor": func(a, b truth.Value) truth.Value {
		return truth.Or(truth.And(a, truth.Not(b)), truth.And(truth.Not(a), b))
	},
}

// asked are the public tests' questions about one value.
var asked = map[string]func(v truth.Value) truth.Value{
	"not ":     truth.Not,
	"IsTrue(":  func(v truth.Value) truth.Value { return truth.Of(v == yes) },
	"IsFalse(": func(v truth.Value) truth.Value { return truth.Of(v == no) },
}

// The tables agree with the tests of the Clinical Quality Language.
func TestPublicTables(t *testing.T) {
	done := 0
	for _, name := range []string{"testdata/CqlLogicalOperatorsTest.xml", "testdata/CqlNullologicalOperatorsTest.xml"} {
		data, err := os.ReadFile(name)
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
			got, ok := evaluate(c.Expression)
			if !ok {
				continue // a question about texts or dates
			}
			done++
			if want := byName[c.Output]; got != want {
				t.Errorf("%s is %s, want %s", c.Expression, got, want)
			}
		}
	}
	if want := 4*9 + 3 + 6; done != want {
		t.Errorf("%d public tests were run, want %d", done, want)
	}
}

func evaluate(expression string) (truth.Value, bool) {
	for begin, ask := range asked {
		if rest, ok := strings.CutPrefix(expression, begin); ok {
			v, known := byName[strings.TrimSuffix(rest, ")")]
			return ask(v), known
		}
	}
	if sides := strings.Fields(expression); len(sides) == 3 && operators[sides[1]] != nil {
		return operators[sides[1]](byName[sides[0]], byName[sides[2]]), true
	}
	return unknown, false
}

func TestOfNothing(t *testing.T) {
	if truth.And() != yes || truth.Or() != no {
		t.Errorf("And() = %s, Or() = %s, want yes and no", truth.And(), truth.Or())
	}
}

// Whatever the length and order, an answer that some parts settle is not
// changed by learning the others.
func TestLearningNeverFlips(t *testing.T) {
	for _, operator := range operators {
		for _, a := range all {
			for _, b := range all {
				before := operator(a, b)
				for _, learnt := range []truth.Value{no, yes} {
					if a == unknown && before.Known() && operator(learnt, b) != before {
						t.Errorf("%s, %s was %s; with the first %s it is %s", a, b, before, learnt, operator(learnt, b))
					}
				}
			}
		}
	}
	for _, a := range all {
		for _, b := range all {
			for _, c := range all {
				if got, want := truth.And(a, b, c), truth.And(truth.And(c, a), b); got != want {
					t.Errorf("And(%s, %s, %s) = %s, in another order %s", a, b, c, got, want)
				}
				if got, want := truth.Or(a, b, c), truth.Or(truth.Or(c, a), b); got != want {
					t.Errorf("Or(%s, %s, %s) = %s, in another order %s", a, b, c, got, want)
				}
			}
		}
	}
}

func TestBetween(t *testing.T) {
	for _, c := range []struct {
		min, max, n int
		want        truth.Value
	}{
		{2, 4, 2, yes}, {2, 4, 1, yes}, {2, 4, 3, unknown}, {2, 4, 4, unknown}, {2, 4, 5, no}, {0, 0, 0, yes}, {0, 0, 1, no},
	} {
		if got := truth.Between(c.min, c.max, c.n); got != c.want {
			t.Errorf("Between(%d, %d, %d) = %s, want %s", c.min, c.max, c.n, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	for want, v := range map[string]truth.Value{"yes": truth.Of(true), "no": truth.Of(false), "unknown": *new(truth.Value)} {
		if got := v.String(); got != want || v.Known() != (want != "unknown") {
			t.Errorf("%d is %q, known %v; want %q", v, got, v.Known(), want)
		}
	}
}
