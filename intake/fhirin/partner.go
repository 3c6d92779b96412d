package fhirin

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Relationships that make somebody a partner (HL7 RoleCode). "Father" and
// "parent" say whose child somebody is: on a woman's record that is her own
// father, or somebody meant the child's. Nobody is taken for a partner by that.
var (
	partnerRoles = []string{"SPS", "HUSB", "WIFE", "DOMPART", "SIGOTHR"}
	formerRoles  = []string{"FMRSPS"}
	parentRoles  = []string{"FTH", "NFTH", "PRN", "NPRN"}
)

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
	r.partnerResults(other.c.Observations)
}

// partnerResults takes over what bears on the couple. A karyotype does not
// change: two that differ cannot both be his. Of the rest the newest counts.
func (r *reading) partnerResults(results []patient.Observation) {
	clash := false
	newest := 0
	for _, o := range results {
		switch {
		case o.Test == "parental-karyotype-male":
			clash = clash || r.c.Partner.Karyotype.Known && r.c.Partner.Karyotype.Value != o.Result
			r.c.Partner.Karyotype = patient.Know(o.Result, o.Source)
		case o.Test == "sperm-dna-fragmentation" && o.HasNumber:
			day := 0
			if o.Date.Known() {
				day = o.Date.Latest()
			}
			if !r.c.Partner.SpermDNAFragmentationPct.Known || day > newest {
				newest, r.c.Partner.SpermDNAFragmentationPct = day, patient.Know(o.Number, o.Source)
			}
		}
	}
	if clash {
		r.issue(r.c.Partner.Karyotype.Source, "The partner's record holds karyotypes that differ; none was used.", "配偶病历中的染色体核型结果不一致；均未采用。")
		r.c.Partner.Karyotype = patient.Fact[string]{}
	}
}

// partnerOf finds the partner's own Patient: by the identifier of a related
// person, or by a link of that Patient to it. Of two present partners none is
// taken.
func (r *reading) partnerOf() *person {
	var found []*person
	for _, e := range r.entries {
		rp, ok := e.Resource.(*r4.RelatedPerson)
		if !ok {
			continue
		}
		is, parent := r.relation(rp)
		if parent {
			r.issuef(e.source(), "%s is named as a father or parent, without saying whose; nothing was taken from his record.", "%s标为父亲或父母，未说明是谁的；未采用其病历内容。", e.key)
		}
		if !is || r.over(rp) {
			continue
		}
		for _, p := range r.patientsOf(e, rp) {
			if !slices.Contains(found, p) {
				found = append(found, p)
			}
		}
	}
	if len(found) > 1 {
		r.issuef(r.person.source(), "The record names %d present partners; nothing was taken from their records. Who is the partner?", "病历中有%d位现任配偶；未采用其病历内容。现任配偶是谁？", len(found))
		return nil
	}
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// patientsOf lists the records that a related person is surely the owner of.
func (r *reading) patientsOf(e *entry, rp *r4.RelatedPerson) (out []*person) {
	for _, id := range rp.Identifier {
		if key := r.byPatient[id.System+"|"+id.Value]; id.Value != "" && key != "" && key != r.person.key {
			out = append(out, r.persons[key])
		}
	}
	for _, key := range sortedKeys(r.persons) {
		p := r.persons[key]
		if p.resource == nil || key == r.person.key {
			continue
		}
		for _, link := range p.resource.Link {
			if r.target(link.Other, p.entry) == e.key {
				out = append(out, p)
			}
		}
	}
	return out
}

// over reports a relationship that has ended.
func (r *reading) over(rp *r4.RelatedPerson) bool {
	end := firstDate(rp.Period.End)
	return rp.Active != nil && !*rp.Active || end.Known() && r.newest > 0 && end.Latest() < r.newest
}

// relation reports a partner by code, or by the one word that is all of the
// text; and a parent, who is none.
func (r *reading) relation(rp *r4.RelatedPerson) (partner, parent bool) {
	for _, c := range rp.Relationship {
		has := func(roles []string) bool {
			return slices.ContainsFunc(roles, func(role string) bool { return hasCode(c, role) })
		}
		if has(formerRoles) {
			return false, false
		}
		word := r.terms.Asks(strings.TrimSpace(c.Text))
		partner = partner || isPartner(c) || len(c.Coding) == 0 && word == knowledge.AsksPartner
		parent = parent || has(parentRoles)
	}
	return partner, parent && !partner
}

// isPartner reports the code of a partner.
func isPartner(c r4.CodeableConcept) bool {
	return slices.ContainsFunc(partnerRoles, func(role string) bool { return hasCode(c, role) })
}
