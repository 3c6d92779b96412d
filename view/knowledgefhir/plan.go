package knowledgefhir

import (
	"strconv"

	"github.com/gravida-health/gravida/internal/element"
	"github.com/gravida-health/gravida/knowledge"
)

// planDefinition is what one body recommends, or one kind of line by which the
// program itself goes.
type planDefinition struct {
	metadata
	literature
	Type    *concept `json:"type"`
	Library []string `json:"library,omitempty"`
	Action  []action `json:"action,omitempty"`
}

// ownPlans are the kinds of line that belong to no single guideline.
var ownPlans = []struct {
	id string
	of func(*knowledge.Rule) bool
}{
	{"causes", func(r *knowledge.Rule) bool { return r.Cause != "" }},
	{"dangers", func(r *knowledge.Rule) bool { return r.Flag != "" }},
	{"referrals", func(r *knowledge.Rule) bool { return r.Department != "" && r.Flag == "" }},
	{"cautions", func(r *knowledge.Rule) bool { return len(r.Caution) > 0 }},
	{"timing", func(r *knowledge.Rule) bool { return len(r.Defer) > 0 }},
	{"labels", func(r *knowledge.Rule) bool { return r.Explains != "" }},
}

// writePlans writes a PlanDefinition for each guideline, with an action for each of
// its recommendations under the topic it stands in, and one for each kind of line
// that is no recommendation.
func (w *writer) writePlans() {
	w.plans = map[string][]string{}
	for _, g := range w.base.Guidelines {
		w.guidelinePlan(g)
	}
	for _, own := range ownPlans {
		var rules []*knowledge.Rule
		for _, r := range w.base.Rules {
			if r.Trial == nil && r.Model == nil && !w.base.Recommends(r) && own.of(r) {
				rules = append(rules, r)
			}
		}
		if len(rules) == 0 {
			continue
		}
		p := &planDefinition{Type: element.HL7("plan-definition-type", "eca-rule"), Library: []string{w.canonical(wholeURL)}, Action: w.topics(rules)}
		title, what := say("plan."+own.id), paragraphs(say("plan."+own.id+".what"), counts(rules))
		p.metadata = about(own.id, planURL(own.id), title, what)
		p.tell(title, what)
		w.add("PlanDefinition", &p.metadata, p)
	}
}

func (w *writer) guidelinePlan(g *knowledge.Guideline) {
	source := w.base.Source(g.ID)
	var rules []*knowledge.Rule
	for _, r := range w.base.Rules {
		if r.Source == g.ID && w.base.Recommends(r) {
			rules = append(rules, r)
		}
	}
	p := &planDefinition{Type: element.HL7("plan-definition-type", "clinical-protocol"), Library: []string{w.canonical(libraryURL(g.ID))}}
	p.Action = append(w.definition(g), w.topics(rules)...)
	title, what := fill("plan.guideline", "name", source.Name), paragraphs(say("plan.guideline.what"), counts(rules))
	if len(rules) == 0 {
		title, what = fill("plan.only", "name", source.Name), say("plan.only.what")
	}
	what = paragraphs(what, aboutLines(&g.About))
	p.metadata = about(g.ID, planURL(g.ID), title, what)
	p.speaksFor(&g.About)
	p.RelatedArtifact = []relatedArtifact{w.citation(g.ID, said{}, source.Read)}
	p.tell(title, what)
	w.plans[g.ID] = append(w.plans[g.ID], p.URL)
	w.add("PlanDefinition", &p.metadata, p)
}

// counts says how many lines there are, and how they were read.
func counts(rules []*knowledge.Rule) said {
	read := map[string]int{}
	for _, r := range rules {
		read[r.Read]++
	}
	n := func(n int) said { return same(strconv.Itoa(n)) }
	return fill("plan.counts", "n", n(len(rules)), "primary", n(read[knowledge.Primary]), "secondary", n(read[knowledge.Secondary]),
		"unconfirmed", n(read[knowledge.Unconfirmed]))
}

// topics puts rules under their topics, in the order of the files.
func (w *writer) topics(rules []*knowledge.Rule) (list []action) {
	at := map[said]int{}
	for _, r := range rules {
		i, begun := at[r.Topic]
		if !begun {
			i = len(list)
			at[r.Topic] = i
			title := capital(r.Topic)
			list = append(list, action{Title: clean(title.En), TitleZh: zh(title)})
		}
		list[i].Action = append(list[i].Action, w.rule(r))
	}
	return list
}

// tell gives the plan a narrative: every line with what it says and where that
// stands.
func (p *planDefinition) tell(title, what said) {
	lines := []said{what}
	var walk func([]action)
	walk = func(list []action) {
		for _, a := range list {
			if a.told.En != "" {
				lines = append(lines, a.told)
			}
			walk(a.Action)
		}
	}
	walk(p.Action)
	p.Text = told(capital(title), lines...)
}
