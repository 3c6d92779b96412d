package fhirin

import (
	"cmp"
	"slices"
)

// cluster is the traces that tell of one pregnancy.
type cluster struct {
	traces []*trace
	why    map[*trace]reason // why a trace was taken for this pregnancy
	visits []*trace
	after  []*trace
	maybe  bool // two endings, 29 to 56 days apart, were taken for one
	parent *cluster
}

// bond is a reason to take two traces for one pregnancy.
type bond struct {
	a, b     int
	strength int // the smaller is the stronger
	distance int
	why      reason
}

// Kinds of bond, strongest first.
const (
	byLink = iota
	byRow
	byDating
	byNearness
	byPossibility
	byAccount // what was told and is dated loosely comes last
)

// reason says, in both languages, why a trace was taken for a pregnancy.
type reason struct{ en, zh string }

var (
	becauseFirst    = reason{"the first that tells of it", "首条相关记录"}
	becauseLinked   = reason{"the same encounter, episode or reference", "同一次就诊、同一诊疗过程或互相引用"}
	becauseInRow    = reason{"within the same recorded pregnancy", "在同一条妊娠记录的期间内"}
	becauseDated    = reason{"its dates fit the last period that the record gives", "日期与记录的末次月经相符"}
	becauseLoose    = reason{"dated so loosely that they may be one or two: taken for one", "日期过于笼统，可能为一次或两次：按一次处理"}
	becauseNear     = reason{"at most 28 days apart, and their last periods can be the same", "相隔不超过28天，末次月经可能相同"}
	becauseReason   = reason{"the reason of a visit soon after", "其后不久的就诊原因"}
	becausePossible = reason{"29 to 56 days apart: taken for one, may be two", "相隔29至56天：按一次处理，也可能为两次"}
	becauseLast     = reason{"no date of its own; the last pregnancy it can belong to", "本身无日期；归入可能的最近一次妊娠"}
	becauseTold     = reason{"told of without an exact date; a pregnancy of its kind", "叙述无确切日期；归入同类的一次妊娠"}
	becauseAfter    = reason{"after its ending, or linked to it", "在妊娠结束之后，或与之关联"}
	becauseVisit    = reason{"a visit within this pregnancy, or just after it", "该次妊娠期间或之后不久的就诊"}
	becauseStated   = reason{"stated as a number, without a record of its own", "仅有次数，无单独记录"}
	becauseHormone  = reason{"the hormone of pregnancy rose and fell around its ending", "妊娠结束前后妊娠激素先升后降"}
)

// join groups the traces into pregnancies. Bonds are tried from the strongest
// to the weakest; one is refused when it would put two endings into one
// pregnancy that cannot be one.
func join(g *gathered) []*cluster {
	var placed, loose []*trace
	for _, t := range g.traces {
		if t.when.known && !t.when.atLatest || t.row.known {
			placed = append(placed, t)
		} else {
			loose = append(loose, t)
		}
	}
	clusters := make([]*cluster, len(placed))
	for i, t := range placed {
		clusters[i] = &cluster{traces: []*trace{t}, why: map[*trace]reason{}}
	}
	for _, b := range bonds(g, placed) {
		x, y := clusters[b.a].top(), clusters[b.b].top()
		if x != y && together(g, x, y) {
			x.absorb(y, b)
		}
	}
	var roots []*cluster
	for _, c := range clusters {
		if c.parent == nil {
			order(c.traces)
			roots = append(roots, c)
		}
	}
	return placeLoose(roots, loose)
}

func (c *cluster) top() *cluster {
	for c.parent != nil {
		c = c.parent
	}
	return c
}

func (c *cluster) absorb(other *cluster, b bond) {
	for _, t := range other.traces {
		if other.why[t] != (reason{}) {
			c.why[t] = other.why[t]
		} else {
			c.why[t] = b.why
		}
	}
	c.traces = append(c.traces, other.traces...)
	c.maybe = c.maybe || other.maybe || b.strength == byPossibility
	other.parent = c
}

// bonds lists every reason to join two traces, strongest first.
func bonds(g *gathered, traces []*trace) []bond {
	var all []bond
	for i, a := range traces {
		for j := i + 1; j < len(traces); j++ {
			b := traces[j]
			if b.when.first-a.when.last > longestRow+afterInterval && b.when.first-a.row.last > longestRow+afterInterval {
				break
			}
			if found, ok := bondOf(g, a, b); ok {
				found.a, found.b, found.distance = i, j, cmp.Or(found.distance, gap(a.when, b.when))
				all = append(all, found)
			}
		}
	}
	slices.SortStableFunc(all, func(x, y bond) int {
		return cmp.Or(cmp.Compare(x.strength, y.strength), cmp.Compare(x.distance, y.distance), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return all
}

// bondOf is the strongest reason to join two traces.
func bondOf(g *gathered, a, b *trace) (bond, bool) {
	apart := gap(a.when, b.when)
	endings := a.sign.role == terminal && b.sign.role == terminal
	if endings && g.separated(a, b) || !mayBeOne(a, b) {
		return bond{}, false
	}
	switch {
	case a.isTold() && a.when.loose() || b.isTold() && b.when.loose():
		return bond{strength: byAccount, why: becauseTold}, endings && apart <= sameEvent && a.lmp.overlaps(b.lmp)
	case linked(a, b) && apart <= longest && fits(a, b) && fits(b, a):
		return bond{strength: byLink, why: becauseLinked}, true
	case inRow(a, b) || inRow(b, a):
		return bond{strength: byRow, distance: outside(a, b), why: becauseInRow}, true
	case !a.lmp.overlaps(b.lmp):
		return bond{}, false
	case datesEnding(a, b) || datesEnding(b, a) || a.exact && b.exact && a.sign.role == state && b.sign.role == state:
		return bond{strength: byDating, why: becauseDated}, true
	case duringDated(a, b) || duringDated(b, a):
		return bond{strength: byDating, why: becauseDated}, true
	case apart <= sameEvent && endings && lost(a) && lost(b) && (a.when.loose() || b.when.loose()):
		return bond{strength: byPossibility, why: becauseLoose}, true
	case apart <= sameEvent:
		return bond{strength: byNearness, why: becauseNear}, true
	case endings && apart <= maybeSameEvent && (a.supporting || b.supporting):
		return bond{strength: byNearness, why: becauseReason}, true
	case endings && apart <= maybeSameEvent:
		return bond{strength: byPossibility, why: becausePossible}, true
	}
	return bond{}, false
}

// lost reports whether a trace tells of a loss.
func lost(t *trace) bool { return t.sign.group == specificLoss || t.sign.group == genericLoss }

// linked reports whether two traces name one encounter, episode or resource.
func linked(a, b *trace) bool {
	return slices.ContainsFunc(a.links, func(l string) bool { return slices.Contains(b.links, l) })
}

// fits reports whether a link can be believed: some systems let everything
// point at a woman's first recorded pregnancy.
// And one visit often writes down an earlier loss beside the pregnancy that
// brought her.
func fits(s, t *trace) bool {
	switch {
	case !t.when.known || s.sign.role != state || s.visit:
		return true
	case s.row.known:
		return inRow(s, t)
	case t.sign.role != terminal:
		return true
	case s.exact:
		return t.when.last >= s.lmp.first
	}
	return !s.when.known || t.when.last >= s.when.first-beforeInterval
}

// inRow reports whether t lies within the pregnancy that row spans.
func inRow(row, t *trace) bool {
	return row.row.known && t.when.known && t.when.first <= row.row.last+afterInterval && t.when.last >= row.row.first-beforeInterval
}

// outside is how far one of two traces lies outside the other's row; inside is
// nearest of all.
func outside(a, b *trace) int {
	if a.row.known {
		return gap(a.row, b.when)
	}
	return gap(b.row, a.when)
}

// datesEnding reports whether s dates the pregnancy that t ended.
func datesEnding(s, t *trace) bool {
	if s.sign.role != state || t.sign.role != terminal || !s.lmp.known {
		return false
	}
	if s.exact {
		return t.when.last >= s.lmp.first && t.when.first <= s.lmp.last+longest
	}
	// A bare "pregnant" on a day reaches to a birth, and to a loss soon after.
	reach := statusReach
	if t.sign.group == birth || t.sign.group == stillborn || t.sign.group == noOutcome {
		reach = longest
	}
	return t.when.first >= s.when.last-beforeInterval && t.when.first-s.when.last <= reach
}

// duringDated reports whether t says "pregnant" on a day between the last period
// that s gives and the day s was written, when that pregnancy was going on.
func duringDated(s, t *trace) bool {
	return s.exact && s.sign.role == state && t.sign.role == state && !t.exact && !t.row.known &&
		t.when.first >= s.lmp.first && t.when.last <= s.when.last && s.when.last <= s.lmp.first+longest
}

// separated reports whether a new pregnancy must have begun between two
// endings: she was not pregnant, had a period, or an embryo was put in.
func (g *gathered) separated(a, b *trace) bool {
	first, second := a.when.last, b.when.first
	if first > second {
		first, second = b.when.last, a.when.first
	}
	between := func(day int) bool { return day > first && day < second }
	return slices.ContainsFunc(g.emptied, between) || slices.ContainsFunc(g.periods, between) ||
		slices.ContainsFunc(g.separators, func(s *trace) bool { return s.when.known && between(s.when.first) })
}

// together reports whether two groups may be one pregnancy: none of their
// endings lie further apart than one pregnancy allows, unless a recorded
// pregnancy spans both.
func together(g *gathered, x, y *cluster) bool {
	for _, a := range x.traces {
		for _, b := range y.traces {
			if !mayBeOne(a, b) {
				return false
			}
			if a.sign.role != terminal || b.sign.role != terminal {
				if a.exact && b.exact && !a.lmp.overlaps(b.lmp) && a.sign.role == state && b.sign.role == state && !linked(a, b) {
					return false
				}
				continue
			}
			if g.separated(a, b) || gap(a.when, b.when) > maybeSameEvent && !spanned(x, y, a, b) {
				return false
			}
		}
	}
	return true
}

func spanned(x, y *cluster, a, b *trace) bool {
	both := func(t *trace) bool { return inRow(t, a) && inRow(t, b) }
	return slices.ContainsFunc(x.traces, both) || slices.ContainsFunc(y.traces, both)
}

// placeLoose finds a place for traces without a day of their own, and makes
// pregnancies of those that fit nowhere.
func placeLoose(clusters []*cluster, loose []*trace) []*cluster {
	for _, t := range loose {
		if c, why := homeOf(clusters, t); c != nil {
			c.traces = append(c.traces, t)
			c.why[t] = why
			continue
		}
		clusters = append(clusters, &cluster{traces: []*trace{t}, why: map[*trace]reason{}})
	}
	return clusters
}

// homeOf is the pregnancy a trace without a day belongs to: one it is linked
// with, else the last before it was written down that it can belong to; a
// recorded one before one that is only told of.
func homeOf(clusters []*cluster, t *trace) (*cluster, reason) {
	var best *cluster
	for _, c := range clusters {
		if slices.ContainsFunc(c.traces, func(o *trace) bool { return linked(o, t) && mayBeOne(o, t) }) {
			return c, becauseLinked
		}
		if slices.ContainsFunc(c.traces, func(o *trace) bool { return !mayBeOne(o, t) }) {
			continue
		}
		if t.told.teller == "" && c.takes(t) && (best == nil || cmp.Or(cmp.Compare(best.knownBy(), c.knownBy()), cmp.Compare(c.day(), best.day())) > 0) {
			best = c
		}
	}
	return best, becauseLast
}

// knownBy ranks what tells of a pregnancy: a record, then a form, then a text.
func (c *cluster) knownBy() int {
	best := 2
	for _, t := range c.traces {
		switch {
		case !t.isTold():
			return 0
		case !t.told.text:
			best = 1
		}
	}
	return best
}

// takes reports whether a pregnancy can be the one a trace without a day
// speaks of.
func (c *cluster) takes(t *trace) bool {
	day := c.day()
	if t.when.known && day != 0 && (day > t.when.last || t.when.last-day > longestRow) {
		return false
	}
	if t.sign.role == state {
		return t.when.known && day != 0
	}
	for _, o := range c.traces {
		if o.sign.role != terminal {
			continue
		}
		same := o.sign.outcome == t.sign.outcome || o.sign.group == noOutcome && (t.sign.group == birth || t.sign.group == stillborn)
		if !same {
			return false
		}
		if t.sign.group != birth && t.when.known && day != 0 && t.when.last-day > maybeSameEvent {
			return false
		}
		return true
	}
	return len(c.traces) > 0 && day != 0 && t.when.known
}

// day is when the pregnancy ended, or the last that is known of it; 0 when
// nothing is.
func (c *cluster) day() int {
	day := 0
	for _, t := range c.traces {
		if t.sign.role == terminal && t.when.known && !t.when.atLatest {
			return t.when.first
		}
		if t.when.known && !t.when.atLatest {
			day = max(day, t.when.last)
		}
	}
	return day
}
