package html

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// bar is one pregnancy on the scale of weeks. Its shape says how it ended; the
// words beside it say the same.
type bar struct {
	When, What, Weeks string
	Partner           string
	Shape             string // live, early, late, other, open
	From, To          string // per cent of the scale; From where it may have ended earlier
}

// scaleDays is where the scale of the timeline ends: 42 weeks, after which no
// pregnancy goes on.
const scaleDays = 42 * 7

// ScaleWeeks is the last week of the scale.
func (p *about) ScaleWeeks() int { return scaleDays / 7 }

// Told is what the page says in place of a history that is empty or not known.
func (p *about) Told() string {
	switch {
	case !p.a.Subject().History.Given:
		return p.say("pregnancies.unknown")
	case len(p.a.Subject().Pregnancies) == 0:
		return p.say("pregnancies.none")
	}
	return ""
}

// Timeline is her pregnancies, in their order.
func (p *about) Timeline() (bars []bar) {
	for i := range p.a.Subject().Pregnancies {
		bars = append(bars, p.bar(&p.a.Subject().Pregnancies[i]))
	}
	return bars
}

func (p *about) bar(g *patient.Pregnancy) bar {
	b := bar{When: words.Date(p.Lang, g.Ended), Partner: p.say("pregnancy.partner.unknown")}
	if g.Partner.Known {
		b.Partner = p.fill("pregnancy.partner", "label", words.Clean(g.Partner.Value))
	}
	b.What, b.Shape = p.outcome(g)
	gestation := g.Gestation
	if s := &p.a.Subject().Status; g.Outcome == patient.Ongoing {
		b.When = p.say("timeline.now")
		if s.Gestation.Known {
			gestation = s.Gestation.Value
		}
	}
	if b.When == "" {
		b.When = p.say("pregnancy.date.unknown")
	}
	if !gestation.Known() {
		b.Weeks, b.Shape, b.To = p.say("pregnancy.gestation.unknown"), "open", "100%"
		return b
	}
	b.Weeks, b.To = words.Gestation(p.Lang, gestation), share(gestation.Max)
	if gestation.Max-gestation.Min > 6 {
		b.From = share(gestation.Min)
	}
	return b
}

// share is how far along the scale a day lies.
func share(days int) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(min(days, scaleDays))*100/scaleDays), ".0") + "%"
}

// outcome is the word for how it ended, and the shape that stands for it.
func (p *about) outcome(g *patient.Pregnancy) (name, shape string) {
	name, shape = words.Outcome(p.base, p.Lang, g)
	switch {
	case shape != "":
	case g.Outcome == patient.Livebirth:
		shape = "live"
	case p.loss(g) && words.Reached(p.base, "late", g):
		shape = "late" // a stillbirth, which has a name of its own
	case g.Outcome == patient.Ongoing, p.base.Outcome(string(g.Outcome)) == nil, p.loss(g):
		shape = "open" // of a loss: whether early or late
	default:
		shape = "other"
	}
	return name, shape
}

// loss reports an outcome that the frame's pattern counts among the losses.
func (p *about) loss(g *patient.Pregnancy) bool {
	return slices.ContainsFunc(p.base.Guidelines, func(frame *knowledge.Guideline) bool {
		return slices.Contains(frame.Pattern["losses"].Outcomes, string(g.Outcome))
	})
}

// mark is a week on the scale at which some guideline draws a line.
type mark struct {
	At, Week string
	Low      bool // its number stands a line lower, beside a near one
}

// Marks are the weeks at which the guidelines' definitions and the frame's
// pattern draw a line.
func (p *about) Marks() (marks []mark) {
	at := map[int]bool{}
	add := func(c *knowledge.Count) {
		for _, d := range []int{int(c.From), int(c.Before)} {
			if d > 0 && d%7 == 0 && d < scaleDays {
				at[d] = true
			}
		}
	}
	for _, g := range p.base.Guidelines {
		if g.Definition != nil {
			add(&g.Definition.Counts)
		}
		for _, name := range []string{"early", "late"} {
			if c, ok := g.Pattern[name]; ok {
				add(&c)
			}
		}
	}
	last, low := -100, false
	for d := 7; d < scaleDays; d += 7 {
		if at[d] {
			low = d-last < 5*7 && !low
			marks = append(marks, mark{share(d), strconv.Itoa(d / 7), low})
			last = d
		}
	}
	return marks
}

// Key names the shapes that the timeline of this woman shows.
func (p *about) Key() (keys []bar) {
	seen := map[string]bool{}
	for _, b := range p.Timeline() {
		for _, shape := range strings.Fields(b.Shape) {
			seen[shape] = true
		}
	}
	for _, shape := range []string{"early", "late", "live", "other", "open"} {
		if seen[shape] {
			keys = append(keys, bar{Shape: shape, What: p.say("timeline." + shape)})
		}
	}
	return keys
}

// More says that there may be other pregnancies.
func (p *about) More() string {
	if p.a.Pattern.Complete == nil && p.Told() == "" {
		return p.say("pregnancies.more")
	}
	return ""
}

// Pattern is the history in one sentence.
func (p *about) Pattern() string { return p.a.Past() }
