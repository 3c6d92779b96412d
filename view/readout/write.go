package readout

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
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
	return text + "  [" + short(source) + "]"
}

// short leaves the file out of a place where the file is named after the
// resource, as in a folder with a file for each.
func short(source string) string {
	resource, file, _ := strings.Cut(source, ":")
	if _, id, ok := strings.Cut(resource, "/"); ok && id != "" && strings.Contains(file, id) {
		return resource
	}
	return source
}

func (p *page) heading(key string, n int) {
	p.line(0, "")
	p.line(0, p.fill("reading.counted", "what", p.say(key), "n", strconv.Itoa(n)))
}

// WriteText shows the reading of one record.
func WriteText(w io.Writer, r *Record, base *knowledge.Base, lang string) error {
	p := &page{lang: lang, base: base}
	p.line(0, p.fill("reading.patient", "id", cmp.Or(r.ID, "–"), "what", cmp.Or(r.File, short(r.Source))))
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
	p.unknown("reading.unknown", r.Unknown)
	p.howTo(r.Unknown)
	p.unknown("reading.leftOut", r.LeftOut)
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
func (p *page) few(places []string) string {
	sources := slices.Clone(places)
	const most = 3
	n := len(sources)
	for i := range sources {
		sources[i] = short(sources[i])
	}
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
	var lines []string
	places := map[string][]string{}
	for _, a := range asides {
		says := a.Says
		if a.Detail != "" {
			says += p.fill("bracket", "what", a.Detail)
		}
		if a.What != "" {
			says += p.say("reading.is") + a.What
		}
		if places[says] == nil {
			lines = append(lines, says)
		}
		places[says] = append(places[says], a.Source)
	}
	for _, says := range lines {
		p.line(2, at(says, p.few(places[says])))
	}
}

// most is how many of a long list a text shows; the JSON holds all.
const most = 25

// more says how many are not shown.
func (p *page) more(n int) {
	if n > most {
		p.line(2, p.fill("reading.notShown", "n", strconv.Itoa(n-most)))
	}
}

func (p *page) unknown(key string, codes []Unknown) {
	if len(codes) == 0 {
		return
	}
	p.heading(key, len(codes))
	for _, u := range codes[:min(len(codes), most)] {
		says := []string{p.times(u.Count)}
		if u.Matters != "" {
			says = append(says, p.say("matters."+u.Matters))
		}
		if code := strings.TrimSpace(u.System + " " + u.Code); code != "" {
			says = append(says, code)
		}
		says = append(says, cmp.Or(u.Text, "–"))
		if u.Suggested != "" {
			says = append(says, p.fill("reading.suggested", "what", u.Suggested))
		}
		p.line(2, at(strings.Join(says, "  "), u.Example))
	}
	p.more(len(codes))
}

func (p *page) times(n int) string { return strconv.Itoa(n) + " ×" }

// howTo says what to do about codes that were not understood, with a row to
// begin with.
func (p *page) howTo(codes []Unknown) {
	if len(codes) == 0 {
		return
	}
	p.line(2, "")
	p.line(2, p.say("reading.howTo"))
	p.line(4, "gravida read --format codes … > codes.tsv")
	p.line(4, strings.ReplaceAll(row(codes[0]), "\t", " | "))
	p.line(4, "gravida read --codes codes.tsv …")
}

// types writes the table of resources.
func (p *page) types(types []TypeOfEntry) {
	if len(types) == 0 {
		return
	}
	p.line(0, "")
	p.line(0, p.say("reading.types"))
	rows := [][]string{{p.say("reading.type"), p.say("reading.total"), p.say("reading.read"), p.say("reading.aside"), p.say("reading.notUnderstood"), p.say("reading.other"), p.say("reading.notHers")}}
	sum := TypeOfEntry{Type: p.say("reading.all")}
	for _, t := range types {
		rows = append(rows, counts(t))
		sum.add(t)
	}
	if len(types) > 1 {
		rows = append(rows, counts(sum))
	}
	p.table(rows)
}

func counts(t TypeOfEntry) []string {
	row := []string{t.Type}
	for _, n := range []int{t.Total, t.Read, t.SetAside, t.NotUnderstood, t.Other, t.NotHers} {
		row = append(row, strconv.Itoa(n))
	}
	return row
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
