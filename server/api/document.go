package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"
	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/view/words"
)

// Document is an OpenAPI 3.1 document, as much of one as is needed here.
type Document struct {
	OpenAPI    string                        `json:"openapi"`
	Info       Info                          `json:"info"`
	Servers    []Server                      `json:"servers"`
	Paths      map[string]map[string]*Action `json:"paths"` // by method
	Components Components                    `json:"components"`
}

// Info says what the document is about.
type Info struct {
	Title       string            `json:"title"`
	Version     string            `json:"version"`
	Description string            `json:"description"`
	License     map[string]string `json:"license"`
}

// Server is the address all paths begin with.
type Server struct {
	URL string `json:"url"`
}

// Action is one operation.
type Action struct {
	ID          string               `json:"operationId"`
	Summary     string               `json:"summary"`
	Description string               `json:"description"`
	Parameters  []*Parameter         `json:"parameters,omitempty"`
	Body        *Body                `json:"requestBody,omitempty"`
	Responses   map[string]*Response `json:"responses"` // by status
}

// Parameter is one parameter of the query or the path.
type Parameter struct {
	Name        string             `json:"name"`
	In          string             `json:"in"`
	Required    bool               `json:"required,omitempty"`
	Description string             `json:"description,omitempty"`
	Schema      *jsonschema.Schema `json:"schema"`
	Example     string             `json:"example,omitempty"`
}

// Body is what is sent.
type Body struct {
	Description string            `json:"description,omitempty"`
	Required    bool              `json:"required"`
	Content     map[string]*Media `json:"content"` // by media type
}

// Response is one kind of answer.
type Response struct {
	Description string            `json:"description"`
	Content     map[string]*Media `json:"content,omitempty"`
}

// Media is one form of a body or an answer.
type Media struct {
	Schema   *jsonschema.Schema  `json:"schema"`
	Examples map[string]*Example `json:"examples,omitempty"`
}

// Example is a real one: a test sends it, and an answer was given.
type Example struct {
	Summary string `json:"summary,omitempty"`
	Value   any    `json:"value"`
}

// Components are the schemas by name.
type Components struct {
	Schemas map[string]any `json:"schemas"`
}

// document makes the document of the table.
func (a *API) document(lang string) *Document {
	say := func(key string) string { return words.In(lang, "api."+key) }
	d := &Document{OpenAPI: "3.1.0", Servers: []Server{{Root}}, Paths: map[string]map[string]*Action{}, Components: Components{a.schemas()},
		Info: Info{Title: "Gravida", Version: "1 (" + a.engine.Base().Version + ")", Description: say("says"),
			License: map[string]string{"name": "Apache License 2.0", "identifier": "Apache-2.0"}}}
	examples := a.examples(lang)
	for _, op := range a.operations {
		act := &Action{ID: op.ID, Summary: say("op." + op.ID), Description: say("op." + op.ID + ".says"), Responses: map[string]*Response{}}
		for _, p := range op.Parameters {
			shown := *p
			shown.Description = say("par." + p.Name)
			shown.Example = parameterExamples[p.Name]
			act.Parameters = append(act.Parameters, &shown)
		}
		if op.takes != "" {
			act.Body = &Body{Required: true, Description: say("body." + op.takes), Content: map[string]*Media{}}
			for _, kind := range op.kinds {
				m := &Media{Schema: ref(op.takes), Examples: examples[op.ID+" "+kind]}
				if kind == asFHIR {
					m.Schema = ref("fhir")
				}
				act.Body.Content[kind] = m
			}
		}
		good := &Response{Description: say("ok." + op.ID), Content: map[string]*Media{}}
		for _, g := range op.gives {
			m := &Media{Schema: &jsonschema.Schema{Type: "object"}}
			switch {
			case g.kind == asRows: // its schema would be that of a line
				m.Schema = &jsonschema.Schema{Type: "string"}
			case g.schema != "":
				m.Schema = ref(g.schema)
			}
			good.Content[g.kind] = m
		}
		if e := examples[op.ID]; e != nil {
			good.Content[asJSON].Examples = e
		}
		act.Responses["200"] = good
		for _, status := range slices.Concat(op.fails, []int{http.StatusMisdirectedRequest, http.StatusServiceUnavailable}) {
			act.Responses[strconv.Itoa(status)] = &Response{Description: say(fmt.Sprintf("status.%d", status)),
				Content: map[string]*Media{"application/problem+json": {Schema: ref("problem"), Examples: examples[fmt.Sprintf("%s %d", op.ID, status)]}}}
		}
		if d.Paths[op.Path] == nil {
			d.Paths[op.Path] = map[string]*Action{}
		}
		d.Paths[op.Path][strings.ToLower(op.Method)] = act
	}
	return d
}

// parameterExamples are values to try.
var parameterExamples = map[string]string{"statement": "s1", "id": "eshre-2022-t4-reflex", "setting": "uk", "asOf": "2026-03-01"}

func ref(name string) *jsonschema.Schema {
	return &jsonschema.Schema{Ref: "#/components/schemas/" + name}
}

// write is the document as JSON and as YAML.
func (d *Document) write() [2][]byte {
	var b, y bytes.Buffer
	if err := encode(&b, d); err != nil {
		panic(err)
	}
	var root yaml.Node // JSON is YAML
	if err := yaml.Unmarshal(b.Bytes(), &root); err != nil {
		panic(err)
	}
	var plain func(n *yaml.Node)
	plain = func(n *yaml.Node) {
		n.Style = 0
		for _, c := range n.Content {
			plain(c)
		}
	}
	plain(&root)
	e := yaml.NewEncoder(&y)
	e.SetIndent(2)
	if err := e.Encode(&root); err != nil {
		panic(err)
	}
	return [2][]byte{b.Bytes(), y.Bytes()}
}

// SchemaNames are the names of the schemas, in order.
func (d *Document) SchemaNames() []string { return slices.Sorted(maps.Keys(d.Components.Schemas)) }

// Indented is a schema, or an example, as JSON to read: a list of words, and a small
// object, stand in one line.
func (d *Document) Indented(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return ""
	}
	text := flat.ReplaceAllStringFunc(b.String(), func(s string) string { return blanks.ReplaceAllString(s, " ") })
	return small.ReplaceAllStringFunc(text, func(s string) string {
		if one := blanks.ReplaceAllString(s, " "); len(one) < 110 {
			return one
		}
		return s
	})
}

var (
	flat   = regexp.MustCompile(`\[\n[^\[\]{}]*\]`)
	small  = regexp.MustCompile(`\{\n[^{}]*\}`)
	blanks = regexp.MustCompile(`\s*\n\s*`)
)

// Kinds are the keys of a part of the document, in order.
func Kinds[T any](of map[string]T) []string { return slices.Sorted(maps.Keys(of)) }
