package fhirin

import (
	"fmt"
	"regexp"
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
	own       *own // what Gravida once wrote from a case

	entries            []*entry            // hers that may be believed
	tied               map[string][]string // key of a resource to those that claim it: an encounter its diagnoses, one pregnancy its results
	reported           map[string][]*entry // key of a result to the reports that hold it
	newest             int                 // the last day on which anything was recorded
	childbirth         bool                // a birth is known from a delivery only
	statusOn           int                 // the day of the newest statement on being pregnant
	smokingOn          int                 // the day of the newest statement on smoking
	heightOn, weightOn int                 // the days of the newest measures
	aside              map[string]bool     // keys of what was set aside
	unmapped           map[unknown]*patient.UnknownCode
	unmappedAt         map[string]bool // keys of what holds one
	leftOut            map[unknown]*patient.UnknownCode
	hints              map[string]*repeated
	texts              map[string]*repeated
	looked             map[string]looked // by text
	vocabulary         lexicon           // of written histories; made when the first is met
}

// issue records something that could not be trusted.
func (r *reading) issue(s patient.Source, en, zh string) {
	r.c.Issues = append(r.c.Issues, patient.Issue{Source: s, En: en, Zh: zh})
}

// issuef is issue with the same details put into both texts. A detail that has
// words in both languages is the same in many records, as the name of a test.
func (r *reading) issuef(s patient.Source, en, zh string, details ...any) {
	var given, open [2][]any // in English and Chinese
	for _, d := range details {
		own, shared := [2]any{d, d}, [2]any{"…", "…"}
		if t, ok := d.(knowledge.Text); ok {
			own = [2]any{t.En, t.Zh}
			shared = own
		}
		for i := range given {
			given[i], open[i] = append(given[i], own[i]), append(open[i], shared[i])
		}
	}
	r.c.Issues = append(r.c.Issues, patient.Issue{Source: s, En: fmt.Sprintf(en, given[0]...), Zh: fmt.Sprintf(zh, given[1]...),
		SortEn: fmt.Sprintf(blanks.ReplaceAllString(en, "%${1}s"), open[0]...), SortZh: fmt.Sprintf(blanks.ReplaceAllString(zh, "%${1}s"), open[1]...)})
}

// outcome names an outcome in both languages.
func (r *reading) outcome(of patient.Outcome) knowledge.Text {
	if o := r.knowledge.Outcome(string(of)); o != nil {
		return o.Name
	}
	return knowledge.Text{En: string(of), Zh: string(of)}
}

// blanks are the places of a text into which details are put.
var blanks = regexp.MustCompile(`%[-+#0-9.]*(\[\d\])?[a-z]`)

// demographics reads who she is.
func (r *reading) demographics() {
	p := r.person.resource
	if p == nil {
		return
	}
	r.c.Reading.Gender = p.Gender
	if r.person.entry.births {
		r.issuef(r.person.source(), "%s stands there twice with different dates of birth, and neither is newer; none was read.", "%s有两份出生日期不同的记录，无法判断哪份较新；未读取出生日期。", r.person.key)
	} else if p.BirthDate != "" {
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
	seen, proposals, copies := map[string]bool{}, 0, copies{}
	for _, e := range r.person.entries {
		for _, f := range e.Flaws {
			r.issuef(e.source(), "%s is %s where %s was expected, and was not read.", "%s为%s，应为%s，未读取。", f.Path, f.Found, f.Want)
		}
		if e.rivals {
			r.issuef(e.source(), "%s stands there twice with different contents, and neither is newer; one of them was read.", "%s有两份内容不同的记录，无法判断哪份较新；仅读取其中一份。", e.key)
		}
		b := e.Resource.Common()
		if len(b.ModifierExtension) > 0 || b.ImplicitRules != "" {
			r.issuef(e.source(), "%s says that its meaning is changed by something that is not understood here, and was not read.",
				"%s声明其含义受未知规则影响，未读取。", e.key)
			r.setAside(e, patient.AsideModified, "")
			continue
		}
		if what := r.distorted(e); what != "" {
			r.issuef(e.source(), "%s says something that is not understood here and can change its meaning (%s); it was not read.",
				"%s含有可改变其含义而无法理解的内容（%s）；未读取。", e.key, what)
			r.setAside(e, patient.AsideModified, what)
			continue
		}
		if status := withdrawn(e); status != "" {
			r.setAside(e, patient.AsideStatus, status)
			continue
		}
		if _, relative := e.Resource.(*r4.FamilyMemberHistory); relative {
			r.setAside(e, patient.AsideRelative, "")
			continue
		}
		if proposed(e.Resource) {
			proposals++
			r.setAside(e, patient.AsideProposal, "")
			continue
		}
		if same := identity(e); same != "" {
			if seen[same] {
				r.setAside(e, patient.AsideDuplicate, "")
				continue
			}
			seen[same] = true
		}
		if r.ofSomebodyElse(e) || copies.has(e) {
			continue
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
	if ownIdentifier(e) != "" {
		return "" // whether copies agree is asked where they are read
	}
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

// withdrawn gives the status by which a resource, or the one that contains it,
// was withdrawn or never came to be; "" for one that may be believed.
func withdrawn(e *entry) string {
	if e.within != nil {
		if status := withdrawn(e.within); status != "" {
			return status
		}
	}
	in := func(status string, refused ...string) string {
		if slices.Contains(refused, status) {
			return status
		}
		return ""
	}
	switch r := e.Resource.(type) {
	case *r4.Condition:
		if hasCode(r.VerificationStatus, "entered-in-error") {
			return "entered-in-error"
		}
	case *r4.AllergyIntolerance:
		if hasCode(r.VerificationStatus, "entered-in-error") {
			return "entered-in-error"
		}
	case *r4.Observation:
		return in(r.Status, "entered-in-error", "cancelled", "registered")
	case *r4.DiagnosticReport:
		return in(r.Status, "entered-in-error", "cancelled", "registered")
	case *r4.Procedure:
		if r.Status != "completed" {
			return r.Status
		}
	case *r4.Encounter:
		return in(r.Status, "entered-in-error", "cancelled", "planned")
	case *r4.EpisodeOfCare:
		return in(r.Status, "entered-in-error", "cancelled", "planned", "waitlist")
	case *r4.MedicationRequest:
		if r.DoNotTake {
			return "doNotPerform"
		}
		if status := in(r.Intent, "proposal", "plan", "option"); status != "" {
			return status
		}
		return in(r.Status, "entered-in-error", "cancelled", "draft")
	case *r4.MedicationStatement:
		return in(r.Status, "entered-in-error", "not-taken", "intended", "unknown")
	case *r4.MedicationAdministration:
		return in(r.Status, "entered-in-error", "not-done")
	case *r4.MedicationDispense:
		return in(r.Status, "entered-in-error", "cancelled", "declined", "stopped", "preparation", "unknown")
	case *r4.Composition:
		return in(r.Status, "entered-in-error")
	case *r4.DocumentReference:
		if r.DocStatus == "entered-in-error" {
			return r.DocStatus
		}
		return in(r.Status, "entered-in-error", "superseded")
	case *r4.QuestionnaireResponse:
		return in(r.Status, "entered-in-error")
	}
	return ""
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
	case *r4.DiagnosticReport:
		return firstDate(r.EffectiveDateTime, endOf(r.EffectivePeriod))
	case *r4.MedicationRequest:
		return firstDate(r.AuthoredOn)
	case *r4.MedicationDispense:
		return firstDate(r.WhenHandedOver, r.WhenPrepared)
	case *r4.MedicationAdministration:
		return firstDate(r.EffectiveDateTime, endOf(r.EffectivePeriod))
	case *r4.Composition:
		return firstDate(r.Date)
	case *r4.DocumentReference:
		return firstDate(r.Date)
	case *r4.QuestionnaireResponse:
		return firstDate(r.Authored)
	}
	return date.Date{}
}
