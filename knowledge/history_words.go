package knowledge

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
)

// historyFile holds the words of an obstetric history that somebody wrote as a
// sentence. Which words may stand together is the reader's grammar.
const historyFile = "terminology/history-words.tsv"

var historyColumns = []string{"kind", "concept", "words", "note"}

// Kinds of words in a written obstetric history.
const (
	WordEvent     = "event"     // how a pregnancy ended
	WordNothing   = "nothing"   // holds the word of an event and is none
	WordStatement = "statement" // says something of the whole history
	WordCount     = "count"     // a number follows it
	WordNumber    = "number"
	WordOften     = "often" // once, twice
	WordMonth     = "month" // of the calendar
	WordUnit      = "unit"  // times, week, day, month, year
	WordMark      = "mark"  // gives the sentence its shape
	WordDone      = "done"  // an operation, which is no event of its own
	WordFiller    = "filler"
	WordPerson    = "person"  // self, other
	WordHeading   = "heading" // self, other
	WordAsks      = "asks"    // a question of a form, whole
)

var historyKinds = []string{WordEvent, WordNothing, WordStatement, WordCount, WordNumber, WordOften, WordMonth, WordUnit,
	WordMark, WordDone, WordFiller, WordPerson, WordHeading, WordAsks}

// AsksPartner is what a relationship that is written in words alone says.
const AsksPartner = "partner"

// HistoryWord is one word or phrase, in lower case and simplified characters.
type HistoryWord struct {
	Kind    string
	Concept string
	Text    string
}

// HistoryWords gives the words by which a written history is read, the longer
// before the shorter; none where the table is missing. Questions of forms are
// not among them.
func (t *Terminology) HistoryWords() []HistoryWord {
	if t == nil {
		return nil
	}
	return t.history
}

// Asks gives what a question of a form asks for, or whom a relationship names,
// when it is worded in one of the known ways and no other; "" otherwise.
func (t *Terminology) Asks(question string) string {
	if t == nil {
		return ""
	}
	return t.asks[strings.ToLower(strings.Trim(strings.TrimSpace(question), "?？:："))]
}

// readHistory reads the table, which may be missing.
func (t *Terminology) readHistory(fsys fs.FS, wrong *problem.List) error {
	t.asks = map[string]string{}
	text, there, err := optionalTable(fsys, historyFile)
	if err != nil || !there {
		return err
	}
	seen := map[string]int{}
	eachRow(historyFile, text, historyColumns, wrong, nil, func(cells []string, at Position) {
		if !slices.Contains(historyKinds, cells[0]) {
			wrong.Add(at, "the kind "+problem.Quote(cells[0]), strings.Join(historyKinds, ", "), problem.Nearest(cells[0], historyKinds))
			return
		}
		t.addHistory(cells, at, seen, wrong)
	})
	slices.SortStableFunc(t.history, func(a, b HistoryWord) int {
		return cmp.Or(cmp.Compare(len(b.Text), len(a.Text)), cmp.Compare(a.Text, b.Text))
	})
	return nil
}

func (t *Terminology) addHistory(cells []string, at Position, seen map[string]int, wrong *problem.List) {
	for _, word := range strings.Split(cells[2], "|") {
		key := word
		if cells[0] == WordAsks {
			key = "asks " + word
		}
		switch {
		case word == "" || cells[1] == "":
			wrong.Add(at, "an empty cell", "kind, concept and words are all filled", "")
		case word != strings.ToLower(strings.TrimSpace(word)):
			wrong.Add(at, "the word "+problem.Quote(word), "lower case, without space around it", "")
		case seen[key] > 0:
			wrong.Add(at, problem.Quote(word)+" a second time", fmt.Sprintf("one row; the first is line %d", seen[key]), "")
		case cells[0] == WordAsks:
			t.asks[word] = cells[1]
		default:
			t.history = append(t.history, HistoryWord{cells[0], cells[1], word})
		}
		seen[key] = at.Line
	}
}
