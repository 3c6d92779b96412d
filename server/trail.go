package server

import (
	"github.com/gravida-health/gravida/assessment"
)

// opened is a statement opened, as data: what it says, the recommendation behind it,
// what that looked at, and the facts with their places.
type opened struct {
	Statement *assessment.Statement `json:"statement"`
	Source    *source               `json:"source,omitempty"`
	Rule      *rule                 `json:"rule,omitempty"`
	Looked    []looked              `json:"findings"`
}

type source struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Citation string `json:"citation"`
	Link     string `json:"link,omitempty"`
}

type rule struct {
	ID   string `json:"id"`
	When string `json:"when"`
	Ref  string `json:"ref"`
	Note string `json:"note,omitempty"`
}

type looked struct {
	Name  string            `json:"name"`
	Label string            `json:"label"`
	Value string            `json:"value"`
	Facts []assessment.Fact `json:"facts,omitempty"`
	Lacks []string          `json:"lacks,omitempty"`
}

func openedOf(t assessment.Trail, lang string) *opened {
	o := &opened{Statement: t.Statement, Looked: []looked{}}
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
