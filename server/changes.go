package server

import (
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// change is one kind of thing that an answer can change.
type change struct {
	Kind  string   `json:"kind"` // danger, recurrence, criteria, causes, tests, treatments
	Says  string   `json:"says"`
	Names []string `json:"names,omitempty"`
	List  string   `json:"-"` // the names, as many as a reader takes in
}

// mostNames is how many names of a kind a page shows; the data has all.
const mostNames = 6

// changes gathers what the answer of a page can change, from what the assessment
// says each of its facts would decide.
func (s *Server) changes(lang string, a *assessment.Assessment, p *interview.Page) (list []change) {
	base := s.engine.Base()
	found := map[string][]string{}
	add := func(kind, name string) {
		if !slices.Contains(found[kind], name) {
			found[kind] = append(found[kind], name)
		}
	}
	for _, q := range a.Questions {
		if !slices.Contains(p.Facts, q.Fact) {
			continue
		}
		if q.Danger {
			add("danger", "")
		}
		for _, id := range q.WouldDecide {
			if g := base.Source(id); g != nil && base.Guideline(id) != nil {
				add("recurrence", g.Name.In(lang))
			} else if c := base.Criterion(id); c != nil {
				add("criteria", c.Name.In(lang))
			}
			if r := s.rules[id]; r != nil {
				s.ofRule(r, lang, add)
			}
		}
	}
	for _, kind := range []string{"danger", "recurrence", "criteria", "causes", "tests", "treatments"} {
		if names, ok := found[kind]; ok {
			names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
			c := change{Kind: kind, Says: words.In(lang, "web.change."+kind), Names: names}
			if len(names) <= mostNames { // more would not be read
				c.List = words.Some(lang, names)
			}
			list = append(list, c)
		}
	}
	return list
}

// ofRule adds what a rule speaks of.
func (s *Server) ofRule(r *knowledge.Rule, lang string, add func(kind, name string)) {
	base := s.engine.Base()
	if r.Flag != "" {
		add("danger", "")
	}
	if c := base.Cause(r.Cause); c != nil {
		add("causes", c.Name.In(lang))
	}
	for _, id := range r.Test {
		if t := base.Test(id); t != nil {
			add("tests", t.Name.In(lang))
		}
	}
	for _, id := range r.Treatment {
		if t := base.Treatment(id); t != nil {
			add("treatments", t.Name.In(lang))
		}
	}
}
