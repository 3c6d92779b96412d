package casefhir

import (
	"slices"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// term is the gestation from which a birth is at term: what LOINC's counts mean by
// preterm, and no guideline's opinion.
const term = 37 * 7

var (
	spontaneous = []patient.Outcome{patient.Miscarriage, patient.Biochemical}
	born        = []patient.Outcome{patient.Livebirth, patient.Stillbirth, patient.NeonatalDeath}
	bornAlive   = []patient.Outcome{patient.Livebirth, patient.NeonatalDeath}
)

// counts writes the numbers a patient summary has, each only where it is sure:
// where every pregnancy is known with its outcome, and the outcomes leave no doubt.
func (w *writer) counts() {
	if !w.c.History.Complete {
		return
	}
	all := w.c.Pregnancies
	w.count("gravidity", len(all))
	if slices.ContainsFunc(all, func(p patient.Pregnancy) bool { return p.Outcome == "" }) {
		return
	}
	of := func(outcomes ...patient.Outcome) (n int) {
		for _, p := range all {
			if slices.Contains(outcomes, p.Outcome) {
				n++
			}
		}
		return n
	}
	// A pregnancy that was never located may have been ectopic or not.
	if of(patient.UnknownLocation) == 0 {
		w.count("ectopics", of(patient.Ectopic))
		w.count("miscarriages", of(spontaneous...))
		w.count("losses-and-terminations", of(spontaneous...)+of(patient.Termination))
	}
	w.count("terminations", of(patient.Termination))
	w.births(of(born...), of(bornAlive...))
}

// births counts deliveries; children only where no pregnancy held more than one.
func (w *writer) births(births, alive int) {
	w.count("births-total", births)
	early, sure, twins := 0, true, false
	for i := range w.c.Pregnancies {
		p := &w.c.Pregnancies[i]
		if !slices.Contains(born, p.Outcome) {
			continue
		}
		_, twin := p.Has("twin")
		twins = twins || twin
		switch p.Gestation.Before(term) {
		case truth.Yes:
			early++
		case truth.Unknown:
			sure = false
		}
	}
	if sure {
		w.count("preterm-births", early)
		w.count("term-births", births-early)
	}
	if !twins {
		w.count("live-births", alive)
	}
	if alive == 0 {
		w.count("children-living", 0)
	}
}

// count writes one number as the patient summary has it: a quantity of the unit 1,
// of the day on which it was true.
func (w *writer) count(word string, n int) {
	code := *w.word("count", word)
	code.Coding = code.Coding[:len(code.Coding)-1] // these codes say all there is to say
	w.summarise("counts/"+word, &r4.Observation{Code: code, EffectiveDateTime: w.now(), Value: r4.Value{Quantity: exact(whole(n), "", "1")}})
}
