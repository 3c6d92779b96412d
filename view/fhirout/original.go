package fhirout

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/r4"
)

// literal is how a server names one of its resources.
var literal = regexp.MustCompile(`^([A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}$`)

// original is the reference to the resource that a place in the record names, as
// in "Observation/7:export.ndjson"; false where it names none, as a line of a case
// file does. The resource itself is in no bundle: it stays where it is.
func original(place string) (reference, bool) {
	to, _, _ := strings.Cut(place, ":")
	found := literal.FindStringSubmatch(to)
	if found == nil || !r4.Reads(found[1]) || to == r4.Nobody {
		return reference{}, false
	}
	return reference{Reference: to, Type: found[1]}, true
}

// originals are the resources that the facts of some statements were read from,
// each once; of some types only, where types are given.
func (w *writer) originals(ids []assessment.StatementID, types ...string) (list []reference) {
	for _, id := range ids {
		s := w.a.Statement(id)
		if s == nil {
			continue
		}
		for _, f := range s.Facts {
			to, ok := original(f.Source)
			if ok && (len(types) == 0 || slices.Contains(types, to.Type)) && !slices.Contains(list, to) {
				list = append(list, to)
			}
		}
	}
	return list
}
