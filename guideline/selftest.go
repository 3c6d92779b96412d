package guideline

import (
	"fmt"
	"slices"
	"sort"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Report is what the rules' own tests show.
type Report struct {
	Rules, Tests int
	Failures     []Failure
	Unseen       []Unseen // rules that their tests do not show in all three answers
}

// Failure is a test whose rule answered otherwise.
type Failure struct {
	At         knowledge.Position
	Rule       string
	Got, Wants string
}

// Error is one line: the place, the rule, what was expected and what came.
func (f Failure) Error() string {
	return fmt.Sprintf("%s: %s: want %s, got %s", f.At, f.Rule, f.Wants, f.Got)
}

// Unseen is a rule with the answers that no test of it shows.
type Unseen struct {
	At      knowledge.Position
	Rule    string
	Answers []string
}

// Error is one line.
func (u Unseen) Error() string {
	return fmt.Sprintf("%s: %s: no test shows it %v", u.At, u.Rule, u.Answers)
}

// SelfTest runs the tests that stand beside the rules of one source; of every
// source when it is empty.
func (l *Library) SelfTest(source string) Report {
	var r Report
	for _, c := range l.all() {
		if source == "" || c.rule.Source == source {
			l.testRule(c, &r)
		}
	}
	sort.SliceStable(r.Failures, func(i, j int) bool { return before(r.Failures[i].At, r.Failures[j].At) })
	sort.SliceStable(r.Unseen, func(i, j int) bool { return before(r.Unseen[i].At, r.Unseen[j].At) })
	return r
}

func before(a, b knowledge.Position) bool {
	if a.File != b.File {
		return a.File < b.File
	}
	return a.Line < b.Line
}

// all is every compiled rule.
func (l *Library) all() []*compiled {
	out := slices.Concat(l.causes, l.rest)
	for _, rules := range l.guidelines {
		out = append(out, rules...)
	}
	for _, workup := range l.workups {
		out = append(out, workup)
	}
	return out
}

func (l *Library) testRule(c *compiled, r *Report) {
	r.Rules++
	seen := map[string]bool{}
	for _, t := range c.rule.Tests {
		r.Tests++
		seen[t.Applies] = true
		got, missing := l.answer(c, t)
		wants, given := t.Applies, got
		if t.Applies == "undecided" {
			wants = fmt.Sprintf("undecided, missing %v", sorted(t.Missing))
			given = fmt.Sprintf("%s, missing %v", got, missing)
		}
		if wants != given {
			r.Failures = append(r.Failures, Failure{t.At, c.rule.ID, given, wants})
		}
	}
	var unseen []string
	for _, answer := range []string{"yes", "no", "undecided"} {
		if !seen[answer] {
			unseen = append(unseen, answer)
		}
	}
	if len(unseen) > 0 {
		r.Unseen = append(r.Unseen, Unseen{c.rule.At, c.rule.ID, unseen})
	}
}

// answer evaluates a rule on what a test gives; all other findings are unknown.
func (l *Library) answer(c *compiled, t *knowledge.RuleTest) (answer string, missing []string) {
	set := &finding.Set{Case: &patient.Case{}, Base: l.base, Slots: make([]finding.Finding, len(l.base.Vocabulary))}
	for name, value := range t.Given {
		f := set.Get(name)
		switch v := value.(type) {
		case bool:
			f.Value = truth.Of(v)
		case int:
			f.Known, f.Number = true, float64(v)
		case float64:
			f.Known, f.Number = true, v
		}
	}
	v := l.verdict(&activation{compiled: l, slots: set.Slots}, c)
	for _, slot := range v.Missing {
		missing = append(missing, l.base.Vocabulary[slot].Name)
	}
	return map[truth.Value]string{truth.Yes: "yes", truth.No: "no", truth.Unknown: "undecided"}[v.Applies], sorted(missing)
}

func sorted(list []string) []string {
	out := slices.Clone(list)
	sort.Strings(out)
	return out
}
