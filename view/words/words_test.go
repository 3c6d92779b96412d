package words_test

import (
	"os"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// Every key stands once, in order of use, with a word in every language.
func TestEveryLanguageHasEveryKey(t *testing.T) {
	table, err := os.ReadFile("words.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, line := range strings.Split(strings.TrimRight(string(table), "\n"), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 1+len(words.Languages) {
			t.Errorf("line %d has %d columns, want %d: %q", i+1, len(fields), 1+len(words.Languages), line)
			continue
		}
		for j, word := range fields[1:] {
			if word == "" {
				t.Errorf("%s has no word in %s", fields[0], words.Languages[j])
			}
		}
		if places(fields[1]) != places(fields[2]) {
			t.Errorf("%s has different places: %q, %q", fields[0], fields[1], fields[2])
		}
		if seen[fields[0]] {
			t.Errorf("%s stands twice", fields[0])
		}
		seen[fields[0]] = true
	}
}

// places says which {places} a word has, in alphabetical order; a month's name is
// a number in Chinese.
func places(word string) string {
	var names []string
	for _, name := range []string{"1", "2", "ask", "by", "category", "d", "date", "from", "gestation", "id", "label", "leading", "list", "m", "max", "n", "name", "need", "outcome", "points", "side", "to", "w", "what", "why", "y"} {
		if strings.Contains(word, "{"+name+"}") {
			names = append(names, name)
		}
	}
	return strings.Join(names, " ")
}

func TestCount(t *testing.T) {
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{{"en", 1, "1 loss"}, {"en", 3, "3 losses"}, {"zh", 1, "妊娠丢失1次"}, {"zh", 2, "妊娠丢失2次"}} {
		if got := words.Count(c.lang, "pattern.losses", c.n); got != c.want {
			t.Errorf("Count(%s, %d) = %q, want %q", c.lang, c.n, got, c.want)
		}
	}
}

func TestSentence(t *testing.T) {
	for in, want := range map[string]string{"free T4": "Free T4", "hCG": "hCG", "狼疮抗凝物": "狼疮抗凝物", "": "", "x": "X"} {
		if got := words.Sentence(in); got != want {
			t.Errorf("Sentence(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDate(t *testing.T) {
	for _, c := range []struct{ in, en, zh string }{
		{"2026-04-03", "3 Apr 2026", "2026年4月3日"},
		{"2026-04", "Apr 2026", "2026年4月"},
		{"2026", "2026", "2026年"},
	} {
		d := date.MustParse(c.in)
		if en, zh := words.Date("en", d), words.Date("zh", d); en != c.en || zh != c.zh {
			t.Errorf("Date(%s) = %q, %q, want %q, %q", c.in, en, zh, c.en, c.zh)
		}
	}
	if got := words.Date("en", date.Date{}); got != "" {
		t.Errorf("an unknown date is %q, want nothing", got)
	}
}

func TestGestation(t *testing.T) {
	for _, c := range []struct {
		in     patient.Gestation
		en, zh string
	}{
		{patient.Weeks(8, 2), "8w2d", "8周2天"},
		{patient.Gestation{Min: 56, Max: 62}, "8w", "8周"},
		{patient.Gestation{Min: 35, Max: 195}, "5w0d to 27w6d", "5周0天至27周6天"},
		{patient.Gestation{Max: 97}, "up to 13w6d", "不超过13周6天"},
		{patient.Gestation{}, "", ""},
	} {
		if en, zh := words.Gestation("en", c.in), words.Gestation("zh", c.in); en != c.en || zh != c.zh {
			t.Errorf("Gestation(%v) = %q, %q, want %q, %q", c.in, en, zh, c.en, c.zh)
		}
	}
}

func base(t *testing.T) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFact(t *testing.T) {
	b := base(t)
	for _, c := range []struct{ in, en, zh string }{
		{"pregnancies.2.gestation", "gestation of pregnancy 2", "第2次妊娠的孕周"},
		{"pregnancies.1", "pregnancy 1", "第1次妊娠"},
		{"pregnancies", "the list of pregnancies", "妊娠经过"},
		{"status.symptoms", "symptoms now", "目前症状"},
		{"lupus-anticoagulant", "lupus anticoagulant", "狼疮抗凝物"},
		{"lupus-anticoagulant 2025-01-10", "lupus anticoagulant, 10 Jan 2025", "狼疮抗凝物，2025年1月10日"},
		{"absent.diabetes", "diabetes, known to be absent", "已知没有糖尿病"},
		{"medications.warfarin", "takes warfarin", "使用华法林"},
		{"events.pre-eclampsia", "pre-eclampsia", "子痫前期"},
		{"nothing.of.the.kind", "nothing.of.the.kind", "nothing.of.the.kind"},
	} {
		if en, zh := words.Fact(b, "en", c.in), words.Fact(b, "zh", c.in); en != c.en || zh != c.zh {
			t.Errorf("Fact(%s) = %q, %q, want %q, %q", c.in, en, zh, c.en, c.zh)
		}
	}
}

func TestValue(t *testing.T) {
	b := base(t)
	for _, c := range []struct{ in, en, zh string }{
		{"miscarriage at 8w2d, 2021-05-10", "miscarriage at 8w2d, 10 May 2021", "自然流产，孕8周2天，2021年5月10日"},
		{"miscarriage at 5w0d to 27w6d", "miscarriage at 5w0d to 27w6d", "自然流产，孕5周0天至27周6天"},
		{"outcome not known", "outcome not known", "结局不详"},
		{"62 GPL, positive, limit 40, on-warfarin", "62 GPL, positive, limit 40, on warfarin", "62 GPL，阳性，界值40，服用华法林期间"},
		{"on record since 2019 until 2024-05", "on record from 2019 to May 2024", "有记录，2019至2024年5月"},
		{"taken since 2024-03 until 2024-03", "taken, Mar 2024", "曾使用，2024年3月"},
		{"taken until 2024-03", "taken until Mar 2024", "曾使用，至2024年3月"},
		{"happened 2018-03, proven by imaging, high-risk profile: false", "happened, Mar 2018, proven by imaging, high-risk profile: no", "2018年3月发生过，由影像证实，有高危因素：否"},
		{"3, listed in full", "3, all listed", "共3项，已全部列出"},
		{"none", "none", "无"},
		{"septate-uterus", "septate uterus", "纵隔子宫"},
		{"", "not known", "不详"},
	} {
		if en, zh := words.Value(b, "en", c.in), words.Value(b, "zh", c.in); en != c.en || zh != c.zh {
			t.Errorf("Value(%q) =\n %q, %q, want\n %q, %q", c.in, en, zh, c.en, c.zh)
		}
	}
}

func TestPlainGestation(t *testing.T) {
	for _, c := range []struct{ lang, written, want string }{
		{"en", "8w2d", "8 weeks 2 days"}, {"en", "8w1d", "8 weeks 1 day"}, {"en", "8w0d", "8 weeks"}, {"en", "8w", "8 weeks"},
		{"zh", "8w2d", "8周2天"}, {"zh", "8w", "8周"},
	} {
		g, err := patient.ParseGestation(c.written)
		if err != nil {
			t.Fatal(err)
		}
		if got := words.PlainGestation(c.lang, g); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.written, c.lang, got, c.want)
		}
	}
	first := patient.Gestation{Min: 28, Max: 97}
	if got := words.PlainGestation("en", first); got != "4 weeks to 13 weeks 6 days" {
		t.Errorf("from 28 to 97 days is %q", got)
	}
}
