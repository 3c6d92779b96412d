// Package fhirout writes an assessment as one FHIR R4 Bundle of proposals.
//
// Rules of this place: nothing is ordered and nothing is diagnosed; whatever
// could be taken for that says draft, proposal, provisional or unconfirmed. What
// is not known is never written as a no. The record the assessment was made from
// is not copied and not changed: it is only pointed at. The same assessment gives
// the same bytes; the only day in it is that of the assessment.
package fhirout

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// Write writes the assessment as a Bundle of the type collection, on one line.
func Write(out io.Writer, a *assessment.Assessment) error {
	return write(out, newWriter(a).bundle())
}

// WriteTransaction is Write for a server: the same entries, each with a request to
// create it where it is not there yet. Sent twice, it stores nothing twice, and
// takes back nothing that somebody has decided since.
func WriteTransaction(out io.Writer, a *assessment.Assessment) error {
	b := newWriter(a).bundle()
	b.Type = "transaction"
	for i := range b.Entry {
		h := b.Entry[i].Resource.common()
		if h.Meta == nil {
			h.Meta = &meta{}
		}
		// A server gives ids of its own, and a Provenance has no identifier: what
		// was written is known again by this tag.
		h.Meta.Tag = append(h.Meta.Tag, coding{System: r4.ResourceSystem, Code: h.ID})
		b.Entry[i].Request = &request{Method: "POST", URL: h.ResourceType, IfNoneExist: "_tag=" + url.QueryEscape(r4.ResourceSystem+"|"+h.ID)}
	}
	return write(out, b)
}

func write(out io.Writer, made *bundle) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(made); err != nil {
		return fmt.Errorf("make the bundle: %w", err)
	}
	if _, err := out.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write the bundle: %w", err)
	}
	return nil
}

type bundle struct {
	ResourceType string      `json:"resourceType"`
	ID           string      `json:"id"`
	Identifier   *identifier `json:"identifier"`
	Type         string      `json:"type"`
	Entry        []entry     `json:"entry"`
}

type entry struct {
	FullURL  string   `json:"fullUrl"`
	Resource resource `json:"resource"`
	Request  *request `json:"request,omitempty"`
}

// request is what a server does with an entry of a transaction.
type request struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	IfNoneExist string `json:"ifNoneExist"`
}

// writer gathers the resources of one bundle, a kind a file.
type writer struct {
	a       *assessment.Assessment
	base    *knowledge.Base
	lang    string
	run     string              // the UUID of this assessment; those of what it concluded are made from it
	codes   map[string][]coding // that ask for a concept
	entries []entry

	patient, software, library reference
	observations               []reference          // definitions and criteria
	conditions                 map[string]reference // suggested, by cause
	supposed                   []reference          // those of them that were not excluded
	orders, referrals          []reference
	risks                      []reference
	trails                     []trail // what each resource rests on
}

// trail is a resource with the statements it was made from.
type trail struct {
	target     reference
	statements []assessment.StatementID
}

func newWriter(a *assessment.Assessment) *writer {
	return &writer{a: a, base: a.Base(), lang: a.Lang, run: runID(a), conditions: map[string]reference{}}
}

// bundle makes the resources in an order in which each points back, apart from
// the answer itself, which stands first and points at the plan.
func (w *writer) bundle() *bundle {
	w.writePatient()
	w.writeSoftware()
	w.writeLibrary()
	w.writeDefinitions()
	w.writeCriteria()
	w.writeConditions()
	w.writeRisks()
	w.writeImpression()
	w.writeOrders()
	w.writeReferrals()
	w.writePlan()
	w.writeDangers()
	w.writeCautions()
	w.writeGuidance()
	w.writeProvenance()
	return &bundle{ResourceType: "Bundle", ID: w.run, Identifier: w.runName(),
		Type: "collection", Entry: w.entries}
}

// add puts a resource into the bundle under a key that is its own among those
// of its type, and gives the reference to it.
func (w *writer) add(kind, key string, r resource, said narrative) reference {
	h := r.common()
	h.ResourceType, h.ID, h.Language = kind, w.id(kind, key), w.lang
	h.Text = said.text(w.lang)
	w.entries = append(w.entries, entry{FullURL: "urn:uuid:" + h.ID, Resource: r})
	return w.to(kind, key)
}

// to is the reference to a resource of this bundle, which may not be made yet.
func (w *writer) to(kind, key string) reference {
	return reference{Reference: "urn:uuid:" + w.id(kind, key), Type: kind}
}

// propose is add for what is Gravida's own conclusion: it is marked as such, so
// that nobody reads it back as a fact of the record, and keeps what it rests on.
func (w *writer) propose(kind, key string, r resource, said narrative, rests ...assessment.StatementID) reference {
	r.common().Meta = &meta{Tag: []coding{{System: r4.OriginSystem, Code: r4.Proposal}, w.tag()}}
	to := w.add(kind, key, r, said)
	w.trails = append(w.trails, trail{to, rests})
	return to
}

// tag marks what belongs to this assessment, so that all of it can be found, and
// taken back.
func (w *writer) tag() coding { return coding{System: r4.RunSystem, Code: w.run} }

// runName is this assessment as an identifier.
func (w *writer) runName() *identifier {
	return &identifier{System: r4.RunSystem, Value: "urn:uuid:" + w.run}
}

// day is the day of the assessment, the only one there is.
func (w *writer) day() string { return w.a.AsOf }
