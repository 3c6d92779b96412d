package html

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// background is one kind of what is on her record beside pregnancies and results.
type background struct{ Name, List string }

// Background is what a doctor has to know before anything is read: clots and severe
// complications with their dates, illnesses, medicines taken now, allergies and
// operations. Of what is not on the record nothing is said.
func (p *about) Background() (list []background) {
	c := p.a.Subject()
	add := func(part string, names []string) {
		if len(names) > 0 {
			list = append(list, background{p.say("reading.part." + part), strings.Join(names, p.say("list.semicolon"))})
		}
	}
	dated := func(list, id, date string) string {
		if date == "" {
			return p.word(list, id)
		}
		return p.word(list, id) + p.say("list.comma") + words.DateOf(p.Lang, date)
	}
	var events, conditions, medicines, allergies, procedures []string
	for _, e := range c.Events {
		events = append(events, dated(knowledge.Conditions, cmp.Or(e.As, e.Event), e.Date.String()))
	}
	for i, x := range c.Pregnancies {
		if x.SeverePEAt.Known {
			events = append(events, p.complication(i, "severePreeclampsiaAt", x.SeverePEAt.Value))
		}
		if x.SeverePIAt.Known {
			events = append(events, p.complication(i, "severePlacentalInsufficiencyAt", x.SeverePIAt.Value))
		}
	}
	for _, x := range c.Conditions {
		if w := p.base.Word(knowledge.Conditions, x.ID); !x.Absent && (w == nil || w.Kind != "event") {
			conditions = append(conditions, p.word(knowledge.Conditions, cmp.Or(x.As, x.ID)))
		}
	}
	for _, m := range c.Medications {
		if !m.Until.Known() {
			medicines = append(medicines, p.word(knowledge.Medications, m.Medication))
		}
	}
	for _, a := range c.Allergies {
		allergies = append(allergies, p.word(knowledge.Allergies, a.Value))
	}
	for _, x := range c.Procedures {
		procedures = append(procedures, dated(knowledge.Procedures, x.Procedure, x.Date.String()))
	}
	add("events", events)
	add("conditions", conditions)
	add("medicines", medicines)
	add("allergies", allergies)
	add("procedures", procedures)
	return list
}

// complication is one of a pregnancy, and from which week.
func (p *about) complication(pregnancy int, what string, week patient.Gestation) string {
	name := words.Fact(p.base, p.Lang, "pregnancies."+strconv.Itoa(pregnancy+1)+"."+what)
	return name + p.say("list.comma") + words.Gestation(p.Lang, week)
}

// word is a word of a list, as a person reads it.
func (p *about) word(list, id string) string {
	if w := p.base.Word(list, id); w != nil {
		return w.Name.In(p.Lang)
	}
	return words.Value(p.base, p.Lang, id)
}
