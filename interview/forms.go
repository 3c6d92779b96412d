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
	if test, ok := strings.CutPrefix(id, ofTest); ok && v.base.Test(test) != nil {
		return v.resultForm(id, test, false), true
	}
	if test, ok := strings.CutPrefix(id, ofAgain); ok && v.base.Test(test) != nil {
		return v.resultForm(id, test, true), true
	}
	if event, ok := strings.CutPrefix(id, ofEvent); ok {
		if word := v.base.Word(knowledge.Conditions, event); word != nil && word.Kind == "event" {
			return v.eventForm(id, word), true
		}
		return nil, false
	}
	e := v.entry(id)
	if e == nil {
		return nil, false
	}
	p := &Page{ID: id, Ask: e.Ask, Help: e.Help, Why: e.Why, Facts: e.Facts}
	if p.Ask.En == "" {
		p.Ask = v.question(e.Facts[0])
	}
	p.Fields = v.fields(s, e, p.Ask)
	if e.Form == "each" && pregnancies(s) == 0 {
		return nil, false
	}
	return p, true
}

// fields are the fields of a page of the table.
func (v *Interview) fields(s State, e *entry, ask knowledge.Text) (fields []Field) {
	t := v.texts
	switch e.Form {
	case "flag":
		return []Field{{Name: "answer", Label: ask, Kind: One, Options: t.options("yesOrNo")}}
	case "words":
		return []Field{{Name: "which", Label: ask, Kind: Many, Options: v.listOptions(e)}}
	case "conditions":
		return []Field{
			{Name: "which", Label: ask, Kind: Many, Options: append(v.conditionOptions(e.Facts), t.options("none", "unsure")...)},
			{Name: "others", Label: t.say("others"), Kind: One, Options: t.options("others"), Only: []Only{{Field: "which", Is: e.Facts}}},
			{Name: "not", Label: t.say("not"), Kind: Many, Options: append(v.conditionOptions(e.Facts), t.options("noneKnown")...), Only: []Only{{Field: "which", Is: []string{Unsure}}}},
		}
	case "diagnoses":
		return []Field{{Name: "which", Label: ask, Kind: Many, Options: append(v.conditionOptions(e.Facts), t.options("noneFound", "unsure")...)}}
	case "tests":
		return []Field{{Name: "which", Label: ask, Kind: Many, Options: append(v.testOptions(e.Facts), t.options("noneDone", "unsure")...)}}
	case "each":
		return v.eachForm(s, e, ask)
	}
	for _, fact := range e.Facts {
		fields = append(fields, v.single(fact))
	}
	return fields
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
		outcomes = append(outcomes, Option{Value: o.ID, Label: o.Name, Help: t.say("outcome." + o.ID), Also: otherNames(t.say("outcome." + o.ID + ".also"))})
	}
	before := recorded(s)
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

func (v *Interview) resultForm(id, test string, again bool) *Page {
	t, words := v.base.Test(test), v.texts
	p := &Page{ID: id, Ask: t.Name, Why: words.say("result.why"), Facts: []string{test}}
	result := Field{Name: "result", Label: words.say("result"), Kind: One, Options: append(v.resultOptions(t), words.options("unsure")...)}
	if again {
		p.Fields = append(p.Fields, Field{Name: "done", Label: words.say("result.again"), Kind: One, Options: words.options("yesOrNo")})
		result.Only = []Only{{Field: "done", Is: []string{no, Unsure}, Not: true}}
	}
	if t.Kind == knowledge.Imaging {
		result.Kind = Many
	}
	p.Fields = append(p.Fields, result)
	if units := v.base.Units().Units(test); len(units) > 0 && t.Kind != knowledge.Imaging {
		numbered := []Only{{Field: "value"}}
		value := Field{Name: "value", Label: words.say("result.value"), Help: words.say("result.example"), Kind: Line, Only: result.Only}
		if len(units) == 1 {
			value.Unit = knowledge.Text{En: units[0], Zh: units[0]}
		}
		p.Fields = append(p.Fields, value)
		if len(units) > 1 {
			var options []Option
			for _, u := range units {
				options = append(options, Option{Value: u, Label: knowledge.Text{En: u, Zh: u}})
			}
			p.Fields = append(p.Fields, Field{Name: "unit", Label: words.say("result.unit"), Kind: One,
				Options: append(options, words.options("noUnit")...), Only: numbered})
		}
		p.Fields = append(p.Fields,
			Field{Name: "lowerLimit", Label: words.say("result.lowerLimit"), Kind: Line, Only: numbered},
			Field{Name: "upperLimit", Label: words.say("result.upperLimit"), Kind: Line, Only: numbered})
	}
	p.Fields = append(p.Fields, Field{Name: "date", Label: words.say("result.date"), Help: words.say("date.help"), Kind: Date, Past: true, Only: result.Only})
	return p
}

// resultOptions are the words a report of a test can hold: what an image shows, or
// the words of the test's kind.
func (v *Interview) resultOptions(t *knowledge.Test) (options []Option) {
	switch t.Kind {
	case knowledge.Imaging:
		options = append(options, v.wordOption(patient.Normal))
		for _, c := range v.base.Causes {
			if slices.Contains(c.Tests, t.ID) {
				options = append(options, Option{Value: c.ID, Label: c.Name, Help: c.Plain})
			}
		}
		return options
	case knowledge.Karyotype, knowledge.Genotype, knowledge.Quantity:
		return []Option{v.wordOption(patient.Normal), v.wordOption(patient.Abnormal)}
	}
	return []Option{v.wordOption(patient.Positive), v.wordOption(patient.Negative), {Value: patient.Indeterminate, Label: v.texts.say("result.unclear")}}
}

// wordOption is a word of results, in both languages.
func (v *Interview) wordOption(word string) Option {
	return Option{Value: word, Label: knowledge.Text{En: words.Value(v.base, "en", word), Zh: words.Value(v.base, "zh", word)}}
}

func (v *Interview) eventForm(id string, word *knowledge.Word) *Page {
	t := v.texts
	return &Page{ID: id, Ask: word.Name, Why: t.say("event.why"), Facts: []string{word.ID}, Fields: []Field{
		{Name: "date", Label: t.say("event.date"), Help: t.say("date.help"), Kind: Date, Past: true},
		{Name: "proven", Label: t.say("event.proven"), Kind: One, Options: t.options("proven")},
		{Name: "highRiskProfile", Label: t.say("event.reason"), Kind: One, Options: t.options("yesOrNo")},
	}}
}

// eachForm has one field for each pregnancy. Without options of its own the page
// asks for a disorder and the week it appeared in.
func (v *Interview) eachForm(s State, e *entry, ask knowledge.Text) (fields []Field) {
	var only []Only
	if e.Absent != "" {
		choice := e.Any
		if choice == "" {
			choice = "yesOrNo"
		}
		fields = append(fields, Field{Name: "any", Label: ask, Kind: One, Options: v.texts.options(choice)})
		only = []Only{{Field: "any", Is: []string{yes, "severe"}}}
	}
	for n := 1; n <= pregnancies(s); n++ {
		f := Field{Name: strconv.Itoa(n), Label: numbered(v.texts.say("pregnancy"), n), Only: only}
		switch {
		case len(e.Options) == 0:
			f.Kind, f.Help = Weeks, v.texts.say("each.from")
		case e.list():
			f.Kind, f.Options = Many, append(asOptions(e.Options), v.texts.options("unsure")...)
		case e.Field == "partner":
			f.Kind, f.Options = One, append(v.partnerOptions(s, e), v.texts.options("ratherNot")...)
		default:
			f.Kind, f.Options = One, append(asOptions(e.Options), v.texts.options("unsure")...)
		}
		fields = append(fields, f)
	}
	return fields
}

// partnerOptions are the partners a record knows by a label, or else the page's own.
func (v *Interview) partnerOptions(s State, e *entry) (options []Option) {
	labels, first := partnerLabels(s)
	if len(labels) == 0 {
		options = asOptions(e.Options)
		if l := s.From; l != nil && l.Partner.Label.Known {
			options[0].Value = l.Partner.Label.Value
		}
		return options
	}
	for _, n := range first {
		options = append(options, Option{Value: asIn + strconv.Itoa(n), Label: numbered(v.texts.say("partner.as"), n)})
	}
	return append(options, v.texts.options("otherPartner")...)
}

// list reports whether the page's key of a pregnancy holds several words.
func (e *entry) list() bool { return e.Field == "documentedBy" || e.Field == "details" }

// single is how one fact is asked for by itself.
func (v *Interview) single(fact string) Field {
	f := Field{Name: fact, Label: v.question(fact), Kind: One, Options: v.texts.options("yesOrNo")}
	for _, d := range v.texts.Fields {
		if d.Name == fact {
			f.Kind, f.Unit, f.Help, f.Lowest, f.Highest, f.Past = d.Kind, d.Unit, d.Help, d.Lowest, d.Highest, d.Past
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

func (v *Interview) listOptions(e *entry) (options []Option) {
	if e.List == "treatments" {
		for _, t := range v.base.Treatments {
			options = append(options, Option{Value: t.ID, Label: t.Name, Help: t.Plain})
		}
		return append(options, v.texts.options("none")...)
	}
	for _, w := range v.base.Words[e.List] {
		if w.Same == "" && !slices.Contains(e.Except, w.ID) {
			options = append(options, Option{Value: w.ID, Label: w.Name, Also: v.also(e.List, w.ID)})
		}
	}
	if e.List == knowledge.Symptoms {
		return append(options, v.texts.options("none", "unsure")...)
	}
	return append(options, v.texts.options("none", "notListed", "unsure")...)
}

// also are the other names of a word.
func (v *Interview) also(list, id string) (names []knowledge.Text) {
	for _, w := range v.base.Words[list] {
		if w.Same == id {
			names = append(names, w.Name)
		}
	}
	return names
}

func (v *Interview) conditionOptions(ids []string) (options []Option) {
	for _, id := range ids {
		if w := v.base.Word(knowledge.Conditions, id); w != nil {
			options = append(options, Option{Value: id, Label: w.Name, Also: v.also(knowledge.Conditions, id)})
		}
	}
	return options
}

func (v *Interview) testOptions(ids []string) (options []Option) {
	for _, id := range ids {
		options = append(options, Option{Value: id, Label: v.base.Test(id).Name})
	}
	return options
}

// question is how the knowledge asks for a fact.
func (v *Interview) question(fact string) knowledge.Text {
	return knowledge.Text{En: assessment.Ask(v.base, fact, "en"), Zh: assessment.Ask(v.base, fact, "zh")}
}

func numbered(t knowledge.Text, n int) knowledge.Text {
	number := strconv.Itoa(n)
	return knowledge.Text{En: strings.ReplaceAll(t.En, "{n}", number), Zh: strings.ReplaceAll(t.Zh, "{n}", number)}
}
