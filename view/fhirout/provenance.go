package fhirout

import (
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/element"
	"github.com/gravida-health/gravida/internal/r4"
)

// provenance says what something was made from: which facts of the record,
// which guidelines, which version of the knowledge.
type provenance struct {
	head
	Target           []reference        `json:"target"`
	OccurredDateTime string             `json:"occurredDateTime"`
	Recorded         string             `json:"recorded"`
	Agent            []provenanceAgent  `json:"agent"`
	Entity           []provenanceEntity `json:"entity,omitempty"`
}

type provenanceAgent struct {
	Type *concept  `json:"type"`
	Who  reference `json:"who"`
}

type provenanceEntity struct {
	Role string    `json:"role"`
	What reference `json:"what"`
}

// writeProvenance writes one for each resource that rests on statements, and one
// for the whole.
func (w *writer) writeProvenance() {
	var all []reference
	for _, t := range w.trails {
		all = append(all, t.target)
	}
	for _, t := range w.trails {
		if len(t.statements) > 0 {
			w.provenance([]reference{t.target}, t.target.Reference, t.statements)
		}
	}
	w.provenance(all, "all", nil)
}

func (w *writer) provenance(targets []reference, key string, statements []assessment.StatementID) {
	p := &provenance{Target: targets, OccurredDateTime: w.day(),
		// There is no clock here: the instant is the beginning of the day the
		// assessment speaks of.
		Recorded: w.day() + "T00:00:00Z",
		Agent:    []provenanceAgent{{element.HL7("provenance-participant-type", "assembler"), w.software}},
		Entity:   []provenanceEntity{{"derivation", w.library}},
	}
	var ids []string
	for _, id := range statements {
		s := w.a.Statement(id)
		if s == nil {
			continue
		}
		if !slices.Contains(ids, s.Guideline) {
			ids = append(ids, s.Guideline)
			p.Entity = append(p.Entity, w.derivedFrom(s.Guideline))
		}
	}
	p.Entity = append(p.Entity, w.sources(statements)...)
	p.Meta = &meta{Tag: []coding{w.tag()}}
	w.add("Provenance", key, p, narrative{title: w.say("fhir.provenance"), lines: []string{w.fill("who.knowledge", "version", w.a.Knowledge.Version)}})
}

func (w *writer) derivedFrom(source string) provenanceEntity {
	to := reference{Type: "Library", Identifier: &identifier{System: r4.OwnSystem + "guideline", Value: source}, Display: clean(w.source(source))}
	if s := w.base.Source(source); s != nil && s.DOI != "" {
		to.Identifier = &identifier{System: "https://doi.org", Value: s.DOI}
	}
	return provenanceEntity{"derivation", to}
}

// sources are the places in the record where the facts of some statements were
// read: a resource by its address, a line of a file by its name.
func (w *writer) sources(statements []assessment.StatementID) (list []provenanceEntity) {
	seen := map[string]bool{}
	for _, id := range statements {
		s := w.a.Statement(id)
		if s == nil {
			continue
		}
		for _, f := range s.Facts {
			at := clean(f.Source)
			if at == "" || seen[at+" "+f.Fact] {
				continue
			}
			seen[at+" "+f.Fact] = true
			what, _ := original(at)
			what.Identifier, what.Display = &identifier{System: r4.OwnSystem + "source", Value: at}, clean(w.fact(f.Fact))
			list = append(list, provenanceEntity{"source", what})
		}
	}
	return list
}
