package interview

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// listOptions are the words of a list under the headings of their kinds. What no
// kind names stands last.
func (v *Interview) listOptions(s State, e *entry) (options []Option) {
	if e.List == "treatments" {
		for _, t := range v.base.Treatments {
			options = append(options, Option{Value: t.ID, Label: t.Name, Help: t.Plain})
		}
		for _, g := range e.Groups { // a test may be asked for as well
			for _, id := range g.Words {
				if t := v.base.Test(id); t != nil && v.base.Treatment(id) == nil {
					options = append(options, Option{Value: id, Label: t.Name})
				}
			}
		}
		return append(v.grouped(e, options), v.texts.options("unsure")...)
	}
	for _, w := range v.base.Words[e.List] {
		if w.Same == "" && !slices.Contains(e.Except, w.ID) {
			options = append(options, v.plainOption(e, e.List, w))
		}
	}
	options = slices.DeleteFunc(options, func(o Option) bool { return v.atGate(s, e, o.Value) })
	if e.First.En == "" {
		return append(options, v.texts.options("none", "unsure")...)
	}
	return append(v.grouped(e, options), v.texts.options("notListed", "unsure")...)
}

// atGate reports a word of a list that she chose or passed by at the gate before it. Where
// she was not sure there it is asked again.
func (v *Interview) atGate(s State, e *entry, word string) bool {
	if !v.chosen(s, e.ID) {
		return false
	}
	gate := v.gateOf(e.ID)
	a, _ := s.gateAnswer(gate)
	return !a.has("which", Unsure) && slices.ContainsFunc(gate.family(e.ID).Direct, func(d choice) bool { return d.Value == word })
}

// grouped puts options in the order of the kinds of a list, each under its heading.
func (v *Interview) grouped(e *entry, options []Option) (sorted []Option) {
	for _, g := range e.Groups {
		for _, word := range g.Words {
			if i := slices.IndexFunc(options, func(o Option) bool { return o.Value == word }); i >= 0 {
				options[i].Group = g.Name
				sorted = append(sorted, options[i])
			}
		}
	}
	for _, o := range options {
		if o.Group.En == "" {
			o.Group = v.texts.say("rest")
			sorted = append(sorted, o)
		}
	}
	return sorted
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

// plainOption is a word of the catalogue in the words of a page, if it has its own for it.
func (v *Interview) plainOption(e *entry, list string, w *knowledge.Word) Option {
	o := Option{Value: w.ID, Label: w.Name, Also: v.also(list, w.ID)}
	if plain, ok := e.Plain[w.ID]; ok {
		o.Label, o.Also = plain, append(o.Also, w.Name)
	}
	return o
}

func (v *Interview) conditionOptions(e *entry, ids []string) (options []Option) {
	for _, id := range ids {
		if w := v.base.Word(knowledge.Conditions, id); w != nil {
			options = append(options, v.plainOption(e, knowledge.Conditions, w))
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

// familyOptions are the pages behind a gate, each with what it lists, after the words of it
// that the gate takes itself.
func familyOptions(e *entry) (options []Option) {
	for _, f := range e.Families {
		options = append(options, asOptions(f.Direct)...)
		var en, zh []string
		for _, name := range f.Names {
			if name.Says == f.Label {
				continue
			}
			en, zh = append(en, name.Says.En), append(zh, name.Says.Zh)
		}
		options = append(options, Option{Value: f.Page, Label: f.Label,
			Help: knowledge.Text{En: strings.Join(en, "; "), Zh: strings.Join(zh, "；")}})
	}
	return options
}
