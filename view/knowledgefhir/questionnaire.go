package knowledgefhir

import "github.com/gravida-health/gravida/knowledge"

// questionnaire is the long form: everything a case file can hold, asked for at
// once. A program that asks only what would decide something needs none of it.
type questionnaire struct {
	metadata
	SubjectType []string `json:"subjectType"`
	Item        []item   `json:"item"`
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
	Question     string `json:"question"`
	Operator     string `json:"operator"`
	AnswerCoding coding `json:"answerCoding"`
}

type option struct {
	ValueCoding coding `json:"valueCoding"`
}

func (w *writer) writeQuestionnaire() {
	q := &questionnaire{metadata: about("case", questionnaireURL, say("form.title"), say("form.what")), SubjectType: []string{"Patient"}, Item: w.form()}
	var systems []string
	for _, i := range flat(q.Item) {
		for _, c := range i.Code {
			systems = append(systems, c.System)
		}
	}
	q.own(systems)
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
	return []item{
		w.group("patient", say("form.patient"),
			w.ask("patient.born", "date"), w.ask("patient.age", "integer"), w.measured("patient.heightCm", "cm"),
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
	}
}

// status is how she is now; what only a pregnancy has is asked of those who are
// pregnant.
func (w *writer) status() item {
	return w.group("status", say("form.status"),
		w.choice("status.pregnant", sure()),
		onlyIf("status.pregnant", gestation(w.ask("status.gestation", "string"))),
		onlyIf("status.pregnant", w.choice("status.location", answers("location"))),
		onlyIf("status.pregnant", w.choice("status.bleeding", sure())),
		w.choice("status.planningPregnancy", sure()),
		repeated(w.choice("status.symptoms", w.words("symptom", knowledge.Symptoms))),
		w.howWhole("symptoms"))
}
