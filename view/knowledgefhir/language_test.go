package knowledgefhir_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/view/words"
)

// Three words in a row are a sentence, or part of one.
var sentence = regexp.MustCompile(`(?i)\b[a-z]+ [a-z]+ [a-z]+\b`)

// inEnglish are elements that hold no sentence of ours: names of code systems' own,
// papers as they are printed, markup.
var inEnglish = map[string]bool{"div": true, "expression": true, "valueString": true}

// Every sentence has its Chinese beside it.
func TestBothLanguages(t *testing.T) {
	n := 0
	for _, r := range exported() {
		walk(r.json, "", func(o object, path string) {
			if strings.Contains(path, "._") { // the Chinese itself
				return
			}
			for key, v := range o {
				en, isText := v.(string)
				if !isText || inEnglish[key] || !sentence.MatchString(en) {
					continue
				}
				zh := translated(o, key)
				switch {
				case zh != "":
					n++
				case key == "display" && (chinese(o) != "" || o["system"] != nil || strings.HasSuffix(path, ".include.concept") || strings.HasPrefix(path, ".group.element")):
					// named in its code system, or by somebody else's
				default:
					t.Errorf("%s%s.%s in one language: %s", r, path, key, en)
				}
			}
		})
	}
	if n < 5000 {
		t.Errorf("only %d sentences were seen", n)
	}
}

// A narrative holds both languages, and is one piece of XHTML.
func TestNarratives(t *testing.T) {
	for _, r := range exported() {
		div := text(r.json["text"].(object)["div"])
		if !strings.Contains(div, `<div lang="en" xml:lang="en">`) || !strings.Contains(div, `<div lang="zh" xml:lang="zh">`) {
			t.Errorf("%s: %.200s", r, div)
		}
	}
	plan := text(find(t, "urn:gravida:plan:eshre-2022").json["text"].(object)["div"])
	for _, lang := range words.Languages {
		lead, _, _ := strings.Cut(words.In(lang, "plan.against"), "{what}")
		if !strings.Contains(plan, lead) {
			t.Errorf("the plan does not show what is %q", lead)
		}
	}
}

// A word of the views that is missing shows as its key.
func TestNoKeys(t *testing.T) {
	key := regexp.MustCompile(`^(export|about|plan|form|system|code|rights|value|fact|direction|strength|evidence|read|urgency|cause|test|status)\.[a-z]`)
	for _, r := range exported() {
		walk(r.json, "", func(o object, path string) {
			for name, v := range o {
				switch name {
				case "title", "text", "description", "display", "textEquivalent", "usage", "purpose", "copyright", "content":
					if strings.HasSuffix(path, ".include.concept") {
						continue // somebody else's words
					}
					if s := text(v); key.MatchString(s) || strings.Contains(s, "{") && o["code"] != s { // {count} is a unit
						t.Errorf("%s%s.%s: %s", r, path, name, s)
					}
				}
			}
		})
	}
}
