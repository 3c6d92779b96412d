package casetest

import (
	"math"
	"strconv"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

func (g *generator) observations(c *patient.Case) {
	type sample struct {
		test, assay string
		date        date.Date
	}
	taken := map[sample]bool{}
	for range g.whole(0, 8, "observations") {
		test := g.k.Test(g.word("test", g.k.TestIDs()...))
		o := g.observation(test)
		key := sample{o.Test, o.Assay, o.Date}
		if taken[key] || (test.ID == "parental-karyotype-male" && c.Partner.Karyotype.Known) {
			continue
		}
		taken[key] = true
		c.Observations = append(c.Observations, o)
	}
}

func (g *generator) observation(test *knowledge.Test) patient.Observation {
	o := patient.Observation{Test: test.ID, Date: g.past("observation"), Source: g.source()}
	units := g.k.Units().Units(test.ID)
	switch numeric := len(units) > 0; {
	case numeric && g.maybe("a number"):
		g.number(&o, test, g.word("unit", units...))
	case !numeric && g.maybe("a finding"):
		o.Finding = g.word("finding", append(g.k.CauseIDs(), patient.Normal)...)
	default:
		o.Result = g.word("result", patient.Positive, patient.Negative, patient.Indeterminate, patient.Normal, patient.Abnormal)
	}
	if o.ContextGiven = g.maybe("context is given"); o.ContextGiven {
		o.Context = g.some("context", g.words(knowledge.Contexts))
	}
	o.Assay = g.word("assay", "", "elisa", "clia", "multiplex")
	return o
}

// number draws a value the test can have, in one of its units, with or without
// limits, and a result that agrees.
func (g *generator) number(o *patient.Observation, test *knowledge.Test, in string) {
	value, number, canonical := g.value(test, in)
	o.HasNumber, o.Number, o.Written, o.Unit = true, number, value, in
	if canonical == g.k.Units().Canonical(test.ID) {
		o.UnitIs = canonical
	}
	isTitre := unit.Normalise(in) == "titre"
	if onlyOne := len(g.k.Units().Units(test.ID)) == 1; (onlyOne || isTitre) && g.maybe("unit is left out") {
		o.Unit = ""
		if isTitre {
			o.Written = "1:" + value
		}
	}
	o.Comparator = g.word("comparator", patient.Exactly, patient.Exactly, patient.Exactly, patient.Below, patient.AtMost, patient.Above, patient.AtLeast)
	o.Written = o.Comparator + o.Written
	if g.maybe("upper limit") {
		_, o.UpperLimit, _ = g.value(test, in)
		o.HasUpper = true
	}
	if g.maybe("lower limit") {
		_, o.LowerLimit, _ = g.value(test, in)
		o.HasLower = true
	}
	if o.HasLower && o.HasUpper && o.LowerLimit > o.UpperLimit {
		o.LowerLimit, o.UpperLimit = o.UpperLimit, o.LowerLimit
	}
	if o.Comparator == patient.Exactly {
		o.Result = g.word("result", agreeing(o)...)
	}
}

// agreeing are the results that do not contradict the number.
func agreeing(o *patient.Observation) []string {
	over := o.HasUpper && o.Number > o.UpperLimit
	under := o.HasLower && o.Number < o.LowerLimit
	switch {
	case over:
		return []string{"", patient.Positive, patient.Abnormal, patient.Indeterminate}
	case under:
		return []string{"", patient.Abnormal, patient.Indeterminate}
	case o.HasUpper || o.HasLower:
		return []string{"", patient.Normal, patient.Indeterminate}
	}
	return []string{"", patient.Positive, patient.Negative, patient.Normal, patient.Abnormal, patient.Indeterminate}
}

// value draws a number as a laboratory would print it, within the test's hard
// limits, with what it is in the unit kept for the test.
func (g *generator) value(test *knowledge.Test, in string) (written string, number float64, canonical string) {
	low, high := test.HardMin, test.HardMax
	if high <= low {
		low, high = 1, 1000
	}
	// Away from the limits, so that rounding to four digits stays inside.
	share := float64(g.whole(1, 99, "value")) / 100
	wanted := low + (high-low)*share
	back, _ := g.k.Units().Back(test.ID, wanted, in)
	back, _ = strconv.ParseFloat(strconv.FormatFloat(math.Max(back, 0), 'g', 4, 64), 64)
	if unit.Normalise(in) == "titre" {
		back = math.Ceil(back)
	}
	number, canonical, _ = g.k.Units().Convert(test.ID, back, in)
	return strconv.FormatFloat(back, 'f', -1, 64), number, canonical
}
