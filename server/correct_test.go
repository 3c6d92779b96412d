package server_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// corrections are the links to correct a fact on the page of a record.
func (p *page) corrections() (list []string) {
	for _, at := range p.links() {
		if strings.Contains(at, "/my/record/") {
			list = append(list, at)
		}
	}
	return list
}

// filled is the form of a page as a browser sends it untouched, selects and all.
func (p *page) filled(action string) url.Values {
	p.t.Helper()
	values := url.Values{}
	for n := range p.root.Descendants() {
		if n.Data != "form" || attr(n, "action") != action || attr(n, "autocomplete") != "off" {
			continue
		}
		for in := range n.Descendants() {
			_, checked := attribute(in, "checked")
			_, selected := attribute(in, "selected")
			switch kind := attr(in, "type"); {
			case in.Data == "input" && (checked || kind == "hidden" || kind == "text"):
				values.Add(attr(in, "name"), attr(in, "value"))
			case in.Data == "option" && selected:
				values.Add(attr(in.Parent, "name"), attr(in, "value"))
			}
		}
	}
	if len(values) == 0 {
		p.t.Fatalf("%s: no form to %s:\n%s", p.at, action, p.text())
	}
	return values
}

// A result that was read wrongly is corrected on the page of the record; every answer
// goes by it, what it rests on names both, the file has it, and it can be taken back.
func TestCorrectAResult(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		b := newHouse(t).visitor(t)
		record := b.follow(b.upload(lang, "anna.yaml", example(t, "anna.yaml"), ""))
		before := b.get("/" + lang + "/my/report.json").body
		at := "/" + lang + "/my/record/observations/2"
		if !slices.Contains(record.corrections(), at) {
			t.Fatalf("the record leads to %v", record.corrections())
		}
		p := b.get(at)
		form := p.filled(at)
		if form.Get("value") != "5.1" || form.Get("unit") != "mIU/L" || form.Get("upperLimit") != "4.0" && form.Get("upperLimit") != "4" {
			t.Errorf("%s: the form holds %v", at, form)
		}
		// What cannot be is refused at its field, in her language, and nothing typed is lost.
		form.Set("value", "fifty")
		wrong := b.post(at, form)
		says := map[string]string{"en": "is not a number", "zh": "不是数字"}[lang]
		if wrong.status != 422 || !strings.Contains(wrong.text(), says) || wrong.filled(at).Get("value") != "fifty" || lang == "zh" && strings.Contains(wrong.text(), "accepted") {
			t.Errorf("%d\n%s", wrong.status, wrong.text())
		}
		form.Set("value", "2.1")
		p = b.follow(b.post(at, form))
		if p.status != 200 || !strings.Contains(p.text(), "5.1") || !strings.Contains(p.text(), "2.1") {
			t.Errorf("after the correction:\n%s", p.text())
		}
		after := b.get("/" + lang + "/my/report.json").body
		if after == before || !strings.Contains(after, "(reader):anna.yaml:") {
			t.Error("the answer does not go by the correction, or does not say so")
		}
		file := b.get("/" + lang + "/my/case.yaml").body
		if !strings.Contains(file, "value: 2.1") || !strings.Contains(file, "# corrected by the reader: observations/2") {
			t.Errorf("the file is\n%s", file)
		}
		if fhir := b.get("/" + lang + "/my/fhir.json").body; !strings.Contains(fhir, "2.1") || strings.Contains(fhir, "5.1,") {
			t.Error("the FHIR does not carry the correction")
		}
		p = b.submit(p, "/"+lang+"/my/record/undo", nil)
		if p.status != 200 || b.get("/"+lang+"/my/report.json").body != before {
			t.Errorf("taken back, and the answer is another:\n%s", p.text())
		}
	}
}

// Every fact of every kind leads to its form; sent back as it is it changes nothing.
func TestEveryFactHasItsForm(t *testing.T) {
	file := `gravida: case/1
asOf: 2026-03-01
patient: {born: 1991-04-12, heightCm: 165}
pregnancies: [{outcome: miscarriage, ended: 2022-05-10, gestation: 8w2d, details: [fetal-heartbeat-seen], documentedBy: [ultrasound]}]
observations: [{test: tsh, date: 2026-01-09, value: 5.1, unit: mIU/L}, {test: hysteroscopy, finding: septate-uterus}, {test: lupus-anticoagulant, result: positive, context: []}]
conditions: [pcos]
absent: [diabetes]
events: [{event: venous-thrombosis, date: 2018-03, proven: imaging}]
medications: [{medication: aspirin, since: 2024-05}]
procedures: [{procedure: septum-resection, date: 2024-02}]
allergies: [penicillin]
lifestyle: {smoking: never}
partner: {age: 40}
status: {pregnant: false, symptoms: []}
requested: [lymphocyte-immunotherapy]
`
	for _, lang := range []string{"en", "zh"} {
		b := newHouse(t).visitor(t)
		p := b.follow(b.upload(lang, "a.yaml", []byte(file), ""))
		if p.status != 200 {
			t.Fatalf("%d\n%s", p.status, p.text())
		}
		before := b.get("/" + lang + "/my/case.yaml").body
		forms := 0
		for _, at := range p.corrections() {
			p := b.get(at)
			p.safe()
			if p.status != 200 || strings.Contains(p.text(), "correct.") {
				t.Errorf("%s: status %d\n%s", at, p.status, p.text())
			}
			if len(p.elements("select")) > 0 && strings.Contains(p.body, `name="what"`) || !strings.Contains(p.body, `autocomplete="off"`) {
				continue // what is to be added is chosen first
			}
			if strings.HasSuffix(at, "/pregnancies") {
				continue // an empty form adds a pregnancy
			}
			forms++
			if p = b.follow(b.post(at, p.filled(at))); p.status != 200 {
				t.Errorf("%s sent as it is: %d\n%s", at, p.status, p.text())
			}
		}
		if forms < 12 {
			t.Errorf("only %d forms in %v", forms, p.corrections())
		}
		var kept []string
		for line := range strings.Lines(b.get("/" + lang + "/my/case.yaml").body) {
			if !strings.HasPrefix(line, "#") {
				kept = append(kept, line)
			}
		}
		if after := strings.Join(kept, ""); after != before {
			t.Errorf("nothing was changed, and it is\n%s\nwant\n%s", after, before)
		}
	}
}

// What is wrong is taken out, what is missing added, and what was answered beside the
// record stays with the pregnancy it is about.
func TestTakeOutAndAdd(t *testing.T) {
	b := newHouse(t).visitor(t)
	p := b.follow(b.upload("en", "anna.yaml", example(t, "anna.yaml"), ""))
	token := p.value("_token")
	post := func(at string, form url.Values) *page {
		t.Helper()
		form.Set("_token", token)
		return b.follow(b.post(at, form))
	}
	post("/en/my/interview/pregnancy-2", url.Values{"outcome": {"livebirth"}, "weeks.w": {"40"}, "weeks.d": {"1"}})
	if p := post("/en/my/record/pregnancies/0", url.Values{"_gone": {"1"}}); p.status != 200 || !strings.Contains(p.text(), "taken out") {
		t.Errorf("taken out: %d\n%s", p.status, p.text())
	}
	if file := b.get("/en/my/case.yaml").body; strings.Contains(file, "2021-05") || !strings.Contains(file, "40w1d") || strings.Count(file, "outcome:") != 3 {
		t.Errorf("the file is\n%s", file)
	}
	if p := post("/en/my/record/observations", url.Values{"test": {"hba1c"}, "value": {"5.4"}, "unit": {"%"}, "date": {"2026-01"}}); p.status != 200 || !strings.Contains(p.text(), "added by the reader") {
		t.Errorf("added: %d\n%s", p.status, p.text())
	}
	if p := post("/en/my/record/conditions", url.Values{"condition": {"pcos"}, "absent": {"true"}}); p.status != 200 || strings.Contains(p.text(), "known to be absent: known") {
		t.Errorf("absent: %d\n%s", p.status, p.text())
	}
	file := b.get("/en/my/case.yaml").body
	for _, want := range []string{"test: hba1c", "pcos"} {
		if !strings.Contains(file, want) {
			t.Errorf("%s is not in\n%s", want, file)
		}
	}
	// The file opens again as it was kept.
	again := newHouse(t).visitor(t)
	if p := again.follow(again.upload("en", "again.yaml", []byte(file), "")); p.status != 200 {
		t.Errorf("the file that was kept: %d\n%s", p.status, p.text())
	}
	// Nothing is corrected of an example, nor by a stranger, nor where nothing is.
	for at, want := range map[string]int{"/en/my/record/nothing": 404, "/en/my/record/observations/99": 404, "/en/my/record/observations/+9": 404, "/en/my/record/status/1": 404, "/en/my/record/observations?what=nothing": 404, "/en/example/anna/record/observations/0": 404} {
		if p := b.get(at); p.status != want {
			t.Errorf("%s: status %d, want %d", at, p.status, want)
		}
	}
	if p := b.post("/en/my/record/observations/0", url.Values{"_gone": {"1"}}); p.status != 403 {
		t.Errorf("without a token: status %d", p.status)
	}
	if p := b.get("/en/example/anna/record"); len(p.corrections()) > 0 || p.status != 200 {
		t.Errorf("an example can be corrected: %v", p.corrections())
	}
}

// A second click adds nothing a second time, also after what was added was taken back;
// another form adds again.
func TestAddTwiceIsOnce(t *testing.T) {
	b := newHouse(t).visitor(t)
	p := b.follow(b.upload("en", "anna.yaml", example(t, "anna.yaml"), ""))
	const at = "/en/my/record/pregnancies"
	pregnancies := func() int { return strings.Count(b.get("/en/my/case.yaml").body, "outcome:") }
	before := pregnancies()
	fill := func() url.Values {
		form := b.get(at).filled(at)
		form.Set("outcome", "miscarriage")
		return form
	}
	form := fill()
	form.Set("ended", "some day")
	if p = b.post(at, form); p.status != 422 {
		t.Fatalf("a mistake is status %d", p.status)
	}
	form = p.filled(at)
	form.Set("ended", "2019-03")
	for range 2 {
		if p = b.follow(b.post(at, form)); p.status != 200 || pregnancies() != before+1 {
			t.Errorf("%s: status %d, %d pregnancies, want %d", p.at, p.status, pregnancies(), before+1)
		}
	}
	b.submit(p, "/en/my/record/undo", nil)
	if b.post(at, form); pregnancies() != before {
		t.Errorf("taken back, the old form adds it again: %d pregnancies", pregnancies())
	}
	form = fill()
	form.Set("ended", "2018")
	b.post(at, form)
	other := fill()
	other.Set("ended", "2017")
	if b.post(at, other); pregnancies() != before+2 {
		t.Errorf("two forms: %d pregnancies, want %d", pregnancies(), before+2)
	}
}

// A form that was opened before another tab corrected the same entry changes what it
// changes, and takes back nothing else.
func TestOlderFormLosesNothing(t *testing.T) {
	b := newHouse(t).visitor(t)
	b.follow(b.upload("en", "anna.yaml", example(t, "anna.yaml"), ""))
	const at = "/en/my/record/observations/2"
	older, newer := b.get(at).filled(at), b.get(at).filled(at)
	newer.Set("value", "2.1")
	newer.Set("upperLimit", "")
	b.post(at, newer)
	older.Set("date", "2026-01-10")
	b.post(at, older)
	file := b.get("/en/my/case.yaml").body
	if !strings.Contains(file, "value: 2.1") || !strings.Contains(file, "2026-01-10") || strings.Contains(file, "upperLimit: 4") {
		t.Errorf("the older form took something back, or was not heard:\n%s", file)
	}
	now := b.get(at).filled(at)
	now.Set("value", "5.1")
	if b.post(at, now); !strings.Contains(b.get("/en/my/case.yaml").body, "value: 5.1") {
		t.Error("a form that is not older is not heard")
	}
	const lists = "/en/my/record/lists"
	older, newer = b.get(lists).filled(lists), b.get(lists).filled(lists)
	newer.Set("procedures", "all")
	b.post(lists, newer)
	older.Set("allergies", "all")
	b.post(lists, older)
	if now := b.get(lists).filled(lists); now.Get("procedures") != "all" || now.Get("allergies") != "all" || now.Get("events") == "all" {
		t.Errorf("the lists are %v", now)
	}
}

// A long record is shown page by page, every fact with its form, and no page too large.
func TestLongRecord(t *testing.T) {
	var file strings.Builder
	file.WriteString("gravida: case/1\nasOf: 2026-03-01\nobservations:\n")
	for i := range 600 {
		fmt.Fprintf(&file, "  - {test: tsh, date: %d-%02d-%02d, value: 2.%d, unit: mIU/L}\n", 1990+i/300, 1+i/28%12, 1+i%28, i)
	}
	data := file.String()
	b := newHouse(t).visitor(t)
	p := b.follow(b.upload("en", "long.yaml", []byte(data), ""))
	seen := map[string]bool{}
	for range 20 {
		if p.status != 200 || len(p.body) > 150<<10 {
			t.Fatalf("%s: %d, %d bytes\n%.600s", p.at, p.status, len(p.body), p.text())
		}
		next := ""
		for _, at := range p.links() {
			if strings.Contains(at, "/record/observations/") {
				seen[at] = true
			}
			if strings.Contains(at, "from=") && strings.HasPrefix(at, "/en/") {
				next = at
			}
		}
		if next == "" {
			break
		}
		p = b.get(next)
	}
	if len(seen) != 600 {
		t.Errorf("%d of 600 results can be corrected", len(seen))
	}
	for _, part := range []string{"observations", "conditions", "medications", "procedures", "allergies", "requested", "events"} {
		if p := b.get("/zh/my/record/" + part); p.status != 200 || len(p.body) > 150<<10 {
			t.Errorf("%s: %d, %d bytes", p.at, p.status, len(p.body))
		}
	}
}

// twice is a record in which two resources tell of a loss within days.
const twice = `{"resourceType":"Bundle","type":"collection","entry":[
{"resource":{"resourceType":"Patient","id":"p","gender":"female","birthDate":"1990-01-01"}},
{"resource":{"resourceType":"Condition","id":"a","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"16607004"}]},"onsetDateTime":"2018-04-01"}},
{"resource":{"resourceType":"Condition","id":"b","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"17369002"}]},"onsetDateTime":"2018-04-03"}}]}`

// Every correction says which pregnancy it is about, or of which day; a form that was
// refused can be sent again and changes nothing; and two pregnancies that were taken for
// one can be told apart.
func TestWhichPregnancy(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		b := newHouse(t).visitor(t)
		record := b.follow(b.upload(lang, "bundle.json", []byte(twice), ""))
		at := ""
		for _, a := range record.corrections() {
			if strings.Contains(a, "/pregnancies/") && strings.Contains(b.get(a).body, "like=") {
				at = a
			}
		}
		if at == "" {
			t.Fatalf("no pregnancy was put together of several things: %v", record.corrections())
		}
		p := b.get(at)
		before := b.get("/" + lang + "/my/case.yaml").body
		form := p.filled(at)
		form.Set("ended", "yesterday")
		for range 2 { // as a browser does on a refresh
			if p := b.post(at, form); p.status != 422 || b.get("/"+lang+"/my/case.yaml").body != before {
				t.Errorf("refused: status %d", p.status)
			}
		}
		if p := b.get(at); p.status != 200 || p.filled(at).Get("ended") == "yesterday" {
			t.Errorf("asked for again: status %d", p.status)
		}
		// The other one begins with how it ended, and nothing that was told of the first.
		add := ""
		for _, a := range p.links() {
			if strings.Contains(a, "like=") {
				add = a
			}
		}
		to := "/" + lang + "/my/record/pregnancies"
		other := b.get(add).filled(to)
		if other.Get("outcome") != p.filled(at).Get("outcome") || other.Get("ended") != "" || other.Get("gestation") != "" {
			t.Errorf("the other pregnancy begins with %v", other)
		}
		other.Set("ended", "2018-01")
		list := b.follow(b.post(to, other))
		first := map[string]string{"en": "Pregnancy 1", "zh": "第1次怀孕"}[lang]
		if after := b.get("/" + lang + "/my/case.yaml").body; list.status != 200 || strings.Count(after, "outcome:") != strings.Count(before, "outcome:")+1 || !strings.Contains(b.get("/"+lang+"/my/record.json").body, `"about": "`+first) && !strings.Contains(b.get("/"+lang+"/my/record.json").body, `"about":"`+first) {
			t.Errorf("status %d\n%s\n%s", list.status, after, list.text())
		}
		if p := b.get(to + "?like=pregnancies/99"); p.status != 404 {
			t.Errorf("like nothing: status %d", p.status)
		}
	}
	// A result says of which day it is, where that is not what was corrected.
	b := newHouse(t).visitor(t)
	b.follow(b.upload("en", "anna.yaml", example(t, "anna.yaml"), ""))
	at := "/en/my/record/observations/2"
	p := b.get(at)
	if !strings.Contains(p.h1(), "9 Jan 2026") {
		t.Errorf("the page is called %q", p.h1())
	}
	form := p.filled(at)
	form.Set("value", "2.1")
	if list := b.follow(b.post(at, form)); !strings.Contains(list.text(), "9 Jan 2026:") && !strings.Contains(strings.ReplaceAll(list.text(), "\n", ""), "9 Jan 2026: ") {
		t.Errorf("which result it was is not said:\n%s", list.text())
	}
}
