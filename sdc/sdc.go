// Package sdc puts the interview into questionnaires for programs of others, by HL7's
// guide on structured data capture (SDC 4.0.0, on FHIR R4): the adaptive questionnaire
// whose next question is asked for with $next-question, and what its answers say as a
// case.
//
// Rules of this place: nothing is kept between two requests, everything stands in the
// QuestionnaireResponse; no answer is ever dropped from it; what cannot be right is told
// with the place of the item. Which pages there are is the interview's affair alone.
package sdc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/form"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/knowledgefhir"
)

// Forms are the questionnaires of one knowledge base. They may be used by many
// goroutines.
type Forms struct {
	base   *knowledge.Base
	talks  map[string]*interview.Interview // by language
	static map[string][]byte               // the published questionnaires by id, in English
	ids    []string
}

// New makes the questionnaires. There is an interview for each language, which differs
// only in the language of its assessments.
func New(base *knowledge.Base, talks map[string]*interview.Interview) (*Forms, error) {
	f := &Forms{base: base, talks: talks, static: map[string][]byte{}}
	for _, r := range knowledgefhir.Questionnaires(base) {
		data, err := r.JSON()
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := json.Compact(&b, data); err != nil {
			return nil, fmt.Errorf("write the questionnaire %s: %w", r.ID, err)
		}
		f.static[r.ID] = b.Bytes()
		f.ids = append(f.ids, r.ID)
	}
	return f, nil
}

// IDs are the ids of the published questionnaires.
func (f *Forms) IDs() []string { return slices.Clone(f.ids) }

// Questionnaire is a published questionnaire in a language, with the other beside it;
// false for an id there is none of.
func (f *Forms) Questionnaire(id, lang string) ([]byte, bool) {
	data, ok := f.static[id]
	if !ok {
		return nil, false
	}
	if lang == english {
		return data, true
	}
	return turned(data, lang), true
}

// Languages of the texts. Each stands beside the other as a translation.
const (
	english = "en"
	chinese = "zh"
)

// Next is a response after $next-question: all that was in it, and the next question in
// the questionnaire it contains. Today is the day of the interview where the response
// has none yet.
func (f *Forms) Next(body []byte, lang string, today date.Date) ([]byte, error) {
	response, err := unwrapped(body)
	if err != nil {
		return nil, err
	}
	r, err := form.Decode(response)
	if err != nil {
		return nil, Refused{{Code: "structure", Says: err.Error()}}
	}
	if r.Form != form.Interview {
		return nil, Refused{{Code: "invalid", Says: "the questionnaire is not the interview; accepted: " + form.Interview + ", or a contained questionnaire derived from it",
			Path: "QuestionnaireResponse.questionnaire"}}
	}
	if !slices.Contains(form.Filled, r.Status) {
		return nil, Refused{{Code: "code-invalid", Says: fmt.Sprintf("the status is %q; accepted: in-progress, completed, amended, stopped", r.Status), Path: "QuestionnaireResponse.status"}}
	}
	if long, is := tooLong("", r); is {
		return nil, Refused{{Code: "too-long", Says: long.Error(), Path: "QuestionnaireResponse"}}
	}
	if lang == "" {
		lang = spoken(r.Language)
	}
	if r.Authored != "" {
		var ok bool
		if today, ok = r.Day(); !ok {
			return nil, Refused{{Code: "value", Says: fmt.Sprintf("authored is %q; accepted: a full date", r.Authored), Path: "QuestionnaireResponse.authored"}}
		}
	}
	s, wrong := f.state(r, today)
	if len(wrong) > 0 {
		return nil, wrong.in(lang)
	}
	talk := f.talks[english]
	step, err := talk.Next(s)
	if err != nil {
		return nil, fmt.Errorf("find the next question: %w", err)
	}
	var more []item
	if len(step.Assessment.RedFlags) > 0 {
		inChinese, err := f.talks[chinese].Next(s)
		if err != nil {
			return nil, fmt.Errorf("find the next question: %w", err)
		}
		more = f.dangers(step.Assessment.RedFlags, inChinese.Assessment.RedFlags, r.Asked)
	}
	if step.Page != nil {
		more = append(more, group(step.Page, s.AsOf))
	}
	return f.grown(response, r, more, step.Page == nil, lang, today)
}

// unwrapped is the response itself, which may stand in Parameters.
func unwrapped(body []byte) ([]byte, error) {
	var head struct {
		ResourceType string `json:"resourceType"`
		Parameter    []struct {
			Name     string          `json:"name"`
			Resource json.RawMessage `json:"resource"`
		} `json:"parameter"`
	}
	if err := json.Unmarshal(body, &head); err != nil {
		return nil, Unreadable{err}
	}
	switch head.ResourceType {
	case "QuestionnaireResponse":
		return body, nil
	case "Parameters":
		for _, p := range head.Parameter {
			if p.Name == "questionnaire-response" && len(p.Resource) > 0 {
				return p.Resource, nil
			}
		}
		return nil, Refused{{Code: "required", Says: "Parameters without questionnaire-response; accepted: a QuestionnaireResponse as its resource", Path: "Parameters.parameter"}}
	}
	return nil, Refused{{Code: "structure", Says: fmt.Sprintf("a resource of the type %q; accepted: QuestionnaireResponse, or Parameters with one", clip(head.ResourceType))}}
}

// grown is the response with what is asked next, and everything that it held.
func (f *Forms) grown(response []byte, r *form.Response, more []item, done bool, lang string, today date.Date) ([]byte, error) {
	whole := map[string]json.RawMessage{}
	if err := json.Unmarshal(response, &whole); err != nil {
		return nil, Unreadable{err}
	}
	var contained []json.RawMessage
	if err := member(whole, "contained", &contained); err != nil {
		return nil, Unreadable{err}
	}
	var canonical string
	if err := member(whole, "questionnaire", &canonical); err != nil {
		return nil, Unreadable{err}
	}
	at := slices.IndexFunc(contained, func(c json.RawMessage) bool {
		var head struct{ ResourceType, ID string }
		return json.Unmarshal(c, &head) == nil && head.ResourceType == "Questionnaire" && canonical == "#"+strings.TrimPrefix(head.ID, "#")
	})
	if at < 0 {
		contained, at = append(contained, marshal(f.begun())), len(contained)
		whole["questionnaire"] = marshal("#" + containedID)
	}
	asked := map[string]json.RawMessage{}
	if err := json.Unmarshal(contained[at], &asked); err != nil {
		return nil, Unreadable{err}
	}
	var items []json.RawMessage
	if err := member(asked, "item", &items); err != nil {
		return nil, Unreadable{err}
	}
	var was string
	if err := member(asked, "language", &was); err != nil {
		return nil, Unreadable{err}
	}
	if spoken(was) != lang {
		for i := range items {
			items[i] = turned(items[i], lang)
		}
		for _, name := range []string{"title", "_title"} {
			delete(asked, name)
		}
		for name, text := range f.title(lang) {
			asked[name] = text
		}
	}
	for _, i := range more {
		items = append(items, turned(marshal(i), lang))
	}
	if len(items) > 0 {
		asked["item"] = marshal(items)
	}
	asked["language"] = marshal(lang)
	contained[at] = marshal(asked)
	whole["contained"] = marshal(contained)
	whole["status"] = marshal("in-progress")
	if done {
		whole["status"] = marshal("completed")
	}
	if r.Authored == "" && today.Known() {
		whole["authored"] = marshal(today.String())
	}
	return marshal(whole), nil
}

const containedID = "gravida-interview"

// begun is the questionnaire that a response contains, before anything is asked.
func (f *Forms) begun() map[string]any {
	var of struct {
		URL       string            `json:"url"`
		Version   string            `json:"version"`
		Extension []json.RawMessage `json:"extension"`
	}
	if err := json.Unmarshal(f.static[containedID], &of); err != nil {
		panic(err) // we wrote it
	}
	q := map[string]any{"resourceType": "Questionnaire", "id": containedID, "language": english, "extension": of.Extension,
		"derivedFrom": []string{of.URL + "|" + of.Version}, "status": "active", "subjectType": []string{"Patient"}}
	for name, text := range f.title(english) {
		q[name] = text
	}
	return q
}

// title is the name of the interview, and its translation.
func (f *Forms) title(lang string) map[string]json.RawMessage {
	var all map[string]json.RawMessage
	q, _ := f.Questionnaire(containedID, lang)
	if err := json.Unmarshal(q, &all); err != nil {
		panic(err) // we wrote it
	}
	return map[string]json.RawMessage{"title": all["title"], "_title": all["_title"]}
}

// member reads a member of an object, if it is there.
func member(of map[string]json.RawMessage, name string, into any) error {
	if raw, ok := of[name]; ok {
		return json.Unmarshal(raw, into)
	}
	return nil
}

// marshal writes what can always be written.
func marshal(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSpace(b.Bytes())
}

// clip keeps the beginning of a text that somebody sent.
func clip(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
