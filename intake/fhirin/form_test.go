package fhirin_test

import (
	"fmt"
	"strings"
	"testing"
)

// form writes a filled form of Anna; items are its lines.
func form(status, items string, more ...string) string {
	number++
	return "{" + strings.Join(append([]string{`"resourceType":"QuestionnaireResponse"`, fmt.Sprintf(`"id":"q%d"`, number), fmt.Sprintf(`"status":%q`, status), anna,
		`"questionnaire":"http://example.org/history|2"`, `"authored":"2020-05-01T10:00:00Z"`, `"item":[` + items + `]`}, more...), ",") + "}"
}

// questionnaire is the empty form, whose linkIds say nothing.
const questionnaire = `{"resourceType":"Questionnaire","id":"history","url":"http://example.org/history","version":"2","status":"active","item":[
	{"linkId":"1","text":"How many miscarriages?","code":[{"system":"http://loinc.org","code":"11614-5"}]},
	{"linkId":"2","text":"Each pregnancy","repeats":true,"item":[
		{"linkId":"2.1","text":"Its end","code":[{"system":"http://loinc.org","code":"63893-2"}]},
		{"linkId":"2.2","text":"The day","code":[{"system":"http://loinc.org","code":"68500-8"}]},
		{"linkId":"2.3","text":"The week","code":[{"system":"http://loinc.org","code":"49051-6"}]}]}]}`

// row is one pregnancy on the form.
func row(outcome, day, week string) string {
	items := []string{`{"linkId":"2.1","answer":[{"valueCoding":{"system":"http://snomed.info/sct","code":"` + outcome + `"}}]}`}
	if day != "" {
		items = append(items, fmt.Sprintf(`{"linkId":"2.2","answer":[{"valueDate":%q}]}`, day))
	}
	if week != "" {
		items = append(items, `{"linkId":"2.3","answer":[{"valueInteger":`+week+`}]}`)
	}
	return `{"linkId":"2","item":[` + strings.Join(items, ",") + `]}`
}

func TestForms(t *testing.T) {
	three := strings.Join([]string{row("19169002", "2015-03", "9"), row("35999006", "2017-05-02", ""), row("169826009", "2019-01-10", "39")}, ",")
	worded := func(outcome string) string {
		return `{"linkId":"x","item":[{"linkId":"x1","text":"Outcome of pregnancy","answer":[{"valueString":"` + outcome + `"}]},{"linkId":"x2","text":"孕周","answer":[{"valueInteger":9}]},
			{"linkId":"x3","text":"When did it end?","answer":[{"valueString":"2018-04"}]}]}`
	}
	for _, test := range []struct {
		name      string
		resources []string
		want      string
		known     string
		issue     string
	}{
		{name: "one group for each pregnancy", resources: []string{questionnaire, form("completed", three)},
			want: "miscarriage 2015-03 9w; miscarriage 2017-05-02 0w0d to 13w6d; livebirth 2019-01-10 39w", known: "statement statement statement"},
		{name: "not finished", resources: []string{questionnaire, form("in-progress", three)}, want: "", issue: "not finished"},
		{name: "withdrawn", resources: []string{questionnaire, form("entered-in-error", three)}, want: ""},
		{name: "without the empty form its linkIds say nothing", resources: []string{form("completed", row("19169002", "2015-03", "9"))}, want: "", issue: `A form asks "2.1"`},
		{name: "another version of the empty form", resources: []string{questionnaire, strings.Replace(form("completed", three), "|2", "|3", 1)}, want: ""},
		{name: "the empty form inside the filled one", resources: []string{strings.Replace(form("completed", three, `"contained":[`+questionnaire+`]`), "http://example.org/history|2", "#history", 1)},
			want: "miscarriage 2015-03 9w; miscarriage 2017-05-02 0w0d to 13w6d; livebirth 2019-01-10 39w", known: "statement statement statement"},
		{name: "definitions instead", resources: []string{form("completed", `{"linkId":"a","definition":"http://loinc.org/rdf/11614-5","answer":[{"valueInteger":2}]}`)},
			want: "miscarriage; miscarriage", known: "statement statement"},
		{name: "a linkId that is a code", resources: []string{form("completed", `{"linkId":"/11614-5","text":"Number","answer":[{"valueDecimal":2}]}`)},
			want: "miscarriage; miscarriage", known: "statement statement"},
		{name: "a number", resources: []string{questionnaire, form("completed", `{"linkId":"1","answer":[{"valueInteger":3}]},`+row("19169002", "2015-03", "9"))},
			want: "miscarriage 2015-03 9w; miscarriage; miscarriage", known: "statement statement statement", issue: "2 of the stated miscarriages"},
		{name: "what the form tells and the record holds is one", resources: []string{questionnaire, form("completed", three),
			condition(completed, "2015-03-12"), condition(anembryonic, "2017-05-02"), condition(liveBirth, "2019-01-10")},
			want: "miscarriage 2015-03-12 9w; miscarriage 2017-05-02 0w0d to 13w6d; livebirth 2019-01-10 39w", known: "event event event"},
		{name: "undated lines are what the record holds", resources: []string{questionnaire, form("completed", row("19169002", "", "9")+","+row("19169002", "", "10")),
			condition(completed, "2015-03-12"), condition(completed, "2017-05-02")},
			want: "miscarriage 2015-03-12 9w; miscarriage 2017-05-02 10w", known: "event event", issue: "Is it that one?"},
		{name: "the same form filled twice", resources: []string{questionnaire, form("completed", row("19169002", "2015-03", "9")+","+row("19169002", "", "10")), form("amended", row("19169002", "2015-03", "9")+","+row("19169002", "", "10"))},
			want: "miscarriage 2015-03 9w; miscarriage 10w", known: "statement statement"},
		{name: "two lines in one month are two", resources: []string{questionnaire, form("completed", row("237243004", "2019-03-01", "")+","+row("237243004", "2019-03-29", ""))},
			want: "biochemical 2019-03-01; biochemical 2019-03-29", known: "statement statement"},
		{name: "questions and answers in words", resources: []string{form("completed", worded("自然流产"))}, want: "miscarriage 2018-04 9w", known: "text"},
		{name: "an answer that is not understood", resources: []string{form("completed", worded("lost at home, I think"))}, want: "", issue: "is not understood"},
		{name: "a question that is not understood", resources: []string{form("completed", `{"linkId":"a","text":"Any miscarriages in your family?","answer":[{"valueInteger":2}]}`)},
			want: "", issue: "not understood or is about somebody else"},
		{name: "a history in words", resources: []string{form("completed", `{"linkId":"a","text":"孕产史","answer":[{"valueString":"孕2产0，自然流产2次"}]}`)},
			want: "miscarriage; miscarriage", known: "text text"},
		{name: "a group about a relative", resources: []string{questionnaire, form("completed", `{"linkId":"f","text":"Your mother's pregnancies","item":[`+three+`]}`)}, want: "", issue: "Your mother's pregnancies"},
		{name: "a number of a relative", resources: []string{form("completed", `{"linkId":"/11614-5","text":"Miscarriages of your sister","answer":[{"valueInteger":2}]}`)}, want: "", issue: "Miscarriages of your sister"},
		{name: "nothing was answered", resources: []string{questionnaire, form("completed", `{"linkId":"2","item":[{"linkId":"2.1"},{"linkId":"2.2"}]}`)}, want: ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := one(t, resources(t, test.resources...))
			if got := told(c); got != test.want {
				t.Errorf("history\n got %s\nwant %s\n%s", got, test.want, issues(c))
			}
			if got := howKnown(c); got != test.known {
				t.Errorf("known by %q, want %q", got, test.known)
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
		})
	}
}
