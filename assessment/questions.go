package assessment

import (
	"slices"
	"sort"
	"strings"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Question asks for one fact that would decide something.
type Question struct {
	Fact        string   `json:"fact"`
	Ask         string   `json:"ask"`
	WouldDecide []string `json:"wouldDecide"` // definitions, criteria and rules
}

// questions gathers what is open: first what would decide a danger, then a
// definition, then criteria, then the rest; among equals what decides most.
func (w *writer) questions() {
	found := map[string]*weighed{}
	ask := func(id string, weight int, facts []string) {
		for _, fact := range facts {
			if word := w.base.Word(knowledge.Conditions, fact); word != nil && word.Quiet {
				continue
			}
			q := found[fact]
			if q == nil {
				q = &weighed{}
				found[fact] = q
			}
			if !slices.Contains(q.decides, id) {
				q.decides = append(q.decides, id)
			}
			q.weight = max(q.weight, weight)
		}
	}
	for _, r := range w.Recurrence {
		ask(r.Definition, 3, r.Missing)
	}
	for _, c := range w.Criteria {
		ask(c.ID, 2, c.Missing)
	}
	for _, v := range w.verdicts.Rules {
		if v.Applies == truth.Unknown && w.here(v.Rule) && w.matters(v.Rule) {
			ask(v.Rule.ID, weight(v.Rule), guideline.Lacks(w.verdicts.Findings, v))
		}
	}
	facts := make([]string, 0, len(found))
	for fact := range found {
		facts = append(facts, fact)
	}
	sort.Slice(facts, func(i, j int) bool {
		a, b := found[facts[i]], found[facts[j]]
		if a.weight != b.weight {
			return a.weight > b.weight
		}
		if len(a.decides) != len(b.decides) {
			return len(a.decides) > len(b.decides)
		}
		return facts[i] < facts[j]
	})
	for _, fact := range facts {
		w.Questions = append(w.Questions, Question{fact, Ask(w.base, fact, w.lang), found[fact].decides})
	}
}

// matters reports whether an answer to the rule would still change anything for
// her: not for a cause that is settled or not looked for, nor for a caution with
// a treatment that nobody speaks of.
func (w *writer) matters(rule *knowledge.Rule) bool {
	switch {
	case rule.Cause != "":
		return slices.ContainsFunc(w.Causes, func(c Cause) bool {
			return c.ID == rule.Cause && (c.Status == knowledge.Suspected || c.Status == knowledge.NotExamined)
		})
	case len(rule.Caution) > 0:
		return slices.ContainsFunc(w.Treatments, func(t Treatment) bool {
			return slices.Contains(rule.Caution, t.ID) && (t.Requested || t.Taken || supports(t.Positions[0].Direction))
		})
	}
	return len(rule.Defer) == 0
}

// weight puts dangers first, and last what a recorded diagnosis would settle
// without any test.
func weight(rule *knowledge.Rule) int {
	switch {
	case rule.Flag != "":
		return 4
	case rule.Cause != "" && rule.Status == knowledge.Established:
		return 0
	}
	return 1
}

type weighed struct {
	weight  int
	decides []string
}

// Ask puts the question for a fact into words.
func Ask(base *knowledge.Base, fact, lang string) string {
	fill := func(key string, name knowledge.Text, number string) string {
		q, ok := base.Questions[key]
		if !ok {
			return fact
		}
		return strings.ReplaceAll(strings.ReplaceAll(q.In(lang), "{name}", name.In(lang)), "{n}", number)
	}
	if q, ok := base.Questions[fact]; ok {
		return q.In(lang)
	}
	if t := base.Test(fact); t != nil {
		return fill("test", t.Name, "")
	}
	if word := base.Word(knowledge.Conditions, fact); word != nil {
		if word.Kind == "event" {
			return fill("event", word.Name, "")
		}
		return fill("condition", word.Name, "")
	}
	if rest, ok := strings.CutPrefix(fact, "pregnancies."); ok {
		if number, field, ok := strings.Cut(rest, "."); ok {
			return fill("pregnancy."+field, knowledge.Text{}, number)
		}
	}
	return fact
}
