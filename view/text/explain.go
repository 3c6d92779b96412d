package text

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// explainColumn is where values stand beside their labels.
const explainColumn = 16

// statement is what is asked about, in its own words.
func (p *page) statement(t assessment.Trail) {
	s := t.Statement
	p.heading("head.explain")
	p.item(2, handle(s.ID), handleColumn, s.Text)
	p.flow(handleColumn, handleColumn, strings.Join([]string{p.caseName(), p.fill("who.asOf", "date", words.DateOf(p.lang, p.a.AsOf))}, p.say("list.dot")))
}

// recommendation is the rule behind it: who says so, where, how firmly, and how
// we know.
func (p *page) recommendation(t assessment.Trail) {
	s := t.Statement
	p.heading("head.recommendation")
	row := func(key, text string) {
		if text != "" {
			p.item(2, p.say(key), explainColumn, text)
		}
	}
	if s.Direction != "" {
		row("explain.position", p.direction(s.Direction))
	}
	if s.Strength != "" {
		row("explain.strength", p.say("strength."+s.Strength))
	}
	if s.Evidence != "" {
		row("explain.evidence", p.say("evidence."+s.Evidence))
	}
	row("explain.source", p.guideline(s.Guideline))
	if src := t.Source; src != nil {
		row("explain.paper", src.Citation.In(p.lang))
		row("explain.link", src.Link())
	}
	row("explain.section", s.Ref)
	row("explain.read", p.say("read."+s.Read))
	row("explain.note", s.Note)
	row("explain.counts", p.definition(s))
	row("explain.rule", s.Rule)
	if t.Rule != nil {
		row("explain.when", t.Rule.When)
	}
}

// findings is what the rule looked at: the value of each, and the facts it
// rests on or lacks.
func (p *page) findings(t assessment.Trail) {
	if len(t.Parts) == 0 {
		return
	}
	p.heading("head.findings")
	for i := range t.Parts {
		part := &t.Parts[i]
		label := part.Label
		if label == "" {
			label = part.Name
		}
		p.item(2, p.answer(part.Value), explainColumn, words.Sentence(label)+p.fill("bracket", "what", part.Name))
		for _, f := range part.Facts {
			p.fact(explainColumn, f)
		}
		p.missing(explainColumn, part.Lacks)
	}
}

// answer is yes, no or undecided with its glyph, or a number or date as it is.
func (p *page) answer(v string) string {
	if glyph, ok := truths[v]; ok {
		return glyph + " " + words.Sentence(p.say("truth."+v))
	}
	return words.DateOf(p.lang, v)
}

// fact is a raw fact, its value, and the place it was read.
func (p *page) fact(column int, f assessment.Fact) {
	text := words.Sentence(words.Fact(p.base, p.lang, f.Fact)) + p.say("clause") + words.Value(p.base, p.lang, f.Value)
	p.flow(column, column+2, text+p.fill("bracket", "what", words.Place(p.lang, f.Source)))
}

// facts lists the facts of a statement that has no findings of its own, such as
// a definition.
func (p *page) facts(t assessment.Trail) {
	if len(t.Parts) > 0 {
		return
	}
	p.heading("head.facts")
	if len(t.Statement.Facts) == 0 {
		p.flow(2, 2, p.say("explain.noFacts"))
	}
	for _, f := range t.Statement.Facts {
		p.fact(2, f)
	}
}
