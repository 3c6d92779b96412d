// Package words holds the small words of the views: headings, statuses, names
// of facts and values, in English and Chinese. What the field says comes from
// the knowledge; these are only the words around it.
package words

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

// words.tsv has one word a line: key, English, Chinese. A key that ends in .one
// is the form for a single thing.
//
//go:embed words.tsv
var table string

// Languages lists the languages every word has.
var Languages = []string{"en", "zh"}

// byKey is the table by key, the words in the order of Languages.
var byKey = read(table)

func read(table string) map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		m[fields[0]] = fields[1:]
	}
	return m
}

// In gives a word in a language, English for any language it does not know. A
// key that does not exist is given back, so that a reader sees which one.
func In(lang, key string) string {
	word, ok := byKey[key]
	if !ok {
		return key
	}
	for i, l := range Languages {
		if l == lang && i < len(word) {
			return word[i]
		}
	}
	return word[0]
}

// Has reports whether there is a word for a key.
func Has(key string) bool { _, ok := byKey[key]; return ok }

// Under lists the keys that begin so, in order.
func Under(prefix string) (keys []string) {
	for key := range byKey {
		if strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// Fill gives a word with its places filled in: pairs of a name and a value,
// for {name} in the word. What stands in a value is never taken for a place.
func Fill(lang, key string, pairs ...string) string {
	word := In(lang, key)
	var b strings.Builder
	for {
		open := strings.IndexByte(word, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(word[open:], '}')
		if end < 0 {
			break
		}
		b.WriteString(word[:open])
		b.WriteString(value(word[open:open+end+1], pairs))
		word = word[open+end+1:]
	}
	if b.Len() == 0 {
		return word
	}
	b.WriteString(word)
	return b.String()
}

// value is what stands for a place such as {name}; the place itself where
// nothing does.
func value(place string, pairs []string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if place[1:len(place)-1] == pairs[i] {
			return pairs[i+1]
		}
	}
	return place
}

// Count is Fill for a number of things: {n} is the number, and one thing takes
// the form under the key with .one after it, where there is one.
func Count(lang, key string, n int, pairs ...string) string {
	if n == 1 && Has(key+".one") {
		key += ".one"
	}
	return Fill(lang, key, append([]string{"n", strconv.Itoa(n)}, pairs...)...)
}

// Sentence begins a text with a capital letter, where the script has them.
// A word that is written its own way, such as hCG, stays as it is.
func Sentence(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' || len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
