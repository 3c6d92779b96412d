package intake_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	godiff "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.yaml.in/yaml/v3"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/unit"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

type object = map[string]any

func chosen(system, code string) object {
	return object{"valueCoding": object{"system": system, "code": code}}
}

func item(link string, answers ...object) object { return object{"linkId": link, "answer": answers} }

func group(link string, items ...object) object { return object{"linkId": link, "item": items} }

const (
	yesNo    = "http://terminology.hl7.org/CodeSystem/v2-0136"
	noAnswer = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
)

func yes() object    { return chosen(yesNo, "Y") }
func no() object     { return chosen(yesNo, "N") }
func unsure() object { return chosen(noAnswer, "asked-unknown") }

// filler fills the long form in from a case file, as a person would.
type filler struct {
	t     *testing.T
	base  *knowledge.Base
	items []object
}

// fill answers the long form with what a case file says.
func fill(t *testing.T, base *knowledge.Base, text []byte) []byte {
	t.Helper()
	var c object
	if err := yaml.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	f := &filler{t: t, base: base}
	whole := object{}
	if l, ok := c["lists"].(object); ok {
		whole = l
	}
	for _, key := range []string{"pregnancies", "medications", "procedures"} {
		for _, entry := range listOf(c[key]) {
			fields, ok := entry.(object)
			if !ok {
				fields = object{strings.TrimSuffix(key, "s"): entry}
			}
			g := object{"linkId": key, "item": f.fields(key, fields)}
			f.items = append(f.items, g)
		}
	}
	for key, v := range c {
		switch key {
		case "patient", "lifestyle", "partner":
			f.items = append(f.items, object{"linkId": key, "item": f.fields(key, v.(object))})
		case "allergies", "requested":
			f.items = append(f.items, f.field(key, key, v))
		}
	}
	status := []object{}
	symptoms := false
	if s, ok := c["status"].(object); ok {
		_, symptoms = s["symptoms"]
		status = f.fields("status", s)
	}
	var results []object
	for _, o := range listOf(c["observations"]) {
		fields := o.(object)
		tests := []string{fmt.Sprint(fields["test"])}
		if p := base.Panel(tests[0]); p != nil {
			tests = p.Members
		}
		for _, test := range tests {
			results = append(results, object{"linkId": "observations." + test, "item": f.fields("observations."+test, fields)})
		}
	}
	f.items = append(f.items, object{"linkId": "observations", "item": results})
	f.happened(c)
	for _, key := range []string{"pregnancies", "conditions", "events", "medications", "procedures", "allergies", "symptoms"} {
		given, entries := c[key] != nil, len(listOf(c[key]))
		if key == "symptoms" {
			given, entries = symptoms, 1
		}
		how := whole[key]
		if how == nil && given && (entries == 0 || key != "conditions" && key != "events") {
			how = "all"
		}
		if how == nil {
			continue
		}
		said := item("lists."+key, chosen("urn:gravida:lists", fmt.Sprint(how)))
		if key == "symptoms" {
			status = append(status, said)
		} else {
			f.items = append(f.items, said)
		}
	}
	f.items = append(f.items, object{"linkId": "status", "item": status})
	r := object{"resourceType": "QuestionnaireResponse", "status": "completed", "questionnaire": "urn:gravida:questionnaire:case|2026.1",
		"item": f.items, "subject": object{"reference": "Patient/" + fmt.Sprint(c["id"])}}
	if day, ok := c["asOf"]; ok {
		r["authored"] = scalar(day) + "T09:30:00+08:00"
	}
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func listOf(v any) []any { l, _ := v.([]any); return l }

func scalar(v any) string {
	if d, ok := v.(interface{ Format(string) string }); ok {
		return d.Format("2006-01-02")
	}
	return fmt.Sprint(v)
}

func (f *filler) happened(c object) {
	byName := map[string]object{}
	var others []object
	var order []string
	say := func(id string, answer object, items []object) {
		if w := f.base.Word(knowledge.Conditions, id); w.Quiet || w.Same != "" {
			if w.Kind != "event" && answer["valueCoding"].(object)["code"] == "Y" && len(items) == 0 {
				others = append(others, chosen("urn:gravida:condition", id))
				return
			}
		}
		if byName[id] == nil {
			order = append(order, id)
			byName[id] = answer
		}
		if len(items) > 0 {
			before, _ := byName[id]["item"].([]object)
			byName[id]["item"] = append(before, items...)
		}
	}
	for _, o := range listOf(c["conditions"]) {
		if fields, ok := o.(object); ok {
			id := fmt.Sprint(fields["condition"])
			say(id, yes(), f.fields("conditions."+id, fields))
		} else {
			say(fmt.Sprint(o), yes(), nil)
		}
	}
	for _, o := range listOf(c["events"]) {
		if fields, ok := o.(object); ok {
			id := fmt.Sprint(fields["event"])
			say(id, yes(), []object{{"linkId": "events." + id + ".each", "item": f.fields("events."+id, fields)}})
		} else {
			say(fmt.Sprint(o), yes(), nil)
		}
	}
	for _, o := range listOf(c["absent"]) {
		say(fmt.Sprint(o), no(), nil)
	}
	var conditions, events []object
	for _, id := range order {
		if f.base.Word(knowledge.Conditions, id).Kind == "event" {
			events = append(events, item("events."+id, byName[id]))
		} else {
			conditions = append(conditions, item("conditions."+id, byName[id]))
		}
	}
	if len(others) > 0 {
		conditions = append(conditions, item("conditions.other", others...))
	}
	f.items = append(f.items, object{"linkId": "conditions", "item": conditions}, object{"linkId": "events", "item": events})
}

func (f *filler) fields(of string, fields object) (items []object) {
	test := strings.TrimPrefix(of, "observations.")
	for key, v := range fields {
		switch {
		case v == nil, key == "test", key == "condition", key == "event", key == "unit":
		case key == "value":
			in, _ := fields["unit"].(string)
			text := scalar(v)
			q := object{}
			for _, sign := range []string{"<=", ">=", "<", ">"} {
				if rest, ok := strings.CutPrefix(text, sign); ok {
					q["comparator"], text = sign, rest
					break
				}
			}
			if rest, ok := strings.CutPrefix(text, "1:"); ok {
				text, in = rest, "titre"
			}
			q["value"], q["unit"] = json.Number(text), in
			if code, ok := unit.UCUM(in); ok && slices.Contains(f.base.Units().Units(test), in) {
				alike := 0
				for _, u := range f.base.Units().Units(test) {
					if other, _ := unit.UCUM(u); other == code {
						alike++
					}
				}
				if alike == 1 {
					q["system"], q["code"] = unit.UCUMSystem, code
				}
			}
			items = append(items, item(of+".value", object{"valueQuantity": q}))
		case key == "result" && f.base.Test(test) != nil && f.base.Test(test).Kind == knowledge.Imaging:
			items = append(items, item(of+".finding", chosen("urn:gravida:finding", scalar(v))))
		default:
			items = append(items, f.field(of+"."+key, key, v))
		}
	}
	return items
}

var systems = map[string]string{"details": "detail", "explainedBy": "condition", "symptoms": "symptom", "allergies": "allergy"}

func (f *filler) field(link, key string, v any) object {
	system := "urn:gravida:" + cmp.Or(systems[key], key)
	switch key {
	case "born", "ended", "date", "since", "until":
		return item(link, object{"valueDate": scalar(v)})
	case "age":
		return item(link, object{"valueInteger": v})
	case "heightCm", "weightKg", "alcoholUnitsPerWeek", "caffeineMgPerDay", "spermDnaFragmentationPct", "lowerLimit", "upperLimit":
		return item(link, object{"valueDecimal": v})
	case "ethnicity", "label", "gestation", "severePreeclampsiaAt", "severePlacentalInsufficiencyAt", "partner":
		return item(link, object{"valueString": scalar(v)})
	case "pregnant", "bleeding", "planningPregnancy", "highRiskProfile":
		if v.(bool) {
			return item(link, yes())
		}
		return item(link, no())
	case "context", "details", "documentedBy", "symptoms", "allergies", "requested":
		var answers []object
		for _, o := range listOf(v) {
			answers = append(answers, chosen(system, scalar(o)))
		}
		return item(link, answers...)
	}
	return item(link, chosen(system, scalar(v)))
}

// unsourced are cases without their sources, in one order.
func unsourced(c *patient.Case) *patient.Case {
	patient.EachSource(c, func(s *patient.Source) { *s = patient.Source{} })
	slices.SortStableFunc(c.Conditions, func(a, b patient.Condition) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(c.Observations, func(a, b patient.Observation) int { return cmp.Compare(a.Test, b.Test) })
	slices.SortStableFunc(c.Events, func(a, b patient.Event) int { return cmp.Compare(a.Event, b.Event) })
	for i := range c.Observations {
		if o := &c.Observations[i]; o.UnitIs == "titre" { // 1:160 has no unit beside it
			o.Unit = ""
		}
		c.Observations[i].Written = ""
		c.Observations[i].ContextGiven = len(c.Observations[i].Context) > 0
	}
	for i := range c.Pregnancies {
		c.Pregnancies[i].DocumentedBy.Known = len(c.Pregnancies[i].DocumentedBy.Value) > 0
	}
	return c
}

func readOne(t *testing.T, name string, data []byte, base *knowledge.Base) *patient.Case {
	t.Helper()
	var c *patient.Case
	for one, err := range intake.Read(name, bytes.NewReader(data), base) {
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c = one
	}
	return c
}

// TestFormIsCaseFile fills the long form in with every named woman's file: the same
// case comes of it.
func TestFormIsCaseFile(t *testing.T) {
	k := base(t)
	files, err := filepath.Glob("../testdata/women/*/case.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d women, %v", len(files), err)
	}
	for _, file := range append(files, "../examples/anna.yaml", "../examples/li-na.yaml") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, err := casefile.Read(file, text, k)
		if err != nil {
			t.Fatal(err)
		}
		got := readOne(t, "response.json", fill(t, k, text), k)
		for _, issue := range got.Issues {
			t.Errorf("%s: %s: %s", file, issue.Source, issue.En)
		}
		if diff := godiff.Diff(unsourced(want), unsourced(got), cmpopts.EquateComparable(date.Date{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: the form tells another case (-file +form):\n%s", file, diff)
		}
	}
}

// A fact says which item told it.
func TestFormSources(t *testing.T) {
	data := response(group("patient", item("patient.heightCm", object{"valueDecimal": 165})),
		group("pregnancies", item("pregnancies.outcome", chosen("urn:gravida:outcome", "miscarriage"))),
		group("pregnancies", item("pregnancies.outcome", chosen("urn:gravida:outcome", "livebirth")), item("pregnancies.ended", object{"valueDate": "2024-03"})))
	c := readOne(t, "r.json", data, base(t))
	if got := c.HeightCm.Source.String(); got != "r.json:patient.heightCm" {
		t.Errorf("her height comes from %s", got)
	}
	if got := c.Pregnancies[1].Source.String(); got != "r.json:pregnancies.2" {
		t.Errorf("the second pregnancy comes from %s", got)
	}
	if c.History.Complete {
		t.Error("nobody said that these are all pregnancies")
	}
}

func response(items ...object) []byte {
	data, err := json.Marshal(object{"resourceType": "QuestionnaireResponse", "questionnaire": "urn:gravida:questionnaire:case", "status": "completed", "authored": "2026-03-01", "item": items})
	if err != nil {
		panic(err)
	}
	return data
}

// TestFormMistakes: what cannot be right is left open and told, with its place, and the
// rest stands.
func TestFormMistakes(t *testing.T) {
	k := base(t)
	height := item("patient.heightCm", object{"valueDecimal": 165})
	for _, test := range []struct {
		name, at, says string
		items          []object
		holds          func(*patient.Case) bool
	}{
		{"a link id we do not have", "patient.shoeSize", `no item "patient.shoeSize"`, []object{group("patient", item("patient.shoeSize", object{"valueInteger": 38}), height)}, nil},
		{"an item at the wrong place", "patient.born", `no item "patient.born"`, []object{item("patient.born", object{"valueDate": "1991"}), group("patient", height)}, nil},
		{"a word where a number is asked for", "patient.weightKg", `String "sixty"; accepted: valueDecimal`, []object{group("patient", item("patient.weightKg", object{"valueString": "sixty"}), height)}, nil},
		{"another unit", "patient.weightKg", `"61 lb"`, []object{group("patient", item("patient.weightKg", object{"valueQuantity": object{"value": 61, "unit": "lb"}}), height)}, nil},
		{"a number nobody weighs", "patient.weightKg", "25 to 350", []object{group("patient", item("patient.weightKg", object{"valueDecimal": 6100}), height)}, nil},
		{"a choice of another list", "pregnancies.outcome", "urn:gravida:outcome", []object{group("patient", height), group("pregnancies", item("pregnancies.outcome", chosen("http://snomed.info/sct", "17369002")))}, nil},
		{"a choice nobody offered", "lifestyle.smoking", "never, former, current", []object{group("patient", height), group("lifestyle", item("lifestyle.smoking", chosen("urn:gravida:smoking", "sometimes")))}, nil},
		{"a day to come", "pregnancies.ended", "2027", []object{group("patient", height), group("pregnancies", item("pregnancies.outcome", chosen("urn:gravida:outcome", "miscarriage")), item("pregnancies.ended", object{"valueDate": "2027-01"}))},
			func(c *patient.Case) bool { return len(c.Pregnancies) == 1 && !c.Pregnancies[0].Ended.Known() }},
		{"two answers to one question", "lifestyle.smoking", "2 answers", []object{group("patient", height), group("lifestyle", item("lifestyle.smoking", chosen("urn:gravida:smoking", "never"), chosen("urn:gravida:smoking", "current")))}, nil},
		{"the same question twice", "patient.born.2", "second answer", []object{group("patient", height, item("patient.born", object{"valueDate": "1991"}), item("patient.born", object{"valueDate": "1992"}))},
			func(c *patient.Case) bool { return !c.Born.Known }},
		{"a unit of another test", "observations.tsh.value", "mIU/L", []object{group("patient", height), group("observations", group("observations.tsh", item("observations.tsh.value", object{"valueQuantity": object{"value": 5, "unit": "mmol/L", "system": unit.UCUMSystem, "code": "mmol/L"}})))},
			func(c *patient.Case) bool { return len(c.Observations) == 0 }},
		{"a whole list of which something is not known", "", "", []object{group("patient", height), group("conditions", item("conditions.sle", unsure())), item("lists.conditions", chosen("urn:gravida:lists", "all"))},
			func(c *patient.Case) bool { return !c.NoConditions.Known }},
		{"a whole list of which an entry was refused", "medications.medication", "urn:gravida:medication", []object{group("patient", height), group("medications", item("medications.medication", chosen("x", "y"))), item("lists.medications", chosen("urn:gravida:lists", "all"))},
			func(c *patient.Case) bool { return !c.AllMedicines.Value && len(c.Medications) == 0 }},
		{"a medicine that no list has", "medications.medication", "moonshine", []object{group("patient", height), group("medications", item("medications.medication", chosen("urn:gravida:medication", "moonshine"))), item("lists.medications", chosen("urn:gravida:lists", "all"))},
			func(c *patient.Case) bool { return !c.AllMedicines.Value && len(c.Medications) == 0 }},
	} {
		c := readOne(t, "r.json", response(test.items...), k)
		if !c.HeightCm.Known || c.HeightCm.Value != 165 {
			t.Errorf("%s: her height is lost", test.name)
		}
		if test.holds != nil && !test.holds(c) {
			t.Errorf("%s: read as %+v", test.name, c)
		}
		if test.at == "" {
			continue
		}
		if !slices.ContainsFunc(c.Issues, func(i patient.Issue) bool {
			return i.Source.At == test.at && strings.Contains(i.En, test.says) && strings.Contains(i.Zh, "表单")
		}) {
			t.Errorf("%s: at %s nothing says %q: %+v", test.name, test.at, test.says, c.Issues)
		}
	}
}

// Of several answers to one question none counts, in whatever order they stand, in one
// group or in several of its kind.
func TestFormAnsweredTwice(t *testing.T) {
	k := base(t)
	height := item("patient.heightCm", object{"valueDecimal": 165})
	born := func(year string) object { return item("patient.born", object{"valueDate": year}) }
	sle := func(a object) object { return item("conditions.sle", a) }
	tsh := func(v int) object {
		return item("observations.tsh.value", object{"valueQuantity": object{"value": v, "unit": "mIU/L"}})
	}
	how := func(list, word string) object { return item("lists."+list, chosen("urn:gravida:lists", word)) }
	noCondition := func(c *patient.Case) bool { return len(c.Conditions) == 0 && !c.NoConditions.Known }
	noBirth := func(c *patient.Case) bool { return !c.Born.Known }
	pregnant := func(a object) object { return item("status.pregnant", a) }
	for name, test := range map[string]struct {
		items []object
		times int
		holds func(*patient.Case) bool
	}{
		"three dates":            {[]object{group("patient", height, born("1991"), born("1992"), born("1993"))}, 3, noBirth},
		"one of three groups":    {[]object{group("patient", height), group("patient", born("1991")), group("patient", born("1992")), group("patient", born("1993"))}, 3, noBirth},
		"yes and no":             {[]object{group("patient", height), group("conditions", sle(yes()), sle(no())), how("conditions", "all")}, 2, noCondition},
		"no and yes":             {[]object{group("patient", height), group("conditions", sle(no()), sle(yes())), how("conditions", "all")}, 2, noCondition},
		"no and yes, two groups": {[]object{group("patient", height), group("conditions", sle(no())), group("conditions", sle(yes()))}, 2, noCondition},
		"an event":               {[]object{group("patient", height), group("events", item("events.venous-thrombosis", no()), item("events.venous-thrombosis", yes()))}, 2, func(c *patient.Case) bool { return len(c.Events) == 0 && len(c.Conditions) == 0 && !c.NoEvents.Known }},
		"a value":                {[]object{group("patient", height), group("observations", group("observations.tsh", tsh(5), tsh(2)))}, 2, func(c *patient.Case) bool { return len(c.Observations) == 0 }},
		"some and all":           {[]object{group("patient", height), how("medications", "some"), how("medications", "all")}, 2, func(c *patient.Case) bool { return !c.AllMedicines.Known }},
		"symptoms, some and all": {[]object{group("patient", height), group("status", pregnant(no()), how("symptoms", "some"), how("symptoms", "all"))}, 2, func(c *patient.Case) bool { return !c.Status.AllSymptoms.Known && c.Status.Pregnant.Known }},
		"a status, three groups": {[]object{group("patient", height), group("status", pregnant(no())), group("status", pregnant(yes())), group("status", pregnant(no()))}, 3, func(c *patient.Case) bool { return !c.Status.Pregnant.Known }},
		"results, which may":     {[]object{group("patient", height), group("observations", group("observations.tsh", tsh(5)), group("observations.tsh", tsh(2), item("observations.tsh.date", object{"valueDate": "2024-01"})))}, 0, func(c *patient.Case) bool { return len(c.Observations) == 2 }},
	} {
		c := readOne(t, "r.json", response(test.items...), k)
		told := 0
		for _, i := range c.Issues {
			if strings.Contains(i.En, "a second answer") {
				told++
			}
		}
		if told != test.times || !test.holds(c) || c.HeightCm.Value != 165 {
			t.Errorf("%s: told %d times, want %d; read as %+v", name, told, test.times, c)
		}
	}
}

// In a Bundle that holds nothing else, forms are forms.
func TestFormsInBundle(t *testing.T) {
	k := base(t)
	one := json.RawMessage(response(group("patient", item("patient.heightCm", object{"valueDecimal": 165}))))
	bundle, err := json.Marshal(object{"resourceType": "Bundle", "type": "collection", "entry": []object{{"resource": object{"resourceType": "Patient", "id": "p"}}, {"resource": one}, {"resource": one}}})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for c, err := range intake.Read("b.json", bytes.NewReader(bundle), k) {
		if err != nil || c.HeightCm.Value != 165 {
			t.Errorf("%v, %v", c, err)
		}
		if n++; c.HeightCm.Source.Document != "b.json#"+strconv.Itoa(n) {
			t.Errorf("the source is %s", c.HeightCm.Source)
		}
	}
	if n != 2 {
		t.Errorf("%d cases of two forms", n)
	}
}

// What is no form of ours, or no form, is told.
func TestFormRefused(t *testing.T) {
	for doc, says := range map[string]string{
		strings.Replace(string(response()), "completed", "entered-in-error", 1):                                         "entered-in-error",
		strings.Replace(string(response()), `"item":null`, `"item":[{"linkId":7}]`, 1):                                  "QuestionnaireResponse of FHIR R4",
		strings.Replace(string(response()), "urn:gravida:questionnaire:case", "urn:gravida:questionnaire:interview", 1): "interview",
	} {
		for _, err := range intake.Read("r.json", strings.NewReader(doc), base(t)) {
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %v, want %s", doc, err, says)
			}
		}
	}
}

func FuzzForm(f *testing.F) {
	base, err := knowledge.Default()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(response(group("patient", item("patient.heightCm", object{"valueDecimal": 165})), item("lists.medications", chosen("urn:gravida:lists", "all")))))
	f.Add(string(response(group("conditions", item("conditions.sle", yes()), item("conditions.sle", no())), group("events", item("events.venous-thrombosis", yes())))))
	f.Add(string(response(group("observations", group("observations.tsh", item("observations.tsh.value", object{"valueQuantity": object{"value": 5.1, "unit": "mIU/L"}}))))))
	f.Add(string(response(group("pregnancies", item("pregnancies.outcome", chosen("urn:gravida:outcome", "ongoing"))), group("status", item("lists.symptoms", chosen("urn:gravida:lists", "all"))))))
	f.Fuzz(func(t *testing.T, doc string) {
		for c, err := range intake.Read("r.json", strings.NewReader(doc), base) {
			if (c == nil) == (err == nil) {
				t.Errorf("%v, %v", c, err)
			}
		}
	})
}
