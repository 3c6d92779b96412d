// Package fhirin reads the cases of women out of FHIR R4 resources: which code
// means what, and which of the many traces of one pregnancy are one pregnancy.
package fhirin

import (
	"context"
	"math"
	"slices"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Item is one resource with the place it was found.
type Item struct {
	Resource r4.Resource
	FullURL  string // of its entry in a bundle
	File     string // the document that holds it
	Entry    int    // its place in that document, counted from 0
	partial  bool   // the document is one page of several, or not all of it was read
	Flaws    []r4.Flaw
}

// Read makes one case for every Patient among the resources, ordered by id,
// and one for every subject whose Patient is not among them. The order of the
// resources does not matter. Nothing in a record is an error: what cannot be
// trusted is left unknown and becomes an issue of the case. AsOf is left for
// the caller to set.
func Read(items []Item, k *knowledge.Base) []*patient.Case {
	c := NewCollection(k, math.MaxInt)
	for len(items) > 0 {
		n := 1
		for n < len(items) && items[n].File == items[0].File {
			n++
		}
		c.Add(0, items[:n]...)
		items = items[n:]
	}
	var cases []*patient.Case
	for one := range c.Cases(context.Background()) { // no error: all is in memory
		cases = append(cases, one)
	}
	return cases
}

// read makes the case of one person.
func (x *records) read(p *person, k *knowledge.Base) *patient.Case {
	r := &reading{records: x, person: p, knowledge: k, terms: k.Terminology, words: wordsOf(k)}
	r.c = &patient.Case{ID: p.id, Source: p.source(), Reading: &patient.Reading{}}
	r.demographics()
	r.clean()
	r.takeOwn()
	r.takeForm()
	r.facts()
	r.pregnancies()
	r.keepOwn()
	r.ruledOut()
	r.partner()
	r.partnerOfCase()
	r.formAlone()
	r.closingIssues()
	return r.c
}

// flatten takes bundles apart. What a search could not deliver is no part of
// the record, and what a transaction deletes is told to gone.
func flatten(items []Item, gone func(url, when string)) []Item {
	var out []Item
	for _, it := range items {
		b, ok := it.Resource.(*r4.Bundle)
		if !ok {
			if it.Resource != nil {
				out = append(out, it)
			}
			continue
		}
		var inside []Item
		paged := slices.ContainsFunc(b.Link, func(l r4.Link) bool { return l.Relation == "next" })
		for i, e := range b.Entry {
			if e.Request.Method == "DELETE" {
				gone(e.Request.URL, b.Meta.LastUpdated)
				continue
			}
			if e.Resource == nil || e.Search.Mode == "outcome" {
				continue
			}
			inside = append(inside, Item{Resource: e.Resource, FullURL: e.FullURL, File: it.File, Entry: i, Flaws: flawsOf(it.Flaws, i), partial: it.partial || paged})
		}
		out = append(out, flatten(inside, gone)...)
	}
	return out
}
