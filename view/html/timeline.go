package html

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
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
		b.Weeks, b.Shape, b.To = p.say("pregnancy.gestation.unknown"), "open "+b.Shape, "100%"
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

// outcome is the word for how it ended, and the shape that stands for it; a loss
// is early or late where the gestation says so, by the frame's own limits.
func (p *about) outcome(g *patient.Pregnancy) (name, shape string) {
	o := p.base.Outcome(string(g.Outcome))
	if o == nil {
		return words.Sentence(p.say("pregnancy.outcome.unknown")), "open"
	}
	name, shape = o.Name.In(p.Lang), "other"
	switch g.Outcome {
	case patient.Livebirth:
		shape = "live"
	case patient.Ongoing:
		shape = "open"
	}
	for _, time := range []string{"early", "late"} {
		if counts(p.base, time, g) {
			name, shape = p.fill("pregnancy."+time, "outcome", name), time
		}
	}
	return words.Sentence(name), shape
}

// counts reports whether a pregnancy surely is what the frame's pattern calls
// by that name.
func counts(base *knowledge.Base, name string, g *patient.Pregnancy) bool {
	for _, guideline := range base.Guidelines {
		count, ok := guideline.Pattern[name]
		if !ok {
			continue
		}
		for _, outcome := range count.Outcomes {
			if outcome == string(g.Outcome) {
				return g.Gestation.Before(int(count.Before)) == truth.Yes && g.Gestation.Before(int(count.From)) == truth.No
			}
		}
	}
	return false
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
func (p *about) Pattern() string {
	n := &p.a.Pattern
	if n.Losses == nil {
		return ""
	}
	var parts []string
	add := func(key string, count *int) {
		if count != nil && *count > 0 {
			parts = append(parts, words.Count(p.Lang, "pattern."+key, *count))
		}
	}
	if losses := p.losses(); losses != "" {
		parts = append(parts, losses)
	}
	if n.Consecutive != nil && *n.Consecutive > 1 {
		add("run", n.Consecutive)
	}
	add("early", n.Early)
	add("late", n.Late)
	if *n.Losses > 0 {
		parts = append(parts, p.partners())
	}
	if n.Kind != nil {
		parts = append(parts, p.say("pattern."+*n.Kind))
	}
	live := *n.LiveBirths - *n.NeonatalDeaths
	add("liveBirths", &live)
	add("neonatalDeaths", n.NeonatalDeaths)
	add("stillbirths", n.Stillbirths)
	if n.StillbirthsMax != nil { // named all the same: a child died
		open := *n.StillbirthsMax - *n.Stillbirths
		add("stillbirthsOpen", &open)
	}
	add("biochemical", n.Biochemical)
	add("unknownLocation", n.UnknownLocation)
	add("ectopic", n.Ectopic)
	add("molar", n.Molar)
	add("terminations", n.Terminations)
	if len(parts) == 0 {
		parts = append(parts, p.say("pattern.none"))
	}
	return words.Sentence(strings.Join(parts, p.say("list.semicolon"))) + p.say("stop")
}

// losses says how many, as a range where more may have been; nothing where there
// is none: who lost pregnancies in another way is not told that she lost none.
func (p *about) losses() string {
	n := &p.a.Pattern
	switch {
	case n.LossesMax != nil && *n.LossesMax > *n.Losses:
		return p.fill("pattern.range", "n", strconv.Itoa(*n.Losses), "max", strconv.Itoa(*n.LossesMax))
	case *n.Losses == 0:
		return ""
	case n.Complete == nil:
		return p.fill("pattern.atLeast", "what", words.Count(p.Lang, "pattern.losses", *n.Losses))
	}
	return words.Count(p.Lang, "pattern.losses", *n.Losses)
}

func (p *about) partners() string {
	switch same := p.a.Pattern.SamePartner; {
	case same == nil:
		return p.say("pattern.partnerUnknown")
	case *same:
		return p.say("pattern.samePartner")
	}
	return p.say("pattern.otherPartner")
}
