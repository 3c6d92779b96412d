package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
)

// show prints one entry, found by its id: a rule, a guideline or a set of
// criteria, a model or a treatment with all that a reader should know of it,
// anything else as the lists have it.
func show(e *gravida.Engine, args []string, lang string, std streams) error {
	if len(args) != 1 {
		return usagef("knowledge show: want one id\nRun gravida knowledge list rules for the rules there are.")
	}
	id, b := args[0], e.Base()
	var known []string
	for _, r := range b.EveryRule() {
		known = append(known, r.ID)
		if r.ID == id {
			showRule(r, b, lang, std)
			return nil
		}
	}
	if g := b.Guideline(id); g != nil {
		showGuideline(g, b, lang, std)
		return nil
	}
	if c := b.Criterion(id); c != nil {
		showCriterion(c, b, lang, std)
		return nil
	}
	if m := b.Model(id); m != nil {
		showModel(m, b, lang, std)
		return nil
	}
	if t := b.Treatment(id); t != nil {
		showTreatment(t, b, lang, std)
		return nil
	}
	for _, l := range listings {
		for _, row := range l.rows(b, lang) {
			known = append(known, row[0])
			if row[0] == id {
				fmt.Fprintln(std.out, strings.Join(slices.DeleteFunc(row, func(s string) bool { return s == "" }), "\n  "))
				showSource(b.Source(id), lang, std)
				return nil
			}
		}
	}
	return problem.Problem{Place: problem.Place{File: "knowledge show"}, Found: fmt.Sprintf("no entry %q", id),
		Accepted: "the id of a rule, guideline, set of criteria, model, source, cause, test, treatment, department, word or term", Nearest: problem.Nearest(id, known)}
}

// lines prints fields under the names they have in the files.
func lines(std streams) func(name, value string) {
	return func(name, value string) {
		if value != "" {
			fmt.Fprintf(std.out, "%-11s %s\n", name, value)
		}
	}
}

func showGuideline(g *knowledge.Guideline, b *knowledge.Base, lang string, std streams) {
	line := lines(std)
	line("guideline", g.ID)
	line("name", b.Source(g.ID).Name.In(lang))
	showAbout(&g.About, lang, line)
	if g.Definition != nil {
		line("definition", g.ID+"-definition")
	}
	if g.Unexplained != nil {
		line("unexplained", g.Unexplained.ID)
	}
	rules := 0
	for _, r := range b.Rules {
		if r.Source == g.ID {
			rules++
		}
	}
	line("rules", fmt.Sprintf("%d, %d not encoded", rules, len(g.NotEncoded)))
	line("file", "knowledge/"+g.At.String())
	showSource(b.Source(g.ID), lang, std)
}

func showCriterion(c *knowledge.Criterion, b *knowledge.Base, lang string, std streams) {
	line := lines(std)
	line("criteria", c.ID)
	line("name", c.Name.In(lang))
	line("cause", c.Cause)
	showAdvice(&c.Advice, lang, line)
	showAbout(c.About, lang, line)
	for _, side := range c.Sides {
		line(side.ID, fmt.Sprintf("%d or more", side.Threshold))
		for _, domain := range side.Domains {
			for _, item := range domain.Items {
				line("", fmt.Sprintf("%d  %s: %s", item.Points, domain.Name.In(lang), item.Name.In(lang)))
			}
		}
	}
	line("source", c.Source)
	line("ref", c.Ref.In(lang))
	line("read", c.Read)
	line("file", "knowledge/"+c.At.String())
	showSource(b.Source(c.Source), lang, std)
}

func showModel(m *knowledge.Model, b *knowledge.Base, lang string, std streams) {
	line := lines(std)
	line("model", m.ID)
	line("name", m.Name.In(lang))
	line("outcome", b.PredictedOutcome(m.Outcome).Name.In(lang))
	line("horizon", m.Horizon)
	line("answers", m.Answers.In(lang))
	showAdvice(&m.Advice, lang, line)
	showAbout(m.About, lang, line)
	if m.Counts != nil {
		line("counts", m.Counts.String())
	}
	for _, band := range m.Bands {
		line("band", fmt.Sprintf("%s: %g (%s)", band.Says.In(lang), band.Value, band.Read))
	}
	for _, r := range m.Refuse {
		line("refuses", r.Says.In(lang)+" ["+r.ID+"]")
	}
	line("source", m.Source)
	line("ref", m.Ref.In(lang))
	line("read", m.Read)
	line("file", "knowledge/"+m.At.String())
	showSource(b.Source(m.Source), lang, std)
}

// showTreatment answers what somebody asks about a treatment without a record:
// what studies found, and who says what of it, for whom.
func showTreatment(t *knowledge.Treatment, b *knowledge.Base, lang string, std streams) {
	line := lines(std)
	line("treatment", t.ID)
	line("name", t.Name.In(lang))
	line("plain", t.Plain.In(lang))
	if e := b.EvidenceOn(t.ID); e != nil {
		fmt.Fprintf(std.out, "\n%s\n%s\n", e.Asks.In(lang), e.Answer.In(lang))
		for _, trial := range e.Trials {
			fmt.Fprintf(std.out, "\n  %s [%s, %s, %s]\n  %s\n  %s\n", trial.Name.In(lang), trial.ID, trial.Design, trial.Read,
				trial.Population.In(lang), trial.Says.In(lang))
		}
	}
	fmt.Fprintln(std.out)
	for _, r := range b.Rules {
		if b.Recommends(r) && slices.Contains(r.Treatment, t.ID) {
			line(r.Direction, fmt.Sprintf("%s (%s): %s [%s]", b.Source(r.Source).Name.In(lang), r.Read, r.Says.In(lang), r.ID))
		}
	}
}

func showAdvice(a *knowledge.Advice, lang string, line func(name, value string)) {
	line("why", a.Why.In(lang))
	line("notWhen", a.NotWhen.In(lang))
	line("pitfalls", a.Pitfalls.In(lang))
	line("evidence", a.Evidence.In(lang))
	line("next", a.Next.In(lang))
}

func showAbout(a *knowledge.About, lang string, line func(name, value string)) {
	line("developer", a.Developer.In(lang))
	line("funding", a.Funding.In(lang))
	line("released", a.Released)
	line("revised", a.Revised)
	line("population", a.Population.In(lang))
	line("use", a.Use.In(lang))
	line("limits", a.Limits.In(lang))
	line("attributes", a.Attributes.In(lang))
}

func showRule(r *knowledge.Rule, b *knowledge.Base, lang string, std streams) {
	line := lines(std)
	line("rule", r.ID)
	line("says", r.Says.In(lang))
	line("act", r.Act.In(lang))
	line("when", r.When)
	line("test", strings.Join(r.Test, ", "))
	line("treatment", strings.Join(r.Treatment, ", "))
	line("cause", strings.TrimSpace(r.Cause+" "+r.Status))
	line("department", strings.TrimSpace(r.Department+" "+r.Urgency))
	line("caution", strings.Join(r.Caution, ", "))
	line("defer", strings.Join(r.Defer, ", "))
	line("direction", r.Direction)
	line("strength", r.Strength)
	line("evidence", r.Evidence)
	line("source", r.Source)
	line("ref", r.Ref.In(lang))
	line("read", r.Read)
	line("note", r.Note.In(lang))
	line("file", "knowledge/"+r.At.String())
	line("tests", fmt.Sprint(len(r.Tests)))
	showSource(b.Source(r.Source), lang, std)
}

func showSource(s *knowledge.Source, lang string, std streams) {
	if s == nil {
		return
	}
	fmt.Fprintf(std.out, "\n%s\n", s.Citation.In(lang))
	switch link := s.Link(); {
	case link != "" && s.Accessed != "":
		fmt.Fprintf(std.out, "%s (accessed %s)\n", link, s.Accessed)
	case link != "":
		fmt.Fprintln(std.out, link)
	}
	if note := s.Note.In(lang); note != "" {
		fmt.Fprintln(std.out, note)
	}
}
