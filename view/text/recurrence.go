package text

import (
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// recurrence holds the definitions side by side: none is hidden.
func (p *page) recurrence() {
	p.heading("head.recurrence")
	column := p.statusColumn()
	for i := range p.a.Recurrence {
		r := &p.a.Recurrence[i]
		head := p.guideline(r.Definition)
		if r.Definition == p.a.Leading {
			head += p.fill("bracket", "what", p.say("recurrence.leads"))
		}
		p.item(2, p.status(r.Status), column, head+p.say("list.dot")+p.counted(r))
		p.flow(4, 4, p.tell(r.Statement))
	}
	p.undecidedDefinitions()
}

// undecidedDefinitions says what would answer those that cannot be said yet, once
// for all that wait for the same.
func (p *page) undecidedDefinitions() {
	var order []string
	bodies, missing := map[string][]string{}, map[string][]string{}
	for i := range p.a.Recurrence {
		r := &p.a.Recurrence[i]
		key := strings.Join(r.Missing, " ")
		if key == "" {
			continue
		}
		if bodies[key] == nil {
			order = append(order, key)
		}
		bodies[key], missing[key] = append(bodies[key], p.guideline(r.Definition)), r.Missing
	}
	for _, key := range order {
		p.flow(2, 4, words.Sentence(p.fill("recurrence.open", "bodies", strings.Join(bodies[key], p.say("list.and")),
			"list", words.Some(p.lang, words.Facts(p.base, p.lang, missing[key])))))
	}
}

// status is a glyph with its word.
func (p *page) status(status string) string {
	return truths[status] + " " + words.Sentence(p.say("status."+status))
}

// statusColumn is where the text begins beside the widest status.
func (p *page) statusColumn() int {
	widest := 0
	for _, status := range []string{"met", "not-met", "unknown"} {
		widest = max(widest, width(p.status(status)))
	}
	return 2 + widest + 2
}

func (p *page) counted(r *assessment.Recurrence) string {
	if len(r.Counted) == 0 {
		return p.fill("recurrence.countsNone", "n", strconv.Itoa(r.Needed))
	}
	return p.fill("recurrence.counts", "list", p.places(r.Counted), "n", strconv.Itoa(r.Needed))
}

// places names pregnancies by their place in the record.
func (p *page) places(positions []int) string {
	numbers := make([]string, len(positions))
	for i, n := range positions {
		numbers[i] = strconv.Itoa(n)
	}
	return words.Count(p.lang, "recurrence.pregnancies", len(numbers), "list", strings.Join(numbers, p.say("list.and")))
}

// missing names what would decide something that is open.
func (p *page) missing(column int, facts []string) {
	if len(facts) > 0 {
		p.flow(column, column+2, words.Missing(p.base, p.lang, facts))
	}
}
