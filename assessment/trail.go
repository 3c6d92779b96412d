package assessment

import (
	"strconv"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Trail is a statement opened: the rule behind it, what the rule looked at,
// and the facts with their places.
type Trail struct {
	Statement *Statement
	Source    *knowledge.Source // the body or paper that says it
	Rule      *knowledge.Rule   // nil for a definition or a set of criteria
	Parts     []Part
}

// Part is one finding on the way from the statement to the facts.
type Part struct {
	Name  string // the term, as a condition writes it; a domain for criteria
	Label string
	Value string // yes, no, unknown, a number, points
	Facts []Fact
	Lacks []string
}

// Open follows a statement down to the facts. The second result is false when
// there is no such statement.
func (a *Assessment) Open(id StatementID) (Trail, bool) {
	i, ok := a.place(id)
	if !ok {
		return Trail{}, false
	}
	s, g := &a.Statements[i], a.grounds[i]
	t := Trail{Statement: s, Source: a.base.Source(s.Guideline), Parts: g.parts}
	if g.verdict == nil {
		return t, true
	}
	t.Rule = g.verdict.Rule
	for _, slot := range g.verdict.Used {
		t.Parts = append(t.Parts, a.part(g.verdict, slot))
	}
	return t, true
}

func (a *Assessment) part(v *guideline.Verdict, slot int) Part {
	term := a.base.Vocabulary[slot]
	f := v.Finding(a.verdicts.Findings, slot)
	p := Part{Name: term.Name, Label: term.Label.In(a.Lang), Value: f.Value.String(), Lacks: f.Lacks}
	if f.Known {
		p.Value = strconv.FormatFloat(f.Number, 'f', -1, 64)
		if f.Day.Known() {
			p.Value = f.Day.String()
		}
	}
	for _, r := range f.From {
		fact := a.verdicts.Findings.Fact(r)
		p.Facts = append(p.Facts, Fact{fact.Name, fact.Value, fact.Source.String()})
	}
	return p
}

// parts opens a score: one part for every item that gives points or may, and for
// every other reason that has to be ruled out.
func (w *writer) parts(score *guideline.Score) (parts []Part) {
	for _, side := range score.Sides {
		for _, d := range side.Domains {
			for _, item := range d.Domain.Items {
				f := w.verdicts.Findings.Get(item.Finding)
				if f.Value == truth.No {
					continue
				}
				parts = append(parts, w.itemPart(d.Domain.ID, item, f))
			}
		}
	}
	for _, item := range score.Criterion.Others {
		parts = append(parts, w.itemPart(item.Finding, item, w.verdicts.Findings.Get(item.Finding)))
	}
	return parts
}

func (w *writer) itemPart(name string, item *knowledge.Item, f *finding.Finding) Part {
	p := Part{Name: name, Label: w.text(item.Name), Value: f.Value.String(), Lacks: f.Lacks}
	for _, r := range f.From {
		p.Facts = append(p.Facts, w.fact(r))
	}
	return p
}
