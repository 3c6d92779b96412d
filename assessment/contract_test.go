package assessment_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// The fixed ids of the contract, section 4.
var (
	groups = map[string][]string{
		"immune":      {"antiphospholipid-syndrome", "sle", "sjogren", "undifferentiated-ctd", "other-ctd", "alloimmune"},
		"coagulation": {"inherited-thrombophilia", "hyperhomocysteinaemia"},
		"endocrine": {"hypothyroidism", "subclinical-hypothyroidism", "thyroid-autoimmunity", "hyperthyroidism", "diabetes",
			"insulin-resistance", "pcos", "hyperprolactinaemia", "luteal-phase-deficiency", "vitamin-d-deficiency"},
		"anatomical": {"septate-uterus", "bicornuate-uterus", "uterus-didelphys", "unicornuate-uterus", "intrauterine-adhesions",
			"submucous-fibroid", "endometrial-polyp", "adenomyosis", "cervical-insufficiency", "chronic-endometritis"},
		"genetic":     {"parental-rearrangement", "embryonic-aneuploidy"},
		"male":        {"sperm-dna-damage"},
		"lifestyle":   {"smoking", "alcohol", "caffeine", "obesity", "underweight"},
		"age":         {"maternal-age"},
		"unexplained": {"unexplained"},
	}
	leads = map[string][]string{
		"immune": {"rheumatology"}, "coagulation": {"rheumatology", "haematology"}, "endocrine": {"endocrinology"},
		"anatomical": {"gynaecology"}, "genetic": {"clinical-genetics"}, "male": {"andrology"},
	}
	definitions = []string{"interview", "eshre-2022", "rcog-2023", "asrm-2012", "dggg-2022", "cma-2022", "cngof-2014", "ngf-2024", "jp-2021"}
	criteria    = []string{"aps-sydney-2006", "aps-acr-eular-2023", "pcos-rotterdam-2003", "pcos-international-2023", "diabetes-ada"}
	departments = []string{"emergency", "early-pregnancy-unit", "recurrent-miscarriage-clinic", "rheumatology", "haematology",
		"endocrinology", "gynaecology", "reproductive-medicine", "clinical-genetics", "andrology", "maternal-fetal-medicine",
		"psychology", "general-practice"}
	tests = strings.Fields(`lupus-anticoagulant acl-igg acl-igm ab2gpi-igg ab2gpi-igm ana
		anti-dsdna anti-ssa anti-ssb complement-c3 complement-c4 tsh ft4 ft3 tpo-antibodies tg-antibodies trab prolactin
		fasting-glucose glucose-2h hba1c fasting-insulin homa-ir lh fsh estradiol testosterone amh luteal-progesterone vitamin-d
		homocysteine factor-v-leiden prothrombin-g20210a protein-c protein-s antithrombin platelets d-dimer
		parental-karyotype-female parental-karyotype-male tissue-genetics ultrasound-3d ultrasound-2d sonohysterography
		hysterosalpingography hysteroscopy pelvic-mri endometrial-cd138 sperm-dna-fragmentation semen-analysis nk-cells-blood
		nk-cells-uterine cytokines hla-typing blocking-antibodies celiac-serology torch
		random-glucose free-androgen-index hydroxyprogesterone-17 follicles-per-ovary ovarian-volume`)  // the last line: added for criteria
	treatments = strings.Fields(`aspirin-heparin aspirin heparin hydroxychloroquine prednisolone ciclosporin tacrolimus
		tnf-inhibitor ivig lymphocyte-immunotherapy intralipid g-csf progesterone-vaginal dydrogesterone levothyroxine antithyroid
		metformin dopamine-agonist vitamin-d folic-acid glucose-lowering septum-resection adhesiolysis myomectomy polypectomy
		metroplasty cerclage antibiotics-endometritis pgt-a pgt-sr donor-gametes antioxidants endometrial-scratching
		supportive-care weight-management smoking-cessation
		anticoagulation doac warfarin combined-contraceptive ace-inhibitor arb heparin-treatment-dose
		heparin-alternative doac-pregnant harmful-immunosuppressant carbimazole-early`)  // the last line: added
	urgencies     = []string{"emergency", "urgent", "soon", "routine"}
	directions    = []string{"for", "conditional-for", "research-only", "conditional-against", "against", "silent"}
	statuses      = []string{"met", "not-met", "unknown"}
	causeStatuses = []string{"established", "suspected", "excluded", "not-examined", "not-indicated"}
	testStatuses  = []string{"due", "repeat", "defer", "done", "not-recommended", "silent"}
	reads         = []string{"primary", "secondary", "unconfirmed"}
)

// women are those every rule of the form is held against.
func women(t testing.TB) map[string]*patient.Case {
	return map[string]*patient.Case{
		"nothing known": read(t, ""),
		"rich":          read(t, rich),
		"pregnant": read(t, `
pregnancies: [{outcome: miscarriage, gestation: 8w0d, ended: 2025-01-10}, {outcome: miscarriage, gestation: 20w0d, ended: 2025-08-10}, {outcome: ongoing}]
conditions: [antiphospholipid-syndrome, diabetes]
medications: [warfarin, methotrexate]
status: {pregnant: true, gestation: 6w0d, location: unknown, bleeding: true, symptoms: [severe-abdominal-pain, leg-swelling]}`),
	}
}

// rich has something in every part of a case.
const rich = `
id: rich
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
  - {test: vitamin-d, date: 2025-11-01, value: 30, unit: nmol/L}
  - {test: hba1c, date: 2025-11-01, value: 6.8, unit: "%"}
  - {test: prolactin, date: 2025-11-01, value: 900, unit: mIU/L, upperLimit: 500}
  - {test: nk-cells-blood, date: 2025-11-01, value: 20, unit: "%"}
conditions: [pcos, {condition: sle, since: 2019}]
events: [{event: venous-thrombosis, date: 2018-03, proven: imaging, highRiskProfile: false}]
absent: [celiac-disease]
medications: [aspirin-low-dose, {medication: warfarin, since: 2025-05-01}]
procedures: [{procedure: hysteroscopic-septum-resection, date: 2024-02}]
allergies: [aspirin]
lifestyle: {smoking: current, alcoholUnitsPerWeek: 12, caffeineMgPerDay: 250}
partner: {label: A, age: 36, karyotype: normal, spermDnaFragmentationPct: 18}
status: {pregnant: false, planningPregnancy: true, symptoms: []}
requested: [lymphocyte-immunotherapy, ivig, nk-cells-blood]
`

func TestFormOfNamedWomen(t *testing.T) {
	for name, c := range women(t) {
		for _, setting := range []string{"int", "cn", "uk", "us", "de"} {
			t.Run(name+"/"+setting, func(t *testing.T) {
				form(t, engine().Assess(c, assessment.Options{Setting: setting}))
			})
		}
	}
}

func TestFormOfRandomWomen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form(t, engine().Assess(casetest.Case(t, engine().Base()), assessment.Options{}))
	})
}

type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// form holds an assessment against the contract's words, and its ids against
// each other.
func form(t reporter, a *assessment.Assessment) {
	t.Helper()
	oneOf := func(what, word string, accepted []string) {
		t.Helper()
		if !slices.Contains(accepted, word) {
			t.Errorf("%s is %q; the contract has %v", what, word, accepted)
		}
	}
	points := func(what string, ids ...assessment.StatementID) {
		t.Helper()
		for _, id := range ids {
			if a.Statement(id) == nil {
				t.Errorf("%s points at %q, and there is no such statement", what, id)
			}
		}
	}
	positions := func(what string, list []assessment.Position) {
		t.Helper()
		if len(list) == 0 {
			t.Errorf("%s has no position", what)
		}
		for _, p := range list {
			oneOf(what+": direction", p.Direction, directions)
			if p.Direction != "silent" {
				points(what, p.Statement)
				oneOf(what+": read", p.Read, reads)
			}
		}
	}

	var seen []string
	for _, c := range a.Causes {
		seen = append(seen, c.ID)
		oneOf(c.ID+": status", c.Status, causeStatuses)
		oneOf(c.ID, c.ID, groups[c.Group])
		if accepted := leads[c.Group]; accepted != nil {
			oneOf(c.ID+": department", c.Department, accepted)
		}
		points(c.ID, c.Statements...)
		if (c.Status == "established" || c.Status == "suspected") && len(c.Statements) == 0 {
			t.Errorf("%s is %s and no statement says why", c.ID, c.Status)
		}
	}
	var fixed []string
	for _, g := range groups {
		fixed = append(fixed, g...)
	}
	slices.Sort(fixed)
	slices.Sort(seen)
	if d := cmp.Diff(fixed, seen); d != "" {
		t.Errorf("causes, -contract +listed:\n%s", d)
	}

	asked := func(what string, facts []string) {
		t.Helper()
		for i, fact := range facts {
			if slices.Contains(facts[:i], fact) {
				t.Errorf("%s misses %q twice", what, fact)
			}
			if !askable(fact) {
				t.Errorf("%s misses %q, which is nothing a person can be asked for", what, fact)
			}
		}
	}
	for _, c := range a.Causes {
		asked(c.ID, c.Missing)
	}
	for _, r := range a.Recurrence {
		asked(r.Definition, r.Missing)
	}
	for _, c := range a.Criteria {
		asked(c.ID, c.Missing)
	}
	for _, q := range a.Questions {
		asked(fmt.Sprint(q.WouldDecide), []string{q.Fact})
	}

	seen = nil
	for _, r := range a.Recurrence {
		seen = append(seen, r.Definition)
		oneOf(r.Definition+": status", r.Status, statuses)
		points(r.Definition, r.Statement)
		if (r.Status == "unknown") != (len(r.Missing) > 0) {
			t.Errorf("%s is %s and misses %v", r.Definition, r.Status, r.Missing)
		}
		if r.Status == "met" && len(r.Counted) < r.Needed {
			t.Errorf("%s is met with %v, needs %d", r.Definition, r.Counted, r.Needed)
		}
	}
	slices.Sort(seen)
	if d := cmp.Diff(slices.Sorted(slices.Values(definitions)), seen); d != "" {
		t.Errorf("definitions, -contract +listed:\n%s", d)
	}

	for _, c := range a.Criteria {
		oneOf("criterion", c.ID, criteria)
		oneOf(c.ID+": status", c.Status, statuses)
		points(c.ID, c.Statement)
		if (c.Status == "unknown") != (len(c.Missing) > 0) {
			t.Errorf("%s is %s and misses %v", c.ID, c.Status, c.Missing)
		}
	}

	for i, d := range a.Departments {
		oneOf("department", d.ID, departments)
		oneOf(d.ID+": urgency", d.Urgency, urgencies)
		points(d.ID, d.Because...)
		if d.Rank != i+1 || len(d.Because) == 0 {
			t.Errorf("%s stands %d. with rank %d, because of %v", d.ID, i+1, d.Rank, d.Because)
		}
		if i > 0 && slices.Index(urgencies, d.Urgency) < slices.Index(urgencies, a.Departments[i-1].Urgency) {
			t.Errorf("%s (%s) stands after %s (%s)", d.ID, d.Urgency, a.Departments[i-1].ID, a.Departments[i-1].Urgency)
		}
	}
	for i, f := range a.RedFlags {
		oneOf(f.ID+": urgency", f.Urgency, urgencies)
		oneOf(f.ID+": department", f.Department, departments)
		points(f.ID, f.Because...)
		if f.Act == "" || len(f.Because) == 0 {
			t.Errorf("the flag %s: %q because of %v", f.ID, f.Act, f.Because)
		}
		if i > 0 && slices.Index(urgencies, f.Urgency) < slices.Index(urgencies, a.RedFlags[i-1].Urgency) {
			t.Errorf("the flag %s (%s) stands after a less urgent one", f.ID, f.Urgency)
		}
		if !slices.ContainsFunc(a.Departments, func(d assessment.Department) bool { return d.ID == f.Department }) {
			t.Errorf("the flag %s sends to %s, which is not among the departments", f.ID, f.Department)
		}
	}
	for _, test := range a.Tests {
		oneOf("test", test.ID, tests)
		oneOf(test.ID+": status", test.Status, testStatuses)
		if test.Status == "due" || test.Status == "not-recommended" {
			positions(test.ID, test.Positions)
		}
		points(test.ID, test.Because...)
		if test.Status == "defer" && test.NotBefore == "" && len(test.Because) == 0 && test.WaitsFor == "" {
			t.Errorf("%s is deferred, and nothing says for what", test.ID)
		}
	}
	for _, treatment := range a.Treatments {
		oneOf("treatment", treatment.ID, treatments)
		listed := treatment.Requested || treatment.Taken || len(treatment.Open) > 0 // without a position for her
		if !listed || len(treatment.Positions) > 0 {
			positions(treatment.ID, treatment.Positions)
		}
		for _, o := range treatment.Open {
			asked(o.Rule, o.Missing)
			oneOf(treatment.ID+": direction", o.Direction, directions)
			if len(o.Missing) == 0 || o.Text == "" {
				t.Errorf("%s: %s is open (%q) and names nothing that would decide it", treatment.ID, o.Rule, o.Text)
			}
		}
		points(treatment.ID, treatment.CautionStatements...)
		for _, id := range treatment.Forbidden {
			if !slices.Contains(treatment.CautionStatements, id) {
				t.Errorf("%s is forbidden by %s, which is not among its cautions", treatment.ID, id)
			}
		}
	}
	for _, e := range a.Evidence {
		for _, trial := range e.Trials {
			asked(trial.ID, trial.Missing)
		}
	}
	for _, p := range a.Prognosis {
		asked(p.Model, p.Missing)
	}
	for _, test := range a.Tests {
		for _, o := range test.Open {
			asked(o.Rule, o.Missing)
		}
	}
	for _, adv := range a.Advice {
		positions("advice on "+adv.Topic, []assessment.Position{adv.Position})
	}
	opens(t, a)
}

// fields are those of a case file that a person can be asked for.
var fields = strings.Fields(`pregnancies conditions events medications procedures allergies
	patient.born patient.age patient.heightCm patient.weightKg patient.ethnicity
	lifestyle.smoking lifestyle.alcoholUnitsPerWeek lifestyle.caffeineMgPerDay
	partner.label partner.age partner.karyotype partner.spermDnaFragmentationPct
	status.pregnant status.gestation status.location status.bleeding status.planningPregnancy status.symptoms`)

var fieldOfPregnancy = regexp.MustCompile(`^pregnancies\.[1-9][0-9]*\.(outcome|ended|gestation|partner|conception|details|morphology|` +
	`tissueKaryotype|severePreeclampsiaAt|severePlacentalInsufficiencyAt|explainedBy|documentedBy)$`)

// askable reports whether a fact is a field of the case file, a test that can
// be done, or a condition or event that can be told.
func askable(fact string) bool {
	base := engine().Base()
	return slices.Contains(fields, fact) || fieldOfPregnancy.MatchString(fact) ||
		base.Test(fact) != nil || base.Word(knowledge.Conditions, fact) != nil || base.Cause(fact) != nil
}

// needsNoFact are what a statement without any fact rests on: nothing that was
// found, or a history that nobody gave.
func needsNoFact(a *assessment.Assessment, trail assessment.Trail) bool {
	if trail.Rule == nil {
		// A definition or a set of criteria that is undecided or has no point
		// rests on what is missing, and says so.
		return true
	}
	if trail.Statement.Note != "" || trail.Rule.Trial != nil {
		return true // a study is told also where nothing shows yet whether she is like its women
	}
	for _, p := range trail.Parts {
		// What nobody found and nobody asked about has no place in the record.
		if p.Name == "cause.none_found" || strings.HasPrefix(p.Name, "asks.") {
			return true
		}
	}
	return false
}

// opens follows every statement down to the facts.
func opens(t reporter, a *assessment.Assessment) {
	t.Helper()
	seen := map[assessment.StatementID]bool{}
	for _, s := range a.Statements {
		if seen[s.ID] {
			t.Errorf("two statements are %s", s.ID)
		}
		seen[s.ID] = true
		trail, ok := a.Open(s.ID)
		if !ok {
			t.Errorf("%s does not open", s.ID)
			continue
		}
		if trail.Source == nil || s.Ref == "" || !slices.Contains(reads, s.Read) || s.Text == "" {
			t.Errorf("%s (%s) has the source %v, the place %q, read %q, the text %q", s.ID, s.Rule, trail.Source, s.Ref, s.Read, s.Text)
		}
		for _, f := range s.Facts {
			if f.Fact == "" || f.Value == "" || f.Source == "" {
				t.Errorf("%s (%s) rests on %+v, which has no name, value or source", s.ID, s.Rule, f)
			}
		}
		if len(s.Facts) == 0 && !needsNoFact(a, trail) {
			t.Errorf("%s (%s) rests on no fact: %q", s.ID, s.Rule, s.Text)
		}
	}
	if _, ok := a.Open("s0"); ok {
		t.Errorf("a statement that does not exist opens")
	}
}

// An empty case decides, excludes and raises nothing.
func TestNothingKnown(t *testing.T) {
	a := engine().Assess(read(t, ""), assessment.Options{})
	for _, c := range a.Causes {
		if c.Status != "not-examined" && c.Status != "not-indicated" {
			t.Errorf("%s is %s", c.ID, c.Status)
		}
	}
	for _, r := range a.Recurrence {
		if r.Status != "unknown" {
			t.Errorf("%s is %s", r.Definition, r.Status)
		}
	}
	for _, c := range a.Criteria {
		if c.Status != "unknown" {
			t.Errorf("%s is %s", c.ID, c.Status)
		}
	}
	if len(a.RedFlags)+len(a.Departments) > 0 {
		t.Errorf("flags %v, departments %v", a.RedFlags, a.Departments)
	}
	for _, test := range a.Tests {
		if test.Status == "done" {
			t.Errorf("%s is done", test.ID)
		}
	}
}

// The same case gives the same bytes.
func TestSameBytes(t *testing.T) {
	for name, c := range women(t) {
		first := bytesOf(t, c, assessment.Options{})
		for range 5 {
			if d := cmp.Diff(first, bytesOf(t, c, assessment.Options{})); d != "" {
				t.Fatalf("%s: a second time it differs:\n%s", name, d)
			}
		}
		shuffled := *c
		shuffled.Observations = slices.Clone(c.Observations)
		slices.Reverse(shuffled.Observations)
		if d := cmp.Diff(first, bytesOf(t, &shuffled, assessment.Options{})); d != "" {
			t.Errorf("%s: with the observations turned round it differs:\n%s", name, d)
		}
	}
}

func bytesOf(t testing.TB, c *patient.Case, o assessment.Options) string {
	t.Helper()
	data, err := json.MarshalIndent(engine().Assess(c, o), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The two languages differ in words only.
func TestLanguages(t *testing.T) {
	for name, c := range women(t) {
		en := document(t, engine().Assess(c, assessment.Options{Lang: "en"}))
		zh := document(t, engine().Assess(c, assessment.Options{Lang: "zh"}))
		same := 0
		for _, s := range zh["statements"].([]any) {
			if !strings.ContainsFunc(s.(map[string]any)["text"].(string), func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
				t.Errorf("%s: %v has no Chinese", name, s)
			}
			for _, key := range []string{"text", "ref", "note"} {
				if words, _ := s.(map[string]any)[key].(string); englishSentence.MatchString(words) {
					t.Errorf("%s: %s in English: %q", name, key, words)
				}
			}
			same++
		}
		if same == 0 {
			t.Errorf("%s: no statement", name)
		}
		if d := cmp.Diff(withoutWords(en), withoutWords(zh)); d != "" {
			t.Errorf("%s: -en +zh\n%s", name, d)
		}
	}
}

var englishSentence = regexp.MustCompile(`\b[a-z]+(?: [a-z]+){2}`)

// withoutWords drops what a reader reads.
func withoutWords(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			switch k {
			case "lang", "text", "act", "ask", "cautions", "topic", "waitsFor", "why", "group",
				"asks", "answer", "name", "who", "bring", "how", "population", "outcome", "horizon", "quality", "harms":
			case "ref", "note":
				out[k] = "there" // in both languages or in neither
			default:
				out[k] = withoutWords(x)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = withoutWords(v[i])
		}
		return out
	}
	return v
}

// Every question names a fact that a person can be asked for, in words of both
// languages, and what it would decide.
func TestQuestions(t *testing.T) {
	for name, c := range women(t) {
		for _, lang := range []string{"en", "zh"} {
			for _, q := range engine().Assess(c, assessment.Options{Lang: lang}).Questions {
				if q.Ask == "" || q.Ask == q.Fact || len(q.WouldDecide) == 0 {
					t.Errorf("%s, %s: %s is asked as %q and would decide %v", name, lang, q.Fact, q.Ask, q.WouldDecide)
				}
			}
		}
	}
}

// A statement opens to what its own guideline saw: "rpl", "unexplained" and the
// counts mean another thing in every guideline.
func TestTrailShowsTheGuidelinesOwnView(t *testing.T) {
	unexplained := read(t, `
pregnancies: [{outcome: miscarriage, gestation: 8w0d, ended: 2024-01-10}, {outcome: miscarriage, gestation: 8w0d, ended: 2025-01-10}]
observations:
  - {test: antiphospholipid-antibodies, date: 2025-06-01, result: negative, context: []}
  - {test: tsh, date: 2025-06-01, value: 2.0, unit: mIU/L}
  - {test: tpo-antibodies, date: 2025-06-01, result: negative}
  - {test: ultrasound-3d, date: 2025-06-01, finding: normal}`)
	// Two losses for ESHRE, three for the Chinese consensus.
	two := read(t, `
pregnancies: [{outcome: miscarriage, gestation: 8w0d, ended: 2024-01-10}, {outcome: miscarriage, gestation: 8w0d, ended: 2024-06-10}, {outcome: miscarriage, gestation: 26w0d, ended: 2025-01-10}]
events: []
observations:
  - {test: lupus-anticoagulant, date: 2025-04-10, result: positive, context: []}
  - {test: lupus-anticoagulant, date: 2025-09-10, result: positive, context: []}`)
	for _, c := range []struct {
		name, rule, part string
		of               *patient.Case
	}{
		{"unexplained", "eshre-2022-prognosis", "unexplained", unexplained},
		{"exactly two", "eshre-2022-aspirin-heparin-two", "counted.exactly_two", two},
	} {
		a := engine().Assess(c.of, assessment.Options{})
		found := false
		for _, s := range a.Statements {
			trail, _ := a.Open(s.ID)
			for _, p := range trail.Parts {
				if p.Name != c.part || s.Guideline != "eshre-2022" || trail.Rule == nil || !needs(trail.Rule.When, c.part) {
					continue
				}
				found = true
				if p.Value != "yes" || len(p.Facts) == 0 {
					t.Errorf("%s: %s applies because %s, and opens to %s with the facts %v", c.name, s.Rule, trail.Rule.When, p.Value, p.Facts)
				}
			}
		}
		if !found {
			t.Errorf("%s: no statement names %s", c.name, c.part)
		}
	}
}

// needs reports whether a condition can only hold when the term does.
func needs(when, term string) bool {
	return slices.Contains(strings.Split(when, " && "), term)
}

// What would decide a guideline's own definition also decides its rules.
func TestQuestionsOfTheGuidelinesOwnDefinition(t *testing.T) {
	// Without gestations the Chinese definition is met and ESHRE's is open.
	a := engine().Assess(read(t, `
pregnancies: [{outcome: miscarriage, ended: 2024-01-10}, {outcome: miscarriage, ended: 2025-01-10}]`), assessment.Options{})
	for _, q := range a.Questions {
		if q.Fact == "pregnancies.1.gestation" {
			if !slices.Contains(q.WouldDecide, "eshre-2022-apl-screen") {
				t.Errorf("%s would decide %v; eshre-2022-apl-screen needs it", q.Fact, q.WouldDecide)
			}
			return
		}
	}
	t.Errorf("nobody asks for pregnancies.1.gestation")
}
