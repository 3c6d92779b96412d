package text

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		name, text  string
		first, rest int
		want        []string
	}{
		{"words", "one two three", 8, 8, []string{"one two", "three"}},
		{"a narrower first line", "one two three", 4, 20, []string{"one", "two three"}},
		{"nothing", "", 10, 10, nil},
		{"a word that is too wide", "abcdefghijkl", 5, 5, []string{"abcde", "fghij", "kl"}},
		{"Chinese at any character", "狼疮抗凝物阳性", 8, 8, []string{"狼疮抗凝", "物阳性"}},
		{"never before a closing mark", "狼疮抗凝，物", 8, 8, []string{"狼疮抗", "凝，物"}},
		{"never after an opening mark", "狼疮抗（凝物）", 8, 8, []string{"狼疮抗", "（凝物）"}},
		{"a number and its unit", "孕期第16周3天", 10, 10, []string{"孕期", "第16周3天"}},
		{"beside Latin letters", "按ESHRE属于", 8, 8, []string{"按ESHRE", "属于"}},
		{"words that hold together", "a ●\u00a0for b", 6, 6, []string{"a", "●\u00a0for", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, wrap(c.text, c.first, c.rest)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Wrapping changes spaces only, and keeps to the width.
func TestWrapKeepsEverything(t *testing.T) {
	text := rapid.StringOf(rapid.SampledFrom([]rune("ab 狼疮抗，。（）1 [s]-é\u0301👶\u00a0")))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		room := rapid.IntRange(8, 40).Draw(t, "room")
		lines := wrap(s, room, room)
		for _, line := range lines {
			if width(line) > room {
				t.Errorf("%q is %d wide, at most %d", line, width(line), room)
			}
		}
		bare := strings.NewReplacer(" ", "", nbsp, "")
		if got, want := bare.Replace(strings.Join(lines, "")), bare.Replace(s); got != want {
			t.Errorf("%q became %q", want, got)
		}
	})
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain":              "plain",
		"\x1b]0;title\x07x":  "]0;titlex",
		"a\tb\nc":            "a b c",
		"\u009b31mred":       "31mred",
		"left\u202eright":    "leftright",
		"bad \xff byte":      "bad  byte",
		"狼疮\u200b抗凝物 β⁹ “x”": "狼疮\u200b抗凝物 β⁹ “x”",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}
