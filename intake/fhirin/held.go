package fhirin

import (
	"encoding/binary"
	"errors"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/internal/spill"
)

// held is a resource while others like it are being collected: decoded, or
// still as text. It can also be a mere word about one.
type held struct {
	item Item
	text []byte // JSON, while item.Resource is nil
	size int    // of what was decoded
	ties *ties  // of what waits for its person
	word string
}

// resource decodes what is still text.
func (h *held) resource() (Item, error) {
	it := h.item
	if it.Resource != nil || h.text == nil {
		return it, nil
	}
	var err error
	it.Resource, it.Flaws, err = r4.DecodeJSON(h.text)
	return it, err
}

var codec = spill.Codec[held]{Append: appendHeld, Parse: parseHeld, Size: func(h held) int {
	return len(h.text) + h.size + 200
}}

// What a byte of flags says of a held resource.
const (
	flagPartial = 1 << iota
	flagDecoded // flaws follow: the text that is written no longer has them
	flagTies
	flagKin
	flagMother
)

func appendHeld(dst []byte, h held) []byte {
	var flags byte
	if h.item.partial {
		flags |= flagPartial
	}
	if h.item.Resource != nil {
		flags |= flagDecoded
	}
	if h.ties != nil {
		flags |= flagTies
		if h.ties.kin {
			flags |= flagKin
		}
		if h.ties.mother {
			flags |= flagMother
		}
	}
	dst = append(dst, flags)
	dst = appendText(dst, h.word, h.item.File, h.item.FullURL)
	dst = binary.AppendUvarint(dst, uint64(h.item.Entry))
	if h.ties != nil {
		dst = appendText(dst, h.ties.key, h.ties.person)
		dst = appendList(dst, h.ties.opens)
		dst = appendList(dst, h.ties.partner)
	}
	if h.item.Resource == nil {
		return append(dst, h.text...)
	}
	var flaws []string
	for _, f := range h.item.Flaws {
		flaws = append(flaws, f.Path, f.Found, f.Want)
	}
	return append(appendList(dst, flaws), r4.EncodeJSON(h.item.Resource)...)
}

func parseHeld(data []byte) (held, error) {
	p := parser{data: data}
	flags := p.byte()
	h := held{word: p.text()}
	h.item = Item{File: p.text(), FullURL: p.text(), Entry: int(p.number()), partial: flags&flagPartial != 0}
	if flags&flagTies != 0 {
		h.ties = &ties{key: p.text(), person: p.text(), opens: p.list(), kin: flags&flagKin != 0, mother: flags&flagMother != 0, partner: p.list()}
	}
	if flags&flagDecoded == 0 {
		if len(p.data) > 0 {
			h.text = p.data
		}
		return h, p.err
	}
	flaws := p.list()
	if p.err != nil {
		return h, p.err
	}
	var err error
	h.item.Resource, err = r4.DecodeAgain(p.data)
	h.size = 4 * len(p.data)
	for i := 0; i+2 < len(flaws); i += 3 {
		h.item.Flaws = append(h.item.Flaws, r4.Flaw{Path: flaws[i], Found: flaws[i+1], Want: flaws[i+2]})
	}
	return h, err
}

func appendText(dst []byte, texts ...string) []byte {
	for _, t := range texts {
		dst = append(binary.AppendUvarint(dst, uint64(len(t))), t...)
	}
	return dst
}

func appendList(dst []byte, list []string) []byte {
	return appendText(binary.AppendUvarint(dst, uint64(len(list))), list...)
}

// parser takes apart what the functions above put together.
type parser struct {
	data []byte
	err  error
}

var errShort = errors.New("a record of the temporary file is broken")

func (p *parser) take(n uint64) []byte {
	if n > uint64(len(p.data)) {
		p.err, p.data = errShort, nil
		return nil
	}
	part := p.data[:n]
	p.data = p.data[n:]
	return part
}

func (p *parser) byte() byte {
	if b := p.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (p *parser) number() uint64 {
	n, size := binary.Uvarint(p.data)
	p.take(uint64(max(size, 0)))
	return n
}

func (p *parser) text() string { return string(p.take(p.number())) }

func (p *parser) list() (list []string) {
	for range min(p.number(), uint64(len(p.data))) {
		list = append(list, p.text())
	}
	return list
}
