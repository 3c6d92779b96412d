package html

import (
	"slices"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// sheet is what goes on one page of paper: what a doctor reads who has half a
// minute. The pictures are left to the page.
type sheet struct {
	History []string // her pregnancies, one a line
	Boxes   []box
}

// box is one list of the sheet under its heading.
type box struct {
	Kind  string // known, results, ask, rather, bring, open
	Head  string
	Lines []part
}

// The paper, counted in lines of the two columns. What a line holds is counted in
// halves of a Chinese character, which is about a Latin letter.
const (
	sheetLines = 86 // of both columns, where no danger stands above them
	lineHolds  = 54
	wideHolds  = 110 // of a line across the page
	headLines  = 2   // what a heading takes
	leastLines = 5   // what each list may have, however full the others are
)

func (p *report) sheet() (s sheet) {
	room := sheetLines
	for _, f := range p.Flags {
		for _, act := range f.Acts {
			room -= 2 * (1 + linesOf(f.Where+act, wideHolds))
		}
	}
	if p.Told() == "" {
		for _, bar := range p.Timeline() {
			s.History = append(s.History, bar.When+p.say("clause")+bar.What+p.say("list.comma")+bar.Weeks)
		}
	}
	boxes := []box{
		{"known", p.say("report.known"), p.parts(p.known())},
		{"known", p.say("report.operations"), texts(p.operations())},
		{"results", p.say("report.results"), p.results()},
		{"ask", p.say("report.ask"), p.parts(p.wished())},
		{"rather", p.say("report.rather"), p.parts(p.rather())},
		{"bring", p.say("plan.bring"), texts(p.Plan.Bring)},
		{"open", p.say("report.notDone"), texts(p.notDone())},
		{"open", p.say("report.notKnown"), texts(p.unanswered())},
	}
	boxes = slices.DeleteFunc(boxes, func(b box) bool { return len(b.Lines) == 0 })
	for _, line := range s.History {
		room -= linesOf(line, lineHolds)
	}
	needs := make([]int, len(boxes))
	for i, b := range boxes {
		room -= headLines
		for _, line := range b.Lines {
			needs[i] += linesOf(line.Lead+line.Text, lineHolds)
		}
	}
	for i, lines := range allot(room, needs) {
		boxes[i].Lines = p.cut(boxes[i].Lines, lines)
	}
	s.Boxes = boxes
	return s
}

// linesOf is how many lines of the paper a text takes.
func linesOf(text string, holds int) int {
	width := 0
	for _, r := range text {
		if width++; r >= 0x2E80 { // Chinese, and its punctuation
			width++
		}
	}
	return max(1, (width+holds-1)/holds)
}

// allot gives each list the lines it needs, and where they are too few for all, first
// the least to each and then the rest in order.
func allot(room int, needs []int) []int {
	given := make([]int, len(needs))
	for i, need := range needs {
		given[i] = min(need, leastLines)
		room -= given[i]
	}
	for i, need := range needs {
		more := min(need-given[i], max(0, room))
		given[i] += more
		room -= more
	}
	return given
}

// cut keeps as much of a list as goes on so many lines, and says how many there are
// besides.
func (p *report) cut(list []part, lines int) []part {
	used, fits := 0, 0
	for i, line := range list {
		n := linesOf(line.Lead+line.Text, lineHolds)
		last := i == len(list)-1
		if used+n > lines || !last && used+n+1 > lines && used+n+p.linesFrom(list[i+1:]) > lines {
			break
		}
		used, fits = used+n, i+1
	}
	if fits == len(list) {
		return list
	}
	if fits = max(fits, 1); fits == len(list) {
		return list
	}
	return append(slices.Clone(list[:fits]), part{Text: words.Count(p.Lang, "page.more", len(list)-fits)})
}

func (p *report) linesFrom(list []part) (n int) {
	for _, line := range list {
		n += linesOf(line.Lead+line.Text, lineHolds)
	}
	return n
}

// parts sets the name before each first colon apart.
func (p *report) parts(list []string) (out []part) {
	for _, text := range list {
		out = append(out, p.part(text))
	}
	return out
}

func texts(list []string) (out []part) {
	for _, text := range list {
		out = append(out, part{Text: text})
	}
	return out
}

// known is what is settled: the pattern of her losses, and what every doctor should know.
func (p *report) known() (list []string) {
	list = append(list, p.Pattern())
	for i := range p.a.Replies {
		if q := &p.a.Replies[i]; q.ID == "tell-your-doctor" {
			for _, line := range q.Lines {
				list = append(list, line.Text)
			}
		}
	}
	return slices.DeleteFunc(list, func(text string) bool { return text == "" })
}

// results are the latest of each test, with its date; those outside the laboratory's
// limits first. Where there is none it says so: a doctor need not look for them.
func (p *report) results() (list []part) {
	for _, judged := range []bool{true, false} {
		for i := range p.a.Tests {
			t := &p.a.Tests[i]
			result := p.a.Result(t, " ")
			if result == "" || (t.Judged != "") != judged {
				continue
			}
			list = append(list, part{words.Sentence(p.test(t.ID)), result})
		}
	}
	if len(list) == 0 && len(p.a.Subject().Observations) == 0 {
		return texts([]string{p.say("report.noResults")})
	}
	return list
}

// wished are the tests of her plan and the departments.
func (p *report) wished() (list []string) {
	list = p.told(p.Plan.Visits)
	var doors []string
	for _, d := range p.a.Departments {
		doors = append(doors, p.department(d.ID)+p.bracket(p.say("urgency."+d.Urgency)))
	}
	if len(doors) > 0 {
		list = append(list, p.list(doors))
	}
	return list
}

// mostOpenNames is how many facts that nobody knows the sheet names.
const mostOpenNames = 16

// unanswered is what is not known, but for tests that are planned or done; the names
// run on, so that they take little of the paper.
func (p *report) unanswered() []string {
	named := map[string]bool{}
	for i := range p.a.Plan {
		for _, t := range p.a.Plan[i].Tests {
			named[t.ID] = true
		}
	}
	for i := range p.a.Tests {
		if t := &p.a.Tests[i]; p.a.Result(t, " ") != "" {
			named[t.ID] = true
		}
	}
	var facts []string
	for _, q := range p.a.Questions {
		if !named[q.Fact] {
			facts = append(facts, q.Fact)
		}
	}
	return p.running(words.Facts(p.base, p.Lang, facts))
}

// notDone is what she says has not been done: whoever reads the sheet need not look for
// results of it.
func (p *report) notDone() []string { return p.running(p.a.NotDone()) }

// running are names that run on.
func (p *report) running(names []string) []string {
	if len(names) == 0 {
		return nil
	}
	if more := len(names) - mostOpenNames; more > 1 {
		names = append(names[:mostOpenNames:mostOpenNames], words.Count(p.Lang, "page.more", more))
	}
	return []string{p.list(names)}
}

// rather names what guidelines advise against for her, of what she asks about or
// takes, and of the other treatments.
func (p *report) rather() (names []string) {
	for i := range p.Remedies {
		if r := &p.Remedies[i]; r.Class == knowledge.Against {
			names = append(names, r.Name)
		}
	}
	for i := range p.a.Tests {
		if t := &p.a.Tests[i]; t.Requested && t.Status == "not-recommended" {
			names = append(names, words.Sentence(p.test(t.ID)))
		}
	}
	return names
}
