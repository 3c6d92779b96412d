package interview

import (
	"slices"
	"strconv"
	"strings"
)

// writePregnancies adds the pregnancies she told of to those of the record.
func (v *Interview) writePregnancies(d draft, s State) {
	before := recorded(s)
	if a, ok := s.Answer(pregnancyPage(before + 1)); ok && a.value("outcome") == None {
		d.given("pregnancies")
		delete(d.object("lists"), "pregnancies")
	}
	for n := 1; n <= pregnancies(s); n++ {
		if n > before {
			d.add("pregnancies", draft{})
		}
		page, _ := v.Page(s, pregnancyPage(n))
		a, ok := s.Answer(pregnancyPage(n))
		if !ok || page == nil {
			continue
		}
		a = page.counts(a)
		p := d["pregnancies"].([]any)[n-1].(draft)
		for _, of := range [][2]string{{"outcome", "outcome"}, {"ended", "ended"}, {"gestation", "roughly"}, {"gestation", "weeks"}} {
			if value := a.value(of[1]); value != "" && value != Unsure {
				p[of[0]] = said{value, place{page.ID, of[1]}}
			}
		}
		if n > before {
			d.partner(n, a, place{page.ID, "partner"})
			// Until she says that no other came after it, there may be others.
			d.object("lists")["pregnancies"] = said{"some", place{page.ID, "more"}}
		}
		if n >= before && closed(s, n) { // also of the record: the one she is in still
			delete(d.object("lists"), "pregnancies")
		}
	}
	if list, _ := d["pregnancies"].([]any); before == 0 && len(list) > 0 && !slices.ContainsFunc(list[1:], func(p any) bool { return p.(draft)["partner"] != nil }) {
		delete(list[0].(draft), "partner") // one label alone says nothing
	}
}

// What she says of the partner of a pregnancy, beside Unsure.
const (
	sameAsBefore = "same"
	newPartner   = "new"
	earlier      = "earlier"
)

// partner labels the nth pregnancy. The same label is the same partner, another
// label another one: where it is not known which, there is none.
func (d draft) partner(n int, a Answer, at place) {
	list := d["pregnancies"].([]any)
	label := func(i int) string { return wordOf(list[i].(draft)["partner"], "") }
	set := func(name string) {
		if name != "" {
			list[n-1].(draft)["partner"] = said{name, at}
		}
	}
	if n == 1 {
		set("A")
		return
	}
	var labels []string
	for i := range n - 1 {
		if l := label(i); l == "" {
			labels = append(labels, "") // a partner nobody can tell from the others
		} else if !slices.Contains(labels, l) {
			labels = append(labels, l)
		}
	}
	switch a.value("partner") {
	case sameAsBefore:
		set(label(n - 2))
	case newPartner:
		set(d.anotherLabel(labels))
	case earlier: // not the last one: known where only one other is
		if rest := slices.DeleteFunc(labels, func(l string) bool { return l != "" && l == label(n-2) }); len(rest) == 1 && label(n-2) != "" {
			set(rest[0])
		}
	}
}

// anotherLabel is a label that no pregnancy has; "" where the present partner has
// a label that may be this one's.
func (d draft) anotherLabel(labels []string) string {
	present, _ := d["partner"].(draft)
	if l := wordOf(present["label"], ""); l != "" && !slices.Contains(labels, l) {
		return ""
	}
	for c := 'A'; ; c++ {
		if !slices.Contains(labels, string(c)) {
			return string(c)
		}
	}
}

// partnerLabels lists the labels of a record's pregnancies, each with the first
// pregnancy that has it.
func partnerLabels(s State) (labels []string, first []int) {
	for i := range recorded(s) {
		if l := s.From.Pregnancies[i].Partner; l.Known && !slices.Contains(labels, l.Value) {
			labels, first = append(labels, l.Value), append(first, i+1)
		}
	}
	return labels, first
}

// asIn begins the answer "the same partner as in pregnancy n".
const asIn = "as-"

// labelled sets the partners that she told of for pregnancies of a record.
func labelled(d draft, list []any, a Answer, at func(string) place) {
	others := 0
	var labels []string
	for i := range list {
		if l := wordOf(list[i].(draft)["partner"], ""); l != "" {
			labels = append(labels, l)
		}
		if a.value(partName(i+1, "partner")) == Other {
			others++
		}
	}
	for i := range list {
		name := partName(i+1, "partner")
		label := a.value(name)
		switch k, same := strings.CutPrefix(label, asIn); {
		case label == "" || label == Unsure:
			continue
		case same:
			n, err := strconv.Atoi(k)
			if err != nil || n < 1 || n > len(list) {
				continue
			}
			label = wordOf(list[n-1].(draft)["partner"], "")
		case label == Other && others > 1: // of two others nobody said that they are one
			continue
		case label == Other:
			label = d.anotherLabel(labels)
		}
		if label != "" {
			list[i].(draft)["partner"] = said{label, at(name)}
		}
	}
}
