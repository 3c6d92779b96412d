package knowledgefhir_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// items are all items of the form by their link ids.
func items(t *testing.T) map[string]object {
	t.Helper()
	all := map[string]object{}
	var read func(v any)
	read = func(v any) {
		for _, i := range list(v) {
			i := i.(object)
			link := text(i["linkId"])
			if all[link] != nil {
				t.Errorf("two items are %s", link)
			}
			all[link] = i
			read(i["item"])
		}
	}
	read(find(t, "urn:gravida:questionnaire:case").json["item"])
	return all
}

// options are the codes one can choose from.
func options(i object) (codes []string) {
	for _, o := range list(i["answerOption"]) {
		codes = append(codes, text(o.(object)["valueCoding"].(object)["code"]))
	}
	return codes
}

// An item is what its place in a case file says, and asks in both languages.
func TestForm(t *testing.T) {
	all := items(t)
	if len(all) < 500 {
		t.Errorf("only %d items", len(all))
	}
	helped := 0
	for link, i := range all {
		if i["type"] == "display" {
			if helped++; !strings.HasSuffix(link, "/help") || text(i["text"]) == "" || translated(i, "text") == "" {
				t.Errorf("%s says %q, %q", link, i["text"], translated(i, "text"))
			}
			continue
		}
		if !slices.ContainsFunc(list(i["code"]), func(c any) bool {
			return c.(object)["system"] == "urn:gravida:fact" && c.(object)["code"] == link
		}) {
			t.Errorf("%s has the codes %v", link, i["code"])
		}
		if en, zh := text(i["text"]), translated(i, "text"); en == "" || zh == "" || strings.ContainsAny(en+zh, "{}") {
			t.Errorf("%s asks %q, %q", link, en, zh)
		}
		if choice := i["type"] == "choice"; choice != (len(list(i["answerOption"])) > 1) {
			t.Errorf("%s is a %v with the options %q", link, i["type"], options(i))
		}
		if group := i["type"] == "group"; group && i["item"] == nil {
			t.Errorf("%s is a group of nothing", link)
		}
		codes := options(i)
		slices.Sort(codes)
		if len(slices.Compact(codes)) != len(list(i["answerOption"])) {
			t.Errorf("%s has an option twice", link)
		}
		for _, when := range list(i["enableWhen"]) {
			to := all[text(when.(object)["question"])]
			coding, _ := when.(object)["answerCoding"].(object)
			if to == nil || coding != nil && !slices.Contains(options(to), text(coding["code"])) || coding == nil && when.(object)["operator"] != "exists" {
				t.Errorf("%s waits for %v", link, when)
			}
		}
		for _, o := range list(i["answerOption"]) {
			coding := o.(object)["valueCoding"].(object)
			en, zh := text(coding["display"]), translated(coding, "display")
			if en == "" || zh == "" && strings.Contains(en, " ") {
				t.Errorf("%s: the option %v is called %q, %q", link, coding["code"], en, zh)
			}
		}
	}
	if helped < 100 {
		t.Errorf("only %d items have help", helped)
	}
}

// extensions of an item, by the end of their addresses.
func extensions(i object) map[string]object {
	all := map[string]object{}
	for _, e := range list(i["extension"]) {
		url := text(e.(object)["url"])
		all[url[strings.LastIndex(url, "/")+1:]] = e.(object)
	}
	return all
}

// What a program has to know to show an item is said as SDC says it.
func TestFormIsRendered(t *testing.T) {
	all := items(t)
	for link, want := range map[string]string{"conditions.sle": "radio-button", "status.symptoms": "check-box", "medications.medication": "drop-down", "pregnancies.gestation/help": "help"} {
		got := extensions(all[link])["questionnaire-itemControl"]
		if code := got["valueCodeableConcept"].(object)["coding"].([]any)[0].(object)["code"]; code != want {
			t.Errorf("%s is shown as %v, want %s", link, code, want)
		}
	}
	height := extensions(all["patient.heightCm"])
	if height["minValue"]["valueDecimal"] != 100.0 || height["maxValue"]["valueDecimal"] != 220.0 {
		t.Errorf("a height is between %v and %v", height["minValue"], height["maxValue"])
	}
	if age := extensions(all["patient.age"]); age["minValue"]["valueInteger"] != 10.0 {
		t.Errorf("an age is from %v", age["minValue"])
	}
	if unit := extensions(all["observations.tsh.value"])["questionnaire-unitOption"]; unit["valueCoding"].(object)["system"] != "http://unitsofmeasure.org" && len(list(all["observations.tsh.value"]["extension"])) < 2 {
		t.Errorf("TSH is measured in %v", unit)
	}
	weeks := regexp.MustCompile(text(extensions(all["pregnancies.gestation"])["regex"]["valueString"]))
	for _, written := range []string{"8w2d", "8+2", "8", "8w", "65d", "孕8周2天", "孕8+2周", "停经65天", "8 weeks 2 days", "8 2/7", "8⁺²", "5w0d to 27w6d"} {
		if _, err := patient.ParseGestation(written); err != nil && !strings.Contains(written, " to ") || !weeks.MatchString(written) {
			t.Errorf("the form does not take %q (%v)", written, err)
		}
	}
	for _, written := range []string{"eight", "8.5", "about 8", "8w2d?"} {
		if weeks.MatchString(written) {
			t.Errorf("the form takes %q for weeks", written)
		}
	}
}

// A number is asked for in the unit of its place: three cups are not three milligrams.
func TestFormAsksInUnits(t *testing.T) {
	all := items(t)
	for link, unit := range map[string][2]string{"lifestyle.alcoholUnitsPerWeek": {"units", "单位"}, "lifestyle.caffeineMgPerDay": {"mg", "毫克"},
		"partner.spermDnaFragmentationPct": {"%", "%"}} {
		if i := all[link]; !strings.Contains(text(i["text"]), unit[0]) || !strings.Contains(translated(i, "text"), unit[1]) {
			t.Errorf("%s asks %q, %q", link, i["text"], translated(i, "text"))
		}
	}
}

// The link ids are kept by whoever answered the form once: a change here breaks
// their answers.
func TestLinkIDsStay(t *testing.T) {
	all := items(t)
	for _, link := range []string{"patient.born", "patient.age", "patient.heightCm", "patient.weightKg", "patient.ethnicity",
		"pregnancies", "pregnancies.outcome", "pregnancies.ended", "pregnancies.gestation", "pregnancies.partner", "pregnancies.conception",
		"pregnancies.details", "pregnancies.morphology", "pregnancies.tissueKaryotype", "pregnancies.severePreeclampsiaAt",
		"pregnancies.severePlacentalInsufficiencyAt", "pregnancies.explainedBy", "pregnancies.documentedBy", "lists.pregnancies",
		"observations.tsh", "observations.tsh.date", "observations.tsh.value", "observations.tsh.result", "observations.tsh.upperLimit",
		"observations.tsh.lowerLimit", "observations.tsh.context", "observations.acl-igg.assay", "observations.hysteroscopy.finding",
		"conditions.sle", "conditions.sle.since", "conditions.sle.until", "conditions.other", "conditions.other.condition", "conditions.other.since", "conditions.absent", "lists.conditions", "events.venous-thrombosis",
		"events.venous-thrombosis.each", "events.venous-thrombosis.date", "events.venous-thrombosis.proven", "events.venous-thrombosis.highRiskProfile",
		"medications.medication", "medications.since", "medications.until", "procedures.procedure", "procedures.date", "allergies",
		"lifestyle.smoking", "lifestyle.alcoholUnitsPerWeek", "lifestyle.caffeineMgPerDay", "partner.label", "partner.age", "partner.karyotype",
		"partner.spermDnaFragmentationPct", "status.pregnant", "status.gestation", "status.location", "status.bleeding",
		"status.planningPregnancy", "status.symptoms", "requested"} {
		if all[link] == nil {
			t.Errorf("%s is gone", link)
		}
	}
}

// Every fact that could be missing is asked for, every word of a list can be
// chosen.
func TestFormAsksEverything(t *testing.T) {
	all, b := items(t), base()
	chosen := func(link, id string) bool { return all[link] != nil && slices.Contains(options(all[link]), id) }
	for _, term := range b.Vocabulary {
		f := term.From
		switch {
		case f.Test != "" && all["observations."+f.Test] == nil,
			f.Medication != "" && !chosen("medications.medication", f.Medication),
			f.Procedure != "" && !chosen("procedures.procedure", f.Procedure),
			f.Allergy != "" && !chosen("allergies", f.Allergy),
			f.Symptom != "" && !chosen("status.symptoms", f.Symptom),
			f.Requested != "" && !chosen("requested", f.Requested),
			f.Condition != "" && all["conditions."+f.Condition] == nil && all["events."+f.Condition] == nil && !chosen("conditions.other.condition", f.Condition):
			t.Errorf("%s is not asked for: %+v", term.Name, f)
		}
		if strings.Contains(term.Fact, ".") && all[term.Fact] == nil {
			t.Errorf("%s needs %s, which is not asked for", term.Name, term.Fact)
		}
	}
	for key := range b.Questions {
		field, of := strings.CutPrefix(key, "pregnancy.")
		if of && all["pregnancies."+field] == nil || !of && strings.Contains(key, ".") && !strings.HasPrefix(key, "test.") && all[key] == nil {
			t.Errorf("the question %s is not in the form", key)
		}
	}
	for _, test := range b.Tests {
		value := all["observations."+test.ID+".value"]
		units := b.Units().Units(test.ID)
		if len(units) > 0 && (value == nil || len(list(value["extension"])) != len(units)) {
			t.Errorf("%s is measured in %q, and the form asks %v", test.ID, units, value)
		}
	}
}

// Whatever the named women's files hold has its place in the form.
func TestFormHoldsCases(t *testing.T) {
	all := items(t)
	files, err := filepath.Glob("../../testdata/women/*/case.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d women, %v", len(files), err)
	}
	n := 0
	holds := func(file, link, word string) {
		n++
		i := all[link]
		if i == nil || len(list(i["answerOption"])) > 0 && word != "" && !slices.Contains(options(i), word) {
			t.Errorf("%s: no place for %s %q", file, link, word)
		}
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c object
		if err := yaml.Unmarshal(data, &c); err != nil {
			t.Fatal(err)
		}
		for key, v := range c {
			switch key {
			case "gravida", "id", "asOf":
			case "observations":
				for _, o := range list(v) {
					o := o.(object)
					tests := []string{text(o["test"])}
					if p := base().Panel(tests[0]); p != nil {
						tests = p.Members
					}
					for _, test := range tests {
						for field, value := range o {
							switch {
							case field == "test" || field == "unit":
							case field == "result" && base().Test(test).Kind == knowledge.Imaging:
								holds(file, "observations."+test+".finding", text(value))
							default:
								eachWord(value, func(word string) { holds(file, "observations."+test+"."+field, word) })
							}
						}
					}
				}
			case "conditions", "absent", "events":
				for _, o := range list(v) {
					id := text(o)
					if entry, ok := o.(object); ok {
						id = text(entry["condition"]) + text(entry["event"])
					}
					word := base().Word(knowledge.Conditions, id)
					if word == nil {
						t.Fatalf("%s: %s is no condition", file, id)
					}
					if word.Kind == "event" && word.Same != "" {
						id = word.Same
					}
					if all["conditions."+id] == nil && all["events."+id] == nil {
						holds(file, "conditions.other.condition", id)
					}
				}
			case "medications", "procedures":
				for _, o := range list(v) {
					member := strings.TrimSuffix(key, "s")
					entry, ok := o.(object)
					if !ok {
						entry = object{member: o}
					}
					for field, value := range entry {
						holds(file, key+"."+field, text(value))
					}
				}
			case "allergies", "requested":
				eachWord(v, func(word string) { holds(file, key, word) })
			default: // fields below fields
				for _, part := range append(list(v), v) {
					if fields, ok := part.(object); ok {
						for field, value := range fields {
							eachWord(value, func(word string) { holds(file, key+"."+field, word) })
						}
					}
				}
			}
		}
	}
	if n < 1000 {
		t.Errorf("only %d values were seen", n)
	}
}

// eachWord calls use for a word, or each of a list; once with "" for what is none.
func eachWord(v any, use func(string)) {
	all := list(v)
	if all == nil {
		all = []any{v}
	}
	for _, word := range all {
		use(text(word))
	}
}
