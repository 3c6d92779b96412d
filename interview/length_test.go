package interview_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
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
lifestyle: {smoking: never, alcoholUnitsPerWeek: 0, caffeineMgPerDay: 100}
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
lifestyle: {smoking: never, alcoholUnitsPerWeek: 0, caffeineMgPerDay: 100}
status: {pregnant: false, planningPregnancy: true, symptoms: []}
`, 24},
}

// pace is how fast people read, tap and type. docs/interview.md says from where.
type pace struct {
	En, Zh                  float64 // words and characters a minute
	Tap, Key, Swipe, Decide float64 // seconds
	Most                    float64 // seconds that the first woman may need
}

func readPace(t *testing.T) (p pace) {
	t.Helper()
	data, err := os.ReadFile("../tools/browser/pace.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &p); err != nil || p.En == 0 || p.Zh == 0 || p.Tap == 0 || p.Most == 0 {
		t.Fatal(p, err)
	}
	return p
}

// doing is what a woman does on a page.
type doing struct{ taps, keys, decisions int }

func (d *doing) answer(p *interview.Page, values map[string][]string) {
	d.taps++ // on with it
	second := false
	for i := range p.Fields {
		f := &p.Fields[i]
		if !f.Asked(values) || len(values[f.Name]) == 0 {
			continue
		}
		second = second || onSecondScreen(f)
		d.decisions++
		for _, value := range values[f.Name] {
			d.taps++
			switch f.Kind {
			case interview.Date:
				d.taps += strings.Count(value, "-")
				d.keys += len(strings.ReplaceAll(value, "-", ""))
			case interview.Weeks, interview.Number, interview.Line:
				d.keys += len(strings.TrimSuffix(value, "w"))
			}
		}
	}
	if second {
		d.taps++
	}
}

func (d *doing) seconds(p pace) float64 {
	return float64(d.taps)*p.Tap + float64(d.keys)*p.Key + float64(d.decisions)*p.Decide
}

// TestLength measures the interview: screens, what there is to read on them, and how long
// reading and answering take at the pace of pace.json. The first woman has to reach her
// report in four minutes, in either language.
func TestLength(t *testing.T) {
	v, base := talk(t)
	pace := readPace(t)
	var table strings.Builder
	table.WriteString("| Woman | Screens | Words, English | Minutes | Characters, Chinese | Minutes |\n|---|---|---|---|---|---|\n")
	for n, one := range howLong {
		var did doing
		c, err := casefile.Read("her.yaml", []byte(one.file), base)
		if err != nil {
			t.Fatal(err)
		}
		w := &woman{c: c, base: base, talk: v, brief: true}
		screens, en, zh := 0, 0, 0
		en0, zh0 := 0, 0
		var ways []string
		known := map[knowledge.Text]bool{} // read on an earlier screen
		var lines []knowledge.Text         // what she reads, with what belongs together in one
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
			lines = append(lines, p.Ask, p.Help)
			for i := range p.Fields {
				f := &p.Fields[i]
				if !f.Asked(values) || folded(f) && len(values[f.Name]) == 0 {
					continue
				}
				second = second || onSecondScreen(f)
				read(f.Group, f.Label, f.Help, f.Unit)
				lines = append(lines, f.Label, f.Help, f.Unit)
				for _, o := range f.Options { // those below her answer too
					lines = append(lines, knowledge.Text{En: o.Label.En + " " + o.Help.En, Zh: o.Label.Zh + " " + o.Help.Zh})
				}
				for _, o := range f.Options {
					read(o.Label, o.Help)
					if (f.Kind == interview.One || f.Options[0].Value == interview.None) && slices.Contains(values[f.Name], o.Value) {
						break // she has found her answer
					}
				}
			}
			did.answer(p, values)
			screens++
			way := p.ID
			if second {
				screens, way = screens+1, p.ID+" (2)"
			}
			ways = append(ways, fmt.Sprintf("%s %d/%d", way, en-en0, zh-zh0))
			en0, zh0 = en, zh
			return values
		})
		if n == 0 {
			plain(t, lines)
		}
		if screens > one.screens {
			t.Errorf("%s: %d screens, want at most %d: %v", one.who, screens, one.screens, ways)
		}
		t.Logf("%s: %v", one.who, ways)
		english, chinese := float64(en)/pace.En*60+did.seconds(pace), float64(zh)/pace.Zh*60+did.seconds(pace)
		if n == 0 && max(english, chinese) >= pace.Most {
			t.Errorf("%s: %.0f seconds in English, %.0f in Chinese; she may need %.0f", one.who, english, chinese, pace.Most)
		}
		fmt.Fprintf(&table, "| %s | %d | %d | %.1f | %d | %.1f |\n", one.who, screens, en, english/60, zh, chinese/60)
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

// plain holds every line against the words that have to be looked up: none stands in it,
// or only beside a plain word.
func plain(t *testing.T, lines []knowledge.Text) {
	t.Helper()
	data, err := os.ReadFile("testdata/hard-words.tsv")
	if err != nil {
		t.Fatal(err)
	}
	words := 0
	for row := range strings.Lines(string(data)) {
		if strings.HasPrefix(row, "#") {
			continue
		}
		words++
		hard, gloss, _ := strings.Cut(strings.TrimRight(row, "\n"), "\t")
		for _, line := range lines {
			for _, said := range []string{line.En, line.Zh} {
				said = strings.ToLower(said)
				if strings.Contains(said, strings.ToLower(hard)) && (gloss == "" || !strings.Contains(said, gloss)) {
					t.Errorf("%q has %q without a plain word (%q)", said, hard, gloss)
				}
			}
		}
	}
	if words < 30 || len(lines) < 60 {
		t.Errorf("%d words against %d lines", words, len(lines))
	}
}

// TestPlainLists holds every list of illnesses and operations against the words that are a
// doctor's: they stand in brackets behind plain ones.
func TestPlainLists(t *testing.T) {
	v, _ := talk(t)
	data, err := os.ReadFile("testdata/in-brackets.txt")
	if err != nil {
		t.Fatal(err)
	}
	brackets := regexp.MustCompile(`（[^）]*）|\([^)]*\)`)
	found := map[string]bool{}
	var hard []string
	for row := range strings.Lines(string(data)) {
		if word := strings.TrimSpace(row); word != "" && !strings.HasPrefix(word, "#") {
			hard = append(hard, word)
		}
	}
	for _, id := range v.PageIDs() {
		p, ok := v.Page(interview.State{AsOf: today}, id)
		if !ok {
			continue
		}
		for _, f := range p.Fields {
			for _, o := range f.Options {
				if f.Kind != interview.Many || strings.HasSuffix(id, "-tests") || id == "requested" || id == "past-medicines" || id == "medicines" {
					continue // tests, treatments and medicines have the names that stand on her papers
				}
				for _, label := range []string{o.Label.En, o.Label.Zh} {
					outside := brackets.ReplaceAllString(label, "")
					for _, word := range hard {
						found[word] = found[word] || strings.Contains(label, word)
						if strings.Contains(outside, word) {
							t.Errorf("%s: %q has %q outside of brackets", id, label, word)
						}
					}
				}
			}
		}
	}
	for _, word := range hard {
		if !found[word] {
			t.Errorf("%q stands nowhere: the list holds what is not asked", word)
		}
	}
}

// folded reports a field that stands folded away, for who leaves another one empty.
func folded(f *interview.Field) bool {
	return slices.ContainsFunc(f.Only, func(o interview.Only) bool { return o.Not && len(o.Is) == 0 })
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
