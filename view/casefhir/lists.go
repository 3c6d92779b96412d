package casefhir

import (
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// conditions writes what she has, what she is known not to have, and what happened.
func (w *writer) conditions() {
	for i, x := range w.c.Conditions {
		c := &r4.Condition{Code: *w.called("condition", x.ID, x.As), Subject: w.her, OnsetDateTime: x.Since.String(), AbatementDateTime: x.Until.String()}
		switch {
		case x.Absent:
			c.VerificationStatus = coded("condition-ver-status", "refuted")
		case x.Until.Known():
			c.VerificationStatus, c.ClinicalStatus = coded("condition-ver-status", "confirmed"), coded("condition-clinical", "inactive")
		default:
			c.VerificationStatus, c.ClinicalStatus = coded("condition-ver-status", "confirmed"), coded("condition-clinical", "active")
		}
		w.add("Condition", place("conditions", i), c)
	}
	for i, x := range w.c.Events {
		c := &r4.Condition{Code: *w.called("event", x.Event, x.As), Subject: w.her, OnsetDateTime: x.Date.String(), VerificationStatus: coded("condition-ver-status", "confirmed")}
		if x.Proven.Known {
			c.Evidence = []r4.Evidence{{Code: []r4.CodeableConcept{*w.word("proven", x.Proven.Value)}}}
		}
		if x.HighRiskProfile.Known {
			c.Extension = []r4.Extension{{URL: r4.HighRisk, ValueBoolean: &x.HighRiskProfile.Value}}
		}
		w.add("Condition", place("events", i), c)
	}
}

// treatment writes what she takes, what was done, and what she does not bear.
func (w *writer) treatment() {
	for i, x := range w.c.Medications {
		m := &r4.MedicationStatement{Status: "active", Medication: *w.word("medication", x.Medication), Subject: w.her}
		if x.Until.Known() {
			m.Status = "completed"
		}
		m.EffectivePeriod, m.Extension = period(x.Since, x.Until)
		w.add("MedicationStatement", place("medications", i), m)
	}
	for i, x := range w.c.Procedures {
		w.add("Procedure", place("procedures", i), &r4.Procedure{Status: "completed", Code: *w.word("procedure", x.Procedure), Subject: w.her, PerformedDateTime: x.Date.String()})
	}
	for i, x := range w.c.Allergies {
		w.add("AllergyIntolerance", place("allergies", i), &r4.AllergyIntolerance{Code: *w.word("allergy", x.Value), Patient: w.her,
			ClinicalStatus: coded("allergyintolerance-clinical", "active"), VerificationStatus: coded("allergyintolerance-verification", "confirmed")})
	}
}

// period is from one date to another. FHIR compares the two ends, which cannot be
// done when one holds the other ("May 2020" to "2020"): then the end stands in an
// extension.
func period(since, until date.Date) (*r4.Period, []r4.Extension) {
	switch {
	case !since.Known() && !until.Known():
		return nil, nil
	case since.Known() && until.Known() && len(since.String()) != len(until.String()) && until.Latest() >= since.Earliest() && until.Earliest() <= since.Latest():
		return &r4.Period{Start: since.String()}, []r4.Extension{{URL: r4.Until, ValueDateTime: until.String()}}
	}
	return &r4.Period{Start: since.String(), End: until.String()}, nil
}

// requests writes what she or her doctor asks about. It is a question and no order,
// so it is no ServiceRequest.
func (w *writer) requests() {
	for i, x := range w.c.Requested {
		w.observe(place("requested", i), &r4.Observation{Code: w.field("requested"), EffectiveDateTime: w.now(), Value: r4.Value{Concept: w.word("requested", x.Value)}})
	}
}

// lists writes how much of each list is given, and of a whole one how many entries it
// has: whoever reads it then knows when one did not arrive. An empty one that is whole
// says that there is nothing, where FHIR has a way of saying so.
func (w *writer) lists() {
	c := w.c
	present := 0
	for _, x := range c.Conditions {
		if !x.Absent {
			present++
		}
	}
	all := parts{w: w}
	whole := func(key string, f patient.Fact[bool], entries int) {
		if f.Value {
			all.put(key, r4.Value{Concept: w.word("lists", "all")})
			all.put(key, r4.Value{Integer: &entries})
		}
	}
	if c.History.Given && !c.History.Complete {
		all.put("pregnancies", r4.Value{Concept: w.word("lists", "some")})
	}
	whole("pregnancies", patient.Fact[bool]{Value: c.History.Complete}, len(c.Pregnancies))
	if c.NoConditions.Value && present == 0 {
		w.add("Condition", "none/conditions", &r4.Condition{Code: *w.word("none", "conditions"), Subject: w.her,
			ClinicalStatus: coded("condition-clinical", "active"), VerificationStatus: coded("condition-ver-status", "confirmed")})
	} else {
		whole("conditions", c.NoConditions, len(c.Conditions))
	}
	whole("events", c.NoEvents, len(c.Events))
	if c.AllMedicines.Value && len(c.Medications) == 0 {
		w.add("MedicationStatement", "none/medications", &r4.MedicationStatement{Status: "active", Medication: *w.word("none", "medications"), Subject: w.her, EffectiveDateTime: w.now()})
	} else {
		whole("medications", c.AllMedicines, len(c.Medications))
	}
	if c.AllProcedures.Value && len(c.Procedures) == 0 {
		w.add("Procedure", "none/procedures", &r4.Procedure{Status: "completed", Code: *w.word("none", "procedures"), Subject: w.her})
	} else {
		whole("procedures", c.AllProcedures, len(c.Procedures))
	}
	if c.AllAllergies.Value && len(c.Allergies) == 0 {
		w.add("AllergyIntolerance", "none/allergies", &r4.AllergyIntolerance{Code: *w.word("none", "allergies"), Patient: w.her,
			ClinicalStatus: coded("allergyintolerance-clinical", "active"), VerificationStatus: coded("allergyintolerance-verification", "confirmed")})
	} else {
		whole("allergies", c.AllAllergies, len(c.Allergies))
	}
	whole("symptoms", c.Status.AllSymptoms, len(c.Status.Symptoms))
	if len(all.list) > 0 {
		w.observe("lists", &r4.Observation{Code: w.field("lists"), EffectiveDateTime: w.now(), Component: all.list})
	}
}
