package readout_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/readout"
	"github.com/gravida-health/gravida/view/words"
)

func base(t *testing.T) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// readAll reads a document and counts what came.
func readAll(t *testing.T, document, lang string) ([]*readout.Record, *readout.Total) {
	t.Helper()
	b := base(t)
	total := readout.NewTotal()
	var records []*readout.Record
	r := intake.Reader{Knowledge: b, Came: total.Came}
	for c, err := range r.Read(t.Context(), "export.ndjson", strings.NewReader(document)) {
		if err != nil {
			t.Fatal(err)
		}
		record := readout.Of(c, b, lang)
		total.Add(record)
		records = append(records, record)
	}
	return records, total
}

const (
	woman = `{"resourceType":"Patient","id":"a","name":[{"family":"Liddell","given":["Alice"]}],"telecom":[{"value":"555-1234"}],"address":[{"city":"Oxford"}],"gender":"female","birthDate":"1990-01-01"}`
	loss  = `{"resourceType":"Condition","id":"%s","subject":{"reference":"Patient/a"},"code":{"coding":[{"system":"http://snomed.info/sct","code":"17369002"}]},"onsetDateTime":"2024-05-01"}`
	local = `{"resourceType":"Observation","id":"%s","status":"final","subject":{"reference":"Patient/a"},"code":{"coding":[{"system":"urn:lis","code":"%s","display":"%s"}]},"valueString":"1"}`
)

func document(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

// The counts of a summary are those of the document, whatever became of what it
// holds: read twice, about nobody, of a type that nobody reads.
func TestEverythingIsCounted(t *testing.T) {
	_, total := readAll(t, document(woman, fmt.Sprintf(loss, "c"), fmt.Sprintf(loss, "c"),
		`{"resourceType":"Claim","id":"k"}`, `{"resourceType":"Claim","id":"l"}`,
		`{"resourceType":"Medication","id":"m","code":{"text":"x"}}`,
		`{"resourceType":"Observation","id":"g","status":"final","subject":{"reference":"Group/g"},"code":{"text":"x"}}`,
		fmt.Sprintf(local, "o", "1", "尿常规"), fmt.Sprintf(local, "p", "2", "狼疮抗凝物(院内法)")), "en")
	want := "Claim 2=0+0+0+2+0; Condition 2=1+0+0+0+1; Medication 1=0+0+0+0+1; Observation 3=0+0+1+1+1; Patient 1=1+0+0+0+0"
	var got []string
	for _, x := range total.All() {
		got = append(got, fmt.Sprintf("%s %d=%d+%d+%d+%d+%d", x.Type, x.Total, x.Read, x.SetAside, x.NotUnderstood, x.Other, x.NotHers))
		if x.Total != x.Read+x.SetAside+x.NotUnderstood+x.Other+x.NotHers {
			t.Errorf("%+v does not add up", x)
		}
	}
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// A reading names a woman by the id of her record, and by nothing else of her.
func TestNobodyIsNamed(t *testing.T) {
	b := base(t)
	for _, lang := range []string{"en", "zh"} {
		records, total := readAll(t, document(woman, fmt.Sprintf(loss, "c"), fmt.Sprintf(local, "p", "2", "狼疮抗凝物")), lang)
		var out strings.Builder
		for _, err := range []error{readout.WriteText(&out, records[0], b, lang), readout.WriteJSON(&out, records[0]), total.WriteText(&out, b, lang), readout.WriteJSON(&out, total), total.WriteCodes(&out)} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, private := range []string{"Liddell", "Alice", "555-1234", "Oxford"} {
			if strings.Contains(out.String(), private) {
				t.Errorf("%s: %s is in\n%s", lang, private, out.String())
			}
		}
	}
	// A summary does not even say when she was born.
	_, total := readAll(t, document(woman, fmt.Sprintf(loss, "c")), "en")
	var out strings.Builder
	if err := total.WriteText(&out, b, "en"); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "1990") || strings.Contains(out.String(), "2024") {
		t.Errorf("a date in\n%s", out.String())
	}
}

// Text of a record cannot steer a terminal, break a line of the table of codes,
// or make a row of its own.
func TestHostileText(t *testing.T) {
	b := base(t)
	records, total := readAll(t, document(woman, fmt.Sprintf(local, "p", "2", `lupus\u001b[2J\nanticoagulant\tmethod|x`)), "en")
	var text, table strings.Builder
	if err := readout.WriteText(&text, records[0], b, "en"); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsRune(text.String(), 0x1b) {
		t.Errorf("an escape in %q", text.String())
	}
	if err := total.WriteCodes(&table); err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(strings.TrimSpace(table.String()), "\n")
	if len(rows) != 2 || strings.Count(rows[1], "\t") != 6 || strings.ContainsRune(rows[1], 0x1b) {
		t.Errorf("rows %q", rows)
	}
	if _, err := b.WithCodes("codes.tsv", table.String()); err != nil {
		t.Errorf("the table cannot be read back: %v", err)
	}
}

// What is said of a thousand records is one line, and too many different codes
// are counted together: a summary stays as small as what it sums up is alike.
func TestSummaryIsBounded(t *testing.T) {
	total := readout.NewTotal()
	b := base(t)
	for i := range 30 {
		c := &patient.Case{ID: fmt.Sprint(i), Reading: &patient.Reading{}}
		c.Issues = []patient.Issue{{En: fmt.Sprintf("Of %d", i), Zh: "x", SortEn: "Of …", SortZh: "x"}, {Kind: patient.NotUnderstood, En: "a list", Zh: "x"}}
		for j := range 1000 {
			c.Reading.LeftOut = append(c.Reading.LeftOut, patient.UnknownCode{System: "urn:x", Code: fmt.Sprintf("%d-%d", i, j), Where: "condition", Count: 2})
		}
		total.Add(readout.Of(c, b, "en"))
	}
	var out strings.Builder
	if err := readout.WriteJSON(&out, total); err != nil {
		t.Fatal(err)
	}
	if len(total.Issues) != 1 || total.Issues[0].Count != 30 || total.Issues[0].Says != "Of …" {
		t.Errorf("issues %+v", total.Issues)
	}
	if len(total.LeftOut) != 20000 || total.Uncounted != 2*(30*1000-20000) {
		t.Errorf("%d codes, %d uncounted", len(total.LeftOut), total.Uncounted)
	}
}

// Words without a code are cut in a summary, and then not offered as a row.
func TestLongTextIsCut(t *testing.T) {
	long := "流产" + strings.Repeat("很长的叙述", 30)
	_, total := readAll(t, document(woman, `{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/a"},"code":{"text":"`+long+`"}}`), "zh")
	var text, table strings.Builder
	if err := total.WriteText(&text, base(t), "zh"); err != nil {
		t.Fatal(err)
	}
	if err := total.WriteCodes(&table); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text.String(), long) || !strings.Contains(text.String(), "流产很长的叙述") || strings.Contains(table.String(), "流产") {
		t.Errorf("%s\n%s", text.String(), table.String())
	}
}

// Every reason, and everything a code can matter to, has words.
func TestWordsAreThere(t *testing.T) {
	for _, why := range patient.AsideReasons {
		if !words.Has("aside." + why) {
			t.Errorf("no words for the reason %s", why)
		}
	}
	table, err := os.ReadFile("../../knowledge/terminology/relevant.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		if matters := strings.Split(line, "\t")[3]; matters != "" && !words.Has("matters."+matters) {
			t.Errorf("no words for %q", line)
		}
	}
}

// The JSON of a patient can be read by the names that docs/reading.md gives.
func TestJSONNames(t *testing.T) {
	records, total := readAll(t, document(woman, fmt.Sprintf(loss, "c"), fmt.Sprintf(local, "p", "2", "狼疮抗凝物(院内法)")), "en")
	page, err := os.ReadFile("../../docs/reading.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{records[0], total} {
		var out strings.Builder
		if err := readout.WriteJSON(&out, v); err != nil {
			t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal([]byte(out.String()), &fields); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"gravida", "kind", "resources", "notUnderstood", "leftOut", "setAside", "textOnly", "issues"} {
			if fields[name] == nil {
				t.Errorf("%s is not in %s", name, out.String())
			}
			if !strings.Contains(string(page), name) {
				t.Errorf("docs/reading.md does not say what %s is", name)
			}
		}
	}
}

// What a saved interview keeps beside facts about her is shown as well: which tests she says
// were not done, and where she is treated.
func TestKeptBesideFacts(t *testing.T) {
	b := base(t)
	for lang, want := range map[string][]string{
		"en": {"notDone: Thyroid-stimulating hormone (TSH): not done, by her account", "setting: China"},
		"zh": {"notDone: 促甲状腺激素（TSH）：患者称未查", "setting: 中国"},
	} {
		for c, err := range intake.Read("case.yaml", strings.NewReader("gravida: case/1\nsetting: cn\nnotDone: [tsh]\n"), b) {
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, g := range readout.Of(c, b, lang).Groups {
				for _, f := range g.Facts {
					got = append(got, g.Part+": "+f.Says)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
}
