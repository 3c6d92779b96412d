package knowledge

import (
	"fmt"
	"slices"
)

// checkAims asks that every test stands in exactly one aim, where there are any.
func (r *reader) checkAims() {
	b := r.base
	for _, a := range b.Aims {
		r.texts(a.At, "name", a.Name)
		r.texts(a.At, "says", a.Says)
		for _, id := range a.Members {
			r.ref(a.At, "test", id, b.tests[id] != nil, b.TestIDs())
		}
	}
	if len(b.Aims) == 0 {
		return
	}
	for _, t := range b.Tests {
		in := 0
		for _, a := range b.Aims {
			if slices.Contains(a.Members, t.ID) {
				in++
			}
		}
		if in != 1 {
			r.problems.Add(t.At, fmt.Sprintf("test %q stands in %d aims", t.ID, in), "exactly one", "")
		}
	}
}
