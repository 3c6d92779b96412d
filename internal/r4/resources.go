package r4

// The resources that are read, in the order of the alphabet. Only the fields
// that are used are here.

// AllergyIntolerance is an allergy, or the statement that there is none.
type AllergyIntolerance struct {
	Base
	ClinicalStatus     CodeableConcept `json:"clinicalStatus"`
	VerificationStatus CodeableConcept `json:"verificationStatus"`
	Code               CodeableConcept `json:"code"`
	Patient            Reference       `json:"patient"`
	Reaction           []struct {
		Substance CodeableConcept `json:"substance"`
	} `json:"reaction"`
}

// Bundle is a collection of resources.
type Bundle struct {
	Base
	Type  string  `json:"type"`
	Entry []Entry `json:"entry"`
	Link  []Link  `json:"link"`
}

// Link is an address of a bundle: "next" says that this is one page of more.
type Link struct {
	Relation string `json:"relation"`
}

// Entry is one resource of a bundle.
type Entry struct {
	FullURL  string   `json:"fullUrl"`
	Resource Resource `json:"resource"`
	Search   struct {
		Mode string `json:"mode"`
	} `json:"search"`
	Request struct {
		Method string `json:"method"`
		URL    string `json:"url"`
	} `json:"request"`
}

// Composition is the table of contents of a document.
type Composition struct {
	Base
	Status  string    `json:"status"`
	Subject Reference `json:"subject"`
	Date    string    `json:"date"`
	Section []Section `json:"section"`
}

// Section is one heading of a composition.
type Section struct {
	Title       string          `json:"title"`
	Code        CodeableConcept `json:"code"`
	Text        Narrative       `json:"text"`
	Entry       []Reference     `json:"entry"`
	EmptyReason CodeableConcept `json:"emptyReason"`
	Section     []Section       `json:"section"`
}

// Narrative is text for people; generated text repeats what is coded.
type Narrative struct {
	Status string `json:"status"`
	Div    string `json:"div"` // XHTML, as JSON writes it
}

// Condition is a disease, a finding, or an event that was coded as one.
type Condition struct {
	Base
	ClinicalStatus     CodeableConcept   `json:"clinicalStatus"`
	VerificationStatus CodeableConcept   `json:"verificationStatus"`
	Category           []CodeableConcept `json:"category"`
	Code               CodeableConcept   `json:"code"`
	Subject            Reference         `json:"subject"`
	Encounter          Reference         `json:"encounter"`
	OnsetDateTime      string            `json:"onsetDateTime"`
	OnsetPeriod        *Period           `json:"onsetPeriod"`
	OnsetString        string            `json:"onsetString"`
	OnsetAge           *Quantity         `json:"onsetAge"`
	AbatementDateTime  string            `json:"abatementDateTime"`
	AbatementPeriod    *Period           `json:"abatementPeriod"`
	RecordedDate       string            `json:"recordedDate"`
	Stage              []struct {
		Summary CodeableConcept `json:"summary"`
	} `json:"stage"`
	Evidence  []Evidence   `json:"evidence"`
	Note      []Annotation `json:"note"`
	Extension []Extension  `json:"extension"`
}

// Evidence is what a diagnosis rests on.
type Evidence struct {
	Code   []CodeableConcept `json:"code"`
	Detail []Reference       `json:"detail"`
}

// DiagnosticReport groups results.
type DiagnosticReport struct {
	Base
	Status            string            `json:"status"`
	Code              CodeableConcept   `json:"code"`
	Subject           Reference         `json:"subject"`
	Encounter         Reference         `json:"encounter"`
	EffectiveDateTime string            `json:"effectiveDateTime"`
	EffectivePeriod   *Period           `json:"effectivePeriod"`
	Result            []Reference       `json:"result"`
	Specimen          []Reference       `json:"specimen"`
	Conclusion        string            `json:"conclusion"`
	ConclusionCode    []CodeableConcept `json:"conclusionCode"`
}

// DocumentReference points at a document, or holds it.
type DocumentReference struct {
	Base
	Status    string          `json:"status"`
	DocStatus string          `json:"docStatus"`
	Type      CodeableConcept `json:"type"`
	Subject   Reference       `json:"subject"`
	Date      string          `json:"date"`
	Content   []struct {
		Attachment Attachment `json:"attachment"`
	} `json:"content"`
}

// Attachment is a file, here inside the resource.
type Attachment struct {
	ContentType string `json:"contentType"`
	Data        string `json:"data"` // base64
}

// Encounter is a visit or a stay.
type Encounter struct {
	Base
	Status          string            `json:"status"`
	Class           Coding            `json:"class"`
	Type            []CodeableConcept `json:"type"`
	Subject         Reference         `json:"subject"`
	EpisodeOfCare   []Reference       `json:"episodeOfCare"`
	Period          Period            `json:"period"`
	ReasonCode      []CodeableConcept `json:"reasonCode"`
	ReasonReference []Reference       `json:"reasonReference"`
	Diagnosis       []struct {
		Condition Reference       `json:"condition"`
		Use       CodeableConcept `json:"use"`
	} `json:"diagnosis"`
	PartOf Reference `json:"partOf"`
}

// EpisodeOfCare is a time under care, such as one pregnancy.
type EpisodeOfCare struct {
	Base
	Status    string            `json:"status"`
	Type      []CodeableConcept `json:"type"`
	Patient   Reference         `json:"patient"`
	Period    Period            `json:"period"`
	Diagnosis []struct {
		Condition Reference `json:"condition"`
	} `json:"diagnosis"`
}

// FamilyMemberHistory is about relatives and never about the patient.
type FamilyMemberHistory struct {
	Base
	Patient Reference `json:"patient"`
}

// Medication is a medicine that others point at.
type Medication struct {
	Base
	Code       CodeableConcept `json:"code"`
	Ingredient []struct {
		Item CodeableConcept `json:"itemCodeableConcept"`
	} `json:"ingredient"`
}

// MedicationAdministration is a medicine that was given.
type MedicationAdministration struct {
	Base
	Status            string          `json:"status"`
	Medication        CodeableConcept `json:"medicationCodeableConcept"`
	Reference         Reference       `json:"medicationReference"`
	Subject           Reference       `json:"subject"`
	Context           Reference       `json:"context"`
	EffectiveDateTime string          `json:"effectiveDateTime"`
	EffectivePeriod   *Period         `json:"effectivePeriod"`
	Dosage            struct {
		Route CodeableConcept `json:"route"`
	} `json:"dosage"`
}

// MedicationRequest is a prescription.
type MedicationRequest struct {
	Base
	Status      string          `json:"status"`
	Intent      string          `json:"intent"`
	DoNotTake   bool            `json:"doNotPerform"`
	Medication  CodeableConcept `json:"medicationCodeableConcept"`
	Reference   Reference       `json:"medicationReference"`
	Subject     Reference       `json:"subject"`
	Encounter   Reference       `json:"encounter"`
	AuthoredOn  string          `json:"authoredOn"`
	Dosage      []Dosage        `json:"dosageInstruction"`
	DispenseReq struct {
		ValidityPeriod *Period `json:"validityPeriod"`
	} `json:"dispenseRequest"`
}

// Dosage is how a medicine is taken.
type Dosage struct {
	Route  CodeableConcept `json:"route"`
	Timing struct {
		Repeat struct {
			BoundsPeriod *Period `json:"boundsPeriod"`
		} `json:"repeat"`
	} `json:"timing"`
}

// MedicationDispense is a medicine that was handed out.
type MedicationDispense struct {
	Base
	Status         string          `json:"status"`
	Medication     CodeableConcept `json:"medicationCodeableConcept"`
	Reference      Reference       `json:"medicationReference"`
	Subject        Reference       `json:"subject"`
	Context        Reference       `json:"context"`
	DaysSupply     *Quantity       `json:"daysSupply"`
	WhenPrepared   string          `json:"whenPrepared"`
	WhenHandedOver string          `json:"whenHandedOver"`
	Dosage         []Dosage        `json:"dosageInstruction"`
}

// MedicationStatement is a medicine somebody says is taken.
type MedicationStatement struct {
	Base
	Status            string          `json:"status"`
	Medication        CodeableConcept `json:"medicationCodeableConcept"`
	Reference         Reference       `json:"medicationReference"`
	Subject           Reference       `json:"subject"`
	Context           Reference       `json:"context"`
	EffectiveDateTime string          `json:"effectiveDateTime"`
	EffectivePeriod   *Period         `json:"effectivePeriod"`
	Dosage            []Dosage        `json:"dosage"`
	Extension         []Extension     `json:"extension"`
}

// Observation is a result or a finding.
type Observation struct {
	Base
	Status            string            `json:"status"`
	Category          []CodeableConcept `json:"category"`
	Code              CodeableConcept   `json:"code"`
	Subject           Reference         `json:"subject"`
	Focus             []Reference       `json:"focus"`
	Extension         []Extension       `json:"extension"`
	Encounter         Reference         `json:"encounter"`
	PartOf            []Reference       `json:"partOf"`
	EffectiveDateTime string            `json:"effectiveDateTime"`
	EffectivePeriod   *Period           `json:"effectivePeriod"`
	EffectiveInstant  string            `json:"effectiveInstant"`
	Issued            string            `json:"issued"`
	Value
	Interpretation []CodeableConcept `json:"interpretation"`
	Note           []Annotation      `json:"note"`
	Method         CodeableConcept   `json:"method"`
	Specimen       Reference         `json:"specimen"`
	ReferenceRange []ReferenceRange  `json:"referenceRange"`
	HasMember      []Reference       `json:"hasMember"`
	DerivedFrom    []Reference       `json:"derivedFrom"`
	Component      []Component       `json:"component"`
}

// Value is the value of an observation or of a part of it, in whichever form
// it came.
type Value struct {
	Quantity         *Quantity        `json:"valueQuantity"`
	Concept          *CodeableConcept `json:"valueCodeableConcept"`
	String           string           `json:"valueString"`
	Boolean          *bool            `json:"valueBoolean"`
	Integer          *int             `json:"valueInteger"`
	Range            *Range           `json:"valueRange"`
	Ratio            *Ratio           `json:"valueRatio"`
	DateTime         string           `json:"valueDateTime"`
	Period           *Period          `json:"valuePeriod"`
	DataAbsentReason CodeableConcept  `json:"dataAbsentReason"`
}

// Component is a part of an observation with a code and value of its own.
type Component struct {
	Code CodeableConcept `json:"code"`
	Value
	Interpretation []CodeableConcept `json:"interpretation"`
	ReferenceRange []ReferenceRange  `json:"referenceRange"`
}

// ReferenceRange is the laboratory's own range.
type ReferenceRange struct {
	Low       *Quantity         `json:"low"`
	High      *Quantity         `json:"high"`
	Type      CodeableConcept   `json:"type"`
	AppliesTo []CodeableConcept `json:"appliesTo"`
	Text      string            `json:"text"`
}

// Patient is the person.
type Patient struct {
	Base
	Active               *bool           `json:"active"`
	Gender               string          `json:"gender"`
	BirthDate            string          `json:"birthDate"`
	DeceasedBoolean      *bool           `json:"deceasedBoolean"`
	DeceasedDateTime     string          `json:"deceasedDateTime"`
	MultipleBirthBoolean *bool           `json:"multipleBirthBoolean"`
	MultipleBirthInteger *int            `json:"multipleBirthInteger"`
	MaritalStatus        CodeableConcept `json:"maritalStatus"`
	Link                 []PatientLink   `json:"link"`
}

// PatientLink is another resource about the same person.
type PatientLink struct {
	Other Reference `json:"other"`
	Type  string    `json:"type"`
}

// Procedure is something that was done.
type Procedure struct {
	Base
	Status            string            `json:"status"`
	Code              CodeableConcept   `json:"code"`
	Subject           Reference         `json:"subject"`
	Encounter         Reference         `json:"encounter"`
	PartOf            []Reference       `json:"partOf"`
	PerformedDateTime string            `json:"performedDateTime"`
	PerformedPeriod   *Period           `json:"performedPeriod"`
	ReasonCode        []CodeableConcept `json:"reasonCode"`
	ReasonReference   []Reference       `json:"reasonReference"`
	Note              []Annotation      `json:"note"`
}

// Questionnaire is an empty form: it says what the lines of a filled one ask.
type Questionnaire struct {
	Base
	URL         string     `json:"url"`
	Version     string     `json:"version"`
	DerivedFrom []string   `json:"derivedFrom"`
	Item        []Question `json:"item"`
}

// Question is one line of an empty form.
type Question struct {
	LinkID     string     `json:"linkId"`
	Definition string     `json:"definition"`
	Code       []Coding   `json:"code"`
	Text       string     `json:"text"`
	Item       []Question `json:"item"`
}

// QuestionnaireResponse is a filled form.
type QuestionnaireResponse struct {
	Base
	Questionnaire string    `json:"questionnaire"`
	Status        string    `json:"status"`
	Subject       Reference `json:"subject"`
	Encounter     Reference `json:"encounter"`
	Authored      string    `json:"authored"`
	Item          []Item    `json:"item"`
}

// Item is one line of a filled form.
type Item struct {
	LinkID     string   `json:"linkId"`
	Definition string   `json:"definition"`
	Text       string   `json:"text"`
	Answer     []Answer `json:"answer"`
	Item       []Item   `json:"item"`
}

// Answer is what was filled in.
type Answer struct {
	Boolean  *bool     `json:"valueBoolean"`
	Decimal  Decimal   `json:"valueDecimal"`
	Integer  *int      `json:"valueInteger"`
	Date     string    `json:"valueDate"`
	DateTime string    `json:"valueDateTime"`
	String   string    `json:"valueString"`
	Coding   Coding    `json:"valueCoding"`
	Quantity *Quantity `json:"valueQuantity"`
	Item     []Item    `json:"item"`
}

// RelatedPerson is somebody who matters to the patient.
type RelatedPerson struct {
	Base
	Active       *bool             `json:"active"`
	Patient      Reference         `json:"patient"`
	Relationship []CodeableConcept `json:"relationship"`
	BirthDate    string            `json:"birthDate"`
	Period       Period            `json:"period"`
}

// Specimen is what a result was taken from.
type Specimen struct {
	Base
	Type       CodeableConcept `json:"type"`
	Subject    Reference       `json:"subject"`
	Collection struct {
		BodySite CodeableConcept `json:"bodySite"`
	} `json:"collection"`
}

// Other is a resource of a type that is not read.
type Other struct{ Base }

// Empty gives an empty resource of the named type; Other for a type that is
// not read.
func Empty(resourceType string) Resource {
	if make, ok := empty[resourceType]; ok {
		return make()
	}
	return &Other{}
}

// Nobody stands for the person of resources that say of nobody that they are
// about them. It is no address of a Patient.
const Nobody = "Patient/unknown"

// Reads reports whether resources of a type are read at all.
func Reads(resourceType string) bool { return empty[resourceType] != nil }

var empty = map[string]func() Resource{
	"AllergyIntolerance":       func() Resource { return &AllergyIntolerance{} },
	"Bundle":                   func() Resource { return &Bundle{} },
	"Composition":              func() Resource { return &Composition{} },
	"Condition":                func() Resource { return &Condition{} },
	"DiagnosticReport":         func() Resource { return &DiagnosticReport{} },
	"DocumentReference":        func() Resource { return &DocumentReference{} },
	"Encounter":                func() Resource { return &Encounter{} },
	"EpisodeOfCare":            func() Resource { return &EpisodeOfCare{} },
	"FamilyMemberHistory":      func() Resource { return &FamilyMemberHistory{} },
	"Medication":               func() Resource { return &Medication{} },
	"MedicationDispense":       func() Resource { return &MedicationDispense{} },
	"MedicationAdministration": func() Resource { return &MedicationAdministration{} },
	"MedicationRequest":        func() Resource { return &MedicationRequest{} },
	"MedicationStatement":      func() Resource { return &MedicationStatement{} },
	"Observation":              func() Resource { return &Observation{} },
	"Patient":                  func() Resource { return &Patient{} },
	"Procedure":                func() Resource { return &Procedure{} },
	"Questionnaire":            func() Resource { return &Questionnaire{} },
	"QuestionnaireResponse":    func() Resource { return &QuestionnaireResponse{} },
	"RelatedPerson":            func() Resource { return &RelatedPerson{} },
	"Specimen":                 func() Resource { return &Specimen{} },
}

// TypeOf is the type of a resource as FHIR names it.
func TypeOf(r Resource) string { return r.Common().ResourceType }
