package fhirin

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/patient"
)

// age is one statement of how old a pregnancy was on a day.
type age struct {
	age     patient.Gestation
	rank    int
	says    string
	outcome patient.Outcome // of the word that says it
	source  patient.Source
}

// gestations gives what the record says of a pregnancy's age on a day, the
// most reliable first; day 0 is not known.
func (r *reading) gestations(c *cluster, day int) []age {
	var out []age
	for _, t := range c.traces {
		g := t.gestation
		switch {
		case g.Known() && t.when.known && !t.when.atLatest && day != 0 && (day < t.when.first || day > t.when.last):
			shift := day - t.when.first
			if day > t.when.last {
				shift = day - t.when.last
			}
			g = patient.Gestation{Min: g.Min + shift, Max: g.Max + shift}
		case g.Known():
		case t.exact && day != 0:
			lmp := (t.lmp.first + t.lmp.last) / 2
			g = patient.Gestation{Min: day - lmp, Max: day - lmp}
		case t.sign.gestation.Known() && t.sign.role == terminal:
			out = append(out, age{t.sign.gestation, rankWord, t.says, t.sign.outcome, t.source})
			continue
		default:
			continue
		}
		if g.Min >= 0 && g.Max <= patient.MaxGestationDays+6 {
			out = append(out, age{g, t.rank, t.says, t.sign.outcome, t.source})
		}
	}
	slices.SortStableFunc(out, func(a, b age) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.age.Min, b.age.Min), cmp.Compare(a.age.Max, b.age.Max))
	})
	return out
}

// gestationAtEnd puts in how old the pregnancy was when it ended. Statements
// of one rank that differ give the range they span; a better one is kept
// against a worse, and the difference is shown.
func (r *reading) gestationAtEnd(t *toldPregnancy, chosen []*trace) {
	day := t.day
	if !t.p.Ended.Full() {
		day = 0
	}
	if t.p.Outcome == patient.Ongoing || t.p.Outcome == "" && chosen == nil {
		return
	}
	ages := slices.DeleteFunc(r.gestations(t.c, day), func(a age) bool {
		// "In the first trimester" is said of a miscarriage, and nothing else.
		return a.rank == rankWord && a.outcome != t.p.Outcome
	})
	if len(ages) == 0 {
		r.estimateGestation(t)
		return
	}
	best := ages[0]
	for _, a := range ages[1:] {
		apart := a.age.Min > best.age.Max || a.age.Max < best.age.Min
		if apart {
			r.issuef(a.source, "Gestational ages differ: %s (%s) and %s (%s).", "孕周不一致：%s（%s）与%s（%s）。",
				best.age, best.says, a.age, a.says)
		}
		if a.rank == best.rank {
			best.age = patient.Gestation{Min: min(best.age.Min, a.age.Min), Max: max(best.age.Max, a.age.Max)}
		}
	}
	t.p.Gestation, t.p.GestationSource = best.age, best.source
	if best.rank == rankWord {
		r.estimateGestation(t)
	}
}

// estimateGestation gives a loss of whose age nothing is said, or no more than
// its trimester, the range that its dates leave: a first prenatal visit on the day on which the
// pregnancy's row begins is taken to be in week 5 to 11. It is said so in an
// issue.
func (r *reading) estimateGestation(t *toldPregnancy) {
	w := t.c.window()
	if !isLoss(t.p.Outcome) || !t.p.Ended.Full() || !w.known || !t.c.beginsWithFirstVisit() {
		return
	}
	g := patient.Gestation{Min: t.day - w.last, Max: t.day - w.first}
	if said := t.p.Gestation; said.Known() {
		g = patient.Gestation{Min: max(g.Min, said.Min), Max: min(g.Max, said.Max)}
	}
	if g.Min < 0 || g.Max < g.Min || g.Max > patient.MaxGestationDays {
		return
	}
	t.p.Gestation, t.p.GestationSource = g, t.c.source()
	r.issuef(t.c.source(), "The age of the pregnancy that ended on %s is not recorded; %s is an estimate from its first prenatal visit.", "%s结束的妊娠无孕周记录；%s系根据首次产检估算。", t.p.Ended, g)
}

// beginsWithFirstVisit reports whether the pregnancy was written down at the
// first prenatal visit.
func (c *cluster) beginsWithFirstVisit() bool {
	return slices.ContainsFunc(c.traces, func(t *trace) bool {
		return t.row.known && slices.ContainsFunc(c.visits, func(v *trace) bool {
			return v.sign.concept == "prenatal-visit-first" && gap(v.when, t.when) == 0
		})
	})
}
