package gravida_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/internal/problem"
)

// slip is wording that does not belong in any text, or in any that a patient
// sees.
type slip struct {
	name string
	form *regexp.Regexp
	but  *regexp.Regexp // what is taken out of the text first; may be nil
}

// The names of some illnesses hold a word that would hurt by itself.
var (
	inChinese = []slip{
		{"a half-width mark", regexp.MustCompile(`\p{Han} ?[,;:?!()]|[,;:?!()]\p{Han}|\p{Han}\.(?:\p{Han}| |$)`), nil},
		{"你 for 您", regexp.MustCompile(`你`), nil},
		{"a hurtful word", regexp.MustCompile(`失败|习惯性`), regexp.MustCompile(`反复种植失败`)},
		{"another name than the glossary's", regexp.MustCompile(`禁忌症|抗心磷脂综合征|纵膈|宫颈功能不全`), nil},
		{"an English sentence", regexp.MustCompile(`\b[a-z]+(?: [a-z]+){3}`), nil},
	}
	beforeAPatient = []slip{
		{"Chinese in the English", regexp.MustCompile(`\p{Han}`), nil},
		{"a hurtful word", regexp.MustCompile(`(?i)\bfail|\bhabitual\b|\bincompeten|\bblighted\b|\bspontaneous abortion|\bproducts of conception`),
			regexp.MustCompile(`(?i)\b(?:heart|kidney|liver|implantation) failure`)},
	}
)

func (s slip) in(text string) bool {
	if s.but != nil {
		text = s.but.ReplaceAllString(text, "")
	}
	return s.form.MatchString(text)
}

// slips says what is wrong with one text in its two languages.
func slips(en, zh string, patient bool) (found []string) {
	if strings.TrimSpace(en) == "" || strings.TrimSpace(zh) == "" {
		found = append(found, "not in both languages")
	}
	search := func(text string, kinds []slip) {
		for _, s := range kinds {
			if s.in(text) {
				found = append(found, s.name+": "+problem.Quote(text))
			}
		}
	}
	search(zh, inChinese)
	if patient {
		search(en, beforeAPatient)
	}
	return found
}

// notForPatients are the keys under which a text speaks to clinicians and to
// those who check the knowledge.
var notForPatients = map[string]bool{
	"notEncoded": true, "modelsNotEncoded": true,
	"ref": true, "note": true, "citation": true, "about": true, "developer": true, "funding": true, "population": true,
	"use": true, "limits": true, "attributes": true, "quality": true, "evidence": true, "why": true, "notWhen": true, "pitfalls": true, "next": true,
}

// TestLanguageOfTheKnowledge reads every text that stands in two languages,
// whatever file or entry it belongs to, and those of the interview.
func TestLanguageOfTheKnowledge(t *testing.T) {
	texts := 0
	var walk func(name string, n *yaml.Node, patient bool)
	walk = func(name string, n *yaml.Node, patient bool) {
		if n.Kind == yaml.SequenceNode {
			for _, item := range n.Content {
				walk(name, item, patient)
			}
		}
		if n.Kind != yaml.MappingNode {
			return
		}
		var en, zh *yaml.Node
		for i := 0; i+1 < len(n.Content); i += 2 {
			switch key, value := n.Content[i].Value, n.Content[i+1]; {
			case key == "en" && value.Kind == yaml.ScalarNode:
				en = value
			case key == "zh" && value.Kind == yaml.ScalarNode:
				zh = value
			default:
				walk(name, value, patient && !notForPatients[key])
			}
		}
		switch {
		case en != nil && zh != nil:
			texts++
			// A word of one country is named in its own script as well.
			plain := strings.ReplaceAll(en.Value, "("+zh.Value+")", "")
			for _, found := range slips(plain, zh.Value, patient) {
				t.Errorf("%s:%d: %s", name, n.Line, found)
			}
		case en != nil || zh != nil:
			t.Errorf("%s:%d: one language alone", name, n.Line)
		}
	}
	for _, folder := range []string{"knowledge", "interview"} {
		err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(name) != ".yaml" {
				return err
			}
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			var doc yaml.Node
			if err := yaml.Unmarshal(data, &doc); err != nil {
				return err
			}
			for _, n := range doc.Content {
				walk(name, n, true)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if texts < 2000 {
		t.Errorf("only %d texts were read", texts)
	}
}

func TestLanguageOfTheViews(t *testing.T) {
	for i, line := range strings.Split(read(t, "view/words/words.tsv"), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 3 {
			t.Errorf("words.tsv:%d: %d cells", i+1, len(cells))
			continue
		}
		for _, found := range slips(cells[1], cells[2], true) {
			t.Errorf("words.tsv:%d: %s", i+1, found)
		}
	}
}

// TestSlips shows what the two tests above catch and what they let pass.
func TestSlips(t *testing.T) {
	for _, c := range []struct {
		en, zh string
		want   int
	}{
		{"A loss is nobody's fault.", "流产不是任何人的错。", 0},
		{"Heart failure, TSH over 2.5.", "心力衰竭，TSH超过2.5。", 0},
		{"Repeated implantation failure.", "反复种植失败。", 0},
		{"Pregnancy failure.", "妊娠丢失。", 1},
		{"A blighted ovum.", "空孕囊。", 1},
		{"An incompetent cervix.", "宫颈机能不全。", 1},
		{"Habitual miscarriage.", "习惯性流产。", 2},
		{"Rest.", "请休息,多喝水。", 1},
		{"Rest.", "请休息.", 1},
		{"Rest?", "休息了吗?", 1},
		{"Rest.", "你应当休息。", 1},
		{"Treatment.", "治疗失败。", 1},
		{"Treatment.", "禁忌症。", 1},
		{"Treatment.", "治疗：read in a digest of it", 1},
		{"Rest.", " ", 1},
		{"请休息。", "请休息。", 1},
	} {
		if got := slips(c.en, c.zh, true); len(got) != c.want {
			t.Errorf("%q, %q: found %q, want %d", c.en, c.zh, got, c.want)
		}
	}
	if got := slips("Treatment failure.", "治疗未能奏效。", false); len(got) > 0 {
		t.Errorf("to a clinician: %q", got)
	}
}
