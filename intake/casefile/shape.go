package casefile

import (
	"slices"

	"github.com/gravida-health/gravida/knowledge"
)

// Kind is how the value of a field is written.
type Kind string

// The kinds of fields.
const (
	DateField      Kind = "date"
	GestationField Kind = "gestation"
	NumberField    Kind = "number" // bare: 5.1
	MeasureField   Kind = "value"  // as a laboratory prints it: <0.6, 1:160
	FlagField      Kind = "flag"
	WordField      Kind = "word"
	WordsField     Kind = "words" // a list of them
	TextField      Kind = "text"
)

// Field is a key of a part, and what may stand there.
type Field struct {
	Key   string
	Kind  Kind
	Words []string // accepted, of a word or words
}

// Part is a part of a case file: a list of entries, or one mapping.
type Part struct {
	Key    string
	Many   bool
	Word   string // of a list, the key that says what an entry is; empty for pregnancies
	Plain  bool   // an entry is that word and nothing else
	Fields []Field
}

// Parts describes the parts of a case file, for a program that makes forms of them. The
// reader stays the judge of what may stand in a field.
func Parts(k *knowledge.Base) []Part {
	r := &reader{base: k}
	word := func(key string, accepted ...string) Field { return Field{key, WordField, accepted} }
	named := func(key string, w words) Field { return Field{key, WordField, r.itself(w)} }
	date := func(key string) Field { return Field{key, DateField, nil} }
	weeks := func(key string) Field { return Field{key, GestationField, nil} }
	number := func(key string) Field { return Field{key, NumberField, nil} }
	measure := func(key string) Field { return Field{key, MeasureField, nil} }
	flag := func(key string) Field { return Field{key, FlagField, nil} }
	text := func(key string) Field { return Field{key, TextField, nil} }
	several := func(key string, accepted []string) Field { return Field{key, WordsField, accepted} }
	return []Part{
		{Key: "pregnancies", Many: true, Fields: []Field{word("outcome", outcomes...), date("ended"), weeks("gestation"), text("partner"), word("conception", conceptions...),
			several("details", r.itself(r.listed(knowledge.Details))), word("morphology", morphologies...), word("tissueKaryotype", tissueResults...),
			weeks("severePreeclampsiaAt"), weeks("severePlacentalInsufficiencyAt"), word("explainedBy", r.explanations()...), several("documentedBy", documentations)}},
		{Key: "observations", Many: true, Word: "test", Fields: []Field{named("test", r.tests()), date("date"), measure("value"), word("unit"), word("result", results...),
			named("finding", r.findings()), measure("upperLimit"), measure("lowerLimit"), word("assay", assays...),
			several("context", r.itself(r.listed(knowledge.Contexts)))}},
		{Key: "conditions", Many: true, Word: "condition", Fields: []Field{named("condition", r.conditionWords()), date("since"), date("until")}},
		{Key: "events", Many: true, Word: "event", Fields: []Field{named("event", r.listed(knowledge.Conditions)), date("date"), word("proven", proofs...), flag("highRiskProfile")}},
		{Key: "medications", Many: true, Word: "medication", Fields: []Field{named("medication", r.medicationWords()), date("since"), date("until")}},
		{Key: "procedures", Many: true, Word: "procedure", Fields: []Field{named("procedure", r.procedureWords()), date("date")}},
		{Key: "allergies", Many: true, Word: "allergies", Plain: true, Fields: []Field{named("allergies", r.allergyWords())}},
		{Key: "requested", Many: true, Word: "requested", Plain: true, Fields: []Field{named("requested", or("", r.treatments(), r.tests()))}},
		{Key: "patient", Fields: []Field{date("born"), number("age"), number("heightCm"), number("weightKg"), text("ethnicity")}},
		{Key: "status", Fields: []Field{flag("pregnant"), weeks("gestation"), word("location", locations...), flag("bleeding"), flag("planningPregnancy"), several("symptoms", r.itself(r.listed(knowledge.Symptoms)))}},
		{Key: "lifestyle", Fields: []Field{word("smoking", smokings...), number("alcoholUnitsPerWeek"), number("caffeineMgPerDay")}},
		{Key: "partner", Fields: []Field{text("label"), number("age"), word("karyotype", morphologies...), number("spermDnaFragmentationPct")}},
		{Key: "lists", Fields: func() (fields []Field) {
			for _, key := range partLists {
				fields = append(fields, word(key, wholeList, partOfList))
			}
			return fields
		}()},
	}
}

var (
	proofs    = []string{"imaging", "histology", "clinical"}
	smokings  = []string{"never", "former", "current"}
	locations = []string{"intrauterine", "unknown", "ectopic"}
)

// explanations are the causes that can explain a loss. The reader takes every condition;
// one that only raises a risk explains nothing, so a form does not offer it.
func (r *reader) explanations() []string {
	return slices.DeleteFunc(r.itself(r.conditionWords()), func(id string) bool {
		c := r.base.Cause(id)
		return c == nil || c.Risk || id == "unexplained"
	})
}

// itself are the words that stand for themselves, without the synonyms, each once.
func (r *reader) itself(w words) []string {
	var ids []string
	for _, id := range w.all() {
		if w.means != nil {
			if meant, ok := w.means(id); !ok || meant != id {
				continue
			}
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// FieldsOf are the fields of a result that mean something for its test, with the units
// it is measured in.
func (p Part) FieldsOf(k *knowledge.Base, test string) []Field {
	t := k.Test(test)
	if t == nil || p.Key != "observations" {
		return p.Fields
	}
	r := &reader{base: k}
	units := r.unitsOf(test)
	measured := t.Kind == knowledge.Quantity || t.Kind == knowledge.Antibody
	var fields []Field
	for _, f := range p.Fields {
		switch f.Key {
		case "value", "unit", "upperLimit", "lowerLimit":
			if len(units) == 0 {
				continue
			}
			if f.Key == "unit" {
				f.Words = units
			}
		case "finding":
			if measured {
				continue
			}
		case "assay":
			if t.Kind != knowledge.Antibody {
				continue
			}
		}
		fields = append(fields, f)
	}
	return fields
}
