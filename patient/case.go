// Package patient holds a case: all that is known of one woman on one date,
// each fact with the place it came from.
//
// A field that nobody filled is not known. It never reads as absent or normal;
// what is known to be absent says so.
package patient

import "github.com/gravida-health/gravida/date"

// Case is everything known about one woman at AsOf. It is not changed after it
// has been read; an answer to a question makes a new case.
type Case struct {
	ID     string
	Source Source
	AsOf   date.Date

	Born      Fact[date.Date]
	Age       Fact[int] // completed years at AsOf, where only that was said
	HeightCm  Fact[float64]
	WeightKg  Fact[float64]
	Ethnicity Fact[string]

	Pregnancies []Pregnancy // oldest first
	History     History

	Observations []Observation

	Conditions    []Condition // present and known absent
	NoConditions  Fact[bool]  // "conditions: []": no other condition exists
	Events        []Event
	NoEvents      Fact[bool] // "events: []": no thrombosis, no other event
	Medications   []Medication
	AllMedicines  Fact[bool] // the list was given, so what is not on it is not taken
	Procedures    []Procedure
	AllProcedures Fact[bool]
	Allergies     []Fact[string]
	AllAllergies  Fact[bool]

	Lifestyle Lifestyle
	Partner   Partner
	Status    Status
	Requested []Fact[string]

	Issues  []Issue
	Reading *Reading
}

// History says how far the list of pregnancies can be trusted to be whole.
type History struct {
	Given    bool   // somebody was asked; the list may be empty
	Complete bool   // no other pregnancy exists
	Source   Source // who said so
}

// Condition is a disease or a feature that is present, or known not to be.
type Condition struct {
	ID     string
	As     string // the record's own word where it stands for ID: pulmonary-embolism
	Absent bool
	Since  date.Date
	Until  date.Date
	Source Source
}

// Event is something that happened on a date: a thrombosis, above all.
type Event struct {
	Event           string
	As              string // the record's own word where it stands for Event: pulmonary-embolism
	Date            date.Date
	Proven          Fact[string] // imaging, histology, clinical
	HighRiskProfile Fact[bool]   // another strong reason for the thrombosis existed
	Source          Source
}

// Medication is a medicine taken now, or from Since to Until.
type Medication struct {
	Medication string
	Since      date.Date
	Until      date.Date
	Source     Source
}

// Procedure is an operation or intervention that was done.
type Procedure struct {
	Procedure string
	Date      date.Date
	Source    Source
}

// Lifestyle holds habits that bear on pregnancy.
type Lifestyle struct {
	Smoking             Fact[string] // never, former, current
	AlcoholUnitsPerWeek Fact[float64]
	CaffeineMgPerDay    Fact[float64]
}

// Partner is the present partner.
type Partner struct {
	Label                    Fact[string]
	Age                      Fact[int]
	Karyotype                Fact[string] // normal, abnormal
	SpermDNAFragmentationPct Fact[float64]
}

// Status is how she is at AsOf.
type Status struct {
	Pregnant          Fact[bool]
	Gestation         Fact[Gestation]
	Location          Fact[string] // intrauterine, unknown, ectopic
	Bleeding          Fact[bool]
	PlanningPregnancy Fact[bool]
	Symptoms          []Fact[string]
	AllSymptoms       Fact[bool] // the list was given, so what is not on it is absent
}

// Issue is something in the record that could not be trusted or understood.
// What it concerns is left unknown.
type Issue struct {
	Source Source
	// En and Zh say, in English and Chinese, what was found and what was done
	// about it.
	En, Zh string
	// SortEn and SortZh are the same without what only this record holds, by
	// which issues of many records are counted; empty where En and Zh hold
	// nothing of that kind.
	SortEn, SortZh string
	Kind           string // what sort of issue; most are of none
}

// Kinds of issue.
const (
	// TextOnly is about facts that were read from words and not from codes:
	// they are used, and wait to be confirmed.
	TextOnly = "text-only"
	// NotUnderstood sums up the codes that the account of the reading lists.
	NotUnderstood = "not-understood"
)
