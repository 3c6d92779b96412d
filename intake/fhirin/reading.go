package fhirin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// reading is the reading of one person's resources into one case.
type reading struct {
	*records
	person    *person
	knowledge *knowledge.Base
	terms     *knowledge.Terminology
	words     words
	c         *patient.Case

	entries            []*entry            // hers that may be believed
	tied               map[string][]string // key of a resource to those that claim it: an encounter its diagnoses, one pregnancy its results
	reported           map[string][]*entry // key of a result to the reports that hold it
	newest             int                 // the last day on which anything was recorded
	childbirth         bool                // a birth is known from a delivery only
	statusOn           int                 // the day of the newest statement on being pregnant
	smokingOn          int                 // the day of the newest statement on smoking
	heightOn, weightOn int                 // the days of the newest measures
	unmapped           []string            // what looks relevant and is not understood
}

// issue records something that could not be trusted.
func (r *reading) issue(s patient.Source, en, zh string) {
	r.c.Issues = append(r.c.Issues, patient.Issue{Source: s, En: en, Zh: zh})
}

// issuef is issue with the same details put into both texts.
func (r *reading) issuef(s patient.Source, en, zh string, details ...any) {
	r.issue(s, fmt.Sprintf(en, details...), fmt.Sprintf(zh, details...))
}

// demographics reads who she is.
func (r *reading) demographics() {
	p := r.person.resource
	if p == nil {
		return
	}
	if p.BirthDate != "" {
		if born, err := date.Parse(p.BirthDate); err == nil {
			r.c.Born = patient.Know(born, r.person.source())
		} else {
			r.issuef(r.person.source(), "The date of birth %q is not a date and was not read.", "出生日期%q无法识别，未读取。", p.BirthDate)
		}
	}
}

// clean keeps what may be believed: nothing that was entered in error, nothing
// whose meaning is changed by something unknown, and each thing once.
func (r *reading) clean() {
	seen, proposals := map[string]bool{}, 0
	for _, e := range r.person.entries {
		for _, f := range e.Flaws {
			r.issuef(e.source(), "%s is %s where %s was expected, and was not read.", "%s为%s，应为%s，未读取。", f.Path, f.Found, f.Want)
		}
		b := e.Resource.Common()
		if len(b.ModifierExtension) > 0 || b.ImplicitRules != "" {
			r.issuef(e.source(), "%s says that its meaning is changed by something that is not understood here, and was not read.",
				"%s声明其含义受未知规则影响，未读取。", e.key)
			continue
		}
		if what := r.distorted(e); what != "" {
			r.issuef(e.source(), "%s says something that is not understood here and can change its meaning (%s); it was not read.",
				"%s含有可改变其含义而无法理解的内容（%s）；未读取。", e.key, what)
			continue
		}
		if inError(e.Resource) {
			continue
		}
		if proposed(e.Resource) {
			proposals++
			continue
		}
		if same := identity(e); same != "" {
			if seen[same] {
				continue
			}
			seen[same] = true
		}
		r.entries = append(r.entries, e)
	}
	if proposals > 0 {
		r.issuef(r.person.source(), "%d entries of the record are proposals of an earlier assessment; they are no facts and were not read.",
			"病历中有%d项是此前评估给出的建议，不是事实，未读取。", proposals)
	}
	r.tie()
	for _, e := range r.entries {
		if d := recordedOn(e.Resource); d.Known() {
			r.newest = max(r.newest, d.Latest())
		}
	}
}

// proposed reports whether a resource is what Gravida itself once concluded: read
// back as a fact it would prove itself. A diagnosis that a person has confirmed
// since is that person's.
func proposed(res r4.Resource) bool {
	if !r4.Proposed(res) {
		return false
	}
	c, ok := res.(*r4.Condition)
	return !ok || !hasCode(c.VerificationStatus, "confirmed")
}

// identity is what two copies of one thing share: kind, code and an
// identifier that somebody gave it.
func identity(e *entry) string {
	b := e.Resource.Common()
	code, has := codeOf(e.Resource)
	if len(b.Identifier) == 0 || b.Identifier[0].Value == "" || !has {
		return ""
	}
	parts := []string{r4.TypeOf(e.Resource), b.Identifier[0].System, b.Identifier[0].Value, recordedOn(e.Resource).String()}
	for _, c := range code.Coding {
		parts = append(parts, c.System, c.Code)
	}
	return strings.Join(append(parts, code.Text), "\x00")
}

func codeOf(r r4.Resource) (r4.CodeableConcept, bool) {
	switch r := r.(type) {
	case *r4.Condition:
		return r.Code, true
	case *r4.Procedure:
		return r.Code, true
	case *r4.Observation:
		return r.Code, true
	}
	return r4.CodeableConcept{}, false
}

// inError reports whether a resource was withdrawn or never came to be.
func inError(r r4.Resource) bool {
	switch r := r.(type) {
	case *r4.Condition:
		return hasCode(r.VerificationStatus, "entered-in-error")
	case *r4.AllergyIntolerance:
		return hasCode(r.VerificationStatus, "entered-in-error")
	case *r4.Observation:
		return slices.Contains([]string{"entered-in-error", "cancelled", "registered"}, r.Status)
	case *r4.DiagnosticReport:
		return slices.Contains([]string{"entered-in-error", "cancelled", "registered"}, r.Status)
	case *r4.Procedure:
		return r.Status != "" && r.Status != "completed"
	case *r4.Encounter:
		return slices.Contains([]string{"entered-in-error", "cancelled", "planned"}, r.Status)
	case *r4.EpisodeOfCare:
		return slices.Contains([]string{"entered-in-error", "cancelled", "planned"}, r.Status)
	case *r4.MedicationRequest:
		return slices.Contains([]string{"entered-in-error", "cancelled", "draft"}, r.Status) || r.DoNotTake ||
			slices.Contains([]string{"proposal", "plan", "option"}, r.Intent)
	case *r4.MedicationStatement:
		return slices.Contains([]string{"entered-in-error", "not-taken", "intended", "unknown"}, r.Status)
	case *r4.MedicationAdministration:
		return slices.Contains([]string{"entered-in-error", "not-done"}, r.Status)
	case *r4.Composition:
		return r.Status == "entered-in-error"
	case *r4.QuestionnaireResponse:
		return r.Status == "entered-in-error" || r.Status == "in-progress"
	}
	return false
}

// tie notes which encounter or episode lists which condition, and which
// results lie under one pregnancy: some systems write that link only there.
func (r *reading) tie() {
	r.tied, r.reported = map[string][]string{}, map[string][]*entry{}
	claim := func(by *entry, ref r4.Reference) {
		if key := r.target(ref, by); key != "" {
			r.tied[key] = append(r.tied[key], by.key)
		}
	}
	for _, e := range r.entries {
		switch res := e.Resource.(type) {
		case *r4.Encounter:
			for _, d := range res.Diagnosis {
				claim(e, d.Condition)
			}
			for _, ref := range res.ReasonReference {
				claim(e, ref)
			}
		case *r4.EpisodeOfCare:
			for _, d := range res.Diagnosis {
				claim(e, d.Condition)
			}
		case *r4.DiagnosticReport:
			for _, ref := range res.Result {
				key := r.target(ref, e)
				r.reported[key] = append(r.reported[key], e)
			}
		case *r4.Observation:
			for _, m := range r.meanings(res.Code, knowledge.CodeQuestion) {
				for _, ref := range res.HasMember {
					if m.Concept == "one-pregnancy" {
						claim(e, ref)
					}
				}
			}
		}
	}
}

func hasCode(c r4.CodeableConcept, code string) bool {
	return slices.ContainsFunc(c.Coding, func(x r4.Coding) bool { return x.Code == code })
}

// recordedOn is the day a resource speaks of, for finding the newest.
func recordedOn(r r4.Resource) date.Date {
	switch r := r.(type) {
	case *r4.Condition:
		return firstDate(r.RecordedDate, r.AbatementDateTime, r.OnsetDateTime)
	case *r4.Observation:
		return firstDate(r.EffectiveDateTime, r.EffectiveInstant, endOf(r.EffectivePeriod), r.Issued)
	case *r4.Procedure:
		return firstDate(r.PerformedDateTime, endOf(r.PerformedPeriod))
	case *r4.Encounter:
		return firstDate(r.Period.End, r.Period.Start)
	case *r4.MedicationRequest:
		return firstDate(r.AuthoredOn)
	case *r4.Composition:
		return firstDate(r.Date)
	}
	return date.Date{}
}
