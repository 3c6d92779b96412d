package assessment

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// weighs reports a position that weighs: somebody has read it, its body does not
// merely stand beside, and it is not what that body says in general while it makes an
// exception for her.
func (w *writer) weighs(p *Position) bool {
	body := w.base.Guideline(p.Guideline)
	return p.Read != knowledge.Unconfirmed && !p.General && p.Direction != knowledge.Silent && (body == nil || !body.Beside())
}

// voices is what each body that weighs says most firmly, the leading one left out.
func (w *writer) voices(positions []Position) (list []*Position) {
	for i := range positions {
		p := &positions[i]
		if p.Guideline != w.Leading && w.weighs(p) && !slices.ContainsFunc(list, func(x *Position) bool { return x.Guideline == p.Guideline }) {
			list = append(list, p)
		}
	}
	return list
}

// lead is what the leading guideline says for her; nil where it is silent.
func (w *writer) lead(positions []Position) *Position {
	if i := slices.IndexFunc(positions, func(p Position) bool { return p.Guideline == w.Leading && p.Direction != knowledge.Silent }); i >= 0 {
		return &positions[i]
	}
	return nil
}

// openYet says that a line of the leading guideline may yet be for her.
const openYet = "open"

// leadSays is why the leading guideline says nothing of something for her: it is silent,
// or one of its lines may yet be for her; "" where it speaks.
func (w *writer) leadSays(positions []Position, open bool) string {
	switch {
	case w.lead(positions) != nil:
		return ""
	case open:
		return openYet
	}
	return knowledge.Silent
}

// lessYet marks a test of which such a line says less than "for".
const lessYet = "less"

// leadWaits gathers of which tests and treatments a line of the leading guideline may
// yet be for her.
func (w *writer) leadWaits() {
	w.openTests, w.openTreatments = map[string]string{}, map[string]bool{}
	for i := range w.verdicts.Rules {
		v := &w.verdicts.Rules[i]
		if v.Rule.Source != w.Leading || v.Applies != truth.Unknown {
			continue
		}
		for _, id := range v.Rule.Test {
			if w.openTests[id] = cmp.Or(w.openTests[id], openYet); v.Rule.Direction != knowledge.For {
				w.openTests[id] = lessYet
			}
		}
		for _, id := range v.Rule.Treatment {
			w.openTreatments[id] = true
		}
	}
}

// orderTreatments puts the treatments in the order in which a doctor expects them:
//
//  1. what the catalogue says leads, where it is advised or let be considered: what she
//     takes of it first, then as the catalogue has them;
//  2. what is for something that she has, before care that goes with any history;
//  3. by what the leading guideline says: for, consider, nothing, research only,
//     rather not, against;
//  4. by how many others are for it, less those that are against, and then by how many
//     let it be considered;
//  5. otherwise as the catalogue has them.
//
// Last a combination that is given at all goes before its parts: who is to have both
// is not told of one alone first.
func (w *writer) orderTreatments() {
	slices.SortStableFunc(w.Treatments, func(a, b Treatment) int {
		if w.Leads(&a) && w.Leads(&b) { // among these the catalogue decides
			return later(!a.Taken, !b.Taken)
		}
		return cmp.Or(
			later(!w.Leads(&a), !w.Leads(&b)),
			later(w.base.Treatment(a.ID).General, w.base.Treatment(b.ID).General),
			cmp.Compare(w.leadRank(&a), w.leadRank(&b)),
			cmp.Compare(w.others(&b, knowledge.For), w.others(&a, knowledge.For)),
			cmp.Compare(w.others(&b, knowledge.ConditionalFor), w.others(&a, knowledge.ConditionalFor)),
		)
	})
	for i := range w.Treatments {
		def := w.base.Treatment(w.Treatments[i].ID)
		if len(w.Treatments[i].Positions) == 0 || !supports(w.Treatments[i].Positions[0].Direction) {
			continue
		}
		at := slices.IndexFunc(w.Treatments[:i], func(t Treatment) bool { return slices.Contains(def.Parts, t.ID) })
		if at >= 0 {
			whole := w.Treatments[i]
			w.Treatments = slices.Insert(slices.Delete(w.Treatments, i, i+1), at, whole)
		}
	}
}

// leadRank is the place of what the leading guideline says of a treatment: its silence
// stands between what it lets be considered and what it keeps for research.
func (w *writer) leadRank(t *Treatment) int {
	p := w.lead(t.Positions)
	if p == nil {
		return firmness[knowledge.ConditionalFor]*2 + 1
	}
	return firmness[p.Direction] * 2
}

// others counts the other bodies that say so of a treatment, less those against it.
func (w *writer) others(t *Treatment, direction string) (n int) {
	for _, p := range w.voices(t.Positions) {
		switch {
		case p.Direction == direction:
			n++
		case p.Direction == knowledge.Against || p.Direction == knowledge.ConditionalAgainst:
			n--
		}
	}
	return n
}
