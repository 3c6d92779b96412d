package form

import (
	"encoding/json"
	"slices"
	"strings"
)

// node is a part of a case file while it is being made of answers. Each value knows the
// item it came from, so that what is refused can be taken out again, and a fact can say
// what told it.
type node struct {
	item    string // the label of the item
	text    string // of a value, as JSON writes it; "" for an object or a list
	keys    []string
	members map[string]*node
	list    []*node
	isList  bool
	above   *node
}

func object(item string) *node { return &node{item: item, members: map[string]*node{}} }

func value(item, text string) *node {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err) // of a string there is none
	}
	return &node{item: item, text: string(quoted)}
}

func literal(item, text string) *node { return &node{item: item, text: text} }

// set puts a member into an object, in the place of one that was there.
func (n *node) set(key string, member *node) {
	if n.members[key] == nil {
		n.keys = append(n.keys, key)
	}
	member.above = n
	n.members[key] = member
}

// part is the object under a key, which is made when there is none.
func (n *node) part(key, item string) *node {
	if n.members[key] == nil {
		n.set(key, object(item))
	}
	return n.members[key]
}

// add puts an entry at the end of the list under a key; none only makes the list.
func (n *node) add(key, item string, entries ...*node) {
	if n.members[key] == nil {
		n.set(key, &node{item: item, isList: true})
	}
	list := n.members[key]
	for _, e := range entries {
		e.above = list
		list.list = append(list.list, e)
	}
}

// drop takes a value out of what holds it. What then says nothing goes with it: an
// entry without its word, an empty list, which would say that there is none. It gives
// the key of the list that lost an entry.
func (n *node) drop() (list string) {
	up := n.above
	if up == nil {
		return ""
	}
	if up.isList {
		up.list = slices.DeleteFunc(up.list, func(e *node) bool { return e == n })
		key := ""
		if up.above != nil {
			key = up.above.keyOf(up)
		}
		if len(up.list) == 0 {
			up.drop()
		}
		return key
	}
	key := up.keyOf(n)
	if key == "" {
		return ""
	}
	up.keys = slices.DeleteFunc(up.keys, func(k string) bool { return k == key })
	delete(up.members, key)
	if slices.Contains([]string{"test", "condition", "event", "medication", "procedure"}, key) || len(up.keys) == 0 {
		return up.drop()
	}
	return ""
}

func (n *node) keyOf(member *node) string {
	for _, k := range n.keys {
		if n.members[k] == member {
			return k
		}
	}
	return ""
}

// printer writes a draft as JSON, one value a line, and remembers which stands where.
type printer struct {
	text  strings.Builder
	lines []*node
}

func (p *printer) line(text string, n *node) {
	p.text.WriteString(text)
	p.text.WriteByte('\n')
	p.lines = append(p.lines, n)
}

func (p *printer) write(before string, n *node, after string) {
	switch {
	case n.isList:
		p.line(before+"[", n)
		for i, e := range n.list {
			p.write("", e, comma(i, len(n.list)))
		}
		p.line("]"+after, n)
	case n.members != nil:
		p.line(before+"{", n)
		for i, k := range n.keys {
			name, err := json.Marshal(k)
			if err != nil {
				panic(err)
			}
			p.write(string(name)+": ", n.members[k], comma(i, len(n.keys)))
		}
		p.line("}"+after, n)
	default:
		p.line(before+n.text+after, n)
	}
}

func comma(i, n int) string {
	if i+1 < n {
		return ","
	}
	return ""
}

// at is what stands on a line, counted from 1; nil for no line of ours.
func (p *printer) at(line int) *node {
	if line < 1 || line > len(p.lines) {
		return nil
	}
	return p.lines[line-1]
}
