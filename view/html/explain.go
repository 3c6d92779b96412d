package html

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Explain shows one statement opened, step by step: what is said, the recommendation
// behind it, what that looked at, and the facts of the record with their places.
func Explain(w io.Writer, t assessment.Trail, a *assessment.Assessment, o Options) error {
	p := &explanation{about: newAbout(a, "dense", o, "summary", "explain"), Trail: t}
	p.Title = p.say("head.explain") + p.say("list.dot") + string(t.Statement.ID)
	p.Findings = p.looked()
	if len(t.Parts) == 0 {
		p.factNumbers(t.Statement.Facts)
	}
	return write(w, "explain", p)
}

// explanation is the page of one statement.
type explanation struct {
	about
	Trail    assessment.Trail
	Findings []looked
}

// looked is one finding that the recommendation looked at.
type looked struct {
	Name, Label string
	Value       line   // yes, no or undecided, with its sign; a number or a day as it is
	Facts       string // their numbers in the list below
	Lacks       string
}

// term is one row of what is known of the recommendation.
type term struct {
	Name, Text, Link string
	Tag              string // how it was read, unless in the source itself
	Code             bool
	Cited            bool // a citation, in the language Lang where that is not the page's
	Lang             string
}

// Verdict is the direction of the statement with its sign; empty where it has none.
func (p *explanation) Verdict() line {
	d := p.Trail.Statement.Direction
	if d == "" {
		return line{}
	}
	return line{Class: d, Word: words.Sentence(p.say("direction." + d))}
}

// Read is how the statement was read, for its sign; empty where it was in the source.
func (p *explanation) Read() string { return tag(p.Trail.Statement.Read) }

// Terms are what is known of the recommendation: how firm, whose, where it stands,
// and how we know.
func (p *explanation) Terms() (terms []term) {
	s := p.Trail.Statement
	row := func(key string, t term) {
		if t.Name = p.say(key); t.Text != "" {
			terms = append(terms, t)
		}
	}
	if s.Direction != "" {
		row("explain.position", term{Text: p.say("direction." + s.Direction)})
	}
	if s.Strength != "" {
		row("explain.strength", term{Text: p.say("strength." + s.Strength)})
	}
	if s.Evidence != "" {
		row("explain.evidence", term{Text: p.say("evidence." + s.Evidence)})
	}
	row("explain.source", term{Text: p.guideline(s.Guideline)})
	if src := p.Trail.Source; src != nil {
		row("explain.paper", term{Text: src.Citation.In(p.Lang), Cited: true, Lang: p.citedIn(src)})
		row("explain.link", term{Text: src.Link(), Link: src.Link()})
	}
	row("explain.section", term{Text: s.Ref})
	row("explain.read", term{Text: p.say("read." + s.Read), Tag: tag(s.Read)})
	row("explain.note", term{Text: s.Note})
	row("explain.counts", term{Text: p.definition(s)})
	row("explain.rule", term{Text: s.Rule, Code: true})
	if p.Trail.Rule != nil {
		row("explain.when", term{Text: p.Trail.Rule.When, Code: true})
	}
	return terms
}

func (p *explanation) looked() (list []looked) {
	for i := range p.Trail.Parts {
		part := &p.Trail.Parts[i]
		l := looked{Name: part.Name, Label: part.Label, Facts: p.factNumbers(part.Facts), Lacks: p.missing(part.Lacks)}
		if l.Label == "" {
			l.Label = part.Name
		}
		l.Label = words.Sentence(l.Label)
		if l.Value = (line{Class: "value", Word: words.DateOf(p.Lang, part.Value)}); slices.Contains([]string{"yes", "no", "unknown"}, part.Value) {
			l.Value = line{Class: part.Value, Word: words.Sentence(p.say("truth." + part.Value))}
		}
		list = append(list, l)
	}
	return list
}

// Lacks are the facts that nobody gave and that could change the statement.
func (p *explanation) Lacks() (names []string) {
	var facts []string
	for i := range p.Trail.Parts {
		facts = append(facts, p.Trail.Parts[i].Lacks...)
	}
	for _, name := range words.Facts(p.base, p.Lang, facts) {
		names = append(names, words.Sentence(name))
	}
	return names
}

// Rests names what was found and would change the statement if it were otherwise.
func (p *explanation) Rests() (labels []string) {
	for _, l := range p.Findings {
		if l.Value.Class != "unknown" && !slices.Contains(labels, l.Label) {
			labels = append(labels, l.Label)
		}
	}
	return labels
}

// Others are the bodies that speak of the same test or treatment, those that lean
// the same way and those that do not, each opening on a page of its own.
func (p *explanation) Others() (list []statement) {
	id := p.Trail.Statement.ID
	has := func(all []assessment.Position) bool {
		return slices.ContainsFunc(all, func(x assessment.Position) bool { return x.Statement == id })
	}
	seen := map[assessment.StatementID]bool{id: true}
	take := func(all []assessment.Position) {
		for i := range all {
			if x := &all[i]; x.Direction != knowledge.Silent && !seen[x.Statement] {
				seen[x.Statement] = true
				list = append(list, statement{ID: x.Statement, Source: p.guideline(x.Guideline), Said: p.say("direction." + x.Direction), Class: x.Direction, Read: tag(x.Read), Explain: p.explained(x.Statement)})
			}
		}
	}
	for i := range p.a.Tests {
		if t := &p.a.Tests[i]; has(t.Positions) {
			take(t.Positions)
		}
	}
	for i := range p.a.Treatments {
		if t := &p.a.Treatments[i]; has(t.Positions) {
			take(t.Positions)
		}
	}
	return list
}

// step counts what stands on the page.
type step struct {
	N    string
	Head string
}

// Step heads one part of the chain.
func (p *explanation) Step(n int, key string) step { return step{strconv.Itoa(n), p.say(key)} }

// Said is the statement in its own words.
func (p *explanation) Said() string { return strings.TrimSpace(p.Trail.Statement.Text) }
