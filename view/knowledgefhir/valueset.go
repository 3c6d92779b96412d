package knowledgefhir

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// valueSet lists the codes by which a record says one thing.
type valueSet struct {
	metadata
	Compose compose `json:"compose"`
}

type compose struct {
	Include []include `json:"include"`
}

type include struct {
	System  string         `json:"system"`
	Concept []includedCode `json:"concept"`
}

type includedCode struct {
	Extension []extension `json:"extension,omitempty"`
	Code      string      `json:"code"`
	Display   string      `json:"display,omitempty"`
}

// comments is HL7's extension for a remark on a code.
const comments = "http://hl7.org/fhir/StructureDefinition/valueset-concept-comments"

// meaning is a word of ours as a kind of code has it: heparin is a medicine and an
// allergy.
type meaning struct{ kind, concept string }

func (m meaning) id() string { return m.kind + "-" + m.concept }

// writeValueSets writes a set for each meaning that public codes have, and one
// beside it for those of SNOMED CT.
func (w *writer) writeValueSets() {
	w.values = map[string]bool{}
	rows := map[meaning][]*knowledge.Code{}
	for _, system := range w.base.Terminology.Systems() {
		if system == knowledge.ByText {
			continue // words that a record is searched for: no code system has them
		}
		for _, c := range w.base.Terminology.Codes(system) {
			m := meaning{c.Kind, c.Concept}
			rows[m] = append(rows[m], c)
		}
	}
	for m, codes := range rows {
		var free, licensed []*knowledge.Code
		for _, c := range codes {
			if c.System == knowledge.SNOMED {
				licensed = append(licensed, c)
			} else {
				free = append(free, c)
			}
		}
		w.valueSet(m, m.id(), "", free)
		w.valueSet(m, m.id()+"-snomed", "export.snomed", licensed)
	}
}

func (w *writer) valueSet(m meaning, id, only string, codes []*knowledge.Code) {
	if len(codes) == 0 {
		return
	}
	called := w.meaning(m)
	description := fill("export.codes", "what", called, "kind", say("code."+m.kind))
	if only != "" {
		description = paragraphs(description, say(only))
	}
	s := &valueSet{metadata: about("codes-"+id, valueSetURL(id), fill("export.codes.title", "what", called, "kind", say("code."+m.kind)), description)}
	if only != "" {
		title := sentences(fill("export.codes.title", "what", called, "kind", say("code."+m.kind)), same("(SNOMED CT)"))
		s.Title, s.TitleZh = clean(title.En), zh(title)
	}
	s.Compose.Include = included(codes)
	var systems []string
	for _, i := range s.Compose.Include {
		systems = append(systems, i.System)
	}
	s.own(systems)
	w.add("ValueSet", &s.metadata, s)
	w.out[len(w.out)-1].Licensed = only != ""
	if only == "" {
		w.values[s.URL] = true
	}
}

// included sorts codes by system and code, each once: a list gives one code
// several titles where its editions differ.
func included(codes []*knowledge.Code) (list []include) {
	codes = slices.Clone(codes)
	slices.SortFunc(codes, func(a, b *knowledge.Code) int {
		return cmp.Or(cmp.Compare(a.System, b.System), cmp.Compare(a.Code, b.Code), cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.Display, b.Display))
	})
	for _, c := range codes {
		if n := len(list); n == 0 || list[n-1].System != c.System {
			list = append(list, include{System: c.System})
		}
		last := &list[len(list)-1]
		if n := len(last.Concept); n > 0 && last.Concept[n-1].Code == c.Code {
			continue
		}
		code := includedCode{Code: c.Code, Display: clean(c.Display)}
		if c.Unseen() {
			unseen := say("export.unseen")
			code.Extension = []extension{{URL: comments, ValueString: unseen.En, StringZh: zh(unseen)}}
		}
		last.Concept = append(last.Concept, code)
	}
	return list
}

// meaning names what codes stand for. Some words are of the reader of records alone
// and have no name but themselves.
func (w *writer) meaning(m meaning) said {
	b := w.base
	list := map[string]string{knowledge.CodeCondition: knowledge.Conditions, knowledge.CodeThrombosis: knowledge.Conditions,
		knowledge.CodeMedication: knowledge.Medications, knowledge.CodeAllergy: knowledge.Allergies, knowledge.CodeProcedure: knowledge.Procedures}
	if word := b.Word(list[m.kind], m.concept); word != nil {
		return word.Name
	}
	if t := b.Treatment(m.concept); t != nil && (m.kind == knowledge.CodeMedication || m.kind == knowledge.CodeProcedure) {
		return t.Name
	}
	if t := b.Test(m.concept); t != nil && (m.kind == knowledge.CodeTest || m.kind == knowledge.CodeGenetics) {
		return t.Name
	}
	if o := b.Outcome(m.concept); o != nil && m.kind == knowledge.CodeEvidence {
		return o.Name
	}
	return fill("export.word", "word", same(m.concept))
}

// own says whose the codes of some systems are.
func (m *metadata) own(systems []string) {
	slices.Sort(systems)
	var list []said
	for _, system := range slices.Compact(systems) {
		if key := "rights." + rights[system]; words.Has(key) {
			list = append(list, say(key))
		}
	}
	all := paragraphs(list...)
	m.Copyright, m.CopyrightZh = clean(all.En), zh(all)
}

// rights are the words that say whose a code system is.
var rights = map[string]string{
	knowledge.LOINC: "loinc", knowledge.SNOMED: "snomed", knowledge.ICD10: "icd10", knowledge.ICD10CM: "us", knowledge.ICD9CM: "us",
	knowledge.ICD10PC: "us", knowledge.RxNorm: "rxnorm", knowledge.ATC: "atc",
}
