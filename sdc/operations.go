package sdc

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/intake/form"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/casefhir"
)

// SDC's operations $extract and $populate. Each takes Parameters or what it is about
// itself, and answers with Parameters.

type parameter struct {
	Name     string          `json:"name"`
	Resource json.RawMessage `json:"resource,omitempty"`
}

// Extract gives what a filled form says as FHIR resources: Parameters with a Bundle of the
// type transaction as "return", and what could not be used of the form as "issues".
func (f *Forms) Extract(ctx context.Context, body []byte, lang string) ([]byte, error) {
	response, err := unwrapped(body)
	if err != nil {
		return nil, err
	}
	r, err := form.Decode(response)
	if err != nil {
		return nil, Refused{{Code: "structure", Says: err.Error()}}
	}
	if r.Form == "" {
		return nil, Refused{{Code: "not-supported", Says: "the questionnaire is none of Gravida's; accepted: " + form.Case + ", " + form.Interview, Path: "QuestionnaireResponse.questionnaire"}}
	}
	if long, is := tooLong("", r); is {
		return nil, Refused{{Code: "too-long", Says: long.Error(), Path: "QuestionnaireResponse"}}
	}
	if lang == "" {
		lang = spoken(r.Language)
	}
	cases, err := f.cases(ctx, "QuestionnaireResponse", response)
	if err != nil {
		return nil, err
	}
	c := cases[0]
	bundle := casefhir.Bundle(c, f.base, casefhir.Options{Lang: lang})
	bundle.Type = "transaction"
	for i := range bundle.Entry {
		e := &bundle.Entry[i]
		e.Request.Method, e.Request.URL = "POST", r4.TypeOf(e.Resource)
	}
	var flaws []Flaw
	for _, issue := range c.Issues {
		says := issue.En
		if lang == chinese {
			says = issue.Zh
		}
		flaws = append(flaws, Flaw{Code: "incomplete", Says: says, Detail: issue.Source.At})
	}
	return operated("return", r4.EncodeJSON(bundle), flaws), nil
}

// PopulateFrom fills the long form in from a record: Parameters with the response, and what
// the form does not hold of the record as "issues". A record is a case file, a Bundle or a
// resource, or what the "context" of the Parameters contains.
func (f *Forms) PopulateFrom(ctx context.Context, body []byte, lang string) ([]byte, error) {
	record, subject, err := recordOf(body)
	if err != nil {
		return nil, err
	}
	cases, err := f.cases(ctx, "record", record)
	if err != nil {
		return nil, err
	}
	c := cases[0]
	if len(cases) > 1 {
		c = nil
		for _, one := range cases {
			if one.ID == subject {
				c = one
			}
		}
		if c == nil {
			return nil, Refused{{Code: "multiple-matches", Says: fmt.Sprintf("a record of %d women; accepted: of one, or of the one whom the subject names", len(cases))}}
		}
	}
	if lang == "" {
		lang = english
	}
	response, leftOut, err := f.Populate(c, lang)
	if err != nil {
		return nil, Refused{{Code: "processing", Says: err.Error()}}
	}
	var flaws []Flaw
	for _, what := range leftOut {
		flaws = append(flaws, Flaw{Code: "incomplete", Says: what})
	}
	return operated("response", response, flaws), nil
}

// cases reads a document: one case, or several where it is about several women.
func (f *Forms) cases(ctx context.Context, name string, data []byte) (list []*patient.Case, err error) {
	reader := intake.Reader{Knowledge: f.base, Interview: f.Case, Memory: 1 << 30, MostPlain: 64 << 20}
	var wrong Refused
	for c, err := range reader.Read(ctx, name, bytes.NewReader(data)) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			wrong = append(wrong, Flaw{Code: "processing", Says: err.Error()})
		} else {
			list = append(list, c)
		}
	}
	if len(wrong) > 0 || len(list) == 0 {
		return nil, append(wrong, Flaw{Code: "processing", Says: "nothing here can be read as one woman's record"})[:max(1, len(wrong))]
	}
	return list, nil
}

// recordOf is the document from which the form is filled in, and the id of whom it is
// about, if that is said.
func recordOf(body []byte) (record []byte, subject string, err error) {
	var head struct {
		ResourceType string `json:"resourceType"`
		Parameter    []struct {
			Name      string `json:"name"`
			Canonical string `json:"valueCanonical"`
			URI       string `json:"valueUri"`
			Reference struct {
				Reference string `json:"reference"`
			} `json:"valueReference"`
			Part []parameter `json:"part"`
		} `json:"parameter"`
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return nil, "", Unreadable{err}
	}
	if head.ResourceType != "Parameters" {
		return body, "", nil
	}
	var entries []json.RawMessage
	for n, p := range head.Parameter {
		switch p.Name {
		case "canonical":
			if url, _, _ := strings.Cut(p.Canonical+p.URI, "|"); url != form.Case {
				return nil, "", Refused{{Code: "not-supported", Says: "only the long form can be filled in; accepted: " + form.Case, Path: fmt.Sprintf("Parameters.parameter[%d]", n)}}
			}
		case "subject":
			subject = strings.TrimPrefix(p.Reference.Reference, "Patient/")
		case "context":
			for _, part := range p.Part {
				entries = append(entries, entriesOf(part.Resource)...)
			}
		}
	}
	if len(entries) == 0 {
		return nil, "", Refused{{Code: "required", Says: "Parameters without a context; accepted: a context whose content is a Bundle or a resource", Path: "Parameters.parameter"}}
	}
	return marshal(map[string]any{"resourceType": "Bundle", "type": "collection", "entry": entries}), subject, nil
}

// entriesOf are the entries of a Bundle, or the one of another resource.
func entriesOf(resource json.RawMessage) []json.RawMessage {
	if len(resource) == 0 {
		return nil
	}
	var bundle struct {
		ResourceType string            `json:"resourceType"`
		Entry        []json.RawMessage `json:"entry"`
	}
	if json.Unmarshal(resource, &bundle) == nil && bundle.ResourceType == "Bundle" {
		return bundle.Entry
	}
	return []json.RawMessage{marshal(map[string]json.RawMessage{"resource": resource})}
}

// operated is the answer of an operation.
func operated(name string, resource []byte, flaws []Flaw) []byte {
	list := []parameter{{Name: name, Resource: resource}}
	if len(flaws) > 0 {
		list = append(list, parameter{Name: "issues", Resource: outcome("warning", flaws)})
	}
	return marshal(map[string]any{"resourceType": "Parameters", "parameter": list})
}
