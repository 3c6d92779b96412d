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
}

// briefName is a test or a treatment, and where on the page more of it stands.
type briefName struct{ Name, At, Careful string }

// mostGiven is how many rows of treatments the summary has of what is not for her, and
// of what is.
const mostGiven = 8

// Not are the treatments that are not for her, or advised against.
func (p *summary) Not() []briefRow { not, _ := p.a.Given(); return p.given(not) }

// Yes are the treatments that guidelines are for, or let be considered.
func (p *summary) Yes() []briefRow { _, yes := p.a.Given(); return p.given(yes) }

// Unruled says on what it rests that no treatment is ruled out.
func (p *summary) Unruled() string { return p.a.Unruled() }

// Silent says, of the tests, of the treatments or of both, that the leading guideline
// speaks of none of them.
func (p *summary) Silent(what string) string {
	var tests, treatments []*assessment.Backing
	for _, d := range p.dues() {
		tests = append(tests, d.Backing)
	}
	not, yes := p.a.Given()
	for _, g := range append(not, yes...) {
		treatments = append(treatments, g.Backing)
	}
	due, given := p.a.LeadSilent(tests), p.a.LeadSilent(treatments)
	both := due != "" && given != ""
	switch {
	case what == "both" && both:
		return p.a.LeadSilent(append(tests, treatments...))
	case what == "due" && !both:
		return due
	case what == "given" && !both:
		return given
	}
	return ""
}

// given puts treatments into rows. Those of which the same bodies say the same share
// one, where they stand together.
func (p *summary) given(list []assessment.Given) (rows []briefRow) {
	told := p.Silent("given")+p.Silent("both") != ""
	var heads []assessment.Given
	for i := range list {
		g := &list[i]
		name := briefName{Name: p.treatedShort(g.Of), At: p.rowOf[g.Of.ID]}
		if len(g.Of.Cautions) > 0 && g.Kind != "forbidden" {
			name.Careful = p.say("treatment.caution")
		}
		last := len(rows) - 1
		if last >= 0 && heads[last].Kind == g.Kind && (g.Kind == "forbidden" || heads[last].Join(g.Backing)) {
			rows[last].Names = append(rows[last].Names, name)
			continue
		}
		r := briefRow{Class: g.Kind, Sep: p.say("list.names"), Names: []briefName{name}}
		switch g.Kind {
		case "forbidden":
			r.Class, r.Word = knowledge.Against, words.Sentence(p.say("page.forbidden"))
		case "unknown":
			r.Word = words.Sentence(p.say("truth.unknown"))
		default:
			r.Word = words.Sentence(p.say("direction." + g.Kind))
		}
		rows, heads = append(rows, r), append(heads, *g)
	}
	for i, g := range heads {
		if g.Backing != nil && g.Kind != "forbidden" && g.Kind != knowledge.Silent {
			rows[i].Whose = p.a.Whose(g.Backing, told)
		}
	}
	if len(rows) <= mostGiven {
		return rows
	}
	more := 0
	for _, r := range rows[mostGiven-1:] {
		more += len(r.Names)
	}
	return append(rows[:mostGiven-1], briefRow{Class: "value", Word: words.Sentence(words.Count(p.Lang, "page.more", more))})
}

// treatedShort is a treatment's name, with what she asks about or takes.
func (p *summary) treatedShort(t *assessment.Treatment) string {
	return words.Sentence(p.treated(t))
}

// Doors are the first departments.
func (p *summary) Doors() []line { return p.Departments[:min(mostDoors, len(p.Departments))] }

// mostDoors is how many departments the summary names.
const mostDoors = 3

// Due are the tests to take, what leads before what can be considered, with who asks
// for them. What waits for something that has no date stands in the plan alone.
func (p *summary) Due() (rows []briefRow) {
	dues := p.dues()
	told := p.Silent("due")+p.Silent("both") != ""
	for _, d := range dues {
		r := briefRow{Class: d.Direction, Sep: p.say("list.names"), Word: words.Sentence(p.say("direction." + d.Direction)), Whose: p.a.Whose(d.Backing, told)}
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
	return rows
}

func (p *summary) dues() []*assessment.Due {
	return slices.DeleteFunc(p.a.Dues(), func(d *assessment.Due) bool { return d.Visit.WaitsFor != "" })
}

// Chance is the number that a picture of her chances shows, with its interval and whose
// it is; nil where no number is surely hers.
func (p *summary) Chance() *line {
	if p.a.Picture == nil {
		return nil
	}
	for i := range p.Prognosis.Models {
		m := &p.Prognosis.Models[i]
		if m.of.Model != p.a.Picture.Model {
			continue
		}
		l := &line{Name: m.Outcome, Text: m.Name}
		l.Word = p.fill("outlook.ofHundred", "n", m.Value)
		if m.Span != "" {
			l.Word += p.bracket(m.Span)
		}
		if !p.a.Picture.Own {
			l.Notes = append(l.Notes, p.say("outlook.average"))
		}
		return l
	}
	return nil
}
