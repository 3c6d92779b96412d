package casefhir

import (
	"strconv"

	"github.com/gravida-health/gravida/internal/r4"
)

// pregnancies writes one observation for each, with what is known of it as its
// components: nothing of a pregnancy can come away from it. The day of the
// observation is the day the pregnancy ended.
func (w *writer) pregnancies() {
	for i := range w.c.Pregnancies {
		p := &w.c.Pregnancies[i]
		all := parts{w: w}
		if p.Outcome != "" {
			all.put("outcome", r4.Value{Concept: w.word("outcome", string(p.Outcome))})
		}
		all.gestation("gestation", p.Gestation)
		all.text("partner", p.Partner)
		all.word("conception", "conception", p.Conception)
		all.words("details", "detail", values(p.Details), false)
		all.word("morphology", "morphology", p.Morphology)
		all.word("tissueKaryotype", "tissueKaryotype", p.TissueKaryotype)
		all.gestation("severePreeclampsiaAt", p.SeverePEAt.Value)
		all.gestation("severePlacentalInsufficiencyAt", p.SeverePIAt.Value)
		all.word("explainedBy", "condition", p.ExplainedBy)
		all.words("documentedBy", "documentedBy", p.DocumentedBy.Value, p.DocumentedBy.Known)
		w.observe(place("pregnancies", i), &r4.Observation{Code: w.field("pregnancies"), EffectiveDateTime: p.Ended.String(), Component: all.list})
	}
}

// place is where an entry stands in its list, counted from 1.
func place(list string, i int) string { return list + "/" + strconv.Itoa(i+1) }
