package html

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// The boxes of the summary that is read in a minute.

// mostBodies is how many bodies of one opinion the summary names.
const mostBodies = 2

// Recurrent says which bodies call it recurrent, which do not, and for which it
// is open: where the leading one stands first.
func (p *summary) Recurrent() (parts []line) {
	for _, s := range p.a.Stands() {
		names := make([]string, 0, len(s.Bodies))
		for _, id := range s.Bodies {
			name := words.ShortNameOfSource(p.base, p.Lang, id)
			if id == p.a.Leading {
				name += p.bracket(p.say("recurrence.leads"))
			}
			names = append(names, name)
		}
		if more := len(names) - mostBodies; more > 1 {
			names = append(names[:mostBodies:mostBodies], words.Count(p.Lang, "page.more.bodies", more))
		}
		parts = append(parts, line{Glyph: s.Status, Class: s.Status, Word: words.Sentence(p.say("status." + s.Status)), Text: strings.Join(names, p.say("list.and"))})
	}
	return parts
}

// briefRow is one line of the summary: how firmly, what, by whom.
type briefRow struct {
	Class, Word string
	When        string
	Names       []briefName
	Sep         string // between the names
	Whose       string
	Ruled       bool   // what is on her record rules it out
	At          string // where on the page the rest stands, of a row that only says how much more there is
}

// briefName is a cause, a test or a treatment, and where on the page more of it stands.
type briefName struct{ Name, At, Careful string }

// Not are the treatments that are not for her, or advised against.
func (p *summary) Not() []briefRow { return p.fitted().not }

// Yes are the treatments that guidelines are for, or let be considered.
func (p *summary) Yes() []briefRow { return p.fitted().yes }

// Due are the tests to take.
func (p *summary) Due() []briefRow { return p.fitted().due }

// Unruled says on what it rests that no treatment is ruled out.
func (p *summary) Unruled() string { return p.a.Unruled() }

// careful are the treatments that call for caution, with why, where nothing is ruled out:
// it must not read as if everything could be given.
func (p *summary) careful() (rows []briefRow) {
	_, yes := p.a.Given()
	for _, g := range yes {
		for _, caution := range g.Of.Cautions {
			rows = append(rows, briefRow{Class: "caution", Word: words.Sentence(p.say("treatment.caution")), Sep: p.say("list.names"),
				Names: []briefName{{Name: p.treatedShort(g.Of), At: p.rowOf[g.Of.ID]}}, Whose: caution})
		}
	}
	return rows
}

// given puts treatments into rows. Those of which the same bodies say the same share
// one, where they stand together.
func (p *summary) given(list []assessment.Given) (rows []briefRow) {
	var heads []assessment.Given
	var why []string // of each row what rules it out
	for i := range list {
		g := &list[i]
		name := briefName{Name: p.treatedShort(g.Of), At: p.rowOf[g.Of.ID]}
		if len(g.Of.Cautions) > 0 && g.Kind != "forbidden" {
			name.Careful = p.say("treatment.caution")
		}
		last := len(rows) - 1
		if last >= 0 && heads[last].Kind == g.Kind && (why[last] != "" && why[last] == p.a.WhyNot(g.Of) || g.Kind != "forbidden" && heads[last].Join(g.Backing)) {
			rows[last].Names = append(rows[last].Names, name)
			continue
		}
		r := briefRow{Class: g.Kind, Sep: p.say("list.names"), Names: []briefName{name}}
		switch g.Kind {
		case "forbidden":
			r.Class, r.Word, r.Ruled = knowledge.Against, words.Sentence(p.say("page.forbidden")), true
		case "unknown":
			r.Word = words.Sentence(p.say("truth.unknown"))
		default:
			r.Word = words.Sentence(p.say("direction." + g.Kind))
		}
		rows, heads, why = append(rows, r), append(heads, *g), append(why, p.a.WhyNot(g.Of))
	}
	for i, g := range heads {
		if g.Kind == "forbidden" {
			rows[i].Whose = why[i]
		}
		if g.Backing != nil && g.Kind != "forbidden" && g.Kind != knowledge.Silent {
			rows[i].Whose = p.a.WhoseBrief(g.Backing)
		}
	}
	return rows
}

// treatedShort is a treatment's name, with what she asks about or takes.
func (p *summary) treatedShort(t *assessment.Treatment) string {
	return words.Sentence(p.treated(t))
}

// Doors are the first departments.
func (p *summary) Doors() []line { return p.Departments[:min(mostDoors, len(p.Departments))] }

// mostDoors is how many departments the summary names.
const mostDoors = 3

// tested are the tests to take, what leads before what can be considered, with who asks
// for them. What waits for something that has no date comes last, with what it waits for.
func (p *summary) tested() (rows []briefRow) {
	waiting := briefRow{Class: "defer", Word: p.say("short.defer"), Sep: p.say("list.names")}
	for _, d := range p.a.Dues() {
		if d.Visit.WaitsFor != "" {
			for _, name := range d.Names {
				waiting.Names = append(waiting.Names, briefName{Name: name + p.bracket(d.Visit.WaitsFor)})
			}
			continue
		}
		r := briefRow{Class: d.Direction, Sep: p.say("list.names"), Word: words.Sentence(p.say("direction." + d.Direction)), Whose: p.a.WhoseBrief(d.Backing)}
		if d.Status == "repeat" {
			r.Class, r.Word = "repeat", words.Sentence(p.say("short.repeat"))
		}
		i := slices.IndexFunc(p.Plan.Visits, func(v visit) bool { return v.of == d.Visit })
		if v := &p.Plan.Visits[i]; v.Class != "now" || p.Emergency() {
			r.When = v.When
		}
		for _, name := range d.Names {
			r.Names = append(r.Names, briefName{Name: name})
		}
		r.Names[0].Name = words.Sentence(r.Names[0].Name)
		rows = append(rows, r)
	}
	if len(waiting.Names) > 0 {
		waiting.Names[0].Name = words.Sentence(waiting.Names[0].Name)
		rows = append(rows, waiting)
	}
	return rows
}

// MinuteKey says how the rows of the summary are read.
func (p *summary) MinuteKey() string {
	return p.fill("page.minuteKey", "leading", words.ShortNameOfSource(p.base, p.Lang, p.a.Leading))
}

// Chances are the numbers of the first screen, each with its interval and whose it is: by
// her age before an average. Where no study's figure fits her, that and why.
func (p *summary) Chances() (list []line) {
	if unfit := p.a.Unfit(); unfit != "" {
		return []line{{Name: unfit}}
	}
	if m := p.a.AtHerAge(); m != nil {
		if l := p.chance(m.Model); l != nil {
			l.Notes = append(l.Notes, p.say("page.atHerAge"))
			list = append(list, *l)
		}
	}
	if p.a.Picture != nil && (p.a.Picture.Own || len(list) == 0) { // beside a number of her age an average would console too easily
		if l := p.chance(p.a.Picture.Model); l != nil {
			if !p.a.Picture.Own {
				l.Notes = append(l.Notes, p.say("outlook.average"))
			}
			list = append(list, *l)
		}
	}
	return list
}

// chance is the number of a model in words.
func (p *summary) chance(id string) *line {
	for i := range p.Prognosis.Models {
		m := &p.Prognosis.Models[i]
		if m.of.Model != id {
			continue
		}
		l := &line{Name: m.Outcome, Text: m.Name, Word: p.fill("outlook.ofHundred", "n", m.Value)}
		if m.Span != "" {
			l.Word += p.bracket(m.Span)
		}
		return l
	}
	return nil
}
