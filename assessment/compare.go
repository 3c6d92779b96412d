package assessment

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Comparison holds the guidelines side by side on one case: where they agree on
// her, where they differ, who is silent, and how sure the reading is.
type Comparison struct {
	Gravida   string      `json:"gravida"` // comparison/1
	Case      string      `json:"case"`
	AsOf      string      `json:"asOf"`
	Lang      string      `json:"lang"`
	Knowledge Edition     `json:"knowledge"`
	Leading   string      `json:"leading"`
	Setting   string      `json:"setting"`
	Columns   []Column    `json:"columns"`
	Questions []Comparand `json:"questions"`
	Of        *Assessment `json:"-"` // what it was made from
}

// Column is a setting: the guideline that leads there, and the other bodies
// heard there.
type Column struct {
	Setting string   `json:"setting"`
	Leading string   `json:"leading"`
	Bodies  []string `json:"bodies"`
}

// Kinds of what is compared.
const (
	OfRecurrence = "recurrence" // is it recurrent, and by which rules
	OfTest       = "test"
	OfTreatment  = "treatment"
)

// How guidelines stand together on one question.
const (
	TogetherAgree  = "agree"  // two or more speak, all the same way
	TogetherDiffer = "differ" // two or more speak, not all the same way
	TogetherAlone  = "alone"  // one speaks
	TogetherOpen   = "open"   // nobody speaks for her yet; what is missing would tell
)

// Comparand is one question put to every guideline.
type Comparand struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	// Together is how they stand; Read the same of those positions only that
	// somebody has read. Where the two are not the same, what differs is hearsay.
	Together string   `json:"together"`
	Read     string   `json:"read"`
	Answers  []Answer `json:"answers"`
	Silent   []string `json:"silent"` // guidelines that say nothing for anybody
}

// Answer is what one guideline says on one question. Stance is a direction; or
// met, not-met, unknown; or a value, for a part of a definition; or "open", while
// it is undecided whether the recommendation is for her; or "not-her", where it
// speaks of other women only.
type Answer struct {
	Guideline string      `json:"guideline"`
	Stance    string      `json:"stance"`
	Direction string      `json:"direction,omitempty"` // of a recommendation that is open
	Text      string      `json:"text,omitempty"`
	Strength  string      `json:"strength,omitempty"`
	Evidence  string      `json:"evidence,omitempty"`
	Ref       string      `json:"ref,omitempty"`
	Read      string      `json:"read"`
	Statement StatementID `json:"statement,omitempty"`
	Missing   []string    `json:"missing,omitempty"`
}

// Stances that are no direction.
const (
	StanceOpen   = "open"
	StanceNotHer = "not-her"
)

// Grouped gathers the questions of a kind that get the same answers from
// everybody; those on which guidelines differ come first, then those on which
// they agree.
func (c *Comparison) Grouped(kind string) (groups [][]*Comparand) {
	place := map[string]int{}
	for _, t := range []string{TogetherDiffer, TogetherAgree, TogetherAlone, TogetherOpen} {
		for i := range c.Questions {
			q := &c.Questions[i]
			if q.Kind != kind || q.Together != t {
				continue
			}
			key := q.key()
			if at, ok := place[key]; ok {
				groups[at] = append(groups[at], q)
				continue
			}
			place[key] = len(groups)
			groups = append(groups, []*Comparand{q})
		}
	}
	return groups
}

// key identifies what everybody answers; no two parts of a definition are one
// question.
func (q *Comparand) key() string {
	if q.Kind == OfRecurrence {
		return q.ID
	}
	var b strings.Builder
	for i := range q.Answers {
		x := &q.Answers[i]
		fmt.Fprintf(&b, "%s %s %s %s|", x.Guideline, x.Stance, x.Statement, x.Text)
	}
	return b.String()
}

// Tally counts the questions by how guidelines stand together.
func (c *Comparison) Tally() map[string]int {
	n := map[string]int{}
	for i := range c.Questions {
		n[c.Questions[i].Together]++
	}
	return n
}

// Compare puts the questions of an assessment to every guideline.
func (a *Assessment) Compare() *Comparison {
	c := &Comparison{Gravida: "comparison/1", Case: a.Case, AsOf: a.AsOf, Lang: a.Lang, Knowledge: a.Knowledge,
		Leading: a.Leading, Setting: a.Setting, Of: a}
	for _, s := range a.base.Settings {
		bodies := slices.Clone(s.Bodies)
		fill(&bodies)
		c.Columns = append(c.Columns, Column{s.ID, s.Leading, bodies})
	}
	slices.SortStableFunc(c.Columns, func(x, y Column) int { return leadsFirst(x, y, a.Leading) })
	c.Questions = append(c.recurrence(a), definitions(a)...)
	onTests, onTreatments := a.asides()
	for _, t := range a.base.Tests {
		c.ask(a, OfTest, t.ID, onTests[t.ID], a.positionsOnTest(t.ID))
	}
	for _, t := range a.base.Treatments {
		c.ask(a, OfTreatment, t.ID, onTreatments[t.ID], a.positionsOnTreatment(t.ID))
	}
	return c
}

// asides are the recommendations that are not, or not surely, for her, by the test and
// by the treatment they speak of, in their order.
func (a *Assessment) asides() (onTests, onTreatments map[string][]*guideline.Verdict) {
	onTests, onTreatments = map[string][]*guideline.Verdict{}, map[string][]*guideline.Verdict{}
	for i := range a.verdicts.Rules {
		v := &a.verdicts.Rules[i]
		if v.Applies == truth.Yes || !a.base.Recommends(v.Rule) {
			continue
		}
		for _, id := range v.Rule.Test {
			onTests[id] = append(onTests[id], v)
		}
		for _, id := range v.Rule.Treatment {
			onTreatments[id] = append(onTreatments[id], v)
		}
	}
	return onTests, onTreatments
}

func (a *Assessment) positionsOnTest(id string) []Position {
	if i := slices.IndexFunc(a.Tests, func(t Test) bool { return t.ID == id }); i >= 0 {
		return a.Tests[i].Positions
	}
	return nil
}

func (a *Assessment) positionsOnTreatment(id string) []Position {
	if i := slices.IndexFunc(a.Treatments, func(t Treatment) bool { return t.ID == id }); i >= 0 {
		return a.Treatments[i].Positions
	}
	return nil
}

// recurrence asks every body whether this is recurrent.
func (c *Comparison) recurrence(a *Assessment) []Comparand {
	q := Comparand{Kind: OfRecurrence, ID: "recurrent"}
	for _, r := range a.Recurrence {
		s := a.Statement(r.Statement)
		q.Answers = append(q.Answers, Answer{Guideline: r.Definition, Stance: r.Status, Text: s.Text, Ref: s.Ref, Read: s.Read,
			Statement: r.Statement, Missing: r.Missing})
	}
	q.settle(a.base, func(x *Answer) string { return x.Stance })
	return []Comparand{q}
}

// ask puts one test or treatment to every guideline. Where nobody speaks for
// her, now or perhaps, there is no question.
func (c *Comparison) ask(a *Assessment, kind, id string, asides []*guideline.Verdict, positions []Position) {
	q := Comparand{Kind: kind, ID: id}
	for _, p := range positions {
		if p.Statement == "" {
			continue // silence, which is told apart below
		}
		s := a.Statement(p.Statement)
		q.Answers = append(q.Answers, Answer{Guideline: p.Guideline, Stance: p.Direction, Text: s.Text, Strength: s.Strength,
			Evidence: s.Evidence, Ref: s.Ref, Read: s.Read, Statement: p.Statement})
	}
	spoken := len(q.Answers)
	q.others(a, asides)
	if spoken == 0 && !slices.ContainsFunc(q.Answers, func(x Answer) bool { return x.Stance == StanceOpen }) {
		return
	}
	q.settle(a.base, func(x *Answer) string { return side(x.Stance) })
	c.Questions = append(c.Questions, q)
}

// others adds what guidelines say that is not, or not surely, for her: of each
// that has no position, its first open recommendation, else that it speaks of
// others.
func (q *Comparand) others(a *Assessment, asides []*guideline.Verdict) {
	place := map[string]int{}
	for i := range q.Answers {
		place[q.Answers[i].Guideline] = -1
	}
	for _, v := range asides {
		at, ok := place[v.Rule.Source]
		switch {
		case !ok:
			place[v.Rule.Source] = len(q.Answers)
			q.Answers = append(q.Answers, aside(a, v))
		case at >= 0 && q.Answers[at].Stance == StanceNotHer && v.Applies == truth.Unknown:
			q.Answers[at] = aside(a, v)
		}
	}
}

// leadsFirst puts the column of the guideline that leads before the others.
func leadsFirst(x, y Column, leading string) int {
	first := func(c Column) int {
		if c.Leading == leading || slices.Contains(c.Bodies, leading) {
			return 0
		}
		return 1
	}
	return first(x) - first(y)
}

// aside is a recommendation that may be for her, or is for others.
func aside(a *Assessment, v *guideline.Verdict) Answer {
	r := v.Rule
	if v.Applies == truth.No {
		return Answer{Guideline: r.Source, Stance: StanceNotHer, Read: r.Read}
	}
	return Answer{Guideline: r.Source, Stance: StanceOpen, Direction: r.Direction, Text: r.Says.In(a.Lang), Strength: r.Strength, Evidence: r.Evidence,
		Ref: r.Ref.In(a.Lang), Read: r.Read, Missing: guideline.Lacks(a.verdicts.Findings, *v)}
}

// side is which way a direction points: what is kept to studies is not given in
// ordinary care. What is no direction points nowhere.
func side(stance string) string {
	switch stance {
	case knowledge.For, knowledge.ConditionalFor:
		return "for"
	case knowledge.ResearchOnly, knowledge.ConditionalAgainst, knowledge.Against:
		return "against"
	}
	return ""
}

// differ says whether guidelines point different ways: "yes"; "unconfirmed" where
// they do so only by lines that nobody has read; "" where they do not.
func differ(positions []Position) string {
	for _, read := range []bool{true, false} {
		voices, heard := map[string]string{}, map[string]bool{}
		for i := range positions {
			p := &positions[i]
			if side(p.Direction) != "" && !heard[p.Guideline] && (!read || p.Read != knowledge.Unconfirmed) {
				voices[p.Guideline] = side(p.Direction)
			}
			heard[p.Guideline] = true // its first position is the one that answers for her
		}
		if standing(voices) == TogetherDiffer {
			return map[bool]string{true: "yes", false: "unconfirmed"}[read]
		}
	}
	return ""
}

// settle says how the answers stand together, and who is silent. A mere frame
// has no voice.
func (q *Comparand) settle(base *knowledge.Base, voice func(*Answer) string) {
	q.Together = q.together(base, voice, false)
	q.Read = q.together(base, voice, true)
	for _, g := range base.Guidelines {
		if !g.Frame && !slices.ContainsFunc(q.Answers, func(x Answer) bool { return x.Guideline == g.ID }) {
			q.Silent = append(q.Silent, g.ID)
		}
	}
	fill(&q.Silent)
}

// together compares the first voice of each guideline: of its positions the
// one that answers for her.
func (q *Comparand) together(base *knowledge.Base, voice func(*Answer) string, read bool) string {
	voices, heard := map[string]string{}, map[string]bool{}
	for i := range q.Answers {
		x := &q.Answers[i]
		if v := voice(x); v != "" && !heard[x.Guideline] && !base.Guideline(x.Guideline).Frame && !(read && x.Read == knowledge.Unconfirmed) {
			voices[x.Guideline] = v
		}
		heard[x.Guideline] = true
	}
	return standing(voices)
}

// standing is how the voices of some guidelines stand together.
func standing(voices map[string]string) string {
	first, same := "", true
	for _, v := range voices {
		same = same && (first == "" || v == first)
		first = v
	}
	switch {
	case len(voices) == 0:
		return TogetherOpen
	case len(voices) == 1:
		return TogetherAlone
	case same:
		return TogetherAgree
	}
	return TogetherDiffer
}
