package assessment

import (
	"slices"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Treatment is one treatment that a guideline speaks of for her, or that she
// asks about, with what to be careful with.
type Treatment struct {
	ID                string        `json:"id"`
	Requested         bool          `json:"requested,omitempty"`
	Taken             bool          `json:"taken,omitempty"`
	Positions         []Position    `json:"positions"`
	Cautions          []string      `json:"cautions"`
	CautionStatements []StatementID `json:"cautionStatements"`
}

func (w *writer) treatments() {
	for _, def := range w.base.Treatments {
		t := Treatment{ID: def.ID, Positions: w.onTreatments[def.ID], Cautions: []string{}, CautionStatements: []StatementID{},
			Requested: w.holds("asks." + knowledge.Ident(def.ID)), Taken: w.holds("takes." + knowledge.Ident(def.ID))}
		if len(t.Positions) == 0 && (t.Requested || t.Taken) {
			t.Positions = []Position{{Guideline: w.Leading, Direction: knowledge.Silent}}
		}
		if len(t.Positions) == 0 {
			continue
		}
		for _, v := range w.apply {
			if slices.Contains(v.Rule.Caution, def.ID) && w.here(v.Rule) {
				t.Cautions = append(t.Cautions, w.text(v.Rule.Says))
				t.CautionStatements = append(t.CautionStatements, w.say(v))
			}
		}
		w.Treatments = append(w.Treatments, t)
	}
}

func (w *writer) holds(term string) bool {
	f := w.verdicts.Findings.Get(term)
	return f != nil && f.Value == truth.Yes
}
