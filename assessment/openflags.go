package assessment

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
	"github.com/gravida-health/gravida/view/words"
)

// openFlag is a danger that is neither raised nor decided false.
type openFlag struct {
	rule  *knowledge.Rule
	lacks []string // the facts that would decide it
}

// openFlags gathers the dangers that facts nobody gave could raise here, the most
// urgent first.
func (w *writer) openFlags() {
	for i := range w.verdicts.Rules {
		v := &w.verdicts.Rules[i]
		if v.Rule.Flag != "" && v.Applies == truth.Unknown && w.here(v.Rule) {
			w.undecided = append(w.undecided, openFlag{v.Rule, guideline.Lacks(w.verdicts.Findings, *v)})
		}
	}
	slices.SortStableFunc(w.undecided, func(x, y openFlag) int {
		return cmp.Compare(urgency(x.rule.Urgency), urgency(y.rule.Urgency))
	})
}

// weighty is the most urgent open danger that one answer settles and of which the
// knowledge says in a few words what to ask: it matters most for her. Nil where there
// is none.
func (a *Assessment) weighty() *openFlag {
	for i := range a.undecided {
		if f := &a.undecided[i]; f.rule.AskBrief.In(a.Lang) != "" && len(f.lacks) == 1 {
			return f
		}
	}
	return nil
}

// OpenFlags names what is not known and could raise a red flag: what matters most for
// her, then what she can feel or tell at once, how she is now before anything else. What
// only a test or a letter could tell is named where nothing else is open and no flag is
// raised. Where none is raised it is empty only if every danger is decided.
func (a *Assessment) OpenFlags() []string {
	first := a.weighty()
	var facts []string
	for _, q := range a.Questions {
		if q.Danger && (first == nil || q.Fact != first.lacks[0]) {
			facts = append(facts, q.Fact)
		}
	}
	slices.SortStableFunc(facts, func(x, y string) int { return cmp.Compare(nearness(x), nearness(y)) })
	if first != nil {
		facts = append([]string{first.lacks[0]}, facts...)
	}
	if len(facts) == 0 && len(a.RedFlags) == 0 {
		for _, f := range a.undecided {
			facts = merge(facts, f.lacks)
		}
	}
	names := words.Facts(a.base, a.Lang, facts)
	if first != nil {
		names[0] += a.fill("bracket", "what", first.rule.AskBrief.In(a.Lang))
	}
	return names
}

// Undecided is how many dangers are neither raised nor decided false.
func (a *Assessment) Undecided() int { return len(a.undecided) }

// Unexcluded says that a red flag cannot be excluded and what is not on record; "" where
// every danger is decided.
func (a *Assessment) Unexcluded() string {
	open := a.OpenFlags()
	if len(open) == 0 {
		return ""
	}
	key := "flags.unexcluded"
	if len(a.RedFlags) > 0 {
		key += ".more"
	}
	return a.fill(key, "list", words.Some(a.Lang, open))
}

// Would says what the danger that matters most would be, and where it would lead; ""
// where there is none.
func (a *Assessment) Would() string {
	f := a.weighty()
	if f == nil {
		return ""
	}
	return a.fill("flags.would", "where", strings.ToLower(a.say("urgency."+f.rule.Urgency))+a.say("list.dot")+words.NameOfDepartment(a.base, a.Lang, f.rule.Department),
		"says", f.rule.Says.In(a.Lang))
}

// MayBe is how soon a department may turn out to be needed, by the danger that matters
// most; "" where that is no sooner than it stands.
func (a *Assessment) MayBe(d *Department) string {
	if f := a.weighty(); f != nil && f.rule.Department == d.ID && urgency(f.rule.Urgency) < urgency(d.Urgency) {
		return f.rule.Urgency
	}
	return ""
}

// HowSoon is how soon a department is needed, in words, and may turn out to be.
func (a *Assessment) HowSoon(d *Department) string {
	word := a.say("urgency." + d.Urgency)
	if d.Urgency == "urgent" && a.flagged(d.ID) { // of two that are urgent, the one that a danger sends her to
		word = a.fill("urgency.flag", "now", word)
	}
	if sooner := a.MayBe(d); sooner != "" {
		return a.fill("urgency.maybe", "now", word, "sooner", a.say("urgency."+sooner))
	}
	return word
}

// nearness ranks a fact by how much it says of today.
func nearness(fact string) int {
	switch {
	case fact == "status.symptoms":
		return 0
	case strings.HasPrefix(fact, "status."):
		return 1
	case fact == "medications":
		return 2
	}
	return 3
}

// flagged reports a department that a red flag sends her to.
func (a *Assessment) flagged(department string) bool {
	return slices.ContainsFunc(a.RedFlags, func(f RedFlag) bool { return f.Department == department })
}
