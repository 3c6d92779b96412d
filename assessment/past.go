package assessment

import (
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// Past tells her history in one sentence, in the language of the assessment; ""
// where nobody gave one.
func (a *Assessment) Past() string {
	n := &a.Pattern
	if n.Losses == nil {
		return ""
	}
	var parts []string
	add := func(key string, count *int) {
		if count != nil && *count > 0 {
			parts = append(parts, words.Count(a.Lang, "pattern."+key, *count))
		}
	}
	if losses := a.pastLosses(); losses != "" {
		parts = append(parts, losses)
	}
	if n.Consecutive != nil && *n.Consecutive > 1 {
		add("run", n.Consecutive)
	}
	add("early", n.Early)
	add("late", n.Late)
	if *n.Losses > 0 {
		parts = append(parts, a.pastPartners())
	}
	if n.Kind != nil {
		parts = append(parts, words.In(a.Lang, "pattern."+*n.Kind))
	}
	live := *n.LiveBirths - *n.NeonatalDeaths
	add("liveBirths", &live)
	add("neonatalDeaths", n.NeonatalDeaths)
	add("stillbirths", n.Stillbirths)
	if n.StillbirthsMax != nil { // named all the same: a child died
		open := min(*n.StillbirthsMax, a.saidStillborn()) - *n.Stillbirths
		add("stillbirthsOpen", &open)
	}
	add("biochemical", n.Biochemical)
	add("unknownLocation", n.UnknownLocation)
	add("ectopic", n.Ectopic)
	add("molar", n.Molar)
	add("terminations", n.Terminations)
	if len(parts) == 0 {
		parts = append(parts, words.In(a.Lang, "pattern.none"))
	}
	return words.Sentence(strings.Join(parts, words.In(a.Lang, "list.semicolon"))) + words.In(a.Lang, "stop")
}

// saidStillborn counts the children said to be stillborn: a pregnancy of which
// nobody said how it ended is not called one.
func (a *Assessment) saidStillborn() (n int) {
	for i := range a.subject.Pregnancies {
		if a.subject.Pregnancies[i].Outcome == patient.Stillbirth {
			n++
		}
	}
	return n
}

// pastLosses says how many, as a range where more may have been; nothing where
// there is none: who lost pregnancies in another way is not told that she lost none.
func (a *Assessment) pastLosses() string {
	n := &a.Pattern
	switch {
	case n.LossesMax != nil && *n.LossesMax > *n.Losses:
		return words.Fill(a.Lang, "pattern.range", "n", strconv.Itoa(*n.Losses), "max", strconv.Itoa(*n.LossesMax))
	case *n.Losses == 0:
		return ""
	case n.Complete == nil:
		return words.Fill(a.Lang, "pattern.atLeast", "what", words.Count(a.Lang, "pattern.losses", *n.Losses))
	}
	return words.Count(a.Lang, "pattern.losses", *n.Losses)
}

func (a *Assessment) pastPartners() string {
	switch same := a.Pattern.SamePartner; {
	case same == nil:
		return words.In(a.Lang, "pattern.partnerUnknown")
	case *same:
		return words.In(a.Lang, "pattern.samePartner")
	}
	return words.In(a.Lang, "pattern.otherPartner")
}
