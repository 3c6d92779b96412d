package server_test

import (
	"net/http"
	"strings"
	"testing"
)

// From her report she can keep her answers, change them, and have them forgotten at once,
// without a script; on the page of an example there is nothing of hers to keep.
func TestReportIsHers(t *testing.T) {
	b := newHouse(t).visitor(t)
	b.begin("zh")
	p := b.get("/zh/my/report")
	for _, link := range []string{"/zh/my/case.yaml", "/zh/my/check"} {
		if !strings.Contains(p.body, link) {
			t.Errorf("the report does not lead to %s", link)
		}
		if got := b.get(link); got.status != http.StatusOK {
			t.Errorf("%s: status %d", link, got.status)
		}
	}
	if gone := b.submit(p, "/zh/my/forget", nil); gone.status != http.StatusOK || !strings.HasSuffix(gone.at, "/zh?forgotten=1") {
		t.Errorf("forgetting leads to %s, status %d", gone.at, gone.status)
	}
	if after := b.get("/zh/my/report"); after.status == http.StatusOK && strings.Contains(after.body, "_token") && !strings.HasPrefix(after.at, "/zh/interview") {
		t.Errorf("the report is still there at %s", after.at)
	}
	if example := b.get("/zh/example/anna/report").body; strings.Contains(example, "/my/forget") || strings.Contains(example, "_token") {
		t.Error("an example has the forms of a visitor's own answers")
	}

	b.begin("en")
	rich := b.upload("en", "case.yaml", []byte("gravida: case/1\npregnancies: [{outcome: miscarriage, gestation: 8w}]\n"), b.get("/en/open").value("_token"))
	if rich.status >= 400 {
		t.Fatalf("the upload is status %d", rich.status)
	}
	if p := b.get("/en/my/report"); !strings.Contains(p.body, `href="/en/my/record"`) && !strings.Contains(p.body, "href=/en/my/record") {
		t.Error("what was read from a file is not changed where it was read")
	}
}
