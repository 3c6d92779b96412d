package html

import (
	"cmp"
	"html/template"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// cell is what the body says that leads a column; silence where it says nothing.
// Hundreds of cells stand on the page, and the template took longer for them than for
// all the rest: they are the one piece of a page that is written without it. Every text
// goes through markup.in.
func (p *comparison) cell(q *assessment.Comparand, c column) template.HTML {
	var m markup
	unread := true
	for i := range q.Answers {
		if x := &q.Answers[i]; x.Guideline == c.bodies[0] {
			m.WriteString("<div>")
			p.body(&m, p.said(q, x))
			m.WriteString("</div>")
			unread = unread && x.Read == knowledge.Unconfirmed
		}
	}
	says := m.String()
	m.Reset()
	switch {
	case says == "":
		m.in(`<td class="silent">`, words.In(p.Lang, "direction.silent"), "</td>")
	case unread:
		m.in(`<td data-h="`, c.Head, `" class="unread">`+says+"</td>")
	default:
		m.in(`<td data-h="`, c.Head, `">`+says+"</td>")
	}
	return template.HTML(m.String())
}

// alone is what one body says outside the columns.
func (p *comparison) alone(s said) template.HTML {
	var m markup
	p.body(&m, s)
	return template.HTML(m.String())
}

// body is what one body says.
func (p *comparison) body(m *markup, s said) {
	if s.Body != "" {
		m.in("<b>", s.Body, "</b> ")
	}
	m.in(`<span class="v v-`, s.Class, `">`)
	m.in("", s.Stance, "</span>")
	if s.Strength != "" {
		m.in(" <small>", s.Strength, "</small>")
	}
	if s.Read != "" {
		m.in(` <span class="tag `, s.Read, `">`)
		m.in("", words.In(p.Lang, "tag."+s.Read), "</span>")
	}
	switch {
	case s.Text != "":
		p.opened(m, s)
	case s.See != "":
		m.in(` <a class="sid" href="#`, s.See, `">`)
		m.in("", cmp.Or(string(s.Statement), words.In(p.Lang, "compare.above")), "</a>")
	}
}

// opened is what stands behind a stance: the words, what is missing, where they are from.
func (p *comparison) opened(m *markup, s said) {
	m.in("<details><summary>", words.In(p.Lang, "compare.open"), "")
	if s.Statement != "" {
		m.in(" ", string(s.Statement), "")
	}
	m.in(`</summary><div id="`, s.At, `">`)
	m.in("", s.Text, "")
	switch {
	case s.Missing != "":
		m.in("<p>", s.Missing, "</p>")
	case s.MissingAt != "":
		m.in(`<p><a href="#`, s.MissingAt, `">`)
		m.in("", words.In(p.Lang, "compare.missing"), "</a></p>")
	}
	m.in("<p>", s.Ref, "</p>")
	if s.Explain != "" {
		m.in(`<p><a href="`, s.Explain, `">`)
		m.in("", words.In(p.Lang, "head.explain"), "</a></p>")
	}
	m.WriteString("</div></details>")
}

// markup is a piece of a page in the making.
type markup struct{ strings.Builder }

// in writes a text between two pieces of our own markup.
func (m *markup) in(before, text, after string) {
	m.WriteString(before)
	template.HTMLEscape(m, []byte(text))
	m.WriteString(after)
}
