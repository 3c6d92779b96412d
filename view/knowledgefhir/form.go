package knowledgefhir

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// The parts a form is made of.

// question is how a person is asked for a fact: by the question of the vocabulary,
// else by the name of the fact.
func (w *writer) question(fact string) said {
	if words.Has("form." + fact) {
		return say("form." + fact)
	}
	field, ofPregnancy := strings.CutPrefix(fact, "pregnancies.")
	if q, ok := w.base.Questions["pregnancy."+field]; ok && ofPregnancy {
		numbered, this := say("form.numberedPregnancy"), say("form.thisPregnancy")
		return said{En: strings.ReplaceAll(q.En, numbered.En, this.En), Zh: strings.ReplaceAll(q.Zh, numbered.Zh, this.Zh)}
	}
	asked := said{En: assessment.Ask(w.base, fact, "en"), Zh: assessment.Ask(w.base, fact, "zh")}
	if asked.En != fact {
		return asked
	}
	return capital(said{En: words.Fact(w.base, "en", fact), Zh: words.Fact(w.base, "zh", fact)})
}

// asked is an item with its question.
func asked(link, kind string, question said) item {
	question = capital(question)
	return item{LinkID: link, Code: []coding{ours("fact", link, said{})}, Text: clean(question.En), TextZh: zh(question), Type: kind, asks: question}
}

func (w *writer) ask(fact, kind string) item { return asked(fact, kind, w.question(fact)) }

func (w *writer) group(link string, heading said, items ...item) item {
	g := asked(link, "group", heading)
	g.Item = items
	return g
}

func (w *writer) choice(fact string, from []option) item {
	i := w.ask(fact, "choice")
	i.Option = from
	return i
}

// part is a field of an item that is asked for by its name alone: the date of a
// result.
func part(of, field, kind string) item {
	return asked(of+"."+field, kind, say("form."+field))
}

func partOf(of, field string, from []option) item {
	i := part(of, field, "choice")
	i.Option = from
	return i
}

func repeated(i item) item { i.Repeats = true; return i }

// HL7's own extensions for questions.
const (
	unitOption  = "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption"
	unitOf      = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
	entryFormat = "http://hl7.org/fhir/StructureDefinition/entryFormat"
	pattern     = "http://hl7.org/fhir/StructureDefinition/regex"
)

// measured is a number in the one unit a case file has for it.
func (w *writer) measured(fact, in string) item {
	i := w.ask(fact, "decimal")
	i.Extension = []extension{{URL: unitOf, ValueCoding: &coding{System: unit.UCUMSystem, Code: in, Display: in}}}
	return i
}

// weeks is how weeks and days may be written: what patient.ParseGestation reads, and
// the range of two.
const weeks = `^(孕|停经)?\s*\d{1,3}\s*([\+⁺＋ ]|[wWdD周天][a-zA-Z]*)?\s*([0-9⁰-⁹¹²³]{1,2}(/7)?\s*[dD天周]?[a-zA-Z]*)?(\s+to\s+\S+)?\s*$`

// gestation is written in weeks and days.
func gestation(i item) item {
	i.Extension = append(i.Extension, extension{URL: entryFormat, ValueString: "8w2d"}, extension{URL: pattern, ValueString: weeks})
	return i
}

// HL7's yes and no, and that somebody does not know: which is an answer, and not
// the same as none.
const (
	yesNo    = "http://terminology.hl7.org/CodeSystem/v2-0136"
	noAnswer = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
)

func sure() []option {
	of := func(system, code, key string) option {
		word := say(key)
		return option{coding{System: system, Code: code, Display: word.En, DisplayZh: zh(word)}}
	}
	return []option{of(yesNo, "Y", "truth.yes"), of(yesNo, "N", "truth.no"), of(noAnswer, "asked-unknown", "form.unsure")}
}

// onlyIf asks an item of those who said yes to another.
func onlyIf(question string, i item) item {
	return where(enable{Question: question, Operator: "=", AnswerCoding: &coding{System: yesNo, Code: "Y"}}, i)
}

// where asks an item under a condition.
func where(when enable, i item) item {
	i.EnableWhen = append(i.EnableWhen, when)
	return i
}

// answered is the condition that another item was answered, or was not.
func answered(question string, was bool) enable {
	return enable{Question: question, Operator: "exists", AnswerBoolean: &was}
}

// options are ids to choose from.
func options(kind string, ids []id) (list []option) {
	for _, of := range ids {
		list = append(list, option{ours(kind, of.code, of.called)})
	}
	return list
}

// answers are the answers of a list that is no list of the catalogue.
func answers(list string) []option {
	return options(list, each(caseWords[list], func(code string) id { return id{code: code, called: answerName(list, code)} }))
}

// words are the words of a list of the catalogue.
func (w *writer) words(kind, list string) []option {
	return options(kind, distinct(each(w.base.Words[list], func(word *knowledge.Word) id { return id{code: word.ID, called: word.Name, same: word.Same} })))
}

// medicines are the words for medicines, and the treatments, which are words too.
func (w *writer) medicines() []option { return options("medication", distinct(w.medicationIDs())) }

// distinct leaves out the other spellings of a word, which would be shown as the same
// choice twice.
func distinct(all []id) (list []id) {
	for n, one := range all {
		if one.same == "" || !slices.ContainsFunc(all, func(other id) bool {
			return other.code != one.code && (other.called.En == one.called.En || other.called.Zh == one.called.Zh) &&
				(other.same == "" || slices.IndexFunc(all, func(x id) bool { return x.code == other.code }) < n)
		}) {
			list = append(list, one)
		}
	}
	return list
}

// howWhole asks whether a list is complete. A list that is, and is empty, says that
// there is none.
func (w *writer) howWhole(list string) item {
	i := asked("lists."+list, "choice", fill("form.whole", "list", say("form.list."+list)))
	i.Option = answers("lists")
	return i
}

// list asks for the members of a list one by one, each with its days.
func (w *writer) list(fact, member string, from []option, days ...string) item {
	g := w.group(fact, w.question(fact), partOf(fact, member, from))
	for _, day := range days {
		g.Item = append(g.Item, part(fact, day, "date"))
	}
	return repeated(g)
}
