package finding

import (
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Treated is an operation on record that removes or mends a cause, and has not
// been followed by a look that still shows it.
type Treated struct {
	Procedure *patient.Procedure
	At        Ref
	After     truth.Value // that it came after the cause was seen
	Looked    bool        // an examination since then does not show it
}

// Treated finds the last operation for a cause; nil where none is on record, or
// where the cause has been seen again since.
func (s *Set) Treated(cause *knowledge.Cause) *Treated {
	var last *Treated
	for i := range s.Case.Procedures {
		p := &s.Case.Procedures[i]
		word := s.Base.Word(knowledge.Procedures, p.Procedure)
		if word == nil || !slices.Contains(word.Treats, cause.ID) || last != nil && date.Before(p.Date, last.Procedure.Date) == truth.Yes {
			continue
		}
		last = &Treated{Procedure: p, At: Ref{ofProcedure, i}, After: truth.Yes}
	}
	if last == nil {
		return nil
	}
	seen := s.seen(cause)
	if len(seen) == 0 {
		last.After = truth.Unknown // a diagnosis without a day
	}
	for _, day := range seen {
		if date.Before(last.Procedure.Date, day) == truth.Yes {
			return nil
		}
		last.After = truth.And(last.After, date.Before(day, last.Procedure.Date))
	}
	if last.After == truth.No { // of one day: which was first nobody wrote down
		last.After = truth.Unknown
	}
	for _, r := range s.looks(cause) {
		if r.Finding != cause.ID && date.Before(last.Procedure.Date, r.Date) == truth.Yes {
			last.Looked = true
		}
	}
	return last
}

// looks are the trusted results of the examinations that can show a cause.
func (s *Set) looks(cause *knowledge.Cause) (list []result) {
	for _, id := range cause.Tests {
		if test := s.Base.Test(id); test != nil {
			list = append(list, s.resultsOf(test)...)
		}
	}
	return slices.DeleteFunc(list, func(r result) bool { return r.Finding == "" })
}

// seen are the days on which a cause was seen or told; the zero date where a day
// is not known.
func (s *Set) seen(cause *knowledge.Cause) (days []date.Date) {
	for _, test := range s.Base.Tests {
		for _, r := range s.resultsOf(test) {
			if r.Finding == cause.ID {
				days = append(days, r.Date)
			}
		}
	}
	for i := range s.Case.Conditions {
		if c := &s.Case.Conditions[i]; c.ID == cause.ID && !c.Absent {
			days = append(days, c.Since)
		}
	}
	return days
}

// treated holds when an operation for the cause is on record and no look since
// shows it. It is known either way: it says what the record holds, not what
// became of the cause.
func (d *deriver) treated(t *knowledge.Term) Finding {
	cause := d.Base.Cause(t.From.With.Word)
	if cause == nil || len(d.Case.Procedures) == 0 {
		return flag(truth.No, nil)
	}
	if done := d.Treated(cause); done != nil {
		return flag(truth.Yes, []Ref{done.At})
	}
	return flag(truth.No, nil)
}

// lostWhileOn holds when a loss fell on a day on which one medicine of each group was
// taken. A record seldom says what was taken in an earlier pregnancy, and a list of
// what is taken now says nothing of it: without a loss it is no, otherwise not known.
func (d *deriver) lostWhileOn(t *knowledge.Term) Finding {
	with := &t.From.With
	tally := d.count(&with.Count)
	for _, position := range tally.Counted {
		if from := d.took(with.Took, d.Case.Pregnancies[position-1].Ended); from != nil {
			return flag(truth.Yes, append([]Ref{{ofPregnancy, position - 1}}, from...))
		}
	}
	if tally.Max == 0 {
		return flag(truth.No, tally.From)
	}
	return Finding{From: tally.From, Lacks: []string{"medications"}}
}

// took are the medicines, one of each group, that were surely taken on a day; nil
// where one group has none.
func (d *deriver) took(groups [][]string, day date.Date) (from []Ref) {
	for _, group := range groups {
		i := slices.IndexFunc(d.Case.Medications, func(m patient.Medication) bool {
			return slices.Contains(group, m.Medication) && takenOn(&m, day) == truth.Yes
		})
		if i < 0 {
			return nil
		}
		from = append(from, Ref{ofMedication, i})
	}
	return from
}
