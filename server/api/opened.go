package api

import (
	"github.com/gravida-health/gravida/assessment"
)

// Opened is a statement opened, as data: what it says, the recommendation behind it,
// what that looked at, and the facts with their places.
type Opened struct {
	Statement assessment.Statement `json:"statement"`
	Source    *source              `json:"source,omitempty" jsonschema:"the body or paper that says it"`
	Rule      *rule                `json:"rule,omitempty" jsonschema:"none for a definition or a set of criteria"`
	Looked    []looked             `json:"findings" jsonschema:"what the rule looked at"`
}

type source struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Citation string `json:"citation" jsonschema:"as it is printed"`
	Link     string `json:"link,omitempty" jsonschema:"where the document can be found"`
}

type rule struct {
	ID   string `json:"id"`
	When string `json:"when" jsonschema:"its condition"`
	Ref  string `json:"ref" jsonschema:"the section of the document"`
	Note string `json:"note,omitempty"`
}

type looked struct {
	Name  string            `json:"name" jsonschema:"as a condition writes it"`
	Label string            `json:"label"`
	Value string            `json:"value" jsonschema:"yes, no, unknown, a number or a date"`
	Facts []assessment.Fact `json:"facts,omitempty"`
	Lacks []string          `json:"lacks,omitempty" jsonschema:"what would decide it"`
}

// OpenedOf shows a trail in a language.
func OpenedOf(t assessment.Trail, lang string) *Opened {
	o := &Opened{Statement: *t.Statement, Looked: []looked{}}
	if s := t.Source; s != nil {
		o.Source = &source{s.ID, s.Name.In(lang), s.Citation.In(lang), s.Link()}
	}
	if r := t.Rule; r != nil {
		o.Rule = &rule{r.ID, r.When, r.Ref.In(lang), r.Note.In(lang)}
	}
	for _, p := range t.Parts {
		o.Looked = append(o.Looked, looked(p))
	}
	return o
}
