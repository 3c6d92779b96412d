package fhirin

import (
	"slices"
)

// attach adds to each pregnancy what only supports it, and returns what found
// no pregnancy.
func attach(clusters []*cluster, g *gathered) (orphans []*trace, visits []*trace) {
	for _, t := range g.after {
		if c := ofEnding(clusters, t); c != nil {
			c.after = append(c.after, t)
			c.why[t] = becauseAfter
			continue
		}
		orphans = append(orphans, t)
	}
	for _, t := range g.visits {
		if c := ofVisit(clusters, t); c != nil {
			c.visits = append(c.visits, t)
			c.why[t] = becauseVisit
			continue
		}
		visits = append(visits, t)
	}
	return orphans, visits
}

// ofEnding is the pregnancy an aftermath belongs to: one it is linked to, else
// the nearest that ended shortly before.
func ofEnding(clusters []*cluster, t *trace) *cluster {
	var best *cluster
	bestGap := aftermathReach + 1
	for _, c := range clusters {
		for _, o := range c.traces {
			if linked(o, t) && gap(o.when, t.when) <= longest && fits(o, t) {
				return c
			}
			if o.sign.role != terminal || !o.when.known || !t.when.known || t.when.last < o.when.first-aftermathLead {
				continue
			}
			if apart := gap(o.when, t.when); apart < bestGap {
				best, bestGap = c, apart
			}
		}
		// What happens during a pregnancy belongs to it too.
		if best == nil && slices.ContainsFunc(c.traces, func(o *trace) bool { return inRow(o, t) }) {
			best = c
		}
	}
	return best
}

// ofVisit is the pregnancy a visit belongs to.
func ofVisit(clusters []*cluster, t *trace) *cluster {
	var best *cluster
	bestGap := 1 << 30
	for _, c := range clusters {
		if slices.ContainsFunc(c.traces, func(o *trace) bool { return linked(o, t) && gap(o.when, t.when) <= longest && fits(o, t) }) {
			return c
		}
		from, to, ok := c.reach()
		if !ok || !t.when.known || t.when.last < from || t.when.first > to {
			continue
		}
		if apart := abs(t.when.first - c.day()); apart < bestGap {
			best, bestGap = c, apart
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// reach is the time in which a visit belongs to a pregnancy.
func (c *cluster) reach() (from, to int, ok bool) {
	day := c.day()
	if day == 0 {
		return 0, 0, false
	}
	from, to = day-maybeSameEvent, day+aftermathReach
	for _, t := range c.traces {
		switch {
		case t.row.known:
			from, to = min(from, t.row.first-beforeInterval), max(to, t.row.last+postnatal)
		case t.sign.group == birth || t.sign.group == stillborn || t.sign.group == noOutcome:
			from, to = min(from, t.when.first-longest), max(to, t.when.last+postnatal)
		case t.exact:
			from = min(from, t.lmp.first)
			if !c.ended() {
				to = max(to, t.lmp.last+longest+postnatal)
			}
		case t.sign.concept == "pregnancy" && !c.ended():
			to = max(to, t.when.first+longest)
		}
	}
	return from, to, true
}

// ended reports whether an ending is recorded.
func (c *cluster) ended() bool {
	return slices.ContainsFunc(c.traces, func(t *trace) bool { return t.sign.role == terminal })
}

// ofVisits makes pregnancies of visits that found none: a first visit, or one
// that follows a birth, tells of a pregnancy; others tell too little.
func ofVisits(visits []*trace) (clusters []*cluster, rest []*trace) {
	var chain []*trace
	flush := func() {
		telling := slices.ContainsFunc(chain, func(t *trace) bool {
			return t.sign.concept == "prenatal-visit-first" || birthVisit(t)
		})
		if telling {
			clusters = append(clusters, &cluster{visits: chain, why: map[*trace]reason{}})
		} else {
			rest = append(rest, chain...)
		}
		chain = nil
	}
	for _, t := range visits {
		if !t.when.known {
			rest = append(rest, t)
			continue
		}
		if len(chain) > 0 && (t.when.first-chain[len(chain)-1].when.last > visitChain || t.when.first-chain[0].when.first > longestRow) {
			flush()
		}
		chain = append(chain, t)
	}
	flush()
	return clusters, rest
}

// birthVisit reports a visit of a kind that follows or surrounds a birth.
func birthVisit(t *trace) bool {
	return slices.Contains([]string{"postnatal-visit", "obstetric-admission", "childbirth-stated"}, t.sign.concept)
}
