package fhirout

import (
	"github.com/gravida-health/gravida/internal/element"
	"github.com/gravida-health/gravida/internal/r4"
)

// library is the version of the knowledge that answered, with every source of it.
// It says nothing of her: all assessments by one version have the same.
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
		Status: "active", Type: element.HL7("library-type", "logic-library")}
	if w.a.Knowledge.Digest != "" {
		l.Identifier = []identifier{{System: r4.OwnSystem + "knowledge-digest", Value: w.a.Knowledge.Digest}}
	}
	said := narrative{title: l.Title, lines: []string{w.fill("who.knowledge", "version", l.Version)}}
	for _, s := range w.base.Sources {
		l.RelatedArtifact = append(l.RelatedArtifact, *w.citation(s.ID, ""))
	}
	w.library = w.add("Library", "", l, said)
}
