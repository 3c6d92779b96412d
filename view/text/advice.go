package text

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// advice is what the guidelines say beyond single tests and treatments, by
// topic: in words what the leading one says, or the first where it is silent.
func (p *page) advice() {
	if len(p.a.Advice) == 0 {
		return
	}
	p.headingBy("head.advice")
	var topics []string
	for _, advice := range p.a.Advice {
		if !slices.Contains(topics, advice.Topic) {
			topics = append(topics, advice.Topic)
		}
	}
	for _, topic := range topics {
		p.flow(2, 4, words.Sentence(topic))
		p.adviceOn(topic)
	}
}

// adviceOf says one piece of advice. What a body is simply for needs no sign
// before it: much of it is something to know, not something to do.
func (p *page) adviceOf(position *assessment.Position) {
	if position.Direction != knowledge.For {
		p.position("", position)
		return
	}
	p.flow(4, 6, strings.TrimLeft(p.words(position.Statement)+p.backing(position), " "))
}

func (p *page) adviceOn(topic string) {
	var on, others []*assessment.Position
	for i := range p.a.Advice {
		if p.a.Advice[i].Topic == topic {
			on = append(on, &p.a.Advice[i].Position)
		}
	}
	first := on[0].Guideline
	if slices.ContainsFunc(on, func(position *assessment.Position) bool { return position.Guideline == p.a.Leading }) {
		first = p.a.Leading
	}
	for _, position := range on {
		if position.Guideline == first {
			p.adviceOf(position)
		} else {
			others = append(others, position)
		}
	}
	p.others(others)
}
