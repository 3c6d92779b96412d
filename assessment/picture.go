package assessment

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/prognosis"
	"github.com/gravida-health/gravida/truth"
	"github.com/gravida-health/gravida/view/words"
)

// Picture names the model whose number a picture of her chances shows.
type Picture struct {
	Model string `json:"model"`
	Own   bool   `json:"own"` // it takes her age or her losses into account; otherwise it is an average
}

// picture chooses the number that a picture shows of her chances, as the knowledge
// orders them.
func (w *writer) picture(predictions []prognosis.Prediction) {
	rule := w.base.Picture
	if rule == nil {
		return
	}
	var best *prognosis.Prediction
	for i := range predictions {
		p := &predictions[i]
		if p.Applies != truth.Yes || !p.Known || p.Model.Odds != nil ||
			!slices.Contains(rule.Outcomes, p.Model.Outcome) || !slices.Contains(rule.Read, p.Read) {
			continue
		}
		if best == nil || goesBefore(rule, p, best) {
			best = p
		}
	}
	if best == nil || ownFacts(rule, best) == 0 {
		if w.unfit = w.outweighs(rule.Unless); len(w.unfit) > 0 {
			return
		}
	}
	if best != nil && ownFacts(rule, best) == 0 {
		w.byAge(rule, predictions)
	}
	if best != nil {
		w.Picture = &Picture{Model: best.Model.ID, Own: ownFacts(rule, best) > 0}
	}
}

// outweighs are those of the terms of which another is made that hold; nil where it does
// not.
func (w *writer) outweighs(name string) (terms []string) {
	if name == "" || !w.holds(name) {
		return nil
	}
	for _, of := range w.base.Term(name).From.With.Of {
		if w.holds(of) {
			terms = append(terms, of)
		}
	}
	return terms
}

// byAge finds the number that goes before an average because it knows her age.
func (w *writer) byAge(rule *knowledge.Picture, predictions []prognosis.Prediction) {
	for i := range predictions {
		p := &predictions[i]
		if p.Applies == truth.Yes && p.Known && p.Model.Odds == nil && slices.Contains(rule.AtHerAge, p.Model.Outcome) &&
			slices.Contains(p.Uses, rule.Facts[0]) {
			w.atHerAge = p.Model.ID
			return
		}
	}
}

// AtHerAge is the number by her age that goes before an average; nil where none does.
func (a *Assessment) AtHerAge() *Prognosis {
	if i := slices.IndexFunc(a.Prognosis, func(p Prognosis) bool { return a.atHerAge != "" && p.Model == a.atHerAge }); i >= 0 {
		return &a.Prognosis[i]
	}
	return nil
}

// Unfit says that no study's figure fits her, and what decides more than the count of her
// losses; "" where nothing does.
func (a *Assessment) Unfit() string {
	var names []string
	for _, name := range a.unfit {
		if label := a.named(name); !slices.Contains(names, label) {
			names = append(names, label)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return a.fill("page.noFigure", "why", strings.Join(names, a.say("list.and")))
}

// named is what a term speaks of: of an illness itself, not that it is on record.
func (a *Assessment) named(name string) string {
	term := a.base.Term(name)
	if of := term.From.With.Of; strings.HasSuffix(name, ".on_record") && len(of) == 1 {
		return a.named(of[0])
	}
	if id, illness := strings.CutPrefix(name, "has."); illness {
		return words.Fact(a.base, a.Lang, strings.ReplaceAll(id, "_", "-"))
	}
	return term.Label.In(a.Lang)
}

// goesBefore reports whether a number stands before another in the order.
func goesBefore(rule *knowledge.Picture, a, b *prognosis.Prediction) bool {
	for _, word := range rule.Order {
		if c := compared[word](rule, a, b); c != 0 {
			return c > 0
		}
	}
	return false
}

// compared is positive where the first number goes before the second.
var compared = map[string]func(rule *knowledge.Picture, a, b *prognosis.Prediction) int{
	knowledge.ByFacts: func(rule *knowledge.Picture, a, b *prognosis.Prediction) int {
		return cmp.Compare(ownFacts(rule, a), ownFacts(rule, b))
	},
	knowledge.ByRead: func(rule *knowledge.Picture, a, b *prognosis.Prediction) int {
		return cmp.Compare(slices.Index(rule.Read, b.Read), slices.Index(rule.Read, a.Read))
	},
	knowledge.ByInterval: func(_ *knowledge.Picture, a, b *prognosis.Prediction) int { return later(a.HasInterval, b.HasInterval) },
	knowledge.BySize:     func(_ *knowledge.Picture, a, b *prognosis.Prediction) int { return cmp.Compare(a.N, b.N) },
	knowledge.BySoonest:  func(_ *knowledge.Picture, a, b *prognosis.Prediction) int { return cmp.Compare(years(b), years(a)) },
}

// ownFacts is how many of the facts that matter a number takes into account.
func ownFacts(rule *knowledge.Picture, p *prognosis.Prediction) (n int) {
	for _, fact := range rule.Facts {
		if slices.Contains(p.Uses, fact) {
			n++
		}
	}
	return n
}

// years is how far ahead a model looks, where it says so in years; 0 where it speaks of a
// pregnancy.
func years(p *prognosis.Prediction) int {
	n, _ := strconv.Atoi(strings.TrimSuffix(p.Model.Horizon, "y"))
	return n
}
