package knowledgefhir

// The data types of FHIR R4, as far as they are written. A text that people read
// has the element of its name with an underscore beside it, for the Chinese.

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

type identifier struct {
	System string `json:"system"`
	Value  string `json:"value"`
}

type coding struct {
	System    string   `json:"system"`
	Version   string   `json:"version,omitempty"`
	Code      string   `json:"code"`
	Display   string   `json:"display,omitempty"`
	DisplayZh *chinese `json:"_display,omitempty"`
}

type concept struct {
	Coding []coding `json:"coding,omitempty"`
	Text   string   `json:"text,omitempty"`
	TextZh *chinese `json:"_text,omitempty"`
}

type period struct {
	Start string `json:"start"`
}

type contact struct {
	Name   string   `json:"name"`
	NameZh *chinese `json:"_name,omitempty"`
}

type relatedArtifact struct {
	Type       string   `json:"type"`
	Label      string   `json:"label,omitempty"`
	LabelZh    *chinese `json:"_label,omitempty"`
	Display    string   `json:"display,omitempty"`
	DisplayZh  *chinese `json:"_display,omitempty"`
	Citation   string   `json:"citation,omitempty"`
	CitationZh *chinese `json:"_citation,omitempty"`
	URL        string   `json:"url,omitempty"`
	Resource   string   `json:"resource,omitempty"`
}

// extension holds one value, or extensions.
type extension struct {
	Extension    []extension `json:"extension,omitempty"`
	URL          string      `json:"url"`
	ValueBoolean *bool       `json:"valueBoolean,omitempty"`
	ValueCode    string      `json:"valueCode,omitempty"`
	ValueDecimal *float64    `json:"valueDecimal,omitempty"`
	ValueInteger *int        `json:"valueInteger,omitempty"`
	ValueString  string      `json:"valueString,omitempty"`
	StringZh     *chinese    `json:"_valueString,omitempty"`
	ValueCoding  *coding     `json:"valueCoding,omitempty"`
	ValueConcept *concept    `json:"valueCodeableConcept,omitempty"`
}

// hl7 is a concept with one code of a system of HL7's own.
func hl7(system, code string) *concept {
	return &concept{Coding: []coding{{System: "http://terminology.hl7.org/CodeSystem/" + system, Code: code}}}
}
