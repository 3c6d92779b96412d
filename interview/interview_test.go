package interview_test

import (
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/prognosis"
)

// today is the day of every interview here.
var today = date.MustParse("2026-03-01")

// talk makes an interview over the built-in knowledge.
func talk(t testing.TB) (*interview.Interview, *knowledge.Base) {
	t.Helper()
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	v, err := interview.New(base, assessor(t))
	if err != nil {
		t.Fatal(err)
	}
	return v, base
}

// assessor is what an engine does with a case.
func assessor(t testing.TB) func(*patient.Case) *assessment.Assessment {
	t.Helper()
	base, err := knowledge.Default()
	if err != nil {
		t.Fatal(err)
	}
	library, err := guideline.Compile(base)
	if err != nil {
		t.Fatal(err)
	}
	return func(c *patient.Case) *assessment.Assessment {
		verdicts := library.EvaluateInto(finding.Derive(c, base))
		return assessment.Assemble(c, verdicts, prognosis.Predict(verdicts, base), base, assessment.Options{}.Complete(base))
	}
}

// run lets somebody answer page after page until the interview ends.
func run(t testing.TB, v *interview.Interview, s interview.State, answer func(*interview.Page) map[string][]string) (interview.State, []string) {
	t.Helper()
	var shown []string
	for range 300 {
		step, err := v.Next(s)
		if err != nil {
			t.Fatalf("after %v: %v", shown, err)
		}
		if step.Page == nil {
			return s, shown
		}
		if slices.Contains(shown, step.Page.ID) {
			t.Fatalf("%s is shown twice: %v", step.Page.ID, shown)
		}
		shown = append(shown, step.Page.ID)
		a := interview.Answer{Page: step.Page.ID, Values: answer(step.Page)}
		after, mistakes := v.Give(s, a)
		if len(mistakes) > 0 {
			t.Fatalf("%s, answered %v: %v", step.Page.ID, a.Values, mistakes)
		}
		s = after
	}
	t.Fatalf("the interview does not end: %v", shown)
	return s, nil
}

// A woman who is sure of nothing reaches the end, and nothing is made of it.
func TestSureOfNothing(t *testing.T) {
	v, _ := talk(t)
	s, shown := run(t, v, interview.State{AsOf: today}, func(*interview.Page) map[string][]string { return nil })
	c, err := v.Case(s)
	if err != nil {
		t.Fatal(err)
	}
	want := &patient.Case{AsOf: today}
	want.Source.Document = "interview"
	if diff := cmp.Diff(want, c, cmp.AllowUnexported(date.Date{}, patient.Gestation{})); diff != "" {
		t.Errorf("made of nothing (-want +got):\n%s", diff)
	}
	if len(shown) > 40 {
		t.Errorf("%d pages for a woman who knows nothing: %v", len(shown), shown)
	}
}

// script answers some pages, and leaves the others open.
func script(pages map[string]map[string][]string) func(*interview.Page) map[string][]string {
	return func(p *interview.Page) map[string][]string { return pages[p.ID] }
}

func one(pairs ...string) map[string][]string {
	values := map[string][]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = append(values[pairs[i]], pairs[i+1])
	}
	return values
}

// What she says is the case file that a person would have written.
func TestCase(t *testing.T) {
	v, base := talk(t)
	s, shown := run(t, v, interview.State{AsOf: today}, script(map[string]map[string][]string{
		"pregnancy-1":             one("outcome", "miscarriage", "ended", "2022-05-10", "weeks", "8+2", "more", "yes"),
		"pregnancy-2":             one("outcome", "miscarriage", "ended", "2024-11", "roughly", "4w0d to 9w6d", "partner", "same", "more", "no"),
		"pregnant":                one("answer", "no"),
		"planning":                one("answer", "yes"),
		"illnesses":               one("which", "clots", "which", "rheumatic", "which", "unsure"),
		"tests-done":              one("which", "antibody-tests", "which", "thyroid-tests", "which", "womb-tests"),
		"care":                    one("which", "allergies", "which", "operations"),
		"symptoms":                one("which", "none"),
		"clots":                   one("which", "venous-thrombosis", "others", "no"),
		"event-venous-thrombosis": one("date", "2018-03", "proven", "imaging", "highRiskProfile", "no"),
		"rheumatic":               one("which", "none"),
		"antibody-tests": one("which", "lupus-anticoagulant", "which", "acl-igg", "date", "2026-01-09",
			"lupus-anticoagulant.result", "positive", "acl-igg.value", "62", "acl-igg.unit", "GPL", "more", "yes"),
		"again-2-antibody-tests": one("which", "acl-igg", "acl-igg.value", "51", "acl-igg.unit", "GPL", "acl-igg.date", "2025-06", "more", "yes"),
		"again-3-antibody-tests": one("which", "acl-igg", "acl-igg.result", "positive", "acl-igg.date", "2024", "more", "no"),
		"thyroid-tests":          one("which", "tsh", "tsh.value", "5.1", "tsh.unit", "mIU/L", "tsh.upperLimit", "4.0", "tsh.date", "2026-01-09", "date", "2025"),
		"womb-tests":             one("which", "ultrasound-3d", "ultrasound-3d.result", "normal", "ultrasound-3d.date", "2026-02"),
		"about-you":              one("patient.born", "1991-04-12", "patient.heightCm", "165"),
		"habits":                 one("lifestyle.smoking", "never", "drinks", "exact", "lifestyle.alcoholUnitsPerWeek", "1"),
		"requested":              one("any", "yes", "which", "lymphocyte-immunotherapy"),
	}))
	got, err := v.Case(s)
	if err != nil {
		t.Fatal(err)
	}
	want, err := casefile.Read("want.yaml", []byte(`
gravida: case/1
asOf: 2026-03-01
patient: {born: 1991-04-12, heightCm: 165}
pregnancies:
  - {outcome: miscarriage, ended: 2022-05-10, gestation: 8w2d, partner: A}
  - {outcome: miscarriage, ended: 2024-11, gestation: 4w0d to 9w6d, partner: A}
observations:
  - {test: acl-igg, date: 2026-01-09, value: 62, unit: GPL}
  - {test: acl-igg, date: 2025-06, value: 51, unit: GPL}
  - {test: acl-igg, date: 2024, result: positive}
  - {test: lupus-anticoagulant, date: 2026-01-09, result: positive}
  - {test: tsh, date: 2026-01-09, value: 5.1, unit: mIU/L, upperLimit: 4.0}
  - {test: ultrasound-3d, date: 2026-02, finding: normal}
events: [{event: venous-thrombosis, date: 2018-03, proven: imaging, highRiskProfile: false}]
lists: {}
absent: [arterial-thrombosis, microvascular-thrombosis, sle, sjogren, undifferentiated-ctd, mixed-ctd, rheumatoid-arthritis, systemic-sclerosis, inflammatory-myopathy, vasculitis, behcet, ankylosing-spondylitis, other-ctd, psoriasis, inflammatory-bowel-disease]
medications: []
lifestyle: {smoking: never, alcoholUnitsPerWeek: 1}
status: {pregnant: false, planningPregnancy: true, symptoms: []}
requested: [lymphocyte-immunotherapy]
`), base)
	if err != nil {
		t.Fatal(err)
	}
	sorted := cmpopts.SortSlices(func(a, b patient.Observation) bool { return a.Test < b.Test })
	byID := cmpopts.SortSlices(func(a, b patient.Condition) bool { return a.ID < b.ID })
	unsourced := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().Type() == reflect.TypeFor[patient.Source]() }, cmp.Ignore())
	if diff := cmp.Diff(want, got, unsourced, sorted, byID, cmp.AllowUnexported(date.Date{}, patient.Gestation{})); diff != "" {
		t.Errorf("after %v (-want +got):\n%s", shown, diff)
	}
	for _, o := range got.Observations {
		if o.Test == "tsh" && o.Source.String() != "interview:thyroid-tests" {
			t.Errorf("the source of TSH is %v", o.Source)
		}
	}
}

// Two answers to one question that can both be true are no mistake: the better one counts.
func TestBothMayBeTrue(t *testing.T) {
	v, _ := talk(t)
	for _, a := range []interview.Answer{
		{Page: "pregnancy-1", Values: one("outcome", "miscarriage", "weeks", "8w2d", "roughly", "4w0d to 9w6d")},
		{Page: "pregnancy-1", Values: one("outcome", "miscarriage", "weeks", "8", "roughly", "unsure")},
		{Page: "about-you", Values: one("patient.born", "1993-02", "patient.age", "33")},
		{Page: "about-you", Values: one("patient.born", "1993-02", "patient.age", "34")}, // as in China, one more
	} {
		if _, mistakes := v.Give(interview.State{AsOf: today}, a); len(mistakes) > 0 {
			t.Errorf("%v: %v", a, mistakes)
		}
	}
}

func TestMistakes(t *testing.T) {
	v, _ := talk(t)
	begun := interview.State{AsOf: today}
	begun, _ = v.Give(begun, interview.Answer{Page: "pregnancy-1", Values: one("outcome", "miscarriage", "ended", "2024-05", "weeks", "8", "more", "yes")})
	for name, c := range map[string]struct {
		answer interview.Answer
		field  string
		says   string
	}{
		"days":            {interview.Answer{Page: "pregnancy-2", Values: one("weeks", "8+9")}, "weeks", "Days can be 0 to 6"},
		"no date":         {interview.Answer{Page: "pregnancy-2", Values: one("ended", "last spring")}, "ended", "could not be read as a date"},
		"future":          {interview.Answer{Page: "pregnancy-2", Values: one("ended", "2027")}, "ended", "not come yet"},
		"no choice":       {interview.Answer{Page: "pregnancy-2", Values: one("outcome", "<script>")}, "outcome", "not one of the answers"},
		"height":          {interview.Answer{Page: "about-you", Values: one("patient.heightCm", "16.5")}, "patient.heightCm", "between 100 and 220"},
		"no number":       {interview.Answer{Page: "about-you", Values: one("patient.weightKg", "NaN")}, "patient.weightKg", "between 25 and 350"},
		"unit":            {interview.Answer{Page: "thyroid-tests", Values: one("which", "tsh", "tsh.value", "5.1")}, "tsh.unit", "unit printed beside"},
		"month":           {interview.Answer{Page: "pregnancy-2", Values: one("ended", "2024-13")}, "ended", "When: Month: a number from 1 to 12"},
		"two answers":     {interview.Answer{Page: "pregnancy-2", Values: one("outcome", "miscarriage", "weeks", "8", "roughly", "12w0d to 23w6d")}, "weeks", "“8 weeks” and “12 to 24 weeks” do not go together"},
		"two ages":        {interview.Answer{Page: "about-you", Values: one("patient.born", "1993-02", "patient.age", "43")}, "patient.born", "“Feb 1993” and “43 years” do not go together"},
		"before the last": {interview.Answer{Page: "pregnancy-2", Values: one("outcome", "miscarriage", "ended", "2020")}, "ended", "oldest pregnancy comes first"},
		"no page":         {interview.Answer{Page: "pregnancy-9"}, "", "not one of the answers"},
		"no such field":   {interview.Answer{Page: "pregnant", Values: one("admin", "yes")}, "", "not one of the answers"},
	} {
		after, mistakes := v.Give(begun, c.answer)
		if len(mistakes) == 0 {
			t.Errorf("%s: accepted", name)
			continue
		}
		if mistakes[0].Field != c.field || !strings.Contains(mistakes[0].Says.En, c.says) || mistakes[0].Says.Zh == "" {
			t.Errorf("%s: %+v", name, mistakes)
		}
		if !reflect.DeepEqual(after, begun) {
			t.Errorf("%s: the state changed", name)
		}
	}
}

// Changing an early answer recounts everything, and keeps what was said after it.
func TestChange(t *testing.T) {
	v, _ := talk(t)
	s, _ := run(t, v, interview.State{AsOf: today}, script(map[string]map[string][]string{
		"pregnancy-1": one("outcome", "miscarriage", "weeks", "8", "more", "yes"),
		"pregnancy-2": one("outcome", "miscarriage", "weeks", "9", "more", "no"),
		"pregnant":    one("answer", "no"),
	}))
	before, err := v.Next(s)
	if err != nil {
		t.Fatal(err)
	}
	s, mistakes := v.Give(s, interview.Answer{Page: "pregnancy-2", Values: one("outcome", "livebirth", "weeks", "39", "more", "no")})
	if mistakes != nil {
		t.Fatal(mistakes)
	}
	after, err := v.Next(s)
	if err != nil {
		t.Fatal(err)
	}
	if before.Assessment.Recurrence[1].Status != "met" || after.Assessment.Recurrence[1].Status != "not-met" {
		t.Errorf("before %v, after %v", before.Assessment.Recurrence[1].Status, after.Assessment.Recurrence[1].Status)
	}
	c, _ := v.Case(s)
	if !c.Status.Pregnant.Known || c.Status.Pregnant.Value {
		t.Error("what was said of the present is lost")
	}
}

// Beginning with a record, only what it leaves open is asked, and every fact of it
// keeps the place it was read from.
func TestFromRecord(t *testing.T) {
	v, base := talk(t)
	data, err := os.ReadFile("../examples/anna.yaml")
	if err != nil {
		t.Fatal(err)
	}
	anna, err := casefile.Read("anna.yaml", data, base)
	if err != nil {
		t.Fatal(err)
	}
	s, shown := run(t, v, interview.State{From: anna, AsOf: anna.AsOf}, script(map[string]map[string][]string{
		"medicines": one("any", "no"),
	}))
	if slices.Contains(shown, "pregnancy-1") {
		t.Error("a pregnancy of the record is asked for again")
	}
	c, err := v.Case(s)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(anna.Pregnancies, c.Pregnancies, cmp.AllowUnexported(date.Date{}, patient.Gestation{})); diff != "" {
		t.Errorf("pregnancies (-record +now):\n%s", diff)
	}
	if diff := cmp.Diff(anna.Observations, c.Observations, cmp.AllowUnexported(date.Date{}, patient.Gestation{})); diff != "" {
		t.Errorf("results (-record +now):\n%s", diff)
	}
}

// Every fact an assessment can ask for is on a page, and what a page offers is in
// the catalogue.
func TestEveryFactHasAPage(t *testing.T) {
	v, base := talk(t)
	asked := map[string]bool{}
	for _, w := range base.Words[knowledge.Conditions] {
		if w.Same == "" && !w.Quiet {
			asked[w.ID] = true
		}
	}
	for _, test := range base.Tests {
		asked[test.ID] = true
	}
	for key := range base.Questions {
		switch field, ok := strings.CutPrefix(key, "pregnancy."); {
		case ok:
			asked["pregnancies.1."+field] = true
		case slices.Contains([]string{"test", "condition", "event", "family"}, strings.SplitN(key, ".", 2)[0]) || strings.HasPrefix(key, "pregnancies."):
		default:
			asked[key] = true
		}
	}
	for _, fact := range slices.Sorted(maps.Keys(asked)) {
		if !v.Asks(fact) {
			t.Errorf("no page asks for %s", fact)
		}
	}
}

// Every sentence is in both languages, and every word a page names exists.
func TestPages(t *testing.T) {
	v, _ := talk(t)
	s := interview.State{AsOf: today}
	s, _ = v.Give(s, interview.Answer{Page: "pregnancy-1", Values: one("outcome", "miscarriage", "more", "yes")})
	s, _ = v.Give(s, interview.Answer{Page: "medicines", Values: one("any", "yes", "which", "aspirin")})
	s, _ = v.Give(s, interview.Answer{Page: "antibody-tests", Values: one("which", "acl-igg", "acl-igg.result", "positive")})
	s, _ = v.Give(s, interview.Answer{Page: "past-medicines", Values: one("any", "yes", "which", "methotrexate")})
	s, _ = v.Give(s, interview.Answer{Page: "clots", Values: one("which", "venous-thrombosis")})
	s, _ = v.Give(s, interview.Answer{Page: "event-arterial-thrombosis", Values: one("more", "yes")})
	ids := append(v.PageIDs(), "pregnancy-1", "pregnancy-2", "again-2-thyroid-tests", "event-arterial-thrombosis", "event-2-arterial-thrombosis")
	for _, id := range ids {
		p, ok := v.Page(s, id)
		if !ok {
			t.Errorf("%s: no page", id)
			continue
		}
		both := func(what string, text knowledge.Text, needed bool) {
			if (text.En == "") != (text.Zh == "") || needed && text.En == "" {
				t.Errorf("%s: %s is %+v", id, what, text)
			}
		}
		both("the question", p.Ask, true)
		both("the help", p.Help, false)
		both("the reason", p.Why, true)
		if len(p.Fields) == 0 {
			t.Errorf("%s: no field", id)
		}
		for _, f := range p.Fields {
			both(f.Name, f.Label, true)
			both(f.Name+" help", f.Help, false)
			if (f.Kind == interview.One || f.Kind == interview.Many) != (len(f.Options) > 1) {
				t.Errorf("%s: %s is %s with %d options", id, f.Name, f.Kind, len(f.Options))
			}
			seen := map[string]bool{}
			for _, o := range f.Options {
				both(f.Name+" "+o.Value, o.Label, true)
				if seen[o.Value] {
					t.Errorf("%s: %s offers %s twice", id, f.Name, o.Value)
				}
				seen[o.Value] = true
			}
		}
	}
}

// The weeks of the pregnancy she is in are asked once, where she is asked how it is.
func TestOngoing(t *testing.T) {
	v, _ := talk(t)
	s := interview.State{AsOf: today}
	for _, a := range []interview.Answer{
		{Page: "pregnant", Values: one("answer", "yes")},
		{Page: "this-pregnancy", Values: one("status.gestation", "7周2天")},
		{Page: "pregnancy-1", Values: one("outcome", "ongoing")},
	} {
		p, _ := v.Page(s, a.Page)
		for i := range p.Fields {
			if f := &p.Fields[i]; a.Page == "pregnancy-1" && f.Name != "outcome" && f.Asked(a.Values) {
				t.Errorf("%s is asked of the pregnancy she is in", f.Name)
			}
		}
		var mistakes interview.Mistakes
		if s, mistakes = v.Give(s, a); len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
	}
	c, err := v.Case(s)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Pregnancies[0].Gestation; got != patient.Weeks(7, 2) {
		t.Errorf("the pregnancy is at %v", got)
	}
}
