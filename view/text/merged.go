package text

import (
	"io"
	"strconv"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// Merged opens one pregnancy: how it is known, which resources of the record
// were taken for it, and why.
func Merged(w io.Writer, g assessment.Pregnancy, a *assessment.Assessment, o Options) error {
	p := newPage(a, o)
	p.heading("head.merged")
	row := p.pregnancy(g.Position, &a.Subject().Pregnancies[g.Position-1])
	p.table(2, [][]string{row})
	p.flow(2, 2, words.Sentence(p.say("merged.known."+g.Known)))
	p.heading("head.mergedFrom")
	for _, m := range g.Merged {
		p.flow(2, 4, clean(m.Says)+p.fill("bracket", "what", clean(m.Source)))
		p.flow(4, 4, m.Why)
	}
	return p.writeTo(w, "pregnancy")
}

// opens says how a pregnancy that was put together from a record is opened.
func (p *page) opens() {
	if n := len(p.a.Pregnancies); n > 0 {
		p.flow(2, 2, p.fill("merged.open", "handle", "p"+strconv.Itoa(p.a.Pregnancies[0].Position)))
	}
}
