package fhirin

import (
	"maps"
	"slices"

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

// test reports whether the catalogue has a test.
func (w words) test(id string) bool { return len(w.base.Tests) == 0 || w.base.Test(id) != nil }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
