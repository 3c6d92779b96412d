package interview_test

import (
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/interview"
)

// gateTable is what the tests read of pages.yaml.
type gateTable struct {
	Pages []struct {
		ID, Form     string
		Facts, Found []string
		Families     []struct {
			Page   string
			Direct []struct{ Value string }
			Names  []struct {
				Says struct{ En, Zh string }
				Of   []string
			}
		}
		Parts []struct{ Field, From, Reason string }
	}
}

var gates = sync.OnceValue(func() (table gateTable) {
	data, err := os.ReadFile("pages.yaml")
	if err != nil {
		panic(err)
	}
	if err := yaml.Unmarshal(data, &table); err != nil {
		panic(err)
	}
	return table
})

// Who passes a family by says no to what its words stand for and to nothing else, so every
// word stands for members of its page, in both languages; of a list and of tests, for all
// of them. A limit of weeks says why it is one.
func TestGatesNameEveryMember(t *testing.T) {
	v, _ := talk(t)
	table := gates()
	members, form := map[string][]string{}, map[string]string{}
	for _, p := range table.Pages {
		form[p.ID] = p.Form
		members[p.ID] = append(slices.Clone(p.Facts), p.Found...)
		for _, part := range p.Parts {
			if (part.From == "") != (part.Reason == "") {
				t.Errorf("%s %s: a limit of weeks without a reason, or a reason without a limit", p.ID, part.Field)
			}
		}
	}
	found := 0
	for _, p := range table.Pages {
		if p.Form != "gate" {
			continue
		}
		found++
		for _, f := range p.Families {
			var named []string
			for _, n := range f.Names {
				if n.Says.En == "" || n.Says.Zh == "" {
					t.Errorf("%s, %s: %+v is not in both languages", p.ID, f.Page, n)
				}
				named = append(named, n.Of...)
			}
			gate := one("which", "none")
			ruledOut := map[string]bool{}
			made, err := v.Case(answered(t, v, interview.Answer{Page: p.ID, Values: gate}))
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range made.Conditions {
				ruledOut[c.ID] = c.Absent
			}
			for _, id := range members[f.Page] {
				switch covered := slices.Contains(named, id); {
				case form[f.Page] != "conditions" && !covered:
					t.Errorf("%s: the words of %s do not cover %s", p.ID, f.Page, id)
				case ruledOut[id] && !covered:
					t.Errorf("%s: who passes %s by says no to %s, which its words do not cover", p.ID, f.Page, id)
				}
			}
			for _, d := range f.Direct {
				if form[f.Page] != "words" || form[d.Value] != "" {
					t.Errorf("%s: %s is to be a word of the list of %s, and the name of no page", p.ID, d.Value, f.Page)
				}
			}
			for _, id := range named {
				if !slices.Contains(members[f.Page], id) {
					t.Errorf("%s: %s names %s, which that page does not ask for", p.ID, f.Page, id)
				}
			}
		}
	}
	if found < 4 {
		t.Errorf("%d gates", found)
	}
}

// standsFor are the members of a page that the words of its gate stand for.
func standsFor(page string) (members []string) {
	for _, p := range gates().Pages {
		for _, f := range p.Families {
			for _, n := range f.Names {
				if f.Page == page {
					members = append(members, n.Of...)
				}
			}
		}
	}
	return members
}

// Every word of a list stands under a heading of its kind, and the headings name no
// other word.
func TestKindsOfLists(t *testing.T) {
	v, _ := talk(t)
	for _, id := range []string{"medicines", "allergies", "operations", "requested"} {
		p, _ := v.Page(interview.State{AsOf: today}, id)
		grouped := 0
		for _, o := range p.Fields[1].Options {
			switch {
			case o.Value == interview.Unsure, o.Value == interview.Other:
			case o.Group.En == "Others" && id != "operations", o.Group.En == "":
				t.Errorf("%s: %s stands under no kind", id, o.Value)
			default:
				grouped++
			}
		}
		if grouped < 20 {
			t.Errorf("%s: only %d words under headings", id, grouped)
		}
	}
}

// answered gives answers one after another.
func answered(t *testing.T, v *interview.Interview, answers ...interview.Answer) interview.State {
	t.Helper()
	s := interview.State{AsOf: today}
	for _, a := range answers {
		var mistakes interview.Mistakes
		if s, mistakes = v.Give(s, a); len(mistakes) > 0 {
			t.Fatalf("%s: %v", a.Page, mistakes)
		}
	}
	return s
}

// A family that was passed by is a no to what can be one, not to diagnoses; what its
// page says itself counts instead, before the gate or after it.
func TestPassedBy(t *testing.T) {
	v, _ := talk(t)
	none := interview.Answer{Page: "body-and-family", Values: one("which", "none")}
	womb := interview.Answer{Page: "womb", Values: one("which", "endometriosis")}
	for name, c := range map[string]struct {
		answers []interview.Answer
		has, no []string
		unknown []string
	}{
		"none":       {[]interview.Answer{none}, nil, []string{"infertility", "depression"}, []string{"hellp", "breastfeeding", "consanguinity", "endometriosis", "septate-uterus", "parental-rearrangement", "cervical-insufficiency", "short-cervix"}},
		"one chosen": {[]interview.Answer{{Page: "body-and-family", Values: one("which", "womb")}}, nil, []string{"depression"}, []string{"endometriosis"}},
		"not sure":   {[]interview.Answer{{Page: "body-and-family", Values: one("which", "womb", "which", "unsure")}}, nil, nil, []string{"depression", "endometriosis"}},
		"skipped":    {[]interview.Answer{{Page: "body-and-family"}}, nil, nil, []string{"depression"}},
		"later":      {[]interview.Answer{none, womb}, []string{"endometriosis"}, []string{"depression"}, []string{"infertility"}},
		"before":     {[]interview.Answer{womb, none}, []string{"endometriosis"}, []string{"depression"}, []string{"infertility"}},
	} {
		made, err := v.Case(answered(t, v, c.answers...))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, x := range made.Conditions {
			got[x.ID] = map[bool]string{true: "no", false: "has"}[x.Absent]
		}
		for want, ids := range map[string][]string{"has": c.has, "no": c.no, "": c.unknown} {
			for _, id := range ids {
				if got[id] != want {
					t.Errorf("%s: %s is %q, want %q", name, id, got[id], want)
				}
			}
		}
	}
}

// A word of a list that is ticked at the gate is told, and is the whole list where she passed
// by what else it holds; what she did not say stays not known. The page of the list, where
// she chose it, does not ask for it again.
func TestTickedAtTheGate(t *testing.T) {
	v, _ := talk(t)
	gate := func(which ...string) interview.Answer {
		var pairs []string
		for _, w := range which {
			pairs = append(pairs, "which", w)
		}
		return interview.Answer{Page: "care", Values: one(pairs...)}
	}
	page := interview.Answer{Page: "operations", Values: one("which", "laparoscopy")}
	for name, c := range map[string]struct {
		answers []interview.Answer
		named   string
		whole   bool
	}{
		"one":                    {[]interview.Answer{gate("surgical-evacuation")}, "surgical-evacuation", true},
		"and a medicine":         {[]interview.Answer{gate("surgical-evacuation", "medicines")}, "surgical-evacuation", true},
		"not sure of the others": {[]interview.Answer{gate("surgical-evacuation", "unsure")}, "surgical-evacuation", false},
		"others, not yet told":   {[]interview.Answer{gate("surgical-evacuation", "operations")}, "surgical-evacuation", false},
		"others":                 {[]interview.Answer{gate("surgical-evacuation", "operations"), page}, "laparoscopy surgical-evacuation", true},
		"others, told before":    {[]interview.Answer{page, gate("surgical-evacuation", "operations")}, "laparoscopy surgical-evacuation", true},
		"not sure":               {[]interview.Answer{gate("unsure")}, "", false},
		"none":                   {[]interview.Answer{gate("none")}, "", true},
	} {
		s := answered(t, v, c.answers...)
		made, err := v.Case(s)
		if err != nil {
			t.Fatal(err)
		}
		var named []string
		for _, p := range made.Procedures {
			named = append(named, p.Procedure)
		}
		slices.Sort(named)
		if got := strings.Join(named, " "); got != c.named || made.AllProcedures.Known != c.whole {
			t.Errorf("%s: %q, all known %v; want %q, %v", name, got, made.AllProcedures.Known, c.named, c.whole)
		}
		list, _ := v.Page(s, "operations")
		again := slices.ContainsFunc(list.Fields, func(f interview.Field) bool {
			return slices.ContainsFunc(f.Options, func(o interview.Option) bool { return o.Value == "surgical-evacuation" })
		})
		if strings.HasPrefix(name, "others") == again {
			t.Errorf("%s: the list asks for it again: %v", name, again)
		}
	}
	dated := answered(t, v, gate("surgical-evacuation"), interview.Answer{Page: "papers", Values: one("which", "dates")},
		interview.Answer{Page: "dates", Values: one("procedures.surgical-evacuation", "2024-05")})
	if made, err := v.Case(dated); err != nil || len(made.Procedures) != 1 || made.Procedures[0].Date.String() != "2024-05" {
		t.Errorf("its day: %+v, %v", made, err)
	}
}

// Who is not sure at a gate is done with it, and no list of what she is sure of follows; only
// what could be a danger by what she told is asked. "None" of the tests ends them.
func TestNotSureEndsTheGate(t *testing.T) {
	v, _ := talk(t)
	for name, c := range map[string]struct{ pregnant, medicine, with, without string }{
		"no medicine": {"no", "", "", "clots skin-and-valves rheumatic hormones sugar heart-and-kidneys womb family mood pregnancy-troubles operations allergies antibody-tests thyroid-tests womb-tests"},
		"warfarin":    {"yes", "warfarin", "clots skin-and-valves", "rheumatic hormones sugar womb thyroid-tests"},
	} {
		_, shown := run(t, v, interview.State{AsOf: today}, func(p *interview.Page) map[string][]string {
			for _, f := range p.Fields {
				if f.Name == "not" && p.ID != "ruled-out" {
					t.Errorf("%s: %s asks what she is sure of", name, p.ID)
				}
			}
			switch p.ID {
			case "pregnant":
				return one("answer", c.pregnant)
			case "pregnancy-1":
				return one("outcome", "miscarriage", "weeks", "8", "more", "yes")
			case "pregnancy-2":
				if c.pregnant == "yes" {
					return one("outcome", "ongoing")
				}
				return one("outcome", "miscarriage", "weeks", "7", "more", "no")
			case "care":
				if c.medicine == "" {
					return one("which", "none")
				}
				return one("which", "medicines")
			case "medicines":
				return one("which", c.medicine)
			case "illnesses", "body-and-family":
				return one("which", "unsure")
			case "tests-done":
				return one("which", "none")
			}
			return nil
		})
		for _, id := range strings.Fields(c.with) {
			if !slices.Contains(shown, id) {
				t.Errorf("%s: %s could be a danger and is not asked: %v", name, id, shown)
			}
		}
		for _, id := range strings.Fields(c.without) {
			if slices.Contains(shown, id) {
				t.Errorf("%s: %s is asked: %v", name, id, shown)
			}
		}
	}
}

// What she passed by, or was not sure of, is not put again; what she chose comes next.
func TestNotAskedAgain(t *testing.T) {
	v, _ := talk(t)
	for said, want := range map[string]bool{"none": false, "unsure": false, "mood": true} {
		_, shown := run(t, v, interview.State{AsOf: today}, func(p *interview.Page) map[string][]string {
			switch p.ID {
			case "pregnancy-1":
				return one("outcome", "miscarriage", "weeks", "8", "more", "no")
			case "body-and-family":
				return one("which", said)
			}
			return nil
		})
		if got := slices.Contains(shown, "mood"); got != want {
			t.Errorf("%s: mood is asked: %v, want %v", said, got, want)
		}
	}
}

// What a pregnancy cannot have come to is not asked of it; what is not known may be.
func TestWeeksLimits(t *testing.T) {
	v, _ := talk(t)
	for said, want := range map[string]string{
		"miscarriage 8":  "losses 1.documentedBy 1.tissueKaryotype",
		"miscarriage 11": "losses 1.documentedBy 1.tissueKaryotype 1.morphology",
		"miscarriage":    "losses pre-eclampsia placenta 1.documentedBy 1.tissueKaryotype 1.details 1.morphology",
		"biochemical":    "losses 1.documentedBy",
		"livebirth 39":   "losses pre-eclampsia placenta 1.details",
		"stillbirth 23":  "losses pre-eclampsia placenta 1.documentedBy 1.tissueKaryotype 1.details 1.morphology",
	} {
		outcome, weeks, _ := strings.Cut(said, " ")
		s := answered(t, v, interview.Answer{Page: "pregnancy-1", Values: one("outcome", outcome, "weeks", weeks, "more", "no")})
		var got []string
		for _, id := range []string{"losses", "pre-eclampsia", "placenta"} {
			if _, ok := v.Page(s, id); ok {
				got = append(got, id)
			}
		}
		p, _ := v.Page(s, "losses")
		for _, f := range p.Fields {
			got = append(got, f.Name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", said, got, want)
		}
	}
}

// Her report is ready once her pregnancies are told.
func TestReady(t *testing.T) {
	v, _ := talk(t)
	first := interview.Answer{Page: "pregnancy-1", Values: one("outcome", "miscarriage", "weeks", "8", "more", "yes")}
	second := interview.Answer{Page: "pregnancy-2", Values: one("outcome", "miscarriage", "weeks", "9", "more", "no")}
	for n, answers := range [][]interview.Answer{nil, {first}, {first, second}} {
		step, err := v.Next(answered(t, v, answers...))
		if err != nil {
			t.Fatal(err)
		}
		if step.Ready != (n == 2) {
			t.Errorf("after %d pregnancies ready is %v", n, step.Ready)
		}
	}
}
