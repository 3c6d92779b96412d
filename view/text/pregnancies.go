package text

import (
	"strconv"

	"github.com/gravida-health/gravida/patient"
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
	p.flow(2, 2, p.a.Past())
	p.opens()
	if p.a.Pattern.Complete == nil {
		p.flow(2, 2, p.say("pregnancies.more"))
	}
}

func (p *page) pregnancy(position int, g *patient.Pregnancy) []string {
	outcome, _ := words.Outcome(p.base, p.lang, g)
	row := []string{strconv.Itoa(position), outcome, words.Gestation(p.lang, g.Gestation), words.Date(p.lang, g.Ended),
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
