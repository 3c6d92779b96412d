package knowledgefhir

import "github.com/gravida-health/gravida/knowledge"

// action is one recommendation, or a heading over several.
type action struct {
	ID             string            `json:"id,omitempty"`
	Title          string            `json:"title"`
	TitleZh        *chinese          `json:"_title,omitempty"`
	Description    string            `json:"description,omitempty"`
	DescripZh      *chinese          `json:"_description,omitempty"`
	TextEquivalent string            `json:"textEquivalent,omitempty"`
	EquivalentZh   *chinese          `json:"_textEquivalent,omitempty"`
	Priority       string            `json:"priority,omitempty"`
	Code           []concept         `json:"code,omitempty"`
	Documentation  []relatedArtifact `json:"documentation,omitempty"`
	Condition      []condition       `json:"condition,omitempty"`
	Input          []dataRequirement `json:"input,omitempty"`
	Selection      string            `json:"selectionBehavior,omitempty"`
	Required       string            `json:"requiredBehavior,omitempty"`
	Definition     string            `json:"definitionCanonical,omitempty"`
	Action         []action          `json:"action,omitempty"`

	told said // the line of the narrative
}

// line is an action that says one thing of one source.
func (w *writer) line(id string, title, says said, r *knowledge.Rule) action {
	title = marked(capital(title), r.Read)
	whole := w.whole(title, says, r)
	a := action{ID: id, Title: clean(title.En), TitleZh: zh(title), Description: clean(says.En), DescripZh: zh(says),
		TextEquivalent: clean(whole.En), EquivalentZh: zh(whole),
		Documentation: []relatedArtifact{w.citation(r.Source, r.Ref.Text, r.Read)}, told: whole}
	if r.When != "" {
		a.Condition, a.Input = []condition{w.condition(r)}, w.inputs(r.When)
	}
	return a
}

// marked says in a title that nobody could read the line: a list of titles is often
// all that is looked at.
func marked(title said, read string) said {
	if read != knowledge.Unconfirmed {
		return title
	}
	return sentences(title, fill("export.read", "how", say("tag.unconfirmed")))
}

// whole is a line as a person reads it who sees nothing else of it: which way it
// points, what it says, how strong it is, where it stands and how it was read.
func (w *writer) whole(title, says said, r *knowledge.Rule) said {
	list := []said{joined("list.stop", title, says)}
	if r.Strength != "" {
		list = append(list, fill("export.graded", "strength", say("strength."+r.Strength), "evidence", say("evidence."+r.Evidence)))
	}
	source := said{}
	if s := w.base.Source(r.Source); s != nil {
		source = s.Name
	}
	list = append(list, fill("export.from", "source", capital(joined("list.comma", source, r.Ref.Text)), "read", say("read."+r.Read)))
	if r.Later.En != "" {
		list = append(list, fill("export.later", "what", r.Later))
	}
	if r.Note.En != "" {
		list = append(list, under("explain.note", r.Note.Text))
	}
	return sentences(list...)
}

// rule is a rule as an action.
func (w *writer) rule(r *knowledge.Rule) action {
	var a action
	switch {
	case r.Direction != "":
		a = w.recommendation(r)
	case r.Cause != "":
		a = w.line(r.ID, joined("clause", say("cause."+r.Status), w.base.Cause(r.Cause).Name), r.Says, r)
		a.Code = append(a.Code, called("cause-status", r.Status, statusName("cause.", r.Status)), called("cause", r.Cause, w.base.Cause(r.Cause).Name))
	case r.Flag != "":
		a = w.line(r.ID, r.Act, r.Says, r)
		a.Code = append(a.Code, called("red-flag", r.Flag, r.Act))
		w.send(&a, r)
	case r.Department != "":
		a = w.line(r.ID, fill("export.refer", "where", w.base.Department(r.Department).Name), r.Says, r)
		w.send(&a, r)
	case len(r.Caution) > 0:
		key := "plan.caution"
		if r.Forbids {
			key = "plan.forbids"
		}
		a = w.line(r.ID, fill(key, "what", w.treatments(r.Caution)), r.Says, r)
		a.Code = append(a.Code, called("caution", r.ID, w.treatments(r.Caution)))
	case len(r.Defer) > 0:
		a = w.line(r.ID, fill("plan.defer", "what", w.tests(r.Defer)), r.Says, r)
	default:
		a = w.line(r.ID, r.Topic, r.Says, r)
	}
	a.Code = append(a.Code, called("read", r.Read, say("read."+r.Read)))
	for _, s := range r.Settings {
		if of := w.base.Setting(s); of != nil {
			a.Code = append(a.Code, called("setting", s, of.Name))
		}
	}
	return a
}

// send makes an action a referral, as soon as the line says.
func (w *writer) send(a *action, r *knowledge.Rule) {
	a.Code = append(a.Code, called("urgency", r.Urgency, say("urgency."+r.Urgency)))
	a.Priority = priorities[r.Urgency]
	a.Definition = w.canonical(activityURL("department-" + r.Department))
}

// priorities are FHIR's words for how soon something is.
var priorities = map[string]string{"emergency": "stat", "urgent": "asap", "soon": "urgent", "routine": "routine"}

// recommendation is what a guideline thinks of tests, treatments or a topic. Only
// one that speaks for them points at what can be ordered; every other says in its
// title that it does not.
func (w *writer) recommendation(r *knowledge.Rule) action {
	subjects := w.subjects(r)
	a := w.line(r.ID, position(r, subjects), r.Says, r)
	a.Code = []concept{called("direction", r.Direction, say("direction."+r.Direction)), called("strength", r.Strength, say("strength."+r.Strength)),
		called("evidence", r.Evidence, say("evidence."+r.Evidence))}
	for _, s := range subjects {
		a.Code = append(a.Code, called(s.kind, s.id, s.name))
	}
	if supports(r) {
		w.order(&a, subjects)
	}
	return a
}

// subject is a test or a treatment that a recommendation is about.
type subject struct {
	kind, id string
	name     said
}

func (w *writer) subjects(r *knowledge.Rule) (list []subject) {
	for _, t := range r.Test {
		list = append(list, subject{"test", t, w.base.Test(t).Name})
	}
	for _, t := range r.Treatment {
		list = append(list, subject{"treatment", t, w.base.Treatment(t).Name})
	}
	return list
}

// position is which way a recommendation points, and about what.
func position(r *knowledge.Rule, subjects []subject) said {
	of := r.Topic
	if len(subjects) > 0 {
		of = names(subjects)
	}
	return capital(fill("plan."+r.Direction, "what", of))
}

func names(list []subject) said {
	called := make([]said, len(list))
	for i, s := range list {
		called[i] = s.name
	}
	return joined("list.names", called...)
}

// order points an action at what can be ordered. Of several things any may be
// chosen, and none must be: a program orders nothing by itself.
func (w *writer) order(a *action, subjects []subject) {
	address := func(s subject) string { return w.canonical(activityURL(s.kind + "-" + s.id)) }
	switch len(subjects) {
	case 0:
		return
	case 1:
		a.Definition = address(subjects[0])
	default:
		a.Selection = "any"
		for _, s := range subjects {
			title := capital(s.name)
			a.Action = append(a.Action, action{ID: a.ID + "." + s.id, Title: clean(title.En), TitleZh: zh(title), Required: "could", Definition: address(s)})
		}
	}
	a.Required = "could"
}

// definition is when the history is recurrent to a body, and when its work-up is
// complete and clear.
func (w *writer) definition(g *knowledge.Guideline) []action {
	if g.Definition == nil {
		return nil
	}
	d := g.Definition
	title := say("head.recurrence")
	list := action{Title: title.En, TitleZh: zh(title)}
	rule := &knowledge.Rule{Source: g.ID, Ref: d.Ref, Read: d.Read}
	a := w.line(g.ID+"-definition", say("plan.definition"), d.Met, rule)
	a.Code = []concept{called("definition", g.ID, w.base.Source(g.ID).Name), called("read", d.Read, say("read."+d.Read))}
	list.Action = append(list.Action, a)
	if u := g.Unexplained; u != nil {
		from := *u
		from.Source = g.ID
		a := w.line(u.ID, say("plan.unexplained"), u.Says, &from)
		a.Code = []concept{called("read", u.Read, say("read."+u.Read))}
		list.Action = append(list.Action, a)
	}
	return []action{list}
}
