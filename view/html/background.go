package html

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// background is one kind of what is on her record beside pregnancies and results.
type background struct{ Name, List string }

// Background is what a doctor has to know before anything is read: clots and severe
// complications with their dates, illnesses and when they ended, medicines taken now, allergies and
// operations. Of what is not on the record nothing is said, but of medicines: what is given
// hangs on them.
func (p *about) Background() (list []background) {
	c := p.a.Subject()
	add := func(part string, names []string) {
		if len(names) > 0 {
			list = append(list, background{p.say("reading.part." + part), strings.Join(names, p.say("list.semicolon"))})
		}
	}
	var events, conditions, medicines, allergies []string
	for _, e := range c.Events {
		events = append(events, p.dated(knowledge.Conditions, cmp.Or(e.As, e.Event), e.Date.String()))
	}
	for i, x := range c.Pregnancies {
		if x.SeverePEAt.Known {
			events = append(events, p.complication(i, "severePreeclampsiaAt", x.SeverePEAt.Value))
		}
		if x.SeverePIAt.Known {
			events = append(events, p.complication(i, "severePlacentalInsufficiencyAt", x.SeverePIAt.Value))
		}
	}
	events = append(events, p.ofLosses()...)
	for _, x := range c.Conditions {
		if w := p.base.Word(knowledge.Conditions, x.ID); !x.Absent && (w == nil || w.Kind != "event") {
			conditions = append(conditions, p.lasting(x))
		}
	}
	for _, m := range c.Medications {
		if !m.Until.Known() {
			medicines = append(medicines, p.word(knowledge.Medications, m.Medication))
		}
	}
	switch {
	case len(medicines) > 0:
	case c.AllMedicines.Known:
		medicines = []string{p.say("record.medicines.none")}
	default:
		medicines = []string{p.say("record.medicines.unknown")}
	}
	for _, a := range c.Allergies {
		allergies = append(allergies, p.word(knowledge.Allergies, a.Value))
	}
	add("events", events)
	add("conditions", conditions)
	add("medicines", medicines)
	add("allergies", allergies)
	add("procedures", p.operations())
	return list
}

// operations are what was done to her, each with its day where that is known.
func (p *about) operations() (list []string) {
	for _, x := range p.a.Subject().Procedures {
		list = append(list, p.dated(knowledge.Procedures, x.Procedure, x.Date.String()))
	}
	return list
}

// lasting is a condition, with when it ended where it did: it is not read as one she has;
// and since when, where it rules something out.
func (p *about) lasting(x patient.Condition) string {
	name := p.word(knowledge.Conditions, cmp.Or(x.As, x.ID))
	if !x.Until.Known() {
		if !x.Since.Known() || !p.rulesOut(name) {
			return name
		}
		return name + p.bracket(p.fill("record.since", "date", words.DateOf(p.Lang, x.Since.String())))
	}
	return name + p.bracket(p.fill("record.until", "date", words.DateOf(p.Lang, x.Until.String())))
}

// rulesOut reports an illness by which a treatment is not for her: how long ago it was
// matters then.
func (p *about) rulesOut(name string) bool {
	for i := range p.a.Treatments {
		if strings.Contains(p.a.WhyNot(&p.a.Treatments[i]), name) {
			return true
		}
	}
	return false
}

// dated is the name of a word, with its day where that is known.
func (p *about) dated(list, id, date string) string {
	if date == "" {
		return p.word(list, id)
	}
	return p.word(list, id) + p.say("list.comma") + words.DateOf(p.Lang, date)
}

// Past is what the first screen tells of her before anything is read: her pregnancies, what
// else is on her record, and the results that decide.
func (p *summary) Past() (list []background) {
	if p.Told() == "" {
		list = append(list, background{p.say("head.pregnancies"), p.Pattern()})
	}
	list = append(list, p.Background()...)
	telling, plain := p.a.OnRecord()
	if len(plain) > 0 {
		if more := len(plain) - mostPlain; more > 1 {
			plain = append(plain[:mostPlain:mostPlain], words.Count(p.Lang, "page.more", more))
		}
		telling = append(telling, p.fill("record.normal", "list", strings.Join(plain, p.say("list.and"))))
	}
	if len(telling) > 0 {
		list = append(list, background{p.say("reading.part.results"), strings.Join(telling, p.say("list.semicolon"))})
	}
	return list
}

// mostPlain is how many tests are named of which nothing was found.
const mostPlain = 4

// ofLosses is what is known of her pregnancies that may well have been the reason of their
// end, and of a child that was formed differently.
func (p *about) ofLosses() (list []string) {
	var order []string
	places := map[string][]int{}
	add := func(name string, i int) {
		if places[name] == nil {
			order = append(order, name)
		}
		if !slices.Contains(places[name], i+1) {
			places[name] = append(places[name], i+1)
		}
	}
	for i, x := range p.a.Subject().Pregnancies {
		for _, d := range x.Details {
			if w := p.base.Word(knowledge.Details, d.Value); w != nil && (w.Kind == "may-explain" || w.Kind == "form-abnormal") {
				add(w.Name.In(p.Lang), i)
			}
		}
		if x.Morphology.Value == patient.Abnormal {
			add(p.word(knowledge.Details, "abnormal-fetal-morphology"), i)
		}
	}
	for _, name := range order {
		list = append(list, name+p.bracket(words.Pregnancies(p.Lang, places[name])))
	}
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
