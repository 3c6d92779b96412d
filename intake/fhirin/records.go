package fhirin

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// entry is one resource under the key by which others point at it.
type entry struct {
	Item
	key     string // "Condition/17"
	subject string // key of the person it is about; empty when it says nobody
}

// source is where a fact read from this resource stands.
func (e *entry) source() patient.Source { return patient.Source{Document: e.key, At: e.File} }

// person is somebody the resources are about.
type person struct {
	id       string
	key      string
	resource *r4.Patient // nil when only others mention her
	entry    *entry
	entries  []*entry // about her, in order of key
}

func (p *person) source() patient.Source {
	if p.entry != nil {
		return p.entry.source()
	}
	if len(p.entries) > 0 {
		return patient.Source{Document: p.key, At: p.entries[0].File}
	}
	return patient.Source{Document: p.key}
}

// records are all resources of the documents that belong together.
type records struct {
	byKey     map[string]*entry
	byURL     map[string]string // fullUrl to key
	byPatient map[string]string // identifier of a Patient to its key
	persons   map[string]*person
}

// nobody is the key of the person whom resources without a subject are about.
const nobody = "Patient/unknown"

func index(items []Item) *records {
	x := &records{map[string]*entry{}, map[string]string{}, map[string]string{}, map[string]*person{}}
	for i := range items {
		x.take(&entry{Item: items[i], key: keyOf(items[i])})
	}
	keys := make([]string, 0, len(x.byKey))
	for key, e := range x.byKey {
		keys = append(keys, key)
		if p, ok := e.Resource.(*r4.Patient); ok {
			for _, id := range p.Identifier {
				x.byPatient[id.System+"|"+id.Value] = key
			}
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		x.assign(x.byKey[key])
	}
	return x
}

// take files an entry. Of two resources with one key the same one is kept,
// whichever came first.
func (x *records) take(e *entry) {
	if e.FullURL != "" {
		x.byURL[e.FullURL] = e.key
	}
	if old := x.byKey[e.key]; old == nil || cmp.Or(cmp.Compare(text(old.Resource), text(e.Resource)), cmp.Compare(old.File, e.File)) > 0 {
		x.byKey[e.key] = e
	}
}

func text(r r4.Resource) string {
	b, _ := json.Marshal(r, json.Deterministic(true))
	return string(b)
}

func keyOf(it Item) string {
	kind := r4.TypeOf(it.Resource)
	switch id := it.Resource.Common().ID; {
	case id != "":
		return kind + "/" + id
	case it.FullURL != "":
		return it.FullURL
	}
	return fmt.Sprintf("%s in entry %d of %s", kind, it.Entry, it.File)
}

// assign gives an entry to the person it is about.
func (x *records) assign(e *entry) {
	if p, ok := e.Resource.(*r4.Patient); ok {
		her := x.person(e.key)
		her.resource, her.entry = p, e
		return
	}
	ref, personal := subjectOf(e.Resource)
	if !personal {
		return
	}
	if p, ok := x.find(ref, e).(*r4.Patient); ok && strings.HasPrefix(ref.Reference, "#") {
		// A patient inside the resource that is about her.
		her := x.person("Patient/" + cmp.Or(p.ID, e.key))
		if her.resource == nil {
			her.resource, her.entry = p, e
		}
		her.entries = append(her.entries, e)
		return
	}
	e.subject = cmp.Or(x.target(ref, e), nobody)
	if !x.personal(e.subject) {
		return
	}
	her := x.person(e.subject)
	her.entries = append(her.entries, e)
}

// personal reports whether a subject is a person, and not a group, a device or
// a place. One that is not among the resources is, unless its type says no.
func (x *records) personal(key string) bool {
	if e := x.byKey[key]; e != nil {
		_, ok := e.Resource.(*r4.Patient)
		return ok
	}
	kind, _, typed := strings.Cut(key, "/")
	return !typed || kind == "Patient" || kind == ""
}

func (x *records) person(key string) *person {
	p := x.persons[key]
	if p == nil {
		p = &person{key: key, id: strings.TrimPrefix(strings.TrimPrefix(key, "Patient/"), "urn:uuid:")}
		x.persons[key] = p
	}
	return p
}

// people lists whom a case is made of: every Patient, and every subject.
func (x *records) people() []*person {
	var all []*person
	for _, p := range x.persons {
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *person) int { return cmp.Compare(a.key, b.key) })
	return all
}

// target finds the key of what a reference points at; for something that is
// not among the resources, the key it would have.
func (x *records) target(ref r4.Reference, from *entry) string {
	to := strings.TrimSpace(ref.Reference)
	if to == "" {
		if ref.Identifier != nil {
			if key := x.byPatient[ref.Identifier.System+"|"+ref.Identifier.Value]; key != "" || ref.Identifier.Value == "" {
				return key
			}
			return "Patient/" + ref.Identifier.Value
		}
		return ""
	}
	if strings.HasPrefix(to, "#") {
		return from.key + to
	}
	to, _, _ = strings.Cut(to, "/_history/")
	if key, ok := x.byURL[to]; ok {
		return key
	}
	// A relative reference counts from the base of the entry that holds it.
	if base, ok := strings.CutSuffix(from.FullURL, "/"+from.key); ok {
		if key, ok := x.byURL[base+"/"+to]; ok {
			return key
		}
	}
	if parts := strings.Split(to, "/"); len(parts) >= 2 && strings.Contains(to, "://") {
		return strings.Join(parts[len(parts)-2:], "/")
	}
	return to
}

// find gives the resource a reference points at, also inside the one that
// points; nil when it is not there.
func (x *records) find(ref r4.Reference, from *entry) r4.Resource {
	if id, ok := strings.CutPrefix(ref.Reference, "#"); ok {
		for _, c := range from.Resource.Common().Contained {
			if c != nil && c.Common().ID == id {
				return c
			}
		}
		return nil
	}
	if e := x.byKey[x.target(ref, from)]; e != nil {
		return e.Resource
	}
	return nil
}

// subjectOf says whom a resource is about; personal is false for resources
// that are about nobody.
func subjectOf(r r4.Resource) (ref r4.Reference, personal bool) {
	switch r := r.(type) {
	case *r4.AllergyIntolerance:
		return r.Patient, true
	case *r4.Composition:
		return r.Subject, true
	case *r4.Condition:
		return r.Subject, true
	case *r4.DiagnosticReport:
		return r.Subject, true
	case *r4.DocumentReference:
		return r.Subject, true
	case *r4.Encounter:
		return r.Subject, true
	case *r4.EpisodeOfCare:
		return r.Patient, true
	case *r4.MedicationAdministration:
		return r.Subject, true
	case *r4.MedicationRequest:
		return r.Subject, true
	case *r4.MedicationStatement:
		return r.Subject, true
	case *r4.Observation:
		return r.Subject, true
	case *r4.Procedure:
		return r.Subject, true
	case *r4.QuestionnaireResponse:
		return r.Subject, true
	case *r4.RelatedPerson:
		return r.Patient, true
	}
	return r4.Reference{}, false
}
