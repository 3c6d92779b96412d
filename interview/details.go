package interview

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// What a case file can hold and most women are never asked: it stands behind the page
// "papers" and opens when she wants it. And the way on for a woman in an emergency who
// has been seen.

// SeenPage asks a woman in an emergency whether she has been seen, after all that could
// be another danger.
const SeenPage = "seen"

const pastDates = "past-dates"

// seen reports whether she goes on after an emergency: a doctor has seen her, or is
// with her. Silence is a no.
func (s State) seen() bool {
	a, ok := s.Answer(SeenPage)
	return ok && a.value("answer") == yes || !ok && s.kept(SeenPage)
}

// saidElsewhere reports whether another page that asks for the fact of a page was
// answered.
func (v *Interview) saidElsewhere(s State, e *entry) bool {
	return slices.ContainsFunc(v.texts.Pages, func(other *entry) bool {
		return other != e && other.answers(e.Facts[0]) && s.answered(other.ID)
	})
}

// betweenFields ask for a range of weeks where a pregnancy has no week of its own.
func (v *Interview) betweenFields(s State) (fields []Field) {
	for n := 1; n <= pregnancies(s); n++ {
		if v.dated(s, n) {
			continue
		}
		group, help := v.pregnancyName(s, n), v.texts.say("weeks.help")
		for _, end := range []string{"from", "to"} {
			fields = append(fields, Field{Name: partName(n, end), Label: v.texts.say("between." + end), Help: help, Group: group, Kind: Weeks})
			help = knowledge.Text{}
		}
	}
	return fields
}

// dated reports whether she, or her record, gave the week of a pregnancy.
func (v *Interview) dated(s State, n int) bool {
	a, _ := s.Answer(pregnancyPage(n))
	if a.value("weeks") != "" || n <= recorded(s) && s.From.Pregnancies[n-1].Gestation.Known() {
		return true
	}
	outcome, _, _ := toldOf(s, n)
	return outcome == string(patient.Ongoing) && slices.ContainsFunc(s.Answers, func(a Answer) bool { return a.value("status.gestation") != "" })
}

// between is the range of two answers; false where one is missing or none.
func between(from, to string) (g patient.Gestation, ok bool) {
	first, err := patient.ParseGestation(inDigits(from))
	last, err2 := patient.ParseGestation(inDigits(to))
	return patient.Gestation{Min: first.Min, Max: last.Max}, err == nil && err2 == nil && first.Min <= last.Max
}

// writeBetween gives pregnancies their ranges; the one she is in has it now as well.
func (d draft) writeBetween(a Answer, at func(string) place) {
	list, _ := d["pregnancies"].([]any)
	for i := range list {
		from, to := partName(i+1, "from"), partName(i+1, "to")
		g, ok := between(a.value(from), a.value(to))
		p, is := list[i].(draft)
		if !ok || !is {
			continue
		}
		p["gestation"] = said{g.String(), at(from)}
		if status := d.object("status"); wordOf(p, "outcome") == string(patient.Ongoing) && status["gestation"] == nil {
			status["gestation"] = p["gestation"]
		}
	}
}

// ruledOutFields ask whether there is any other illness, and if that is not sure, what
// was looked for and is not there. Only diagnoses that nobody can deny by silence stand
// in that list: what she can deny herself has been asked on its page.
func (v *Interview) ruledOutFields(s State, ask knowledge.Text) []Field {
	var options []Option
	for _, e := range v.texts.Pages {
		if e.Form != "conditions" {
			continue
		}
		a, _ := s.Answer(e.ID)
		for _, o := range v.conditionOptions(e, e.Found) {
			if !a.has("which", o.Value) {
				o.Group = v.familyLabel(e.ID)
				options = append(options, o)
			}
		}
	}
	return []Field{
		{Name: "others", Label: ask, Kind: One, Options: v.texts.options("noOtherIllness")},
		{Name: "not", Label: v.texts.say("ruledOut"), Kind: Many, Options: append(options, v.texts.options("noneKnown")...), Only: []Only{{Field: "others", Is: []string{yes, Unsure}}}},
	}
}

// familyLabel is the heading of a page behind a gate.
func (v *Interview) familyLabel(page string) knowledge.Text {
	if gate := v.gateOf(page); gate != nil {
		for _, f := range gate.Families {
			if f.Page == page {
				return f.Label
			}
		}
	}
	return v.texts.say("rest")
}

// whole says that she has no other illness and had no other event, as an empty list of
// a case file says it, where she said so. What she denied one by one is in that.
func (v *Interview) whole(d draft, s State) {
	for _, e := range v.texts.Pages {
		a, ok := s.Answer(e.ID)
		if !ok || e.Form != "ruled-out" || a.value("others") != no {
			continue
		}
		at := place{e.ID, "others"}
		keys := []string{"conditions"}
		if v.eachTimeTold(d, s) {
			keys = append(keys, "events")
			if absent, ok := d["absent"].([]any); ok {
				d["absent"] = slices.DeleteFunc(absent, func(entry any) bool { _, hers := entry.(said); return hers })
			}
		}
		for _, key := range keys {
			d.given(key)
			d.object("lists")[key] = said{"all", at}
			d[key] = said{d[key], at}
		}
	}
}

// pastFields ask which medicines she took and takes no more: the words of the page of
// medicines.
func (v *Interview) pastFields(s State, e *entry) []Field {
	for _, now := range v.texts.Pages {
		if now.Form == "words" && now.List == e.List {
			like := *now
			like.ID, like.First, like.Ask, like.Help = e.ID, e.First, e.Ask, e.Help
			return v.listFields(s, &like, e.Ask)
		}
	}
	return nil
}

const ofPast = "past."

// pastDateFields ask from when to when, of each medicine she takes no more.
func (v *Interview) pastDateFields(s State) (fields []Field) {
	for _, e := range v.texts.Pages {
		if e.Form != "past" {
			continue
		}
		a, _ := s.Answer(e.ID)
		if a.value("any") != yes {
			continue
		}
		for _, id := range a.several("which") {
			if word := v.base.Word(e.List, id); word != nil {
				fields = append(fields, v.periodFields(ofPast+id+".since", ofPast+id+".until", word.Name, "until.medicine")...)
			}
		}
	}
	return fields
}

// periodFields ask since when and until when.
func (v *Interview) periodFields(since, until string, of knowledge.Text, ends string) []Field {
	return []Field{
		{Name: since, Label: v.texts.say("since"), Group: of, Kind: Date, Past: true},
		{Name: until, Label: v.texts.say(ends), Group: of, Kind: Date, Past: true},
	}
}

// writePast adds the medicines that ended. Without an end it would read as taken now,
// so that one is left out.
func (d draft) writePast(a Answer, at func(string) place) {
	fields := make([]string, 0, len(a.Values))
	for field := range a.Values {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	for _, field := range fields {
		id, ok := strings.CutSuffix(strings.TrimPrefix(field, ofPast), ".until")
		day := a.value(field)
		if !ok || day == "" {
			continue
		}
		m := draft{"medication": said{id, at(field)}, "until": said{day, at(field)}}
		if since := ofPast + id + ".since"; a.value(since) != "" {
			m["since"] = said{a.value(since), at(since)}
		}
		if d[knowledge.Medications] == nil { // what she takes now is not told by it
			d.object("lists")[knowledge.Medications] = said{"some", at(field)}
		}
		d.add(knowledge.Medications, m)
	}
}

// noRange is the end of a range that was left open beside the other, or that comes before
// it.
func noRange(p *Page, a Answer) (field string) {
	for i := 1; i < len(p.Fields); i++ {
		from, to := p.Fields[i-1].Name, p.Fields[i].Name
		n, isFrom := strings.CutSuffix(from, ".from")
		if _, err := strconv.Atoi(n); err != nil || !isFrom || to != n+".to" {
			continue
		}
		switch {
		case a.value(from) == "" && a.value(to) != "":
			return from
		case a.value(from) == "":
			continue
		}
		if _, ok := between(a.value(from), a.value(to)); !ok {
			return to
		}
	}
	return ""
}
