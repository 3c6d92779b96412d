package assessment

import (
	"slices"
	"sort"
)

// Department is a door, with how soon and why.
type Department struct {
	ID      string        `json:"id"`
	Rank    int           `json:"rank"`
	Urgency string        `json:"urgency"`
	Because []StatementID `json:"because"`
}

// departments lists where to go: the most urgent first, then in the order the
// pathways name them.
func (w *writer) departments() {
	for _, v := range w.apply {
		if v.Rule.Department == "" || !w.here(v.Rule) {
			continue
		}
		id := w.say(v)
		i := slices.IndexFunc(w.Departments, func(d Department) bool { return d.ID == v.Rule.Department })
		if i < 0 {
			w.Departments = append(w.Departments, Department{ID: v.Rule.Department, Urgency: v.Rule.Urgency})
			i = len(w.Departments) - 1
		}
		d := &w.Departments[i]
		d.Because = append(d.Because, id)
		if urgency(v.Rule.Urgency) < urgency(d.Urgency) {
			d.Urgency = v.Rule.Urgency
		}
	}
	sort.SliceStable(w.Departments, func(i, j int) bool {
		return urgency(w.Departments[i].Urgency) < urgency(w.Departments[j].Urgency)
	})
	for i := range w.Departments {
		w.Departments[i].Rank = i + 1
	}
}
