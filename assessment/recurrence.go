package assessment

import "github.com/gravida-health/gravida/truth"

// recurrence holds every definition side by side.
func (w *writer) recurrence() {
	for _, d := range w.verdicts.Definitions {
		def := d.Guideline.Definition
		id := w.state(Statement{
			Rule: d.Guideline.ID + "-definition", Text: w.worded(d.Met, def.Met, def.NotMet, def.Unknown), Guideline: d.Guideline.ID, Ref: w.text(def.Ref.Text), Read: def.Read,
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
