package r4

import "strings"

// Names under which Gravida writes its own ids, and by which it knows them again.
const (
	OwnSystem       = "urn:gravida:"
	StatementSystem = OwnSystem + "statement" // then a colon and the assessment's UUID
	RunSystem       = OwnSystem + "assessment"
	ResourceSystem  = OwnSystem + "resource" // of one resource, on a server that gives it an id of its own
	OriginSystem    = OwnSystem + "origin"
	Proposal        = "proposal" // in OriginSystem: concluded by Gravida, from a record
)

// Names under which a case is written as FHIR. A coding by one of our words has
// the system OwnSystem and the name of the word's list: urn:gravida:outcome.
const (
	CaseSystem    = OwnSystem + "case"    // identifies a case: Patient.identifier
	PartnerSystem = OwnSystem + "partner" // identifies a partner by his label
	EntrySystem   = OwnSystem + "entry"   // where in its case something stands: identifier "…/conditions/2"
	FieldSystem   = OwnSystem + "field"   // codes that are keys of a case file
	// NotPerformed is HL7's reason for a result that is not there: nobody did the test.
	NotPerformed  = "not-performed"
	CaseOrigin    = "case"    // in OriginSystem: her Patient, written from a case
	PartnerOrigin = "partner" // in OriginSystem: the Patient of her partner
	HighRisk      = OwnSystem + "highRiskProfile"
	Until         = OwnSystem + "until"
)

// Tagged reports whether a resource carries a tag of OriginSystem.
func Tagged(r Resource, origin string) bool {
	for _, tag := range r.Common().Meta.Tag {
		if tag.System == OriginSystem && tag.Code == origin {
			return true
		}
	}
	return false
}

// OwnCode is the code that a concept has in one of our systems.
func OwnCode(c CodeableConcept, list string) (code string, ok bool) {
	for _, coding := range c.Coding {
		if coding.System == OwnSystem+list && coding.Code != "" {
			return coding.Code, true
		}
	}
	return "", false
}

// Proposed reports whether a resource is one that Gravida itself proposed.
func Proposed(r Resource) bool {
	if Tagged(r, Proposal) {
		return true
	}
	for _, id := range r.Common().Identifier {
		if strings.HasPrefix(id.System, StatementSystem+":") {
			return true
		}
	}
	return false
}
