package server_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// largest is how many bytes a page may have, for an old phone on a slow line.
const largest = 150_000

// From the first page every link leads to a page that is whole, and every page has its
// data behind the same address.
func TestEveryLink(t *testing.T) {
	h := newHouse(t)
	for _, lang := range []string{"en", "zh"} {
		b := h.visitor(t)
		b.agent = map[string][]string{"Accept-Language": {lang + "-XX,fr;q=0.5"}}
		if p := b.get("/"); p.at != "/"+lang {
			t.Errorf("a %s browser is led to %s", lang, p.at)
		}
		if p := b.get("/" + lang + "/"); p.at != "/"+lang || p.status != 200 {
			t.Errorf("/%s/ is led to %s: status %d", lang, p.at, p.status)
		}
		b.walk(b.begin(lang), hers)
		seen := map[string]bool{"/" + lang: true}
		explained, chosen := 0, 0
		for queue := []string{"/" + lang}; len(queue) > 0; queue = queue[1:] {
			at := queue[0]
			p := b.get(at)
			if p.status != 200 {
				t.Errorf("%s: status %d", at, p.status)
				continue
			}
			p.whole(lang)
			p.safe()
			address, query, asked := strings.Cut(at, "?")
			if asked {
				query = "?" + query
			}
			data := b.get(address + ".json" + query)
			if data.status != 200 || !json.Valid([]byte(data.body)) || data.header.Get("Content-Type") != "application/json; charset=utf-8" {
				t.Errorf("%s.json: status %d, %.200s", address, data.status, data.body)
			}
			for _, link := range p.links() {
				if strings.HasPrefix(link, "http") || strings.Contains(link, ".json") {
					continue
				}
				link, _, _ = strings.Cut(link, "#")
				if link != "" && !strings.HasPrefix(link, "/") { // beside this page
					link = address[:strings.LastIndex(address, "/")+1] + link
				}
				if strings.Contains(link, "guideline=") || strings.Contains(link, "setting=") { // every page by every guideline: some
					if chosen++; chosen%200 != 1 {
						continue
					}
				}
				if strings.Contains(link, "/explain/") { // of hundreds some
					if explained++; explained%40 != 1 {
						continue
					}
				}
				if link != "" && !seen[link] && strings.HasPrefix(link+"/", "/"+lang+"/") {
					seen[link] = true
					queue = append(queue, link)
				}
			}
		}
		if len(seen) < 60 {
			t.Errorf("%s: only %d pages were found", lang, len(seen))
		}
		for at := range seen { // the same page in the other language
			other := strings.Replace(at, "/"+lang, map[string]string{"en": "/zh", "zh": "/en"}[lang], 1)
			if strings.Count(at, "/") < 4 || strings.Contains(at, "my/") {
				if p := b.get(other); p.status != 200 {
					t.Errorf("%s has no page in the other language: %d", at, p.status)
				}
			}
		}
	}
}

// whole is what every page has: one heading, its language, a name for each field.
func (p *page) whole(lang string) {
	p.t.Helper()
	if len(p.body) > largest {
		p.t.Errorf("%s: %d bytes", p.at, len(p.body))
	}
	for _, one := range []string{"h1", "main", "title"} {
		if n := len(p.elements(one)); n != 1 {
			p.t.Errorf("%s: %d of <%s>", p.at, n, one)
		}
	}
	if got := attr(p.elements("html")[0], "lang"); !strings.HasPrefix(got, lang) {
		p.t.Errorf("%s: the page is in %q", p.at, got)
	}
	ids, labelled := map[string]int{}, map[string]bool{}
	for n := range p.root.Descendants() {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		if n.Data == "label" {
			labelled[attr(n, "for")] = true
			for in := range n.Descendants() {
				labelled[attr(in, "id")] = true
				labelled[attr(in, "name")+attr(in, "value")] = true
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			p.t.Errorf("%s: %d elements are %s", p.at, n, id)
		}
	}
	for _, in := range p.elements("input") {
		if attr(in, "type") != "hidden" && !labelled[attr(in, "id")] && !labelled[attr(in, "name")+attr(in, "value")] {
			p.t.Errorf("%s: the field %s has no label", p.at, attr(in, "name"))
		}
	}
	for _, place := range []string{"{n}", "{what}", "web.", "<nil>", "ZgotmplZ"} {
		if text := p.text(); strings.Contains(text, place) {
			at := strings.Index(text, place)
			p.t.Errorf("%s shows %q: %.80q", p.at, place, text[max(0, at-40):])
		}
	}
	if strings.Contains(p.body, "ZgotmplZ") {
		p.t.Errorf("%s: the template refused a value", p.at)
	}
}
