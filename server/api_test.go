package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gravida-health/gravida/server"
)

// TestAPIIsGuarded asks through everything a request passes.
func TestAPIIsGuarded(t *testing.T) {
	var log bytes.Buffer
	s, err := server.New(engine(), server.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	const secret = "Annabelle"
	good := `{"gravida":"case/1","id":"` + secret + `"}`
	for _, c := range []struct {
		name, method, host, path, body string
		head                           []string
		status                         int
	}{
		{"good", "POST", "localhost", "/api/v1/assess", good, nil, 200},
		{"from a page of ours", "POST", "localhost", "/api/v1/assess", good, []string{"Sec-Fetch-Site", "same-origin"}, 200},
		{"from a stranger's page", "POST", "localhost", "/api/v1/assess", good, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"from a stranger's origin", "POST", "localhost", "/api/v1/assess", good, []string{"Origin", "https://example.org"}, 403},
		{"by another name", "POST", "example.org", "/api/v1/assess", good, nil, 421},
		{"too large", "POST", "localhost", "/api/v1/assess", good + strings.Repeat(" ", 9<<20), nil, 413},
		{"wrong", "POST", "localhost", "/api/v1/assess", `{"gravida":"case/1","id":["` + secret + `"]}`, nil, 422},
		{"nothing there", "GET", "localhost", "/api/v2/" + secret, "", nil, 404},
		{"dots", "GET", "localhost", "/api/v1/../../" + secret, "", nil, 404},
		{"a language", "GET", "localhost", "/api/interview", "", nil, 404},
		{"preflight", "OPTIONS", "localhost", "/api/v1/assess", "", []string{"Origin", "https://example.org", "Access-Control-Request-Method", "POST"}, 204},
		{"the page", "GET", "localhost", "/api", "", nil, 303},
		{"the page, too", "GET", "localhost", "/api/v1/", "", nil, 303},
		{"the document", "GET", "localhost", "/api/v1/openapi.json", "", nil, 200},
		{"the document as the page's data", "GET", "localhost", "/en/api.json", "", nil, 200},
	} {
		r := httptest.NewRequest(c.method, "http://"+c.host+"/", strings.NewReader(c.body))
		r.URL.Path = c.path
		if c.body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		for i := 0; i < len(c.head); i += 2 {
			r.Header.Set(c.head[i], c.head[i+1])
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != c.status && !(c.name == "dots" && w.Code >= 300 && w.Code < 500) {
			t.Errorf("%s: status %d, want %d: %.200s", c.name, w.Code, c.status, w.Body)
		}
		h := w.Header()
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Security-Policy") == "" || h.Get("Cache-Control") != "no-store" || h.Get("Set-Cookie") != "" {
			t.Errorf("%s: headers %v", c.name, h)
		}
		for name := range h {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s lets other sites in", c.name, name)
			}
		}
		var problem struct{ Status int }
		if w.Code >= 400 && strings.HasPrefix(c.path, "/api/") && (json.Unmarshal(w.Body.Bytes(), &problem) != nil || problem.Status != w.Code || h.Get("Content-Type") != "application/problem+json") {
			t.Errorf("%s: no problem: %s", c.name, w.Body)
		}
	}
	if strings.Contains(log.String(), secret) || strings.Contains(log.String(), "example.org") {
		t.Errorf("the log holds what was sent:\n%s", &log)
	}
}

// TestAPITakesNoSlowBody sends half a body and waits.
func TestAPITakesNoSlowBody(t *testing.T) {
	s, err := server.New(engine(), server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	// As Serve has it, with a shorter wait.
	h := httptest.NewUnstartedServer(s)
	h.Config.ReadTimeout = 300 * time.Millisecond
	h.Start()
	defer h.Close()
	c, err := net.Dial("tcp", h.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, _ = io.WriteString(c, "POST /api/v1/assess HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"gravida\"")
	_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
	answer, err := io.ReadAll(c)
	if err != nil {
		t.Fatalf("the connection stays open: %v", err)
	}
	if !bytes.HasPrefix(answer, []byte("HTTP/1.1 400")) {
		t.Errorf("%.100s", answer)
	}
	if r, err := http.Get(h.URL + "/api/v1/knowledge/tsh"); err != nil || r.StatusCode != 200 {
		t.Errorf("others are not answered: %v", err)
	}
}

// TestPagesOfExamplesAreKeptApart asks for a page of an example twice, beside others.
func TestPagesOfExamplesAreKeptApart(t *testing.T) {
	first, second := newHouse(t), newHouse(t)
	for _, at := range []string{"/en/example/anna/report", "/zh/example/anna/report", "/en/example/li-na/report", "/en/example/anna/compare",
		"/en/example/anna/report?setting=cn", "/en/example/anna/report?guideline=rcog-2023", "/en/example/anna/report?setting=nowhere", "/en/example/anna/report.json"} {
		once := first.visitor(t).send("GET", at, "", nil)
		again := first.visitor(t).send("GET", at, "", nil)
		fresh := second.visitor(t).send("GET", at, "", nil)
		if once.body != again.body || once.status != again.status || once.body != fresh.body {
			t.Errorf("%s is not the same twice", at)
		}
		if once.header.Get("Content-Security-Policy") != again.header.Get("Content-Security-Policy") {
			t.Errorf("%s has another policy the second time", at)
		}
	}
	var bodies []string
	for _, at := range []string{"/en/example/anna/report", "/zh/example/anna/report", "/en/example/li-na/report", "/en/example/anna/report?setting=cn"} {
		bodies = append(bodies, first.visitor(t).send("GET", at, "", nil).body)
	}
	for i := range bodies {
		for j := range i {
			if bodies[i] == bodies[j] {
				t.Errorf("pages %d and %d are the same", i, j)
			}
		}
	}
}
