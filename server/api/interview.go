package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/jsonschema-go/jsonschema"
	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
)

// Talk is an interview so far, as the caller keeps it.
type Talk struct {
	AsOf    string          `json:"asOf,omitempty" jsonschema:"the day of the interview, a full date; today when left out, and not before the day of the record"`
	From    json.RawMessage `json:"from,omitempty" jsonschema:"the case file to begin from; nothing when left out"`
	Answers []TalkAnswer    `json:"answers,omitempty" jsonschema:"what was said, in the order it was said; an answer to the same page takes the place of the earlier one"`
}

// TalkAnswer is what was said on one page.
type TalkAnswer struct {
	Page   string              `json:"page" jsonschema:"its id"`
	Values map[string][]string `json:"values,omitempty" jsonschema:"by the names of its fields; a field that is left out was left open, and never means no"`
}

// Asked is where an interview stands.
type Asked struct {
	AsOf      string               `json:"asOf"`
	Lang      string               `json:"lang"`
	Knowledge assessment.Edition   `json:"knowledge"`
	Page      *page                `json:"page,omitempty" jsonschema:"what to ask next; left out when nothing more can change the answer"`
	Left      int                  `json:"left" jsonschema:"pages that would still be shown if nothing new came up, this one counted"`
	Mistakes  []slip               `json:"mistakes" jsonschema:"answers that could not be taken; they do not count"`
	RedFlags  []assessment.RedFlag `json:"redFlags" jsonschema:"dangers, the most urgent first; show them at once"`
	Said      []string             `json:"said" jsonschema:"the pages whose answers count"`
	Case      json.RawMessage      `json:"case" jsonschema:"all that was said, as a case file to assess"`
	LeftOut   []string             `json:"leftOut,omitempty" jsonschema:"what of the record no case file can hold"`
}

type page struct {
	ID     string   `json:"id"`
	Ask    string   `json:"ask"`
	Help   string   `json:"help,omitempty"`
	Why    string   `json:"why,omitempty" jsonschema:"why it is asked"`
	Danger bool     `json:"danger" jsonschema:"the answer could raise a red flag"`
	Facts  []string `json:"facts" jsonschema:"what its answer would tell"`
	Fields []field  `json:"fields"`
}

type field struct {
	Name    string   `json:"name"`
	Label   string   `json:"label"`
	Help    string   `json:"help,omitempty"`
	Kind    string   `json:"kind" jsonschema:"one or many of the options; date, weeks, number or line"`
	Unit    string   `json:"unit,omitempty"`
	Lowest  *float64 `json:"lowest,omitempty"`
	Highest *float64 `json:"highest,omitempty"`
	Past    bool     `json:"past,omitempty" jsonschema:"a date that cannot lie after the day of the interview"`
	Options []option `json:"options,omitempty"`
	Only    []only   `json:"only,omitempty" jsonschema:"asked only when all of this holds"`
}

type option struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Help  string `json:"help,omitempty"`
}

type only struct {
	Field string   `json:"field" jsonschema:"another field of the page"`
	Is    []string `json:"is,omitempty" jsonschema:"says one of these; anything at all when left out"`
	Not   bool     `json:"not,omitempty" jsonschema:"and this turns it round"`
}

type slip struct {
	Answer int    `json:"answer" jsonschema:"its place among the answers, from 0"`
	Page   string `json:"page"`
	Field  string `json:"field,omitempty" jsonschema:"left out where the page as a whole does not fit"`
	Says   string `json:"says" jsonschema:"for her"`
	With   string `json:"with,omitempty" jsonschema:"the page it does not fit with"`
	Detail string `json:"detail,omitempty" jsonschema:"for a developer, in English"`
}

// Bounds of an interview that is sent.
const (
	mostAnswers = 300
	mostFields  = 50
	mostValues  = 300
	longestSaid = 1000 // characters
)

// talkSchema is what an interview that is sent must look like; the case in it is read
// as any case file.
func talkSchema(from *jsonschema.Schema) *jsonschema.Schema {
	s := reflected[Talk](map[string]*jsonschema.Schema{"from": from})
	s.Properties["asOf"].Format = "date"
	s.Properties["asOf"].Pattern = fullDate.String()
	answers := s.Properties["answers"]
	answers.MaxItems = jsonschema.Ptr(mostAnswers)
	one := answers.Items
	one.Properties["page"].MinLength, one.Properties["page"].MaxLength = jsonschema.Ptr(1), jsonschema.Ptr(200)
	values := one.Properties["values"]
	values.MaxProperties = jsonschema.Ptr(mostFields)
	values.AdditionalProperties.MaxItems = jsonschema.Ptr(mostValues)
	values.AdditionalProperties.Items.MaxLength = jsonschema.Ptr(longestSaid)
	return s
}

var talkForm = func() *jsonschema.Resolved {
	r, err := talkSchema(&jsonschema.Schema{}).Resolve(nil)
	if err != nil {
		panic(err)
	}
	return r
}()

// talk reads an interview that is sent.
func (c *call) talk() (*Talk, *patient.Case, error) {
	_, data, err := c.body()
	if err != nil {
		return nil, nil, err
	}
	wrong := func(status int, found string) error {
		return refuse(status, "body", found, "an interview as the schema interviewRequest has it", "")
	}
	// Go's own decoder would take the last of two values for one key.
	strict := jsontext.NewDecoder(bytes.NewReader(data))
	if err := strict.SkipValue(); err != nil {
		return nil, nil, wrong(http.StatusBadRequest, err.Error())
	}
	if _, err := strict.ReadToken(); err == nil || !json.Valid(data) {
		return nil, nil, wrong(http.StatusBadRequest, "something after the object")
	}
	var any any
	if err := json.Unmarshal(data, &any); err != nil {
		return nil, nil, wrong(http.StatusBadRequest, err.Error())
	}
	if err := talkForm.Validate(any); err != nil {
		return nil, nil, wrong(http.StatusUnprocessableEntity, err.Error())
	}
	t := &Talk{}
	if err := json.Unmarshal(data, t); err != nil {
		return nil, nil, wrong(http.StatusUnprocessableEntity, "what is no interview")
	}
	if d, err := date.Parse(t.AsOf); t.AsOf != "" && (err != nil || !d.Full()) {
		return nil, nil, refuse(http.StatusUnprocessableEntity, "body#/asOf", problem.Quote(t.AsOf), "a date as 2026-03-01", "")
	}
	if len(t.From) == 0 {
		return t, nil, nil
	}
	from, err := casefile.ReadJSON("from", t.From, c.api.engine.Base())
	if err != nil {
		list, _ := mistakesOf(err)
		return nil, nil, &failure{http.StatusUnprocessableEntity, list}
	}
	return t, from, nil
}

// interview takes the answers one after the other, as a woman gives them, and says
// what is next. Nothing of it is kept.
func (c *call) interview() error {
	t, from, err := c.talk()
	if err != nil {
		return err
	}
	state := interview.State{AsOf: c.today()}
	if from != nil && from.AsOf.Known() && from.AsOf.Earliest() > state.AsOf.Latest() {
		state.AsOf = from.AsOf
	}
	if t.AsOf != "" {
		state.AsOf = date.MustParse(t.AsOf)
	}
	if from != nil {
		if date.Before(state.AsOf, from.AsOf).String() == "yes" {
			return refuse(http.StatusUnprocessableEntity, "body#/asOf", t.AsOf, "the day of the record, "+from.AsOf.String()+", or later", "")
		}
		if name, at, late := from.After(state.AsOf); late {
			return refuse(http.StatusUnprocessableEntity, at.Source.String(), fmt.Sprintf("%s on %s, after the day of the interview %s", name, at.Value, state.AsOf), "facts up to that day, or a later asOf", "")
		}
		state.From = c.api.talks[c.lang].Since(from, state.AsOf)
	}
	choice := c.choice(from)
	talk := c.api.talks[c.lang].With(func(p *patient.Case) *assessment.Assessment { return c.api.engine.Assess(p, choice) })
	out := &Asked{AsOf: state.AsOf.String(), Lang: c.lang, Mistakes: []slip{}, Said: []string{}}
	for i, said := range t.Answers {
		if c.r.Context().Err() != nil {
			return c.r.Context().Err()
		}
		after, mistakes := talk.Give(state, interview.Answer{Page: said.Page, Values: said.Values})
		for _, m := range mistakes {
			out.Mistakes = append(out.Mistakes, slip{i, m.Page, m.Field, m.Says.In(c.lang), m.With, m.Detail})
		}
		state = after
	}
	step, err := talk.Next(state)
	if err != nil {
		return refuse(http.StatusUnprocessableEntity, "from", "a record from which no interview can go on: "+err.Error(), "a record that a case file can hold", "")
	}
	for _, p := range talk.Said(state) {
		out.Said = append(out.Said, p.ID)
	}
	out.Knowledge, out.RedFlags, out.Left = step.Assessment.Knowledge, step.Assessment.RedFlags, step.Left
	if out.RedFlags == nil {
		out.RedFlags = []assessment.RedFlag{}
	}
	if step.Page != nil {
		out.Page = pageOf(step.Page, c.lang)
	}
	so, err := talk.Case(state)
	if err != nil {
		return err
	}
	if out.Case, out.LeftOut, err = asCase(so, c); err != nil {
		return err
	}
	send(c.w, http.StatusOK, asJSON, out)
	return nil
}

func pageOf(p *interview.Page, lang string) *page {
	out := &page{ID: p.ID, Ask: p.Ask.In(lang), Help: p.Help.In(lang), Why: p.Why.In(lang), Danger: p.Danger, Facts: append([]string{}, p.Facts...), Fields: []field{}}
	for _, f := range p.Fields {
		shown := field{Name: f.Name, Label: f.Label.In(lang), Help: f.Help.In(lang), Kind: string(f.Kind), Unit: f.Unit.In(lang), Past: f.Past}
		if f.Lowest != 0 || f.Highest != 0 {
			shown.Lowest, shown.Highest = &f.Lowest, &f.Highest
		}
		for _, o := range f.Options {
			shown.Options = append(shown.Options, option{o.Value, o.Label.In(lang), o.Help.In(lang)})
		}
		for _, o := range f.Only {
			shown.Only = append(shown.Only, only(o))
		}
		out.Fields = append(out.Fields, shown)
	}
	return out
}

// asCase writes a case as the JSON of a case file, its keys in their order.
func asCase(p *patient.Case, c *call) (json.RawMessage, []string, error) {
	var text bytes.Buffer
	leftOut, err := casefile.WriteAccepted(&text, p, c.api.engine.Base())
	if err != nil {
		return nil, nil, refuse(http.StatusUnprocessableEntity, "from", "a record that no case file can hold", "a case file", "")
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text.Bytes(), &root); err != nil {
		return nil, nil, fmt.Errorf("read what was written: %w", err)
	}
	var out bytes.Buffer
	inJSON(&out, root.Content[0])
	return out.Bytes(), leftOut, nil
}

// inJSON writes a node of plain YAML, as the case file's writer makes it.
func inJSON(b *bytes.Buffer, n *yaml.Node) {
	text := func(s string) {
		quoted, _ := json.Marshal(s) // a text always can be
		b.Write(quoted)
	}
	switch {
	case n.Kind == yaml.MappingNode:
		b.WriteByte('{')
		for i := 0; i < len(n.Content); i += 2 {
			if i > 0 {
				b.WriteByte(',')
			}
			text(n.Content[i].Value)
			b.WriteByte(':')
			inJSON(b, n.Content[i+1])
		}
		b.WriteByte('}')
	case n.Kind == yaml.SequenceNode:
		b.WriteByte('[')
		for i, item := range n.Content {
			if i > 0 {
				b.WriteByte(',')
			}
			inJSON(b, item)
		}
		b.WriteByte(']')
	case n.Tag != "!!str" && n.Tag != "!!timestamp" && json.Valid([]byte(n.Value)):
		b.WriteString(n.Value)
	default:
		text(n.Value)
	}
}
