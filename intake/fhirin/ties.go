package fhirin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
)

// ties are what one resource has to do with others: all that is needed to bring
// together what one reading looks at.
type ties struct {
	key string // by which others point at it

	// Whom it is about: a key, or only a name that some Patient may bear.
	// Neither for what is about nobody.
	person string
	named  bool

	names   []string // by which it can be meant from another document
	opens   []string // keys of resources about nobody that it cannot be read without
	kin     bool     // a RelatedPerson who stands for the partner
	mother  bool     // a RelatedPerson who stands for the mother
	partner []string // and the partner's names
	links   []string // of a Patient: the RelatedPersons who are the same human
	shared  []string // keys by which others may open it
}

// tie finds the ties of an entry. The records are those of its own document:
// references are followed there first.
func (x *records) tie(e *entry) ties {
	t := ties{key: e.key}
	switch r := e.Resource.(type) {
	case *r4.Patient:
		t.person, t.names = e.key, names(e)
		for _, l := range r.Link {
			t.links = append(t.links, x.target(l.Other, e))
		}
		return t
	case *r4.Other:
		t.names = names(e) // a device or a group, which can be a subject
		return t
	case *r4.Medication, *r4.Specimen:
		t.shared = []string{e.key}
		return t
	case *r4.Questionnaire:
		t.shared = []string{e.key, formKey(r.URL)}
		return t
	}
	key, _, personal := x.about(e)
	if !personal {
		return t
	}
	t.person = key
	t.named = strings.HasPrefix(key, byIdentifier) || strings.HasPrefix(key, "urn:") && x.byKey[key] == nil
	for _, ref := range opens(e.Resource) {
		if to := x.target(ref, e); to != "" && !strings.Contains(to, "#") {
			t.opens = append(t.opens, to)
		}
	}
	switch r := e.Resource.(type) {
	case *r4.Encounter:
		if key == nobody {
			t.shared = []string{e.key}
		}
	case *r4.QuestionnaireResponse:
		t.opens = append(t.opens, formKey(r.Questionnaire))
	case *r4.RelatedPerson:
		if slices.ContainsFunc(r.Relationship, canBePartner) {
			t.kin, t.partner = true, identifiers(r.Identifier)
		}
		t.mother = hasRole(r, mothers) || hasRole(r, anyMother)
	}
	return t
}

// canBePartner reports the code of a partner, or words that may say so: what they
// say is found out when the record is read.
func canBePartner(c r4.CodeableConcept) bool {
	return isPartner(c) || len(c.Coding) == 0 && c.Text != ""
}

// names are those by which other documents can mean somebody.
func names(e *entry) []string {
	all := identifiers(e.Resource.Common().Identifier)
	if strings.HasPrefix(e.FullURL, "urn:") {
		all = append(all, e.FullURL)
	}
	return all
}

func identifiers(list []r4.Identifier) (names []string) {
	for _, id := range list {
		if id.Value != "" {
			names = append(names, byIdentifier+id.System+"|"+id.Value)
		}
	}
	return names
}

// opens are the references of a resource that a reading follows to what may be
// about nobody: a medicine, a specimen, a visit without a subject. What is about
// the same person is always at hand, and what is about another is never opened.
func opens(r r4.Resource) []r4.Reference {
	switch r := r.(type) {
	case *r4.Condition:
		return []r4.Reference{r.Encounter}
	case *r4.Procedure:
		return []r4.Reference{r.Encounter}
	case *r4.Observation:
		return []r4.Reference{r.Specimen}
	case *r4.DiagnosticReport:
		return r.Specimen
	case *r4.MedicationAdministration:
		return []r4.Reference{r.Reference}
	case *r4.MedicationDispense:
		return []r4.Reference{r.Reference}
	case *r4.MedicationRequest:
		return []r4.Reference{r.Reference}
	case *r4.MedicationStatement:
		return []r4.Reference{r.Reference}
	case *r4.QuestionnaireResponse:
		return []r4.Reference{{Reference: r.Questionnaire}}
	}
	return nil
}

// formKey is the key by which filled forms mean an empty one, of any version.
func formKey(address string) string {
	address, _, _ = strings.Cut(address, "|")
	return "Questionnaire?url=" + address
}

// document files the items of one document, to follow references in it.
func document(items []Item) (*records, []*entry) {
	x := newRecords()
	entries := make([]*entry, len(items))
	for i := range items {
		e := &entry{Item: items[i], key: keyOf(items[i])}
		entries[i] = e
		x.byKey[e.key] = cmp.Or(x.byKey[e.key], e)
		if e.FullURL != "" {
			x.byURL[e.FullURL] = e.key
		}
	}
	return x, entries
}
