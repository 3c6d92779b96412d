package server_test

import (
	"net/url"
	"strings"
	"testing"
)

// From every page a statement opens on its own, and leads back to where it stood.
func TestBackFromAStatement(t *testing.T) {
	b := newHouse(t).visitor(t)
	for _, from := range []string{"clinician", "report", "compare"} {
		for _, query := range []string{"", "?guideline=rcog-2023"} {
			at := "/en/example/anna/" + from + query
			page := b.get(at)
			ids := map[string]bool{}
			for n := range page.root.Descendants() {
				ids[attr(n, "id")] = true
			}
			opened := 0
			for _, link := range page.links() {
				if !strings.HasPrefix(link, "explain/") {
					continue
				}
				if opened++; opened%20 != 1 {
					continue
				}
				statement := b.get("/en/example/anna/" + link)
				if statement.status != 200 {
					t.Fatalf("%s: %s: status %d", at, link, statement.status)
				}
				back := ""
				for _, l := range statement.links() {
					if strings.Contains(l, "#s") {
						back = l
					}
				}
				u, err := url.Parse(back)
				if err != nil || u.Path != "/en/example/anna/"+from || u.Query().Get("guideline") != asked(query) || !ids[u.Fragment] {
					t.Errorf("%s: from %s the way back is %q", at, link, back)
				}
			}
			if opened == 0 {
				t.Errorf("%s opens no statement", at)
			}
		}
	}
	if p := b.get("/en/example/anna/explain/s1?from=nowhere"); p.status != 200 || !strings.Contains(p.body, "/en/example/anna/clinician#s1") {
		t.Errorf("a page that there is not: status %d", p.status)
	}
}

func asked(query string) string {
	values, _ := url.ParseQuery(strings.TrimPrefix(query, "?"))
	return values.Get("guideline")
}
