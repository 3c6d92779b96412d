package text

import (
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
	"github.com/gravida-health/gravida/view/words"
)

// pregnancies is her history, one line each, and its pattern in a sentence.
func (p *page) pregnancies() {
	p.heading("head.pregnancies")
	history := p.a.Subject().Pregnancies
	switch {
	case !p.a.Subject().History.Given:
		p.flow(2, 2, p.say("pregnancies.unknown"))
		return
	case len(history) == 0:
		p.flow(2, 2, p.say("pregnancies.none"))
		return
	}
	rows := make([][]string, len(history))
	for i := range history {
		rows[i] = p.pregnancy(i+1, &history[i])
	}
	p.table(2, rows)
	p.flow(2, 2, p.pattern())
	p.opens()
	if p.a.Pattern.Complete == nil {
		p.flow(2, 2, p.say("pregnancies.more"))
	}
}

func (p *page) pregnancy(position int, g *patient.Pregnancy) []string {
	row := []string{strconv.Itoa(position), p.outcome(g), words.Gestation(p.lang, g.Gestation), words.Date(p.lang, g.Ended),
		p.fill("pregnancy.partner", "label", g.Partner.Value)}
	if row[2] == "" {
		row[2] = p.say("pregnancy.gestation.unknown")
	}
	if row[3] == "" {
		row[3] = p.say("pregnancy.date.unknown")
	}
	if !g.Partner.Known {
		row[4] = p.say("pregnancy.partner.unknown")
	}
	if g.Outcome == patient.Ongoing {
		row[2], row[3] = p.ongoing(g), ""
	}
	return row
}

// ongoing is the gestation now; the status says it, or the pregnancy itself.
func (p *page) ongoing(g *patient.Pregnancy) string {
	if s := &p.a.Subject().Status; s.Gestation.Known {
		return words.Gestation(p.lang, s.Gestation.Value)
	}
	if g.Gestation.Known() {
		return words.Gestation(p.lang, g.Gestation)
	}
	return p.say("pregnancy.gestation.unknown")
}

// outcome is the word for how it ended; a loss is early or late where the
// gestation says so, by the frame's own limits.
func (p *page) outcome(g *patient.Pregnancy) string {
	o := p.base.Outcome(string(g.Outcome))
	if o == nil {
		return words.Sentence(p.say("pregnancy.outcome.unknown"))
	}
	name := o.Name.In(p.lang)
	for _, time := range []string{"early", "late"} {
		if counts(p.base, time, g) {
			name = p.fill("pregnancy."+time, "outcome", name)
		}
	}
	return words.Sentence(name)
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

// pattern is the history in one sentence.
func (p *page) pattern() string {
	n := &p.a.Pattern
	if n.Losses == nil {
		return ""
	}
	parts := []string{}
	if losses := p.losses(); losses != "" {
		parts = append(parts, losses)
	}
	add := func(key string, count *int) {
		if count != nil && *count > 0 {
			parts = append(parts, words.Count(p.lang, "pattern."+key, *count))
		}
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
	for _, c := range []struct {
		key   string
		count *int
	}{
		{"liveBirths", &live}, {"neonatalDeaths", n.NeonatalDeaths}, {"stillbirths", n.Stillbirths}, {"biochemical", n.Biochemical},
		{"unknownLocation", n.UnknownLocation}, {"ectopic", n.Ectopic}, {"molar", n.Molar}, {"terminations", n.Terminations},
	} {
		add(c.key, c.count)
		if c.key == "stillbirths" && n.StillbirthsMax != nil { // named all the same: a child died
			open := min(*n.StillbirthsMax, p.stillborn()) - *n.Stillbirths
			add("stillbirthsOpen", &open)
		}
	}
	if len(parts) == 0 {
		parts = append(parts, p.say("pattern.none"))
	}
	return words.Sentence(strings.Join(parts, p.say("list.semicolon"))) + p.say("stop")
}

// stillborn counts the children said to be stillborn: a pregnancy of which nobody
// said how it ended is not called one.
func (p *page) stillborn() (n int) {
	for _, one := range p.a.Subject().Pregnancies {
		if one.Outcome == patient.Stillbirth {
			n++
		}
	}
	return n
}

// losses says how many, as a range where more may have been; nothing where there
// is none: who lost pregnancies in another way is not told that she lost none.
func (p *page) losses() string {
	n := &p.a.Pattern
	switch {
	case n.LossesMax != nil && *n.LossesMax > *n.Losses:
		return p.fill("pattern.range", "n", strconv.Itoa(*n.Losses), "max", strconv.Itoa(*n.LossesMax))
	case *n.Losses == 0:
		return ""
	case n.Complete == nil:
		return p.fill("pattern.atLeast", "what", words.Count(p.lang, "pattern.losses", *n.Losses))
	}
	return words.Count(p.lang, "pattern.losses", *n.Losses)
}

func (p *page) partners() string {
	switch same := p.a.Pattern.SamePartner; {
	case same == nil:
		return p.say("pattern.partnerUnknown")
	case *same:
		return p.say("pattern.samePartner")
	}
	return p.say("pattern.otherPartner")
}
