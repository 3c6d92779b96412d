package knowledgefhir

import (
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// questionnaire is the long form: everything a case file can hold, asked for at
// once. A program that asks only what would decide something needs none of it.
type questionnaire struct {
	metadata
	Extension   []extension `json:"extension,omitempty"`
	SubjectType []string    `json:"subjectType"`
	Item        []item      `json:"item,omitempty"`
}

// item is a question, or several under a heading. Its link id is the place of the
// answer in a case file, and stays.
type item struct {
	Extension  []extension `json:"extension,omitempty"`
	LinkID     string      `json:"linkId"`
	Code       []coding    `json:"code,omitempty"`
	Text       string      `json:"text"`
	TextZh     *chinese    `json:"_text,omitempty"`
	Type       string      `json:"type"`
	EnableWhen []enable    `json:"enableWhen,omitempty"`
	Repeats    bool        `json:"repeats,omitempty"`
	Option     []option    `json:"answerOption,omitempty"`
	Item       []item      `json:"item,omitempty"`

	asks said
}

type enable struct {
	Question      string  `json:"question"`
	Operator      string  `json:"operator"`
	AnswerBoolean *bool   `json:"answerBoolean,omitempty"`
	AnswerCoding  *coding `json:"answerCoding,omitempty"`
}

type option struct {
	ValueCoding coding `json:"valueCoding"`
}

// CaseForm and InterviewForm are the addresses of the two questionnaires: the long
// form, and the interview, whose questions come one by one.
const (
	CaseForm      = r4.OwnSystem + "questionnaire:case"
	InterviewForm = r4.OwnSystem + "questionnaire:interview"
)

// Questionnaires gives the two questionnaires, in order of their ids.
func Questionnaires(base *knowledge.Base) []Resource {
	w := &writer{base: base}
	w.writeQuestionnaire()
	w.writeInterview()
	return sorted(w.out)
}

func (w *writer) writeQuestionnaire() {
	q := &questionnaire{metadata: about("case", CaseForm, say("form.title"), say("form.what")), SubjectType: []string{"Patient"}, Item: w.form()}
	var systems []string
	for _, i := range flat(q.Item) {
		for _, c := range i.Code {
			systems = append(systems, c.System)
		}
	}
	q.own(systems)
	w.add("Questionnaire", &q.metadata, q)
}

// adaptive marks a questionnaire whose questions are asked for one by one.
const adaptive = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-questionnaireAdaptive"

// writeInterview writes the interview, which has no questions of its own: which one
// is next depends on what was answered before.
func (w *writer) writeInterview() {
	yes := true
	q := &questionnaire{metadata: about("interview", InterviewForm, say("form.interview.title"), say("form.interview.what")), SubjectType: []string{"Patient"},
		Extension: []extension{{URL: adaptive, ValueBoolean: &yes}}}
	w.add("Questionnaire", &q.metadata, q)
}

// flat are all items of a form, each before those under it.
func flat(items []item) (list []item) {
	for _, i := range items {
		list = append(append(list, i), flat(i.Item)...)
	}
	return list
}

// form is the whole form, in the order of a case file.
func (w *writer) form() []item {
	return w.rendered([]item{
		w.group("patient", say("form.patient"),
			w.ask("patient.born", "date"), where(answered("patient.born", false), w.ask("patient.age", "integer")), w.measured("patient.heightCm", "cm"),
			w.measured("patient.weightKg", "kg"), w.ask("patient.ethnicity", "string")),
		w.pregnancies(), w.howWhole("pregnancies"),
		w.observations(),
		w.conditions(), w.howWhole("conditions"),
		w.events(), w.howWhole("events"),
		w.list("medications", "medication", w.medicines(), "since", "until"), w.howWhole("medications"),
		w.list("procedures", "procedure", w.words("procedure", knowledge.Procedures), "date"), w.howWhole("procedures"),
		repeated(w.choice("allergies", w.words("allergy", knowledge.Allergies))), w.howWhole("allergies"),
		w.group("lifestyle", say("form.lifestyle"),
			w.choice("lifestyle.smoking", answers("smoking")), w.ask("lifestyle.alcoholUnitsPerWeek", "decimal"),
			w.measured("lifestyle.caffeineMgPerDay", "mg")),
		w.group("partner", say("form.partner"),
			w.ask("partner.label", "string"), w.ask("partner.age", "integer"), w.choice("partner.karyotype", answers("karyotype")),
			w.measured("partner.spermDnaFragmentationPct", "%")),
		w.status(),
		repeated(w.choice("requested", options("requested", w.requestedIDs()))),
	})
}

// status is how she is now; what only a pregnancy has is asked of those who are
// pregnant. Somebody may bleed who is not, or does not know.
func (w *writer) status() item {
	return w.group("status", say("form.status"),
		w.choice("status.pregnant", sure()),
		onlyIf("status.pregnant", gestation(w.ask("status.gestation", "string"))),
		onlyIf("status.pregnant", w.choice("status.location", answers("location"))),
		w.choice("status.bleeding", sure()),
		w.choice("status.planningPregnancy", sure()),
		repeated(w.choice("status.symptoms", w.words("symptom", knowledge.Symptoms))),
		w.howWhole("symptoms"))
}
