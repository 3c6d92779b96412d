package readout

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// WriteCodes writes a table of codes to be filled in: a row for each code that
// was not understood, those that look as if they mattered first. Every row waits
// until its question mark is taken away; one that stays is not read.
func (t *Total) WriteCodes(w io.Writer) error {
	t.finish()
	var b strings.Builder
	b.WriteString(strings.Join(knowledge.CodeColumns(), "\t") + "\n")
	for _, list := range [][]Unknown{t.Unknown, t.LeftOut} {
		for _, u := range list {
			if u.Code == "" && strings.HasSuffix(u.Text, cutOff) {
				continue // a text that was cut cannot be found again
			}
			b.WriteString(row(u) + "\n")
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write the codes: %w", err)
	}
	return nil
}

// row is a row of such a table. A text without a code becomes a row that is
// matched by its words.
func row(u Unknown) string {
	system, code := cmp.Or(u.System, knowledge.NoSystem), u.Code
	if code == "" {
		system, code = knowledge.ByText, strings.ReplaceAll(u.Text, "|", " ")
	}
	kind := knowledge.CodeCondition
	if k := kinds[u.Where]; len(k) > 0 {
		kind = k[0]
	}
	seen := strconv.Itoa(u.Count) + " ×"
	if u.Matters != "" {
		seen += ", " + u.Matters
	}
	cells := []string{knowledge.Unfilled + u.Suggested, system, code, u.Text, kind, "our own list", seen}
	for i := range cells {
		cells[i] = words.Clean(strings.Join(strings.Fields(cells[i]), " "))
	}
	return strings.Join(cells, "\t")
}
