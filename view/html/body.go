package html

import (
	"cmp"
	"html/template"
	"strings"

	"github.com/gravida-health/gravida/view/words"
)

// Body is what one body says. Hundreds of them stand on a page, and the template took
// longer for them than for all the rest: this is the one piece of a page that is
// written without it, and every text goes through markup.text.
func (p *comparison) Body(s said) template.HTML {
	var m markup
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
		p.opened(&m, s)
	case s.See != "":
		m.in(` <a class="sid" href="#`, s.See, `">`)
		m.in("", cmp.Or(string(s.Statement), words.In(p.Lang, "compare.above")), "</a>")
	}
	return template.HTML(m.String())
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
