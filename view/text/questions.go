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

// together joins the questions that ask the same of several pregnancies.
func (p *page) together(questions []assessment.Question) (asked []assessment.Question) {
	places := map[string][]int{} // of the pregnancies, by field
	for i := range questions {
		if n, field, ok := words.OfPregnancy(questions[i].Fact); ok {
			places[field] = append(places[field], n)
		}
	}
	at := map[string]int{}
	for _, q := range questions {
		_, field, ok := words.OfPregnancy(q.Fact)
		if !ok || len(places[field]) == 1 {
			asked = append(asked, q)
			continue
		}
		i, begun := at[field]
		if !begun {
			if ask := assessment.AskTogether(p.base, field, words.Pregnancies(p.lang, places[field]), p.lang); ask != "" {
				q.Ask, q.WouldDecide = ask, slices.Clone(q.WouldDecide)
				at[field] = len(asked)
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
