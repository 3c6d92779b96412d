package fhirin

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// A written history is read sentence by sentence and clause by clause. A clause
// counts only when every word in it is understood and they fit together;
// otherwise it stays a text that somebody is asked about.

// toldText is what a text says of her pregnancies.
type toldText struct {
	counts     []toldWord
	events     []toldEvent
	some       []string // concepts of events that happened, nobody says how often
	denied     []string // concepts of events that never happened
	statements []string
	read       []string // clauses that were understood
	unread     []string // clauses that speak of pregnancies and were not
	past       bool     // it speaks of what was before
}

// toldWord is a number with the word that it counts; numbers of one sentence
// belong together.
type toldWord struct {
	toldCount
	word     string
	sentence int
}

// toldEvent is one event, with its place in time where the text gives one.
type toldEvent struct {
	concept  string
	when     occasion
	says     string
	sentence int
}

var sentenceEnds = regexp.MustCompile(`[\n。！!]+|\.(?:\s+|$)`)

// longestSentence bounds the words of what is no sentence.
const longestSentence = 1000

// other is whoever is not she.
const other = "other"

// read understands what it can of a text.
func (l lexicon) read(text string) *toldText {
	t := &toldText{}
	hers := true
	for i, s := range sentenceEnds.Split(strings.ToLower(simplified.Replace(text)), -1) {
		for _, part := range headed(l.words(s)) {
			if part.under != "" {
				hers = part.under != other
			}
			if !hers {
				t.leave(part.words)
				continue
			}
			t.sentence(part.words, i)
		}
	}
	return t
}

// section is the words under one heading; under is empty while the last one
// still holds.
type section struct {
	under string
	words []word
}

// headed splits a sentence at its headings. A heading without a colon is one
// only where it stands alone; else it says whom the words are about.
func headed(w []word) (out []section) {
	out = []section{{words: w}}
	if len(w) == 1 && w[0].kind == knowledge.WordHeading {
		return []section{{under: w[0].concept}}
	}
	for i := len(w) - 2; i >= 0; i-- {
		if w[i].kind != knowledge.WordHeading {
			continue
		}
		if w[i+1].kind == colonWord {
			rest := out[0]
			out[0].words = rest.words[:i]
			out = slices.Insert(out, 1, section{w[i].concept, w[i+2 : len(rest.words)]})
		} else {
			w[i].kind = knowledge.WordPerson
		}
	}
	return out
}

// sentence reads the clauses of one sentence. What is said of somebody else,
// and what only details what was said before, ends what is taken from it.
func (t *toldText) sentence(w []word, n int) {
	if len(w) > longestSentence {
		t.leave(w)
		return
	}
	w, details := aside(fold(w))
	for _, d := range details {
		t.leave(d)
	}
	theirs, denied := false, false
	for len(w) > 0 {
		var clause []word
		clause, w = cut(w, knowledge.WordMark, "next")
		self := slices.ContainsFunc(clause, func(x word) bool { return x.kind == knowledge.WordPerson && x.concept != other })
		theirs = theirs && !self || holds(clause, knowledge.WordPerson, other)
		switch {
		case theirs:
			t.leave(clause)
			continue
		case holds(clause, knowledge.WordMark, "of-which"):
			t.leave(clause)
			t.leave(w)
			return
		}
		said := &toldText{}
		if !said.clause(clause, n) || denied && len(said.some) > 0 {
			t.leave(clause)
			continue
		}
		denied = denied || len(said.denied) > 0
		t.take(said, clause)
	}
}

// holds reports whether words hold one of a kind.
func holds(w []word, kind, concept string) bool {
	return slices.ContainsFunc(w, func(x word) bool { return x.kind == kind && x.concept == concept })
}

// cut splits words at the first of a kind, which is dropped.
func cut(w []word, kind, concept string) (before, after []word) {
	for i := range w {
		if is(w, i, kind, concept) {
			return w[:i], w[i+1:]
		}
	}
	return w, nil
}

// aside takes out of a sentence what stands in brackets or behind a colon and
// tells of events: it details what was counted, and would be counted twice.
// Brackets around dates and weeks only are dropped, and those behind a formula
// are read as a clause: they count what the formula sums up.
func aside(w []word) (out []word, details [][]word) {
	for i := 0; i < len(w); i++ {
		switch w[i].kind {
		case openWord:
			end := slices.IndexFunc(w[i:], func(x word) bool { return x.kind == closeWord })
			if end < 0 {
				return append(out, w[i]), append(details, w[i+1:]) // an open bracket is not understood
			}
			inner := w[i+1 : i+end]
			counted := slices.ContainsFunc(out, func(x word) bool { return x.kind == knowledge.WordEvent })
			if tells(inner) && !counted {
				next := word{kind: knowledge.WordMark, concept: "next", text: ";"}
				out = slices.Concat(out, []word{next}, inner, []word{next})
			} else if tells(inner) || slices.ContainsFunc(inner, func(x word) bool { return x.kind == unknownWord }) {
				details = append(details, inner)
			} else {
				out = append(out, inner...)
			}
			i += end
		case colonWord:
			if counted := slices.ContainsFunc(out, func(x word) bool { return x.kind == knowledge.WordEvent }) && tells(w[i+1:]); counted {
				return out, append(details, w[i+1:])
			}
		default:
			out = append(out, w[i])
		}
	}
	return replace(out, occasionsAt), details
}

// tells reports whether words speak of pregnancies.
func tells(w []word) bool {
	return slices.ContainsFunc(w, func(x word) bool {
		return slices.Contains([]string{knowledge.WordEvent, knowledge.WordStatement, formulaWord}, x.kind)
	})
}

// leave keeps a clause as a text when it speaks of pregnancies.
func (t *toldText) leave(w []word) {
	if tells(w) {
		t.unread = append(t.unread, joined(w))
	}
}

func (t *toldText) take(said *toldText, clause []word) {
	t.counts = append(t.counts, said.counts...)
	t.events = append(t.events, said.events...)
	t.some = append(t.some, said.some...)
	t.denied = append(t.denied, said.denied...)
	t.statements = append(t.statements, said.statements...)
	t.past = t.past || said.past
	if tells(clause) {
		t.read = append(t.read, joined(clause))
	}
}

// joined writes words as they stood, Chinese without spaces.
func joined(w []word) string {
	var b strings.Builder
	for i, x := range w {
		last := b.String()
		if i > 0 && last != "" && x.text != "" && last[len(last)-1] < 0x80 && x.text[0] < 0x80 && (letter(last[len(last)-1]) || letter(x.text[0])) {
			b.WriteByte(' ')
		}
		b.WriteString(x.text)
	}
	return b.String()
}

// clause reads one clause; false says that it was not wholly understood.
func (t *toldText) clause(w []word, n int) bool {
	if !tells(w) {
		return true
	}
	var kept []word
	for _, x := range w {
		switch x.kind {
		case unknownWord, plusWord, openWord, closeWord, knowledge.WordCount, knowledge.WordMonth, dateWord, ageWord:
			return false
		case knowledge.WordFiller, knowledge.WordPerson, knowledge.WordHeading, colonWord:
			t.past = t.past || x.kind == knowledge.WordFiller && x.concept == "past"
			continue
		case formulaWord:
			for _, c := range x.counts {
				t.counts = append(t.counts, toldWord{c, c.concept, n})
			}
			continue
		case knowledge.WordMark:
			if x.concept == "article" || x.concept == "gestation" {
				continue
			}
		}
		kept = append(kept, x)
	}
	if holds(kept, knowledge.WordMark, "no") {
		return t.denial(kept)
	}
	for len(kept) > 0 {
		var part []word
		part, kept = cut(kept, knowledge.WordMark, "list")
		for len(part) > 0 {
			var s []word
			s, part = segment(part)
			if !t.tell(s, n) {
				return false
			}
		}
	}
	return true
}

// denial reads "no miscarriages or terminations" and "流产史：无".
func (t *toldText) denial(w []word) bool {
	first, last := w[0].kind == knowledge.WordMark && w[0].concept == "no", w[len(w)-1].kind == knowledge.WordMark && w[len(w)-1].concept == "no"
	if !first && !last || len(t.counts) > 0 {
		return false
	}
	if first {
		w = w[1:]
	} else {
		w = w[:len(w)-1]
	}
	for _, x := range w {
		switch {
		case x.kind == knowledge.WordEvent:
			t.denied = append(t.denied, x.concept)
		case x.kind == knowledge.WordMark && x.concept == "list":
		default:
			return false
		}
	}
	return len(t.denied) > 0
}

// oneEnding is the one ending that a text tells of, if it tells of nothing else
// and does not say when.
func (t *toldText) oneEnding() (e toldEvent, ok bool) {
	switch {
	case len(t.counts)+len(t.denied)+len(t.statements)+len(t.unread) > 0 || len(t.some)+len(t.events) != 1:
		return toldEvent{}, false
	case len(t.some) == 1:
		return toldEvent{concept: t.some[0]}, true
	}
	return t.events[0], !t.events[0].when.on.Known()
}

// segment takes from the front the words that speak of one kind of event:
// "自然流产2次人流1次" is two.
func segment(w []word) (first, rest []word) {
	event, number, when := false, false, false
	for i, x := range w {
		switch x.kind {
		case knowledge.WordEvent:
			if event && (number || when) && w[i-1].kind != knowledge.WordEvent {
				return w[:i], w[i:]
			}
			event = true
		case knowledge.WordNumber, knowledge.WordOften:
			if event && number {
				return w[:i], w[i:]
			}
			number = true
		case whenWord:
			if event && when && i+1 < len(w) {
				return w[:i], w[i:]
			}
			when = true
		}
	}
	return w, nil
}

// tell reads the words about one kind of event.
func (t *toldText) tell(w []word, n int) bool {
	var events, statements []string
	var lists [][]occasion
	var word string
	count, numbered, each, after, nothing := 0, false, false, false, false
	for i, x := range w {
		switch {
		case x.kind == knowledge.WordEvent && after:
			return false
		case x.kind == knowledge.WordEvent:
			events, word = append(events, x.concept), x.text
		case x.kind == knowledge.WordStatement:
			statements = append(statements, x.concept)
		case x.kind == knowledge.WordNothing:
			nothing = true
		case x.kind == knowledge.WordNumber || x.kind == knowledge.WordOften:
			// After an operation nobody knows which of the two is counted.
			if numbered || i > 0 && w[i-1].kind == knowledge.WordDone {
				return false
			}
			count, numbered = x.number, true
		case x.kind == whenWord:
			lists = append(lists, x.when)
		case x.kind == knowledge.WordMark && x.concept == "each":
			each = true
		case x.kind == knowledge.WordMark && x.concept == "after":
			after, t.past = true, t.past || i == len(w)-1
		case x.kind == knowledge.WordUnit && x.concept == "times" || x.kind == knowledge.WordDone:
		default:
			return false
		}
	}
	switch {
	case nothing:
		return len(events)+len(statements) == 0
	case len(statements) > 0:
		t.statements = append(t.statements, statements...)
		return len(events) == 0 && !numbered && len(lists) == 0
	case len(events) == 0:
		return !numbered
	}
	concept, ok := combined(events)
	if !ok {
		return false
	}
	when, ok := occasions(lists, count, numbered, each)
	if !ok {
		return false
	}
	switch {
	case len(when) > 0:
		for _, o := range when {
			t.events = append(t.events, toldEvent{concept, o, joined(w), n})
		}
	case numbered && count == 0:
		t.denied = append(t.denied, concept)
	case numbered:
		t.counts = append(t.counts, toldWord{toldCount{countOf(concept), count}, word, n})
	default:
		t.some = append(t.some, concept)
	}
	return count <= mostPregnancies
}

// occasions gives each of the counted events its place in time, or none where
// the text has no place for them; false where the numbers do not fit.
func occasions(lists [][]occasion, count int, numbered, each bool) ([]occasion, bool) {
	if len(lists) == 0 {
		return nil, !each
	}
	all := slices.Clone(lists[0])
	for _, more := range lists[1:] {
		if len(more) != len(all) {
			return nil, false
		}
		for i, o := range more {
			if o.on.Known() && all[i].on.Known() || o.age.Known() && all[i].age.Known() {
				return nil, false
			}
			if o.on.Known() {
				all[i].on = o.on
			} else {
				all[i].age = o.age
			}
		}
	}
	switch {
	case each && count <= 1, !numbered, count == len(all):
		return all, true
	case len(all) == 1 && count > 0 && count <= mostPregnancies && !all[0].on.Full():
		return slices.Repeat(all, count), true
	}
	return nil, false
}

// combined is the one event that several words beside each other name: a womb
// that was emptied after the embryo had died is a loss, however it was done.
func combined(events []string) (string, bool) {
	best := events[0]
	for _, e := range events[1:] {
		a, b := signOf[best], signOf[e]
		switch {
		case a == nil || b == nil:
			return "", false
		case a == b:
		case managed(a, b):
			best = a.concept
		case managed(b, a):
			best = b.concept
		case a.group == birth && b.group == birth:
			if b.concept != "delivery" {
				best = b.concept
			}
		case a.outcome == b.outcome && a.outcome != "":
			if a.group == genericLoss {
				best = b.concept
			}
		default:
			return "", false
		}
	}
	return best, signOf[best] != nil
}

// managed reports that the second word can name how the loss of the first was
// managed.
func managed(loss, how *sign) bool {
	return (loss.group == specificLoss || loss.group == genericLoss || loss.group == stillborn) && (how.group == deliberate || how.group == kindUnknown)
}

// countOf is the number that counts events of a kind.
func countOf(event string) string {
	s := signOf[event]
	for _, kind := range countedKinds {
		if s.outcome == kind.outcome {
			return kind.concept
		}
	}
	if s.outcome == patient.Livebirth {
		return "live-births"
	}
	return "losses-and-terminations"
}
