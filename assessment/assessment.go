// Package assessment holds the answer: what a case amounts to under the
// guidelines, every statement open down to the fact it rests on.
package assessment

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/prognosis"
)

// Options choose how a case is answered. The language changes words only,
// never a status, an id or which guideline leads.
type Options struct {
	Lang    string // en, zh; en when empty
	Leading string // the guideline that leads; the setting's when empty
	Setting string // int, cn, uk, us, de; the case's when empty, and int where it says none
}

// StatementID names one statement of one assessment: "s4".
type StatementID string

// Assessment is the contract's document. Empty lists are written as [], never
// left out.
type Assessment struct {
	Gravida     string       `json:"gravida"`
	Case        string       `json:"case"`
	AsOf        string       `json:"asOf"`
	Lang        string       `json:"lang"`
	Knowledge   Edition      `json:"knowledge"`
	Leading     string       `json:"leading"`
	Setting     string       `json:"setting"`
	RedFlags    []RedFlag    `json:"redFlags"`
	Replies     []Reply      `json:"replies"`
	Recurrence  []Recurrence `json:"recurrence"`
	Pattern     Pattern      `json:"pattern"`
	Criteria    []Criterion  `json:"criteria"`
	Causes      []Cause      `json:"causes"`
	Labels      []Label      `json:"labels"`
	Tests       []Test       `json:"tests"`
	Plan        []Visit      `json:"plan"`
	Departments []Department `json:"departments"`
	Treatments  []Treatment  `json:"treatments"`
	Evidence    []Evidence   `json:"evidence"`
	Prognosis   []Prognosis  `json:"prognosis"`
	Picture     *Picture     `json:"picture,omitempty"` // nil where no number is surely hers
	Advice      []Advice     `json:"advice"`
	Questions   []Question   `json:"questions"`
	// Waiting are the questions that an emergency puts off, for a woman who goes on
	// answering because she has been seen.
	Waiting     []Question  `json:"-"`
	Statements  []Statement `json:"statements"`
	Issues      []Issue     `json:"issues"`
	Pregnancies []Pregnancy `json:"pregnancies,omitempty"` // of a record, where resources were put together

	base     *knowledge.Base
	subject  *patient.Case
	verdicts *guideline.Verdicts
	grounds  []grounds // of each statement, in order

	undecided []openFlag // dangers that are neither raised nor decided false
	lacks     []Lack     // the open questions by what they would change now
	unfit     []string   // terms that decide more than any average, where they take it away
	atHerAge  string     // the model whose number by her age goes before the average; "" where none does
}

// Edition says which knowledge answered.
type Edition struct {
	Version string `json:"version"`
	Digest  string `json:"digest"`
}

// RedFlag is a danger, with what to do now.
type RedFlag struct {
	ID         string        `json:"id"`
	Act        string        `json:"act"`
	Department string        `json:"department"`
	Urgency    string        `json:"urgency"`
	Because    []StatementID `json:"because"`
}

// Recurrence is one body's definition. Counted are the 1-based places of the
// pregnancies that count, also while it is not met.
type Recurrence struct {
	Definition string      `json:"definition"`
	Status     string      `json:"status"` // met, not-met, unknown
	Counted    []int       `json:"counted"`
	Needed     int         `json:"needed"`
	Missing    []string    `json:"missing"`
	Statement  StatementID `json:"statement"`
}

// Position is what one guideline says of one test or treatment for her.
type Position struct {
	Guideline string      `json:"guideline"`
	Direction string      `json:"direction"`
	Strength  string      `json:"strength,omitempty"`
	Read      string      `json:"read,omitempty"`
	Statement StatementID `json:"statement,omitempty"`
	// General marks a line that its own guideline makes an exception for, where the
	// exception is for her.
	General bool `json:"general,omitempty"`
}

// Advice is a recommendation about no single test or treatment.
type Advice struct {
	Topic string `json:"topic"`
	Position
}

// Issue is something in the record that could not be trusted or understood.
type Issue struct {
	Source string `json:"source"`
	Text   string `json:"text"`
}

// Statement is one verdict in words.
type Statement struct {
	ID        StatementID `json:"id"`
	Rule      string      `json:"rule"`
	Text      string      `json:"text"`
	Guideline string      `json:"guideline"`
	Ref       string      `json:"ref"`
	Direction string      `json:"direction,omitempty"`
	Strength  string      `json:"strength,omitempty"`
	Evidence  string      `json:"evidence,omitempty"`
	Read      string      `json:"read"`
	Note      string      `json:"note,omitempty"`
	Facts     []Fact      `json:"facts"`
}

// Fact is a raw fact and the place it was read.
type Fact struct {
	Fact   string `json:"fact"`
	Value  string `json:"value"`
	Source string `json:"source"`
}

// Assemble writes the assessment. Nothing is judged here that is not in a
// verdict; the order is fixed, so the same case gives the same bytes.
func Assemble(c *patient.Case, v *guideline.Verdicts, predictions []prognosis.Prediction, base *knowledge.Base, o Options) *Assessment {
	a := &Assessment{
		Gravida: "assessment/1", Case: c.ID, AsOf: c.AsOf.String(), Lang: o.Lang,
		Knowledge: Edition{base.Version, base.Digest}, Leading: o.Leading, Setting: o.Setting,
		base: base, subject: c, verdicts: v,
	}
	w := newWriter(a)
	w.redFlags()
	w.recurrence()
	a.Pattern = pattern(v.Findings, base)
	w.criteria()
	w.tests()
	w.plan()
	w.causes()
	w.treatments()
	w.evidence()
	w.prognosis(predictions)
	w.picture(predictions)
	w.advice()
	w.labels()
	w.departments()
	w.openFlags()
	w.questions()
	w.lacking()
	w.replies()
	w.issues()
	w.history()
	return a
}

// For are the options for a case: where she is treated decides, unless a setting was chosen.
func (o Options) For(c *patient.Case) Options {
	if o.Setting == "" {
		o.Setting = c.Setting.Value
	}
	return o
}

// Complete fills in what the options leave open: English, the international
// setting, and the guideline that leads there.
func (o Options) Complete(base *knowledge.Base) Options {
	if o.Lang == "" {
		o.Lang = "en"
	}
	if o.Setting == "" {
		o.Setting = "int"
	}
	if o.Leading == "" {
		if s := base.Setting(o.Setting); s != nil {
			o.Leading = s.Leading
		}
	}
	return o
}

// MarshalJSON writes every list, empty ones as [].
func (a *Assessment) MarshalJSON() ([]byte, error) {
	type plain Assessment
	p := plain(*a)
	fill(&p.RedFlags)
	fill(&p.Replies)
	fill(&p.Recurrence)
	fill(&p.Criteria)
	fill(&p.Causes)
	fill(&p.Labels)
	fill(&p.Tests)
	fill(&p.Plan)
	fill(&p.Departments)
	fill(&p.Treatments)
	fill(&p.Evidence)
	fill(&p.Prognosis)
	fill(&p.Advice)
	fill(&p.Questions)
	fill(&p.Statements)
	fill(&p.Issues)
	return json.Marshal(p)
}

// fill makes a list that holds nothing an empty one.
func fill[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}

// Base is the knowledge the assessment was made with.
func (a *Assessment) Base() *knowledge.Base { return a.base }

// Subject is the case that was assessed.
func (a *Assessment) Subject() *patient.Case { return a.subject }

// Statement finds a statement; nil when there is none of that id.
func (a *Assessment) Statement(id StatementID) *Statement {
	if i, ok := a.place(id); ok {
		return &a.Statements[i]
	}
	return nil
}

// place is where a statement stands. They are numbered from one, so that most stand at
// their number; an assessment that somebody has added to is searched.
func (a *Assessment) place(id StatementID) (int, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(string(id), "s"))
	if err == nil && n > 0 && n <= len(a.Statements) && a.Statements[n-1].ID == id {
		return n - 1, true
	}
	i := slices.IndexFunc(a.Statements, func(s Statement) bool { return s.ID == id })
	return i, i >= 0
}
