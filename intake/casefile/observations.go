package casefile

import (
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

var (
	results = []string{patient.Positive, patient.Negative, patient.Indeterminate, patient.Normal, patient.Abnormal}
	assays  = []string{"elisa", "clia", "multiplex"}
)

// written are the nodes of one observation that are understood together: a
// number means nothing without its unit and its test.
type written struct {
	test, value, unit, result, finding, upper, lower *node
}

func keep(key string, into **node) field { return field{key, func(n *node) { *into = n }} }

// observation reads one result. A panel with one result stands for each of its
// tests.
func (r *reader) observation(n *node, c *patient.Case) {
	o := patient.Observation{Source: r.source(n)}
	var w written
	if !r.observationFields(n, &o, &w) {
		return
	}
	if w.value == nil && w.result == nil && w.finding == nil {
		r.refuse(n.at, say("an observation without a result"), say("value with its unit, result or finding"), "")
	}
	if w.test == nil {
		r.refuse(n.at, say("an observation without test"), say("test: and the id of a test"), "")
		return
	}
	var ok bool
	if o.Test, ok = r.one(w.test, "test", or("tests", r.tests(), r.panels())); !ok {
		return
	}
	if panel := r.base.Panel(o.Test); panel != nil {
		r.panel(w, o, panel, c)
		return
	}
	r.finding(w, &o)
	r.measured(w, &o)
	r.agree(w, &o)
	c.Observations = append(c.Observations, o)
}

// observationFields keeps what has to be understood together, and reads the
// rest.
func (r *reader) observationFields(n *node, o *patient.Observation, w *written) bool {
	return r.fields(n, "an observation",
		keep("test", &w.test),
		r.dateField("date", &o.Date),
		keep("value", &w.value),
		keep("unit", &w.unit),
		field{"result", func(n *node) { w.result = n; o.Result, _ = r.word(n, "result", results...) }},
		keep("finding", &w.finding),
		keep("upperLimit", &w.upper),
		keep("lowerLimit", &w.lower),
		field{"assay", func(n *node) { o.Assay, _ = r.word(n, "assay", assays...) }},
		field{"context", func(n *node) {
			found, ok := r.known(n, "context", r.listed(knowledge.Contexts))
			o.Context, o.ContextGiven = valuesOf(found), ok
		}},
	)
}

func valuesOf(facts []patient.Fact[string]) (values []string) {
	for _, f := range facts {
		values = append(values, f.Value)
	}
	return values
}

func (r *reader) panel(w written, o patient.Observation, panel *knowledge.Panel, c *patient.Case) {
	clear := o.Result == patient.Negative || o.Result == patient.Normal
	if !clear || w.value != nil || w.unit != nil || w.finding != nil || w.upper != nil || w.lower != nil {
		r.refuse(w.test.at, say("%s is a panel", o.Test),
			say("an entry for each of %s; or result: negative, when all are", strings.Join(panel.Members, ", ")), "")
		return
	}
	for _, member := range panel.Members {
		one := o
		one.Test = member
		c.Observations = append(c.Observations, one)
	}
}

// finding reads what an image or a tissue shows: a cause, or normal.
func (r *reader) finding(w written, o *patient.Observation) {
	if w.finding == nil {
		return
	}
	o.Finding, _ = r.one(w.finding, "finding", r.findings())
	if kind := r.base.Test(o.Test).Kind; kind == knowledge.Quantity || kind == knowledge.Antibody {
		r.refuse(w.finding.at, say("%s shows no finding", o.Test), say("value with its unit, or result"), "")
	}
}

func (r *reader) findings() words {
	normal := words{
		means: func(word string) (string, bool) { return word, word == patient.Normal },
		all:   func() []string { return []string{patient.Normal} },
	}
	return or("causes", normal, r.causes())
}

// measured reads the value and the laboratory's limits, all in the one unit that
// is written beside them.
func (r *reader) measured(w written, o *patient.Observation) {
	first := firstOf(w.value, w.upper, w.lower, w.unit)
	if first == nil {
		return
	}
	accepted := r.unitsOf(o.Test)
	if len(accepted) == 0 {
		r.refuse(first.at, say("%s has no number", o.Test), say("result: %s; or finding", strings.Join(results, ", ")), "")
		return
	}
	v, ok := r.value(w.value, "value")
	if w.unit != nil {
		o.Unit, _ = r.brief(w.unit, "unit", say("%s", strings.Join(accepted, ", ")))
		if o.Unit == "" {
			return
		}
	}
	in, known := r.unitMeant(w, o, v, accepted, first)
	if !ok || !known {
		return
	}
	if w.value != nil {
		o.Number, o.UnitIs = r.convert(o.Test, v.number, in)
		o.HasNumber, o.Comparator, o.Written = true, v.comparator, strings.TrimSpace(w.value.text)
		r.possible(w.value, o)
	}
	o.LowerLimit, o.HasLower = r.limit(w.lower, "lowerLimit", o, in)
	o.UpperLimit, o.HasUpper = r.limit(w.upper, "upperLimit", o, in)
	if o.HasLower && o.HasUpper && o.LowerLimit > o.UpperLimit {
		r.refuse(w.lower.at, say("lowerLimit %s is over upperLimit %s", w.lower.text, w.upper.text), say("a lower limit under the upper one"), "")
	}
}

func firstOf(nodes ...*node) *node {
	for _, n := range nodes {
		if n != nil {
			return n
		}
	}
	return nil
}

// value reads a value node; one that was not written is no mistake.
func (r *reader) value(n *node, key string) (value, bool) {
	if n == nil {
		return value{}, true
	}
	text, ok := r.brief(n, key, say(acceptedValue))
	if !ok {
		return value{}, false
	}
	v, err := parseValue(text)
	if err != nil {
		r.refuse(n.at, say("%s: %s", key, err), say(acceptedValue), "")
		return value{}, false
	}
	return v, true
}

// unitMeant is the unit of the numbers. It is never guessed: one that was left
// out is known only from a titre's own sign, or when the test has no other.
func (r *reader) unitMeant(w written, o *patient.Observation, v value, accepted []string, first *node) (string, bool) {
	in := o.Unit
	switch {
	case w.unit != nil && v.titre && unit.Normalise(in) != titre:
		r.refuse(w.value.at, say("%s is a titre and the unit is %s", w.value, w.unit), say("a number in that unit, or the titre without a unit"), "")
		return "", false
	case w.unit != nil:
	case v.titre:
		in = titre
	case len(accepted) == 1:
		return accepted[0], true
	default:
		r.refuse(first.at, say("%s has a number without a unit", o.Test), say("unit: %s", strings.Join(accepted, ", ")), "")
		return "", false
	}
	if refusal := r.refusal(o.Test, in); refusal != nil {
		r.refuse(firstOf(w.unit, first).at, refusal.Says(), say("%s", strings.Join(refusal.Accepted, ", ")), refusal.Nearest)
		return "", false
	}
	return in, true
}

const titre = "titre"

// limit reads a limit of the laboratory, in the unit of the value.
func (r *reader) limit(n *node, key string, o *patient.Observation, in string) (float64, bool) {
	v, ok := r.value(n, key)
	if n == nil || !ok {
		return 0, false
	}
	if v.comparator != patient.Exactly {
		r.refuse(n.at, say("%s is %s", key, n), say("a number"), "")
		return 0, false
	}
	number, canonical := r.convert(o.Test, v.number, in)
	test := r.base.Test(o.Test)
	if canonical != "" && test.HardMax > 0 && number > test.HardMax {
		r.refuse(n.at, say("%s %s is more than %s can be", key, n.text, o.Test), hardLimits(test), "")
		return 0, false
	}
	return number, true
}

// possible refuses a number that no patient has: a slip of the pen or of the
// unit. A detection limit may lie below the lowest value.
func (r *reader) possible(n *node, o *patient.Observation) {
	test := r.base.Test(o.Test)
	if o.UnitIs == "" || test.HardMax <= test.HardMin {
		return
	}
	detection := o.Comparator == patient.Below || o.Comparator == patient.AtMost
	if o.Number > test.HardMax || (o.Number < test.HardMin && !detection) {
		r.refuse(n.at, say("%s of %s cannot be", o.Test, said(*o)), hardLimits(test), r.otherUnit(test, n, o))
	}
}

// otherUnit is the first unit in which the same number would be possible.
func (r *reader) otherUnit(test *knowledge.Test, n *node, o *patient.Observation) string {
	v, err := parseValue(n.text)
	for _, u := range r.unitsOf(o.Test) {
		if number, canonical := r.convert(o.Test, v.number, u); err == nil && canonical != "" && number >= test.HardMin && number <= test.HardMax {
			return n.text + " " + u
		}
	}
	return ""
}

func hardLimits(t *knowledge.Test) problem.Phrase {
	return say("%s to %s %s", short(t.HardMin), short(t.HardMax), t.Unit)
}

// unitsOf lists the units of a test. A test that the table does not know has
// its catalogue's unit alone.
func (r *reader) unitsOf(test string) []string {
	if units := r.base.Units().Units(test); len(units) > 0 {
		return units
	}
	if u := r.base.Test(test).Unit; u != "" {
		return []string{u}
	}
	return nil
}

// refusal says why a test cannot have a unit; nil when it can.
func (r *reader) refusal(test, in string) *unit.Refusal {
	accepted := r.unitsOf(test)
	if len(r.base.Units().Units(test)) == 0 && unit.Normalise(in) == unit.Normalise(accepted[0]) {
		return nil
	}
	if _, _, err := r.base.Units().Convert(test, 1, in); err != nil {
		refusal := *err.(*unit.Refusal)
		refusal.Accepted = accepted
		return &refusal
	}
	return nil
}

// convert is for a unit that was not refused. An assay's own unit converts to
// nothing, and so the number has no unit of the catalogue.
func (r *reader) convert(test string, number float64, in string) (float64, string) {
	table := r.base.Units()
	if len(table.Units(test)) == 0 {
		return number, r.base.Test(test).Unit
	}
	converted, canonical, _ := table.Convert(test, number, in)
	if canonical != table.Canonical(test) {
		return number, ""
	}
	return converted, canonical
}
