package interview

import (
	"embed"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/strict"
	"github.com/gravida-health/gravida/knowledge"
)

// What is asked, and in which words, is text: pages.yaml, words.yaml and drinks.yaml.
//
//go:embed pages.yaml words.yaml drinks.yaml
var tables embed.FS

// entry is one page of the table.
type entry struct {
	ID        string                    `yaml:"id"`
	Form      string                    `yaml:"form"`
	Except    []string                  `yaml:"except"` // words of the list that are no answer to this question
	List      string                    `yaml:"list"`   // of a form "words"
	First     knowledge.Text            `yaml:"first"`  // asks whether there is anything at all, before the list
	FirstHelp knowledge.Text            `yaml:"first-help"`
	Groups    []group                   `yaml:"groups"`   // the words of the list by kind
	Families  []family                  `yaml:"families"` // of a form "gate"
	Found     []string                  `yaml:"found"`    // diagnoses: no answer says that she has them not
	Kinds     []string                  `yaml:"kinds"`    // of a form "called"
	Parts     []part                    `yaml:"parts"`    // of a form "each"
	Assays    []string                  `yaml:"assays"`   // of a form "samples": the tests whose method matters
	Absent    string                    `yaml:"absent"`   // what a "no" for all pregnancies rules out, and another answer shows
	Any       string                    `yaml:"any"`      // the choice of that answer, where yes and no are not enough
	Facts     []string                  `yaml:"facts"`
	Once      string                    `yaml:"once"`       // early or last: asked of everybody, not only while it could change something
	NoneFirst bool                      `yaml:"none-first"` // "none of these" and "not sure" are a no to nothing, and stand first
	Plain     map[string]knowledge.Text `yaml:"plain"`      // words of its own for words of a list
	Today     bool                      `yaml:"today"`      // asked first of all, while it could raise a red flag
	Pregnant  bool                      `yaml:"pregnant"`   // only for a woman who is pregnant
	Optional  bool                      `yaml:"optional"`   // no question leads to it: it is a detail she may add
	About     knowledge.Text            `yaml:"about"`      // what the page is about, where she checks her answers
	Ask       knowledge.Text            `yaml:"ask"`
	Help      knowledge.Text            `yaml:"help"`
	Why       knowledge.Text            `yaml:"why"`
}

// group is a kind of words, the most common first.
type group struct {
	Name  knowledge.Text `yaml:"name"`
	Words []string       `yaml:"words"`
}

// family is a page behind a gate, and what it lists in plain words. Direct are the words of
// its list that most women have: each is a line of the gate and needs no page.
type family struct {
	Page   string         `yaml:"page"`
	Direct []choice       `yaml:"direct"`
	Label  knowledge.Text `yaml:"label"`
	Names  []plainName    `yaml:"names"`
}

// direct are the words of a family that were chosen at the gate itself.
func (f *family) direct(a Answer) (words []string) {
	for _, d := range f.Direct {
		if a.has("which", d.Value) {
			words = append(words, d.Value)
		}
	}
	return words
}

// family is the one that leads to a page; every page behind a gate has one.
func (e *entry) family(page string) *family {
	return &e.Families[slices.IndexFunc(e.Families, func(f family) bool { return f.Page == page })]
}

// stands reports whether the words of the gate stand for a member of the page.
func (f *family) stands(id string) bool {
	return slices.ContainsFunc(f.Names, func(n plainName) bool { return slices.Contains(n.Of, id) })
}

// plainName is a plain word, and the members of a page it stands for.
type plainName struct {
	Says knowledge.Text `yaml:"says"`
	Of   []string       `yaml:"of"`
}

// part is one thing that is asked of a pregnancy.
type part struct {
	Field   string         `yaml:"field"`  // the key of a pregnancy
	Of      []string       `yaml:"of"`     // asked only after these outcomes; after any where empty
	From    string         `yaml:"from"`   // asked only where the pregnancy may have gone so far
	Reason  string         `yaml:"reason"` // of that limit
	Ask     knowledge.Text `yaml:"ask"`    // the question of the page where empty
	Help    knowledge.Text `yaml:"help"`
	Options []choice       `yaml:"options"`
	// Together asks once of all pregnancies the part fits, and of each by itself only
	// where they differ.
	Together bool `yaml:"together"`
	// UnsureSecond puts "not sure" after the first option, which says that nothing was done:
	// who cannot say whether it was need not read what came of it.
	UnsureSecond bool `yaml:"unsure-second"`
}

type choice struct {
	Value string         `yaml:"value"`
	Label knowledge.Text `yaml:"label"`
	Help  knowledge.Text `yaml:"help"`
	Quiet bool           `yaml:"quiet"`
}

// single is a field that asks for one fact.
type single struct {
	Name    string         `yaml:"name"`
	Ask     knowledge.Text `yaml:"ask"` // where the knowledge has no question
	Kind    Kind           `yaml:"kind"`
	Choice  string         `yaml:"choice"`
	Options []choice       `yaml:"options"`
	Unit    knowledge.Text `yaml:"unit"`
	Help    knowledge.Text `yaml:"help"`
	Lowest  float64        `yaml:"lowest"`
	Highest float64        `yaml:"highest"`
	Past    bool           `yaml:"past"`
	Also    []measure      `yaml:"also"`   // other units a number may be typed in
	Unless  string         `yaml:"unless"` // another field, whose value makes this one idle
}

// usualUnit is a unit that nearly every report has, and below which number it is meant.
type usualUnit struct {
	Unit  string  `yaml:"unit"`
	Below float64 `yaml:"below"`
}

// texts is all that the files hold.
type texts struct {
	Pages   []*entry                  `yaml:"pages"`
	Phrases map[string]knowledge.Text `yaml:"phrases"`
	Briefs  map[string]knowledge.Text `yaml:"briefs"`
	Choices map[string][]choice       `yaml:"choices"`
	Fields  []single                  `yaml:"fields"`
	Drinks  []drink                   `yaml:"drinks"`
	// Usual is by test the unit that is meant where a number has none.
	Usual map[string]usualUnit `yaml:"usualUnits"`
}

// read reads the files once. They are built in, and the tests read them too.
var read = sync.OnceValues(func() (*texts, error) {
	all := &texts{}
	var problems problem.List
	for _, name := range []string{"pages.yaml", "words.yaml", "drinks.yaml"} {
		data, err := tables.ReadFile(name)
		if err != nil {
			return nil, err
		}
		root, err := strict.Parse("interview/"+name, data)
		if err != nil {
			return nil, err
		}
		strict.Decode("interview/"+name, root, all, &problems)
	}
	return all, problems.Err()
})

// say is a phrase of the forms.
func (t *texts) say(key string) knowledge.Text { return t.Phrases[key] }

// options are the choices of a name.
func (t *texts) options(names ...string) (options []Option) {
	for _, name := range names {
		options = append(options, asOptions(t.Choices[name])...)
	}
	return options
}

func asOptions(choices []choice) (options []Option) {
	for _, c := range choices {
		options = append(options, Option{Value: c.Value, Label: c.Label, Help: c.Help, Quiet: c.Quiet})
	}
	return options
}

// answers reports whether the page answers a fact.
func (e *entry) answers(fact string) bool {
	return slices.Contains(e.Facts, generic(fact)) || slices.Contains(e.Found, fact)
}

// generic puts N for the number of a pregnancy.
func generic(fact string) string {
	if _, field, ok := pregnancyFact(fact); ok && field != "" {
		return "pregnancies.N." + field
	}
	return fact
}

// pregnancyFact takes "pregnancies.2.gestation" apart.
func pregnancyFact(fact string) (n int, field string, ok bool) {
	rest, ok := strings.CutPrefix(fact, "pregnancies.")
	if !ok {
		return 0, "", false
	}
	number, field, _ := strings.Cut(rest, ".")
	n, err := strconv.Atoi(number)
	return n, field, err == nil
}
