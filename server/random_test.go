package server_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
)

// randomly fills in a form as a person might: any of the choices, dates and weeks as
// they are.
func (p *page) randomly(r *rand.Rand, action string) url.Values {
	choices, typed := map[string][]string{}, url.Values{}
	several := map[string]bool{}
	for _, in := range p.elements("input") {
		name := attr(in, "name")
		switch attr(in, "type") {
		case "radio":
			choices[name] = append(choices[name], attr(in, "value"))
		case "checkbox":
			choices[name] = append(choices[name], attr(in, "value"))
			several[name] = true
		case "text":
			switch {
			case r.IntN(3) == 0:
			case strings.HasSuffix(name, ".y"):
				typed[name] = []string{fmt.Sprint(2015 + r.IntN(11))}
			case strings.HasSuffix(name, ".m"):
				typed[name] = []string{fmt.Sprint(1 + r.IntN(12))}
			case strings.HasSuffix(name, ".w"):
				typed[name] = []string{fmt.Sprint(5 + r.IntN(37))}
			case strings.HasSuffix(name, ".d"):
				typed[name] = []string{fmt.Sprint(r.IntN(7))}
			default:
				typed[name] = []string{[]string{"34", "<5", "1:80", "5.1", "165", "２１"}[r.IntN(6)]}
			}
		}
	}
	for name, values := range choices {
		if r.IntN(5) == 0 {
			continue
		}
		one := r.IntN(len(values))
		typed[name] = values[one : one+1 : one+1]
		if several[name] && one+1 < len(values) && r.IntN(2) == 0 { // in their order, as a browser sends them
			typed.Add(name, values[one+1+r.IntN(len(values)-one-1)])
		}
	}
	return typed
}

// Whatever she answers, the server copes; and looking at a page again and sending it as
// it stands changes nothing.
func TestLookingAgainChangesNothing(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 1))
		lang := []string{"en", "zh"}[seed%2]
		b := newHouse(t).visitor(t)
		p := b.begin(lang)
		for range 40 {
			p.safe()
			if p.status != 200 {
				t.Fatalf("seed %d: %s is status %d\n%s", seed, p.at, p.status, p.text())
			}
			if strings.HasSuffix(p.at, "/my/check") {
				break
			}
			to, _ := p.form("")
			typed := p.randomly(r, to)
			if strings.Contains(p.body, `class="error-summary"`) {
				typed = url.Values{"_skip": {"1"}}
			}
			p = b.submit(p, to, typed)
		}
		check := b.get("/" + lang + "/my/check")
		file := b.get("/" + lang + "/my/case.yaml").body
		for _, link := range check.links() {
			if !strings.Contains(link, "check=1") {
				continue
			}
			q := b.get(link)
			to, form := q.form("")
			if got := b.follow(b.post(to, form)); got.status != 200 {
				t.Errorf("seed %d: %s sent as it stands is status %d", seed, link, got.status)
			}
			if now := b.get("/" + lang + "/my/case.yaml").body; now != file {
				t.Fatalf("seed %d: %s sent as it stands changes the case:\n%s\nto\n%s", seed, link, file, now)
			}
		}
		if n := len(check.links()); n < 6 {
			t.Errorf("seed %d: only %d links where she checks her answers", seed, n)
		}
		for _, at := range []string{"report", "clinician", "record", "fhir.json"} {
			if q := b.get("/" + lang + "/my/" + at); q.status != 200 {
				t.Errorf("seed %d: %s is status %d", seed, at, q.status)
			}
		}
	}
}
