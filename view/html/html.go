// Package html shows assessments as pages: one file each, with its style in it,
// no script, and no request to anywhere.
//
// Rules of this place: everything from a record is text, escaped by the
// template; meaning never hangs on colour, since every sign has its word beside
// it; no clinical judgement is added.
package html

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

//go:embed style.css
var style string

//go:embed *.tmpl
var files embed.FS

// templates are parsed once; a page brings its language along.
var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"say":  words.In,
	"fill": words.Fill,
}).ParseFS(files, "*.tmpl"))

// frame is what every page has around it.
type frame struct {
	Lang  string
	Style template.CSS // our own file, nothing of a record is in it
	base  *knowledge.Base
}

func newFrame(lang string, base *knowledge.Base) frame {
	return frame{Lang: lang, Style: template.CSS(style), base: base}
}

// write makes the whole page before any of it goes out.
func write(w io.Writer, page string, data any) error {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, page, data); err != nil {
		return fmt.Errorf("make the page: %w", err)
	}
	if _, err := w.Write(b.Bytes()); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// HTMLLang is the language as the page declares it.
func (f frame) HTMLLang() string {
	if f.Lang == "zh" {
		return "zh-Hans"
	}
	return f.Lang
}

func (f frame) guideline(id string) string {
	if s := f.base.Source(id); s != nil {
		return s.Name.In(f.Lang)
	}
	return id
}
