package interview

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// draft writes the case file of all that is known: the record, and over it the
// answers, in the order of the pages they stand on.
func (v *Interview) draft(s State) (draft, error) {
	d, err := v.begun(s)
	if err != nil {
		return nil, err
	}
	for _, a := range s.Answers {
		v.put(d, s, a)
	}
	d.ongoing()
	v.named(d, s)
	v.whole(d, s)
	return d, nil
}

// begun is the draft of the record, with the pregnancies she told of.
func (v *Interview) begun(s State) (draft, error) {
	d := draft{"gravida": casefile.Format}
	if s.From != nil {
		var err error
		if d, err = copied(s); err != nil {
			return nil, err
		}
	}
	if s.AsOf.Known() {
		d["asOf"] = s.AsOf.String()
	}
	v.writePregnancies(d, s)
	return d, nil
}

// put adds the answer of a page that is not one of a pregnancy.
func (v *Interview) put(d draft, s State, a Answer) {
	if page, ok := v.Page(s, a.Page); ok {
		v.putOn(d, s, page, a)
	}
}

// putOn is put for who has the page at hand.
func (v *Interview) putOn(d draft, s State, page *Page, a Answer) {
	a = page.counts(a)
	at := func(field string) place { return place{a.Page, field} }
	e := v.entry(a.Page)
	_, of, further := furtherOf(a.Page)
	switch {
	case further && v.entry(of).Form == "each":
		v.writeEach(d, v.entry(of), a, at)
	case further:
		v.writeResults(d, v.entry(of), a, at)
	case e == nil:
		if k, event, ok := v.eventOf(a.Page); ok {
			d.writeEvent(k, event, a, at)
		}
	case e.Form == "gate":
		v.writeGate(d, s, e, a, at)
	case e.Form == "tests":
		v.writeResults(d, e, a, at)
	case e.Form == "each":
		v.writeEach(d, e, a, at)
	default:
		v.write(d, e, a, at)
	}
}

// ongoing gives the pregnancy she is in the weeks she said of it, which are asked once.
func (d draft) ongoing() {
	status, _ := d["status"].(draft)
	weeks, ok := status["gestation"].(said)
	list, _ := d["pregnancies"].([]any)
	if !ok || len(list) == 0 {
		return
	}
	last, ok := list[len(list)-1].(draft)
	if ok && wordOf(last, "outcome") == string(patient.Ongoing) && last["gestation"] == nil {
		last["gestation"] = weeks
	}
}

// copied is the case file of the record she began with.
func copied(s State) (draft, error) {
	var text bytes.Buffer
	if err := casefile.Write(&text, unnamed(s.From)); err != nil {
		return nil, fmt.Errorf("write the record: %w", err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text.Bytes(), &document); err != nil {
		return nil, fmt.Errorf("read the record back: %w", err)
	}
	d, _ := plain(document.Content[0]).(draft)
	delete(d, "interview") // how far she was asked is of the state, and no fact
	return d, nil
}

// plain takes a YAML node as the values of a draft. Numbers keep their digits.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		d := draft{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			d[n.Content[i].Value] = plain(n.Content[i+1])
		}
		return d
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, plain(item))
		}
		return list
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		return json.Number(n.Value)
	case "!!bool":
		return n.Value == "true"
	case "!!null":
		return nil
	}
	return n.Value
}

// write puts the answer of a page of the table into the draft.
func (v *Interview) write(d draft, e *entry, a Answer, at func(string) place) {
	switch e.Form {
	case "flag":
		setFact(d, e.Facts[0], a, "answer", at)
	case "fields":
		for _, fact := range e.Facts {
			setFact(d, fact, a, fact, at)
		}
	case "habits":
		v.writeHabits(d, e, a, at)
	case "words":
		v.writeWords(d, e, a, at)
	case "conditions":
		v.writeConditions(d, e, a, at)
	case "samples":
		v.writeSamples(d, a, at)
	case "dates":
		d.writeDates(a, at)
	case "between":
		d.writeBetween(a, at)
	case "ruled-out":
		for _, id := range a.several("not") {
			d.without(id, at("not"))
		}
	case "past-dates":
		d.writePast(a, at)
	}
}

// setFact sets a fact such as status.pregnant, if the answer knows it.
func setFact(d draft, fact string, a Answer, field string, at func(string) place) {
	value := a.value(field)
	if value == "" || value == Unsure {
		return
	}
	group, key, _ := strings.Cut(fact, ".")
	into := d.object(group)
	switch {
	case value == yes || value == no:
		into[key] = said{value == yes, at(field)}
	default:
		into[key] = said{value, at(field)}
		if fact != "patient.born" && fact != "status.gestation" { // these are written as text
			into.numbers(key)
		}
	}
	if fact == "patient.born" {
		delete(into, "age") // the birth date says it
	}
}

// lists that stand under another key of the case file.
func listKey(d draft, list string) (draft, string) {
	switch list {
	case knowledge.Symptoms:
		return d.object("status"), "symptoms"
	case "treatments":
		return d, "requested"
	}
	return d, list
}

// writeWords fills a list. What is named is the whole list, unless she says that
// something is missing from it or is not sure.
func (v *Interview) writeWords(d draft, e *entry, a Answer, at func(string) place) {
	named := a.several("which")
	whole := !a.has("which", Unsure) && !a.has("which", Other)
	none := a.has("which", None) || a.value("any") == no
	if len(named) == 0 && (!whole || !none || e.List == "treatments") {
		return // nothing is known that was not known before
	}
	into, key := listKey(d, e.List)
	entries, _ := into[key].([]any)
	into[key] = slices.DeleteFunc(slices.Clone(entries), func(entry any) bool {
		return whole && !stays(e.List, entry, named)
	})
	into.given(key)
	for _, word := range named {
		if !into.holds(key, singular[e.List], word) {
			into.add(key, said{word, at("which")})
		}
	}
	switch {
	case e.List == "treatments":
	case whole:
		delete(d.object("lists"), key)
	default:
		d.object("lists")[key] = said{"some", at("which")}
	}
}

// singular is the key of the word in an entry of a list that has its dates.
var singular = map[string]string{knowledge.Medications: "medication", knowledge.Procedures: "procedure"}

// stays reports whether an entry of the record stays beside a whole new list. What
// she feels and takes now is hers to say; what was done, what she must not take
// and what was asked does not go away when she does not name it.
func stays(list string, entry any, named []string) bool {
	switch list {
	case knowledge.Symptoms:
		return false
	case knowledge.Medications:
		dated, ok := entry.(draft)
		return ok && dated["until"] != nil || slices.Contains(named, wordOf(entry, singular[list]))
	}
	return true
}

// writeConditions says what she has, and of the others of the page that she has
// them not, if she said so.
func (v *Interview) writeConditions(d draft, e *entry, a Answer, at func(string) place) {
	named := a.several("which")
	unsure := a.has("which", Unsure)
	without := !unsure && (len(named) == 0 && a.has("which", None) || len(named) > 0 && a.value("others") == no)
	for _, id := range named {
		if word := v.base.Word(knowledge.Conditions, id); word != nil {
			d.present(word, at("which"))
		}
	}
	for _, id := range e.Facts {
		if !slices.Contains(named, id) && (without || a.has("not", id)) {
			d.without(id, at("which"))
		}
	}
}

// writeGate says no to what the families list that she passed by, if she is sure. What
// a page of one says itself counts instead.
func (v *Interview) writeGate(d draft, s State, e *entry, a Answer, at func(string) place) {
	if len(a.Values["which"]) == 0 {
		return
	}
	for _, f := range e.Families {
		page := v.entry(f.Page)
		itself, _ := s.Answer(f.Page)
		if named := f.direct(a); len(named) > 0 {
			v.writeDirect(d, page, named, !a.has("which", Unsure) && !a.has("which", f.Page), len(itself.Values) > 0, at)
			continue
		}
		switch {
		case a.has("which", Unsure), a.has("which", f.Page), len(itself.Values) > 0:
		case page.Form == "conditions":
			for _, id := range page.Facts {
				if f.stands(id) {
					d.without(id, at("which"))
				}
			}
		case page.Form == "words":
			v.writeWords(d, page, Answer{Values: map[string][]string{"which": {None}}}, at)
		case page.Form == "tests" && a.has("which", None): // a line passed by beside others is no word on it
			for _, id := range page.Facts {
				if f.stands(id) {
					d.notDone(id, at("which"))
				}
			}
		}
	}
}

// writeDirect adds the words of a list that she chose at the gate. They are the whole list
// where she passed by what else it holds; where its page was answered, that page says so.
func (v *Interview) writeDirect(d draft, page *entry, named []string, whole, itself bool, at func(string) place) {
	before, was := d.object("lists")[page.List], d[page.List] != nil
	values := slices.Clone(named)
	if !whole {
		values = append(values, Other)
	}
	v.writeWords(d, page, Answer{Values: map[string][]string{"which": values}}, at)
	switch {
	case !itself || !was:
	case before == nil:
		delete(d.object("lists"), page.List)
	default:
		d.object("lists")[page.List] = before
	}
}

// notDone says that a test has not been done, unless there is a result of it.
func (d draft) notDone(id string, at place) {
	if !d.holds("notDone", "", id) && !d.holds("observations", "test", id) {
		d.add("notDone", said{id, at})
	}
}

// present says that she has a condition, or had an event.
func (d draft) present(word *knowledge.Word, at place) {
	d.dropped("absent", word.ID)
	switch {
	case word.Kind != "event":
		if !d.holds("conditions", "condition", word.ID) {
			d.add("conditions", said{word.ID, at})
		}
	case !d.holds("events", "event", word.ID):
		d.add("events", draft{"event": said{word.ID, at}})
	}
}

// without says that she does not have a condition, unless the record says she has.
func (d draft) without(id string, at place) {
	if !d.holds("absent", "", id) && !d.holds("conditions", "condition", id) && !d.holds("events", "event", id) {
		d.add("absent", said{id, at})
	}
}

// holds reports whether a list has a word, by itself or under a key.
func (d draft) holds(list, key, word string) bool {
	entries, _ := d[list].([]any)
	return slices.ContainsFunc(entries, func(v any) bool { return wordOf(v, key) == word })
}

// dropped takes a word out of a list.
func (d draft) dropped(list, word string) {
	if entries, ok := d[list].([]any); ok {
		d[list] = slices.DeleteFunc(entries, func(v any) bool { return wordOf(v, "") == word })
	}
}

func wordOf(v any, key string) string {
	switch v := v.(type) {
	case said:
		return wordOf(v.value, key)
	case draft:
		return wordOf(v[key], "")
	case string:
		return v
	}
	return ""
}

// numbers writes values that are plain numbers as numbers; "<5" stays a text.
func (d draft) numbers(keys ...string) {
	for _, key := range keys {
		if s, ok := d[key].(said); ok {
			if _, err := strconv.ParseFloat(s.value.(string), 64); err == nil && json.Valid([]byte(s.value.(string))) {
				d[key] = said{json.Number(s.value.(string)), s.at}
			}
		}
	}
}
