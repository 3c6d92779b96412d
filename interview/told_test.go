package interview_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
)

// What a woman reads where she checks her answers can be understood without its question: no
// row is headed by one, each page has a heading of its own, and what she passed by at a gate
// is named.
func TestTold(t *testing.T) {
	v, base := talk(t)
	heads := map[string]string{}
	for _, one := range howLong {
		c, err := casefile.Read("her.yaml", []byte(one.file), base)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := run(t, v, interview.State{AsOf: today}, (&woman{c: c, base: base, talk: v}).answer)
		for _, p := range v.Said(s) {
			a, _ := s.Answer(p.ID)
			for _, told := range v.Told(p, a) {
				if strings.ContainsAny(told.About.En+told.About.Zh, "?？") || told.About.En == "" || told.About.Zh == "" {
					t.Errorf("%s is headed %+v", p.ID, told.About)
				}
				if of := heads[told.About.Zh]; of != "" && of != p.ID && !strings.HasPrefix(told.About.Zh, "第") {
					t.Errorf("%s and %s are both headed %s", of, p.ID, told.About.Zh)
				}
				heads[told.About.Zh] = p.ID
			}
		}
	}
	for _, id := range v.PageIDs() {
		if p, ok := v.Page(interview.State{AsOf: today}, id); ok && strings.ContainsAny(p.Ask.Zh, "?？") && p.About.Zh == "" {
			t.Errorf("%s has nothing but its question", id)
		}
	}
	for said, want := range map[string]string{
		"clots":  "您没有选：血液、心瓣膜、皮肤；任何风湿免疫病；月经、激素、甲状腺；血糖、维生素；高血压、肾病",
		"unsure": "", // which is no no
	} {
		p, _ := v.Page(interview.State{AsOf: today}, "illnesses")
		says := v.Told(p, interview.Answer{Page: "illnesses", Values: one("which", said)})[0].Says
		named := slices.ContainsFunc(says, func(x knowledge.Text) bool { return strings.HasPrefix(x.Zh, "您没有选") })
		if named != (want != "") || named && says[1].Zh != want {
			t.Errorf("%s at the gate is shown as %v, want %s", said, says, want)
		}
	}
	p, _ := v.Page(interview.State{AsOf: today}, "tests-done")
	if says := v.Told(p, interview.Answer{Page: "tests-done", Values: one("which", "thyroid-tests")})[0].Says; len(says) != 1 {
		t.Errorf("a test that was passed by is no test: %v", says)
	}
}
