package main

import (
	"bufio"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/interview"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/text"
	"github.com/gravida-health/gravida/view/words"
)

// Rules of this dialog: one question at a time, and nothing is asked that cannot
// be left open; a danger is shown the moment it is known; nothing she typed is
// lost by a mistake; what ends it, she is told.

// dialog is an interview in a terminal.
type dialog struct {
	talk        *interview.Interview
	state       interview.State
	lang        string
	out         io.Writer
	lines       <-chan string // closed at the end of the input
	interrupted <-chan os.Signal
	half        string               // the page at which she broke off; empty where she did not
	flagged     []assessment.RedFlag // the dangers she was told of
	places      func()               // asks where she is treated; nil where a flag says it
	setting     *string              // where she is treated, by a flag or her answer; empty where the record says it
	ready       bool                 // she was told that she may have her report
	writing     error                // the terminal is gone
}

// longestLine is more than anybody types on one line.
const longestLine = 1 << 16

// typed reads the input in a goroutine of its own, so that an interrupt is heard
// while nobody types.
func typed(in io.Reader) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		if in == nil {
			return
		}
		reader := bufio.NewReaderSize(in, longestLine)
		for {
			line, more, err := reader.ReadLine()
			text := strings.TrimSpace(strings.ToValidUTF8(string(line), "�"))
			for more && err == nil { // the rest of a line that is far too long
				_, more, err = reader.ReadLine()
			}
			if err != nil {
				return
			}
			out <- text
		}
	}()
	return out
}

// move is what she wants next.
type move int

const (
	onward   move = iota // the next question
	back                 // the one before
	skipPage             // the next page
	stop                 // her report, now
	left                 // she is gone: an interrupt, or the end of the input
)

// spoken are the words that move; each may be typed in either language.
var spoken = map[string]move{
	"<": back, "back": back, "b": back, "返回": back, "《": back,
	"skip": skipPage, "s": skipPage, "跳过": skipPage,
	"stop": stop, "q": stop, "quit": stop, "结束": stop,
}

// whyWords ask why something is asked.
var whyWords = []string{"?", "？", "why", "为什么"}

// hold asks until nothing more can change the answer, or she ends it. It gives the
// assessment of all that was said.
func (d *dialog) hold() (*assessment.Assessment, error) {
	d.open()
	if d.places != nil {
		d.places()
	}
	var step interview.Step
	for asked := 1; ; asked++ {
		var err error
		if step, err = d.talk.Next(d.state); err != nil {
			return nil, err
		}
		d.warn(step.Assessment)
		page, head := step.Page, d.head(asked, step.Left)
		if step.Ready && page != nil && !d.ready {
			d.say(words.In(d.lang, "talk.ready"))
			d.ready = true
		}
		if page == nil {
			change, m := d.check()
			if m != onward || change == "" {
				break
			}
			page, _ = d.talk.Page(d.state, change)
			head = ""
		}
		m := d.page(page, head)
		for m == back {
			page = d.before(page)
			m = d.page(page, "")
		}
		if m == stop || m == left {
			if m == left {
				d.half = page.ID
			}
			if step, err = d.talk.Next(d.state); err != nil {
				return nil, err
			}
			d.warn(step.Assessment)
			break
		}
		if d.writing != nil {
			return nil, d.writing
		}
	}
	return step.Assessment, d.writing
}

func (d *dialog) open() {
	for _, key := range []string{"talk.begin", "talk.emergency", "talk.private", "talk.keys"} {
		d.say(words.In(d.lang, key))
	}
	if d.state.From != nil {
		d.say(words.In(d.lang, "talk.resumed"))
	}
}

// head says where she is, without a countdown.
func (d *dialog) head(asked, more int) string {
	if more <= 1 {
		return strconv.Itoa(asked) + " · " + words.In(d.lang, "talk.last")
	}
	return strconv.Itoa(asked) + " · " + words.Fill(d.lang, "talk.left", "n", strconv.Itoa(more-1))
}

// warn shows dangers that were not known before, before anything else is asked.
func (d *dialog) warn(a *assessment.Assessment) {
	var news []assessment.RedFlag
	urgent := false
	for _, flag := range a.RedFlags {
		known := func(f assessment.RedFlag) bool { return f.ID == flag.ID && f.Act == flag.Act }
		if !slices.ContainsFunc(d.flagged, known) {
			news = append(news, flag)
			urgent = urgent || flag.Urgency == "emergency"
		}
	}
	d.flagged = a.RedFlags // one that comes back is shown again
	if len(news) == 0 {
		return
	}
	d.say(words.In(d.lang, "talk.danger"))
	d.wrote(text.Flags(d.out, a, news, text.Options{}))
	if urgent {
		d.say(words.In(d.lang, "talk.goOn"))
	}
}

// before is the page that was answered before this one; this one, when it is the
// first.
func (d *dialog) before(page *interview.Page) *interview.Page {
	said := d.talk.Said(d.state)
	at := slices.IndexFunc(said, func(p *interview.Page) bool { return p.ID == page.ID })
	if at < 0 {
		at = len(said)
	}
	if at == 0 {
		d.say(words.In(d.lang, "talk.first"))
		return page
	}
	return said[at-1]
}

// page asks the fields of a page one after another, until they are an answer that
// fits with all that was said.
func (d *dialog) page(p *interview.Page, head string) move {
	d.line("")
	if head != "" {
		d.paragraph(0, 0, head)
	}
	d.paragraph(0, 0, words.Sentence(p.Ask.In(d.lang)))
	if p.Help.En != "" {
		d.paragraph(2, 2, p.Help.In(d.lang))
	}
	values := map[string][]string{}
	if before, ok := d.state.Answer(p.ID); ok {
		for field, v := range before.Values {
			values[field] = slices.Clone(v)
		}
	}
	var reminded []string // the units that a number needs
	for i := 0; ; {
		m := d.fields(p, values, i)
		if m == back || m == left && !d.worth(values) {
			return m
		}
		after, mistakes := d.talk.Give(d.state, interview.Answer{Page: p.ID, Values: values})
		if len(mistakes) == 0 {
			d.state = after
			return m
		}
		if m == stop || m == left { // what does not fit is left out
			return m
		}
		if m == skipPage { // she leaves the page as it was
			if _, answered := d.state.Answer(p.ID); !answered {
				d.state = d.state.With(interview.Answer{Page: p.ID})
			}
			return m
		}
		field := mistakes[0].Field
		noUnit := len(mistakes) == 1 && strings.HasSuffix(field, ".unit") && len(values[field]) == 0
		if noUnit && slices.Contains(reminded, field) { // she has left it open again
			values[field], i = []string{interview.Unsure}, len(p.Fields)
			continue
		}
		if noUnit {
			reminded = append(reminded, field)
		}
		i = d.explain(p, mistakes, values)
	}
}

// worth reports whether anything was said.
func (d *dialog) worth(values map[string][]string) bool {
	for _, v := range values {
		if len(v) > 0 {
			return true
		}
	}
	return false
}

// fields asks each field from the given one on.
func (d *dialog) fields(p *interview.Page, values map[string][]string, from int) move {
	for i := from; i < len(p.Fields); {
		f := &p.Fields[i]
		if !f.Asked(values) {
			i++
			continue
		}
		switch m := d.field(p, f, values); m {
		case onward:
			i++
		case back:
			for i--; i >= 0 && !p.Fields[i].Asked(values); i-- {
			}
			if i < 0 {
				return back
			}
		default:
			return m
		}
	}
	return onward
}

// explain says what does not fit, and gives the field to begin with again.
func (d *dialog) explain(p *interview.Page, mistakes interview.Mistakes, values map[string][]string) (field int) {
	field = len(p.Fields)
	for _, m := range mistakes {
		d.paragraph(2, 2, m.Says.In(d.lang))
		if other, ok := d.talk.Page(d.state, m.With); ok {
			d.paragraph(2, 2, words.Fill(d.lang, "talk.with", "page", other.Ask.In(d.lang)))
		}
		i := slices.IndexFunc(p.Fields, func(f interview.Field) bool { return f.Name == m.Field })
		field = min(field, max(i, 0))
	}
	return field
}

// field asks one thing, until it gets an answer or a move.
func (d *dialog) field(p *interview.Page, f *interview.Field, values map[string][]string) move {
	d.put(p, f, values[f.Name])
	for {
		typed, m := d.read()
		if m != onward {
			return m
		}
		word := strings.ToLower(typed)
		if m, ok := spoken[word]; ok {
			return m
		}
		switch {
		case slices.Contains(whyWords, word):
			d.paragraph(2, 2, p.Why.In(d.lang))
			continue
		case typed == "": // leave it as it is
			return onward
		case typed == "-" && len(values[f.Name]) > 0:
			delete(values, f.Name)
			return onward
		case slices.Contains(unsureWords, word) && !slices.ContainsFunc(f.Options, func(o interview.Option) bool { return o.Value == interview.Unsure }):
			delete(values, f.Name) // left open
			return onward
		}
		if f.Kind == interview.Number && f.Highest > 0 && f.Lowest == 0 && slices.Contains(noWords, word) {
			typed = "0" // none of it
		}
		given, says := d.understood(f, typed)
		if says.En == "" {
			values[f.Name] = given
			return onward
		}
		d.paragraph(2, 2, says.In(d.lang))
		d.how(f)
	}
}

// understood takes what was typed as values of a field: the numbers of its
// options, parts of their names, or plain text. Where a name could be several
// options, it shows them and asks for a number.
func (d *dialog) understood(f *interview.Field, typed string) (values []string, says knowledge.Text) {
	if f.Kind != interview.One && f.Kind != interview.Many {
		return []string{typed}, d.talk.Wrong(f, typed, d.state.AsOf)
	}
	if found := named(f, typed); len(found) == 1 { // a name may have a comma in it
		return []string{f.Options[found[0]].Value}, says
	}
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",;、，；", r) }) {
		pieces := strings.Fields(part)
		if slices.ContainsFunc(pieces, func(w string) bool { return number(w) == 0 }) {
			pieces = []string{strings.TrimSpace(part)} // a name may have spaces in it
		}
		for _, w := range pieces {
			found := named(f, w)
			switch n := number(w); {
			case n > 0 && n <= len(f.Options):
				values = append(values, f.Options[n-1].Value)
			case len(found) == 1:
				values = append(values, f.Options[found[0]].Value)
			case len(found) > 1:
				d.options(f, found)
				return nil, knowledge.Text{En: words.In("en", "talk.which"), Zh: words.In("zh", "talk.which")}
			default:
				return nil, d.talk.Wrong(f, w, d.state.AsOf)
			}
		}
	}
	return values, says
}

// number is the number that a word is; 0 when it is none.
func number(word string) int {
	n, err := strconv.Atoi(plainDigits.Replace(word))
	if err != nil {
		return 0
	}
	return max(n, 0)
}

// Words that say no or none of a list, yes, and that she does not know, in either
// language. They mean that wherever they stand alone: "I do not know" is never the
// answer in whose name it happens to stand.
var (
	noWords     = []string{"no", "n", "nope", "none", "没有", "没有了", "都没有", "没", "没了", "无", "否", "不是"}
	yesWords    = []string{"yes", "y", "yeah", "是", "是的", "有", "有过", "对"}
	unsureWords = []string{"unsure", "not sure", "i'm not sure", "don't know", "dont know", "do not know", "i don't know", "i do not know", "no idea", "不知道", "我不知道", "不清楚", "不确定", "说不清", "说不准", "记不清", "记不清了", "不记得", "不记得了", "忘了", "忘记了"}
)

// named finds options by value, by name, or by a part of a name.
func named(f *interview.Field, word string) (found []int) {
	word = strings.ToLower(word)
	switch refused := slices.Contains(noWords, word); {
	case slices.Contains(unsureWords, word):
		word = interview.Unsure
	case refused && f.Kind == interview.Many:
		word = interview.None
	case refused:
		word = "no"
	case slices.Contains(yesWords, word) && f.Kind == interview.One:
		word = "yes"
	}
	part := utf8.RuneCountInString(word) > 2 || len(word) > 3 // of a name; two letters are in too many
	for i, o := range f.Options {
		names := append([]knowledge.Text{{En: o.Value}, o.Label}, o.Also...)
		for _, name := range names {
			en, zh := strings.ToLower(name.En), strings.ToLower(name.Zh)
			if word == en || word == zh {
				return []int{i}
			}
			saysNo := word == "no" && strings.HasPrefix(en, "no,") // a no that says more
			if (saysNo || part && (strings.Contains(en, word) || strings.Contains(zh, word))) && !slices.Contains(found, i) {
				found = append(found, i)
			}
		}
	}
	return found
}

// plainDigits writes the digits of a Chinese keyboard as plain ones.
var plainDigits = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

// read waits for a line.
func (d *dialog) read() (string, move) {
	d.prompt()
	select {
	case <-d.interrupted:
		d.line("")
		return "", left
	case typed, more := <-d.lines:
		if !more || d.writing != nil {
			d.line("")
			return "", left
		}
		return typed, onward
	}
}

// anything reports whether there is something to keep.
func (d *dialog) anything() bool {
	return d.state.From != nil || slices.ContainsFunc(d.state.Answers, func(a interview.Answer) bool { return d.worth(a.Values) })
}

func (d *dialog) broken() bool { return d.half != "" }
