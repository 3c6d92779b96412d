package unit

import (
	_ "embed"
	"strings"
)

// UCUMSystem is the address of UCUM.
const UCUMSystem = "http://unitsofmeasure.org"

// ucum.tsv holds units as laboratories print them, in UCUM. Units of single assays
// that UCUM does not have are not in it.
//
//go:embed ucum.tsv
var ucumTable string

var ucums = func() map[string]string {
	byUnit := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(ucumTable), "\n")[1:] {
		printed, code, _ := strings.Cut(line, "\t")
		byUnit[Normalise(printed)] = code
	}
	return byUnit
}()

// UCUM is the UCUM code of a unit as laboratories print it; false for one that UCUM
// does not have.
func UCUM(printed string) (code string, ok bool) {
	code, ok = ucums[Normalise(printed)]
	return code, ok && printed != ""
}
