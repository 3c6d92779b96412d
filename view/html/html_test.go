package html_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	dom "golang.org/x/net/html"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/view/html"
)

var engine = sync.OnceValue(func() *gravida.Engine {
	e, err := gravida.New()
	if err != nil {
		panic(err)
	}
	return e
})

func page(t *testing.T, name string, data []byte, o assessment.Options) string {
	t.Helper()
	c, err := casefile.Read(name, data, engine().Base())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := html.Compare(&out, engine().Assess(c, o).Compare(), html.Options{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Every woman's page, in both languages: whole, on its own, and readable without
// seeing colours.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("../../testdata/women/*/case.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("found %d women (%v)", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for lang, want := range map[string]string{"en": "en", "zh": "zh-Hans"} {
			text := page(t, file, data, assessment.Options{Lang: lang})
			if len(text) > 240_000 {
				t.Errorf("%s, %s: %d bytes", file, lang, len(text))
			}
			if lang == "zh" && strings.Contains(text, "{") && strings.Contains(text[strings.Index(text, "</style>"):], "{") {
				t.Errorf("%s, %s: a place in a word was not filled in", file, lang)
			}
			check(t, filepath.Base(filepath.Dir(file))+", "+lang, text, want)
		}
	}
}

// check walks the page as a browser would read it.
func check(t *testing.T, name, text, lang string) {
	t.Helper()
	root, err := dom.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	defined, used := map[string]bool{}, map[string]bool{}
	ids := map[string]int{}
	var columns int
	for n := range root.Descendants() {
		if n.Type != dom.ElementNode {
			continue
		}
		count[n.Data]++
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src":
				t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
			case a.Key == "href" && !strings.HasPrefix(a.Val, "#"):
				t.Errorf("%s: <%s> points at %q, outside the page", name, n.Data, a.Val)
			case a.Key == "href" && n.Data == "use":
				used[a.Val[1:]] = true
			case a.Key == "id":
				ids[a.Val]++
				defined[a.Val] = true
			case a.Key == "lang" && n.Data == "html" && a.Val != lang:
				t.Errorf("%s: the page is in %q", name, a.Val)
			}
		}
		switch n.Data {
		case "th":
			if attr(n, "scope") == "" {
				t.Errorf("%s: a heading of the table without a scope: %s", name, words(n))
			}
		case "tr":
			if cells := cellsOf(n); columns == 0 {
				columns = cells
			} else if cells != columns {
				t.Errorf("%s: a row of %d cells in a table of %d", name, cells, columns)
			}
		case "svg":
			if attr(n, "aria-hidden") != "true" {
				t.Errorf("%s: a sign that a screen reader would read", name)
			}
		case "span":
			if class := attr(n, "class"); strings.HasPrefix(class, "v ") && strings.TrimSpace(words(n)) == "" {
				t.Errorf("%s: a sign without a word: %s", name, class)
			}
		}
	}
	for _, one := range []string{"h1", "main", "title", "table", "caption"} {
		if count[one] != 1 {
			t.Errorf("%s: %d of <%s>", name, count[one], one)
		}
	}
	for _, none := range []string{"script", "link", "img", "iframe", "form"} {
		if count[none] != 0 {
			t.Errorf("%s: %d of <%s>", name, count[none], none)
		}
	}
	for id := range used {
		if !defined[id] {
			t.Errorf("%s: the sign %s is not drawn", name, id)
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: %d elements are %s", name, n, id)
		}
	}
	if strings.Contains(text, "url(") || strings.Contains(text, "@import") {
		t.Errorf("%s: the style reaches outside", name)
	}
}

func cellsOf(tr *dom.Node) (n int) {
	for c := range tr.ChildNodes() {
		if c.Type == dom.ElementNode {
			wide := 1
			fmt.Sscan(attr(c, "colspan"), &wide)
			n += wide
		}
	}
	return n
}

func attr(n *dom.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func words(n *dom.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == dom.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// Markup in a record is text.
func TestMarkupIsText(t *testing.T) {
	text := page(t, "case.yaml", []byte(`gravida: case/1
id: "<script>alert(1)</script>"
asOf: 2026-03-01
patient: {ethnicity: "<img src=x onerror=alert(1)>"}
pregnancies:
  - {outcome: miscarriage, ended: 2025-01-01, gestation: 8w0d, partner: "\"><svg onload=alert(1)>"}
`), assessment.Options{})
	if !strings.Contains(text, "&lt;script&gt;") {
		t.Error("the id is not on the page")
	}
	check(t, "markup", text, "en")
}
