package patient

import "github.com/gravida-health/gravida/date"

// Outcome is how a pregnancy ended, in the words of the case file. The zero
// value is not known. A definition counts by gestation and its own rules, not
// by this label.
type Outcome string

// The outcomes a case file knows.
const (
	Miscarriage     Outcome = "miscarriage"      // spontaneous loss of a recognised intra-uterine pregnancy
	Biochemical     Outcome = "biochemical"      // hCG positive, never seen on ultrasound
	UnknownLocation Outcome = "unknown-location" // hCG positive, never located
	Ectopic         Outcome = "ectopic"
	Molar           Outcome = "molar"
	Termination     Outcome = "termination"
	Stillbirth      Outcome = "stillbirth"
	Livebirth       Outcome = "livebirth"
	NeonatalDeath   Outcome = "neonatal-death"
	Ongoing         Outcome = "ongoing"
)

// Outcomes lists every outcome, in the contract's order.
var Outcomes = []Outcome{Miscarriage, Biochemical, UnknownLocation, Ectopic, Molar,
	Termination, Stillbirth, Livebirth, NeonatalDeath, Ongoing}

// Pregnancy is one pregnancy, whatever came of it. Twins are one pregnancy.
type Pregnancy struct {
	Outcome         Outcome
	Ended           date.Date
	Gestation       Gestation // when it ended
	Partner         Fact[string]
	Conception      Fact[string]
	Details         []Fact[string]
	Morphology      Fact[string]    // of the fetus: normal, abnormal
	TissueKaryotype Fact[string]    // normal, aneuploid, unbalanced, failed, not-done
	SeverePEAt      Fact[Gestation] // pre-eclampsia with severe features appeared
	SeverePIAt      Fact[Gestation] // placental insufficiency with severe features appeared
	ExplainedBy     Fact[string]    // a likelier cause than any other, where one was found
	DocumentedBy    Fact[[]string]  // ultrasound, histology, hcg, report-only
	Source          Source
	// OutcomeSource, EndedSource and GestationSource say where those three
	// facts stand; they fall back to Source.
	OutcomeSource, EndedSource, GestationSource Source
	// Known is how the record knows of it. Empty for a case file.
	Known Confidence
	// Merged names every resource that told of this pregnancy, with the reason
	// it was taken for the same one. Empty for a case file.
	Merged []Evidence
}

// Confidence is how a record knows of a pregnancy, the surest first.
type Confidence string

// How a record can know of a pregnancy.
const (
	ByEvent       Confidence = "event"     // its end was recorded as an event, in codes
	ByStatement   Confidence = "statement" // somebody stated it: a number, a line of a form
	ByText        Confidence = "text"      // it was read from words and is to be confirmed
	ByPresumption Confidence = "presumed"  // it is there, and how it ended is concluded or not known
)

// Evidence is one resource that told of a pregnancy.
type Evidence struct {
	Source Source
	Says   string // what it shows, for example "miscarriage in first trimester"
	// WhyEn and WhyZh say, in English and Chinese, why it belongs to this
	// pregnancy.
	WhyEn, WhyZh string
}

// Has reports whether a detail was recorded.
func (p *Pregnancy) Has(detail string) (Fact[string], bool) {
	for _, d := range p.Details {
		if d.Value == detail {
			return d, true
		}
	}
	return Fact[string]{}, false
}
