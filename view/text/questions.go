package text

import (
	"strconv"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// mostQuestions is how many are shown; a person answers no more at a time.
const mostQuestions = 8

// questions lists what to ask next, what decides most first. What is asked of
// several pregnancies is asked once.
func (p *page) questions() {
	if len(p.a.Questions) == 0 {
		return
	}
	p.heading("head.questions")
	asked := assessment.Joined(p.base, p.a.Questions, p.lang)
	for i, q := range asked[:min(mostQuestions, len(asked))] {
		decides := words.Count(p.lang, "question.decides", len(q.WouldDecide))
		p.item(2, strconv.Itoa(i+1), 5, q.Ask+p.fill("bracket", "what", decides))
	}
	if more := len(asked) - mostQuestions; more > 0 {
		p.flow(5, 5, words.Count(p.lang, "question.more", more))
	}
}
