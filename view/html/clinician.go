package html

import (
	"io"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/assessment"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// Clinician shows the page a clinician reads in a minute: dangers, what is
// established, suspected and missing, what is next; below it everything, each
// statement opening where it stands.
func Clinician(w io.Writer, a *assessment.Assessment, o Options) error {
	return write(w, "clinician", newSummary(a, o))
}

func newSummary(a *assessment.Assessment, o Options) *summary {
	p := &summary{about: newAbout(a, "dense", o, "summary")}
	p.Now = o.Links.Clinician
	p.Title = p.say("page.summary") + p.say("list.dot") + p.Case()
	// What stands higher on the page opens there; so each part is made in the
	// order in which it is read.
	p.Flags = p.flags()
	p.Definitions = p.definitions()
	p.Criteria = p.criteria()
	p.Departments = p.departments()
	p.Plan = p.plan()
	p.Causes = p.causesMap()
	p.Labels = p.labels()
	p.Tests = p.tests()
	p.Treatments = p.treatments()
	p.Prognosis = p.prognosis()
	p.Studies = p.studies()
	p.Advice = p.advice()
	p.Rest = p.rest()
	return p
}

// summary is the clinician's page.
type summary struct {
	about
	Flags       []flag
	Definitions []line
	Criteria    []line
	Departments []line
	Plan        plan
	Tests       []section
	Causes      []causeRow
	Labels      []line
	Treatments  []remedy
	Prognosis   outlook
	Studies     []study
	Advice      []line
	Rest        opened

	fits  *fitted                    // the lists of the summary, once somebody asks
	rowOf map[string]string          // where on the page a treatment's row stands
	rules map[string]*knowledge.Rule // by id, once somebody asks
}

// line is one row: a sign with its word, what it is about, what is said, and
// what stands behind it.
type line struct {
	Glyph, Class, Word string
	Name, Text         string
	Notes              []string
	Because            opened
}

// section is rows under one heading.
type section struct {
	Kind, Glyph, Head string
	Lines             []line
}

// Found are the causes of one status, by name, with where on the page more stands of them
// and which losses they explain.
func (p *summary) Found(statuses ...string) (found []briefName) {
	for i := range p.a.Causes {
		if c := &p.a.Causes[i]; slices.Contains(statuses, p.a.ShownAs(c)) {
			found = append(found, briefName{Name: words.Sentence(p.cause(c.ID)), Careful: p.a.Explains(c), At: "h-causes"})
		}
	}
	return found
}

// mostMissing is how many groups of open facts the summary shows.
const mostMissing = 3

// mostTogether is how many facts are named that decide the same.
const mostTogether = 3

// lacking are facts that nobody gave, and what they would decide.
type lacking struct{ Facts, Decides string }

// Missing are the facts that would change most now, those together that decide the same.
func (p *summary) Missing() (list []lacking) {
	lacks := p.a.Lacking()
	for i := 0; i < len(lacks) && len(list) < p.fitted().missing; {
		decides, j := p.changes(&lacks[i]), i
		var facts []string
		brief := map[string]string{}
		for ; j < len(lacks) && p.changes(&lacks[j]) == decides; j++ {
			facts = append(facts, lacks[j].Fact)
			if b := lacks[j].Brief; b != "" {
				brief[words.Fact(p.base, p.Lang, lacks[j].Fact)] = b
			}
		}
		names := words.Facts(p.base, p.Lang, facts)
		for k, name := range names {
			if b := brief[name]; b != "" {
				names[k] += p.bracket(b)
			}
		}
		if more := len(names) - mostTogether; more > 1 {
			names = append(names[:mostTogether:mostTogether], words.Count(p.Lang, "page.more", more))
		}
		list = append(list, lacking{p.list(names), decides})
		i = j
	}
	return list
}

// changes names what an answer would change now.
func (p *summary) changes(l *assessment.Lack) string {
	switch l.Kind {
	case "danger":
		return p.fill("page.decides", "list", p.say("page.decides.danger"))
	case "treatments", "cautions":
		var names []string
		for _, name := range l.Of[:min(mostDecided, len(l.Of))] {
			bare, _, _ := strings.Cut(name, " (") // its whole name stands among the treatments
			bare, _, _ = strings.Cut(bare, "（")
			names = append(names, bare)
		}
		return p.fill("page.decides."+l.Kind, "list", strings.Join(names, p.say("list.semicolon")))
	}
	return p.decides(&l.Question)
}

// Later are the open facts that no question on the page names.
func (p *summary) Later() (names []string) {
	var facts []string
	for _, q := range assessment.Joined(p.base, p.a.Questions, p.Lang)[min(mostAsked, len(p.Ask())):] {
		facts = append(facts, q.Fact)
	}
	for _, name := range words.Facts(p.base, p.Lang, facts) {
		names = append(names, words.Sentence(name))
	}
	return names
}

// mostDecided is how much of what an answer would decide is named.
const mostDecided = 2

// decides names what an answer would decide, what matters most first: whether it is
// recurrent, a set of criteria, a cause; a treatment, a caution, a test or a department
// only where it decides nothing of these.
func (p *summary) decides(q *assessment.Question) string {
	if p.rules == nil {
		p.rules = map[string]*knowledge.Rule{}
		for _, r := range p.base.Rules {
			p.rules[r.ID] = r
		}
	}
	found := map[string][]string{}
	for _, id := range q.WouldDecide {
		words.Decides(p.base, p.Lang, id, p.rules[id], func(kind, name string) {
			if !slices.Contains(found[kind], name) {
				found[kind] = append(found[kind], name)
			}
		})
	}
	var names []string
	if bodies := found["recurrence"]; len(bodies) > 0 {
		names = append(names, p.fill("page.decides.recurrence", "list", strings.Join(bodies[:min(mostDecided, len(bodies))], p.say("list.and"))))
	}
	if q.Danger { // a danger that hangs on a test besides is no reason to hurry
		names = append(names, p.say("page.decides.danger"))
	}
	own := words.Fact(p.base, p.Lang, q.Fact)
	causes := slices.DeleteFunc(found["causes"], func(name string) bool { return strings.EqualFold(name, own) })
	names = append(append(names, found["criteria"]...), causes...)
	if len(names) == 0 {
		for _, about := range []string{"treatments", "cautions", "tests", "departments"} {
			if list := found[about]; len(list) > 0 {
				return p.fill("page.decides."+about, "list", strings.Join(list[:min(mostDecided, len(list))], p.say("list.semicolon")))
			}
		}
	}
	if len(names) == 0 && len(causes) < len(found["causes"]) { // the diagnosis itself, which nobody has told of
		return p.say("page.decides.itself")
	}
	if len(names) == 0 && len(found["danger"]) > 0 {
		return p.say("page.decides.flag")
	}
	if len(names) == 0 {
		return ""
	}
	return p.fill("page.decides", "list", strings.Join(names[:min(mostDecided, len(names))], p.say("list.semicolon")))
}

// definitions holds the bodies' definitions side by side.
func (p *summary) definitions() (lines []line) {
	for i := range p.a.Recurrence {
		r := &p.a.Recurrence[i]
		l := p.status(r.Status)
		if l.Name = p.guideline(r.Definition); r.Definition == p.a.Leading {
			l.Name += p.bracket(p.say("recurrence.leads"))
		}
		l.Text = p.counted(r)
		if missing := p.missing(r.Missing); missing != "" {
			l.Notes = append(l.Notes, missing)
		}
		l.Because = p.open(r.Statement)
		lines = append(lines, l)
	}
	return lines
}

func (p *summary) status(status string) line {
	return line{Glyph: status, Class: status, Word: words.Sentence(p.say("status." + status))}
}

func (p *summary) counted(r *assessment.Recurrence) string {
	if len(r.Counted) == 0 {
		return p.fill("recurrence.countsNone", "n", itoa(r.Needed))
	}
	return p.fill("recurrence.counts", "list", words.Pregnancies(p.Lang, r.Counted), "n", itoa(r.Needed))
}

// criteria shows each set of diagnostic criteria and how it stands.
func (p *summary) criteria() (lines []line) {
	for i := range p.a.Criteria {
		c := &p.a.Criteria[i]
		l := p.status(c.Status)
		l.Name = words.Sentence(p.base.Criterion(c.ID).Name.In(p.Lang))
		if len(c.NotEvaluable) > 0 {
			l.Notes = append(l.Notes, p.fill("criteria.notEvaluable", "list", strings.Join(words.Facts(p.base, p.Lang, c.NotEvaluable), p.say("list.names"))))
		}
		if missing := p.missing(c.Missing); missing != "" && (!c.Scored || c.HasEntry || c.Begun || c.Status != "unknown") {
			l.Notes = append(l.Notes, missing)
		}
		if score := p.score(c); score != "" {
			l.Text = score
		}
		l.Because = p.open(c.Statement)
		lines = append(lines, l)
	}
	return lines
}

// score is the points by side, where a set of criteria counts points.
func (p *summary) score(c *assessment.Criterion) string {
	if !c.Scored || !c.Begun {
		return ""
	}
	var parts []string
	for _, side := range p.base.Criterion(c.ID).Sides {
		least, most := c.LaboratoryPoints, c.LaboratoryPointsMax
		if side.ID == "clinical" {
			least, most = c.ClinicalPoints, c.ClinicalPointsMax
		}
		if least == nil || most == nil {
			continue
		}
		name := side.Name.In(p.Lang)
		if name == "" {
			name = p.say("criteria." + side.ID)
		}
		points := itoa(*least)
		if *least != *most {
			points = p.fill("criteria.range", "n", itoa(*least), "max", itoa(*most))
		}
		parts = append(parts, p.fill("criteria.points", "side", name, "points", points, "need", itoa(side.Threshold)))
	}
	return words.Sentence(strings.Join(parts, p.say("list.semicolon")))
}

// departments are the doors, in order.
func (p *summary) departments() (lines []line) {
	for _, d := range p.a.Departments {
		lines = append(lines, line{Class: urgencyClass(d.Urgency), Word: p.a.HowSoon(&d), Name: words.Sentence(p.department(d.ID)), Because: p.open(d.Because...)})
	}
	return lines
}

func urgencyClass(urgency string) string {
	switch urgency {
	case "emergency":
		return "stop"
	case "urgent":
		return "today"
	case "soon":
		return "care"
	}
	return ""
}

// advice is what guidelines say about no single test or treatment, by topic.
func (p *summary) advice() (lines []line) {
	at := map[string]int{}
	ids := map[string][]assessment.StatementID{}
	for _, x := range p.a.Advice {
		if _, ok := at[x.Topic]; !ok {
			at[x.Topic] = len(lines)
			lines = append(lines, line{Name: words.Sentence(x.Topic)})
		}
		ids[x.Topic] = append(ids[x.Topic], x.Statement)
	}
	for i := range lines {
		for topic, n := range at {
			if n == i {
				lines[i].Because = p.open(ids[topic]...)
			}
		}
	}
	return lines
}

// labels explains the words on her record that not every place knows.
func (p *summary) labels() (lines []line) {
	for _, l := range p.a.Labels {
		lines = append(lines, line{Name: words.Sentence(p.base.Word(knowledge.Conditions, l.ID).Name.In(p.Lang)), Because: p.open(l.Statements...)})
	}
	return lines
}

// rest opens what no part of the page has needed: nothing is left out.
func (p *summary) rest() opened {
	var ids []assessment.StatementID
	for i := range p.a.Statements {
		if id := p.a.Statements[i].ID; !p.at[id] {
			ids = append(ids, id)
		}
	}
	return p.open(ids...)
}

// Ask are the questions that decide most.
func (p *summary) Ask() (lines []line) {
	asked := assessment.Joined(p.base, p.a.Questions, p.Lang)
	for _, q := range asked[:min(mostAsked, len(asked))] {
		lines = append(lines, line{Text: q.Ask, Word: p.decides(&q)})
	}
	return lines
}

const mostAsked = 8

// Guidelines are those that can lead, with the address of the page they lead.
func (p *summary) Guidelines() (links []Link) {
	if p.Links.Leading == nil {
		return nil
	}
	for _, g := range p.base.Guidelines {
		if !g.Frame {
			links = append(links, Link{p.Links.Leading(g.ID), p.guideline(g.ID), "", g.ID == p.a.Leading})
		}
	}
	return links
}

// Number is the place of a pregnancy, counted from one.
func (p *summary) Number(i int) int { return i + 1 }
