package html_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/html"
)

// The page of a statement tells all that leads down from it, and the way back.
func TestExplain(t *testing.T) {
	for _, woman := range []string{"two-losses-one-positive-antibody", "lupus-on-warfarin", "nothing-known-but-two-losses"} {
		data, err := os.ReadFile("../../testdata/women/" + woman + "/case.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for lang, want := range map[string]string{"en": "en", "zh": "zh-Hans"} {
			a := assess(t, data, assessment.Options{Lang: lang})
			for i := range a.Statements {
				trail, ok := a.Open(a.Statements[i].ID)
				if !ok {
					t.Fatalf("%s does not open", a.Statements[i].ID)
				}
				explained(t, woman+", "+lang+", "+string(trail.Statement.ID), trail, a, want)
			}
		}
	}
}

func explained(t *testing.T, name string, trail assessment.Trail, a *assessment.Assessment, lang string) {
	t.Helper()
	var out bytes.Buffer
	if err := html.Explain(&out, trail, a, html.Options{Links: html.Links{Back: html.Link{Href: "#main", Text: "back"}}}); err != nil {
		t.Fatal(err)
	}
	root := check(t, name, out.String(), lang)
	text := flat(words(root))
	s := trail.Statement
	told := []string{s.Text, s.Ref, s.Note, s.Rule, "back"}
	if trail.Source != nil {
		told = append(told, trail.Source.Citation.In(a.Lang), trail.Source.Link())
	}
	if trail.Rule != nil {
		told = append(told, trail.Rule.When)
	}
	for _, part := range trail.Parts {
		told = append(told, part.Name)
		if part.Label != "" {
			told = append(told, part.Label[1:]) // which begins as a sentence does
		}
		for _, f := range part.Facts {
			told = append(told, f.Source[strings.LastIndex(f.Source, "/")+1:])
		}
	}
	for _, want := range told {
		if !strings.Contains(text, flat(want)) {
			t.Errorf("%s: not on the page: %s", name, want)
		}
	}
}

// BenchmarkPages is how long the pages of the most complicated woman take, from the
// case to the last byte.
func BenchmarkPages(b *testing.B) {
	data, err := os.ReadFile("../../testdata/women/unexplained-asks-for-immunotherapy/case.yaml")
	if err != nil {
		b.Fatal(err)
	}
	c := readCase(b, data)
	for _, audience := range []string{"patient", "clinician", "compare"} {
		b.Run(audience, func(b *testing.B) {
			for b.Loop() {
				var out bytes.Buffer
				if err := audiences[audience](&out, engine().Assess(c, assessment.Options{}), served()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("explain", func(b *testing.B) {
		for b.Loop() {
			var out bytes.Buffer
			a := engine().Assess(c, assessment.Options{})
			trail, _ := a.Open("s40")
			if err := html.Explain(&out, trail, a, served()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
