package fhirin_test

import (
	"strings"
	"testing"
)

// named is an observation under a hospital's own code, known by its name.
func named(name, value string) string {
	return `{"resourceType":"Observation","id":"` + name + `","status":"final",` + anna + `,"code":{"coding":[{"system":"urn:his","code":"X1"}],"text":"` + name + `"},"effectiveDateTime":"2024-01-01",` + value + `}`
}

// What hospitals write under codes of their own, and dates that are none.
func TestLocalRecords(t *testing.T) {
	for _, test := range []struct {
		name      string
		resources []string
		want      string
		issue     string
	}{
		{name: "a history under a local code", resources: []string{named("生育史", `"valueString":"孕4产0，2019年孕50天胎停行清宫术，2020年孕8周胎停，2021年生化妊娠，2022年宫外孕行左侧输卵管切除术"`)},
			want: "miscarriage 2019 7w1d; miscarriage 2020 8w; biochemical 2021; ectopic 2022", issue: "should be confirmed"},
		{name: "a past history under a local code", resources: []string{named("既往史", `"valueString":"否认高血压、糖尿病史，自然流产2次"`)}, want: "miscarriage; miscarriage", issue: "should be confirmed"},
		{name: "the husband's history", resources: []string{named("男方病史", `"valueString":"自然流产2次"`)}, want: ""},
		{name: "a text of pregnancies under any name", resources: []string{named("病情摘要", `"valueString":"自然流产2次"`)}, want: "", issue: "病情摘要"},
		{name: "numbers under local codes", resources: []string{named("Gravida", `"valueInteger":3`), named("Spontaneous abortions", `"valueQuantity":{"value":2}`), named("Ectopic Pregnancies", `"valueInteger":0`)},
			want: "miscarriage; miscarriage", issue: "only 2 were found"},
		{name: "words beside a code that is known count nothing", resources: []string{strings.Replace(observation("loinc:3016-3", "2024-01-01", `"valueInteger":3`), `"coding"`, `"text":"Gravida","coding"`, 1)}, want: ""},
		{name: "a number in words beside a history without one", resources: []string{condition(completed, "2020-03-03"), `{"resourceType":"Condition","id":"h",` + anna + `,"code":{"coding":[{"system":"http://snomed.info/sct","code":"161744009"}],"text":"H/O miscarriage x3"}}`},
			want: "miscarriage 2020-03-03; miscarriage; miscarriage", issue: "should be confirmed"},
		{name: "one live birth is one birth", resources: []string{observation("loinc:11636-8", "2024-01-01", `"valueInteger":1`)}, want: "livebirth", issue: "One live birth"},
		{name: "two children may be twins", resources: []string{observation("loinc:11636-8", "2024-01-01", `"valueInteger":2`)}, want: "", issue: "twins are two"},
		{name: "births at term that are not found", resources: []string{observation("loinc:11639-2", "2024-01-01", `"valueInteger":2`)}, want: "", issue: "2 births at term"},
		{name: "a year in words", resources: []string{condition(completed, "", `"onsetString":"spring 2021"`)}, want: "miscarriage 2021"},
		{name: "a day that is none", resources: []string{condition(completed, "2024-02-30")}, want: "miscarriage", issue: "could not be read"},
		{name: "her age for a date", resources: []string{condition(completed, "", `"onsetAge":{"value":29,"unit":"a"}`)}, want: "miscarriage", issue: `"age 29"`},
		{name: "ruled out years before another", resources: []string{condition(completed, "2019-01-01", verified("refuted")), condition(completed, "2021-01-01")}, want: "miscarriage 2021-01-01"},
		{name: "a child's death without its birth", resources: []string{condition("sct:276506001", "2021-06-03")}, want: "", issue: "without a birth"},
		{name: "pregnant, weeks before the due date was written", resources: []string{condition("sct:77386006", "2024-05-01"), observation("loinc:11778-8", "2024-06-01", `"valueDateTime":"2025-01-15"`)},
			want: "ongoing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := one(t, resources(t, test.resources...))
			if got := told(c); got != test.want {
				t.Errorf("history\n got %s\nwant %s\n%s", got, test.want, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
			if test.issue == "" && says(c, "Which is right?") {
				t.Errorf("a contradiction where there is none:\n%s", issues(c))
			}
		})
	}
}
