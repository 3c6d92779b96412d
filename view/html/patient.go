package html

import (
	"cmp"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Patient shows the report she reads, and the one sheet of paper she carries: her
// questions answered for her, dangers first.
func Patient(w io.Writer, a *assessment.Assessment, o Options) error {
	p := report{about: newAbout(a, "patient one-page", o, "report")}
	p.Now, p.cites = o.Links.Patient, true
	p.Title = p.say("report.title")
	p.Flags = p.flags()
	p.Plan = p.plan()
	asked := false
	for _, i := range p.order() {
		p.Replies = append(p.Replies, p.reply(&a.Replies[i]))
		if a.Replies[i].ID == where {
			p.Replies, asked = append(p.Replies, p.next()...), true
		}
	}
	if !asked {
		p.Replies = append(p.Replies, p.next()...)
	}
	p.Hundred = p.hundredWomen()
	p.Sheet = p.sheet()
	return write(w, "patient", &p)
}

// report is the patient's page.
type report struct {
	about
	Flags    []flag
	Plan     plan
	Replies  []reply
	Remedies []remedy
	Hundred  *women
	drawn    string // the number of the picture, in words
	Sheet    sheet
}

// order is that of her questions; in an emergency where to go comes before what it was.
func (p *report) order() (order []int) {
	for i := range p.a.Replies {
		order = append(order, i)
	}
	if p.Emergency() {
		slices.SortStableFunc(order, func(i, j int) int {
			return cmp.Compare(slices.Index(firstThen, p.a.Replies[j].ID), slices.Index(firstThen, p.a.Replies[i].ID))
		})
	}
	return order
}

// firstThen are the questions that are answered first in an emergency, the first last.
var firstThen = []string{"tell-your-doctor", where}

// where is the question which department she goes to. What is done there follows it.
const where = "where"

// next are the tests and the treatments, each a question of its own.
func (p *report) next() (list []reply) {
	if len(p.Plan.Visits) > 0 {
		list = append(list, reply{ID: "plan", Asks: p.say("report.plan")})
	}
	if p.Remedies = p.remedies(); len(p.Remedies) > 0 {
		list = append(list, reply{ID: "treatments", Asks: p.say("report.treatments")})
	}
	return list
}

// NoDoor reports that no department is named, where she reads what to bring.
func (p *report) NoDoor() bool { return len(p.a.Departments) == 0 }

// reply is one of her questions with its answer; where there is a short one, it
// stands alone.
type reply struct {
	ID, Asks, Short string
	Lines           []part
	More            []part // numbers beside the one that is drawn
	Doors           []door
	Bring           []string
	Behind          opened
}

// part is one paragraph; what it is about stands before the first colon.
type part struct{ Lead, Text string }

// door is one department, how soon and why.
type door struct{ Name, Class, Soon, Why string }

func (p *report) reply(q *assessment.Reply) reply {
	r := reply{ID: q.ID, Asks: q.Asks}
	var ids []assessment.StatementID
	for _, line := range q.Lines {
		ids = append(ids, line.Statements...)
	}
	switch {
	case q.ID == where && len(p.a.Departments) > 0:
		r.Short = p.fill("report.first", "where", p.department(p.a.Departments[0].ID))
		r.Doors = p.doors()
		r.Bring = p.Plan.Bring
	default:
		for i, line := range q.Lines {
			if i == 0 && q.ID == "recurrent" && len([]rune(line.Text)) < longAnswer {
				r.Short = line.Text
				continue
			}
			r.Lines = append(r.Lines, p.part(line.Text))
		}
	}
	if q.ID == "prevent" {
		p.foldNumbers(&r, q)
	}
	r.Behind = p.open(ids...)
	return r
}

// foldNumbers leaves one number open, the one that is drawn, and folds the others: side by
// side they would be compared, and they count different things.
func (p *report) foldNumbers(r *reply, q *assessment.Reply) {
	from := slices.IndexFunc(r.Lines, func(l part) bool { return l.Text == p.say("reply.prevent.outlook") })
	if from < 0 || p.a.Picture == nil {
		return
	}
	drawn := p.a.Prognosis[slices.IndexFunc(p.a.Prognosis, func(m assessment.Prognosis) bool { return m.Model == p.a.Picture.Model })].Statement
	r.More = slices.Clone(r.Lines[from:])
	r.Lines = r.Lines[:from]
	lines := q.Lines[len(q.Lines)-len(r.More):]
	for i := len(lines) - 1; i >= 0; i-- {
		if slices.Contains(lines[i].Statements, drawn) {
			p.drawn = lines[i].Text // with whose number it is
			r.More = slices.Delete(r.More, i, i+1)
		}
	}
	if len(r.More) == 1 { // only what introduces them
		r.More = nil
	}
}

// longAnswer is more than fits a line that stands alone.
const longAnswer = 160

// longLead is more than a name.
const longLead = 60

// part sets the name before the first colon apart, so that a reader can run down
// the names.
func (p *report) part(text string) part {
	colon := strings.TrimSpace(p.say("clause"))
	if i := strings.Index(text, colon); i > 0 && len([]rune(text[:i])) <= longLead && !strings.ContainsAny(text[:i], ".。？?") {
		return part{text[:i], strings.TrimSpace(text[i+len(colon):])}
	}
	return part{Text: text}
}

func (p *report) doors() (doors []door) {
	for _, d := range p.a.Departments {
		var why []string
		for _, id := range d.Because {
			why = append(why, p.a.Statement(id).Text)
		}
		doors = append(doors, door{words.Sentence(p.department(d.ID)), urgencyClass(d.Urgency), p.say("urgency." + d.Urgency), strings.Join(why, " ")})
	}
	return doors
}

// remedies are the treatments and how guidelines stand to them for her, what is
// not for her first among what she asks about.
func (p *report) remedies() (list []remedy) {
	for _, t := range p.asked() {
		standing := p.a.Standing(t)
		r := remedy{line: line{Name: words.Sentence(p.treated(t))}, Forbidden: len(t.Forbidden) > 0, Cautions: t.Cautions}
		switch {
		case r.Forbidden:
			r.Glyph, r.Class, r.Word = "against", "against", p.say("treatment.forbidden")
		case standing == nil:
			r.Glyph, r.Class, r.Word = "unknown", "unknown", p.say("report.undecided")
			if i := slices.IndexFunc(t.Open, func(o assessment.Open) bool { return o.Guideline == p.a.Leading }); i >= 0 {
				r.Text = p.fill("report.waits", "list", words.Some(p.Lang, words.Facts(p.base, p.Lang, t.Open[i].Missing)))
			}
		default:
			r.Glyph, r.Class, r.Word = standing.Direction, standing.Direction, p.say("report.direction."+standing.Direction)
			if standing.Direction != knowledge.Silent {
				r.Text = p.guideline(standing.Guideline)
				if t := tag(standing.Read); t != "" {
					r.Text += p.say("list.comma") + p.say("tag."+t)
				}
			}
		}
		list = append(list, r)
	}
	return list
}

// women are a hundred circles: surely, perhaps and not.
type women struct {
	Text    string
	Means   string // whether it is an average
	Key     string // the word for the signs that are drawn
	Circles []circle
}

type circle struct {
	X, Y  int
	Class string
}

// Signs are warning signs, each for a line of its own.
func (p *report) Signs(key string) (signs []string) {
	sentence := strings.TrimSuffix(p.say(key), p.say("stop"))
	for _, sign := range strings.Split(sentence, p.say("list.semicolon")) {
		signs = append(signs, words.Sentence(sign))
	}
	return signs
}

// Alarms are the signs with which she gets help at once; those of a pregnancy only where
// she is, or may be, pregnant.
func (p *report) Alarms() []string {
	signs := p.Signs("report.alarm.signs")
	if s := p.a.Subject().Status.Pregnant; s.Known && !s.Value {
		return signs
	}
	return append(signs, p.Signs("report.alarm.signs.pregnant")...)
}

// Alarm is the same in one sentence, for the paper and where the list would be long.
func (p *report) Alarm() string {
	signs := p.Alarms()
	for i := range signs[1:] {
		signs[i+1] = lower(signs[i+1])
	}
	return strings.Join(signs, p.say("list.semicolon")) + p.say("stop")
}

// lower undoes what Sentence does to a word.
func lower(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// Kind is what she reads first where no danger is known and none is open.
func (p *report) Kind() string {
	n := &p.a.Pattern
	for _, count := range []*int{n.Losses, n.Stillbirths, n.NeonatalDeaths, n.Biochemical, n.Ectopic, n.Molar, n.UnknownLocation} {
		if count != nil && *count > 0 {
			return p.say("report.kind")
		}
	}
	return p.say("report.kind.plain")
}

// Whose is what is known of whose report it is: her name in the record, the day, her age,
// whether she is pregnant. What is not known is asked for further down.
func (p *report) Whose() string {
	who := p.a.Subject()
	var parts []string
	if name := words.Clean(p.a.Case); strings.TrimSpace(name) != "" {
		parts = append(parts, name)
	}
	parts = append(parts, p.AsOf())
	if age := p.Age(); age != p.say("who.ageUnknown") {
		parts = append(parts, age)
	}
	if who.Status.Pregnant.Known {
		parts = append(parts, p.Pregnant())
	}
	return strings.Join(parts, p.say("list.dot"))
}

// hundredWomen pictures the number that the assessment chose for it.
func (p *report) hundredWomen() *women {
	chosen := p.a.Picture
	if chosen == nil {
		return nil
	}
	best := &p.a.Prognosis[slices.IndexFunc(p.a.Prognosis, func(m assessment.Prognosis) bool { return m.Model == chosen.Model })]
	var low, high float64
	switch {
	case best.Range != nil:
		low, high = best.Range.Least, best.Range.Most
	case best.Low != nil && best.High != nil:
		low, high = *best.Low, *best.High
	default:
		low, high = *best.Value, *best.Value
	}
	means := p.say("report.hundred.average")
	if chosen.Own {
		means = p.say("report.hundred.own")
	}
	w := &women{Text: cmp.Or(p.drawn, best.Text), Means: means, Key: "report.hundred.full"}
	if math.Round(high*100) > math.Round(low*100) {
		w.Key = "report.hundred.may"
	}
	for i := range 100 {
		c := circle{X: i%20*12 + 6, Y: i/20*12 + 6, Class: "h-no"}
		switch {
		case i < int(math.Round(low*100)):
			c.Class = "h-yes"
		case i < int(math.Round(high*100)):
			c.Class = "h-may"
		}
		w.Circles = append(w.Circles, c)
	}
	return w
}

// InShort is the report in a few lines.
func (p *report) InShort() (lines []string) {
	for _, r := range p.Replies {
		if r.ID == "recurrent" && r.Short != "" {
			lines = append(lines, r.Short)
		}
	}
	for _, x := range []struct{ status, key string }{{knowledge.Established, "report.found"}, {knowledge.Suspected, "report.suspected"}} {
		if names := p.causesOf(x.status); len(names) > 0 {
			lines = append(lines, p.fill(x.key, "list", strings.Join(names, p.say("list.names"))))
		}
	}
	if len(p.a.Departments) > 0 {
		d := p.a.Departments[0]
		lines = append(lines, p.fill("report.first", "where", p.department(d.ID)+p.bracket(p.say("urgency."+d.Urgency))))
	}
	if p.Emergency() { // where to go comes first, and nothing else is for today
		last := max(0, len(lines)-1)
		return append(slices.Clone(lines[last:]), lines[:last]...)
	}
	if talked := p.talked(); talked != "" {
		lines = append(lines, talked)
	}
	if len(p.a.Departments) == 0 && len(p.a.Questions) > 0 {
		lines = append(lines, p.say("reply.door.unsure"))
	}
	return append(lines, p.plainly()...)
}

// talked names the treatments for what she has that are worth talking about, and who is
// for each.
func (p *report) talked() string {
	var names []string
	for _, t := range p.a.Talked() {
		notes := []string{words.ShortNameOfSource(p.base, p.Lang, t.Body)}
		if t.Of.Taken {
			notes = append(notes, p.say("treatment.taken"))
		}
		names = append(names, p.treatment(t.Of.ID)+p.bracket(strings.Join(notes, p.say("list.semicolon"))))
	}
	if len(names) == 0 {
		return ""
	}
	return p.fill("report.talk", "list", strings.Join(names, p.say("list.names")))
}

// causesOf names the causes of one status that can explain losses.
func (p *report) causesOf(status string) (names []string) {
	for i := range p.a.Causes {
		if c := &p.a.Causes[i]; c.Status == status && !p.base.Cause(c.ID).Risk {
			names = append(names, p.cause(c.ID))
		}
	}
	return names
}
