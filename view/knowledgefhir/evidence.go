package knowledgefhir

import (
	"regexp"
	"strings"

	"github.com/gravida-health/gravida/internal/element"
	"github.com/gravida-health/gravida/knowledge"
)

// R4 has no resource for a study or a model that is more than a draft: those it has
// for evidence were of the lowest maturity, and are gone from R5. So each is a Library
// that cites the paper and says in words what it found.

// writeEvidence writes a Library for each treatment with what studies found of it,
// each result a line of its own.
func (w *writer) writeEvidence() {
	for _, e := range w.base.Evidence {
		l := &library{metadata: about("evidence-"+e.Treatment, libraryURL("evidence-"+e.Treatment), e.Asks, e.Answer), Type: element.HL7("library-type", "asset-collection")}
		lines := []said{e.Answer}
		for _, t := range e.Trials {
			l.RelatedArtifact = append(l.RelatedArtifact, w.trial(t))
			lines = append(lines, joined("list.dot", t.Name, t.Says))
		}
		l.Text = told(e.Asks, lines...)
		w.add("Library", &l.metadata, l)
	}
}

func (w *writer) trial(t *knowledge.Trial) relatedArtifact {
	a := w.citation(t.Source, joined("list.dot", same(t.ID), t.Ref.Text), t.Read)
	says := paragraphs(t.Says, under("about.population", t.Population), under("evidence.quality", t.Quality), under("evidence.harms", t.Harms),
		under("explain.note", t.Note.Text))
	a.Display, a.DisplayZh = oneLine(says.En), zh(said{En: oneLine(says.En), Zh: oneLine(says.Zh)})
	return a
}

// oneLine is for what FHIR calls a string, where no reader expects paragraphs.
func oneLine(s string) string { return strings.ReplaceAll(clean(s), "\n\n", " ") }

// place is where a model's answer has her number.
var place = regexp.MustCompile(`\{\w+\}`)

// writeModels writes a Library for each model of prognosis. It says what the model
// answers and for whom; the numbers are not computed by anybody from here.
func (w *writer) writeModels() {
	for _, m := range w.base.Models {
		outcome := w.base.PredictedOutcome(m.Outcome)
		answers := said{En: place.ReplaceAllString(m.Answers.En, "…"), Zh: place.ReplaceAllString(m.Answers.Zh, "…")}
		description := paragraphs(under("about.answers", answers), under("about.outcome", outcome.Name), adviceLines(&m.Advice), aboutLines(m.About))
		for _, b := range m.Bands {
			description = paragraphs(description, joined("clause", b.Says, percent(b)))
		}
		for _, r := range m.Refuse {
			description = paragraphs(description, under("about.refuses", r.Says))
		}
		l := &library{metadata: about("model-"+m.ID, libraryURL("model-"+m.ID), m.Name, description), Type: element.HL7("library-type", "logic-library")}
		l.speaksFor(m.About)
		l.RelatedArtifact = []relatedArtifact{w.citation(m.Source, m.Ref.Text, m.Read)}
		w.add("Library", &l.metadata, l)
	}
}

// writeCriteria writes a Library for each set of classification criteria: its sides,
// items and points.
func (w *writer) writeCriteria() {
	for _, c := range w.base.Criteria {
		description := paragraphs(say("fhir.classification"), adviceLines(&c.Advice), aboutLines(c.About))
		for _, side := range c.Sides {
			description = paragraphs(description, threshold(side))
			for _, d := range side.Domains {
				for _, item := range d.Items {
					description = paragraphs(description, points(d, item))
				}
			}
		}
		l := &library{metadata: about("criterion-"+c.ID, libraryURL("criterion-"+c.ID), c.Name, description), Type: element.HL7("library-type", "logic-library")}
		l.speaksFor(c.About)
		l.RelatedArtifact = []relatedArtifact{w.citation(c.Source, c.Ref.Text, c.Read)}
		w.add("Library", &l.metadata, l)
	}
}

// adviceLines is when a model or a set of criteria helps, and when it misleads.
func adviceLines(a *knowledge.Advice) said {
	return paragraphs(under("about.why", a.Why), under("about.notWhen", a.NotWhen), under("about.pitfalls", a.Pitfalls),
		under("about.evidence", a.Evidence), under("about.next", a.Next))
}
