package guideline

import (
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Verdict is one rule held against the findings.
type Verdict struct {
	Rule    *knowledge.Rule
	Applies truth.Value
	Used    []int // slots of every finding the condition names
	Missing []int // slots that would decide it, while it is undecided
	// Answered marks a suspicion that a further test has answered: an excluding
	// rule that looks at everything the suspicion looks at, and more, applies.
	Answered bool

	// local are the terms that mean something else in every guideline, as they
	// stood when this rule was evaluated.
	local *snapshot
}

// snapshot is the local terms at one time, and where they belong.
type snapshot struct {
	slots    [6]int
	findings [6]finding.Finding
}

// Finding is one of the findings the rule looked at, as it looked to the rule.
func (v *Verdict) Finding(set *finding.Set, slot int) *finding.Finding {
	if v.local != nil {
		if i := slices.Index(v.local.slots[:], slot); i >= 0 {
			return &v.local.findings[i]
		}
	}
	return &set.Slots[slot]
}

// Verdicts is everything the knowledge says of one case.
type Verdicts struct {
	Findings    *finding.Set // with the verdicts that other rules name filled in
	Definitions []Recurrence // one for each body that has a definition
	Criteria    []Score
	Rules       []Verdict          // causes, then guideline by guideline, then the rest; each in the order of the files
	Workups     map[string]Verdict // by guideline: is it unexplained by its own work-up
}

// Recurrence is one body's definition held against the pregnancies.
type Recurrence struct {
	Guideline *knowledge.Guideline
	Tally     finding.Tally
	Met       truth.Value
}

// localSlots are the slots of the terms that mean something else in every guideline.
type localSlots struct {
	rpl, unexplained             int
	two, three, four, exactlyTwo int
}

// Evaluate holds all the knowledge against the findings of one case; all
// guidelines, always. It never fails: what cannot be decided is undecided. The
// findings stay as they are.
func (l *Library) Evaluate(f *finding.Set) *Verdicts { return l.EvaluateInto(f.Clone()) }

// EvaluateInto is Evaluate for findings that nobody else needs: it fills the
// verdicts that rules name into them, and saves the copy.
func (l *Library) EvaluateInto(set *finding.Set) *Verdicts {
	v := &Verdicts{Findings: set, Workups: map[string]Verdict{}, Rules: make([]Verdict, 0, l.size)}
	for _, g := range l.base.Guidelines {
		if g.Definition == nil {
			continue
		}
		tally := set.Count(&g.Definition.Counts)
		v.Definitions = append(v.Definitions, Recurrence{g, tally, tally.AtLeast(g.Definition.Losses)})
	}
	for _, c := range l.base.Criteria {
		score := Rate(set, c)
		v.Criteria = append(v.Criteria, score)
		set.Slots[l.metSlots[c.ID]] = finding.Finding{Value: score.Met, From: score.From, Lacks: score.Missing}
	}
	a := &activation{compiled: l, slots: set.Slots, missing: make([]int, 0, 4*l.size)}
	l.anyDefinition(v, set)
	anyBody := l.snapshot(set)
	a.local = anyBody
	l.evaluateCauses(a, v, set)
	own := l.workUp(a, v, set, anyBody)
	for _, g := range l.base.Guidelines {
		a.local = anyBody
		if s, ok := own[g.ID]; ok {
			a.local = s
		}
		a.local.restore(set)
		for _, c := range l.guidelines[g.ID] {
			v.Rules = append(v.Rules, l.verdict(a, c))
		}
	}
	anyBody.restore(set)
	a.local = anyBody
	for _, c := range slices.Concat(l.rest, l.bands) {
		v.Rules = append(v.Rules, l.verdict(a, c))
	}
	return v
}

// evaluateCauses fills in what other rules may name of the causes.
func (l *Library) evaluateCauses(a *activation, v *Verdicts, set *finding.Set) {
	for _, slots := range l.causeRef {
		for _, slot := range []int{slots.established, slots.suspected, slots.excluded} {
			set.Slots[slot] = finding.Finding{Value: truth.No}
		}
	}
	for _, c := range l.causes {
		v.Rules = append(v.Rules, l.verdict(a, c))
	}
	answered(v.Rules)
	for i := range v.Rules {
		l.join(set, &v.Rules[i])
	}
	none := truth.Yes
	for _, c := range l.base.Causes {
		slots := l.causeRef[c.ID]
		settle(set, slots)
		if !c.Risk && (set.Slots[slots.established].Value == truth.Yes || set.Slots[slots.suspected].Value == truth.Yes) {
			none = truth.No
		}
	}
	set.Slots[l.noneFound] = finding.Finding{Value: none}
}

// answered marks the suspicions that a further test has answered: a high TSH
// makes overt hypothyroidism suspected until free T4 is known.
func answered(verdicts []Verdict) {
	for i := range verdicts {
		suspicion := &verdicts[i]
		if suspicion.Rule.Status != knowledge.Suspected || suspicion.Applies != truth.Yes {
			continue
		}
		for j := range verdicts {
			v := &verdicts[j]
			if v.Rule.Cause == suspicion.Rule.Cause && v.Rule.Status == knowledge.Excluded && v.Applies == truth.Yes &&
				len(v.Used) > len(suspicion.Used) && containsAll(v.Used, suspicion.Used) {
				suspicion.Answered = true
			}
		}
	}
}

func containsAll(all, some []int) bool {
	for _, x := range some {
		if !slices.Contains(all, x) {
			return false
		}
	}
	return true
}

// join adds one verdict to what is known of its cause.
func (l *Library) join(set *finding.Set, verdict *Verdict) {
	if verdict.Answered {
		return
	}
	slots := l.causeRef[verdict.Rule.Cause]
	slot := map[string]int{
		knowledge.Established: slots.established,
		knowledge.Suspected:   slots.suspected,
		knowledge.Excluded:    slots.excluded,
	}[verdict.Rule.Status]
	joined := &set.Slots[slot]
	part := asFinding(set, *verdict)
	joined.Value = truth.Or(joined.Value, part.Value)
	for _, fact := range part.Lacks { // two sets of criteria wait for the same tests
		if !slices.Contains(joined.Lacks, fact) {
			joined.Lacks = append(joined.Lacks, fact)
		}
	}
	if part.Value == truth.Yes {
		joined.From = append(joined.From, part.From...)
	}
}

// settle closes what has been answered: what is established is no longer
// suspected, and a cause that was looked for and is excluded is not established
// by a diagnosis nobody has made.
func settle(set *finding.Set, slots causeSlots) {
	if established := set.Slots[slots.established]; established.Value == truth.Yes {
		set.Slots[slots.suspected] = finding.Finding{Value: truth.No, From: established.From}
	}
	excluded := set.Slots[slots.excluded]
	if excluded.Value != truth.Yes {
		return
	}
	for _, slot := range []int{slots.established, slots.suspected} {
		if set.Slots[slot].Value == truth.Unknown {
			set.Slots[slot] = finding.Finding{Value: truth.No, From: excluded.From}
		}
	}
}

// workUp says for every body with a definition what its local terms mean. For
// the others a loss is unexplained when it is so to a body whose work-up
// somebody has read.
func (l *Library) workUp(a *activation, v *Verdicts, set *finding.Set, anyBody *snapshot) map[string]*snapshot {
	own := map[string]*snapshot{}
	unexplained := finding.Finding{Value: truth.No}
	for i := range v.Definitions {
		g := v.Definitions[i].Guideline
		l.ownDefinition(&v.Definitions[i], set)
		if workup, ok := l.workups[g.ID]; ok {
			a.local = l.snapshot(set)
			verdict := l.verdict(a, workup)
			v.Workups[g.ID] = verdict
			f := asFinding(set, verdict)
			set.Slots[l.local.unexplained] = f
			if workup.rule.Read != knowledge.Unconfirmed && f.Value != unexplained.Value {
				unexplained = strongest(unexplained, f)
			}
		}
		own[g.ID] = l.snapshot(set)
	}
	anyBody.findings[slices.Index(anyBody.slots[:], l.local.unexplained)] = unexplained
	return own
}

// strongest joins two answers to the same question: yes before unknown before
// no.
func strongest(a, b finding.Finding) finding.Finding {
	if truth.Or(a.Value, b.Value) == b.Value {
		return b
	}
	return a
}

// ownDefinition lets the local terms mean one body's own count; until its
// work-up is looked at, nothing is unexplained to it.
func (l *Library) ownDefinition(d *Recurrence, set *finding.Set) {
	l.setLocal(set, d.Met, d.Tally.AtLeast, &d.Tally)
	set.Slots[l.local.unexplained] = finding.Finding{Value: truth.No}
}

// anyDefinition lets the local terms mean: by at least one body's definition. A
// mere frame is not one, nor a definition that only stands beside the others.
func (l *Library) anyDefinition(v *Verdicts, set *finding.Set) {
	met := truth.No
	var widest finding.Tally
	for i := range v.Definitions {
		d := &v.Definitions[i]
		if aside(d.Guideline) {
			continue
		}
		met = truth.Or(met, d.Met)
		if d.Tally.Max > widest.Max || d.Tally.Max == widest.Max && d.Tally.Min > widest.Min {
			widest = d.Tally
		}
	}
	l.setLocal(set, met, func(n int) truth.Value {
		some := truth.No
		for i := range v.Definitions {
			if !aside(v.Definitions[i].Guideline) {
				some = truth.Or(some, v.Definitions[i].Tally.AtLeast(n))
			}
		}
		return some
	}, &widest)
	set.Slots[l.local.unexplained] = finding.Finding{}
}

// aside reports a definition that speaks for nobody but its own body.
func aside(g *knowledge.Guideline) bool { return g.Frame || g.Beside() }

// snapshot keeps the local terms as they stand.
func (l *Library) snapshot(set *finding.Set) *snapshot {
	n := &l.local
	s := &snapshot{slots: [6]int{n.rpl, n.unexplained, n.two, n.three, n.four, n.exactlyTwo}}
	for i, slot := range s.slots {
		s.findings[i] = set.Slots[slot]
	}
	return s
}

// restore puts local terms back as they stood.
func (s *snapshot) restore(set *finding.Set) {
	for i, slot := range s.slots {
		set.Slots[slot] = s.findings[i]
	}
}

func (l *Library) setLocal(set *finding.Set, met truth.Value, atLeast func(int) truth.Value, t *finding.Tally) {
	put := func(slot int, value truth.Value) {
		f := finding.Finding{Value: value, From: t.From}
		if value == truth.Unknown {
			f.Lacks = t.Lacks
		}
		set.Slots[slot] = f
	}
	put(l.local.rpl, met)
	put(l.local.two, atLeast(2))
	put(l.local.three, atLeast(3))
	put(l.local.four, atLeast(4))
	put(l.local.exactlyTwo, truth.And(atLeast(2), truth.Not(atLeast(3))))
}

// asFinding lets later rules name a verdict.
func asFinding(set *finding.Set, v Verdict) finding.Finding {
	f := finding.Finding{Value: v.Applies}
	for _, slot := range v.Used {
		f.From = append(f.From, v.Finding(set, slot).From...)
	}
	if v.Applies == truth.Unknown {
		f.Lacks = Lacks(set, v)
	}
	return f
}

// Lacks names the facts that would decide an undecided verdict, each once.
func Lacks(set *finding.Set, v Verdict) []string {
	if len(v.Missing) == 1 {
		return slices.Clip(v.Finding(set, v.Missing[0]).Lacks)
	}
	var out []string
	for _, slot := range v.Missing {
		for _, fact := range v.Finding(set, slot).Lacks {
			if !slices.Contains(out, fact) {
				out = append(out, fact)
			}
		}
	}
	return out
}

func (l *Library) verdict(a *activation, c *compiled) Verdict {
	v := Verdict{Rule: c.rule, Used: c.used, local: a.local}
	if c.tree != nil {
		if v.Applies = c.tree.eval(a.slots); v.Applies == truth.Unknown {
			start := len(a.missing)
			v.Missing = slices.Clip(c.tree.missing(a.slots, a.missing[start:]))
			a.missing = append(a.missing, v.Missing...)
		}
		return v
	}
	// A condition over flags and numbers has no way to fail; should one be found,
	// the rule stays undecided rather than read as no.
	out, _, _ := c.program.Eval(a)
	switch value := out.(type) {
	case types.Bool:
		v.Applies = truth.Of(bool(value))
	case *types.Unknown:
		for _, id := range value.IDs() {
			v.Missing = append(v.Missing, int(id))
		}
	}
	return v
}

// activation shows CEL the slots of one case.
type activation struct {
	compiled *Library
	slots    []finding.Finding
	local    *snapshot
	missing  []int // of all verdicts, so that each does not need room of its own
}

var _ cel.Activation = (*activation)(nil)

// ResolveName gives a slot's value, or its own unknown.
func (a *activation) ResolveName(name string) (any, bool) {
	slot, ok := a.compiled.slots[name]
	if !ok {
		return nil, false
	}
	return a.value(slot), true
}

// Parent is nil: there is nothing but the slots.
func (a *activation) Parent() cel.Activation { return nil }

func (a *activation) value(slot int) ref.Val {
	f := &a.slots[slot]
	switch {
	case f.Value == truth.Yes:
		return types.True
	case f.Value == truth.No:
		return types.False
	case f.Known:
		return types.Double(f.Number)
	}
	return a.compiled.unknown[slot]
}
