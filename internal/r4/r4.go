// Package r4 holds the part of FHIR R4 that Gravida reads and writes, as plain
// structs.
//
// Reading is tolerant: a field of a wrong type is left empty and becomes a
// Flaw, and fields that are not here are skipped. What the fields mean for a
// patient is decided elsewhere.
package r4

// Resource is one resource of any type.
type Resource interface {
	// Common gives the elements every resource has.
	Common() *Base
}

// Base is what every resource has.
type Base struct {
	ResourceType  string       `json:"resourceType"`
	ID            string       `json:"id"`
	ImplicitRules string       `json:"implicitRules"`
	Meta          Meta         `json:"meta"`
	Identifier    []Identifier `json:"identifier"`
	Contained     []Resource   `json:"contained"`
	// ModifierExtension changes the meaning of the resource in a way that has
	// to be understood before anything in it is believed.
	ModifierExtension []Extension `json:"modifierExtension"`
}

// Meta is what is said about a resource rather than in it.
type Meta struct {
	LastUpdated string   `json:"lastUpdated"`
	Tag         []Coding `json:"tag"`
}

// Common gives the elements every resource has.
func (b *Base) Common() *Base { return b }

// Flaw is a field of a resource that could not be read as its type.
type Flaw struct {
	Path  string // "Observation.valueQuantity.value"
	Found string // what stood there
	Want  string // the type it should have
}

// Decimal is a number as the document writes it: 5.10 is not 5.1.
type Decimal string

// Quantity is a number with its unit.
type Quantity struct {
	Value      Decimal `json:"value"`
	Comparator string  `json:"comparator"`
	Unit       string  `json:"unit"`
	System     string  `json:"system"`
	Code       string  `json:"code"`
}

// Coding is one code of one system.
type Coding struct {
	System  string `json:"system"`
	Version string `json:"version"`
	Code    string `json:"code"`
	Display string `json:"display"`
}

// CodeableConcept is one idea in several codings, and in words.
type CodeableConcept struct {
	Coding []Coding `json:"coding"`
	Text   string   `json:"text"`
}

// Reference points at another resource.
type Reference struct {
	Reference  string      `json:"reference"`
	Identifier *Identifier `json:"identifier"`
	Display    string      `json:"display"`
}

// Identifier is a name somebody gave a thing.
type Identifier struct {
	System string `json:"system"`
	Value  string `json:"value"`
}

// Period is a span of time; either end may be open.
type Period struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

// Range lies between two quantities.
type Range struct {
	Low  *Quantity `json:"low"`
	High *Quantity `json:"high"`
}

// Ratio is two quantities, for example a titre of 1:160.
type Ratio struct {
	Numerator   *Quantity `json:"numerator"`
	Denominator *Quantity `json:"denominator"`
}

// Annotation is a note.
type Annotation struct {
	Time string `json:"time"`
	Text string `json:"text"`
}

// Extension is recognised by its address. Of the values of other people's only a
// reference is read: some profiles say that way which pregnancy something is about.
type Extension struct {
	URL            string    `json:"url"`
	ValueBoolean   *bool     `json:"valueBoolean"`
	ValueDateTime  string    `json:"valueDateTime"`
	ValueReference Reference `json:"valueReference"`
}
