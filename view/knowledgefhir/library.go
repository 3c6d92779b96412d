package knowledgefhir

import (
	"cmp"
	"strconv"

	"github.com/gravida-health/gravida/internal/element"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// library is a guideline or another document, a model, a set of criteria, what
// studies found of a treatment, or the whole.
type library struct {
	metadata
	literature
	Type *concept `json:"type"`
}

// doiSystem is under which a DOI is an identifier.
const doiSystem = "https://doi.org"

// writeSources writes a Library for each document that something was read in, the
// guidelines first among them. It has the identifiers by which an assessment names
// the document.
func (w *writer) writeSources() {
	for _, s := range w.base.Sources {
		var description said
		l := &library{Type: element.HL7("library-type", "asset-collection")}
		g := w.base.Guideline(s.ID)
		if g != nil {
			description = paragraphs(fill("export.library", "name", s.Name), aboutLines(&g.About), w.leftOut(g))
		}
		description = paragraphs(description, under("explain.read", say("read."+s.Read)), under("explain.note", s.Note.Text))
		l.metadata = about(s.ID, libraryURL(s.ID), s.Name, description)
		l.Identifier = []identifier{{System: r4.OwnSystem + "guideline", Value: s.ID}}
		if s.DOI != "" {
			l.Identifier = append(l.Identifier, identifier{System: doiSystem, Value: s.DOI})
		}
		if g != nil {
			l.speaksFor(&g.About)
		}
		l.RelatedArtifact = append(l.RelatedArtifact, w.citation(s.ID, said{}, s.Read))
		for _, plan := range w.plans[s.ID] {
			l.RelatedArtifact = append(l.RelatedArtifact, relatedArtifact{Type: "composed-of", Resource: w.canonical(plan)})
		}
		l.Text = told(s.Name, description, s.Citation.Text)
		w.add("Library", &l.metadata, l)
	}
}

// speaksFor says who made a document, what it is for, and since when the edition
// stands that is cited.
func (l *literature) speaksFor(a *knowledge.About) {
	if a == nil {
		return
	}
	l.Author = []contact{{Name: clean(a.Developer.En), NameZh: zh(a.Developer)}}
	whom := under("about.population", a.Population)
	l.Purpose, l.PurposeZh = clean(whom.En), zh(whom)
	l.Usage, l.UsageZh = clean(a.Use.En), zh(a.Use)
	l.ApprovalDate = cmp.Or(a.Revised, a.Released)
	l.EffectivePeriod = &period{Start: l.ApprovalDate}
}

// aboutLines is what a hospital must be able to inspect and R4 has no element for.
func aboutLines(a *knowledge.About) said {
	if a == nil {
		return said{}
	}
	return paragraphs(under("about.funding", a.Funding), under("about.limits", a.Limits), under("about.attributes", a.Attributes),
		under("about.released", same(a.Released)))
}

// leftOut says how much of a guideline was read and is not here.
func (w *writer) leftOut(g *knowledge.Guideline) said {
	if len(g.NotEncoded) == 0 {
		return said{}
	}
	return fill("export.notEncoded", "n", same(strconv.Itoa(len(g.NotEncoded))))
}

// citation is a document as literature is cited, with the place in it and how it
// was read.
func (w *writer) citation(source string, place said, read string) relatedArtifact {
	s := w.base.Source(source)
	if s == nil {
		return relatedArtifact{Type: "citation", Label: source}
	}
	cited := sentences(s.Citation.Text, fill("export.read", "how", say("read."+read)))
	return relatedArtifact{Type: "citation", Label: clean(place.En), LabelZh: zh(place), Display: clean(s.Name.En), DisplayZh: zh(s.Name),
		Citation: clean(cited.En), CitationZh: zh(cited), URL: link(s)}
}

// writeWhole writes the Library that an assessment points at: all of this, with the
// version and the digest of the files it was made from.
func (w *writer) writeWhole() {
	l := &library{metadata: about("knowledge", wholeURL, say("fhir.knowledge"), say("export.whole")), Type: element.HL7("library-type", "logic-library")}
	l.Name = "GravidaKnowledge"
	if w.base.Digest != "" {
		l.Identifier = []identifier{{System: r4.OwnSystem + "knowledge-digest", Value: w.base.Digest}}
	}
	for _, r := range sorted(w.out) {
		if !r.Licensed { // it may have been taken out
			l.RelatedArtifact = append(l.RelatedArtifact, relatedArtifact{Type: "composed-of", Resource: w.canonical(r.Canonical)})
		}
	}
	w.add("Library", &l.metadata, l)
}
