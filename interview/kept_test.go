package interview_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	godiff "github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/intake"
	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/casefhir"
)

// teller is a test, or a property of one.
type teller interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
	Fatalf(string, ...any)
}

// again keeps an interview as a file, and opens the file on the same day.
func again(t teller, v *interview.Interview, s interview.State, base *knowledge.Base, fhir bool) interview.State {
	t.Helper()
	return interview.State{From: v.Since(filed(t, v, s, base, fhir), s.AsOf), AsOf: s.AsOf}
}

// filed keeps an interview as a file, and reads the file.
func filed(t teller, v *interview.Interview, s interview.State, base *knowledge.Base, fhir bool) *patient.Case {
	t.Helper()
	c, err := v.Kept(s, "")
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	name := "case.yaml"
	if fhir {
		name, err = "case.json", casefhir.Write(&file, c, base, casefhir.Options{})
	} else if leftOut, wrong := casefile.WriteAccepted(&file, c, base); len(leftOut) > 0 {
		t.Fatalf("the file lacks %v", leftOut)
	} else {
		err = wrong
	}
	if err != nil {
		t.Fatal(err)
	}
	text := file.String()
	var opened []*patient.Case
	for c, err := range intake.Read(name, &file, base) {
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		opened = append(opened, c)
	}
	if len(opened) != 1 {
		t.Fatalf("%d cases in\n%s", len(opened), text)
	}
	return opened[0]
}

// goesOn holds an opened file against the interview it was kept of: the same answer, the
// same question next, and as many left.
func goesOn(t teller, v *interview.Interview, who string, s, opened interview.State) {
	t.Helper()
	was, err := v.Next(s)
	if err != nil {
		t.Fatal(err)
	}
	is, err := v.Next(opened)
	if err != nil {
		t.Fatalf("%s: %v", who, err)
	}
	page := func(p *interview.Page) string {
		if p == nil {
			return "none"
		}
		return p.ID
	}
	if _, asked := s.Answer(interview.SeenPage); asked && page(is.Page) == interview.SeenPage && was.Page == nil {
		was.Page, was.Left = is.Page, is.Left // while she waits to be seen, she is asked again whenever she comes back
	}
	if page(was.Page) != page(is.Page) || was.Left != is.Left || was.Ready != is.Ready {
		t.Errorf("%s: next was %s of %d (ready: %v), and is %s of %d (ready: %v)", who, page(was.Page), was.Left, was.Ready, page(is.Page), is.Left, is.Ready)
	}
	was.Assessment.Case, is.Assessment.Case = "", ""
	// of one day's findings of a scan FHIR keeps no order
	lines := func(a *assessment.Assessment) []string {
		list := strings.Split(strings.ReplaceAll(inFull(t, a), ",\n", "\n"), "\n")
		slices.Sort(list)
		return list
	}
	if d := godiff.Diff(lines(was.Assessment), lines(is.Assessment)); d != "" {
		t.Errorf("%s: another answer (-before +opened):\n%.3000s", who, d)
	}
}

// Whoever keeps her case in the middle of the interview or at its end, and opens it again,
// stands where she stood: as a case file and as FHIR, with and without her papers.
func TestOpenedAgain(t *testing.T) {
	v, base := talk(t)
	women := named(t, base)
	for i, w := range women {
		name, c := w.name, w.c
		s, shown := run(t, v, interview.State{AsOf: c.AsOf}, (&woman{c: c, base: base, talk: v, brief: true}).answer)
		goesOn(t, v, name, s, again(t, v, s, base, false))
		goesOn(t, v, name+" as FHIR", s, again(t, v, s, base, true))
		at := 1 + i*5%len(shown) // another place with each woman
		midway := interview.State{AsOf: s.AsOf, Answers: s.Answers[:at]}
		goesOn(t, v, name+" after "+shown[at-1], midway, again(t, v, midway, base, false))
	}
}

// So does a woman who is sure of nothing, one who skips everything, and one who has had no
// test: at every page.
func TestOpenedAgainAnywhere(t *testing.T) {
	v, base := talk(t)
	two := func(p *interview.Page) map[string][]string {
		values := twoLosses(p)
		for i := range p.Fields {
			f := &p.Fields[i]
			if len(values[f.Name]) == 0 && f.Asked(values) && slices.ContainsFunc(f.Options, func(o interview.Option) bool { return o.Value == interview.None }) {
				values[f.Name] = []string{interview.None}
			}
		}
		return values
	}
	for who, answer := range map[string]func(*interview.Page) map[string][]string{"skips": func(*interview.Page) map[string][]string { return nil }, "not sure": notSure, "no test": two} {
		s, shown := run(t, v, interview.State{AsOf: today}, answer)
		for at := range len(shown) + 1 {
			midway := interview.State{AsOf: s.AsOf, Answers: s.Answers[:at]}
			where := who + " at the end"
			if at < len(shown) {
				where = who + " before " + shown[at]
			}
			goesOn(t, v, where, midway, again(t, v, midway, base, at%2 == 1))
		}
	}
}

// notSure answers every choice with "not sure".
func notSure(p *interview.Page) map[string][]string {
	values := map[string][]string{}
	for i := range p.Fields {
		if f := &p.Fields[i]; f.Asked(values) && slices.ContainsFunc(f.Options, func(o interview.Option) bool { return o.Value == interview.Unsure }) {
			values[f.Name] = []string{interview.Unsure}
		}
	}
	return values
}

// twoLosses tells of two early losses, of which the tissue was not looked at.
func twoLosses(p *interview.Page) map[string][]string {
	values := map[string][]string{}
	switch p.ID {
	case "pregnancy-1":
		return map[string][]string{"outcome": {"miscarriage"}, "ended": {"2024-03"}, "weeks": {"8"}, "more": {"yes"}}
	case "pregnancy-2":
		return map[string][]string{"outcome": {"miscarriage"}, "ended": {"2025-01"}, "weeks": {"7"}, "partner": {"same"}, "more": {"no"}}
	}
	for i := range p.Fields {
		f := &p.Fields[i]
		for _, o := range f.Options {
			if f.Asked(values) && (o.Value == "not-done" || o.Value == "ultrasound") && len(values[f.Name]) == 0 {
				values[f.Name] = []string{o.Value}
			}
		}
	}
	return values
}
