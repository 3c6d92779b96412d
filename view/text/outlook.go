package text

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// outlook shows every published model: first those whose number is hers, then
// those whose number holds on a condition, then in one list those that give her
// none, with the reason.
func (p *page) outlook() {
	if len(p.a.Prognosis) == 0 {
		return
	}
	p.heading("head.outlook")
	p.flow(2, 2, p.say("outlook.each"))
	for _, status := range []string{"yes", "unknown"} {
		for i := range p.a.Prognosis {
			if m := &p.a.Prognosis[i]; m.Status == status {
				p.model(m)
			}
		}
	}
	none := false
	for i := range p.a.Prognosis {
		if m := &p.a.Prognosis[i]; m.Status == "no" {
			if !none {
				p.flow(4, 6, "·"+nbsp+words.Sentence(p.say("outlook.none")))
				none = true
			}
			p.flow(6, 8, words.NameOfModel(p.base, p.lang, m.Model)+p.say("clause")+m.Why+" "+handle(m.Statement))
		}
	}
}

// model tells one number with what it means, whose it is and what it hangs on.
func (p *page) model(m *assessment.Prognosis) {
	head := words.NameOfModel(p.base, p.lang, m.Model) + p.say("list.dot") + words.NameOfPredicted(p.base, p.lang, m.Outcome)
	p.item(4, truths[m.Status]+nbsp+p.say("outlook."+m.Status), stanceColumn, head)
	if m.Text != "" {
		p.flow(6, 6, p.tell(m.Statement))
	} else {
		p.flow(6, 6, p.say("outlook.noNumber")+" "+handle(m.Statement))
	}
	var notes []string
	if m.Group != "" {
		notes = append(notes, p.fill("outlook.group", "group", m.Group))
	}
	if m.Interpolated {
		notes = append(notes, p.say("outlook.between"))
	}
	if len(m.Counted) > 0 {
		notes = append(notes, p.fill("outlook.counted", "list", p.places(m.Counted)))
	}
	if len(notes) > 0 {
		p.flow(6, 8, words.Sentence(strings.Join(notes, p.say("list.semicolon")))+p.say("stop"))
	}
	if m.Status == "unknown" && m.Why != "" {
		p.flow(6, 8, p.say("outlook.onlyIf")+p.say("clause")+m.Why)
	}
	p.missing(6, m.Missing)
	if model := p.base.Model(m.Model); model != nil {
		p.flow(6, 8, p.say("outlook.evidence")+p.say("clause")+model.Evidence.In(p.lang))
	}
}
