package fhirin

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// modifying are the elements that can turn around what a resource says. Where one
// stands there and cannot be read, the rest must not be read as if it were not.
var modifying = []string{"status", "verificationStatus", "clinicalStatus", "intent", "doNotPerform", "comparator", "dataAbsentReason", "modifierExtension", "implicitRules"}

// Statuses of FHIR R4, and the few that R5 added, of the resources that are read.
// Which of them keep a resource from being believed, inError says.
var statuses = map[string][]string{
	"Composition":              {"preliminary", "final", "amended", "entered-in-error", "registered", "partial", "corrected", "appended", "cancelled", "deprecated", "unknown"},
	"DiagnosticReport":         {"registered", "partial", "preliminary", "modified", "final", "amended", "corrected", "appended", "cancelled", "entered-in-error", "unknown"},
	"Encounter":                {"planned", "arrived", "triaged", "in-progress", "onleave", "on-hold", "discharged", "completed", "finished", "discontinued", "cancelled", "entered-in-error", "unknown"},
	"EpisodeOfCare":            {"planned", "waitlist", "active", "onhold", "finished", "cancelled", "entered-in-error"},
	"MedicationAdministration": {"in-progress", "not-done", "on-hold", "completed", "cancelled", "entered-in-error", "stopped", "unknown"},
	"MedicationStatement":      {"active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken", "recorded", "draft"},
	"Observation":              {"registered", "specimen-in-process", "preliminary", "final", "amended", "corrected", "appended", "cancelled", "entered-in-error", "unknown"},
	"QuestionnaireResponse":    {"in-progress", "completed", "amended", "entered-in-error", "stopped"},
}

var (
	verifications = []string{"unconfirmed", "presumed", "provisional", "differential", "confirmed", "refuted", "entered-in-error"}
	clinicals     = []string{"active", "recurrence", "relapse", "inactive", "remission", "resolved", "unknown"}
	comparing     = []string{"<", "<=", ">=", ">"}
)

// distorted names an element that changes what a resource means and is not
// understood; "" when there is none. An allergy is believed all the same: to lose
// one is the greater harm.
func (r *reading) distorted(e *entry) string {
	if a, ok := e.Resource.(*r4.AllergyIntolerance); ok && len(r.meanings(a.Code, knowledge.CodeAllergy)) > 0 {
		return ""
	}
	for _, f := range e.Flaws {
		for _, name := range strings.Split(f.Path, ".") {
			name, _, _ = strings.Cut(name, "[")
			if slices.Contains(modifying, name) {
				return f.Path + " = " + f.Found
			}
		}
	}
	status := func(name, value string) string {
		if known := statuses[r4.TypeOf(e.Resource)]; value != "" && !slices.Contains(known, value) {
			return name + " = " + value
		}
		return ""
	}
	switch res := e.Resource.(type) {
	case *r4.AllergyIntolerance:
		return either(strange("verificationStatus", res.VerificationStatus, verifications), strange("clinicalStatus", res.ClinicalStatus, clinicals))
	case *r4.Condition:
		return either(strange("verificationStatus", res.VerificationStatus, verifications), strange("clinicalStatus", res.ClinicalStatus, clinicals))
	case *r4.Observation:
		found := either(status("status", res.Status), either(compares(&res.Value), nameless("dataAbsentReason", res.DataAbsentReason)))
		for i := range res.Component {
			found = either(found, compares(&res.Component[i].Value))
		}
		return found
	case *r4.DiagnosticReport:
		return status("status", res.Status)
	case *r4.Encounter:
		return status("status", res.Status)
	case *r4.EpisodeOfCare:
		return status("status", res.Status)
	case *r4.MedicationStatement:
		return status("status", res.Status)
	case *r4.MedicationAdministration:
		return status("status", res.Status)
	case *r4.Composition:
		return status("status", res.Status)
	case *r4.QuestionnaireResponse:
		return status("status", res.Status)
	}
	return ""
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// strange reports a status that is there and holds no code that is known.
func strange(name string, c r4.CodeableConcept, known []string) string {
	if len(c.Coding) == 0 && c.Text == "" || slices.ContainsFunc(c.Coding, func(x r4.Coding) bool { return slices.Contains(known, x.Code) }) {
		return ""
	}
	return name + " = " + strings.TrimSpace(c.Text+" "+displays(c)+" "+codesOf(c))
}

// nameless reports a concept with codings of which none has a code.
func nameless(name string, c r4.CodeableConcept) string {
	if len(c.Coding) > 0 && codesOf(c) == "" {
		return name + " without a code"
	}
	return ""
}

func codesOf(c r4.CodeableConcept) string {
	var all []string
	for _, x := range c.Coding {
		if x.Code != "" {
			all = append(all, x.Code)
		}
	}
	return strings.Join(all, " ")
}

// compares reports a sign before a number that is none FHIR knows.
func compares(v *r4.Value) string {
	if q := v.Quantity; q != nil && q.Comparator != "" && !slices.Contains(comparing, q.Comparator) {
		return "comparator = " + q.Comparator
	}
	return ""
}
