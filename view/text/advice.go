package text

import "github.com/gravida-health/gravida/view/words"

// advice is what the guidelines say beyond single tests and treatments, by
// topic.
func (p *page) advice() {
	if len(p.a.Advice) == 0 {
		return
	}
	p.heading("head.advice")
	topic := ""
	for _, advice := range p.a.Advice {
		if advice.Topic != topic {
			topic = advice.Topic
			p.flow(2, 4, words.Sentence(topic))
		}
		text := p.stance(advice.Position)
		if s := p.a.Statement(advice.Statement); s != nil && !p.told[advice.Statement] {
			p.told[advice.Statement] = true
			text += " " + s.Text
		}
		p.flow(4, 6, text)
	}
}
