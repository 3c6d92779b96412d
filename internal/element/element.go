// Package element holds the small data types of FHIR R4 as Gravida writes them: what is
// empty is left out, and a text has its Chinese in the element beside it, whose name
// begins with an underscore. What is read stands in package r4.
package element

// TranslationURL is HL7's extension for a text in another language.
const TranslationURL = "http://hl7.org/fhir/StructureDefinition/translation"

// Beside is the element beside a text, which holds it in the other language.
type Beside struct {
	Extension []Extension `json:"extension"`
}

// Zh puts the Chinese beside an English text; nil where there is none or it is written
// the same.
func Zh(en, zh string) *Beside {
	if zh == "" || zh == en {
		return nil
	}
	return &Beside{[]Extension{{URL: TranslationURL, Extension: []Extension{{URL: "lang", ValueCode: "zh"}, {URL: "content", ValueString: zh}}}}}
}

// Extension holds one value, or extensions.
type Extension struct {
	Extension    []Extension `json:"extension,omitempty"`
	URL          string      `json:"url"`
	ValueBoolean *bool       `json:"valueBoolean,omitempty"`
	ValueCode    string      `json:"valueCode,omitempty"`
	ValueDate    string      `json:"valueDate,omitempty"`
	ValueDecimal *float64    `json:"valueDecimal,omitempty"`
	ValueInteger *int        `json:"valueInteger,omitempty"`
	ValueString  string      `json:"valueString,omitempty"`
	StringZh     *Beside     `json:"_valueString,omitempty"`
	ValueCoding  *Coding     `json:"valueCoding,omitempty"`
	ValueConcept *Concept    `json:"valueCodeableConcept,omitempty"`
	Expression   *Expression `json:"valueExpression,omitempty"`
}

// Coding is one code of one system.
type Coding struct {
	System    string  `json:"system,omitempty"`
	Version   string  `json:"version,omitempty"`
	Code      string  `json:"code,omitempty"`
	Display   string  `json:"display,omitempty"`
	DisplayZh *Beside `json:"_display,omitempty"`
}

// Concept is what codes, or a text, stand for.
type Concept struct {
	Coding []Coding `json:"coding,omitempty"`
	Text   string   `json:"text,omitempty"`
	TextZh *Beside  `json:"_text,omitempty"`
}

// HL7 is a concept with one code of a system of HL7's own.
func HL7(system, code string) *Concept {
	return &Concept{Coding: []Coding{{System: "http://terminology.hl7.org/CodeSystem/" + system, Code: code}}}
}

// Expression is a condition or a value in a language that computes it.
type Expression struct {
	Description string  `json:"description,omitempty"`
	DescripZh   *Beside `json:"_description,omitempty"`
	Name        string  `json:"name,omitempty"`
	Language    string  `json:"language"`
	Expression  string  `json:"expression"`
	Reference   string  `json:"reference,omitempty"`
}

// Identifier is a name of a thing in one system.
type Identifier struct {
	System string `json:"system,omitempty"`
	Value  string `json:"value"`
}

// Narrative is what a person reads of a resource without a program that knows it.
type Narrative struct {
	Status string `json:"status"`
	Div    string `json:"div"` // XHTML
}

// Period is a time from one day to another; either may be open.
type Period struct {
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

// RelatedArtifact is where something comes from, or what belongs to it.
type RelatedArtifact struct {
	Type       string  `json:"type"`
	Label      string  `json:"label,omitempty"`
	LabelZh    *Beside `json:"_label,omitempty"`
	Display    string  `json:"display,omitempty"`
	DisplayZh  *Beside `json:"_display,omitempty"`
	Citation   string  `json:"citation,omitempty"`
	CitationZh *Beside `json:"_citation,omitempty"`
	URL        string  `json:"url,omitempty"`
	Resource   string  `json:"resource,omitempty"`
}
