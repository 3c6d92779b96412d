package fhirin

import "github.com/gravida-health/gravida/patient"

// The numbers and judgements by which an obstetric history is read stand in
// this file and nowhere else. They are clinical opinion about records, not
// about women: how far apart two traces of one pregnancy can be, and how long
// after the last period each kind of event happens.

// role is what a piece of evidence can do.
type role string

const (
	terminal  role = "terminal"  // a pregnancy ended
	state     role = "state"     // a pregnancy existed
	aftermath role = "aftermath" // belongs to an ending that something else shows
	separator role = "separator" // a new attempt at pregnancy begins
)

// sign is what one word of the terminology says of a pregnancy.
type sign struct {
	concept string
	role    role
	outcome patient.Outcome // of a terminal sign; "" when it does not tell
	group   group
	first   int // days after the last period, at the earliest
	last    int // and at the latest
	// gestation is what the word itself says ("first trimester"); unknown for
	// most.
	gestation patient.Gestation
	detail    string // of the case file
}

// group orders the outcomes of signs that speak of one pregnancy: the smallest
// wins.
type group int

const (
	birth        group = iota + 1 // a child was born alive
	stillborn                     // the fetus died late or was born dead
	ectopic                       // whatever else was written, it was not in the womb
	molar                         //
	deliberate                    // ended on purpose, unless it had ended by itself before
	specificLoss                  // a loss of a named kind
	genericLoss                   // a loss
	kindUnknown                   // an abortion, by itself or on purpose
	noOutcome                     // an ending that does not tell its outcome
)

// firstTrimester and the others are what trimester words mean, in days.
var (
	firstTrimester    = patient.Gestation{Min: 0, Max: 13*7 + 6}
	secondTrimester   = patient.Gestation{Min: 14 * 7, Max: 27*7 + 6}
	thirdTrimester    = patient.Gestation{Min: 28 * 7, Max: 43*7 - 1}
	weeks8To28        = patient.Gestation{Min: 8 * 7, Max: 28*7 - 1}
	before24Weeks     = patient.Gestation{Min: 0, Max: 24*7 - 1}
	notKnown          = patient.Gestation{}
	afterViableLabour = 24 * 7 // from here on a delivery is a birth
)

var signs = []sign{
	{"live-birth", terminal, patient.Livebirth, birth, 140, 301, notKnown, ""},
	{"preterm-birth", terminal, patient.Livebirth, birth, 140, 258, notKnown, "preterm"},
	{"twins-one-stillborn", terminal, patient.Livebirth, birth, 140, 301, notKnown, "twin"},
	{"delivery", terminal, patient.Livebirth, birth, 140, 301, notKnown, ""},
	{"delivery-time", terminal, "", noOutcome, 140, 301, notKnown, ""},

	{"stillbirth", terminal, patient.Stillbirth, stillborn, 140, 301, notKnown, ""},
	{"fetal-death", terminal, patient.Stillbirth, stillborn, 84, 301, notKnown, ""},
	{"miscarriage-third-trimester", terminal, patient.Stillbirth, stillborn, 196, 301, thirdTrimester, ""},

	{"ectopic-pregnancy", terminal, patient.Ectopic, ectopic, 28, 98, notKnown, ""},
	{"ectopic-pregnancy-treated", terminal, patient.Ectopic, ectopic, 28, 98, notKnown, ""},
	{"molar-pregnancy", terminal, patient.Molar, molar, 42, 140, notKnown, ""},
	{"termination", terminal, patient.Termination, deliberate, 28, 196, notKnown, ""},

	{"biochemical-pregnancy", terminal, patient.Biochemical, specificLoss, 28, 45, notKnown, ""},
	{"pregnancy-of-unknown-location", terminal, patient.UnknownLocation, specificLoss, 28, 70, notKnown, ""},
	{"miscarriage-missed", terminal, patient.Miscarriage, specificLoss, 35, 196, notKnown, ""},
	{"evacuation-of-missed", terminal, patient.Miscarriage, specificLoss, 35, 196, notKnown, ""},
	{"anembryonic-pregnancy", terminal, patient.Miscarriage, specificLoss, 35, 98, firstTrimester, "no-embryo"},
	{"embryonic-arrest", terminal, patient.Miscarriage, specificLoss, 35, 98, firstTrimester, ""},
	{"miscarriage-septic", terminal, patient.Miscarriage, specificLoss, 28, 196, notKnown, "infection"},
	{"fetal-death-before-24-weeks", terminal, patient.Miscarriage, specificLoss, 56, 168, before24Weeks, ""},
	{"miscarriage-second-trimester", terminal, patient.Miscarriage, specificLoss, 84, 196, secondTrimester, ""},
	{"miscarriage-8-to-28-weeks", terminal, patient.Miscarriage, specificLoss, 56, 196, weeks8To28, ""},
	{"miscarriage-late", terminal, patient.Miscarriage, specificLoss, 84, 196, notKnown, ""},
	{"miscarriage-first-trimester", terminal, patient.Miscarriage, genericLoss, 35, 98, firstTrimester, ""},
	{"miscarriage-early", terminal, patient.Miscarriage, genericLoss, 28, 98, firstTrimester, ""},
	{"miscarriage-complete", terminal, patient.Miscarriage, genericLoss, 28, 196, notKnown, ""},
	{"miscarriage-incomplete", terminal, patient.Miscarriage, genericLoss, 28, 196, notKnown, ""},
	{"miscarriage-complicated", terminal, patient.Miscarriage, genericLoss, 28, 196, notKnown, ""},
	{"miscarriage-inevitable", terminal, patient.Miscarriage, genericLoss, 28, 196, notKnown, ""},
	{"miscarriage-after-others", terminal, patient.Miscarriage, genericLoss, 28, 196, notKnown, ""},
	{"abnormal-product", terminal, patient.Miscarriage, genericLoss, 28, 196, notKnown, ""},
	{"miscarriage", terminal, patient.Miscarriage, genericLoss, 28, 196, notKnown, ""},
	{"abortion-kind-unknown", terminal, "", kindUnknown, 28, 196, notKnown, ""},

	// A pregnancy that is written down as a condition begins, in the record,
	// with the first visit: eight weeks after the period, give or take three.
	{"pregnancy", state, "", 0, 56 - 21, 56 + 21, notKnown, ""},
	{"pregnancy-after-ivf", state, "", 0, 28, 280, notKnown, ""},
	{"pregnant", state, "", 0, 14, 280, notKnown, ""},
	{"maternity-care", state, "", 0, 28, 280, notKnown, ""},
	{"threatened-miscarriage", state, "", 0, 28, 168, notKnown, ""},
	{"viability-uncertain", state, "", 0, 28, 98, notKnown, ""},
	{"vanishing-twin", state, "", 0, 35, 280, notKnown, "twin"},
	{"multiple-pregnancy", state, "", 0, 28, 280, notKnown, "twin"},
	{"gestation-code", state, "", 0, 0, 0, notKnown, ""},
	{"dated", state, "", 0, 0, 0, notKnown, ""},

	{"neonatal-death", aftermath, patient.NeonatalDeath, 0, 0, 0, notKnown, ""},
	{"retained-products", aftermath, "", 0, 0, 0, notKnown, ""},
	{"complication-after-loss", aftermath, "", 0, 0, 0, notKnown, ""},
	{"uterine-evacuation", aftermath, "", 0, 0, 0, notKnown, ""},
	{"termination-follow-up", aftermath, "", 0, 0, 0, notKnown, ""},
	{"termination-failed", aftermath, "", 0, 0, 0, notKnown, ""},
	{"trophoblastic-disease", aftermath, "", 0, 0, 0, notKnown, ""},
	{"medical-management", aftermath, "", 0, 0, 0, notKnown, ""},
	{"anti-d", aftermath, "", 0, 0, 0, notKnown, ""},
	{"fetal-chromosome-abnormality", aftermath, "", 0, 0, 0, notKnown, ""},
	{"severe-pre-eclampsia", aftermath, "", 0, 0, 0, notKnown, "pre-eclampsia-severe"},

	{"embryo-transfer", separator, "", 0, 14, 21, notKnown, ""},
	{"insemination", separator, "", 0, 10, 21, notKnown, ""},
}

var signOf = func() map[string]*sign {
	m := map[string]*sign{}
	for i := range signs {
		m[signs[i].concept] = &signs[i]
	}
	return m
}()

// How near traces of one pregnancy stand to each other, in days.
const (
	sameEvent      = 28  // two endings no further apart are one
	maybeSameEvent = 56  // up to here they may be two; one is kept, and asked about
	aftermathReach = 56  // an aftermath looks back this far for its ending
	aftermathLead  = 7   // and forward this far: the operation may be written down first
	beforeInterval = 14  // a trace this long before a pregnancy's row begins belongs to it
	afterInterval  = 28  // and this long after it ended
	longestRow     = 310 // a pregnancy's row that is longer does not say when it was
	longest        = 301 // 43 weeks
	openBirthWeeks = 24 * 7
	postnatal      = 70 // a postnatal visit is at most this long after the birth
	newborn        = 28 // a neonatal death is less than this after the birth
	statusReach    = 28 // how far a bare "pregnant" reaches to a loss
	visitChain     = 63 // visits of one pregnancy are no further apart
	hormoneReach   = 28 // measurements of hCG in one pregnancy are no further apart
)

// hormoneNegative is the hCG below which there is no pregnancy, in IU/L.
const hormoneNegative = 5

// How exact a date of a pregnancy is, in days to either side.
const (
	byUltrasound = 7
	byPeriod     = 10
	byCode       = 14
)

// Ages at which a pregnancy is possible: a trace outside is a wrong date.
const (
	youngestMother = 10
	oldestMother   = 60
)

// mostPregnancies bounds a stated number: more is a typing error.
const mostPregnancies = 30

// mostTraces bounds how many traces of pregnancies a record may hold before
// nobody could say which belong together.
const mostTraces = 3000
