package assessment

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"

	"github.com/gravida-health/gravida/date"
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
	raised             []*guideline.Verdict            // red flags, as they are shown
	onCause            map[string][]*guideline.Verdict // also those that do not apply
	deferring, confirm map[string][]*guideline.Verdict // by test
	studied            map[*knowledge.Trial]*guideline.Verdict
	notCounted         map[string][]NotCounted // results that were left out, by test
	// positions of the rules that apply, by test and by treatment
	onTests, onTreatments map[string][]Position
	// of which a line of the leading guideline may yet be for her
	openTests      map[string]string
	far            map[string]int // how many facts an open rule lacks, by its id
	openTreatments map[string]bool
	facts          map[finding.Ref]Fact
	opened         map[string][]Fact // by the references, as open writes them
	refs           []finding.Ref     // room for rests
	key            []byte            // room for open
}

// newWriter gathers what every section needs.
func newWriter(a *Assessment) *writer {
	w := &writer{
		Assessment: a, lang: a.Lang,
		apply: make([]*guideline.Verdict, 0, 256), said: make(map[*knowledge.Rule]StatementID, 256),
		onCause:   make(map[string][]*guideline.Verdict, len(a.base.Causes)),
		deferring: map[string][]*guideline.Verdict{}, confirm: map[string][]*guideline.Verdict{},
		studied: make(map[*knowledge.Trial]*guideline.Verdict, 128),
		facts:   make(map[finding.Ref]Fact, 64), opened: make(map[string][]Fact, 64),
	}
	for i := range a.verdicts.Rules {
		v := &a.verdicts.Rules[i]
		if v.Rule.Cause != "" && !v.Answered {
			w.onCause[v.Rule.Cause] = append(w.onCause[v.Rule.Cause], v)
		}
		if v.Rule.Trial != nil {
			w.studied[v.Rule.Trial] = v
			continue
		}
		if v.Applies != truth.Yes || v.Rule.Model != nil {
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
	w.leaveOut()
	most := len(w.apply) + len(w.studied) + len(a.verdicts.Definitions) + len(a.verdicts.Criteria)
	a.Statements, a.grounds = make([]Statement, 0, most), make([]grounds, 0, most)
	return w
}

// leaveOut gathers the results that were not counted, by test and date.
func (w *writer) leaveOut() {
	w.notCounted = map[string][]NotCounted{}
	observations := w.subject.Observations
	list := slices.Clone(w.verdicts.Findings.Untrusted)
	slices.SortFunc(list, func(a, b finding.Untrusted) int {
		x, y := &observations[a.Observation], &observations[b.Observation]
		return cmp.Or(date.Compare(x.Date, y.Date), cmp.Compare(x.Source.String(), y.Source.String()))
	})
	for _, u := range list {
		test, f := observations[u.Observation].Test, w.fact(u.Ref())
		w.notCounted[test] = append(w.notCounted[test], NotCounted{f.Value, u.Context, !u.Sure, f.Source})
	}
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
	id := w.state(Statement{
		Rule: rule.ID, Text: w.text(rule.Says), Guideline: rule.Source, Ref: w.text(rule.Ref.Text),
		Direction: rule.Direction, Strength: rule.Strength, Evidence: rule.Evidence, Read: rule.Read, Note: w.text(rule.Note.Text),
	}, grounds{verdict: v}, w.rests(v))
	w.said[rule] = id
	return id
}

// state numbers a statement that rests on some facts.
func (w *writer) state(s Statement, g grounds, facts []Fact) StatementID {
	s.ID = StatementID("s" + strconv.Itoa(len(w.Statements)+1))
	s.Facts = facts
	w.Statements = append(w.Statements, s)
	w.grounds = append(w.grounds, g)
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
func (w *writer) rests(v *guideline.Verdict) []Fact {
	refs := w.refs[:0]
	for _, slot := range v.Used {
		for _, r := range v.Finding(w.verdicts.Findings, slot).From {
			if !slices.Contains(refs, r) {
				refs = append(refs, r)
			}
		}
	}
	w.refs = refs // the room is used again
	return w.open(refs)
}

// open writes out some facts, once for all the statements that rest on the same.
func (w *writer) open(refs []finding.Ref) []Fact {
	key := w.key[:0]
	for _, r := range refs {
		key = binary.AppendUvarint(append(key, byte(r.Kind)), uint64(r.Index))
	}
	w.key = key
	facts, ok := w.opened[string(key)]
	if !ok {
		facts = make([]Fact, len(refs))
		for i, r := range refs {
			facts[i] = w.fact(r)
		}
		w.opened[string(key)] = facts
	}
	return facts
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
	return Position{v.Rule.Source, v.Rule.Direction, v.Rule.Strength, v.Rule.Read, w.say(v), w.general(v.Rule)}
}

// general reports a line whose exception is for her.
func (w *writer) general(rule *knowledge.Rule) bool {
	return len(rule.Except) > 0 && slices.ContainsFunc(w.apply, func(v *guideline.Verdict) bool { return slices.Contains(rule.Except, v.Rule.ID) })
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
