package knowledge

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/gravida-health/gravida/internal/problem"
)

// ByText is the system of rows that are matched by words and not by a code: the
// last resort of a reader, who has to say so. Several words of one row are
// divided by |.
const ByText = "text"

// Marks are the concepts of kind mark: words that stand beside others.
const (
	MarkFiller        = "filler"         // changes nothing: "tablet", "40 mg"
	MarkHeading       = "heading"        // may begin a conclusion: "impression"
	MarkNegation      = "negation"       // turns a text around
	MarkDoubt         = "doubt"          // leaves open whether it is so
	MarkOtherTime     = "other-time"     // speaks of another time
	MarkOtherPerson   = "other-person"   // speaks of somebody else
	MarkPregnantRange = "pregnant-range" // of a reference range: for a pregnancy
	MarkCycleRange    = "cycle-range"    // for one phase of the cycle
	MarkOtherRange    = "other-range"    // for others than a grown woman
)

var marks = []string{MarkFiller, MarkHeading, MarkNegation, MarkDoubt, MarkOtherTime, MarkOtherPerson, MarkPregnantRange, MarkCycleRange, MarkOtherRange}

const (
	longestText       = 200 // a longer text is a story and no name
	shortestToContain = 2   // characters a word needs to be looked for within a text
	shortestToSuggest = 3   // and one in Latin letters, to be suggested from it
)

// refusing are the marks that keep a text from being read.
var refusing = []string{MarkNegation, MarkDoubt, MarkOtherTime, MarkOtherPerson}

// addTexts files each of the words of a row.
func (t *Terminology) addTexts(c *Code, wrong *problem.List) {
	if c.Kind == CodeMark && !slices.Contains(marks, c.Concept) {
		wrong.Add(c.At, "the mark "+problem.Quote(c.Concept), strings.Join(marks, ", "), problem.Nearest(c.Concept, marks))
		return
	}
	for word := range strings.SplitSeq(c.Code, "|") {
		one := *c
		one.Code, one.Display = word, word
		if normalText(word) == "" {
			wrong.Add(c.At, "an empty word", "words divided by |", "")
			return
		}
		t.file(&one, wrong)
		if c.Kind == CodeMark {
			if t.marks == nil {
				t.marks = map[string][]string{}
			}
			t.marks[c.Concept] = append(t.marks[c.Concept], normalText(word))
		}
	}
}

// FindText gives what a text stands for, of the kinds wanted or of any: a text that is a
// known word, or one beside which only fillers stand ("Clexane 40 mg"). A text
// that denies, doubts, or speaks of another time or person is not read; refused
// is the word that kept it from being.
func (t *Terminology) FindText(text string, kinds ...string) (rows []*Code, refused string) {
	if t == nil || len([]rune(text)) > longestText {
		return nil, ""
	}
	norm := normalText(text)
	if rows := t.exactly(norm, kinds); len(rows) > 0 {
		return rows, ""
	}
	if word := t.Marked(text, refusing...); word != "" {
		return nil, word
	}
	return t.exactly(t.bare(norm), kinds), ""
}

// exactly gives the rows of a word; without kinds, of every kind.
func (t *Terminology) exactly(norm string, kinds []string) (rows []*Code) {
	for _, c := range t.codes[ByText][norm] {
		if len(kinds) == 0 || slices.Contains(kinds, c.Kind) {
			rows = append(rows, c)
		}
	}
	return rows
}

// Marked gives the first word of the marks that stands in a text; "" for none.
// A word in Latin letters has to stand there whole.
func (t *Terminology) Marked(text string, concepts ...string) string {
	norm := normalText(text)
	for _, concept := range concepts {
		beginning := concept == MarkPregnantRange || concept == MarkCycleRange
		for _, word := range t.marks[concept] {
			if holds(norm, word, beginning) {
				return word
			}
		}
	}
	return ""
}

// holds reports whether a word stands in a text. Chinese is written without
// spaces, so there a word only has to be part of it.
func holds(text, word string, beginning bool) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], word)
		if i < 0 {
			return false
		}
		start := from + i
		end := start + len(word)
		startsWell := !latinEnd(text[:start]) || !latinStart(word)
		endsWell := beginning || !latinStart(text[end:]) || !latinEnd(word)
		if startsWell && endsWell {
			return true
		}
		from = start + 1
	}
}

func latin(r rune) bool { return r < unicode.MaxLatin1 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

func latinStart(s string) bool {
	for _, r := range s {
		return latin(r)
	}
	return false
}

func latinEnd(s string) bool {
	r := []rune(s)
	return len(r) > 0 && latin(r[len(r)-1])
}

// pieces of a text: a word in Latin letters, a number with what is joined to
// it, a run of Chinese, or one mark.
var pieces = regexp.MustCompile(`[\p{Latin}\p{Greek}][\p{Latin}\p{Greek}0-9'’-]*|\d+(?:[.,]\d+)*[\p{Latin}µμ%]*|\p{Han}+|\S`)

// bare is a text without its fillers, numbers and brackets.
func (t *Terminology) bare(norm string) string {
	fillers := t.marks[MarkFiller]
	var kept []string
	for _, piece := range pieces.FindAllString(norm, -1) {
		switch {
		case unicode.IsDigit(rune(piece[0])):
			unit := strings.TrimLeft(piece, "0123456789.,")
			if unit != "" && unit != "%" && !slices.Contains(fillers, unit) {
				kept = append(kept, piece)
			}
		case slices.Contains(fillers, piece):
		case han(piece):
			if rest := withoutHan(piece, fillers); rest != "" {
				kept = append(kept, rest)
			}
		case len(piece) > 1 || latin(rune(piece[0])):
			kept = append(kept, piece)
		}
	}
	return normalText(strings.Join(kept, " "))
}

func han(s string) bool {
	for _, r := range s {
		return unicode.Is(unicode.Han, r)
	}
	return false
}

// withoutHan takes fillers off both ends of a Chinese run.
func withoutHan(s string, fillers []string) string {
	for changed := true; changed && s != ""; {
		changed = false
		for _, f := range fillers {
			if !han(f) {
				continue
			}
			if rest := strings.TrimSuffix(strings.TrimPrefix(s, f), f); rest != s {
				s, changed = rest, true
			}
		}
	}
	return s
}

// WordsIn gives every row of a kind whose word stands in a text, the longer
// words first; what a longer word holds is not found again. Words of one Latin
// letter or sign are found only when they are the whole text. Rest is what
// stands beside them.
func (t *Terminology) WordsIn(text, kind string) (rows []*Code, rest string) {
	if t == nil {
		return nil, text
	}
	norm := normalText(text)
	if found := t.exactly(norm, []string{kind}); len(found) > 0 {
		return found, ""
	}
	for _, c := range t.longestFirst[kind] {
		word := normalText(c.Code)
		if len([]rune(word)) < shortestToContain || !strings.ContainsFunc(word, unicode.IsLetter) || !holds(norm, word, false) {
			continue
		}
		rows = append(rows, c)
		norm = strings.ReplaceAll(norm, word, " ")
	}
	return rows, norm
}

// Suggest gives the word of some kinds whose longest spelling stands in a text,
// for a person to confirm: the text says more than that, and what it says more is
// not understood. Nil where there is none, or where something in the text speaks
// against it.
func (t *Terminology) Suggest(text string, kinds ...string) *Code {
	if t == nil || len([]rune(text)) > longestText || t.Marked(text, refusing...) != "" {
		return nil
	}
	norm := normalText(text)
	var best *Code
	longest := 0
	for word, rows := range t.codes[ByText] {
		n := len([]rune(word))
		if short := n < shortestToSuggest && !han(word); short || n < shortestToContain || n < longest || !holds(norm, word, false) {
			continue
		}
		for _, c := range rows {
			if slices.Contains(kinds, c.Kind) && (best == nil || n > longest || c.Concept < best.Concept) {
				best, longest = c, n
			}
		}
	}
	return best
}

// sortTexts puts the words of each kind in order of length, for WordsIn.
func (t *Terminology) sortTexts() {
	t.longestFirst = map[string][]*Code{}
	for _, rows := range t.codes[ByText] {
		for _, c := range rows {
			if c.Kind == CodeResult {
				t.longestFirst[c.Kind] = append(t.longestFirst[c.Kind], c)
			}
		}
	}
	for _, rows := range t.longestFirst {
		slices.SortFunc(rows, func(a, b *Code) int {
			if d := len([]rune(b.Code)) - len([]rune(a.Code)); d != 0 {
				return d
			}
			return strings.Compare(a.Code, b.Code)
		})
	}
}

// normalText is the form words are compared in: narrow, small letters, single
// spaces, no spaces beside Chinese, no closing full stop.
func normalText(s string) string {
	s = strings.ToLower(strings.Map(narrowText, s))
	s = strings.Join(strings.Fields(s), " ")
	s = strings.Trim(s, " .;:,。；：，")
	return besideHan.ReplaceAllString(besideHan.ReplaceAllString(s, "$1$2$3$4"), "$1$2$3$4")
}

var besideHan = regexp.MustCompile(`(\p{Han}) +(\S)|(\S) +(\p{Han})`)

func narrowText(r rune) rune {
	switch r {
	case '　', '\u00a0':
		return ' '
	case '’', '‘', '＇':
		return '\''
	case '–', '—', '−', '－':
		return '-'
	}
	return narrow(r)
}
