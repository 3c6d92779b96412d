package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// A red flag is called excluded only where every one is decided. Where one answer decides
// the heaviest, it is asked for first, with what it would be and how soon the department
// may be needed.
func TestUnexcluded(t *testing.T) {
	women := named(t)
	for lang, says := range map[string][4]string{
		"en": {"Red flags cannot be excluded. Not on record: medicines taken now (a blood thinner among them?); symptoms now.", "Would be urgent · haematology: ", "soon, may be urgent", "your"},
		"zh": {"还不能排除危险信号。本记录没有：目前用药（其中有无抗凝药？）、目前症状。", "如属实，紧急 · 血液科：", "尽快，可能紧急", "您"},
	} {
		a := engine().Assess(women["triple-positive-and-hellp"], assessment.Options{Lang: lang})
		if got := a.Unexcluded(); got != says[0] {
			t.Errorf("%s: it says %q", lang, got)
		}
		if got := a.Would(); !strings.HasPrefix(got, says[1]) || strings.Contains(got, says[3]) {
			t.Errorf("%s: what it would be is %q", lang, got)
		}
		i := slices.IndexFunc(a.Departments, func(d assessment.Department) bool { return d.ID == "haematology" })
		// Her own referral is urgent already; a department that is needed soon may be needed sooner.
		later := a.Departments[i]
		later.Urgency = "soon"
		if got := a.HowSoon(&later); got != says[2] {
			t.Errorf("%s: haematology is %q", lang, got)
		}
		if got := a.HowSoon(&a.Departments[0]); a.Departments[0].ID != "haematology" && got == says[2] {
			t.Errorf("%s: %s is %q", lang, a.Departments[0].ID, got)
		}
	}
	for name, c := range women {
		a := engine().Assess(c, assessment.Options{})
		asked := slices.ContainsFunc(a.Questions, func(q assessment.Question) bool { return q.Danger })
		if asked && a.Unexcluded() == "" {
			t.Errorf("%s: a danger is open, and it is not said", name)
		}
	}
	if a := engine().Assess(women["plasma-cells-in-the-lining"], assessment.Options{}); a.Unexcluded() != "" || len(a.RedFlags) > 0 {
		t.Errorf("where every danger is decided it says %q", a.Unexcluded())
	}
	// What only a letter could tell is no reason to call it excluded either.
	open := "patient: {age: 30}\nmedications: [ace-inhibitor]\npregnancies: []\nstatus: {pregnant: false, planningPregnancy: false, symptoms: []}\n"
	if a := engine().Assess(read(t, open), assessment.Options{}); len(a.RedFlags) == 0 && a.Unexcluded() == "" && a.Undecided() > 0 {
		t.Error("a danger is undecided, and it is not said")
	}
}

// The line of the record tells what decides, with dates, and in few words what is well.
func TestOnRecord(t *testing.T) {
	women := named(t)
	for _, x := range []struct {
		woman, lang string
		tells       []string // in this order
		plain       string
	}{
		{"triple-positive-and-hellp", "en", []string{"all three kinds of antiphospholipid antibody lastingly positive", "lupus anticoagulant, anticardiolipin antibody IgG, anti-beta-2-glycoprotein I antibody IgG: positive Nov 2022, Mar 2023"}, ""},
		{"triple-positive-and-hellp", "zh", []string{"三类抗磷脂抗体均持续阳性", "阳性（2022年11月、2023年3月）"}, ""},
		{"two-trisomies-at-forty-one", "en", []string{"woman's karyotype (chromosome test): indeterminate (no date)", "tissue of pregnancies 1, 2: aneuploid"}, ""},
		{"graves-and-stillbirths", "en", []string{"<0.5\u00a0mIU/L (low), free thyroxine (FT4): 36.6\u00a0pmol/L (high)", "(TRAb): positive 14 Sep 2026"}, ""},
		{"lupus-on-warfarin", "en", []string{"lupus anticoagulant: positive 10 Jan 2025 (not counted: ", "85\u00a0GPL", "anti-SSA (Ro) antibody: positive"}, "thyroid-stimulating hormone (TSH)"},
		{"adhesions-after-curettage", "en", []string{"3D ultrasound: scarring inside the womb (intrauterine adhesions) Jan 2026", "tissue of pregnancy 3: aneuploid"}, "antinuclear antibody (ANA)"},
	} {
		telling, plain := engine().Assess(women[x.woman], assessment.Options{Lang: x.lang}).OnRecord()
		all, at := strings.Join(telling, "; "), 0
		for _, want := range x.tells {
			i := strings.Index(all[at:], want)
			if i < 0 {
				t.Errorf("%s: %q is not where it should be in %q", x.woman, want, all)
				break
			}
			at += i
		}
		if x.plain != "" && (!slices.Contains(plain, x.plain) || strings.Contains(all, x.plain)) {
			t.Errorf("%s: %q is not among what is well: %q; %q", x.woman, x.plain, plain, all)
		}
	}
}

// An average is not told where an illness decides more than the count of her losses, and
// after the number by her age elsewhere.
func TestOutlookFirst(t *testing.T) {
	women := named(t)
	for _, x := range []struct{ woman, unfit, byAge, picture string }{
		{"lupus-on-warfarin", "systemic lupus erythematosus", "", ""},
		{"obstetric-aps-confirmed", "antiphospholipid antibody", "", ""},
		{"protein-s-and-two-clots", "clot in a vein", "", ""},
		{"two-trisomies-at-forty-one", "", "magnus-2019-age", "reinhardt-nielsen-2024"},
		{"plasma-cells-in-the-lining", "", "", "sugiura-2009"}, // by her age itself
	} {
		a := engine().Assess(women[x.woman], assessment.Options{})
		if got := a.Unfit(); !strings.Contains(got, x.unfit) || (x.unfit == "") != (got == "") {
			t.Errorf("%s: what does not fit is %q", x.woman, got)
		}
		byAge, picture := "", ""
		if p := a.AtHerAge(); p != nil {
			byAge = p.Model
		}
		if a.Picture != nil {
			picture = a.Picture.Model
		}
		if byAge != x.byAge || picture != x.picture {
			t.Errorf("%s: by her age %q, drawn %q", x.woman, byAge, picture)
		}
	}
}

// What was found in the tissue explains those very losses, and no other.
func TestExplains(t *testing.T) {
	women := named(t)
	for woman, want := range map[string]string{"two-trisomies-at-forty-one": "explains pregnancies 1, 2", "adhesions-after-curettage": "explains pregnancy 3"} {
		a := engine().Assess(women[woman], assessment.Options{})
		for i := range a.Causes {
			c := &a.Causes[i]
			switch {
			case c.ID == "embryonic-aneuploidy" && (a.ShownAs(c) != "established" || a.Explains(c) != want):
				t.Errorf("%s: aneuploidy stands under %s and %q", woman, a.ShownAs(c), a.Explains(c))
			case c.ID == "maternal-age" && c.Status == "established" && (a.ShownAs(c) != "risk" || a.Explains(c) != ""):
				t.Errorf("%s: her age stands under %s and %q", woman, a.ShownAs(c), a.Explains(c))
			}
		}
	}
	a := engine().Assess(read(t, "patient: {age: 30}\npregnancies:\n  - {outcome: miscarriage, gestation: 8w}\nconditions: [embryonic-aneuploidy]\n"), assessment.Options{})
	for i := range a.Causes {
		if c := &a.Causes[i]; c.ID == "embryonic-aneuploidy" && a.Explains(c) != "explains a loss; which one is not on record" {
			t.Errorf("a recorded diagnosis says %q", a.Explains(c))
		}
	}
}

// What takes the place of heparin after a reaction to it is no licence for warfarin, and
// what is ruled out says why.
func TestRuledOut(t *testing.T) {
	a := engine().Assess(named(t)["aps-after-hit-pregnant"], assessment.Options{})
	not, _ := a.Given()
	why := map[string]string{}
	kinds := map[string]string{}
	for _, g := range not {
		why[g.Of.ID], kinds[g.Of.ID] = a.WhyNot(g.Of), g.Kind
	}
	for _, id := range []string{"heparin", "heparin-treatment-dose", "aspirin-heparin"} {
		if kinds[id] != "forbidden" || why[id] != "low platelets caused by heparin" {
			t.Errorf("%s is %q for %q", id, kinds[id], why[id])
		}
	}
	if kinds["warfarin"] != "conditional-against" || why["warfarin"] != "" {
		t.Errorf("warfarin is %q for %q", kinds["warfarin"], why["warfarin"])
	}
	var soon []string
	for i := range a.Departments[:2] {
		soon = append(soon, a.HowSoon(&a.Departments[i]))
	}
	if !slices.Equal(soon, []string{"urgent, red flag", "urgent"}) {
		t.Errorf("how soon: %q", soon)
	}
	if briefs := a.Briefs(&a.RedFlags[0]); len(briefs) != 1 {
		t.Errorf("the first danger asks of a doctor: %q", briefs)
	}
}

// What is missing stands by what it would change now, and no test of the plan among it.
func TestLacking(t *testing.T) {
	order := []string{"leading", "danger", "cautions", "treatments", "causes", ""}
	for name, c := range named(t) {
		a := engine().Assess(c, assessment.Options{})
		last := 0
		for _, l := range a.Lacking() {
			at := slices.Index(order, l.Kind)
			if at < last {
				t.Errorf("%s: %s (%s) stands behind what weighs less", name, l.Fact, l.Kind)
			}
			last = at
			for _, v := range a.Plan {
				if slices.ContainsFunc(v.Tests, func(p assessment.Planned) bool { return p.ID == l.Fact }) {
					t.Errorf("%s: %s stands in the plan and is called missing", name, l.Fact)
				}
			}
			for i := range a.Treatments {
				if x := &a.Treatments[i]; len(x.Forbidden) > 0 && slices.Contains(l.Of, words.NameOfTreatment(engine().Base(), a.Lang, x.ID)) {
					t.Errorf("%s: %s is asked for the sake of %s, which is not for her", name, l.Fact, x.ID)
				}
			}
			if l.Danger && l.Kind != "danger" && l.Kind != "leading" {
				t.Errorf("%s: %s could raise a red flag and stands as %q", name, l.Fact, l.Kind)
			}
		}
	}
	a := engine().Assess(named(t)["protein-s-and-two-clots"], assessment.Options{})
	if l := a.Lacking(); len(l) == 0 || l[0].Kind != "treatments" && l[0].Kind != "cautions" {
		t.Errorf("first it lacks %+v", l[0])
	}
}

// What examines only what explains no loss is not named before what could change what
// is done, among what can be considered.
func TestDuesOrder(t *testing.T) {
	for name, c := range named(t) {
		a := engine().Assess(c, assessment.Options{})
		risk := false
		for _, d := range a.Dues() {
			if d.Weight != assessment.Considered {
				continue
			}
			if d.Changes() && risk {
				t.Errorf("%s: %q stands behind what changes nothing", name, d.Names)
			}
			risk = risk || !d.Changes()
		}
	}
}

// A result that only may have been taken on a medicine is not told as taken on it.
func TestOnRecordPerhaps(t *testing.T) {
	for lang, want := range map[string]string{"en": "not counted: perhaps on warfarin", "zh": "未计入：可能是服用华法林期间"} {
		telling, _ := engine().Assess(named(t)["protein-s-and-two-clots"], assessment.Options{Lang: lang}).OnRecord()
		if line := strings.Join(telling, "\n"); !strings.Contains(line, want) {
			t.Errorf("%s: %q, want %q", lang, line, want)
		}
	}
}
