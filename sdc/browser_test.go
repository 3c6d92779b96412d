package sdc_test

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/internal/browsertool"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/sdc"
	"github.com/gravida-health/gravida/server"
)

// formsRequired is the environment variable under which a forms program that cannot be
// had is a failure and no reason to skip; continuous integration sets it.
const formsRequired = "GRAVIDA_FORMS"

// building is held while the page of Smart Forms is built, which is done once.
var building sync.Mutex

// renderer runs a program of tools/forms in a real browser and gives what it prints.
func renderer(t *testing.T, script string, args ...string) []byte {
	t.Helper()
	browser := browsertool.Find(t, "forms", formsRequired)
	node, folder := browser.Node, browser.Folder
	building.Lock()
	if _, err := os.Stat(filepath.Join(folder, "built", "smart.js")); err != nil {
		build := exec.Command(node, "build.mjs")
		build.Dir = folder
		if out, err := build.CombinedOutput(); err != nil {
			t.Errorf("build the page of Smart Forms: %v\n%s", err, out)
		}
	}
	building.Unlock()
	run := exec.Command(node, append([]string{script}, args...)...)
	run.Dir = folder
	run.Env = browser.Env
	var said bytes.Buffer
	run.Stderr = &said
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", script, args, err, said.Bytes())
	}
	return out
}

// assessed is the assessment of a case as JSON, without where each fact stands.
func assessed(t *testing.T, e *gravida.Engine, c *patient.Case) string {
	t.Helper()
	same := *c
	same.ID = "same"
	patient.EachSource(&same, func(s *patient.Source) { *s = patient.Source{} })
	same.Source = patient.Source{}
	data, err := json.MarshalIndent(e.Assess(&same, assessment.Options{Lang: "en"}), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// dated is a response as it is handed in, as of the day of the case: programs write the
// day they ran.
func dated(t *testing.T, response []byte, day string) []byte {
	t.Helper()
	var r object
	if err := json.Unmarshal(response, &r); err != nil {
		t.Fatal(err)
	}
	r["authored"], r["status"] = day, "completed"
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// typed are the women whose histories are typed into the forms, by language: between them
// pregnancies, results, clots and diagnoses that repeat, with nested days, years and months
// alone, numbers in units, below a limit and as a titre, choices of long lists, and what
// was ruled out.
var typed = map[string][]string{
	"en": {"graves-and-stillbirths", "protein-s-and-two-clots"},
	"zh": {"lupus-nephritis-on-mycophenolate"},
}

// handed are the women whose answers stand in the form already, as $populate has them, and
// come back: those of the longest records.
var handed = map[string][]string{
	"en": {"lupus-on-warfarin"},
	"zh": {"unexplained-asks-for-immunotherapy"},
}

// held is a case file as a program can hold it: LHC-Forms takes no date without a day, and
// no sign before a number.
func held(program string, file []byte) []byte {
	if program != "lforms" {
		return file
	}
	for _, r := range []struct{ from, to string }{
		{`((?:born|ended|date|since|until): \d{4})([,}\s])`, "$1-02$2"},
		{`((?:born|ended|date|since|until): \d{4}-\d{2})([,}\s])`, "$1-03$2"},
		{`(value: )"[<>]=?([0-9.]+)"`, "$1$2"},
	} {
		file = regexp.MustCompile(r.from).ReplaceAll(file, []byte(r.to))
	}
	return file
}

// woman is somebody whose form a program fills in.
type woman struct {
	Name     string          `json:"name"`
	Response json.RawMessage `json:"response"`
	Given    bool            `json:"given"` // handed to the program, and not typed
	want     *patient.Case
}

// women are the women as they are told to a program in a language.
func women(t *testing.T, e *gravida.Engine, program, lang string) (list []woman) {
	t.Helper()
	forms, _ := made()
	for _, name := range append(slices.Clone(typed[lang]), handed[lang]...) {
		file := filepath.Join("..", "testdata", "women", name, "case.yaml")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		w := woman{Name: name, Given: slices.Contains(handed[lang], name)}
		text = held(program, text)
		if w.want, err = casefile.Read(file, text, e.Base()); err != nil {
			t.Fatal(err)
		}
		var leftOut []string
		if w.Response, leftOut, err = forms.Populate(w.want, lang); err != nil || len(leftOut) > 0 {
			t.Fatalf("%s: %v %v", w.Name, leftOut, err)
		}
		list = append(list, w)
	}
	return list
}

// TestRenderersInBrowser fills the long form in with programs of others, in a real
// browser: what they make of it is assessed as the case file is. Some women's answers are
// typed, others' handed over.
func TestRenderersInBrowser(t *testing.T) {
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	forms, _ := made()
	for _, program := range []string{"lforms", "smart"} {
		t.Run(program, func(t *testing.T) {
			t.Parallel() // each has a browser of its own
			for _, lang := range []string{"en", "zh"} {
				folder := t.TempDir()
				keep := func(name string, data []byte) string {
					name = filepath.Join(folder, name)
					if err := os.WriteFile(name, data, 0o644); err != nil {
						t.Fatal(err)
					}
					return name
				}
				q, _ := forms.Questionnaire("gravida-case", lang)
				list := women(t, e, program, lang)
				told, err := json.Marshal(list)
				if err != nil {
					t.Fatal(err)
				}
				var responses map[string]json.RawMessage
				if err := json.Unmarshal(renderer(t, "long.mjs", program, keep("questionnaire.json", q), keep("women.json", told)), &responses); err != nil {
					t.Fatal(err)
				}
				for _, w := range list {
					same(t, e, w, responses[w.Name])
				}
			}
		})
	}
}

// same compares what a program made of the form with the case file.
func same(t *testing.T, e *gravida.Engine, w woman, response []byte) {
	t.Helper()
	for got, err := range intake.Read("response.json", bytes.NewReader(dated(t, response, w.want.AsOf.String())), e.Base()) {
		if err != nil {
			t.Fatalf("%s: %v", w.Name, err)
		}
		for _, issue := range got.Issues {
			t.Errorf("%s: %s: %s", w.Name, issue.Source, issue.En)
		}
		if diff := cmp.Diff(inUCUM.Replace(assessed(t, e, w.want)), inUCUM.Replace(assessed(t, e, got))); diff != "" {
			t.Errorf("%s: the form is assessed otherwise (-file +form):\n%s", w.Name, diff)
		}
	}
}

// TestAdaptiveInBrowser goes through the interview in the programs, each question from a
// real server: the answers are assessed as in the interview itself.
func TestAdaptiveInBrowser(t *testing.T) {
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(e, server.Options{})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s)
	defer web.Close()
	file, err := filepath.Abs("testdata/interview.json")
	if err != nil {
		t.Fatal(err)
	}
	want := assessed(t, e, interviewed(t, file))
	for program, lang := range map[string]string{"lforms": "en", "smart": "zh"} {
		got, err := sdc.Reader(e.Base())("response.json", renderer(t, "adaptive.mjs", program, web.URL+"/fhir", file, lang))
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Issues) > 0 {
			t.Errorf("%s: issues: %+v", program, got.Issues)
		}
		if diff := cmp.Diff(want, assessed(t, e, got)); diff != "" {
			t.Errorf("%s: the form is assessed otherwise (-interview +form):\n%s", program, diff)
		}
	}
}

// interviewed is the case of the same answers, given to the interview itself.
func interviewed(t *testing.T, file string) *patient.Case {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var answers map[string][]object
	if err := json.Unmarshal(data, &answers); err != nil {
		t.Fatal(err)
	}
	_, talk := made()
	state := interview.State{AsOf: today}
	for pages := 0; pages < 150; pages++ {
		step, err := talk.Next(state)
		if err != nil {
			t.Fatal(err)
		}
		if step.Page == nil {
			break
		}
		a := interview.Answer{Page: step.Page.ID, Values: map[string][]string{}}
		for _, f := range step.Page.Fields {
			for _, answer := range answers[step.Page.ID+"/"+f.Name] {
				for kind, v := range answer {
					if kind == "valueCoding" {
						v = v.(object)["code"]
					}
					a.Values[f.Name] = append(a.Values[f.Name], v.(string))
				}
			}
		}
		after, mistakes := talk.Give(state, a)
		if len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		state = after
	}
	want, err := talk.Case(state)
	if err != nil {
		t.Fatal(err)
	}
	if len(want.Pregnancies) != 3 {
		t.Errorf("the interview tells %d pregnancies", len(want.Pregnancies))
	}
	return want
}
