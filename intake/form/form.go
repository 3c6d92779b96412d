// Package form reads forms of Gravida's own that somebody filled in: FHIR
// QuestionnaireResponses, from whatever program showed the form. An answer to the long
// form becomes a line of a case file, by its link id; the case file's reader then says
// whether it can be right. What an interview's answers mean is known above this floor.
//
// Rules of this place: nothing is guessed. An answer to a question that the form does
// not have, of another type than it asks for, or that a case file would refuse, is left
// out and becomes an issue of the case, with the item it stood in.
package form

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/gravida-health/gravida/internal/r4"
)

// The addresses of the two forms, without a version.
const (
	Case      = r4.OwnSystem + "questionnaire:case"      // the long form
	Interview = r4.OwnSystem + "questionnaire:interview" // the adaptive one
)

// Filled are the statuses of a form whose answers count.
var Filled = []string{"in-progress", "completed", "amended", "stopped"}

// Response is a filled form.
type Response struct {
	ID       string
	Form     string // Case or Interview; "" where it is no form of ours
	Status   string
	Authored string // a FHIR dateTime, or ""
	Language string
	Subject  string // a reference
	Items    []Item
	// Asked are the link ids of the questions that an adaptive form holds so far, in
	// their order.
	Asked []string
}

// Item is a group or a question of a filled form.
type Item struct {
	LinkID  string
	Path    string // in FHIRPath
	Label   string // its link id, and which of several where it repeats
	Answers []Answer
	Items   []Item // below it, or below its answers
}

// Answer is what was filled in.
type Answer struct {
	Path string
	// Type is the type it has, such as Coding or Date; "" where it has no value or
	// several.
	Type  string
	Text  string // of a primitive type
	Code  Coding
	Value Quantity
	Items []Item
}

// Coding is a chosen option.
type Coding struct {
	System  string `json:"system"`
	Code    string `json:"code"`
	Display string `json:"display"`
}

// Quantity is a number with its unit.
type Quantity struct {
	Value      jsontext.Value `json:"value"`
	Comparator string         `json:"comparator"`
	Unit       string         `json:"unit"`
	System     string         `json:"system"`
	Code       string         `json:"code"`
}

type rawResponse struct {
	ResourceType  string         `json:"resourceType"`
	ID            string         `json:"id"`
	Language      string         `json:"language"`
	Contained     []rawQuestions `json:"contained"`
	Questionnaire string         `json:"questionnaire"`
	Status        string         `json:"status"`
	Subject       struct {
		Reference string `json:"reference"`
	} `json:"subject"`
	Authored string    `json:"authored"`
	Item     []rawItem `json:"item"`
}

// rawQuestions is a contained resource, read only where it is a Questionnaire.
type rawQuestions struct {
	ResourceType string   `json:"resourceType"`
	ID           string   `json:"id"`
	URL          string   `json:"url"`
	DerivedFrom  []string `json:"derivedFrom"`
	Item         []struct {
		LinkID string `json:"linkId"`
	} `json:"item"`
}

type rawItem struct {
	LinkID string                      `json:"linkId"`
	Answer []map[string]jsontext.Value `json:"answer"`
	Item   []rawItem                   `json:"item"`
}

// Decode reads a filled form. The error says what of it is no QuestionnaireResponse.
func Decode(data []byte) (*Response, error) {
	var raw rawResponse
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("read the form: %w", err)
	}
	if raw.ResourceType != "QuestionnaireResponse" {
		return nil, fmt.Errorf("a %q is no QuestionnaireResponse", raw.ResourceType)
	}
	r := &Response{ID: raw.ID, Status: raw.Status, Authored: raw.Authored, Language: raw.Language, Subject: raw.Subject.Reference}
	r.Form = formOf(raw.Questionnaire, raw.Contained)
	for _, c := range raw.Contained {
		if c.ResourceType == "Questionnaire" && raw.Questionnaire == "#"+strings.TrimPrefix(c.ID, "#") {
			for _, i := range c.Item {
				r.Asked = append(r.Asked, i.LinkID)
			}
		}
	}
	var err error
	if r.Items, err = items(raw.Item, "QuestionnaireResponse", "", 0); err != nil {
		return nil, err
	}
	return r, nil
}

// Find gives the filled forms of ours that a document is: a form by itself, or a Bundle
// of forms, with the questionnaires and the women they belong to and nothing else. A
// Bundle that holds a record beside them is a record.
func Find(data []byte) (forms [][]byte) {
	if !bytes.Contains(data, []byte(r4.OwnSystem+"questionnaire:")) {
		return nil
	}
	var doc struct {
		ResourceType string `json:"resourceType"`
		Entry        []struct {
			Resource jsontext.Value `json:"resource"`
		} `json:"entry"`
	}
	if json.Unmarshal(data, &doc) != nil {
		return nil
	}
	if doc.ResourceType == "QuestionnaireResponse" {
		return own(nil, data)
	}
	for _, e := range doc.Entry {
		var of struct {
			ResourceType string `json:"resourceType"`
		}
		if doc.ResourceType != "Bundle" || json.Unmarshal(e.Resource, &of) != nil {
			return nil
		}
		switch of.ResourceType {
		case "Questionnaire", "Patient", "OperationOutcome":
		case "QuestionnaireResponse":
			before := len(forms)
			if forms = own(forms, e.Resource); len(forms) == before {
				return nil
			}
		default:
			return nil
		}
	}
	return forms
}

func own(forms [][]byte, data []byte) [][]byte {
	var head struct {
		Questionnaire string         `json:"questionnaire"`
		Contained     []rawQuestions `json:"contained"`
	}
	if json.Unmarshal(data, &head) != nil || formOf(head.Questionnaire, head.Contained) == "" {
		return forms
	}
	return append(forms, data)
}

// formOf is which form of ours was filled in: by its address, or by that of the
// questionnaire inside.
func formOf(canonical string, contained []rawQuestions) string {
	if form := ours(canonical); form != "" {
		return form
	}
	for _, c := range contained {
		if c.ResourceType != "Questionnaire" || canonical != "#"+strings.TrimPrefix(c.ID, "#") {
			continue
		}
		for _, address := range append([]string{c.URL}, c.DerivedFrom...) {
			if form := ours(address); form != "" {
				return form
			}
		}
	}
	return ""
}

// ours is the form an address means; "" for another's.
func ours(canonical string) string {
	if url, _, _ := strings.Cut(canonical, "|"); url == Case || url == Interview {
		return url
	}
	return ""
}

// deepest is how deep items lie in each other: twice as deep as in any form of ours.
const deepest = 16

// items reads the items below one that has a label of its own, which stands in the
// place of its link id.
func items(raw []rawItem, path, label string, depth int) (list []Item, err error) {
	if depth > deepest && len(raw) > 0 {
		return nil, fmt.Errorf("%s: items within items, more than %d deep", path, deepest)
	}
	times, seen := map[string]int{}, map[string]int{}
	for _, r := range raw {
		times[r.LinkID]++
	}
	for n, r := range raw {
		i := Item{LinkID: r.LinkID, Path: path + ".item[" + strconv.Itoa(n) + "]", Label: r.LinkID}
		if label != "" {
			above, rest := commonly(label, r.LinkID)
			i.Label = above + rest
		}
		if seen[r.LinkID]++; times[r.LinkID] > 1 {
			i.Label += "." + strconv.Itoa(seen[r.LinkID])
		}
		if i.Items, err = items(r.Item, i.Path, i.Label, depth+1); err != nil {
			return nil, err
		}
		for m, fields := range r.Answer {
			a, err := answer(fields, i.Path+".answer["+strconv.Itoa(m)+"]", i.Label, depth)
			if err != nil {
				return nil, err
			}
			i.Answers = append(i.Answers, a)
		}
		list = append(list, i)
	}
	return list, nil
}

// commonly puts a link id under the label of the item above: below pregnancies.2 the
// link id pregnancies.ended is pregnancies.2.ended.
func commonly(label, link string) (above, rest string) {
	plain := label
	if cut := strings.LastIndexByte(label, '.'); cut >= 0 {
		if _, err := strconv.Atoi(label[cut+1:]); err == nil {
			plain = label[:cut]
		}
	}
	if rest, ok := strings.CutPrefix(link, plain); ok && plain != label {
		return label, rest
	}
	return "", link
}

func answer(fields map[string]jsontext.Value, path, label string, depth int) (Answer, error) {
	a := Answer{Path: path}
	values := 0
	for name, raw := range fields {
		kind, ok := strings.CutPrefix(name, "value")
		switch {
		case ok:
			values++
			if err := a.read(kind, raw); err != nil {
				return a, fmt.Errorf("%s.%s: %w", path, name, err)
			}
		case name == "item":
			var below []rawItem
			err := json.Unmarshal(raw, &below)
			if err == nil {
				a.Items, err = items(below, path, label, depth+1)
			}
			if err != nil {
				return a, fmt.Errorf("%s.item: %w", path, err)
			}
		}
	}
	if values != 1 {
		a.Type = ""
	}
	return a, nil
}

// read reads a value of a type by its name: Coding, Date.
func (a *Answer) read(kind string, raw jsontext.Value) error {
	a.Type = kind
	switch kind {
	case "Coding":
		return json.Unmarshal(raw, &a.Code)
	case "Quantity":
		return json.Unmarshal(raw, &a.Value)
	case "Decimal", "Integer", "Boolean":
		a.Text = string(raw)
		return nil
	case "Attachment", "Reference":
		return nil
	}
	return json.Unmarshal(raw, &a.Text)
}

// Shown is an answer as a person reads it in a message.
func (a *Answer) Shown() string {
	switch {
	case a.Type == "":
		return "an answer without one value"
	case a.Type == "Coding" && a.Code.System != "":
		return strconv.Quote(clip(a.Code.System + "#" + a.Code.Code))
	case a.Type == "Coding":
		return strconv.Quote(clip(a.Code.Code))
	case a.Type == "Quantity":
		return strconv.Quote(clip(strings.TrimSpace(a.Value.Comparator + string(a.Value.Value) + " " + a.Value.Unit)))
	}
	return a.Type + " " + strconv.Quote(clip(a.Text))
}

// clip keeps the beginning of a text that somebody sent.
func clip(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Below are the items below an item, also those below its answers.
func (i *Item) Below() []Item {
	all := append([]Item{}, i.Items...)
	for _, a := range i.Answers {
		all = append(all, a.Items...)
	}
	return all
}
