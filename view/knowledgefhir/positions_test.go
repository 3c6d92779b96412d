package knowledgefhir_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// What can be ordered cites every recommendation on it, those against it too, in
// text and in elements, in both languages.
func TestOrdersCiteEveryPosition(t *testing.T) {
	against := 0
	for _, activity := range of("ActivityDefinition") {
		kind, id, _ := strings.Cut(strings.TrimPrefix(text(activity.json["url"]), "urn:gravida:activity:"), "-")
		var want, got []string
		for _, r := range base().Rules {
			about := kind == "test" && slices.Contains(r.Test, id) || kind == "treatment" && slices.Contains(r.Treatment, id)
			if !about || !base().Recommends(r) {
				continue
			}
			want = append(want, r.ID)
			if r.Direction == knowledge.Against {
				against++
			}
		}
		div := text(activity.json["text"].(object)["div"])
		for _, c := range citations(activity.json) {
			rule, _, _ := strings.Cut(text(c["label"]), " · ")
			got = append(got, rule)
			i := slices.IndexFunc(base().Rules, func(r *knowledge.Rule) bool { return r.ID == rule })
			if i < 0 {
				t.Fatalf("%s cites %v", activity, c)
			}
			r := base().Rules[i]
			for lang, said := range map[string]string{"en": text(c["display"]), "zh": translated(c, "display")} {
				lead, _, _ := strings.Cut(words.In(lang, "plan."+r.Direction), "{what}")
				if !strings.HasPrefix(said, lead) || !strings.Contains(said, r.Says.In(lang)) || !strings.Contains(said, words.In(lang, "read."+r.Read)) {
					t.Errorf("%s: %s is cited as %q", activity, rule, said)
				}
				if !strings.Contains(div, lead) {
					t.Errorf("%s does not show what is %q", activity, lead)
				}
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s cites %q, want %q", activity, got, want)
		}
	}
	if against < 30 {
		t.Errorf("only %d recommendations against what others recommend were seen", against)
	}
}

// What nobody could read says so where only a title is shown.
func TestUnconfirmedIsInTheTitle(t *testing.T) {
	n := 0
	for _, plan := range of("PlanDefinition") {
		for _, a := range actions(plan.json["action"]) {
			unconfirmed := slices.Equal(codes(a["code"], "read"), []string{knowledge.Unconfirmed})
			en, zh := text(a["title"]), translated(a, "title")
			if strings.HasSuffix(en, "[unconfirmed]") != unconfirmed || strings.HasSuffix(zh, "［未核实］") != unconfirmed {
				t.Errorf("%s: %v is called %q, %q", plan, a["id"], en, zh)
			}
			if unconfirmed {
				n++
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d unconfirmed lines were seen", n)
	}
}

// A plan says how its lines were read; one without any does not seem to recommend.
func TestPlansCountTheirLines(t *testing.T) {
	for _, plan := range of("PlanDefinition") {
		read := map[string]int{}
		for _, a := range actions(plan.json["action"]) {
			id := text(a["id"])
			if !slices.ContainsFunc(base().Rules, func(r *knowledge.Rule) bool { return r.ID == id }) {
				continue // a heading, a part of a line, or a definition
			}
			read[codes(a["code"], "read")[0]]++
			read[""]++
		}
		if read[""] == 0 {
			if description := text(plan.json["description"]); !strings.HasPrefix(description, "It recommends nothing.") || strings.Contains(text(plan.json["title"]), "recommends") {
				t.Errorf("%s is %v: %s", plan, plan.json["title"], description)
			}
			continue
		}
		want := fmt.Sprintf("Lines: %d. Read in the source’s own text: %d; second-hand: %d; unconfirmed: %d.", read[""], read[knowledge.Primary], read[knowledge.Secondary], read[knowledge.Unconfirmed])
		if !strings.Contains(text(plan.json["description"]), want) {
			t.Errorf("%s does not say %q: %s", plan, want, plan.json["description"])
		}
	}
}
