package server_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gravida-health/gravida/server"
)

// listening is a server on a real port.
func listening(t *testing.T) string {
	t.Helper()
	to, _ := serving(t, server.Options{})
	return to
}

// serving is a server on a real port, until it is stopped or the test ends; one that does
// not end then is a failure.
func serving(t *testing.T, o server.Options) (to string, stop func()) {
	t.Helper()
	s, err := server.New(engine(), o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := server.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	stop = sync.OnceFunc(func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(20 * time.Second):
			t.Error("the server does not end")
		}
	})
	t.Cleanup(stop)
	return l.Addr().String(), stop
}

// raw sends bytes as they are, and gives what comes back first.
func raw(t *testing.T, to string, send func(net.Conn)) *http.Response {
	t.Helper()
	c, err := net.Dial("tcp", to)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	go send(c)
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return nil
	}
	return r
}

// leadsAway reports whether a browser would leave this machine for an address.
func leadsAway(at string) bool {
	to, err := url.Parse(at)
	return err != nil || to.Host != "" || strings.HasPrefix(at, "//") || strings.HasPrefix(at, `/\`) || strings.HasPrefix(at, `\`)
}

// Requests as no browser sends them are refused, and leave the server as it was.
func TestRequestsNoBrowserSends(t *testing.T) {
	to := listening(t)
	head := "Host: localhost\r\n"
	for name, request := range map[string]string{
		"a NUL in the path":     "GET /en/\x00 HTTP/1.1\r\n" + head + "\r\n",
		"an escaped NUL":        "GET /en/%00 HTTP/1.1\r\n" + head + "\r\n",
		"backslashes":           "GET /en\\..\\..\\etc\\passwd HTTP/1.1\r\n" + head + "\r\n",
		"dots":                  "GET /en/../../../etc/passwd HTTP/1.1\r\n" + head + "\r\n",
		"escaped dots":          "GET /en/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + head + "\r\n",
		"dots escaped twice":    "GET /en/%252e%252e/%252e%252e/etc/passwd HTTP/1.1\r\n" + head + "\r\n",
		"a path of two slashes": "GET //evil.example/en HTTP/1.1\r\n" + head + "\r\n",
		"another host":          "GET http://evil.example/en HTTP/1.1\r\n" + head + "\r\n",
		"no host":               "GET /en HTTP/1.1\r\n\r\n",
		"two hosts":             "GET /en HTTP/1.1\r\n" + head + "Host: evil.example\r\n\r\n",
		"a long path":           "GET /en/" + strings.Repeat("a", 40<<10) + " HTTP/1.1\r\n" + head + "\r\n",
		"large headers":         "GET /en/x HTTP/1.1\r\n" + head + "X-A: " + strings.Repeat("a", 64<<10) + "\r\n\r\n",
		"two lengths":           "POST /en/open HTTP/1.1\r\n" + head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde",
		"a length below zero":   "POST /en/open HTTP/1.1\r\n" + head + "Content-Length: -1\r\n\r\n",
		"no protocol":           "GET /en\r\n\r\n",
		"nonsense":              "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		"a split header":        "GET /en?a=%0d%0aSet-Cookie:%20gravida=x HTTP/1.0\r\nHost: evil.example\r\n\r\n",
	} {
		r := raw(t, to, func(c net.Conn) { _, _ = io.WriteString(c, request) })
		if r == nil {
			continue // hung up on
		}
		body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		at := r.Header.Get("Location")
		if r.StatusCode < 300 || r.StatusCode >= 500 && r.StatusCode != 505 || strings.Contains(string(body), "root:") || leadsAway(at) || len(r.Cookies()) > 0 {
			t.Errorf("%s: status %d to %q", name, r.StatusCode, at)
		}
		// What the library answers before there is a request has none of our headers: it is
		// one line of plain text, and nothing of what was sent.
		h := r.Header
		if h.Get("Content-Security-Policy") == "" && (h.Get("Content-Type") != "text/plain; charset=utf-8" || h.Get("Connection") != "close" && !r.Close || len(body) > 80 || strings.Contains(string(body), "evil")) {
			t.Errorf("%s: %v\n%s", name, h, body)
		}
	}
	if r, err := http.Get("http://" + to + "/en.json"); err != nil || r.StatusCode != 200 {
		t.Errorf("after all that: %v", err)
	}
}

// A body without an end is read to the limit and no further, and one that only drips does
// not keep anybody else waiting.
func TestBodiesWithoutAnEnd(t *testing.T) {
	to := listening(t)
	for at, kind := range map[string]string{"/en/open": "multipart/form-data; boundary=b", "/en/interview": "application/x-www-form-urlencoded"} {
		sent, ended := 0, make(chan struct{})
		r := raw(t, to, func(c net.Conn) {
			defer close(ended)
			fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n", at, kind)
			part := "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
			fmt.Fprintf(c, "%x\r\n%s\r\n", len(part), part)
			block := strings.Repeat("a=b&", 16<<10)
			for {
				n, err := fmt.Fprintf(c, "%x\r\n%s\r\n", len(block), block)
				if sent += n; err != nil || sent > 200<<20 {
					return
				}
			}
		})
		if r != nil && (r.StatusCode < 300 || r.StatusCode >= 500) {
			t.Errorf("%s: status %d", at, r.StatusCode)
		}
		<-ended // the server hangs up, or nobody reads on until the connection's time is over
		if sent > 150<<20 {
			t.Errorf("%s: took %d bytes", at, sent)
		}
	}
	for range 30 { // each announces a record and sends a byte
		c, err := net.Dial("tcp", to)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "POST /en/open HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 40000000\r\n\r\n-")
	}
	client := http.Client{Timeout: 5 * time.Second}
	if r, err := client.Get("http://" + to + "/en.json"); err != nil || r.StatusCode != 200 {
		t.Errorf("with 30 that drip nobody else is answered: %v", err)
	}
}

// Whatever the answer is, it tells the browser the same strict things.
func TestHeadersOfEveryAnswer(t *testing.T) {
	h := newHouse(t)
	b := h.visitor(t)
	token := b.begin("en").value("_token")
	seen := map[int]bool{}
	for _, p := range []*page{
		b.send("GET", "/", "", nil), b.send("GET", "/en", "", nil), b.send("GET", "/en.json", "", nil), b.send("GET", "/gravida.css", "", nil), b.send("GET", "/favicon.ico", "", nil),
		b.send("GET", "/en/my", "", nil), b.send("GET", "/nowhere", "", nil), b.send("PUT", "/en", "", nil), b.send("GET", "/en/example/anna/report", "", nil), b.send("GET", "/en/example/anna/report.json", "", nil),
		b.send("GET", "/en/example/anna/report?setting=x", "", nil), b.post("/en/my/forget", nil), b.send("POST", "/en/open", "text/plain", strings.NewReader("x")),
		b.upload("en", "x", []byte("x"), token), b.post("/en/my/interview/symptoms", url.Values{"which": {strings.Repeat("x", 1<<17)}}), b.send("GET", "/en/my/case.yaml", "", nil), b.send("GET", "/en/my/fhir.json", "", nil),
		func() *page {
			b.agent = http.Header{"Host": {"evil.example"}}
			defer func() { b.agent = nil }()
			return b.send("GET", "/en", "", nil)
		}(),
		h.visitor(t).send("GET", "/en/my/report.json", "", nil),
	} {
		seen[p.status] = true
		policy := p.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || !strings.Contains(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "base-uri 'none'") || !strings.Contains(policy, "form-action 'self'") {
			t.Errorf("%s (%d): the policy is %q", p.at, p.status, policy)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := p.header.Get(name); got != want {
				t.Errorf("%s (%d): %s is %q, want %q", p.at, p.status, name, got, want)
			}
		}
		if strings.Contains(p.at, "/my") && p.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s (%d): a cache may keep it: %q", p.at, p.status, p.header.Get("Cache-Control"))
		}
		if p.header.Get("Server") != "" || p.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", p.at, p.header)
		}
	}
	for _, status := range []int{200, 303, 400, 403, 404, 410, 413, 415, 421, 422} {
		if !seen[status] {
			t.Errorf("no answer had the status %d", status)
		}
	}
}

// A name that somebody else gave the browser is never a session, a session changes its
// name with each record, and what names it cannot be read or sent from elsewhere.
func TestSessionNames(t *testing.T) {
	b := newHouse(t).visitor(t)
	b.cookie = "fixed-by-a-stranger"
	p := b.send("POST", "/en/interview", "application/x-www-form-urlencoded", nil)
	if b.cookie == "fixed-by-a-stranger" || len(b.cookie) < 32 {
		t.Errorf("the session is called %q", b.cookie)
	}
	set := p.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(set, want) {
			t.Errorf("the cookie is %q without %s", set, want)
		}
	}
	if strings.Contains(set, "Expires") || strings.Contains(set, "Max-Age") {
		t.Errorf("the cookie outlives the browser: %q", set)
	}
	before := b.cookie
	token := b.get("/en/my/interview").value("_token")
	b.follow(b.upload("en", "anna.yaml", example(t, "anna.yaml"), token))
	after := b.cookie
	if after == before {
		t.Error("a new record has the old name")
	}
	if again := b.get("/en/my/record").value("_token"); again == token {
		t.Error("a new record has the old token")
	}
	b.cookie = before
	if p := b.get("/en/my/record.json"); p.status != 410 {
		t.Errorf("under the old name there is still something: %d", p.status)
	}
}

// Markup in every field of every correction is text.
func TestMarkupInCorrections(t *testing.T) {
	b := newHouse(t).visitor(t)
	p := b.follow(b.upload("en", "anna.yaml", example(t, "anna.yaml"), ""))
	token := p.value("_token")
	for _, at := range append(p.corrections(), "/en/my/record/observations?what=tsh", "/en/my/record/partner", "/en/my/record/lists") {
		at, _, _ = strings.Cut(at, "?")
		form := url.Values{"_token": {token}, "test": {"tsh"}, "condition": {markup}, "what": {markup}, markup: {markup}, "absent": {markup}}
		for _, kind := range []string{"input", "select"} {
			for _, in := range b.get(at).elements(kind) {
				if name := attr(in, "name"); !strings.HasPrefix(name, "_") {
					form[name] = []string{markup, "\x00\xff\u202e" + strings.Repeat("9", 40)}
				}
			}
		}
		p := b.follow(b.post(at, form))
		p.safe()
		if p.status >= 500 {
			t.Errorf("%s: status %d", at, p.status)
		}
	}
	// A text may hold it, and shows it as text.
	b.post("/en/my/record/partner", url.Values{"_token": {token}, "label": {markup}, "age": {"40"}})
	for _, at := range []string{"/en/my/record", "/zh/my/record", "/en/my/record/partner", "/en/my/report", "/en/my/clinician"} {
		b.get(at).safe()
	}
}
