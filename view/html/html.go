// Package html shows assessments as pages: what a woman reads and carries, what
// a clinician reads in a minute, and the guidelines side by side.
//
// Rules of this place: everything from a record is text, escaped by the
// template; no script; meaning never hangs on colour, since every sign has its
// word beside it; no clinical judgement is added.
package html

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

//go:embed *.tmpl
var files embed.FS

// templates are parsed once; a page brings its language along.
var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"say":      words.In,
	"fill":     words.Fill,
	"sentence": words.Sentence,
	"dict":     pair,
}).ParseFS(files, "*.tmpl"))

// pair hands a template two things at once.
func pair(page, item any) map[string]any { return map[string]any{"Page": page, "Item": item} }

// Options choose how a page stands in its surroundings. The language is the
// assessment's. The zero value makes a page for a disk: its style within, and no
// link to anything but the sources.
type Options struct {
	Stylesheet string // address that serves Stylesheet; the style goes into the page when empty
	Links      Links
	Note       string // a line at the foot: whose data this is
}

// Links are addresses a page may point at; what is empty is not shown.
type Links struct {
	Home      string // where a new case begins
	Patient   string // the patient's report of the same case
	Clinician string // the clinician's page of the same case
	Compare   string // the guidelines side by side on the same case
	Record    string // what was understood of the record
	Data      string // the page as JSON
	Own       *Own   // what she can do with her own answers; nil on a page of anybody else's
	Back      Link   // where she came from, on the page of one statement

	Language func(lang string) string                      // the same page in another language
	Leading  func(guideline string) string                 // the same page, another guideline leading
	Setting  func(setting string) string                   // the same page in another country
	Explain  func(statement assessment.StatementID) string // a statement opened on a page of its own
}

// Own are the addresses at which a visitor keeps her answers, changes them, and has them
// forgotten at once.
type Own struct {
	Save, Change string
	Forget       string // a form is sent there
	Token        string // that goes with the form
}

// frame is what every page has around it.
type frame struct {
	Lang       string
	Title      string
	Class      string       // of the body: whose surface it is
	Style      template.CSS // our own file, nothing of a record is in it
	Policy     string       // what a page that stands alone allows itself
	Stylesheet string
	Links      Links
	Switch     []Link // the languages
	Now        string // the address of the page itself, among the views
	Note       string

	base  *knowledge.Base
	parts []string // of the style, where the page carries it
}

// Link is one address with its words.
type Link struct {
	Href, Text, Lang string
	Current          bool
}

func newFrame(lang, class string, base *knowledge.Base, o Options, parts ...string) frame {
	f := frame{Lang: lang, Class: class, Stylesheet: o.Stylesheet, Links: o.Links, Note: o.Note, base: base, parts: parts}
	if o.Links.Language != nil {
		for _, l := range words.Languages {
			f.Switch = append(f.Switch, Link{o.Links.Language(l), words.In(l, "language"), htmlLang(l), l == lang})
		}
	}
	return f
}

// page is anything with a frame around it.
type page interface{ around() *frame }

func (f *frame) around() *frame { return f }

// write makes the whole page before any of it goes out.
func write(w io.Writer, name string, data page) error {
	text, err := compose(name, data)
	if err != nil {
		return err
	}
	return put(w, text)
}

func put(w io.Writer, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// compose makes a page. One that stands alone is made twice: what style it needs
// is known once it is there.
func compose(name string, data page) (string, error) {
	text, err := render(name, data)
	if err != nil {
		return "", err
	}
	if f := data.around(); f.Stylesheet == "" {
		style := shake(styles(f.parts...), text)
		f.Style, f.Policy = template.CSS(style), "default-src 'none'; style-src "+hash(style)+"; base-uri 'none'; form-action 'none'"
		if text, err = render(name, data); err != nil {
			return "", err
		}
	}
	return squeeze(signs(text)), nil
}

// usual is about how many bytes a page has: room that is there need not grow.
const usual = 160 << 10

func render(name string, data page) (string, error) {
	var b strings.Builder
	b.Grow(usual)
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		return "", fmt.Errorf("make the page: %w", err)
	}
	return b.String(), nil
}

// HTMLLang is the language as the page declares it.
func (f *frame) HTMLLang() string { return htmlLang(f.Lang) }

func htmlLang(lang string) string {
	if lang == "zh" {
		return "zh-Hans"
	}
	return lang
}

func (f *frame) say(key string) string                   { return words.In(f.Lang, key) }
func (f *frame) fill(key string, pairs ...string) string { return words.Fill(f.Lang, key, pairs...) }
func (f *frame) bracket(what string) string              { return f.fill("bracket", "what", what) }
func (f *frame) date(written string) string              { return words.DateOf(f.Lang, written) }
func (f *frame) missing(facts []string) string {
	if len(facts) == 0 {
		return ""
	}
	return words.Missing(f.base, f.Lang, facts)
}
