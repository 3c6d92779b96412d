package fhirin

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// simplified writes the characters of obstetric words as the mainland does,
// and full-width digits and marks as ASCII.
var simplified = strings.NewReplacer("產", "产", "無", "无", "認", "认", "異", "异", "過", "过", "藥", "药", "宮", "宫", "剖腹", "剖宫",
	"週", "周", "懷", "怀", "經", "经", "兩", "两", "個", "个", "終", "终", "結", "结", "習", "习", "復", "复", "發", "发", "雙", "双", "齡", "龄",
	"＋", "+", "（", "(", "）", ")", "－", "-", "：", ":", "～", "~", "⁺", "+", "⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6",
	"０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9", "’", "'", "\u00a0", " ", "\u3000", " ")

// word is one word of a written history, or what several of them amount to.
type word struct {
	kind    string // of knowledge.HistoryWord, or one of those below
	concept string
	text    string
	number  int
	digits  int // of a number that was written in digits
	counts  []toldCount
	when    []occasion
}

// Kinds of word that no table holds.
const (
	unknownWord = "?"
	plusWord    = "+"
	colonWord   = ":"
	openWord    = "("
	closeWord   = ")"
	dateWord    = "date"
	ageWord     = "age"
	whenWord    = "when"    // one occasion or a list of them
	formulaWord = "formula" // G3P1A2
)

// occasion is when one event was, and how old the pregnancy was then; either
// may be unknown.
type occasion struct {
	on  date.Date
	age patient.Gestation
}

// toldCount is a number that a text gives.
type toldCount struct {
	concept string
	number  int
}

// lexicon finds the words of the table at a place of a text.
type lexicon map[byte][]knowledge.HistoryWord

func lexiconOf(words []knowledge.HistoryWord) lexicon {
	l := lexicon{}
	for _, w := range words { // the longer before the shorter
		l[w.Text[0]] = append(l[w.Text[0]], w)
	}
	return l
}

// at gives the longest word that begins at a place. Words in letters end where
// the letters end.
func (l lexicon) at(text string, i int) (knowledge.HistoryWord, bool) {
	for _, w := range l[text[i]] {
		end := i + len(w.Text)
		if !strings.HasPrefix(text[i:], w.Text) {
			continue
		}
		if letter(w.Text[0]) && i > 0 && letter(text[i-1]) || letter(w.Text[len(w.Text)-1]) && end < len(text) && letter(text[end]) {
			continue
		}
		return w, true
	}
	return knowledge.HistoryWord{}, false
}

func letter(b byte) bool { return 'a' <= b && b <= 'z' }

var (
	fourCounts = regexp.MustCompile(`^(\d)-(\d)-(\d)-(\d)($|[^\d-])`)
	dateInText = regexp.MustCompile(`^((?:19|20)\d\d)[-./](\d{1,2})(?:[-./](\d{1,2}))?($|[^\d./-])`)
	ofForty    = regexp.MustCompile(`^(\d{1,2})(\+[0-6])?/40\b`) // weeks, as British notes write them
	digitsRun  = regexp.MustCompile(`^\d+`)
	punctuated = map[byte]string{'+': plusWord, ':': colonWord, '(': openWord, ')': closeWord}
)

// words splits a sentence. What is in no table becomes an unknown word.
func (l lexicon) words(text string) (out []word) {
	end := -1 // of the last word that nobody knows
	for i := 0; i < len(text); {
		switch kind := punctuated[text[i]]; {
		case text[i] == ' ' || text[i] == '\t' || text[i] == '\r':
			i++
			continue
		case kind != "":
			out = append(out, word{kind: kind, text: text[i : i+1]})
			i++
			continue
		case '0' <= text[i] && text[i] <= '9':
			w := numeral(text[i:])
			out, i = append(out, w), i+len(w.text)
			continue
		}
		if w, ok := l.at(text, i); ok {
			n, _ := strconv.Atoi(w.Concept)
			out, i = append(out, word{kind: w.Kind, concept: w.Concept, text: w.Text, number: n}), i+len(w.Text)
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		if n := len(out); n > 0 && out[n-1].kind == unknownWord && end == i {
			out[n-1].text = text[i-len(out[n-1].text) : i+size]
		} else {
			out = append(out, word{kind: unknownWord, text: text[i : i+size]})
		}
		i += size
		end = i
	}
	return out
}

// numeral reads what begins with a digit: a date, four counts, or a number.
func numeral(text string) word {
	if m := fourCounts.FindStringSubmatch(text); m != nil {
		return word{kind: formulaWord, text: text[:7], counts: births(m[1:5])}
	}
	if m := dateInText.FindStringSubmatch(text); m != nil {
		if d, ok := dateOf(m[1], m[2], m[3]); ok {
			return word{kind: dateWord, text: strings.TrimSuffix(m[0], m[4]), when: []occasion{{on: d}}}
		}
	}
	if m := ofForty.FindStringSubmatch(text); m != nil {
		if g, err := patient.ParseGestation(m[1] + m[2]); err == nil && g.Min >= youngestTold*7 {
			return word{kind: ageWord, text: m[0], when: []occasion{{age: g}}}
		}
	}
	run := digitsRun.FindString(text)
	n, err := strconv.Atoi(run)
	if err != nil {
		return word{kind: unknownWord, text: run}
	}
	return word{kind: knowledge.WordNumber, text: run, number: n, digits: len(run)}
}

// births is the form T-P-A-L: the third number holds every kind of loss.
func births(n []string) (counts []toldCount) {
	for i, concept := range []string{"term-births", "preterm-births", "losses-terminations-and-ectopics", "children-living"} {
		value, _ := strconv.Atoi(n[i])
		counts = append(counts, toldCount{concept, value})
	}
	return counts
}

func dateOf(year, month, day string) (date.Date, bool) {
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(cmp.Or(month, "0"))
	d, _ := strconv.Atoi(cmp.Or(day, "0"))
	out, err := date.New(y, m, d)
	return out, err == nil && y >= 1950 && y <= 2100
}

// fold puts words together that mean one thing: dates, gestational ages,
// formulas such as G3P1A2, and lists of occasions.
func fold(in []word) []word {
	in = replace(in, dateAt)
	in = replace(in, ageAt)
	in = replace(in, formulaAt)
	in = replace(in, ageListAt)
	in = replace(in, occasionAt)
	return replace(in, occasionsAt)
}

// replace puts what f finds in the place of the words it covers.
func replace(in []word, f func([]word) (word, int)) (out []word) {
	for i := 0; i < len(in); {
		if w, n := f(in[i:]); n > 0 {
			texts := make([]string, n)
			for k := range n {
				texts[k] = in[i+k].text
			}
			w.text = strings.Join(texts, " ")
			out, i = append(out, w), i+n
			continue
		}
		out = append(out, in[i])
		i++
	}
	return out
}

func is(w []word, i int, kind, concept string) bool {
	return i < len(w) && w[i].kind == kind && (concept == "" || w[i].concept == concept)
}

func number(w []word, i int) (int, bool) {
	if is(w, i, knowledge.WordNumber, "") {
		return w[i].number, true
	}
	return 0, false
}

// year reads a number of four digits that can be one.
func year(w []word, i int) (string, bool) {
	if n, ok := number(w, i); ok && w[i].digits == 4 && n >= 1950 && n <= 2100 {
		return w[i].text, true
	}
	return "", false
}

// dateAt reads 2018年3月5日, 2018, March 2018 and 12 March 2018.
func dateAt(w []word) (word, int) {
	if y, ok := year(w, 0); ok {
		n, month, day := 1, "", ""
		if is(w, 1, knowledge.WordUnit, "year") {
			n = 2
			if m, ok := number(w, 2); ok && is(w, 3, knowledge.WordUnit, "month") {
				n, month = 4, strconv.Itoa(m)
				if d, ok := number(w, 4); ok && is(w, 5, knowledge.WordUnit, "day") {
					n, day = 6, strconv.Itoa(d)
				}
			}
		} else if is(w, 1, knowledge.WordUnit, "") {
			return word{}, 0 // 2018 times
		}
		if d, ok := dateOf(y, month, day); ok {
			return word{kind: dateWord, when: []occasion{{on: d}}}, n
		}
		return word{}, 0
	}
	day, i := "", 0
	if d, ok := number(w, 0); ok {
		day, i = strconv.Itoa(d), 1
	}
	if is(w, i, knowledge.WordMonth, "") {
		if y, ok := year(w, i+1); ok {
			if d, ok := dateOf(y, w[i].concept, day); ok {
				return word{kind: dateWord, when: []occasion{{on: d}}}, i + 2
			}
		}
	}
	return word{}, 0
}

// The youngest and the oldest pregnancy a text is believed about, in weeks.
const (
	youngestTold = 3
	oldestTold   = patient.MaxGestationDays / 7
)

// ageAt reads 孕8+2周, 8 weeks 3 days, 停经65天, 孕2月余 and 8-9 weeks.
func ageAt(w []word) (word, int) {
	i, prefix, about := 0, false, 0
	for ; is(w, i, knowledge.WordMark, "gestation") || is(w, i, knowledge.WordMark, "about"); i++ {
		prefix = prefix || w[i].concept == "gestation"
		if w[i].concept == "about" {
			about = 7
		}
	}
	n, ok := number(w, i)
	if !ok {
		return word{}, 0
	}
	g, end := ageFrom(w, i, n, prefix)
	if end == 0 {
		return word{}, 0
	}
	if about == 0 && is(w, end, knowledge.WordMark, "more") {
		end++
	}
	g = patient.Gestation{Min: g.Min - about, Max: g.Max + about}
	if g.Min < youngestTold*7 || g.Max > oldestTold*7+6 {
		return word{}, 0
	}
	return word{kind: ageWord, when: []occasion{{age: g}}}, end
}

// ageFrom reads the age whose number stands at i; end is 0 when there is none.
func ageFrom(w []word, i, n int, prefix bool) (g patient.Gestation, end int) {
	week := func(k int) bool { return is(w, k, knowledge.WordUnit, "week") }
	day := func(k int) bool { return is(w, k, knowledge.WordUnit, "day") }
	days := func(k int) (int, bool) { d, ok := number(w, k); return d, ok && d <= 6 }
	whole := patient.Gestation{Min: n * 7, Max: n*7 + 6}
	plus := is(w, i+1, plusWord, "")
	switch d, exact := days(i + 2); {
	case plus && exact && week(i+3):
		return patient.Weeks(n, d), i + 4
	case plus && week(i+2):
		return whole, i + 3
	case week(i + 1):
		k := i + 2
		if is(w, k, plusWord, "") {
			k++
			if d, ok := days(k); ok {
				if day(k + 1) {
					return patient.Weeks(n, d), k + 2
				}
				return patient.Weeks(n, d), k + 1
			}
			return whole, k
		}
		if d, ok := days(k); ok && day(k+1) {
			return patient.Weeks(n, d), k + 2
		}
		return whole, k
	case is(w, i+1, knowledge.WordMark, "to") && week(i+3):
		if last, ok := number(w, i+2); ok && last >= n {
			return patient.Gestation{Min: n * 7, Max: last*7 + 6}, i + 4
		}
	case prefix && day(i+1):
		return patient.Gestation{Min: n, Max: n}, i + 2
	case prefix && is(w, i+1, knowledge.WordUnit, "month"):
		// Some count months of four weeks and some those of the calendar.
		return patient.Gestation{Min: n * 28, Max: (n+1)*31 - 1}, i + 2
	}
	return g, 0
}

// ageListAt reads "8, 9 and 10 weeks", of which the last was read before.
func ageListAt(w []word) (word, int) {
	var all []occasion
	commas := true
	for i := 0; i < len(w); {
		if w[i].kind == ageWord && len(all) > 0 {
			if commas && eventFollows(w[i+1:]) {
				return word{kind: unknownWord}, i + 1
			}
			return word{kind: whenWord, when: append(all, w[i].when...)}, i + 1
		}
		n, ok := number(w, i)
		if at := is(w, i, knowledge.WordMark, "gestation"); at && i == 0 {
			i++
			continue
		}
		if !ok || n < youngestTold || n > oldestTold || !separates(w, i+1) {
			return word{}, 0
		}
		all = append(all, occasion{age: patient.Gestation{Min: n * 7, Max: n*7 + 6}})
		for i++; separates(w, i); i++ {
			commas = commas && is(w, i, knowledge.WordMark, "next")
		}
	}
	return word{}, 0
}

func separates(w []word, i int) bool {
	return is(w, i, knowledge.WordMark, "list") || is(w, i, knowledge.WordMark, "next") && w[i].text != ";" && w[i].text != "；"
}

// occasionAt joins a date with the age that stands beside it.
func occasionAt(w []word) (word, int) {
	switch {
	case is(w, 0, dateWord, "") && is(w, 1, ageWord, ""):
		return word{kind: whenWord, when: []occasion{{w[0].when[0].on, w[1].when[0].age}}}, 2
	case is(w, 0, ageWord, "") && is(w, 1, dateWord, ""):
		return word{kind: whenWord, when: []occasion{{w[1].when[0].on, w[0].when[0].age}}}, 2
	case is(w, 0, ageWord, "") && is(w, 1, knowledge.WordFiller, "") && is(w, 2, dateWord, ""):
		return word{kind: whenWord, when: []occasion{{w[2].when[0].on, w[0].when[0].age}}}, 3
	case is(w, 0, dateWord, "") || is(w, 0, ageWord, ""):
		return word{kind: whenWord, when: w[0].when}, 1
	}
	return word{}, 0
}

// occasionsAt joins occasions that stand in a list. Commas join only occasions
// of one shape, and where an event follows nobody can say whose the last is.
func occasionsAt(w []word) (word, int) {
	if !is(w, 0, whenWord, "") {
		return word{}, 0
	}
	all, n, commas := slices.Clone(w[0].when), 1, false
	for i := 1; i < len(w); {
		comma := false
		for ; separates(w, i) || is(w, i, knowledge.WordFiller, "") && separates(w, i-1); i++ {
			comma = comma || is(w, i, knowledge.WordMark, "next")
		}
		if i == n || !is(w, i, whenWord, "") || comma && !ofOneShape(all[len(all)-1], w[i].when[0]) {
			break
		}
		all, commas = append(all, w[i].when...), commas || comma
		i++
		n = i
	}
	if commas && eventFollows(w[n:]) {
		return word{kind: unknownWord}, n
	}
	return word{kind: whenWord, when: all}, n
}

func ofOneShape(a, b occasion) bool {
	return a.on.Known() == b.on.Known() && a.age.Known() == b.age.Known()
}

// eventFollows reports that the next word that says something is an event.
func eventFollows(w []word) bool {
	i := slices.IndexFunc(w, func(x word) bool { return x.kind != knowledge.WordFiller })
	return i >= 0 && w[i].kind == knowledge.WordEvent
}

// formulaAt reads G3P1A2, G4P1021, P0+3, 孕3产1流2 and 足月1早产0流产2现存1. A
// single letter means something only beside the number of pregnancies.
func formulaAt(w []word) (word, int) {
	if counts, n := fourInWords(w); n > 0 {
		return word{kind: formulaWord, counts: counts}, n
	}
	var counts []toldCount
	sure, i, parts := false, 0, 0
	for i < len(w) {
		part, n, alone := countAt(w[i:])
		if n == 0 {
			break
		}
		counts, sure, i, parts = append(counts, part...), sure || alone, i+n, parts+1
		if is(w, i, knowledge.WordMark, "next") && parts > 0 {
			if _, more, _ := countAt(w[min(i+1, len(w)):]); more > 0 && w[i].text == "," {
				i++ // G3, P1
			}
		}
	}
	sure = sure || parts >= 4 || slices.ContainsFunc(counts, func(c toldCount) bool { return c.concept == "gravidity" })
	if i == 0 || !sure || slices.ContainsFunc(counts, func(c toldCount) bool { return c.number > mostPregnancies }) {
		return word{}, 0
	}
	return word{kind: formulaWord, counts: counts}, i
}

// countAt reads one letter or word with its number; alone says that it means
// something without another.
func countAt(w []word) (counts []toldCount, n int, alone bool) {
	if len(w) == 0 {
		return nil, 0, false
	}
	concept := w[0].concept
	switch {
	case w[0].kind == knowledge.WordCount:
	case is(w, 0, knowledge.WordMark, "gestation") && !letter(w[0].text[0]) && w[0].text != "停经":
		concept, alone = "gravidity", true
	case is(w, 0, knowledge.WordMark, "article") && w[0].text == "a":
		concept = "losses-and-terminations"
	default:
		return nil, 0, false
	}
	value, ok := number(w, 1)
	if !ok {
		return nil, 0, false
	}
	alone = alone || utf8.RuneCountInString(w[0].text) > 1
	switch extra, both := number(w, 3); {
	case concept == "parity" && w[1].digits == 4:
		return births(strings.Split(w[1].text, "")), 2, true
	case w[1].digits > 2:
		return nil, 0, false
	case concept == "parity" && is(w, 2, plusWord, "") && both:
		return []toldCount{{concept, value}, {"losses-terminations-and-ectopics", extra}}, 4, true
	}
	n = 2
	if is(w, 2, knowledge.WordUnit, "times") {
		n = 3
	}
	return []toldCount{{concept, value}}, n, alone
}

// fourInWords reads T-P-A-L where it is written with its words, two of which
// are elsewhere the names of events.
func fourInWords(w []word) ([]toldCount, int) {
	var n []string
	for k, accepted := range [][]string{{"term-births"}, {"preterm-births", "preterm-birth"}, {"losses-and-terminations", "abortion-kind-unknown"}, {"children-living"}} {
		value, ok := number(w, 2*k+1)
		if !ok || value > 9 || !slices.Contains(accepted, w[2*k].concept) {
			return nil, 0
		}
		n = append(n, strconv.Itoa(value))
	}
	return births(n), 8
}
