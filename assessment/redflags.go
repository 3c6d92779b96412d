package assessment

import (
	"slices"
	"sort"

	"github.com/gravida-health/gravida/knowledge"
)

// redFlags lists the dangers, most urgent first. Of one danger a rule that looks
// at no more than another has already told says nothing new.
func (w *writer) redFlags() {
	looked := map[string][][]int{}
	for _, v := range w.apply {
		if v.Rule.Flag == "" || !w.here(v.Rule) {
			continue
		}
		if slices.ContainsFunc(looked[v.Rule.Flag], func(told []int) bool { return holdsAll(told, v.Used) }) {
			continue
		}
		looked[v.Rule.Flag] = append(looked[v.Rule.Flag], v.Used)
		id := w.say(v)
		if i := slices.IndexFunc(w.RedFlags, func(f RedFlag) bool { return f.ID == v.Rule.Flag }); i >= 0 {
			w.RedFlags[i].Because = append(w.RedFlags[i].Because, id)
			continue
		}
		w.RedFlags = append(w.RedFlags, RedFlag{v.Rule.Flag, w.text(v.Rule.Act), v.Rule.Department, v.Rule.Urgency, []StatementID{id}})
	}
	sort.SliceStable(w.RedFlags, func(i, j int) bool {
		return urgency(w.RedFlags[i].Urgency) < urgency(w.RedFlags[j].Urgency)
	})
}

// urgency ranks how soon something is; 0 is soonest.
func urgency(word string) int { return slices.Index(knowledge.Urgencies(), word) }

func holdsAll(all, some []int) bool {
	return !slices.ContainsFunc(some, func(slot int) bool { return !slices.Contains(all, slot) })
}
