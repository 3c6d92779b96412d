package knowledgefhir

import "github.com/gravida-health/gravida/internal/element"

// The data types of FHIR R4 under the short names of this package.
type (
	chinese         = element.Beside
	coding          = element.Coding
	concept         = element.Concept
	expression      = element.Expression
	extension       = element.Extension
	identifier      = element.Identifier
	narrative       = element.Narrative
	period          = element.Period
	relatedArtifact = element.RelatedArtifact
)

// metadata is what every resource here begins with.
type metadata struct {
	ResourceType string       `json:"resourceType"`
	ID           string       `json:"id"`
	Language     string       `json:"language"`
	Text         *narrative   `json:"text,omitempty"`
	URL          string       `json:"url"`
	Identifier   []identifier `json:"identifier,omitempty"`
	Version      string       `json:"version"`
	Name         string       `json:"name"`
	Title        string       `json:"title"`
	TitleZh      *chinese     `json:"_title,omitempty"`
	Status       string       `json:"status"`
	Date         string       `json:"date,omitempty"`
	Publisher    string       `json:"publisher"`
	Description  string       `json:"description,omitempty"`
	DescripZh    *chinese     `json:"_description,omitempty"`
	Copyright    string       `json:"copyright,omitempty"`
	CopyrightZh  *chinese     `json:"_copyright,omitempty"`
}

// literature is what a Library, a plan and an activity say of where they come
// from.
type literature struct {
	Purpose         string            `json:"purpose,omitempty"`
	PurposeZh       *chinese          `json:"_purpose,omitempty"`
	Usage           string            `json:"usage,omitempty"`
	UsageZh         *chinese          `json:"_usage,omitempty"`
	ApprovalDate    string            `json:"approvalDate,omitempty"`
	EffectivePeriod *period           `json:"effectivePeriod,omitempty"`
	Author          []contact         `json:"author,omitempty"`
	RelatedArtifact []relatedArtifact `json:"relatedArtifact,omitempty"`
}

type contact struct {
	Name   string   `json:"name"`
	NameZh *chinese `json:"_name,omitempty"`
}
