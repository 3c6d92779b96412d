package fhirout

import (
	"slices"

	"github.com/gravida-health/gravida/internal/r4"
)

// library is the version of the knowledge that answered, with every source that
// something in the bundle rests on.
type library struct {
	head
	URL             string            `json:"url"`
	Identifier      []identifier      `json:"identifier,omitempty"`
	Version         string            `json:"version,omitempty"`
	Name            string            `json:"name"`
	Title           string            `json:"title"`
	Status          string            `json:"status"`
	Type            *concept          `json:"type"`
	RelatedArtifact []relatedArtifact `json:"relatedArtifact,omitempty"`
}

// knowledgeURL names the knowledge as a whole; with its version it is canonical.
const knowledgeURL = r4.OwnSystem + "knowledge"

func (w *writer) writeLibrary() {
	l := &library{URL: knowledgeURL, Version: w.a.Knowledge.Version, Name: "GravidaKnowledge", Title: w.say("fhir.knowledge"),
		Status: "active", Type: coded("library-type", "logic-library")}
	if w.a.Knowledge.Digest != "" {
		l.Identifier = []identifier{{r4.OwnSystem + "knowledge-digest", w.a.Knowledge.Digest}}
	}
	said := narrative{title: l.Title, lines: []string{w.fill("who.knowledge", "version", l.Version)}}
	for _, id := range w.cited() {
		c := w.citation(id, "")
		if c == nil {
			continue
		}
		l.RelatedArtifact = append(l.RelatedArtifact, *c)
		line := c.Display
		if c.Citation != "" {
			line += w.say("clause") + c.Citation
		}
		said.lines = append(said.lines, line)
	}
	w.library = w.add("Library", "", l, said)
}

// cited are the sources of all statements, in the order of the assessment.
func (w *writer) cited() (ids []string) {
	for i := range w.a.Statements {
		if id := w.a.Statements[i].Guideline; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
