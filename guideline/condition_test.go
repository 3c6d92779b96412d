package guideline

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Every condition of the built-in knowledge is laid out as a tree, and the tree
// answers as CEL itself does, naming the same missing findings.
func TestConditionsAnswerAsCELDoes(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	library, err := Compile(base)
	if err != nil {
		t.Fatal(err)
	}
	// CEL reads the slots through a library of its own, which knows no trees.
	oracle := &Library{base: base, slots: map[string]int{}}
	env, err := oracle.environment()
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	a := &activation{compiled: oracle, slots: make([]finding.Finding, len(base.Vocabulary))}
	rules := append(library.all(), library.bands...)
	if len(rules) != library.size {
		t.Errorf("%d rules of %d are looked at", len(rules), library.size)
	}
	answers := map[truth.Value]int{}
	for _, c := range rules {
		if c.rule.Band && c.rule.When == "true" { // one figure for everybody: nothing to lay out
			continue
		}
		if c.tree == nil {
			t.Errorf("%s: %q is not laid out as a tree", c.rule.ID, c.rule.When)
			continue
		}
		program := compileAlone(t, env, c.rule.When)
		limits := map[int][]float64{}
		c.tree.limits(limits)
		for range 300 {
			for _, slot := range c.used {
				a.slots[slot] = anyFinding(random, base.Vocabulary[slot], limits[slot])
			}
			got, want := c.tree.eval(a.slots), truth.Unknown
			var missing, wanted []int
			if got == truth.Unknown {
				missing = c.tree.missing(a.slots, nil)
			}
			switch out, _, err := program.Eval(a); value := out.(type) {
			case types.Bool:
				want = truth.Of(bool(value))
			case *types.Unknown:
				for _, id := range value.IDs() {
					wanted = append(wanted, int(id))
				}
			default:
				t.Fatalf("%s: CEL cannot evaluate %q: %v, %v", c.rule.ID, c.rule.When, out, err)
			}
			slices.Sort(missing)
			slices.Sort(wanted)
			if got != want || !slices.Equal(missing, wanted) {
				t.Fatalf("%s: %q with %s:\nthe tree says %s, missing %v\nCEL says %s, missing %v", c.rule.ID, c.rule.When,
					settings(a.slots, base, c.used), got, names(base, missing), want, names(base, wanted))
			}
			answers[got]++
		}
	}
	for _, v := range []truth.Value{truth.Yes, truth.No, truth.Unknown} {
		if answers[v] < 1000 {
			t.Errorf("only %d settings were answered %s", answers[v], v)
		}
	}
}

// What a tree cannot hold stays with CEL, and is answered all the same.
func TestConditionsBeyondATree(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	l := &Library{base: base, slots: map[string]int{}}
	env, err := l.environment()
	if err != nil {
		t.Fatal(err)
	}
	c, mistakes := l.compile(env, &knowledge.Rule{ID: "beyond-a-tree", When: "planning == bleeding"})
	if mistakes != nil || c.tree != nil || c.program == nil {
		t.Fatalf("the tree is %v, the program %v: %v", c.tree, c.program, mistakes)
	}
	a := &activation{compiled: l, slots: make([]finding.Finding, len(base.Vocabulary))}
	planning, bleeding := l.slots["planning"], l.slots["bleeding"]
	a.slots[planning].Value = truth.Yes
	if v := l.verdict(a, c); v.Applies != truth.Unknown || !slices.Equal(v.Missing, []int{bleeding}) {
		t.Errorf("without one part it is %s, missing %v", v.Applies, names(base, v.Missing))
	}
	a.slots[bleeding].Value = truth.Yes
	if v := l.verdict(a, c); v.Applies != truth.Yes {
		t.Errorf("with both parts yes it is %s", v.Applies)
	}
}

func compileAlone(t *testing.T, env *cel.Env, when string) cel.Program {
	t.Helper()
	ast, issues := env.Compile(when)
	if issues != nil && issues.Err() != nil {
		t.Fatalf("%q: %v", when, issues.Err())
	}
	program, err := env.Program(ast)
	if err != nil {
		t.Fatalf("%q: %v", when, err)
	}
	return program
}

// limits gathers the numbers each slot is compared with.
func (c *condition) limits(of map[int][]float64) {
	switch {
	case len(c.parts) > 0:
		for _, p := range c.parts {
			p.limits(of)
		}
	case c.op != isFlag:
		of[c.slot] = append(of[c.slot], c.limit)
	}
}

// anyFinding is unknown one time in three; a known number lies on a limit or on
// one side of it.
func anyFinding(random *rand.Rand, term *knowledge.Term, limits []float64) finding.Finding {
	choice := random.IntN(3)
	switch {
	case choice == 0:
		return finding.Finding{}
	case term.Type == "flag":
		return finding.Finding{Value: truth.Of(choice == 1)}
	}
	near := limits[random.IntN(len(limits))]
	return finding.Finding{Known: true, Number: near + []float64{-0.5, 0, 0.5}[random.IntN(3)]}
}

func names(base *knowledge.Base, slots []int) (out []string) {
	for _, slot := range slots {
		out = append(out, base.Vocabulary[slot].Name)
	}
	return out
}

func settings(slots []finding.Finding, base *knowledge.Base, used []int) (out string) {
	for _, slot := range used {
		f := &slots[slot]
		if out += " " + base.Vocabulary[slot].Name; f.Known {
			out += fmt.Sprint(" ", f.Number)
		} else {
			out += " " + f.Value.String()
		}
	}
	return out
}

// A number of which two ends are known decides a comparison exactly where every
// number from one to the other does.
func TestBetween(t *testing.T) {
	for op := isLess; op <= isNotEqual; op++ {
		for limit := 0.0; limit <= 6; limit++ {
			c := &condition{op: op, limit: limit}
			for low := 1.0; low <= 5; low++ {
				for high := low; high <= 5; high++ {
					answers := map[bool]bool{}
					for x := low; x <= high; x += 0.5 {
						answers[c.compare(x)] = true
					}
					want := truth.Unknown
					if len(answers) == 1 {
						want = truth.Of(answers[true])
					}
					if got := c.eval([]finding.Finding{{Spans: true, Low: low, High: high}}); got != want {
						t.Errorf("operator %d, limit %g, %g to %g: %s, want %s", op, limit, low, high, got, want)
					}
				}
			}
		}
	}
}
