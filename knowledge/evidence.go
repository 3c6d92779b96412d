package knowledge

import (
	"fmt"
	"slices"
)

// Evidence is what trials found of one treatment, for somebody who asks
// whether it helps.
type Evidence struct {
	Treatment string   `yaml:"treatment"`
	Asks      Text     `yaml:"asks"`   // her question
	Answer    Text     `yaml:"answer"` // straight and kind, nothing but what the trials and the guidelines say
	Always    bool     `yaml:"always"` // told to everybody, asked or not
	Trials    []*Trial `yaml:"trials"`
	At        Position `yaml:"-"`
}

// Trial is one outcome of one study: a paper with two outcomes has two. The
// numbers stand as they are printed; none is computed here.
type Trial struct {
	ID         string   `yaml:"id"`
	Source     string   `yaml:"source"`
	Name       Text     `yaml:"name"`
	Design     string   `yaml:"design"`
	Blinded    *bool    `yaml:"blinded"` // nil where it was not read
	Population Text     `yaml:"population"`
	N          int      `yaml:"n"` // who were analysed for this outcome; 0 where that was not read
	Outcome    Text     `yaml:"outcome"`
	Horizon    Text     `yaml:"horizon"`
	Treated    *Share   `yaml:"treated"` // nil where it was not read
	Control    *Share   `yaml:"control"`
	Effect     *Effect  `yaml:"effect"` // nil where none was printed
	Finding    string   `yaml:"finding"`
	Quality    Text     `yaml:"quality"` // risk of bias or certainty, and by whose judgement
	Harms      Text     `yaml:"harms"`
	Says       Text     `yaml:"says"` // the study in one sentence, with its numbers
	Ref        Both     `yaml:"ref"`
	Read       string   `yaml:"read"`
	Note       Both     `yaml:"note"`
	At         Position `yaml:"-"`

	// Studied is the condition under which a woman is like those in the study.
	Studied string      `yaml:"studied"`
	Tests   []*RuleTest `yaml:"tests"`

	// Rule holds Studied against a case, as any other condition.
	Rule *Rule `yaml:"-"`
}

// Share is some of a group.
type Share struct {
	Events int `yaml:"events"`
	Of     int `yaml:"of"`
}

// Effect is a measure of effect with its 95 % interval, as printed.
type Effect struct {
	Measure string   `yaml:"measure"` // rr, or, hr; rd as a fraction
	Value   float64  `yaml:"value"`
	Low     *float64 `yaml:"low"` // nil where no interval was read
	High    *float64 `yaml:"high"`
}

// The words a trial may hold.
var (
	designs  = []string{"randomised", "meta-analysis", "controlled", "cohort", "case-control"}
	measures = []string{"rr", "or", "rd", "hr"}
	results  = []string{"benefit", "no-difference", "harm", "unclear"}
)

// evidence adds what trials found of a treatment, their conditions among the
// rules.
func (r *reader) evidence(e *Evidence) {
	r.base.Evidence = append(r.base.Evidence, e)
	for _, t := range e.Trials {
		t.Rule = &Rule{ID: t.ID, Source: t.Source, Topic: e.Asks, Says: t.Says, When: t.Studied,
			Ref: t.Ref, Read: t.Read, Note: t.Note, Tests: t.Tests, At: t.At, Trial: t}
		r.base.Rules = append(r.base.Rules, t.Rule)
	}
}

// checkEvidence checks what a trial says beyond what every rule does.
func (r *reader) checkEvidence(e *Evidence) {
	r.ref(e.At, "treatment", e.Treatment, r.base.treatments[e.Treatment] != nil, r.base.TreatmentIDs())
	r.texts(e.At, "asks", e.Asks)
	r.texts(e.At, "answer", e.Answer)
	if len(e.Trials) == 0 {
		r.problems.Add(e.At, "no trials", "one or more studies the answer rests on", "")
	}
	for _, t := range e.Trials {
		r.trial(t)
	}
}

func (r *reader) trial(t *Trial) {
	for _, f := range []struct {
		name string
		text Text
	}{{"name", t.Name}, {"population", t.Population}, {"outcome", t.Outcome}, {"horizon", t.Horizon}, {"quality", t.Quality}} {
		r.texts(t.At, f.name, f.text)
	}
	if t.Harms != (Text{}) {
		r.texts(t.At, "harms", t.Harms)
	}
	r.word(t.At, "design", t.Design, designs)
	r.word(t.At, "finding", t.Finding, results)
	if t.N < 0 {
		r.problems.Add(t.At, fmt.Sprintf("n: %d", t.N), "how many were analysed, left out where that was not read", "")
	}
	for _, s := range []*Share{t.Treated, t.Control} {
		if s != nil && (s.Events < 0 || s.Events > s.Of || t.N > 0 && s.Of > t.N) {
			r.problems.Add(t.At, fmt.Sprintf("%d of %d among %d", s.Events, s.Of, t.N), "some of a group, which is some of n", "")
		}
	}
	if e := t.Effect; e != nil {
		r.word(t.At, "measure", e.Measure, measures)
		if e.Low != nil && *e.Low > e.Value || e.High != nil && *e.High < e.Value || (e.Low == nil) != (e.High == nil) {
			r.problems.Add(t.At, fmt.Sprintf("effect %g outside its interval", e.Value), "low <= value <= high, or neither end", "")
		}
		if e.Measure != "rd" && e.Value <= 0 {
			r.problems.Add(t.At, fmt.Sprintf("%s: %g", e.Measure, e.Value), "a ratio, which is above 0", "")
		}
	}
}

// EvidenceOn gives what trials found of a treatment; nil where nothing is in
// the knowledge.
func (b *Base) EvidenceOn(treatment string) *Evidence {
	if i := slices.IndexFunc(b.Evidence, func(e *Evidence) bool { return e.Treatment == treatment }); i >= 0 {
		return b.Evidence[i]
	}
	return nil
}
