package text

import (
	"regexp"
	"strings"
)

// ANSI styles. Red is for emergencies only.
const (
	reset   = "\x1b[0m"
	bold    = "\x1b[1m"
	faint   = "\x1b[2m"
	red     = "\x1b[1;31m"
	green   = "\x1b[32m"
	amber   = "\x1b[33m"
	violet  = "\x1b[35m"
	petrol  = "\x1b[36m"
	plain   = ""
	urgent  = "!!" // the mark of an emergency
	caution = "▲"
)

// styles is the colour of each glyph. The word beside it says the same.
var styles = map[rune]string{
	'●': green, '◐': green, '⚗': violet, '◧': amber, '■': amber, '–': plain,
	'◆': violet, '◈': amber, '◇': plain, '✓': green, '⊟': amber,
	'⚑': petrol, '↻': petrol, '◷': petrol, '▲': amber,
}

var (
	handles  = regexp.MustCompile(`\[s\d+\]`)
	emergent = regexp.MustCompile(`^ *!!`)
)

// paint colours the glyphs and handles of a finished line, if colour was asked
// for.
func (p *page) paint(line string) string {
	if !p.color {
		return line
	}
	var b strings.Builder
	for _, r := range line {
		if style := styles[r]; style != "" {
			b.WriteString(style + string(r) + reset)
		} else {
			b.WriteRune(r)
		}
	}
	painted := handles.ReplaceAllString(b.String(), faint+"$0"+reset)
	return emergent.ReplaceAllString(painted, red+"$0"+reset)
}

func (p *page) bold(s string) string {
	if !p.color {
		return s
	}
	return bold + s + reset
}
