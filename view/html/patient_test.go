package html_test

import (
	"strings"
	"testing"

	dom "golang.org/x/net/html"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/html"
)

// herCase is a woman with two early losses and no test, of whom the rest is told.
func herCase(rest string) []byte {
	return []byte("gravida: case/1\nasOf: 2026-11-23\npregnancies: [{outcome: miscarriage, gestation: 8w}, {outcome: miscarriage, gestation: 9w}]\n" + rest)
}

// shown is her report without what is folded, and without the sheet.
func shown(t *testing.T, data []byte, lang string) string {
	t.Helper()
	root, err := dom.Parse(strings.NewReader(page(t, "patient", assess(t, data, assessment.Options{Lang: lang, Setting: "cn"}), html.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	var drop []*dom.Node
	for n := range root.Descendants() {
		if n.Type == dom.ElementNode && (n.Data == "details" || n.Data == "style" || attr(n, "id") == "sheet") {
			drop = append(drop, n)
		}
	}
	for _, n := range drop {
		if n.Parent != nil {
			n.Parent.RemoveChild(n)
		}
	}
	return words(root)
}

// inOrder asks that each text stands after the one before it.
func inOrder(t *testing.T, name, text string, parts ...string) {
	t.Helper()
	at := 0
	for _, part := range parts {
		i := strings.Index(text[at:], part)
		if i < 0 {
			t.Errorf("%s: %q is missing, or stands too early in %.1200s", name, part, text)
			return
		}
		at += i
	}
}

const nothingWrong = "status: {pregnant: false, symptoms: []}\nmedications: []\n"

// What is most important to her stands first: a danger; what to look out for while nobody
// knows whether there is one; else a kind word and the report in short, and the signs folded.
func TestFirstThings(t *testing.T) {
	calm := shown(t, herCase(nothingWrong), "en")
	inOrder(t, "nothing wrong", calm, "My report", "What you have been through is hard. Nothing that is known here needs help at once.", "In short", "Now: one blood sample")
	if strings.Contains(calm, "eavy bleeding: a pad") || strings.Contains(calm, "Get help at once if") {
		t.Error("the warning signs stand open before a woman with no danger")
	}
	inOrder(t, "nothing wrong, zh", shown(t, herCase(nothingWrong), "zh"), "您经历了这些，很不容易。就目前所知，没有需要马上就医的情况。", "要点", "查和流产有关的抗体、甲状腺。")

	inOrder(t, "not said", shown(t, herCase("status: {pregnant: false}\n"), "en"), "Whether there is a danger cannot be said yet", "Not known yet: symptoms now", "Heavy bleeding: a pad", "Go to an emergency department", "In short", "Call a doctor the same day")
	inOrder(t, "not said, zh", shown(t, herCase(""), "zh"), "还不能判断有没有危险信号", "大量出血", "要点")

	bleeding := "status: {pregnant: true, gestation: 7w, symptoms: [heavy-bleeding]}\nmedications: []\n"
	inOrder(t, "bleeding", shown(t, herCase(bleeding), "en"), "Emergency", "In short")
	sad := "status: {pregnant: false, symptoms: [fever]}\nmedications: []\n"
	inOrder(t, "fever", shown(t, herCase(sad), "en"), "My report", "rgent", "In short", "Get help at once if", "Heavy bleeding: a pad")
}

// The signs of a pregnancy are for who is, or may be, pregnant.
func TestSignsOfPregnancy(t *testing.T) {
	const sign = "labour pains before 37 weeks"
	for rest, want := range map[string]bool{nothingWrong: false, "status: {pregnant: true, symptoms: []}\n": true, "status: {symptoms: []}\n": true} {
		text := page(t, "patient", assess(t, herCase(rest), assessment.Options{}), html.Options{})
		if got := strings.Contains(text, sign); got != want {
			t.Errorf("%s: the signs of a pregnancy stand there: %v", rest, got)
		}
		if !strings.Contains(text, "thoughts of harming yourself") {
			t.Errorf("%s: the signs for everybody are missing", rest)
		}
	}
}

// Who knows nothing is not told that nothing is wrong, nor that no doctor is needed, and the
// questions that matter most are not a number of questions.
func TestNothingKnown(t *testing.T) {
	data := []byte("gravida: case/1\n")
	for lang, says := range map[string]struct{ has, not []string }{
		"en": {[]string{"Whether there is a danger cannot be said yet", "Too little is known to name a department. Begin with a gynaecologist", "These matter most. The rest can wait."}, []string{"No red flag", "no department is named", "more questions"}},
		"zh": {[]string{"还不能判断有没有危险信号", "信息还不够，还不能说该看哪个专科。先看妇科", "这几个最要紧，其余的可以以后再说。"}, []string{"本记录中没有危险信号", "没有需要专门就诊的科室", "个问题"}},
	} {
		text := shown(t, data, lang)
		for _, has := range says.has {
			if !strings.Contains(text, has) {
				t.Errorf("%s: %q is not there: %s", lang, has, text)
			}
		}
		for _, not := range says.not {
			if strings.Contains(text, not) {
				t.Errorf("%s: %q is there", lang, not)
			}
		}
	}
}

// One number of her chances stands open, and once; the others are folded. Of a legend only
// the signs are told that are drawn.
func TestOneNumber(t *testing.T) {
	text := shown(t, herCase(nothingWrong), "en")
	if n := strings.Count(text, "of 100") + strings.Count(text, "Of 100"); n != 1 {
		t.Errorf("%d numbers stand open: %s", n, text)
	}
	if !strings.Contains(text, "Filled: a child; empty: none.") || strings.Contains(text, "ringed") {
		t.Error("the legend is not of what is drawn")
	}
}
