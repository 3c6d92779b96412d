package casetest

import (
	"slices"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// gestation is exact, or completed weeks.
func (g *generator) gestation(what string) patient.Gestation {
	weeks := g.whole(4, 42, what)
	if g.maybe(what + " to the day") {
		return patient.Weeks(weeks, g.whole(0, 6, what+" days"))
	}
	return patient.Gestation{Min: weeks * 7, Max: weeks*7 + 6}
}

func (g *generator) pregnancies(c *patient.Case) {
	if !g.maybe("history is given") {
		return
	}
	c.History = patient.History{Given: true, Complete: g.maybe("history is complete"), Source: g.source()}
	days := make([]int, g.whole(0, 5, "pregnancies"))
	for i := range days {
		days[i] = g.whole(g.first, g.last, "ended")
	}
	slices.Sort(days)
	for i, day := range days {
		c.Pregnancies = append(c.Pregnancies, g.pregnancy(day, i == len(days)-1))
	}
}

func (g *generator) pregnancy(day int, last bool) patient.Pregnancy {
	p := patient.Pregnancy{Source: g.source()}
	p.OutcomeSource, p.EndedSource, p.GestationSource = g.source(), g.source(), g.source()
	words := []string{""}
	for _, o := range patient.Outcomes {
		words = append(words, string(o))
	}
	if p.Outcome = patient.Outcome(g.word("outcome", words...)); p.Outcome == patient.Ongoing && !last {
		p.Outcome = patient.Miscarriage
	}
	if p.Outcome != patient.Ongoing {
		p.Ended = g.blurred(day, "ended")
	}
	if g.maybe("gestation is known") {
		p.Gestation = g.gestation("gestation")
	}
	p.Partner = g.maybeWord("partner", "A", "B", "first husband")
	p.Conception = g.maybeWord("conception", "spontaneous", "ovulation-induction", "iui", "ivf", "donor-oocyte", "donor-sperm")
	p.Details = g.facts("details", g.words(knowledge.Details))
	p.Morphology = g.maybeWord("morphology", patient.Normal, patient.Abnormal)
	p.TissueKaryotype = g.maybeWord("tissue karyotype", "normal", "aneuploid", "unbalanced", "failed", "not-done")
	p.SeverePEAt = maybeFact(g, "pre-eclampsia", func() patient.Gestation { return g.gestation("pre-eclampsia") })
	p.SeverePIAt = maybeFact(g, "placental insufficiency", func() patient.Gestation { return g.gestation("placental insufficiency") })
	p.ExplainedBy = g.maybeWord("explained by", g.k.CauseIDs()...)
	p.DocumentedBy = maybeFact(g, "documented", func() []string {
		return g.some("documented by", []string{"ultrasound", "histology", "hcg", "report-only"})
	})
	return p
}

// conditions draws the present ones, the events and the absent ones, in the
// order a case file has them; none is two of these.
func (g *generator) conditions(c *patient.Case) {
	free := append(g.words(knowledge.Conditions), g.k.CauseIDs()...)
	slices.Sort(free)
	free = slices.Compact(free)
	take := func(what string) []string {
		taken := g.some(what, free)
		free = slices.DeleteFunc(free, func(id string) bool { return slices.Contains(taken, id) })
		return taken
	}
	for _, id := range take("conditions") {
		condition := patient.Condition{ID: id, Source: g.source()}
		condition.Since, condition.Until = g.period("condition")
		c.Conditions = append(c.Conditions, condition)
	}
	c.NoConditions = g.known("no other condition")
	for _, id := range take("absent") {
		c.Conditions = append(c.Conditions, patient.Condition{ID: id, Absent: true, Source: g.source()})
	}
	words := g.words(knowledge.Conditions)
	events := slices.DeleteFunc(free, func(id string) bool { return !slices.Contains(words, id) })
	for _, id := range g.some("events", events) {
		c.Events = append(c.Events, patient.Event{Event: id, Date: g.past("event"),
			Proven: g.maybeWord("proven", "imaging", "histology", "clinical"), HighRiskProfile: g.maybeFlag("high risk"), Source: g.source()})
	}
	c.NoEvents = g.known("no other event")
}

func (g *generator) treatment(c *patient.Case) {
	medicines := append(g.words(knowledge.Medications), g.k.TreatmentIDs()...)
	slices.Sort(medicines)
	for _, id := range g.some("medications", slices.Compact(medicines)) {
		m := patient.Medication{Medication: id, Source: g.source()}
		m.Since, m.Until = g.period("medication")
		c.Medications = append(c.Medications, m)
	}
	c.AllMedicines = g.known("all medicines")
	for _, id := range g.some("procedures", g.words(knowledge.Procedures)) {
		c.Procedures = append(c.Procedures, patient.Procedure{Procedure: id, Date: g.past("procedure"), Source: g.source()})
	}
	c.AllProcedures = g.known("all procedures")
	c.Allergies = g.facts("allergies", g.words(knowledge.Allergies))
	c.AllAllergies = g.known("all allergies")
	c.Requested = g.facts("requested", append(g.k.TreatmentIDs(), g.k.TestIDs()...))
	c.NotDone = g.facts("not done", g.k.TestIDs())
	c.Setting = g.maybeWord("setting", "int", "cn", "uk", "us", "de")
	pages := []string{"symptoms", "pregnancy-1", "pregnancy-2", "losses", "again-2-thyroid-tests"}
	c.Interview = patient.Interview{Asked: g.some("asked", pages), Unsure: g.some("not sure", pages), Skipped: g.some("skipped", pages), Next: g.some("next", pages)}
}
