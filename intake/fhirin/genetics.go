package fhirin

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// tissue is a genetic result of a pregnancy that was lost.
type tissue struct {
	result string // of the case file: normal, aneuploid, unbalanced, failed
	when   span
	links  []string
	source patient.Source
}

var (
	iscn        = regexp.MustCompile(`(?i)\b(\d{2}),\s*([XYO]{1,4})\b(.*)`)
	productsOf  = regexp.MustCompile(`(?i)products? of conception|chorionic vill|abort(us|ed)|placent|fetal|foetal|绒毛|流产物|胚胎|胎儿`)
	unbalanced  = regexp.MustCompile(`(?i)der\(|del\(|dup\(|add\(|i\(`)
	rearranged  = regexp.MustCompile(`(?i)t\(|rob\(|inv\(|ins\(|der\(`)
	normalShape = regexp.MustCompile(`(?i)inv\(9\)\(p1[12]q1[23]\)`)
)

// geneticTraces reads a karyotype or an array. Whose it is, is decided by the
// specimen and the subject, never by the sex chromosomes alone.
func (r *reading) geneticTraces(g *gathered, e *entry, o *r4.Observation, when span, links []string) {
	codes := r.meanings(o.Code, knowledge.CodeGenetics)
	if !slices.ContainsFunc(codes, func(c *knowledge.Code) bool { return c.Concept == "karyotype" }) {
		return
	}
	text := o.String
	if o.Concept != nil {
		text = cmp.Or(text, cmp.Or(o.Concept.Text, displays(*o.Concept)))
	}
	if text == "" {
		return
	}
	if productsOf.MatchString(r.specimenText(e, o)) {
		g.tissue = append(g.tissue, tissue{tissueResult(text), when, links, e.source()})
		return
	}
	if r.specimenUnclear(e, o) {
		r.issuef(e.source(), "The karyotype %q was made from a specimen that is not described here: her blood or the tissue of a pregnancy. It was not used. Which was it?",
			"染色体核型“%s”的标本无说明：是本人血液还是流产组织？未采用，请确认。", text)
		return
	}
	r.parentalKaryotype(e, text, when)
}

// specimenUnclear reports whether a result names what it was made from in a way
// that cannot be followed.
func (r *reading) specimenUnclear(e *entry, o *r4.Observation) bool {
	named := o.Specimen.Reference != "" || o.Specimen.Identifier != nil ||
		slices.ContainsFunc(e.Flaws, func(f r4.Flaw) bool { return strings.Contains(f.Path, ".specimen") })
	return named && strings.TrimSpace(r.specimen(o.Specimen, e)) == ""
}

// specimenText is everything that says what a result was taken from.
func (r *reading) specimenText(e *entry, o *r4.Observation) string {
	parts := []string{o.Code.Text, displays(o.Code), r.specimen(o.Specimen, e)}
	for _, n := range o.Note {
		parts = append(parts, n.Text)
	}
	for _, by := range r.reported[e.key] {
		report := by.Resource.(*r4.DiagnosticReport)
		parts = append(parts, report.Code.Text, displays(report.Code), report.Conclusion)
		for _, ref := range report.Specimen {
			parts = append(parts, r.specimen(ref, by))
		}
	}
	return strings.Join(parts, " ")
}

func (r *reading) specimen(ref r4.Reference, from *entry) string {
	s, ok := r.find(ref, from).(*r4.Specimen)
	if !ok {
		return ref.Display
	}
	return strings.Join([]string{ref.Display, s.Type.Text, displays(s.Type), s.Collection.BodySite.Text, displays(s.Collection.BodySite)}, " ")
}

func displays(c r4.CodeableConcept) string {
	var all []string
	for _, x := range c.Coding {
		if x.Display != "" {
			all = append(all, x.Display)
		}
	}
	return strings.Join(all, " ")
}

// tissueResult reads the karyotype of pregnancy tissue; "" when it cannot.
func tissueResult(text string) string {
	m := iscn.FindStringSubmatch(simplified.Replace(strings.ReplaceAll(text, "，", ",")))
	lower := strings.ToLower(text)
	switch {
	case m != nil && (m[1] != "46" || len(m[2]) != 2):
		return "aneuploid"
	case m != nil && unbalanced.MatchString(m[3]):
		return "unbalanced"
	case m != nil:
		return patient.Normal
	case strings.Contains(lower, "fail") || strings.Contains(text, "失败") || strings.Contains(lower, "no growth"):
		return "failed"
	case strings.Contains(text, "未见异常") || strings.Contains(lower, "normal") && !strings.Contains(lower, "abnormal"):
		return patient.Normal
	}
	return ""
}

// parentalKaryotype reads a karyotype of her own blood. One with a Y on her
// record is somebody else's.
func (r *reading) parentalKaryotype(e *entry, text string, when span) {
	m := iscn.FindStringSubmatch(strings.ReplaceAll(text, "，", ","))
	if m == nil {
		return
	}
	male := strings.Contains(strings.ToUpper(m[2]), "Y")
	test := "parental-karyotype-female"
	if r.isMan() {
		test = "parental-karyotype-male"
	}
	if male != r.isMan() || len(m[1]) == 2 && m[1] > "50" {
		r.issuef(e.source(), "The karyotype %s stands on this record, but cannot be this person's own; it was not used. Whose is it: the partner's, or the pregnancy's?",
			"该病历中的染色体核型%s不可能为本人；未采用。是配偶的，还是流产组织的？", strings.TrimSpace(m[0]))
		return
	}
	result := patient.Normal
	if m[1] != "46" || rearranged.MatchString(normalShape.ReplaceAllString(m[3], "")) {
		result = patient.Abnormal
	}
	r.c.Observations = append(r.c.Observations, patient.Observation{Test: test, Date: when.written, Result: result, Written: text, Source: e.source()})
}

func (r *reading) isMan() bool {
	return r.person.resource != nil && r.person.resource.Gender == "male"
}

// tissueResults gives each tissue result to its pregnancy: one it is linked
// to, else the loss shortly before it.
func (r *reading) tissueResults(found []toldPregnancy, g *gathered) {
	for _, t := range g.tissue {
		best := -1
		for i, p := range found {
			if slices.ContainsFunc(p.c.traces, func(x *trace) bool {
				return slices.ContainsFunc(t.links, func(l string) bool { return slices.Contains(x.links, l) })
			}) {
				best = i
				break
			}
			near := t.when.known && p.day != 0 && t.when.last >= p.day-aftermathLead && t.when.first-p.day <= aftermathReach
			if near && isLoss(p.p.Outcome) && (best < 0 || found[best].day < p.day) {
				best = i
			}
		}
		if best < 0 || t.result == "" {
			r.issue(t.source, "A genetic result of pregnancy tissue could not be read or given to one of the pregnancies; it was not used.", "流产组织的遗传学结果无法解读或无法对应到某次妊娠；未采用。")
			continue
		}
		if found[best].own > 0 {
			r.ownTissue(&found[best].p, patient.Know(t.result, t.source))
			continue
		}
		found[best].p.TissueKaryotype = patient.Know(t.result, t.source)
	}
}

// semen reads a semen result: on a man's own record it is his; on a woman's it
// belongs to somebody who is not named.
func (r *reading) semen(e *entry, m *knowledge.Code, v *r4.Value, on span) {
	if !r.isMan() {
		r.issuef(e.source(), "%s is found on the woman's record and belongs to somebody else; it was not used. Whose is it?", "“%s”出现在女方病历中，应属他人；未采用。是谁的结果？", title(m))
		return
	}
	n, ok := quantity(v.Quantity)
	if m.Concept != "sperm-intact-dna" || !ok || n < 0 || n > 100 {
		return
	}
	// The code reports the sperm whose chromatin is intact: the rest is broken.
	r.c.Observations = append(r.c.Observations, patient.Observation{Test: "sperm-dna-fragmentation", Date: on.written, HasNumber: true,
		Number: 100 - n, Written: string(v.Quantity.Value), Unit: "%", UnitIs: "%", Source: e.source()})
}
