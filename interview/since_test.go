package interview_test

import (
	"slices"
	"strings"
	"testing"

	godiff "github.com/google/go-cmp/cmp"

	"github.com/gravida-health/gravida/intake/casefile"
	"github.com/gravida-health/gravida/interview"
)

// bleedsToday tells of two losses, and of light bleeding in a pregnancy of six weeks.
func bleedsToday(p *interview.Page) map[string][]string {
	switch p.ID {
	case "symptoms":
		return one("which", "light-bleeding")
	case "pregnant":
		return one("answer", "yes")
	case "this-pregnancy":
		return one("status.gestation", "6")
	case "care":
		return one("which", interview.None)
	case interview.SeenPage:
		return one("answer", "yes")
	case "pregnancy-3":
		return one("outcome", "ongoing")
	}
	if values := twoLosses(p); p.ID != "pregnancy-2" {
		return values
	}
	return one("outcome", "miscarriage", "ended", "2025-01", "weeks", "7", "more", "yes")
}

// What was felt yesterday is not felt today, and nobody is taken to be well because she was
// asked yesterday: how she is, what she takes and how her pregnancy went is asked again. On
// the same day nothing is.
func TestAskedAgainTomorrow(t *testing.T) {
	v, base := talk(t)
	s, shown := run(t, v, interview.State{AsOf: today}, bleedsToday)
	if !slices.Contains(shown, "symptoms") || !slices.Contains(shown, "care") {
		t.Fatalf("shown were %v", shown)
	}
	for _, fhir := range []bool{false, true} {
		c := filed(t, v, s, base, fhir)
		if _, again := run(t, v, interview.State{From: v.Since(c, today), AsOf: today}, bleedsToday); len(again) > 0 {
			t.Errorf("on the same day she is asked %v again", again)
		}
		later := interview.State{From: v.Since(c, today.AddDays(1)), AsOf: today.AddDays(1)}
		step, err := v.Next(later)
		if err != nil {
			t.Fatal(err)
		}
		if step.Page == nil || step.Page.ID != "symptoms" || step.Ready {
			t.Errorf("the next day begins with %+v (ready: %v)", step.Page, step.Ready)
		}
		now, err := v.Case(later)
		if err != nil {
			t.Fatal(err)
		}
		if len(now.Status.Symptoms) > 0 || now.Status.AllSymptoms.Known || now.Status.Pregnant.Known || now.AllMedicines.Known {
			t.Errorf("the next day it is known already how she is: %+v", now.Status)
		}
		_, again := run(t, v, later, func(p *interview.Page) map[string][]string {
			switch p.ID {
			case "symptoms":
				return one("which", interview.None)
			case "medicines":
				return one("any", "no")
			case "pregnant":
				return one("answer", "no")
			case "pregnancy-3":
				return one("outcome", "miscarriage", "ended", "2026-03", "weeks", "6")
			case "pregnancy-4":
				return one("outcome", interview.None)
			}
			return twoLosses(p)
		})
		for _, page := range []string{"symptoms", "pregnant", "medicines", "pregnancy-3", "pregnancy-4", "again-2-losses"} {
			if !slices.Contains(again, page) {
				t.Errorf("the next day nobody asks for %s: %v", page, again)
			}
		}
		for _, page := range []string{"care", "allergies", "operations", "losses", "pregnancy-1", "illnesses", "tests-done", "papers"} {
			if slices.Contains(again, page) {
				t.Errorf("the next day she is asked %s again", page)
			}
		}
	}
}

// The gate before her medicines is shown again where it left them open, and her medicines
// are asked for by themselves where she was sure there.
func TestMedicinesAskedAgain(t *testing.T) {
	v, base := talk(t)
	for at, want := range map[string]string{"": "care", interview.Unsure: "care", interview.None: "medicines", "allergies": "medicines", "medicines": "medicines"} {
		answer := func(p *interview.Page) map[string][]string {
			switch {
			case p.ID == "care" && at == "":
				return nil
			case p.ID == "care":
				return one("which", at)
			case p.ID == "medicines" && len(p.Fields) == 1:
				return one("which", "folic-acid")
			case p.ID == "medicines":
				return one("any", "yes", "which", "folic-acid")
			}
			return twoLosses(p)
		}
		s, _ := run(t, v, interview.State{AsOf: today}, answer)
		c := filed(t, v, s, base, false)
		if _, again := run(t, v, interview.State{From: v.Since(c, today), AsOf: today}, answer); len(again) > 0 {
			t.Errorf("%q: on the same day she is asked %v again", at, again)
		}
		_, again := run(t, v, interview.State{From: v.Since(c, today.AddDays(1)), AsOf: today.AddDays(1)}, answer)
		if !slices.Contains(again, want) {
			t.Errorf("%q: the next day she is asked %v, and not %s", at, again, want)
		}
	}
}

// A file without a day does not say when she was asked: where it leaves open how she is,
// that is asked.
func TestNoDay(t *testing.T) {
	v, base := talk(t)
	c, err := casefile.Read("case.yaml", []byte("gravida: case/1\npregnancies: [{outcome: miscarriage, gestation: 8w}]\ninterview: {asked: [symptoms, pregnant, no-such-page], skipped: [care, seen]}\n"), base)
	if err != nil {
		t.Fatal(err)
	}
	_, shown := run(t, v, interview.State{From: v.Since(c, today), AsOf: today}, func(*interview.Page) map[string][]string { return nil })
	for _, page := range []string{"symptoms", "pregnant", "care"} {
		if !slices.Contains(shown, page) {
			t.Errorf("nobody asks for %s: %v", page, shown)
		}
	}
	if c.Interview.Asked[0] != "symptoms" {
		t.Errorf("the record was changed: %v", c.Interview)
	}
}

// Every woman who opens her file a month later is asked only for what may have passed, and
// who says the same as before is known as well as before.
func TestWomenAMonthLater(t *testing.T) {
	v, base := talk(t)
	women := named(t, base)
	for _, w := range women {
		name, c := w.name, w.c
		answer := (&woman{c: c, base: base, talk: v, brief: true}).answer
		s, first := run(t, v, interview.State{AsOf: c.AsOf}, answer)
		before := filed(t, v, s, base, false)
		day := c.AsOf.AddDays(30)
		later, again := run(t, v, interview.State{From: v.Since(before, day), AsOf: day}, answer)
		for _, page := range again {
			p, _ := v.Page(later, page)
			passes := strings.HasPrefix(page, "pregnancy-") || page == interview.SeenPage || page == "care" || p == nil || slices.ContainsFunc(p.Facts, func(f string) bool {
				return strings.HasPrefix(f, "status.") || f == "medications" || f == "patient.age"
			})
			if slices.Contains(first, page) && !passes {
				t.Errorf("%s is asked %s again", name, page)
			}
		}
		if slices.Contains(first, "symptoms") && !slices.Contains(again, "symptoms") {
			t.Errorf("nobody asks %s how she is: %v", name, again)
		}
		after, err := v.Case(later)
		if err != nil {
			t.Fatal(err)
		}
		if d := godiff.Diff(before.AllMedicines.Known, after.AllMedicines.Known) + godiff.Diff(before.History.Complete, after.History.Complete) +
			godiff.Diff(before.Status.AllSymptoms.Known, after.Status.AllSymptoms.Known) + godiff.Diff(before.Status.Pregnant.Known, after.Status.Pregnant.Known); d != "" {
			t.Errorf("%s (-before +after), asked %v:\n%s", name, again, d)
		}
	}
}
