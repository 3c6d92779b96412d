package assessment

import (
	"github.com/gravida-health/gravida/truth"
)

// recurrence holds every definition side by side.
func (w *writer) recurrence() {
	for _, d := range w.verdicts.Definitions {
		def := d.Guideline.Definition
		text := map[truth.Value]string{
			truth.Yes: w.text(def.Met), truth.No: w.text(def.NotMet), truth.Unknown: w.text(def.Unknown),
		}[d.Met]
		id := w.state(Statement{
			Rule: d.Guideline.ID + "-definition", Text: text, Guideline: d.Guideline.ID, Ref: def.Ref, Read: def.Read,
		}, grounds{}, w.open(d.Tally.From))
		r := Recurrence{Definition: d.Guideline.ID, Status: status(d.Met), Counted: d.Tally.Counted,
			Needed: def.Losses, Missing: []string{}, Statement: id}
		fill(&r.Counted)
		if d.Met == truth.Unknown {
			r.Missing = append(r.Missing, d.Tally.Lacks...)
		}
		w.Recurrence = append(w.Recurrence, r)
	}
}
