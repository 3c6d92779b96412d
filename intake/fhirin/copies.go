package fhirin

import (
	"reflect"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
)

// copies are the resources read so far, by what tells two of them apart at a
// glance. A document repeats what also comes by itself, often under another id.
type copies map[string][]*entry

// has reports whether another document held the same, and keeps it.
func (c copies) has(e *entry) bool {
	code, ok := codeOf(e.Resource)
	on := recordedOn(e.Resource)
	if !ok || !on.Known() {
		return false // without a date it may be another of its kind
	}
	parts := []string{r4.TypeOf(e.Resource), on.String(), code.Text}
	for _, x := range code.Coding {
		parts = append(parts, x.System, x.Code)
	}
	key := strings.Join(parts, "\x00")
	if slices.ContainsFunc(c[key], func(o *entry) bool { return o.File != e.File && reflect.DeepEqual(said(o.Resource), said(e.Resource)) }) {
		return true
	}
	c[key] = append(c[key], e)
	return false
}

// said is a resource without its names.
func said(r r4.Resource) any {
	switch r := r.(type) {
	case *r4.Condition:
		bare := *r
		bare.Base = r4.Base{}
		return bare
	case *r4.Procedure:
		bare := *r
		bare.Base = r4.Base{}
		return bare
	case *r4.Observation:
		bare := *r
		bare.Base = r4.Base{}
		return bare
	}
	return r
}

// ofSomebodyElse reports an observation that is on her record and about another
// person: its focus is a relative. One on a fetus is about her pregnancy.
func (r *reading) ofSomebodyElse(e *entry) bool {
	o, ok := e.Resource.(*r4.Observation)
	return ok && slices.ContainsFunc(o.Focus, func(ref r4.Reference) bool {
		kind, _, _ := strings.Cut(r.target(ref, e), "/")
		return kind == "RelatedPerson" || kind == "FamilyMemberHistory"
	})
}
