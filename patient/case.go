// Package patient holds a case: all that is known of one woman on one date,
// each fact with the place it came from.
//
// A field that nobody filled is not known. It never reads as absent or normal;
// what is known to be absent says so.
package patient

import (
	"slices"

	"github.com/gravida-health/gravida/date"
)

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

	// NotDone are tests that have not been done, by her own account. It says that
	// there is no result to wait for or to look for, and nothing of what one would
	// show: such a test is neither normal nor negative. A result of it counts instead.
	NotDone []Fact[string]
	// Setting is where she is treated; it decides which guideline leads.
	Setting Fact[string]
	// Interview says how far she was asked. It is no fact about her.
	Interview Interview

	Issues  []Issue
	Reading *Reading
}

// Interview is how far a woman was asked, by the pages of the interview: who opens her
// case again is not asked twice. That a page was asked says nothing of its answer.
type Interview struct {
	Asked   []string // pages that were answered
	Unsure  []string // pages at which she was not sure of something
	Skipped []string // pages that she left open
	Next    []string // pages that an answer opened and that were not shown yet
}

// TissueGenetics is the test of the tissue of a loss, which each pregnancy tells for itself.
const TissueGenetics = "tissue-genetics"

// NotDoneOf is what a pregnancy says of its tissue where nobody looked at the chromosomes.
const NotDoneOf = "not-done"

// SaidNotDone reports whether she says that a test has not been done and there is no
// result of it. The tissue was not looked at where of some loss she says so, and of none
// of them it is not known.
func (c *Case) SaidNotDone(test string) bool {
	if test == TissueGenetics && c.tissueNotDone() {
		return true
	}
	return slices.ContainsFunc(c.NotDone, func(f Fact[string]) bool { return f.Value == test }) &&
		!slices.ContainsFunc(c.Observations, func(o Observation) bool { return o.Test == test })
}

func (c *Case) tissueNotDone() bool {
	some := false
	for i := range c.Pregnancies {
		switch p := &c.Pregnancies[i]; {
		case p.TissueKaryotype.Known:
			some = some || p.TissueKaryotype.Value == NotDoneOf
		case p.Outcome == Miscarriage, p.Outcome == Stillbirth, p.Outcome == "":
			return false
		}
	}
	return some && !slices.ContainsFunc(c.Observations, func(o Observation) bool { return o.Test == TissueGenetics })
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
