package text

import (
	"io"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/view/words"
)

// together are the glyphs of how guidelines stand together.
var together = map[string]string{
	assessment.TogetherDiffer: "▲", assessment.TogetherAgree: "✓",
	assessment.TogetherAlone: "1", assessment.TogetherOpen: "?",
}

// Compare shows the guidelines side by side: where they differ first.
func Compare(w io.Writer, c *assessment.Comparison, o Options) error {
	p := newPage(c.Of, o)
	p.who()
	p.heading("head.compare")
	p.flow(2, 2, p.tally(c))
	p.flow(2, 2, p.say("compare.legend"))
	for _, kind := range []string{assessment.OfRecurrence, assessment.OfTest, assessment.OfTreatment} {
		p.compared(c, kind)
	}
	p.heading("head.silent")
	p.flow(2, 2, p.say("compare.silent"))
	p.closing()
	return p.writeTo(w, "comparison")
}

// tally says how many questions there are, and how many of each kind.
func (p *page) tally(c *assessment.Comparison) string {
	var parts []string
	for _, t := range []string{assessment.TogetherDiffer, assessment.TogetherAgree, assessment.TogetherAlone, assessment.TogetherOpen} {
		if n := c.Tally()[t]; n > 0 {
			parts = append(parts, words.Count(p.lang, "compare.n."+t, n))
		}
	}
	return words.Count(p.lang, "compare.questions", len(c.Questions)) + p.say("clause") + strings.Join(parts, p.say("list.comma")) + p.say("stop")
}

// compared writes the questions of one kind.
func (p *page) compared(c *assessment.Comparison, kind string) {
	groups := c.Grouped(kind)
	if len(groups) == 0 {
		return
	}
	p.heading("head.compare." + kind)
	for _, group := range groups {
		p.comparand(group, c.Leading)
	}
}

func (p *page) comparand(group []*assessment.Comparand, leading string) {
	q := group[0]
	names := make([]string, len(group))
	for i, g := range group {
		names[i] = p.comparandName(g)
	}
	standing := together[q.Together] + nbsp + p.say("together."+q.Together)
	p.item(2, standing, stanceColumn-4, p.list(names))
	if q.Read != q.Together && q.Together == assessment.TogetherDiffer {
		p.flow(4, 6, p.say("compare.hearsay"))
	}
	var stances []string
	by := map[string][]*assessment.Answer{}
	for i := range q.Answers {
		x := &q.Answers[i]
		key := x.Stance + " " + x.Direction
		if by[key] == nil {
			stances = append(stances, key)
		}
		by[key] = append(by[key], x)
	}
	for _, stance := range stances {
		p.stance(q, by[stance], leading)
	}
}

func (p *page) comparandName(q *assessment.Comparand) string {
	switch q.Kind {
	case assessment.OfTest:
		return p.test(q.ID)
	case assessment.OfTreatment:
		return p.treatment(q.ID)
	}
	return p.say("compare.part." + q.ID)
}

// stance writes who takes one stance; in words what the first of them says,
// where guidelines differ or somebody is undecided.
func (p *page) stance(q *assessment.Comparand, list []*assessment.Answer, leading string) {
	var bodies []string
	for _, x := range list {
		body := p.guideline(x.Guideline)
		if x.Guideline == leading {
			body += p.fill("bracket", "what", p.say("leads"))
		}
		if tag := p.tag(x.Read); tag != "" {
			body += p.say("list.comma") + tag
		}
		if h := handle(x.Statement); h != "" {
			body += nbsp + h
		}
		if !slices.Contains(bodies, body) {
			bodies = append(bodies, body)
		}
	}
	p.flow(4, 6, p.stanceName(q, list[0])+p.say("clause")+strings.Join(bodies, p.say("list.semicolon")))
	first := list[0]
	whose := ""
	if len(bodies) > 1 {
		whose = p.guideline(first.Guideline) + p.say("clause")
	}
	switch {
	case first.Text == "" || q.Kind == assessment.OfRecurrence:
	case first.Stance == assessment.StanceOpen:
		p.flow(6, 6, whose+first.Text)
		p.missing(6, first.Missing)
	case q.Together == assessment.TogetherDiffer && !p.told[first.Statement]:
		p.told[first.Statement] = true
		p.flow(6, 6, whose+first.Text)
	}
}

// stanceName is a stance with its glyph.
func (p *page) stanceName(q *assessment.Comparand, x *assessment.Answer) string {
	stance := x.Stance
	switch {
	case directions[stance] != "":
		return p.direction(stance)
	case q.Kind == assessment.OfRecurrence && q.ID == "recurrent":
		return truths[stance] + nbsp + p.say("status."+stance)
	case q.Kind == assessment.OfRecurrence:
		return p.partValue(stance)
	case stance == assessment.StanceOpen:
		return p.undecided() + p.fill("compare.then", "direction", p.direction(x.Direction))
	}
	return "·" + nbsp + p.say("stance.not-her")
}

// partValue is one part of a definition in words.
func (p *page) partValue(value string) string {
	if words.Has("compare.value." + value) {
		return p.say("compare.value." + value)
	}
	return words.Value(p.base, p.lang, value)
}
