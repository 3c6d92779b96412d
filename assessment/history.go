package assessment

import (
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Pregnancy is one pregnancy that was read out of a record, with everything in
// it that tells of that pregnancy: it counts once, however often it is told.
type Pregnancy struct {
	Position  int      `json:"position"` // as in Recurrence.Counted
	Outcome   *string  `json:"outcome"`  // null: not known
	Ended     string   `json:"ended,omitempty"`
	Gestation string   `json:"gestation,omitempty"`
	Known     string   `json:"known"`  // event, statement, text, presumed
	Merged    []Merged `json:"merged"` // what was taken for this one pregnancy
}

// Merged is one resource that tells of a pregnancy, and why it was taken for
// that one.
type Merged struct {
	Source string `json:"source"`
	Says   string `json:"says"`
	Why    string `json:"why"`
}

// history opens each pregnancy that was put together from a record. A case file
// says itself what one pregnancy is.
func (w *writer) history() {
	for i := range w.subject.Pregnancies {
		p := &w.subject.Pregnancies[i]
		if len(p.Merged) == 0 {
			continue
		}
		out := Pregnancy{Position: i + 1, Ended: p.Ended.String(), Gestation: p.Gestation.String(), Known: string(p.Known), Merged: []Merged{}}
		if p.Outcome != "" {
			outcome := string(p.Outcome)
			out.Outcome = &outcome
		}
		if out.Known == "" {
			out.Known = string(patient.ByPresumption)
		}
		for _, e := range p.Merged {
			m := Merged{e.Source.String(), e.Says, w.text(knowledge.Text{En: e.WhyEn, Zh: e.WhyZh})}
			// Two codes of one resource that say the same are one.
			if n := len(out.Merged); n == 0 || out.Merged[n-1] != m {
				out.Merged = append(out.Merged, m)
			}
		}
		w.Pregnancies = append(w.Pregnancies, out)
	}
}

// Pregnancy gives the pregnancy at a position as it was put together; false for
// one that no record was merged into.
func (a *Assessment) Pregnancy(position int) (Pregnancy, bool) {
	for _, p := range a.Pregnancies {
		if p.Position == position {
			return p, true
		}
	}
	return Pregnancy{}, false
}
