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
				p.trials(e)
			} else {
				p.flow(4, 6, p.studies("evidence.studies", e.Trials))
			}
		}
	}
}

// trials tells the studies of women like her, and those where that is not
// known; of the others only where they open.
func (p *page) trials(e *assessment.Evidence) {
	var others []assessment.Trial
	for i := range e.Trials {
		if e.Trials[i].LikeHer == "no" {
			others = append(others, e.Trials[i])
			continue
		}
		p.trial(&e.Trials[i])
	}
	if len(others) > 0 {
		p.flow(4, 6, p.studies("evidence.elsewhere", others))
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
func (p *page) studies(key string, trials []assessment.Trial) string {
	text := words.Count(p.lang, key, len(trials))
	for i := range trials {
		text += " " + handle(trials[i].Statement)
	}
	return text
}
