package fhirin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// facts reads everything that is not a pregnancy.
func (r *reading) facts() {
	for _, e := range r.entries {
		switch res := e.Resource.(type) {
		case *r4.Condition:
			r.condition(e, res)
		case *r4.Procedure:
			r.procedure(e, res)
		case *r4.Observation:
			r.observation(e, res)
		case *r4.MedicationRequest:
			r.medicationRequest(e, res)
		case *r4.MedicationStatement:
			r.medicationStatement(e, res)
		case *r4.MedicationAdministration:
			from, to := firstDate(res.EffectiveDateTime, startOf(res.EffectivePeriod)), firstDate(res.EffectiveDateTime, endOf(res.EffectivePeriod))
			r.medicine(e, res.Medication, res.Reference, []r4.CodeableConcept{res.Dosage.Route}, from, to)
		case *r4.MedicationDispense:
			r.medicationDispense(e, res)
		case *r4.AllergyIntolerance:
			r.allergy(e, res)
		case *r4.DiagnosticReport:
			r.report(e, res)
		case *r4.Composition:
			r.sections(e, res.Section)
		}
	}
	r.sortFacts()
}

// condition reads a disease that is present, or was ruled out.
func (r *reading) condition(e *entry, c *r4.Condition) {
	for _, code := range r.named(e, c.Code, knowledge.CodeCondition, knowledge.CodeThrombosis, knowledge.CodeHabit) {
		absent := hasCode(c.VerificationStatus, "refuted")
		unsure := hasCode(c.VerificationStatus, "unconfirmed") || hasCode(c.VerificationStatus, "provisional") || hasCode(c.VerificationStatus, "differential")
		since := firstDate(c.OnsetDateTime, startOf(c.OnsetPeriod))
		until := firstDate(c.AbatementDateTime, endOf(c.AbatementPeriod))
		over := hasCode(c.ClinicalStatus, "resolved") || hasCode(c.ClinicalStatus, "inactive") || hasCode(c.ClinicalStatus, "remission")
		switch {
		case unsure:
			r.issuef(e.source(), "%s is only suspected in the record and was not used.", "“%s”在病历中仅为疑似，未采用。", title(code))
		case code.Kind == knowledge.CodeHabit:
			if !absent {
				r.smoking(code.Concept, e.source(), 0)
			}
		case code.Kind == knowledge.CodeThrombosis && !absent:
			r.c.Events = append(r.c.Events, patient.Event{Event: code.Concept, As: r.words.called(code.Concept, append(textsOf(c.Code), code.Display)), Date: r.eventDate(e, c), Source: e.source()})
		case over && !absent && !until.Known():
			r.issuef(e.source(), "%s is recorded as over, without saying since when; it was not used.", "“%s”记录为已缓解，但无日期；未采用。", title(code))
		default:
			if !r.words.known(knowledge.Conditions, code.Concept) {
				continue
			}
			r.c.Conditions = append(r.c.Conditions, patient.Condition{ID: r.words.standsFor(knowledge.Conditions, code.Concept), Absent: absent, Since: since,
				Until: until, Source: e.source()})
		}
	}
}

// eventDate is when something happened; the day it was written down is not.
func (r *reading) eventDate(e *entry, c *r4.Condition) date.Date {
	if when := r.conditionTime(e, c); !when.atLatest {
		return when.written
	}
	return date.Date{}
}

func (r *reading) procedure(e *entry, p *r4.Procedure) {
	on := firstDate(p.PerformedDateTime, startOf(p.PerformedPeriod))
	for _, code := range r.named(e, p.Code, knowledge.CodeProcedure) {
		if r.words.known(knowledge.Procedures, code.Concept) {
			r.c.Procedures = append(r.c.Procedures, patient.Procedure{Procedure: r.words.standsFor(knowledge.Procedures, code.Concept), Date: on, Source: e.source()})
		}
	}
}

// medicationRequest reads a prescription: an active one is taken, until its
// time is over; one that ended was taken for the time it was meant for.
func (r *reading) medicationRequest(e *entry, m *r4.MedicationRequest) {
	from, to := firstDate(m.AuthoredOn), firstDate("")
	if p := m.DispenseReq.ValidityPeriod; p != nil {
		to = firstDate(p.End)
	}
	for _, d := range m.Dosage {
		if p := d.Timing.Repeat.BoundsPeriod; p != nil && p.End != "" {
			from, to = firstDate(p.Start, m.AuthoredOn), firstDate(p.End)
		}
	}
	if m.Status != "active" && !to.Known() {
		r.tookOnce(e, m.Status)
		return
	}
	r.medicine(e, m.Medication, m.Reference, routes(m.Dosage), from, to)
}

func (r *reading) medicationStatement(e *entry, m *r4.MedicationStatement) {
	from, to := firstDate(m.EffectiveDateTime, startOf(m.EffectivePeriod)), firstDate("")
	if m.EffectivePeriod != nil {
		to = firstDate(m.EffectivePeriod.End)
	}
	if slices.Contains([]string{"completed", "stopped", "on-hold"}, m.Status) && !to.Known() {
		r.tookOnce(e, m.Status)
		return
	}
	r.medicine(e, m.Medication, m.Reference, routes(m.Dosage), from, to)
}

// medicationDispense reads a medicine that was handed out: it was there for as
// long as the supply lasts, and on that day alone where nobody says how long.
func (r *reading) medicationDispense(e *entry, m *r4.MedicationDispense) {
	from := firstDate(m.WhenHandedOver, m.WhenPrepared)
	to := from
	if days, ok := quantity(m.DaysSupply); ok && from.Full() && days >= 0 && days <= 3*366 {
		to = date.FromDay(from.Latest() + int(days))
	}
	if !from.Known() {
		r.tookOnce(e, m.Status)
		return
	}
	r.medicine(e, m.Medication, m.Reference, routes(m.Dosage), from, to)
}

// tookOnce sets a medicine aside that somebody took, nobody says when; one that
// says nothing of pregnancy loss need not be told of.
func (r *reading) tookOnce(e *entry, status string) {
	named := func(c r4.CodeableConcept) bool {
		return slices.ContainsFunc(textsOf(c), func(text string) bool {
			rows, _ := r.findText(text, knowledge.CodeMedication)
			return len(rows) > 0
		})
	}
	if r.understood(e) || slices.ContainsFunc(r.concepts(e), named) {
		r.setAside(e, patient.AsideEnded, status)
	}
}

func routes(dosages []r4.Dosage) (out []r4.CodeableConcept) {
	for _, d := range dosages {
		out = append(out, d.Route)
	}
	return out
}

// medicine reads a medicine by its code or by the resource that names it.
func (r *reading) medicine(e *entry, c r4.CodeableConcept, ref r4.Reference, how []r4.CodeableConcept, since, until date.Date) {
	c = r.medicineOf(e, c, ref)
	codes := r.named(e, c, knowledge.CodeMedication)
	if len(codes) == 0 {
		r.noteRelevant(e, c)
	}
	for _, code := range codes {
		id := code.Concept
		if id == "progesterone" && slices.ContainsFunc(how, vaginal) {
			id = "progesterone-vaginal"
		}
		if r.words.known(knowledge.Medications, id) {
			r.c.Medications = append(r.c.Medications, patient.Medication{Medication: r.words.standsFor(knowledge.Medications, id), Since: since, Until: until, Source: e.source()})
		}
	}
}

// vaginal reports whether a medicine is given by that route.
func vaginal(route r4.CodeableConcept) bool {
	const vaginalRoute = "16857009" // SNOMED CT
	return hasCode(route, vaginalRoute) || strings.Contains(strings.ToLower(route.Text+displays(route)), "vagina") || strings.Contains(route.Text+displays(route), "阴道")
}

// allergy reads an allergy, or the statement that there is none. A medicine
// she is allergic to may be coded as that medicine.
func (r *reading) allergy(e *entry, a *r4.AllergyIntolerance) {
	if hasCode(a.VerificationStatus, "refuted") || hasCode(a.ClinicalStatus, "resolved") {
		r.setAside(e, patient.AsideStatus, map[bool]string{true: "refuted", false: "resolved"}[hasCode(a.VerificationStatus, "refuted")])
		return
	}
	codes := r.named(e, a.Code, knowledge.CodeAllergy, knowledge.CodeAnswer, knowledge.CodeMedication)
	for _, reaction := range a.Reaction {
		codes = append(codes, r.named(e, reaction.Substance, knowledge.CodeAllergy, knowledge.CodeMedication)...)
	}
	for _, code := range codes {
		if code.Concept == "no-known-allergy" {
			r.c.AllAllergies = patient.Know(true, e.source())
			continue
		}
		if id := r.words.standsFor(knowledge.Medications, code.Concept); r.knowledge.Word(knowledge.Allergies, code.Concept) != nil {
			r.addAllergy(code.Concept, e)
		} else if code.Kind == knowledge.CodeMedication && r.knowledge.Word(knowledge.Allergies, id) != nil {
			r.addAllergy(id, e)
		}
	}
}

func (r *reading) addAllergy(id string, e *entry) {
	r.c.Allergies = append(r.c.Allergies, patient.Know(r.words.standsFor(knowledge.Allergies, id), e.source()))
}

// sections reads what a document says it leaves empty: only "nil known" is a
// negative, every other reason is unknown.
func (r *reading) sections(e *entry, sections []r4.Section) {
	const problems, medicines, allergies = "11450-4", "10160-0", "48765-2" // LOINC
	for _, s := range sections {
		r.sections(e, s.Section)
		if !hasCode(s.EmptyReason, "nilknown") {
			continue
		}
		at := patient.Source{Document: e.key, At: cmp.Or(s.Title, e.File)}
		switch {
		case hasCode(s.Code, medicines):
			r.c.AllMedicines = patient.Know(true, at)
		case hasCode(s.Code, allergies):
			r.c.AllAllergies = patient.Know(true, at)
		case hasCode(s.Code, problems):
			r.c.NoConditions = patient.Know(true, at)
		}
	}
}

// smoking keeps the newest statement.
func (r *reading) smoking(concept string, s patient.Source, day int) {
	word, ok := strings.CutPrefix(concept, "smoking-")
	if !ok || word == "question" || r.c.Lifestyle.Smoking.Known && day < r.smokingOn {
		return
	}
	r.smokingOn = day
	r.c.Lifestyle.Smoking = patient.Know(word, s)
}

// sortFacts gives lists an order that does not depend on that of the
// resources, and drops what is written twice.
func (r *reading) sortFacts() {
	slices.SortFunc(r.c.Conditions, func(a, b patient.Condition) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Since.String(), b.Since.String()), cmp.Compare(a.Source.Document, b.Source.Document))
	})
	r.c.Conditions = slices.CompactFunc(r.c.Conditions, func(a, b patient.Condition) bool {
		return a.ID == b.ID && a.Absent == b.Absent && a.Since == b.Since && a.Until == b.Until
	})
	r.contradictions()
	slices.SortFunc(r.c.Events, func(a, b patient.Event) int {
		return cmp.Or(cmp.Compare(a.Event, b.Event), cmp.Compare(a.Date.String(), b.Date.String()), cmp.Compare(a.As, b.As), cmp.Compare(a.Source.Document, b.Source.Document))
	})
	r.c.Events = slices.CompactFunc(r.c.Events, func(a, b patient.Event) bool { return a.Event == b.Event && a.As == b.As && a.Date == b.Date })
	slices.SortFunc(r.c.Medications, func(a, b patient.Medication) int {
		return cmp.Or(cmp.Compare(a.Medication, b.Medication), cmp.Compare(a.Since.String(), b.Since.String()), cmp.Compare(a.Source.Document, b.Source.Document))
	})
	r.c.Medications = slices.CompactFunc(r.c.Medications, func(a, b patient.Medication) bool {
		return a.Medication == b.Medication && a.Since == b.Since && a.Until == b.Until
	})
	slices.SortFunc(r.c.Procedures, func(a, b patient.Procedure) int {
		return cmp.Or(cmp.Compare(a.Procedure, b.Procedure), cmp.Compare(a.Date.String(), b.Date.String()), cmp.Compare(a.Source.Document, b.Source.Document))
	})
	r.c.Procedures = slices.CompactFunc(r.c.Procedures, func(a, b patient.Procedure) bool { return a.Procedure == b.Procedure && a.Date == b.Date })
	slices.SortFunc(r.c.Allergies, func(a, b patient.Fact[string]) int {
		return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Source.Document, b.Source.Document))
	})
	r.c.Allergies = slices.CompactFunc(r.c.Allergies, func(a, b patient.Fact[string]) bool { return a.Value == b.Value })
	if len(r.c.Allergies) > 0 && r.c.AllAllergies.Known {
		r.issue(r.c.AllAllergies.Source, "The record says that there is no known allergy and names one all the same; the allergy was kept.", "病历既称无过敏史，又记录有过敏；保留过敏记录。")
		r.c.AllAllergies = patient.Fact[bool]{}
	}
	r.sortObservations()
}

// contradictions drops a disease that one entry asserts and another rules out:
// neither can be trusted.
func (r *reading) contradictions() {
	present, absent := map[string]bool{}, map[string]bool{}
	for _, c := range r.c.Conditions {
		present[c.ID], absent[c.ID] = present[c.ID] || !c.Absent, absent[c.ID] || c.Absent
	}
	told := map[string]bool{}
	r.c.Conditions = slices.DeleteFunc(r.c.Conditions, func(c patient.Condition) bool {
		clash := present[c.ID] && absent[c.ID]
		if clash && !told[c.ID] {
			told[c.ID] = true
			r.issuef(c.Source, "The record both asserts and rules out %s; it was left unknown.", "病历既有又排除“%s”；按未知处理。", c.ID)
		}
		return clash
	})
	if len(told) > 0 {
		r.c.NoConditions = patient.Fact[bool]{} // what is in doubt is not ruled out by "no other"
	}
}
