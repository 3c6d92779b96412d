package text

import (
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
)

// handle is what a reader gives to `gravida explain`.
func handle(id assessment.StatementID) string {
	if id == "" {
		return ""
	}
	return "[" + string(id) + "]"
}

// stance writes one position: what it says, whose it is, how it was read.
//
//	● for, strong · ESHRE 2022 · second-hand [s9]
func (p *page) stance(position assessment.Position) string {
	parts := []string{p.direction(position), p.guideline(position.Guideline)}
	if tag := p.tag(position.Read); tag != "" {
		parts = append(parts, tag)
	}
	return strings.TrimRight(strings.Join(parts, p.say("list.dot"))+" "+handle(position.Statement), " ")
}

// direction is the glyph with its word. The strength of what nobody has read is
// not shown: it would lend weight to hearsay.
func (p *page) direction(position assessment.Position) string {
	word := directions[position.Direction] + nbsp + p.say("direction."+position.Direction)
	if position.Strength == "" || position.Strength == "unstated" || position.Read == knowledge.Unconfirmed {
		return word
	}
	return p.fill("direction.strength", "direction", word, "strength", p.say("strength."+position.Strength))
}

// tag says how a recommendation was read, unless it was in the source itself.
func (p *page) tag(read string) string {
	if read == "" || read == knowledge.Primary {
		return ""
	}
	return p.say("tag." + read)
}

// tell gives the words of a statement with tag and handle; only the handle,
// once the words stand on the page.
func (p *page) tell(id assessment.StatementID) string {
	s := p.a.Statement(id)
	if s == nil || p.told[id] {
		return handle(id)
	}
	p.told[id] = true
	if tag := p.tag(s.Read); tag != "" {
		return s.Text + " (" + tag + ") " + handle(id)
	}
	return s.Text + " " + handle(id)
}

// positions writes what the guidelines say of something: in full the words of
// the one that decides and of each that differs from it, the others in one
// line.
func (p *page) positions(head string, list []assessment.Position) {
	decides := p.deciding(list)
	var others []string
	for _, position := range list {
		if position.Guideline != decides && leans(position) == leans(list[0]) {
			others = append(others, p.stance(position))
			continue
		}
		p.flow(4, 6, head+p.stance(position))
		p.words(position.Statement)
		head = "  "
	}
	if len(others) > 0 {
		p.flow(6, 8, p.say("others")+p.say("clause")+strings.Join(others, p.say("list.semicolon")))
	}
}

// deciding is the guideline whose words are shown: the first, which is the
// leading one unless it is silent.
func (p *page) deciding(list []assessment.Position) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].Guideline
}

// words writes the words of a statement, unless they stand on the page.
func (p *page) words(id assessment.StatementID) {
	s := p.a.Statement(id)
	if s == nil || p.told[id] {
		return
	}
	p.told[id] = true
	p.flow(6, 6, s.Text)
}

// leans tells apart what speaks for, what speaks against, and what does
// neither.
func leans(position assessment.Position) int {
	switch position.Direction {
	case knowledge.For, knowledge.ConditionalFor:
		return 1
	case knowledge.Against, knowledge.ConditionalAgainst:
		return -1
	}
	return 0
}
