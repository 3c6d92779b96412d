package assessment

import (
	"slices"
	"strconv"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// writer builds an assessment, one section a file.
type writer struct {
	*Assessment
	lang string
	said map[*knowledge.Rule]StatementID
	// apply are the verdicts of the rules that apply, in order; the others are
	// the same by what they are about.
	apply              []*guideline.Verdict
	onCause            map[string][]*guideline.Verdict // also those that do not apply
	deferring, confirm map[string][]*guideline.Verdict // by test
	// positions of the rules that apply, by test and by treatment
	onTests, onTreatments map[string][]Position
	facts                 map[finding.Ref]Fact
	// shared are the facts of statements that rest on one finding: a good many
	// rest on nothing but the pregnancies.
	shared map[*finding.Ref]resting
}

// resting is what a statement rests on.
type resting struct {
	refs  []finding.Ref
	facts []Fact
}

// newWriter gathers what every section needs.
func newWriter(a *Assessment) *writer {
	w := &writer{Assessment: a, lang: a.Lang, said: make(map[*knowledge.Rule]StatementID, 256), facts: map[finding.Ref]Fact{}, shared: map[*finding.Ref]resting{},
		onCause: map[string][]*guideline.Verdict{}, deferring: map[string][]*guideline.Verdict{}, confirm: map[string][]*guideline.Verdict{}}
	for i := range a.verdicts.Rules {
		v := &a.verdicts.Rules[i]
		if v.Rule.Cause != "" && !v.Answered {
			w.onCause[v.Rule.Cause] = append(w.onCause[v.Rule.Cause], v)
		}
		if v.Applies != truth.Yes {
			continue
		}
		w.apply = append(w.apply, v)
		if w.here(v.Rule) {
			for _, test := range v.Rule.Defer {
				w.deferring[test] = append(w.deferring[test], v)
			}
		}
		if !v.Answered {
			for _, test := range v.Rule.Confirm {
				w.confirm[test] = append(w.confirm[test], v)
			}
		}
	}
	most := len(w.apply) + len(a.verdicts.Definitions) + len(a.verdicts.Criteria)
	a.Statements, a.opened = make([]Statement, 0, most), make([]grounds, 0, most)
	return w
}

// grounds is what a statement rests on, kept for Open.
type grounds struct {
	verdict *guideline.Verdict // nil for a definition or a set of criteria
	parts   []Part
}

func (w *writer) text(t knowledge.Text) string { return t.In(w.lang) }

// say makes the statement of a verdict that applies, once.
func (w *writer) say(v *guideline.Verdict) StatementID {
	if id, ok := w.said[v.Rule]; ok {
		return id
	}
	rule := v.Rule
	rests := w.rests(v)
	id := w.state(Statement{
		Rule: rule.ID, Text: w.text(rule.Says), Guideline: rule.Source, Ref: rule.Ref,
		Direction: rule.Direction, Strength: rule.Strength, Evidence: rule.Evidence, Read: rule.Read, Note: rule.Note,
	}, grounds{verdict: v}, rests.facts)
	w.said[rule] = id
	return id
}

// state numbers a statement that rests on some facts.
func (w *writer) state(s Statement, g grounds, facts []Fact) StatementID {
	s.ID = StatementID("s" + strconv.Itoa(len(w.Statements)+1))
	s.Facts = facts
	w.Statements = append(w.Statements, s)
	w.opened = append(w.opened, g)
	return s.ID
}

// fact opens a reference, once for all the statements that rest on it.
func (w *writer) fact(r finding.Ref) Fact {
	f, ok := w.facts[r]
	if !ok {
		raw := w.verdicts.Findings.Fact(r)
		f = Fact{raw.Name, raw.Value, raw.Source.String()}
		w.facts[r] = f
	}
	return f
}

// rests gathers the facts behind a verdict, each once, in their order.
func (w *writer) rests(v *guideline.Verdict) resting {
	var one *finding.Ref
	if len(v.Used) == 1 {
		if from := v.Finding(w.verdicts.Findings, v.Used[0]).From; len(from) > 0 {
			one = &from[0]
			if r, ok := w.shared[one]; ok {
				return r
			}
		}
	}
	r := resting{refs: w.refsOf(v)}
	r.facts = w.open(r.refs)
	if one != nil {
		w.shared[one] = r
	}
	return r
}

// open writes out some facts.
func (w *writer) open(refs []finding.Ref) []Fact {
	facts := make([]Fact, len(refs))
	for i, r := range refs {
		facts[i] = w.fact(r)
	}
	return facts
}

// refsOf are the facts behind a verdict, unopened.
func (w *writer) refsOf(v *guideline.Verdict) (refs []finding.Ref) {
	for _, slot := range v.Used {
		for _, r := range v.Finding(w.verdicts.Findings, slot).From {
			if !slices.Contains(refs, r) {
				refs = append(refs, r)
			}
		}
	}
	return refs
}

// here reports whether a rule speaks for the setting.
func (w *writer) here(rule *knowledge.Rule) bool {
	return len(rule.Settings) == 0 || slices.Contains(rule.Settings, w.Setting)
}

// status writes a truth as the contract does.
func status(v truth.Value) string {
	switch v {
	case truth.Yes:
		return "met"
	case truth.No:
		return "not-met"
	}
	return "unknown"
}

// worded chooses the text that fits a truth.
func (w *writer) worded(v truth.Value, met, notMet, unknown knowledge.Text) string {
	switch v {
	case truth.Yes:
		return w.text(met)
	case truth.No:
		return w.text(notMet)
	}
	return w.text(unknown)
}

func (w *writer) position(v *guideline.Verdict) Position {
	return Position{v.Rule.Source, v.Rule.Direction, v.Rule.Strength, v.Rule.Read, w.say(v)}
}

// advice lists recommendations about no single test or treatment.
func (w *writer) advice() {
	for _, v := range w.apply {
		r := v.Rule
		if w.base.Recommends(r) && len(r.Test)+len(r.Treatment) == 0 {
			w.Advice = append(w.Advice, Advice{w.text(r.Topic), w.position(v)})
		}
	}
}

func (w *writer) issues() {
	for _, i := range w.subject.Issues {
		w.Issues = append(w.Issues, Issue{i.Source.String(), w.text(knowledge.Text{En: i.En, Zh: i.Zh})})
	}
}
