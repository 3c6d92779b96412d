package assessment_test

import (
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
)

// The interview's ten questions, S1 to S10 of the product.
var tenQuestions = []string{"recurrent", "early-or-late", "immune-and-clotting", "hormones", "womb", "where",
	"immune-treatment", "still-open", "tell-your-doctor", "prevent"}

// Every woman gets an answer to each of the ten questions, in both languages
// and under every setting, and what it points at exists.
func TestTenQuestionsAreAnswered(t *testing.T) {
	for name, c := range peopleToCheck(t) {
		for _, o := range everyOption() {
			a := engine().Assess(c, o)
			if len(a.Replies) != len(tenQuestions) {
				t.Fatalf("%s: %d replies", name, len(a.Replies))
			}
			for i, r := range a.Replies {
				if r.ID != tenQuestions[i] || r.Asks == "" || len(r.Lines) == 0 {
					t.Errorf("%s, %v: reply %d is %s, asks %q and has %d lines", name, o, i+1, r.ID, r.Asks, len(r.Lines))
				}
				for _, line := range r.Lines {
					if line.Text == "" || strings.ContainsAny(line.Text, "{}") {
						t.Errorf("%s, %v: %s says %q", name, o, r.ID, line.Text)
					}
					for _, id := range line.Statements {
						if a.Statement(id) == nil {
							t.Errorf("%s, %v: %s points at %s, which does not exist", name, o, r.ID, id)
						}
					}
				}
			}
		}
	}
}

// An answer is hers: among the women of the project no question gets the same
// words for all, and no two women get the same answers throughout.
func TestAnswersAreSpecific(t *testing.T) {
	people := peopleToCheck(t)
	whole := map[string]string{}
	different := map[string]map[string]bool{}
	for name, c := range people {
		a := engine().Assess(c, assessment.Options{})
		var all strings.Builder
		for _, r := range a.Replies {
			var text strings.Builder
			for _, line := range r.Lines {
				text.WriteString(line.Text + "\n")
			}
			if different[r.ID] == nil {
				different[r.ID] = map[string]bool{}
			}
			different[r.ID][text.String()] = true
			all.WriteString(text.String())
		}
		if other, ok := whole[all.String()]; ok {
			t.Errorf("%s and %s get the same answers", name, other)
		}
		whole[all.String()] = name
	}
	for id, texts := range different {
		if len(texts) < len(people)/3 {
			t.Errorf("%s is answered in %d ways for %d women", id, len(texts), len(people))
		}
	}
}

func everyOption() (out []assessment.Options) {
	for _, setting := range []string{"int", "cn", "uk", "us", "de"} {
		for _, lang := range []string{"en", "zh"} {
			out = append(out, assessment.Options{Setting: setting, Lang: lang})
		}
	}
	return out
}

// replyOf is the answer to one question in one language, as one text.
func replyOf(t *testing.T, name, lang, setting, question string) string {
	t.Helper()
	c, ok := peopleToCheck(t)["../testdata/women/"+name+"/case.yaml"]
	if !ok {
		t.Fatalf("no woman %s", name)
	}
	var text strings.Builder
	for _, r := range engine().Assess(c, assessment.Options{Lang: lang, Setting: setting}).Replies {
		if r.ID == question {
			for _, line := range r.Lines {
				text.WriteString(line.Text + "\n")
			}
		}
	}
	return text.String()
}

// What careful readers of the answers missed, or found wrong, once.
func TestAnswersSayWhatTheyMust(t *testing.T) {
	for _, c := range []struct{ woman, question, has, hasNot string }{
		// Held back in an emergency is not the same as answered.
		{"red-flags-after-a-loss", "still-open", "Every other question can wait", "No further fact"},
		// A limit stands in the laboratory's unit or with its own.
		{"red-flags-after-a-loss", "tell-your-doctor", "limit 530 mIU/L", "caffeine"},
		// What raises the risk does not explain.
		{"pcos-on-metformin", "hormones", "By itself it does not explain", ""},
		// The dose of folic acid is a question at this weight.
		{"pcos-on-metformin", "prevent", "body mass index of 30", "times as high"},
		// She asks for tests, and gave results that cannot be read.
		{"no-blocking-antibodies", "immune-and-clotting", "Protein S: the result on record is not counted", ""},
		{"no-blocking-antibodies", "immune-and-clotting", "Blocking antibodies, which you ask about", ""},
		// No guideline speaks of it, studies do.
		{"plasma-cells-in-the-lining", "prevent", "Antibiotics for chronic endometritis: It is not known.", ""},
		// Guidelines that count the same are not said to differ.
		{"plasma-cells-in-the-lining", "early-or-late", ": pregnancies 1, 2, 3.\nESHRE 2022; RCOG 2023; ASRM 2012", "Guidelines count differently"},
		{"red-flags-after-a-loss", "early-or-late", "Guidelines count differently", ""},
		// The direction is as firm as the guideline's.
		{"pcos-on-metformin", "prevent", "Metformin: ESHRE 2022 mostly advises against it", ""},
		// Whose number it is.
		{"partner-with-translocation", "prevent", "a parent carries a rearrangement", ""},
	} {
		text := replyOf(t, c.woman, "en", "int", c.question)
		if !strings.Contains(text, c.has) || c.hasNot != "" && strings.Contains(text, c.hasNot) {
			t.Errorf("%s, %s: want %q, not %q, in\n%s", c.woman, c.question, c.has, c.hasNot, text)
		}
	}
}
