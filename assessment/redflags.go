package assessment

import (
	"slices"
	"sort"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
)

// redFlags lists the dangers, most urgent first. Of one danger a rule that looks
// at no more than another has already told says nothing new.
func (w *writer) redFlags() {
	w.raised = w.raise()
	for _, v := range w.raised {
		id := w.say(v)
		if i := slices.IndexFunc(w.RedFlags, func(f RedFlag) bool { return f.ID == v.Rule.Flag }); i >= 0 {
			w.RedFlags[i].Because = append(w.RedFlags[i].Because, id)
			continue
		}
		w.RedFlags = append(w.RedFlags, RedFlag{ID: v.Rule.Flag, Act: w.text(v.Rule.Act), Department: v.Rule.Department,
			Urgency: v.Rule.Urgency, Because: []StatementID{id}})
	}
	sort.SliceStable(w.RedFlags, func(i, j int) bool {
		return urgency(w.RedFlags[i].Urgency) < urgency(w.RedFlags[j].Urgency)
	})
}

// raise gathers the verdicts that raise a flag here. Of several that point at
// one danger only the most urgent stand, and what a more urgent flag takes care
// of is silent: whoever is frightened must not be able to take the easier advice. Of one flag a country's own rules stand alone: they
// say the same, and whom to call.
func (w *writer) raise() (list []*guideline.Verdict) {
	most, own := map[string]int{}, map[string]bool{} // urgency by danger; flags of the country
	soonest := map[string]int{}                      // urgency by flag
	for _, v := range w.apply {
		if v.Rule.Flag == "" || !w.here(v.Rule) {
			continue
		}
		list = append(list, v)
		own[v.Rule.Flag] = own[v.Rule.Flag] || local(v.Rule)
		if d := v.Rule.Danger; d != "" {
			least(most, d, urgency(v.Rule.Urgency))
		}
		least(soonest, v.Rule.Flag, urgency(v.Rule.Urgency))
	}
	looked := map[string][][]int{}
	return slices.DeleteFunc(list, func(v *guideline.Verdict) bool {
		if own[v.Rule.Flag] && !local(v.Rule) || v.Rule.Danger != "" && urgency(v.Rule.Urgency) > most[v.Rule.Danger] ||
			yields(v.Rule, soonest) ||
			slices.ContainsFunc(looked[v.Rule.Flag], func(told []int) bool { return holdsAll(told, v.Used) }) {
			return true
		}
		looked[v.Rule.Flag] = append(looked[v.Rule.Flag], v.Used)
		return false
	})
}

// least keeps the smaller of two numbers under one name.
func least(m map[string]int, name string, n int) {
	if had, ok := m[name]; !ok || n < had {
		m[name] = n
	}
}

// yields reports a rule whose danger a more urgent flag takes care of.
func yields(rule *knowledge.Rule, soonest map[string]int) bool {
	return slices.ContainsFunc(rule.Yields, func(flag string) bool {
		other, raised := soonest[flag]
		return raised && other < urgency(rule.Urgency)
	})
}

// local reports a rule of one country.
func local(rule *knowledge.Rule) bool { return len(rule.Settings) > 0 }

// urgency ranks how soon something is; 0 is soonest.
func urgency(word string) int { return slices.Index(knowledge.Urgencies(), word) }

func holdsAll(all, some []int) bool {
	return !slices.ContainsFunc(some, func(slot int) bool { return !slices.Contains(all, slot) })
}

// Briefs are what a danger asks of a doctor, in a line each.
func (a *Assessment) Briefs(f *RedFlag) (list []string) {
	for _, id := range f.Because {
		i, ok := a.place(id)
		if !ok || a.grounds[i].verdict == nil {
			continue
		}
		if brief := a.grounds[i].verdict.Rule.Brief.In(a.Lang); brief != "" && !slices.Contains(list, brief) {
			list = append(list, brief)
		}
	}
	return list
}
