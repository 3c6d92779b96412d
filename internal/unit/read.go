package unit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
)

// columns are the heading of the table.
const columns = "test	unit	factor	offset	note"

// Read reads a table written one row a line, its cells parted by tabs; lines
// that begin with # are comments. A mistake is a problem.List with every mistake
// of the file.
func Read(file string, data []byte) (*Table, error) {
	var problems problem.List
	table := &Table{}
	header := false
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		at := problem.Place{File: file, Line: i + 1, Column: 1}
		switch {
		case strings.HasPrefix(line, "#"):
		case !header:
			header = true
			if line != columns {
				problems.Add(at, "columns "+problem.Quote(line), strings.ReplaceAll(columns, "\t", ", ")+", parted by tabs", "")
			}
		default:
			row, err := readRow(line)
			if err == nil {
				err = table.Add(row)
			}
			if err != nil {
				problems.Add(at, err.Error(), "a test, a unit, a factor over 0 or \"own\", an offset and a note", "")
			}
		}
	}
	return table, problems.Err()
}

func readRow(line string) (Row, error) {
	cells := strings.Split(line, "\t")
	if len(cells) != strings.Count(columns, "\t")+1 {
		return Row{}, fmt.Errorf("%d columns", len(cells))
	}
	row := Row{Test: cells[0], Unit: cells[1], Note: cells[4]}
	if row.Test == "" || row.Unit == "" {
		return Row{}, fmt.Errorf("a row without a test or a unit")
	}
	if cells[2] == "own" {
		row.Own = true
		return row, nil
	}
	over, under, fraction := strings.Cut(cells[2], "/")
	if !fraction {
		under = "1"
	}
	for _, part := range []struct {
		text string
		into *float64
	}{{over, &row.Factor}, {under, &row.Divisor}, {cells[3], &row.Offset}} {
		n, err := strconv.ParseFloat(part.text, 64)
		if err != nil || n-n != 0 {
			return Row{}, fmt.Errorf("%s is not a number", problem.Quote(part.text))
		}
		*part.into = n
	}
	return row, nil
}
