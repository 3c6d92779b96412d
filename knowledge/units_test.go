package knowledge_test

import (
	"os"
	"slices"
	"testing"

	"github.com/gravida-health/gravida/knowledge"
)

// The catalogue and the table of units speak of the same tests in the same
// units.
func TestUnitsOfTheCatalogue(t *testing.T) {
	k, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	units, err := knowledge.ReadUnits(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range k.Tests {
		if test.Unit != "" && units.Canonical(test.ID) != test.Unit {
			t.Errorf("%s is kept in %q by the catalogue, in %q by the table", test.ID, test.Unit, units.Canonical(test.ID))
		}
	}
	for _, id := range units.Tests() {
		if !slices.Contains(k.TestIDs(), id) {
			t.Errorf("%s has units and is not in the catalogue", id)
		}
	}
}
