package interview

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Pages of further results: "again-2-thyroid-tests" takes the second results of the
// tests of a page, "again-3-thyroid-tests" the third, and so on.
const (
	ofFurther    = "again-"
	firstFurther = 2
)

func furtherPage(k int, of string) string { return ofFurther + strconv.Itoa(k) + "-" + of }

// furtherOf takes a page of further results apart.
func furtherOf(page string) (k int, of string, ok bool) {
	rest, ok := strings.CutPrefix(page, ofFurther)
	if !ok {
		return 0, "", false
	}
	number, of, _ := strings.Cut(rest, "-")
	k, err := strconv.Atoi(number)
	return k, of, err == nil && k >= firstFurther && number == strconv.Itoa(k)
}

// testsForm asks which tests were done and, of each that was, what came of it.
func (v *Interview) testsForm(e *entry, id string, ask knowledge.Text) *Page {
	t := v.texts
	p := &Page{ID: id, About: e.About, Ask: ask, Help: e.Help, Why: e.Why, Then: t.say("result.then"), ThenHelp: t.say("result.why"), Facts: e.Facts}
	some := []Only{{Field: "which", Is: e.Facts}}
	p.Fields = []Field{
		{Name: "which", Label: ask, Kind: Many, Options: append(v.testOptions(e.Facts), t.options("noneDone", "unsure")...)},
		{Name: "date", Label: t.say("result.day"), Help: t.say("date.help"), Kind: Date, Past: true, Only: some},
	}
	for _, test := range e.Facts {
		p.Fields = append(p.Fields, v.resultFields(test)...)
	}
	p.Fields = append(p.Fields, Field{Name: "more", Label: t.say("result.more"), Kind: One, Options: t.options("yesOrNo"), Only: some})
	return p
}

// resultFields are the row of one test: what its report says.
func (v *Interview) resultFields(id string) (fields []Field) {
	test, say := v.base.Test(id), v.texts.say
	done := []Only{{Field: "which", Is: []string{id}}}
	add := func(name string, f Field) {
		f.Name, f.Group = id+"."+name, test.Name
		if f.Only == nil {
			f.Only = done
		}
		fields = append(fields, f)
	}
	result := Field{Label: say("result"), Kind: One, Options: append(v.resultOptions(test), v.texts.options("unsure")...)}
	if test.Kind == knowledge.Imaging {
		result.Kind = Many
	}
	add("result", result)
	if units := v.base.Units().Units(id); len(units) > 0 && test.Kind != knowledge.Imaging {
		numbered := append(slices.Clone(done), Only{Field: id + ".value"})
		value := Field{Label: say("result.value"), Help: say("result.example"), Kind: Line}
		if len(units) == 1 {
			value.Unit = knowledge.Text{En: units[0], Zh: units[0]}
		}
		add("value", value)
		if len(units) > 1 {
			var options []Option
			for _, u := range units {
				options = append(options, Option{Value: u, Label: knowledge.Text{En: u, Zh: u}})
			}
			add("unit", Field{Label: say("result.unit"), Kind: One, Options: append(options, v.texts.options("noUnit")...), Only: numbered, Usual: v.texts.Usual[id].Unit})
		}
		add("lowerLimit", Field{Label: say("result.lowerLimit"), Kind: Line, Aside: true, Only: numbered})
		add("upperLimit", Field{Label: say("result.upperLimit"), Kind: Line, Aside: true, Only: numbered})
	}
	add("date", Field{Label: say("result.ownDay"), Kind: Date, Past: true, Aside: true})
	return fields
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
	case knowledge.Quantity:
		return []Option{v.wordOption(patient.Normal), v.wordOption(patient.Abnormal)}
	}
	unclear := Option{Value: patient.Indeterminate, Label: v.texts.say("result.unclear")}
	switch t.Kind {
	case knowledge.Karyotype:
		return []Option{v.wordOption(patient.Normal), v.wordOption(patient.Abnormal), unclear}
	case knowledge.Genotype, knowledge.Qualitative: // laboratories write either
		return []Option{v.wordOption(patient.Normal), v.wordOption(patient.Abnormal), v.wordOption(patient.Positive), v.wordOption(patient.Negative), unclear}
	}
	return []Option{v.wordOption(patient.Positive), v.wordOption(patient.Negative), unclear}
}

// further is the page for a further result of a test that has one: its repeat, or a
// sample that can be read. "" where she has said that there is none, or is not sure.
func (v *Interview) further(s State, e *entry, test string) string {
	a, ok := s.Answer(e.ID)
	if v.recorded(s, test) || ok && a.has("which", test) && a.value("more") == "" {
		return furtherPage(firstFurther, e.ID)
	}
	return ""
}

// writeResults adds the results of a page of tests, or that none of them was done.
func (v *Interview) writeResults(d draft, e *entry, a Answer, at func(string) place) {
	for _, id := range a.several("which") {
		if slices.Contains(e.Facts, id) {
			d.dropped("notDone", id)
			v.writeResult(d, id, a, at)
		}
	}
	if _, _, further := furtherOf(a.Page); !further && a.has("which", None) {
		for _, id := range e.Facts {
			d.notDone(id, at("which"))
		}
	}
}

// writeResult adds the results of a row: several where an image shows several things.
func (v *Interview) writeResult(d draft, id string, a Answer, at func(string) place) {
	test, field := v.base.Test(id), func(key string) string { return id + "." + key }
	if a.value(field("unit")) == Unsure { // a number without its unit means nothing
		for _, key := range []string{"value", "unit", "upperLimit", "lowerLimit"} {
			delete(a.Values, field(key))
		}
	}
	words := a.several(field("result"))
	if len(words) == 0 && a.value(field("value")) == "" {
		return
	}
	if test.Kind != knowledge.Imaging {
		words = append(words, "")[:1]
	}
	for _, word := range words {
		o := draft{"test": said{id, at("which")}}
		if day := a.value("date"); day != "" {
			o["date"] = said{day, at("date")}
		}
		for _, key := range []string{"value", "unit", "upperLimit", "lowerLimit", "date"} {
			if value := a.value(field(key)); value != "" {
				o[key] = said{value, at(field(key))}
			}
		}
		titre := strings.Contains(a.value(field("value")), ":") // 1:80 says its own unit
		if units := v.base.Units().Units(id); o["value"] != nil && o["unit"] == nil && len(units) == 1 && !titre {
			o["unit"] = said{units[0], at(field("value"))}
		}
		if usual := v.texts.Usual[id].Unit; o["value"] != nil && o["unit"] == nil && usual != "" {
			o["unit"] = said{usual, at(field("unit"))}
		}
		o.numbers("value", "upperLimit", "lowerLimit")
		switch {
		case word == "":
		case test.Kind == knowledge.Imaging:
			o["finding"] = said{word, at(field("result"))}
		default:
			o["result"] = said{word, at(field("result"))}
		}
		d.add("observations", o)
	}
}
