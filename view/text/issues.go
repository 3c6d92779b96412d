package text

// issues names what in the record could not be trusted or understood, and where
// it stands. It was left unknown.
func (p *page) issues() {
	if len(p.a.Issues) == 0 {
		return
	}
	p.heading("head.issues")
	for _, issue := range p.a.Issues {
		p.flow(2, 4, caution+" "+issue.Text+p.fill("bracket", "what", issue.Source))
	}
}
