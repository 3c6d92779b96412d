package fhirin

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/gravida-health/gravida/internal/problem"
	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/internal/spill"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// MaxPerson is the most that is read of one person, in bytes.
const MaxPerson = 64 << 20

// Collection brings together the resources of each person, in whatever order
// they come and however many there are. What does not fit in the memory it is
// given goes to temporary files.
//
//	Add      every resource goes to its person, or waits under a name
//	names    whoever waits under a name goes to the Patient who bears it
//	shared   what is about nobody goes to those who point at it
//	kin      a woman is given a copy of what is her partner's
//	Cases    one person after the other, by id
//
// Two sets stay in memory: which keys were deleted (about 100 bytes each), and
// which women have a partner with a record of his own (about 200 bytes each).
type Collection struct {
	knowledge *knowledge.Base

	persons *spill.Sorter[held] // id, key: what is about a person
	names   *spill.Sorter[held] // name: who bears it (bearer), what waits for it (seeker)
	shared  *spill.Sorter[held] // key: what it is (bearer), who opens it (seeker)
	kin     *spill.Sorter[held] // name of a partner: who bears it, whose partner it is
	related *spill.Sorter[held] // key of a RelatedPerson: whose it is (bearer), which Patient is the same human

	partners map[string][]string // key of a person to those whose partner he is
	deleted  map[[16]byte]string // keys of deleted resources, as hashes, to when
	removed  int
	came     map[string]int // by type
	anyKin   bool
	err      error
}

// Within one name, who bears it comes before who seeks it.
const (
	bearer = "0"
	seeker = "1"
)

// NewCollection gives an empty collection that holds about so many bytes of
// resources in memory.
func NewCollection(k *knowledge.Base, memory int) *Collection {
	small := memory / 16
	sorter := func(limit int) *spill.Sorter[held] { return spill.NewSorter(limit, codec) }
	return &Collection{knowledge: k,
		persons: sorter(memory - 4*small), names: sorter(small), shared: sorter(small), kin: sorter(small), related: sorter(small),
		partners: map[string][]string{}, deleted: map[[16]byte]string{}, came: map[string]int{}}
}

// Close gives back memory and temporary files.
func (c *Collection) Close() error {
	var first error
	for _, s := range []io.Closer{c.persons, c.names, c.shared, c.kin, c.related} {
		first = cmp.Or(first, s.Close())
	}
	return first
}

// Removed counts the resources that were left out because a transaction
// deletes them. It is known after Cases.
func (c *Collection) Removed() int { return c.removed }

// Pass counts a resource of a type that is not read.
func (c *Collection) Pass(kind string) { c.came[kind]++ }

// Came is how many resources of each type came, whatever became of them.
func (c *Collection) Came() map[string]int { return c.came }

// Add takes the resources of one document, which was so many bytes long.
// Bundles are taken apart.
func (c *Collection) Add(bytes int, items ...Item) error {
	items = flatten(items, c.delete)
	x, entries := document(items)
	for _, e := range entries {
		c.Pass(r4.TypeOf(e.Resource))
		const decoded = 4 // times its text, about
		c.place(x.tie(e), held{item: e.Item, size: decoded * bytes / len(entries)})
	}
	return c.err
}

// AddText takes one resource as JSON that was checked, of which only the head
// was decoded: it is decoded when its person is read.
func (c *Collection) AddText(head Item, text []byte) error {
	c.Pass(r4.TypeOf(head.Resource))
	e := &entry{Item: head, key: keyOf(head)}
	t := (&records{}).tie(e)
	head.Resource = nil
	c.place(t, held{item: head, text: text})
	return c.err
}

// note keeps the first error.
func (c *Collection) note(err error) { c.err = cmp.Or(c.err, err) }

func (c *Collection) delete(url, when string) {
	parts := strings.Split(strings.TrimPrefix(url, "/"), "/")
	if n := len(parts); n >= 2 {
		h := hash(parts[n-2] + "/" + parts[n-1])
		c.deleted[h] = max(c.deleted[h], when)
	}
}

// hash is long enough that no two keys share one.
func hash(key string) [16]byte {
	h := sha256.Sum256([]byte(key))
	return [16]byte(h[:16])
}

// place puts a resource where its person, or whoever needs it, will find it.
func (c *Collection) place(t ties, h held) {
	person := ""
	if _, ok := h.item.Resource.(*r4.Other); !ok {
		person = t.person
	}
	for _, name := range t.names {
		c.note(c.names.Add(name, bearer+t.key, held{word: person}))
	}
	for _, to := range t.links {
		c.note(c.related.Add(to, seeker, held{word: person}))
	}
	c.anyKin = c.anyKin || t.kin
	for _, key := range t.shared {
		c.note(c.shared.Add(key, bearer, h))
	}
	switch {
	case t.named:
		h.ties = &t
		c.note(c.names.Add(t.person, seeker, h))
	case t.person != "":
		c.toPerson(t.person, t, h)
	}
}

// toPerson gives a resource to the person it is about.
func (c *Collection) toPerson(key string, t ties, h held) {
	h.ties = nil
	c.give(key, h)
	for _, to := range t.opens {
		c.note(c.shared.Add(to, seeker+key+"\x00"+h.item.File, held{word: key, item: Item{File: h.item.File}}))
	}
	if t.kin {
		c.note(c.related.Add(t.key, bearer, held{word: key}))
		for _, name := range t.partner {
			c.note(c.kin.Add(name, seeker, held{word: key}))
		}
	}
}

func (c *Collection) give(key string, h held) {
	id, under := sorted(key)
	c.note(c.persons.Add(id, under, h))
}

// sorted is where a person stands among the others: by id, then key.
func sorted(key string) (id, under string) {
	id = idOf(key)
	if key == "Patient/"+id {
		return id, "" // the usual key, which need not be written twice
	}
	return id, key
}

func keyIn(r *spill.Record[held]) string {
	if r.Under == "" {
		return "Patient/" + r.Key
	}
	return r.Under
}

// settle brings everything to the person it belongs to.
func (c *Collection) settle() {
	c.nameAll()
	c.shareAll()
	c.marryAll()
	c.copyPartners()
}

// nameAll gives what waits under a name to the one Patient who bears it. Of a
// name that two bear, or none, nobody knows more than the name.
func (c *Collection) nameAll() {
	bearers := bearing{}
	for r, err := range c.names.All() {
		if err != nil {
			c.note(err)
			return
		}
		if bearers.take(&r) {
			if c.anyKin {
				c.note(c.kin.Add(r.Key, r.Under, r.Value))
			}
			continue
		}
		person, found := bearers.one()
		switch {
		case !found:
			person = r.Key
		case person == "":
			continue // a device or a group
		}
		c.toPerson(person, *r.Value.ties, r.Value)
	}
}

// bearing gathers who bears the present name.
type bearing struct {
	name string
	keys map[string]string // key to person; no person for a device
}

// take notes a bearer; false for a seeker.
func (b *bearing) take(r *spill.Record[held]) bool {
	if b.keys == nil || r.Key != b.name {
		b.name, b.keys = r.Key, map[string]string{}
	}
	if strings.HasPrefix(r.Under, bearer) {
		b.keys[r.Under] = r.Value.word
		return true
	}
	return false
}

func (b *bearing) one() (person string, found bool) {
	for _, p := range b.keys {
		return p, len(b.keys) == 1
	}
	return "", false
}

// shareAll gives what is about nobody to each person who has something that
// points at it: the copy of the same document, where there is one.
func (c *Collection) shareAll() {
	var key, last string
	var copies []held
	for r, err := range c.shared.All() {
		if err != nil {
			c.note(err)
			return
		}
		if r.Key != key {
			key, last, copies = r.Key, "", nil
		}
		if r.Under == bearer {
			copies = append(copies, r.Value)
			continue
		}
		if r.Under == last {
			continue
		}
		last = r.Under
		near := func(h held) bool { return h.item.File == r.Value.item.File }
		anyNear := slices.ContainsFunc(copies, near)
		for _, h := range copies {
			if !anyNear || near(h) {
				c.give(r.Value.word, h)
			}
		}
	}
}

// marryAll finds who is whose partner: by an identifier of the RelatedPerson,
// or because a Patient is linked to that RelatedPerson.
func (c *Collection) marryAll() {
	if !c.anyKin {
		return
	}
	bearers := bearing{}
	for r, err := range c.kin.All() {
		if err != nil {
			c.note(err)
			return
		}
		if !bearers.take(&r) {
			if him, ok := bearers.one(); ok {
				c.marry(him, r.Value.word)
			}
		}
	}
	var key string
	var women []string
	for r, err := range c.related.All() {
		if err != nil {
			c.note(err)
			return
		}
		if r.Key != key {
			key, women = r.Key, nil
		}
		if r.Under == bearer {
			women = append(women, r.Value.word)
			continue
		}
		for _, her := range women {
			c.marry(r.Value.word, her)
		}
	}
}

func (c *Collection) marry(him, her string) {
	if him != "" && him != her && !slices.Contains(c.partners[him], her) {
		c.partners[him] = append(c.partners[him], her)
	}
}

// copyPartners gives each woman a copy of what is her partner's.
func (c *Collection) copyPartners() {
	if len(c.partners) == 0 {
		return
	}
	copies := spill.NewSorter(1<<20, codec)
	defer copies.Close()
	for r, err := range c.persons.All() {
		if err != nil {
			c.note(err)
			return
		}
		for _, her := range c.partners[keyIn(&r)] {
			id, under := sorted(her)
			c.note(copies.Add(id, under, r.Value))
		}
	}
	for r, err := range copies.All() {
		if err != nil {
			c.note(err)
			return
		}
		c.note(c.persons.Add(r.Key, r.Under, r.Value))
	}
}

// Cases gives the case of every Patient, and of every subject whose Patient did
// not come, in the order of their ids. It can be read once.
func (c *Collection) Cases() iter.Seq2[*patient.Case, error] {
	return func(yield func(*patient.Case, error) bool) {
		c.settle()
		if c.err != nil {
			yield(nil, c.err)
			return
		}
		var key string
		var items []Item
		size := 0
		give := func() bool {
			if size > MaxPerson {
				for i := range items {
					items[i].partial = true
				}
				if !yield(nil, tooMuch(key, items)) {
					return false
				}
			}
			for _, one := range c.read(items, key) {
				if !yield(one, nil) {
					return false
				}
			}
			return true
		}
		for r, err := range c.persons.All() {
			if err != nil {
				yield(nil, err)
				return
			}
			if now := keyIn(&r); now != key {
				if !give() {
					return
				}
				key, items, size = now, nil, 0
			}
			size += len(r.Value.text) + r.Value.size/4
			if size > MaxPerson {
				continue
			}
			it, err := r.Value.resource()
			if err != nil {
				yield(nil, fmt.Errorf("read %s again: %w", it.File, err))
				return
			}
			if !c.gone(it, key) {
				items = append(items, it)
			}
		}
		give()
	}
}

func tooMuch(key string, items []Item) error {
	at := ""
	if len(items) > 0 {
		at = items[0].File
	}
	return problem.Problem{Place: problem.Place{File: at}, Found: fmt.Sprintf("more than %d MiB about %s; what came after that was not read", MaxPerson>>20, key)}
}

// gone reports whether a resource was deleted, or the person it is about. A
// version that is newer than its deletion is there again.
func (c *Collection) gone(it Item, person string) bool {
	if len(c.deleted) == 0 {
		return false
	}
	when, gone := c.deleted[hash(keyOf(it))]
	if _, hers := c.deleted[hash(person)]; hers && !gone {
		when, gone = c.deleted[hash(person)], true
	}
	if on, err := time.Parse(time.RFC3339, when); !gone || err == nil && updated(it.Resource).After(on) {
		return false
	}
	c.removed++
	return true
}
