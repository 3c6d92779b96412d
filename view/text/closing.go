package text

// closing says how to look behind a statement and what this is not.
func (p *page) closing() {
	p.out.WriteByte('\n')
	for _, key := range []string{"closing.open", "closing.read", "closing.not"} {
		p.flow(0, 0, p.say(key))
	}
}
