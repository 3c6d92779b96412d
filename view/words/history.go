package words

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
)

// Outcome is the word for how a pregnancy ended, and "early" or "late" where the
// gestation says so of a loss, by the frame's own limits; "" where it does not.
func Outcome(base *knowledge.Base, lang string, g *patient.Pregnancy) (name, time string) {
	o := base.Outcome(string(g.Outcome))
	if o == nil {
		return Sentence(In(lang, "pregnancy.outcome.unknown")), ""
	}
	name = o.Name.In(lang)
	for _, limit := range []string{"early", "late"} {
		if counts(base, limit, g) {
			name, time = Fill(lang, "pregnancy."+limit, "outcome", name), limit
		}
	}
	return Sentence(name), time
}

// counts reports whether a pregnancy surely is what the frame's pattern calls
// by that name.
func counts(base *knowledge.Base, name string, g *patient.Pregnancy) bool {
	for _, guideline := range base.Guidelines {
		if count, ok := guideline.Pattern[name]; ok && slices.Contains(count.Outcomes, string(g.Outcome)) {
			return g.Gestation.Before(int(count.Before)) == truth.Yes && g.Gestation.Before(int(count.From)) == truth.No
		}
	}
	return false
}

// Reached reports whether a pregnancy surely went on to the week from which the frame's
// pattern calls a loss by that name, however much later it ended.
func Reached(base *knowledge.Base, name string, g *patient.Pregnancy) bool {
	for _, guideline := range base.Guidelines {
		if count, ok := guideline.Pattern[name]; ok {
			return g.Gestation.Before(int(count.From)) == truth.No
		}
	}
	return false
}

// Definition says what a body counts as recurrent: how many, of what, in which
// weeks; "" where it defines nothing.
func Definition(base *knowledge.Base, lang string, g *knowledge.Guideline) string {
	if g == nil || g.Definition == nil {
		return ""
	}
	count := &g.Definition.Counts
	outcomes := make([]string, len(count.Outcomes))
	for i, id := range count.Outcomes {
		outcomes[i] = id
		if o := base.Outcome(id); o != nil {
			outcomes[i] = o.Name.In(lang)
		}
	}
	parts := []string{Fill(lang, "counts.losses", "n", strconv.Itoa(g.Definition.Losses), "list", strings.Join(outcomes, In(lang, "list.and")))}
	add := func(holds bool, key string, pairs ...string) {
		if holds {
			parts = append(parts, Fill(lang, "counts."+key, pairs...))
		}
	}
	days := func(n int) string { return Gestation(lang, patient.Gestation{Min: n, Max: n}) }
	add(count.From > 0, "from", "gestation", days(int(count.From)))
	add(count.Before > 0, "before", "gestation", days(int(count.Before)))
	add(count.Consecutive, "consecutive")
	add(count.SamePartner, "samePartner")
	add(count.Unexplained, "unexplained")
	shown := make([]string, len(count.Documented))
	for i, how := range count.Documented {
		shown[i] = Value(base, lang, how)
	}
	add(len(shown) > 0, "documented", "list", strings.Join(shown, In(lang, "list.or")))
	return strings.Join(parts, In(lang, "list.semicolon"))
}
