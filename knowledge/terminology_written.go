package knowledge

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/gravida-health/gravida/internal/problem"
)

// writtenFile lists the codes that are written for our words. Of the many codes
// that are read as one word most say more than the word does; only one that says
// no more may be written.
const writtenFile = "terminology/written.tsv"

var writtenColumns = []string{"concept", "system", "code"}

// unchecked marks a row whose meaning nobody has looked up.
const unchecked = "memory"

// Written gives the codes that mean a word of the catalogue, one a system, in
// the order of the table; none where no code is known to mean just that.
func (t *Terminology) Written(concept string) []*Code {
	if t == nil {
		return nil
	}
	return t.written[concept]
}

// readWritten reads the table, which may be missing. A system whose table is
// missing, for want of a licence, is not written either.
func (t *Terminology) readWritten(fsys fs.FS, wrong *problem.List) error {
	t.written = map[string][]*Code{}
	text, there, err := optionalTable(fsys, writtenFile)
	if err != nil || !there {
		return err
	}
	eachRow(writtenFile, text, writtenColumns, wrong, nil, func(cells []string, at Position) {
		t.write(cells[0], cells[1], cells[2], at, wrong)
	})
	return nil
}

// write takes a row whose code stands in the table of its system, with the same
// meaning, and was looked up there.
func (t *Terminology) write(concept, system, code string, at Position, wrong *problem.List) {
	table, ok := t.codes[system]
	if !ok {
		return
	}
	rows := table[normalCode(system, code)]
	i := slices.IndexFunc(rows, func(c *Code) bool { return c.Concept == concept && c.Code == code })
	switch {
	case i < 0:
		wrong.Add(at, fmt.Sprintf("%s for %s", code, concept), "a code that stands for it in the table of its system", "")
	case rows[i].Unseen():
		wrong.Add(at, fmt.Sprintf("%s for %s, which nobody has looked up", code, concept), "a code whose meaning was read somewhere", "")
	case slices.ContainsFunc(t.written[concept], func(c *Code) bool { return c.System == system }):
		wrong.Add(at, fmt.Sprintf("a second code of %s for %s", system, concept), "one", "")
	default:
		t.written[concept] = append(t.written[concept], rows[i])
	}
}
