package server_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	dom "golang.org/x/net/html"

	"github.com/gravida-health/gravida/server"
)

const markup = `"><script>alert(1)</script><img src=x onerror=alert(2)>{{.}}`

// safe checks what no page may have, whatever was sent.
func (p *page) safe() {
	p.t.Helper()
	for n := range p.root.Descendants() {
		switch n.Data {
		case "script", "iframe", "img", "object", "embed", "base":
			if n.Type == dom.ElementNode {
				p.t.Errorf("%s: there is a <%s>", p.at, n.Data)
			}
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				p.t.Errorf("%s: <%s %s=%q>", p.at, n.Data, a.Key, a.Val)
			case n.Data == "a" && a.Key == "href" && (strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://")): // a source, to be followed by hand
			case (a.Key == "href" || a.Key == "src" || a.Key == "action") && (strings.Contains(value, ":") || strings.HasPrefix(value, "//")):
				p.t.Errorf("%s: <%s %s=%q> leads away", p.at, n.Data, a.Key, a.Val)
			}
		}
	}
	policy := p.header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") {
		p.t.Errorf("%s: the policy is %q", p.at, policy)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"} {
		if got := p.header.Get(name); got != want {
			p.t.Errorf("%s: %s is %q, want %q", p.at, name, got, want)
		}
	}
}

// Markup in every field of every page of the interview is text, wherever it shows.
func TestMarkupInEveryField(t *testing.T) {
	b := newHouse(t).visitor(t)
	token := b.begin("en").value("_token")
	talk := []string{"symptoms", "pregnant", "about-you", "habits", "partner", "medicines", "allergies", "requested", "clots", "hormones",
		"pregnancy-1", "pregnancy-2", "test-tsh", "test-acl-igg", "again-tsh", "event-venous-thrombosis", markup, "no-such-page"}
	b.post("/en/my/interview/pregnancy-1", url.Values{"_token": {token}, "outcome": {"miscarriage"}, "more": {"yes"}})
	for _, id := range talk {
		at := "/en/my/interview/" + url.PathEscape(id)
		p := b.get(at)
		p.safe()
		if p.status != 200 {
			t.Errorf("%s: status %d", at, p.status)
			continue
		}
		form := url.Values{"_token": {token}, "_version": {markup}, markup: {markup}}
		for _, in := range p.elements("input") {
			if name := attr(in, "name"); !strings.HasPrefix(name, "_") {
				form[name] = []string{markup, "\x00\xff\u202e" + strings.Repeat("9", 40)}
			}
		}
		if p = b.follow(b.post(at, form)); p.status != 200 {
			t.Errorf("%s: markup leads to status %d", at, p.status)
		}
		p.safe()
	}
	for _, at := range []string{"/en/my/check", "/zh/my/check", "/en/my/report", "/en/my/record", "/en/my/clinician", "/en/my/interview"} {
		p := b.get(at)
		p.safe()
		if p.status != 200 {
			t.Errorf("%s: status %d", at, p.status)
		}
	}
	// The one field that takes words as they are printed.
	b.post("/en/my/interview/antibody-tests", url.Values{"_token": {token}, "which": {"acl-igg"}})
	b.post("/en/my/interview/antibody-tests", url.Values{"_token": {token}, "_more": {"1"}, "acl-igg.result": {"positive"}, "acl-igg.value": {markup}, "acl-igg.unit": {"GPL"}})
	b.get("/en/my/interview/antibody-tests?more=1").safe()
}

// Markup in every text of a record, and in the name of its file, is text.
func TestMarkupInRecord(t *testing.T) {
	quoted := strings.ReplaceAll(markup, `"`, `\"`)
	file := fmt.Sprintf("gravida: case/1\nid: \"%[1]s\"\nasOf: 2026-03-01\npatient: {ethnicity: \"%[1]s\"}\npregnancies:\n  - {outcome: miscarriage, ended: 2025-01-01, gestation: 8w0d, partner: \"%[1]s\"}\npartner: {label: \"%[1]s\"}\n", quoted)
	fhir := fmt.Sprintf(`{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Patient","id":"p1","gender":"female","text":{"status":"generated","div":"<div>%[1]s</div>"},"name":[{"text":"%[1]s"}]}},{"resource":{"resourceType":"Condition","id":"c1","subject":{"reference":"Patient/p1"},"code":{"coding":[{"system":"http://x/%[1]s","code":"%[1]s","display":"%[1]s miscarriage"}],"text":"%[1]s miscarriage"}}}]}`, quoted)
	bad := fmt.Sprintf("gravida: case/1\n\"%[1]s\": 1\npregnancies: [{outcome: \"%[1]s\"}]\n", quoted)
	for name, data := range map[string]string{markup + ".yaml": file, "r.json": fhir, "../" + markup: bad, "two.ndjson": `{"resourceType":"Patient","id":"a","name":[{"text":"` + quoted + `"}]}` + "\n" + `{"resourceType":"Patient","id":"b"}`} {
		b := newHouse(t).visitor(t)
		p := b.follow(b.upload("en", name, []byte(data), ""))
		p.safe()
		if p.status == 422 {
			continue
		}
		for _, at := range []string{"/en/my", "/en/my/record", "/en/my/report", "/en/my/clinician", "/en/my/compare", "/zh/my/record", "/en/my/explain/s1", "/en/my/check"} {
			b.get(at).safe()
		}
	}
}

// A stranger's page can send nothing in her name.
func TestForgery(t *testing.T) {
	h := newHouse(t)
	b := h.visitor(t)
	token := b.begin("en").value("_token")
	first := "x"
	if token[0] == 'x' {
		first = "y" // else one token in many would be the right one
	}
	answer := url.Values{"which": {"heavy-bleeding"}}
	good := url.Values{"_token": {token}, "which": {"none"}}
	for name, c := range map[string]struct {
		agent http.Header
		form  url.Values
	}{
		"no token":       {nil, answer},
		"a wrong token":  {nil, url.Values{"_token": {first + token[1:]}, "which": {"heavy-bleeding"}}},
		"another site":   {http.Header{"Sec-Fetch-Site": {"cross-site"}}, good},
		"another origin": {http.Header{"Origin": {"https://evil.example"}}, good},
		"no origin":      {http.Header{"Origin": {"null"}}, good},
	} {
		b.agent = c.agent
		if p := b.post("/en/my/interview/symptoms", c.form); p.status != 403 {
			t.Errorf("%s: status %d, want 403", name, p.status)
		}
		if p := b.post("/en/my/forget", c.form); p.status != 403 && c.form.Get("_token") != token {
			t.Errorf("%s: forgetting is status %d, want 403", name, p.status)
		}
	}
	b.agent = nil
	if file := b.get("/en/my/case.yaml").body; strings.Contains(file, "heavy-bleeding") {
		t.Error("a stranger was heard")
	}
	b.agent = http.Header{"Sec-Fetch-Site": {"same-origin"}, "Origin": {"http://127.0.0.1:8484"}}
	if p := b.post("/en/my/interview/symptoms", good); p.status != 303 {
		t.Errorf("she herself is not heard: %d", p.status)
	}
	// A second tab that began before there was a session throws nothing away.
	b.agent = nil
	if p := b.follow(b.post("/en/interview", nil)); !strings.HasSuffix(p.at, "/en/interview") || !strings.Contains(b.get("/en/my/case.yaml").body, "symptoms: []") {
		t.Errorf("beginning in another tab led to %s, and threw away what was said", p.at)
	}
	if p := b.upload("en", "a.yaml", []byte("gravida: case/1\n"), ""); p.status != 422 {
		t.Errorf("a record sent without a token is status %d, and takes the place of what was said", p.status)
	}
	// Another name than its own: a stranger's page whose name leads here.
	for host, want := range map[string]int{"evil.example:8484": 421, "localhost:8484": 200, "[::1]:8484": 200, "127.0.0.1": 200, "localhost.evil.example": 421, "": 421} {
		b.agent = http.Header{"Host": {host}}
		if p := b.send("GET", "/en", "", nil); p.status != want {
			t.Errorf("called %q: status %d, want %d", host, p.status, want)
		}
	}
}

// Forgetting is at once, and time forgets too. Then she is told so.
func TestForgotten(t *testing.T) {
	h := newHouse(t)
	for name, forget := range map[string]func(b *browser){
		"she says so": func(b *browser) { b.submit(b.get("/en/my/check"), "/en/my/forget", nil) },
		"time":        func(b *browser) { h.clock.wait(3 * time.Hour) },
	} {
		b := h.visitor(t)
		b.begin("en")
		before := b.cookie
		forget(b)
		b.cookie = before // an old tab
		p := b.get("/en/my/check")
		if !strings.HasSuffix(p.at, "/en/interview?gone=1") || !strings.Contains(p.text(), "not here any more") {
			t.Errorf("%s: she is at %s", name, p.at)
		}
		if p := b.get("/en/my/report.json"); p.status != 410 {
			t.Errorf("%s: her data is status %d", name, p.status)
		}
		if p := b.post("/en/my/interview/symptoms", url.Values{"_token": {"x"}}); p.status != 410 {
			t.Errorf("%s: an answer is status %d", name, p.status)
		}
	}
}

// What is too large, in a wrong form, or at no address is refused, and never a fault of
// the server.
func TestRefused(t *testing.T) {
	h := newHouse(t)
	b := h.visitor(t)
	token := b.begin("en").value("_token")
	if p := b.post("/en/my/interview/symptoms", url.Values{"_token": {token}, "which": {strings.Repeat("x", 1<<17)}}); p.status != 413 {
		t.Errorf("a large form: status %d", p.status)
	}
	if p := b.upload("en", "large.json", bytes.Repeat([]byte("x"), 51<<20), token); p.status != 413 {
		t.Errorf("a large record: status %d", p.status)
	}
	many := url.Values{"_token": {token}}
	for range 5000 {
		many.Add("which", "fever")
	}
	if p := b.follow(b.post("/en/my/interview/symptoms", many)); p.status != 413 && p.status != 200 {
		t.Errorf("a value 5000 times: status %d", p.status)
	}
	for _, at := range []string{"/xx", "/en/nothing", "/en/my/nothing", "/en/example/nobody/report", "/en/example/anna/nothing", "/en/example/anna/explain/s9999",
		"/en/example/..%2f..%2fetc/report", "/en/%2e%2e/%2e%2e/etc/passwd", "/en/my/interview/..%2f..%2fcheck.json", "/en/example/anna/explain/%00", "/en/" + strings.Repeat("a", 4000), "/.json", "/en/.json", "//evil.example/%2f.."} {
		p := b.get(at)
		if p.status >= 500 || p.status == 200 && !strings.HasPrefix(p.at, "/en") {
			t.Errorf("%s: status %d", at, p.status)
		}
		if strings.Contains(p.header.Get("Location"), "evil") || strings.Contains(p.body, "root:") {
			t.Errorf("%s leads away or out", at)
		}
		p.safe()
	}
	for _, at := range []string{"/en/example/anna/report?setting=fr", "/en/example/anna/report?guideline=" + url.QueryEscape(markup)} {
		if p := b.get(at); p.status != 400 {
			t.Errorf("%s: status %d, want 400", at, p.status)
		}
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"} {
		if p := b.send(method, "/en/my/check", "", nil); p.status < 400 || p.status >= 500 {
			t.Errorf("%s: status %d", method, p.status)
		}
	}
	for kind, body := range map[string]string{"": "x", "text/plain": "x", "multipart/form-data": "x", "multipart/form-data; boundary=b": "--b\r\nnonsense", "application/json": "{}"} {
		if p := b.send("POST", "/en/open", kind, strings.NewReader(body)); p.status < 400 || p.status >= 500 {
			t.Errorf("a record as %q: status %d", kind, p.status)
		}
	}
	for _, data := range []string{"", " ", "\x00\x00", "{", "[[[[[", "gravida: case/1\n&a [*a]", strings.Repeat("[", 100000), "<xml/>", "PK\x03\x04", "\xff\xfe"} {
		if p := b.upload("zh", "x", []byte(data), token); p.status != 422 {
			t.Errorf("a record of %.20q: status %d, want 422", data, p.status)
		}
	}
}

// Who sends slowly is not waited for, and does not keep others waiting.
func TestSlow(t *testing.T) {
	to, stop := serving(t, server.Options{})
	for range 20 {
		c, err := net.Dial("tcp", to)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "GET /en HTTP/1.1\r\nHost: localhost\r\nX-A: ")
	}
	client := http.Client{Timeout: 5 * time.Second}
	r, err := client.Get("http://" + to + "/en.json")
	if err != nil || r.StatusCode != 200 {
		t.Fatalf("with 20 slow ones nobody else is answered: %v", err)
	}
	r.Body.Close()
	stop() // which says so when it does not end
}

// Of a record everything comes back that the reader says of it.
func TestOpenARecord(t *testing.T) {
	for file, want := range map[string][]string{
		"anna.yaml":   {"en", "Lupus anticoagulant", "Miscarriage", "anna"},
		"li-na.yaml":  {"zh", "狼疮抗凝物", "生化妊娠"},
		"bundle.json": {"en", "Miscarriage"},
	} {
		b := newHouse(t).visitor(t)
		p := b.follow(b.upload(want[0], file, example(t, file), ""))
		if !strings.HasSuffix(p.at, "/my/record") || p.status != 200 {
			t.Fatalf("%s leads to %s (%d):\n%s", file, p.at, p.status, p.text())
		}
		for _, w := range want[1:] {
			if !strings.Contains(p.text(), w) {
				t.Errorf("%s: the page does not show %q:\n%s", file, w, p.text())
			}
		}
		for _, at := range []string{"report", "clinician", "check", "interview", "report.json", "record.json", "compare.json"} {
			if p := b.get("/" + want[0] + "/my/" + at); p.status != 200 {
				t.Errorf("%s, %s: status %d", file, at, p.status)
			}
		}
	}
	b := newHouse(t).visitor(t)
	p := b.upload("en", "broken.yaml", example(t, "broken.yaml"), "")
	if p.status != 422 || !strings.Contains(p.text(), "broken.yaml:") {
		t.Errorf("a broken file: status %d\n%s", p.status, p.text())
	}
}

// Of a file with several patients one is chosen, and what she then says stands beside
// her record.
func TestSeveralPatients(t *testing.T) {
	b := newHouse(t).visitor(t)
	data := `{"resourceType":"Patient","id":"a","gender":"female"}` + "\n" + `{"resourceType":"Patient","id":"b","gender":"female"}`
	p := b.follow(b.upload("en", "two.ndjson", []byte(data), ""))
	if !strings.HasSuffix(p.at, "/my/patients") {
		t.Fatalf("two patients lead to %s:\n%s", p.at, p.text())
	}
	p = b.submit(p, "/en/my/patients", url.Values{"patient": {"1"}})
	if !strings.HasSuffix(p.at, "/my/record") || !strings.Contains(p.text(), "b") {
		t.Errorf("choosing one leads to %s:\n%s", p.at, p.text())
	}
	if p = b.get("/en/my/interview"); !strings.Contains(p.at, "/my/interview/") {
		t.Errorf("her interview begins at %s", p.at)
	}
}

// A form that was opened of one patient is not taken for another, and who is chosen
// again keeps what was corrected of her.
func TestFormOfAnotherPatient(t *testing.T) {
	b := newHouse(t).visitor(t)
	data := `{"resourceType":"Patient","id":"a","gender":"female"}` + "\n" + `{"resourceType":"Patient","id":"b","gender":"female"}`
	choice := b.follow(b.upload("en", "two.ndjson", []byte(data), ""))
	b.submit(choice, "/en/my/patients", url.Values{"patient": {"0"}})
	choice = b.get("/en/my/patients")
	form := b.get("/en/my/record/status")
	older := form.filled("/en/my/record/status")
	older.Set("bleeding", "true")
	b.submit(choice, "/en/my/patients", url.Values{"patient": {"1"}})
	if p := b.post("/en/my/record/status", older); p.status != 403 {
		t.Errorf("the form of the first patient: status %d, want 403", p.status)
	}
	if file := b.get("/en/my/case.yaml").body; strings.Contains(file, "bleeding") {
		t.Errorf("the second patient bleeds:\n%s", file)
	}
	choice, form = b.get("/en/my/patients"), b.get("/en/my/record/status")
	now := form.filled("/en/my/record/status")
	now.Set("bleeding", "true")
	b.follow(b.post("/en/my/record/status", now))
	b.submit(choice, "/en/my/patients", url.Values{"patient": {"1"}})
	if file := b.get("/en/my/case.yaml").body; !strings.Contains(file, "bleeding: true") {
		t.Errorf("chosen again, her correction is gone:\n%s", file)
	}
}

func example(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../examples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
