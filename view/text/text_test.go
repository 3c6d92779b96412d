package text_test

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/prognosis"
	"github.com/gravida-health/gravida/view/text"
)

var update = flag.Bool("update", false, "rewrite the golden texts")

// library is the built-in knowledge, compiled once for all tests.
var library = sync.OnceValues(func() (*guideline.Library, error) {
	base, err := knowledge.Default()
	if err != nil {
		return nil, err
	}
	return guideline.Compile(base)
})

type tester interface {
	Helper()
	Fatal(args ...any)
}

// assess answers a case under a version of the knowledge that never changes its
// name, so that a release does not touch the golden texts.
func assess(t tester, c *patient.Case, o assessment.Options) *assessment.Assessment {
	t.Helper()
	l, err := library()
	if err != nil {
		t.Fatal(err)
	}
	base, _ := knowledge.Default()
	v := l.Evaluate(finding.Derive(c, base))
	a := assessment.Assemble(c, v, prognosis.Predict(v, base), base, o.Complete(base))
	a.Knowledge.Version = "test"
	return a
}

func read(t *testing.T, name string) *patient.Case {
	t.Helper()
	file := "testdata/" + name + ".yaml"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	c, err := casefile.Read(name+".yaml", data, base)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func written(t tester, a *assessment.Assessment, o text.Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := text.Write(&out, a, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// explained opens the statement of a rule.
func explained(t tester, a *assessment.Assessment, rule string) string {
	t.Helper()
	for _, s := range a.Statements {
		if s.Rule == rule {
			trail, _ := a.Open(s.ID)
			var out bytes.Buffer
			if err := text.Explain(&out, trail, a, text.Options{}); err != nil {
				t.Fatal(err)
			}
			return out.String()
		}
	}
	t.Fatal("no statement of rule " + rule)
	return ""
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name + ".txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; run go test ./view/text -update and read the change\n%s", file, diff)
	}
	fits(t, got, 80)
}

// fits checks that nothing is wider than asked or steers the terminal.
func fits(t interface{ Errorf(string, ...any) }, out string, columns int) {
	measure := &runewidth.Condition{}
	for _, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		if n := measure.StringWidth(line); n > columns {
			t.Errorf("%d columns wide, at most %d: %q", n, columns, line)
		}
		if strings.ContainsFunc(line, unicode.IsControl) {
			t.Errorf("a control character in %q", line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("spaces at the end of %q", line)
		}
	}
}

// Each woman is named by what she shows.
func TestWrite(t *testing.T) {
	for _, c := range []struct{ name, lang, setting string }{
		{"nothing-known", "en", "int"},
		{"nothing-known", "zh", "cn"},
		{"antibodies-once", "en", "int"},
		{"antibodies-once", "zh", "int"},
		{"syndrome-established", "en", "int"},
		{"syndrome-established", "zh", "cn"},
		{"pregnant-bleeding-on-warfarin", "en", "int"},
		{"pregnant-bleeding-on-warfarin", "zh", "cn"},
	} {
		t.Run(c.name+"."+c.lang, func(t *testing.T) {
			a := assess(t, read(t, c.name), assessment.Options{Lang: c.lang, Setting: c.setting})
			golden(t, c.name+"."+c.lang, written(t, a, text.Options{}))
		})
	}
}

func TestExplain(t *testing.T) {
	for _, c := range []struct{ name, lang, rule string }{
		{"antibodies-once", "en", "cause-aps-one-positive"},
		{"antibodies-once", "zh", "cause-aps-one-positive"},
		{"antibodies-once", "en", "eshre-2022-definition"},
		{"antibodies-once", "zh", "aps-sydney-2006"},
		{"antibodies-once", "en", "eshre-2022-apl-screen"},
	} {
		name := "explain." + c.rule + "." + c.lang
		t.Run(name, func(t *testing.T) {
			a := assess(t, read(t, c.name), assessment.Options{Lang: c.lang})
			golden(t, name, explained(t, a, c.rule))
		})
	}
}

var handle = regexp.MustCompile(`\[s\d+\]`)

// unworded is the key of a word or the name of a fact that reached the page as
// it is.
var unworded = regexp.MustCompile(`\b(above|cause|criteria|direction|evidence|fact|flags|head|lifestyle|list|others|partner|patient|pattern|pregnancies|pregnancy|question|read|recurrence|short|status|strength|tag|test|treatment|truth|urgency|value|who)\.[a-zA-Z0-9-]+`)

// Whatever is known, nothing is wider than the page, every statement has its
// handle, red flags come first, and both languages show the same handles.
func TestAnyAssessment(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, base)
		if !c.AsOf.Known() {
			c.AsOf = date.MustParse("2026-03-01")
		}
		columns := rapid.IntRange(40, 132).Draw(t, "columns")
		handles := map[string]map[string]bool{}
		for _, lang := range []string{"en", "zh"} {
			a := assess(t, c, assessment.Options{Lang: lang})
			out := written(t, a, text.Options{Width: columns})
			fits(t, out, columns)
			if word := unworded.FindString(out); word != "" {
				t.Errorf("%s: %q has no words", lang, word)
			}
			handles[lang] = map[string]bool{}
			for _, h := range handle.FindAllString(strings.ReplaceAll(out, "\n", ""), -1) {
				handles[lang][h] = true
			}
			for _, id := range referenced(t, a) {
				if !handles[lang]["["+id+"]"] {
					t.Errorf("%s: statement %s is not shown", lang, id)
				}
			}
		}
		if diff := cmp.Diff(handles["en"], handles["zh"]); diff != "" {
			t.Errorf("the languages show different statements:\n%s", diff)
		}
	})
}

// referenced lists the statements that a section of the assessment names.
func referenced(t tester, a *assessment.Assessment) (ids []string) {
	t.Helper()
	sections := *a
	sections.Statements, sections.Case = nil, ""
	data, err := sections.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, quoted := range regexp.MustCompile(`"s\d+"`).FindAllString(string(data), -1) {
		ids = append(ids, strings.Trim(quoted, `"`))
	}
	return ids
}

// Any statement opens within the width.
func TestAnyExplanation(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := assess(t, casetest.Case(t, base), assessment.Options{Lang: rapid.SampledFrom([]string{"en", "zh"}).Draw(t, "lang")})
		s := rapid.SampledFrom(a.Statements).Draw(t, "statement")
		trail, _ := a.Open(s.ID)
		var out bytes.Buffer
		if err := text.Explain(&out, trail, a, text.Options{}); err != nil {
			t.Fatal(err)
		}
		fits(t, out.String(), 80)
	})
}

// What a stranger writes into a record cannot steer the terminal, whatever the
// reader of the record let through.
func TestHostileText(t *testing.T) {
	const hostile = "\x1b[31mred\x07\x9b2J\u202eevil\r\nnew line"
	c := &patient.Case{
		ID: hostile, AsOf: date.MustParse("2026-03-01"), History: patient.History{Given: true, Complete: true},
		Pregnancies: []patient.Pregnancy{{Outcome: patient.Miscarriage, Partner: patient.Know(hostile, patient.Source{Document: hostile})}},
		Issues:      []patient.Issue{{Source: patient.Source{Document: hostile}, En: hostile, Zh: hostile}},
	}
	a := assess(t, c, assessment.Options{})
	out := written(t, a, text.Options{})
	fits(t, out, 80)
	if strings.ContainsRune(out, '\u202e') {
		t.Error("a mark that turns the direction of writing is left")
	}
	if !strings.HasPrefix(out, "[31mred2Jevil new line · ") {
		t.Errorf("the name is shown as %q", strings.SplitN(out, "\n", 2)[0])
	}
	if out := explained(t, a, "eshre-2022-definition"); strings.ContainsRune(out, '\x1b') {
		t.Error("an escape character is left in the explanation")
	}
}

// Colour adds to the words and takes nothing away.
func TestColour(t *testing.T) {
	a := assess(t, read(t, "pregnant-bleeding-on-warfarin"), assessment.Options{})
	plain, coloured := written(t, a, text.Options{}), written(t, a, text.Options{Color: true})
	if strings.ContainsRune(plain, '\x1b') {
		t.Error("colour was not asked for, and there is an escape character")
	}
	if !strings.Contains(coloured, "\x1b[1;31m!!\x1b[0m") {
		t.Error("an emergency has no colour")
	}
	stripped := regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(coloured, "")
	if diff := cmp.Diff(plain, stripped); diff != "" {
		t.Errorf("colour changes the words:\n%s", diff)
	}
}

// A pregnancy of which nobody said how it ended is not called a stillbirth.
func TestAnEndNobodyTold(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	c, err := casefile.Read("open.yaml", []byte("gravida: case/1\nasOf: 2026-03-01\npregnancies: [{partner: A}, {outcome: stillbirth}]\n"), base)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := text.Patient(&out, assess(t, c, assessment.Options{Lang: "en"}), text.Options{}); err != nil {
		t.Fatal(err)
	}
	if said := out.String(); !strings.Contains(said, "1 more stillbirth that may be one of these losses") || strings.Contains(said, "2 stillbirths") {
		t.Error(said)
	}
}
