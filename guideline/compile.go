// Package guideline holds what the field says against what a case amounts to:
// it compiles the conditions of the knowledge once and evaluates them in three
// values, naming what is missing.
package guideline

import (
	"fmt"
	"slices"
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
)

// Library is the knowledge with every condition compiled. It is not changed
// after Compile and may be used by many goroutines.
type Library struct {
	base *knowledge.Base

	size       int                    // how many rules there are
	causes     []*compiled            // rules that establish, suspect or exclude a cause
	guidelines map[string][]*compiled // by source, in order of file
	rest       []*compiled            // flags, departments, cautions, deferrals, trials, models
	bands      []*compiled            // the groups of the models
	workups    map[string]*compiled   // the "unexplained" rule of each guideline

	slots    map[string]int // term → slot
	unknown  []ref.Val      // one preallocated unknown a slot
	causeRef map[string]causeSlots
	metSlots map[string]int // criterion → slot
	local    localSlots

	noneFound int // slot of "no cause was found"
}

// causeSlots are the slots a cause's verdicts are written into.
type causeSlots struct{ established, suspected, excluded int }

// compiled is a rule with its program.
type compiled struct {
	rule    *knowledge.Rule
	tree    *condition  // nil where the condition needs more than a tree
	program cel.Program // nil where the tree is enough
	used    []int       // slots the condition names, in order of the vocabulary
}

// Compile type-checks every condition against the vocabulary. The error is a
// problem.List with every condition that does not compile and every term that
// could not be derived.
func Compile(base *knowledge.Base) (*Library, error) {
	l := &Library{base: base, guidelines: map[string][]*compiled{}, workups: map[string]*compiled{}, slots: map[string]int{}}
	env, err := l.environment()
	if err != nil {
		return nil, fmt.Errorf("set up the conditions: %w", err)
	}
	faults := l.checkTerms()
	rules := slices.Clone(base.Rules)
	for _, g := range base.Guidelines {
		if g.Unexplained != nil {
			rules = append(rules, g.Unexplained)
		}
	}
	rules = append(rules, base.Bands...)
	programs := make([]*compiled, len(rules))
	mistakes := make([]problem.List, len(rules))
	var wait sync.WaitGroup
	const workers = 4
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(rules); i += workers {
				programs[i], mistakes[i] = l.compile(env, rules[i])
			}
		})
	}
	wait.Wait()
	l.findSlots(&faults)
	if err := append(faults, slices.Concat(mistakes...)...).Err(); err != nil {
		return nil, err
	}
	l.size = len(programs)
	for i, c := range programs {
		l.sort(c, i >= len(base.Rules) && !c.rule.Band)
	}
	return l, nil
}

// sort puts a rule where Evaluate takes it up.
func (l *Library) sort(c *compiled, workup bool) {
	switch {
	case workup:
		l.workups[c.rule.Source] = c
	case c.rule.Band:
		l.bands = append(l.bands, c)
	case c.rule.Cause != "":
		l.causes = append(l.causes, c)
	case l.base.Recommends(c.rule):
		l.guidelines[c.rule.Source] = append(l.guidelines[c.rule.Source], c)
	default:
		l.rest = append(l.rest, c)
	}
}

// environment declares every term. Macros are off: a condition names findings,
// and has() or a comprehension would turn what is unknown into no.
func (l *Library) environment() (*cel.Env, error) {
	options := []cel.EnvOption{cel.ClearMacros(), cel.CrossTypeNumericComparisons(true)}
	for _, t := range l.base.Vocabulary {
		l.slots[t.Name] = t.Slot
		l.unknown = append(l.unknown, types.NewUnknown(int64(t.Slot), types.NewAttributeTrail(t.Name)))
		switch t.Type {
		case "flag":
			options = append(options, cel.Variable(t.Name, cel.BoolType))
		case "number":
			options = append(options, cel.Variable(t.Name, cel.DoubleType))
		}
	}
	return cel.NewEnv(options...)
}

// checkTerms lists the computed terms that package finding cannot derive.
func (l *Library) checkTerms() (faults problem.List) {
	for _, t := range l.base.Vocabulary {
		found, accepted := finding.Fault(t)
		if found == "" {
			continue
		}
		nearest := problem.Nearest(t.From.Computed, finding.Computed())
		if nearest == t.From.Computed { // the name is right, what stands with it is not
			nearest = ""
		}
		faults.Add(t.At, t.Name+": "+found, accepted, nearest)
	}
	return faults
}

func (l *Library) compile(env *cel.Env, rule *knowledge.Rule) (*compiled, problem.List) {
	var mistakes problem.List
	ast, issues := env.Compile(rule.When)
	if issues != nil && issues.Err() != nil {
		for _, e := range issues.Errors() {
			word := wordAt(rule.When, e.Location.Column())
			mistakes.Add(rule.At, fmt.Sprintf("%s: in %q: %s", rule.ID, rule.When, e.Message),
				"a condition over the vocabulary", problem.Nearest(word, l.names()))
		}
		return nil, mistakes
	}
	if ast.OutputType() != cel.BoolType {
		mistakes.Add(rule.At, fmt.Sprintf("%s: %q is a %s", rule.ID, rule.When, ast.OutputType()), "a condition that is true or false", "")
		return nil, mistakes
	}
	c := &compiled{rule: rule, tree: l.layOut(ast.NativeRep(), ast.NativeRep().Expr())}
	if c.tree == nil {
		program, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			mistakes.Add(rule.At, fmt.Sprintf("%s: %v", rule.ID, err), "a condition over the vocabulary", "")
			return nil, mistakes
		}
		c.program = program
	}
	for _, r := range ast.NativeRep().ReferenceMap() {
		if slot, ok := l.slots[r.Name]; ok && !slices.Contains(c.used, slot) {
			c.used = append(c.used, slot)
		}
	}
	slices.Sort(c.used)
	return c, nil
}

func (l *Library) names() []string {
	names := make([]string, len(l.base.Vocabulary))
	for i, t := range l.base.Vocabulary {
		names[i] = t.Name
	}
	return names
}

// wordAt cuts out the dotted name around a column of a condition.
func wordAt(s string, column int) string {
	part := func(i int) bool {
		b := s[i]
		return b == '.' || b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
	}
	if column < 0 || column >= len(s) {
		return ""
	}
	from, to := column, column
	for from > 0 && part(from-1) {
		from--
	}
	for to < len(s) && part(to) {
		to++
	}
	return s[from:to]
}

// findSlots looks up where verdicts are written. A term that is not in the
// vocabulary is a fault: no patient's record can mend it.
func (l *Library) findSlots(faults *problem.List) {
	slot := func(name string) int {
		n, ok := l.slots[name]
		if !ok {
			faults.Add(problem.Place{File: "vocabulary"}, "no term "+problem.Quote(name), "every term that a verdict is written into", "")
		}
		return n
	}
	l.causeRef = map[string]causeSlots{}
	for _, c := range l.base.Causes {
		id := knowledge.Ident(c.ID)
		l.causeRef[c.ID] = causeSlots{slot("established." + id), slot("suspected." + id), slot("excluded." + id)}
	}
	l.metSlots = map[string]int{}
	for _, c := range l.base.Criteria {
		l.metSlots[c.ID] = slot("met." + knowledge.Ident(c.ID))
	}
	l.local = localSlots{
		rpl: slot("rpl"), unexplained: slot("unexplained"),
		two: slot("counted.two_or_more"), three: slot("counted.three_or_more"),
		four: slot("counted.four_or_more"), exactlyTwo: slot("counted.exactly_two"),
	}
	l.noneFound = slot("cause.none_found")
}
