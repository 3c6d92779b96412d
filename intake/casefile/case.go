package casefile

import (
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/patient"
)

// Limits outside of which a number is a typing error.
const (
	minAge, maxAge               = 10, 70
	minPartnerAge, maxPartnerAge = 10, 100
	minHeightCm, maxHeightCm     = 100, 220
	minWeightKg, maxWeightKg     = 25, 350
	minBMI, maxBMI               = 10, 80
	maxAlcoholUnitsPerWeek       = 375 // 3000 g of alcohol
	maxCaffeineMgPerDay          = 3000
	maxPercent                   = 100
)

// Limits are the lowest and the highest number that a place of a case file takes;
// false for a place that has none.
func Limits(place string) (lowest, highest float64, ok bool) {
	of, ok := limits[place]
	return of[0], of[1], ok
}

var limits = map[string][2]float64{
	"patient.age":                      {minAge, maxAge},
	"patient.heightCm":                 {minHeightCm, maxHeightCm},
	"patient.weightKg":                 {minWeightKg, maxWeightKg},
	"lifestyle.alcoholUnitsPerWeek":    {0, maxAlcoholUnitsPerWeek},
	"lifestyle.caffeineMgPerDay":       {0, maxCaffeineMgPerDay},
	"partner.age":                      {minPartnerAge, maxPartnerAge},
	"partner.spermDnaFragmentationPct": {0, maxPercent},
}

// Phrases of the messages: what is accepted.
const (
	acceptedFormat        = "gravida: " + Format
	acceptedFile          = `a case file that begins "` + acceptedFormat + `"`
	acceptedDay           = "a full date as 2026-03-01"
	exampleOfWords        = "[word, word]"
	exampleOfPregnancies  = "[{outcome: miscarriage, ended: 2022-05}]"
	exampleOfObservations = "[{test: tsh, date: 2026-01-09, value: 2.1, unit: mIU/L}]"
	exampleOfEvents       = "[{event: venous-thrombosis, date: 2018-03}]"
)

// caseFile reads the fields of the contract, in its order.
func (r *reader) caseFile(root *node) *patient.Case {
	c := &patient.Case{Source: patient.Source{Document: r.file}}
	var format bool
	lists := map[string]string{}
	ok := r.fields(root, "the case file",
		field{"gravida", func(n *node) { r.word(n, "gravida", Format); format = true }},
		field{"id", func(n *node) { c.ID, _ = r.plainText(n, "id") }},
		field{"asOf", func(n *node) { c.AsOf = r.asOf(n) }},
		field{"patient", func(n *node) { r.patient(n, c) }},
		field{"lists", func(n *node) { r.howWhole(n, lists) }},
		field{"pregnancies", func(n *node) { r.pregnancies(n, c, lists) }},
		field{"observations", func(n *node) { r.each(n, "observations", exampleOfObservations, func(n *node) { r.observation(n, c) }) }},
		field{"conditions", func(n *node) { r.conditions(n, c, lists) }},
		field{"events", func(n *node) { r.events(n, c, lists) }},
		field{"absent", func(n *node) { r.absent(n, c) }},
		field{"medications", func(n *node) { r.medications(n, c, lists) }},
		field{"procedures", func(n *node) { r.procedures(n, c, lists) }},
		field{"allergies", func(n *node) { r.allergies(n, c, lists) }},
		field{"lifestyle", func(n *node) { r.lifestyle(n, &c.Lifestyle) }},
		field{"partner", func(n *node) { r.partner(n, &c.Partner) }},
		field{"status", func(n *node) { r.status(n, &c.Status, lists) }},
		field{"requested", func(n *node) { r.requested(n, c) }},
		field{"notDone", func(n *node) { c.NotDone, _ = r.known(n, "notDone", r.tests()) }},
		field{"setting", func(n *node) {
			id, ok := r.one(n, "setting", r.settings())
			fact(r, &c.Setting, n, id, ok)
		}},
		field{"interview", func(n *node) {
			r.fields(n, "interview", r.pagesField("asked", &c.Interview.Asked), r.pagesField("unsure", &c.Interview.Unsure),
				r.pagesField("skipped", &c.Interview.Skipped), r.pagesField("next", &c.Interview.Next))
		}},
	)
	if ok && !format {
		r.refuse(root.at, say("the line \"%s\" is missing", acceptedFormat), say("%s", acceptedFormat), "")
	}
	return c
}

func (r *reader) asOf(n *node) date.Date {
	text, ok := r.brief(n, "asOf", say(acceptedDay))
	if !ok {
		return date.Date{}
	}
	d, err := date.Parse(text)
	if err == nil && !d.Full() {
		err = problem.Errorf("%q has no day", text)
	}
	if err != nil {
		r.refuse(n.at, say("asOf: %s", err), say(acceptedDay), "")
		return date.Date{}
	}
	return d
}

func (r *reader) patient(n *node, c *patient.Case) {
	r.fields(n, "patient",
		field{"born", func(n *node) {
			d, ok := r.date(n, "born")
			fact(r, &c.Born, n, d, ok)
		}},
		r.wholeField("age", &c.Age, minAge, maxAge),
		r.numberField("heightCm", &c.HeightCm, minHeightCm, maxHeightCm),
		r.numberField("weightKg", &c.WeightKg, minWeightKg, maxWeightKg),
		r.textField("ethnicity", &c.Ethnicity),
	)
}

// Words for how much of a list is given.
const (
	wholeList  = "all"
	partOfList = "some"
)

// partLists are the lists of which it can be said how much is given.
var partLists = []string{"pregnancies", "conditions", "events", "medications", "procedures", "allergies", "symptoms"}

// howWhole reads which lists are given in part, and which are whole though a
// list by itself would not say so.
func (r *reader) howWhole(n *node, lists map[string]string) {
	var fields []field
	for _, key := range partLists {
		fields = append(fields, field{key, func(n *node) { lists[key], _ = r.word(n, key, wholeList, partOfList) }})
	}
	r.fields(n, "lists", fields...)
}

// isWhole answers for a list that was given: what its entry under "lists" says,
// else the rule of its key.
func isWhole(lists map[string]string, key string, otherwise bool) bool {
	switch lists[key] {
	case wholeList:
		return true
	case partOfList:
		return false
	}
	return otherwise
}

func (r *reader) lifestyle(n *node, l *patient.Lifestyle) {
	r.fields(n, "lifestyle",
		r.wordField("smoking", &l.Smoking, smokings...),
		r.numberField("alcoholUnitsPerWeek", &l.AlcoholUnitsPerWeek, 0, maxAlcoholUnitsPerWeek),
		r.numberField("caffeineMgPerDay", &l.CaffeineMgPerDay, 0, maxCaffeineMgPerDay),
	)
}

func (r *reader) partner(n *node, p *patient.Partner) {
	r.fields(n, "partner",
		r.textField("label", &p.Label),
		r.wholeField("age", &p.Age, minPartnerAge, maxPartnerAge),
		r.wordField("karyotype", &p.Karyotype, patient.Normal, patient.Abnormal),
		r.numberField("spermDnaFragmentationPct", &p.SpermDNAFragmentationPct, 0, maxPercent),
	)
}

func (r *reader) status(n *node, s *patient.Status, lists map[string]string) {
	r.fields(n, "status",
		r.flagField("pregnant", &s.Pregnant),
		r.gestationField("gestation", &s.Gestation),
		r.wordField("location", &s.Location, locations...),
		r.flagField("bleeding", &s.Bleeding),
		r.flagField("planningPregnancy", &s.PlanningPregnancy),
		field{"symptoms", func(n *node) { r.symptoms(n, s, lists) }},
	)
}
