package assessment

import (
	"slices"

	"github.com/gravida-health/gravida/finding"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Pattern is the obstetric history in numbers, by the interview's cut-offs
// whichever guideline leads. A number is what is sure; Max stands beside it
// where there may be more. Nothing is null but what nobody knows.
type Pattern struct {
	Pregnancies     *int    `json:"pregnancies"`
	Losses          *int    `json:"losses"`
	LossesMax       *int    `json:"lossesMax,omitempty"`
	Consecutive     *int    `json:"consecutive"`
	Early           *int    `json:"early"`
	EarlyMax        *int    `json:"earlyMax,omitempty"`
	Late            *int    `json:"late"`
	LateMax         *int    `json:"lateMax,omitempty"`
	Kind            *string `json:"kind"` // primary, secondary, tertiary
	SamePartner     *bool   `json:"samePartner"`
	LiveBirths      *int    `json:"liveBirths"`
	Biochemical     *int    `json:"biochemical"`
	UnknownLocation *int    `json:"unknownLocation"`
	Ectopic         *int    `json:"ectopic"`
	Molar           *int    `json:"molar"`
	Terminations    *int    `json:"terminations"`
	Stillbirths     *int    `json:"stillbirths"`
	StillbirthsMax  *int    `json:"stillbirthsMax,omitempty"`
	NeonatalDeaths  *int    `json:"neonatalDeaths"` // live births whose child died soon after
	// Complete says whether no other pregnancy exists; null when nobody said.
	Complete *bool `json:"complete"`
}

func pattern(set *finding.Set, base *knowledge.Base) Pattern {
	history := set.Case.History
	if !history.Given {
		return Pattern{}
	}
	counts := frame(base)
	of := func(name string) finding.Tally { c := counts[name]; return set.Count(&c) }
	sure := func(name string) *int { n := of(name).Min; return &n }
	losses := of("losses")
	n := len(set.Case.Pregnancies)
	p := Pattern{
		Pregnancies: &n, Losses: &losses.Min, Consecutive: sure("run"), Early: sure("early"), Late: sure("late"),
		LiveBirths: sure("liveBirths"), Biochemical: sure("biochemical"), UnknownLocation: sure("unknownLocation"),
		Ectopic: sure("ectopic"), Molar: sure("molar"), Terminations: sure("terminations"), Stillbirths: sure("stillbirths"), NeonatalDeaths: sure("neonatalDeaths"),
		SamePartner: samePartner(set, losses.Counted),
	}
	if history.Complete {
		p.Complete = &history.Complete
		p.LossesMax, p.EarlyMax, p.LateMax, p.StillbirthsMax = more(losses), more(of("early")), more(of("late")), more(of("stillbirths"))
		if losses.Max == losses.Min {
			p.Kind = kind(losses.Counted, of("births"), of("stillbirths"))
		}
	}
	return p
}

// more is the upper end of a count where it is not sure.
func more(t finding.Tally) *int {
	if t.Max == t.Min {
		return nil
	}
	return &t.Max
}

// frame finds the counts of the pattern in the knowledge.
func frame(base *knowledge.Base) map[string]knowledge.Count {
	for _, g := range base.Guidelines {
		if g.Pattern != nil {
			return g.Pattern
		}
	}
	return nil
}

// kind says what came before the losses: no birth (primary), a birth
// (secondary), or repeated losses and then a birth (tertiary). Without a loss,
// or where a birth is not sure, there is no kind.
//
// Primary and secondary as in the ESHRE guideline, Part A, definition of RPL;
// for tertiary there is no agreed definition.
func kind(losses []int, live, still finding.Tally) *string {
	if len(losses) == 0 || live.Max != live.Min || still.Max != still.Min {
		return nil
	}
	word := "primary"
	for _, birth := range slices.Concat(live.Counted, still.Counted) {
		before := len(slices.DeleteFunc(slices.Clone(losses), func(l int) bool { return l > birth }))
		if before == len(losses) {
			continue // nothing was lost after it
		}
		if word == "primary" {
			word = "secondary"
		}
		if repeated := before > 1; repeated {
			word = "tertiary"
		}
	}
	return &word
}

// samePartner is true when all losses are known to be with one partner, false
// when two are known to be with different ones, and null otherwise.
func samePartner(set *finding.Set, losses []int) *bool {
	if len(losses) == 0 {
		return nil
	}
	same := truth.Yes
	first := ""
	for _, position := range losses {
		partner := set.Case.Pregnancies[position-1].Partner
		switch {
		case !partner.Known:
			same = truth.And(same, truth.Unknown)
		case first == "":
			first = partner.Value
		case partner.Value != first:
			same = truth.No
		}
	}
	if same == truth.Unknown {
		return nil
	}
	answer := same == truth.Yes
	return &answer
}
