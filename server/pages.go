package server

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"sync"

	view "github.com/gravida-health/gravida/view/html"
	"github.com/gravida-health/gravida/view/words"
)

//go:embed pages/*.tmpl
var files embed.FS

//go:embed pages/style.css
var ownStyle string

// style is that of the server's own pages.
var style = sync.OnceValue(func() string { return view.FormStyle() + ownStyle })

//go:embed pages/gravida.svg
var icon []byte

// The style has an address of its own, so that it is sent once. Its version stands
// in the address.
const stylePath = "/gravida.css"

var styleVersion = sync.OnceValue(func() string { return versionOf(style()) })

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"say":      words.In,
	"fill":     words.Fill,
	"count":    words.Count,
	"sentence": words.Sentence,
	"dict":     dict,
}).ParseFS(files, "pages/*.tmpl"))

// dict gives a template several things by name.
func dict(pairs ...any) map[string]any {
	m := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// write makes the whole page before any of it goes out.
func write(w http.ResponseWriter, code int, name string, data any) error {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, data); err != nil {
		return fmt.Errorf("make the page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	_, _ = w.Write(b.Bytes()) // she may have gone
	return nil
}

func (s *Server) style(w http.ResponseWriter, r *http.Request) { sendStyle(w, style()) }

func sendStyle(w http.ResponseWriter, style string) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = io.WriteString(w, style)
}

// The pages of an answer have the style of their view.
const viewPath = "/pages.css"

var viewVersion = sync.OnceValue(func() string { return versionOf(view.Stylesheet()) })

// versionOf names what a style says: another style has another address.
func versionOf(style string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(style)))[:12] }

func (s *Server) viewStyle(w http.ResponseWriter, r *http.Request) { sendStyle(w, view.Stylesheet()) }

// icon sends what a browser shows beside a page's name; some ask for it under an old name.
func (s *Server) icon(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, _ = w.Write(icon)
}

// digestOf is the digest of the style that stands in a whole page, for its policy.
// Ours comes before anything of a record, where markup is text.
func digestOf(page []byte) string {
	_, rest, ok := bytes.Cut(page, []byte("<style>"))
	inside, _, closed := bytes.Cut(rest, []byte("</style>"))
	if !ok || !closed {
		return ""
	}
	sum := sha256.Sum256(inside)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
