package casefhir

import "github.com/gravida-health/gravida/internal/r4"

// The International Patient Summary wants a name and a date of birth of every Patient,
// and a day of every observation. Where the case knows none, FHIR says that it is not
// known, which is no value.

// absent stands beside an element that has no value.
type absent struct {
	Extension []reason `json:"extension"`
}

type reason struct {
	URL  string `json:"url"`
	Code string `json:"valueCode"`
}

var notKnown = &absent{[]reason{{"http://hl7.org/fhir/StructureDefinition/data-absent-reason", "unknown"}}}

// her is a Patient whose name is not known: a case has none.
type her struct {
	*r4.Patient
	Name        []noName `json:"name"`
	NoBirthDate *absent  `json:"_birthDate"`
}

type noName struct {
	NoText *absent `json:"_text"`
}

func nameless(p *r4.Patient) r4.Resource {
	h := her{Patient: p, Name: []noName{{notKnown}}}
	if p.BirthDate == "" {
		h.NoBirthDate = notKnown
	}
	return h
}

// undated is an observation of a day that is not known.
type undated struct {
	*r4.Observation
	NoDay *absent `json:"_effectiveDateTime"`
}

// summarised is an observation as the patient summary has it.
func summarised(o *r4.Observation) r4.Resource {
	if o.EffectiveDateTime != "" {
		return o
	}
	return undated{o, notKnown}
}
