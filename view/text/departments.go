package text

import (
	"strconv"

	"github.com/gravida-health/gravida/view/words"
)

// departments lists where to go, in order, how soon and why.
func (p *page) departments() {
	if len(p.a.Departments) == 0 {
		return
	}
	p.heading("head.departments")
	for _, d := range p.a.Departments {
		p.item(2, strconv.Itoa(d.Rank), 5, words.Sentence(p.department(d.ID))+p.say("list.dot")+p.a.HowSoon(&d))
		p.because(5, d.Because)
	}
}
