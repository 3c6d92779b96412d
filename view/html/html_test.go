package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	dom "golang.org/x/net/html"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/html"
)

var engine = sync.OnceValue(func() *gravida.Engine {
	e, err := gravida.New()
	if err != nil {
		panic(err)
	}
	return e
})

// audiences are the pages there are, and what makes them.
var audiences = map[string]func(io.Writer, *assessment.Assessment, html.Options) error{
	"clinician": html.Clinician,
	"patient":   html.Patient,
	"compare": func(w io.Writer, a *assessment.Assessment, o html.Options) error {
		return html.Compare(w, a.Compare(), o)
	},
}

func assess(t *testing.T, data []byte, o assessment.Options) *assessment.Assessment {
	t.Helper()
	return engine().Assess(readCase(t, data), o)
}

func readCase(t testing.TB, data []byte) *patient.Case {
	t.Helper()
	c, err := casefile.Read("case.yaml", data, engine().Base())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func page(t *testing.T, audience string, a *assessment.Assessment, o html.Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := audiences[audience](&out, a, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// heaviest is what a page may weigh: an old phone has to load it. A clinician's page
// on a disk is loaded by nobody: it has everything in it that a server keeps on pages
// of their own.
const (
	heaviest     = 150_000
	heaviestFile = 250_000
)

// served are the options of a page that a server sends, with an address for all.
func served() html.Options {
	return html.Options{Stylesheet: "/style.css?0123456789ab", Links: html.Links{
		Home: "/en", Patient: "/en/my/report", Clinician: "/en/my/clinician", Compare: "/en/my/compare", Record: "/en/my/record", Data: "/en/my/clinician.json",
		Language: func(lang string) string { return "/" + lang + "/my/clinician?setting=international" },
		Leading:  func(id string) string { return "/en/my/clinician?guideline=" + id },
		Setting:  func(id string) string { return "/en/my/clinician?setting=" + id },
		Explain:  func(id assessment.StatementID) string { return "explain/" + string(id) + "?setting=international" },
	}}
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
			a := assess(t, data, assessment.Options{Lang: lang})
			for audience := range audiences {
				name := filepath.Base(filepath.Dir(file)) + ", " + lang + ", " + audience
				text := page(t, audience, a, html.Options{})
				limit := heaviest
				if audience == "clinician" {
					limit = heaviestFile
				}
				if len(text) > limit {
					t.Errorf("%s: %d bytes", name, len(text))
				}
				if sent := page(t, audience, a, served()); len(sent) > heaviest {
					t.Errorf("%s, served: %d bytes", name, len(sent))
				} else if audience == "clinician" {
					root, err := dom.Parse(strings.NewReader(sent))
					if err != nil {
						t.Fatal(err)
					}
					everything(t, name+", served", root, a)
				}
				root := check(t, name, text, want)
				if i := strings.Index(words(body(root)), "{"); i >= 0 {
					t.Errorf("%s: a place in a word was not filled in: %.80q", name, words(body(root))[i:])
				}
				switch audience {
				case "clinician":
					everything(t, name, root, a)
				case "patient":
					answered(t, name, root, a)
				}
			}
		}
	}
}

// everything asks that each statement has its place on the page.
func everything(t *testing.T, name string, root *dom.Node, a *assessment.Assessment) {
	t.Helper()
	ids := map[string]bool{}
	for n := range root.Descendants() {
		ids[attr(n, "id")] = true
	}
	for i := range a.Statements {
		if id := string(a.Statements[i].ID); !ids[id] {
			t.Errorf("%s: %s is not on the page", name, id)
		}
	}
	text := flat(words(root))
	for _, f := range a.RedFlags {
		if !strings.Contains(text, flat(f.Act)) {
			t.Errorf("%s: what to do about %s is not on the page", name, f.ID)
		}
	}
	for i := range a.Treatments {
		for _, caution := range a.Treatments[i].Cautions {
			if !strings.Contains(text, flat(caution)) {
				t.Errorf("%s: a caution is not on the page: %s", name, caution)
			}
		}
	}
	for _, issue := range a.Issues {
		if !strings.Contains(text, flat(issue.Text)) {
			t.Errorf("%s: an issue is not on the page: %s", name, issue.Text)
		}
	}
}

// answered asks that she reads each danger before anything else, and every answer
// to every question.
func answered(t *testing.T, name string, root *dom.Node, a *assessment.Assessment) {
	t.Helper()
	text := flat(words(root))
	for _, f := range a.RedFlags {
		if at := strings.Index(text, flat(f.Act)); at < 0 || at > strings.Index(text, flat(a.Replies[0].Asks)) {
			t.Errorf("%s: what to do about %s does not stand first", name, f.ID)
		}
	}
	for _, q := range a.Replies {
		if !strings.Contains(text, flat(q.Asks)) {
			t.Errorf("%s: the question %s is not on the page", name, q.ID)
		}
		if q.ID == "where" {
			continue // the doors are drawn, each in its parts
		}
		for _, line := range q.Lines {
			if !strings.Contains(text, flat(line.Text)) {
				t.Errorf("%s: an answer to %s is not on the page: %s", name, q.ID, line.Text)
			}
		}
	}
	for _, d := range a.Departments {
		for _, id := range d.Because {
			if !strings.Contains(text, flat(a.Statement(id).Text)) {
				t.Errorf("%s: why %s is not on the page", name, d.ID)
			}
		}
	}
}

// flat takes the blanks out of a text: how a page breaks its lines is nobody's
// business here.
func flat(s string) string { return strings.Join(strings.Fields(s), "") }

func body(root *dom.Node) *dom.Node {
	for n := range root.Descendants() {
		if n.Data == "body" {
			return n
		}
	}
	return root
}

// check walks the page as a browser would read it.
func check(t *testing.T, name, text, lang string) *dom.Node {
	t.Helper()
	root, err := dom.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	defined, used := map[string]bool{}, map[string]bool{}
	ids := map[string]int{}
	var columns int
	var style, policy string
	for n := range root.Descendants() {
		if n.Type != dom.ElementNode {
			continue
		}
		count[n.Data]++
		for _, a := range n.Attr {
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "src":
				t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
			case a.Key == "href" && n.Data == "a" && strings.HasPrefix(a.Val, "https://"), a.Key == "href" && n.Data == "a" && strings.HasPrefix(a.Val, "http://"):
				// a source: nothing is asked of it until somebody follows the link
			case a.Key == "href" && !strings.HasPrefix(a.Val, "#"):
				t.Errorf("%s: <%s> points at %q, outside the page", name, n.Data, a.Val)
			case a.Key == "href":
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
		case "table":
			columns = 0
		case "style":
			style = words(n)
		case "meta":
			if attr(n, "http-equiv") == "Content-Security-Policy" {
				policy = attr(n, "content")
			}
		case "tr":
			if cells := cellsOf(n); columns == 0 {
				columns = cells
			} else if cells != columns {
				t.Errorf("%s: a row of %d cells in a table of %d", name, cells, columns)
			}
		case "svg":
			if attr(n, "aria-hidden") != "true" && !hidden(n) && (attr(n, "role") != "img" || attr(n, "aria-label") == "") {
				t.Errorf("%s: a picture without words that a screen reader would read", name)
			}
		case "span":
			if class := attr(n, "class"); strings.HasPrefix(class, "v ") && strings.TrimSpace(words(n)) == "" {
				t.Errorf("%s: a sign without a word: %s", name, class)
			}
		}
	}
	for _, one := range []string{"h1", "main", "title", "style"} {
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
			t.Errorf("%s: there is no %s to point at", name, id)
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: %d elements are %s", name, n, id)
		}
	}
	if strings.Contains(style, "url(") || strings.Contains(style, "@import") {
		t.Errorf("%s: the style reaches outside", name)
	}
	sum := sha256.Sum256([]byte(style))
	if want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
		t.Errorf("%s: the policy %q does not have the style that stands there: %s", name, policy, want)
	}
	return root
}

// hidden reports an element within one that a screen reader leaves out.
func hidden(n *dom.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if attr(p, "aria-hidden") == "true" {
			return true
		}
	}
	return false
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

// Markup in a record is text, in every field that takes words.
func TestMarkupIsText(t *testing.T) {
	a := assess(t, []byte(`gravida: case/1
id: "<script>alert(1)</script>"
asOf: 2026-03-01
patient: {ethnicity: "<img src=x onerror=alert(1)>"}
pregnancies:
  - {outcome: miscarriage, ended: 2025-01-01, gestation: 8w0d, partner: "\"><svg onload=alert(1)>"}
  - {outcome: miscarriage, ended: 2025-06-01, gestation: 9w0d, partner: "x' onmouseover='alert(1)"}
`), assessment.Options{})
	for audience := range audiences {
		text := page(t, audience, a, html.Options{})
		if !strings.Contains(text, "&lt;script&gt;") {
			t.Errorf("%s: the id is not on the page", audience)
		}
		check(t, audience, text, "en")
	}
}

// A server hands out the style once, and the pages point at one another.
func TestServed(t *testing.T) {
	data, err := os.ReadFile("../../testdata/women/two-losses-one-positive-antibody/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	a := assess(t, data, assessment.Options{})
	o := html.Options{Stylesheet: "/style.css", Links: html.Links{
		Home: "/", Patient: "/case/1/report", Clinician: "/case/1", Compare: "/case/1/compare", Data: "/case/1.json",
		Language: func(lang string) string { return "?lang=" + lang },
		Leading:  func(id string) string { return "?leading=" + id },
		Setting:  func(id string) string { return "?setting=" + id },
		Explain:  func(id assessment.StatementID) string { return "/case/1/explain/" + string(id) },
	}}
	for audience := range audiences {
		text := page(t, audience, a, o)
		for _, want := range []string{"/style.css", "/case/1/report", "/case/1/compare", "?lang=zh"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no link to %s", audience, want)
			}
		}
		if strings.Contains(text, "<style") || strings.Contains(text, "http-equiv") {
			t.Errorf("%s: a served page carries its style or its policy", audience)
		}
	}
	text := page(t, "clinician", a, o)
	for _, want := range []string{"?leading=rcog-2023", "?setting=cn", "/case/1/explain/s15", "/case/1.json"} {
		if !strings.Contains(text, want) {
			t.Errorf("no link to %s", want)
		}
	}
	if sheet := html.Stylesheet(); len(sheet) < 10_000 || strings.Count(sheet, "{") != strings.Count(sheet, "}") {
		t.Errorf("a stylesheet of %d bytes, or braces that do not match", len(sheet))
	}
}

// What a doctor has to know before anything else stands above the summary: clots,
// illnesses and when they ended, medicines and allergies, each by its name.
func TestBackground(t *testing.T) {
	data, err := os.ReadFile("../../testdata/women/lupus-on-warfarin/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	root, err := dom.Parse(strings.NewReader(page(t, "clinician", assess(t, data, assessment.Options{Lang: "en"}), html.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	above := ""
	for n := range root.Descendants() {
		if n.Data == "dl" && attr(n, "class") == "past" {
			above = words(n)
		}
	}
	for _, want := range []string{"Clot in a vein (venous thrombosis), 8 May 2023", "Warfarin", "mycophenolate", "Aspirin", "(until Jan 2024)"} {
		if !strings.Contains(above, want) {
			t.Errorf("no %q above the summary: %s", want, above)
		}
	}
}
