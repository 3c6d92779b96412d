package interview_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	godiff "github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

var update = flag.Bool("update", false, "rewrite what the interview cannot be told of the women")

// aWoman is a named woman and her file.
type aWoman struct {
	name string
	c    *patient.Case
}

// named reads the files of the named women.
func named(t *testing.T, base *knowledge.Base) (women []aWoman) {
	t.Helper()
	files, err := filepath.Glob("../testdata/women/*/case.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("found %d women (%v)", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c, err := casefile.Read("case.yaml", data, base)
		if err != nil {
			t.Fatal(err)
		}
		women = append(women, aWoman{filepath.Base(filepath.Dir(file)), c})
	}
	return women
}

// TestWomen sends every named woman through the interview. With her papers at
// hand her answers give the same assessment as her file, to the letter; alike says what
// is not compared. Without them what her file decides her answers decide alike, or leave
// open, and never otherwise: testdata/women.txt says what they leave open.
func TestWomen(t *testing.T) {
	v, base := talk(t)
	assess := assessor(t)
	women := named(t, base)
	var report strings.Builder
	report.WriteString(head)
	same := 0
	for _, w := range women {
		name, c := w.name, w.c
		s, shown := run(t, v, interview.State{AsOf: c.AsOf}, (&woman{c: c, base: base, talk: v}).answer)
		told, err := v.Case(s)
		if err != nil {
			t.Fatal(err)
		}
		few := withoutPapers(s)
		briefly, err := v.Case(few)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&report, "\n%s, %d pages, with her papers %d\n", name, len(few.Answers), len(shown))
		filed := assess(alike(c, base))
		if d := godiff.Diff(inFull(t, filed), inFull(t, assess(alike(told, base)))); d == "" {
			same++
		} else {
			t.Errorf("%s: her answers, with her papers at hand, do not give the assessment of her file (-file +answers):\n%s", name, d)
			report.WriteString("  with her papers another assessment\n")
		}
		ofFile, ofAnswers := conclusions(filed), conclusions(assess(briefly))
		for _, what := range slices.Sorted(maps.Keys(ofFile)) {
			was, is := ofFile[what], ofAnswers[what]
			switch {
			case was == is, was == open:
			case is == open || is == "":
				fmt.Fprintf(&report, "  %s: %s in the file\n", what, was)
			case softer(was, is):
				fmt.Fprintf(&report, "  %s: %s in the file, %s by her answers\n", what, was, is)
			default:
				t.Errorf("%s: %s is %s in the file, and %s by her answers", name, what, was, is)
			}
		}
		for _, what := range slices.Sorted(maps.Keys(ofAnswers)) {
			if ofFile[what] == "" {
				fmt.Fprintf(&report, "  %s: only by her answers\n", what)
			}
		}
	}
	fmt.Fprintf(&report, "\nThe same assessment, word for word, with her papers: %d of %d\n", same, len(women))
	golden := "testdata/women.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(report.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := godiff.Diff(string(want), report.String()); diff != "" {
		t.Errorf("what the interview leaves open (-want +got):\n%s", diff)
	}
}

// withoutPapers is what she said before she was asked for her papers, and what she wants
// an answer on.
func withoutPapers(s interview.State) interview.State {
	at := slices.IndexFunc(s.Answers, func(a interview.Answer) bool { return a.Page == "papers" })
	few := interview.State{From: s.From, AsOf: s.AsOf, Answers: slices.Clone(s.Answers[:at])}
	few = few.With(interview.Answer{Page: "papers", Values: one("which", interview.None)})
	if a, ok := s.Answer("requested"); ok {
		few = few.With(a)
	}
	return few
}

// head says what the list is.
const head = `# The fourth door, beside those of doors_test.go: every named woman as she answers the
# interview from her file. With her papers at hand her assessment is the same to the letter.
# Here stands what her file decides and her answers leave open, where she adds nothing from
# her papers, and the red flags that differ. Written by go test ./interview -update; read it
# like code.
`

// alike is a case in the one form in which the same thing is written the same way. It
// leaves out only how something is put: the name of the file; the order in which details
// of a pregnancy were listed, and a form of the child that stands there and beside it as
// well; what a partner is called, since only who is the same partner counts; a unit
// spelled otherwise, as 10*9/L for 10^9/L.
func alike(c *patient.Case, base *knowledge.Base) *patient.Case {
	one := *c
	one.ID = ""
	one.Pregnancies = slices.Clone(c.Pregnancies)
	called := map[string]string{}
	for i := range one.Pregnancies {
		p := &one.Pregnancies[i]
		p.Details = slices.DeleteFunc(slices.Clone(p.Details), func(d patient.Fact[string]) bool {
			return p.Morphology.Known && d.Value == p.Morphology.Value+"-fetal-morphology"
		})
		slices.SortFunc(p.Details, func(a, b patient.Fact[string]) int { return strings.Compare(a.Value, b.Value) })
		if p.Partner.Known {
			if called[p.Partner.Value] == "" {
				called[p.Partner.Value] = string(rune('A' + len(called)))
			}
			p.Partner.Value = called[p.Partner.Value]
		}
	}
	one.Partner.Label.Value = cmp.Or(called[one.Partner.Label.Value], one.Partner.Label.Value)
	one.Observations = slices.Clone(c.Observations)
	for i := range one.Observations {
		o := &one.Observations[i]
		if spelled := base.Units().Units(o.Test); !slices.Contains(spelled, o.Unit) && slices.Contains(spelled, o.UnitIs) {
			o.Unit = o.UnitIs
		}
	}
	return &one
}

// inFull is an assessment but for where its facts were read: in a file, or on a page of
// the interview.
func inFull(t teller, a *assessment.Assessment) string {
	t.Helper()
	var all map[string]any
	data, err := json.Marshal(a)
	if err == nil {
		err = json.Unmarshal(data, &all)
	}
	if err != nil {
		t.Fatal(err)
	}
	anywhere(all)
	data, err = json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// anywhere leaves out where a fact was read.
func anywhere(v any) {
	switch v := v.(type) {
	case map[string]any:
		if at, ok := v["source"].(string); ok && at != "" {
			v["source"] = "somewhere"
		}
		for _, inner := range v {
			anywhere(inner)
		}
	case []any:
		for _, inner := range v {
			anywhere(inner)
		}
	}
}

// open is a conclusion that nothing decides yet.
const open = "open"

// conclusions are what an assessment amounts to, by name.
func conclusions(a *assessment.Assessment) map[string]string {
	all := map[string]string{}
	decided := func(what, status string) {
		if status == "unknown" || status == "not-examined" {
			status = open
		}
		all[what] = status
	}
	for _, r := range a.Recurrence {
		decided("definition "+r.Definition, string(r.Status))
	}
	for _, c := range a.Criteria {
		decided("criterion "+c.ID, string(c.Status))
	}
	for _, c := range a.Causes {
		decided("cause "+c.ID, string(c.Status))
	}
	for _, f := range a.RedFlags {
		all["red flag "+f.ID] = f.Urgency
		if all[mostUrgent] != "emergency" {
			all[mostUrgent] = f.Urgency
		}
	}
	return all
}

// mostUrgent is what she has to know at once, whichever danger it is.
const mostUrgent = "the most urgent red flag"

// softer reports an answer that says less, and nothing else: suspected where a
// file could establish, not looked for where it could exclude.
func softer(was, is string) bool {
	return was == "established" && is == "suspected" || is == "not-indicated" && was != "established"
}

// woman answers from her own case, and says that she is not sure where it is
// silent or where a page has no room for what she knows.
type woman struct {
	c     *patient.Case
	base  *knowledge.Base
	talk  *interview.Interview
	brief bool // she has no papers at hand
}

func (w *woman) answer(p *interview.Page) map[string][]string {
	values := map[string][]string{}
	for i := range p.Fields {
		f := &p.Fields[i]
		if !f.Asked(values) {
			continue
		}
		given := w.field(p, f)
		given = slices.DeleteFunc(given, func(v string) bool {
			return v == "" || len(f.Options) > 0 && !slices.ContainsFunc(f.Options, func(o interview.Option) bool { return o.Value == v })
		})
		if len(given) > 0 {
			values[f.Name] = given
		}
	}
	return values
}

func (w *woman) field(p *interview.Page, f *interview.Field) []string {
	kind, of, _ := strings.Cut(p.ID, "-")
	n, key := numberedField(f.Name)
	switch {
	case strings.HasPrefix(f.Name, "cups."):
		return []string{"1"}
	case strings.HasPrefix(f.Name, "all."):
		return w.together(f)
	case kind == "pregnancy" && of != "troubles":
		number, _ := strconv.Atoi(of)
		return w.pregnancy(number, f)
	case kind == "event":
		return w.event(of, f)
	case p.ID == "seen":
		return []string{"yes"}
	case p.ID == "ruled-out":
		return w.ruledOut(f)
	case p.ID == "past-medicines":
		return w.past(f)
	case p.ID == "called":
		return []string{w.called(f.Name)}
	case p.ID == "past-dates":
		return []string{w.pastDate(f.Name)}
	case n > 0:
		return w.each(n, key)
	case strings.HasSuffix(p.ID, "-tests"):
		return w.results(p, f)
	case p.ID == "papers":
		return w.papers(f)
	case p.ID == "samples":
		return w.sample(f)
	case p.ID == "dates":
		return []string{w.since(f.Name)}
	case strings.Contains(f.Name, "."):
		return []string{w.fact(f.Name)}
	case f.Name == "drinks":
		return w.drinks()
	case f.Name == "answer":
		return []string{w.fact(p.Facts[0])}
	case f.Name == "which" && w.families(f):
		return w.gate(f)
	case f.Name == "which":
		return w.list(p, f)
	case f.Name == "not":
		return slices.DeleteFunc(slices.Clone(p.Facts), func(id string) bool { return !w.without(id) })
	case f.Name == "others":
		return []string{yesNo(!slices.ContainsFunc(canBeNo(p), func(id string) bool { return !w.has(id) && !w.without(id) }), "no", "unsure")}
	case f.Name == "any":
		return w.any(p)
	}
	return nil
}

// together is her answer for several pregnancies at once, where it is the same for all.
func (w *woman) together(f *interview.Field) []string {
	parts := strings.Split(f.Name, ".")
	var same []string
	for i, number := range strings.Split(parts[2], "-") {
		n, _ := strconv.Atoi(number)
		said := w.each(n, parts[1])
		if i > 0 && !slices.Equal(said, same) || len(said) > 1 {
			return []string{interview.Differs}
		}
		same = said
	}
	return same
}

// drinks is what she drinks: nothing, or what she knows in mg and units.
func (w *woman) drinks() []string {
	alcohol, caffeine := w.c.Lifestyle.AlcoholUnitsPerWeek, w.c.Lifestyle.CaffeineMgPerDay
	switch {
	case !alcohol.Known && !caffeine.Known:
		return []string{interview.Unsure}
	case alcohol.Known && caffeine.Known && alcohol.Value == 0 && caffeine.Value == 100: // a mug of coffee
		return []string{"coffee"}
	case alcohol.Known && caffeine.Known && alcohol.Value == 0 && caffeine.Value == 0:
		return []string{interview.None}
	}
	return []string{"exact"}
}

// numberedField takes "2.details" apart.
func numberedField(name string) (n int, key string) {
	number, key, _ := strings.Cut(name, ".")
	n, _ = strconv.Atoi(number)
	return n, key
}

// canBeNo are the illnesses of a page that an answer can rule out.
func canBeNo(p *interview.Page) (ids []string) {
	for _, f := range p.Fields {
		for _, o := range f.Options {
			if f.Name == "not" && o.Value != interview.Unsure {
				ids = append(ids, o.Value)
			}
		}
	}
	return ids
}

// families reports whether the options of a field are pages.
func (w *woman) families(f *interview.Field) bool {
	return slices.ContainsFunc(f.Options, func(o interview.Option) bool { return slices.Contains(w.talk.PageIDs(), o.Value) })
}

// gate chooses every family in which she has something, and those of which she cannot
// say it of everything; who can say it of nothing is not sure.
func (w *woman) gate(f *interview.Field) (chosen []string) {
	var doubtful, direct, offered []string
	sure := false
	for _, o := range f.Options {
		offered = append(offered, o.Value)
	}
	defer func() {
		if len(direct) > 0 {
			chosen = append(slices.DeleteFunc(chosen, func(v string) bool { return v == interview.None }), direct...)
		}
	}()
	for _, o := range f.Options {
		page, ok := w.talk.Page(interview.State{}, o.Value)
		if !ok {
			if slices.ContainsFunc(w.c.Procedures, func(x patient.Procedure) bool { return x.Procedure == o.Value }) {
				direct = append(direct, o.Value)
			}
			continue
		}
		if page.Fields[0].Name == "any" {
			said := w.any(page)
			if page.ID == "operations" && slices.Equal(said, []string{"yes"}) && w.c.AllProcedures.Known &&
				!slices.ContainsFunc(w.c.Procedures, func(x patient.Procedure) bool { return !slices.Contains(offered, x.Procedure) }) {
				sure = true // all she had stands on the gate itself
				continue
			}
			switch {
			case slices.Contains(said, "yes"):
				chosen = append(chosen, o.Value)
			case slices.Contains(said, "no"):
				sure = true
			default:
				doubtful = append(doubtful, o.Value)
			}
			continue
		}
		tests := strings.HasSuffix(page.ID, "-tests")
		named := standsFor(page.ID)
		hers := slices.ContainsFunc(named, func(id string) bool { return tests && len(w.observations(id)) > 0 || !tests && w.has(id) })
		doubts := slices.ContainsFunc(canBeNo(page), func(id string) bool { return slices.Contains(named, id) && !w.has(id) && !w.without(id) })
		switch {
		case hers:
			chosen = append(chosen, o.Value)
		case doubts:
			doubtful = append(doubtful, o.Value)
		}
		sure = sure || tests || slices.ContainsFunc(canBeNo(page), w.without)
	}
	switch {
	case !sure:
		return append(chosen, interview.Unsure)
	case len(chosen)+len(doubtful) == 0 && len(w.c.NotDone) == 0 && slices.ContainsFunc(f.Options, func(o interview.Option) bool { return strings.HasSuffix(o.Value, "-tests") }):
		return []string{interview.Unsure}
	case len(chosen)+len(doubtful) == 0:
		return []string{interview.None}
	}
	return append(chosen, doubtful...)
}

// notDone reports whether her file says of all tests that they were not done.
func (w *woman) notDone(tests []string) bool {
	return !slices.ContainsFunc(tests, func(id string) bool { return w.base.Test(id) != nil && !w.c.SaidNotDone(id) })
}

func yesNo(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

func flagged(f patient.Fact[bool]) string {
	if !f.Known {
		return interview.Unsure
	}
	return yesNo(f.Value, "yes", "no")
}

func (w *woman) fact(name string) string {
	c := w.c
	number := func(f patient.Fact[float64]) string {
		if !f.Known {
			return ""
		}
		return strconv.FormatFloat(f.Value, 'f', -1, 64)
	}
	whole := func(f patient.Fact[int]) string {
		if !f.Known {
			return ""
		}
		return strconv.Itoa(f.Value)
	}
	return map[string]func() string{
		"status.pregnant":               func() string { return flagged(c.Status.Pregnant) },
		"status.planningPregnancy":      func() string { return flagged(c.Status.PlanningPregnancy) },
		"status.bleeding":               func() string { return flagged(c.Status.Bleeding) },
		"status.location":               func() string { return c.Status.Location.Value },
		"status.gestation":              func() string { return exactly(c.Status.Gestation.Value) },
		"patient.born":                  func() string { return c.Born.Value.String() },
		"patient.age":                   func() string { return whole(c.Age) },
		"patient.heightCm":              func() string { return number(c.HeightCm) },
		"patient.weightKg":              func() string { return number(c.WeightKg) },
		"lifestyle.smoking":             func() string { return c.Lifestyle.Smoking.Value },
		"lifestyle.alcoholUnitsPerWeek": func() string { return number(c.Lifestyle.AlcoholUnitsPerWeek) },
		"lifestyle.caffeineMgPerDay":    func() string { return number(c.Lifestyle.CaffeineMgPerDay) },
		"partner.age":                   func() string { return whole(c.Partner.Age) },
	}[name]()
}

// exactly is a gestation as a field takes it: to the day or in completed weeks.
func exactly(g patient.Gestation) string {
	if s := g.String(); !strings.Contains(s, " to ") {
		return s
	}
	return ""
}

func (w *woman) pregnancy(n int, f *interview.Field) []string {
	list := w.c.Pregnancies
	if n > len(list) {
		return []string{yesNo(f.Name == "outcome" && w.c.History.Complete, interview.None, "")}
	}
	p := list[n-1]
	switch f.Name {
	case "outcome":
		return []string{cmp.Or(string(p.Outcome), interview.Unsure)}
	case "ended":
		return []string{p.Ended.String()}
	case "weeks":
		return []string{exactly(p.Gestation)}
	case "roughly":
		for _, o := range f.Options {
			if low, high, ok := strings.Cut(o.Value, " to "); ok && p.Gestation.Known() {
				from, _ := patient.ParseGestation(low)
				to, _ := patient.ParseGestation(high)
				if from.Min <= p.Gestation.Min && p.Gestation.Max <= to.Max {
					return []string{o.Value}
				}
			}
		}
	case "partner":
		earlier := func(other patient.Pregnancy) bool {
			return other.Partner.Known && other.Partner.Value == p.Partner.Value
		}
		switch {
		case !p.Partner.Known:
			return []string{interview.Unsure}
		case earlier(list[n-2]):
			return []string{"same"}
		case slices.ContainsFunc(list[:n-1], earlier):
			return []string{"earlier"}
		}
		return []string{"new"}
	case "more":
		return []string{yesNo(n < len(list), "yes", yesNo(w.c.History.Complete, "no", "unsure"))}
	}
	return nil
}

// observations are her results of a test, in order of time; what an image showed on
// one day is one result.
func (w *woman) observations(test string) (all [][]patient.Observation) {
	var found []patient.Observation
	for _, o := range w.c.Observations {
		if o.Test == test {
			found = append(found, o)
		}
	}
	if k := w.c.Partner.Karyotype; test == "parental-karyotype-male" && k.Known && len(found) == 0 {
		found = append(found, patient.Observation{Test: test, Result: k.Value})
	}
	if k := w.c.Partner.SpermDNAFragmentationPct; test == "sperm-dna-fragmentation" && k.Known && len(found) == 0 {
		found = append(found, patient.Observation{Test: test, HasNumber: true, Number: k.Value, Unit: "%", Written: strconv.FormatFloat(k.Value, 'g', -1, 64)})
	}
	slices.SortStableFunc(found, func(a, b patient.Observation) int { return cmp.Compare(a.Date.Earliest(), b.Date.Earliest()) })
	for _, o := range found {
		if n := len(all); n > 0 && w.base.Test(test).Kind == knowledge.Imaging && all[n-1][0].Date == o.Date {
			all[n-1] = append(all[n-1], o)
			continue
		}
		all = append(all, []patient.Observation{o})
	}
	return all
}

// results are the rows of the tests she had; a page of further results takes the
// second of each, the third, and so on.
func (w *woman) results(p *interview.Page, f *interview.Field) (given []string) {
	nth := 1
	if rest, further := strings.CutPrefix(p.ID, "again-"); further {
		number, _, _ := strings.Cut(rest, "-")
		nth, _ = strconv.Atoi(number)
	}
	test, key, row := strings.Cut(f.Name, ".")
	switch all := w.observations(test); {
	case row && len(all) >= nth:
		return w.result(test, all[nth-1], key)
	case row || f.Name == "date":
		return nil
	}
	more := false
	for _, id := range p.Facts {
		n := len(w.observations(id))
		if n >= nth {
			given = append(given, id)
		}
		more = more || n > nth
	}
	if f.Name == "more" {
		return []string{yesNo(more, "yes", "no")}
	}
	if len(given) == 0 && nth == 1 && !w.notDone(p.Facts) {
		return []string{interview.Unsure} // that she has no result is not that none was done
	}
	if len(given) == 0 {
		return []string{interview.None}
	}
	return given
}

func (w *woman) result(test string, all []patient.Observation, key string) []string {
	if key == "result" && w.base.Test(test).Kind == knowledge.Imaging {
		var shows []string
		for _, o := range all {
			shows = append(shows, cmp.Or(o.Finding, o.Result))
		}
		if len(shows) > 1 {
			shows = slices.DeleteFunc(shows, func(s string) bool { return s == patient.Normal })
		}
		return slices.Compact(shows)
	}
	o := all[0]
	limit := func(has bool, limit float64) string {
		if !has {
			return ""
		}
		back, err := w.base.Units().Back(test, limit, cmp.Or(o.Unit, o.UnitIs))
		if err != nil {
			back = limit
		}
		return strconv.FormatFloat(back, 'g', 10, 64)
	}
	switch key {
	case "result":
		return []string{o.Result}
	case "value":
		return []string{yesNo(o.HasNumber, o.AsWritten(), "")}
	case "unit":
		for _, unit := range []string{o.Unit, o.UnitIs} { // another spelling of it
			if slices.Contains(w.base.Units().Units(test), unit) {
				return []string{unit}
			}
		}
		return []string{interview.Unsure}
	case "upperLimit":
		return []string{limit(o.HasUpper, o.UpperLimit)}
	case "lowerLimit":
		return []string{limit(o.HasLower, o.LowerLimit)}
	case "date":
		return []string{o.Date.String()}
	}
	return nil
}

// papers: she has them all at hand, or none.
func (w *woman) papers(f *interview.Field) (all []string) {
	if w.brief {
		return []string{interview.None}
	}
	for _, o := range f.Options {
		if o.Value != interview.None {
			all = append(all, o.Value)
		}
	}
	return all
}

// sample is what held of all the results of a page alike.
func (w *woman) sample(f *interview.Field) []string {
	page, key, _ := strings.Cut(f.Name, ".")
	test, assay := strings.CutSuffix(key, ".assay")
	only, single := strings.CutSuffix(key, ".context") // what held for one of them
	nth, of := 1, page
	if rest, further := strings.CutPrefix(page, "again-"); further {
		number, name, _ := strings.Cut(rest, "-")
		nth, _ = strconv.Atoi(number)
		of = name
	}
	p, _ := w.talk.Page(interview.State{}, of)
	var said [][]string
	for _, id := range p.Facts {
		all := w.observations(id)
		if t := w.base.Test(id); len(all) < nth || t.Kind == knowledge.Imaging || t.Kind == knowledge.Karyotype || t.Kind == knowledge.Genotype {
			continue
		}
		switch o := all[nth-1][0]; {
		case assay && id == test:
			return []string{cmp.Or(o.Assay, interview.Unsure)}
		case assay, single && id != only:
		case !o.ContextGiven:
			said = append(said, []string{interview.Unsure})
		case len(o.Context) == 0:
			said = append(said, []string{interview.None})
		default:
			said = append(said, o.Context)
		}
	}
	switch {
	case len(said) == 0:
		return []string{interview.Unsure}
	case slices.ContainsFunc(said, func(one []string) bool { return !slices.Equal(one, said[0]) }):
		return []string{interview.Other}
	}
	return said[0]
}

// since is when she began with something, or had it done.
func (w *woman) since(name string) string {
	list, id, _ := strings.Cut(name, ".")
	for _, m := range w.c.Medications {
		if list == knowledge.Medications && m.Medication == id && !m.Until.Known() {
			return m.Since.String()
		}
	}
	done, nth, _ := strings.Cut(id, ".")
	k, _ := strconv.Atoi(nth)
	for _, p := range w.c.Procedures {
		if list != knowledge.Procedures || p.Procedure != done {
			continue
		}
		if k--; k <= 0 {
			return p.Date.String()
		}
	}
	id, ended := strings.CutSuffix(id, ".until")
	for _, c := range w.c.Conditions {
		if list == "conditions" && c.ID == id {
			return map[bool]string{false: c.Since.String(), true: c.Until.String()}[ended]
		}
	}
	return ""
}

func (w *woman) event(id string, f *interview.Field) []string {
	nth := 1
	if number, rest, _ := strings.Cut(id, "-"); rest != "" {
		if k, err := strconv.Atoi(number); err == nil {
			nth, id = k, rest
		}
	}
	all := slices.DeleteFunc(slices.Clone(w.c.Events), func(e patient.Event) bool { return e.Event != id })
	if len(all) < nth {
		return nil
	}
	switch e := all[nth-1]; f.Name {
	case "date":
		return []string{e.Date.String()}
	case "proven":
		return []string{e.Proven.Value}
	case "highRiskProfile":
		return []string{flagged(e.HighRiskProfile)}
	case "more":
		return []string{yesNo(len(all) > nth, "yes", "no")}
	}
	return nil
}

// ruledOut is what a file says no to as a whole, or of a diagnosis.
func (w *woman) ruledOut(f *interview.Field) (said []string) {
	if f.Name == "others" {
		return []string{yesNo(w.c.NoConditions.Known && w.c.NoEvents.Known, "no", "unsure")}
	}
	for _, o := range f.Options {
		if w.base.Word(knowledge.Conditions, o.Value) != nil && w.without(o.Value) {
			said = append(said, o.Value)
		}
	}
	return said
}

// past are the medicines that ended.
func (w *woman) past(f *interview.Field) (named []string) {
	for _, m := range w.c.Medications {
		if m.Until.Known() {
			named = append(named, m.Medication)
		}
	}
	if f.Name == "any" {
		return []string{yesNo(len(named) > 0, "yes", "no")}
	}
	return named
}

// called is the exact word of an illness, or of the first clot, the second and so on.
func (w *woman) called(field string) string {
	list, id, _ := strings.Cut(field, ".")
	for _, c := range w.c.Conditions {
		if list == "conditions" && c.ID == id && !c.Absent {
			return cmp.Or(c.As, interview.Unsure)
		}
	}
	number, id, _ := strings.Cut(id, ".")
	k, _ := strconv.Atoi(number)
	for _, e := range w.c.Events {
		if list == "events" && e.Event == id {
			if k--; k == 0 {
				return cmp.Or(e.As, interview.Unsure)
			}
		}
	}
	return ""
}

func (w *woman) pastDate(field string) string {
	id, end, _ := strings.Cut(strings.TrimPrefix(field, "past."), ".")
	for _, m := range w.c.Medications {
		if m.Medication == id && m.Until.Known() {
			return map[string]string{"since": m.Since.String(), "until": m.Until.String()}[end]
		}
	}
	return ""
}

func (w *woman) has(id string) bool {
	return slices.ContainsFunc(w.c.Conditions, func(x patient.Condition) bool { return x.ID == id && !x.Absent }) ||
		slices.ContainsFunc(w.c.Events, func(e patient.Event) bool { return e.Event == id })
}

func (w *woman) without(id string) bool {
	event := w.base.Word(knowledge.Conditions, id).Kind == "event"
	return w.c.NoConditions.Known && !event || w.c.NoEvents.Known && event ||
		slices.ContainsFunc(w.c.Conditions, func(x patient.Condition) bool { return x.ID == id && x.Absent })
}

// list answers "which of these": the words she has, and whether they are all.
func (w *woman) list(p *interview.Page, f *interview.Field) (named []string) {
	whole, none := true, interview.None
	has := func(id string) bool { return false }
	switch c := w.c; p.ID {
	case "symptoms":
		whole = c.Status.AllSymptoms.Known
		has = func(id string) bool { return contains(c.Status.Symptoms, id) }
	case "medicines":
		whole = c.AllMedicines.Known
		has = func(id string) bool {
			return slices.ContainsFunc(c.Medications, func(m patient.Medication) bool { return m.Medication == id && !m.Until.Known() })
		}
	case "allergies":
		whole = c.AllAllergies.Known
		has = func(id string) bool { return contains(c.Allergies, id) }
	case "operations":
		whole = c.AllProcedures.Known
		has = func(id string) bool {
			return slices.ContainsFunc(c.Procedures, func(x patient.Procedure) bool { return x.Procedure == id })
		}
	case "requested":
		has = func(id string) bool { return contains(c.Requested, id) }
	default:
		has = func(id string) bool { return slices.Contains(p.Facts, id) && w.has(id) }
		open := func(id string) bool { return !w.has(id) && !w.without(id) }
		switch no := canBeNo(p); {
		case !slices.ContainsFunc(no, open):
		case slices.ContainsFunc(p.Facts, w.has): // of the others she says which she is sure of
			whole = !slices.ContainsFunc(no, w.without)
		default:
			none = interview.Unsure
		}
	}
	for _, o := range f.Options {
		if has(o.Value) {
			named = append(named, o.Value)
		}
	}
	switch {
	case len(named) == 0 && whole && p.ID == "symptoms", len(named) == 0 && whole && len(canBeNo(p)) > 0:
		return []string{none}
	case !whole:
		return append(named, interview.Unsure)
	}
	return named
}

func contains(list []patient.Fact[string], id string) bool {
	return slices.ContainsFunc(list, func(f patient.Fact[string]) bool { return f.Value == id })
}

// any answers whether there is anything of a list, or whether one of the pregnancies
// had a disorder of the placenta.
func (w *woman) any(p *interview.Page) []string {
	i := slices.IndexFunc(p.Fields, func(f interview.Field) bool { return f.Name == "which" })
	if i >= 0 {
		switch named := w.list(p, &p.Fields[i]); {
		case len(named) == 0:
			return []string{"no"}
		case len(named) == 1 && named[0] == interview.Unsure:
			return []string{interview.Unsure}
		}
		return []string{"yes"}
	}
	severe := slices.ContainsFunc(w.c.Pregnancies, func(x patient.Pregnancy) bool {
		return p.ID == "pre-eclampsia" && x.SeverePEAt.Known || p.ID == "placenta" && x.SeverePIAt.Known
	})
	id := map[string]string{"pre-eclampsia": "pre-eclampsia", "placenta": "placental-insufficiency"}[p.ID]
	switch {
	case severe:
		return []string{"severe", "yes"}
	case w.has(id):
		return []string{"mild", "yes"}
	case w.without(id):
		return []string{"no"}
	}
	return []string{interview.Unsure}
}

// each is what a page asks of one of her pregnancies.
func (w *woman) each(n int, key string) (said []string) {
	if n > len(w.c.Pregnancies) {
		return nil
	}
	switch x := &w.c.Pregnancies[n-1]; key {
	case "from", "to":
		if g := x.Gestation; g.Known() && exactly(g) == "" {
			day := map[string]int{"from": g.Min, "to": g.Max}[key]
			return []string{patient.Weeks(day/7, day%7).String()}
		}
	case "documentedBy":
		return x.DocumentedBy.Value
	case "conception":
		return []string{x.Conception.Value}
	case "tissueKaryotype":
		return []string{x.TissueKaryotype.Value}
	case "morphology":
		return []string{x.Morphology.Value}
	case "explainedBy":
		return []string{x.ExplainedBy.Value}
	case "severePreeclampsiaAt":
		return []string{exactly(x.SeverePEAt.Value)}
	case "severePlacentalInsufficiencyAt":
		return []string{exactly(x.SeverePIAt.Value)}
	case "details":
		for _, d := range x.Details {
			said = append(said, d.Value)
		}
	}
	return said
}
