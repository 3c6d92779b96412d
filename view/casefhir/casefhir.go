// Package casefhir writes a case as FHIR R4: everything that is known of one
// woman, so that another system can hold it and Gravida can read it back unchanged.
//
// Rules of this place: what is known stands once, where FHIR keeps such a thing; a
// code of Gravida's own says exactly what it is, and a public code stands beside it
// only where it means just that. What is not known is not written. Counts and a due
// date follow from the rest and are written for readers who look for them.
package casefhir

import (
	"fmt"
	"io"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Options say how a case is written.
type Options struct {
	Lang string // of the words beside the codes: en or zh; en when left out
	// Relative makes references say Patient/… as the files of a bulk export do,
	// and not urn:uuid:… as in a Bundle.
	Relative bool
}

// Write writes the case as a Bundle on one line.
func Write(out io.Writer, c *patient.Case, k *knowledge.Base, o Options) error {
	if _, err := out.Write(append(r4.EncodeJSON(Bundle(c, k, o)), '\n')); err != nil {
		return fmt.Errorf("write the case: %w", err)
	}
	return nil
}

// Bundle is the case as a Bundle of the type collection. It is no document: that
// would need an author, a title and her name, and a case knows none of them.
func Bundle(c *patient.Case, k *knowledge.Base, o Options) *r4.Bundle {
	b := &r4.Bundle{Type: "collection"}
	b.ResourceType = "Bundle"
	w := newWriter(c, k, o)
	b.ID = w.id("Bundle")
	for _, r := range w.resources() {
		b.Entry = append(b.Entry, r4.Entry{FullURL: "urn:uuid:" + r.Common().ID, Resource: r})
	}
	return b
}

// Resources are those of the case, her Patient first.
func Resources(c *patient.Case, k *knowledge.Base, o Options) []r4.Resource {
	return newWriter(c, k, o).resources()
}

// writer gathers the resources of one case, a kind of fact a file.
type writer struct {
	c        *patient.Case
	base     *knowledge.Base
	lang     string
	relative bool
	seed     string // the UUID from which all others of this case are made
	her, him r4.Reference
	out      []r4.Resource
}

func newWriter(c *patient.Case, k *knowledge.Base, o Options) *writer {
	if o.Lang == "" {
		o.Lang = "en"
	}
	return &writer{c: c, base: k, lang: o.Lang, relative: o.Relative, seed: seedOf(c)}
}

// resources makes them all; each is made once.
func (w *writer) resources() []r4.Resource {
	w.person()
	w.partner()
	w.lifestyle()
	w.pregnancies()
	w.counts()
	w.status()
	w.results()
	w.conditions()
	w.treatment()
	w.requests()
	w.lists()
	return w.out
}

// add puts a resource of the case into its place: "conditions/2".
func (w *writer) add(kind, place string, r r4.Resource) r4.Reference {
	b := r.Common()
	b.ResourceType, b.ID = kind, w.id(kind+"/"+place)
	if place != "" {
		b.Identifier = append(b.Identifier, r4.Identifier{System: r4.EntrySystem, Value: w.seed + "/" + place})
	}
	w.out = append(w.out, r)
	if w.relative {
		return r4.Reference{Reference: kind + "/" + b.ID}
	}
	return r4.Reference{Reference: "urn:uuid:" + b.ID}
}

// observe adds an observation of hers.
func (w *writer) observe(place string, o *r4.Observation) r4.Reference {
	return w.add("Observation", place, w.final(o))
}

// summarise is observe for one that a patient summary has.
func (w *writer) summarise(place string, o *r4.Observation) r4.Reference {
	return w.add("Observation", place, summarised(w.final(o)))
}

func (w *writer) final(o *r4.Observation) *r4.Observation {
	o.Status = "final"
	if o.Subject.Reference == "" {
		o.Subject = w.her
	}
	return o
}

// now is the day of the case; "" when it has none.
func (w *writer) now() string { return w.c.AsOf.String() }
