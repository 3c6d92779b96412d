package interview

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// drink is what somebody drinks by the cup or the glass, and what is in one: drinks.yaml.
type drink struct {
	ID       string         `yaml:"id"`
	Caffeine float64        `yaml:"caffeine"` // mg
	Alcohol  float64        `yaml:"alcohol"`  // units of 8 g
	Source   string         `yaml:"source"`
	Label    knowledge.Text `yaml:"label"`
	Measure  knowledge.Text `yaml:"measure"` // of a day or a week
}

// amount is a fact that drinks add up to.
type amount struct {
	fact string
	of   func(*drink) float64
	says string // the phrase that tells what was understood
}

var amounts = []amount{
	{"lifestyle.caffeineMgPerDay", func(d *drink) float64 { return d.Caffeine }, "drinks.caffeine"},
	{"lifestyle.alcoholUnitsPerWeek", func(d *drink) float64 { return d.Alcohol }, "drinks.alcohol"},
}

// The field that asks what she drinks, the fields for how much of each, the answer of who
// knows the milligrams or units, and the most of a drink that is taken for true.
const (
	drinksField  = "drinks"
	cupsOf       = "cups."
	knowsExactly = "exact"
	mostCups     = 70
)

// habitFields ask whether she smokes, what she drinks, and how much of it.
func (v *Interview) habitFields(e *entry) (fields []Field) {
	t := v.texts
	drinks := Field{Name: drinksField, Label: t.say("drinks"), Kind: Many}
	var cups, known []Field
	for _, d := range t.Drinks {
		drinks.Options = append(drinks.Options, Option{Value: d.ID, Label: d.Label})
		cups = append(cups, Field{Name: cupsOf + d.ID, Label: d.Label, Kind: Number, Unit: d.Measure, Highest: mostCups, Only: []Only{{Field: drinksField, Is: []string{d.ID}}}})
	}
	drinks.Options = append(drinks.Options, t.options("drinks")...)
	for _, fact := range e.Facts {
		f := v.single(fact)
		if !slices.ContainsFunc(amounts, func(a amount) bool { return a.fact == fact }) {
			fields = append(fields, f)
			continue
		}
		f.Only = []Only{{Field: drinksField, Is: []string{knowsExactly}}}
		known = append(known, f)
	}
	return slices.Concat(fields, []Field{drinks}, cups, known)
}

// drunk is how much of a fact she drinks: what she says it is, or the sum of her cups.
// What she did not say how much of leaves the sum unknown; nothing of a kind is none only
// where the list of what she drinks is whole.
func (v *Interview) drunk(a Answer, fact string, of func(*drink) float64) (value, field string) {
	if exact := a.value(fact); exact != "" {
		return exact, fact
	}
	if a.has(drinksField, Unsure) {
		return "", ""
	}
	sum, any := 0.0, false
	for i := range v.texts.Drinks {
		d := &v.texts.Drinks[i]
		if of(d) == 0 || !a.has(drinksField, d.ID) {
			continue
		}
		cups, err := strconv.ParseFloat(a.value(cupsOf+d.ID), 64)
		if err != nil {
			return "", ""
		}
		sum, any = sum+cups*of(d), true
	}
	whole := a.has(drinksField, None) || len(a.several(drinksField)) > 0 && !a.has(drinksField, knowsExactly)
	if !any && !whole {
		return "", ""
	}
	return strconv.FormatFloat(float64(int(sum*10+0.5))/10, 'f', -1, 64), drinksField
}

// writeHabits sets what drinks add up to.
func (v *Interview) writeHabits(d draft, e *entry, a Answer, at func(string) place) {
	for _, fact := range e.Facts {
		setFact(d, fact, a, fact, at)
	}
	for _, amount := range amounts {
		value, field := v.drunk(a, amount.fact, amount.of)
		if group, key, _ := strings.Cut(amount.fact, "."); value != "" && json.Valid([]byte(value)) {
			d.object(group)[key] = said{json.Number(value), at(field)}
		}
	}
}

// Understood is what an answer was taken for where that is not what stands in its fields:
// milligrams and units for cups and glasses, a no for a line of a gate that was passed by.
func (v *Interview) Understood(p *Page, a Answer) (says []knowledge.Text) {
	e := v.entry(p.ID)
	if e != nil && e.Form == "gate" {
		return v.passed(e, a)
	}
	if e == nil || e.Form != "habits" {
		return nil
	}
	a = p.counts(a)
	for _, amount := range amounts {
		if value, field := v.drunk(a, amount.fact, amount.of); field == drinksField && value != "0" {
			t := v.texts.say(amount.says)
			says = append(says, knowledge.Text{En: strings.ReplaceAll(t.En, "{n}", value), Zh: strings.ReplaceAll(t.Zh, "{n}", value)})
		}
	}
	return says
}
