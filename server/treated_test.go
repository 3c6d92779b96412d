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
