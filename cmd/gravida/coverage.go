package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// coverage writes, as Markdown, what of each guideline is encoded and how it was
// read, and what is not and why.
func coverage(w io.Writer, b *knowledge.Base) {
	fmt.Fprintf(w, "# What is encoded, and what is not\n\nMade from the knowledge, version %s, by `gravida knowledge list coverage`.\n\n", b.Version)
	fmt.Fprint(w, "| guideline | lines | primary | secondary | unconfirmed | not encoded |\n|---|---|---|---|---|---|\n")
	total := tally{}
	for _, g := range b.Guidelines {
		t := tallyOf(b, g)
		total.add(t)
		fmt.Fprintf(w, "| [%s](#%s) | %s |\n", b.Source(g.ID).Name.En, g.ID, t)
	}
	fmt.Fprintf(w, "| all | %s |\n", total)
	fmt.Fprintf(w, "\nBesides: %d lines by which causes, dangers, departments, cautions and timing are recognised, %d results of studies in %d answers, %d models of prognosis, %d sets of criteria. %d models are not encoded.\n",
		others(b), studies(b), len(b.Evidence), len(b.Models), len(b.Criteria), len(b.NoModel))
	for _, g := range b.Guidelines {
		coverageOf(w, b, g)
	}
	fmt.Fprint(w, "\n## Models of prognosis that are not encoded\n\n| model | says | why not |\n|---|---|---|\n")
	for _, m := range b.NoModel {
		fmt.Fprintf(w, "| %s | %s | %s |\n", cell(m.ID), cell(m.Says.In("en")), cell(m.Reason.In("en")))
	}
}

// tally counts lines by how they were read.
type tally struct{ lines, primary, secondary, unconfirmed, left int }

func (t *tally) add(o tally) {
	t.lines += o.lines
	t.primary += o.primary
	t.secondary += o.secondary
	t.unconfirmed += o.unconfirmed
	t.left += o.left
}

// String is the row of the table.
func (t tally) String() string {
	return fmt.Sprintf("%d | %d | %d | %d | %d", t.lines, t.primary, t.secondary, t.unconfirmed, t.left)
}

func tallyOf(b *knowledge.Base, g *knowledge.Guideline) tally {
	t := tally{left: len(g.NotEncoded)}
	count := func(read string) {
		t.lines++
		switch read {
		case knowledge.Primary:
			t.primary++
		case knowledge.Secondary:
			t.secondary++
		default:
			t.unconfirmed++
		}
	}
	if g.Definition != nil {
		count(g.Definition.Read)
	}
	if g.Unexplained != nil {
		count(g.Unexplained.Read)
	}
	for _, r := range b.Rules {
		if r.Source == g.ID && b.Recommends(r) {
			count(r.Read)
		}
	}
	return t
}

func others(b *knowledge.Base) (n int) {
	for _, r := range b.Rules {
		if !b.Recommends(r) && r.Trial == nil && r.Model == nil {
			n++
		}
	}
	return n
}

func studies(b *knowledge.Base) (n int) {
	for _, e := range b.Evidence {
		n += len(e.Trials)
	}
	return n
}

// coverageOf is one guideline: its lines, then what was left out.
func coverageOf(w io.Writer, b *knowledge.Base, g *knowledge.Guideline) {
	fmt.Fprintf(w, "\n## %s\n\n%s\n", g.ID, b.Source(g.ID).Citation.In("en"))
	fmt.Fprint(w, "\n| rule | on | direction | strength | read | place |\n|---|---|---|---|---|---|\n")
	row := func(id, on, direction, strength, read, ref string) {
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s |\n", id, cell(on), direction, strength, read, cell(ref))
	}
	if d := g.Definition; d != nil {
		row(g.ID+"-definition", "recurrence", "", "", d.Read, d.Ref.In("en"))
	}
	if u := g.Unexplained; u != nil {
		row(u.ID, "work-up", "", "", u.Read, u.Ref.In("en"))
	}
	for _, r := range b.Rules {
		if r.Source == g.ID && b.Recommends(r) {
			on := strings.Join(slices.Concat(r.Test, r.Treatment), ", ")
			row(r.ID, cmp.Or(on, r.Topic.En), r.Direction, r.Strength, r.Read, r.Ref.In("en"))
		}
	}
	if len(g.NotEncoded) > 0 {
		fmt.Fprint(w, "\nNot encoded:\n\n| place | says | why not |\n|---|---|---|\n")
		for _, n := range g.NotEncoded {
			fmt.Fprintf(w, "| %s | %s | %s |\n", cell(n.Ref.In("en")), cell(n.Says.In("en")), cell(n.Reason.In("en")))
		}
	}
}

// cell keeps a text inside one cell.
func cell(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(s), "\n", " "), "|", "\\|")
}
