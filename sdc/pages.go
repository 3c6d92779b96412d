package sdc

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/element"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// The data types of FHIR R4 under the short names of this package.
type (
	coding    = element.Coding
	extension = element.Extension
)

// The parts of a questionnaire that are written.

type item struct {
	Extension      []extension     `json:"extension,omitempty"`
	LinkID         string          `json:"linkId"`
	Text           string          `json:"text,omitempty"`
	TextZh         *element.Beside `json:"_text,omitempty"`
	Type           string          `json:"type"`
	EnableWhen     []enable        `json:"enableWhen,omitempty"`
	EnableBehavior string          `json:"enableBehavior,omitempty"`
	Repeats        bool            `json:"repeats,omitempty"`
	Option         []option        `json:"answerOption,omitempty"`
	Item           []item          `json:"item,omitempty"`
}

type enable struct {
	Question      string  `json:"question"`
	Operator      string  `json:"operator"`
	AnswerBoolean *bool   `json:"answerBoolean,omitempty"`
	AnswerString  string  `json:"answerString,omitempty"`
	AnswerCoding  *coding `json:"answerCoding,omitempty"`
}

type option struct {
	Extension   []extension `json:"extension,omitempty"`
	ValueCoding coding      `json:"valueCoding"`
}

func zh(t knowledge.Text) *element.Beside { return element.Zh(t.En, t.Zh) }

// answerSystem is the code system of the interview's options.
const answerSystem = r4.OwnSystem + "answer"

const (
	structures  = "http://hl7.org/fhir/StructureDefinition/"
	itemControl = structures + "questionnaire-itemControl"
	controls    = "http://hl7.org/fhir/questionnaire-item-control"
	exclusive   = structures + "questionnaire-optionExclusive"
	unitOf      = structures + "questionnaire-unit"
	enabledBy   = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"
)

// A list of options is shown whole while it is short.
const (
	mostRadios = 14
	mostBoxes  = 40
)

func control(code string) extension {
	return extension{URL: itemControl, ValueConcept: &element.Concept{Coding: []coding{{System: controls, Code: code}}}}
}

func said(link, kind string, t knowledge.Text) item {
	return item{LinkID: link, Text: t.En, TextZh: zh(t), Type: kind}
}

func helping(link string, t knowledge.Text) []item {
	if t.En == "" {
		return nil
	}
	h := said(link, "display", t)
	h.Extension = []extension{control("help")}
	return []item{h}
}

// group is a page as a group of questions. The link id of a question is that of its
// page, a slash, and the name of its field.
func group(p *interview.Page, today date.Date) item {
	g := said(p.ID, "group", p.Ask)
	g.Item = helping(p.ID+"#why", p.Why)
	if p.Help.En != "" {
		g.Item = append(g.Item, said(p.ID+"#help", "display", p.Help))
	}
	for i := range p.Fields {
		g.Item = append(g.Item, question(p, &p.Fields[i], today))
	}
	return g
}

func linkOf(page, field string) string { return page + "/" + field }

// weeks is how weeks and days may be written, in digits of either language.
const weeks = `^\s*(孕|停经)?\s*[0-9０-９〇零一二两三四五六七八九十]{1,3}\s*([+⁺＋ ]|[wWdD周天][a-zA-Z]*)?\s*([0-9０-９〇零一二两三四五六七八九⁰¹²³⁴⁵⁶]{1,2}(/7)?\s*[dD天周]?[a-zA-Z]*)?\s*$`

func question(p *interview.Page, f *interview.Field, today date.Date) item {
	q := said(linkOf(p.ID, f.Name), "string", f.Label)
	switch f.Kind {
	case interview.One, interview.Many:
		q.Type, q.Repeats = "choice", f.Kind == interview.Many
		switch {
		case q.Repeats && len(f.Options) <= mostBoxes:
			q.Extension = append(q.Extension, control("check-box"))
		case !q.Repeats && len(f.Options) <= mostRadios:
			q.Extension = append(q.Extension, control("radio-button"))
		default:
			q.Extension = append(q.Extension, control("drop-down"))
		}
		for _, o := range f.Options {
			q.Option = append(q.Option, choice(&o, len(f.Options) <= mostRadios, q.Repeats))
		}
	case interview.Date:
		q.Type = "date"
		if f.Past && today.Full() {
			q.Extension = append(q.Extension, extension{URL: structures + "maxValue", ValueDate: today.String()})
		}
	case interview.Weeks:
		q.Extension = append(q.Extension, extension{URL: structures + "entryFormat", ValueString: "8w2d"}, extension{URL: structures + "regex", ValueString: weeks})
	case interview.Number:
		q.Type = "decimal"
		if low, high := f.Lowest, f.Highest; high > 0 {
			q.Extension = append(q.Extension, extension{URL: structures + "minValue", ValueDecimal: &low}, extension{URL: structures + "maxValue", ValueDecimal: &high})
		}
	}
	if f.Unit.En != "" && q.Type == "decimal" {
		q.Extension = append(q.Extension, extension{URL: unitOf, ValueCoding: unitCoding(f.Unit)})
	}
	q.Item = append(q.Item, helping(q.LinkID+"#help", f.Help)...)
	q.enabled(p, f.Only)
	return q
}

// unitCoding is a unit by its words, and by UCUM where it has one.
func unitCoding(t knowledge.Text) *coding {
	c := &coding{Display: t.En, DisplayZh: zh(t)}
	if code, ok := unit.UCUM(t.En); ok {
		c.System, c.Code = unit.UCUMSystem, code
	}
	return c
}

// choice is an option. What it means is said with its name, where there is room.
func choice(o *interview.Option, room, several bool) option {
	t := o.Label
	if room && o.Help.En != "" {
		t = knowledge.Text{En: t.En + words.In(english, "clause") + o.Help.En, Zh: t.Zh + words.In(chinese, "clause") + o.Help.Zh}
	}
	one := option{ValueCoding: coding{System: answerSystem, Code: o.Value, Display: t.En, DisplayZh: zh(t)}}
	if several && o.Value == interview.None {
		alone := true
		one.Extension = []extension{{URL: exclusive, ValueBoolean: &alone}}
	}
	return one
}

// enabled says when a question is worth asking. Conditions of which each is one
// comparison, or of which there is only one, are FHIR's own; others are an expression.
func (q *item) enabled(p *interview.Page, only []interview.Only) {
	all := true
	for _, o := range only {
		all = all && (o.Not || len(o.Is) < 2)
	}
	if !all && len(only) > 1 {
		q.Extension = append(q.Extension, extension{URL: enabledBy, Expression: &element.Expression{Language: "text/fhirpath", Expression: fhirpath(p, only)}})
		return
	}
	for _, o := range only {
		link := linkOf(p.ID, o.Field)
		if len(o.Is) == 0 {
			given := !o.Not
			q.EnableWhen = append(q.EnableWhen, enable{Question: link, Operator: "exists", AnswerBoolean: &given})
		}
		for _, is := range o.Is {
			e := enable{Question: link, Operator: "=", AnswerCoding: &coding{System: answerSystem, Code: is}}
			if o.Not {
				e.Operator = "!="
			}
			if f := fieldOf(p, o.Field); f == nil || f.Kind != interview.One && f.Kind != interview.Many {
				e.AnswerCoding, e.AnswerString = nil, is
			}
			q.EnableWhen = append(q.EnableWhen, e)
		}
	}
	if len(q.EnableWhen) > 1 {
		q.EnableBehavior = "all"
		if !all {
			q.EnableBehavior = "any"
		}
	}
}

func fieldOf(p *interview.Page, name string) *interview.Field {
	for i := range p.Fields {
		if p.Fields[i].Name == name {
			return &p.Fields[i]
		}
	}
	return nil
}

// fhirpath says the conditions as an expression over the response.
func fhirpath(p *interview.Page, only []interview.Only) string {
	quote := func(s string) string {
		return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'"
	}
	var all []string
	for _, o := range only {
		answers := "%resource.repeat(item).where(linkId=" + quote(linkOf(p.ID, o.Field)) + ").answer.value"
		if len(o.Is) > 0 {
			var codes []string
			for _, is := range o.Is {
				codes = append(codes, quote(is))
			}
			answers += ".where((code | $this.toString()).intersect(" + strings.Join(codes, " | ") + ").exists())"
		}
		test := answers + ".exists()"
		if o.Not {
			test += ".not()"
		}
		all = append(all, "("+test+")")
	}
	return strings.Join(all, " and ")
}

// dangerPrefix begins the link id of what has to be said at once.
const dangerPrefix = "danger/"

// dangers are the red flags that were not told of before: where to go, how soon, and
// what to do.
func (f *Forms) dangers(en, zh []assessment.RedFlag, asked []string) (list []item) {
	for i, flag := range en {
		link := dangerPrefix + flag.ID
		if i >= len(zh) || contains(asked, link) {
			continue
		}
		text := func(lang string, flag assessment.RedFlag) string {
			where := words.In(lang, "urgency."+flag.Urgency)
			if d := f.base.Department(flag.Department); d != nil {
				where += words.In(lang, "list.dot") + d.Name.In(lang)
			}
			return words.Sentence(where) + words.In(lang, "clause") + flag.Act
		}
		list = append(list, said(link, "display", knowledge.Text{En: text(english, flag), Zh: text(chinese, zh[i])}))
	}
	return list
}

func contains(list []string, s string) bool {
	for _, one := range list {
		if one == s {
			return true
		}
	}
	return false
}
