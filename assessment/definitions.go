package assessment

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// definitionParts are the rules by which bodies count, each as a value that can
// be held against another body's.
var definitionParts = []struct {
	id    string
	value func(*knowledge.Definition) string
}{
	{"losses", func(d *knowledge.Definition) string { return strconv.Itoa(d.Losses) }},
	{"limit", func(d *knowledge.Definition) string {
		if d.Counts.Before == 0 {
			return "none"
		}
		return fmt.Sprintf("%dw%dd", int(d.Counts.Before)/7, int(d.Counts.Before)%7)
	}},
	{"in-a-row", func(d *knowledge.Definition) string { return yesNo(d.Counts.Consecutive) }},
	{"same-partner", func(d *knowledge.Definition) string { return yesNo(d.Counts.SamePartner) }},
	{"biochemical", func(d *knowledge.Definition) string { return yesNo(slices.Contains(d.Counts.Outcomes, "biochemical")) }},
	{"documented", func(d *knowledge.Definition) string {
		if len(d.Counts.Documented) == 0 {
			return "no"
		}
		return strings.Join(d.Counts.Documented, ", ")
	}},
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// definitions holds the parts of every body's definition side by side.
func definitions(a *Assessment) []Comparand {
	var out []Comparand
	for _, part := range definitionParts {
		q := Comparand{Kind: OfRecurrence, ID: part.id}
		for _, r := range a.Recurrence {
			d := a.base.Guideline(r.Definition).Definition
			q.Answers = append(q.Answers, Answer{Guideline: r.Definition, Stance: part.value(d), Ref: d.Ref.In(a.Lang), Read: d.Read, Statement: r.Statement})
		}
		q.settle(a.base, func(x *Answer) string { return x.Stance })
		out = append(out, q)
	}
	return out
}
