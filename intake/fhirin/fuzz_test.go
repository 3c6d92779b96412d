package fhirin_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/intake/fhirin"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// sound holds of every case, whatever it was read from.
func sound(t *testing.T, c *patient.Case) {
	t.Helper()
	for i := range c.Pregnancies {
		p := &c.Pregnancies[i]
		if p.Source.Document == "" && len(p.Merged) == 0 {
			t.Errorf("pregnancy %d has no source", i+1)
		}
		if g := p.Gestation; g.Min > g.Max || g.Min < 0 || g.Max > patient.MaxGestationDays {
			t.Errorf("pregnancy %d lasted %d to %d days", i+1, g.Min, g.Max)
		}
	}
	for _, o := range c.Observations {
		if o.Source.Document == "" {
			t.Errorf("%s has no source", o.Test)
		}
	}
	for _, i := range c.Issues {
		if i.En == "" || i.Zh == "" {
			t.Errorf("an issue in one language only: %+v", i)
		}
	}
	finding.Derive(c, base(t))
}

// FuzzResource reads one resource of any shape beside a patient.
func FuzzResource(f *testing.F) {
	for _, rec := range []record{open(f, "workup", "testdata/rich/workup.json"), open(f, "history", "testdata/rich/history.json"),
		open(f, "counts", "testdata/rich/counts.json"), open(f, "who", "../../testdata/fhir/who-smart-anc/*.json"), open(f, "ips", "../../testdata/fhir/ips/*.json")} {
		for _, s := range rec.sheets {
			data, err := json.Marshal(s.tree)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	k := base(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		resource, flaws, err := r4.DecodeJSON(data)
		if err != nil {
			return
		}
		items := append(resources(t), fhirin.Item{Resource: resource, File: "anna.json", Entry: 1, Flaws: flaws})
		for _, c := range fhirin.Read(items, k) {
			sound(t, c)
		}
	})
}

// texts are obstetric histories, results and dates as people write them, and
// their ruins.
var texts = []string{
	"G2P2，自然產2胎，無流產史", "G5P1A3，2019年孕8周胎停清宫，2020年生化妊娠", "孕4产1，人流1次，自然流产2次", "G3 P1 SAB 1", "TPAL 1-0-2-1", "GTPAL 3 1 0 1 1",
	"three miscarriages at 7, 9 and 11 weeks", "no miscarriages", "denies pregnancies", "?3 losses", "G99P98", "孕-1产", "2019-02-30 8+9w", "8+6周", "36+5/7", "约孕6～8周",
	"46,XX", "46,XY,t(11;22)(q23;q11)", "45,XX,der(13;14)(q10;q10)", "46,XX[20]", "mos 45,X[3]/46,XX[27]", "", " ",
	"<5", ">= 40 GPL", "1:320 颗粒型", "阳性(+)", "阴性", "neg", "not detected", "未检出", "1e400", "0,35", "5-10", "3.2 mIU/L ↑", "NaN", "٣",
	"2020", "2020-13", "2020-02-30", "0000", "2020-01-01T24:00:00+99:00", "\u0000", "\xff\xfe", strings.Repeat("流产", 2000), strings.Repeat("G1P1,", 2000),
}

// FuzzText puts a text wherever the record of a woman can hold one that is read:
// as a history, a karyotype, a result, a diagnosis in words, a date, a note.
func FuzzText(f *testing.F) {
	for _, text := range texts {
		f.Add(text)
	}
	k := base(f)
	f.Fuzz(func(t *testing.T, text string) {
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Skip()
		}
		value := fmt.Sprintf(`"valueString":%s`, quoted)
		items := resources(t,
			observation("loinc:10162-6", "2021-01-01", value),
			observation("loinc:29770-5", "2021-01-01", value),
			observation("loinc:3016-3", "2021-01-01", value),
			observation("loinc:11884-4", "2021-01-01", value),
			fmt.Sprintf(`{"resourceType":"Condition","id":"words","subject":{"reference":"Patient/anna"},"code":{"text":%s},"onsetDateTime":%s,"note":[{"text":%s}]}`, quoted, quoted, quoted),
			fmt.Sprintf(`{"resourceType":"Observation","id":"dated","status":"final","subject":{"reference":"Patient/anna"},"code":{"coding":[{"system":"http://loinc.org","code":"8665-2"}]},"valueDateTime":%s}`, quoted),
		)
		for _, c := range fhirin.Read(items, k) {
			sound(t, c)
			if len(c.Pregnancies) > 60 {
				t.Errorf("%d pregnancies", len(c.Pregnancies))
			}
		}
	})
}

// A text that is no text of medicine at all answers nothing.
func TestNoiseAnswersNothing(t *testing.T) {
	k := base(t)
	nothing := asked(resources(t), k)["anna"]
	for _, text := range []string{"", " ", "\u0000", "xyzzy", "?", "-", "…", "无法识别", "see letter", "n/a"} {
		quoted, _ := json.Marshal(text)
		items := resources(t, observation("loinc:10162-6", "2021-01-01", `"valueString":`+string(quoted)),
			observation("loinc:29770-5", "2021-01-01", `"valueString":`+string(quoted)), observation("loinc:3016-3", "2021-01-01", `"valueString":`+string(quoted)))
		for term := range asked(items, k)["anna"].no {
			if _, before := nothing.no[term]; !before {
				t.Errorf("%q: %s became no", text, term)
			}
		}
	}
}
