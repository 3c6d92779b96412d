package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
)

// entry is one entry of the knowledge, its words not yet chosen.
type entry struct {
	kind, id   string
	name       knowledge.Text
	source     string
	rule       *knowledge.Rule
	plain      knowledge.Text
	group      string
	unit       string
	about      []string // ids it is about
	unfamiliar string   // the id it stands for
}

// Kinds of entries, in the order in which they are listed.
var kinds = []string{"guidelines", "rules", "criteria", "models", "causes", "tests", "panels", "treatments", "departments",
	"conditions", "medications", "procedures", "allergies", "findings", "sources"}

// entriesOf lists everything, kind by kind.
func entriesOf(b *knowledge.Base) (all []*entry) {
	add := func(e entry) { all = append(all, &e) }
	for _, g := range b.Guidelines {
		add(entry{kind: "guidelines", id: g.ID, name: b.Source(g.ID).Name, source: g.ID})
	}
	for _, r := range b.EveryRule() {
		add(entry{kind: "rules", id: r.ID, name: r.Says, source: r.Source, rule: r, about: slices.Concat(r.Test, r.Treatment, r.Caution, r.Defer, []string{r.Cause, r.Department, r.Explains})})
	}
	for _, c := range b.Criteria {
		add(entry{kind: "criteria", id: c.ID, name: c.Name, source: c.Source, about: []string{c.Cause}})
	}
	for _, m := range b.Models {
		add(entry{kind: "models", id: m.ID, name: m.Name, source: m.Source})
	}
	for _, c := range b.Causes {
		add(entry{kind: "causes", id: c.ID, name: c.Name, plain: c.Plain, group: c.Group, about: c.Tests})
	}
	for _, t := range b.Tests {
		add(entry{kind: "tests", id: t.ID, name: t.Name, unit: t.Unit, plain: t.How})
	}
	for _, p := range b.Panels {
		add(entry{kind: "panels", id: p.ID, name: p.Name, about: p.Members})
	}
	for _, t := range b.Treatments {
		add(entry{kind: "treatments", id: t.ID, name: t.Name, plain: t.Plain})
	}
	for _, d := range b.Departments {
		add(entry{kind: "departments", id: d.ID, name: d.Name, plain: d.Plain})
	}
	for _, list := range []string{knowledge.Conditions, knowledge.Medications, knowledge.Procedures, knowledge.Allergies} {
		for _, w := range b.Words[list] {
			add(entry{kind: list, id: w.ID, name: w.Name, unfamiliar: w.Same, about: w.Treats})
		}
	}
	for _, t := range b.Vocabulary {
		add(entry{kind: "findings", id: t.Name, name: t.Label})
	}
	for _, s := range b.Sources {
		add(entry{kind: "sources", id: s.ID, name: s.Name, source: s.ID})
	}
	return all
}

// Catalogue is a list of entries.
type Catalogue struct {
	Knowledge assessment.Edition `json:"knowledge"`
	Total     int                `json:"total" jsonschema:"entries that fit, also those that are not on this page"`
	Offset    int                `json:"offset"`
	Entries   []summary          `json:"entries"`
}

type summary struct {
	Kind      string `json:"kind"`
	ID        string `json:"id"`
	Name      string `json:"name" jsonschema:"of a rule: what it says"`
	Source    string `json:"source,omitempty" jsonschema:"the id of the body or paper"`
	Read      string `json:"read,omitempty" jsonschema:"of a rule: how it was read when it was encoded: primary, secondary or unconfirmed"`
	Direction string `json:"direction,omitempty" jsonschema:"of a rule that recommends"`
}

// list gives the entries that fit all that is asked for.
func (c *call) list() error {
	base := c.api.engine.Base()
	out := &Catalogue{Knowledge: assessment.Edition{Version: base.Version, Digest: base.Digest}, Entries: []summary{}, Offset: c.number("offset", 0)}
	limit, about, text := c.number("limit", 100), c.query["about"], strings.ToLower(c.query["text"])
	for _, e := range c.api.entries {
		s := summary{Kind: e.kind, ID: e.id, Name: e.name.In(c.lang), Source: e.source}
		if e.rule != nil {
			s.Read, s.Direction = e.rule.Read, e.rule.Direction
		}
		fits := func(asked, has string) bool { return c.query[asked] == "" || c.query[asked] == has }
		switch {
		case !fits("kind", s.Kind), !fits("guideline", s.Source), !fits("read", s.Read), !fits("direction", s.Direction),
			about != "" && !slices.Contains(e.about, about),
			text != "" && !strings.Contains(strings.ToLower(e.id), text) && !strings.Contains(strings.ToLower(s.Name), text):
			continue
		}
		if out.Total++; out.Total > out.Offset && len(out.Entries) < limit {
			out.Entries = append(out.Entries, s)
		}
	}
	send(c.w, http.StatusOK, asJSON, out)
	return nil
}

// Found is what stands under one id: a cause and a condition may share one.
type Found struct {
	ID        string             `json:"id"`
	Knowledge assessment.Edition `json:"knowledge"`
	Entries   []entryWhole       `json:"entries"`
}

type entryWhole struct {
	summary
	Plain      string     `json:"plain,omitempty" jsonschema:"for a patient; of a test, how it is taken"`
	Group      string     `json:"group,omitempty" jsonschema:"of a cause"`
	Unit       string     `json:"unit,omitempty" jsonschema:"in which numbers of a test are kept"`
	Same       string     `json:"same,omitempty" jsonschema:"the word this one stands for"`
	About      []string   `json:"about,omitempty" jsonschema:"tests, treatments, causes or departments it is about"`
	Act        string     `json:"act,omitempty" jsonschema:"of a danger: what to do"`
	Department string     `json:"department,omitempty"`
	Urgency    string     `json:"urgency,omitempty"`
	Status     string     `json:"status,omitempty" jsonschema:"of a cause, when the rule holds"`
	When       string     `json:"when,omitempty" jsonschema:"the condition of a rule"`
	Strength   string     `json:"strength,omitempty"`
	Evidence   string     `json:"evidence,omitempty"`
	Ref        string     `json:"ref,omitempty" jsonschema:"the section of the document"`
	Note       string     `json:"note,omitempty"`
	File       string     `json:"file,omitempty" jsonschema:"the place in the knowledge"`
	From       *source    `json:"document,omitempty" jsonschema:"the document behind it"`
	Tests      []ruleTest `json:"tests,omitempty" jsonschema:"the tests beside a rule"`
	Rules      []string   `json:"rules,omitempty" jsonschema:"rules that are about this, or are of this guideline"`
}

type ruleTest struct {
	Given   map[string]any `json:"given" jsonschema:"findings; all others are unknown"`
	Applies string         `json:"applies" jsonschema:"yes, no or undecided"`
	Missing []string       `json:"missing,omitempty" jsonschema:"the findings that would decide it"`
}

// show gives every entry of an id, whole.
func (c *call) show() error {
	base, id := c.api.engine.Base(), c.r.PathValue("id")
	out := &Found{ID: id, Knowledge: assessment.Edition{Version: base.Version, Digest: base.Digest}}
	var ids []string
	for _, e := range c.api.entries {
		if e.id == id {
			out.Entries = append(out.Entries, c.whole(e))
		}
		ids = append(ids, e.id)
	}
	if len(out.Entries) == 0 {
		return refuse(http.StatusNotFound, "path", "no entry "+clip(id), "an id that the list of the knowledge has", problem.Nearest(id, ids))
	}
	send(c.w, http.StatusOK, asJSON, out)
	return nil
}

func (c *call) whole(e *entry) entryWhole {
	base, lang := c.api.engine.Base(), c.lang
	w := entryWhole{summary: summary{Kind: e.kind, ID: e.id, Name: e.name.In(lang), Source: e.source}, Plain: e.plain.In(lang), Group: e.group, Unit: e.unit, Same: e.unfamiliar}
	w.About = slices.DeleteFunc(slices.Clone(e.about), func(id string) bool { return id == "" })
	if s := base.Source(e.source); s != nil {
		w.From = &source{s.ID, s.Name.In(lang), s.Citation.In(lang), s.Link()}
	}
	if r := e.rule; r != nil {
		w.Read, w.Direction, w.Act, w.Department, w.Urgency, w.Status = r.Read, r.Direction, r.Act.In(lang), r.Department, r.Urgency, r.Status
		w.When, w.Strength, w.Evidence, w.Ref, w.Note, w.File = r.When, r.Strength, r.Evidence, r.Ref.In(lang), r.Note.In(lang), "knowledge/"+r.At.String()
		for _, t := range r.Tests {
			given := t.Given
			if given == nil {
				given = map[string]any{}
			}
			w.Tests = append(w.Tests, ruleTest{given, t.Applies, t.Missing})
		}
		return w
	}
	for _, r := range c.api.entries {
		if r.rule != nil && (slices.Contains(r.about, e.id) || e.kind == "guidelines" && r.source == e.id) {
			w.Rules = append(w.Rules, r.id)
		}
	}
	return w
}
