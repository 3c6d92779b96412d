package knowledge

import (
	"maps"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/problem"
)

// NoSystem is what a hospital's table writes for codings that name no system.
const NoSystem = "-"

// Unfilled begins a row of a table that waits for somebody to fill it in.
const Unfilled = "?"

// WithCodes is the knowledge with a hospital's own table of codes added: the
// columns of the built-in tables, in a file of that name. A code of the table
// goes before a built-in one. The error lists all mistakes with their places: a
// row whose word does not exist would be dropped in silence otherwise.
func (b *Base) WithCodes(file, text string) (*Base, error) {
	var wrong problem.List
	local := &Terminology{codes: map[string]map[string][]*Code{}}
	local.readTable(file, strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\uFEFF"), &wrong)
	concepts := b.concepts()
	for _, system := range local.systems {
		for _, c := range local.Codes(system) {
			accepted, closed := concepts[c.Kind]
			if closed && !slices.Contains(accepted, c.Concept) {
				wrong.Add(c.At, problem.Quote(c.Concept)+" as a "+c.Kind, "a word that exists as a "+c.Kind, problem.Nearest(c.Concept, accepted))
			}
		}
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	with := *b
	with.Terminology = b.Terminology.with(local)
	return &with, nil
}

// concepts lists, for each kind of code, the words that mean something. A hint
// may be any word: it is only shown.
func (b *Base) concepts() map[string][]string {
	accepted := map[string][]string{}
	for _, system := range b.Terminology.systems {
		for _, c := range b.Terminology.Codes(system) {
			if c.Kind != CodeHint && !slices.Contains(accepted[c.Kind], c.Concept) {
				accepted[c.Kind] = append(accepted[c.Kind], c.Concept)
			}
		}
	}
	accepted[CodeTest] = b.TestIDs()
	accepted[CodeFinding] = append(b.CauseIDs(), accepted[CodeFinding]...)
	lists := map[string][]string{CodeCondition: {Conditions}, CodeThrombosis: {Conditions}, CodeMedication: {Medications}, CodeProcedure: {Procedures}, CodeAllergy: {Allergies}}
	for kind, names := range lists {
		for _, list := range names {
			accepted[kind] = append(accepted[kind], b.WordIDs(list)...)
		}
	}
	for kind := range accepted {
		slices.Sort(accepted[kind])
		accepted[kind] = slices.Compact(accepted[kind])
	}
	delete(accepted, CodeHint)
	return accepted
}

// with is a copy of the tables to which another's rows are added. Where both
// have a code, the other's rows stand alone.
func (t *Terminology) with(other *Terminology) *Terminology {
	both := *t
	both.codes = maps.Clone(t.codes)
	both.marks = map[string][]string{}
	for concept, words := range t.marks {
		both.marks[concept] = slices.Concat(words, other.marks[concept])
	}
	for _, system := range other.systems {
		table := maps.Clone(both.codes[system])
		if table == nil {
			table = map[string][]*Code{}
			both.systems = append(slices.Clip(both.systems), system)
		}
		maps.Copy(table, other.codes[system])
		both.codes[system] = table
	}
	both.sortTexts()
	return &both
}
