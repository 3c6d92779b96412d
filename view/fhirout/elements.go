package fhirout

import (
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/r4"
)

// The data types of FHIR R4, as far as they are written.

// head is what every resource begins with.
type head struct {
	ResourceType string `json:"resourceType"`
	ID           string `json:"id"`
	Meta         *meta  `json:"meta,omitempty"`
	Language     string `json:"language,omitempty"`
	Text         *text  `json:"text,omitempty"`
}

func (h *head) common() *head { return h }

type resource interface{ common() *head }

type meta struct {
	Tag []coding `json:"tag,omitempty"`
}

type text struct {
	Status string `json:"status"`
	Div    string `json:"div"`
}

type identifier struct {
	System string `json:"system,omitempty"`
	Value  string `json:"value"`
}

type coding struct {
	System  string `json:"system"`
	Code    string `json:"code"`
	Display string `json:"display,omitempty"`
}

type concept struct {
	Coding []coding `json:"coding,omitempty"`
	Text   string   `json:"text,omitempty"`
}

type reference struct {
	Reference  string      `json:"reference,omitempty"`
	Type       string      `json:"type,omitempty"`
	Identifier *identifier `json:"identifier,omitempty"`
	Display    string      `json:"display,omitempty"`
}

type annotation struct {
	Text string `json:"text"`
}

type period struct {
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

type quantity struct {
	Value  float64 `json:"value"`
	Unit   string  `json:"unit,omitempty"`
	System string  `json:"system,omitempty"`
	Code   string  `json:"code,omitempty"`
}

type spread struct {
	Low  *quantity `json:"low,omitempty"`
	High *quantity `json:"high,omitempty"`
}

type relatedArtifact struct {
	Type     string `json:"type"`
	Label    string `json:"label,omitempty"`
	Display  string `json:"display,omitempty"`
	Citation string `json:"citation,omitempty"`
	URL      string `json:"url,omitempty"`
}

type extension struct {
	URL                  string           `json:"url"`
	ValueRange           *spread          `json:"valueRange,omitempty"`
	ValueRelatedArtifact *relatedArtifact `json:"valueRelatedArtifact,omitempty"`
}

// coded is a concept with one code of a system of HL7's own.
func coded(system, code string) *concept {
	return &concept{Coding: []coding{{System: "http://terminology.hl7.org/CodeSystem/" + system, Code: code}}}
}

// ours is a coding by one of Gravida's own ids.
func ours(kind, id string) coding { return coding{System: r4.OwnSystem + kind, Code: id} }

// statements are the ids by which a resource is explained. They count through one
// assessment, so that assessment is part of their system.
func (w *writer) statements(ids ...assessment.StatementID) (out []identifier) {
	for i, id := range ids {
		if id != "" && !contains(ids[:i], id) {
			out = append(out, identifier{System: r4.StatementSystem + ":" + w.run, Value: string(id)})
		}
	}
	return out
}

func contains(ids []assessment.StatementID, id assessment.StatementID) bool {
	for _, other := range ids {
		if other == id {
			return true
		}
	}
	return false
}
