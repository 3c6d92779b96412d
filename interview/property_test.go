package interview_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/interview"
)

// anything is an answer that somebody might give to a field: one that fits, one
// that nearly does, or nonsense.
func anything(t *rapid.T, f *interview.Field) []string {
	some := map[interview.Kind][]string{
		interview.Date:   {"2019", "2021-05", "2024-02-29", "2025-12-31", "2031", "1988-07-01", "２０２４－０３", "yesterday", "2024-13"},
		interview.Weeks:  {"6", "8+2", "孕9周3天", "12w0d", "21", "30+1", "40", "8+9", "８＋２", "99", "8.5"},
		interview.Number: {"0", "1", "35", "61.5", "165", "1e3", "-4", "NaN", "0x20", "６０"},
		interview.Line:   {"5.1", "<0.6", "1:80", "62", "0", "1e400", "５", "high", "{\"a\":1}", "<script>", "\x00", strings.Repeat("9", 400)},
	}[f.Kind]
	for _, o := range f.Options {
		some = append(some, o.Value)
	}
	some = append(some, "", "none of it")
	n := 1
	if f.Kind == interview.Many || rapid.IntRange(0, 30).Draw(t, "twice") == 0 {
		n = rapid.IntRange(0, 3).Draw(t, "how many")
	}
	return rapid.SliceOfN(rapid.SampledFrom(some), n, n).Draw(t, f.Name)
}

// fitting is an answer of the right form.
func fitting(t *rapid.T, v *interview.Interview, f *interview.Field) []string {
	for range 20 {
		values := anything(t, f)
		wrong := f.Kind == interview.One && len(values) > 1 || f.Kind == interview.Many && len(values) > 1 && slices.Contains(values, interview.None)
		for _, value := range values {
			wrong = wrong || v.Wrong(f, value, today).En != ""
		}
		if !wrong {
			return values
		}
	}
	return nil
}

// seldom lets a property of whole interviews run a few times instead of a hundred,
// unless a number of -rapid.checks is given: each run is some forty assessments.
func seldom(t *testing.T) {
	if checks := flag.Lookup("rapid.checks"); checks.Value.String() == checks.DefValue {
		if err := flag.Set("rapid.checks", "25"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = flag.Set("rapid.checks", checks.DefValue) })
	}
}

// Whatever is answered, on whatever page, nothing crashes, what is refused changes
// nothing, and what is accepted is a case.
func TestNothingCrashes(t *testing.T) {
	v, _ := talk(t)
	rapid.Check(t, func(t *rapid.T) {
		s := interview.State{AsOf: today}
		ids := append(v.PageIDs(), "pregnancy-1", "pregnancy-2", "pregnancy-3", "pregnancy-0", "pregnancy-01", "pregnancy--1", "pregnancy-99999999999999999999",
			"again-2-antibody-tests", "again-3-antibody-tests", "again-1-antibody-tests", "again-2-mood", "again-02-thyroid-tests", "again-", "event-venous-thrombosis", "event-sle", "", "⚠")
		for range rapid.IntRange(1, 12).Draw(t, "answers") {
			id := rapid.SampledFrom(ids).Draw(t, "page")
			a := interview.Answer{Page: id, Values: map[string][]string{}}
			if page, ok := v.Page(s, id); ok {
				for i := range page.Fields {
					a.Values[page.Fields[i].Name] = anything(t, &page.Fields[i])
				}
			}
			if rapid.IntRange(0, 20).Draw(t, "a field that is not there") == 0 {
				a.Values["admin"] = []string{"true"}
			}
			after, mistakes := v.Give(s, a)
			if len(mistakes) > 0 {
				for _, m := range mistakes {
					if m.Says.En == "" || m.Says.Zh == "" {
						t.Fatalf("a mistake without words: %+v", m)
					}
				}
				// A program that kept it all the same must get an error or a case.
				_, _ = v.Case(s.With(a))
				continue
			}
			s = after
			if _, err := v.Next(s); err != nil {
				t.Fatalf("accepted, and no case: %v", err)
			}
		}
	})
}

// A woman who answers at random reaches the end, is never asked twice, and what
// was decided stays decided: what she says later adds to it.
func TestMoreNeverFlips(t *testing.T) {
	v, _ := talk(t)
	seldom(t)
	rapid.Check(t, func(t *rapid.T) {
		s := interview.State{AsOf: today}
		shown := map[string]bool{}
		before := map[string]string{}
		for n := 0; ; n++ {
			if n > 200 {
				t.Fatalf("it does not end: %v", slices.Sorted(maps.Keys(shown)))
			}
			step, err := v.Next(s)
			if err != nil {
				t.Fatal(err)
			}
			now := decided(step.Assessment)
			for what, was := range before {
				if got, ok := now[what]; ok && got != was || !ok {
					t.Fatalf("%s was %s and is %q after %+v", what, was, got, s.Answers[len(s.Answers)-1])
				}
			}
			before = now
			if step.Page == nil {
				return
			}
			if shown[step.Page.ID] {
				t.Fatalf("%s is shown twice", step.Page.ID)
			}
			shown[step.Page.ID] = true
			a := interview.Answer{Page: step.Page.ID, Values: map[string][]string{}}
			for i := range step.Page.Fields {
				f := &step.Page.Fields[i]
				if f.Asked(a.Values) && rapid.IntRange(0, 3).Draw(t, "open") > 0 {
					a.Values[f.Name] = fitting(t, v, f)
				}
			}
			after, mistakes := v.Give(s, a)
			if len(mistakes) > 0 || corrects(s, a) {
				after = s.With(interview.Answer{Page: step.Page.ID})
			}
			s = after
		}
	})
}

// corrects reports an answer that takes an earlier one back, and may change
// anything: details of how a result came about, or a week in which a
// placenta cannot have been ill, or after the end of the pregnancy.
func corrects(s interview.State, a interview.Answer) bool {
	switch a.Page {
	case "what-was-seen", "samples", "dates": // how far a result or a scan can be trusted
		return true
	case "placenta", "pre-eclampsia":
		for field := range a.Values {
			if field != "any" && len(a.Values[field]) > 0 {
				return true
			}
		}
	}
	return false
}

// decided is what stands, once it stands: whether she fits a definition and a set
// of criteria.
func decided(a *assessment.Assessment) map[string]string {
	all := map[string]string{}
	for _, r := range a.Recurrence {
		if r.Status != "unknown" {
			all["definition "+r.Definition] = fmt.Sprint(r.Status)
		}
	}
	for _, c := range a.Criteria {
		if c.Status != "unknown" {
			all["criterion "+c.ID] = fmt.Sprint(c.Status)
		}
	}
	for _, c := range a.Causes {
		if c.Status == "established" {
			all["cause "+c.ID] = "established"
		}
	}
	if len(a.RedFlags) > 0 {
		all["a red flag"] = "raised" // one may take the place of another
	}
	return all
}
