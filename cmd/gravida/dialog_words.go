package main

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/view/text"
	"github.com/gravida-health/gravida/view/words"
)

// longList is a list in which nobody wants to look for a number, and screen one
// that does not fit on a screen.
const longList, screen = 12, 24

// put shows a field: what is asked, its options with their numbers, how to answer,
// and what was said before.
func (d *dialog) put(p *interview.Page, f *interview.Field, before []string) {
	if i := slices.IndexFunc(p.Fields, func(x interview.Field) bool { return x.Name == f.Name }); f.Group.En != "" && (i <= 0 || p.Fields[i-1].Group != f.Group) {
		d.line("")
		d.paragraph(2, 2, words.Sentence(f.Group.In(d.lang)))
	}
	if f.Label != p.Ask {
		label := f.Label.In(d.lang)
		if f.Unit.En != "" {
			label += words.In(d.lang, "list.dot") + f.Unit.In(d.lang)
		}
		d.paragraph(2, 2, words.Sentence(label))
	}
	if f.Help.En != "" && f.Help != p.Help {
		d.paragraph(4, 4, f.Help.In(d.lang))
	}
	all := make([]int, len(f.Options))
	for i := range all {
		all[i] = i
	}
	d.options(f, all)
	if len(before) > 0 {
		d.paragraph(2, 2, words.Fill(d.lang, "talk.now", "said", f.InWords(d.lang, before)))
	}
	d.how(f)
}

// how says what is accepted.
func (d *dialog) how(f *interview.Field) {
	how := "talk." + string(f.Kind)
	if len(f.Options) > longList {
		how += ".named"
	}
	d.paragraph(2, 2, words.Fill(d.lang, "talk.hint", "how", words.In(d.lang, how)))
}

// options lists some options of a field with their numbers: one a line, or in a
// paragraph for each kind where that would be more than a screen.
func (d *dialog) options(f *interview.Field, which []int) {
	var flowing []string
	flow := func(heading string) {
		if len(flowing) > 0 {
			if heading != "" {
				heading += words.In(d.lang, "reading.is")
			}
			d.paragraph(4, 4, heading+strings.Join(flowing, words.In(d.lang, "list.dot")))
		}
		flowing = nil
	}
	heading := ""
	for _, i := range which {
		o := f.Options[i]
		if kind := o.Group.In(d.lang); kind != heading {
			flow(heading)
			heading = kind
		}
		label := o.Label.In(d.lang)
		if o.Label.En != o.Label.Zh { // a unit is written as it is
			label = words.Sentence(label)
		}
		number := strconv.Itoa(i + 1)
		if len(which) > screen {
			flowing = append(flowing, number+"\u00a0"+label)
			continue
		}
		if o.Help.En != "" {
			label += words.In(d.lang, "list.dot") + o.Help.In(d.lang)
		}
		d.paragraph(6-len(number), 8, number+"\u00a0\u00a0"+label)
	}
	flow(heading)
}

// check shows her answers before the report, and gives the page to go back to;
// "" for none.
func (d *dialog) check() (page string, m move) {
	said := d.talk.Said(d.state)
	d.say(words.In(d.lang, "talk.enough"))
	for i, p := range said {
		a, _ := d.state.Answer(p.ID)
		number := strconv.Itoa(i + 1)
		for j, told := range d.talk.Told(p, a) {
			var parts []string
			for _, says := range told.Says {
				parts = append(parts, says.In(d.lang))
			}
			if len(parts) == 0 {
				parts = []string{words.In(d.lang, "talk.open")}
			}
			indent, head := 4-len(number), number+"\u00a0\u00a0"
			if j > 0 { // another pregnancy of the same page
				indent, head = 6, ""
			}
			d.paragraph(indent, 6, head+words.Fill(d.lang, "talk.said", "ask", words.Sentence(told.About.In(d.lang)),
				"said", strings.Join(parts, words.In(d.lang, "list.dot"))))
		}
	}
	for {
		d.paragraph(0, 0, words.Fill(d.lang, "talk.hint", "how", words.In(d.lang, "talk.change")))
		typed, m := d.read()
		if m == left || typed == "" || spoken[strings.ToLower(typed)] == stop {
			return "", onward
		}
		if n, err := strconv.Atoi(plainDigits.Replace(typed)); err == nil && n >= 1 && n <= len(said) {
			return said[n-1].ID, onward
		}
		d.paragraph(2, 2, words.In(d.lang, "talk.noSuch"))
	}
}

// say is a paragraph with room before it.
func (d *dialog) say(message string) {
	d.line("")
	d.paragraph(0, 0, message)
}

func (d *dialog) paragraph(indent, hang int, message string) {
	d.wrote(text.Paragraph(d.out, indent, hang, message))
}

func (d *dialog) line(message string) {
	_, err := io.WriteString(d.out, message+"\n")
	d.wrote(err)
}

func (d *dialog) prompt() {
	_, err := io.WriteString(d.out, "> ")
	d.wrote(err)
}

// wrote remembers that the terminal is gone: then nobody answers any more.
func (d *dialog) wrote(err error) {
	if err != nil && d.writing == nil {
		d.writing = err
	}
}
