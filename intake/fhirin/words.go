package fhirin

import (
	"maps"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
)

// words are the lists of words a case may use. A code that stands for a word
// that this knowledge does not have is left out.
type words struct{ base *knowledge.Base }

func wordsOf(k *knowledge.Base) words { return words{k} }

func (w words) known(list, id string) bool {
	return len(w.base.Words[list]) == 0 || w.base.Word(list, id) != nil
}

// standsFor is the word another stands for: a case holds only that one.
func (w words) standsFor(list, id string) string {
	if word := w.base.Word(list, id); word != nil && word.Same != "" {
		return word.Same
	}
	return id
}

// counts is what a word of the conditions counts as, and the word itself where that
// is another.
func (w words) counts(word string) (id, as string) {
	if id = w.standsFor(knowledge.Conditions, word); id != word {
		as = word
	}
	return id, as
}

// called is the one word, of those that stand for an event, whose name is in the
// texts of a record: an embolism in the lung counts as a clot in a vein, and is told
// as what it was. "" where none is named, or more than one.
func (w words) called(event string, texts []string) (found string) {
	for _, word := range w.base.Words[knowledge.Conditions] {
		if word.Same != event {
			continue
		}
		named := slices.ContainsFunc(texts, func(text string) bool {
			text = strings.ToLower(text)
			return strings.Contains(text, strings.ToLower(word.Name.En)) || strings.Contains(text, word.Name.Zh)
		})
		switch {
		case named && found != "":
			return ""
		case named:
			found = word.ID
		}
	}
	return found
}

// test reports whether the catalogue has a test.
func (w words) test(id string) bool { return len(w.base.Tests) == 0 || w.base.Test(id) != nil }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
