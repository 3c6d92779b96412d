package fhirout

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// dataRequirement is one fact that would decide something, as a query: the type of
// resource that holds it, and the codes by which it is read. The fact is its ID.
type dataRequirement struct {
	ID                     string       `json:"id"`
	Type                   string       `json:"type"`
	SubjectCodeableConcept *concept     `json:"subjectCodeableConcept,omitempty"`
	MustSupport            []string     `json:"mustSupport,omitempty"`
	CodeFilter             []codeFilter `json:"codeFilter,omitempty"`
}

type codeFilter struct {
	Path string   `json:"path"`
	Code []coding `json:"code"`
}

// lists are the resources that lists of a case come from. A list as a whole is
// asked for by no code.
var lists = map[string]string{"medications": "MedicationStatement", "procedures": "Procedure", "allergies": "AllergyIntolerance",
	"conditions": "Condition", "events": "Condition"}

// asks are the words of the code tables by which other facts are read; those of a
// pregnancy without its number.
var asks = map[string]string{
	"patient.heightCm": "height", "patient.weightKg": "weight",
	"lifestyle.smoking": "smoking-question", "lifestyle.alcoholUnitsPerWeek": "alcohol-per-week",
	"status.pregnant": "pregnancy-status", "status.planningPregnancy": "pregnancy-intent", "status.gestation": "gestation",
	"pregnancies.outcome": "outcome", "pregnancies.gestation": "gestation", "pregnancies.conception": "conception-method",
	"pregnancies.tissueKaryotype": "karyotype", "tissue-genetics": "karyotype",
	"parental-karyotype-female": "karyotype", "parental-karyotype-male": "karyotype",
}

// asking are the kinds of code that ask for something, or name what a record
// would hold. Others describe what was found.
var asking = []string{knowledge.CodeTest, knowledge.CodeGenetics, knowledge.CodeCondition, knowledge.CodeThrombosis,
	knowledge.CodeCount, knowledge.CodeQuestion, knowledge.CodeDating, knowledge.CodeMeasure, knowledge.CodeHabit,
	knowledge.CodeMedication, knowledge.CodeProcedure, knowledge.CodeAllergy}

// requires says in which resource a fact would be found, and by which codes.
func (w *writer) requires(fact string) dataRequirement {
	d := dataRequirement{ID: fact, Type: "Observation"}
	if fact == "patient.born" {
		d.Type, d.MustSupport = "Patient", []string{"birthDate"}
		return d
	}
	if lists[fact] != "" {
		d.Type = lists[fact]
		return d
	}
	list, rest, _ := strings.Cut(fact, ".")
	concept := cmp.Or(asks[fact], fact)
	if list == "pregnancies" {
		_, field, _ := strings.Cut(rest, ".")
		concept = cmp.Or(asks[list+"."+field], fact)
	}
	switch test := w.base.Test(fact); {
	case lists[list] != "":
		d.Type, concept = lists[list], rest
	case test != nil:
		if test.Occasion == "partner-blood" || test.Occasion == "partner-semen" {
			d.SubjectCodeableConcept = theirs
		}
	case w.base.Word(knowledge.Conditions, fact) != nil, w.base.Cause(fact) != nil:
		d.Type = "Condition"
	}
	filter := codeFilter{Path: "code", Code: slices.Clone(w.asking(d.Type, concept))}
	if d.Type == "MedicationStatement" {
		filter.Path = "medication"
	}
	own := ours("fact", fact)
	own.Display = clean(w.fact(fact))
	filter.Code = append(filter.Code, own)
	d.CodeFilter = []codeFilter{filter}
	return d
}

// theirs says that a fact is her partner's.
var theirs = &concept{Coding: []coding{{System: "http://hl7.org/fhir/resource-types", Code: "RelatedPerson"}}}

// asking are the codes by which a record would hold a concept: all that are read
// as it and were looked up. Observations are asked for by LOINC, whose codes name
// what is observed.
func (w *writer) asking(kind, concept string) (list []coding) {
	if w.codes == nil {
		w.codes = codesThatAsk(w.base.Terminology)
	}
	for _, c := range w.codes[concept] {
		if (c.System == loinc) == (kind == "Observation") {
			list = append(list, c)
		}
	}
	return list
}

const loinc = "http://loinc.org"

// codesThatAsk gathers the codes that ask for each concept, in an order of their own.
func codesThatAsk(t *knowledge.Terminology) map[string][]coding {
	found := map[string][]coding{}
	if t == nil {
		return found
	}
	for _, system := range t.Systems() {
		if system == knowledge.ByText {
			continue // words that a record is searched for, and no codes
		}
		for _, c := range t.Codes(system) {
			code, concept := coding{System: c.System, Code: c.Code}, c.Concept
			if c.Kind == knowledge.CodeCount {
				concept = "pregnancies" // what is counted there is her history
			}
			if slices.Contains(asking, c.Kind) && !c.Unseen() && !slices.Contains(found[concept], code) {
				found[concept] = append(found[concept], code)
			}
		}
	}
	for _, codes := range found {
		slices.SortFunc(codes, func(a, b coding) int {
			return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Code, b.Code))
		})
	}
	return found
}
