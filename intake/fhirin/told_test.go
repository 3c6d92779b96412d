package fhirin_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/patient"
)

// howKnown lists how each pregnancy is known.
func howKnown(c *patient.Case) string {
	var all []string
	for _, p := range c.Pregnancies {
		all = append(all, string(p.Known))
	}
	return strings.Join(all, " ")
}

func note(text string) string { return fmt.Sprintf(`"note":[{"text":%q}]`, text) }

func document(text string, more ...string) string {
	number++
	return "{" + strings.Join(append([]string{`"resourceType":"DocumentReference"`, fmt.Sprintf(`"id":"d%d"`, number), `"status":"current"`, anna, `"date":"2020-05-01T10:00:00Z"`,
		fmt.Sprintf(`"content":[{"attachment":{"contentType":"text/plain; charset=utf-8","data":%q}}]`, base64.StdEncoding.EncodeToString([]byte(text)))}, more...), ",") + "}"
}

func report(status, day string, more ...string) string {
	number++
	return "{" + strings.Join(append([]string{`"resourceType":"DiagnosticReport"`, fmt.Sprintf(`"id":"r%d"`, number), fmt.Sprintf(`"status":%q`, status), anna,
		`"code":{"text":"Ultrasound"}`, fmt.Sprintf(`"effectiveDateTime":%q`, day)}, more...), ",") + "}"
}

func composition(title, div string, more ...string) string {
	number++
	return "{" + strings.Join(append([]string{`"resourceType":"Composition"`, fmt.Sprintf(`"id":"k%d"`, number), anna, `"date":"2020-05-01"`,
		fmt.Sprintf(`"section":[{"title":%q,"text":{"status":"additional","div":%q}}]`, title, div)}, more...), ",") + "}"
}

// What is told stands behind what is recorded, wherever it stands.
func TestToldHistories(t *testing.T) {
	for _, test := range []struct {
		name      string
		resources []string
		want      string
		known     string
		issue     string
	}{
		{name: "a note gives the week of the loss it stands beside", resources: []string{condition(completed, "2018-05-01", note("孕9周胎停，行清宫术"))},
			want: "miscarriage 2018-05-01 9w", known: "event", issue: "should be confirmed"},
		{name: "a note that only repeats the code", resources: []string{condition(completed, "2018-05-01", note("自然流产"))},
			want: "miscarriage 2018-05-01", known: "event"},
		{name: "a note of other losses", resources: []string{condition("icd:N96", "2020-01-01", note("3 miscarriages at 8, 9 and 10 weeks"))},
			want: "miscarriage 8w; miscarriage 9w; miscarriage 10w", known: "text text text", issue: "should be confirmed"},
		{name: "a note on a relative's disease is nobody's history", resources: []string{condition("sct:160391007", "2020-01-01", note("3 miscarriages"))}},
		{name: "a note on what was ruled out", resources: []string{condition(completed, "2018-05-01", verified("refuted"), note("孕9周胎停"))}},
		{name: "an event in words without a code", resources: []string{`{"resourceType":"Condition","id":"w",` + anna + `,"code":{"text":"稽留流产"},"onsetDateTime":"2018-05-01"}`},
			want: "miscarriage 2018-05-01", known: "text", issue: "read by its words"},
		{name: "the same event in words and in a code", resources: []string{condition(completed, "2018-05-03"),
			`{"resourceType":"Condition","id":"w",` + anna + `,"code":{"text":"自然流产"},"onsetDateTime":"2018-05-01"}`},
			want: "miscarriage 2018-05-03", known: "event"},
		{name: "words that are not wholly understood", resources: []string{`{"resourceType":"Condition","id":"w",` + anna + `,"code":{"text":"自然流产?"},"onsetDateTime":"2018-05-01"}`},
			want: "", issue: "not understood"},
		{name: "a record without a date, dated by a text", resources: []string{condition(completed, ""), document("2018年孕9周胎停")},
			want: "miscarriage 2018 9w", known: "event"},
		{name: "a record without a date is a recorded one before one that is told", resources: []string{condition(completed, ""), condition(completed, "2015-02-03"), document("2018年孕9周胎停")},
			want: "miscarriage 2015-02-03; miscarriage 2018 9w", known: "event text"},
		{name: "the week of a loss is not the week of a birth", resources: []string{encounter("e", "2009-12-20", `"reasonCode":[`+concept(completed)+`]`), procedure("sct:11466000", "2010-01-10"), document("3 miscarriages at 8, 9 and 10 weeks")},
			want: "livebirth 2010-01-10; miscarriage 8w; miscarriage 9w; miscarriage 10w", known: "event text text text", issue: "It was not counted as a loss"},
		{name: "a loss told of is not the loss of a twin", resources: []string{condition(pregnancy, "2016-01-01", until("2016-08-01")), condition(completed, "2016-02-01"), condition(liveBirth, "2016-08-01"), document("孕9周胎停")},
			want: "livebirth 2016-08-01; miscarriage 9w", known: "event text"},
		{name: "an inevitable loss without a date", resources: []string{condition("icd:O03.901", ""), encounter("later", "2020-01-01")}, want: "open", known: "event", issue: "Did the pregnancy end?"},
		{name: "an inevitable loss of which a text tells the end", resources: []string{condition("icd:O03.901", ""), document("2018年孕9周胎停")}, want: "miscarriage 2018 9w", known: "event"},

		{name: "a diagnosis in words with its week", resources: []string{`{"resourceType":"Condition","id":"w",` + anna + `,"code":{"text":"孕8周胎停"},"onsetDateTime":"2018-05-01"}`},
			want: "miscarriage 2018-05-01 8w", known: "text", issue: "read by its words"},
		{name: "a state after a birth is no birth on that day", resources: []string{`{"resourceType":"Condition","id":"w",` + anna + `,"code":{"text":"剖宫产术后"},"onsetDateTime":"2018-05-01"}`},
			want: "", issue: "should be confirmed"},
		{name: "a past loss in words is no loss on that day", resources: []string{`{"resourceType":"Condition","id":"w",` + anna + `,"code":{"text":"既往自然流产"},"onsetDateTime":"2018-05-01"}`},
			want: "miscarriage", known: "text", issue: "should be confirmed"},

		{name: "the code a report concludes", resources: []string{report("final", "2018-05-01", `"conclusionCode":[`+concept(missed)+`]`)},
			want: "miscarriage 2018-05-01", known: "event"},
		{name: "a report of a loss that is recorded", resources: []string{condition(missed, "2018-05-01"), report("final", "2018-05-03", `"conclusionCode":[`+concept(missed)+`]`, `"conclusion":"孕8周胎停"`)},
			want: "miscarriage 2018-05-01 8w", known: "event"},
		{name: "what a report that is not final concludes", resources: []string{report("preliminary", "2018-05-01", `"conclusionCode":[`+concept(missed)+`]`)},
			want: "", issue: "only suspected"},
		{name: "the words of a report that is not final", resources: []string{report("preliminary", "2018-05-01", `"conclusion":"孕8周胎停"`)}, want: "", issue: "is not final"},
		{name: "the words a report concludes", resources: []string{report("final", "2018-05-01", `"conclusion":"孕8周胎停"`)},
			want: "miscarriage 2018-05-01 8w", known: "text", issue: "should be confirmed"},
		{name: "a report that suspects", resources: []string{report("final", "2018-05-01", `"conclusion":"胚胎停育可能"`)}, want: "", issue: "not wholly understood"},
		{name: "a report withdrawn", resources: []string{report("entered-in-error", "2018-05-01", `"conclusionCode":[`+concept(missed)+`]`)}, want: ""},
		{name: "a report of something else", resources: []string{report("final", "2018-05-01", `"conclusion":"子宫大小正常"`)}, want: ""},

		{name: "a year in a text is a loss recorded in that year", resources: []string{condition(completed, "2018-05-01"), document("2018年孕9周胎停")},
			want: "miscarriage 2018-05-01 9w", known: "event"},
		{name: "two in a text, one of them recorded", resources: []string{condition(completed, "2018-05-01"), document("2018年胎停2次")},
			want: "miscarriage 2018; miscarriage 2018-05-01", known: "text event"},
		{name: "a loss told in the year of a birth is another pregnancy", resources: []string{condition(pregnancy, "2018-03-01", until("2018-10-01")), condition(liveBirth, "2018-10-01"), document("2018年孕9周胎停")},
			want: "miscarriage 2018 9w; livebirth 2018-10-01", known: "text event"},
		{name: "undated losses in a text are those recorded", resources: []string{condition(completed, "2018-05-01"), condition(completed, "2019-05-01"), document("3 miscarriages at 8, 9 and 10 weeks")},
			want: "miscarriage 2018-05-01 8w; miscarriage 2019-05-01 9w; miscarriage 10w", known: "event event text", issue: "Is it that one?"},
		{name: "the text never outranks the code", resources: []string{condition("sct:237243004", "2018-05-01"), document("2018-05-01 自然流产")},
			want: "biochemical 2018-05-01", known: "event"},
		{name: "a number in a code outranks one in a text", resources: []string{observation("loinc:11614-5", "2015-01-01", `"valueInteger":1`), document("自然流产3次")},
			want: "miscarriage", known: "statement", issue: "the coded one was used"},
		{name: "one text in three documents", resources: []string{document("2018年孕9周胎停，2019年孕8周胎停"), document("2018年孕9周胎停，2019年孕8周胎停"), document("2018年孕9周胎停")},
			want: "miscarriage 2018 9w; miscarriage 2019 8w", known: "text text"},
		{name: "a whole note with headings", resources: []string{document("主诉：停经40天。\n孕产史：孕3产0，2018年孕9周胎停，2019年孕8周胎停，2020年3月生化妊娠。\n家族史：母亲自然流产2次。")},
			want: "miscarriage 2018 9w; miscarriage 2019 8w; biochemical 2020-03", known: "text text text", issue: "not wholly understood"},
		{name: "a draft", resources: []string{document("自然流产3次", `"docStatus":"preliminary"`)}, want: "", issue: "is not final"},
		{name: "a document that was replaced", resources: []string{strings.Replace(document("自然流产3次"), `"current"`, `"superseded"`, 1)}, want: ""},

		{name: "a section of a document", resources: []string{composition("婚育史", "<div><p>孕2产0</p><p>自然流产2次</p></div>", `"status":"final"`)},
			want: "miscarriage; miscarriage", known: "text text", issue: "should be confirmed"},
		{name: "a section on the family", resources: []string{composition("Family history", "<div>3 miscarriages</div>", `"status":"final"`)}, want: ""},
		{name: "a section that was generated from its entries", resources: []string{condition(completed, "2018-05-01"),
			strings.Replace(composition("Problems", "<div>miscarriage</div>", `"status":"final"`), `"text":{"status":"additional"`, `"entry":[{"reference":"Condition/any"}],"text":{"status":"generated"`, 1)},
			want: "miscarriage 2018-05-01", known: "event"},
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
