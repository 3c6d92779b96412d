package knowledgefhir_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Every line of the knowledge is one action, a guideline's recommendation in that
// guideline's plan.
func TestEveryRuleOnce(t *testing.T) {
	where := map[string][]string{}
	for _, plan := range of("PlanDefinition") {
		for _, a := range actions(plan.json["action"]) {
			if id := text(a["id"]); id != "" {
				where[id] = append(where[id], plan.ID)
			}
		}
	}
	b := base()
	rules, recommendations := 0, 0
	for _, r := range b.Rules {
		if r.Trial != nil || r.Model != nil {
			continue
		}
		rules++
		plans := where[r.ID]
		if len(plans) != 1 {
			t.Errorf("%s stands in %d plans %q", r.ID, len(plans), plans)
			continue
		}
		if b.Recommends(r) {
			recommendations++
			if plans[0] != "gravida-"+r.Source {
				t.Errorf("%s of %s stands in the plan %s", r.ID, r.Source, plans[0])
			}
		}
	}
	if rules < 700 || recommendations < 400 {
		t.Errorf("only %d rules, %d recommendations", rules, recommendations)
	}
	for _, g := range b.Guidelines {
		if g.Definition != nil && len(where[g.ID+"-definition"]) != 1 {
			t.Errorf("the definition of %s stands in %q", g.ID, where[g.ID+"-definition"])
		}
		if g.Unexplained != nil && len(where[g.Unexplained.ID]) != 1 {
			t.Errorf("%s stands in %q", g.Unexplained.ID, where[g.Unexplained.ID])
		}
	}
}

// An action says what its rule does: text, condition, grade, place and reading.
func TestActionsSayWhatRulesDo(t *testing.T) {
	for _, plan := range of("PlanDefinition") {
		for _, a := range actions(plan.json["action"]) {
			i := slices.IndexFunc(base().Rules, func(r *knowledge.Rule) bool { return r.ID == a["id"] })
			if i < 0 {
				continue
			}
			r := base().Rules[i]
			if a["description"] != r.Says.En || translated(a, "description") != r.Says.Zh {
				t.Errorf("%s says %q, %q", r.ID, a["description"], translated(a, "description"))
			}
			for kind, want := range map[string]string{"direction": r.Direction, "strength": r.Strength, "evidence": r.Evidence, "read": r.Read} {
				if got := codes(a["code"], kind); want != "" && !slices.Equal(got, []string{want}) {
					t.Errorf("%s: %s %q, want %q", r.ID, kind, got, want)
				}
			}
			for _, part := range []string{r.Says.En, r.Ref.En, words.In("en", "read."+r.Read), words.Sentence(base().Source(r.Source).Name.En)} {
				if !strings.Contains(text(a["textEquivalent"]), part) {
					t.Errorf("%s does not say %q: %s", r.ID, part, a["textEquivalent"])
				}
			}
			if doc := list(a["documentation"]); len(doc) != 1 || r.Ref.En != "" && doc[0].(object)["label"] != r.Ref.En {
				t.Errorf("%s stands at %v, want %s", r.ID, doc, r.Ref.En)
			}
			if r.When == "" {
				continue
			}
			expression, _ := list(a["condition"])[0].(object)["expression"].(object)
			if expression["expression"] != r.When || expression["name"] != r.ID || strings.Contains(text(expression["language"]), "cql") {
				t.Errorf("%s applies when %v", r.ID, expression)
			}
		}
	}
}

// What is advised against, or kept for research, is text from beginning to end.
func TestNothingAgainstIsAnOrder(t *testing.T) {
	supported := map[string]bool{}
	against := 0
	for _, plan := range of("PlanDefinition") {
		walk(plan.json, "", func(o object, path string) {
			if _, ok := o["doNotPerform"]; ok {
				t.Errorf("%s%s: doNotPerform, which readers miss", plan, path)
			}
		})
		for _, a := range actions(plan.json["action"]) {
			directions := codes(a["code"], "direction")
			if len(directions) == 0 {
				continue
			}
			var orders []string
			for _, part := range append(actions(a["action"]), a) {
				for key := range part {
					if strings.HasPrefix(key, "definition") {
						orders = append(orders, text(part[key]))
					}
				}
			}
			if d := directions[0]; d == knowledge.For || d == knowledge.ConditionalFor {
				for _, kind := range []string{"test", "treatment"} {
					for _, id := range codes(a["code"], kind) {
						address := r4.OwnSystem + "activity:" + kind + "-" + id + "|" + base().Version
						supported[strings.TrimSuffix(address, "|"+base().Version)] = true
						if !slices.Contains(orders, address) {
							t.Errorf("%s recommends %s and does not point at it: %q", a["id"], id, orders)
						}
					}
				}
				continue
			}
			against++
			if len(orders) > 0 || a["action"] != nil {
				t.Errorf("%s is %s and can be ordered: %q", a["id"], directions[0], orders)
			}
			lead, _, _ := strings.Cut(words.In("en", "plan."+directions[0]), "{what}")
			for _, key := range []string{"title", "textEquivalent"} {
				if !strings.HasPrefix(text(a[key]), lead) {
					t.Errorf("%s is %s, and its %s begins %q", a["id"], directions[0], key, a[key])
				}
			}
		}
	}
	if against < 100 {
		t.Errorf("only %d lines against something were seen", against)
	}
	for _, r := range of("ActivityDefinition") {
		url := text(r.json["url"])
		if !supported[url] && !strings.Contains(url, ":department-") {
			t.Errorf("%s can be ordered, and nobody recommends it", r)
		}
		if r.json["intent"] != "proposal" {
			t.Errorf("%s is a %v", r, r.json["intent"])
		}
		delete(supported, url)
	}
	for url := range supported {
		t.Errorf("%s is recommended and cannot be ordered", url)
	}
}

// A medicine is requested as one, and what is done for her is not.
func TestActivities(t *testing.T) {
	for _, tr := range base().Treatments {
		for _, r := range of("ActivityDefinition") {
			if r.ID != "gravida-treatment-"+tr.ID {
				continue
			}
			kind, where := "ServiceRequest", "code"
			if tr.Medicine {
				kind, where = "MedicationRequest", "productCodeableConcept"
			}
			if r.json["kind"] != kind || !slices.Contains(codes([]any{r.json[where]}, "treatment"), tr.ID) {
				t.Errorf("%s: %v, %v", r, r.json["kind"], r.json[where])
			}
		}
	}
	// Vitamin D is a test and a treatment: the code of the measurement is not that of
	// the tablets.
	drug := find(t, "urn:gravida:activity:treatment-vitamin-d").json["productCodeableConcept"]
	test := find(t, "urn:gravida:activity:test-tsh").json["code"]
	if hasSystem(drug, knowledge.LOINC) || !hasSystem(test, knowledge.LOINC) {
		t.Errorf("vitamin D as a medicine is %v, TSH %v", drug, test)
	}
	if of("ActivityDefinition"); len(base().Departments) == 0 {
		t.Error("no departments")
	}
	for _, d := range base().Departments {
		find(t, "urn:gravida:activity:department-"+d.ID)
	}
	partner := find(t, "urn:gravida:activity:test-parental-karyotype-male").json["participant"]
	if partner == nil {
		t.Error("a test of the partner is not said to be his")
	}
}

func hasSystem(concept any, system string) bool {
	return slices.ContainsFunc(list(concept.(object)["coding"]), func(c any) bool { return c.(object)["system"] == system })
}

// Every id there is stands in the code system of its kind, in both languages.
func TestEveryID(t *testing.T) {
	b := base()
	want := map[string]map[string]knowledge.Text{}
	put := func(kind, id string, name knowledge.Text) {
		if want[kind] == nil {
			want[kind] = map[string]knowledge.Text{}
		}
		want[kind][id] = name
	}
	for _, of := range []struct {
		kind string
		list any
	}{
		{"cause", b.Causes}, {"finding", b.Causes}, {"test", b.Tests}, {"fact", b.Tests}, {"panel", b.Panels}, {"occasion", b.Occasions},
		{"treatment", b.Treatments}, {"requested", b.Treatments}, {"department", b.Departments}, {"outcome", b.Outcomes},
		{"outcome", b.Predicted}, {"setting", b.Settings}, {"criterion", b.Criteria}, {"model", b.Models},
	} {
		for i, list := 0, reflect.ValueOf(of.list); i < list.Len(); i++ {
			x := reflect.Indirect(list.Index(i))
			put(of.kind, x.FieldByName("ID").String(), x.FieldByName("Name").Interface().(knowledge.Text))
		}
	}
	for _, x := range b.Treatments {
		if b.Word(knowledge.Medications, x.ID) == nil {
			put("medication", x.ID, x.Name)
		}
	}
	for _, x := range b.Vocabulary {
		put("term", x.Name, x.Label)
	}
	for _, e := range b.Evidence {
		for _, x := range e.Trials {
			put("trial", x.ID, x.Name)
		}
	}
	for plural, kind := range map[string]string{knowledge.Conditions: "condition", knowledge.Medications: "medication", knowledge.Procedures: "procedure",
		knowledge.Allergies: "allergy", knowledge.Symptoms: "symptom", knowledge.Contexts: "context", knowledge.Details: "detail"} {
		for _, x := range b.Words[plural] {
			put(kind, x.ID, x.Name)
		}
	}
	for _, r := range b.Rules {
		for kind, id := range map[string]string{"direction": r.Direction, "strength": r.Strength, "evidence": r.Evidence, "read": r.Read,
			"urgency": r.Urgency, "cause-status": r.Status, "red-flag": r.Flag} {
			if id != "" {
				put(kind, id, knowledge.Text{})
			}
		}
		if len(r.Caution) > 0 {
			put("caution", r.ID, knowledge.Text{})
		}
	}
	for kind, ids := range want {
		system := find(t, r4.OwnSystem+kind)
		concepts := map[string]object{}
		for _, c := range list(system.json["concept"]) {
			c := c.(object)
			if concepts[text(c["code"])] != nil {
				t.Errorf("%s %v stands twice", kind, c["code"])
			}
			concepts[text(c["code"])] = c
		}
		if n := len(concepts); system.json["count"] != nil && system.json["count"] != float64(n) {
			t.Errorf("%s counts %v of %d", kind, system.json["count"], n)
		}
		for id, name := range ids {
			c := concepts[id]
			if c == nil {
				t.Errorf("%s %s is in no code system", kind, id)
				continue
			}
			if name.En != "" && c["display"] != name.En || name.Zh != "" && chinese(c) != name.Zh {
				t.Errorf("%s %s is called %v, %q", kind, id, c["display"], chinese(c))
			}
		}
	}
	for _, s := range of("CodeSystem") {
		for _, c := range list(s.json["concept"]) {
			if c := c.(object); chinese(c) == "" {
				t.Errorf("%s %v has no Chinese name", s, c["code"])
			}
		}
	}
}

func chinese(c object) string {
	for _, d := range list(c["designation"]) {
		if d := d.(object); d["language"] == "zh" {
			return text(d["value"])
		}
	}
	return ""
}

// Every code that is read stands in the value set of its meaning, one of SNOMED CT
// in the set that can be left out.
func TestEveryCode(t *testing.T) {
	sets := map[string]map[string]bool{}
	for _, r := range of("ValueSet") {
		members := map[string]bool{}
		for _, i := range list(r.json["compose"].(object)["include"]) {
			i := i.(object)
			for _, c := range list(i["concept"]) {
				key := text(i["system"]) + "|" + text(c.(object)["code"])
				if members[key] {
					t.Errorf("%s has %s twice", r, key)
				}
				members[key] = true
			}
		}
		sets[text(r.json["url"])] = members
	}
	n := 0
	for _, system := range base().Terminology.Systems() {
		if !strings.Contains(system, ":") {
			continue
		}
		for _, c := range base().Terminology.Codes(system) {
			url := "urn:gravida:valueset:" + c.Kind + "-" + c.Concept
			if system == knowledge.SNOMED {
				url += "-snomed"
			}
			if !sets[url][system+"|"+c.Code] {
				t.Errorf("%s is missing %s %s", url, system, c.Code)
			}
			n++
		}
	}
	if n < 1000 {
		t.Errorf("only %d codes", n)
	}
}
