package finding

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/patient"
)

// Ref points at one fact of a case. Findings keep these few bytes; the words
// are made when somebody opens the statement.
type Ref struct {
	Kind  Kind
	Index int
}

// Kind says in which part of the case a fact stands.
type Kind uint8

// The parts of a case a fact can stand in.
const (
	ofBorn Kind = iota
	ofAge
	ofHeight
	ofWeight
	ofPregnancies // the list as a whole
	ofPregnancy
	ofDetails // of a pregnancy
	ofMorphology
	ofTissue
	ofSeverePE
	ofSeverePI
	ofExplained
	ofDocumented
	ofObservation
	ofCondition
	ofNoConditions
	ofEvent
	ofNoEvents
	ofMedication
	ofAllMedicines
	ofProcedure
	ofAllProcedures
	ofAllergy
	ofAllAllergies
	ofSmoking
	ofAlcohol
	ofCaffeine
	ofPartnerAge
	ofPartnerKaryotype
	ofPartnerSperm
	ofPregnant
	ofPregnantGestation
	ofLocation
	ofBleeding
	ofPlanning
	ofSymptom
	ofAllSymptoms
	ofRequested
)

// Fact is one raw fact in words a reader can look up: its name as the case
// file writes it, its value, and where it was read.
type Fact struct {
	Name, Value string
	Source      patient.Source
}

// Fact opens a reference.
func (s *Set) Fact(r Ref) Fact {
	c := s.Case
	switch r.Kind {
	case ofBorn:
		return Fact{"patient.born", c.Born.Value.String(), c.Born.Source}
	case ofAge:
		return Fact{"patient.age", strconv.Itoa(c.Age.Value), c.Age.Source}
	case ofHeight:
		return Fact{"patient.heightCm", decimal(c.HeightCm.Value), c.HeightCm.Source}
	case ofWeight:
		return Fact{"patient.weightKg", decimal(c.WeightKg.Value), c.WeightKg.Source}
	case ofPregnancies:
		return Fact{"pregnancies", strconv.Itoa(len(c.Pregnancies)), c.History.Source}
	case ofObservation:
		return observed(&c.Observations[r.Index])
	case ofCondition:
		return conditioned(&c.Conditions[r.Index])
	case ofNoConditions:
		return Fact{"conditions", "none", c.NoConditions.Source}
	case ofEvent:
		return happened(&c.Events[r.Index])
	case ofNoEvents:
		return Fact{"events", "none", c.NoEvents.Source}
	case ofMedication:
		m := &c.Medications[r.Index]
		return Fact{"medications." + m.Medication, span("taken", m.Since, m.Until), m.Source}
	case ofAllMedicines:
		return Fact{"medications", count(len(c.Medications)), c.AllMedicines.Source}
	case ofProcedure:
		p := &c.Procedures[r.Index]
		return Fact{"procedures." + p.Procedure, "done" + onDate(p.Date), p.Source}
	case ofAllProcedures:
		return Fact{"procedures", count(len(c.Procedures)), c.AllProcedures.Source}
	case ofAllergy:
		return Fact{"allergies", c.Allergies[r.Index].Value, c.Allergies[r.Index].Source}
	case ofAllAllergies:
		return Fact{"allergies", count(len(c.Allergies)), c.AllAllergies.Source}
	case ofSmoking:
		return Fact{"lifestyle.smoking", c.Lifestyle.Smoking.Value, c.Lifestyle.Smoking.Source}
	case ofAlcohol:
		return Fact{"lifestyle.alcoholUnitsPerWeek", decimal(c.Lifestyle.AlcoholUnitsPerWeek.Value), c.Lifestyle.AlcoholUnitsPerWeek.Source}
	case ofCaffeine:
		return Fact{"lifestyle.caffeineMgPerDay", decimal(c.Lifestyle.CaffeineMgPerDay.Value), c.Lifestyle.CaffeineMgPerDay.Source}
	case ofPartnerAge:
		return Fact{"partner.age", strconv.Itoa(c.Partner.Age.Value), c.Partner.Age.Source}
	case ofPartnerKaryotype:
		return Fact{"partner.karyotype", c.Partner.Karyotype.Value, c.Partner.Karyotype.Source}
	case ofPartnerSperm:
		return Fact{"partner.spermDnaFragmentationPct", decimal(c.Partner.SpermDNAFragmentationPct.Value) + " %", c.Partner.SpermDNAFragmentationPct.Source}
	case ofPregnant:
		return Fact{"status.pregnant", strconv.FormatBool(c.Status.Pregnant.Value), c.Status.Pregnant.Source}
	case ofPregnantGestation:
		return Fact{"status.gestation", c.Status.Gestation.Value.String(), c.Status.Gestation.Source}
	case ofLocation:
		return Fact{"status.location", c.Status.Location.Value, c.Status.Location.Source}
	case ofBleeding:
		return Fact{"status.bleeding", strconv.FormatBool(c.Status.Bleeding.Value), c.Status.Bleeding.Source}
	case ofPlanning:
		return Fact{"status.planningPregnancy", strconv.FormatBool(c.Status.PlanningPregnancy.Value), c.Status.PlanningPregnancy.Source}
	case ofSymptom:
		return Fact{"status.symptoms", c.Status.Symptoms[r.Index].Value, c.Status.Symptoms[r.Index].Source}
	case ofAllSymptoms:
		return Fact{"status.symptoms", count(len(c.Status.Symptoms)), c.Status.AllSymptoms.Source}
	case ofRequested:
		return Fact{"requested", c.Requested[r.Index].Value, c.Requested[r.Index].Source}
	}
	return s.pregnancyFact(r)
}

// pregnancyFact opens a reference into one pregnancy; positions count from 1.
func (s *Set) pregnancyFact(r Ref) Fact {
	p := &s.Case.Pregnancies[r.Index]
	name := fmt.Sprintf("pregnancies.%d", r.Index+1)
	switch r.Kind {
	case ofDetails:
		words := make([]string, len(p.Details))
		for i, d := range p.Details {
			words[i] = d.Value
		}
		return Fact{name + ".details", strings.Join(words, ", "), p.Details[0].Source}
	case ofMorphology:
		return Fact{name + ".morphology", p.Morphology.Value, p.Morphology.Source}
	case ofTissue:
		return Fact{name + ".tissueKaryotype", p.TissueKaryotype.Value, p.TissueKaryotype.Source}
	case ofSeverePE:
		return Fact{name + ".severePreeclampsiaAt", p.SeverePEAt.Value.String(), p.SeverePEAt.Source}
	case ofSeverePI:
		return Fact{name + ".severePlacentalInsufficiencyAt", p.SeverePIAt.Value.String(), p.SeverePIAt.Source}
	case ofExplained:
		return Fact{name + ".explainedBy", p.ExplainedBy.Value, p.ExplainedBy.Source}
	case ofDocumented:
		ways := strings.Join(p.DocumentedBy.Value, ", ")
		if ways == "" {
			ways = "none"
		}
		return Fact{name + ".documentedBy", ways, p.DocumentedBy.Source}
	}
	outcome := string(p.Outcome)
	if outcome == "" {
		outcome = "outcome not known"
	}
	value := outcome
	if p.Gestation.Known() {
		value += " at " + p.Gestation.String()
	}
	if p.Ended.Known() {
		value += ", " + p.Ended.String()
	}
	return Fact{name, value, or(p.OutcomeSource, p.Source)}
}

func or(a, b patient.Source) patient.Source {
	if a.Document == "" {
		return b
	}
	return a
}

func observed(o *patient.Observation) Fact {
	var parts []string
	if o.Written != "" {
		parts = append(parts, written(o))
	}
	if o.Result != "" && !strings.EqualFold(o.Result, o.Written) {
		parts = append(parts, o.Result)
	}
	if o.Finding != "" {
		parts = append(parts, o.Finding)
	}
	if o.HasUpper {
		parts = append(parts, "limit "+limit(o, o.UpperLimit))
	}
	if o.HasLower {
		parts = append(parts, "lower limit "+limit(o, o.LowerLimit))
	}
	parts = append(parts, o.Context...)
	name := o.Test
	if o.Date.Known() {
		name += " " + o.Date.String()
	}
	return Fact{name, strings.Join(parts, ", "), o.Source}
}

// written is a value as a person writes it: a titre is a dilution.
func written(o *patient.Observation) string {
	if o.Unit == "{titer}" {
		return o.Comparator + "1:" + o.Written
	}
	return strings.TrimSpace(o.AsWritten() + " " + o.Unit)
}

// limit is a limit with its unit, where that is another than the value was
// written in: 38 ng/mL beside a bare 530 would read as normal.
func limit(o *patient.Observation, n float64) string {
	if o.UnitIs == "" || o.Unit == "" || o.Unit == o.UnitIs {
		return decimal(n)
	}
	return decimal(n) + " " + o.UnitIs
}

func conditioned(c *patient.Condition) Fact {
	if c.Absent {
		return Fact{"absent." + c.ID, "known to be absent", c.Source}
	}
	return Fact{"conditions." + c.ID, as(c.As) + span("on record", c.Since, c.Until), c.Source}
}

func happened(e *patient.Event) Fact {
	value := as(e.As) + "happened" + onDate(e.Date)
	if e.Proven.Known {
		value += ", proven by " + e.Proven.Value
	}
	if e.HighRiskProfile.Known {
		value += ", high-risk profile: " + strconv.FormatBool(e.HighRiskProfile.Value)
	}
	return Fact{"events." + e.Event, value, e.Source}
}

// as puts the record's own word before what is said of it.
func as(word string) string {
	if word == "" {
		return ""
	}
	return word + ", "
}

func span(word string, since, until interface {
	Known() bool
	String() string
}) string {
	if since.Known() {
		word += " since " + since.String()
	}
	if until.Known() {
		word += " until " + until.String()
	}
	return word
}

func onDate(d interface {
	Known() bool
	String() string
}) string {
	if d.Known() {
		return " " + d.String()
	}
	return ""
}

func count(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("%d, listed in full", n)
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
