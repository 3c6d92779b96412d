package html

import (
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Compare shows the guidelines side by side: a row for each question, a column
// for each setting, the body that leads there first.
func Compare(w io.Writer, c *assessment.Comparison, o Options) error {
	p := comparison{frame: newFrame(c.Lang, "dense", c.Of.Base(), o, "compare"), c: c, told: map[string]string{}, taken: map[string]bool{}}
	p.Now = o.Links.Compare
	p.Title = words.In(p.Lang, "head.compare") + words.In(p.Lang, "list.dot") + p.Case()
	for _, column := range c.Columns {
		p.Columns = append(p.Columns, p.column(column))
	}
	for _, kind := range []string{assessment.OfRecurrence, assessment.OfTest, assessment.OfTreatment} {
		if g := p.group(kind); len(g.Rows) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return write(w, "compare", &p)
}

type comparison struct {
	frame
	c       *assessment.Comparison
	Columns []column
	Groups  []group

	places int
	taken  map[string]bool   // names of places
	told   map[string]string // where the words of a recommendation stand
}

type column struct {
	Head, Where string
	bodies      []string // the leading one first
}

type group struct {
	Head   string
	Rows   []row
	Others []other
}

// other is a body with a definition that leads in none of the columns: what it says,
// and what it counts.
type other struct {
	Name, Counts string
	Says         template.HTML
}

type row struct {
	Name, Together string
	Hearsay        bool // the difference rests on lines that nobody has read
	Cells          []template.HTML
	Beside         []template.HTML // the bodies that lead in no column
}

// said is one body's stance.
type said struct {
	Glyph, Class, Stance string
	Body                 string // named where it leads no column
	Strength, Read       string
	Text, Ref, Missing   string
	At                   string // where its words stand on the page
	MissingAt            string // where the same is missing
	See                  string // where they stood before
	Statement            assessment.StatementID
	Explain              string // address of the statement's own page
}

func (p *comparison) column(c assessment.Column) column {
	head := p.guideline(c.Leading)
	if c.Leading == p.c.Leading {
		head += words.Fill(p.Lang, "bracket", "what", words.In(p.Lang, "leads"))
	}
	where := c.Setting
	if s := p.base.Setting(c.Setting); s != nil {
		where = s.Name.In(p.Lang)
	}
	return column{head, where, append([]string{c.Leading}, c.Bodies...)}
}

// Case is how the page names her.
func (p *comparison) Case() string {
	if p.c.Case == "" {
		return words.In(p.Lang, "who.unnamed")
	}
	return p.c.Case
}

// AsOf is the day of the assessment, and Knowledge what answered.
func (p *comparison) AsOf() string {
	return words.Fill(p.Lang, "who.asOf", "date", words.DateOf(p.Lang, p.c.AsOf)) + words.In(p.Lang, "list.dot") +
		words.Fill(p.Lang, "who.knowledge", "version", p.c.Knowledge.Version)
}

// Tally counts the questions by how guidelines stand together.
func (p *comparison) Tally() string {
	counts := p.c.Tally()
	var parts []string
	for _, t := range []string{assessment.TogetherDiffer, assessment.TogetherAgree, assessment.TogetherAlone, assessment.TogetherOpen} {
		if counts[t] > 0 {
			parts = append(parts, words.Count(p.Lang, "compare.n."+t, counts[t]))
		}
	}
	return words.Count(p.Lang, "compare.questions", len(p.c.Questions)) + words.In(p.Lang, "clause") + strings.Join(parts, words.In(p.Lang, "list.comma"))
}

// Width is how many columns the table has.
func (p *comparison) Width() int { return len(p.Columns) + 2 }

// Beside is how many columns stand beside the names of the rows.
func (p *comparison) Beside() int { return len(p.Columns) + 1 }

// Legend explains each sign once.
func (p *comparison) Legend() (out []said) {
	for _, d := range []string{knowledge.For, knowledge.ConditionalFor, knowledge.ResearchOnly, knowledge.ConditionalAgainst, knowledge.Against, knowledge.Silent} {
		out = append(out, said{Glyph: d, Class: d, Stance: words.In(p.Lang, "direction."+d)})
	}
	return append(out, said{Glyph: "unknown", Class: "open", Stance: words.In(p.Lang, "truth.unknown")})
}

func (p *comparison) group(kind string) group {
	g := group{Head: words.In(p.Lang, "head.compare."+kind)}
	for _, same := range p.c.Grouped(kind) {
		g.Rows = append(g.Rows, p.row(same))
		if kind == assessment.OfRecurrence {
			g.Others = append(g.Others, p.others(same[0])...)
		}
	}
	return g
}

// others are the bodies whose definition has no column of its own. Under the one that
// leads a setting they would read as if they spoke there.
func (p *comparison) others(q *assessment.Comparand) (list []other) {
	if q.ID != "recurrent" {
		return nil
	}
	for i := range q.Answers {
		x := &q.Answers[i]
		if slices.ContainsFunc(p.Columns, func(c column) bool { return c.bodies[0] == x.Guideline }) {
			continue
		}
		o := other{Name: p.guideline(x.Guideline), Counts: words.Definition(p.base, p.Lang, p.base.Guideline(x.Guideline)), Says: p.alone(p.said(q, x))}
		if x.Guideline == p.c.Leading {
			o.Name += p.bracket(p.say("leads"))
		}
		list = append(list, o)
	}
	return list
}

// row is one question, or several that get the same answers.
func (p *comparison) row(same []*assessment.Comparand) row {
	q := same[0]
	names := make([]string, len(same))
	for i := range same {
		names[i] = p.name(same[i])
	}
	r := row{Name: words.Sentence(strings.Join(names, words.In(p.Lang, "list.names"))), Together: q.Together, Hearsay: q.Together == assessment.TogetherDiffer && q.Read != q.Together}
	for _, c := range p.Columns {
		r.Cells = append(r.Cells, p.cell(q, c))
	}
	if q.Kind != assessment.OfRecurrence { // whose definitions stand below, each whole
		r.Beside = p.beside(q)
	}
	return r
}

// beside are the answers of bodies that lead in no column: stacked under the one that
// leads they would read as a part of it.
func (p *comparison) beside(q *assessment.Comparand) (list []template.HTML) {
	for _, c := range p.Columns {
		for _, body := range c.bodies[1:] {
			for i := range q.Answers {
				if x := &q.Answers[i]; x.Guideline == body {
					s := p.said(q, x)
					s.Body = p.guideline(body)
					list = append(list, p.alone(s))
				}
			}
		}
	}
	return list
}

func (p *comparison) name(q *assessment.Comparand) string {
	switch q.Kind {
	case assessment.OfTest:
		if t := p.base.Test(q.ID); t != nil {
			return t.Name.In(p.Lang)
		}
	case assessment.OfTreatment:
		if t := p.base.Treatment(q.ID); t != nil {
			return t.Name.In(p.Lang)
		}
	}
	return words.In(p.Lang, "compare.part."+q.ID)
}

var directions = []string{knowledge.For, knowledge.ConditionalFor, knowledge.ResearchOnly, knowledge.ConditionalAgainst, knowledge.Against}

func (p *comparison) said(q *assessment.Comparand, x *assessment.Answer) said {
	s := said{Glyph: x.Stance, Class: x.Stance, Text: x.Text, Ref: x.Ref, Read: x.Read, Statement: x.Statement}
	switch {
	case slices.Contains(directions, x.Stance):
		s.Stance = words.In(p.Lang, "direction."+x.Stance)
		// The strength of what nobody has read would lend weight to hearsay.
		if x.Strength != "" && x.Strength != "unstated" && x.Read != knowledge.Unconfirmed {
			s.Strength = words.In(p.Lang, "strength."+x.Strength)
		}
	case q.ID == "recurrent" && q.Kind == assessment.OfRecurrence:
		s.Stance = words.In(p.Lang, "status."+x.Stance)
	case q.Kind == assessment.OfRecurrence:
		s.Glyph, s.Class, s.Stance, s.Text = "", "value", p.value(x.Stance), ""
	case x.Stance == assessment.StanceOpen:
		s.Glyph = "unknown"
		s.Stance = words.In(p.Lang, "truth.unknown") + words.Fill(p.Lang, "compare.then", "direction", words.In(p.Lang, "direction."+x.Direction))
	default:
		// How a line was read matters where it speaks of her.
		s.Glyph, s.Stance, s.Read = "silent", words.In(p.Lang, "stance.not-her"), ""
	}
	if len(x.Missing) > 0 {
		s.Missing = words.Missing(p.base, p.Lang, x.Missing)
	}
	if p.Links.Explain != nil && s.Statement != "" {
		s.Explain = p.Links.Explain(s.Statement)
	}
	if s.Read == knowledge.Primary {
		s.Read = ""
	}
	p.once(&s)
	return s
}

// once lets the words of a recommendation that answers several questions stand at
// the first of them; the others point there.
func (p *comparison) once(s *said) {
	if s.Text == "" {
		return
	}
	key := strings.Join([]string{s.Text, s.Ref, s.Missing}, "|")
	if at, ok := p.told[key]; ok {
		s.Text, s.See = "", at
		return
	}
	p.places++
	if s.At = string(s.Statement); s.At == "" || p.taken[s.At] {
		s.At = "t" + strconv.Itoa(p.places)
	}
	p.taken[s.At] = true
	p.told[key] = s.At
	if at, ok := p.told[s.Missing]; ok && s.Missing != "" {
		s.Missing, s.MissingAt = "", at
	} else {
		p.told[s.Missing] = s.At
	}
}

func (p *comparison) value(value string) string {
	if words.Has("compare.value." + value) {
		return words.In(p.Lang, "compare.value."+value)
	}
	return words.Value(p.base, p.Lang, value)
}
