package fhirin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/patient"
)

// prose is a text that may hold an obstetric history.
type prose struct {
	text    string
	when    span
	source  patient.Source
	history bool     // all of it is one: its title or code says so
	links   []string // of the one event it is a note of
	of      *sign
}

// longestText bounds how much of a document is read, in bytes.
const longestText = 200_000

// unreadShown bounds how many clauses of one text are asked about by name.
const unreadShown = 5

// narratives reads every text once, however often it was copied.
func (r *reading) narratives(g *gathered) {
	if len(g.texts) == 0 {
		return
	}
	slices.SortFunc(g.texts, func(a, b prose) int {
		return cmp.Or(cmp.Compare(a.text, b.text), cmp.Compare(b.when.last, a.when.last),
			cmp.Compare(a.source.Document, b.source.Document), cmp.Compare(a.source.At, b.source.At))
	})
	words := r.lexicon()
	var before string
	for _, w := range g.texts {
		copied := w.text == before
		before = w.text
		if copied && w.of == nil {
			continue
		}
		if len(w.text) > longestText {
			r.issuef(w.source, "A text of %d characters is too long and was not read.", "文字过长（%d字符），未读取。", len(w.text))
			continue
		}
		r.narrative(g, w, words.read(w.text))
	}
}

// narrative takes what a text says as statements: they stand behind everything
// that is coded, and somebody is always asked to confirm them.
func (r *reading) narrative(g *gathered, w prose, t *toldText) {
	if r.noteOfEvent(g, w, t) {
		return
	}
	words := w.text
	if !w.history {
		words = strings.Join(t.read, "; ")
	}
	words = shortened(words)
	say := func(concept string, n int, has bool, says string) {
		g.statements = append(g.statements, statement{concept: concept, number: n, has: has, on: w.when, says: says, source: w.source, text: true, partly: len(t.unread) > 0})
	}
	for _, c := range r.totals(w, t) {
		say(c.concept, c.number, true, words)
	}
	for i, e := range onlyOnce(t.events) {
		x := newTrace(e.concept, e.says, spanOf(e.when.on), w.source)
		x.gestation, x.rank = e.when.age, rankText
		x.told = story{teller: "text " + w.source.Document + w.source.At + w.text, entry: strconv.Itoa(i), on: w.when, account: true, text: true}
		g.add(x)
	}
	for _, concept := range t.some {
		if kind := kindOf(signOf[concept].outcome); kind != nil {
			say(kind.history, 0, false, words)
		} else if signOf[concept].group == kindUnknown {
			say("history-of-any-loss", 0, false, words)
		}
	}
	for _, concept := range t.denied {
		if len(t.unread) > 0 {
			break // what was not understood may say otherwise
		}
		if signOf[concept].group == kindUnknown {
			say("miscarriages", 0, true, words)
			say("terminations", 0, true, words)
			continue
		}
		say(countOf(concept), 0, true, words)
	}
	for _, concept := range t.statements {
		if word, n, counts := strings.Cut(concept, "="); counts {
			number, err := strconv.Atoi(n)
			say(word, number, err == nil, words)
			continue
		}
		say(concept, 0, false, words)
	}
	r.askAbout(w, t)
}

// askAbout shows what was read, to be confirmed, and what was not.
func (r *reading) askAbout(w prose, t *toldText) {
	if read := t.read; len(read) > 0 {
		said := strings.Join(read, "; ")
		if w.history {
			said = w.text
		}
		r.issuef(w.source, "The obstetric history was read from text and should be confirmed: %q", "孕产史由文字解读，请核实：“%s”", shortened(said))
	}
	if n := len(t.unread); n > 0 {
		said := shortened(strings.Join(t.unread[:min(n, unreadShown)], "; "))
		r.issuef(w.source, "A text speaks of pregnancies in words that were not wholly understood, so nothing was taken from them: %q. What do they say?",
			"文字中提及妊娠，但未能完全理解，未采用：“%s”。其含义是什么？", said)
	} else if w.history && len(t.read) == 0 {
		r.issuef(w.source, "An obstetric history in words was not understood, so nothing was taken from it: %q. What does it say?", "文字孕产史未能理解，未采用：“%s”。其含义是什么？", shortened(w.text))
	}
}

// onlyOnce drops an event that a text tells twice in the same way.
func onlyOnce(events []toldEvent) (out []toldEvent) {
	for i, e := range events {
		again := slices.ContainsFunc(events[:i], func(o toldEvent) bool {
			// "Twice in 2018" stands in one sentence, and is two.
			return o.concept == e.concept && o.when == e.when && e.when.on.Known() && o.sentence != e.sentence
		})
		if !again {
			out = append(out, e)
		}
	}
	return out
}

// noteOfEvent takes the note beside a recorded event for what it is: a note on
// that event, when it tells of one event of the kind and gives it no date.
func (r *reading) noteOfEvent(g *gathered, w prose, t *toldText) bool {
	if w.of == nil {
		return false
	}
	e, ok := t.oneEnding()
	if !ok || !sameEnding(signOf[e.concept], w.of) {
		return false
	}
	if !e.when.age.Known() {
		return true // it repeats what the code says
	}
	x := newTrace(e.concept, e.says, span{}, w.source)
	x.gestation, x.rank, x.links = e.when.age, rankText, w.links
	x.told = story{on: w.when, account: true, text: true}
	g.add(x)
	r.askAbout(w, t)
	return true
}

// totals adds up the numbers of one sentence. Words for one kind of loss may
// count different losses or the same ones: the stated number of pregnancies
// decides; where it does not, only the largest number is sure.
func (r *reading) totals(w prose, t *toldText) (out []toldCount) {
	for first := 0; first < len(t.counts); {
		end := first
		for end < len(t.counts) && t.counts[end].sentence == t.counts[first].sentence {
			end++
		}
		out = append(out, r.total(w, t.counts[first:end])...)
		first = end
	}
	return out
}

func (r *reading) total(w prose, counts []toldWord) (out []toldCount) {
	byConcept := map[string]map[string]int{}
	gravidity, stated := 0, false
	for _, c := range counts {
		if byConcept[c.concept] == nil {
			byConcept[c.concept] = map[string]int{}
		}
		byConcept[c.concept][c.word] += c.number
		if c.concept == "gravidity" {
			gravidity, stated = c.number, true
		}
	}
	for _, concept := range sortedKeys(byConcept) {
		sum, most := 0, 0
		for _, n := range byConcept[concept] {
			sum, most = sum+n, max(most, n)
		}
		n := sum
		if len(byConcept[concept]) > 1 {
			others := 0
			for _, kind := range countedKinds {
				if kind.concept != concept {
					for _, n := range byConcept[kind.concept] {
						others += n
					}
				}
			}
			for _, n := range byConcept["parity"] {
				others += n
			}
			if !stated || sum+others != gravidity {
				n = most
				r.issuef(w.source, "A text counts losses in several words, which may be the same losses or others: at least %d were read, and up to %d may be meant. How many were there?",
					"文字以不同名称计数，可能为同一次或不同次：至少%d次，最多%d次。实际几次？", most, sum)
			}
		}
		if n <= mostPregnancies {
			out = append(out, toldCount{concept, n})
		}
	}
	return out
}

// shortened is a text of at most so many letters as a message can hold.
func shortened(s string) string {
	const most = 300
	if letters := []rune(s); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return s
}
