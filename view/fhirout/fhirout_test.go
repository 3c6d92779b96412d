package fhirout_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/casetest"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/fhirout"
)

var engine = sync.OnceValue(func() *gravida.Engine {
	e, err := gravida.New()
	if err != nil {
		panic(err)
	}
	return e
})

// women are the case files of all named women.
func women(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/women/*/case.yaml")
	if err != nil || len(files) < 30 {
		t.Fatalf("found %d women (%v)", len(files), err)
	}
	return files
}

func assessed(t *testing.T, file string, o assessment.Options) *assessment.Assessment {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return assessedText(t, string(data), o)
}

func assessedText(t *testing.T, text string, o ...assessment.Options) *assessment.Assessment {
	t.Helper()
	c, err := casefile.Read("case.yaml", []byte(text), engine().Base())
	if err != nil {
		t.Fatal(err)
	}
	return engine().Assess(c, append(o, assessment.Options{})[0])
}

// object is any JSON object.
type object = map[string]any

type fataler interface {
	Helper()
	Fatal(...any)
}

func write(t fataler, a *assessment.Assessment) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := fhirout.Write(&out, a); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// resources are those of a written bundle, by type.
func resources(t fataler, data []byte) map[string][]object {
	t.Helper()
	var b struct{ Entry []struct{ Resource object } }
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	byType := map[string][]object{}
	for _, e := range b.Entry {
		kind := e.Resource["resourceType"].(string)
		byType[kind] = append(byType[kind], e.Resource)
	}
	return byType
}

// at follows keys and indexes into a value; nil where there is nothing.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(object)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

// own is the code a concept has in Gravida's own system of a kind.
func own(concept any, kind string) string {
	list, _ := at(concept, "coding").([]any)
	for _, c := range list {
		if at(c, "system") == "urn:gravida:"+kind {
			return at(c, "code").(string)
		}
	}
	return ""
}

// sound lists what is wrong with a bundle as a whole: no case may give any.
func sound(data []byte) (wrong []string) {
	var b struct {
		ResourceType, Type string
		Entry              []struct {
			FullURL  string `json:"fullUrl"`
			Resource object
		}
	}
	if err := json.Unmarshal(data, &b); err != nil {
		return []string{err.Error()}
	}
	if b.ResourceType != "Bundle" || b.Type != "collection" && b.Type != "transaction" {
		wrong = append(wrong, b.ResourceType+" "+b.Type)
	}
	here := map[string]string{}
	for _, e := range b.Entry {
		kind, _ := e.Resource["resourceType"].(string)
		if here[e.FullURL] != "" {
			wrong = append(wrong, "twice: "+e.FullURL)
		}
		here[e.FullURL] = kind
		if e.FullURL != fmt.Sprint("urn:uuid:", e.Resource["id"]) {
			wrong = append(wrong, fmt.Sprintf("%s is %v", e.FullURL, e.Resource["id"]))
		}
		if problem := wellFormed(at(e.Resource, "text", "div")); problem != "" {
			wrong = append(wrong, kind+": "+problem)
		}
	}
	for _, e := range b.Entry {
		walk(e.Resource, "", func(path string, v any) {
			switch v := v.(type) {
			case string:
				if v == "" || strings.TrimSpace(v) != v {
					wrong = append(wrong, fmt.Sprintf("%v%s is %q", e.Resource["resourceType"], path, v))
				}
				if strings.HasSuffix(path, ".reference") && strings.HasPrefix(v, "urn:uuid:") && here[v] == "" {
					wrong = append(wrong, fmt.Sprintf("%v%s points at nothing: %s", e.Resource["resourceType"], path, v))
				}
			case object:
				to, _ := v["reference"].(string)
				if typed := v["type"]; typed != nil && strings.HasPrefix(to, "urn:uuid:") && here[to] != typed {
					wrong = append(wrong, fmt.Sprintf("%v%s says %v of a %s", e.Resource["resourceType"], path, typed, here[to]))
				}
				if len(v) == 0 {
					wrong = append(wrong, path+" is empty")
				}
			case []any:
				if len(v) == 0 {
					wrong = append(wrong, path+" is empty")
				}
			}
		})
	}
	return wrong
}

func walk(v any, path string, visit func(string, any)) {
	visit(path, v)
	switch v := v.(type) {
	case object:
		for key, inner := range v {
			walk(inner, path+"."+key, visit)
		}
	case []any:
		for _, inner := range v {
			walk(inner, path, visit)
		}
	}
}

// wellFormed reads a narrative as XML; "" when it is.
func wellFormed(div any) string {
	s, _ := div.(string)
	if !strings.HasPrefix(s, `<div xmlns="http://www.w3.org/1999/xhtml"`) {
		return fmt.Sprintf("the narrative is %.40q", s)
	}
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return ""
		}
		if err != nil {
			return err.Error()
		}
		if e, ok := token.(xml.StartElement); ok && !slices.Contains([]string{"div", "p", "b", "ul", "li"}, e.Name.Local) {
			return "the narrative holds <" + e.Name.Local + ">"
		}
	}
}

// TestWomen holds what a bundle says against the assessment it was made from.
func TestWomen(t *testing.T) {
	for _, file := range women(t) {
		for _, lang := range []string{"en", "zh"} {
			t.Run(filepath.Base(filepath.Dir(file))+" "+lang, func(t *testing.T) {
				a := assessed(t, file, assessment.Options{Lang: lang})
				data := write(t, a)
				for _, w := range sound(data) {
					t.Error(w)
				}
				if !bytes.Equal(data, write(t, a)) {
					t.Error("written twice, it differs")
				}
				if bytes.Count(data, []byte("\n")) != 1 {
					t.Error("it is not one line")
				}
				agrees(t, a, resources(t, data))
			})
		}
	}
}

type failer interface {
	Helper()
	Errorf(string, ...any)
}

// agrees checks that nothing is claimed that the assessment does not claim.
func agrees(t failer, a *assessment.Assessment, r map[string][]object) {
	t.Helper()
	status := map[string]string{}
	for _, c := range a.Causes {
		status[c.ID] = c.Status
	}
	want := map[string]string{"provisional": knowledge.Established, "unconfirmed": knowledge.Suspected, "refuted": knowledge.Excluded}
	for _, c := range r["Condition"] {
		id, said := own(c["code"], "cause"), at(c, "verificationStatus", "coding", 0, "code").(string)
		if want[said] == "" || want[said] != status[id] {
			t.Errorf("%s is %s, and the Condition says %s", id, status[id], said)
		}
	}
	orders := map[string]object{}
	for _, s := range r["ServiceRequest"] {
		if s["status"] != "draft" || s["intent"] != "proposal" {
			t.Errorf("an order that is no proposal: %v", s)
		}
		if id := own(s["code"], "test"); id != "" {
			orders[id] = s
		}
	}
	asked := 0
	for _, test := range a.Tests {
		open := slices.Contains([]string{"due", "repeat", "defer"}, test.Status)
		if open {
			asked++
		}
		s := orders[test.ID]
		if (s != nil) != open {
			t.Errorf("%s is %s; ordered: %v", test.ID, test.Status, s != nil)
		}
		if s != nil && test.NotBefore > a.AsOf && at(s, "occurrencePeriod", "start") != test.NotBefore {
			t.Errorf("%s is not before %s; the order says %v", test.ID, test.NotBefore, s["occurrencePeriod"])
		}
		if s != nil && s["occurrencePeriod"] == nil && s["asNeededCodeableConcept"] == nil {
			t.Errorf("%s has no time", test.ID)
		}
	}
	if asked != len(orders) {
		t.Errorf("%d tests to be done, %d orders", asked, len(orders))
	}
	models := map[string]assessment.Prognosis{}
	for _, p := range a.Prognosis {
		models[p.Model] = p
	}
	if len(r["RiskAssessment"]) != len(models) {
		t.Errorf("%d models, %d RiskAssessments", len(models), len(r["RiskAssessment"]))
	}
	for _, risk := range r["RiskAssessment"] {
		m := models[own(risk["method"], "model")]
		p, given := at(risk, "prediction", 0, "probabilityDecimal").(float64)
		if given != (m.Value != nil && m.Status != "no") {
			t.Errorf("%s, which fits %s, gives %v", m.Model, m.Status, risk["prediction"])
		}
		if given && (p < *m.Value*100-0.06 || p > *m.Value*100+0.06) {
			t.Errorf("%s: %v is written as %v %%", m.Model, *m.Value, p)
		}
		if risk["status"] == "final" && !m.Applies {
			t.Errorf("%s does not surely apply, and is final", m.Model)
		}
	}
	judged := map[string]string{}
	for _, d := range a.Recurrence {
		judged[d.Definition] = d.Status
	}
	for _, c := range a.Criteria {
		judged[c.ID] = c.Status
	}
	for _, o := range r["Observation"] {
		id := own(o["code"], "definition") + own(o["code"], "criterion")
		met, known := o["valueBoolean"].(bool)
		if known != (judged[id] != "unknown") || known && met != (judged[id] == "met") || known == (o["dataAbsentReason"] != nil) {
			t.Errorf("%s is %s, and written as %v", id, judged[id], o["valueBoolean"])
		}
	}
	if flags := len(r["Flag"]); flags != len(a.RedFlags) {
		t.Errorf("%d red flags, %d Flags", len(a.RedFlags), flags)
	}
	high := 0
	for _, d := range r["DetectedIssue"] {
		if own(d["code"], "red-flag") != "" && d["severity"] == "high" {
			high++
		}
	}
	if high != len(a.RedFlags) {
		t.Errorf("%d red flags, %d severe issues", len(a.RedFlags), high)
	}
	planned := map[string]bool{}
	activities, _ := r["CarePlan"][0]["activity"].([]any)
	for _, activity := range activities {
		if (at(activity, "reference") == nil) == (at(activity, "detail") == nil) {
			t.Errorf("an activity is a reference or a detail: %v", activity)
		}
		planned[own(at(activity, "detail", "code"), "treatment")] = true
	}
	for _, treatment := range a.Treatments {
		spokenFor := slices.ContainsFunc(treatment.Positions, func(p assessment.Position) bool {
			return p.Direction == knowledge.For || p.Direction == knowledge.ConditionalFor
		})
		if planned[treatment.ID] && (len(treatment.Forbidden) > 0 || !spokenFor) {
			t.Errorf("%s is planned, and not for her", treatment.ID)
		}
	}
	g := r["GuidanceResponse"][0]
	required, _ := g["dataRequirement"].([]any)
	answer := "success"
	if len(required) > 0 {
		answer = "data-requested"
	}
	for _, d := range a.Recurrence {
		if d.Definition == a.Leading && d.Status == "unknown" {
			answer = "data-required"
		}
	}
	if g["status"] != answer || len(a.Questions) > len(required) {
		t.Errorf("%d questions, %d data required, status %v, want %s", len(a.Questions), len(required), g["status"], answer)
	}
	// The numbered statements can be opened: every id is one of the assessment's.
	for _, list := range r {
		for _, one := range list {
			ids, _ := one["identifier"].([]any)
			for _, id := range ids {
				if system, _ := at(id, "system").(string); strings.HasPrefix(system, "urn:gravida:statement:") {
					if _, ok := a.Open(assessment.StatementID(at(id, "value").(string))); !ok {
						t.Errorf("%v opens nothing", id)
					}
				}
			}
		}
	}
}

// TestLanguageChangesWordsOnly: ids and codes are the same in both languages.
func TestLanguageChangesWordsOnly(t *testing.T) {
	ids := func(lang string) (all []string) {
		a := assessed(t, "../../examples/anna.yaml", assessment.Options{Lang: lang})
		for kind, list := range resources(t, write(t, a)) {
			for _, r := range list {
				all = append(all, fmt.Sprint(kind, r["id"], at(r, "code", "coding"), r["status"]))
			}
		}
		slices.Sort(all)
		return all
	}
	if en, zh := ids("en"), ids("zh"); !slices.Equal(en, zh) {
		t.Errorf("English has\n%v\nChinese\n%v", en, zh)
	}
}

// TestContentMakesIDs: another day or another fact is another answer.
func TestContentMakesIDs(t *testing.T) {
	data, err := os.ReadFile("../../examples/anna.yaml")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	lasting := map[string]bool{"Patient": true, "Device": true, "Library": true}
	for _, text := range []string{string(data), strings.Replace(string(data), "5.1", "5.2", 1), strings.Replace(string(data), "asOf: 2026-03-01", "asOf: 2026-03-02", 1)} {
		c, err := casefile.Read("case.yaml", []byte(text), engine().Base())
		if err != nil {
			t.Fatal(err)
		}
		for _, list := range resources(t, write(t, engine().Assess(c, assessment.Options{}))) {
			for _, r := range list {
				if id := r["id"].(string); lasting[r["resourceType"].(string)] {
					continue
				} else if seen[id] {
					t.Errorf("%v %s comes from two answers", r["resourceType"], id)
				} else {
					seen[id] = true
				}
			}
		}
	}
}

// TestAnna reads one bundle closely.
func TestAnna(t *testing.T) {
	r := resources(t, write(t, assessed(t, "../../examples/anna.yaml", assessment.Options{})))
	find := func(kind, system, id string) object {
		for _, one := range r[kind] {
			if own(one["code"], system) == id {
				return one
			}
		}
		t.Fatalf("no %s of %s", kind, id)
		return nil
	}
	lupus := find("ServiceRequest", "test", "lupus-anticoagulant")
	if got := at(lupus, "code", "coding", 0); fmt.Sprint(got) != "map[code:3281-3 system:http://loinc.org]" {
		t.Errorf("lupus anticoagulant is coded %v", got)
	}
	if got := at(lupus, "occurrencePeriod", "start"); got != "2026-04-03" {
		t.Errorf("it is repeated from %v", got)
	}
	aps := find("Condition", "cause", "antiphospholipid-syndrome")
	if got := at(lupus, "reasonReference", 0, "reference"); got != fmt.Sprint("urn:uuid:", aps["id"]) {
		t.Errorf("its reason is %v", got)
	}
	if got := at(aps, "verificationStatus", "coding", 0, "code"); got != "unconfirmed" {
		t.Errorf("the syndrome is %v", got)
	}
	if at(lupus, "instantiatesUri", 0) == nil {
		t.Error("no guideline is named by its address")
	}
	unconfirmed := 0
	for _, s := range r["ServiceRequest"] {
		if strings.Contains(fmt.Sprint(s["note"]), "unconfirmed: nobody on the project could read it") {
			unconfirmed++
		}
	}
	if unconfirmed == 0 {
		t.Error("no note says that a line is unconfirmed")
	}
}

// TestAnyCase: any case gives a whole bundle that claims nothing of its own.
func TestAnyCase(t *testing.T) {
	base := engine().Base()
	rapid.Check(t, func(t *rapid.T) {
		c := casetest.Case(t, base)
		if !c.AsOf.Known() {
			c.AsOf = date.MustParse("2026-03-01")
		}
		a := engine().Assess(c, assessment.Options{Lang: rapid.SampledFrom([]string{"en", "zh"}).Draw(t, "lang")})
		data := write(t, a)
		for _, w := range sound(data) {
			t.Error(w)
		}
		agrees(t, a, resources(t, data))
	})
}
