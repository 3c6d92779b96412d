package sdc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// The items of a response that are written.

type told struct {
	LinkID string  `json:"linkId"`
	Answer []given `json:"answer,omitempty"`
	Item   []told  `json:"item,omitempty"`
}

type given struct {
	Coding   *coding     `json:"valueCoding,omitempty"`
	Date     string      `json:"valueDate,omitempty"`
	String   string      `json:"valueString,omitempty"`
	Decimal  json.Number `json:"valueDecimal,omitempty"`
	Integer  json.Number `json:"valueInteger,omitempty"`
	Quantity *quantity   `json:"valueQuantity,omitempty"`
	Item     []told      `json:"item,omitempty"`
}

type quantity struct {
	Value      json.Number `json:"value"`
	Comparator string      `json:"comparator,omitempty"`
	Unit       string      `json:"unit,omitempty"`
	System     string      `json:"system,omitempty"`
	Code       string      `json:"code,omitempty"`
}

// longForm is the id of the long form, which is filled in from a case.
const longForm = "gravida-case"

// Populate fills the long form in with what a case says, for somebody to look through and
// complete. LeftOut says what of the case the form does not ask for, or what no case file
// can hold; it is not in the response. Read again, the response gives the rest of the case.
func (f *Forms) Populate(c *patient.Case, lang string) (response []byte, leftOut []string, err error) {
	var text bytes.Buffer
	if leftOut, err = casefile.WriteAccepted(&text, c, f.base); err != nil {
		return nil, nil, err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(text.Bytes(), &doc); err != nil {
		return nil, nil, fmt.Errorf("read the case that was written: %w", err)
	}
	data, _ := f.Questionnaire(longForm, lang)
	var q struct {
		URL     string `json:"url"`
		Version string `json:"version"`
		Item    []item `json:"item"`
	}
	if err := json.Unmarshal(data, &q); err != nil {
		panic(err) // we wrote it
	}
	p := &populating{file: doc.Content[0], base: f.base, leftOut: leftOut}
	r := map[string]any{"resourceType": "QuestionnaireResponse", "status": "in-progress", "language": lang, "questionnaire": q.URL + "|" + q.Version}
	if items := p.top(q.Item); len(items) > 0 {
		r["item"] = items
	}
	for _, key := range []string{"notDone", "setting"} { // a case file holds them, the long form does not ask for them
		for _, x := range entries(entry(p.file, key)) {
			p.missing(key, x.Value)
		}
	}
	if c.ID != "" {
		r["subject"] = map[string]string{"reference": "Patient/" + c.ID}
	}
	if c.AsOf.Known() {
		r["authored"] = c.AsOf.String()
	}
	return marshal(r), p.leftOut, nil
}

// populating fills the items of the form in from a case file, whose places are their link
// ids.
type populating struct {
	file    *yaml.Node
	base    *knowledge.Base
	leftOut []string
}

func (p *populating) missing(link, value string) {
	p.leftOut = append(p.leftOut, fmt.Sprintf("%s: %q is not in the form", link, clip(value)))
}

// top are the items that stand in no other, and how much of the symptoms is given, which
// is asked beside them.
func (p *populating) top(items []item) (list []told) {
	for i := range items {
		q := &items[i]
		at := entry(p.file, q.LinkID)
		switch name, whole := strings.CutPrefix(q.LinkID, "lists."); {
		case whole:
			list = append(list, p.whole(q, name, entry(p.file, name))...)
		case q.LinkID == "observations":
			list = append(list, p.results(q)...)
		case q.LinkID == "conditions" || q.LinkID == "events":
			list = append(list, p.named(q)...)
		case q.Type == "group" && q.Repeats:
			for _, one := range entries(at) {
				list = append(list, p.group(q, one, strings.TrimSuffix(q.LinkID, "s"))...)
			}
		case q.Type == "group":
			list = append(list, p.group(q, at, "")...)
		default:
			list = append(list, p.answered(q, at)...)
		}
	}
	return list
}

// group fills in the questions of a group from an object, or from a word alone where that
// is its short form.
func (p *populating) group(q *item, from *yaml.Node, word string) []told {
	g := told{LinkID: q.LinkID}
	for i := range q.Item {
		below := &q.Item[i]
		if name, ok := strings.CutPrefix(below.LinkID, "lists."); ok {
			g.Item = append(g.Item, p.whole(below, name, entry(from, name))...)
			continue
		}
		name := strings.TrimPrefix(below.LinkID, strings.TrimSuffix(q.LinkID, ".each")+".")
		at := entry(from, name)
		if name == word && from.Kind == yaml.ScalarNode {
			at = from
		}
		switch {
		case below.Type == "quantity":
			g.Item = append(g.Item, p.measured(below, at, entry(from, "unit"))...)
		case name == "finding" && at == nil: // older files say it as the result
			g.Item = append(g.Item, p.answered(below, entry(from, "result"))...)
		default:
			g.Item = append(g.Item, p.answered(below, at)...)
		}
	}
	if len(g.Item) == 0 {
		return nil
	}
	return []told{g}
}

// answered is a question with its answers.
func (p *populating) answered(q *item, at *yaml.Node) []told {
	if at == nil {
		return nil
	}
	t := told{LinkID: q.LinkID}
	for _, one := range entries(at) {
		value := one.Value
		switch q.Type {
		case "choice":
			switch {
			case one.Tag == "!!bool" && value == "true":
				value = "Y"
			case one.Tag == "!!bool":
				value = "N"
			}
			if c := q.offers(value); c != nil {
				t.Answer = append(t.Answer, given{Coding: c})
			} else {
				p.missing(q.LinkID, value)
			}
		case "date":
			t.Answer = append(t.Answer, given{Date: value})
		case "decimal":
			t.Answer = append(t.Answer, given{Decimal: json.Number(value)})
		case "integer":
			t.Answer = append(t.Answer, given{Integer: json.Number(value)})
		default:
			t.Answer = append(t.Answer, given{String: value})
		}
	}
	if len(t.Answer) == 0 {
		return nil
	}
	return []told{t}
}

// offers is the option of a code; nil where there is none.
func (q *item) offers(code string) *coding {
	for _, o := range q.Option {
		if c := o.ValueCoding; c.Code == code {
			return &coding{System: c.System, Code: c.Code, Display: c.Display}
		}
	}
	return nil
}

// measured is a number with the unit among those the question offers.
func (p *populating) measured(q *item, value, in *yaml.Node) []told {
	if value == nil {
		return nil
	}
	number, n := value.Value, &quantity{}
	for _, sign := range []string{"<=", ">=", "<", ">"} {
		if rest, ok := strings.CutPrefix(number, sign); ok {
			n.Comparator, number = sign, strings.TrimSpace(rest)
			break
		}
	}
	if rest, ok := strings.CutPrefix(number, "1:"); ok {
		n.Unit, number = titre, rest
	}
	if in != nil {
		n.Unit = in.Value
	}
	n.Value = json.Number(number)
	if offered := q.units(); n.Unit == "" && len(offered) == 1 {
		n.Unit = offered[0].Display
	}
	for _, c := range q.units() {
		if same, _ := unit.UCUM(n.Unit); c.Display == n.Unit || c.System == unit.UCUMSystem && c.Code == same {
			n.Unit, n.System, n.Code = c.Display, c.System, c.Code
			break
		}
	}
	return []told{{LinkID: q.LinkID, Answer: []given{{Quantity: n}}}}
}

// titre is the unit of a value such as 1:160, whose second number is written.
const titre = "titre"

// units are the units that a question offers.
func (q *item) units() (list []*coding) {
	for _, e := range q.Extension {
		if e.URL == structures+"questionnaire-unitOption" && e.ValueCoding != nil {
			list = append(list, e.ValueCoding)
		}
	}
	return list
}

// whole says how much of a list is given: what the file says, and what it means by
// saying nothing.
func (p *populating) whole(q *item, name string, list *yaml.Node) []told {
	if how := entry(entry(p.file, "lists"), name); how != nil {
		return p.answered(q, how)
	}
	often := slices.Contains([]string{"conditions", "events"}, name) // given in part, unless it says more
	if list == nil || often && len(list.Content) > 0 {
		return nil
	}
	return p.answered(q, &yaml.Node{Kind: yaml.ScalarNode, Value: "all"})
}

// results are the results of each test.
func (p *populating) results(q *item) []told {
	g := told{LinkID: q.LinkID}
	for i := range q.Item {
		for _, o := range entries(entry(p.file, q.LinkID)) {
			if test := entry(o, "test"); test != nil && q.LinkID+"."+test.Value == q.Item[i].LinkID {
				g.Item = append(g.Item, p.group(&q.Item[i], o, "")...)
			}
		}
	}
	if len(g.Item) == 0 {
		return nil
	}
	return []told{g}
}

// named are the conditions, or the events: yes with the days of each, no for what is
// absent, and the rest by the lists of the rest.
func (p *populating) named(q *item) []told {
	g := told{LinkID: q.LinkID}
	word := strings.TrimSuffix(q.LinkID, "s")
	used := map[*yaml.Node]bool{}
	have := func(below *item, list string) (found []*yaml.Node) {
		for _, one := range entries(entry(p.file, list)) {
			if below.LinkID == q.LinkID+"."+p.asked(wordOf(one, word)) {
				found, used[one] = append(found, one), true
			}
		}
		return found
	}
	for i := range q.Item {
		below := &q.Item[i]
		each := strings.HasSuffix(below.LinkID, ".each")
		yes := have(below, q.LinkID)
		switch {
		case each:
			for _, one := range entries(entry(p.file, q.LinkID)) {
				if below.LinkID == q.LinkID+"."+p.asked(wordOf(one, word))+".each" {
					g.Item = append(g.Item, p.group(below, one, word)...)
				}
			}
		case below.Type == "group": // the rest
			for _, one := range entries(entry(p.file, q.LinkID)) {
				if !used[one] {
					g.Item, used[one] = append(g.Item, p.group(below, one, word)...), true
				}
			}
		case below.Repeats:
			g.Item = append(g.Item, p.answered(below, p.ruledOut(below, used))...)
		case len(yes) > 0:
			a := given{Coding: below.offers("Y")}
			for n, one := range yes {
				if n > 0 && word == "condition" { // it is asked for once
					used[one] = false
					continue
				}
				a.Item = append(a.Item, p.days(below, one)...)
			}
			g.Item = append(g.Item, told{LinkID: below.LinkID, Answer: []given{a}})
		case len(have(below, "absent")) > 0:
			g.Item = append(g.Item, told{LinkID: below.LinkID, Answer: []given{{Coding: below.offers("N")}}})
		}
	}
	for _, one := range entries(entry(p.file, q.LinkID)) {
		if !used[one] {
			p.missing(q.LinkID, wordOf(one, word))
		}
	}
	for _, one := range entries(entry(p.file, "absent")) {
		w := p.base.Word(knowledge.Conditions, one.Value)
		if !used[one] && w != nil && (w.Kind == "event") == (word == "event") {
			p.missing("absent", one.Value)
		}
	}
	if len(g.Item) == 0 {
		return nil
	}
	return []told{g}
}

// asked is the event under which the form asks for one of its kinds.
func (p *populating) asked(word string) string {
	if w := p.base.Word(knowledge.Conditions, word); w != nil && w.Kind == "event" && w.Same != "" {
		return w.Same
	}
	return word
}

// ruledOut are the words of what is absent that a question offers.
func (p *populating) ruledOut(q *item, used map[*yaml.Node]bool) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, one := range entries(entry(p.file, "absent")) {
		if !used[one] && q.offers(one.Value) != nil {
			list.Content, used[one] = append(list.Content, one), true
		}
	}
	return list
}

// days are those of a condition, below its yes.
func (p *populating) days(q *item, from *yaml.Node) (list []told) {
	for i := range q.Item {
		name := strings.TrimPrefix(q.Item[i].LinkID, q.LinkID+".")
		list = append(list, p.answered(&q.Item[i], entry(from, name))...)
	}
	return list
}

// wordOf is the word of an entry, which stands alone or under a name.
func wordOf(n *yaml.Node, name string) string {
	if at := entry(n, name); at != nil {
		return at.Value
	}
	return n.Value
}

// entry is what stands under a name; nil where nothing does.
func entry(n *yaml.Node, name string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}

// entries are those of a list, or the one thing that is no list.
func entries(n *yaml.Node) []*yaml.Node {
	switch {
	case n == nil || n.Tag == "!!null":
		return nil
	case n.Kind == yaml.SequenceNode:
		return n.Content
	}
	return []*yaml.Node{n}
}
