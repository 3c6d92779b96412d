package fhirin

import (
	"fmt"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
)

// flawsOf gives the flaws of a bundle that lie in one of its entries, with
// paths that begin at the resource.
func flawsOf(all []r4.Flaw, entry int) []r4.Flaw {
	var out []r4.Flaw
	before := fmt.Sprintf("Bundle.entry[%d].resource.", entry)
	for _, f := range all {
		if _, path, found := strings.Cut(f.Path, before); found {
			f.Path = path
			out = append(out, f)
		}
	}
	return out
}
