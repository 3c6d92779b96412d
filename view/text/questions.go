package text

import (
	"slices"
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
	asked := p.together(p.a.Questions)
	for i, q := range asked[:min(mostQuestions, len(asked))] {
		decides := words.Count(p.lang, "question.decides", len(q.WouldDecide))
		p.item(2, strconv.Itoa(i+1), 5, q.Ask+p.fill("bracket", "what", decides))
	}
	if more := len(asked) - mostQuestions; more > 0 {
		p.flow(5, 5, words.Count(p.lang, "question.more", more))
	}
}

// together joins the questions that ask the same of several pregnancies, to
// decide the same: the weeks of her losses, and not of her births besides.
func (p *page) together(questions []assessment.Question) (asked []assessment.Question) {
	key := func(q *assessment.Question) (string, int) {
		n, field, ok := words.OfPregnancy(q.Fact)
		if !ok || assessment.AskTogether(p.base, field, "", p.lang) == "" {
			return "", 0
		}
		return field + " " + q.WouldDecide[0], n
	}
	places := map[string][]int{} // of the pregnancies
	for i := range questions {
		if k, n := key(&questions[i]); k != "" {
			places[k] = append(places[k], n)
		}
	}
	at := map[string]int{}
	for _, q := range questions {
		k, _ := key(&q)
		i, begun := at[k]
		if len(places[k]) < 2 || !begun {
			if len(places[k]) > 1 {
				_, field, _ := words.OfPregnancy(q.Fact)
				q.Ask = assessment.AskTogether(p.base, field, words.Pregnancies(p.lang, places[k]), p.lang)
				q.WouldDecide = slices.Clone(q.WouldDecide)
				at[k] = len(asked)
			}
			asked = append(asked, q)
			continue
		}
		for _, id := range q.WouldDecide {
			if !slices.Contains(asked[i].WouldDecide, id) {
				asked[i].WouldDecide = append(asked[i].WouldDecide, id)
			}
		}
	}
	return asked
}
