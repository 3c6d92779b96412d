package assessment

import (
	"slices"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Evidence is what studies found of one treatment, and whether she is like the
// women who were studied. It is told of the treatments that are spoken of for
// her, and of those the knowledge wants told to everybody; in an emergency only
// of what she asks for or takes.
type Evidence struct {
	Treatment string  `json:"treatment"`
	Asks      string  `json:"asks"`
	Answer    string  `json:"answer"`
	Trials    []Trial `json:"trials"`
}

// Trial is one outcome of one study, as it is printed.
type Trial struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	Design     string      `json:"design"`
	Blinded    *bool       `json:"blinded,omitempty"`
	Population string      `json:"population"`
	N          int         `json:"n,omitempty"`
	Outcome    string      `json:"outcome"`
	Horizon    string      `json:"horizon"`
	Treated    *Share      `json:"treated,omitempty"`
	Control    *Share      `json:"control,omitempty"`
	Effect     *Effect     `json:"effect,omitempty"`
	Finding    string      `json:"finding"` // benefit, no-difference, harm, unclear
	Quality    string      `json:"quality"`
	Harms      string      `json:"harms,omitempty"`
	LikeHer    string      `json:"likeHer"` // yes, no, unknown
	Missing    []string    `json:"missing"` // what would tell
	Read       string      `json:"read"`
	Statement  StatementID `json:"statement"`
}

// Share is some of a group.
type Share struct {
	Events int `json:"events"`
	Of     int `json:"of"`
}

// Effect is a measure of effect (rr, or, hr, rd) with its 95 % interval.
type Effect struct {
	Measure string   `json:"measure"`
	Value   float64  `json:"value"`
	Low     *float64 `json:"low,omitempty"`
	High    *float64 `json:"high,omitempty"`
}

func (w *writer) evidence() {
	for _, e := range w.base.Evidence {
		spoken := slices.ContainsFunc(w.Treatments, func(t Treatment) bool {
			return t.ID == e.Treatment && (t.Requested || t.Taken || !w.emergency())
		})
		if !spoken && (!e.Always || w.emergency()) {
			continue
		}
		out := Evidence{Treatment: e.Treatment, Asks: w.text(e.Asks), Answer: w.text(e.Answer), Trials: make([]Trial, 0, len(e.Trials))}
		for _, t := range e.Trials {
			out.Trials = append(out.Trials, w.trial(t))
		}
		w.Evidence = append(w.Evidence, out)
	}
}

func (w *writer) trial(t *knowledge.Trial) Trial {
	v := w.studied[t]
	out := Trial{
		ID: t.ID, Name: w.text(t.Name), Design: t.Design, Blinded: t.Blinded, Population: w.text(t.Population), N: t.N,
		Outcome: w.text(t.Outcome), Horizon: w.text(t.Horizon), Treated: (*Share)(t.Treated), Control: (*Share)(t.Control),
		Effect: (*Effect)(t.Effect), Finding: t.Finding, Quality: w.text(t.Quality), Harms: w.text(t.Harms),
		LikeHer: v.Applies.String(), Read: t.Read, Statement: w.say(v),
	}
	if v.Applies == truth.Unknown {
		out.Missing = guideline.Lacks(w.verdicts.Findings, *v)
	}
	fill(&out.Missing)
	return out
}
