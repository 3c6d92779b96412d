package fhirin

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// trace is one resource's word about one pregnancy.
type trace struct {
	sign *sign
	says string // in the words of the code list
	when span
	row  span // of a pregnancy written as a condition: its beginning to its end

	// lmp is when the last period began, where the trace says so by a due
	// date, a gestational age or the kind of event.
	lmp   window
	exact bool // lmp was measured or asked for, not estimated from the kind of event

	gestation patient.Gestation // at when
	rank      int               // of the gestation: the smaller is the more reliable

	links      []string // encounter, episode or resource that names one pregnancy
	supporting bool     // the reason of a visit: repeats what something else says
	visit      bool
	living     bool // says that the child lived, not only that it was born
	fetus      bool // one of several statements, one for each fetus
	source     patient.Source

	told story // of a trace that was told, not recorded as an event
}

// story is where a trace stands in what somebody told: a text, a form or a list
// with one entry for each pregnancy. Two entries of one teller are never one
// pregnancy.
type story struct {
	teller, entry string
	on            span // when it was told
	account       bool // a text or a form: somebody's account, and no recorded event
	text          bool // in words, not in codes
}

// apart reports two entries of one teller.
func (a story) apart(b story) bool {
	return a.teller != "" && a.teller == b.teller && a.entry != b.entry
}

// window is a range of days; the zero window is not known.
type window struct {
	first, last int
	known       bool
}

func (a window) overlaps(b window) bool {
	return !a.known || !b.known || (a.first <= b.last && b.first <= a.last)
}

// newTrace makes a trace with the window its kind of event implies.
func newTrace(concept, says string, when span, source patient.Source) *trace {
	t := &trace{sign: signOf[concept], says: says, when: when, source: source}
	if when.known && !when.atLatest && t.sign.last > 0 {
		t.lmp = window{when.first - t.sign.last, when.last - t.sign.first, true}
	}
	return t
}

// datedTrace makes a trace of a pregnancy whose last period lies about a day.
func datedTrace(says string, when span, lmp, sure int, source patient.Source) *trace {
	if !when.known {
		when = span{first: lmp - sure, last: lmp + sure, known: true}
	}
	t := newTrace("dated", says, when, source)
	t.lmp, t.exact = window{lmp - sure, lmp + sure, true}, true
	return t
}

// order puts traces into the one order everything else relies on.
func order(traces []*trace) {
	slices.SortFunc(traces, func(a, b *trace) int {
		return cmp.Or(cmp.Compare(a.when.first, b.when.first), cmp.Compare(a.when.last, b.when.last),
			cmp.Compare(a.sign.concept, b.sign.concept), cmp.Compare(a.source.Document, b.source.Document),
			cmp.Compare(a.source.At, b.source.At), cmp.Compare(a.says, b.says), cmp.Compare(a.lmp.first, b.lmp.first))
	})
}

// gathered is everything the record says of pregnancies.
type gathered struct {
	traces     []*trace // terminal and state
	after      []*trace
	visits     []*trace
	separators []*trace
	periods    []int // days on which a period began
	emptied    []int // days on which hCG was negative
	statements []statement
	tissue     []tissue
	against    []against
	texts      []prose
	hormones   []hormone
}

// against is a diagnosis that was ruled out.
type against struct {
	concept string
	when    span
	source  patient.Source
}

func (g *gathered) add(t *trace) {
	switch {
	case t.visit:
		g.visits = append(g.visits, t)
	case t.sign.role == aftermath:
		g.after = append(g.after, t)
	case t.sign.role == separator:
		g.separators = append(g.separators, t)
	default:
		g.traces = append(g.traces, t)
	}
}

// prune drops references to a recorded pregnancy from what lies outside it:
// some systems let everything point at the first one a woman ever had.
func (g *gathered) prune() {
	rows := map[string]*trace{}
	for _, t := range g.traces {
		if t.row.known {
			rows[t.source.Document] = t
		}
	}
	for _, list := range [][]*trace{g.traces, g.after, g.visits} {
		for _, t := range list {
			t.links = slices.DeleteFunc(slices.Clone(t.links), func(l string) bool {
				row := rows[l]
				return row != nil && row != t && t.when.known && !inRow(row, t)
			})
		}
	}
}

// links of a resource: what ties it to others of the same pregnancy.
func (r *reading) links(e *entry, refs ...r4.Reference) []string {
	out := append([]string{e.key}, r.tied[e.key]...)
	for _, ref := range refs {
		if key := r.target(ref, e); key != "" {
			out = append(out, key)
		}
	}
	return out
}

// title is what a code says, for the person who checks the reading.
func title(c *knowledge.Code) string { return cmp.Or(c.Display, c.Concept) }
