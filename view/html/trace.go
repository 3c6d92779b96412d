package html

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

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
	cites   bool // the sources stand on the page even where a statement has its own
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
	Class     string // of the sign of its direction
}

// open opens statements here, those that are not open yet.
func (p *about) open(ids ...assessment.StatementID) (o opened) {
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
			o.New = append(o.New, p.statement(s))
		}
	}
	if o.Label = words.Count(p.Lang, "page.statements", len(o.New)); len(o.New) == 1 {
		o.Label = string(o.New[0].ID)
	}
	return o
}

// longNote is one that is told once; statements that share it point at the first.
const longNote = 30

// statement opens one. Where it has a page of its own, that page tells the rest.
func (p *about) statement(s *assessment.Statement) statement {
	out := statement{ID: s.ID, Text: s.Text, Source: p.guideline(s.Guideline), Said: p.said(s), Read: tag(s.Read), Explain: p.explained(s.ID)}
	if out.Explain != "" && !p.cites {
		return out
	}
	out.Ref, out.Note, out.Counts = s.Ref, s.Note, p.definition(s)
	out.Facts, out.Anchor = p.factNumbers(s.Facts), p.source(s.Guideline)
	if first, ok := p.notes[out.Note]; ok && len(out.Note) > longNote {
		out.Note, out.Same = "", string(first)
	} else {
		p.notes[out.Note] = s.ID
	}
	return out
}

// explained is the address of a statement's own page; "" where there is none.
func (p *about) explained(id assessment.StatementID) string {
	if p.Links.Explain == nil {
		return ""
	}
	return p.Links.Explain(id)
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
	Lang                     string // of the citation, where it is not the page's
}

// Sources are the documents that the page names.
func (p *about) Sources() (list []cited) {
	for i, id := range p.sources {
		c := cited{N: i + 1, Name: id}
		if s := p.base.Source(id); s != nil {
			c.Name, c.Citation, c.Link = s.Name.In(p.Lang), s.Citation.In(p.Lang), s.Link()
			c.Lang = p.citedIn(s)
		}
		list = append(list, c)
	}
	return list
}

// citedIn is the language of a citation, where it is not the page's: what the source
// says of itself, else what most of its letters are.
func (f *frame) citedIn(s *knowledge.Source) string {
	lang := s.Language
	if lang == "" {
		han, latin := 0, 0
		for _, r := range s.Citation.In(f.Lang) {
			switch {
			case unicode.Is(unicode.Han, r):
				han++
			case unicode.Is(unicode.Latin, r):
				latin++
			}
		}
		if lang = "en"; han > latin/2 { // a word of Chinese has two letters, one of English five
			lang = htmlLang("zh")
		}
	}
	if lang == htmlLang(f.Lang) {
		return ""
	}
	return lang
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
			words.Clean(words.Value(p.base, p.Lang, f.Value)), words.Clean(words.ShortPlace(p.Lang, f.Source))})
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
