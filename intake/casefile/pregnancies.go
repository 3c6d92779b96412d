package casefile

import (
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

var (
	outcomes       = outcomeWords()
	conceptions    = []string{"spontaneous", "ovulation-induction", "iui", "ivf", "donor-oocyte", "donor-sperm"}
	morphologies   = []string{patient.Normal, patient.Abnormal}
	tissueResults  = []string{"normal", "aneuploid", "unbalanced", "failed", "not-done"}
	documentations = []string{"ultrasound", "histology", "hcg", "report-only"}
)

func outcomeWords() []string {
	words := make([]string, len(patient.Outcomes))
	for i, o := range patient.Outcomes {
		words[i] = string(o)
	}
	return words
}

// pregnancies reads the obstetric history. A list that was given is the whole
// history, also when it is empty.
func (r *reader) pregnancies(n *node, c *patient.Case, lists map[string]string) {
	if r.each(n, "pregnancies", exampleOfPregnancies, func(n *node) { r.pregnancy(n, c) }) {
		c.History = patient.History{Given: true, Complete: isWhole(lists, "pregnancies", true), Source: r.source(n)}
	}
}

func (r *reader) pregnancy(n *node, c *patient.Case) {
	p := patient.Pregnancy{Source: r.source(n)}
	p.OutcomeSource, p.EndedSource, p.GestationSource = p.Source, p.Source, p.Source
	ok := r.fields(n, "a pregnancy",
		field{"outcome", func(n *node) {
			word, _ := r.word(n, "outcome", outcomes...)
			p.Outcome, p.OutcomeSource = patient.Outcome(word), r.source(n)
		}},
		field{"ended", func(n *node) { p.Ended, _ = r.date(n, "ended"); p.EndedSource = r.source(n) }},
		field{"gestation", func(n *node) { p.Gestation, _ = r.gestation(n, "gestation"); p.GestationSource = r.source(n) }},
		r.textField("partner", &p.Partner),
		r.wordField("conception", &p.Conception, conceptions...),
		field{"details", func(n *node) { p.Details, _ = r.known(n, "details", r.listed(knowledge.Details)) }},
		r.wordField("morphology", &p.Morphology, morphologies...),
		r.wordField("tissueKaryotype", &p.TissueKaryotype, tissueResults...),
		r.gestationField("severePreeclampsiaAt", &p.SeverePEAt),
		r.gestationField("severePlacentalInsufficiencyAt", &p.SeverePIAt),
		field{"explainedBy", func(n *node) {
			word, ok := r.one(n, "explainedBy", r.conditionWords())
			fact(r, &p.ExplainedBy, n, word, ok)
		}},
		field{"documentedBy", func(n *node) {
			found, ok := r.words(n, "documentedBy", documentations...)
			fact(r, &p.DocumentedBy, n, valuesOf(found), ok)
		}},
	)
	if ok {
		c.Pregnancies = append(c.Pregnancies, p)
	}
}
