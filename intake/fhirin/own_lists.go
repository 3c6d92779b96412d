package fhirin

import (
	"fmt"
	"slices"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// A list of a case that is whole says "and no other". It says so no longer when an
// entry of it did not arrive, or arrived as something that cannot be used: what is
// missing from a list is unknown then, and no no.

// ownKeys are the lists of a case and their names.
var ownKeys = []struct {
	key  string
	name knowledge.Text
}{
	{"pregnancies", knowledge.Text{En: "pregnancies", Zh: "妊娠"}},
	{"conditions", knowledge.Text{En: "conditions", Zh: "疾病"}},
	{"events", knowledge.Text{En: "events", Zh: "事件"}},
	{"medications", knowledge.Text{En: "medicines", Zh: "用药"}},
	{"procedures", knowledge.Text{En: "procedures", Zh: "手术与操作"}},
	{"allergies", knowledge.Text{En: "allergies", Zh: "过敏"}},
	{"symptoms", knowledge.Text{En: "symptoms", Zh: "症状"}},
}

// keyOfList is the list of the case in which a word of ours stands; "" for none.
func keyOfList(list, word string) string {
	switch list {
	case "condition", "event", "medication", "procedure", "symptom":
		return list + "s"
	case "allergy":
		return "allergies"
	case "field":
		if word == "pregnancies" {
			return word
		}
	}
	return ""
}

// doubt says that a list may lack an entry. A thrombosis that is in doubt as a
// disease is in doubt as an event.
func (o *own) doubt(list, word string) {
	o.doubted[keyOfList(list, word)] = true
	if w := o.knowledge.Word(knowledge.Conditions, word); list == "condition" && w != nil && w.Kind == "event" {
		o.doubted["events"] = true
	}
}

// incomplete doubts the lists of which entries were set aside before they were read,
// though nobody withdrew them, or did not arrive at all.
func (o *own) incomplete() {
	arrived, seen := map[string]int{}, map[string]bool{}
	for _, e := range o.person.entries {
		list, word, ok := ownCode(e.Resource)
		key := keyOfList(list, word)
		if !ok || key == "" {
			continue
		}
		if at := ownIdentifier(e); at == "" || !seen[at] {
			seen[at] = true
			arrived[key]++
		}
		if !slices.Contains(o.believed, e) && !takenBack(e.Resource) {
			o.doubt(list, word)
		}
	}
	for _, l := range ownKeys {
		if n := o.counted[l.key]; arrived[l.key] < n {
			o.doubted[l.key] = true
			o.issue(o.person.source(), fmt.Sprintf("Of the case's list of %s, %d of %d entries are in the record.", l.name.En, arrived[l.key], n),
				fmt.Sprintf("病例的“%s”列表共%d项，病历中仅有%d项。", l.name.Zh, n, arrived[l.key]))
		}
	}
}

// takenBack reports whether a resource says now that there is no such thing.
func takenBack(res r4.Resource) bool {
	switch res := res.(type) {
	case *r4.Condition:
		return hasCode(res.VerificationStatus, "entered-in-error")
	case *r4.AllergyIntolerance:
		return hasCode(res.VerificationStatus, "entered-in-error")
	case *r4.Observation:
		return res.Status == "entered-in-error" || res.Status == "cancelled"
	case *r4.Procedure:
		return res.Status == "entered-in-error" || res.Status == "not-done"
	case *r4.MedicationStatement:
		return res.Status == "entered-in-error" || res.Status == "not-taken"
	}
	return false
}

// wholes are the places in a case that say that a list is whole.
func wholes(c *patient.Case) map[string]*patient.Fact[bool] {
	return map[string]*patient.Fact[bool]{"conditions": &c.NoConditions, "events": &c.NoEvents, "medications": &c.AllMedicines,
		"procedures": &c.AllProcedures, "allergies": &c.AllAllergies, "symptoms": &c.Status.AllSymptoms}
}

// onlyInPart takes back that the lists that are in doubt are whole, and says so.
func (o *own) onlyInPart() {
	all := wholes(o.c)
	for _, l := range ownKeys {
		claimed := all[l.key]
		switch {
		case !o.doubted[l.key]:
			continue
		case claimed == nil && o.c.History.Complete:
			o.c.History.Complete = false
		case claimed != nil && claimed.Known:
			*claimed = patient.Fact[bool]{}
		default:
			continue
		}
		o.issue(o.person.source(), "The case's list of "+l.name.En+" was not taken as whole: what is not on it is unknown.", "病例的“"+l.name.Zh+"”列表未按完整处理：未列出者为未知。")
	}
}
