package fhirin

import (
	"cmp"
	"context"
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

// mostCopies is the most that is held of the versions of one resource that is
// about nobody.
const mostCopies = 4 << 20

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
// One set stays in memory: which keys were deleted, about 100 bytes each.
type Collection struct {
	knowledge *knowledge.Base
	forms     FormReader
	small     int // bytes of memory for a sorter beside that of the persons

	persons *spill.Sorter[held] // id, key: what is about a person
	names   *spill.Sorter[held] // name: who bears it (bearer), what waits for it (seeker)
	shared  *spill.Sorter[held] // key: what it is (bearer), who opens it (seeker)
	kin     *spill.Sorter[held] // name of a partner: who bears it, whose partner it is
	related *spill.Sorter[held] // key of a RelatedPerson: whose it is (bearer), which Patient is the same human
	couples *spill.Sorter[held] // id, key: whose partner he is

	deleted map[[16]byte]string // keys of deleted resources, as hashes, to when
	removed int
	came    map[string]int // by type
	anyKin  bool
	told    []error // what was found while bringing together
	err     error
}

// Within one name, who bears it comes before who seeks it.
const (
	bearer = "0"
	child  = "0 child" // of a RelatedPerson who is the mother: whose child it is about
	seeker = "1"
)

// NewCollection gives an empty collection that holds about so many bytes of
// resources in memory.
func NewCollection(k *knowledge.Base, memory int) *Collection {
	small := memory / 16 // for each but the first, and for the copies of partners
	sorter := func(limit int) *spill.Sorter[held] { return spill.NewSorter(limit, codec) }
	return &Collection{knowledge: k, small: small,
		persons: sorter(memory - 6*small), names: sorter(small), shared: sorter(small), kin: sorter(small), related: sorter(small),
		couples: sorter(small), deleted: map[[16]byte]string{}, came: map[string]int{}}
}

// ReadForms has the filled forms of our own read by one who can; without it they are
// read as any other's are, by the codes of their questions.
func (c *Collection) ReadForms(by FormReader) { c.forms = by }

// Close gives back memory and temporary files.
func (c *Collection) Close() error {
	var first error
	for _, s := range []io.Closer{c.persons, c.names, c.shared, c.kin, c.related, c.couples} {
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
	c.anyKin = c.anyKin || t.kin || t.mother
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
	c.put(key, h)
	for _, to := range t.opens {
		c.note(c.shared.Add(to, seeker+key+"\x00"+h.item.File, held{word: key, item: Item{File: h.item.File}}))
	}
	if t.mother {
		c.note(c.related.Add(t.key, child, held{word: key}))
	}
	if t.kin {
		c.note(c.related.Add(t.key, bearer, held{word: key}))
		for _, name := range t.partner {
			c.note(c.kin.Add(name, seeker, held{word: key}))
		}
	}
}

func (c *Collection) put(key string, h held) {
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
func (c *Collection) settle(ctx context.Context) {
	c.nameAll(ctx)
	c.shareAll(ctx)
	c.marryAll(ctx)
	c.copyPartners(ctx)
}

// each gives the records of a sorter until there is an error, or the context
// ends.
func (c *Collection) each(ctx context.Context, s *spill.Sorter[held]) iter.Seq[spill.Record[held]] {
	return func(yield func(spill.Record[held]) bool) {
		for r, err := range s.All() {
			c.note(err)
			if err := ctx.Err(); err != nil {
				c.note(fmt.Errorf("interrupted: %w", err))
			}
			if c.err != nil || !yield(r) {
				return
			}
		}
	}
}

// nameAll gives what waits under a name to the one Patient who bears it. Of a
// name that two bear, or none, nobody knows more than the name.
func (c *Collection) nameAll(ctx context.Context) {
	bearers := bearing{}
	for r := range c.each(ctx, c.names) {
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

// bearing is who bears the present name.
type bearing struct {
	name, under string
	person      string // none for a device
	number      int    // of those who bear it
}

// take notes a bearer, the same one once; false for a seeker.
func (b *bearing) take(r *spill.Record[held]) bool {
	if b.name != r.Key {
		*b = bearing{name: r.Key}
	}
	if !strings.HasPrefix(r.Under, bearer) {
		return false
	}
	if b.number == 0 || b.under != r.Under {
		b.under, b.person = r.Under, r.Value.word
		b.number++
	}
	return true
}

func (b *bearing) one() (person string, found bool) { return b.person, b.number == 1 }

// shareAll gives what is about nobody to each person who has something that
// points at it: the copy of the same document, where there is one.
func (c *Collection) shareAll(ctx context.Context) {
	var key, last string
	var copies []held
	size := 0
	for r := range c.each(ctx, c.shared) {
		if r.Key != key {
			key, last, copies, size = r.Key, "", nil, 0
		}
		if r.Under == bearer {
			before := size
			if size += codec.Size(r.Value); size <= mostCopies {
				copies = append(copies, r.Value)
			} else if before <= mostCopies {
				c.told = append(c.told, tooMuch(mostCopies, key, r.Value.item.File))
			}
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
				c.put(r.Value.word, h)
			}
		}
	}
}

// marryAll finds who is whose partner: by an identifier of the RelatedPerson,
// or because a Patient is linked to that RelatedPerson; and so whose child is whose.
func (c *Collection) marryAll(ctx context.Context) {
	if !c.anyKin {
		return
	}
	bearers := bearing{}
	for r := range c.each(ctx, c.kin) {
		if !bearers.take(&r) {
			if him, ok := bearers.one(); ok {
				c.marry(him, r.Value.word)
			}
		}
	}
	var key string
	var women, children []string
	for r := range c.each(ctx, c.related) {
		if r.Key != key {
			key, women, children = r.Key, nil, nil
		}
		switch r.Under {
		case bearer:
			women = oneMore(women, r.Value.word)
		case child:
			children = oneMore(children, r.Value.word)
		default: // a Patient who is this RelatedPerson
			for _, her := range women {
				c.marry(r.Value.word, her)
			}
			for _, baby := range children {
				c.marry(baby, r.Value.word)
			}
		}
	}
}

// mostPeople is how many people one RelatedPerson is looked up for: more than one
// is a mistake already.
const mostPeople = 10

func oneMore(people []string, key string) []string {
	if slices.Contains(people, key) || len(people) >= mostPeople {
		return people
	}
	return append(people, key)
}

// marry notes that she needs a copy of what is his: her partner's, or her child's.
func (c *Collection) marry(him, her string) {
	if him != "" && him != her {
		id, under := sorted(him)
		c.note(c.couples.Add(id, under, held{word: her}))
	}
}

// copyPartners gives each woman a copy of what is her partner's. Both lists are
// in the order of their ids, and are read side by side.
func (c *Collection) copyPartners(ctx context.Context) {
	if c.couples.Empty() {
		return
	}
	copies := spill.NewSorter(c.small, codec)
	defer copies.Close()
	next, stop := iter.Pull(c.each(ctx, c.couples))
	defer stop()
	couple, more := next()
	var him string
	var women map[string]bool
	for r := range c.each(ctx, c.persons) {
		if now := keyIn(&r); women == nil || now != him {
			him, women = now, map[string]bool{}
			for ; more && !follows(&couple, &r); couple, more = next() {
				if keyIn(&couple) == him {
					women[couple.Value.word] = true
				}
			}
		}
		for her := range women {
			id, under := sorted(her)
			c.note(copies.Add(id, under, r.Value))
		}
	}
	for r := range c.each(ctx, copies) {
		c.note(c.persons.Add(r.Key, r.Under, r.Value))
	}
}

// follows reports whether a stands after b.
func follows(a, b *spill.Record[held]) bool {
	return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Under, b.Under)) > 0
}

// Cases gives the case of every Patient, and of every subject whose Patient did
// not come, in the order of their ids. It can be read once. When the context
// ends, so do the cases, with its error.
func (c *Collection) Cases(ctx context.Context) iter.Seq2[*patient.Case, error] {
	return func(yield func(*patient.Case, error) bool) {
		c.settle(ctx)
		for _, err := range c.told {
			if !yield(nil, err) {
				return
			}
		}
		one := &pile{}
		for r := range c.each(ctx, c.persons) {
			if now := keyIn(&r); now != one.key {
				if !c.give(one, yield) {
					return
				}
				one = &pile{key: now}
			}
			if err := c.add(one, &r.Value); err != nil && !yield(nil, err) {
				return
			}
		}
		if c.err != nil {
			yield(nil, c.err)
			return
		}
		c.give(one, yield)
	}
}

// pile is what came of one person.
type pile struct {
	key     string
	items   []Item
	size    int
	partial bool // something could not be read
}

// add puts a resource on the pile of its person.
func (c *Collection) add(p *pile, h *held) error {
	before := p.size
	if p.size += len(h.text) + h.size/4; p.size > MaxPerson {
		if before > MaxPerson {
			return nil
		}
		p.partial = true
		return tooMuch(MaxPerson, p.key, h.item.File)
	}
	it, err := h.resource()
	if err != nil { // its head could be read, so it is JSON
		p.partial = true
		return problem.New(problem.Place{File: it.File, Line: it.Entry, Column: 1}, problem.Say("%s", err), problem.Phrase{}, "")
	}
	if !c.gone(it, p.key) {
		p.items = append(p.items, it)
	}
	return nil
}

// give makes the cases of a pile. One that is not whole tells so in its case.
func (c *Collection) give(p *pile, yield func(*patient.Case, error) bool) bool {
	if p.partial {
		for i := range p.items {
			p.items[i].partial = true
		}
	}
	for _, one := range c.read(p.items, p.key) {
		if !yield(one, nil) {
			return false
		}
	}
	return true
}

func tooMuch(limit int, key, file string) error {
	return problem.New(problem.Place{File: file}, problem.Say("more than %d MiB of %s; what came after that was not read", limit>>20, key), problem.Phrase{}, "")
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
