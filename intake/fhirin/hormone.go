package fhirin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// hormone is one measurement of hCG.
type hormone struct {
	on       int
	value    float64
	measured bool // value was
	negative bool
	says     string
	links    []string
	source   patient.Source
}

// hcg notes a measurement of the hormone of pregnancy, and a day on which it
// was negative. A number in another unit says nothing here.
func (r *reading) hcg(g *gathered, e *entry, v *r4.Value, when span, links []string) {
	if !when.known {
		return
	}
	h := hormone{on: when.first, links: links, source: e.source()}
	switch word := r.wordResult(v); {
	case word == patient.Negative:
		h.negative, h.says = true, "hCG negative"
	case word == patient.Positive:
		h.says = "hCG positive"
	default:
		n, ok := rawNumber(v.Quantity)
		if !ok || !hormoneUnit(v.Quantity) || n < 0 {
			return
		}
		sign := v.Quantity.Comparator
		less := strings.HasPrefix(sign, "<")
		if less && n > hormoneNegative || strings.HasPrefix(sign, ">") && n < hormoneNegative {
			return // it can be either
		}
		h.value, h.measured, h.says = n, true, "hCG "+sign+string(v.Quantity.Value)
		h.negative = n < hormoneNegative || less
	}
	if h.negative {
		g.emptied = append(g.emptied, h.on)
	}
	g.hormones = append(g.hormones, h)
}

func hormoneUnit(q *r4.Quantity) bool {
	unit := strings.ToLower(cmp.Or(q.Code, q.Unit))
	return slices.Contains([]string{"[iu]/l", "iu/l", "u/l", "m[iu]/ml", "miu/ml", "mu/ml", "mliu/ml"}, unit)
}

// fallen gives the series in which the hormone was positive and then fell to
// nothing: what a pregnancy that was lost early leaves behind.
func fallen(all []hormone) (series [][]hormone) {
	slices.SortFunc(all, func(a, b hormone) int {
		return cmp.Or(cmp.Compare(a.on, b.on), cmp.Compare(a.value, b.value), cmp.Compare(a.source.Document, b.source.Document))
	})
	var run []hormone
	for _, h := range all {
		switch {
		case h.negative && len(run) > 0 && h.on-run[len(run)-1].on <= hormoneReach:
			series, run = append(series, append(run, h)), nil
		case h.negative:
			run = nil
		case len(run) > 0 && h.on-run[len(run)-1].on > hormoneReach:
			run = []hormone{h}
		default:
			run = append(run, h)
		}
	}
	return series
}

// hormones lays each series beside the pregnancy it belongs to. One that
// belongs to none may have been a biochemical loss, or an injection: it is
// asked about and not counted.
func (r *reading) hormones(clusters []*cluster, g *gathered) {
	for _, s := range fallen(g.hormones) {
		first, last := s[0], s[len(s)-1]
		home := ofSeries(clusters, first.on, last.on, first.links)
		if home == nil {
			r.issuef(first.source, "The hormone of pregnancy was positive on %s and negative on %s, and no pregnancy is recorded then: it was not counted. Was it a biochemical loss, or an injection of the hormone?",
				"%s的hCG阳性，%s转阴，当时无妊娠记录：未计入。是生化妊娠，还是注射hCG所致？", dayText(first.on), dayText(last.on))
			continue
		}
		for _, h := range s {
			t := &trace{sign: &sign{concept: "hcg", role: state}, says: h.says, when: span{first: h.on, last: h.on, known: true}, visit: true, source: h.source}
			home.visits = append(home.visits, t)
			home.why[t] = becauseHormone
		}
		order(home.visits)
	}
}

// ofSeries is the pregnancy around whose ending the hormone fell.
func ofSeries(clusters []*cluster, first, last int, links []string) *cluster {
	var best *cluster
	for _, c := range clusters {
		day := c.day()
		linked := slices.ContainsFunc(c.traces, func(t *trace) bool {
			return slices.ContainsFunc(t.links, func(l string) bool { return slices.Contains(links, l) })
		})
		near := day != 0 && day >= first-aftermathLead && day <= last+sameEvent
		if (linked || near) && (best == nil || abs(day-last) < abs(best.day()-last)) {
			best = c
		}
	}
	return best
}
