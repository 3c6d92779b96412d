package interview_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/interview"
)

// What her papers tell is written as a case file would have it; what she leaves open
// there says nothing.
func TestDetails(t *testing.T) {
	v, _ := talk(t)
	answer := func(page string, pairs ...string) interview.Answer {
		return interview.Answer{Page: page, Values: one(pairs...)}
	}
	loss := answer("pregnancy-1", "outcome", "miscarriage", "more", "no")
	passedBy := answer("illnesses", "which", "rheumatic")
	lupus := answer("rheumatic", "which", "sle", "others", "no")
	methotrexate := answer("past-medicines", "any", "yes", "which", "methotrexate")
	samples := answer("antibody-tests", "which", "lupus-anticoagulant", "which", "acl-igg", "lupus-anticoagulant.result", "positive", "acl-igg.result", "negative")
	for name, c := range map[string]struct {
		said     []interview.Answer
		want     string // in the case, or in the mistake of the last answer
		not      string
		mistaken string // the field
	}{
		"weeks from and to":          {[]interview.Answer{loss, answer("weeks-between", "1.from", "8", "1.to", "12")}, "gestation: 8w0d to 12w6d", "", ""},
		"to the day":                 {[]interview.Answer{loss, answer("weeks-between", "1.from", "八周两天", "1.to", "9+1")}, "gestation: 8w2d to 9w1d", "", ""},
		"from alone":                 {[]interview.Answer{loss, answer("weeks-between", "1.from", "8")}, "needs both", "", "1.to"},
		"the wrong way round":        {[]interview.Answer{loss, answer("weeks-between", "1.from", "12", "1.to", "8")}, "the earlier one first", "", "1.to"},
		"of the one she is in":       {[]interview.Answer{answer("pregnant", "answer", "yes"), answer("pregnancy-1", "outcome", "ongoing"), answer("weeks-between", "1.from", "5+6", "1.to", "6+1")}, "status: pregnant: true gestation: 5w6d to 6w1d", "", ""},
		"no other illness":           {[]interview.Answer{passedBy, lupus, answer("ruled-out", "others", "no")}, "conditions: [sle]", "absent:", ""},
		"and the list is whole":      {[]interview.Answer{passedBy, lupus, answer("ruled-out", "others", "no")}, "lists: {conditions: all}", "", ""},
		"and no event":               {[]interview.Answer{passedBy, lupus, answer("ruled-out", "others", "no")}, "events: []", "", ""},
		"not sure of others":         {[]interview.Answer{answer("ruled-out", "others", "unsure")}, "asOf: 2026-03-01", "conditions", ""},
		"others, perhaps":            {[]interview.Answer{answer("ruled-out", "others", "yes", "not", "valve-thickening")}, "absent: [valve-thickening]", "conditions", ""},
		"looked for, not there":      {[]interview.Answer{answer("ruled-out", "others", "unsure", "not", "thrombocytopenia")}, "absent: [thrombocytopenia]", "", ""},
		"a medicine that ended":      {[]interview.Answer{methotrexate, answer("past-dates", "past.methotrexate.since", "2020", "past.methotrexate.until", "2024-05")}, "{medication: methotrexate, since: 2020, until: 2024-05}", "", ""},
		"which is not all she takes": {[]interview.Answer{methotrexate, answer("past-dates", "past.methotrexate.until", "2024")}, "lists: {medications: some}", "", ""},
		"ended, nobody knows when":   {[]interview.Answer{methotrexate, answer("past-dates", "past.methotrexate.since", "2020")}, "asOf: 2026-03-01", "methotrexate", ""},
		"ended before it began":      {[]interview.Answer{methotrexate, answer("past-dates", "past.methotrexate.since", "2024", "past.methotrexate.until", "2020")}, "does not fit", "", "past.methotrexate.until"},
		"an illness that is over":    {[]interview.Answer{passedBy, lupus, answer("dates", "conditions.sle", "2019", "conditions.sle.until", "2021")}, "{condition: sle, since: 2019, until: 2021}", "", ""},
		"an operation done twice": {[]interview.Answer{answer("operations", "any", "yes", "which", "surgical-evacuation"),
			answer("dates", "procedures.surgical-evacuation", "2022", "procedures.surgical-evacuation.2", "2024-03")},
			"procedures: - {procedure: surgical-evacuation, date: 2022} - {procedure: surgical-evacuation, date: 2024-03}", "", ""},
		"one sample only": {[]interview.Answer{samples, answer("samples", "antibody-tests.context", "other", "antibody-tests.acl-igg.context", "pregnant")},
			"result: negative\n    context: [pregnant]", "result: positive\n    context", ""},
		"all samples": {[]interview.Answer{samples, answer("samples", "antibody-tests.context", "pregnant")}, "result: positive\n    context: [pregnant]", "", ""},
		"two clots": {[]interview.Answer{answer("clots", "which", "venous-thrombosis"), answer("event-venous-thrombosis", "date", "2017", "more", "yes"),
			answer("event-2-venous-thrombosis", "date", "2024", "proven", "imaging")},
			"events: - {event: venous-thrombosis, date: 2017} - {event: venous-thrombosis, date: 2024, proven: imaging}", "", ""},
		"what the clots were": {[]interview.Answer{answer("clots", "which", "venous-thrombosis"), answer("event-venous-thrombosis", "date", "2017", "more", "yes"),
			answer("event-2-venous-thrombosis", "date", "2024"), answer("called", "events.1.venous-thrombosis", "deep-vein-thrombosis", "events.2.venous-thrombosis", "pulmonary-embolism")},
			"events: - {event: deep-vein-thrombosis, date: 2017} - {event: pulmonary-embolism, date: 2024}", "", ""},
		"what the illness was": {[]interview.Answer{answer("sugar", "which", "diabetes"), answer("called", "conditions.diabetes", "diabetes-type-2"), answer("dates", "conditions.diabetes", "2019")},
			"conditions: - {condition: diabetes-type-2, since: 2019}", "", ""},
		"severe, and the week": {[]interview.Answer{answer("pregnancy-1", "outcome", "livebirth", "weeks", "31", "more", "no"), answer("pre-eclampsia", "any", "severe", "1.severePreeclampsiaAt", "30")},
			"details: [pre-eclampsia-severe]", "conditions", ""},
		"a titre": {[]interview.Answer{answer("rheumatic-tests", "which", "ana", "ana.value", "1:80")}, `value: "1:80"`, "unit", ""},
	} {
		s := interview.State{AsOf: today}
		var mistakes interview.Mistakes
		for _, a := range c.said {
			if s, mistakes = v.Give(s, a); len(mistakes) > 0 {
				break
			}
		}
		if len(mistakes) > 0 {
			if c.mistaken == "" || mistakes[0].Field != c.mistaken || !strings.Contains(mistakes[0].Says.En, c.want) {
				t.Errorf("%s: %+v", name, mistakes)
			}
			continue
		}
		made, err := v.Case(s)
		if err != nil {
			t.Fatal(err)
		}
		got := written(t, made)
		flat := strings.Join(strings.Fields(got), " ")
		if c.mistaken != "" || !strings.Contains(flat, strings.Join(strings.Fields(c.want), " ")) || c.not != "" && strings.Contains(flat, strings.Join(strings.Fields(c.not), " ")) {
			t.Errorf("%s: made\n%swant %q, and not %q", name, got, c.want, c.not)
		}
	}
}

// An emergency ends the interview, after all that could be another danger. A woman who
// has been seen goes on and tells the rest; the danger stays in her assessment.
func TestSeen(t *testing.T) {
	v, _ := talk(t)
	for answer, goesOn := range map[string]bool{"": false, "no": false, "yes": true} {
		said := map[string][]string{}
		if answer != "" {
			said = one("answer", answer)
		}
		s, shown := run(t, v, interview.State{AsOf: today}, script(map[string]map[string][]string{
			"symptoms":    one("which", "thoughts-of-self-harm"),
			"seen":        said,
			"pregnancy-1": one("outcome", "miscarriage", "weeks", "8", "more", "no"),
		}))
		at := slices.Index(shown, "seen")
		if at < 1 || slices.Contains(shown[:at], "pregnancy-1") {
			t.Fatalf("%q: shown %v", answer, shown)
		}
		if rest := shown[at+1:]; slices.Contains(rest, "pregnancy-1") != goesOn || slices.Contains(rest, "illnesses") != goesOn {
			t.Errorf("%q: after it %v", answer, rest)
		}
		step, err := v.Next(s)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(step.Assessment.RedFlags, func(f assessment.RedFlag) bool { return f.Urgency == "emergency" }) {
			t.Errorf("%q: the danger is gone", answer)
		}
		if a, ok := v.Page(s, "seen"); !ok || !a.Fields[0].Options[1].Quiet || a.Fields[0].Options[0].Quiet {
			t.Error("going on is put forward")
		}
	}
}

// A kind is offered where there are several, and a word that means the same is not a kind.
func TestKinds(t *testing.T) {
	v, _ := talk(t)
	s := interview.State{AsOf: today}
	for page, id := range map[string]string{"rheumatic": "sle", "sugar": "diabetes"} {
		s, _ = v.Give(s, interview.Answer{Page: page, Values: one("which", id)})
	}
	p, ok := v.Page(s, "called")
	if !ok || len(p.Fields) != 1 || p.Fields[0].Name != "conditions.diabetes" || len(p.Fields[0].Options) != 3 {
		t.Errorf("asked which kind: %+v", p)
	}
}

// Nothing of the details is asked of her who does not want them.
func TestDetailsOnlyWhenWanted(t *testing.T) {
	v, _ := talk(t)
	_, shown := run(t, v, interview.State{AsOf: today}, script(map[string]map[string][]string{
		"pregnancy-1": one("outcome", "miscarriage", "more", "no"),
		"papers":      one("which", "none"),
	}))
	for _, page := range []string{"weeks-between", "ruled-out", "bleeding-now", "past-medicines", "past-dates", "dates", "samples", "what-was-seen", "seen"} {
		if slices.Contains(shown, page) {
			t.Errorf("%s is asked", page)
		}
	}
	if !slices.Contains(shown, "papers") {
		t.Error("nobody asked whether she has her papers")
	}
}
