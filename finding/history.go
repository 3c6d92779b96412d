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
	word := d.Base.Word(knowledge.Conditions, id)
	return d.recorded(id, word != nil && word.Kind == "event", []string{id})
}

// trait reports what an empty list of illnesses does not deny.
func (d *deriver) trait(id string) bool {
	word := d.Base.Word(knowledge.Conditions, id)
	return word != nil && word.Trait
}

func (d *deriver) recorded(id string, isEvent bool, lacks []string) Finding {
	if i, ok := d.conditions[id]; ok {
		f := flag(truth.Of(!d.Case.Conditions[i].Absent), []Ref{{ofCondition, i}})
		if since := d.Case.Conditions[i].Since; since.Known() {
			f.Dates = []date.Date{since}
		}
		return f
	}
	if isEvent {
		for i := range d.Case.Events {
			if d.Case.Events[i].Event == id {
				return Finding{Value: truth.Yes, From: []Ref{{ofEvent, i}}, Dates: []date.Date{d.Case.Events[i].Date}}
			}
		}
		if d.Case.NoEvents.Known {
			return flag(truth.No, []Ref{{Kind: ofNoEvents}})
		}
	} else if told := d.severeFrom(id); len(told) > 0 {
		return flag(truth.Yes, told)
	} else if d.Case.NoConditions.Known && !d.trait(id) {
		return flag(truth.No, []Ref{{Kind: ofNoConditions}})
	}
	return Finding{Lacks: lacks}
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
		if m.Medication != id {
			continue
		}
		switch taken := takenNow(m, d.Case.AsOf); taken {
		case truth.Yes, truth.Unknown:
			return flag(taken, []Ref{{ofMedication, i}}, "medications")
		}
	}
	if d.Case.AllMedicines.Known {
		return flag(truth.No, []Ref{{Kind: ofAllMedicines}})
	}
	return lacking("medications")
}

// takenNow answers whether a medicine is taken: it is on the list, so unless it
// has ended or not yet begun, it is.
func takenNow(m *patient.Medication, today date.Date) truth.Value {
	v := truth.Yes
	if m.Until.Known() {
		v = truth.Not(date.Before(m.Until, today))
	}
	if m.Since.Known() {
		v = truth.And(v, truth.Not(date.Before(today, m.Since)))
	}
	return v
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

// shown holds when an image shows the cause the term names. It does not when an
// image that could show it was taken and none does.
func (d *deriver) shown(t *knowledge.Term) Finding {
	word := t.From.With.Word
	yes, no := Finding{Value: truth.Yes}, Finding{Value: truth.No}
	cause := d.Base.Cause(word)
	for _, test := range d.Base.Tests {
		for _, r := range d.results[test.Order] {
			switch {
			case r.Finding == word:
				yes.From, yes.Dates = append(yes.From, r.at), append(yes.Dates, r.Date)
			case r.Finding != "" && cause != nil && slices.Contains(cause.Tests, test.ID):
				no.From = append(no.From, r.at)
			}
		}
	}
	switch {
	case len(yes.From) > 0:
		return yes
	case len(no.From) > 0:
		return no
	case cause != nil && len(cause.Tests) > 0:
		return lacking(cause.Tests[0])
	}
	return lacking(word)
}
