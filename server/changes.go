package server

import (
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/view/words"
)

// change is one kind of thing that an answer can change.
type change struct {
	Kind  string   `json:"kind"` // danger, recurrence, criteria, causes, tests, treatments
	Says  string   `json:"says"`
	Names []string `json:"names,omitempty"`
	List  string   `json:"-"` // what a patient reads of them, in plain words
}

// mostNames is how many names of a kind a page shows; the data has all.
const mostNames = 3

// plain says whether the names of a kind are words of a patient's own. Causes are told by
// their group; bodies, criteria and tests say nothing to her before she has an answer.
var plain = map[string]bool{"groups": true, "treatments": true}

// changes gathers what the answer of a page can change, from what the assessment
// says each of its facts would decide.
func (s *Server) changes(lang string, a *assessment.Assessment, p *interview.Page) (list []change) {
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
			words.Decides(s.engine.Base(), lang, id, s.rules[id], add)
			if r := s.rules[id]; r != nil {
				if c := s.engine.Base().Cause(r.Cause); c != nil {
					add("groups", words.In(lang, "web.group."+c.Group))
				}
			}
		}
	}
	for _, kind := range []string{"danger", "recurrence", "criteria", "causes", "tests", "treatments"} {
		if names, ok := found[kind]; ok {
			names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
			c := change{Kind: kind, Says: words.In(lang, "web.change."+kind), Names: names}
			told := kind
			if kind == "causes" {
				told = "groups"
			}
			if list := found[told]; plain[told] && len(list) <= mostNames { // more would not be read
				c.List = words.Some(lang, list)
			}
			list = append(list, c)
		}
	}
	return list
}
