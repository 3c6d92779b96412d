package sdc_test

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
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

// renderer runs a program of tools/forms in a real browser and gives what it prints.
func renderer(t *testing.T, script string, args ...string) []byte {
	t.Helper()
	browser := browsertool.Find(t, "forms", formsRequired)
	node, folder := browser.Node, browser.Folder
	if _, err := os.Stat(filepath.Join(folder, "built", "smart.js")); err != nil {
		build := exec.Command(node, "build.mjs")
		build.Dir = folder
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("build the page of Smart Forms: %v\n%s", err, out)
		}
	}
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

// TestRenderersInBrowser fills Anna's history into the long form with programs of others, in a
// real browser: what they make of it is assessed as her case file is.
func TestRenderersInBrowser(t *testing.T) {
	e, err := gravida.New()
	if err != nil {
		t.Fatal(err)
	}
	forms, _ := made()
	q, _ := forms.Questionnaire("gravida-case", "en")
	questionnaire := filepath.Join(t.TempDir(), "questionnaire.json")
	if err := os.WriteFile(questionnaire, q, 0o644); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("../examples/anna.yaml")
	if err != nil {
		t.Fatal(err)
	}
	// LHC-Forms takes no date without a day.
	toTheDay := strings.NewReplacer("ended: 2021-05,", "ended: 2021-05-14,", "ended: 2022-09,", "ended: 2022-09-03,", "ended: 2024-03,", "ended: 2024-03-20,")
	for _, test := range []struct{ program, answers, file string }{
		{"lforms", "anna-days.json", toTheDay.Replace(string(file))},
		// Smart Forms takes them, and long: two of her pregnancies stand for the rest.
		{"smart", "anna-part.json", "gravida: case/1\nasOf: 2026-03-01\npatient: {born: 1991-04-12}\npregnancies:\n" +
			"  - {outcome: miscarriage, ended: 2021-05, gestation: 8w2d, partner: A}\n  - {outcome: livebirth, ended: 2022-09, gestation: 39w0d, partner: A}\n"},
	} {
		t.Run(test.program, func(t *testing.T) {
			answers, err := filepath.Abs(filepath.Join("testdata", test.answers))
			if err != nil {
				t.Fatal(err)
			}
			response := dated(t, renderer(t, "long.mjs", test.program, questionnaire, answers), "2026-03-01")
			want, err := casefile.Read("anna.yaml", []byte(test.file), e.Base())
			if err != nil {
				t.Fatal(err)
			}
			for got, err := range intake.Read("response.json", bytes.NewReader(response), e.Base()) {
				if err != nil {
					t.Fatal(err)
				}
				for _, issue := range got.Issues {
					t.Errorf("%s: %s", issue.Source, issue.En)
				}
				if diff := cmp.Diff(assessed(t, e, want), assessed(t, e, got)); diff != "" {
					t.Errorf("the form is assessed otherwise (-file +form):\n%s", diff)
				}
			}
		})
	}
}

// TestAdaptiveInBrowser goes through the interview in LHC-Forms, each question from a
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
	response := renderer(t, "adaptive.mjs", web.URL+"/fhir", file)
	got, err := sdc.Reader(e.Base())("response.json", response)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Issues) > 0 {
		t.Errorf("issues: %+v", got.Issues)
	}
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
	if diff := cmp.Diff(assessed(t, e, want), assessed(t, e, got)); diff != "" {
		t.Errorf("the form is assessed otherwise (-interview +form):\n%s", diff)
	}
}
