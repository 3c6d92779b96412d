package fhirin

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// Some profiles keep one entry for each pregnancy: a heading with members, an
// episode of care, or a Condition that everything else points at.

// focusOf is what an observation is about where an extension says so, as
// profiles of an older FHIR do.
func focusOf(extensions []r4.Extension) (out []r4.Reference) {
	for _, x := range extensions {
		name := strings.ToLower(x.URL[strings.LastIndex(x.URL, "/")+1:])
		if (name == "observation-focus" || name == "observation-focusstu3" || name == "observation-focus-stu3" || name == "workflow-episodeofcare") && x.ValueReference.Reference != "" {
			out = append(out, x.ValueReference)
		}
	}
	return out
}

// listed marks the traces added since before as one entry of a list of
// pregnancies, where a heading for one pregnancy holds the resource.
func (r *reading) listed(g *gathered, e *entry, before int) {
	heads := slices.DeleteFunc(append([]string{e.key}, r.tied[e.key]...), func(key string) bool { return !r.headsOne(key) })
	if len(heads) == 0 {
		return
	}
	slices.Sort(heads)
	for _, t := range g.traces[before:] {
		if t.told.teller == "" {
			t.told.teller, t.told.entry = "list "+e.File, heads[0]
		}
	}
}

// headsOne reports an observation that is the heading of one pregnancy.
func (r *reading) headsOne(key string) bool {
	e := r.byKey[key]
	if e == nil {
		return false
	}
	o, ok := e.Resource.(*r4.Observation)
	return ok && slices.ContainsFunc(r.meanings(o.Code, knowledge.CodeQuestion), func(m *knowledge.Code) bool { return m.Concept == "one-pregnancy" })
}

// episodeTraces reads a time under care for a pregnancy. Its end may be
// administrative, so it ends no pregnancy.
func (r *reading) episodeTraces(g *gathered, e *entry, ep *r4.EpisodeOfCare) {
	var codes []*knowledge.Code
	for _, kind := range ep.Type {
		codes = append(codes, r.meanings(kind, knowledge.CodeEvidence)...)
	}
	for _, d := range ep.Diagnosis {
		if c, ok := r.find(d.Condition, e).(*r4.Condition); ok && c != nil && believed(c) {
			codes = append(codes, r.meanings(c.Code, knowledge.CodeEvidence)...)
		}
	}
	for _, code := range codes {
		if signOf[code.Concept].role != state {
			continue
		}
		from, to := firstDate(ep.Period.Start), firstDate(ep.Period.End)
		t := newTrace("maternity-care", title(code), spanOf(from), e.source())
		t.links = r.links(e)
		for _, d := range ep.Diagnosis {
			t.links = append(t.links, r.target(d.Condition, e))
		}
		if from.Known() && to.Known() && to.Latest() >= from.Earliest() && to.Latest()-from.Earliest() <= longestRow {
			t.row = between(from, to)
		}
		g.add(t)
		return
	}
}
