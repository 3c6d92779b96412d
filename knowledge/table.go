package knowledge

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
)

// optionalTable reads a table that may be missing: then it has no text.
func optionalTable(fsys fs.FS, file string) (text string, there bool, err error) {
	data, err := fs.ReadFile(fsys, file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("read terminology %s: %w", file, err)
	}
	return string(data), true, nil
}

// eachRow gives the rows of a table that has the columns it should have, without
// its heading. skip names lines that are none; nil for no such line.
func eachRow(file, text string, columns []string, wrong *problem.List, skip func(line string) bool, row func(cells []string, at Position)) {
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		at := Position{File: file, Line: i + 1, Column: 1}
		cells := strings.Split(line, "\t")
		switch {
		case i == 0 && !slices.Equal(cells, columns):
			wrong.Add(at, "the first line is "+problem.Quote(line), "the columns "+strings.Join(columns, ", "), "")
			return
		case i == 0, skip != nil && skip(line):
		case len(cells) != len(columns):
			wrong.Add(at, fmt.Sprintf("%d columns", len(cells)), fmt.Sprintf("%d columns, separated by tabs", len(columns)), "")
		default:
			row(cells, at)
		}
	}
}
