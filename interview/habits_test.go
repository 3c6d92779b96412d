package interview_test

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/interview"
)

// Cups and glasses become milligrams and units. What she does not say how much of is not
// known; nothing of a kind is none only where the list is whole.
func TestDrinks(t *testing.T) {
	v, _ := talk(t)
	for name, c := range map[string]struct {
		said map[string][]string
		want string
		tell string // what she is told was understood
	}{
		"nothing":             {one("drinks", "none"), "lifestyle: {alcoholUnitsPerWeek: 0, caffeineMgPerDay: 0}", ""},
		"coffee":              {one("drinks", "coffee", "cups.coffee", "2"), "lifestyle: {alcoholUnitsPerWeek: 0, caffeineMgPerDay: 200}", "About 200 mg"},
		"coffee and tea":      {one("drinks", "coffee", "drinks", "tea", "cups.coffee", "1", "cups.tea", "1,5"), "lifestyle: {alcoholUnitsPerWeek: 0, caffeineMgPerDay: 212.5}", "About 212.5 mg"},
		"tea, some":           {one("drinks", "tea"), "lifestyle: {alcoholUnitsPerWeek: 0}", ""},
		"one of two":          {one("drinks", "coffee", "drinks", "tea", "cups.coffee", "1"), "lifestyle: {alcoholUnitsPerWeek: 0}", ""},
		"beer":                {one("drinks", "beer", "cups.beer", "3瓶"), "lifestyle: {alcoholUnitsPerWeek: 6, caffeineMgPerDay: 0}", "About 6 units"},
		"not sure":            {one("drinks", "unsure"), "", ""},
		"coffee, not sure":    {one("drinks", "coffee", "drinks", "unsure", "cups.coffee", "1"), "", ""},
		"in mg":               {one("drinks", "exact", "lifestyle.caffeineMgPerDay", "160 mg"), "lifestyle: {caffeineMgPerDay: 160}", ""},
		"in mg, and wine":     {one("drinks", "exact", "drinks", "wine", "cups.wine", "2", "lifestyle.caffeineMgPerDay", "160"), "lifestyle: {alcoholUnitsPerWeek: 3, caffeineMgPerDay: 160}", "About 3 units"},
		"cups that are left":  {one("drinks", "tea", "cups.coffee", "9", "cups.tea", "2"), "lifestyle: {alcoholUnitsPerWeek: 0, caffeineMgPerDay: 150}", "About 150 mg"},
		"more than anybody":   {one("drinks", "tea", "cups.tea", "700"), "mistake: Tea: This should be between 0 and 70.", ""},
		"cups in other words": {one("drinks", "tea", "cups.tea", "2 of them"), "mistake: Tea: Please write only a number, in the unit that is asked for. Did you mean 2 mugs a day?", ""},
	} {
		s := interview.State{AsOf: today}
		s, mistakes := v.Give(s, interview.Answer{Page: "habits", Values: c.said})
		got := ""
		if len(mistakes) > 0 {
			got = "mistake: " + mistakes[0].Says.En
		} else {
			made, err := v.Case(s)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(written(t, made)) {
				if strings.HasPrefix(line, "lifestyle:") {
					got = strings.TrimSpace(line)
				}
			}
			p, _ := v.Page(s, "habits")
			told := ""
			for _, says := range v.Understood(p, s.Answers[0]) {
				told += says.En
			}
			if !strings.HasPrefix(told, c.tell) || (c.tell == "") != (told == "") {
				t.Errorf("%s: she is told %q, want %q", name, told, c.tell)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Numbers as people write them are taken where they can be read in one way only, and
// refused with the field's name and a guess otherwise.
func TestNumbers(t *testing.T) {
	v, _ := talk(t)
	for _, c := range []struct{ page, field, typed, want, zh string }{
		{"about-you", "patient.heightCm", "1.62 m", "heightCm: 162\n", ""},
		{"about-you", "patient.heightCm", "一米六二", "heightCm: 162", ""},
		{"about-you", "patient.heightCm", "5'4\"", "heightCm: 162.6", ""},
		{"about-you", "patient.heightCm", "１６２厘米", "heightCm: 162", ""},
		{"about-you", "patient.weightKg", "110斤", "weightKg: 55", ""},
		{"about-you", "patient.age", "36岁", "age: 36", ""},
		{"about-you", "patient.heightCm", "16.2", "", "身高：应在 100 到 220 之间。"},
		{"about-you", "patient.heightCm", "1.62", "heightCm: 162\n", ""},
		{"about-you", "patient.weightKg", "many", "", "体重：请只写数字，并换算成所问的单位。"},
		{"pregnancy-1", "weeks", "8w9d", "", "当时孕几周：“天”请写 0 到 6。是9周2天吗？"},
	} {
		values := one(c.field, c.typed)
		if c.page == "pregnancy-1" {
			values["outcome"] = []string{"miscarriage"}
		}
		s, mistakes := v.Give(interview.State{AsOf: today}, interview.Answer{Page: c.page, Values: values})
		if c.zh != "" {
			if len(mistakes) != 1 || mistakes[0].Says.Zh != c.zh || mistakes[0].Field != c.field {
				t.Errorf("%s %q: %+v, want %s", c.field, c.typed, mistakes, c.zh)
			}
			continue
		}
		made, err := v.Case(s)
		if err != nil || len(mistakes) > 0 || !strings.Contains(written(t, made), c.want) {
			t.Errorf("%s %q: %v %v, want %s", c.field, c.typed, mistakes, err, c.want)
		}
	}
}

// A ratio of lupus anticoagulant needs no unit; a number that cannot be a ratio does.
func TestUsualUnit(t *testing.T) {
	v, _ := talk(t)
	for value, want := range map[string]string{"1.3": "unit: ratio", "<1.2": "unit: ratio", "42": ""} {
		for _, unit := range []string{"", "ratio"} {
			values := one("which", "lupus-anticoagulant", "date", "2026-01", "lupus-anticoagulant.value", value)
			if unit != "" {
				values["lupus-anticoagulant.unit"] = []string{unit}
			}
			s, mistakes := v.Give(interview.State{AsOf: today}, interview.Answer{Page: "antibody-tests", Values: values})
			if want == "" {
				if len(mistakes) != 1 || mistakes[0].Field != "lupus-anticoagulant.unit" {
					t.Errorf("%s %s: %v", value, unit, mistakes)
				}
				continue
			}
			made, err := v.Case(s)
			if err != nil || !strings.Contains(written(t, made), want) {
				t.Errorf("%s %s: %v %v, want %s", value, unit, mistakes, err, want)
			}
		}
	}
}
