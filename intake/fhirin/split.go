package fhirin

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/patient"
)

// read makes the case of a person, or of each of the people who bear one key.
func (c *Collection) read(items []Item, key string) []*patient.Case {
	humans := humansOf(items, key)
	if len(humans) < 2 {
		x := index(items)
		if p := x.persons[key]; p != nil {
			return []*patient.Case{x.read(p, c.knowledge)}
		}
		return nil
	}
	var cases []*patient.Case
	all := index(items)
	for _, h := range humans {
		var hers []Item
		strays := 0
		for _, it := range items {
			e := &entry{Item: it, key: keyOf(it)}
			about, _, _ := all.about(e)
			switch {
			case e.key == key:
				if slices.ContainsFunc(h.patients, func(p Item) bool { return p.Resource == it.Resource }) {
					hers = append(hers, it)
				}
			case about != key || whose(humans, it.File) == h:
				hers = append(hers, it)
			case whose(humans, it.File) == nil:
				strays++
			}
		}
		x := index(hers)
		p := x.persons[key]
		p.id, p.shared, p.strays = p.id+" in "+h.name(humans), true, strays
		cases = append(cases, x.read(p, c.knowledge))
	}
	return cases
}

// human is somebody who bears a key, with all versions of the Patient.
type human struct{ patients []Item }

// humansOf tells apart the people whose Patients have one key: exports of two
// hospitals, or examples written by hand, give the same ids to different women.
func humansOf(items []Item, key string) []*human {
	var humans []*human
	for _, it := range items {
		p, ok := it.Resource.(*r4.Patient)
		if !ok || keyOf(it) != key {
			continue
		}
		same := func(h *human) bool {
			return slices.ContainsFunc(h.patients, func(other Item) bool { return sameHuman(p, other.Resource.(*r4.Patient)) })
		}
		// Whoever is the same as several joins them.
		joined := &human{[]Item{it}}
		for _, h := range humans {
			if same(h) {
				joined.patients = append(joined.patients, h.patients...)
			}
		}
		humans = append(slices.DeleteFunc(humans, same), joined)
	}
	for _, h := range humans {
		slices.SortFunc(h.patients, func(a, b Item) int { return strings.Compare(placeIn(a), placeIn(b)) })
	}
	slices.SortFunc(humans, func(a, b *human) int { return strings.Compare(placeIn(a.patients[0]), placeIn(b.patients[0])) })
	return humans
}

func placeIn(it Item) string { return fmt.Sprintf("%s, entry %d", it.File, it.Entry) }

// sameHuman reports whether two Patients of one key can be versions of one: they
// share an identifier, or at least contradict each other in nothing.
func sameHuman(a, b *r4.Patient) bool {
	for _, id := range a.Identifier {
		if id.Value != "" && slices.Contains(b.Identifier, id) {
			return true
		}
	}
	birth := a.BirthDate != "" && b.BirthDate != "" && !strings.HasPrefix(a.BirthDate, b.BirthDate) && !strings.HasPrefix(b.BirthDate, a.BirthDate)
	sex := a.Gender == "male" && b.Gender == "female" || a.Gender == "female" && b.Gender == "male"
	return !birth && !sex
}

// whose is the one human whose Patient lies in a file; nil for a file of none
// or of several.
func whose(humans []*human, file string) *human {
	var one *human
	for _, h := range humans {
		if slices.ContainsFunc(h.patients, func(p Item) bool { return p.File == file }) {
			if one != nil {
				return nil
			}
			one = h
		}
	}
	return one
}

// name is the file by which a human is told from the others of the same id.
func (h *human) name(humans []*human) string {
	first := h.patients[0]
	if whose(humans, first.File) == h {
		return first.File
	}
	return placeIn(first)
}
