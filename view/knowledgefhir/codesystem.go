package knowledgefhir

import (
	"maps"
	"slices"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// codeSystem gives our ids of one kind their names.
type codeSystem struct {
	metadata
	CaseSensitive bool           `json:"caseSensitive"`
	Content       string         `json:"content"`
	Count         int            `json:"count,omitempty"`
	Property      []codeProperty `json:"property,omitempty"`
	Concept       []codeConcept  `json:"concept"`
}

type codeProperty struct {
	Code        string   `json:"code"`
	URI         string   `json:"uri"`
	Description string   `json:"description"`
	DescripZh   *chinese `json:"_description,omitempty"`
	Type        string   `json:"type"`
}

type codeConcept struct {
	Code         string          `json:"code"`
	Display      string          `json:"display"`
	Definition   string          `json:"definition,omitempty"`
	DefinitionZh *chinese        `json:"_definition,omitempty"`
	Designation  []designation   `json:"designation,omitempty"`
	Property     []conceptIsSame `json:"property,omitempty"`
}

type designation struct {
	Language string `json:"language"`
	Value    string `json:"value"`
}

type conceptIsSame struct {
	Code      string `json:"code"`
	ValueCode string `json:"valueCode"`
}

// sameProperty links a word to the one it stands for.
const sameProperty = "same"

// id is one of our ids: its name, and what it means where that is said.
type id struct {
	code          string
	called, means said
	same          string
}

// writeCodeSystems writes a code system for each kind of id there is. Its address
// is the system that codings of an assessment carry.
func (w *writer) writeCodeSystems() {
	for _, s := range w.idSystems() {
		w.codeSystem(s.kind, s.ids)
	}
}

func (w *writer) codeSystem(kind string, ids []id) {
	s := &codeSystem{metadata: about(kind, systemURL(kind), say("system."+kind), fill("export.ids", "what", say("system."+kind))),
		CaseSensitive: true, Content: "complete", Count: len(ids)}
	if kind == "fact" { // pregnancies.2.ended counts on without end
		s.Content, s.Count = "fragment", 0
	}
	for _, of := range ids {
		c := codeConcept{Code: of.code, Display: clean(of.called.En), Definition: clean(of.means.En), DefinitionZh: zh(of.means),
			Designation: []designation{{"zh", clean(of.called.Zh)}}}
		if of.same != "" {
			c.Property = []conceptIsSame{{sameProperty, of.same}}
			if s.Property == nil {
				stands := say("export.same")
				s.Property = []codeProperty{{sameProperty, r4.OwnSystem + "property:same", stands.En, zh(stands), "code"}}
			}
		}
		s.Concept = append(s.Concept, c)
	}
	w.add("CodeSystem", &s.metadata, s)
}

// idSystem is a kind of id and its members.
type idSystem struct {
	kind string
	ids  []id
}

// idSystems are all kinds of ids. Those an assessment codes with have the names it
// gives them.
func (w *writer) idSystems() []idSystem {
	b := w.base
	list := []idSystem{
		{"cause", each(b.Causes, func(c *knowledge.Cause) id { return id{code: c.ID, called: c.Name, means: c.Plain} })},
		{"test", each(b.Tests, func(t *knowledge.Test) id { return id{code: t.ID, called: t.Name, means: t.How} })},
		{"panel", each(b.Panels, func(p *knowledge.Panel) id { return id{code: p.ID, called: p.Name} })},
		{"occasion", each(b.Occasions, func(o *knowledge.Occasion) id { return id{code: o.ID, called: o.Name, means: o.Bring} })},
		{"treatment", each(b.Treatments, func(t *knowledge.Treatment) id { return id{code: t.ID, called: t.Name, means: t.Plain} })},
		{"department", each(b.Departments, func(d *knowledge.Department) id { return id{code: d.ID, called: d.Name, means: d.Plain} })},
		{"outcome", append(each(b.Outcomes, func(o *knowledge.Outcome) id { return id{code: o.ID, called: o.Name} }),
			each(b.Predicted, func(o *knowledge.Named) id { return id{code: o.ID, called: o.Name} })...)},
		{"setting", each(b.Settings, func(s *knowledge.Setting) id { return id{code: s.ID, called: s.Name} })},
		{"criterion", each(b.Criteria, func(c *knowledge.Criterion) id { return id{code: c.ID, called: c.Name} })},
		{"model", each(b.Models, func(m *knowledge.Model) id { return id{code: m.ID, called: m.Name} })},
		{"term", each(b.Vocabulary, func(t *knowledge.Term) id { return id{code: t.Name, called: t.Label} })},
		{"fact", w.factIDs()},
		{"finding", w.shownIDs()},
		{"event", w.eventIDs()},
		{"requested", w.requestedIDs()},
		{"unit", w.unitIDs()},
		{"definition", w.definitionIDs()},
		{"trial", w.trialIDs()},
		{"red-flag", w.flagIDs()},
		{"caution", w.cautionIDs()},
		{"category", []id{{code: "referral", called: say("export.referral")}}},
		{"origin", []id{{code: r4.Proposal, called: say("fhir.proposal")}}},
	}
	for kind, of := range wordLists {
		ids := each(b.Words[kind], func(word *knowledge.Word) id { return id{code: word.ID, called: word.Name, same: word.Same} })
		if kind == knowledge.Medications {
			ids = w.medicationIDs()
		}
		list = append(list, idSystem{of, ids})
	}
	for _, kind := range slices.Sorted(maps.Keys(caseWords)) {
		list = append(list, idSystem{kind, each(caseWords[kind], func(code string) id { return id{code: code, called: answerName(kind, code)} })})
	}
	for _, s := range wordSystems {
		ids := make([]id, len(s.codes))
		for i, code := range s.codes {
			ids[i] = id{code: code, called: statusName(s.key, code)}
		}
		list = append(list, idSystem{s.kind, ids})
	}
	return list
}

func each[T any](list []T, of func(T) id) []id {
	out := make([]id, len(list))
	for i, v := range list {
		out[i] = of(v)
	}
	return out
}

// wordLists are the lists of words a case file may use, and the kinds of id they
// are.
var wordLists = map[string]string{
	knowledge.Conditions: "condition", knowledge.Medications: "medication", knowledge.Procedures: "procedure", knowledge.Allergies: "allergy",
	knowledge.Symptoms: "symptom", knowledge.Contexts: "context", knowledge.Details: "detail",
}

// wordSystems are the ids whose names are words of the views, under a key with
// the id behind it.
var wordSystems = []struct {
	kind, key string
	codes     []string
}{
	{"direction", "direction.", append(knowledge.Directions(), knowledge.Silent)},
	{"strength", "strength.", knowledge.Strengths()},
	{"evidence", "evidence.", knowledge.Certainties()},
	{"read", "read.", []string{knowledge.Primary, knowledge.Secondary, knowledge.Unconfirmed}},
	{"urgency", "urgency.", knowledge.Urgencies()},
	{"cause-status", "cause.", []string{knowledge.Established, knowledge.Suspected, knowledge.Excluded, knowledge.NotExamined, knowledge.NotIndicated}},
	{"test-status", "test.", []string{"due", "repeat", "defer", "done", "not-recommended", "silent"}},
	{"status", "status.", []string{"met", "not-met", "unknown"}},
}

// statusName is the word for an id; that of a cause which is not indicated names
// the guideline that leads.
func statusName(key, code string) said {
	return fill(key+code, "leading", say("export.leading"))
}
