package html

import (
	"slices"
	"unicode"

	"github.com/gravida-health/gravida/view/words"
)

// The summary is to stand on one screen of 1280 by 800, with letters of the usual size: so
// what is least telling is left for the page below. How much room a text takes is only
// estimated here; the journey of a real browser measures it.

// The screen in pixels, and what of it stands above the summary and below it.
const (
	screenHeight = 800
	frameHeight  = 128 // the head of the page, whose case it is, and the gaps
	leastRoom    = 9   // lines of a column, however much stands above
	leastRows    = 1   // of the tests
	leastMissing = 2   // of what is missing
)

// How many letters of Latin script stand in a line, in a column and across the page.
const (
	inColumn = 55
	across   = 158
)

// wide is how many Latin letters a Chinese character takes.
const wide = 2.15

// fitted are the lists of the summary, as long as there is room.
type fitted struct {
	due, not, yes []briefRow
	missing       int // how much of what is missing is named
}

// fitted shortens the lists, the longest first and each from its end, until they fit. Of
// treatments the names stay, and who says so is left for below: what must not be given,
// and what she needs, is never out of sight. What need not be considered at once goes last.
func (p *summary) fitted() *fitted {
	if p.fits != nil {
		return p.fits
	}
	not, yes := p.a.Given()
	f := &fitted{p.tested(), p.given(not), p.given(yes), mostMissing}
	if len(f.not) == 0 {
		f.not = p.careful()
	}
	p.fits = f
	lists := []*[]briefRow{&f.due, &f.yes, &f.not}
	more := make([]int, len(lists))
	for room := 3*p.columnRoom() - p.columnRest(); ; {
		most, at, all := 0.0, -1, 0.0
		for i, list := range lists {
			lines := p.linesOf(*list, more[i])
			if all += lines; lines > most && (i == 0 && len(*list) > leastRows || i > 0 && p.closes(*list)) {
				most, at = lines, i
			}
		}
		if all <= room {
			break
		}
		if at < 0 && f.missing > leastMissing {
			rest := p.columnRest()
			f.missing--
			room += rest - p.columnRest()
			continue
		}
		if at < 0 {
			break
		}
		if at > 0 {
			*lists[at] = p.closer(*lists[at])
			continue
		}
		last := len(*lists[at]) - 1
		more[at] += len((*lists[at])[last].Names)
		*lists[at] = (*lists[at])[:last]
	}
	for i, n := range more {
		if n > 0 {
			*lists[i] = append(*lists[i], briefRow{Word: words.Sentence(words.Count(p.Lang, "page.more.below", n)), At: "h-tests"})
		}
	}
	return f
}

// closes reports rows of which two neighbours can share one.
func (p *summary) closes(rows []briefRow) bool { return neighbours(rows) > 0 }

// closer joins the last two neighbours that say the same, without who says so.
func (p *summary) closer(rows []briefRow) []briefRow {
	i := neighbours(rows)
	joined := rows[i-1]
	joined.Names = append(slices.Clone(joined.Names), rows[i].Names...)
	joined.Whose = p.say("whose.below")
	rows = slices.Clone(rows)
	rows[i-1] = joined
	return slices.Delete(rows, i, i+1)
}

// neighbours is the place of the last row that says the same as the one before it; 0
// where none does. What is ruled out keeps its reason.
func neighbours(rows []briefRow) int {
	for i := len(rows) - 1; i > 0; i-- {
		if rows[i].Word == rows[i-1].Word && rows[i].When == rows[i-1].When && !rows[i].Ruled && rows[i].Class != "caution" {
			return i
		}
	}
	return 0
}

// lineHeight is that of a line of the summary, in pixels.
func (p *summary) lineHeight() float64 {
	if p.Lang == "zh" {
		return 22.5
	}
	return 20.5
}

// columnRoom is how many lines a column has room for, below what stands above it and above
// what stands below.
func (p *summary) columnRoom() float64 {
	line := p.lineHeight()
	used := float64(frameHeight)
	for _, f := range p.Flags {
		text := f.Where
		for _, s := range f.Because.New {
			text += " " + s.Text + " s10"
		}
		for _, brief := range f.Briefs {
			text += " " + brief
		}
		used += lines(text+p.say("flags.hers"), across-8)*line + 14
	}
	if open := p.Unexcluded(); open != "" || len(p.Flags) == 0 {
		used += lines(open+p.Would(), across-8)*line + 14
	}
	past := 0.0 // of a line, of what flows around
	for _, b := range p.Past() {
		past += (units(b.Name) + units(b.List) + 5) / across
	}
	used += float64(int(past+1.3)) * (line + 4)
	for _, c := range p.Chances() {
		used += lines(c.Word+c.Name+c.Text, across) * line
	}
	used += 2*line + 34 // the key and the gaps
	return max(leastRoom, (screenHeight-used)/line)
}

// columnRest is how many lines stand in the columns besides the lists.
func (p *summary) columnRest() (n float64) {
	for _, l := range p.Recurrent() {
		n += lines(l.Word+" "+l.Text+"    ", inColumn)
	}
	for _, status := range []string{"established", "suspected", "risk"} {
		n += 1.2
		for _, c := range p.Found(status) {
			n += lines(c.Name+c.Careful+"    ", inColumn)
		}
	}
	for _, d := range p.Doors() {
		n += lines(d.Name+d.Word+"      ", inColumn)
	}
	for _, m := range p.Missing() {
		n += lines(m.Facts+" "+m.Decides+"    ", inColumn)
	}
	return n + 17 // seven headings, and what ends of lines and breaks between columns waste, as a browser measured it
}

// linesOf is how many lines rows take, with one more that says how much there is besides.
func (p *summary) linesOf(rows []briefRow, more int) (n float64) {
	for _, r := range rows {
		text := r.Word + " " + r.When + "    " + r.Whose
		for _, name := range r.Names {
			text += name.Name + "; "
			if name.Careful != "" {
				text += name.Careful + "    "
			}
		}
		n += lines(text, inColumn) + 0.1
	}
	if more > 0 {
		n++
	}
	return n
}

// lines is how many lines of so many letters a text takes.
func lines(text string, width float64) float64 {
	return float64(1 + int((units(text)*1.03-1)/width))
}

// units is the width of a text in Latin letters.
func units(text string) (n float64) {
	for _, r := range text {
		if unicode.Is(unicode.Han, r) || r > 0x3000 {
			n += wide
		} else {
			n++
		}
	}
	return n
}
