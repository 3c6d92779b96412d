package fhirin_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// told in words: what each sentence is read as, whether it says that there were
// no others, and what is asked about because it was not understood.
func TestWrittenHistories(t *testing.T) {
	for _, test := range []struct {
		text     string
		want     string
		complete bool
		issue    string
	}{
		// Formulas count both kinds of loss in one number.
		{text: "G3P1A2", want: "", issue: "leaves up to 2 more losses open"},
		{text: "孕3产1", want: "", issue: "only 0 were found"},
		{text: "孕3产1流2", want: "", issue: "leaves up to 2 more losses open"},
		{text: "G4P0+3", want: "", issue: "leaves up to 3 more losses open"},
		{text: "1-0-2-1", want: "", issue: "leaves up to 2 more losses open"},
		{text: "足月1早产0流产2现存1", want: "", issue: "leaves up to 2 more losses open"},
		{text: "足1早0流2存1", want: "", issue: "leaves up to 2 more losses open"},
		{text: "G4P1021", want: "", issue: "leaves up to 2 more losses open"},
		{text: "G5P1031, SAB 2, TAB 1", want: "miscarriage; miscarriage; termination", issue: "only 3 were found"},

		// Numbers of one kind.
		{text: "自然流产2次", want: "miscarriage; miscarriage"},
		{text: "胎停2次", want: "miscarriage; miscarriage"},
		{text: "自然流产两次、人流1次", want: "miscarriage; miscarriage; termination"},
		{text: "自然流产2次人流1次", want: "miscarriage; miscarriage; termination"},
		{text: "生化1次", want: "biochemical"},
		{text: "宫外孕1次，葡萄胎1次", want: "ectopic; molar"},
		{text: "孕4產0，自然流產2次，人流1次，生化1次", want: "miscarriage; miscarriage; biochemical; termination", complete: true},
		{text: "2 miscarriages, 1 termination and 1 ectopic", want: "miscarriage; miscarriage; ectopic; termination"},
		{text: "miscarried twice", want: "miscarriage; miscarriage"},
		{text: "自然流产：2次", want: "miscarriage; miscarriage"},
		{text: "流产2次", want: "", issue: "leaves up to 2 more losses open"},
		{text: "有自然流产史", want: "miscarriage"},
		{text: "history of miscarriage", want: "miscarriage"},

		// One event with its place in time.
		{text: "2018年孕9周胎停", want: "miscarriage 2018 9w"},
		{text: "2018年3月孕8+2周自然流产；2019-05-06孕7周空囊", want: "miscarriage 2018-03 8w2d; miscarriage 2019-05-06 7w"},
		{text: "2016年足月顺产，2018年胎停", want: "livebirth 2016; miscarriage 2018"},
		{text: "停经65天自然流产", want: "miscarriage 9w2d"},
		{text: "孕2月余自然流产", want: "miscarriage 8w0d to 13w1d"},
		{text: "孕8+周胎停清宫", want: "miscarriage 8w"},
		{text: "miscarriage in March 2018 at 9 weeks", want: "miscarriage 2018-03 9w"},
		{text: "3 miscarriages at 8, 9 and 10 weeks", want: "miscarriage 8w; miscarriage 9w; miscarriage 10w"},
		{text: "3 miscarriages (8, 9 and 10 weeks)", want: "miscarriage 8w; miscarriage 9w; miscarriage 10w"},
		{text: "miscarriages in 2015 and 2017", want: "miscarriage 2015; miscarriage 2017"},
		{text: "2015年、2017年各胎停1次", want: "miscarriage 2015; miscarriage 2017"},
		{text: "自然流产2次（2018年孕9周、2019年孕8周）", want: "miscarriage 2018 9w; miscarriage 2019 8w"},
		{text: "2018年胎停2次", want: "miscarriage 2018; miscarriage 2018"},
		{text: "2018年因胎死宫内引产", want: "stillbirth 2018"},
		{text: "2018年因胎儿畸形引产", want: "termination 2018"},
		{text: "2018年稽留流产药流", want: "miscarriage 2018"},
		{text: "2018年流产", want: "open 2018", issue: "Was it a miscarriage?"},

		{text: "G4P1 (1 live birth, 3 miscarriages)", want: "miscarriage; miscarriage; miscarriage; livebirth", complete: true},
		{text: "2018 miscarriage 8/40, 2019 miscarriage 9+2/40", want: "miscarriage 2018 8w; miscarriage 2019 9w2d"},
		{text: "miscarriage 2015, 2017 termination", want: "", issue: "not wholly understood"},
		{text: "2015 miscarriage at 8 weeks, 2017 termination at 9 weeks", want: "miscarriage 2015 8w; termination 2017 9w"},
		{text: "miscarriages in 2015, 2017 and 2019", want: "miscarriage 2015; miscarriage 2017; miscarriage 2019"},
		{text: "three consecutive first trimester miscarriages", want: "miscarriage; miscarriage; miscarriage"},
		{text: "2016年足月顺产一女婴，现体健", want: "livebirth 2016"},
		{text: "从未怀孕", want: "", complete: true},
		{text: "nulligravida", want: "", complete: true},
		{text: "T1 P2 L3", want: "", issue: "was not understood"},
		{text: "复发性流产3次", want: "", issue: "not wholly understood"},
		{text: "2 miscarriages with previous partner", want: "", issue: "not wholly understood"},

		// Denied.
		{text: "無流產史", want: ""},
		{text: "否认流产史", want: ""},
		{text: "自然流产史：无", want: ""},
		{text: "no history of miscarriage", want: ""},
		{text: "denies miscarriages or terminations", want: ""},
		{text: "no miscarriages, terminations or ectopics", want: "", issue: "not wholly understood"},
		{text: "G2P2，自然產2胎，無流產史", want: "livebirth; livebirth", complete: true},

		// Not hers, not sure, or not understood: nothing is taken.
		{text: "其母自然流产2次", want: "", issue: "not wholly understood"},
		{text: "姐姐G3P1，自然流产2次", want: "", issue: "not wholly understood"},
		{text: "家族史：自然流产3次", want: "", issue: "not wholly understood"},
		{text: "Mother had 3 miscarriages", want: "", issue: "not wholly understood"},
		{text: "可能自然流产2次", want: "", issue: "not wholly understood"},
		{text: "?2 miscarriages", want: "", issue: "not wholly understood"},
		{text: "risk of miscarriage", want: "", issue: "not wholly understood"},
		{text: "自然流产2-3次", want: "", issue: "not wholly understood"},
		{text: "胎停后自然流产2次", want: "", issue: "not wholly understood"},
		{text: "先兆流产", want: ""},
		{text: "threatened miscarriage at 8 weeks", want: ""},
		{text: "3 miscarriages at 8 and 9 weeks", want: "", issue: "not wholly understood"},
		{text: "复发性流产", want: "", issue: "calls her losses recurrent, and 0"},
		{text: "身体健康，月经规律", want: "", issue: "was not understood"},

		// The rest of a sentence is not counted twice.
		{text: "自然流产3次，其中胎停2次", want: "miscarriage; miscarriage; miscarriage", issue: "not wholly understood"},
		{text: "自然流产3次（胎停2次，生化1次）", want: "miscarriage; miscarriage; miscarriage", issue: "not wholly understood"},
		{text: "自然流产2次，胎停2次", want: "miscarriage; miscarriage", issue: "up to 4 may be meant"},
		{text: "孕4产0，自然流产2次，胎停2次", want: "miscarriage; miscarriage; miscarriage; miscarriage", complete: true},
		{text: "孕2产0，自然流产2次，胎停2次", want: "miscarriage; miscarriage", complete: true},
		{text: "自然流产2次。患者自然流产2次。", want: "miscarriage; miscarriage"},
		{text: "2018年胎停。既往2018年胎停。", want: "miscarriage 2018"},
		// What was not understood may tell of more: nothing is denied or whole.
		{text: "孕2产0，自然流产2次，后又不明原因流产", want: "miscarriage; miscarriage", issue: "not wholly understood"},
		{text: "自然流产99次", want: "", issue: "not wholly understood"},
	} {
		t.Run(test.text, func(t *testing.T) {
			c := one(t, resources(t, observation("loinc:10162-6", "2020-01-01", fmt.Sprintf(`"valueString":%q`, test.text))))
			if got := told(c); got != test.want {
				t.Errorf("history\n got %s\nwant %s\n%s", got, test.want, issues(c))
			}
			if test.issue != "" && !says(c, test.issue) {
				t.Errorf("no issue says %q:\n%s", test.issue, issues(c))
			}
			if c.History.Complete != test.complete {
				t.Errorf("complete is %t\n%s", c.History.Complete, issues(c))
			}
			for _, p := range c.Pregnancies {
				if p.Known != "text" {
					t.Errorf("%s is known by %q", p.Outcome, p.Known)
				}
			}
			if len(c.Pregnancies) > 0 && !says(c, "should be confirmed") {
				t.Errorf("nobody is asked to confirm it:\n%s", issues(c))
			}
		})
	}
}

// Whatever is written, nothing panics, and nobody has more than the field knows.
func FuzzWrittenHistory(f *testing.F) {
	for _, s := range []string{"G3P1A2", "孕3产1流2，2018年孕9周胎停（清宫）", "no miscarriages: 3 (8, 9 and 10 weeks)", "1-0-2-1", "家族史：", "足月1早产0流产2现存1", "8/40", "各", "(", "：", "无", "其中"} {
		f.Add(s)
	}
	k := base(f)
	f.Fuzz(func(t *testing.T, text string) {
		value, err := json.Marshal(text)
		if err != nil {
			t.Skip()
		}
		resource, _, err := r4.DecodeJSON([]byte(`{"resourceType":"Observation","id":"o","status":"final","subject":{"reference":"Patient/anna"},"code":` + concept("loinc:10162-6") + `,"valueString":` + string(value) + `}`))
		if err != nil {
			t.Skip()
		}
		for _, c := range fhirin.Read([]fhirin.Item{{Resource: resource, File: "a.json"}}, k) {
			for _, p := range c.Pregnancies {
				if p.Known != patient.ByText && p.Known != patient.ByPresumption || p.Gestation.Min > p.Gestation.Max || p.Gestation.Max > patient.MaxGestationDays+6 {
					t.Fatalf("%q is read as %+v", text, p)
				}
			}
			if len(c.Pregnancies) > 0 && !says(c, "should be confirmed") {
				t.Fatalf("%q is read and nobody is asked", text)
			}
		}
	})
}
