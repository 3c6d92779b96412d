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
		x.forms = c.forms
		if p := x.persons[key]; p != nil && !ownPartner(p) {
			return []*patient.Case{x.read(p, c.knowledge)}
		}
		return nil
	}
	all, files := index(items), filesOf(humans)
	bearer := map[r4.Resource]*human{}
	for _, h := range humans {
		for _, p := range h.patients {
			bearer[p.Resource] = h
		}
	}
	hers, everyones, strays := map[*human][]Item{}, []Item(nil), 0
	for _, it := range items {
		e := &entry{Item: it, key: keyOf(it)}
		about, _, _ := all.about(e)
		switch h := files[it.File]; {
		case e.key == key:
			hers[bearer[it.Resource]] = append(hers[bearer[it.Resource]], it)
		case about != key:
			everyones = append(everyones, it)
		case h != nil:
			hers[h] = append(hers[h], it)
		default:
			strays++
		}
	}
	var cases []*patient.Case
	for _, h := range humans {
		x := index(slices.Concat(hers[h], everyones))
		x.forms = c.forms
		p := x.persons[key]
		if ownPartner(p) {
			continue
		}
		p.id, p.shared, p.strays = p.id+" in "+h.name(files), true, strays
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
		var joined *human
		humans = slices.DeleteFunc(humans, func(h *human) bool {
			switch {
			case !same(h):
				return false
			case joined == nil:
				joined = h
				return false
			}
			joined.patients = append(joined.patients, h.patients...)
			return true
		})
		if joined == nil {
			joined = &human{}
			humans = append(humans, joined)
		}
		joined.patients = append(joined.patients, it)
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

// filesOf gives the one human whose Patient lies in a file; nil for a file of
// several.
func filesOf(humans []*human) map[string]*human {
	files := map[string]*human{}
	for _, h := range humans {
		for _, p := range h.patients {
			if other, taken := files[p.File]; taken && other != h {
				files[p.File] = nil
			} else {
				files[p.File] = h
			}
		}
	}
	return files
}

// name is the file by which a human is told from the others of the same id.
func (h *human) name(files map[string]*human) string {
	first := h.patients[0]
	if files[first.File] == h {
		return first.File
	}
	return placeIn(first)
}
