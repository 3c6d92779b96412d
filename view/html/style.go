package html

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"regexp"
	"strings"
	"sync"
)

//go:embed style/*.css
var styleFiles embed.FS

// styleParts are the files of the one stylesheet, in order. A page that carries
// its style takes the first and what it needs of the others.
var styleParts = []string{"base", "forms", "report", "summary", "compare", "explain"}

// Stylesheet is the style of every page, as a server hands it out: one file,
// the same for all of them.
var Stylesheet = sync.OnceValue(func() string { return styles(styleParts[1:]...) })

// FormStyle is the style of pages with questions, for a server that has such pages;
// its own rules follow it.
var FormStyle = sync.OnceValue(func() string { return styles("forms") })

// styles joins the base with some parts.
func styles(parts ...string) string {
	var b strings.Builder
	for _, part := range append([]string{styleParts[0]}, parts...) {
		b.WriteString(partStyle(part))
	}
	return b.String()
}

var partStyle = func() func(string) string {
	small := map[string]string{}
	for _, part := range styleParts {
		text, err := styleFiles.ReadFile("style/" + part + ".css")
		if err != nil {
			panic(err) // the files are compiled in
		}
		small[part] = shrink(string(text))
	}
	return func(part string) string { return small[part] }
}()

var (
	comments = regexp.MustCompile(`(?s)/\*.*?\*/`)
	blanks   = regexp.MustCompile(`\s+`)
	between  = regexp.MustCompile(` ?([{};,]) ?`)
)

// shrink leaves out what only people read: an old phone pays for every byte.
func shrink(css string) string {
	css = comments.ReplaceAllString(css, "")
	css = blanks.ReplaceAllString(css, " ")
	css = between.ReplaceAllString(css, "$1")
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(css, ";}", "}"), ": ", ":"))
}

// hash names a style to a content security policy.
func hash(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
