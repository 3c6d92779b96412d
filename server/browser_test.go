package server_test

import (
	"bytes"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	dom "golang.org/x/net/html"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/server"
)

var engine = sync.OnceValue(func() *gravida.Engine {
	e, err := gravida.New()
	if err != nil {
		panic(err)
	}
	return e
})

// clock is a time that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// house is a server with its log.
type house struct {
	*server.Server
	clock *clock
	log   *bytes.Buffer
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{clock: &clock{now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}, log: new(bytes.Buffer)}
	s, err := server.New(engine(), server.Options{Log: slog.New(slog.NewTextHandler(h.log, nil)), Now: h.clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	h.Server = s
	return h
}

// browser is one visitor without a script: she follows links and sends forms.
type browser struct {
	t      *testing.T
	house  http.Handler
	cookie string
	agent  http.Header // sent with every request
}

func (h *house) visitor(t *testing.T) *browser { return &browser{t: t, house: h} }

// page is what the browser shows.
type page struct {
	t      *testing.T
	at     string
	status int
	header http.Header
	body   string
	root   *dom.Node
}

func (b *browser) send(method, target, kind string, body io.Reader) *page {
	b.t.Helper()
	r := httptest.NewRequest(method, target, body)
	r.Host = "127.0.0.1:8484"
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for name, values := range b.agent {
		r.Header[name] = values
		if name == "Host" {
			r.Host = values[0]
		}
	}
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "gravida", Value: b.cookie})
	}
	w := httptest.NewRecorder()
	b.house.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		b.cookie = c.Value
	}
	p := &page{b.t, target, w.Code, w.Result().Header, w.Body.String(), nil}
	p.root, _ = dom.Parse(strings.NewReader(p.body))
	return p
}

// get follows redirects, as a browser does.
func (b *browser) get(target string) *page {
	b.t.Helper()
	return b.follow(b.send("GET", target, "", nil))
}

func (b *browser) follow(p *page) *page {
	b.t.Helper()
	for range 10 {
		if p.status < 300 || p.status > 399 {
			return p
		}
		p = b.send("GET", p.header.Get("Location"), "", nil)
	}
	b.t.Fatalf("%s: redirected for ever", p.at)
	return nil
}

// post sends a form by itself.
func (b *browser) post(target string, form url.Values) *page {
	b.t.Helper()
	return b.send("POST", target, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// submit fills in the first form that goes to an address (any, when it is empty), with
// what stands in it, and sends it.
func (b *browser) submit(p *page, action string, typed url.Values) *page {
	b.t.Helper()
	to, form := p.form(action)
	for name, values := range typed {
		form[name] = values
	}
	return b.follow(b.post(to, form))
}

// form is what a form would send as it stands.
func (p *page) form(action string) (to string, values url.Values) {
	p.t.Helper()
	for n := range p.root.Descendants() {
		if n.Data != "form" || action != "" && attr(n, "action") != action || action == "" && strings.HasSuffix(attr(n, "action"), "/forget") {
			continue
		}
		values = url.Values{}
		for in := range n.Descendants() {
			if in.Data != "input" {
				continue
			}
			_, checked := attribute(in, "checked")
			if kind := attr(in, "type"); checked || kind == "hidden" || kind == "text" {
				values.Add(attr(in, "name"), attr(in, "value"))
			}
		}
		return attr(n, "action"), values
	}
	p.t.Fatalf("%s (%d): no form to %q:\n%s", p.at, p.status, action, p.text())
	return "", nil
}

// text is what can be read on a page.
func (p *page) text() string {
	var b strings.Builder
	for n := range p.root.Descendants() {
		if n.Type == dom.TextNode && strings.TrimSpace(n.Data) != "" {
			b.WriteString(strings.TrimSpace(n.Data) + "\n")
		}
	}
	return b.String()
}

// elements are those of a name.
func (p *page) elements(name string) (list []*dom.Node) {
	for n := range p.root.Descendants() {
		if n.Type == dom.ElementNode && n.Data == name {
			list = append(list, n)
		}
	}
	return list
}

func (p *page) h1() string {
	if list := p.elements("h1"); len(list) > 0 {
		return inside(list[0])
	}
	return ""
}

func (p *page) links() (list []string) {
	for _, n := range p.elements("a") {
		if _, file := attribute(n, "download"); !file && !slices.Contains(list, attr(n, "href")) {
			list = append(list, attr(n, "href"))
		}
	}
	return list
}

func inside(n *dom.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == dom.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

func attribute(n *dom.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

func attr(n *dom.Node, key string) string { v, _ := attribute(n, key); return v }

// upload sends a record as a file, and waits until it is read.
func (b *browser) upload(lang, name string, data []byte, token string) *page {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("_token", token)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		b.t.Fatal(err)
	}
	_, _ = part.Write(data)
	w.Close()
	p := b.send("POST", "/"+lang+"/open", w.FormDataContentType(), &body)
	if at := p.header.Get("Location"); strings.HasSuffix(at, "/my/reading") { // the machine is busy
		for p = b.send("GET", at, "", nil); p.header.Get("Refresh") != ""; p = b.send("GET", at, "", nil) {
			time.Sleep(20 * time.Millisecond)
		}
	}
	return p
}

// begin starts an interview.
func (b *browser) begin(lang string) *page {
	b.t.Helper()
	return b.submit(b.get("/"+lang+"/interview"), "/"+lang+"/interview", nil)
}
