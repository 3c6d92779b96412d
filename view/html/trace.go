package html

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// trace remembers what a page has opened: each statement opens once, where it is
// first needed, and is pointed at from everywhere else.
type trace struct {
	at      map[assessment.StatementID]bool
	sources []string          // in the order in which they are first named
	facts   []assessment.Fact // likewise
	notes   map[string]assessment.StatementID
	level   int // of brevity
}

// opened is what stands behind a line of the page.
type opened struct {
	Label string                   // the handles
	New   []statement              // open here
	Seen  []assessment.StatementID // open elsewhere on the page
}

// statement is one statement with all that leads down from it.
type statement struct {
	ID        assessment.StatementID
	Text      string
	Source    string
	Anchor    int    // of the source, in the list at the end
	Said      string // direction, strength, evidence
	Ref, Note string
	Read      string // tag, unless read in the source itself
	Facts     string // their numbers in the list at the end
	Counts    string
	Same      string // the statement whose note is the same
	Explain   string // address
	Link      string // of the document itself, where it is not in the list at the end
	Bare      bool   // only whose it is
}

// How much is told of statements that decide nothing: of bodies that say the same
// as the one that decides, and of studies in people who are not like her.
const (
	whole    = iota // everything
	noNotes         // not how each was read
	noFacts         // nor the facts, nor the citations of studies
	noWords         // nor the words, which stand side by side in the comparison
	bare            // only whose it is; and no notes anywhere
	shortest = bare
)

// open opens statements here, those that are not open yet.
func (p *about) open(ids ...assessment.StatementID) opened { return p.opened(nil, ids...) }

// opened opens statements of which those beside the answer may be cut short.
func (p *about) opened(beside []assessment.StatementID, ids ...assessment.StatementID) (o opened) {
	for _, id := range ids {
		s := p.a.Statement(id)
		switch {
		case s == nil:
		case p.at[id]:
			if !slices.Contains(o.Seen, id) && !slices.ContainsFunc(o.New, func(s statement) bool { return s.ID == id }) {
				o.Seen = append(o.Seen, id)
			}
		default:
			p.at[id] = true
			o.New = append(o.New, p.statement(s, slices.Contains(beside, id)))
		}
	}
	o.Label = handles(o.New)
	return o
}

// longNote is one that is told once; statements that share it point at the first.
const longNote = 30

func (p *about) statement(s *assessment.Statement, beside bool) statement {
	out := statement{
		ID: s.ID, Text: s.Text, Source: p.guideline(s.Guideline),
		Said: p.said(s), Ref: s.Ref, Note: s.Note, Read: tag(s.Read), Counts: p.definition(s),
	}
	p.cut(&out, s, beside)
	if p.Links.Explain != nil {
		out.Explain = p.Links.Explain(s.ID)
	}
	return out
}

// cut leaves out what would make the page too heavy for an old phone, of statements
// that stand beside the answer only.
func (p *about) cut(out *statement, s *assessment.Statement, beside bool) {
	if beside && p.level >= noNotes || p.level >= bare {
		out.Note = ""
	}
	if p.level < noFacts || !beside && (p.level < bare || s.Direction == "") {
		out.Facts = p.factNumbers(s.Facts)
	}
	if beside && p.level >= noWords {
		out.Text = ""
	}
	out.Bare = beside && p.level >= bare
	if out.Bare && s.Direction != "" {
		out.Said = p.say("direction." + s.Direction)
	}
	if source := p.base.Source(s.Guideline); out.Bare && source != nil && source.Link() != "" && p.base.Guideline(s.Guideline) == nil {
		out.Link = source.Link()
	} else {
		out.Anchor = p.source(s.Guideline)
	}
	if first, ok := p.notes[out.Note]; ok && len(out.Note) > longNote {
		out.Note, out.Same = "", string(first)
	} else {
		p.notes[out.Note] = s.ID
	}
}

// said is how firmly: direction, strength and evidence. The strength of what
// nobody has read would lend weight to hearsay.
func (p *about) said(s *assessment.Statement) string {
	var parts []string
	if s.Direction != "" {
		parts = append(parts, p.say("direction."+s.Direction))
	}
	if s.Strength != "" && s.Strength != "unstated" && s.Read != knowledge.Unconfirmed {
		parts = append(parts, p.say("strength."+s.Strength))
	}
	if s.Evidence != "" && s.Evidence != "unstated" && s.Read != knowledge.Unconfirmed {
		parts = append(parts, p.fill("page.evidence", "what", p.say("evidence."+s.Evidence)))
	}
	return strings.Join(parts, p.say("list.comma"))
}

// source numbers a source for the list at the end.
func (p *about) source(id string) int {
	i := slices.Index(p.sources, id)
	if i < 0 {
		i = len(p.sources)
		p.sources = append(p.sources, id)
	}
	return i + 1
}

// factNumbers numbers facts for the list at the end: 1–4, 7.
func (p *about) factNumbers(facts []assessment.Fact) string {
	var numbers []int
	for _, f := range facts {
		i := slices.Index(p.facts, f)
		if i < 0 {
			i = len(p.facts)
			p.facts = append(p.facts, f)
		}
		numbers = append(numbers, i+1)
	}
	slices.Sort(numbers)
	return spans("", slices.Compact(numbers))
}

// handles names statements in short: s31–s40, s44.
func handles(list []statement) string {
	var numbers []int
	for i := range list {
		n, _ := strconv.Atoi(strings.TrimPrefix(string(list[i].ID), "s"))
		numbers = append(numbers, n)
	}
	return spans("s", numbers)
}

// spans writes numbers, three or more that follow each other as a span.
func spans(before string, numbers []int) string {
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		if j-i < 2 {
			j = i
			parts = append(parts, before+strconv.Itoa(numbers[i]))
		} else {
			parts = append(parts, before+strconv.Itoa(numbers[i])+"–"+before+strconv.Itoa(numbers[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// cited is a source in the list at the end.
type cited struct {
	N                        int
	Name, Citation, Link, As string
}

// Sources are the documents that the page names.
func (p *about) Sources() (list []cited) {
	for i, id := range p.sources {
		c := cited{N: i + 1, Name: id}
		if s := p.base.Source(id); s != nil {
			c.Name, c.Citation, c.Link = s.Name.In(p.Lang), s.Citation.In(p.Lang), s.Link()
			if p.level >= noFacts && c.Link != "" && p.base.Guideline(id) == nil {
				c.Citation = c.Name // the link leads to the rest
			}
		}
		list = append(list, c)
	}
	return list
}

// known is a fact in the list at the end.
type known struct {
	N                  int
	Name, Value, Place string
}

// Facts are the facts that the page rests on, each with the place it was read.
func (p *about) Facts() (list []known) {
	for i, f := range p.facts {
		list = append(list, known{i + 1, words.Sentence(words.Fact(p.base, p.Lang, f.Fact)),
			words.Clean(words.Value(p.base, p.Lang, f.Value)), words.Clean(place(f.Source))})
	}
	return list
}

// definition says what a body counts as recurrent, where the statement is its
// definition.
func (p *about) definition(s *assessment.Statement) string {
	g := p.base.Guideline(s.Guideline)
	if g == nil || s.Rule != g.ID+"-definition" {
		return ""
	}
	return words.Definition(p.base, p.Lang, g)
}

// place is where a fact was read, without the folders that lead to the file: they
// belong to the machine of whoever made the page.
func place(source string) string {
	file, rest := source, ""
	if i := strings.IndexAny(source, "#:"); i > 1 { // not the letter of a drive
		file, rest = source[:i], source[i:]
	}
	return file[strings.LastIndexAny(file, `/\\`)+1:] + rest
}
