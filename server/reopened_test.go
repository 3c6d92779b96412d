package server_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	dom "golang.org/x/net/html"
)

// places are what a patient should not have to read: paths and names of a file.
var places = regexp.MustCompile(`pregnancies[.\[]\d|entry\[\d|\.(yaml|json)\b|:\d+:\d+|resourceType|QuestionnaireResponse|Observation/|interview:|病历中|of the record`)

// unfolded is what can be read on a page before anything is unfolded.
func (p *page) unfolded() string {
	var b strings.Builder
	for _, n := range p.elements("main") {
		write(&b, n)
	}
	return b.String()
}

// said are the answers that stand on a page, each in its words.
func (p *page) said() (list []string) {
	for _, n := range p.elements("dd") {
		if attr(n, "class") == "val" {
			list = append(list, inside(n))
		}
	}
	return list
}

// telling answers pages of the interview from its start, with what is said on a page or, where
// nothing is, what says the least; it ends at her answers.
func (b *browser) telling(lang string, said map[string]url.Values) *page {
	b.t.Helper()
	p := b.begin(lang)
	for range 80 {
		at := p.at[strings.LastIndex(p.at, "/")+1:]
		id, more, _ := strings.Cut(at, "?")
		if strings.HasPrefix(p.at, "/"+lang+"/my/check") {
			return p
		}
		typed := said[id]
		if typed == nil || more != "" {
			typed = url.Values{"_skip": {"1"}}
		}
		p = b.submit(p, "/"+lang+"/my/interview/"+id, typed)
	}
	b.t.Fatalf("the interview does not end: it is at %s", p.at)
	return nil
}

// twoLosses is what a woman with two early losses says.
func twoLosses() map[string]url.Values {
	return map[string]url.Values{
		"symptoms":    {"which": {"none"}},
		"pregnant":    {"answer": {"no"}},
		"pregnancy-1": {"outcome": {"miscarriage"}, "ended.y": {"2025"}, "ended.m": {"1"}, "weeks.w": {"8"}, "weeks.d": {"2"}, "more": {"yes"}},
		"pregnancy-2": {"outcome": {"miscarriage"}, "ended.y": {"2025"}, "ended.m": {"9"}, "weeks.w": {"7"}, "partner": {"same"}, "more": {"no"}},
		"illnesses":   {"which": {"none"}}, "body-and-family": {"which": {"none"}}, "care": {"which": {"surgical-evacuation"}}, "tests-done": {"which": {"none"}},
		"planning": {"answer": {"yes"}}, "about-you": {"patient.born.y": {"1993"}, "patient.heightCm": {"163"}, "patient.weightKg": {"57"}},
	}
}

// What a woman kept, as a case file or as FHIR, is opened as what she told: in her words, with
// the way to her report first, and the report is the one she had.
func TestReopened(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, kind := range []string{"case.yaml", "fhir.json"} {
			h := newHouse(t)
			b := h.visitor(t)
			check := b.telling(lang, twoLosses())
			report := b.get("/" + lang + "/my/report")
			file := b.send("GET", "/"+lang+"/my/"+kind, "", nil)
			b.submit(report, "/"+lang+"/my/forget", nil)

			b = h.visitor(t)
			opened := b.follow(b.upload(lang, strings.Replace(kind, "fhir", "kept", 1), []byte(file.body), ""))
			if opened.status != 200 || !strings.HasSuffix(opened.at, "/my/record") {
				t.Fatalf("%s %s: %s is status %d:\n%s", lang, kind, opened.at, opened.status, file.body)
			}
			if found := places.FindString(opened.unfolded()); found != "" {
				t.Errorf("%s %s: %q stands on the page:\n%s", lang, kind, found, opened.unfolded())
			}
			first := opened.elements("main")[0]
			for n := range first.Descendants() {
				if attr(n, "class") == "btn" {
					if attr(n, "href") != "/"+lang+"/my/report" {
						t.Errorf("%s %s: the first button leads to %s", lang, kind, attr(n, "href"))
					}
					break
				}
			}
			if was, is := check.said(), opened.said(); len(was) < 10 || !slices.Equal(was, is) {
				t.Errorf("%s %s: she checked %q, and is shown %q", lang, kind, was, is)
			}
			if got := b.get("/" + lang + "/my/report"); got.text() != report.text() {
				t.Errorf("%s %s: another report", lang, kind)
			}
			if again := b.get("/" + lang + "/my/check"); again.text() != check.text() {
				t.Errorf("%s %s: other answers:\n%s\nwas\n%s", lang, kind, again.text(), check.text())
			}
			if p := b.get("/" + lang + "/my/interview/pregnancy-2"); !strings.Contains(p.body, `value="2025"`) {
				t.Errorf("%s %s: a pregnancy is not changed as it was told", lang, kind)
			}
		}
	}
}

// On a later day she is told what she said then, and what holds of its day only is asked again.
func TestReopenedLater(t *testing.T) {
	h := newHouse(t)
	b := h.visitor(t)
	b.telling("zh", twoLosses())
	file := b.send("GET", "/zh/my/case.yaml", "", nil)
	h.clock.wait(9 * 24 * time.Hour)
	b = h.visitor(t)
	opened := b.follow(b.upload("zh", "case.yaml", []byte(file.body), ""))
	says := opened.unfolded()
	for _, want := range []string{"2026年11月23日", "自然流产", "8周2天", "看我的报告", "接着往下答"} {
		if !strings.Contains(says, want) {
			t.Errorf("%q is not there:\n%s", want, says)
		}
	}
	if found := places.FindString(says); found != "" {
		t.Errorf("%q stands on the page:\n%s", found, says)
	}
	if p := b.get("/zh/my/interview/pregnancy-2"); !strings.Contains(p.body, `value="2025"`) {
		t.Error("a pregnancy is not changed as it was told")
	}
	p := b.submit(b.get("/zh/my/interview/pregnancy-2?check=1"), "/zh/my/interview/pregnancy-2", url.Values{"weeks.w": {"9"}})
	if file := b.get("/zh/my/case.yaml").body; !strings.HasSuffix(p.at, "/check") || !strings.Contains(file, "9w") || strings.Count(file, "outcome: miscarriage") != 2 {
		t.Errorf("%s: a changed pregnancy made\n%s", p.at, file)
	}
	if next := b.get("/zh/my/interview"); !strings.Contains(next.at, "symptoms") {
		t.Errorf("it goes on at %s", next.at)
	}
}

// write writes the text of a node that is not folded away.
func write(b *strings.Builder, n *dom.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch _, open := attribute(c, "open"); {
		case c.Type == dom.TextNode:
			b.WriteString(strings.TrimSpace(c.Data) + "\n")
		case c.Data == "details" && !open:
			for s := c.FirstChild; s != nil; s = s.NextSibling {
				if s.Data == "summary" {
					write(b, s)
				}
			}
		default:
			write(b, c)
		}
	}
}
