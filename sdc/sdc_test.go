package sdc_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/fhirvalidator"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/sdc"
)

type object = map[string]any

var today = date.MustParse("2026-03-01")

// made are the questionnaires of the built-in knowledge and its interview.
var made = sync.OnceValues(func() (*sdc.Forms, *interview.Interview) {
	e, err := gravida.New()
	if err != nil {
		panic(err)
	}
	talks := map[string]*interview.Interview{}
	for _, lang := range []string{"en", "zh"} {
		talks[lang], err = interview.New(e.Base(), func(c *patient.Case) *assessment.Assessment { return e.Assess(c, assessment.Options{Lang: lang}) })
		if err != nil {
			panic(err)
		}
	}
	f, err := sdc.New(e.Base(), talks)
	if err != nil {
		panic(err)
	}
	return f, talks["en"]
})

func begin() object {
	return object{"resourceType": "QuestionnaireResponse", "status": "in-progress", "questionnaire": "urn:gravida:questionnaire:interview",
		"subject": object{"reference": "Patient/ada"}, "extension": []any{object{"url": "urn:example:kept", "valueString": "kept"}}}
}

// ask calls $next-question.
func ask(t testing.TB, r any, lang string) (object, error) {
	t.Helper()
	body, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	f, _ := made()
	data, err := f.Next(body, lang, today)
	if err != nil {
		return nil, err
	}
	var next object
	if err := json.Unmarshal(data, &next); err != nil {
		t.Fatal(err)
	}
	return next, nil
}

// asked are the items of the contained questionnaire.
func asked(r object) (items []object) {
	for _, i := range list(list(r["contained"])[0].(object)["item"]) {
		items = append(items, i.(object))
	}
	return items
}

func list(v any) []any { l, _ := v.([]any); return l }

func text(v any) string { s, _ := v.(string); return s }

// chosen answers a question by chance, as its item says it can be answered.
func chosen(r *rand.Rand, q object) (answer object, value string) {
	switch q["type"] {
	case "choice":
		options := list(q["answerOption"])
		c := options[r.IntN(len(options))].(object)["valueCoding"].(object)
		return object{"valueCoding": object{"system": c["system"], "code": c["code"]}}, text(c["code"])
	case "date":
		day := []string{"2019", "2023-05", "2024-11-30"}[r.IntN(3)]
		return object{"valueDate": day}, day
	case "decimal":
		return object{"valueDecimal": 30 + r.IntN(40)}, ""
	}
	word := []string{"8w2d", "8", "16+3", "5.1"}[r.IntN(4)]
	return object{"valueString": word}, word
}

// TestAdaptiveIsInterview answers the adaptive questionnaire and the interview alike, by
// chance: they ask the same pages, refuse the same answers, and tell the same case.
func TestAdaptiveIsInterview(t *testing.T) {
	f, talk := made()
	longest, refused := 0, 0
	for seed := range uint64(8) {
		chance := rand.New(rand.NewPCG(seed, 5))
		r, s := begin(), interview.State{AsOf: today}
		for step := 0; ; step++ {
			if step > 150 {
				t.Fatal("it never ends")
			}
			next, err := ask(t, r, "en")
			if err != nil {
				t.Fatalf("seed %d, step %d: %v", seed, step, err)
			}
			if next["extension"] == nil || next["subject"] == nil || len(list(next["item"])) != len(list(r["item"])) {
				t.Fatal("something of the response is lost")
			}
			r = next
			want, err := talk.Next(s)
			if err != nil {
				t.Fatal(err)
			}
			if done := r["status"] == "completed"; done != (want.Page == nil) {
				t.Fatalf("seed %d, step %d: completed is %v, and the interview asks %v", seed, step, done, want.Page)
			} else if done {
				longest = max(longest, step)
				break
			}
			page := asked(r)[len(asked(r))-1]
			if page["linkId"] != want.Page.ID {
				t.Fatalf("seed %d, step %d: it asks %v, and the interview %s", seed, step, page["linkId"], want.Page.ID)
			}
			a := interview.Answer{Page: want.Page.ID, Values: map[string][]string{}}
			var items []any
			for _, q := range list(page["item"]) {
				q := q.(object)
				if q["type"] == "display" || chance.IntN(5) == 0 {
					continue
				}
				answer, value := chosen(chance, q)
				if value == "" {
					value = fmt.Sprint(answer["valueDecimal"])
				}
				items = append(items, object{"linkId": q["linkId"], "answer": []any{answer}})
				_, name, _ := strings.Cut(text(q["linkId"]), "/")
				a.Values[name] = []string{value}
			}
			before := r["item"]
			r["item"] = append(slices.Clone(list(before)), object{"linkId": a.Page, "item": items})
			after, mistakes := talk.Give(s, a)
			if len(mistakes) > 0 {
				refused++
				_, err := ask(t, r, "zh")
				var told sdc.Refused
				if !errors.As(err, &told) || !strings.HasPrefix(told[0].Path, fmt.Sprintf("QuestionnaireResponse.item[%d]", len(list(before)))) || told[0].Says != mistakes[0].Says.Zh {
					t.Fatalf("seed %d: the interview says %v, and the form %v", seed, mistakes, err)
				}
				r["item"] = append(slices.Clone(list(before)), object{"linkId": a.Page})
				after = s.With(interview.Answer{Page: a.Page})
			}
			s = after
		}
		want, err := talk.Case(s)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		got, err := f.Case("r.json", data)
		if err != nil {
			t.Fatal(err)
		}
		if got.ID != "ada" {
			t.Errorf("the case is of %q", got.ID)
		}
		patient.EachSource(got, func(at *patient.Source) {
			if *at != (patient.Source{}) && at.Document != "r.json" {
				t.Errorf("a fact comes from %s", at)
			}
		})
		got.ID = want.ID
		for _, c := range []*patient.Case{got, want} {
			patient.EachSource(c, func(at *patient.Source) { at.Document = "" })
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateComparable(date.Date{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("seed %d: the form tells another case (-interview +form):\n%s", seed, diff)
		}
		inRecord(t, f, seed, data, want)
	}
	if longest < 10 || refused == 0 {
		t.Errorf("the longest took %d pages, and %d answers were refused", longest, refused)
	}
}

// Parameters are taken like the response itself.
func TestParameters(t *testing.T) {
	got, err := ask(t, object{"resourceType": "Parameters", "parameter": []any{object{"name": "questionnaire-response", "resource": begin()}}}, "en")
	if err != nil || got["resourceType"] != "QuestionnaireResponse" || len(asked(got)) != 1 || got["authored"] != "2026-03-01" {
		t.Errorf("%v, %v", got, err)
	}
}

// The texts are in the language asked for, with the other beside them; a change on the
// way turns them all.
func TestLanguages(t *testing.T) {
	first, err := ask(t, begin(), "zh")
	if err != nil {
		t.Fatal(err)
	}
	zh := text(asked(first)[0]["text"])
	q := list(first["contained"])[0].(object)
	if !strings.Contains(zh, "您") || q["language"] != "zh" || !strings.Contains(text(q["title"]), "问") {
		t.Errorf("in Chinese it asks %q: %v", zh, q["title"])
	}
	second, err := ask(t, first, "en")
	if err != nil {
		t.Fatal(err)
	}
	en := asked(second)[0]
	beside, _ := json.Marshal(en["_text"])
	if strings.Contains(text(en["text"]), "您") || !strings.Contains(string(beside), zh) || list(second["contained"])[0].(object)["language"] != "en" {
		t.Errorf("in English it asks %v with %s beside it", en["text"], beside)
	}
	spoken := begin()
	spoken["language"] = "zh-CN"
	if third, err := ask(t, spoken, ""); err != nil || text(asked(third)[0]["text"]) != zh {
		t.Errorf("a response in Chinese is asked %v", third)
	}
}

// A danger is told the moment it is known, once.
func TestDangers(t *testing.T) {
	r, err := ask(t, begin(), "en")
	if err != nil {
		t.Fatal(err)
	}
	r["item"] = []any{object{"linkId": "symptoms", "item": []any{object{"linkId": "symptoms/which", "answer": []any{
		object{"valueCoding": object{"system": "urn:gravida:answer", "code": "heavy-bleeding"}}}}}}}
	r, err = ask(t, r, "en")
	if err != nil {
		t.Fatal(err)
	}
	told := func() (n int) {
		for _, i := range asked(r) {
			if strings.HasPrefix(text(i["linkId"]), "danger/") && i["type"] == "display" && len(text(i["text"])) > 20 {
				n++
			}
		}
		return n
	}
	n := told()
	if n == 0 {
		t.Error("heavy bleeding raises nothing")
	}
	if r, err = ask(t, r, "en"); err != nil || told() < n || told() > n+1 {
		t.Errorf("after that %d of %d are told: %v", told(), n, err)
	}
}

// What an answer upstream has made idle is kept, and counts again when it may.
func TestKept(t *testing.T) {
	r := begin()
	pregnancy := func(n int, outcome, more string) object {
		id := fmt.Sprintf("pregnancy-%d", n)
		of := func(field, code string) object {
			return object{"linkId": id + "/" + field, "answer": []any{object{"valueCoding": object{"system": "urn:gravida:answer", "code": code}}}}
		}
		return object{"linkId": id, "item": []any{of("outcome", outcome), of("more", more)}}
	}
	r["contained"] = []any{object{"resourceType": "Questionnaire", "id": "q", "status": "active", "derivedFrom": []any{"urn:gravida:questionnaire:interview"},
		"item": []any{object{"linkId": "pregnancy-1", "type": "group"}, object{"linkId": "pregnancy-2", "type": "group"}}}}
	r["questionnaire"] = "#q"
	r["item"] = []any{pregnancy(1, "miscarriage", "no"), pregnancy(2, "miscarriage", "no")}
	next, err := ask(t, r, "en")
	if err != nil || len(list(next["item"])) != 2 {
		t.Fatalf("%v, %v", next, err)
	}
	f, _ := made()
	count := func() int {
		data, _ := json.Marshal(next)
		c, err := f.Case("r.json", data)
		if err != nil {
			t.Fatal(err)
		}
		return len(c.Pregnancies)
	}
	if n := count(); n != 1 {
		t.Errorf("%d pregnancies, where she says that there was one", n)
	}
	list(next["item"])[0] = pregnancy(1, "miscarriage", "yes")
	if n := count(); n != 2 {
		t.Errorf("%d pregnancies, where she says that another came", n)
	}
}

// A contained questionnaire is found by its id however the id is written: it grows, and
// no second one stands beside it.
func TestContainedGrows(t *testing.T) {
	for _, id := range []string{"q", "#q"} {
		r := begin()
		r["contained"] = []any{object{"resourceType": "Questionnaire", "id": id, "derivedFrom": []any{"urn:gravida:questionnaire:interview"}, "item": []any{object{"linkId": "symptoms", "type": "group"}}}}
		r["questionnaire"] = "#q"
		r["item"] = []any{object{"linkId": "symptoms"}}
		next, err := ask(t, r, "en")
		if err != nil {
			t.Fatal(err)
		}
		if all := list(next["contained"]); len(all) != 1 || len(list(all[0].(object)["item"])) != 2 || next["questionnaire"] != "#q" {
			t.Errorf("%q: %d questionnaires, named %v", id, len(all), next["questionnaire"])
		}
	}
}

func TestRefusals(t *testing.T) {
	one := func(item object) object {
		r := begin()
		r["item"] = []any{item}
		return r
	}
	other := begin()
	other["questionnaire"] = "http://example.org/other"
	withdrawn := begin()
	withdrawn["status"] = "entered-in-error"
	undated := begin()
	undated["authored"] = "yesterday"
	for _, test := range []struct {
		name, path, says string
		body             any
	}{
		{"another resource", "", `"Patient"`, object{"resourceType": "Patient"}},
		{"Parameters without it", "Parameters.parameter", "questionnaire-response", object{"resourceType": "Parameters"}},
		{"another questionnaire", "QuestionnaireResponse.questionnaire", "urn:gravida:questionnaire:interview", other},
		{"a withdrawn one", "QuestionnaireResponse.status", "entered-in-error", withdrawn},
		{"no date", "QuestionnaireResponse.authored", "full date", undated},
		{"a page nobody asked", "QuestionnaireResponse.item[0]", "weather", one(object{"linkId": "weather"})},
		{"a question nobody asked", "QuestionnaireResponse.item[0].item[0]", "symptoms/", one(object{"linkId": "symptoms", "item": []any{object{"linkId": "weather"}}})},
		{"another type", "QuestionnaireResponse.item[0].item[0].answer[0]", "valueCoding", one(object{"linkId": "symptoms", "item": []any{object{"linkId": "symptoms/which", "answer": []any{object{"valueString": "fever"}}}}})},
		{"another system", "QuestionnaireResponse.item[0].item[0].answer[0]", "urn:gravida:answer", one(object{"linkId": "symptoms", "item": []any{object{"linkId": "symptoms/which", "answer": []any{object{"valueCoding": object{"system": "x", "code": "fever"}}}}}})},
		{"no option", "QuestionnaireResponse.item[0].item[0]", "", one(object{"linkId": "symptoms", "item": []any{object{"linkId": "symptoms/which", "answer": []any{object{"valueCoding": object{"system": "urn:gravida:answer", "code": "weather"}}}}}})},
	} {
		_, err := ask(t, test.body, "en")
		var told sdc.Refused
		if !errors.As(err, &told) || told[0].Path != test.path || !strings.Contains(told[0].Says+told[0].Detail, test.says) {
			t.Errorf("%s: %v; want %s at %s", test.name, err, test.says, test.path)
		}
	}
	f, _ := made()
	var broken sdc.Unreadable
	if _, err := f.Next([]byte("{"), "en", today); !errors.As(err, &broken) {
		t.Errorf("broken JSON: %v", err)
	}
	data, _ := json.Marshal(one(object{"linkId": "symptoms", "item": []any{object{"linkId": "symptoms/which", "answer": []any{object{"valueString": "fever"}}}}}))
	if c, err := f.Case("r.json", data); err != nil || len(c.Issues) != 1 || c.Issues[0].Source.String() != "r.json:symptoms/which" {
		t.Errorf("as a case: %+v, %v", c, err)
	}
}

// What stands twice says nothing: neither of two answers counts, and both are told.
func TestTwiceIsNeither(t *testing.T) {
	question := func(code string) object {
		return object{"linkId": "symptoms/which", "answer": []any{object{"valueCoding": object{"system": "urn:gravida:answer", "code": code}}}}
	}
	group := func(questions ...any) object { return object{"linkId": "symptoms", "item": questions} }
	none, danger := question("none"), question("heavy-bleeding")
	f, _ := made()
	for name, test := range map[string]struct {
		items []any
		paths []string
	}{
		"groups":          {[]any{group(none), group(danger)}, []string{"item[0]", "item[1]"}},
		"groups, reverse": {[]any{group(danger), group(none)}, []string{"item[0]", "item[1]"}},
		"three groups":    {[]any{group(none), group(danger), group(none)}, []string{"item[0]", "item[1]", "item[2]"}},
		"questions":       {[]any{group(none, danger)}, []string{"item[0].item[0]", "item[0].item[1]"}},
		"three questions": {[]any{group(none, danger, none)}, []string{"item[0].item[0]", "item[0].item[1]", "item[0].item[2]"}},
	} {
		r := begin()
		r["item"] = test.items
		_, err := ask(t, r, "en")
		var told sdc.Refused
		if !errors.As(err, &told) || len(told) != len(test.paths) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, path := range test.paths {
			if told[i].Path != "QuestionnaireResponse."+path {
				t.Errorf("%s: told at %s, want %s", name, told[i].Path, path)
			}
		}
		data, _ := json.Marshal(r)
		c, err := f.Case("r.json", data)
		if err != nil || len(c.Issues) != len(test.paths) || c.Status.AllSymptoms.Known || len(c.Status.Symptoms) > 0 || c.Status.Bleeding.Known {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
}

// A response of more groups than anybody was asked is refused before it costs much.
func TestTooManyGroups(t *testing.T) {
	f, _ := made()
	for n, refused := range map[int]bool{500: false, 501: true, 20000: true} {
		var groups []any
		for i := range n {
			groups = append(groups, object{"linkId": fmt.Sprintf("nothing-%d", i)})
		}
		answered, contained := begin(), begin()
		answered["item"] = groups
		contained["questionnaire"] = "#q"
		contained["contained"] = []any{object{"resourceType": "Questionnaire", "id": "q", "derivedFrom": []any{"urn:gravida:questionnaire:interview"}, "item": groups}}
		for name, r := range map[string]object{"answered": answered, "asked": contained} {
			_, err := ask(t, r, "en")
			var told sdc.Refused
			if is := errors.As(err, &told) && told[0].Code == "too-long"; is != refused {
				t.Errorf("%d %s: %v", n, name, err)
			}
			data, _ := json.Marshal(r)
			if _, err := f.Case("r.json", data); (err != nil) != refused {
				t.Errorf("%d %s, as a case: %v", n, name, err)
			}
		}
	}
}

// TestValidator has HAPI FHIR validate the adaptive questionnaire as it grows, in both
// languages.
func TestValidator(t *testing.T) {
	v := fhirvalidator.New(t)
	chance := rand.New(rand.NewPCG(1, 1))
	r := begin()
	delete(r, "extension")
	for step := range 40 {
		lang := []string{"en", "zh"}[step%2]
		next, err := ask(t, r, lang)
		if err != nil {
			t.Fatal(err)
		}
		r = next
		if step%5 == 0 || r["status"] == "completed" {
			data, _ := json.Marshal(r)
			v.Add(t, fmt.Sprintf("step %d in %s", step, lang), data)
		}
		if r["status"] == "completed" {
			break
		}
		page := asked(r)[len(asked(r))-1]
		var items []any
		for _, q := range list(page["item"]) {
			if q := q.(object); q["type"] == "choice" && q["enableWhen"] == nil && chance.IntN(3) > 0 {
				answer, _ := chosen(chance, q)
				items = append(items, object{"linkId": q["linkId"], "answer": []any{answer}})
			}
		}
		if before := list(r["item"]); len(items) > 0 {
			r["item"] = append(before, object{"linkId": page["linkId"], "item": items})
		}
		if _, err := ask(t, r, lang); err != nil {
			items := list(r["item"])
			r["item"] = items[:len(items)-1]
		}
	}
	for _, flaw := range v.Flaws(t) {
		t.Error(flaw)
	}
}

func FuzzNext(f *testing.F) {
	forms, _ := made()
	for _, doc := range []any{begin(), object{"resourceType": "Parameters"}} {
		data, _ := json.Marshal(doc)
		f.Add(data)
	}
	f.Add([]byte(`{"resourceType":"QuestionnaireResponse","status":"in-progress","questionnaire":"#q","contained":[{"resourceType":"Questionnaire","id":"q","derivedFrom":["urn:gravida:questionnaire:interview"],"item":[{"linkId":"symptoms"}]}],"item":[{"linkId":"symptoms","item":[{"linkId":"symptoms/which","answer":[{"valueCoding":{"system":"urn:gravida:answer","code":"fever"}}]}]}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		next, err := forms.Next(body, "", today)
		if err == nil && !json.Valid(next) {
			t.Errorf("%q", next)
		}
		if c, err := forms.Case("r.json", body); (c == nil) == (err == nil) {
			t.Errorf("%v, %v", c, err)
		}
	})
}
