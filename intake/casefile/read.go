package casefile

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/patient"
)

// The readers below turn one node into one value. Each takes the key it stands
// under, for the message, and answers false when it has refused the node.

// field is a key of a mapping and what is done with its value. A value that is
// null was left out.
type field struct {
	key  string
	read func(n *node)
}

// fields reads a mapping by its fields, in their order: not the file's, so that
// the order of keys never changes a case. It refuses unknown keys and keys that
// stand twice.
func (r *reader) fields(n *node, what string, fields ...field) bool {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	if n.kind != mapping {
		r.refuse(n.at, say("%s is %s", say(what), n), say("a mapping with %s", strings.Join(keys, ", ")), "")
		return false
	}
	seen := map[string]*node{}
	for _, e := range n.keys {
		if r.full() {
			break
		}
		name := e.key.text
		first, twice := seen[name]
		switch {
		case e.key.kind != scalar:
			r.refuse(e.key.at, say("a key of %s is %s", say(what), e.key), say("%s", strings.Join(keys, ", ")), "")
			continue
		case twice:
			r.refuse(e.key.at, say("%s stands twice in %s, first in %s", e.key, say(what), line(first.at)), say("one value"), "")
			continue
		case !slices.Contains(keys, name):
			r.refuse(e.key.at, say("unknown key %s in %s", e.key, say(what)), say("%s", strings.Join(keys, ", ")), r.nearest(name, keys))
		}
		seen[name] = e.value
	}
	for _, f := range fields {
		if value := seen[f.key]; value != nil && value.kind != nothing {
			f.read(value)
		}
	}
	return true
}

// shortestPart is how much of a word must be there for it to be completed.
const shortestPart = 4

// nearest is the word that was probably meant: the closest, or the only one
// that holds what was written ("alcohol" for alcoholUnitsPerWeek). Once no more
// problems are listed it does not look: comparing words is what would make a
// large wrong file slow.
func (r *reader) nearest(word string, accepted []string) string {
	if r.full() || len(accepted) < 2 {
		return ""
	}
	if near, ok := meant[word]; ok && slices.Contains(accepted, near) {
		return near
	}
	if near := problem.Nearest(word, accepted); near != "" || len(word) < shortestPart {
		return near
	}
	holding := ""
	for _, a := range accepted {
		if strings.Contains(strings.ToLower(a), strings.ToLower(word)) {
			if holding != "" {
				return ""
			}
			holding = a
		}
	}
	return holding
}

// meant are words whose nearest neighbour by spelling is a wrong one.
var meant = map[string]string{"icsi": "ivf"}

// each reads every item of a list; an empty item is refused. It reports whether
// the node is a list.
func (r *reader) each(n *node, key, example string, read func(item *node)) bool {
	if n.kind != list {
		r.refuse(n.at, say("%s is %s", key, n), say("a list, as %s", example), "")
		return false
	}
	for _, item := range n.items {
		if r.full() {
			break
		}
		if item.kind == nothing {
			r.refuse(item.at, say("an empty item in %s", key), say("a list, as %s", example), "")
			continue
		}
		read(item)
	}
	return true
}

// plainText reads a free text. Markup in it is text.
func (r *reader) plainText(n *node, key string) (string, bool) {
	if n.kind != scalar {
		r.refuse(n.at, say("%s is %s", key, n), say("a text"), "")
		return "", false
	}
	return n.text, true
}

// word reads one of a few words.
func (r *reader) word(n *node, key string, accepted ...string) (string, bool) {
	if n.kind == scalar && slices.Contains(accepted, n.text) {
		return n.text, true
	}
	r.refuse(n.at, say("%s is %s", key, n), say("%s", strings.Join(accepted, ", ")), r.nearest(n.text, accepted))
	return "", false
}

// words reads a list of a few words.
func (r *reader) words(n *node, key string, accepted ...string) (found []patient.Fact[string], ok bool) {
	ok = r.each(n, key, "["+accepted[0]+"]", func(item *node) {
		if w, ok := r.word(item, key, accepted...); ok {
			found = append(found, patient.Know(w, r.source(item)))
		}
	})
	return found, ok
}

// flag reads true or false.
func (r *reader) flag(n *node, key string) (value, ok bool) {
	if n.kind == scalar && n.plain {
		switch n.text {
		case "true", "True", "TRUE":
			return true, true
		case "false", "False", "FALSE":
			return false, true
		}
	}
	r.refuse(n.at, say("%s is %s", key, n), say("true or false"), flagMeant[strings.ToLower(n.text)])
	return false, false
}

var flagMeant = map[string]string{"yes": "true", "y": "true", "on": "true", "1": "true", "true": "true",
	"no": "false", "n": "false", "off": "false", "0": "false", "false": "false"}

// decimal has no leading zero, which some readers of YAML take for octal.
var decimal = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// number reads a number between two limits.
func (r *reader) number(n *node, key string, from, to float64) (float64, bool) {
	if n.kind == scalar && n.plain && decimal.MatchString(n.text) {
		if x, err := strconv.ParseFloat(n.text, 64); err == nil && x >= from && x <= to {
			return x, true
		}
	}
	r.refuse(n.at, say("%s is %s", key, n), say("a number from %s to %s", short(from), short(to)), "")
	return 0, false
}

// whole reads a whole number between two limits.
func (r *reader) whole(n *node, key string, from, to int) (int, bool) {
	if n.kind == scalar && n.plain && decimal.MatchString(n.text) {
		x, err := strconv.ParseFloat(n.text, 64)
		if err == nil && x == math.Trunc(x) && x >= float64(from) && x <= float64(to) {
			return int(x), true
		}
	}
	r.refuse(n.at, say("%s is %s", key, n), say("a whole number from %d to %d", from, to), "")
	return 0, false
}

// short writes a number with as many digits as it needs.
func short(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// maxShortText is as long as any date, gestation or number is written.
const maxShortText = 40

// brief reads a short scalar, quoted or not.
func (r *reader) brief(n *node, key string, accepted problem.Phrase) (string, bool) {
	if n.kind != scalar || len(n.text) > maxShortText {
		r.refuse(n.at, say("%s is %s", key, n), accepted, "")
		return "", false
	}
	return n.text, true
}

// date reads a day, a month or a year.
func (r *reader) date(n *node, key string) (date.Date, bool) {
	text, ok := r.brief(n, key, say(date.Accepted))
	if !ok {
		return date.Date{}, false
	}
	d, err := date.Parse(text)
	if err != nil {
		r.refuse(n.at, say("%s: %s", key, err), say(date.Accepted), "")
		return date.Date{}, false
	}
	return d, true
}

// gestation reads weeks and days. "5w0d to 27w6d" is how a range is written
// that another record left open.
func (r *reader) gestation(n *node, key string) (patient.Gestation, bool) {
	text, ok := r.brief(n, key, say(patient.GestationAccepted))
	if !ok {
		return patient.Gestation{}, false
	}
	first, last, isRange := strings.Cut(text, " to ")
	g, err := patient.ParseGestation(first)
	if isRange && err == nil {
		var end patient.Gestation
		end, err = patient.ParseGestation(last)
		if g.Max = end.Max; err == nil && g.Min > g.Max {
			err = problem.Errorf("%q ends before it begins", text)
		}
	}
	if err == nil && !g.Known() {
		err = problem.Errorf("%q is not a gestation", text)
	}
	if err != nil {
		r.refuse(n.at, say("%s: %s", key, err), say(patient.GestationAccepted), "")
		return patient.Gestation{}, false
	}
	return g, true
}

// fact fills a fact from a reader's answer.
func fact[T any](r *reader, into *patient.Fact[T], n *node, value T, ok bool) {
	if ok {
		*into = patient.Know(value, r.source(n))
	}
}
