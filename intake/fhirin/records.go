package fhirin

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// entry is one resource under the key by which others point at it.
type entry struct {
	Item
	key     string // "Condition/17"
	subject string // key of the person it is about; empty when it says nobody
	within  *entry // the resource that contains it
	rivals  bool   // another version says something else, and neither is newer
	births  bool   // and gives another date of birth
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
	shared   bool     // another person bears the same key
	strays   int      // what is about one of the two, and does not say which
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

// records are the resources one reading can look at: those about one person,
// those about nobody that hers point at, and those of her partner.
type records struct {
	byKey     map[string]*entry
	byURL     map[string]string // fullUrl to key
	byPatient map[string]string // identifier of a Patient to its key; "" when two share it
	persons   map[string]*person
	forms     FormReader // nil where filled forms of our own are read as any other's
}

// nobody is the key of the person whom resources without a subject are about.
const nobody = r4.Nobody

func newRecords() *records {
	return &records{byKey: map[string]*entry{}, byURL: map[string]string{}, byPatient: map[string]string{}, persons: map[string]*person{}}
}

func index(items []Item) *records {
	x := newRecords()
	for i := range items {
		e := &entry{Item: items[i], key: keyOf(items[i])}
		x.take(e)
		for _, inner := range contained(e) {
			x.take(inner)
		}
	}
	keys := sortedKeys(x.byKey)
	for _, key := range keys {
		if p, ok := x.byKey[key].Resource.(*r4.Patient); ok {
			x.identify(p, key)
		}
	}
	for _, key := range keys {
		x.assign(x.byKey[key])
	}
	return x
}

// contained gives the results inside a report or a panel: they stand nowhere
// else, and what is not said of them is said of the whole.
func contained(e *entry) (out []*entry) {
	switch e.Resource.(type) {
	case *r4.DiagnosticReport, *r4.Observation:
	default:
		return nil
	}
	for _, c := range e.Resource.Common().Contained {
		if o, ok := c.(*r4.Observation); ok && o.ID != "" {
			out = append(out, &entry{Item: Item{Resource: o, File: e.File, Entry: e.Entry, partial: e.partial}, key: e.key + "#" + o.ID, within: e})
		}
	}
	return out
}

// take files an entry. Of two resources with one key the newer is kept, and the
// same one whichever came first.
func (x *records) take(e *entry) {
	if e.FullURL != "" {
		x.byURL[e.FullURL] = e.key
	}
	old := x.byKey[e.key]
	if old == nil {
		x.byKey[e.key] = e
		return
	}
	better, worse := old, e
	order, same := compare(old, e)
	if order > 0 {
		better, worse = e, old
	}
	if same {
		better.rivals = better.rivals || worse.rivals || text(better.Resource) != text(worse.Resource)
		better.births = better.births || worse.births || birthDate(better) != birthDate(worse)
	}
	x.byKey[e.key] = better
}

// compare is negative when a is to be kept: it is newer, or neither is, as same
// reports, and then any order will do that is always the same.
func compare(a, b *entry) (order int, same bool) {
	if newer := updated(b.Resource).Compare(updated(a.Resource)); newer != 0 {
		return newer, false
	}
	return cmp.Or(cmp.Compare(text(a.Resource), text(b.Resource)), cmp.Compare(a.File, b.File)), true
}

// updated is when this version of a resource was written; the beginning of time
// when it does not say.
func updated(r r4.Resource) time.Time {
	t, _ := time.Parse(time.RFC3339, r.Common().Meta.LastUpdated)
	return t
}

func birthDate(e *entry) string {
	if p, ok := e.Resource.(*r4.Patient); ok {
		return p.BirthDate
	}
	return ""
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

// identify notes the identifiers of a Patient. One that two share tells nobody.
func (x *records) identify(p *r4.Patient, key string) {
	for _, id := range p.Identifier {
		name := id.System + "|" + id.Value
		if other, taken := x.byPatient[name]; taken && other != key {
			key = ""
		}
		x.byPatient[name] = key
	}
}

// assign gives an entry to the person it is about.
func (x *records) assign(e *entry) {
	if p, ok := e.Resource.(*r4.Patient); ok {
		her := x.person(e.key)
		her.resource, her.entry = p, e
		return
	}
	key, inside, ok := x.about(e)
	if !ok {
		return
	}
	e.subject = key
	her := x.person(key)
	if her.resource == nil && inside != nil {
		her.resource, her.entry = inside, e
	}
	her.entries = append(her.entries, e)
}

// about is the key of the person an entry is about. A Patient inside the entry
// is known by her identifier, and without one is nobody else: the ids of what
// resources contain, such as #patient, are the same everywhere.
func (x *records) about(e *entry) (key string, inside *r4.Patient, personal bool) {
	ref, personal := subjectOf(e.Resource)
	if !personal {
		return "", nil, false
	}
	from := e
	if e.within != nil && ref.Reference == "" && ref.Identifier == nil {
		ref, _ = subjectOf(e.within.Resource)
		from = e.within
	}
	if p, ok := x.find(ref, from).(*r4.Patient); ok && strings.HasPrefix(ref.Reference, "#") {
		for i := range p.Identifier {
			if key := x.target(r4.Reference{Identifier: &p.Identifier[i]}, from); key != "" {
				return key, p, true
			}
		}
		return e.key + ref.Reference, p, true
	}
	key = cmp.Or(x.target(ref, from), nobody)
	return key, nil, x.personal(key)
}

// personal reports whether a subject is a person, and not a group, a device or
// a place. One that is not among the resources is, unless its type says no.
func (x *records) personal(key string) bool {
	if e := x.byKey[key]; e != nil {
		_, ok := e.Resource.(*r4.Patient)
		return ok
	}
	if strings.Contains(key, "?") {
		return strings.HasPrefix(key, byIdentifier)
	}
	kind, _, typed := strings.Cut(key, "/")
	return !typed || kind == "Patient" || kind == ""
}

func (x *records) person(key string) *person {
	p := x.persons[key]
	if p == nil {
		p = &person{key: key, id: idOf(key)}
		x.persons[key] = p
	}
	return p
}

// idOf is what a case calls the person of a key.
func idOf(key string) string {
	if name, ok := strings.CutPrefix(key, byIdentifier); ok {
		_, value, _ := strings.Cut(name, "|")
		return value
	}
	return strings.TrimPrefix(strings.TrimPrefix(key, "Patient/"), "urn:uuid:")
}

// byIdentifier begins the key of a person of whom only an identifier is known.
const byIdentifier = "Patient?identifier="

// logical is the key a reference by identifier stands for, as an identifier or
// as a search; empty for any other reference.
func logical(ref r4.Reference) string {
	if ref.Reference == "" {
		if id := ref.Identifier; id != nil && id.Value != "" {
			return byIdentifier + id.System + "|" + id.Value
		}
		return ""
	}
	search, ok := strings.CutPrefix(ref.Reference, byIdentifier)
	if name, err := url.QueryUnescape(search); ok && err == nil && strings.Contains(name, "|") {
		return byIdentifier + name
	}
	return ""
}

// target finds the key of what a reference points at; for something that is
// not among the resources, the key it would have.
func (x *records) target(ref r4.Reference, from *entry) string {
	if name := logical(ref); name != "" {
		return cmp.Or(x.byPatient[strings.TrimPrefix(name, byIdentifier)], name)
	}
	to := strings.TrimSpace(ref.Reference)
	if to == "" || strings.Contains(to, "?") {
		return to
	}
	if strings.HasPrefix(to, "#") {
		return from.outermost().key + to
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
		for _, c := range from.outermost().Resource.Common().Contained {
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

// outermost is the resource that contains this one, or this one.
func (e *entry) outermost() *entry {
	if e.within != nil {
		return e.within
	}
	return e
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
	case *r4.FamilyMemberHistory:
		return r.Patient, true
	case *r4.MedicationAdministration:
		return r.Subject, true
	case *r4.MedicationDispense:
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
