package casefhir

import (
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// quantity is a number in a unit as it is printed, with the unit's UCUM code where
// there is one.
func quantity(number r4.Decimal, printed, in string) *r4.Quantity {
	q := &r4.Quantity{Value: number, Unit: printed}
	if code, ok := unit.UCUM(in); ok {
		q.System, q.Code = unit.UCUMSystem, code
	}
	return q
}

// exact is a number in a unit that UCUM has.
func exact(number r4.Decimal, printed, code string) *r4.Quantity {
	return &r4.Quantity{Value: number, Unit: printed, System: unit.UCUMSystem, Code: code}
}

func decimal(f float64) r4.Decimal { return r4.Decimal(strconv.FormatFloat(f, 'f', -1, 64)) }

func whole(n int) r4.Decimal { return r4.Decimal(strconv.Itoa(n)) }

// gestation is written as it is known: exact in days, completed weeks in weeks, any other as the
// range it is.
func gestation(g patient.Gestation) r4.Value {
	days := func(n int) *r4.Quantity { return exact(whole(n), "d", "d") }
	switch {
	case g.Min == g.Max:
		return r4.Value{Quantity: days(g.Min)}
	case g.Min%7 == 0 && g.Max == g.Min+6:
		return r4.Value{Quantity: exact(whole(g.Min/7), "wk", "wk")}
	}
	return r4.Value{Range: &r4.Range{Low: days(g.Min), High: days(g.Max)}}
}

// parts gathers the components of an observation, leaving out what is not known.
type parts struct {
	w    *writer
	list []r4.Component
}

func (p *parts) put(key string, v r4.Value) {
	p.list = append(p.list, r4.Component{Code: p.w.field(key), Value: v})
}

// word puts a word of one of our lists.
func (p *parts) word(key, list string, f patient.Fact[string]) {
	if f.Known {
		p.put(key, r4.Value{Concept: p.w.word(list, f.Value)})
	}
}

func (p *parts) text(key string, f patient.Fact[string]) {
	if f.Known {
		p.put(key, r4.Value{String: r4.Text(f.Value)})
	}
}

// pages puts names of pages of the interview, which hold no blank.
func (p *parts) pages(key string, names []string) {
	if len(names) > 0 {
		p.put(key, r4.Value{String: strings.Join(names, " ")})
	}
}

func (p *parts) gestation(key string, g patient.Gestation) {
	if g.Known() {
		p.put(key, gestation(g))
	}
}

// words puts each of a list; one that was given and is empty says none.
func (p *parts) words(key, list string, ids []string, given bool) {
	for _, id := range ids {
		p.put(key, r4.Value{Concept: p.w.word(list, id)})
	}
	if given && len(ids) == 0 {
		p.put(key, r4.Value{Concept: p.w.word(list, none)})
	}
}

// none is our word for a list that was given as empty.
const none = "none"

// coded is a concept with one code of a system of HL7's own.
func coded(system, code string) r4.CodeableConcept {
	return r4.CodeableConcept{Coding: []r4.Coding{{System: "http://terminology.hl7.org/CodeSystem/" + system, Code: code}}}
}

func values(facts []patient.Fact[string]) (ids []string) {
	for _, f := range facts {
		ids = append(ids, f.Value)
	}
	return ids
}

// loinc adds a code of LOINC before our own.
func loinc(c r4.CodeableConcept, code string) r4.CodeableConcept {
	c.Coding = append([]r4.Coding{{System: knowledge.LOINC, Code: code}}, c.Coding...)
	return c
}
