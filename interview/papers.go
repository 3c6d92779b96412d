package interview

import (
	"slices"
	"strconv"

	"github.com/gravida-health/gravida/knowledge"
)

// What only her papers tell, and nobody needs for a report: how a sample was taken,
// since when she has or takes something. It is asked of who wants to tell it.

// paperFields offer the pages of details that have anything to ask.
func (v *Interview) paperFields(s State, e *entry, ask knowledge.Text) []Field {
	options := slices.DeleteFunc(familyOptions(e), func(o Option) bool {
		if s.before("papers", o.Value) {
			return true
		}
		switch v.entry(o.Value).Form {
		case "past", "ruled-out": // whoever she is
			return false
		}
		_, ok := v.Page(s, o.Value)
		return !ok
	})
	if len(options) == 0 {
		return nil
	}
	return []Field{{Name: "which", Label: ask, Kind: Many, Options: append(v.texts.options("noThanks"), options...)}}
}

// blood reports whether a test is read in a sample of blood, so that what she took
// that day bears on it.
func blood(t *knowledge.Test) bool {
	return t != nil && t.Kind != knowledge.Imaging && t.Kind != knowledge.Karyotype && t.Kind != knowledge.Genotype
}

// sampled lists the tests on a page of results that are read in a sample.
func (v *Interview) sampled(a Answer) (tests []string) {
	e := v.entry(a.Page)
	if _, of, further := furtherOf(a.Page); further {
		e = v.entry(of)
	}
	if e == nil || e.Form != "tests" {
		return nil
	}
	return slices.DeleteFunc(a.several("which"), func(id string) bool { return !slices.Contains(e.Facts, id) || !blood(v.base.Test(id)) })
}

// sampleFields ask of each page of results what held when they were taken.
func (v *Interview) sampleFields(s State, e *entry) (fields []Field) {
	for _, a := range s.Answers {
		tests := v.sampled(a)
		if len(tests) == 0 {
			continue
		}
		var group knowledge.Text
		for i, o := range v.testOptions(tests) {
			if i > 0 {
				group.En, group.Zh = group.En+", ", group.Zh+"、"
			}
			group.En, group.Zh = group.En+o.Label.En, group.Zh+o.Label.Zh
		}
		var contexts []Option
		for _, w := range v.base.Words[knowledge.Contexts] {
			contexts = append(contexts, Option{Value: w.ID, Label: w.Name})
		}
		all := Field{Name: a.Page + ".context", Label: v.texts.say("sample.context"), Group: group, Kind: Many,
			Options: append(contexts, v.texts.options("none", "unsure")...)}
		fields = append(fields, all)
		if len(tests) > 1 { // what held for one of them only is asked of each
			each := &fields[len(fields)-1]
			each.Options = slices.Concat(contexts, v.texts.options("none", "differed", "unsure"))
			for _, id := range tests {
				fields = append(fields, Field{Name: contextOf(a.Page, id), Label: v.texts.say("sample.context"), Group: v.base.Test(id).Name, Kind: Many,
					Options: all.Options, Only: []Only{{Field: all.Name, Is: []string{Other}}}})
			}
		}
		for _, id := range tests {
			if slices.Contains(e.Assays, id) {
				fields = append(fields, Field{Name: assayOf(a.Page, id), Label: v.texts.say("sample.assay"), Group: v.base.Test(id).Name, Kind: One, Options: v.texts.options("assays")})
			}
		}
	}
	return fields
}

// contextOf is the field for what held when one test on a page of results was taken.
func contextOf(page, test string) string { return page + "." + test + ".context" }

// assayOf is the field for the method of a test on a page of results.
func assayOf(page, test string) string { return page + "." + test + ".assay" }

// before reports whether a page was answered before another.
func (s State) before(page, other string) bool {
	for _, a := range s.Answers {
		if a.Page == page || a.Page == other {
			return a.Page == other
		}
	}
	return false
}

// writeSamples adds what held to the results of a page.
func (v *Interview) writeSamples(d draft, a Answer, at func(string) place) {
	list, _ := d["observations"].([]any)
	for _, entry := range list {
		o, ok := entry.(draft)
		test, told := o["test"].(said)
		if !ok || !told || !blood(v.base.Test(wordOf(test, ""))) {
			continue
		}
		field := test.at.page + ".context"
		if a.has(field, Other) {
			field = contextOf(test.at.page, wordOf(test, ""))
		}
		if words := a.several(field); len(words) > 0 || a.has(field, None) {
			o["context"] = []any{}
			for _, word := range words {
				o.add("context", said{word, at(field)})
			}
		}
		field = assayOf(test.at.page, wordOf(test, ""))
		if word := a.value(field); word != "" && word != Unsure {
			o["assay"] = said{word, at(field)}
		}
	}
}

// dated are the lists whose entries may have a date, with the key of it; an illness may
// have an end as well, and an operation may have been done several times. A medicine that
// ended is on another page.
var dated = []struct {
	list, word, date string
	ends             bool
	times            int // how often it is asked for
}{
	{knowledge.Medications, "medication", "since", false, 1}, {knowledge.Procedures, "procedure", "date", false, 3}, {"conditions", "condition", "since", true, 1},
}

// dateFields ask since when, of each medicine, operation and illness she named.
func (v *Interview) dateFields(s State) (fields []Field) {
	for _, a := range s.Answers {
		e := v.entry(a.Page)
		if e != nil && e.Form == "gate" {
			for i := range e.Families {
				list := v.entry(e.Families[i].Page).List
				for _, id := range e.Families[i].direct(a) {
					fields = v.datesOf(fields, list, id)
				}
			}
		}
		if e == nil || e.Form != "words" && e.Form != "conditions" {
			continue
		}
		for _, kind := range dated {
			if e.List != kind.list && (e.Form != "conditions" || kind.list != e.Form) {
				continue
			}
			page, ok := v.Page(s, a.Page)
			if !ok {
				continue
			}
			for _, id := range page.counts(a).several("which") {
				fields = v.datesOf(fields, kind.list, id)
			}
		}
	}
	return fields
}

// datesOf adds the fields that ask for the days of one entry of a list.
func (v *Interview) datesOf(fields []Field, list, id string) []Field {
	word, name := v.base.Word(list, id), list+"."+id
	if word == nil || word.Kind == "event" || slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
		return fields
	}
	for _, kind := range dated {
		switch {
		case kind.list != list:
			continue
		case kind.ends:
			return append(fields, v.periodFields(name, name+".until", word.Name, "until.illness")...)
		}
		fields = append(fields, Field{Name: name, Label: v.texts.say(kind.date), Group: word.Name, Kind: Date, Past: true})
		for k := 2; k <= kind.times; k++ {
			name := name + "." + strconv.Itoa(k)
			fields = append(fields, Field{Name: name, Label: v.texts.say("again." + strconv.Itoa(k)), Group: word.Name, Kind: Date, Past: true,
				Only: []Only{{Field: fields[len(fields)-1].Name}}})
		}
	}
	return fields
}

// writeDates gives entries of lists the day she said.
func (d draft) writeDates(a Answer, at func(string) place) {
	for _, kind := range dated {
		list, _ := d[kind.list].([]any)
		for i, entry := range list {
			id := wordOf(entry, kind.word)
			full, ok := entry.(draft)
			if !ok {
				full = draft{kind.word: entry}
			}
			if full["until"] != nil && !kind.ends { // another time of it
				continue
			}
			for key, field := range map[string]string{kind.date: kind.list + "." + id, "until": kind.list + "." + id + ".until"} {
				if day := a.value(field); id != "" && day != "" {
					full[key] = said{day, at(field)}
					list[i] = full
				}
			}
			for k := 2; id != "" && k <= kind.times; k++ {
				field := kind.list + "." + id + "." + strconv.Itoa(k)
				if day := a.value(field); day != "" {
					d.add(kind.list, draft{kind.word: said{id, at(field)}, kind.date: said{day, at(field)}})
				}
			}
		}
	}
}
