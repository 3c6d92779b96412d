package text

import (
	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// definition says what a body counts as recurrent, where the statement is its
// definition: how many of which pregnancies, until when, and on what terms.
func (p *page) definition(s *assessment.Statement) string {
	g := p.base.Guideline(s.Guideline)
	if g == nil || s.Rule != g.ID+"-definition" {
		return ""
	}
	return words.Definition(p.base, p.lang, g)
}
