package fhirin

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// The most that a habit can be: more is a typing error.
const (
	mostAlcoholUnits = 375
	mostCaffeineMg   = 3000
)

// observed reads an observation by the field, test or symptom it is.
func (o *own) observed(e *entry, res *r4.Observation, list, word string) {
	switch {
	case list == "test":
		o.result(e, res, word)
	case list == "symptom":
		if res.Boolean == nil || *res.Boolean {
			o.c.Status.Symptoms = append(o.c.Status.Symptoms, patient.Know(word, e.source()))
		}
	case word == "case":
		o.about(e, res)
	case word == "lists":
		o.wholeLists(e, res)
	case word == "pregnancies":
		o.pregnancy(e, res)
	default:
		o.field(e, word, &res.Value)
	}
}

// field reads one fact with a place of its own in the case.
func (o *own) field(e *entry, key string, v *r4.Value) {
	c := o.c
	switch key {
	case "age":
		c.Age = o.years(e, v)
	case "heightCm":
		c.HeightCm = o.number(e, v, "cm", plausible["height"][0], plausible["height"][1])
	case "weightKg":
		c.WeightKg = o.number(e, v, "kg", plausible["weight"][0], plausible["weight"][1])
	case "smoking":
		c.Lifestyle.Smoking = o.word(e, "smoking", v.Concept)
	case "alcoholUnitsPerWeek":
		c.Lifestyle.AlcoholUnitsPerWeek = o.number(e, v, "{unit}/wk", 0, mostAlcoholUnits)
	case "caffeineMgPerDay":
		c.Lifestyle.CaffeineMgPerDay = o.number(e, v, "mg/d", 0, mostCaffeineMg)
	case "pregnant":
		if said := o.word(e, "pregnant", v.Concept); said.Known {
			c.Status.Pregnant = patient.Know(said.Value == "true", e.source())
		}
	case "gestation":
		if g := o.gestation(e, v); g.Known() {
			c.Status.Gestation = patient.Know(g, e.source())
		}
	case "dueDate":
		o.dueDate = patient.Know(firstDate(v.DateTime), e.source())
	case "location":
		c.Status.Location = o.word(e, "location", v.Concept)
	case "bleeding":
		c.Status.Bleeding = o.flag(e, v)
	case "planningPregnancy":
		c.Status.PlanningPregnancy = o.flag(e, v)
	case "requested":
		if asked := o.word(e, "requested", v.Concept); asked.Known {
			c.Requested = append(c.Requested, asked)
		}
	case "karyotype":
		c.Partner.Karyotype = o.word(e, "karyotype", v.Concept)
	case "spermDnaFragmentationPct":
		c.Partner.SpermDNAFragmentationPct = o.number(e, v, "%", 0, 100)
	default:
		o.issuef(e.source(), "%q is a field this version does not know; it was not read.", "本版本不认识字段“%s”，未读取。", key)
	}
}

func (o *own) flag(e *entry, v *r4.Value) patient.Fact[bool] {
	if v.Boolean == nil {
		return patient.Fact[bool]{}
	}
	return patient.Know(*v.Boolean, e.source())
}

// about reads what concerns the case as a whole.
func (o *own) about(e *entry, res *r4.Observation) {
	for i := range res.Component {
		v := &res.Component[i].Value
		switch key, _ := r4.OwnCode(res.Component[i].Code, "field"); key {
		case "asOf":
			if d := firstDate(v.DateTime); d.Full() {
				o.c.AsOf = d
			}
		case "ethnicity":
			o.c.Ethnicity = o.text(e, v)
		case "setting":
			o.c.Setting = o.word(e, "setting", v.Concept)
		case "asked":
			o.c.Interview.Asked = strings.Fields(v.String)
		case "unsure":
			o.c.Interview.Unsure = strings.Fields(v.String)
		case "skipped":
			o.c.Interview.Skipped = strings.Fields(v.String)
		case "next":
			o.c.Interview.Next = strings.Fields(v.String)
		}
	}
}

// wholeLists reads how much of each list is given.
func (o *own) wholeLists(e *entry, res *r4.Observation) {
	c := o.c
	all := wholes(c)
	for i := range res.Component {
		key, _ := r4.OwnCode(res.Component[i].Code, "field")
		if n := res.Component[i].Integer; n != nil {
			o.counted[key] = *n
			continue
		}
		how := o.word(e, "lists", res.Component[i].Concept)
		switch whole := how.Value == "all"; {
		case !how.Known:
		case key == "pregnancies":
			c.History = patient.History{Given: true, Complete: whole, Source: e.source()}
		case all[key] != nil && whole:
			*all[key] = patient.Know(true, e.source())
		}
	}
}

// unsure are verifications of a condition that assert nothing.
var unsure = []string{"unconfirmed", "provisional", "differential"}

// condition reads a disease or an event by what its verification says now.
func (o *own) condition(e *entry, res *r4.Condition, list, word string) {
	refuted := hasCode(res.VerificationStatus, "refuted")
	since, until := firstDate(res.OnsetDateTime, startOf(res.OnsetPeriod)), firstDate(res.AbatementDateTime, endOf(res.AbatementPeriod))
	over := hasCode(res.ClinicalStatus, "resolved") || hasCode(res.ClinicalStatus, "inactive") || hasCode(res.ClinicalStatus, "remission")
	id, as := o.words.counts(word)
	switch {
	case slices.ContainsFunc(unsure, func(u string) bool { return hasCode(res.VerificationStatus, u) }):
		o.issuef(e.source(), "%s is only suspected in the record and was not used.", "“%s”在病历中仅为疑似，未采用。", word)
		o.doubt(list, word)
	case list == none:
		if !refuted {
			o.c.NoConditions = patient.Know(true, e.source())
		}
	case refuted:
		o.c.Conditions = append(o.c.Conditions, patient.Condition{ID: id, Absent: true, Since: since, Until: until, Source: e.source()})
	case list == "event":
		o.event(e, res, word, since)
	case over && !until.Known():
		o.issuef(e.source(), "%s is recorded as over, without saying since when; it was not used.", "“%s”记录为已缓解，但无日期；未采用。", word)
		o.doubt(list, word)
	default:
		o.c.Conditions = append(o.c.Conditions, patient.Condition{ID: id, As: as, Since: since, Until: until, Source: e.source()})
	}
}

func (o *own) event(e *entry, res *r4.Condition, word string, on date.Date) {
	id, as := o.words.counts(word)
	event := patient.Event{Event: id, As: as, Date: on, Source: e.source()}
	for _, evidence := range res.Evidence {
		for i := range evidence.Code {
			event.Proven = o.word(e, "proven", &evidence.Code[i])
		}
	}
	for _, x := range res.Extension {
		if x.URL == r4.HighRisk && x.ValueBoolean != nil {
			event.HighRiskProfile = patient.Know(*x.ValueBoolean, e.source())
		}
	}
	o.c.Events = append(o.c.Events, event)
}

// medication reads a medicine that is taken, or was to a date that is known.
func (o *own) medication(e *entry, res *r4.MedicationStatement, list, word string) {
	if list == none {
		o.c.AllMedicines = patient.Know(true, e.source())
		return
	}
	m := patient.Medication{Medication: word, Since: firstDate(res.EffectiveDateTime, startOf(res.EffectivePeriod)), Source: e.source()}
	if res.EffectivePeriod != nil {
		m.Until = firstDate(res.EffectivePeriod.End)
	}
	for _, x := range res.Extension {
		if x.URL == r4.Until && !m.Until.Known() {
			m.Until = firstDate(x.ValueDateTime)
		}
	}
	if slices.Contains([]string{"completed", "stopped", "on-hold"}, res.Status) && !m.Until.Known() {
		o.issuef(e.source(), "%s is no longer taken, and nobody says since when; it was not used.", "“%s”已停用，但停用日期不详；未采用。", word)
		return
	}
	o.c.Medications = append(o.c.Medications, m)
}

func (o *own) allergy(e *entry, res *r4.AllergyIntolerance, list, word string) {
	switch {
	case hasCode(res.VerificationStatus, "refuted") || hasCode(res.ClinicalStatus, "resolved"):
	case hasCode(res.VerificationStatus, "unconfirmed"):
		o.issuef(e.source(), "%s is only suspected in the record and was not used.", "“%s”在病历中仅为疑似，未采用。", word)
		o.doubt(list, word)
	case list == none:
		o.c.AllAllergies = patient.Know(true, e.source())
	default:
		o.c.Allergies = append(o.c.Allergies, patient.Know(word, e.source()))
	}
}

// agree holds the due date against the gestation it was made from. Where somebody
// changed one of them, nobody knows which is right.
func (o *own) agree() {
	g, due := o.c.Status.Gestation, o.dueDate
	if !due.Known || !due.Value.Full() || !g.Known || !o.c.AsOf.Full() {
		return
	}
	age := term - (due.Value.Earliest() - o.c.AsOf.Earliest())
	if age < g.Value.Min || age > g.Value.Max {
		o.issuef(due.Source, "The due date %s does not fit a gestational age of %s on %s; the gestational age was left unknown. Which is right?",
			"预产期%s与孕周%s（%s）不符；孕周按未知处理。以哪个为准？", due.Value, g.Value, o.c.AsOf)
		o.c.Status.Gestation = patient.Fact[patient.Gestation]{}
	}
}

// term is how many days after the last period a due date lies.
const term = 280
