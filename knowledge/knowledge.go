// Package knowledge holds what the field says: guidelines, criteria, causes,
// tests, treatments and words, exactly as the files beside it have them.
package knowledge

import "slices"

// Base is all the knowledge, as one version of the files has it. It is not
// changed after it was read and may be used by many goroutines.
type Base struct {
	Version string // from knowledge.yaml
	Digest  string // sha256 over every file's name and bytes

	Sources     []*Source
	Guidelines  []*Guideline
	Criteria    []*Criterion
	Causes      []*Cause
	Tests       []*Test // in the order of a work-up
	Panels      []*Panel
	Choices     []*Panel    // tests of one purpose, of which one is enough
	Aims        []*Aim      // what tests look at, in plain words; each test has one
	Occasions   []*Occasion // in the order of a work-up
	Treatments  []*Treatment
	Departments []*Department
	Words       map[string][]*Word // by list: Conditions, Medications …
	Settings    []*Setting
	Outcomes    []*Outcome
	Vocabulary  []*Term // every finding a condition may name, by slot
	Questions   map[string]Text
	Rules       []*Rule // in order of file and line
	Evidence    []*Evidence
	Models      []*Model
	Bands       []*Rule  // the groups of the models, which have no tests of their own
	Predicted   []*Named // outcomes that models predict
	Picture     *Picture // which number is drawn for her; nil where none is
	NoModel     []ModelNotEncoded
	Terminology *Terminology

	sources     map[string]*Source
	guidelines  map[string]*Guideline
	causes      map[string]*Cause
	tests       map[string]*Test
	panels      map[string]*Panel
	occasions   map[string]*Occasion
	treatments  map[string]*Treatment
	departments map[string]*Department
	words       map[string]map[string]*Word
	outcomes    map[string]*Outcome
	settings    map[string]*Setting
	criteria    map[string]*Criterion
	units       *UnitTable
	terms       map[string]*Term
}

// The look-ups below answer nil for an id that does not exist.

// Source finds a source; a guideline is one too.
func (b *Base) Source(id string) *Source { return b.sources[id] }

// Guideline finds a guideline.
func (b *Base) Guideline(id string) *Guideline { return b.guidelines[id] }

// Cause finds a cause.
func (b *Base) Cause(id string) *Cause { return b.causes[id] }

// Test finds a test; a panel is not one.
func (b *Base) Test(id string) *Test { return b.tests[id] }

// Occasion finds an occasion on which tests are taken.
func (b *Base) Occasion(id string) *Occasion { return b.occasions[id] }

// Choice finds the tests of which one is enough, for a test that is one of them;
// nil for a test that no other stands for.
func (b *Base) Choice(test string) *Panel {
	for _, c := range b.Choices {
		if slices.Contains(c.Members, test) {
			return c
		}
	}
	return nil
}

// Aim is what a test looks at, in plain words; nil where a knowledge has none.
func (b *Base) Aim(test string) *Aim {
	for _, a := range b.Aims {
		if slices.Contains(a.Members, test) {
			return a
		}
	}
	return nil
}

// Panel finds a panel of tests.
func (b *Base) Panel(id string) *Panel { return b.panels[id] }

// Treatment finds a treatment.
func (b *Base) Treatment(id string) *Treatment { return b.treatments[id] }

// Department finds a department.
func (b *Base) Department(id string) *Department { return b.departments[id] }

// Term finds a term of the vocabulary.
func (b *Base) Term(name string) *Term { return b.terms[name] }

// Outcome finds an outcome of pregnancy.
func (b *Base) Outcome(id string) *Outcome { return b.outcomes[id] }

// Setting finds a setting.
func (b *Base) Setting(id string) *Setting { return b.settings[id] }

// Criterion finds a set of criteria.
func (b *Base) Criterion(id string) *Criterion { return b.criteria[id] }

// Recommends reports whether a rule is a guideline's recommendation, and not a
// line by which a cause, a danger, a department, a caution or a deferral is
// recognised.
func (b *Base) Recommends(r *Rule) bool {
	return b.guidelines[r.Source] != nil && r.Trial == nil && r.Model == nil && r.Cause == "" && r.Flag == "" && r.Department == "" && r.Explains == "" && len(r.Caution)+len(r.Defer) == 0
}

// Units is the table by which results are converted.
func (b *Base) Units() *UnitTable { return b.units }

// Word finds a word of one of the lists, for example Conditions. Follow
// Word.Same for the word it stands for.
func (b *Base) Word(list, id string) *Word { return b.words[list][id] }

// WordIDs gives every word of a list, in the order of the file.
func (b *Base) WordIDs(list string) []string {
	ids := make([]string, len(b.Words[list]))
	for i, w := range b.Words[list] {
		ids[i] = w.ID
	}
	return ids
}

// TestIDs gives every test's id, in order; panels are not among them.
func (b *Base) TestIDs() []string { return ids(b.Tests, func(t *Test) string { return t.ID }) }

// TreatmentIDs gives every treatment's id, in order.
func (b *Base) TreatmentIDs() []string {
	return ids(b.Treatments, func(t *Treatment) string { return t.ID })
}

// CauseIDs gives every cause's id, in order.
func (b *Base) CauseIDs() []string { return ids(b.Causes, func(c *Cause) string { return c.ID }) }

func ids[T any](list []T, id func(T) string) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = id(v)
	}
	return out
}
