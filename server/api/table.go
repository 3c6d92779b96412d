package api

import (
	"net/http"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Where a parameter stands.
const (
	inQuery = "query"
	inPath  = "path"
)

// longestName is the most characters of an id or name in a query.
const longestName = 200

// table is every operation there is: the routes and the document are made of it.
func (a *API) table() []*operation {
	base := a.engine.Base()
	lang := query("lang", enum(words.Languages))
	lang.Schema.Default = []byte(`"en"`)
	guideline := query("guideline", enum(idsOf(base.Guidelines, func(g *knowledge.Guideline) string { return g.ID })))
	setting := query("setting", enum(idsOf(base.Settings, func(s *knowledge.Setting) string { return s.ID })))
	asOf := query("asOf", &jsonschema.Schema{Type: "string", Format: "date", Pattern: fullDate.String()})
	patient, source := query("patient", name()), query("source", name())
	ofCase := []*Parameter{lang, guideline, setting, asOf, patient, source}
	documents := []string{asJSON, asYAML, asFHIR}
	failures := []int{http.StatusBadRequest, http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity}
	statement := &Parameter{Name: "statement", In: inPath, Required: true, Schema: &jsonschema.Schema{Type: "string", Pattern: `^s[1-9][0-9]{0,4}$`}}
	entry := &Parameter{Name: "id", In: inPath, Required: true, Schema: &jsonschema.Schema{Type: "string", Pattern: `^[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?$`}}
	limit := query("limit", whole(1, 2000, "100"))
	offset := query("offset", whole(0, 100_000, "0"))
	return []*operation{
		{ID: "assess", Method: http.MethodPost, Path: "/assess", Parameters: ofCase, takes: "case", kinds: documents,
			gives: []given{{asJSON, "assessment"}, {asRows, "assessment"}}, fails: failures, do: (*call).assess},
		{ID: "explain", Method: http.MethodPost, Path: "/explain/{statement}", Parameters: append([]*Parameter{statement}, ofCase...), takes: "case", kinds: documents,
			gives: []given{{asJSON, "opened"}}, fails: append([]int{http.StatusNotFound}, failures...), do: (*call).explain},
		{ID: "compare", Method: http.MethodPost, Path: "/compare", Parameters: ofCase, takes: "case", kinds: documents,
			gives: []given{{asJSON, "comparison"}}, fails: failures, do: (*call).compare},
		{ID: "interview", Method: http.MethodPost, Path: "/interview", Parameters: []*Parameter{lang, guideline, setting}, takes: "interviewRequest", kinds: []string{asJSON},
			gives: []given{{asJSON, "interview"}}, fails: failures, do: (*call).interview},
		{ID: "listKnowledge", Method: http.MethodGet, Path: "/knowledge", Parameters: []*Parameter{lang, query("kind", enum(kinds)), guideline,
			query("read", enum([]string{"primary", "secondary", "unconfirmed"})),
			query("direction", enum(directions(base))), query("about", name()), query("text", name()), limit, offset},
			gives: []given{{asJSON, "catalogue"}}, fails: []int{http.StatusBadRequest}, do: (*call).list},
		{ID: "showKnowledge", Method: http.MethodGet, Path: "/knowledge/{id}", Parameters: []*Parameter{entry, lang},
			gives: []given{{asJSON, "knowledge"}}, fails: []int{http.StatusBadRequest, http.StatusNotFound}, do: (*call).show},
		{ID: "openapiJSON", Method: http.MethodGet, Path: "/openapi.json", Parameters: []*Parameter{lang},
			gives: []given{{asJSON, ""}}, fails: []int{http.StatusBadRequest}, do: func(c *call) error { return c.documentAs(0) }},
		{ID: "openapiYAML", Method: http.MethodGet, Path: "/openapi.yaml", Parameters: []*Parameter{lang},
			gives: []given{{asYAML, ""}}, fails: []int{http.StatusBadRequest}, do: func(c *call) error { return c.documentAs(1) }},
	}
}

func query(name string, s *jsonschema.Schema) *Parameter {
	return &Parameter{Name: name, In: inQuery, Schema: s}
}

func enum(list []string) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, word := range list {
		s.Enum = append(s.Enum, word)
	}
	return s
}

// name is a text without control characters.
func name() *jsonschema.Schema {
	return &jsonschema.Schema{Type: "string", MinLength: jsonschema.Ptr(1), MaxLength: jsonschema.Ptr(longestName), Pattern: `^[^\x00-\x1f\x7f]+$`}
}

func whole(from, to float64, otherwise string) *jsonschema.Schema {
	return &jsonschema.Schema{Type: "integer", Minimum: &from, Maximum: &to, Default: []byte(otherwise)}
}

func idsOf[T any](list []T, id func(T) string) (out []string) {
	for _, v := range list {
		out = append(out, id(v))
	}
	return out
}

// directions are those that some rule has.
func directions(b *knowledge.Base) (list []string) {
	for _, r := range b.Rules {
		if r.Direction != "" && !slices.Contains(list, r.Direction) {
			list = append(list, r.Direction)
		}
	}
	slices.Sort(list)
	return list
}
