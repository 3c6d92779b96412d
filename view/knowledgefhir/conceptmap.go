package knowledgefhir

import "github.com/gravida-health/gravida/knowledge"

// conceptMap says which public code means just what one of our ids does.
type conceptMap struct {
	metadata
	Group []mapGroup `json:"group"`
}

type mapGroup struct {
	Source        string       `json:"source"`
	SourceVersion string       `json:"sourceVersion"`
	Target        string       `json:"target"`
	Element       []mapElement `json:"element"`
}

type mapElement struct {
	Code    string      `json:"code"`
	Display string      `json:"display"`
	Target  []mapTarget `json:"target"`
}

type mapTarget struct {
	Code        string   `json:"code"`
	Display     string   `json:"display,omitempty"`
	Equivalence string   `json:"equivalence"`
	Comment     string   `json:"comment,omitempty"`
	CommentZh   *chinese `json:"_comment,omitempty"`
}

// writeConceptMaps writes a map for the ids of each kind that have such codes, and
// one beside it to SNOMED CT.
func (w *writer) writeConceptMaps() {
	for _, s := range w.idSystems() {
		if standsFor[s.kind] != nil {
			w.conceptMap(s, s.kind, false)
			w.conceptMap(s, s.kind+"-snomed", true)
		}
	}
}

func (w *writer) conceptMap(s idSystem, key string, snomed bool) {
	m := &conceptMap{metadata: about("map-"+key, conceptMapURL(key), fill("export.map.title", "what", say("system."+s.kind)), say("export.map"))}
	var systems []string
	at := map[string]int{}
	for _, of := range s.ids {
		for _, c := range w.written(s.kind, of.code) {
			if (c.System == knowledge.SNOMED) != snomed {
				continue
			}
			i, begun := at[c.System]
			if !begun {
				i = len(m.Group)
				at[c.System] = i
				m.Group = append(m.Group, mapGroup{Source: systemURL(s.kind), SourceVersion: w.base.Version, Target: c.System})
				systems = append(systems, c.System)
			}
			g := &m.Group[i]
			g.Element = append(g.Element, mapElement{Code: of.code, Display: clean(of.called.En), Target: []mapTarget{target(c)}})
		}
	}
	if len(m.Group) == 0 {
		return
	}
	m.own(systems)
	w.add("ConceptMap", &m.metadata, m)
	w.out[len(w.out)-1].Licensed = snomed
}

// target is a code that means the id. One of LOINC names one way to measure and to
// report what the id measures.
func target(c *knowledge.Code) mapTarget {
	t := mapTarget{Code: c.Code, Display: clean(c.Display), Equivalence: "equivalent"}
	if c.System == knowledge.LOINC {
		one := say("export.loinc")
		t.Equivalence, t.Comment, t.CommentZh = "narrower", one.En, zh(one)
	}
	return t
}
