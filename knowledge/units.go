package knowledge

import (
	"fmt"
	"io/fs"

	"github.com/gravida-health/gravida/internal/unit"
)

// UnitTable converts results to the unit kept for each test.
type UnitTable = unit.Table

// unitsFile is where the table stands, below the root of the knowledge.
const unitsFile = "terminology/units.tsv"

// ReadUnits reads the table of units; a mistake is a problem.List with every
// mistake of the file.
func ReadUnits(fsys fs.FS) (*UnitTable, error) {
	data, err := fs.ReadFile(fsys, unitsFile)
	if err != nil {
		return nil, fmt.Errorf("read the knowledge: %w", err)
	}
	return unit.Read(unitsFile, data)
}
