package text

import "github.com/gravida-health/gravida/view/words"

// advice is what the guidelines say beyond single tests and treatments, by
// topic.
func (p *page) advice() {
	if len(p.a.Advice) == 0 {
		return
	}
	p.headingBy("head.advice")
	topic := ""
	for i := range p.a.Advice {
		advice := &p.a.Advice[i]
		if advice.Topic != topic {
			topic = advice.Topic
			p.flow(2, 4, words.Sentence(topic))
		}
		p.position("", &advice.Position, true)
	}
}
