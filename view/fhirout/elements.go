package fhirout

import (
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/element"
	"github.com/gravida-health/gravida/internal/r4"
)

// The data types of FHIR R4: those that others write too, under the short names of this
// package, and those that only proposals have.
type (
	coding          = element.Coding
	concept         = element.Concept
	identifier      = element.Identifier
	period          = element.Period
	relatedArtifact = element.RelatedArtifact
)

// head is what every resource begins with.
type head struct {
	ResourceType string             `json:"resourceType"`
	ID           string             `json:"id"`
	Meta         *meta              `json:"meta,omitempty"`
	Language     string             `json:"language,omitempty"`
	Text         *element.Narrative `json:"text,omitempty"`
}

func (h *head) common() *head { return h }

type resource interface{ common() *head }

type meta struct {
	Tag []coding `json:"tag,omitempty"`
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

type extension struct {
	URL                  string           `json:"url"`
	ValueRange           *spread          `json:"valueRange,omitempty"`
	ValueRelatedArtifact *relatedArtifact `json:"valueRelatedArtifact,omitempty"`
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
