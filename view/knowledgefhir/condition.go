package knowledgefhir

import "github.com/gravida-health/gravida/knowledge"

// condition says when a line applies.
type condition struct {
	Kind       string     `json:"kind"`
	Expression expression `json:"expression"`
}

// celLanguage is a media type of our own. A condition is CEL over our vocabulary,
// answered in three values; no other program knows these findings. One that would
// apply a plan has to stop at a language it does not know, which is right: with no
// condition at all, every line would hold for everybody.
const celLanguage = "text/x-gravida-cel"

func (w *writer) condition(r *knowledge.Rule) condition {
	var looks []said
	for _, t := range w.terms(r.When) {
		looks = append(looks, t.Label)
	}
	at := fill("export.when", "list", joined("list.semicolon", looks...))
	c := condition{"applicability", expression{Description: clean(at.En), DescripZh: zh(at), Language: celLanguage, Expression: r.When, Reference: wholeURL}}
	if len(looks) == 0 {
		c.Expression.Description, c.Expression.DescripZh = "", nil
	}
	if len(r.ID) <= longestID && fhirID(r.ID) == r.ID {
		c.Expression.Name = r.ID
	}
	return c
}

// dataRequirement names a resource that a condition looks for.
type dataRequirement struct {
	Type       string       `json:"type"`
	CodeFilter []codeFilter `json:"codeFilter,omitempty"`
}

type codeFilter struct {
	Path     string `json:"path"`
	ValueSet string `json:"valueSet"`
}

// inputs are where a record would say what a condition asks for, as far as that is
// a test, a diagnosis or something taken or done, and public codes are known for it.
func (w *writer) inputs(when string) (list []dataRequirement) {
	seen := map[string]bool{}
	for _, t := range w.terms(when) {
		for _, from := range []struct{ id, kind, resource, path string }{
			{t.From.Test, knowledge.CodeTest, "Observation", "code"},
			{t.From.Condition, knowledge.CodeCondition, "Condition", "code"},
			{t.From.Condition, knowledge.CodeThrombosis, "Condition", "code"},
			{t.From.Medication, knowledge.CodeMedication, "MedicationStatement", "medication"},
			{t.From.Procedure, knowledge.CodeProcedure, "Procedure", "code"},
			{t.From.Allergy, knowledge.CodeAllergy, "AllergyIntolerance", "code"},
		} {
			set := valueSetURL(meaning{from.kind, from.id}.id())
			if from.id != "" && w.values[set] && !seen[set] {
				seen[set] = true
				list = append(list, dataRequirement{from.resource, []codeFilter{{from.path, w.canonical(set)}}})
			}
		}
	}
	return list
}
