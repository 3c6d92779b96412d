package text

import (
	"fmt"
	"io"
	"strings"

	"github.com/gravida-health/gravida/assessment"
)

// Patient shows an assessment as the interview it comes from: dangers, her
// questions answered for her, and the test plan. What clinicians need besides
// is in Write.
func Patient(w io.Writer, a *assessment.Assessment, o Options) error {
	p := newPage(a, o)
	p.hers = true
	p.who()
	p.redFlags()
	p.pregnancies()
	p.replies()
	p.plan()
	p.issues()
	p.closing()
	return p.writeTo(w, "report")
}

// replies answers her questions one by one.
func (p *page) replies() {
	p.heading("head.replies")
	for i, q := range p.a.Replies {
		if i > 0 {
			p.put("")
		}
		p.flow(2, 4, fmt.Sprintf("%d%s%s", i+1, nbsp+nbsp, q.Asks))
		for _, line := range q.Lines {
			handles := make([]string, len(line.Statements))
			for j, id := range line.Statements {
				handles[j] = handle(id)
			}
			p.flow(5, 5, line.Text+" "+strings.Join(handles, " "))
		}
	}
}
