package interview

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Pages of events: "event-venous-thrombosis" tells more of the first clot in a vein,
// "event-2-venous-thrombosis" of the next one, and so on.

func eventPage(event string) string { return ofEvent + event }

func laterEvent(k int, event string) string {
	if k < 2 {
		return eventPage(event)
	}
	return ofEvent + strconv.Itoa(k) + "-" + event
}

// eventOf takes a page of an event apart; false for any other page.
func (v *Interview) eventOf(page string) (k int, event string, ok bool) {
	event, ok = strings.CutPrefix(page, ofEvent)
	if !ok {
		return 0, "", false
	}
	k = 1
	if number, rest, _ := strings.Cut(event, "-"); rest != "" {
		if n, err := strconv.Atoi(number); err == nil {
			k, event = n, rest
		}
	}
	word := v.base.Word(knowledge.Conditions, event)
	return k, event, word != nil && word.Kind == "event" && page == laterEvent(k, event)
}

// recordedEvent reports whether the record she began with holds an event.
func (s State) recordedEvent(event string) bool {
	return s.From != nil && slices.ContainsFunc(s.From.Events, func(e patient.Event) bool { return e.Event == event })
}

// eachTimeTold reports whether of every event she told of she also said that it did not
// happen another time: until then there may be one more, whatever else she denies.
func (v *Interview) eachTimeTold(d draft, s State) bool {
	events, _ := d["events"].([]any)
	return !slices.ContainsFunc(events, func(entry any) bool {
		event := wordOf(entry, "event")
		if s.recordedEvent(event) {
			return false
		}
		for k := 1; ; k++ {
			a, _ := s.Answer(laterEvent(k, event))
			if more := a.value("more"); more != yes {
				return more != no
			}
		}
	})
}

func (v *Interview) eventForm(s State, id, event string) *Page {
	t, word := v.texts, v.base.Word(knowledge.Conditions, event)
	p := &Page{ID: id, Ask: word.Name, Why: t.say("event.why"), Facts: []string{event}, Fields: []Field{
		{Name: "date", Label: t.say("event.date"), Help: t.say("date.help"), Kind: Date, Past: true},
		{Name: "proven", Label: t.say("event.proven"), Kind: One, Options: t.options("proven")},
		{Name: "highRiskProfile", Label: t.say("event.reason"), Kind: One, Options: t.options("yesOrNo")},
	}}
	if id != eventPage(event) {
		again := t.say("event.again")
		p.Ask = knowledge.Text{En: strings.ReplaceAll(again.En, "{name}", word.Name.En), Zh: strings.ReplaceAll(again.Zh, "{name}", word.Name.Zh)}
	}
	if !s.recordedEvent(event) { // of a record nobody knows which of several she means
		p.Fields = append(p.Fields, Field{Name: "more", Label: t.say("event.more"), Kind: One, Options: t.options("yesOrNo")})
	}
	return p
}

// writeEvent tells more of the kth event of its kind.
func (d draft) writeEvent(k int, event string, a Answer, at func(string) place) {
	events, _ := d["events"].([]any)
	of := func(entry any) bool { return wordOf(entry, "event") == event }
	nth := 0
	for i, entry := range events {
		if !of(entry) {
			continue
		}
		if nth++; nth < k {
			continue
		}
		e, ok := entry.(draft)
		if !ok { // a plain word has no room for more
			e = draft{"event": entry}
			events[i] = e
		}
		e.tell(a, at)
		return
	}
	if nth > 0 && nth == k-1 { // the page before says that there was another
		e := draft{"event": said{event, at("date")}}
		e.tell(a, at)
		d.add("events", e)
	}
}

// tell sets what was said of an event.
func (d draft) tell(a Answer, at func(string) place) {
	for _, key := range []string{"date", "proven"} {
		if value := a.value(key); value != "" && value != Unsure {
			d[key] = said{value, at(key)}
		}
	}
	if value := a.value("highRiskProfile"); value == yes || value == no {
		d["highRiskProfile"] = said{value == yes, at("highRiskProfile")}
	}
}
