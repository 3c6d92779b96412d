package fhirin

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/patient"
)

// What a text or a form tells stands behind what was recorded as an event: it
// never changes an outcome, and joins only what it can mean.

// sameEnding reports whether two words can name one ending.
func sameEnding(a, b *sign) bool {
	if a.outcome == b.outcome && a.outcome != "" {
		return true
	}
	born := func(s *sign) bool { return s.group == birth || s.group == noOutcome }
	lost := func(s *sign) bool { return s.group == specificLoss || s.group == genericLoss || s.group == kindUnknown }
	return born(a) && born(b) || lost(a) && lost(b)
}

// outranks reports an ending that decides the outcome of a pregnancy in which
// another one is recorded too.
func (s *sign) outranks(other *sign) bool {
	return slices.Contains([]group{birth, noOutcome, stillborn, ectopic, molar}, s.group) && !sameEnding(s, other)
}

// mayBeOne reports whether two traces can belong to one pregnancy as far as
// their tellers go: entries of one teller are apart, and a told ending that is
// dated loosely is only an ending of its own kind.
func mayBeOne(a, b *trace) bool {
	if a.told.apart(b.told) && (!a.when.known || !b.when.known || a.isTold()) {
		return false
	}
	endings := a.sign.role == terminal && b.sign.role == terminal
	if endings && (a.isTold() || b.isTold()) && (a.when.loose() || b.when.loose() || !a.when.known || !b.when.known) {
		return sameEnding(a.sign, b.sign)
	}
	return true
}

// isTold reports a trace that is somebody's account and no recorded event.
func (t *trace) isTold() bool { return t.told.account }

// recorded leaves out what was told where something was recorded.
func recorded(traces []*trace) []*trace {
	kept := slices.DeleteFunc(slices.Clone(traces), (*trace).isTold)
	if len(kept) == 0 {
		return traces
	}
	return kept
}

// settle finds for every pregnancy that was told without a date the recorded
// one that it can be: one pregnancy counts once.
func (r *reading) settle(clusters []*cluster) []*cluster {
	var out, undated []*cluster
	for _, c := range clusters {
		if c.day() == 0 && slices.ContainsFunc(c.traces, func(t *trace) bool { return t.told.teller != "" }) {
			undated = append(undated, c)
		} else {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(undated, func(a, b *cluster) int {
		x, y := a.traces[0], b.traces[0]
		return cmp.Or(cmp.Compare(x.source.Document, y.source.Document), cmp.Compare(x.told.teller, y.told.teller), cmp.Compare(x.told.entry, y.told.entry))
	})
	for _, c := range undated {
		home := homeOfTold(out, c)
		if home == nil {
			out = append(out, c)
			continue
		}
		for _, t := range c.traces {
			home.traces = append(home.traces, t)
			home.why[t] = becauseTold
		}
		r.issuef(c.source(), "%s is told without a date and was taken for a pregnancy that is recorded elsewhere (%s). Is it that one?", "所述“%s”无日期，视为其他记录中的同一次妊娠（%s）。是否为同一次？", c.traces[0].says, home.source())
	}
	return out
}

// homeOfTold is the pregnancy that one told without a date can be: of its kind,
// of no other age, before it was told, and not told of by the same teller. One
// whose age agrees comes first, then the earliest.
func homeOfTold(clusters []*cluster, c *cluster) *cluster {
	var best *cluster
	bestAgrees := false
	for _, o := range clusters {
		agrees, ok := tellsOf(c, o)
		if ok && (best == nil || agrees && !bestAgrees || agrees == bestAgrees && o.day() != 0 && o.day() < best.day()) {
			best, bestAgrees = o, agrees
		}
	}
	return best
}

// tellsOf reports whether c, told without a date, can be o; agrees says that
// their ages are known and do not contradict each other.
func tellsOf(c, o *cluster) (agrees, ok bool) {
	a, b := c.ending(), o.ending()
	if a == nil || b == nil || a.sign.outcome != b.sign.outcome || a.sign.outcome == "" {
		return false, false
	}
	for _, x := range c.traces {
		for _, y := range o.traces {
			if !y.isTold() && y.sign.outranks(a.sign) || x.told.apart(y.told) || x.told.on.known && y.when.known && y.when.first > x.told.on.last {
				return false, false
			}
			if x.gestation.Known() && y.gestation.Known() && y.sign.role == terminal {
				if x.gestation.Min > y.gestation.Max || y.gestation.Min > x.gestation.Max {
					return false, false
				}
				agrees = true
			}
		}
	}
	return agrees, true
}

// ending is the trace that says how a pregnancy ended: a recorded one before
// one that was told.
func (c *cluster) ending() *trace {
	var told *trace
	for _, t := range c.traces {
		switch {
		case t.sign.role != terminal:
		case !t.isTold():
			return t
		case told == nil:
			told = t
		}
	}
	return told
}

// confidence is how a pregnancy is known.
func confidence(c *cluster, chosen []*trace) patient.Confidence {
	switch {
	case len(chosen) == 0:
		return patient.ByPresumption
	case slices.ContainsFunc(chosen, func(t *trace) bool { return !t.isTold() }):
		return patient.ByEvent
	case slices.ContainsFunc(chosen, func(t *trace) bool { return !t.told.text }):
		return patient.ByStatement
	}
	return patient.ByText
}

// disagreements says where what was told names another ending than what was
// recorded.
func (r *reading) disagreements(c *cluster, chosen []*trace) {
	for _, t := range c.traces {
		if !t.isTold() || t.sign.role != terminal || slices.Contains(chosen, t) || len(chosen) == 0 || sameEnding(t.sign, chosen[0].sign) {
			continue
		}
		r.issuef(t.source, "What is told of a pregnancy (%s) is not what is recorded of it (%s); the record was kept. Which is right?",
			"对同一次妊娠的叙述（%s）与记录（%s）不符；以记录为准。以哪个为准？", t.says, chosen[0].says)
	}
}
