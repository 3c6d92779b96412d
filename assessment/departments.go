package assessment

import (
	"slices"
	"sort"

	"github.com/gravida-health/gravida/guideline"
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
	var order []string
	reasons := map[string][]*guideline.Verdict{}
	for _, v := range w.apply {
		id := v.Rule.Department
		if id == "" || !w.here(v.Rule) || v.Rule.Flag != "" && !slices.Contains(w.raised, v) {
			continue
		}
		if w.general(v.Rule) { // its exception is for her and sends her to the same door
			continue
		}
		if reasons[id] == nil {
			order = append(order, id)
		}
		reasons[id] = append(reasons[id], v)
	}
	for _, id := range order {
		w.Departments = append(w.Departments, w.department(id, reasons[id]))
	}
	sort.SliceStable(w.Departments, func(i, j int) bool {
		return urgency(w.Departments[i].Urgency) < urgency(w.Departments[j].Urgency)
	})
	for i := range w.Departments {
		w.Departments[i].Rank = i + 1
	}
}

// department gives the reasons for one door, the most urgent first. Beside one
// that is urgent nothing is said of what can wait: “whenever you wish” must not
// stand next to “today”.
func (w *writer) department(id string, reasons []*guideline.Verdict) Department {
	sort.SliceStable(reasons, func(i, j int) bool {
		return urgency(reasons[i].Rule.Urgency) < urgency(reasons[j].Rule.Urgency)
	})
	d := Department{ID: id, Urgency: reasons[0].Rule.Urgency}
	for _, v := range reasons {
		if v.Rule.Urgency == "routine" && urgency(d.Urgency) <= urgency("urgent") {
			continue
		}
		d.Because = append(d.Because, w.say(v))
	}
	return d
}
