// Package knowledgefhir writes the knowledge as FHIR R4 resources, so that other
// systems can browse it: a Library and a PlanDefinition for each guideline, an
// ActivityDefinition for what is advised, CodeSystems for our ids, ValueSets for
// the codes we read, and a Questionnaire for what a case can hold.
//
// Rules of this place: what a guideline advises against, or keeps for studies, is
// text and never something that can be ordered. Every sentence stands in English
// with its Chinese beside it. The same knowledge gives the same bytes; there is no
// clock. SNOMED CT stands in resources of its own, so that whoever has no licence
// can leave them out and nothing points at what is gone.
package knowledgefhir

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/gravida-health/gravida/knowledge"
)

// Resource is one FHIR resource.
type Resource struct {
	Type, ID string
	// Canonical is its address, without the version.
	Canonical string
	// Licensed marks a resource that holds codes of SNOMED CT.
	Licensed bool

	body any
}

// JSON is the resource as a file holds it.
func (r Resource) JSON() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(r.body); err != nil {
		return nil, fmt.Errorf("write %s/%s as JSON: %w", r.Type, r.ID, err)
	}
	return b.Bytes(), nil
}

// File is the name under which the resource is saved.
func (r Resource) File() string { return r.Type + "-" + r.ID + ".json" }

// Resources gives all of them, in order of type and id.
func Resources(base *knowledge.Base) []Resource {
	w := &writer{base: base, orders: orders(base)}
	w.writeCodeSystems()
	w.writeValueSets()
	w.writeConceptMaps()
	w.writeActivities()
	w.writePlans()
	w.writeSources()
	w.writeEvidence()
	w.writeModels()
	w.writeCriteria()
	w.writeQuestionnaire()
	w.writeInterview()
	w.writeWhole() // last: it names all the others
	return sorted(w.out)
}

// sorted puts resources in order of type and id.
func sorted(list []Resource) []Resource {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Resource) int { return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID)) })
	return list
}

// writer gathers the resources, a kind a file.
type writer struct {
	base   *knowledge.Base
	orders map[string]bool // what has an ActivityDefinition, by kind and id
	values map[string]bool // the addresses of the value sets without SNOMED CT
	plans  map[string][]string
	out    []Resource
}

// add keeps a resource under its address.
func (w *writer) add(kind string, m *metadata, body any) {
	m.ResourceType, m.Language, m.Version, m.Publisher = kind, "en", w.base.Version, publisher
	m.Status, m.Date = "active", w.month()
	w.out = append(w.out, Resource{Type: kind, ID: m.ID, Canonical: m.URL, body: body})
}
