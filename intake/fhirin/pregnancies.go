package fhirin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/patient"
)

// pregnancies reads the obstetric history: each pregnancy once, with its one
// outcome, and how far the list can be trusted to be whole.
func (r *reading) pregnancies() {
	g := r.gather()
	if len(g.traces) > mostTraces {
		r.issuef(r.person.source(), "The record holds %d traces of pregnancies, more than one woman's can; her history was not read.", "病历含%d条妊娠记录，超出合理范围；未读取孕产史。", len(g.traces))
		return
	}
	clusters := r.settle(join(g))
	orphans, visits := attach(clusters, g)
	r.hormones(clusters, g)
	fromVisits, _ := ofVisits(visits)
	clusters = append(clusters, fromVisits...)
	r.orphans(orphans)

	var told []toldPregnancy
	for _, c := range clusters {
		told = append(told, r.pregnancy(c, g))
	}
	told = r.withOwn(r.repeated(told))
	r.tissueResults(told, g)
	issues := len(r.c.Issues)
	told = r.reconcile(told, g)
	r.ownHistory(told, len(r.c.Issues) > issues)
	slices.SortStableFunc(told, func(a, b toldPregnancy) int {
		return cmp.Or(cmp.Compare(a.sortDay(), b.sortDay()), cmp.Compare(a.p.Source.Document, b.p.Source.Document))
	})
	ownOrder(told)
	for _, t := range told {
		r.c.Pregnancies = append(r.c.Pregnancies, t.p)
		r.currentState(t)
	}
	r.outdated(told)
}

// outdated forgets that she was pregnant when that pregnancy has ended, or
// must have.
func (r *reading) outdated(told []toldPregnancy) {
	if !r.c.Status.Pregnant.Value {
		return
	}
	over := r.newest-r.statusOn > longest
	for _, t := range told {
		if t.p.Outcome == patient.Ongoing {
			return
		}
		over = over || t.p.Ended.Known() && t.day >= r.statusOn
	}
	if over {
		r.c.Status.Pregnant = patient.Fact[bool]{}
	}
}

// toldPregnancy is a pregnancy with the traces it was read from.
type toldPregnancy struct {
	p patient.Pregnancy
	c *cluster
	// begins and day order pregnancies: day is 0 when nothing is known.
	begins, day int
	own         int // its place in a case that was written, counted from 1; 0 for others
}

// undatedLast is where a pregnancy stands of which nobody says when it was.
const undatedLast = 1 << 40

func (t toldPregnancy) sortDay() int {
	if t.day == 0 {
		return undatedLast
	}
	return t.day
}

// pregnancy turns a group of traces into a pregnancy.
func (r *reading) pregnancy(c *cluster, g *gathered) toldPregnancy {
	t := toldPregnancy{c: c, day: c.day()}
	outcome, chosen := r.verdictOf(c)
	var ended span
	if chosen != nil {
		ended = endedOf(chosen)
		t.p.OutcomeSource = chosen[0].source
		for _, at := range [][]*trace{c.deliveryTimes(), c.accountsOf(chosen[0])} {
			if !ended.known && len(at) > 0 {
				ended = endedOf(at)
				t.p.EndedSource = at[0].source
			}
		}
	} else {
		var by *trace
		if outcome, by = r.presumed(c); by != nil {
			ended = by.when
			t.p.OutcomeSource, t.p.EndedSource = by.source, by.source
		}
	}
	t.p.Source = c.source()
	t.p.Outcome = outcome
	r.ended(&t, chosen, ended)
	r.gestationAtEnd(&t, chosen)
	r.viable(&t, chosen)
	r.describe(&t, chosen, g)
	t.p.Merged, t.p.Known = c.evidence(), confidence(c, chosen)
	r.disagreements(c, chosen)
	t.begins = c.begins()
	if c.maybe {
		r.issue(t.p.Source, "Two losses are recorded 29 to 56 days apart, or dated so loosely that they may be one; they are read as one. Were they two?", "有两条流产记录相隔29至56天，或日期过于笼统，按一次处理。是否为两次？")
	}
	return t
}

// deliveryTimes are the traces that say when a pregnancy ended, and not how.
func (c *cluster) deliveryTimes() []*trace {
	return slices.DeleteFunc(slices.Clone(c.traces), func(t *trace) bool { return t.sign.concept != "delivery-time" })
}

// accountsOf are the accounts of the ending that a trace records: they date it
// where the record does not.
func (c *cluster) accountsOf(ending *trace) []*trace {
	return slices.DeleteFunc(slices.Clone(c.traces), func(t *trace) bool {
		return !t.isTold() || t.sign.role != terminal || !sameEnding(t.sign, ending.sign)
	})
}

// endedOf is the best date of an ending: a stated time of delivery, else the
// first full date, else the first.
func endedOf(chosen []*trace) span {
	dated := slices.DeleteFunc(slices.Clone(chosen), func(t *trace) bool { return !t.when.known || t.when.atLatest })
	slices.SortStableFunc(dated, func(a, b *trace) int {
		return cmp.Or(
			cmp.Compare(last(a.sign.concept != "delivery-time"), last(b.sign.concept != "delivery-time")),
			cmp.Compare(last(a.supporting), last(b.supporting)),
			cmp.Compare(last(!a.when.written.Full()), last(!b.when.written.Full())),
			cmp.Compare(a.when.first, b.when.first))
	})
	if len(dated) == 0 {
		return span{}
	}
	return dated[0].when
}

// last sorts what is true behind what is not.
func last(b bool) int {
	if b {
		return 1
	}
	return 0
}

// ended puts the date in, or says why there is none.
func (r *reading) ended(t *toldPregnancy, chosen []*trace, when span) {
	t.p.Ended = when.written
	if when.known {
		t.day = when.first
		for _, c := range chosen {
			if c.when == when {
				t.p.EndedSource = c.source
				break
			}
		}
		return
	}
	for _, c := range chosen {
		if c.when.known && t.day == 0 {
			t.day = c.when.last
			r.issuef(c.source, "%s was written down on %s; when it happened is not recorded.", "“%s”记录于%s；发生日期不详。", c.says, dayText(c.when.last))
		}
	}
}

// viable takes a birth back when only a delivery is recorded, so early that no
// child could live.
func (r *reading) viable(t *toldPregnancy, chosen []*trace) {
	alive := slices.ContainsFunc(chosen, func(c *trace) bool { return c.living })
	if t.p.Outcome != patient.Livebirth || alive || len(chosen) == 0 {
		return
	}
	if !t.p.Gestation.Known() || t.p.Gestation.Min >= afterViableLabour {
		r.childbirth = true
		return
	}
	t.p.Outcome = ""
	r.issuef(t.p.Source, "A delivery is recorded at %s without saying whether the child lived; its outcome was left open.", "孕%s分娩，未记录新生儿是否存活；结局未定。", t.p.Gestation)
}

// describe adds what else is known of the pregnancy.
func (r *reading) describe(t *toldPregnancy, chosen []*trace, g *gathered) {
	p := &t.p
	for _, list := range [][]*trace{chosen, t.c.traces, t.c.after} {
		for _, x := range list {
			if d := x.sign.detail; d != "" && !(d == "preterm" && p.Outcome != patient.Livebirth) {
				addDetail(p, d, x.source)
			}
		}
	}
	for _, x := range t.c.after {
		switch {
		case x.sign.concept == "fetal-chromosome-abnormality":
			p.ExplainedBy = patient.Know("embryonic-aneuploidy", x.source)
		case x.sign.concept == "neonatal-death" && p.Outcome == patient.Livebirth:
			p.Outcome, p.OutcomeSource = patient.NeonatalDeath, x.source
		}
	}
	if n := fetuses(chosen); n > 1 {
		addDetail(p, "twin", chosen[0].source)
	}
	if p.Outcome == patient.Livebirth && p.Gestation.Known() && p.Gestation.Max < 37*7 {
		addDetail(p, "preterm", p.GestationSource)
	}
	for _, v := range t.c.visits {
		if v.sign.concept == "pregnancy-ultrasound" && isLoss(p.Outcome) {
			p.DocumentedBy = patient.Know([]string{"ultrasound"}, v.source)
		}
		if v.sign.concept == "hcg" && (p.Outcome == patient.Biochemical || p.Outcome == patient.UnknownLocation) && !p.DocumentedBy.Known {
			p.DocumentedBy = patient.Know([]string{"hcg"}, v.source)
		}
	}
	r.conception(t, g)
}

// fetuses counts statements that speak each of one fetus.
func fetuses(chosen []*trace) (n int) {
	for _, t := range chosen {
		if t.fetus {
			n++
		}
	}
	return n
}

func isLoss(o patient.Outcome) bool {
	return o == patient.Miscarriage || o == patient.Biochemical || o == patient.Stillbirth || o == patient.UnknownLocation
}

func addDetail(p *patient.Pregnancy, detail string, s patient.Source) {
	if _, has := p.Has(detail); !has {
		p.Details = append(p.Details, patient.Know(detail, s))
		slices.SortFunc(p.Details, func(a, b patient.Fact[string]) int { return strings.Compare(a.Value, b.Value) })
	}
}

// conception finds the treatment from which the pregnancy came: the last
// transfer or insemination that fits its last period.
func (r *reading) conception(t *toldPregnancy, g *gathered) {
	for _, x := range t.c.traces {
		if x.sign.concept == "pregnancy-after-ivf" {
			t.p.Conception = patient.Know("ivf", x.source)
		}
	}
	if t.p.Conception.Known {
		return
	}
	w := t.c.window()
	if !w.known {
		return
	}
	for _, s := range g.separators {
		if s.when.known && s.when.first >= w.first+s.sign.first && s.when.first <= w.last+s.sign.last && (t.day == 0 || s.when.first < t.day) {
			how := map[string]string{"embryo-transfer": "ivf", "insemination": "iui"}[s.sign.concept]
			t.p.Conception = patient.Know(how, s.source)
		}
	}
}

// window is when the last period of the pregnancy can have begun: what all its
// traces agree on.
func (c *cluster) window() (w window) {
	for _, t := range c.traces {
		switch {
		case !t.lmp.known || !w.overlaps(t.lmp):
		case !w.known:
			w = t.lmp
		default:
			w = window{max(w.first, t.lmp.first), min(w.last, t.lmp.last), true}
		}
	}
	return w
}

// begins is the latest day by which the pregnancy had begun; 0 when unknown.
func (c *cluster) begins() int {
	if w := c.window(); w.known {
		return w.first
	}
	return c.day()
}

// evidence lists every resource that told of the pregnancy.
func (c *cluster) evidence() []patient.Evidence {
	var out []patient.Evidence
	for _, list := range [][]*trace{c.traces, c.after, c.visits} {
		for _, t := range list {
			why := cmp.Or(c.why[t], becauseFirst)
			out = append(out, patient.Evidence{Source: t.source, Says: t.says, WhyEn: why.en, WhyZh: why.zh})
		}
	}
	return out
}

// repeated drops pregnancies that only the reason of a visit tells of, when an
// earlier one of the kind is known: she may have come about that one.
func (r *reading) repeated(all []toldPregnancy) []toldPregnancy {
	var kept []toldPregnancy
	for _, t := range all {
		only := len(t.c.traces) > 0 && !slices.ContainsFunc(t.c.traces, func(x *trace) bool { return !x.supporting })
		if only && slices.ContainsFunc(all, func(o toldPregnancy) bool { return o.c != t.c && o.p.Outcome == t.p.Outcome && o.day < t.day }) {
			r.issuef(t.p.Source, "%s stands only as the reason of a visit, and an earlier one is known: it was not counted again. Was it another?", "“%s”仅为就诊原因，且已有更早的同类记录；未重复计入。是否为另一次？", t.c.traces[0].says)
			continue
		}
		kept = append(kept, t)
	}
	return kept
}

// orphans asks about aftermaths whose ending nobody recorded.
func (r *reading) orphans(after []*trace) {
	for _, t := range after {
		switch t.sign.concept {
		case "retained-products", "complication-after-loss", "uterine-evacuation", "termination-follow-up", "trophoblastic-disease":
			r.issuef(t.source, "%s is recorded without a pregnancy it could belong to; it was not counted. Was there a loss?", "“%s”无对应的妊娠记录，未计入。是否有过流产？", t.says)
		case "neonatal-death":
			r.issuef(t.source, "%s is recorded without a birth it could belong to; no pregnancy was counted for it. When was that child born, and in which week?", "“%s”无对应的分娩记录，未据此计入妊娠。该新生儿何时、孕几周出生？", t.says)
		}
	}
}

// currentState tells what is known of a pregnancy that is going on.
func (r *reading) currentState(t toldPregnancy) {
	if t.p.Outcome != patient.Ongoing || t.own > 0 {
		return
	}
	if !r.c.Status.Pregnant.Known {
		r.c.Status.Pregnant = patient.Know(true, t.p.Source)
	}
	if best := r.gestations(t.c, r.newest); len(best) > 0 {
		r.c.Status.Gestation = patient.Know(best[0].age, best[0].source)
	}
}

func dayText(day int) string { return date.FromDay(day).String() }

// years names the time of a pregnancy: 2011-05 to 2011-12.
func years(s span) string {
	a, b := date.FromDay(s.first).String()[:7], date.FromDay(s.last).String()[:7]
	if a == b {
		return a
	}
	return a + " – " + b
}
