package interview

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// Page makes a page as it is shown at a state. It reports false for a page that
// does not exist, or that nothing said so far leads to.
func (v *Interview) Page(s State, id string) (*Page, bool) {
	if n, ok := number(id); ok {
		if told := pregnancies(s); n > told+1 || n == told+1 && closed(s, told) {
			return nil, false
		}
		return v.pregnancyForm(s, n), true
	}
	if k, of, ok := furtherOf(id); ok {
		e := v.entry(of)
		if e != nil && e.Form == "each" {
			return v.furtherEachForm(s, e, id)
		}
		if e == nil || e.Form != "tests" || k > firstFurther && !s.answered(furtherPage(k-1, of)) {
			return nil, false
		}
		return v.testsForm(e, id, v.texts.say("result.again")), true
	}
	if strings.HasPrefix(id, ofEvent) {
		k, event, ok := v.eventOf(id)
		if before, _ := s.Answer(laterEvent(k-1, event)); !ok || k > 1 && before.value("more") != yes && !s.opened(id) {
			return nil, false
		}
		return v.eventForm(s, id, event), true
	}
	e := v.entry(id)
	if e == nil {
		return nil, false
	}
	if e.Form == "tests" {
		return v.testsForm(e, id, e.Ask), true
	}
	p := &Page{ID: id, About: e.About, Ask: e.Ask, Help: e.Help, Why: e.Why, Facts: append(slices.Clone(e.Facts), e.Found...)}
	if e.First.En != "" && !v.chosen(s, e.ID) {
		p.Ask, p.Help = e.First, e.FirstHelp // what counts is said beside the list
	}
	if p.Ask.En == "" {
		p.Ask = v.question(e.Facts[0])
	}
	for _, f := range e.Families {
		if e.Form == "gate" {
			for _, fact := range v.entry(f.Page).Facts {
				if f.stands(fact) {
					p.Facts = append(p.Facts, fact)
				}
			}
		}
	}
	p.Fields = v.fields(s, e, p.Ask)
	return p, len(p.Fields) > 0
}

// furtherEachForm asks of the pregnancies told of after the page before it was answered.
func (v *Interview) furtherEachForm(s State, e *entry, id string) (*Page, bool) {
	k, _, _ := furtherOf(id)
	before := e.ID
	if k > firstFurther {
		before = furtherPage(k-1, e.ID)
	}
	if e.Absent != "" || !s.answered(before) {
		return nil, false
	}
	p := &Page{ID: id, About: e.About, Ask: e.Ask, Help: e.Help, Why: e.Why, Facts: e.Facts, Fields: v.eachForm(s, e, id, e.Ask)}
	return p, len(p.Fields) > 0
}

// fields are the fields of a page of the table.
func (v *Interview) fields(s State, e *entry, ask knowledge.Text) (fields []Field) {
	t := v.texts
	switch e.Form {
	case "flag":
		if e.Optional && v.saidElsewhere(s, e) {
			return nil
		}
		return []Field{{Name: "answer", Label: ask, Kind: One, Options: t.options("yesOrNo")}}
	case "words":
		return v.listFields(s, e, ask)
	case "gate":
		options, none := familyOptions(e), t.options(noneOf(v.entry(e.Families[0].Page)))
		none = append(none, t.options("unsure")...)
		if e.NoneFirst {
			options = append(none, options...)
		} else {
			options = append(options, none...)
		}
		return []Field{{Name: "which", Label: ask, Kind: Many, Options: options}}
	case "conditions":
		all := append(slices.Clone(e.Facts), e.Found...)
		which := Field{Name: "which", Label: ask, Kind: Many, Options: append(v.conditionOptions(e, all), t.options("none", "unsure")...)}
		if len(e.Facts) == 0 { // nobody may have looked: no answer is a no
			return []Field{which}
		}
		others := Field{Name: "others", Label: t.say("others"), Kind: One, Options: t.options("others"), Only: []Only{{Field: "which", Is: all}}}
		if v.leftOpen(s, e) { // she was not sure of any of it: what is in question is a danger
			return []Field{which, others}
		}
		return []Field{which, others,
			{Name: "not", Label: t.say("not"), Kind: Many, Options: append(v.conditionOptions(e, e.Facts), t.options("noneKnown")...), Only: []Only{{Field: "which", Is: []string{Unsure}}}},
		}
	case "each":
		return v.eachForm(s, e, e.ID, ask)
	case "papers":
		return v.paperFields(s, e, ask)
	case "habits":
		return v.habitFields(e)
	case "samples":
		return v.sampleFields(s, e)
	case "dates":
		return v.dateFields(s)
	case "called":
		return v.calledFields(s, e)
	case "between":
		return v.betweenFields(s)
	case "ruled-out":
		return v.ruledOutFields(s, ask)
	case "past":
		return v.pastFields(s, e)
	case "past-dates":
		return v.pastDateFields(s)
	case "seen":
		return []Field{{Name: "answer", Label: ask, Kind: One, Options: t.options("seen")}}
	}
	for _, fact := range e.Facts {
		fields = append(fields, v.single(fact))
	}
	return fields
}

// noneOf is the choice that says none, in the words of what it is none of.
func noneOf(e *entry) string {
	if e.Form == "tests" {
		return "noneDone"
	}
	return "none"
}

// listFields ask which of a list; a long one after whether there is anything at all.
func (v *Interview) listFields(s State, e *entry, ask knowledge.Text) []Field {
	which := Field{Name: "which", Label: ask, Kind: Many, Options: v.listOptions(s, e)}
	if e.First.En == "" {
		return []Field{which}
	}
	if v.chosen(s, e.ID) { // she said at the gate that there is something
		which.Label = e.Ask
		which.Options = append(which.Options, v.texts.options("none")...)
		return []Field{which}
	}
	which.Label, which.Help, which.Only = e.Ask, e.Help, []Only{{Field: "any", Is: []string{yes}}}
	return []Field{{Name: "any", Label: e.First, Kind: One, Options: v.texts.options("yesOrNo")}, which}
}

// pregnancyFields are the facts that the page of a pregnancy asks for.
var pregnancyFields = []string{"", "outcome", "ended", "gestation", "partner"}

func (v *Interview) pregnancyForm(s State, n int) *Page {
	t := v.texts
	p := &Page{ID: pregnancyPage(n), Ask: numbered(t.say("pregnancy"), n), Why: t.say("pregnancy.why"), Facts: []string{"pregnancies"}}
	for _, field := range pregnancyFields[1:] {
		p.Facts = append(p.Facts, "pregnancies."+strconv.Itoa(n)+"."+field)
	}
	var outcomes []Option
	for _, o := range v.base.Outcomes {
		option := Option{Value: o.ID, Label: t.outcome(o), Help: t.say("outcome." + o.ID), Also: otherNames(t.say("outcome." + o.ID + ".also"))}
		if option.Label != o.Name {
			option.Also = append(option.Also, o.Name)
		}
		outcomes = append(outcomes, option)
	}
	before := recorded(s)
	now, _ := s.Answer(p.ID)
	if today, _ := s.Answer("pregnant"); today.value("answer") == no && now.value("outcome") != string(patient.Ongoing) && n > before {
		outcomes = slices.DeleteFunc(outcomes, func(o Option) bool { return o.Value == string(patient.Ongoing) })
	}
	switch {
	case n == 1 && before == 0:
		p.Ask, p.Help = t.say("pregnancy.first"), t.say("pregnancy.help")
		outcomes = append(outcomes, t.options("neverPregnant")...)
	case n == before+1:
		p.Ask = t.say("pregnancy.another")
		outcomes = append(outcomes, t.options("noOther")...)
	}
	p.Fields = []Field{
		{Name: "outcome", Label: t.say("pregnancy.outcome"), Kind: One, Options: append(outcomes, t.options("unsure")...)},
		{Name: "ended", Label: t.say("pregnancy.ended"), Help: t.say("date.help"), Kind: Date, Past: true, Only: over},
		{Name: "weeks", Label: t.say("pregnancy.weeks"), Help: t.say("weeks.help"), Kind: Weeks, Only: over},
		{Name: "roughly", Label: t.say("pregnancy.roughly"), Kind: One, Options: t.options("roughly"), Only: append([]Only{{Field: "weeks", Not: true}}, over...)},
	}
	if n <= before {
		return p // its partner has a page of its own, and what came after it is known
	}
	if n > 1 {
		options := t.options("partner")
		if n > 2 {
			options = append(options, t.options("earlierPartner")...)
		}
		p.Fields = append(p.Fields, Field{Name: "partner", Label: t.say("pregnancy.partner"), Kind: One,
			Options: append(options, t.options("ratherNot")...), Only: told})
	}
	p.Fields = append(p.Fields, Field{Name: "more", Label: t.say("pregnancy.more"), Kind: One, Options: t.options("yesOrNo"), Only: over})
	return p
}

// outcome is the name of an outcome in her words.
func (t *texts) outcome(o *knowledge.Outcome) knowledge.Text {
	if name := t.say("outcome." + o.ID + ".name"); name.En != "" {
		return name
	}
	return o.Name
}

// otherNames are the names in a list of them; what one language has no word for is "".
func otherNames(list knowledge.Text) (names []knowledge.Text) {
	for name := range strings.SplitSeq(list.En, ", ") {
		names = append(names, knowledge.Text{En: name})
	}
	for name := range strings.SplitSeq(list.Zh, "、") {
		names = append(names, knowledge.Text{Zh: name})
	}
	return slices.DeleteFunc(names, func(n knowledge.Text) bool { return n.En == "" && n.Zh == "" })
}

// told is for what is asked of a pregnancy that there was, and over for what is asked
// of one that is over: how the one she is in goes has a page of its own.
var (
	told = []Only{{Field: "outcome", Is: []string{None}, Not: true}}
	over = []Only{{Field: "outcome", Is: []string{None, string(patient.Ongoing)}, Not: true}}
)

// wordOption is a word of results, in both languages.
func (v *Interview) wordOption(word string) Option {
	return Option{Value: word, Label: knowledge.Text{En: words.Value(v.base, "en", word), Zh: words.Value(v.base, "zh", word)}}
}

// single is how one fact is asked for by itself.
func (v *Interview) single(fact string) Field {
	f := Field{Name: fact, Label: v.question(fact), Kind: One, Options: v.texts.options("yesOrNo")}
	for _, d := range v.texts.Fields {
		if d.Name == fact {
			f.Kind, f.Unit, f.Help, f.Lowest, f.Highest, f.Past = d.Kind, d.Unit, d.Help, d.Lowest, d.Highest, d.Past
			f.also = d.Also
			f.Options = append(v.texts.options(d.Choice), asOptions(d.Options)...)
			if d.Ask.En != "" {
				f.Label = d.Ask
			}
			if d.Unless != "" {
				f.Only = []Only{{Field: d.Unless, Not: true}}
			}
		}
	}
	switch {
	case f.Help.En != "":
	case f.Kind == Weeks:
		f.Help = v.texts.say("weeks.help")
	case f.Kind == Date:
		f.Help = v.texts.say("date.help")
	}
	return f
}

// question is how the knowledge asks for a fact.
func (v *Interview) question(fact string) knowledge.Text {
	return knowledge.Text{En: assessment.Ask(v.base, fact, "en"), Zh: assessment.Ask(v.base, fact, "zh")}
}

func numbered(t knowledge.Text, n int) knowledge.Text {
	number := strconv.Itoa(n)
	return knowledge.Text{En: strings.ReplaceAll(t.En, "{n}", number), Zh: strings.ReplaceAll(t.Zh, "{n}", number)}
}
