package server_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// chosen is the country that stands chosen on a page.
func (p *page) chosen() string {
	for _, n := range p.elements("option") {
		if _, ok := attribute(n, "selected"); ok {
			return attr(n, "value")
		}
	}
	return ""
}

// Where she is treated is asked once, with what her language suggests to be seen, and her
// pages follow it until she says otherwise.
func TestWhereSheIsTreated(t *testing.T) {
	h := newHouse(t)
	for lang, want := range map[string]string{"zh": "cn", "en": "int"} {
		if got := h.visitor(t).get("/" + lang + "/interview").chosen(); got != want {
			t.Errorf("%s: %q is suggested, want %q", lang, got, want)
		}
	}
	b := h.visitor(t)
	at := b.submit(b.get("/zh/interview"), "/zh/interview", url.Values{"setting": {"cn"}})
	if at.h1() == "" || at.status != 200 {
		t.Fatalf("it began with %d", at.status)
	}
	leads := func(page, want string) {
		t.Helper()
		if got := b.get(page).body; !strings.Contains(got, `"leading":"`+want+`"`) {
			t.Errorf("%s: %s does not lead: %.300s", page, want, got)
		}
	}
	leads("/zh/my/report.json", "cma-2022")
	leads("/zh/my/compare.json", "cma-2022")
	if text := b.get("/zh/my/clinician").text(); !strings.Contains(text, "以中华医学会") {
		t.Error("the clinician's page does not follow it")
	}
	check := b.get("/zh/my/check")
	if check.chosen() != "cn" {
		t.Errorf("her answers show %q", check.chosen())
	}
	b.submit(check, "/zh/my/place", url.Values{"setting": {"uk"}})
	leads("/zh/my/report.json", "rcog-2023")
	b.get("/zh/my/report.json?setting=us")                  // asked for by a program: that answer only
	b.agent = http.Header{"Sec-Fetch-Site": {"cross-site"}} // a link on a stranger's page
	b.get("/zh/my/report?setting=us")
	b.agent = nil
	leads("/zh/my/compare.json", "rcog-2023")
	b.get("/zh/my/report?setting=de") // chosen on the report
	leads("/zh/my/compare.json", "dggg-2022")
	token := url.Values{"setting": {"nowhere"}}
	if p := b.submit(b.get("/zh/my/check"), "/zh/my/place", token); p.status != 400 {
		t.Errorf("a place that is not there is status %d", p.status)
	}
	leads("/zh/my/report.json", "dggg-2022")
	other := h.visitor(t) // nobody else's changes; who was not asked has what the server has
	other.submit(other.get("/zh/interview"), "/zh/interview", url.Values{"setting": nil})
	if got := other.get("/zh/my/report.json").body; !strings.Contains(got, `"setting":"int"`) {
		t.Errorf("another visitor: %.200s", got)
	}
}

// What she keeps says where she is treated and how far she was asked: whoever opens it goes
// on from there, and her word of today goes before the file's.
func TestKeptAndOpened(t *testing.T) {
	h := newHouse(t)
	b := h.visitor(t)
	at := b.submit(b.get("/en/interview"), "/en/interview", url.Values{"setting": {"uk"}})
	at = b.submit(at, "/en/my/interview/symptoms", url.Values{"which": {"none"}})
	next := b.submit(at, "/en/my/interview/pregnant", url.Values{"answer": {"no"}}).h1()
	for name, kind := range map[string]string{"case.yaml": "setting: uk", "fhir": `"code":"uk"`} {
		file := b.get("/en/my/" + name)
		if file.status != 200 || !strings.Contains(strings.ReplaceAll(file.body, `": "`, `":"`), kind) {
			t.Fatalf("%s does not say where she is treated (%d):\n%s", name, file.status, file.body)
		}
		other := h.visitor(t)
		other.submit(other.get("/en/interview"), "/en/interview", url.Values{"setting": {"cn"}})
		_, form := other.get("/en/open").form("/en/open")
		other.upload("en", "kept."+name, []byte(file.body), form.Get("_token"))
		if got := other.get("/en/my/interview").h1(); got != next {
			t.Errorf("%s: next is %q, want %q", name, got, next)
		}
		leads := func(want string) {
			t.Helper()
			if got := other.get("/en/my/report.json").body; !strings.Contains(got, `"leading":"`+want+`"`) {
				t.Errorf("%s: %s does not lead: %.300s", name, want, got)
			}
		}
		leads("rcog-2023")
		other.get("/en/my/report?setting=de")
		leads("dggg-2022")
		if again := other.get("/en/my/case.yaml").body; !strings.Contains(again, "setting: de") || !strings.Contains(again, "asked: [symptoms, pregnant]") {
			t.Errorf("%s: what she keeps again is\n%s", name, again)
		}
	}
}

// A record of others does not say where she is treated: it is asked on its page, and kept.
func TestRecordAsksWhereSheIsTreated(t *testing.T) {
	b := newHouse(t).visitor(t)
	record := []byte(`{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {"resourceType": "Patient", "id": "her", "gender": "female"}}]}`)
	p := b.follow(b.upload("zh", "bundle.json", record, ""))
	if p.chosen() != "cn" {
		t.Fatalf("the page of the record suggests %q:\n%s", p.chosen(), p.text())
	}
	if p = b.submit(p, "/zh/my/place", url.Values{"setting": {"uk"}}); !strings.HasSuffix(p.at, "/my/record") || len(p.elements("select")) > 0 {
		t.Errorf("it leads to %s, and asks again: %v", p.at, len(p.elements("select")) > 0)
	}
	if got := b.get("/zh/my/report.json").body; !strings.Contains(got, `"leading":"rcog-2023"`) {
		t.Errorf("the report does not follow it: %.300s", got)
	}
}
