package text

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// page is the text while it is written, line by line.
type page struct {
	a     *assessment.Assessment
	base  *knowledge.Base
	lang  string
	width int
	color bool
	hers  bool // it is read by the woman herself
	out   strings.Builder
	// told are the statements whose words stand on the page already; later
	// only their handles are repeated.
	told map[assessment.StatementID]bool
}

const (
	usualWidth = 80
	leastWidth = 40 // narrower, columns make no sense
)

func newPage(a *assessment.Assessment, o Options) *page {
	if o.Width == 0 {
		o.Width = usualWidth
	}
	return &page{
		a: a, base: a.Base(), lang: a.Lang, width: max(o.Width, leastWidth), color: o.Color,
		told: map[assessment.StatementID]bool{},
	}
}

// say is a small word in the language of the page.
func (p *page) say(key string) string { return words.In(p.lang, key) }

// fill is a small word with its places filled in.
func (p *page) fill(key string, pairs ...string) string { return words.Fill(p.lang, key, pairs...) }

// heading begins a section. Sections are told apart without colour too: only a
// heading stands at the left edge.
func (p *page) heading(key string) {
	if p.out.Len() > 0 {
		p.out.WriteByte('\n')
	}
	p.put(p.bold(p.say(key)))
}

// headingBy begins a section in which the leading guideline speaks where no
// other is named.
func (p *page) headingBy(key string) {
	p.heading(key)
	p.flow(2, 2, p.fill("head.by", "leading", p.guideline(p.a.Leading)))
}

// flow writes a paragraph: its first line begins at indent, the others at hang.
func (p *page) flow(indent, hang int, text string) {
	for i, line := range wrap(clean(text), p.width-indent, p.width-hang) {
		at := hang
		if i == 0 {
			at = indent
		}
		p.put(strings.Repeat(" ", at) + p.paint(line))
	}
}

// item writes a label at indent and a text in the column beside it; under it,
// where the label is too long.
func (p *page) item(indent int, label string, column int, text string) {
	label = clean(label)
	gap := column - indent - width(label)
	if gap < 1 {
		p.flow(indent, indent, label)
		p.flow(column, column, text)
		return
	}
	lines := wrap(clean(text), p.width-column, p.width-column)
	if len(lines) == 0 {
		lines = []string{""}
	}
	p.put(strings.Repeat(" ", indent) + p.paint(label+strings.Repeat(" ", gap)+lines[0]))
	for _, line := range lines[1:] {
		p.put(strings.Repeat(" ", column) + p.paint(line))
	}
}

// put ends a line.
func (p *page) put(line string) {
	p.out.WriteString(strings.TrimRight(strings.ReplaceAll(line, nbsp, " "), " "))
	p.out.WriteByte('\n')
}

// list joins names, each beginning as a list head does.
func (p *page) list(names []string) string {
	heads := make([]string, len(names))
	for i, name := range names {
		heads[i] = name
		if i == 0 {
			heads[i] = words.Sentence(name)
		}
	}
	return strings.Join(heads, p.say("list.names"))
}
