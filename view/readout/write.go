package readout

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// page is a text while it is written.
type page struct {
	lang string
	base *knowledge.Base
	out  strings.Builder
}

func (p *page) say(key string) string { return words.In(p.lang, key) }

func (p *page) fill(key string, pairs ...string) string { return words.Fill(p.lang, key, pairs...) }

// line writes one line; nothing in a record can steer the terminal.
func (p *page) line(indent int, text string) {
	p.out.WriteString(strings.TrimRight(strings.Repeat(" ", indent)+words.Clean(text), " ") + "\n")
}

// at is a text with the place it was read from.
func at(text, source string) string {
	if source == "" {
		return text
	}
	return text + "  [" + source + "]"
}

func (p *page) heading(key string, n int) {
	p.line(0, "")
	p.line(0, p.fill("reading.counted", "what", p.say(key), "n", strconv.Itoa(n)))
}

// WriteText shows the reading of one record.
func WriteText(w io.Writer, r *Record, base *knowledge.Base, lang string) error {
	p := &page{lang: lang, base: base}
	p.line(0, p.fill("reading.patient", "id", cmp.Or(r.ID, "–"), "what", cmp.Or(r.File, r.Source)))
	p.pregnancies(r)
	for _, g := range r.Groups {
		p.heading("reading.part."+g.Part, len(g.Facts))
		for _, f := range g.Facts {
			p.line(2, at(f.Says, f.Source))
		}
	}
	p.issues("reading.textOnly", r.TextOnly)
	p.issues("reading.issues", r.Issues)
	p.asides(r.SetAside)
	p.unknown(r.Unknown)
	p.types(r.Types)
	return p.writeTo(w)
}

func (p *page) pregnancies(r *Record) {
	if !r.Obstetric {
		p.line(0, "")
		p.line(0, p.say("reading.noObstetric"))
		return
	}
	p.heading("reading.part.pregnancies", len(r.Pregnancies))
	for _, g := range r.Pregnancies {
		p.line(2, strconv.Itoa(g.Number)+"  "+g.Says)
		for _, f := range g.Details {
			p.line(5, at(f.Says, f.Source))
		}
		for _, e := range g.Merged {
			p.line(5, p.fill("reading.evidence", "id", p.few(e.Sources), "what", e.Says, "why", e.Why))
		}
	}
	if !r.Complete {
		p.line(2, p.say("pregnancies.more"))
	}
}

// few lists places, not more than a line can hold.
func (p *page) few(sources []string) string {
	const most = 3
	n := len(sources)
	if n <= most {
		return strings.Join(sources, p.say("list.comma"))
	}
	return p.fill("reading.many", "n", strconv.Itoa(n)) + strings.Join(sources[:most-1], p.say("list.comma")) + p.say("list.comma") + p.fill("reading.more", "n", strconv.Itoa(n-most+1))
}

func (p *page) issues(key string, issues []Issue) {
	if len(issues) == 0 {
		return
	}
	p.heading(key, len(issues))
	for _, i := range issues {
		p.line(2, at(i.Text, i.Source))
	}
}

func (p *page) asides(asides []Aside) {
	if len(asides) == 0 {
		return
	}
	p.heading("reading.setAside", len(asides))
	for _, a := range asides {
		says := a.Says
		if a.Detail != "" {
			says += p.fill("bracket", "what", a.Detail)
		}
		if a.What != "" {
			says += p.say("reading.is") + a.What
		}
		p.line(2, at(says, a.Source))
	}
}

func (p *page) unknown(codes []Unknown) {
	if len(codes) == 0 {
		return
	}
	p.heading("reading.unknown", len(codes))
	for _, u := range codes {
		code := strings.TrimSpace(strings.TrimSpace(u.System+" "+u.Code) + "  " + u.Text)
		p.line(2, at(strconv.Itoa(u.Count)+" ×  "+p.say("matters."+u.Matters)+"  "+code, u.Example))
	}
}

// types writes the table of resources.
func (p *page) types(types []TypeOfEntry) {
	if len(types) == 0 {
		return
	}
	p.line(0, "")
	p.line(0, p.say("reading.types"))
	rows := [][]string{{p.say("reading.type"), p.say("reading.total"), p.say("reading.read"), p.say("reading.aside"), p.say("reading.notUnderstood"), p.say("reading.other")}}
	for _, t := range types {
		row := []string{t.Type}
		for _, n := range []int{t.Total, t.Read, t.SetAside, t.NotUnderstood, t.Other} {
			row = append(row, strconv.Itoa(n))
		}
		rows = append(rows, row)
	}
	p.table(rows)
}

var columns = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

// table writes rows in columns, the first to the left and numbers to the right.
func (p *page) table(rows [][]string) {
	widest := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widest[i] = max(widest[i], columns.StringWidth(cell))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			gap := strings.Repeat(" ", widest[i]-columns.StringWidth(cell))
			if i == 0 {
				line.WriteString(cell + gap)
			} else {
				line.WriteString("  " + gap + cell)
			}
		}
		p.line(2, line.String())
	}
}

// WriteText shows the total.
func (t *Total) WriteText(w io.Writer, base *knowledge.Base, lang string) error {
	t.finish()
	p := &page{lang: lang, base: base}
	n := strconv.Itoa
	p.line(0, p.say("reading.summary"))
	p.line(2, p.fill("reading.sum.patients", "n", n(t.Patients), "1", n(t.Women), "2", n(t.Men), "what", n(t.OtherGender)))
	p.line(2, p.fill("reading.sum.obstetric", "n", n(t.Obstetric), "1", n(t.Recurrent)))
	p.line(2, p.fill("reading.sum.pregnancies", "n", n(t.Pregnancies), "1", n(t.Losses), "list", p.outcomes(t.Outcomes)))
	p.line(2, p.fill("reading.sum.facts", "n", n(t.Results), "1", n(t.Facts)))
	p.line(2, p.fill("reading.sum.doubts", "n", n(t.Issues), "1", n(t.TextOnly)))
	if len(t.SetAside) > 0 {
		p.heading("reading.setAside", sum(t.SetAside))
		for _, why := range slices.Sorted(maps.Keys(t.SetAside)) {
			p.line(2, n(t.SetAside[why])+" ×  "+p.say("aside."+why))
		}
	}
	p.unknown(t.NotUnderstood)
	p.types(t.Types)
	return p.writeTo(w)
}

func (p *page) outcomes(counts map[string]int) string {
	var parts []string
	for _, o := range slices.Sorted(maps.Keys(counts)) {
		name := p.say("pregnancy.outcome.unknown")
		if o != "" {
			name = words.Value(p.base, p.lang, o)
		}
		parts = append(parts, name+" "+strconv.Itoa(counts[o]))
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, p.say("list.comma"))
}

func sum(counts map[string]int) (n int) {
	for _, c := range counts {
		n += c
	}
	return n
}

func (p *page) writeTo(w io.Writer) error {
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("write the reading: %w", err)
	}
	return nil
}

// WriteJSON writes a reading or a total as one line.
func WriteJSON(w io.Writer, v any) error {
	if t, ok := v.(*Total); ok {
		v = t.finish()
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return fmt.Errorf("write the reading: %w", err)
	}
	return nil
}
