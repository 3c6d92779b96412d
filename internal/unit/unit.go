// Package unit turns a laboratory's number into the one unit Gravida keeps for
// that test, and refuses a unit the test cannot have.
//
// A unit is converted per test, never per pair of units: "ng/mL to nmol/L" is a
// different number for each substance.
package unit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
)

// Row says how one test's values arrive in one unit:
//
//	canonical = value × Factor ÷ Divisor + Offset
//
// A conventional "÷ 18" stays a division, so that 126 mg/dL of glucose is 7
// mmol/L and not a hair less.
type Row struct {
	Test    string
	Unit    string // as laboratories print it
	Factor  float64
	Divisor float64
	Offset  float64
	// Own marks a unit that belongs to one assay and converts to nothing; its
	// values are kept in it.
	Own  bool
	Note string // molar mass, standard or source
}

// Table converts the results of every test it has a row for. The zero Table is
// empty; it is not changed once it is in use.
type Table struct {
	rows map[string][]spelled
}

// spelled is a row with its unit in the one spelling.
type spelled struct {
	Row
	key string
}

// Add appends a row. The first row of a test that is not an assay's own unit is
// the canonical one. It errs on a row that no value could be converted by, or
// that stands already.
func (t *Table) Add(r Row) error {
	if !r.Own && (r.Factor <= 0 || r.Divisor <= 0) {
		return fmt.Errorf("%s in %s: the factor is not over 0", r.Test, r.Unit)
	}
	if have, twice := t.find(r.Test, r.Unit); twice {
		return fmt.Errorf("%s in %s stands twice, also as %s", r.Test, r.Unit, have.Unit)
	}
	if t.Canonical(r.Test) == "" && !r.Own && (r.Factor != r.Divisor || r.Offset != 0) {
		return fmt.Errorf("%s in %s: the first unit of a test, which its values are kept in, has not factor 1", r.Test, r.Unit)
	}
	if t.rows == nil {
		t.rows = map[string][]spelled{}
	}
	t.rows[r.Test] = append(t.rows[r.Test], spelled{r, Normalise(r.Unit)})
	return nil
}

// Tests lists every test that has a row, in alphabetical order.
func (t *Table) Tests() []string { return slices.Sorted(maps.Keys(t.rows)) }

// Canonical is the unit a test's numbers are kept in; "" when the test has only
// units of single assays, or none.
func (t *Table) Canonical(test string) string {
	for _, r := range t.rows[test] {
		if !r.Own {
			return r.Unit
		}
	}
	return ""
}

// Units lists what is accepted for a test, in the order of the table.
func (t *Table) Units(test string) []string {
	units := make([]string, len(t.rows[test]))
	for i, r := range t.rows[test] {
		units[i] = r.Unit
	}
	return units
}

// Convert gives the value in the unit kept for the test, and that unit. A value
// in an assay's own unit comes back unchanged, with that unit. The error is a
// *Refusal.
func (t *Table) Convert(test string, value float64, unit string) (number float64, canonical string, err error) {
	r, ok := t.find(test, unit)
	switch {
	case !ok:
		return 0, "", t.refuse(test, unit)
	case r.Own:
		return value, r.Unit, nil
	}
	return value*r.Factor/r.Divisor + r.Offset, t.Canonical(test), nil
}

// Back is the other way: a number in the unit kept for the test, as it reads in
// unit.
func (t *Table) Back(test string, number float64, unit string) (float64, error) {
	r, ok := t.find(test, unit)
	switch {
	case !ok:
		return 0, t.refuse(test, unit)
	case r.Own:
		return number, nil
	}
	return (number - r.Offset) * r.Divisor / r.Factor, nil
}

// find looks for the unit as it is spelled, and then without regard to case:
// all-capital reports print MIU/L. Mg and mg stay different.
func (t *Table) find(test, unit string) (Row, bool) {
	want := Normalise(unit)
	for _, r := range t.rows[test] {
		if r.key == want {
			return r.Row, true
		}
	}
	for _, r := range t.rows[test] {
		if strings.EqualFold(r.key, want) && samePrefix(r.key, want) {
			return r.Row, true
		}
	}
	return Row{}, false
}

func samePrefix(a, b string) bool {
	if !strings.ContainsAny(a[:1], "mM") {
		return true
	}
	return a[:1] == b[:1]
}

// Refusal says that a test is not measured in a unit.
type Refusal struct {
	Test, Unit string
	Accepted   []string
	Nearest    string
}

func (t *Table) refuse(test, unit string) *Refusal {
	r := &Refusal{Test: test, Unit: unit, Accepted: t.Units(test)}
	r.Nearest = problem.Nearest(unit, r.Accepted)
	for _, row := range t.rows[test] {
		// "mg/L" of D-dimer: right, as far as it goes.
		if r.Nearest == "" && strings.HasPrefix(row.key, Normalise(unit)+" ") {
			r.Nearest = row.Unit
		}
	}
	return r
}

// Error names the unit, those accepted, and the nearest.
func (r *Refusal) Error() string {
	p := problem.Problem{Found: r.Found(), Accepted: strings.Join(r.Accepted, ", "), Nearest: r.Nearest}
	return strings.TrimPrefix(p.Error(), ": ")
}

// Found is the first half of the message.
func (r *Refusal) Found() string { return r.Says().String() }

// Says is Found, to be put into another language.
func (r *Refusal) Says() problem.Phrase {
	if len(r.Accepted) == 0 {
		return problem.Say("%s has no unit", r.Test)
	}
	return problem.Say("%s is not measured in %s", r.Test, problem.Quote(r.Unit))
}
