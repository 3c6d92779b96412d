package assessment

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/prognosis"
	"github.com/gravida-health/gravida/truth"
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
	if best != nil {
		w.Picture = &Picture{Model: best.Model.ID, Own: ownFacts(rule, best) > 0}
	}
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
