package finding

import (
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// qualifies answers whether one pregnancy counts, with the facts that would
// tell and those it rests on.
func (d *deriver) qualifies(i int, rule *knowledge.Count) (v truth.Value, lacks []string, from []Ref) {
	p := &d.Case.Pregnancies[i]
	from = []Ref{{ofPregnancy, i}}
	v = truth.Yes
	need := func(part truth.Value, fact string) {
		if part == truth.Unknown {
			lacks = append(lacks, fact)
		}
		v = truth.And(v, part)
	}
	switch {
	case p.Outcome == "":
		need(truth.Unknown, fact(i, "outcome"))
	case !slices.Contains(rule.Outcomes, string(p.Outcome)):
		return truth.No, nil, from
	}
	g := d.gestation(p)
	if rule.From > 0 {
		need(truth.Not(g.Before(int(rule.From))), fact(i, "gestation"))
	}
	if rule.Before > 0 {
		need(g.Before(int(rule.Before)), fact(i, "gestation"))
	}
	if len(rule.Documented) > 0 {
		need(d.documented(p, rule.Documented), fact(i, "documentedBy"))
		if p.DocumentedBy.Known {
			from = append(from, Ref{ofDocumented, i})
		}
		if tissueTold(p) {
			from = append(from, Ref{ofTissue, i})
		}
	}
	if rule.Unexplained {
		why, ref := d.explained(p, i)
		if why == truth.Yes {
			return truth.No, nil, append(from, ref)
		}
		need(truth.Not(why), fact(i, "explainedBy"))
	}
	if rule.Morphology != "" {
		form, ref := d.morphology(p, i)
		need(form, fact(i, "morphology"))
		from = append(from, ref...)
	}
	if rule.Spontaneous {
		began, ref := spontaneous(p, i)
		need(began, fact(i, "details"))
		from = append(from, ref...)
	}
	if v != truth.Unknown {
		lacks = nil
	}
	return v, lacks, from
}

// documented answers whether a pregnancy was proven in one of the ways that
// count. Some details can only be known from a scan; and tissue whose
// chromosomes were read was tissue of a pregnancy, as good as a look through the
// microscope.
func (d *deriver) documented(p *patient.Pregnancy, ways []string) truth.Value {
	if slices.Contains(ways, "ultrasound") && d.hasDetail(p, "documents-ultrasound") {
		return truth.Yes
	}
	if tissueTold(p) && slices.Contains(ways, "histology") {
		return truth.Yes
	}
	if p.DocumentedBy.Known {
		return truth.Of(slices.ContainsFunc(p.DocumentedBy.Value, func(w string) bool { return slices.Contains(ways, w) }))
	}
	return truth.Unknown
}

// explained reports a likelier cause: one that was named, an abnormal
// karyotype, or an abnormal form. Where none was found, none is assumed; but
// painless opening of the cervix or an infection may well have been it, and
// then somebody has to say.
func (d *deriver) explained(p *patient.Pregnancy, i int) (truth.Value, Ref) {
	switch {
	case p.ExplainedBy.Known:
		return truth.Yes, Ref{ofExplained, i}
	case p.TissueKaryotype.Known && (p.TissueKaryotype.Value == "aneuploid" || p.TissueKaryotype.Value == "unbalanced"):
		return truth.Yes, Ref{ofTissue, i}
	}
	if form, refs := d.morphology(p, i); form == truth.No {
		return truth.Yes, refs[0]
	}
	if d.hasDetail(p, "may-explain") {
		return truth.Unknown, Ref{ofDetails, i}
	}
	return truth.No, Ref{}
}

// spontaneous answers whether a pregnancy ended by itself. A miscarriage does so
// by its name, unless it is put down to something else than the cervix; how a
// birth or a stillbirth began has to be written down.
func spontaneous(p *patient.Pregnancy, i int) (truth.Value, []Ref) {
	for _, detail := range []string{"painless-dilatation", "began-by-itself"} {
		if _, ok := p.Has(detail); ok {
			return truth.Yes, []Ref{{ofDetails, i}}
		}
	}
	if p.ExplainedBy.Known {
		return truth.Of(p.ExplainedBy.Value == "cervical-insufficiency"), []Ref{{ofExplained, i}}
	}
	for _, detail := range []string{"brought-on", "pre-eclampsia-severe", "placental-insufficiency-severe"} {
		if _, ok := p.Has(detail); ok {
			return truth.No, []Ref{{ofDetails, i}}
		}
	}
	if p.Outcome == patient.Miscarriage {
		return truth.Yes, nil
	}
	return truth.Unknown, nil
}

// morphology answers whether the fetus was seen to be normally formed.
func (d *deriver) morphology(p *patient.Pregnancy, i int) (truth.Value, []Ref) {
	switch {
	case p.Morphology.Known:
		return truth.Of(p.Morphology.Value == patient.Normal), []Ref{{ofMorphology, i}}
	case d.hasDetail(p, "form-abnormal"):
		return truth.No, []Ref{{ofDetails, i}}
	case d.hasDetail(p, "form-normal"):
		return truth.Yes, []Ref{{ofDetails, i}}
	}
	return truth.Unknown, nil
}

// hasDetail reports whether one of a pregnancy's details is of a kind; which
// words are, the catalogue says.
func (d *deriver) hasDetail(p *patient.Pregnancy, kind string) bool {
	return slices.ContainsFunc(p.Details, func(detail patient.Fact[string]) bool {
		word := d.Base.Word(knowledge.Details, detail.Value)
		return word != nil && word.Kind == kind
	})
}

// Tally is what a way of counting makes of the pregnancies: the fewest and the
// most that can count together, and which do.
type Tally struct {
	Min, Max int
	Counted  []int    // 1-based positions of those that count for sure, in the best group
	Lacks    []string // what would narrow the range
	From     []Ref
	Dates    []date.Date // when each of the counted ended, in order
}

// AtLeast answers whether n or more count.
func (t *Tally) AtLeast(n int) truth.Value { return truth.Between(t.Min, t.Max, n) }

// unbounded stands for a history that may hold any number of further
// pregnancies.
const unbounded = 1 << 20

// Count counts pregnancies in the way a definition asks for.
func (s *Set) Count(rule *knowledge.Count) Tally {
	d := deriver{Set: *s}
	return d.count(rule)
}

func (d *deriver) count(rule *knowledge.Count) Tally {
	if !d.Case.History.Given {
		return Tally{Max: unbounded, Lacks: []string{"pregnancies"}}
	}
	t := Tally{From: []Ref{{Kind: ofPregnancies}}}
	values := make([]truth.Value, len(d.Case.Pregnancies))
	for i := range d.Case.Pregnancies {
		v, lacks, from := d.qualifies(i, rule)
		values[i] = v
		t.Lacks = union(t.Lacks, lacks)
		if v != truth.No {
			t.From = append(t.From, from...)
		}
	}
	sure := func(v truth.Value) bool { return v == truth.Yes }
	maybe := func(v truth.Value) bool { return v != truth.No }
	for _, partner := range d.partners(rule) {
		if group := d.best(values, sure, partner, rule); len(group) > 0 && len(group) >= len(t.Counted) {
			t.Counted = group
		}
		t.Max = max(t.Max, len(d.best(values, maybe, partner.orUnknown(), rule)))
	}
	t.Min = len(t.Counted)
	t.Max = max(t.Max, t.Min)
	if rule.SamePartner && t.Max > t.Min {
		t.Lacks = union(t.Lacks, d.partnersLacking(values))
	}
	if rule.Consecutive && t.Max > t.Min {
		t.Lacks = union(t.Lacks, d.outcomesLacking())
	}
	if !d.Case.History.Complete {
		t.Max, t.Lacks = unbounded, union(t.Lacks, []string{"pregnancies"})
	}
	for i, position := range t.Counted {
		t.Counted[i] = position + 1
		t.Dates = append(t.Dates, d.Case.Pregnancies[position].Ended)
	}
	return t
}

// group chooses the pregnancies with one partner, or with anyone.
type group struct {
	anyone  bool
	label   string
	unknown bool // also those whose partner is not known
}

func (g group) orUnknown() group { g.unknown = true; return g }

func (g group) holds(p *patient.Pregnancy) bool {
	if g.anyone {
		return true
	}
	if !p.Partner.Known {
		return g.unknown
	}
	return p.Partner.Value == g.label
}

// partners lists the groups to count in: everybody together, or each partner
// apart. A woman none of whose partners is recorded has one group, which can
// only ever be possible.
func (d *deriver) partners(rule *knowledge.Count) []group {
	if !rule.SamePartner {
		return []group{{anyone: true}}
	}
	groups := []group{{label: ""}}
	for i := range d.Case.Pregnancies {
		p := d.Case.Pregnancies[i].Partner
		if p.Known && !slices.ContainsFunc(groups, func(g group) bool { return g.label == p.Value }) {
			groups = append(groups, group{label: p.Value})
		}
	}
	return groups
}

// outcomesLacking names the pregnancies that may have ended a run, because
// nobody knows how they ended themselves.
func (d *deriver) outcomesLacking() (lacks []string) {
	for i := range d.Case.Pregnancies {
		if d.Case.Pregnancies[i].Outcome == "" {
			lacks = append(lacks, fact(i, "outcome"))
		}
	}
	return lacks
}

func (d *deriver) partnersLacking(values []truth.Value) (lacks []string) {
	for i, v := range values {
		if v != truth.No && !d.Case.Pregnancies[i].Partner.Known {
			lacks = append(lacks, fact(i, "partner"))
		}
	}
	return lacks
}

// best is the largest set of counting pregnancies of a group: all of them, or
// the longest run where they must follow each other; of runs equally long the
// latest. What ends a run is told by ends. A pregnancy that does not count
// (ectopic, molar, ended by choice, not far enough along) neither counts nor
// ends it. Where only sure things count, a pregnancy that may have been a birth
// ends it too.
func (d *deriver) best(values []truth.Value, counts func(truth.Value) bool, g group, rule *knowledge.Count) []int {
	var run, longest []int
	keep := func() {
		if len(run) > 0 && len(run) >= len(longest) {
			longest = run
		}
		run = nil
	}
	cautious, anywhere := !counts(truth.Unknown), false
	for i, v := range values {
		p := &d.Case.Pregnancies[i]
		if !g.holds(p) {
			continue
		}
		if rule.Consecutive && cautious && d.unplaced(p) {
			// It may stand between any two of the others.
			anywhere = anywhere || d.ends(i, v, rule, cautious)
			continue
		}
		switch {
		case counts(v):
			run = append(run, i)
		case rule.Consecutive && d.ends(i, v, rule, cautious):
			keep()
		}
	}
	keep()
	if anywhere && len(longest) > 1 {
		return longest[len(longest)-1:]
	}
	return longest
}

// unplaced reports a pregnancy of which nobody knows where in the order it
// belongs: undated, in a history that is not known to be whole.
func (d *deriver) unplaced(p *patient.Pregnancy) bool {
	return !d.Case.History.Complete && !p.Ended.Known()
}

// ends reports whether a pregnancy that does not count ends a run: a birth, or,
// where only unexplained losses count, a loss with a likelier cause.
func (d *deriver) ends(i int, v truth.Value, rule *knowledge.Count, cautious bool) bool {
	p := &d.Case.Pregnancies[i]
	if rule.Unexplained && slices.Contains(rule.Outcomes, string(p.Outcome)) {
		if why, _ := d.explained(p, i); why == truth.Yes || cautious && why == truth.Unknown {
			return true
		}
	}
	return birth(p) && v == truth.No || cautious && (birth(p) || p.Outcome == "")
}

// losses holds when so many pregnancies count in the term's way.
func (d *deriver) losses(t *knowledge.Term) Finding {
	with := &t.From.With
	tally := d.count(&with.Count)
	f := flag(tally.AtLeast(with.AtLeast), tally.From, tally.Lacks...)
	if f.Value == truth.Yes {
		// It came to hold with the pregnancy that completed the number, and
		// again with every later one.
		f.Dates = tally.Dates[with.AtLeast-1:]
	}
	return f
}

// howMany is how many pregnancies count, where the record leaves no doubt.
func (d *deriver) howMany(t *knowledge.Term) Finding {
	tally := d.count(&t.From.With.Count)
	if tally.Min != tally.Max {
		return lacking(tally.Lacks...)
	}
	return number(float64(tally.Min), tally.From...)
}
