package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
)

const here = "#/components/schemas/"

// published are the Go types whose schema the assessment's own document has. It is
// closed, says more than a type can, and tests hold it against the types.
var published = map[reflect.Type]*jsonschema.Schema{
	reflect.TypeFor[assessment.Statement]():   ref("assessment.statement"),
	reflect.TypeFor[assessment.Fact]():        ref("assessment.fact"),
	reflect.TypeFor[assessment.RedFlag]():     ref("assessment.redFlag"),
	reflect.TypeFor[assessment.StatementID](): ref("assessment.statementId"),
	reflect.TypeFor[json.RawMessage]():        {},
}

// reflected makes the schema of a Go type as encoding/json writes it; instead gives
// some of its properties a schema of their own.
func reflected[T any](instead map[string]*jsonschema.Schema) *jsonschema.Schema {
	s, err := jsonschema.For[T](&jsonschema.ForOptions{TypeSchemas: published})
	if err != nil {
		panic(err) // a type of this package: every run would fail
	}
	never(s)
	for name, other := range instead {
		replaced := *other
		replaced.Description = s.Properties[name].Description
		s.Properties[name] = &replaced
	}
	return s
}

// never takes null away: an empty list is written as one, and what is not there is
// left out.
func never(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	if s.Types = slices.DeleteFunc(s.Types, func(t string) bool { return t == "null" }); len(s.Types) == 1 {
		s.Type, s.Types = s.Types[0], nil
	}
	never(s.Items)
	never(s.AdditionalProperties)
	for _, p := range s.Properties {
		never(p)
	}
}

// schemas are all schemas of the document by name.
func (a *API) schemas() map[string]any {
	all := map[string]any{
		"problem":          reflected[Problem](nil),
		"opened":           reflected[Opened](nil),
		"comparison":       reflected[assessment.Comparison](nil),
		"interview":        reflected[Asked](map[string]*jsonschema.Schema{"case": ref("case")}),
		"interviewRequest": talkSchema(ref("case")),
		"catalogue":        reflected[Catalogue](nil),
		"knowledge":        reflected[Found](nil),
		"fhir": &jsonschema.Schema{Type: "object", Required: []string{"resourceType"}, Description: "a FHIR R4 resource or Bundle",
			Properties: map[string]*jsonschema.Schema{"resourceType": {Type: "string", Examples: []any{"Bundle", "Patient"}}}},
	}
	parts(all, "case", casefile.Schema(a.engine.Base()))
	var published json.RawMessage = gravida.AssessmentSchema
	parts(all, "assessment", published)
	return all
}

// parts puts a schema with its definitions among the others, each definition under a
// name of its own.
func parts(all map[string]any, name string, schema any) {
	written, err := json.Marshal(schema)
	if err != nil {
		panic(err)
	}
	written = []byte(strings.ReplaceAll(string(written), `"#/$defs/`, `"`+here+name+`.`))
	var whole map[string]any
	if err := json.Unmarshal(written, &whole); err != nil {
		panic(fmt.Sprintf("the schema of %s: %v", name, err))
	}
	defs, _ := whole["$defs"].(map[string]any)
	for part, s := range defs {
		all[name+"."+part] = s
	}
	delete(whole, "$defs")
	delete(whole, "$id")
	delete(whole, "$schema")
	all[name] = whole
}
