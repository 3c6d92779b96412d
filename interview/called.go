package interview

import (
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// What an illness or a clot is called more exactly: a clot in a vein may be one of the
// lung. Everything else here goes by the word it counts as; the exact one is put in its
// place at the very end.

// kindsOf are the words that mean one kind of a condition.
func (v *Interview) kindsOf(e *entry, id string) (options []Option) {
	for _, kind := range e.Kinds {
		if w := v.base.Word(knowledge.Conditions, kind); w != nil && w.Same == id {
			options = append(options, Option{Value: w.ID, Label: w.Name})
		}
	}
	return options
}

// calledFields ask it of each illness and clot that she named herself.
func (v *Interview) calledFields(s State, called *entry) (fields []Field) {
	seen := map[string]bool{}
	ask := func(name, label, id string) {
		options := v.kindsOf(called, id)
		if len(options) == 0 || seen[name] {
			return
		}
		seen[name] = true
		fields = append(fields, Field{Name: name, Label: v.texts.say(label), Group: v.base.Word(knowledge.Conditions, id).Name, Kind: One,
			Options: append(options, v.texts.options("unsure")...)})
	}
	for _, a := range s.Answers {
		if e := v.entry(a.Page); e == nil || e.Form != "conditions" {
			continue
		}
		page, ok := v.Page(s, a.Page)
		if !ok {
			continue
		}
		for _, id := range page.counts(a).several("which") {
			word := v.base.Word(knowledge.Conditions, id)
			if word == nil || s.recordedEvent(id) {
				continue
			}
			if word.Kind != "event" {
				ask("conditions."+id, "called", id)
				continue
			}
			for k := 1; ; k++ {
				ask("events."+strconv.Itoa(k)+"."+id, "called."+strconv.Itoa(min(k, 3)), id)
				if after, _ := s.Answer(laterEvent(k, id)); after.value("more") != yes || !s.answered(laterEvent(k+1, id)) {
					break
				}
			}
		}
	}
	return fields
}

// unnamed is a record whose illnesses and events go by the words they count as.
func unnamed(c *patient.Case) *patient.Case {
	plain := *c
	plain.Conditions, plain.Events = append([]patient.Condition(nil), c.Conditions...), append([]patient.Event(nil), c.Events...)
	for i := range plain.Conditions {
		plain.Conditions[i].As = ""
	}
	for i := range plain.Events {
		plain.Events[i].As = ""
	}
	return &plain
}

// named puts the exact words in: those of the record, whose entries come first, and those
// she said.
func (v *Interview) named(d draft, s State) {
	put := func(list, key string, i int, id string, exact any) {
		entries, _ := d[list].([]any)
		if i < 0 || i >= len(entries) || wordOf(entries[i], key) != id {
			return
		}
		if full, ok := entries[i].(draft); ok {
			full[key] = exact
			return
		}
		entries[i] = exact
	}
	nth := func(list, key, id string, k int) int {
		entries, _ := d[list].([]any)
		for i := range entries {
			if wordOf(entries[i], key) == id {
				if k--; k == 0 {
					return i
				}
			}
		}
		return -1
	}
	answers := map[string]said{}
	for _, e := range v.texts.Pages {
		a, given := s.Answer(e.ID)
		if e.Form != "called" || !given {
			continue
		}
		page, ok := v.Page(s, e.ID)
		if !ok {
			continue
		}
		for field := range page.counts(a).Values {
			if word := a.value(field); word != "" && word != Unsure {
				answers[field] = said{word, place{e.ID, field}}
			}
		}
	}
	type entry struct {
		list, key, id string
		at            int
		exact         any
	}
	var all []entry
	for field, word := range answers { // places are looked up before any word is put in
		list, id, _ := strings.Cut(field, ".")
		if list == "conditions" {
			all = append(all, entry{list, "condition", id, nth(list, "condition", id, 1), word})
			continue
		}
		number, id, _ := strings.Cut(id, ".")
		k, _ := strconv.Atoi(number)
		all = append(all, entry{list, "event", id, nth(list, "event", id, k), word})
	}
	if s.From != nil {
		at := 0
		for _, c := range s.From.Conditions {
			if c.Absent {
				continue
			}
			if c.As != "" {
				all = append(all, entry{"conditions", "condition", c.ID, at, c.As})
			}
			at++
		}
		for i, e := range s.From.Events {
			if e.As != "" {
				all = append(all, entry{"events", "event", e.Event, i, e.As})
			}
		}
	}
	for _, one := range all {
		put(one.list, one.key, one.at, one.id, one.exact)
	}
}
