package assessment

import (
	"slices"
	"strings"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Treatment is one treatment that a guideline speaks of for her, or that she
// asks about, with what to be careful with.
type Treatment struct {
	ID        string     `json:"id"`
	Requested bool       `json:"requested,omitempty"`
	Taken     bool       `json:"taken,omitempty"`
	Positions []Position `json:"positions"`
	Differ    string     `json:"differ,omitempty"` // as of a test
	// Lead is why the leading guideline says nothing of it for her: silent, or open,
	// while a line of it may yet be for her. Empty where it speaks.
	Lead string `json:"lead,omitempty"`
	// Open are recommendations that may or may not be for her: of a treatment
	// she takes or asks about, for which only unconfirmed rules speak, or that waits
	// for a repeated test.
	Open []Open `json:"open,omitempty"`
	// Forbidden are the cautions, among those below, that say it is not for her.
	Forbidden         []StatementID `json:"forbidden,omitempty"`
	Cautions          []string      `json:"cautions"`
	CautionStatements []StatementID `json:"cautionStatements"`
}

// Leads reports a treatment that stands before what she asks about: the catalogue says
// so of it, and for her it is advised.
func (a *Assessment) Leads(t *Treatment) bool {
	def := a.base.Treatment(t.ID)
	return def != nil && def.Leads && len(t.Positions) > 0 && supports(t.Positions[0].Direction)
}

// Open is a recommendation that cannot be decided yet, with the facts that would
// decide it.
type Open struct {
	Guideline string   `json:"guideline"`
	Rule      string   `json:"rule"`
	Direction string   `json:"direction"`
	Text      string   `json:"text"`
	Ref       string   `json:"ref"`
	Strength  string   `json:"strength"`
	Read      string   `json:"read"`
	Missing   []string `json:"missing"`
}

// spoken reports what the guidelines say of a test or treatment beyond the
// positions that are for her: what is open, and whether the leading one says
// anything.
func (w *writer) spoken(about func(*knowledge.Rule) bool) (open []Open, leading bool) {
	for i := range w.verdicts.Rules {
		v := &w.verdicts.Rules[i]
		if !about(v.Rule) {
			continue
		}
		leading = leading || v.Rule.Source == w.Leading
		if v.Applies == truth.Unknown {
			missing := guideline.Lacks(w.verdicts.Findings, *v)
			fill(&missing)
			open = append(open, Open{v.Rule.Source, v.Rule.ID, v.Rule.Direction, w.text(v.Rule.Says), w.text(v.Rule.Ref.Text),
				v.Rule.Strength, v.Rule.Read, missing})
		}
	}
	return open, leading
}

// waiting are the treatments that the leading guideline will be for, or not, once a
// test is repeated that is not clear yet.
func (w *writer) waiting() map[string]bool {
	waiting := map[string]bool{}
	for i := range w.verdicts.Rules {
		v := &w.verdicts.Rules[i]
		if v.Rule.Source == w.Leading && v.Applies == truth.Unknown && len(v.Rule.Treatment) > 0 &&
			(v.Rule.Direction == knowledge.For || v.Rule.Direction == knowledge.ConditionalFor) &&
			slices.ContainsFunc(guideline.Lacks(w.verdicts.Findings, *v), w.repeats) {
			for _, id := range v.Rule.Treatment {
				waiting[id] = true
			}
		}
	}
	return waiting
}

// repeats reports whether a fact is a test that is to be repeated.
func (w *writer) repeats(fact string) bool {
	return slices.ContainsFunc(w.Tests, func(t Test) bool { return t.ID == fact && t.Status == "repeat" })
}

func (w *writer) treatments() {
	waiting := w.waiting()
	for _, def := range w.base.Treatments {
		t := Treatment{ID: def.ID, Positions: w.onTreatments[def.ID], Cautions: []string{}, CautionStatements: []StatementID{},
			Requested: w.holds("asks." + knowledge.Ident(def.ID)), Taken: w.taken(def)}
		if p := w.decides(t.Positions); p != nil {
			t.Positions = leadWith(t.Positions, p)
		}
		about := func(rule *knowledge.Rule) bool { return slices.Contains(rule.Treatment, def.ID) }
		switch asked := t.Requested || t.Taken; {
		case asked:
			var leading bool
			if t.Open, leading = w.spoken(about); len(t.Positions) == 0 && !leading {
				t.Positions = []Position{{Guideline: w.Leading, Direction: knowledge.Silent}}
			}
		case len(t.Positions) == 0 && !waiting[def.ID]:
			continue
		case len(t.Positions) == 0: // what a repeat will decide is told before it
			t.Open, _ = w.spoken(about)
		case w.decides(t.Positions) == nil: // nobody has read it; what is open weighs as much
			t.Open, _ = w.spoken(about)
		}
		fill(&t.Positions)
		t.Differ = differ(t.Positions)
		t.Lead = w.leadSays(t.Positions, w.openTreatments[def.ID])
		w.cautions(&t)
		w.Treatments = append(w.Treatments, t)
	}
	w.orderTreatments()
}

// taken reports a treatment that she takes. What several medicines amount to counts
// where somebody speaks of it for her: warfarin alone opens no question of its own.
func (w *writer) taken(def *knowledge.Treatment) bool {
	return w.holds("takes."+knowledge.Ident(def.ID)) || def.Takes != "" && len(w.onTreatments[def.ID]) > 0 && w.holds(def.Takes)
}

// cautions says what to be careful with. Where something is not for her at all,
// nothing is said of how to give it: that would read as if it could be given.
func (w *writer) cautions(t *Treatment) {
	var careful []*guideline.Verdict
	for _, v := range w.apply {
		if slices.Contains(v.Rule.Caution, t.ID) && w.here(v.Rule) {
			careful = append(careful, v)
		}
	}
	forbids := func(v *guideline.Verdict) bool { return v.Rule.Forbids }
	forbidden := slices.ContainsFunc(careful, forbids)
	for _, v := range careful {
		if forbidden && !forbids(v) {
			continue
		}
		t.Cautions = append(t.Cautions, w.text(v.Rule.Says))
		t.CautionStatements = append(t.CautionStatements, w.say(v))
		if forbids(v) {
			t.Forbidden = append(t.Forbidden, w.say(v))
		}
	}
}

func (w *writer) holds(term string) bool {
	f := w.verdicts.Findings.Get(term)
	return f != nil && f.Value == truth.Yes
}

// WhyNot is what on her record rules a treatment out, in a few words; "" where nothing does.
func (a *Assessment) WhyNot(t *Treatment) string {
	var names []string
	for _, id := range t.Forbidden {
		i, ok := a.place(id)
		if !ok || a.grounds[i].verdict == nil {
			continue
		}
		v := a.grounds[i].verdict
		for _, slot := range v.Used {
			if v.Finding(a.verdicts.Findings, slot).Value != truth.Yes {
				continue
			}
			if name := a.named(a.base.Vocabulary[slot].Name); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return strings.Join(names, a.say("list.and"))
}
