package finding

import (
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// What the record says of diseases, events, medicines and operations.

// condition is present, known absent, or not known. An event of the same name
// is the disease too: whoever had a thrombosis has it on record.
func (d *deriver) condition(id string) Finding {
	if i, ok := d.conditions[id]; ok {
		return flag(truth.Of(!d.Case.Conditions[i].Absent), []Ref{{ofCondition, i}})
	}
	word := d.Base.Word(knowledge.Conditions, id)
	isEvent := word != nil && word.Kind == "event"
	if isEvent {
		for i := range d.Case.Events {
			if d.Case.Events[i].Event == id {
				return flag(truth.Yes, []Ref{{ofEvent, i}})
			}
		}
		if d.Case.NoEvents.Known {
			return flag(truth.No, []Ref{{Kind: ofNoEvents}})
		}
	} else if d.Case.NoConditions.Known {
		return flag(truth.No, []Ref{{Kind: ofNoConditions}})
	}
	return lacking(id)
}

// event holds when such an event happened and was proven in one of the ways
// that count; with highRisk, only when it had, or had not, another strong
// reason. A condition of the same name says that it happened, and nothing more.
func (d *deriver) event(t *knowledge.Term) Finding {
	with := &t.From.With
	f := Finding{Value: truth.No}
	for i := range d.Case.Events {
		e := &d.Case.Events[i]
		if e.Event != with.Event {
			continue
		}
		counts := truth.And(proven(e, with.Proven), profile(e, with.HighRisk))
		f.From = append(f.From, Ref{ofEvent, i})
		f.Value = truth.Or(f.Value, counts)
		switch {
		case counts == truth.Yes:
			f.Dates = append(f.Dates, e.Date)
		case counts == truth.Unknown:
			f.Lacks = union(f.Lacks, []string{with.Event})
		}
	}
	if len(f.From) > 0 {
		if f.Value != truth.Unknown {
			f.Lacks = nil
		}
		return f
	}
	plain := d.condition(with.Event)
	if plain.Value == truth.Yes { // happened, but how it was proven is not known
		return Finding{From: plain.From, Lacks: []string{with.Event}}
	}
	return plain
}

func proven(e *patient.Event, ways []string) truth.Value {
	if !e.Proven.Known {
		return truth.Unknown
	}
	return truth.Of(slices.Contains(ways, e.Proven.Value))
}

func profile(e *patient.Event, highRisk string) truth.Value {
	switch {
	case highRisk == "":
		return truth.Yes
	case !e.HighRiskProfile.Known:
		return truth.Unknown
	}
	return truth.Of(e.HighRiskProfile.Value == (highRisk == "yes"))
}

// medication is taken at AsOf.
func (d *deriver) medication(id string) Finding {
	for i := range d.Case.Medications {
		m := &d.Case.Medications[i]
		if m.Medication == id && takenOn(m, d.Case.AsOf) != truth.No {
			return flag(truth.Yes, []Ref{{ofMedication, i}})
		}
	}
	if d.Case.AllMedicines.Known {
		return flag(truth.No, []Ref{{Kind: ofAllMedicines}})
	}
	return lacking("medications")
}

// takenOn answers whether a medicine was taken on a day. One without dates is
// taken now; whether it was taken then is not known.
func takenOn(m *patient.Medication, day date.Date) truth.Value {
	started, stopped := truth.Unknown, truth.No
	if m.Since.Known() {
		started = truth.Not(date.Before(day, m.Since))
	}
	if m.Until.Known() {
		stopped = date.Before(m.Until, day)
	}
	return truth.And(started, truth.Not(stopped))
}

func (d *deriver) procedure(id string) Finding {
	for i := range d.Case.Procedures {
		if d.Case.Procedures[i].Procedure == id {
			return flag(truth.Yes, []Ref{{ofProcedure, i}})
		}
	}
	if d.Case.AllProcedures.Known {
		return flag(truth.No, []Ref{{Kind: ofAllProcedures}})
	}
	return lacking("procedures")
}

// shown holds when an image shows the cause the term names.
func (d *deriver) shown(t *knowledge.Term) Finding {
	for i := range d.Case.Observations {
		if o := &d.Case.Observations[i]; o.Finding == t.From.With.Word {
			return Finding{Value: truth.Yes, From: []Ref{{ofObservation, i}}, Dates: []date.Date{o.Date}}
		}
	}
	cause := d.Base.Cause(t.From.With.Word)
	if cause == nil || len(cause.Tests) == 0 {
		return lacking(t.From.With.Word)
	}
	// Looked for by an image that could show it, and not seen.
	for i := range d.Case.Observations {
		if o := &d.Case.Observations[i]; o.Finding != "" && slices.Contains(cause.Tests, o.Test) {
			return Finding{Value: truth.No, From: []Ref{{ofObservation, i}}}
		}
	}
	return lacking(cause.Tests[0])
}
