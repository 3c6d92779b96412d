package casefile

import (
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Schema describes a case file in JSON Schema 2020-12, with the words and limits
// of the reader. It is never stricter than Read: what it refuses, Read refuses too.
// It may be laxer: that an ongoing pregnancy stands last, or that a test has a
// unit, only Read knows. Everything but its format may be null, which is to leave
// it out.
func Schema(k *knowledge.Base) *jsonschema.Schema {
	s := &shapes{reader: &reader{base: k}, defs: map[string]*jsonschema.Schema{}}
	period := func(key string, w words) *jsonschema.Schema {
		return s.entry(key, w, keyed{"since", s.date()}, keyed{"until", s.date()})
	}
	file := s.object("one woman's history; what is left out is not known, and never a no",
		keyed{"gravida", &jsonschema.Schema{Const: jsonschema.Ptr[any](Format)}},
		keyed{"id", s.text("any name for her; it is shown, and need not be her own")},
		keyed{"asOf", &jsonschema.Schema{Types: []string{"string", "null"}, Pattern: anchored(`[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][\s\S]*)?`),
			MaxLength: jsonschema.Ptr(maxShortText), Description: "the day of the record, a full date"}},
		keyed{"patient", s.object("",
			keyed{"born", s.date()},
			keyed{"age", s.whole(minAge, maxAge)},
			keyed{"heightCm", s.number(minHeightCm, maxHeightCm)},
			keyed{"weightKg", s.number(minWeightKg, maxWeightKg)},
			keyed{"ethnicity", s.text("")})},
		keyed{"lists", s.object("of which list not all is given, or all of it", s.wholeness()...)},
		keyed{"pregnancies", s.list("oldest first; an empty list says that there was none", s.pregnancy())},
		keyed{"observations", s.list("test results", s.observation())},
		keyed{"conditions", s.list("", period("condition", s.conditionWords()))},
		keyed{"events", s.list("", s.entry("event", s.listed(knowledge.Conditions),
			keyed{"date", s.date()}, keyed{"proven", s.one("imaging", "histology", "clinical")}, keyed{"highRiskProfile", s.flag()}))},
		keyed{"absent", s.list("what she is known not to have", s.words("condition", s.conditionWords()))},
		keyed{"medications", s.list("", period("medication", s.medicationWords()))},
		keyed{"procedures", s.list("", s.entry("procedure", s.procedureWords(), keyed{"date", s.date()}))},
		keyed{"allergies", s.list("", s.words("allergy", s.allergyWords()))},
		keyed{"lifestyle", s.object("",
			keyed{"smoking", s.one("never", "former", "current")},
			keyed{"alcoholUnitsPerWeek", s.number(0, maxAlcoholUnitsPerWeek)},
			keyed{"caffeineMgPerDay", s.number(0, maxCaffeineMgPerDay)})},
		keyed{"partner", s.object("",
			keyed{"label", s.text("")},
			keyed{"age", s.whole(minPartnerAge, maxPartnerAge)},
			keyed{"karyotype", s.one(patient.Normal, patient.Abnormal)},
			keyed{"spermDnaFragmentationPct", s.number(0, 100)})},
		keyed{"status", s.object("how she is today",
			keyed{"pregnant", s.flag()},
			keyed{"gestation", s.gestation()},
			keyed{"location", s.one("intrauterine", "unknown", "ectopic")},
			keyed{"bleeding", s.flag()},
			keyed{"planningPregnancy", s.flag()},
			keyed{"symptoms", s.list("", s.words("symptom", s.listed(knowledge.Symptoms)))})},
		keyed{"requested", s.list("treatments or tests she or her doctor asks about", s.words("request", s.requestedWords()))},
		keyed{"notDone", s.list("tests that have not been done, by her own account; that is no result of them", s.words("test-id", s.tests()))},
		keyed{"setting", about(orNull(s.words("setting", s.settings())), "where she is treated: which guideline leads")},
		keyed{"interview", s.object("how far she was asked; no fact about her",
			keyed{"asked", s.pages("pages of the interview that were answered")},
			keyed{"unsure", s.pages("pages at which she was not sure")},
			keyed{"skipped", s.pages("pages that she left open")},
			keyed{"next", s.pages("pages that an answer opened and that were not shown yet")})},
	)
	file.Types, file.Type = nil, "object"
	file.Required = []string{"gravida"}
	file.Title = "gravida: " + Format
	file.Defs = s.defs
	return file
}

func (s *shapes) pregnancy() *jsonschema.Schema {
	return s.mapping(
		keyed{"outcome", s.one(outcomes...)},
		keyed{"ended", s.date()},
		keyed{"gestation", about(s.gestation(), "at the loss or birth")},
		keyed{"partner", s.text("any label; the same label is the same partner")},
		keyed{"conception", s.one(conceptions...)},
		keyed{"details", s.list("", s.words("detail", s.listed(knowledge.Details)))},
		keyed{"morphology", about(s.one(morphologies...), "of the fetus, where it was looked at")},
		keyed{"tissueKaryotype", s.one(tissueResults...)},
		keyed{"severePreeclampsiaAt", s.gestation()},
		keyed{"severePlacentalInsufficiencyAt", s.gestation()},
		keyed{"explainedBy", orNull(s.words("condition", s.conditionWords()))},
		keyed{"documentedBy", s.list("", &jsonschema.Schema{Enum: anys(documentations)})},
	)
}

func (s *shapes) observation() *jsonschema.Schema {
	normal := words{all: func() []string { return []string{patient.Normal} }}
	o := s.mapping(
		keyed{"test", s.words("test", or("tests", s.tests(), s.panels()))},
		keyed{"date", s.date()},
		keyed{"value", s.value()},
		keyed{"unit", s.brief()},
		keyed{"result", s.one(results...)},
		keyed{"finding", orNull(s.words("finding", or("causes", normal, s.causes())))},
		keyed{"upperLimit", s.value()},
		keyed{"lowerLimit", s.value()},
		keyed{"assay", s.one(assays...)},
		keyed{"context", s.list("", s.words("context", s.listed(knowledge.Contexts)))},
	)
	o.Required = []string{"test"}
	return o
}

// shapes makes the schemas of the reader's kinds of field.
type shapes struct {
	*reader
	defs map[string]*jsonschema.Schema
}

// keyed is a key of a mapping and what its value looks like.
type keyed struct {
	key   string
	value *jsonschema.Schema
}

// anchored is a pattern of a whole text, blanks around it as the reader takes them.
func anchored(form string) string {
	return `^[` + date.Blanks + `]*(` + form + `)[` + date.Blanks + `]*$`
}

// object is a mapping, or nothing.
func (s *shapes) object(what string, fields ...keyed) *jsonschema.Schema {
	o := &jsonschema.Schema{Types: []string{"object", "null"}, Description: what, Properties: map[string]*jsonschema.Schema{},
		AdditionalProperties: &jsonschema.Schema{Not: &jsonschema.Schema{}}}
	for _, f := range fields {
		o.Properties[f.key] = f.value
		o.PropertyOrder = append(o.PropertyOrder, f.key)
	}
	return o
}

// mapping is an object that cannot be left out: an item of a list.
func (s *shapes) mapping(fields ...keyed) *jsonschema.Schema {
	o := s.object("", fields...)
	o.Types, o.Type = nil, "object"
	return o
}

func (s *shapes) list(what string, item *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{Types: []string{"array", "null"}, Description: what, Items: item}
}

// entry is an item that is a word, or a mapping with the word and its dates.
func (s *shapes) entry(key string, w words, more ...keyed) *jsonschema.Schema {
	word := s.words(key, w)
	inside := s.mapping(append([]keyed{{key, word}}, more...)...)
	inside.Required = []string{key}
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{word, inside}}
}

// words are one of a list of words, which stands once in the schema.
func (s *shapes) words(name string, w words) *jsonschema.Schema {
	if s.defs[name] == nil {
		all := w.all()
		slices.Sort(all)
		s.defs[name] = &jsonschema.Schema{Enum: anys(slices.Compact(all))}
	}
	return &jsonschema.Schema{Ref: "#/$defs/" + name}
}

// one is one of a few words, or nothing.
func (s *shapes) one(accepted ...string) *jsonschema.Schema {
	return &jsonschema.Schema{Enum: append(anys(accepted), nil)}
}

func (s *shapes) flag() *jsonschema.Schema {
	return &jsonschema.Schema{Types: []string{"boolean", "null"}}
}

func (s *shapes) number(from, to float64) *jsonschema.Schema {
	return &jsonschema.Schema{Types: []string{"number", "null"}, Minimum: &from, Maximum: &to}
}

func (s *shapes) whole(from, to int) *jsonschema.Schema {
	n := s.number(float64(from), float64(to))
	n.Types[0] = "integer"
	return n
}

// text is a free text; a number or a flag is one too.
func (s *shapes) text(what string) *jsonschema.Schema {
	return &jsonschema.Schema{Types: []string{"string", "number", "boolean", "null"}, MaxLength: jsonschema.Ptr(maxText), Description: what}
}

// brief is a text as short as a unit.
func (s *shapes) brief() *jsonschema.Schema {
	return &jsonschema.Schema{Types: []string{"string", "number", "boolean", "null"}, MaxLength: jsonschema.Ptr(maxShortText)}
}

// shared makes a schema that stands once.
func (s *shapes) shared(name string, make func() *jsonschema.Schema) *jsonschema.Schema {
	if s.defs[name] == nil {
		s.defs[name] = make()
	}
	return &jsonschema.Schema{Ref: "#/$defs/" + name}
}

func (s *shapes) date() *jsonschema.Schema {
	return s.shared("date", func() *jsonschema.Schema {
		return &jsonschema.Schema{Types: []string{"string", "integer", "null"}, Pattern: anchored(`[0-9]{4}(-[0-9]{2}(-[0-9]{2}([Tt ][\s\S]*)?)?)?`),
			Minimum: jsonschema.Ptr(1900.), Maximum: jsonschema.Ptr(2100.), MaxLength: jsonschema.Ptr(maxShortText), Description: "a day, a month or a year: 2026-03-01, 2026-03, 2026", Examples: []any{"2026-03-01", "2022-05", 2019}}
	})
}

// gestation says only what every spelling has: the readers' spellings are many.
func (s *shapes) gestation() *jsonschema.Schema {
	return s.shared("gestation", func() *jsonschema.Schema {
		return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{
			{Type: "string", Pattern: `^([0-9]|[1-3][0-9]|4[0-4])w[0-6]d$`},
			{Type: "integer", Minimum: jsonschema.Ptr(0.), Maximum: jsonschema.Ptr(patient.MaxGestationDays / 7.)},
			{Type: "string", Pattern: `[0-9０-９]`, MaxLength: jsonschema.Ptr(maxShortText)},
			{Type: "null"},
		}, Description: patient.GestationAccepted + "; a range as 8 to 10", Examples: []any{"8w2d", 8}}
	})
}

func (s *shapes) value() *jsonschema.Schema {
	return s.shared("value", func() *jsonschema.Schema {
		return &jsonschema.Schema{Types: []string{"string", "number", "null"}, Pattern: `[0-9０-９]`, MaxLength: jsonschema.Ptr(maxShortText),
			Description: acceptedValue, Examples: []any{5.1, "<0.6", "1:160"}}
	})
}

// wholeness are the keys of the lists of which it can be said how much is given.
func (s *shapes) wholeness() (fields []keyed) {
	for _, key := range partLists {
		fields = append(fields, keyed{key, s.one(wholeList, partOfList)})
	}
	return fields
}

// pages are names of pages of the interview.
func (s *shapes) pages(what string) *jsonschema.Schema {
	return s.list(what, &jsonschema.Schema{Type: "string", Pattern: pageForm})
}

// orNull lets a value be left out.
func orNull(of *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{of, {Type: "null"}}}
}

// about says beside a shared schema what it means in one place.
func about(of *jsonschema.Schema, what string) *jsonschema.Schema {
	of.Description = what
	return of
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}
