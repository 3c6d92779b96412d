package text

import (
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// columns measures as a terminal shows: a Chinese character is two wide. It is
// set here, not taken from the environment, so that a text is the same
// everywhere.
var columns = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

func width(s string) int { return columns.StringWidth(s) }

// Characters that never begin a line, and those that never end one.
const (
	neverFirst = "，。；：、！？）》】」』”’…～·,.;:!?)]%％"
	neverLast  = "（《【「『“‘(["
)

// nbsp keeps two words on one line; it is written as a space.
const nbsp = "\u00a0"

// wrap breaks a text into lines: the first at most first columns wide, the
// others rest. It breaks at spaces and between Chinese characters, never before
// a closing mark; a word that is wider than a line is cut.
func wrap(text string, first, rest int) (lines []string) {
	room, line := first, ""
	for _, u := range units(text) {
		longer := line + u.text
		if u.spaced && line != "" {
			longer = line + " " + u.text
		}
		if width(longer) <= room {
			line = longer
			continue
		}
		if line != "" {
			lines, line, room = append(lines, line), "", rest
		}
		word := u.text
		for width(word) > room {
			head := fitting(word, room)
			lines, word, room = append(lines, head), word[len(head):], rest
		}
		line = word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// unit is a piece of text that is not broken, and whether a space stands
// before it.
type unit struct {
	text   string
	spaced bool
}

func units(text string) (list []unit) {
	current, spaced := "", false
	last := rune(0)
	end := func() {
		if current != "" {
			list = append(list, unit{current, spaced})
			current, spaced = "", false
		}
	}
	for _, r := range text {
		if r == ' ' {
			end()
			spaced = true
			last = 0
			continue
		}
		if last != 0 && breaks(last, r) {
			end()
		}
		current += string(r)
		last = r
	}
	end()
	return list
}

// breaks reports whether a line may end between two characters that no space
// divides: beside a Chinese character, but not within a number and its unit.
func breaks(before, after rune) bool {
	switch {
	case string(before) == nbsp, string(after) == nbsp:
		return false
	case strings.ContainsRune(neverFirst, after), strings.ContainsRune(neverLast, before):
		return false
	case strings.ContainsRune("，。；：、）", before):
		return true
	case unicode.IsDigit(before), unicode.IsDigit(after):
		return false
	case columns.RuneWidth(after) == 0:
		return false
	}
	return columns.RuneWidth(before) == 2 || columns.RuneWidth(after) == 2
}

// fitting is the longest beginning of a word that fits, at least one character.
func fitting(word string, room int) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && width(word[:next]) > room {
			break
		}
		end = next
	}
	return word[:end]
}
