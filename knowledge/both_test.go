package knowledge_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/strict"
	"github.com/gravida-health/gravida/knowledge"
)

// A text that is the same in both languages is written once; nothing written
// is nothing in both.
func TestBothIsOneTextOrTwo(t *testing.T) {
	for _, c := range []struct{ text, en, zh, problem string }{
		{"ref: 1.4.1", "1.4.1", "1.4.1", ""},
		{"ref: {en: table 1, zh: 表1}", "table 1", "表1", ""},
		{"ref:\n  en: table 1\n  zh: 表1", "table 1", "表1", ""},
		{"read: primary", "", "", ""},
		{"ref: [1, 2]", "", "", "x:1:6: found a list; accepted: one text for both languages, or en and zh"},
		{"ref: {en: table 1, de: Tabelle 1}", "table 1", "", `x:1:20: unknown key "de"; accepted: en, zh`},
	} {
		node, err := strict.Parse("x", []byte(c.text))
		if err != nil {
			t.Fatal(err)
		}
		var rule knowledge.Rule
		var problems problem.List
		strict.Decode("x", node, &rule, &problems)
		got := ""
		if err := problems.Err(); err != nil {
			got = err.Error()
		}
		if rule.Ref.In("en") != c.en || rule.Ref.In("zh") != c.zh || got != c.problem {
			t.Errorf("%q: en %q, zh %q, %q; want %q, %q, %q", c.text, rule.Ref.In("en"), rule.Ref.In("zh"), got, c.en, c.zh, c.problem)
		}
	}
}

// What was read and left out is told to a reader in her own language, the
// reason with it.
func TestNotEncodedInBothLanguages(t *testing.T) {
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	entries := 0
	check := func(at knowledge.Position, name string, text knowledge.Text) {
		entries++
		han := func(s string) bool {
			return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		}
		if text.En == "" || text.En == text.Zh || !han(text.Zh) {
			t.Errorf("%s: %s: %q, %q", at, name, text.En, text.Zh)
		}
	}
	for _, g := range base.Guidelines {
		for _, n := range g.NotEncoded {
			check(n.At, "says", n.Says)
			check(n.At, "reason", n.Reason)
		}
	}
	for _, m := range base.NoModel {
		check(m.At, "says", m.Says)
		check(m.At, "reason", m.Reason)
	}
	if entries < 600 {
		t.Errorf("only %d texts were read", entries)
	}
}
