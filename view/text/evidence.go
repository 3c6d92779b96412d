package text

import (
	"slices"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// evidence tells what studies found of each treatment: whole for those she asks
// about or takes, and only the answer for the others.
func (p *page) evidence() {
	if len(p.a.Evidence) == 0 {
		return
	}
	p.heading("head.evidence")
	for _, whole := range []bool{true, false} {
		for i := range p.a.Evidence {
			e := &p.a.Evidence[i]
			if p.concerns(e.Treatment) != whole {
				continue
			}
			p.flow(2, 4, e.Asks)
			p.flow(4, 4, e.Answer)
			if whole {
				for j := range e.Trials {
					p.trial(&e.Trials[j])
				}
				continue
			}
			p.flow(4, 6, p.studies(e))
		}
	}
}

// concerns reports a treatment she takes or asks about.
func (p *page) concerns(treatment string) bool {
	return slices.ContainsFunc(p.a.Treatments, func(t assessment.Treatment) bool {
		return t.ID == treatment && (t.Requested || t.Taken)
	})
}

// trial tells one study, and whether she is like those who were in it.
func (p *page) trial(t *assessment.Trial) {
	p.flow(4, 6, "–"+nbsp+p.tell(t.Statement))
	p.flow(6, 8, p.say("evidence.quality")+p.say("clause")+t.Quality)
	if t.Harms != "" {
		p.flow(6, 8, p.say("evidence.harms")+p.say("clause")+t.Harms)
	}
	p.flow(6, 8, truths[t.LikeHer]+nbsp+p.fill("evidence.like."+t.LikeHer, "population", t.Population))
	p.missing(8, t.Missing)
}

// studies says how many studies there are and opens them.
func (p *page) studies(e *assessment.Evidence) string {
	text := words.Count(p.lang, "evidence.studies", len(e.Trials))
	for i := range e.Trials {
		text += " " + handle(e.Trials[i].Statement)
	}
	return text
}
