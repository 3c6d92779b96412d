package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/knowledge"
)

const knowledgeHead = `gravida knowledge list [WHAT]   what there is: guidelines, rules, criteria,
                                causes, tests, treatments, departments,
                                conditions, medications, vocabulary, sources,
                                not-encoded; coverage is a table per guideline
gravida knowledge show ID       one entry, whole
gravida knowledge lint          every mistake in the files, with its place
gravida knowledge test [SOURCE] the tests beside the rules
gravida knowledge diff OLD NEW CASES…
                                whose assessment changes between two versions,
                                and how; OLD and NEW are folders, or built-in

Example:
  gravida knowledge test eshre-2022
`

func knowledgeVerb(args []string, std streams) error {
	f := flags("knowledge", knowledgeHead, std)
	lang := f.String("lang", "en", "language of the words: en or zh")
	folder := f.String("knowledge", "", "a folder of knowledge files instead of the built-in ones")
	format := f.String("format", "text", "of diff: text or json")
	c := choices{}
	f.StringVar(&c.guideline, "guideline", "", "of diff: the guideline that leads; the setting's when left out")
	f.StringVar(&c.setting, "setting", "int", "of diff: country: int, cn, uk, us or de")
	f.StringVar(&c.asOf, "as-of", "", "of diff: the date of the assessment, YYYY-MM-DD; the file's, or today, when left out")
	words, err := parse(f, args)
	if err != nil {
		return err
	}
	if err := oneOf("--lang", *lang, []string{"en", "zh"}); err != nil {
		return err
	}
	acts := map[string]func(*gravida.Engine, []string, string, streams) error{
		"list": list, "show": show, "lint": lint, "test": test,
	}
	if err := oneOf("--format", *format, []string{"text", "json"}); err != nil {
		return err
	}
	if len(words) > 0 && words[0] == "diff" {
		c.lang = *lang
		if _, err := c.engine(); err != nil {
			return err
		}
		return diff(&c, words[1:], *format, std)
	}
	if len(words) == 0 {
		return usagef("knowledge: what to do?\n%s", knowledgeHead)
	}
	act, ok := acts[words[0]]
	if !ok {
		return oneOf("knowledge", words[0], []string{"list", "show", "lint", "test", "diff"})
	}
	e, err := engine(*folder)
	if err != nil {
		return err
	}
	return act(e, words[1:], *lang, std)
}

// listing is a kind of entry with a row for each.
type listing struct {
	name string
	rows func(b *knowledge.Base, lang string) [][]string
}

var listings = []listing{
	{"guidelines", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Guidelines, func(g *knowledge.Guideline) []string {
			n := 0
			for _, r := range b.Rules {
				if r.Source == g.ID {
					n++
				}
			}
			return []string{g.ID, fmt.Sprintf("%d rules, %d not encoded", n, len(g.NotEncoded)), b.Source(g.ID).Name.In(lang)}
		})
	}},
	{"rules", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Rules, func(r *knowledge.Rule) []string {
			return []string{r.ID, cmp.Or(r.Direction, r.Status, r.Urgency, "caution"), r.Read, r.Says.In(lang)}
		})
	}},
	{"criteria", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Criteria, func(c *knowledge.Criterion) []string { return []string{c.ID, c.Name.In(lang)} })
	}},
	{"causes", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Causes, func(c *knowledge.Cause) []string { return []string{c.ID, c.Group, c.Name.In(lang)} })
	}},
	{"tests", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Tests, func(t *knowledge.Test) []string { return []string{t.ID, t.Unit, t.Name.In(lang)} })
	}},
	{"treatments", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Treatments, func(t *knowledge.Treatment) []string { return []string{t.ID, t.Name.In(lang)} })
	}},
	{"departments", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Departments, func(d *knowledge.Department) []string { return []string{d.ID, d.Name.In(lang)} })
	}},
	{"conditions", func(b *knowledge.Base, lang string) [][]string { return wordRows(b.Words[knowledge.Conditions], lang) }},
	{"medications", func(b *knowledge.Base, lang string) [][]string { return wordRows(b.Words[knowledge.Medications], lang) }},
	{"vocabulary", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Vocabulary, func(t *knowledge.Term) []string { return []string{t.Name, t.Type, t.Label.In(lang)} })
	}},
	{"sources", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Sources, func(s *knowledge.Source) []string { return []string{s.ID, s.Read, s.Citation.In(lang)} })
	}},
	{"not-encoded", func(b *knowledge.Base, lang string) [][]string {
		var out [][]string
		for _, g := range b.Guidelines {
			for _, n := range g.NotEncoded {
				out = append(out, []string{g.ID, n.Ref, n.Says, n.Reason})
			}
		}
		return out
	}},
}

func rows[T any](list []T, row func(T) []string) [][]string {
	out := make([][]string, len(list))
	for i, v := range list {
		out[i] = row(v)
	}
	return out
}

func wordRows(words []*knowledge.Word, lang string) [][]string {
	return rows(words, func(w *knowledge.Word) []string {
		same := ""
		if w.Same != "" {
			same = "= " + w.Same
		}
		return []string{w.ID, same, w.Name.In(lang)}
	})
}

func list(e *gravida.Engine, args []string, lang string, std streams) error {
	what := "guidelines"
	if len(args) > 0 {
		what = args[0]
	}
	if what == "coverage" {
		coverage(std.out, e.Base())
		return nil
	}
	names := make([]string, len(listings))
	for i, l := range listings {
		names[i] = l.name
		if l.name == what {
			t := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
			for _, row := range l.rows(e.Base(), lang) {
				fmt.Fprintln(t, strings.Join(row, "\t"))
			}
			return t.Flush()
		}
	}
	return oneOf("knowledge list", what, append(names, "coverage"))
}

// show prints one entry, found by its id: a rule, a guideline or a set of
// criteria with all that a reader should know of it, anything else as the lists
// have it.
func show(e *gravida.Engine, args []string, lang string, std streams) error {
	if len(args) != 1 {
		return usagef("knowledge show: want one id\nRun gravida knowledge list rules for the rules there are.")
	}
	id, b := args[0], e.Base()
	var known []string
	for _, r := range everyRule(b) {
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
		Accepted: "the id of a rule, guideline, set of criteria, source, cause, test, treatment, department, word or term", Nearest: problem.Nearest(id, known)}
}

// everyRule is every rule a statement can name: also when a body's work-up is
// complete, and its definition.
func everyRule(b *knowledge.Base) []*knowledge.Rule {
	rules := slices.Clone(b.Rules)
	for _, g := range b.Guidelines {
		if g.Unexplained != nil {
			rules = append(rules, g.Unexplained)
		}
		if d := g.Definition; d != nil {
			rules = append(rules, &knowledge.Rule{ID: g.ID + "-definition", Source: g.ID, Says: d.Met, Ref: d.Ref, Read: d.Read, At: d.At,
				When: fmt.Sprintf("%d or more: %s", d.Losses, counts(&d.Counts))})
		}
	}
	return rules
}

// counts says in one line which pregnancies a definition counts.
func counts(c *knowledge.Count) string {
	line := strings.Join(c.Outcomes, ", ")
	if c.Before > 0 {
		line += fmt.Sprintf(" before %dw%dd", c.Before/7, c.Before%7)
	}
	if len(c.Documented) > 0 {
		line += ", shown by " + strings.Join(c.Documented, " or ")
	}
	if c.Consecutive {
		line += ", in a row"
	}
	if c.SamePartner {
		line += ", with one partner"
	}
	return line
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
	if s.DOI != "" {
		fmt.Fprintf(std.out, "https://doi.org/%s\n", s.DOI)
	} else if s.URL != "" {
		fmt.Fprintln(std.out, s.URL)
	}
	if note := s.Note.In(lang); note != "" {
		fmt.Fprintln(std.out, note)
	}
}

// lint says that the files could be read and every condition compiled: without
// that there would be no engine to come here with.
func lint(e *gravida.Engine, args []string, _ string, std streams) error {
	if len(args) > 0 {
		return usagef("knowledge lint takes no words; use --knowledge FOLDER for other files")
	}
	b := e.Base()
	report := e.Library().SelfTest("")
	for _, u := range report.Unseen {
		fmt.Fprintln(std.err, u.Error())
	}
	if len(report.Unseen) > 0 {
		return errListed
	}
	fmt.Fprintf(std.out, "%d rules, %d terms, %d sources: no mistake\n", len(b.Rules), len(b.Vocabulary), len(b.Sources))
	return nil
}

func test(e *gravida.Engine, args []string, _ string, std streams) error {
	source := ""
	if len(args) > 0 {
		source = args[0]
		ids := make([]string, len(e.Base().Sources))
		for i, s := range e.Base().Sources {
			ids[i] = s.ID
		}
		if err := oneOf("knowledge test", source, ids); err != nil {
			return err
		}
	}
	report := e.Library().SelfTest(source)
	tell(report, std)
	if len(report.Failures)+len(report.Unseen) > 0 {
		return errListed
	}
	return nil
}

func tell(r guideline.Report, std streams) {
	for _, f := range r.Failures {
		fmt.Fprintln(std.err, f.Error())
	}
	for _, u := range r.Unseen {
		fmt.Fprintln(std.err, u.Error())
	}
	fmt.Fprintf(std.out, "%d rules, %d tests: %d passed, %d failed; %d rules not shown in all three answers\n",
		r.Rules, r.Tests, r.Tests-len(r.Failures), len(r.Failures), len(r.Unseen))
}
