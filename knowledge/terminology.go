package knowledge

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
)

// Terminology turns codes of public code systems into Gravida's words. The
// tables lie in terminology/, one file for each code system, so that a system
// whose licence a place does not hold (SNOMED CT, above all) can be left out.
// It is not changed after it was read.
type Terminology struct {
	codes   map[string]map[string][]*Code // by system, then by normalised code
	written map[string][]*Code            // by concept
	systems []string
	// Of texts: the words of each mark, and of some kinds all words.
	marks        map[string][]string
	longestFirst map[string][]*Code
	relevant     []relevant
	history      []HistoryWord
	asks         map[string]string // question to what it asks for
}

// Kinds of code: what a reader does with it.
const (
	CodeEvidence   = "evidence"   // shows or concerns one pregnancy
	CodeVisit      = "visit"      // supports a pregnancy that something else shows
	CodeStatement  = "statement"  // says something of the whole obstetric history
	CodeCount      = "count"      // asks for a number of pregnancies or children
	CodeDating     = "dating"     // dates a pregnancy
	CodeQuestion   = "question"   // asks for something whose answer is coded or text
	CodeAnswer     = "answer"     // answers such a question
	CodeCondition  = "condition"  // an id of the catalogue's conditions
	CodeThrombosis = "thrombosis" // an id of the catalogue's events
	CodeHint       = "hint"       // bears on recurrent loss, but decides nothing by itself
	CodeMedication = "medication"
	CodeAllergy    = "allergy"
	CodeTest       = "test"     // an id of the catalogue's tests
	CodeGenetics   = "genetics" // whose result it is must be found out first
	CodeProcedure  = "procedure"
	CodeMeasure    = "measure"
	CodeHabit      = "habit"
	CodeResult     = "result"  // of text: positive, negative, indeterminate, normal, abnormal
	CodeFinding    = "finding" // of text: a cause that an image shows, or normal
	CodeMark       = "mark"    // of text: words that stand beside others
)

var codeKinds = []string{CodeEvidence, CodeVisit, CodeStatement, CodeCount, CodeDating, CodeQuestion,
	CodeAnswer, CodeCondition, CodeThrombosis, CodeHint, CodeMedication, CodeAllergy, CodeTest,
	CodeGenetics, CodeProcedure, CodeMeasure, CodeHabit, CodeResult, CodeFinding, CodeMark}

// Code is one row: a public code and the word it stands for.
type Code struct {
	Concept string // our word
	// Number is what the code itself counts ("3 miscarriages", "20 weeks");
	// HasNumber is false for a code that counts nothing.
	Number    int
	HasNumber bool
	System    string
	Code      string
	Display   string
	Kind      string
	Verified  string // where the code was read with this meaning; "memory": nowhere
	Note      string
	At        Position
}

// Unseen reports a row from memory, whose meaning nobody has looked up.
func (c *Code) Unseen() bool { return c.Verified == unchecked }

// The columns of every table, in order. A concept may end in "=3": the number
// that the code carries.
var codeColumns = []string{"concept", "system", "code", "display", "kind", "verified", "note"}

// CodeColumns are the columns of a table of codes.
func CodeColumns() []string { return slices.Clone(codeColumns) }

// ReadTerminology reads every table of codes in the folder terminology of a
// knowledge base. The error lists all mistakes with their places.
func ReadTerminology(fsys fs.FS) (*Terminology, error) {
	names, err := fs.Glob(fsys, "terminology/*.tsv")
	if err != nil {
		return nil, fmt.Errorf("list terminology: %w", err)
	}
	t := &Terminology{codes: map[string]map[string][]*Code{}}
	var wrong problem.List
	for _, name := range names {
		if name == unitsFile || name == writtenFile || name == relevantFile || name == historyFile {
			continue
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read terminology %s: %w", name, err)
		}
		t.readTable(name, string(text), &wrong)
	}
	if err := t.readWritten(fsys, &wrong); err != nil {
		return nil, err
	}
	if err := t.readRelevant(fsys, &wrong); err != nil {
		return nil, err
	}
	if err := t.readHistory(fsys, &wrong); err != nil {
		return nil, err
	}
	t.sortTexts()
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *Terminology) readTable(file, text string, wrong *problem.List) {
	unfilled := func(line string) bool { return strings.TrimSpace(line) == "" || strings.HasPrefix(line, Unfilled) }
	eachRow(file, text, codeColumns, wrong, unfilled, func(cells []string, at Position) { t.add(cells, at, wrong) })
}

func (t *Terminology) add(cells []string, at Position, wrong *problem.List) {
	c := &Code{Concept: cells[0], System: cells[1], Code: cells[2], Display: cells[3],
		Kind: cells[4], Verified: cells[5], Note: cells[6], At: at}
	if concept, number, found := strings.Cut(c.Concept, "="); found {
		n, err := strconv.Atoi(number)
		if err != nil {
			wrong.Add(at, "the concept "+problem.Quote(c.Concept), "a word, or a word, = and a whole number", "")
			return
		}
		c.Concept, c.Number, c.HasNumber = concept, n, true
	}
	if c.Concept == "" || c.System == "" || c.Code == "" || c.Verified == "" {
		wrong.Add(at, "an empty cell", "concept, system, code, kind and verified are all filled", "")
		return
	}
	if !slices.Contains(codeKinds, c.Kind) {
		wrong.Add(at, "the kind "+problem.Quote(c.Kind), strings.Join(codeKinds, ", "), problem.Nearest(c.Kind, codeKinds))
		return
	}
	if c.System == ByText {
		t.addTexts(c, wrong)
		return
	}
	t.file(c, wrong)
}

// file puts a row into the table of its system.
func (t *Terminology) file(c *Code, wrong *problem.List) {
	at, system := c.At, normalSystem(c.System)
	bySystem := t.codes[system]
	if bySystem == nil {
		bySystem = map[string][]*Code{}
		t.codes[system] = bySystem
		t.systems = append(t.systems, system)
	}
	key := normalCode(system, c.Code)
	for _, other := range bySystem[key] {
		if other.Concept == c.Concept && other.Kind == c.Kind {
			wrong.Add(at, fmt.Sprintf("%s %s a second time", c.Code, c.Concept), fmt.Sprintf("one row; the first is line %d", other.At.Line), "")
			return
		}
	}
	bySystem[key] = append(bySystem[key], c)
}

// Codes gives every row of a system, in no particular order; for tests and
// for what lists the tables.
func (t *Terminology) Codes(system string) []*Code {
	var all []*Code
	for _, rows := range t.codes[system] {
		all = append(all, rows...)
	}
	return all
}

// Systems lists the code systems there are tables for, in order of reading.
func (t *Terminology) Systems() []string { return t.systems }

// Find gives what a code stands for: nothing, one row, or several when one
// code says several things. The exact code comes first; a code of a
// hierarchical system (ICD, ATC) that has no row takes the row of its longest
// prefix, so that O03.411 is read as O03.4 but O03.900x001 keeps its own
// meaning. display decides only between rows that editions of a list give to
// one code.
func (t *Terminology) Find(system, code, display string) []*Code {
	system = normalSystem(system)
	if t == nil || code == "" || system == ByText {
		return nil
	}
	key := normalCode(system, code)
	for _, s := range fallback(system) {
		rows := t.longest(s, key)
		if len(rows) > 0 {
			return edition(rows, display)
		}
	}
	return nil
}

func (t *Terminology) longest(system, key string) []*Code {
	table := t.codes[system]
	shortest := shortestPrefix(system)
	if rows := table[key+"0"]; system == ICD9CM && len(table[key]) == 0 && len(rows) > 0 {
		return rows // 634.9 of a spreadsheet is 634.90
	}
	for {
		if rows := table[key]; len(rows) > 0 {
			return rows
		}
		if shortest == 0 || len(key) <= shortest {
			return nil
		}
		key = strings.TrimSuffix(key[:len(key)-1], ".")
	}
}

// edition keeps the row whose title the record prints, where editions of one
// list give a code different meanings (O03.903 is any miscarriage in an old
// hospital list and a late one in the insurance list).
func edition(rows []*Code, display string) []*Code {
	var same []*Code
	for _, r := range rows {
		if display != "" && strings.EqualFold(strings.TrimSpace(display), r.Display) {
			same = append(same, r)
		}
	}
	if len(same) > 0 && differ(rows) {
		return same
	}
	if differ(rows) {
		// No title to decide by: the row that claims least stands last.
		return rows[len(rows)-1:]
	}
	return rows
}

// differ reports whether rows of one code contradict each other: their titles
// are not the same. Rows with one title say several things of one code.
func differ(rows []*Code) bool {
	for _, r := range rows[1:] {
		if r.Display != rows[0].Display {
			return true
		}
	}
	return false
}
