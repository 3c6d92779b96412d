package server

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gravida-health/gravida/server/api"
	"github.com/gravida-health/gravida/view/words"
)

// manual is the page that shows the API: the OpenAPI document, to read.
type manual struct {
	Root    string
	Says    string
	Curl    string
	Acts    []act
	Errors  []coded
	Schemas []named
}

// act is one operation.
type act struct {
	ID, Method, Path string
	Summary, Says    string
	Curl             string
	Parameters       []parameter
	Kinds            []sent
	Gives            string        // the name of a schema
	Body             template.HTML // an example
	Answers          []coded
	Shown            []shownExample
}

// sent is a form of a body, and its schema.
type sent struct{ Kind, Schema string }

type parameter struct{ Name, Where, Accepted, Says string }

type coded struct{ Status, Says string }

type shownExample struct {
	Status string
	Text   template.HTML
}

type named struct {
	Name string
	Text template.HTML
}

// longestExample is how much of an example is shown.
const longestExample = 3000

// apiPage shows the API. Its data is the document itself.
func (s *Server) apiPage(q *request) error {
	d := s.api.Document(q.lang)
	if q.json {
		return q.data(http.StatusOK, d)
	}
	page := s.manuals[q.lang]()
	return q.page(http.StatusOK, "api", q.say("api.title"), page)
}

func (s *Server) manual(lang string) *manual {
	d := s.api.Document(lang)
	page := &manual{Root: api.Root, Says: d.Info.Description,
		Curl: "curl -H 'Content-Type: application/yaml' --data-binary @examples/anna.yaml \\\n     'http://" + Address + api.Root + "/assess?setting=uk&lang=" + lang + "'"}
	errors := map[string]bool{}
	for _, op := range s.api.Operations() {
		a := d.Paths[op.Path][strings.ToLower(op.Method)]
		one := act{ID: op.ID, Method: op.Method, Path: api.Root + op.Path, Summary: a.Summary, Says: a.Description}
		path := strings.NewReplacer("{statement}", "s1", "{id}", "tsh").Replace(one.Path)
		one.Curl = "curl http://" + Address + path
		switch {
		case a.Body != nil && a.Body.Content["application/yaml"] != nil:
			one.Curl = "curl -H 'Content-Type: application/yaml' --data-binary @case.yaml http://" + Address + path
		case a.Body != nil:
			one.Curl = "curl -H 'Content-Type: application/json' --data '{}' http://" + Address + path
		}
		for _, p := range a.Parameters {
			one.Parameters = append(one.Parameters, parameter{p.Name, words.In(lang, "api.where."+p.In), accepted(lang, p.Schema), p.Description})
		}
		if a.Body != nil {
			for _, kind := range api.Kinds(a.Body.Content) {
				m := a.Body.Content[kind]
				one.Kinds = append(one.Kinds, sent{kind, schemaName(m.Schema)})
				for _, e := range m.Examples {
					if one.Body == "" || kind == "application/json" {
						one.Body = escaped(clip(d.Indented(e.Value), longestExample))
					}
				}
			}
		}
		for _, status := range api.Kinds(a.Responses) {
			r := a.Responses[status]
			one.Answers = append(one.Answers, coded{status, r.Description})
			if status[0] != '2' && !errors[status] {
				errors[status] = true
				page.Errors = append(page.Errors, coded{status, r.Description})
			}
			for _, kind := range api.Kinds(r.Content) {
				m := r.Content[kind]
				if status == "200" && one.Gives == "" {
					one.Gives = schemaName(m.Schema)
				}
				for _, name := range api.Kinds(m.Examples) {
					one.Shown = append(one.Shown, shownExample{status, escaped(clip(d.Indented(m.Examples[name].Value), longestExample))})
				}
			}
		}
		page.Acts = append(page.Acts, one)
	}
	for _, name := range d.SchemaNames() {
		page.Schemas = append(page.Schemas, named{name, escaped(d.Indented(d.Components.Schemas[name]))})
	}
	return page
}

// escaped is text between two tags. JSON is full of quotes, which the template would
// write as five letters each; between tags they can stand.
func escaped(s string) template.HTML {
	return template.HTML(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s))
}

func schemaName(s *jsonschema.Schema) string {
	return strings.TrimPrefix(s.Ref, "#/components/schemas/")
}

// accepted says in a line what a parameter may be.
func accepted(lang string, s *jsonschema.Schema) string {
	switch {
	case len(s.Enum) > 0:
		list := make([]string, len(s.Enum))
		for i, v := range s.Enum {
			list[i] = fmt.Sprint(v)
		}
		return strings.Join(list, ", ")
	case s.Type == "integer":
		return fmt.Sprintf("%g–%g", *s.Minimum, *s.Maximum)
	case s.Format == "date":
		return "2026-03-01"
	case s.MaxLength != nil:
		return words.Fill(lang, "api.anyText", "n", strconv.Itoa(*s.MaxLength))
	}
	return s.Pattern
}
