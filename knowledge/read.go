package knowledge

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/strict"
)

//go:embed *.yaml catalog criteria causes evidence guidelines pathways prognosis safety terminology vocabulary
var embedded embed.FS

// Default reads the knowledge that is built into the program, once.
var Default = sync.OnceValues(func() (*Base, error) { return Read(embedded) })

// Read reads a folder of knowledge files. It is strict: the error is a
// problem.List with every mistake and its place. Conditions are only read
// here; package guideline compiles them.
func Read(fsys fs.FS) (*Base, error) {
	r := &reader{base: &Base{Words: map[string][]*Word{}, Questions: map[string]Text{}}}
	if err := r.files(fsys); err != nil {
		return nil, err
	}
	slices.SortStableFunc(r.base.Guidelines, func(a, b *Guideline) int {
		return cmp.Compare(r.place(a.ID), r.place(b.ID))
	})
	r.vocabulary()
	r.base.index()
	r.check()
	if err := r.problems.Err(); err != nil {
		return nil, err
	}
	var err error
	if r.base.Terminology, err = ReadTerminology(fsys); err != nil {
		return nil, err
	}
	if r.base.units, err = ReadUnits(fsys); err != nil {
		return nil, err
	}
	return r.base, nil
}

type reader struct {
	base     *Base
	families []*Family
	terms    []*Term
	order    []string // of the guidelines
	problems problem.List
}

// file is everything a YAML file of the knowledge may hold; its folder decides
// which of these are in it.
type file struct {
	Version     string            `yaml:"version"`
	Order       []string          `yaml:"order"`
	Source      string            `yaml:"source"`
	Topic       Text              `yaml:"topic"`
	Sources     []*Source         `yaml:"sources"`
	Guideline   *Guideline        `yaml:"guideline"`
	NotEncoded  []NotEncoded      `yaml:"notEncoded"`
	Criterion   *Criterion        `yaml:"criterion"`
	Rules       []*Rule           `yaml:"rules"`
	Causes      []*Cause          `yaml:"causes"`
	Tests       []*Test           `yaml:"tests"`
	Occasions   []*Occasion       `yaml:"occasions"`
	Panels      []*Panel          `yaml:"panels"`
	Choices     []*Panel          `yaml:"choices"`
	Aims        []*Aim            `yaml:"aims"`
	Treatments  []*Treatment      `yaml:"treatments"`
	Departments []*Department     `yaml:"departments"`
	Settings    []*Setting        `yaml:"settings"`
	Outcomes    []*Outcome        `yaml:"outcomes"`
	Conditions  []*Word           `yaml:"conditions"`
	Medications []*Word           `yaml:"medications"`
	Procedures  []*Word           `yaml:"procedures"`
	Allergies   []*Word           `yaml:"allergies"`
	Symptoms    []*Word           `yaml:"symptoms"`
	Contexts    []*Word           `yaml:"contexts"`
	Details     []*Word           `yaml:"details"`
	Families    []*Family         `yaml:"families"`
	Terms       []*Term           `yaml:"terms"`
	Questions   map[string]Text   `yaml:"questions"`
	Evidence    *Evidence         `yaml:"evidence"`
	Model       *Model            `yaml:"model"`
	Predicted   []*Named          `yaml:"outcomesPredicted"`
	Picture     *Picture          `yaml:"picture"`
	NoModel     []ModelNotEncoded `yaml:"modelsNotEncoded"`
}

func (r *reader) files(fsys fs.FS) error {
	digest := sha256.New()
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && slices.Contains([]string{".yaml", ".tsv"}, path.Ext(name)) {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read the knowledge: %w", err)
	}
	parsed := make([]file, len(names))
	problems := make([]problem.List, len(names))
	var wait sync.WaitGroup
	for i, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("read the knowledge: %w", err)
		}
		fmt.Fprintf(digest, "%s %d\n", name, len(data))
		digest.Write(data)
		if path.Ext(name) != ".yaml" {
			continue
		}
		wait.Go(func() { parsed[i].read(name, data, &problems[i]) })
	}
	wait.Wait()
	for i, name := range names { // in their order, whichever was read first
		r.problems = append(r.problems, problems[i]...)
		r.file(name, &parsed[i])
	}
	r.base.Digest = "sha256:" + hex.EncodeToString(digest.Sum(nil))
	return nil
}

// read fills in what one YAML file holds, with every mistake in it.
func (f *file) read(name string, data []byte, problems *problem.List) {
	node, err := strict.Parse(name, data)
	switch {
	case err != nil:
		*problems = append(*problems, err.(problem.List)...)
	case node != nil:
		strict.Decode(name, node, f, problems)
	}
}

// file adds what one file holds to the base.
func (r *reader) file(name string, f *file) {
	b := r.base
	if f.Version != "" {
		b.Version = f.Version
	}
	r.order = append(r.order, f.Order...)
	b.Sources = append(b.Sources, f.Sources...)
	b.Causes = append(b.Causes, f.Causes...)
	b.Tests = append(b.Tests, f.Tests...)
	b.Panels = append(b.Panels, f.Panels...)
	b.Choices = append(b.Choices, f.Choices...)
	b.Aims = append(b.Aims, f.Aims...)
	b.Occasions = append(b.Occasions, f.Occasions...)
	b.Treatments = append(b.Treatments, f.Treatments...)
	b.Departments = append(b.Departments, f.Departments...)
	b.Settings = append(b.Settings, f.Settings...)
	b.Outcomes = append(b.Outcomes, f.Outcomes...)
	r.families = append(r.families, f.Families...)
	r.terms = append(r.terms, f.Terms...)
	for list, words := range map[string][]*Word{Conditions: f.Conditions, Medications: f.Medications,
		Procedures: f.Procedures, Allergies: f.Allergies, Symptoms: f.Symptoms, Contexts: f.Contexts, Details: f.Details} {
		b.Words[list] = append(b.Words[list], words...)
	}
	for key, text := range f.Questions {
		b.Questions[key] = text
	}
	if f.Criterion != nil {
		b.Criteria = append(b.Criteria, f.Criterion)
	}
	if f.Guideline != nil {
		b.Guidelines = append(b.Guidelines, f.Guideline)
	}
	if len(f.NotEncoded) > 0 {
		r.notEncoded(name, f.NotEncoded)
	}
	b.Predicted = append(b.Predicted, f.Predicted...)
	if f.Picture != nil {
		b.Picture = f.Picture
	}
	b.NoModel = append(b.NoModel, f.NoModel...)
	if f.Evidence != nil {
		r.evidence(f.Evidence)
	}
	if f.Model != nil {
		r.model(f.Model)
	}
	for _, rule := range f.Rules {
		if rule.Source == "" {
			rule.Source = f.Source
		}
		rule.Topic = f.Topic
		b.Rules = append(b.Rules, rule)
	}
}

// notEncoded hands a guideline its list; guideline.yaml sorts before
// not-encoded.yaml in the same folder.
func (r *reader) notEncoded(name string, list []NotEncoded) {
	if n := len(r.base.Guidelines); n > 0 && path.Base(path.Dir(name)) == r.base.Guidelines[n-1].ID {
		r.base.Guidelines[n-1].NotEncoded = list
		return
	}
	r.problems.Add(Position{File: name, Line: 1, Column: 1}, "a list of what was not encoded without guideline.yaml beside it",
		"the folder of a guideline, named after its id", "")
}

// Ident turns an id into the form a condition writes: underscores for hyphens.
func Ident(id string) string { return strings.ReplaceAll(id, "-", "_") }

// vocabulary lays out every term in slot order: the families' members first,
// since the terms written out may name them.
func (r *reader) vocabulary() {
	made := map[string]bool{}
	for _, f := range r.families {
		for _, m := range r.members(f) {
			t := &Term{Name: strings.ReplaceAll(f.Name, "{id}", Ident(m.id)), Type: f.Type, From: f.From, Fact: m.id, At: f.At,
				Label: Text{En: strings.ReplaceAll(f.Label.En, "{name}", m.name.En), Zh: strings.ReplaceAll(f.Label.Zh, "{name}", m.name.Zh)}}
			for _, part := range []*string{&t.From.Condition, &t.From.Medication, &t.From.Procedure, &t.From.Allergy,
				&t.From.Requested, &t.From.Symptom, &t.From.Verdict, &t.From.With.Word} {
				*part = strings.ReplaceAll(*part, "{id}", m.id)
			}
			if t.From.Is != "" {
				t.From.Test = m.id
			}
			if made[t.Name] { // vitamin D is a test and a treatment; asking is one thing
				continue
			}
			if t.From.Is == "persistent" && m.repeat == 0 { // nothing is repeated to see
				continue
			}
			made[t.Name] = true
			r.base.Vocabulary = append(r.base.Vocabulary, t)
		}
	}
	r.layOut()
	for i, t := range r.base.Vocabulary {
		t.Slot = i
	}
}

// place is where a guideline stands in the order that was given; behind it
// otherwise.
func (r *reader) place(guideline string) int {
	if i := slices.Index(r.order, guideline); i >= 0 {
		return i
	}
	return len(r.order)
}

// layOut lays out the terms that were written out, each after the terms it
// joins, wherever in the files those stand.
func (r *reader) layOut() {
	written := byID(r.terms, func(t *Term) string { return t.Name })
	placed, under := map[*Term]bool{}, map[*Term]bool{}
	var put func(t *Term)
	put = func(t *Term) {
		if placed[t] {
			return
		}
		if under[t] {
			r.problems.Add(t.At, fmt.Sprintf("%q, which joins itself", t.Name), "terms that do not go in a circle", "")
			return
		}
		under[t] = true
		for _, name := range t.From.With.Of {
			if part := written[name]; part != nil {
				put(part)
			}
		}
		placed[t] = true
		r.base.Vocabulary = append(r.base.Vocabulary, t)
	}
	for _, t := range r.terms {
		put(t)
	}
}

type member struct {
	id     string
	name   Text
	repeat Days // of a test
}

func (r *reader) members(f *Family) []member {
	var out []member
	add := func(id string, name Text) { out = append(out, member{id: id, name: name}) }
	switch f.Over {
	case "tests":
		for _, t := range r.base.Tests {
			if len(f.Kinds) == 0 || slices.Contains(f.Kinds, t.Kind) {
				out = append(out, member{t.ID, t.Name, t.Repeat})
			}
		}
	case "causes":
		for _, c := range r.base.Causes {
			add(c.ID, c.Name)
		}
	case "criteria":
		for _, c := range r.base.Criteria {
			add(c.ID, c.Name)
		}
	case "treatments":
		for _, t := range r.base.Treatments {
			add(t.ID, t.Name)
		}
	default:
		words, ok := r.base.Words[f.Over]
		if !ok {
			r.problems.Add(f.At, fmt.Sprintf("a family over %q", f.Over), "tests, causes, criteria, treatments or a list of words", "")
		}
		for _, w := range words {
			if w.Same == "" {
				add(w.ID, w.Name)
			}
		}
		if f.Over == Medications { // every treatment can be taken
			for _, t := range r.base.Treatments {
				if !slices.ContainsFunc(words, func(w *Word) bool { return w.ID == t.ID }) {
					add(t.ID, t.Name)
				}
			}
		}
	}
	return out
}

func (b *Base) index() {
	b.sources = byID(b.Sources, func(s *Source) string { return s.ID })
	b.guidelines = byID(b.Guidelines, func(g *Guideline) string { return g.ID })
	b.causes = byID(b.Causes, func(c *Cause) string { return c.ID })
	for i, t := range b.Tests {
		t.Order = i
	}
	b.tests = byID(b.Tests, func(t *Test) string { return t.ID })
	b.occasions = byID(b.Occasions, func(o *Occasion) string { return o.ID })
	b.panels = byID(b.Panels, func(p *Panel) string { return p.ID })
	b.treatments = byID(b.Treatments, func(t *Treatment) string { return t.ID })
	b.departments = byID(b.Departments, func(d *Department) string { return d.ID })
	b.settings = byID(b.Settings, func(s *Setting) string { return s.ID })
	b.outcomes = byID(b.Outcomes, func(o *Outcome) string { return o.ID })
	b.criteria = byID(b.Criteria, func(c *Criterion) string { return c.ID })
	b.terms = byID(b.Vocabulary, func(t *Term) string { return t.Name })
	b.words = map[string]map[string]*Word{}
	for list, words := range b.Words {
		b.words[list] = byID(words, func(w *Word) string { return w.ID })
	}
	for _, t := range b.Vocabulary {
		t.Of = b.tests[t.From.Test]
		word := b.words[Conditions][t.From.Condition]
		t.Event = word != nil && word.Kind == "event"
		t.Lacks = []string{t.Fact}
		for _, name := range t.From.With.Of {
			if part := b.terms[name]; part != nil {
				t.Joins = append(t.Joins, part.Slot)
			}
		}
	}
}

func byID[T any](list []T, id func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, v := range list {
		m[id(v)] = v
	}
	return m
}
