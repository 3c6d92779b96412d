package assessment

// Label is a word on her record that some places use and others do not know: it
// is kept as it stands, explained, and turned into no other diagnosis.
type Label struct {
	ID         string        `json:"id"` // the condition
	Statements []StatementID `json:"statements"`
}

// labels explains the words on her record that need it.
func (w *writer) labels() {
	for _, v := range w.apply {
		if v.Rule.Explains == "" || !w.here(v.Rule) {
			continue
		}
		id := w.say(v)
		if last := len(w.Labels) - 1; last >= 0 && w.Labels[last].ID == v.Rule.Explains {
			w.Labels[last].Statements = append(w.Labels[last].Statements, id)
			continue
		}
		w.Labels = append(w.Labels, Label{v.Rule.Explains, []StatementID{id}})
	}
}
