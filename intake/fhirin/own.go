package fhirin

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// A resource that Gravida wrote from a case (view/casefhir) says by a code of our
// own exactly which fact it is. It is read by that code and by nothing else, and
// apart from what others wrote; what both tell is put together at the end. An edit
// is believed: whoever holds the record may refute, withdraw, change or add.

// own is the reading of such resources.
type own struct {
	*reading
	c       *patient.Case
	called  knowledge.Text // what it stands in
	dueDate patient.Fact[date.Date]
	counts  []statement // numbers that followed from the pregnancies when they were written

	believed []*entry        // what was not set aside before
	taken    map[string]bool // keys of all that Gravida wrote from the case
	counted  map[string]int  // how many entries a whole list had when it was written
	doubted  map[string]bool // lists that may lack an entry
}

// ownPartner reports whether a Patient is the partner of a case that was written:
// his facts are part of hers.
func ownPartner(p *person) bool {
	return p != nil && p.resource != nil && r4.Tagged(p.resource, r4.PartnerOrigin)
}

// takeOwn takes what Gravida wrote from a case out of her entries and reads it.
func (r *reading) takeOwn() {
	r.ownID()
	var mine []*entry
	r.entries = slices.DeleteFunc(r.entries, func(e *entry) bool {
		_, _, ok := ownCode(e.Resource)
		if ok = ok || ownCount(e) != ""; ok {
			mine = append(mine, e)
		}
		return ok
	})
	if len(mine) == 0 {
		return
	}
	slices.SortStableFunc(mine, byOwnPlace)
	r.own = newOwn(r)
	r.own.believed = mine
	for _, e := range mine {
		r.own.taken[e.key] = true
	}
	for _, e := range r.own.once(slices.Clone(mine)) {
		r.own.entry(e)
	}
	r.own.agree()
	r.own.incomplete()
	r.own.onlyInPart()
}

func newOwn(r *reading) *own {
	return &own{reading: r, c: &patient.Case{}, called: inCase, taken: map[string]bool{}, counted: map[string]int{}, doubted: map[string]bool{}}
}

// ownID gives the case the id it was written under; one without an id has none.
func (r *reading) ownID() {
	p := r.person.resource
	if p == nil || !r4.Tagged(p, r4.CaseOrigin) {
		return
	}
	r.c.ID = ""
	for _, id := range p.Identifier {
		if id.System == r4.CaseSystem {
			r.c.ID = r4.ReadText(id.Value)
		}
	}
}

// ownLists are the lists by whose words each type of resource is ours.
var ownLists = map[string][]string{
	"Observation":         {"test", "field", "symptom"},
	"Condition":           {"condition", "event", "none"},
	"MedicationStatement": {"medication", "none"},
	"Procedure":           {"procedure", "none"},
	"AllergyIntolerance":  {"allergy", "none"},
}

// ownCode is our word in the code of a resource.
func ownCode(res r4.Resource) (list, word string, ok bool) {
	code, has := codeOf(res)
	switch res := res.(type) {
	case *r4.MedicationStatement:
		code, has = res.Medication, true
	case *r4.AllergyIntolerance:
		code, has = res.Code, true
	}
	if !has {
		return "", "", false
	}
	for _, list := range ownLists[r4.TypeOf(res)] {
		if word, ok := r4.OwnCode(code, list); ok {
			return list, word, true
		}
	}
	if list, word := ownEntry(&entry{Item: Item{Resource: res}}); r4.TypeOf(res) == "Observation" && list == "status" && word == "dueDate" {
		return "field", word, true // its code is a public one
	}
	return "", "", false
}

// byOwnPlace puts entries into the order they had in their case; without a place
// they come last.
func byOwnPlace(a, b *entry) int {
	return cmp.Or(cmp.Compare(ownPlace(a), ownPlace(b)), cmp.Compare(a.key, b.key))
}

func ownPlace(e *entry) int {
	_, place := ownEntry(e)
	if n, err := strconv.Atoi(place); err == nil {
		return n
	}
	return undatedLast
}

// ownEntry is where an entry stands in its case: "…/conditions/2".
func ownEntry(e *entry) (list, place string) {
	parts := strings.Split(ownIdentifier(e), "/")
	return parts[max(len(parts)-2, 0)], parts[len(parts)-1]
}

// ownIdentifier names the case and the place in it; "" for what others wrote.
func ownIdentifier(e *entry) string {
	for _, id := range e.Resource.Common().Identifier {
		if id.System == r4.EntrySystem {
			return id.Value
		}
	}
	return ""
}

// ownCount is what a number counts that Gravida made from the pregnancies; "" for
// anything else. Its code is a public one: without its place it is a number like
// those of others.
func ownCount(e *entry) string {
	list, concept := ownEntry(e)
	if _, observed := e.Resource.(*r4.Observation); !observed || list != "counts" {
		return ""
	}
	return concept
}

// entry reads one resource.
func (o *own) entry(e *entry) {
	if concept := ownCount(e); concept != "" {
		o.count(e, concept)
		return
	}
	list, word, _ := ownCode(e.Resource)
	if !o.isWord(list, word) {
		o.issuef(e.source(), "%q is no word of this knowledge under %q; it was not read.", "“%s”不是本知识库“%s”中的词，未读取。", word, list)
		o.doubt(list, word)
		return
	}
	switch res := e.Resource.(type) {
	case *r4.Observation:
		o.observed(e, res, list, word)
	case *r4.Condition:
		o.condition(e, res, list, word)
	case *r4.MedicationStatement:
		o.medication(e, res, list, word)
	case *r4.Procedure:
		if list == none {
			o.c.AllProcedures = patient.Know(true, e.source())
			return
		}
		o.c.Procedures = append(o.c.Procedures, patient.Procedure{Procedure: word, Date: firstDate(res.PerformedDateTime, startOf(res.PerformedPeriod)), Source: e.source()})
	case *r4.AllergyIntolerance:
		o.allergy(e, res, list, word)
	}
}

// none is the list of words for "there is nothing", and the word for it in a list.
const none = "none"

// ownWords are answers that are no words of the catalogue.
var ownWords = map[string][]string{
	"conception":      {"spontaneous", "ovulation-induction", "iui", "ivf", "donor-oocyte", "donor-sperm"},
	"morphology":      {patient.Normal, patient.Abnormal},
	"tissueKaryotype": {"normal", "aneuploid", "unbalanced", "failed", "not-done"},
	"documentedBy":    {"ultrasound", "histology", "hcg", "report-only", none},
	"result":          {patient.Positive, patient.Negative, patient.Indeterminate, patient.Normal, patient.Abnormal},
	"assay":           {"elisa", "clia", "multiplex"},
	"proven":          {"imaging", "histology", "clinical"},
	"smoking":         {"never", "former", "current"},
	"karyotype":       {patient.Normal, patient.Abnormal},
	"pregnant":        {"true", "false"},
	"location":        {"intrauterine", "unknown", "ectopic"},
	"lists":           {"all", "some"},
	none:              {"conditions", "medications", "procedures", "allergies"},
}

// ownCatalogue are the lists of the catalogue in which a word may stand.
var ownCatalogue = map[string][]string{
	"condition": {knowledge.Conditions}, "event": {knowledge.Conditions}, "medication": {knowledge.Medications}, "procedure": {knowledge.Procedures},
	"allergy": {knowledge.Allergies, knowledge.Medications}, "symptom": {knowledge.Symptoms}, "context": {knowledge.Contexts}, "detail": {knowledge.Details},
}

// isWord reports whether a word may stand in one of our lists.
func (o *own) isWord(list, word string) bool {
	k := o.knowledge
	if slices.Contains(ownWords[list], word) || slices.ContainsFunc(ownCatalogue[list], func(l string) bool { return k.Word(l, word) != nil }) {
		return true
	}
	switch list {
	case "field":
		return true // a field of a later version is skipped where it is read
	case "outcome":
		return slices.Contains(patient.Outcomes, patient.Outcome(word))
	case "condition":
		return k.Cause(word) != nil
	case "finding":
		return word == patient.Normal || k.Cause(word) != nil
	case "medication", "procedure", "allergy":
		return k.Treatment(word) != nil
	case "test":
		return k.Test(word) != nil
	case "setting":
		return k.Setting(word) != nil
	case "requested":
		return k.Treatment(word) != nil || k.Test(word) != nil || k.Panel(word) != nil
	}
	return word == none && list == "context"
}

// word is the word of a list that a value holds. A value that somebody changed to
// another code is left unknown, and said so.
func (o *own) word(e *entry, list string, c *r4.CodeableConcept) patient.Fact[string] {
	if c == nil {
		return patient.Fact[string]{}
	}
	if word, ok := r4.OwnCode(*c, list); ok && o.isWord(list, word) {
		return patient.Know(word, e.source())
	}
	o.issuef(e.source(), "%q is not understood here and was not read.", "“%s”在此处无法理解，未读取。", cmp.Or(conceptText(c), codesOf(*c)))
	return patient.Fact[string]{}
}

// text is a free text.
func (o *own) text(e *entry, v *r4.Value) patient.Fact[string] {
	if v.String == "" {
		return patient.Fact[string]{}
	}
	return patient.Know(r4.ReadText(v.String), e.source())
}

// number is a number in a unit that can only be the one it is kept in.
func (o *own) number(e *entry, v *r4.Value, unit string, low, high float64) patient.Fact[float64] {
	n, ok := rawNumber(v.Quantity)
	if !ok {
		return patient.Fact[float64]{}
	}
	if n < low || n > high || cmp.Or(v.Quantity.Code, v.Quantity.Unit) != unit || v.Quantity.Comparator != "" {
		o.issuef(e.source(), "%s%s %s is not possible here and was not read.", "%s%s %s不可能，未读取。", v.Quantity.Comparator, v.Quantity.Value, cmp.Or(v.Quantity.Unit, v.Quantity.Code))
		return patient.Fact[float64]{}
	}
	return patient.Know(n, e.source())
}

// years is an age.
func (o *own) years(e *entry, v *r4.Value) patient.Fact[int] {
	n := o.number(e, v, "a", youngestMother, 120)
	return patient.Fact[int]{Value: int(n.Value), Known: n.Known, Source: n.Source}
}

// gestation is the age of a pregnancy.
func (o *own) gestation(e *entry, v *r4.Value) patient.Gestation {
	if v.Range != nil {
		low, okLow := quantity(v.Range.Low)
		high, okHigh := quantity(v.Range.High)
		if okLow && okHigh && v.Range.Low.Code == "d" && v.Range.High.Code == "d" && low >= 0 && low <= high && high <= patient.MaxGestationDays+6 {
			return patient.Gestation{Min: int(low), Max: int(high)}
		}
		o.issue(e.source(), "A range of gestational age was not understood and was not read.", "孕周范围无法理解，未读取。")
		return patient.Gestation{}
	}
	n, ok := rawNumber(v.Quantity)
	if !ok {
		return patient.Gestation{}
	}
	unit := cmp.Or(v.Quantity.Code, v.Quantity.Unit)
	if n == 0 && unit == "wk" && v.Quantity.Comparator == "" {
		return patient.Gestation{Min: 0, Max: 6}
	}
	age, why := agesOf(n, unit == "d")
	if unit != "d" && unit != "wk" {
		age, why = patient.Gestation{}, knowledge.Text{En: "a gestational age in " + strconv.Quote(unit), Zh: "孕周的单位为“" + unit + "”"}
	}
	if v.Quantity.Comparator != "" {
		age, why = patient.Gestation{}, knowledge.Text{En: "a gestational age of " + v.Quantity.Comparator + string(v.Quantity.Value), Zh: "孕周为“" + v.Quantity.Comparator + string(v.Quantity.Value) + "”"}
	}
	if why.En != "" {
		o.issue(e.source(), why.En+"; it was not read.", why.Zh+"；未读取。")
	}
	return age
}
