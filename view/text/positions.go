package text

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// stanceColumn is where names and words stand beside a direction.
const stanceColumn = 21

// handleColumn is where words stand beside a handle of three digits.
const handleColumn = 9

// handle is what a reader gives to `gravida explain`.
func handle(id assessment.StatementID) string {
	if id == "" {
		return ""
	}
	return "[" + string(id) + "]"
}

// direction is a glyph with its word: ● for.
func (p *page) direction(direction string) string {
	return directions[direction] + nbsp + strings.ReplaceAll(p.say("direction."+direction), " ", nbsp)
}

// tag says how a recommendation was read, unless it was in the source itself.
func (p *page) tag(read string) string {
	if read == "" || read == knowledge.Primary {
		return ""
	}
	return p.say("tag." + read)
}

// backing says in brackets whose a position is, unless the leading guideline's,
// how strong, and how it was read. The strength of what nobody has read is left
// out: it would lend weight to hearsay.
func (p *page) backing(position *assessment.Position) string {
	var parts []string
	if position.Guideline != p.a.Leading {
		parts = append(parts, p.guideline(position.Guideline))
	}
	if position.Strength != "" && position.Strength != "unstated" && position.Read != knowledge.Unconfirmed {
		parts = append(parts, p.say("strength."+position.Strength))
	}
	if tag := p.tag(position.Read); tag != "" {
		parts = append(parts, tag)
	}
	text := ""
	if len(parts) > 0 {
		text = p.fill("bracket", "what", strings.Join(parts, p.say("list.comma")))
	}
	if position.Statement != "" {
		text += " " + handle(position.Statement)
	}
	return text
}

// words are a statement's words, once; "" when they stand on the page already.
func (p *page) words(id assessment.StatementID) string {
	s := p.a.Statement(id)
	if s == nil || p.told[id] {
		return ""
	}
	p.told[id] = true
	return s.Text
}

// tell gives the words of a statement with tag and handle; only the handle once
// the words stand on the page.
func (p *page) tell(id assessment.StatementID) string {
	text := p.words(id)
	if text == "" {
		return handle(id)
	}
	if tag := p.tag(p.a.Statement(id).Read); tag != "" {
		text += p.fill("bracket", "what", tag)
	}
	return text + " " + handle(id)
}

// because writes what something rests on: the words of each statement, and the
// handles of those whose words stand above.
func (p *page) because(indent int, ids []assessment.StatementID) {
	var above []string
	for _, id := range ids {
		if p.told[id] {
			above = append(above, handle(id))
			continue
		}
		p.flow(indent, indent, p.tell(id))
	}
	if len(above) > 0 {
		p.flow(indent, indent, words.Sentence(p.say("above"))+p.say("clause")+strings.Join(above, " "))
	}
}

// positions writes what the guidelines say of something: the words of the one
// that decides and of each that points the other way; the others in one line,
// for `gravida compare` shows them side by side.
func (p *page) positions(name string, list []assessment.Position) {
	if len(list) == 0 {
		list = []assessment.Position{{Direction: knowledge.Silent}}
	}
	var others []*assessment.Position
	told := false
	for i := range list {
		position := &list[i]
		if position.Guideline != list[0].Guideline && leans(position) == leans(&list[0]) {
			others = append(others, position)
			continue
		}
		if name == "" && position.Guideline != list[0].Guideline && !told {
			p.flow(4, 6, p.say("differ"))
			told = true
		}
		p.position(name, position)
		name = ""
	}
	p.others(others)
}

// position writes one position: its direction with the name in one column, so
// that names can be run down, and the words below; without a name, in one
// paragraph.
func (p *page) position(name string, position *assessment.Position) {
	text := p.words(position.Statement) + p.backing(position)
	if position.Direction == knowledge.Silent {
		text = p.say("silent.all")
	}
	if name == "" {
		p.flow(4, 6, p.stands(position)+nbsp+nbsp+text)
		return
	}
	p.item(4, p.direction(position.Direction), stanceColumn, name)
	p.flow(6, 6, strings.TrimLeft(text, " "))
}

// brief writes the positions on what needs no doing, without their words.
func (p *page) brief(name string, list []assessment.Position) {
	if len(list) == 0 {
		p.flow(4, 6, p.direction(knowledge.Silent)+nbsp+nbsp+name)
		return
	}
	p.flow(4, 6, p.direction(list[0].Direction)+nbsp+nbsp+name+p.backing(&list[0]))
	var others []*assessment.Position
	for i := range list[1:] {
		others = append(others, &list[1:][i])
	}
	if slices.ContainsFunc(others, func(x *assessment.Position) bool {
		return x.Guideline != list[0].Guideline && leans(x)*leans(&list[0]) < 0
	}) {
		p.flow(6, 8, p.say("differ"))
	}
	p.others(others)
}

// stands is a position's direction, and that it is said in general where the same
// guideline has another line for her.
func (p *page) stands(x *assessment.Position) string {
	if x.General {
		return p.fill("position.general", "direction", p.direction(x.Direction))
	}
	return p.direction(x.Direction)
}

// others lists positions without their words: those of one direction together,
// and in it those of one guideline.
//
//	Also: ● for: RCOG 2023 [s31] [s32]; ASRM 2012, second-hand [s40]
func (p *page) others(list []*assessment.Position) {
	var directions, bodies []string
	said := map[string][]string{} // by direction and body
	for _, position := range list {
		direction, body := p.stands(position), p.body(position)
		if !slices.Contains(directions, direction) {
			directions = append(directions, direction)
		}
		if !slices.Contains(bodies, body) {
			bodies = append(bodies, body)
		}
		said[direction+body] = append(said[direction+body], handle(position.Statement))
	}
	var parts []string
	for _, direction := range directions {
		lead := direction + p.say("clause")
		for _, body := range bodies {
			if handles := said[direction+body]; len(handles) > 0 {
				parts = append(parts, lead+body+nbsp+strings.Join(handles, " "))
				lead = ""
			}
		}
	}
	if len(parts) > 0 {
		p.flow(6, 8, p.say("others")+p.say("clause")+strings.Join(parts, p.say("list.semicolon")))
	}
}

// body names whose a position is and how it was read.
func (p *page) body(position *assessment.Position) string {
	if tag := p.tag(position.Read); tag != "" {
		return p.guideline(position.Guideline) + p.say("list.comma") + tag
	}
	return p.guideline(position.Guideline)
}

// leans tells apart what speaks for, what speaks against, and what does
// neither.
func leans(position *assessment.Position) int {
	switch position.Direction {
	case knowledge.For, knowledge.ConditionalFor:
		return 1
	case knowledge.Against, knowledge.ConditionalAgainst:
		return -1
	}
	return 0
}
