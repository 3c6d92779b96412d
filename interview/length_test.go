package interview_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
)

// howLong are women whose way through the interview is measured, and the most screens
// that may take.
var howLong = []struct {
	who, file string
	screens   int
}{
	{"two early losses, no tests, no illness", `gravida: case/1
asOf: 2026-03-01
patient: {born: 1993-02, heightCm: 163, weightKg: 57}
pregnancies:
  - {outcome: miscarriage, ended: 2025-01, gestation: 8w, partner: A, documentedBy: [ultrasound], tissueKaryotype: not-done}
  - {outcome: miscarriage, ended: 2025-09, gestation: 7w, partner: A, documentedBy: [ultrasound], tissueKaryotype: not-done}
conditions: []
events: []
medications: []
procedures: []
allergies: []
lifestyle: {smoking: never, alcoholUnitsPerWeek: 0, caffeineMgPerDay: 80}
status: {pregnant: false, planningPregnancy: true, symptoms: []}
`, 16},
	{"three losses, with thyroid and antibody results", `gravida: case/1
asOf: 2026-03-01
patient: {born: 1993-02, heightCm: 163, weightKg: 57}
pregnancies:
  - {outcome: miscarriage, ended: 2023-01, gestation: 8w, partner: A, documentedBy: [ultrasound], tissueKaryotype: not-done}
  - {outcome: miscarriage, ended: 2024-05, gestation: 7w, partner: A, documentedBy: [ultrasound], tissueKaryotype: not-done}
  - {outcome: miscarriage, ended: 2025-09, gestation: 9w, partner: A, documentedBy: [ultrasound], tissueKaryotype: normal}
observations:
  - {test: lupus-anticoagulant, date: 2025-12, result: negative}
  - {test: acl-igg, date: 2025-12, value: 4, unit: GPL, upperLimit: 12}
  - {test: acl-igm, date: 2025-12, value: 3, unit: MPL, upperLimit: 12}
  - {test: ab2gpi-igg, date: 2025-12, result: negative}
  - {test: ab2gpi-igm, date: 2025-12, result: negative}
  - {test: tsh, date: 2025-12, value: 2.1, unit: mIU/L, lowerLimit: 0.4, upperLimit: 4}
  - {test: ft4, date: 2025-12, value: 15, unit: pmol/L, lowerLimit: 12, upperLimit: 22}
  - {test: tpo-antibodies, date: 2025-12, result: negative}
conditions: []
events: []
medications: [folic-acid]
procedures: []
allergies: []
lifestyle: {smoking: never, alcoholUnitsPerWeek: 0, caffeineMgPerDay: 80}
status: {pregnant: false, planningPregnancy: true, symptoms: []}
`, 24},
}

// readEn and readZh are how many words and characters somebody reads in a minute: 238
// English words in silence (Brysbaert 2019, doi.org/10.1016/j.jml.2019.104047), and as an
// assumption 260 Chinese characters.
const readEn, readZh = 238, 260

// TestLength measures the interview: screens, and what there is to read on them.
func TestLength(t *testing.T) {
	v, base := talk(t)
	var table strings.Builder
	table.WriteString("| Woman | Screens | Words, English | Minutes to read | Characters, Chinese | Minutes to read |\n|---|---|---|---|---|---|\n")
	for _, one := range howLong {
		c, err := casefile.Read("her.yaml", []byte(one.file), base)
		if err != nil {
			t.Fatal(err)
		}
		w := &woman{c: c, base: base, talk: v, brief: true}
		screens, en, zh := 0, 0, 0
		en0, zh0 := 0, 0
		var ways []string
		known := map[knowledge.Text]bool{} // read on an earlier screen
		_, shown := run(t, v, interview.State{AsOf: today}, func(p *interview.Page) map[string][]string {
			values := w.answer(p)
			second := false
			read := func(texts ...knowledge.Text) {
				for _, text := range texts {
					if !known[text] {
						toRead(&en, &zh, text)
					}
					known[text] = true
				}
			}
			read(p.Ask, p.Help)
			for i := range p.Fields {
				f := &p.Fields[i]
				if !f.Asked(values) {
					continue
				}
				second = second || onSecondScreen(f)
				read(f.Group, f.Label, f.Help, f.Unit)
				for _, o := range f.Options {
					read(o.Label, o.Help)
					if f.Kind == interview.One && slices.Contains(values[f.Name], o.Value) {
						break // she has found her answer
					}
				}
			}
			screens++
			way := p.ID
			if second {
				screens, way = screens+1, p.ID+" (2)"
			}
			ways = append(ways, fmt.Sprintf("%s %d/%d", way, en-en0, zh-zh0))
			en0, zh0 = en, zh
			return values
		})
		if screens > one.screens {
			t.Errorf("%s: %d screens, want at most %d: %v", one.who, screens, one.screens, ways)
		}
		t.Logf("%s: %v", one.who, ways)
		fmt.Fprintf(&table, "| %s | %d | %d | %.1f | %d | %.1f |\n", one.who, screens, en, float64(en)/readEn, zh, float64(zh)/readZh)
		_ = shown
	}
	inDocs(t, "length", table.String())
}

// onSecondScreen reports a field that only a particular answer makes worth asking: a
// browser shows it after that answer.
func onSecondScreen(f *interview.Field) bool {
	for _, o := range f.Only {
		if !o.Not && len(o.Is) > 0 {
			return true
		}
	}
	return false
}

// toRead counts English words and Chinese characters; what has no letters in it is
// read at a glance.
func toRead(en, zh *int, texts ...knowledge.Text) {
	for _, text := range texts {
		for word := range strings.FieldsSeq(text.En) {
			if strings.IndexFunc(word, unicode.IsLetter) >= 0 {
				*en++
			}
		}
		for _, r := range text.Zh {
			if unicode.Is(unicode.Han, r) {
				*zh++
			}
		}
	}
}

// inDocs holds docs/interview.md to what was measured, between the marks of a name.
func inDocs(t *testing.T, name, text string) {
	t.Helper()
	const file = "../docs/interview.md"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	from, to := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->\n"
	before, rest, ok := strings.Cut(string(data), from)
	was, after, ends := strings.Cut(rest, to)
	if !ok || !ends {
		t.Fatalf("%s has no marks %q", file, name)
	}
	if *update {
		if err := os.WriteFile(file, []byte(before+from+text+to+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if was != text {
		t.Errorf("%s says\n%s\nand measured is\n%s", file, was, text)
	}
}
