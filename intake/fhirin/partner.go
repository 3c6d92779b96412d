package fhirin

import (
	"slices"

	"github.com/gravida-health/gravida/internal/r4"

	"github.com/gravida-health/gravida/patient"
)

// Relationships that make somebody a partner (HL7 RoleCode).
var partnerRoles = []string{"SPS", "HUSB", "DOMPART", "SIGOTHR", "FTH", "FTHFOST", "PRN"}

// partner takes results from the partner's own record, where a link says who
// he is. A fact never moves between people by sex or code alone.
func (r *reading) partner() {
	if r.isMan() {
		return
	}
	him := r.partnerOf()
	if him == nil {
		return
	}
	if him.resource != nil {
		r.c.Partner.Label = patient.Know(him.id, him.source())
	}
	other := &reading{records: r.records, person: him, knowledge: r.knowledge, terms: r.terms, words: r.words, c: &patient.Case{}}
	other.clean()
	g := &gathered{}
	for _, e := range other.entries {
		if o, ok := e.Resource.(*r4.Observation); ok {
			other.geneticTraces(g, e, o, observationTime(o), nil)
			other.observation(e, o)
		}
	}
	other.sortObservations()
	for _, o := range other.c.Observations {
		if o.Test == "parental-karyotype-male" {
			r.c.Partner.Karyotype = patient.Know(o.Result, o.Source)
		}
		if o.Test == "sperm-dna-fragmentation" && o.HasNumber {
			r.c.Partner.SpermDNAFragmentationPct = patient.Know(o.Number, o.Source)
		}
	}
}

// partnerOf finds the partner's own Patient: by the identifier of a related
// person, or by a link of that Patient to it.
func (r *reading) partnerOf() *person {
	for _, e := range r.entries {
		rp, ok := e.Resource.(*r4.RelatedPerson)
		if !ok || !slices.ContainsFunc(rp.Relationship, isPartner) {
			continue
		}
		for _, id := range rp.Identifier {
			if key := r.byPatient[id.System+"|"+id.Value]; key != "" && key != r.person.key {
				return r.persons[key]
			}
		}
		for _, key := range sortedKeys(r.persons) {
			p := r.persons[key]
			if p.resource == nil || key == r.person.key {
				continue
			}
			for _, link := range p.resource.Link {
				if r.target(link.Other, p.entry) == e.key {
					return p
				}
			}
		}
	}
	return nil
}

func isPartner(c r4.CodeableConcept) bool {
	for _, role := range partnerRoles {
		if hasCode(c, role) {
			return true
		}
	}
	return false
}
