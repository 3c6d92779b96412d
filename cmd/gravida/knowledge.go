package main

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/gravida-health/gravida"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
)

const knowledgeHead = `gravida knowledge list [WHAT]   what there is: guidelines, rules, criteria,
                                models, evidence, causes, tests, treatments,
                                departments, conditions, medications,
                                procedures, allergies,
                                vocabulary, sources, not-encoded; coverage is
                                a table per guideline
gravida knowledge show ID       one entry, whole
gravida knowledge lint          every mistake in the files, with its place
gravida knowledge test [SOURCE] the tests beside the rules
gravida knowledge diff OLD NEW CASES…
                                whose assessment changes between two versions,
                                and how; OLD and NEW are folders, or built-in
gravida knowledge export        all of it as FHIR resources; -h says how

Example:
  gravida knowledge test eshre-2022
`

func knowledgeVerb(args []string, std streams) error {
	if len(args) > 0 && args[0] == "export" {
		return export(args[1:], std)
	}
	f := flags("knowledge", knowledgeHead, std)
	lang := f.String("lang", "en", "language of the words: en or zh")
	folder := f.String("knowledge", "", "a folder of knowledge files instead of the built-in ones")
	format := f.String("format", "text", "of diff: text or json")
	c := choices{}
	f.StringVar(&c.guideline, "guideline", "", "of diff: the guideline that leads; the setting's when left out")
	f.StringVar(&c.setting, "setting", "", "of diff: country: int, cn, uk, us or de; the file's, or int, when left out")
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
		return oneOf("knowledge", words[0], []string{"list", "show", "lint", "test", "diff", "export"})
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
	{"models", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Models, func(m *knowledge.Model) []string {
			return []string{m.ID, b.PredictedOutcome(m.Outcome).Name.In(lang), m.Horizon, m.Name.In(lang)}
		})
	}},
	{"evidence", func(b *knowledge.Base, lang string) [][]string {
		return rows(b.Evidence, func(e *knowledge.Evidence) []string {
			return []string{e.Treatment, fmt.Sprintf("%d results", len(e.Trials)), e.Asks.In(lang)}
		})
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
	{"procedures", func(b *knowledge.Base, lang string) [][]string { return wordRows(b.Words[knowledge.Procedures], lang) }},
	{"allergies", func(b *knowledge.Base, lang string) [][]string { return wordRows(b.Words[knowledge.Allergies], lang) }},
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
				out = append(out, []string{g.ID, n.Ref.In(lang), n.Says.In(lang), n.Reason.In(lang)})
			}
		}
		for _, m := range b.NoModel {
			out = append(out, []string{m.ID, noModel.In(lang), m.Says.In(lang), m.Reason.In(lang)})
		}
		return out
	}},
}

// noModel stands where a guideline's entry has its place in the document.
var noModel = knowledge.Text{En: "model of prognosis", Zh: "预后模型"}

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
