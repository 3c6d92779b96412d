package assessment

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// What a clinician reads within a minute, for the page and the terminal alike.

// Stand is what some bodies have in common: how their definition stands.
type Stand struct {
	Status string   // met, not-met, unknown
	Bodies []string // ids, the leading one first
}

// Stands sorts the definitions by how they stand: the leading one's first, and it
// first among them.
func (a *Assessment) Stands() (list []Stand) {
	for _, status := range []string{"met", "not-met", "unknown"} {
		s := Stand{Status: status}
		for _, r := range a.Recurrence {
			switch {
			case r.Status != status:
			case r.Definition == a.Leading:
				s.Bodies = slices.Insert(s.Bodies, 0, r.Definition)
			default:
				s.Bodies = append(s.Bodies, r.Definition)
			}
		}
		switch {
		case len(s.Bodies) == 0:
		case s.Bodies[0] == a.Leading:
			list = slices.Insert(list, 0, s)
		default:
			list = append(list, s)
		}
	}
	return list
}

// Backing is whose line decides, and how the others stand to it.
type Backing struct {
	Direction string
	Bodies    []string            // whose line it is, and of which it agrees where they decide together
	notes     map[string][]string // of each: how strong, how it was read
	others    []Stand             // by direction
	Lead      string              // why the leading guideline says nothing: silent, open
	unread    bool                // nobody has read the line that decides
}

// backing gathers it of a position that decides, among all of them. Whoever leads
// decides alone; where it is silent, all that say the same do.
func (a *Assessment) backing(first *Position, all []Position, lead string) *Backing {
	b := &Backing{Direction: first.Direction, Lead: lead, unread: first.Read == knowledge.Unconfirmed, notes: map[string][]string{}}
	b.add(a, first)
	for i := range all {
		p := &all[i]
		switch {
		case p.Read == knowledge.Unconfirmed || p.General || p.Direction == knowledge.Silent || slices.Contains(b.Bodies, p.Guideline) || b.told(p.Guideline):
		case p.Direction != first.Direction && !milder(p.Direction, first.Direction):
			i := slices.IndexFunc(b.others, func(s Stand) bool { return s.Status == p.Direction })
			if i < 0 {
				i, b.others = len(b.others), append(b.others, Stand{Status: p.Direction})
			}
			b.others[i].Bodies = append(b.others[i].Bodies, p.Guideline)
		case p.Direction == first.Direction && first.Guideline != a.Leading:
			b.add(a, p)
		}
	}
	slices.SortStableFunc(b.others, func(x, y Stand) int { return cmp.Compare(firmness[x.Status], firmness[y.Status]) })
	return b
}

// milder reports a direction that points the same way and says less: it takes nothing
// away, and stands with the rest further down.
func milder(direction, than string) bool {
	switch than {
	case knowledge.For:
		return direction == knowledge.ConditionalFor
	case knowledge.Against:
		return direction == knowledge.ConditionalAgainst || direction == knowledge.ResearchOnly
	}
	return false
}

func (b *Backing) told(body string) bool {
	return slices.ContainsFunc(b.others, func(s Stand) bool { return slices.Contains(s.Bodies, body) })
}

// add takes in a body, with how strong its line is and how it was read. The strength
// of what nobody has read is left out: it would lend weight to hearsay.
func (b *Backing) add(a *Assessment, p *Position) {
	b.Bodies = append(b.Bodies, p.Guideline)
	var notes []string
	if p.Strength != "" && p.Strength != "unstated" && p.Strength != "ungraded" && p.Read != knowledge.Unconfirmed {
		notes = append(notes, a.say("strength."+p.Strength))
	}
	if p.Read != "" && p.Read != knowledge.Primary {
		notes = append(notes, a.say("tag."+p.Read))
	}
	b.notes[p.Guideline] = notes
}

// Join takes in another line where the same bodies say the same and the others stand to
// it in the same way, and reports whether they do.
func (b *Backing) Join(other *Backing) bool {
	if b == nil || other == nil || b.key() != other.key() {
		return false
	}
	b.join(other)
	return true
}

func (b *Backing) join(other *Backing) {
	for body, notes := range other.notes {
		for _, note := range notes {
			if !slices.Contains(b.notes[body], note) {
				b.notes[body] = append(b.notes[body], note)
			}
		}
	}
}

// key is the same for what stands in one row.
func (b *Backing) key() string {
	parts := append([]string{b.Direction, b.Lead, strconv.FormatBool(b.unread)}, b.Bodies...)
	for _, s := range b.others {
		parts = append(append(parts, s.Status), s.Bodies...)
	}
	return strings.Join(parts, "|")
}

// mostWhose is how many bodies of one mind the summary names.
const mostWhose = 2

// Whose says it in few words: "RCOG 2023 (grade B), EULAR 2019; consider: ACOG; ESHRE
// 2022 silent". That the leading guideline is silent is left out where told says that it
// stands above.
func (a *Assessment) Whose(b *Backing, told bool) string {
	names := make([]string, len(b.Bodies))
	for i, id := range b.Bodies {
		names[i] = words.ShortNameOfSource(a.base, a.Lang, id)
		if notes := b.notes[id]; len(notes) > 0 {
			names[i] += a.fill("bracket", "what", strings.Join(notes, a.say("list.comma")))
		}
	}
	parts := []string{a.few(names)}
	for _, s := range b.others {
		var names []string
		for _, id := range s.Bodies {
			names = append(names, words.ShortNameOfSource(a.base, a.Lang, id))
		}
		parts = append(parts, a.say("direction."+s.Status)+a.say("clause")+a.few(names))
	}
	if b.Lead != "" && !told {
		parts = append(parts, a.fill("lead."+b.Lead, "leading", words.ShortNameOfSource(a.base, a.Lang, a.Leading)))
	}
	return strings.Join(parts, a.say("list.semicolon"))
}

// WhoseBrief says it in as few words as a page has room for on its first screen: the
// first of those of one mind, with how strong its line is, and how many agree. † marks
// what was read at second hand. That the leading guideline is silent is not said: it is
// not named.
func (a *Assessment) WhoseBrief(b *Backing) string {
	one := func(ids []string) string {
		name := words.ShortNameOfSource(a.base, a.Lang, ids[0])
		second, notes := a.say("tag."+knowledge.Secondary), slices.Clone(b.notes[ids[0]])
		if i := slices.Index(notes, second); i >= 0 {
			notes, name = slices.Delete(notes, i, i+1), name+"†"
		}
		if len(notes) > 0 {
			name += a.fill("bracket", "what", strings.Join(notes, a.say("list.comma")))
		}
		if more := len(ids) - 1; more > 0 {
			name += a.fill("whose.more", "n", strconv.Itoa(more))
		}
		return name
	}
	var parts []string
	if len(b.Bodies) > 0 {
		parts = append(parts, one(b.Bodies))
	}
	for _, s := range b.others {
		parts = append(parts, a.say("direction."+s.Status)+a.say("clause")+one(s.Bodies))
	}
	if b.Lead == openYet {
		parts = append(parts, a.fill("lead.open", "leading", words.ShortNameOfSource(a.base, a.Lang, a.Leading)))
	}
	return strings.Join(parts, a.say("list.semicolon"))
}

// WhoseOf says it of a treatment; "" while nothing is decided.
func (a *Assessment) WhoseOf(t *Treatment) string {
	first := a.Standing(t)
	if first == nil {
		return ""
	}
	return a.Whose(a.backing(first, t.Positions, t.Lead), false)
}

// few names the first, and says how many there are besides.
func (a *Assessment) few(names []string) string {
	if more := len(names) - mostWhose; more > 0 {
		return strings.Join(names[:mostWhose], a.say("list.and")) + a.say("list.and") + words.Count(a.Lang, "page.more.bodies", more)
	}
	return strings.Join(names, a.say("list.and"))
}

// Due are tests that are asked for in the same way: when, how firmly, and by whom.
type Due struct {
	*Backing
	Weight string
	Status string // due, repeat, defer
	Visit  *Visit // the first, for when
	Names  []string

	changes bool // one of them could change what is done
}

// Dues are the tests of the plan in the order of a minute: what leads before what can
// be considered, of this what could change what is done first, and each by its visits. Tests of one purpose are one choice, told
// where one of them leads. What only others ask for, while the leading guideline is
// against it, is left out.
func (a *Assessment) Dues() (list []*Due) {
	var chosen []string
	for _, weight := range []string{Recommended, Considered} {
		at := map[string]*Due{}
		for i := range a.Plan {
			v := &a.Plan[i]
			for k := range v.Tests {
				t := &v.Tests[k]
				if t.Status == optional || t.Weight != weight || t.Choice != "" && slices.Contains(chosen, t.Choice) {
					continue
				}
				d, name := a.due(t, v), a.dueName(t)
				if t.Choice != "" {
					chosen, name = append(chosen, t.Choice), a.oneOf(t.Choice)
				}
				key := strings.Join([]string{d.Status, v.NotBefore, v.WaitsFor, d.key()}, "|")
				if at[key] == nil {
					at[key], list = d, append(list, d)
				} else {
					at[key].join(d.Backing)
				}
				at[key].Names = append(at[key].Names, name)
				at[key].changes = at[key].changes || a.changes(t.ID)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y *Due) int {
		return cmp.Or(later(x.Weight != Recommended, y.Weight != Recommended),
			later(x.Weight != Recommended && !x.changes, y.Weight != Recommended && !y.changes))
	})
	return list
}

// Changes reports that one of the tests could change what is done.
func (d *Due) Changes() bool { return d.changes }

// changes reports a test that could change what is done: it examines a cause that would
// explain losses and is not settled, or is repeated to confirm one.
func (a *Assessment) changes(test string) bool {
	return slices.ContainsFunc(a.Causes, func(c Cause) bool {
		def := a.base.Cause(c.ID)
		return !def.Risk && slices.Contains(def.Tests, test) && c.Status != knowledge.Established && c.Status != knowledge.Excluded
	})
}

func (a *Assessment) due(t *Planned, v *Visit) *Due {
	d := &Due{Weight: t.Weight, Status: t.Status, Visit: v, Backing: &Backing{Lead: t.Lead, notes: map[string][]string{}}}
	if positions := a.positionsOf(t.ID); len(positions) > 0 {
		first := &positions[0]
		if i := slices.IndexFunc(positions, func(p Position) bool { return len(t.By) > 0 && p.Guideline == t.By[0] && !p.General }); i >= 0 {
			first = &positions[i]
		}
		d.Backing = a.backing(first, positions, t.Lead)
		d.others = nil // a test's row names who is against it; the rest stands below
	}
	return d
}

func (a *Assessment) positionsOf(test string) []Position {
	if i := slices.IndexFunc(a.Tests, func(t Test) bool { return t.ID == test }); i >= 0 {
		return a.Tests[i].Positions
	}
	return nil
}

// dueName is the test's name, with those that were read and advise against it.
func (a *Assessment) dueName(t *Planned) string {
	name := words.NameOfTest(a.base, a.Lang, t.ID)
	var against []string
	for _, p := range a.positionsOf(t.ID) {
		body := words.ShortNameOfSource(a.base, a.Lang, p.Guideline)
		if p.Read != knowledge.Unconfirmed && !p.General && p.Guideline != a.Leading && !slices.Contains(against, body) &&
			(p.Direction == knowledge.Against || p.Direction == knowledge.ConditionalAgainst) {
			against = append(against, body)
		}
	}
	if len(against) > 0 {
		name += a.fill("bracket", "what", a.say("direction.against")+a.say("clause")+a.few(against))
	}
	return name
}

// oneOf names the tests of one purpose, those that lead first.
func (a *Assessment) oneOf(choice string) string {
	var names []string
	for _, weight := range []string{Recommended, Considered} {
		for i := range a.Plan {
			for k := range a.Plan[i].Tests {
				if t := &a.Plan[i].Tests[k]; t.Choice == choice && t.Weight == weight && t.Status != optional {
					names = append(names, words.NameOfTest(a.base, a.Lang, t.ID))
				}
			}
		}
	}
	if len(names) == 1 {
		return names[0]
	}
	i := slices.IndexFunc(a.base.Choices, func(c *knowledge.Panel) bool { return c.ID == choice })
	return a.fill("plan.oneOf", "purpose", a.base.Choices[i].Name.In(a.Lang), "list", strings.Join(names, a.say("list.or")))
}

// Given is how a treatment stands for her.
type Given struct {
	*Backing // nil while nothing is decided
	Of       *Treatment
	Kind     string // forbidden, a direction, or unknown
}

// Given are the treatments as they stand for her, in two lists: what is not for her, or
// advised against, and the rest, each in the order of the assessment. What is neither
// decided nor asked about is left out.
func (a *Assessment) Given() (not, yes []Given) {
	for i := range a.Treatments {
		t := &a.Treatments[i]
		g := Given{Of: t, Kind: "unknown"}
		if first := a.Standing(t); first != nil {
			g.Kind, g.Backing = first.Direction, a.backing(first, t.Positions, t.Lead)
		}
		if len(t.Forbidden) > 0 {
			g.Kind = "forbidden"
		}
		switch g.Kind {
		case "forbidden", knowledge.Against, knowledge.ConditionalAgainst:
			not = append(not, g)
		case "unknown", knowledge.Silent:
			if t.Requested || t.Taken {
				yes = append(yes, g)
			}
		default:
			yes = append(yes, g)
		}
	}
	rank := func(g Given) int {
		return slices.Index([]string{"forbidden", knowledge.Against, knowledge.ConditionalAgainst}, g.Kind)
	}
	bodies := func(g Given) int {
		if g.Backing == nil {
			return 0
		}
		return len(g.Bodies)
	}
	slices.SortStableFunc(not, func(x, y Given) int { // what she takes first, then what most agree on
		return cmp.Or(cmp.Compare(rank(x), rank(y)), later(!x.Of.Taken, !y.Of.Taken), cmp.Compare(bodies(y), bodies(x)))
	})
	return not, yes
}

// mostTalked is how many treatments are named to her in short.
const mostTalked = 3

// Talked are the treatments that her report names in short, with the body that is for
// each: what a body whose line was read is for because of something that she has, and the
// leading one at least lets be considered. Of a combination its parts are not named again.
func (a *Assessment) Talked() (list []Talk) {
	_, yes := a.Given()
	var parts []string
	for _, g := range yes {
		def := a.base.Treatment(g.Of.ID)
		if len(list) == mostTalked || g.Backing == nil || g.unread || def.General || slices.Contains(parts, g.Of.ID) {
			continue
		}
		var body string
		switch i := slices.IndexFunc(g.others, func(s Stand) bool { return s.Status == knowledge.For }); {
		case g.Kind == knowledge.For:
			body = g.Bodies[0]
		case g.Kind == knowledge.ConditionalFor && i >= 0:
			body = g.others[i].Bodies[0]
		default:
			continue
		}
		list = append(list, Talk{g.Of, body})
		parts = append(parts, def.Parts...)
	}
	return list
}

// Talk is a treatment and a body that is for it.
type Talk struct {
	Of   *Treatment
	Body string
}

// Standing is the position on a treatment that answers for her; nil while that is
// undecided. What is open to everybody never is.
func (a *Assessment) Standing(t *Treatment) *Position {
	if def := a.base.Treatment(t.ID); def != nil && def.Offered && len(t.Positions) > 0 {
		return &t.Positions[0]
	}
	return a.Answering(t.Positions, t.Open)
}

// Answering is the position that answers; nil where none applies yet, or only what
// nobody has read while the leading guideline's own recommendation is open.
func (a *Assessment) Answering(positions []Position, open []Open) *Position {
	if len(positions) == 0 {
		return nil
	}
	first := &positions[0]
	if first.Direction == knowledge.Silent && len(open) > 0 {
		return nil // others may yet speak for her
	}
	waits := slices.ContainsFunc(open, func(o Open) bool { return o.Guideline == a.Leading })
	if first.Guideline != a.Leading && first.Read == knowledge.Unconfirmed && waits {
		return nil
	}
	return first
}

// Unruled says on what it rests that no treatment is ruled out: what is not known that
// could do so is named.
func (a *Assessment) Unruled() string {
	var facts []string
	for _, q := range a.Questions {
		if q.Fact == "medications" || q.Fact == "allergies" {
			facts = append(facts, q.Fact)
		}
	}
	if len(facts) == 0 {
		return a.say("given.none")
	}
	return a.fill("given.none.open", "list", strings.Join(words.Facts(a.base, a.Lang, facts), a.say("list.names")))
}

// LeadSilent says, where the leading guideline speaks of nothing in a list, that the
// others there do; "" otherwise.
func (a *Assessment) LeadSilent(list []*Backing) string {
	if len(list) == 0 {
		return ""
	}
	open := false
	for _, b := range list {
		if b == nil || b.Lead == "" {
			return ""
		}
		open = open || b.Lead == openYet
	}
	key := "lead.none"
	if open {
		key += ".open"
	}
	return a.fill(key, "leading", words.NameOfSource(a.base, a.Lang, a.Leading))
}
