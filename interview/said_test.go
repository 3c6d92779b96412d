package interview_test

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	godiff "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
)

// "I am not sure" and "I would rather not say", said to every question, are never
// taken for a no.
func TestNotSureIsNeverANo(t *testing.T) {
	v, _ := talk(t)
	s, _ := run(t, v, interview.State{AsOf: today}, func(p *interview.Page) map[string][]string {
		values := map[string][]string{}
		for _, f := range p.Fields {
			if f.Asked(values) && slices.ContainsFunc(f.Options, func(o interview.Option) bool { return o.Value == interview.Unsure }) {
				values[f.Name] = []string{interview.Unsure}
			}
		}
		return values
	})
	c, err := v.Case(s)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := written(t, c), "gravida: case/1\nasOf: 2026-03-01\n"; got != want {
		t.Errorf("made of not being sure:\n%s", got)
	}
}

func written(t interface{ Fatal(...any) }, c *patient.Case) string {
	var b bytes.Buffer
	if err := casefile.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What is open beside an answer stays open: the rest of a list, the other
// illnesses of a page, the pregnancies after the last one told.
func TestTheRestStaysOpen(t *testing.T) {
	v, _ := talk(t)
	for name, c := range map[string]struct {
		page string
		said map[string][]string
		want string // of the case, or of the mistake
	}{
		"no medicine":            {"medicines", one("any", "no"), "medications: []"},
		"one of them":            {"medicines", one("any", "yes", "which", "warfarin"), "medications: [warfarin]"},
		"one, and not sure":      {"medicines", one("any", "yes", "which", "warfarin", "which", "unsure"), "medications: [warfarin]\nlists: {medications: some}"},
		"one that is not listed": {"medicines", one("any", "yes", "which", "other"), ""},
		"none, and one":          {"symptoms", one("which", "none", "which", "fever"), "symptoms: [fever]"},
		"no, and one":            {"medicines", one("any", "no", "which", "warfarin"), "medications: []"},
		"not sure of any":        {"medicines", one("any", "unsure", "which", "warfarin"), ""},
		"yes, and not which":     {"medicines", one("any", "yes"), ""},
		"none, and not sure":     {"rheumatic", one("which", "none", "which", "unsure"), "goes with no other answer"},
		"illness":                {"sugar", one("which", "diabetes"), "conditions: [diabetes]"},
		"and no other":           {"sugar", one("which", "diabetes", "others", "no"), "conditions: [diabetes]\nabsent: [gestational-diabetes, hyperglycaemia-symptoms]"},
		"and not sure":           {"sugar", one("which", "diabetes", "which", "unsure", "others", "no"), "conditions: [diabetes]"},
		"sure of one":            {"sugar", one("which", "unsure", "not", "diabetes"), "absent: [diabetes]"},
		"a diagnosis":            {"womb", one("which", "septate-uterus"), "conditions: [septate-uterus]"},
		"no diagnosis":           {"cervix", one("which", "none"), ""},
		"passed by, not sure":    {"illnesses", one("which", "sugar", "which", "unsure"), ""},
		"no test at the gate":    {"tests-done", one("which", "none"), "notDone: [lupus-anticoagulant, acl-igg, acl-igm, ab2gpi-igg, ab2gpi-igm, tsh, ft4, ft3, tpo-antibodies, tg-antibodies, trab, ultrasound-3d, ultrasound-2d, sonohysterography, hysteroscopy, hysterosalpingography, pelvic-mri, endometrial-cd138, parental-karyotype-female, parental-karyotype-male, sperm-dna-fragmentation, semen-analysis, prolactin, lh, fsh, estradiol, testosterone, free-androgen-index, hydroxyprogesterone-17, amh, luteal-progesterone, follicles-per-ovary, ovarian-volume, fasting-glucose, glucose-2h, random-glucose, hba1c, fasting-insulin, homa-ir, vitamin-d, homocysteine, factor-v-leiden, prothrombin-g20210a, protein-c, protein-s, antithrombin, d-dimer, ana, anti-dsdna, anti-ssa, anti-ssb, complement-c3, complement-c4, platelets, nk-cells-blood, nk-cells-uterine, cytokines, hla-typing, blocking-antibodies, celiac-serology, torch]"},
		"one line at the gate":   {"tests-done", one("which", "thyroid-tests"), ""},
		"no, and not sure":       {"tests-done", one("which", "unsure"), ""},
		"no test":                {"thyroid-tests", one("which", "none"), "notDone: [tsh, ft4, ft3, tpo-antibodies, tg-antibodies, trab]"},
		"a number alone":         {"thyroid-tests", one("which", "tsh", "tsh.value", "5.1", "tsh.unit", "unsure", "date", "2026-01"), ""},
		"two answers":            {"pregnant", one("answer", "yes", "answer", "no"), "Only one answer"},
		"pre-eclampsia, mild":    {"pre-eclampsia", one("any", "mild"), "conditions: [pre-eclampsia]"},
		"none of it":             {"pre-eclampsia", one("any", "no"), "absent: [pre-eclampsia]"},
		"another after it":       {"pregnancy-1", one("outcome", "livebirth", "more", "yes"), "outcome: livebirth\nlists: {pregnancies: some}"},
		"no other after it":      {"pregnancy-1", one("outcome", "livebirth", "more", "no"), "- outcome: livebirth"},
		"she is in it":           {"pregnancy-1", one("outcome", "ongoing", "more", "yes"), "- outcome: ongoing"},
		"never, and eight weeks": {"pregnancy-1", one("outcome", "none", "weeks", "8", "more", "yes"), "pregnancies: []"},
	} {
		s := interview.State{AsOf: today}
		if c.page == "pre-eclampsia" {
			s, _ = v.Give(s, interview.Answer{Page: "pregnancy-1", Values: one("outcome", "livebirth", "more", "no")})
		}
		s, mistakes := v.Give(s, interview.Answer{Page: c.page, Values: c.said})
		if len(mistakes) > 0 {
			if !strings.Contains(mistakes[0].Says.En, c.want) || c.want == "" {
				t.Errorf("%s: %v", name, mistakes)
			}
			continue
		}
		made, err := v.Case(s)
		if err != nil {
			t.Fatal(err)
		}
		got := written(t, made)
		if c.want == "" {
			c.want = "asOf: 2026-03-01"
		}
		if !strings.HasSuffix(got, c.want+"\n") {
			t.Errorf("%s: made\n%swant the end %s", name, got, c.want)
		}
	}
}

// The same label is the same partner, another label another one; what she would
// rather not say has none.
func TestPartners(t *testing.T) {
	v, _ := talk(t)
	for said, want := range map[string]string{
		"same same":            "A A A",
		"new same":             "A B B",
		"new earlier":          "A B A",
		"new new earlier":      "A B C -",
		"unsure same":          "- - -",
		"unsure new same":      "A - B B",
		"unsure earlier":       "- - -",
		"same unsure new same": "A A - B B",
	} {
		s := interview.State{AsOf: today}
		words := strings.Fields(said)
		for i := range len(words) + 1 {
			values := one("outcome", "miscarriage", "more", "yes")
			if i > 0 {
				values["partner"] = []string{words[i-1]}
			}
			var mistakes interview.Mistakes
			if s, mistakes = v.Give(s, interview.Answer{Page: "pregnancy-" + strconv.Itoa(i+1), Values: values}); len(mistakes) > 0 {
				t.Fatalf("%s: %v", said, mistakes)
			}
		}
		c, err := v.Case(s)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range c.Pregnancies {
			got = append(got, strings.ReplaceAll("-"+p.Partner.Value, "-"+p.Partner.Value, map[bool]string{true: p.Partner.Value, false: "-"}[p.Partner.Known]))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", said, got, want)
		}
	}
}

// A case that was kept and opened again says what it said, going on with it takes nothing
// away, and she stands where she stood.
func TestKept(t *testing.T) {
	v, base := talk(t)
	seldom(t)
	rapid.Check(t, func(t *rapid.T) {
		s := interview.State{AsOf: today}
		for range rapid.IntRange(1, 15).Draw(t, "pages") {
			step, err := v.Next(s)
			if err != nil {
				t.Fatal(err)
			}
			if step.Page == nil {
				break
			}
			a := interview.Answer{Page: step.Page.ID, Values: map[string][]string{}}
			for i := range step.Page.Fields {
				if f := &step.Page.Fields[i]; f.Asked(a.Values) {
					a.Values[f.Name] = fitting(t, v, f)
				}
			}
			after, mistakes := v.Give(s, a)
			if len(mistakes) > 0 {
				after = s.With(interview.Answer{Page: step.Page.ID})
			}
			s = after
		}
		c, err := v.Case(s)
		if err != nil {
			t.Fatal(err)
		}
		kept := written(t, c)
		read, err := casefile.Read("kept.yaml", []byte(kept), base)
		if err != nil {
			t.Fatalf("%v\n%s", err, kept)
		}
		onward := interview.State{From: v.Since(read, today), AsOf: today}
		same, err := v.Case(onward)
		if err != nil {
			t.Fatal(err)
		}
		if d := godiff.Diff(kept, written(t, same)); d != "" {
			t.Fatalf("opened again:\n%s", d)
		}
		goesOn(t, v, "opened again", s, again(t, v, s, base, rapid.Bool().Draw(t, "as FHIR")))
	})
}

// Every named woman's record can be gone on with, on its day and on a later one.
func TestWomenGoOn(t *testing.T) {
	v, base := talk(t)
	women := named(t, base)
	for _, w := range women {
		name, c := w.name, w.c
		for _, day := range []date.Date{c.AsOf, c.AsOf.AddDays(30)} {
			s := interview.State{From: v.Since(c, day), AsOf: day}
			now, err := v.Case(s)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if day == c.AsOf {
				if d := godiff.Diff(written(t, c), written(t, now)); d != "" {
					t.Errorf("%s changed:\n%s", name, d)
				}
				continue
			}
			if now.Status.Pregnant.Known || len(now.Status.Symptoms) > 0 || now.History.Complete || now.AllMedicines.Known {
				t.Errorf("%s: a month later it is still known how she is", name)
			}
			if len(now.Medications) != len(c.Medications) || len(now.Pregnancies) != len(c.Pregnancies) {
				t.Errorf("%s: a month later something is lost", name)
			}
			if _, err := v.Next(s); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// A record keeps its own word for an illness or a clot, and it stays one entry when she
// names it by the word it counts as.
func TestOwnWordOfARecord(t *testing.T) {
	v, base := talk(t)
	record, err := casefile.Read("record.yaml", []byte(`gravida: case/1
asOf: 2026-03-01
conditions: [{condition: graves, since: 2019}, anaemia]
events: [{event: pulmonary-embolism, date: 2020}]
`), base)
	if err != nil {
		t.Fatal(err)
	}
	s := interview.State{From: record, AsOf: today}
	for _, a := range []interview.Answer{
		{Page: "clots", Values: one("which", "venous-thrombosis", "others", "no")},
		{Page: "event-venous-thrombosis", Values: one("proven", "imaging")},
		{Page: "hormones", Values: one("which", "hyperthyroidism", "which", "goitre")},
	} {
		var mistakes interview.Mistakes
		if s, mistakes = v.Give(s, a); len(mistakes) > 0 {
			t.Fatalf("%s: %v", a.Page, mistakes)
		}
	}
	c, err := v.Case(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Events) != 1 || c.Events[0].As != "pulmonary-embolism" || c.Events[0].Proven.Value != "imaging" {
		t.Errorf("the events are %+v", c.Events)
	}
	var said []string
	for _, x := range c.Conditions {
		if !x.Absent {
			said = append(said, x.As+"="+x.ID)
		}
	}
	if got, want := strings.Join(said, " "), "graves=hyperthyroidism =anaemia =goitre"; got != want {
		t.Errorf("the illnesses are %s, want %s", got, want)
	}
}

// What the record says of medicines, operations and allergies stays beside what she
// names; a medicine she no longer takes goes.
func TestOverARecord(t *testing.T) {
	v, base := talk(t)
	record, err := casefile.Read("record.yaml", []byte(`gravida: case/1
asOf: 2026-03-01
pregnancies: [{outcome: miscarriage, partner: A}, {outcome: miscarriage}]
events: [venous-thrombosis]
medications: [{medication: warfarin, since: 2023-05}, {medication: mycophenolate, until: 2024-01}, aspirin]
procedures: [{procedure: septum-resection, date: 2024-02}]
allergies: [penicillin]
requested: [ivig, nk-cells-blood]
`), base)
	if err != nil {
		t.Fatal(err)
	}
	s := interview.State{From: record, AsOf: today}
	for _, a := range []interview.Answer{
		{Page: "medicines", Values: one("any", "yes", "which", "warfarin", "which", "folic-acid")},
		{Page: "operations", Values: one("any", "no")},
		{Page: "allergies", Values: one("any", "yes", "which", "egg")},
		{Page: "requested", Values: one("any", "yes", "which", "intralipid")},
		{Page: "partners", Values: one("2.partner", "as-1")},
		{Page: "event-venous-thrombosis", Values: one("proven", "imaging")},
		{Page: "pregnancy-2", Values: one("weeks", "8")},
	} {
		var mistakes interview.Mistakes
		if s, mistakes = v.Give(s, a); len(mistakes) > 0 {
			t.Fatalf("%s: %v", a.Page, mistakes)
		}
	}
	c, err := v.Case(s)
	if err != nil {
		t.Fatal(err)
	}
	want := `gravida: case/1
asOf: 2026-03-01
pregnancies:
  - {outcome: miscarriage, partner: A}
  - outcome: miscarriage
    gestation: 8w
    partner: A
events: [{event: venous-thrombosis, proven: imaging}]
medications: [{medication: warfarin, since: 2023-05}, {medication: mycophenolate, until: 2024-01}, folic-acid]
procedures: [{procedure: septum-resection, date: 2024-02}]
allergies: [penicillin, egg]
requested: [ivig, nk-cells-blood, intralipid]
`
	// The form of the file is the writer's: compare what both mean.
	wanted, err := casefile.Read("want.yaml", []byte(want), base)
	if err != nil {
		t.Fatal(err)
	}
	if d := godiff.Diff(written(t, wanted), written(t, c)); d != "" {
		t.Error(d)
	}
}
