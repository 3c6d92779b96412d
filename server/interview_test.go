package server_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// answer fills in a page of the interview: what a woman with two losses says, and
// nothing about the rest.
func hers(at string) url.Values {
	page, _, _ := strings.Cut(at[strings.LastIndex(at, "/")+1:], "?")
	switch page {
	case "symptoms":
		return url.Values{"which": {"none"}}
	case "pregnant":
		return url.Values{"answer": {"no"}}
	case "pregnancy-1":
		return url.Values{"outcome": {"miscarriage"}, "ended.y": {"2023"}, "ended.m": {"5"}, "weeks.w": {"8"}, "weeks.d": {"2"}, "more": {"yes"}}
	case "pregnancy-2":
		return url.Values{"outcome": {"miscarriage"}, "ended.y": {"2025"}, "weeks.w": {"9"}, "partner": {"same"}, "more": {"no"}}
	case "about-you":
		return url.Values{"patient.age": {"34"}}
	}
	return nil
}

// walk answers until she checks her answers.
func (b *browser) walk(p *page, answer func(at string) url.Values) *page {
	b.t.Helper()
	seen := map[string]int{}
	for range 120 {
		if strings.HasSuffix(p.at, "/my/check") {
			return p
		}
		if p.status != 200 {
			b.t.Fatalf("%s: status %d\n%s", p.at, p.status, p.text())
		}
		if seen[p.at]++; seen[p.at] > 2 {
			b.t.Fatalf("%s is asked again and again:\n%s", p.at, p.text())
		}
		to, _ := p.form("")
		typed := answer(p.at)
		if typed == nil {
			typed = url.Values{"_skip": {"1"}}
		}
		p = b.submit(p, to, typed)
	}
	b.t.Fatal("the interview has no end")
	return nil
}

// The whole way: question by question, her answers, her report, her file, and back.
func TestInterview(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		h := newHouse(t)
		b := h.visitor(t)
		p := b.walk(b.begin(lang), hers)
		shown := p.text()
		want := map[string][]string{"en": {"Pregnancy 1", "Miscarriage", "May 2023", "8 weeks 2 days", "2025", "34"}, "zh": {"第1次怀孕", "自然流产", "2023年5月", "8周2天"}}
		for _, w := range want[lang] {
			if !strings.Contains(shown, w) {
				t.Errorf("%s: her answers do not show %q:\n%s", lang, w, shown)
			}
		}
		report := b.get("/" + lang + "/my/report")
		if report.status != 200 || len(report.text()) < 1000 {
			t.Errorf("%s: the report is status %d, %d letters", lang, report.status, len(report.text()))
		}
		file := b.get("/" + lang + "/my/case.yaml")
		for _, w := range []string{"gravida: case/1", "outcome: miscarriage", "8w2d", "2023-05"} {
			if !strings.Contains(file.body, w) {
				t.Errorf("the file does not hold %q:\n%s", w, file.body)
			}
		}
		if n := strings.Count(file.body, "outcome:"); n != 2 {
			t.Errorf("the file tells of %d pregnancies", n)
		}
		fhir := b.get("/" + lang + "/my/fhir.json")
		before := b.decided(lang)
		for name, data := range map[string]string{"case.yaml": file.body, "case.fhir.json": fhir.body} {
			again := h.visitor(t)
			r := again.follow(again.upload(lang, name, []byte(data), ""))
			if !strings.HasSuffix(r.at, "/my/record") {
				t.Fatalf("%s: opening it again leads to %s (%d):\n%s", name, r.at, r.status, r.text())
			}
			if after := again.decided(lang); after != before {
				t.Errorf("%s, %s: opened again it gives another answer:\n%s\nnot\n%s", lang, name, after, before)
			}
		}
		for _, word := range []string{"miscarriage", "8w2d", "2023", "pregnancy-1", "34"} {
			if strings.Contains(strings.ReplaceAll(h.log.String(), "time=2026", ""), "="+word) || strings.Contains(h.log.String(), "pregnancy-1") {
				t.Errorf("the log holds %q", word)
			}
		}
	}
}

// decided is what an answer decides: the parts that hold no place in a file.
func (b *browser) decided(lang string) string {
	b.t.Helper()
	var a map[string]json.RawMessage
	p := b.get("/" + lang + "/my/report.json")
	if err := json.Unmarshal([]byte(p.body), &a); err != nil {
		b.t.Fatalf("%s: %v\n%s", p.at, err, p.body)
	}
	return fmt.Sprintf("%s\n%s\n%s\n%s\n%s", a["pattern"], a["recurrence"], a["tests"], a["redFlags"], a["departments"])
}

// A form that is sent twice, by a refresh or in two tabs, says it once.
func TestTwiceIsOnce(t *testing.T) {
	b := newHouse(t).visitor(t)
	first := b.begin("en")
	token := first.value("_token")
	b.post("/en/my/interview/symptoms", url.Values{"_token": {token}, "which": {"none"}})
	b.post("/en/my/interview/pregnant", url.Values{"_token": {token}, "answer": {"no"}})
	one := url.Values{"_token": {token}, "outcome": {"miscarriage"}, "ended.y": {"2023"}, "weeks.w": {"8"}, "more": {"yes"}}
	for range 3 {
		b.post("/en/my/interview/pregnancy-1", one)
	}
	two := url.Values{"_token": {token}, "outcome": {"livebirth"}, "ended.y": {"2024"}, "weeks.w": {"39"}, "more": {"no"}}
	b.post("/en/my/interview/pregnancy-2", two)
	b.post("/en/my/interview/pregnancy-1", one) // the other tab
	b.post("/en/my/interview/pregnancy-2", two)
	file := b.get("/en/my/case.yaml").body
	if strings.Count(file, "outcome:") != 2 || strings.Count(file, "livebirth") != 1 {
		t.Errorf("said twice, kept twice:\n%s", file)
	}
}

// A tab that is older than the answer takes nothing away by what it leaves empty; a
// tab that is not, does.
func TestOlderTabLosesNothing(t *testing.T) {
	b := newHouse(t).visitor(t)
	b.begin("en")
	stale := b.get("/en/my/interview/pregnancy-1")
	now := b.get("/en/my/interview/pregnancy-1")
	b.submit(now, "/en/my/interview/pregnancy-1", url.Values{"outcome": {"miscarriage"}, "ended.y": {"2023"}, "ended.m": {"7"}, "weeks.w": {"8"}, "more": {"yes"}})
	b.submit(stale, "/en/my/interview/pregnancy-1", url.Values{"outcome": {"stillbirth"}})
	file := b.get("/en/my/case.yaml").body
	if !strings.Contains(file, "2023-07") || !strings.Contains(file, "stillbirth") {
		t.Errorf("an older tab took something away, or was not heard:\n%s", file)
	}
	b.submit(b.get("/en/my/interview/pregnancy-1"), "/en/my/interview/pregnancy-1", url.Values{"ended.y": {""}, "ended.m": {""}})
	if file = b.get("/en/my/case.yaml").body; strings.Contains(file, "2023-07") {
		t.Errorf("what she took away is still there:\n%s", file)
	}
}

// What cannot be is shown with the place, nothing typed is lost, and refreshing sends
// nothing.
func TestMistake(t *testing.T) {
	b := newHouse(t).visitor(t)
	p := b.get(b.begin("en").at)
	p = b.submit(b.get("/en/my/interview/pregnancy-1"), "/en/my/interview/pregnancy-1",
		url.Values{"outcome": {"miscarriage"}, "ended.y": {"2052"}, "ended.m": {"5"}, "weeks.w": {"16"}, "weeks.d": {"9"}})
	for range 2 { // the second is a refresh
		if p.status != 200 || !strings.HasPrefix(inside(p.elements("title")[0]), "Error: ") {
			t.Fatalf("status %d, title %q", p.status, inside(p.elements("title")[0]))
		}
		for _, want := range []string{"Days: a number from 0 to 6", "has not come yet"} {
			if !strings.Contains(p.text(), want) {
				t.Errorf("the page does not say %q:\n%s", want, p.text())
			}
		}
		_, form := p.form("/en/my/interview/pregnancy-1")
		if form.Get("ended.y") != "2052" || form.Get("ended.m") != "05" || form.Get("weeks.d") != "9" || form.Get("outcome") != "miscarriage" {
			t.Errorf("what she typed is gone: %v", form)
		}
		for box, want := range map[string]bool{"weeks.w": false, "weeks.d": true, "ended.y": true} { // the box that is wrong, and no other
			at := strings.Index(p.body, `name="`+box+`"`)
			tag, _, _ := strings.Cut(p.body[at:], ">")
			if strings.Contains(tag, "aria-invalid") != want {
				t.Errorf("%s is marked as wrong: %v", box, !want)
			}
		}
		for _, a := range p.links() {
			if id, ok := strings.CutPrefix(a, "#"); ok && !strings.Contains(p.body, `id="`+id+`"`) {
				t.Errorf("the mistake leads to %s, which is not there", a)
			}
		}
		p = b.get(p.at)
	}
	if file := b.get("/en/my/case.yaml").body; strings.Contains(file, "2052") || strings.Contains(file, "miscarriage") {
		t.Errorf("what was refused is in the file:\n%s", file)
	}
	p = b.submit(p, "/en/my/interview/pregnancy-1", url.Values{"ended.y": {"2022"}, "weeks.d": {"2"}})
	if strings.HasSuffix(p.at, "pregnancy-1") {
		t.Errorf("what was mended is refused:\n%s", p.text())
	}
}

// A danger is shown at once, and in an emergency only other dangers are asked.
func TestDanger(t *testing.T) {
	b := newHouse(t).visitor(t)
	p := b.submit(b.begin("en"), "/en/my/interview/symptoms", url.Values{"which": {"heavy-bleeding", "fainting"}})
	var alert string
	for _, n := range p.elements("div") {
		if attr(n, "role") == "alert" {
			alert += inside(n)
		}
	}
	if !strings.Contains(strings.ToLower(alert), "emergency") {
		t.Errorf("no danger is shown on %s: %q", p.at, alert)
	}
}

// A woman in an emergency who has been seen goes on without a script, with the danger
// above every question and that way never put forward; who has not is shown her answers.
func TestSeen(t *testing.T) {
	for answer, goesOn := range map[string]bool{"yes": true, "no": false, "": false} {
		b := newHouse(t).visitor(t)
		p := b.submit(b.begin("zh"), "/zh/my/interview/symptoms", url.Values{"which": {"thoughts-of-self-harm"}})
		for n := 0; !strings.HasSuffix(p.at, "/seen"); n++ {
			if n > 9 {
				t.Fatalf("she is not asked whether she has been seen, but %s", p.at)
			}
			p = b.submit(p, "", url.Values{"_skip": {"1"}})
		}
		danger := func() bool { return strings.Contains(p.body, `role="alert"`) && strings.Contains(p.text(), "急诊") }
		if !danger() {
			t.Errorf("the danger is not above the question:\n%s", p.text())
		}
		for _, n := range p.elements("label") {
			quiet := strings.Contains(attr(n, "class"), "soft")
			if on := strings.Contains(inside(n), "接着往下答"); on != quiet {
				t.Errorf("%q is put forward: %v", inside(n), !quiet)
			}
		}
		p = b.submit(p, "", url.Values{"answer": {answer}})
		if on := strings.HasSuffix(p.at, "/pregnancy-1"); on != goesOn || !on && !strings.HasSuffix(p.at, "/my/check") {
			t.Errorf("%q leads to %s", answer, p.at)
		}
		if !danger() {
			t.Errorf("%q: the danger is gone:\n%s", answer, p.text())
		}
	}
}

// Changing an answer leads back to the answers, or to what the change has opened.
func TestChange(t *testing.T) {
	b := newHouse(t).visitor(t)
	p := b.walk(b.begin("en"), hers)
	change := ""
	for _, a := range p.links() {
		if strings.Contains(a, "pregnancy-1?check") {
			change = a
		}
	}
	p = b.submit(b.get(change), "", url.Values{"weeks.d": {"4"}})
	if !strings.HasSuffix(p.at, "/my/check") || !strings.Contains(p.text(), "8 weeks 4 days") {
		t.Errorf("changed, she is at %s:\n%s", p.at, p.text())
	}
	p = b.submit(b.get("/en/my/interview/pregnancy-2?check=1"), "", url.Values{"more": {"yes"}})
	if !strings.HasSuffix(p.at, "pregnancy-3") {
		t.Errorf("another pregnancy is not asked for, but %s", p.at)
	}
}

// The second half of a page is asked only where the first half makes it worth asking.
func TestSecondHalf(t *testing.T) {
	b := newHouse(t).visitor(t)
	b.begin("en")
	page := "/en/my/interview/hormones"
	p := b.get(page)
	if strings.Contains(p.body, `name="others"`) || strings.Contains(p.body, `name="not"`) {
		t.Error("the second half is asked at once")
	}
	p = b.submit(p, page, url.Values{"which": {"pcos"}})
	if !strings.Contains(p.body, `name="others"`) || strings.Contains(p.body, `name="not"`) {
		t.Fatalf("the second half is not asked, but %s:\n%s", p.at, p.text())
	}
	b.submit(p, page, url.Values{"others": {"no"}})
	file := b.get("/en/my/case.yaml").body
	if !strings.Contains(file, "pcos") || !strings.Contains(file, "absent") {
		t.Errorf("one half was lost:\n%s", file)
	}
	if p = b.get(page); !strings.Contains(p.body, "checked") || strings.Contains(p.body, `name="others"`) {
		t.Error("the first half is not there any more")
	}
}

// The results of a kind of tests stand on one page, a row for each test that was done;
// further results have a page of their own, as many as there are. What is on a row that
// is not shown any more is kept until it is shown again.
func TestResults(t *testing.T) {
	b := newHouse(t).visitor(t)
	b.begin("en")
	page := "/en/my/interview/antibody-tests"
	p := b.submit(b.get(page), page, url.Values{"which": {"acl-igg", "lupus-anticoagulant"}})
	for _, name := range []string{"acl-igg.value", "acl-igg.unit", "acl-igg.upperLimit", "lupus-anticoagulant.result", "date.y", "more"} {
		if !strings.Contains(p.body, `name="`+name+`"`) && !strings.Contains(p.body, "name="+name) {
			t.Errorf("%s is not asked:\n%s", name, p.text())
		}
	}
	if strings.Contains(p.body, "acl-igm") {
		t.Error("a test she did not have is asked for")
	}
	p = b.submit(p, page, url.Values{"acl-igg.value": {"48"}})
	if !strings.Contains(p.text(), "needs the unit printed beside it") {
		t.Errorf("a number without its unit is taken:\n%s", p.text())
	}
	p = b.submit(p, page, url.Values{"acl-igg.unit": {"GPL"}, "lupus-anticoagulant.result": {"positive"}, "date.y": {"2025"}, "more": {"yes"}})
	for n, next := range []string{"again-2-antibody-tests", "again-3-antibody-tests"} {
		p = b.get("/en/my/interview/" + next)
		if p.status != 200 {
			t.Fatalf("%s: status %d", next, p.status)
		}
		p = b.submit(p, "/en/my/interview/"+next, url.Values{"which": {"acl-igg"}})
		p = b.submit(p, "/en/my/interview/"+next, url.Values{"acl-igg.value": {fmt.Sprint(30 + n)}, "acl-igg.unit": {"GPL"}, "acl-igg.date.y": {fmt.Sprint(2024 - n)}, "more": {"yes"}})
	}
	file := b.get("/en/my/case.yaml").body
	for _, want := range []string{"value: 48", "value: 30", "value: 31", "date: 2024", "date: 2023", "test: lupus-anticoagulant"} {
		if !strings.Contains(file, want) {
			t.Errorf("the file does not hold %q:\n%s", want, file)
		}
	}
	checked := b.get("/en/my/check").text()
	for _, want := range []string{"Anticardiolipin antibody IgG 48 GPL, 2025 Change", "Anticardiolipin antibody IgG 30 GPL, 2024", "Lupus anticoagulant Positive, 2025"} {
		if !strings.Contains(strings.Join(strings.Fields(checked), " "), want) {
			t.Errorf("the page of her answers does not hold %q:\n%s", want, checked)
		}
	}
	b.submit(b.submit(b.get(page), page, url.Values{"which": {"lupus-anticoagulant"}}), page, url.Values{})
	if file = b.get("/en/my/case.yaml").body; strings.Contains(file, "value: 48") {
		t.Error("a test she took back is still there")
	}
	b.submit(b.submit(b.get(page), page, url.Values{"which": {"acl-igg"}}), page, url.Values{})
	if file = b.get("/en/my/case.yaml").body; !strings.Contains(file, "value: 48") {
		t.Errorf("a row that was shown again is empty:\n%s", file)
	}
}

// From the moment her pregnancies are told, every question shows the way to her report.
func TestReady(t *testing.T) {
	b := newHouse(t).visitor(t)
	told := 0
	b.walk(b.begin("zh"), func(at string) url.Values {
		ready := strings.Contains(b.get(at).body, "/zh/my/report") && strings.Contains(b.get(at).text(), "现在就看报告")
		if strings.Contains(at, "/losses") {
			told++
		}
		if ready != (told > 0) {
			t.Errorf("%s: the way to the report is shown: %v", at, ready)
		}
		return hers(at)
	})
	if told == 0 {
		t.Error("her losses were not asked for")
	}
}

// value is what stands in a hidden field.
func (p *page) value(name string) string {
	for _, n := range p.elements("input") {
		if attr(n, "name") == name {
			return attr(n, "value")
		}
	}
	p.t.Fatalf("%s: no field %s", p.at, name)
	return ""
}
