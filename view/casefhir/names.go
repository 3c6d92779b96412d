package casefhir

import (
	_ "embed"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// names.tsv holds the words that are no words of the catalogue: keys of the case
// file and the answers it knows, their names, and the public code that means just
// the same. A second code of a word stands in a row without a name.
//
//go:embed names.tsv
var namesTable string

// named is a word with its names and codes.
type named struct {
	name   knowledge.Text
	coding []r4.Coding
}

var names = func() map[string]*named {
	byWord := map[string]*named{}
	for _, cells := range table(namesTable) {
		key := cells[0] + "|" + cells[1]
		n := byWord[key]
		if n == nil {
			n = &named{name: knowledge.Text{En: cells[4], Zh: cells[5]}}
			byWord[key] = n
		}
		if cells[3] != "" {
			n.coding = append(n.coding, r4.Coding{System: cells[2], Code: cells[3]})
		}
	}
	return byWord
}()

// table gives the rows of an embedded table, without its head.
func table(text string) (rows [][]string) {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

// word is a concept of one of our lists: the public codes for it, then our own.
func (w *writer) word(list, id string) *r4.CodeableConcept {
	own := r4.Coding{System: r4.OwnSystem + list, Code: id}
	if n := names[list+"|"+id]; n != nil {
		return &r4.CodeableConcept{Coding: append(append([]r4.Coding{}, n.coding...), own), Text: n.name.In(w.lang)}
	}
	c := &r4.CodeableConcept{Text: w.catalogued(list, id)}
	for _, code := range w.base.Terminology.Written(id) {
		c.Coding = append(c.Coding, r4.Coding{System: code.System, Code: code.Code})
	}
	c.Coding = append(c.Coding, own)
	return c
}

// called is a word that the record has another word for: the codes are of what it
// counts as, our own code and the text of what it was.
func (w *writer) called(list, id, as string) *r4.CodeableConcept {
	c := w.word(list, id)
	if as != "" {
		c.Coding[len(c.Coding)-1].Code = as
		c.Text = w.catalogued(list, as)
	}
	return c
}

// field is a concept for a key of the case file.
func (w *writer) field(key string) r4.CodeableConcept { return *w.word("field", key) }

// lists of the catalogue in which a word's name is looked for.
var lists = []string{knowledge.Conditions, knowledge.Medications, knowledge.Procedures, knowledge.Allergies,
	knowledge.Symptoms, knowledge.Contexts, knowledge.Details}

// catalogued is the name of a word of the catalogue; the word where it has none.
func (w *writer) catalogued(list, id string) string {
	if t := w.base.Test(id); t != nil && (list == "test" || list == "requested") {
		return t.Name.In(w.lang)
	}
	for _, l := range lists {
		if word := w.base.Word(l, id); word != nil && strings.HasPrefix(l, list) {
			return word.Name.In(w.lang)
		}
	}
	if t := w.base.Treatment(id); t != nil {
		return t.Name.In(w.lang)
	}
	if c := w.base.Cause(id); c != nil {
		return c.Name.In(w.lang)
	}
	if p := w.base.Panel(id); p != nil {
		return p.Name.In(w.lang)
	}
	for _, l := range lists {
		if word := w.base.Word(l, id); word != nil {
			return word.Name.In(w.lang)
		}
	}
	return id
}
