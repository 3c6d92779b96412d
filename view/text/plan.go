package text

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// plan shows the tests as visits: what is taken together, when, how, and what
// to bring. What only guidelines that do not lead ask for is one list.
func (p *page) plan() {
	if len(p.a.Plan) == 0 {
		return
	}
	p.heading("head.plan")
	var optional []string
	bring := ""
	for i := range p.a.Plan {
		v := &p.a.Plan[i]
		if v.Tests[0].Status == "optional" {
			optional = append(optional, p.a.Optionals(v)...)
			continue
		}
		p.visit(v)
		if v.Bring != bring {
			bring = v.Bring
			p.flow(4, 6, p.say("plan.bring")+p.say("clause")+bring)
		}
	}
	if len(optional) > 0 {
		p.flow(2, 4, words.Sentence(p.fill("plan.optional", "leading", p.guideline(p.a.Leading), "list", strings.Join(optional, p.say("list.names")))))
	}
}

// visit tells one occasion; what is said of how several tests are taken is said
// once.
func (p *page) visit(v *assessment.Visit) {
	when := p.say("plan.now")
	if p.emergency() {
		when = p.say("plan.after")
	}
	switch {
	case v.WaitsFor != "":
		when = p.fill("plan.when", "what", v.WaitsFor)
	case v.NotBefore != "":
		when = p.fill("plan.from", "date", words.DateOf(p.lang, v.NotBefore))
	}
	p.flow(2, 4, words.Sentence(when)+p.say("list.dot")+v.Name)
	var order []string
	names := map[string][]string{}
	for i := range v.Tests {
		t := &v.Tests[i]
		if names[t.How] == nil {
			order = append(order, t.How)
		}
		names[t.How] = append(names[t.How], p.a.PlannedName(t))
	}
	for _, how := range order {
		p.flow(4, 6, "○"+nbsp+p.list(names[how]))
		p.flow(6, 6, how)
	}
}
