package gravida_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

var engine = sync.OnceValue(func() *gravida.Engine {
	e, err := gravida.New()
	if err != nil {
		panic(err)
	}
	return e
})

func woman(t testing.TB, text string) *patient.Case {
	t.Helper()
	c, err := casefile.Read("case.yaml", []byte(text), engine().Base())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// rich has something in every part of a case.
const rich = `gravida: case/1
id: rich
asOf: 2026-03-01
patient: {born: 1984-04-12, heightCm: 165, weightKg: 90}
pregnancies:
  - {outcome: miscarriage, ended: 2023-05-10, gestation: 8w2d, partner: A, documentedBy: [ultrasound], tissueKaryotype: aneuploid}
  - {outcome: miscarriage, ended: 2024-02-10, gestation: 12w0d, partner: A, documentedBy: [ultrasound], morphology: normal}
  - {outcome: livebirth, ended: 2024-12-10, gestation: 33w0d, partner: A, severePreeclampsiaAt: 31w0d, morphology: normal}
  - {outcome: miscarriage, ended: 2025-10, gestation: 9, partner: A}
observations:
  - {test: lupus-anticoagulant, date: 2025-01-10, result: positive, context: []}
  - {test: lupus-anticoagulant, date: 2025-06-10, result: positive, context: [on-warfarin]}
  - {test: acl-igg, date: 2025-01-10, value: 90, unit: GPL, upperLimit: 20}
  - {test: acl-igg, date: 2025-06-10, value: 55, unit: GPL, upperLimit: 20}
  - {test: tsh, date: 2026-01-09, value: 5.1, unit: mIU/L, upperLimit: 4.0}
  - {test: tpo-antibodies, date: 2026-01-09, result: positive}
  - {test: ultrasound-3d, date: 2025-11-01, finding: septate-uterus}
  - {test: parental-karyotype-female, date: 2025-11-01, result: abnormal}
  - {test: hba1c, date: 2025-11-01, value: 6.8, unit: "%"}
conditions: [pcos, {condition: sle, since: 2019}]
events: [{event: venous-thrombosis, date: 2018-03, proven: imaging, highRiskProfile: false}]
absent: [celiac-disease]
medications: [aspirin-low-dose, {medication: warfarin, since: 2025-05-01}]
lifestyle: {smoking: current, alcoholUnitsPerWeek: 12, caffeineMgPerDay: 250}
partner: {label: A, age: 36, karyotype: normal}
status: {pregnant: false, planningPregnancy: true, symptoms: []}
requested: [lymphocyte-immunotherapy, ivig]
`

// consistent makes a random case one that could be true: the generator keeps
// single facts possible, not what they say together.
func consistent(c *patient.Case) {
	base := engine().Base()
	for i := range c.Pregnancies {
		p := &c.Pregnancies[i]
		if o := base.Outcome(string(p.Outcome)); o != nil && p.Gestation.Known() && (p.Gestation.Min < int(o.From) || p.Gestation.Max > int(o.To)) {
			p.Gestation = patient.Gestation{} // beyond what the word can mean
		}
		ended := finding.Gestation(p, base)
		for _, at := range []*patient.Fact[patient.Gestation]{&p.SeverePEAt, &p.SeverePIAt} {
			if at.Known && (at.Value.Min < 20*7 || ended.Known() && at.Value.Max > ended.Min) {
				*at = patient.Fact[patient.Gestation]{} // before it exists, or after the end
			}
		}
		if !slices.Contains([]patient.Outcome{"", patient.Miscarriage, patient.Stillbirth}, p.Outcome) {
			p.TissueKaryotype = patient.Fact[string]{} // of a loss
		}
		if ended.Min < 20*7 { // severe features do not exist before
			p.Details = slices.DeleteFunc(slices.Clone(p.Details), func(d patient.Fact[string]) bool { return strings.HasSuffix(d.Value, "-severe") })
		}
		if p.DocumentedBy.Known && slices.ContainsFunc(p.Details, func(d patient.Fact[string]) bool {
			return base.Word(knowledge.Details, d.Value).Kind == "documents-ultrasound"
		}) {
			p.DocumentedBy.Value = append(slices.Clone(p.DocumentedBy.Value), "ultrasound") // it was seen, so it was scanned
		}
		if k := p.TissueKaryotype; p.DocumentedBy.Known && k.Known && k.Value != "failed" && k.Value != "not-done" {
			p.DocumentedBy.Value = append(slices.Clone(p.DocumentedBy.Value), "histology") // its chromosomes were read
		}
		if p.Morphology.Known {
			p.Details = slices.DeleteFunc(p.Details, func(d patient.Fact[string]) bool {
				return strings.HasSuffix(d.Value, "-fetal-morphology") && d.Value != p.Morphology.Value+"-fetal-morphology"
			})
		}
	}
	images := slices.Clone(c.Observations)
	c.Observations = slices.DeleteFunc(c.Observations, func(o patient.Observation) bool { // two images do not contradict each other
		return o.Finding != "" && slices.ContainsFunc(images, func(other patient.Observation) bool {
			cause := base.Cause(other.Finding)
			return other.Finding != o.Finding && cause != nil && slices.Contains(cause.Tests, o.Test)
		})
	})
	severe := slices.ContainsFunc(c.Pregnancies, func(p patient.Pregnancy) bool {
		return p.SeverePEAt.Known || p.SeverePIAt.Known || slices.ContainsFunc(p.Details, func(d patient.Fact[string]) bool {
			return strings.HasSuffix(d.Value, "-severe")
		})
	})
	counted := slices.ContainsFunc(c.Observations, func(o patient.Observation) bool { return o.Test == "platelets" })
	present := map[string]bool{"pre-eclampsia": severe, "placental-insufficiency": severe, "thrombocytopenia": counted}
	c.Conditions = slices.DeleteFunc(c.Conditions, func(x patient.Condition) bool { return x.Absent && present[x.ID] })
	if severe || counted {
		forget(&c.NoConditions)
	}
	if c.Status.Pregnant.Known && !c.Status.Pregnant.Value {
		c.Status.Gestation, c.Status.Location, c.Status.Bleeding = patient.Fact[patient.Gestation]{}, patient.Fact[string]{}, patient.Fact[bool]{}
	}
}

// removal takes one fact out of a case.
type removal struct {
	name string
	from func(c *patient.Case)
}

func forget[T any](fact *patient.Fact[T]) { *fact = patient.Fact[T]{} }

// removals are the facts of a case that can be taken out by themselves.
func removals(c *patient.Case) (out []removal) {
	add := func(name string, from func(*patient.Case)) { out = append(out, removal{name, from}) }
	for i := range c.Pregnancies {
		field := func(name string, from func(p *patient.Pregnancy)) {
			add(fmt.Sprintf("pregnancies.%d.%s", i+1, name), func(c *patient.Case) { from(&c.Pregnancies[i]) })
		}
		field("outcome", func(p *patient.Pregnancy) { p.Outcome = "" })
		field("ended", func(p *patient.Pregnancy) { p.Ended = date.Date{} })
		field("gestation", func(p *patient.Pregnancy) { p.Gestation = patient.Gestation{} })
		field("partner", func(p *patient.Pregnancy) { forget(&p.Partner) })
		field("conception", func(p *patient.Pregnancy) { forget(&p.Conception) })
		field("details", func(p *patient.Pregnancy) { p.Details = nil })
		field("morphology", func(p *patient.Pregnancy) { forget(&p.Morphology) })
		field("tissueKaryotype", func(p *patient.Pregnancy) { forget(&p.TissueKaryotype) })
		field("severePreeclampsiaAt", func(p *patient.Pregnancy) { forget(&p.SeverePEAt) })
		field("severePlacentalInsufficiencyAt", func(p *patient.Pregnancy) { forget(&p.SeverePIAt) })
		field("explainedBy", func(p *patient.Pregnancy) { forget(&p.ExplainedBy) })
		field("documentedBy", func(p *patient.Pregnancy) { forget(&p.DocumentedBy) })
	}
	for i := range c.Pregnancies {
		// A run of losses is read as the record has it: no birth between two of
		// them is imagined, and one without a date may stand anywhere. So only
		// the ends of the list are taken away.
		if i > 0 && i < len(c.Pregnancies)-1 || !c.Pregnancies[i].Ended.Known() {
			continue
		}
		add(fmt.Sprintf("pregnancies.%d", i+1), func(c *patient.Case) {
			c.Pregnancies = slices.Delete(c.Pregnancies, i, i+1)
			c.History.Complete = false
		})
	}
	if c.History.Complete {
		add("that the pregnancies are all", func(c *patient.Case) { c.History.Complete = false })
	}
	add("patient.born", func(c *patient.Case) { forget(&c.Born) })
	add("patient.age", func(c *patient.Case) { forget(&c.Age) })
	add("patient.heightCm", func(c *patient.Case) { forget(&c.HeightCm) })
	add("patient.weightKg", func(c *patient.Case) { forget(&c.WeightKg) })
	add("lifestyle.smoking", func(c *patient.Case) { forget(&c.Lifestyle.Smoking) })
	add("lifestyle.alcoholUnitsPerWeek", func(c *patient.Case) { forget(&c.Lifestyle.AlcoholUnitsPerWeek) })
	add("lifestyle.caffeineMgPerDay", func(c *patient.Case) { forget(&c.Lifestyle.CaffeineMgPerDay) })
	add("partner.age", func(c *patient.Case) { forget(&c.Partner.Age) })
	add("partner.karyotype", func(c *patient.Case) { forget(&c.Partner.Karyotype) })
	add("partner.spermDnaFragmentationPct", func(c *patient.Case) { forget(&c.Partner.SpermDNAFragmentationPct) })
	add("status.pregnant", func(c *patient.Case) { forget(&c.Status.Pregnant) })
	add("status.gestation", func(c *patient.Case) { forget(&c.Status.Gestation) })
	add("status.location", func(c *patient.Case) { forget(&c.Status.Location) })
	add("status.bleeding", func(c *patient.Case) { forget(&c.Status.Bleeding) })
	add("status.planningPregnancy", func(c *patient.Case) { forget(&c.Status.PlanningPregnancy) })
	add("status.symptoms", func(c *patient.Case) { c.Status.Symptoms = nil; forget(&c.Status.AllSymptoms) })
	add("medications", func(c *patient.Case) { c.Medications = nil; forget(&c.AllMedicines) })
	results := map[string]int{}
	for _, o := range c.Observations {
		results[o.Test]++
	}
	for i, o := range c.Observations {
		if results[o.Test] == 1 {
			add("observations "+o.Test, func(c *patient.Case) { c.Observations = slices.Delete(c.Observations, i, i+1) })
		}
	}
	return out
}

// clone copies what a removal changes.
func clone(c *patient.Case) *patient.Case {
	d := *c
	d.Pregnancies = slices.Clone(c.Pregnancies)
	d.Observations = slices.Clone(c.Observations)
	return &d
}

// verdicts are everything that is decided, or not, by name.
func verdicts(v *guideline.Verdicts) (definitions, criteria, rules map[string]truth.Value) {
	definitions, criteria, rules = map[string]truth.Value{}, map[string]truth.Value{}, map[string]truth.Value{}
	for _, d := range v.Definitions {
		definitions[d.Guideline.ID] = d.Met
	}
	for _, c := range v.Criteria {
		criteria[c.Criterion.ID] = c.Met
	}
	for _, r := range v.Rules {
		if !soFar(v, r) {
			rules[r.Rule.ID] = r.Applies
		}
	}
	return definitions, criteria, rules
}

// soFar reports whether a rule speaks of what was found or is on record so far,
// or takes a clear
// test or image for an answer, which another may contradict: such a statement
// may change with what is learnt.
func soFar(v *guideline.Verdicts, r guideline.Verdict) bool {
	for _, slot := range r.Used {
		name, computed := v.Findings.Base.Vocabulary[slot].Name, v.Findings.Base.Vocabulary[slot].From.Computed
		if computed == "on-record" || computed == "treated" {
			return true // what the record holds, known either way
		}
		if name == "cause.none_found" || name == "unexplained" ||
			strings.HasPrefix(name, "established.") || strings.HasPrefix(name, "suspected.") || strings.HasPrefix(name, "excluded.") ||
			strings.HasPrefix(name, "shown.") || strings.HasPrefix(name, "womb.") || ofTheRecord(v, slot) {
			return true
		}
	}
	return false
}

// ofTheRecord reports whether a term, itself or through what it joins, speaks of
// what the record holds, or answers by the tests that were done.
func ofTheRecord(v *guideline.Verdicts, slot int) bool {
	term := v.Findings.Base.Vocabulary[slot]
	return term.From.Computed == "on-record" || term.From.Computed == "any-known" ||
		slices.ContainsFunc(term.Joins, func(part int) bool { return ofTheRecord(v, part) })
}

// judged reports whether a fact is one that a loss is taken to be unexplained
// without: "a likelier cause, if one was found" (contract, section 2). Learning
// it may take a point away.
func judged(fact string) bool {
	for _, field := range []string{".explainedBy", ".tissueKaryotype", ".morphology", ".details"} {
		if strings.HasSuffix(fact, field) {
			return true
		}
	}
	return false
}

// Learning a fact may decide a verdict; it never flips one that was decided.
func TestLearningNeverFlips(t *testing.T) {
	library, base := engine().Library(), engine().Base()
	rapid.Check(t, func(t *rapid.T) {
		full := casetest.Case(t, base)
		consistent(full)
		all := finding.Derive(full, base)
		after := library.Evaluate(all)
		definitions, criteria, rules := verdicts(after)
		for _, r := range removals(full) {
			less := clone(full)
			r.from(less)
			some := finding.Derive(less, base)
			if len(some.Untrusted) != len(all.Untrusted) {
				continue // what counts as a result depends on it, by design
			}
			d, c, u := verdicts(library.Evaluate(some))
			flipped(t, r.name, d, definitions)
			if !judged(r.name) {
				flipped(t, r.name, c, criteria)
				flipped(t, r.name, u, rules)
				continue
			}
			maps.DeleteFunc(u, func(id string, _ truth.Value) bool { return restsOnCriteria(after, id) })
			flipped(t, r.name, u, rules)
		}
	})
}

func restsOnCriteria(v *guideline.Verdicts, rule string) bool {
	for _, r := range v.Rules {
		if r.Rule.ID == rule {
			return slices.ContainsFunc(r.Used, func(slot int) bool {
				name := v.Findings.Base.Vocabulary[slot].Name
				return strings.HasPrefix(name, "met.") || countsUnexplained(v, slot)
			})
		}
	}
	return false
}

// countsUnexplained reports whether a term counts only losses without a likelier
// cause, or that began by themselves, itself or through the terms it joins.
func countsUnexplained(v *guideline.Verdicts, slot int) bool {
	term := v.Findings.Base.Vocabulary[slot]
	return term.From.With.Unexplained || term.From.With.Spontaneous || slices.ContainsFunc(term.Joins, func(part int) bool { return countsUnexplained(v, part) })
}

func flipped(t *rapid.T, fact string, without, with map[string]truth.Value) {
	t.Helper()
	for _, id := range slices.Sorted(maps.Keys(without)) {
		if before := without[id]; before.Known() && with[id] != before {
			t.Errorf("%s is %s without %s, and %s with it", id, before, fact, with[id])
		}
	}
}

func document(t reporter, a *assessment.Assessment) string {
	data, err := json.MarshalIndent(a, "", " ")
	if err != nil {
		t.Fatalf("%v", err)
	}
	return string(data)
}

type reporter interface{ Fatalf(string, ...any) }

// The order in which observations, conditions and medicines are listed does not
// matter.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, engine().Base())
		shuffled := *c
		shuffled.Observations = rapid.Permutation(c.Observations).Draw(t, "observations")
		shuffled.Conditions = rapid.Permutation(c.Conditions).Draw(t, "conditions")
		shuffled.Medications = rapid.Permutation(c.Medications).Draw(t, "medications")
		shuffled.Events = rapid.Permutation(c.Events).Draw(t, "events")
		a, b := engine().Assess(c, assessment.Options{}), engine().Assess(&shuffled, assessment.Options{})
		if d := cmp.Diff(document(t, a), document(t, b)); d != "" {
			t.Fatalf("in another order:\n%s", d)
		}
	})
}

// The places where results stand in a file decide nothing.
func TestPlaceDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, engine().Base())
		moved := *c
		moved.Observations = slices.Clone(c.Observations)
		for i, at := range rapid.Permutation(c.Observations).Draw(t, "places") {
			moved.Observations[i].Source = at.Source
		}
		library, base := engine().Library(), engine().Base()
		d1, c1, r1 := verdicts(library.Evaluate(finding.Derive(c, base)))
		d2, c2, r2 := verdicts(library.Evaluate(finding.Derive(&moved, base)))
		if d := cmp.Diff([]map[string]truth.Value{d1, c1, r1}, []map[string]truth.Value{d2, c2, r2}); d != "" {
			t.Fatalf("with the lines changed:\n%s", d)
		}
	})
}

// Many goroutines get the same bytes from one engine.
func TestManyAtOnce(t *testing.T) {
	cases := []*patient.Case{woman(t, rich), woman(t, "gravida: case/1\n")}
	for seed := range 20 {
		cases = append(cases, rapid.Custom(func(t *rapid.T) *patient.Case { return casetest.Case(t, engine().Base()) }).Example(seed))
	}
	want := make([]string, len(cases))
	for i, c := range cases {
		want[i] = document(t, engine().Assess(c, assessment.Options{}))
	}
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			for i, c := range cases {
				if got := document(t, engine().Assess(c, assessment.Options{})); got != want[i] {
					t.Errorf("case %d differs:\n%s", i, cmp.Diff(want[i], got))
				}
			}
		})
	}
	wait.Wait()
}

// Asking for what is named missing, again and again, ends in a decision: a
// definition or a set of criteria that is open names a fact.
func TestOpenNamesWhatIsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, engine().Base())
		v := engine().Library().Evaluate(finding.Derive(c, engine().Base()))
		for _, d := range v.Definitions {
			if d.Met == truth.Unknown && len(d.Tally.Lacks) == 0 {
				t.Errorf("%s is open and names nothing", d.Guideline.ID)
			}
		}
		for _, s := range v.Criteria {
			if s.Met == truth.Unknown && len(s.Missing) == 0 {
				t.Errorf("%s is open and names nothing", s.Criterion.ID)
			}
		}
		for _, r := range v.Rules {
			if r.Applies == truth.Unknown && len(guideline.Lacks(v.Findings, r)) == 0 {
				t.Errorf("%s is open and names nothing", r.Rule.ID)
			}
		}
	})
}

// A test that leads in the plan does not step back to what can be considered once more
// is known: while the leading guideline may yet say less than "for", it does not lead.
func TestWhatLeadsStaysAhead(t *testing.T) {
	base := engine().Base()
	rapid.Check(t, func(t *rapid.T) {
		full := casetest.Case(t, base)
		consistent(full)
		after := weights(engine().Assess(full, assessment.Options{}))
		all := removals(full)
		for range min(8, len(all)) { // assessing takes longer than deriving
			r := rapid.SampledFrom(all).Draw(t, "forgotten")
			if judged(r.name) {
				continue
			}
			less := clone(full)
			r.from(less)
			for id, weight := range weights(engine().Assess(less, assessment.Options{})) {
				if now, planned := after[id]; planned && weight == assessment.Recommended && now != weight {
					t.Errorf("%s leads without %s, and with it is %s", id, r.name, now)
				}
			}
		}
	})
}

// weights are those of the tests of a plan that the guideline that decides asks for.
// A repeat is left out: it leads because of what was found, until that is settled.
func weights(a *assessment.Assessment) map[string]string {
	out := map[string]string{}
	for _, v := range a.Plan {
		for _, p := range v.Tests {
			if p.Status == "due" || p.Status == "defer" {
				out[p.ID] = p.Weight
			}
		}
	}
	return out
}
