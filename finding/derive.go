// Package finding turns a case into findings: the field's arithmetic. It
// counts, compares and dates what the record says, and keeps for each finding
// the facts it rests on, or the facts it lacks. No guideline's opinion is here:
// every threshold comes from the vocabulary or the catalogue.
package finding

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Derive fills every slot of the vocabulary. Terms that are verdicts stay
// unknown; package guideline fills them. It never fails: what the record
// cannot tell is unknown.
func Derive(c *patient.Case, base *knowledge.Base) *Set {
	d := &deriver{
		Set: Set{Case: c, Base: base, Slots: make([]Finding, len(base.Vocabulary)),
			results: make([][]result, len(base.Tests))},
		conditions: map[string]int{},
	}
	d.sortResults()
	for i := range c.Conditions {
		// Present wins over absent: two statements that disagree are an issue
		// of the case, and a disease must not be lost in it.
		if j, ok := d.conditions[c.Conditions[i].ID]; !ok || c.Conditions[j].Absent {
			d.conditions[c.Conditions[i].ID] = i
		}
	}
	for i, term := range base.Vocabulary {
		d.Slots[i] = d.term(term)
	}
	return &d.Set
}

type deriver struct {
	Set
	conditions map[string]int // id → index in the case
}

func (d *deriver) term(t *knowledge.Term) Finding {
	from := &t.From
	switch {
	case from.Test != "":
		return d.test(t)
	case from.Condition != "":
		return d.recorded(from.Condition, t.Event, t.Lacks)
	case from.Medication != "":
		return d.medication(from.Medication)
	case from.Procedure != "":
		return d.procedure(from.Procedure)
	case from.Allergy != "":
		return d.listed(d.Case.Allergies, d.Case.AllAllergies, ofAllergy, ofAllAllergies, from.Allergy, "allergies")
	case from.Symptom != "":
		return d.listed(d.Case.Status.Symptoms, d.Case.Status.AllSymptoms, ofSymptom, ofAllSymptoms, from.Symptom, "status.symptoms")
	case from.Requested != "":
		return d.requested(from.Requested)
	case from.Computed != "":
		return computed[from.Computed](d, t)
	}
	return Finding{} // a verdict
}

// computed holds every function a vocabulary entry may name under "computed".
var computed = map[string]func(*deriver, *knowledge.Term) Finding{
	"age":             (*deriver).age,
	"age-from":        (*deriver).ageFrom,
	"bmi":             (*deriver).bmi,
	"smokes":          (*deriver).smokes,
	"alcohol":         (*deriver).alcohol,
	"caffeine":        (*deriver).caffeine,
	"partner-age":     (*deriver).partnerAge,
	"pregnant":        (*deriver).pregnant,
	"pregnant-days":   (*deriver).pregnantDays,
	"pregnant-week":   (*deriver).pregnantWeek,
	"location":        (*deriver).location,
	"bleeding":        (*deriver).bleeding,
	"planning":        (*deriver).planning,
	"losses":          (*deriver).losses,
	"how-many":        (*deriver).howMany,
	"conceived":       (*deriver).conceived,
	"detail":          (*deriver).detail,
	"tissue":          (*deriver).tissue,
	"tissue-normal":   (*deriver).tissueNormal,
	"recent-end":      (*deriver).recentEnd,
	"after-pregnancy": (*deriver).afterPregnancy,
	"lost-while-on":   (*deriver).lostWhileOn,
	"severe":          (*deriver).severe,
	"early-birth":     (*deriver).earlyBirth,
	"any-of":          (*deriver).anyOf,
	"all-of":          (*deriver).allOf,
	"none-of":         (*deriver).noneOf,
	"on-record":       (*deriver).onRecord,
	"antibody":        (*deriver).antibody,
	"lowest":          (*deriver).lowest,
	"event":           (*deriver).event,
	"shown":           (*deriver).shown,
	"treated":         (*deriver).treated,
	"clear":           (*deriver).clear,
}

// Computed lists the names a vocabulary entry may use.
func Computed() []string {
	return slices.Sorted(maps.Keys(computed))
}

// Fault says what keeps a computed term from being derived: a name that no
// function has, or a number or test that its function cannot do without. Both
// are empty for a sound term.
func Fault(t *knowledge.Term) (found, accepted string) {
	with := &t.From.With
	switch name := t.From.Computed; {
	case name == "":
	case computed[name] == nil:
		return fmt.Sprintf("computed: %q", name), strings.Join(Computed(), ", ")
	case name == "losses" && with.AtLeast < 1:
		return "losses without atLeast", "how many have to count"
	case name == "how-many" && len(with.Outcomes) == 0:
		return "how-many without outcomes", "which pregnancies are counted"
	case name == "lost-while-on" && len(with.Took) == 0:
		return "lost-while-on without medicines", "took, the groups of medicines of which one each was taken"
	case name == "conceived" && with.Word == "":
		return "conceived without a word", "how a pregnancy came about, as the case file says it"
	case name == "pregnant-week" && with.From == 0 && with.Before == 0:
		return "pregnant-week without a gestation", "from or before"
	case name == "clear" && len(with.Tests) == 0:
		return "clear without tests", "the tests that can show it"
	case name == "lowest" && (len(with.Tests) == 0 || with.OrMore == nil || with.AtMost == nil):
		return "lowest without its test and bounds", "tests, orMore and atMost"
	case (name == "severe" || name == "early-birth") && (with.From < 1 || with.Before < 1):
		return name + " without its gestations", "from, when the disorder can first exist, and before"
	}
	return "", ""
}

// anyOf holds when one of the named terms does.
func (d *deriver) anyOf(t *knowledge.Term) Finding { return d.join(t, truth.Or, truth.Yes) }

// allOf holds when all of the named terms do.
func (d *deriver) allOf(t *knowledge.Term) Finding { return d.join(t, truth.And, truth.No) }

// noneOf holds when none of the named terms does.
func (d *deriver) noneOf(t *knowledge.Term) Finding {
	f := d.anyOf(t)
	f.Value, f.Dates = truth.Not(f.Value), nil
	return f
}

// onRecord holds when one of the named terms is known to. It is never unknown:
// it speaks of the record and not of the woman, so only a line that stays true
// for somebody who was not asked may name it.
func (d *deriver) onRecord(t *knowledge.Term) Finding {
	f := d.anyOf(t)
	if f.Value == truth.Unknown {
		f.Value, f.Lacks = truth.No, nil
	}
	return f
}

// join combines terms that stand before this one. When one part decides the
// whole, only the parts that decide are its grounds; otherwise all are. A term
// that needs all its parts is dated by the first that is named: the event, not
// the tests that exclude other causes.
func (d *deriver) join(t *knowledge.Term, how func(...truth.Value) truth.Value, decisive truth.Value) Finding {
	var f Finding
	var room [8]truth.Value
	values := room[:0]
	for _, slot := range t.Joins {
		values = append(values, d.Slots[slot].Value)
	}
	f.Value = how(values...)
	for i, slot := range t.Joins {
		part := &d.Slots[slot]
		if f.Value == truth.Unknown && part.Value == truth.Unknown {
			f.Lacks = union(f.Lacks, part.Lacks)
		}
		if f.Value != decisive || part.Value == decisive {
			f.From = append(f.From, part.From...)
		}
		if f.Value == truth.Yes && part.Value == truth.Yes && (decisive == truth.Yes || i == 0) {
			f.Dates = append(f.Dates, part.Dates...)
		}
	}
	if f.Value == truth.Unknown && t.Fact != "" {
		f.Lacks = []string{t.Fact} // the first choice among equals
	}
	return f
}

// union adds to one list what it lacks of another.
func union(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

// age is in completed years at AsOf. A year or month of birth leaves a year or
// two open; then the age spans them.
func (d *deriver) age(*knowledge.Term) Finding {
	c := d.Case
	fewest, most, ok := 0, 0, false
	if c.Born.Known {
		fewest, most, ok = date.YearsBetween(c.Born.Value, c.AsOf)
	}
	switch {
	case ok && fewest == most:
		return number(float64(fewest), Ref{Kind: ofBorn})
	case c.Age.Known:
		return number(float64(c.Age.Value), Ref{Kind: ofAge})
	case ok:
		return Finding{Spans: true, Low: float64(fewest), High: float64(most), From: []Ref{{Kind: ofBorn}}, Lacks: []string{"patient.born"}}
	}
	return lacking("patient.born")
}

// ageFrom holds from an age on; a year of birth is enough when every day in it
// gives the same answer.
func (d *deriver) ageFrom(t *knowledge.Term) Finding {
	c := d.Case
	if c.Born.Known {
		fewest, most, ok := date.YearsBetween(c.Born.Value, c.AsOf)
		if v := truth.Between(fewest, most, t.From.With.AtLeast); ok && v.Known() {
			return flag(v, []Ref{{Kind: ofBorn}})
		}
	}
	if c.Age.Known {
		return flag(truth.Of(c.Age.Value >= t.From.With.AtLeast), []Ref{{Kind: ofAge}})
	}
	return lacking("patient.born")
}

// bmi is weight in kg over the square of height in m.
func (d *deriver) bmi(*knowledge.Term) Finding {
	c := d.Case
	switch {
	case c.HeightCm.Known && c.WeightKg.Known:
		m := c.HeightCm.Value / 100
		// A limit of 30 must not be missed for the last binary digit.
		index := math.Round(c.WeightKg.Value/(m*m)*1e9) / 1e9
		return number(index, Ref{Kind: ofHeight}, Ref{Kind: ofWeight})
	case c.HeightCm.Known:
		return lacking("patient.weightKg")
	case c.WeightKg.Known:
		return lacking("patient.heightCm")
	}
	return lacking("patient.heightCm", "patient.weightKg")
}
