package knowledgefhir

import (
	"slices"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// activityDefinition is something that can be ordered.
type activityDefinition struct {
	metadata
	literature
	Topic       []concept     `json:"topic,omitempty"`
	Kind        string        `json:"kind"`
	Intent      string        `json:"intent"`
	Code        *concept      `json:"code,omitempty"`
	Product     *concept      `json:"productCodeableConcept,omitempty"`
	Participant []participant `json:"participant,omitempty"`
}

type participant struct {
	Type string `json:"type"`
}

// orders are the tests and treatments that at least one guideline speaks for. What
// none does has no definition: a list of orders that holds it would look like advice.
func orders(b *knowledge.Base) map[string]bool {
	advised := map[string]bool{}
	for _, r := range b.Rules {
		if !b.Recommends(r) || !supports(r) {
			continue
		}
		for _, t := range r.Test {
			advised["test-"+t] = true
		}
		for _, t := range r.Treatment {
			advised["treatment-"+t] = true
		}
	}
	return advised
}

// supports reports a recommendation for something, with or without a condition.
func supports(r *knowledge.Rule) bool {
	return r.Direction == knowledge.For || r.Direction == knowledge.ConditionalFor
}

// writeActivities writes one for each test, treatment and department.
func (w *writer) writeActivities() {
	for _, t := range w.base.Tests {
		if w.orders["test-"+t.ID] {
			w.testActivity(t)
		}
	}
	for _, t := range w.base.Treatments {
		if w.orders["treatment-"+t.ID] {
			w.treatmentActivity(t)
		}
	}
	for _, d := range w.base.Departments {
		a := w.activity("department-"+d.ID, fill("export.refer", "where", d.Name), d.Plain)
		a.Code = w.coded("department", d.ID, d.Name)
		a.Topic = []concept{called("category", "referral", say("export.referral"))}
		w.add("ActivityDefinition", &a.metadata, a)
	}
}

func (w *writer) testActivity(t *knowledge.Test) {
	what, partners := t.How, "fhir.partner."+t.Occasion
	if words.Has(partners) {
		what = paragraphs(what, say(partners))
	}
	a := w.activity("test-"+t.ID, t.Name, what)
	if words.Has(partners) {
		a.Participant = []participant{{"related-person"}}
	}
	if o := w.base.Occasion(t.Occasion); o != nil {
		a.Topic = []concept{called("occasion", o.ID, o.Name)}
	}
	a.Code = w.coded("test", t.ID, t.Name)
	a.ownCodes(a.Code)
	w.positions(a, subject{"test", t.ID, t.Name}, what)
	w.add("ActivityDefinition", &a.metadata, a)
}

func (w *writer) treatmentActivity(t *knowledge.Treatment) {
	a := w.activity("treatment-"+t.ID, t.Name, t.Plain)
	code := w.coded("treatment", t.ID, t.Name)
	if t.Medicine {
		a.Kind, a.Product = "MedicationRequest", code
	} else {
		a.Code = code
	}
	a.ownCodes(code)
	w.positions(a, subject{"treatment", t.ID, t.Name}, t.Plain)
	w.add("ActivityDefinition", &a.metadata, a)
}

// positions cites every recommendation on a test or a treatment, those against it
// too: whoever finds it in a list of what can be ordered sees all of them there.
func (w *writer) positions(a *activityDefinition, of subject, what said) {
	lines := []said{what}
	for _, r := range w.base.Rules {
		subjects := w.subjects(r)
		if !w.base.Recommends(r) || !slices.Contains(subjects, of) {
			continue
		}
		whole := w.whole(marked(position(r, subjects), r.Read), r.Says, r)
		cited := w.citation(r.Source, joined("list.dot", same(r.ID), r.Ref.Text), r.Read)
		cited.Display, cited.DisplayZh = oneLine(whole.En), zh(whole)
		a.RelatedArtifact = append(a.RelatedArtifact, cited)
		lines = append(lines, whole)
	}
	a.Text = told(capital(of.name), lines...)
}

func (w *writer) activity(id string, title, description said) *activityDefinition {
	a := &activityDefinition{metadata: about(id, activityURL(id), title, description), Kind: "ServiceRequest", Intent: "proposal"}
	use := say("export.activity")
	a.Usage, a.UsageZh = use.En, zh(use)
	return a
}

// ownCodes says whose codes a concept has.
func (m *metadata) ownCodes(c *concept) {
	var systems []string
	for _, coding := range c.Coding {
		systems = append(systems, coding.System)
	}
	m.own(slices.Clone(systems))
}
