package finding

import (
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Finding is one named value derived from the facts of a case, with the facts
// it rests on. An undecided one says which facts would decide it.
type Finding struct {
	Value  truth.Value // of a flag
	Known  bool        // a number or a date is known
	Number float64     // of a number
	// Spans: the number itself is not known, but that it is a whole one from Low to
	// High. What asks for a limit outside them is decided all the same.
	Spans     bool
	Low, High float64
	Day       date.Date   // of a date
	From      []Ref       // the facts it rests on
	Dates     []date.Date // when what it states came to hold, for criteria with a time window
	Lacks     []string    // when undecided: the facts that would decide it
}

// Decided reports whether the finding has a value.
func (f *Finding) Decided() bool { return f.Known || f.Value.Known() }

// Set is every finding of one case, in the vocabulary's slots.
type Set struct {
	Case  *patient.Case
	Base  *knowledge.Base
	Slots []Finding
	// Untrusted lists results that were left out because they were taken where
	// they say nothing, or cannot be compared.
	Untrusted []Untrusted

	results [][]result // by the test's order, oldest first, untrusted ones left out
}

// Untrusted is a result that is neither positive nor negative, with the reason.
type Untrusted struct {
	Observation int    // in the case
	Context     string // in which it was taken
	Sure        bool   // that it was; else it may have been, since its date or the medicine's is not known
}

// Ref points at the result.
func (u Untrusted) Ref() Ref { return Ref{ofObservation, u.Observation} }

// Get finds a finding by its term's name; nil when there is no such term.
func (s *Set) Get(name string) *Finding {
	t := s.Base.Term(name)
	if t == nil {
		return nil
	}
	return &s.Slots[t.Slot]
}

// Clone copies the slots, so that verdicts can be written into them.
func (s *Set) Clone() *Set {
	c := *s
	c.Slots = make([]Finding, len(s.Slots))
	copy(c.Slots, s.Slots)
	return &c
}

// flag makes the finding of a flag; lacks is kept only while it is undecided.
func flag(v truth.Value, from []Ref, lacks ...string) Finding {
	f := Finding{Value: v, From: from}
	if v == truth.Unknown {
		f.Lacks = lacks
	}
	return f
}

// number makes the finding of a known number.
func number(n float64, from ...Ref) Finding { return Finding{Known: true, Number: n, From: from} }

// lacking makes a finding that is not known.
func lacking(facts ...string) Finding { return Finding{Lacks: facts} }

// Undated names the dates that are missing from the facts a finding rests on.
func (s *Set) Undated(f *Finding) (facts []string) {
	for _, r := range f.From {
		switch r.Kind {
		case ofPregnancy:
			if !s.Case.Pregnancies[r.Index].Ended.Full() {
				facts = append(facts, fact(r.Index, "ended"))
			}
		case ofObservation:
			if o := &s.Case.Observations[r.Index]; !o.Date.Full() {
				facts = append(facts, o.Test)
			}
		case ofEvent:
			if e := &s.Case.Events[r.Index]; !e.Date.Full() {
				facts = append(facts, e.Event)
			}
		case ofCondition:
			facts = append(facts, s.Case.Conditions[r.Index].ID)
		}
	}
	return facts
}
