package finding

import "github.com/gravida-health/gravida/patient"

// Facts lists everything a case knows, in the order of the case file; of a
// pregnancy, first the pregnancy and then what is known of it.
func Facts(c *patient.Case) []Fact {
	s := &Set{Case: c}
	var all []Fact
	add := func(known bool, kind Kind, index int) {
		if known {
			all = append(all, s.Fact(Ref{kind, index}))
		}
	}
	add(c.Born.Known, ofBorn, 0)
	add(c.Age.Known, ofAge, 0)
	add(c.HeightCm.Known, ofHeight, 0)
	add(c.WeightKg.Known, ofWeight, 0)
	for i := range c.Pregnancies {
		p := &c.Pregnancies[i]
		add(true, ofPregnancy, i)
		add(len(p.Details) > 0, ofDetails, i)
		add(p.Morphology.Known, ofMorphology, i)
		add(p.TissueKaryotype.Known, ofTissue, i)
		add(p.SeverePEAt.Known, ofSeverePE, i)
		add(p.SeverePIAt.Known, ofSeverePI, i)
		add(p.ExplainedBy.Known, ofExplained, i)
		add(p.DocumentedBy.Known, ofDocumented, i)
	}
	for i := range c.Observations {
		add(true, ofObservation, i)
	}
	for i := range c.Conditions {
		add(true, ofCondition, i)
	}
	add(c.NoConditions.Value, ofNoConditions, 0)
	for i := range c.Events {
		add(true, ofEvent, i)
	}
	add(c.NoEvents.Value, ofNoEvents, 0)
	for i := range c.Medications {
		add(true, ofMedication, i)
	}
	add(c.AllMedicines.Value, ofAllMedicines, 0)
	for i := range c.Procedures {
		add(true, ofProcedure, i)
	}
	add(c.AllProcedures.Value, ofAllProcedures, 0)
	for i := range c.Allergies {
		add(true, ofAllergy, i)
	}
	add(c.AllAllergies.Value, ofAllAllergies, 0)
	add(c.Lifestyle.Smoking.Known, ofSmoking, 0)
	add(c.Lifestyle.AlcoholUnitsPerWeek.Known, ofAlcohol, 0)
	add(c.Lifestyle.CaffeineMgPerDay.Known, ofCaffeine, 0)
	add(c.Partner.Age.Known, ofPartnerAge, 0)
	add(c.Partner.Karyotype.Known, ofPartnerKaryotype, 0)
	add(c.Partner.SpermDNAFragmentationPct.Known, ofPartnerSperm, 0)
	add(c.Status.Pregnant.Known, ofPregnant, 0)
	add(c.Status.Gestation.Known, ofPregnantGestation, 0)
	add(c.Status.Location.Known, ofLocation, 0)
	add(c.Status.Bleeding.Known, ofBleeding, 0)
	add(c.Status.PlanningPregnancy.Known, ofPlanning, 0)
	for i := range c.Status.Symptoms {
		add(true, ofSymptom, i)
	}
	add(c.Status.AllSymptoms.Value, ofAllSymptoms, 0)
	for i := range c.Requested {
		add(true, ofRequested, i)
	}
	return all
}
