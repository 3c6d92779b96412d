package knowledgefhir

import (
	"slices"

	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// pregnancies asks for one pregnancy at a time, oldest first.
func (w *writer) pregnancies() item {
	ask := func(field string, from []option) item { return w.choice("pregnancies."+field, from) }
	return repeated(w.group("pregnancies", w.question("pregnancies"),
		ask("outcome", options("outcome", each(w.base.Outcomes, func(o *knowledge.Outcome) id { return id{code: o.ID, called: o.Name} }))),
		where(notOngoing, w.ask("pregnancies.ended", "date")),
		gestation(w.ask("pregnancies.gestation", "string")),
		w.ask("pregnancies.partner", "string"),
		ask("conception", answers("conception")),
		repeated(ask("details", w.words("detail", knowledge.Details))),
		ask("morphology", answers("morphology")),
		ask("tissueKaryotype", answers("tissueKaryotype")),
		gestation(w.ask("pregnancies.severePreeclampsiaAt", "string")),
		gestation(w.ask("pregnancies.severePlacentalInsufficiencyAt", "string")),
		ask("explainedBy", w.words("condition", knowledge.Conditions)),
		repeated(ask("documentedBy", answers("documentedBy")))))
}

// notOngoing is a pregnancy that is over.
var notOngoing = enable{Question: "pregnancies.outcome", Operator: "!=", AnswerCoding: &coding{System: systemURL("outcome"), Code: string(patient.Ongoing)}}

// conditions asks for each condition by name, but for those that a test or another
// answer tells and those that say more of another: these are one list to choose from, of those there are and of
// those there are not.
func (w *writer) conditions() item {
	g := w.group("conditions", say("form.conditions"))
	var others []id
	for _, of := range distinct(each(w.base.Words[knowledge.Conditions], func(word *knowledge.Word) id { return id{code: word.ID, called: word.Name, same: word.Same} })) {
		word := w.base.Word(knowledge.Conditions, of.code)
		switch {
		case word.Kind == "event":
		case word.Quiet || word.Same != "":
			others = append(others, of)
		default:
			link := "conditions." + word.ID
			i := asked(link, "choice", w.question(word.ID))
			i.Code = append(i.Code, w.free("condition", word.ID)...)
			i.Option = sure()
			i.Item = []item{onlyIf(link, part(link, "since", "date")), onlyIf(link, part(link, "until", "date"))}
			g.Item = append(g.Item, i)
		}
	}
	rest := options("condition", others)
	g.Item = append(g.Item, w.list("conditions.other", "condition", rest, "since", "until"), repeated(w.choice("conditions.absent", rest)))
	return g
}

// events asks for each thing that happens on a day, and for every time it did.
func (w *writer) events() item {
	g := w.group("events", say("form.events"))
	for _, word := range w.base.Words[knowledge.Conditions] {
		if word.Kind != "event" || word.Same != "" {
			continue
		}
		link := "events." + word.ID
		i := asked(link, "choice", w.question(word.ID))
		i.Code = append(i.Code, w.free("condition", word.ID)...)
		i.Option = sure()
		kinds := []id{{code: word.ID, called: word.Name}}
		for _, other := range distinct(each(w.base.Words[knowledge.Conditions], func(word *knowledge.Word) id { return id{code: word.ID, called: word.Name, same: word.Same} })) {
			if other.same == word.ID {
				kinds = append(kinds, other)
			}
		}
		time := w.group(link+".each", say("form.each"), part(link, "date", "date"), partOf(link, "proven", answers("proven")),
			partOf(link, "highRiskProfile", sure()))
		if len(kinds) > 1 {
			time.Item = append([]item{partOf(link, "event", options("condition", kinds))}, time.Item...)
		}
		// Beside the question, not below it: programs lose groups that repeat below an answer.
		g.Item = append(g.Item, i, onlyIf(link, repeated(time)))
	}
	return g
}

// observations asks for each test, as often as it was done.
func (w *writer) observations() item {
	g := w.group("observations", say("form.observations"))
	var shown []id
	for _, c := range w.base.Causes {
		if slices.ContainsFunc(c.Tests, func(t string) bool { return w.base.Test(t).Kind == knowledge.Imaging }) {
			shown = append(shown, id{code: c.ID, called: c.Name})
		}
	}
	findings := append(options("finding", w.shownIDs()[:1]), options("finding", shown)...)
	for _, t := range w.base.Tests {
		g.Item = append(g.Item, repeated(w.result(t, findings)))
	}
	return g
}

// result asks for what a report of a test says.
func (w *writer) result(t *knowledge.Test, findings []option) item {
	link := "observations." + t.ID
	i := w.group(link, w.question(t.ID), part(link, "date", "date"))
	i.Code = append(i.Code, w.free("test", t.ID)...)
	if units := w.base.Units().Units(t.ID); len(units) > 0 {
		value := part(link, "value", "quantity")
		for _, printed := range units {
			value.Extension = append(value.Extension, extension{URL: unitOption, ValueCoding: unitCoding(printed, units)})
		}
		given := answered(value.LinkID, true)
		i.Item = append(i.Item, value, where(given, part(link, "lowerLimit", "decimal")), where(given, part(link, "upperLimit", "decimal")))
	}
	if t.Kind == knowledge.Imaging {
		i.Item = append(i.Item, partOf(link, "finding", findings))
	} else {
		i.Item = append(i.Item, partOf(link, "result", answers("result")))
	}
	if t.Kind == knowledge.Antibody {
		i.Item = append(i.Item, partOf(link, "assay", answers("assay")))
	}
	i.Item = append(i.Item, repeated(partOf(link, "context", w.words("context", knowledge.Contexts))))
	return i
}

// unitCoding is a unit as UCUM writes it. One that UCUM does not have, or that it writes
// like another unit of the test, has our own code, as laboratories print it.
func unitCoding(printed string, all []string) *coding {
	if code, ok := unit.UCUM(printed); ok && !slices.ContainsFunc(all, func(other string) bool {
		also, _ := unit.UCUM(other)
		return other != printed && also == code
	}) {
		return &coding{System: unit.UCUMSystem, Code: code, Display: printed}
	}
	return &coding{System: systemURL("unit"), Code: printed, Display: printed}
}

// free are the codings of an id, without SNOMED CT.
func (w *writer) free(kind, id string) []coding {
	list := w.coded(kind, id, said{}).Coding
	for i := range list {
		list[i].Display = ""
	}
	return list
}
