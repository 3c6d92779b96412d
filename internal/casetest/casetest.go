// Package casetest makes random cases that a case file could hold, for property
// tests.
package casetest

import (
	"fmt"
	"slices"
	"strconv"

	"pgregory.net/rapid"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// Case draws a valid case: any field may be unknown, dates lie between her
// twelfth birthday and asOf, and no two facts contradict each other. Each fact
// has a source of its own.
func Case(t *rapid.T, k *knowledge.Base) *patient.Case {
	g := &generator{t: t, k: k}
	c := &patient.Case{ID: g.text("id"), Source: patient.Source{Document: document}}
	g.person(c)
	g.pregnancies(c)
	g.conditions(c)
	g.treatment(c)
	g.partner(c)
	g.status(c)
	g.observations(c)
	return c
}

const document = "random.yaml"

// generator keeps the days between which everything happened.
type generator struct {
	t           *rapid.T
	k           *knowledge.Base
	first, last int
	line        int
}

func (g *generator) source() patient.Source {
	g.line++
	return patient.Source{Document: document, At: fmt.Sprintf("%d:1", g.line)}
}

func (g *generator) maybe(what string) bool { return rapid.Bool().Draw(g.t, what) }

func (g *generator) whole(from, to int, what string) int {
	return rapid.IntRange(from, to).Draw(g.t, what)
}

// texts hold what a careless reader or writer would trip over.
var texts = []string{"A", "anna", "example-1", "王女士", "<b>bold</b> & more", "null", "true", "12", "~", "- a", "a: b # c",
	`quote " and ' and \`, "two\nlines", " spaces ", "1:160", "8w2d", "*alias", "&anchor", "!tag", "{", "[", "%", "@", "`", "𝒳\U0001F476"}

func (g *generator) text(what string) string {
	return rapid.OneOf(rapid.SampledFrom(texts), rapid.StringMatching(`[a-zA-Zäß0-9 :#'"\\<>&{}\[\],.-]{0,90}`)).Draw(g.t, what)
}

func (g *generator) word(what string, words ...string) string {
	return rapid.SampledFrom(words).Draw(g.t, what)
}

// some draws up to four different words, in any order.
func (g *generator) some(what string, words []string) []string {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(words), 0, min(4, len(words)), rapid.ID[string]).Draw(g.t, what)
}

// maybeFact is unknown half of the time.
func maybeFact[T any](g *generator, what string, draw func() T) patient.Fact[T] {
	if !g.maybe(what + " is known") {
		return patient.Fact[T]{}
	}
	return patient.Know(draw(), g.source())
}

func (g *generator) maybeWord(what string, words ...string) patient.Fact[string] {
	return maybeFact(g, what, func() string { return g.word(what, words...) })
}

func (g *generator) maybeFlag(what string) patient.Fact[bool] {
	return maybeFact(g, what, func() bool { return g.maybe(what) })
}

// maybeTenths is a number with one decimal.
func (g *generator) maybeTenths(what string, from, to int) patient.Fact[float64] {
	return maybeFact(g, what, func() float64 {
		n, _ := strconv.ParseFloat(fmt.Sprintf("%d.%d", g.whole(from, to-1, what), g.whole(0, 9, "tenths")), 64)
		return n
	})
}

// known is a true fact, or nothing.
func (g *generator) known(what string) patient.Fact[bool] {
	if g.maybe(what) {
		return patient.Know(true, g.source())
	}
	return patient.Fact[bool]{}
}

func (g *generator) facts(what string, words []string) []patient.Fact[string] {
	var facts []patient.Fact[string]
	for _, w := range g.some(what, words) {
		facts = append(facts, patient.Know(w, g.source()))
	}
	return facts
}

// blurred is the day, its month, its year, or unknown.
func (g *generator) blurred(day int, what string) date.Date {
	d := date.FromDay(day)
	y, m, _ := d.YMD()
	switch g.whole(0, 5, what+" precision") {
	case 0:
		return date.Date{}
	case 1:
		d, _ = date.New(y, 0, 0)
	case 2:
		d, _ = date.New(y, m, 0)
	}
	return d
}

func (g *generator) past(what string) date.Date {
	return g.blurred(g.whole(g.first, g.last, what), what)
}

// period is a beginning and an end in order, each known or not.
func (g *generator) period(what string) (since, until date.Date) {
	days := []int{g.whole(g.first, g.last, what), g.whole(g.first, g.last, what)}
	slices.Sort(days)
	return g.blurred(days[0], what+" since"), g.blurred(days[1], what+" until")
}

const year = 366 // days, generously

func (g *generator) person(c *patient.Case) {
	asOf := date.MustParse("2000-01-01").AddDays(g.whole(0, 30*year, "asOf"))
	born := asOf.AddDays(-year*g.whole(18, 50, "years") - g.whole(0, year, "days"))
	g.first, g.last = born.AddDays(12*year).Earliest(), asOf.Earliest()
	if g.maybe("asOf is known") {
		c.AsOf = asOf
	}
	if d := g.blurred(born.Earliest(), "born"); d.Known() {
		c.Born = patient.Know(d, g.source())
	}
	age, _, _ := date.YearsBetween(born, asOf)
	c.Age = maybeFact(g, "age", func() int { return age })
	c.HeightCm = g.maybeTenths("height", 140, 190)
	c.WeightKg = g.maybeTenths("weight", 40, 120)
	c.Ethnicity = maybeFact(g, "ethnicity", func() string { return g.text("ethnicity") })
	c.Lifestyle.Smoking = g.maybeWord("smoking", "never", "former", "current")
	c.Lifestyle.AlcoholUnitsPerWeek = g.maybeTenths("alcohol", 0, 100)
	c.Lifestyle.CaffeineMgPerDay = g.maybeTenths("caffeine", 0, 1000)
}

func (g *generator) partner(c *patient.Case) {
	c.Partner.Label = maybeFact(g, "partner", func() string { return g.text("partner") })
	c.Partner.Age = maybeFact(g, "partner's age", func() int { return g.whole(18, 70, "partner's age") })
	c.Partner.Karyotype = g.maybeWord("partner's karyotype", patient.Normal, patient.Abnormal)
	c.Partner.SpermDNAFragmentationPct = g.maybeTenths("sperm DNA fragmentation", 0, 100)
}

func (g *generator) status(c *patient.Case) {
	s := &c.Status
	ongoing := len(c.Pregnancies) > 0 && c.Pregnancies[len(c.Pregnancies)-1].Outcome == patient.Ongoing
	if s.Pregnant = g.maybeFlag("pregnant"); ongoing && s.Pregnant.Known {
		s.Pregnant.Value = true
	}
	if !ongoing {
		s.Gestation = maybeFact(g, "present gestation", func() patient.Gestation { return g.gestation("present gestation") })
	}
	s.Location = g.maybeWord("location", "intrauterine", "unknown", "ectopic")
	s.Bleeding = g.maybeFlag("bleeding")
	s.PlanningPregnancy = g.maybeFlag("planning")
	s.Symptoms = g.facts("symptoms", g.words(knowledge.Symptoms))
	bleeds := func(f patient.Fact[string]) bool { return f.Value == "heavy-bleeding" || f.Value == "light-bleeding" }
	if s.Bleeding.Known && slices.ContainsFunc(s.Symptoms, bleeds) {
		s.Bleeding.Value = true
	}
	s.AllSymptoms = g.known("all symptoms")
}

// words are those of a list that stand for themselves.
func (g *generator) words(list string) []string {
	var ids []string
	for _, w := range g.k.Words[list] {
		if w.Same == "" {
			ids = append(ids, w.ID)
		}
	}
	return ids
}
