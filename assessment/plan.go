package assessment

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/knowledge"
)

// Visit is one occasion of the test plan: what is taken together, when, how,
// and what to bring. It joins what all guidelines ask for.
type Visit struct {
	Occasion  string    `json:"occasion"`
	Name      string    `json:"name"`
	Who       string    `json:"who"`
	NotBefore string    `json:"notBefore,omitempty"` // a date; now when it is left out
	WaitsFor  string    `json:"waitsFor,omitempty"`  // what it waits for, where that is no date
	Bring     string    `json:"bring"`
	Tests     []Planned `json:"tests"`
}

// Planned is one test of a visit.
type Planned struct {
	ID     string `json:"id"`
	Panel  string `json:"panel,omitempty"` // the panel it is a member of
	Status string `json:"status"`          // due, repeat, defer, or optional: only guidelines that do not lead ask for it
	// Weight is recommended or considered, as weight decides, and By whose line makes it
	// so; nobody's where only a finding has to be confirmed, or nobody has read it.
	Weight string   `json:"weight"`
	By     []string `json:"by,omitempty"`
	// Lead is why the leading guideline says nothing of it for her, as of a treatment.
	Lead   string  `json:"lead,omitempty"`
	Choice string  `json:"choice,omitempty"` // the tests of which one is enough
	How    string  `json:"how"`
	For    []Voice `json:"for"`     // guidelines that ask for it
	Not    []Voice `json:"against"` // guidelines that advise against it
}

// Voice is a guideline that speaks, and how its line was read.
type Voice struct {
	Guideline string `json:"guideline"`
	Read      string `json:"read"`
}

// Confirmed reports whether somebody has read a line that asks for the test.
func (p *Planned) Confirmed() bool {
	return slices.ContainsFunc(p.For, func(v Voice) bool { return v.Read != knowledge.Unconfirmed })
}

// optional is the status of a test that only guidelines that do not lead ask for.
const optional = "optional"

// plan merges what is to be done into visits: first what can be done now, in
// the order of a work-up, then by date, then what waits for something else, and
// at the end what only other guidelines ask for.
func (w *writer) plan() {
	for i := range w.Tests {
		t := &w.Tests[i]
		p, ok := w.planned(t)
		if !ok {
			continue
		}
		test := w.base.Test(t.ID)
		v := w.visit(test.Occasion, w.still(t.NotBefore), t.WaitsFor, p.Status == optional)
		v.Tests = append(v.Tests, p)
	}
	w.cover()
	slices.SortStableFunc(w.Plan, func(a, b Visit) int {
		return cmp.Or(cmp.Compare(a.stage(), b.stage()), cmp.Compare(a.NotBefore, b.NotBefore),
			cmp.Compare(w.occasion(a.Occasion), w.occasion(b.Occasion)))
	})
}

// still is the day before which a test is too early, or "" when that day has come.
func (w *writer) still(notBefore string) string {
	if notBefore <= w.AsOf {
		return ""
	}
	return notBefore
}

// planned says whether a test belongs in the plan. What the leading guideline
// does not ask for is optional when somebody who was read asks for it.
func (w *writer) planned(t *Test) (Planned, bool) {
	p := Planned{ID: t.ID, Status: t.Status, How: w.text(w.base.Test(t.ID).How), For: []Voice{}, Not: []Voice{}}
	p.Weight, p.By = w.weight(t)
	p.Lead = w.leadSays(t.Positions, w.openTests[t.ID] != "")
	if c := w.base.Choice(t.ID); c != nil {
		p.Choice = c.ID
	}
	for _, panel := range w.base.Panels {
		if slices.Contains(panel.Members, t.ID) {
			p.Panel = panel.ID
			break
		}
	}
	for _, position := range t.Positions {
		voice := Voice{position.Guideline, position.Read}
		switch {
		case supports(position.Direction):
			p.For = heard(p.For, voice)
		case position.Direction != knowledge.Silent:
			p.Not = heard(p.Not, voice)
		}
	}
	switch t.Status {
	case "due", "repeat", "defer":
		return p, true
	case "not-recommended":
		p.Status = optional
		return p, p.Confirmed()
	}
	return p, false
}

// The weights of a planned test.
const (
	Recommended = "recommended"
	Considered  = "considered"
)

// weight says whether a test leads in the plan or can be considered besides, and by
// whose line:
//
//   - a finding that has to be confirmed leads, whoever asks for it;
//   - where the leading guideline speaks for her its line decides: "for" leads,
//     anything less does not, whatever others say;
//   - where it is silent, or nobody has read its "for", the firmest of the others
//     decide that were read: one "for" is enough;
//   - while one of its lines may yet be for her that says less than "for", the test does
//     not lead yet: what leads must not step back once more is known.
func (w *writer) weight(t *Test) (weight string, by []string) {
	lead, voices := w.lead(t.Positions), w.voices(t.Positions)
	weight = Considered
	direction, steps := knowledge.Silent, w.openTests[t.ID] == lessYet
	switch {
	case lead != nil && (lead.Direction != knowledge.For || lead.Read != knowledge.Unconfirmed):
		direction, by, steps = lead.Direction, []string{w.Leading}, false
	case len(voices) > 0:
		direction = slices.MinFunc(voices, func(a, b *Position) int { return cmp.Compare(firmness[a.Direction], firmness[b.Direction]) }).Direction
		for _, p := range voices {
			if p.Direction == direction && supports(direction) {
				by = append(by, p.Guideline)
			}
		}
	}
	if t.Status == "repeat" || direction == knowledge.For && !steps {
		weight = Recommended
	}
	return weight, by
}

// heard adds a guideline that was not heard yet.
func heard(voices []Voice, v Voice) []Voice {
	if slices.ContainsFunc(voices, func(x Voice) bool { return x.Guideline == v.Guideline }) {
		return voices
	}
	return append(voices, v)
}

// visit finds the visit of an occasion at a time, or adds it.
func (w *writer) visit(occasion, notBefore, waitsFor string, optional bool) *Visit {
	for i := range w.Plan {
		v := &w.Plan[i]
		if v.Occasion == occasion && v.NotBefore == notBefore && v.WaitsFor == waitsFor && v.optional() == optional {
			return v
		}
	}
	o := w.base.Occasion(occasion)
	w.Plan = append(w.Plan, Visit{Occasion: occasion, Name: w.text(o.Name), Who: w.text(o.Who), Bring: w.text(o.Bring),
		NotBefore: notBefore, WaitsFor: waitsFor})
	return &w.Plan[len(w.Plan)-1]
}

// cover moves the tests of one visit to another at the same time that covers
// its occasion, so that she comes once.
func (w *writer) cover() {
	for i := 0; i < len(w.Plan); i++ {
		v := &w.Plan[i]
		over := slices.IndexFunc(w.Plan, func(other Visit) bool {
			return slices.Contains(w.base.Occasion(other.Occasion).Covers, v.Occasion) &&
				other.NotBefore == v.NotBefore && other.WaitsFor == v.WaitsFor && other.optional() == v.optional()
		})
		if over < 0 {
			continue
		}
		w.Plan[over].Tests = append(w.Plan[over].Tests, v.Tests...)
		slices.SortStableFunc(w.Plan[over].Tests, func(a, b Planned) int {
			return cmp.Compare(w.base.Test(a.ID).Order, w.base.Test(b.ID).Order)
		})
		w.Plan = slices.Delete(w.Plan, i, i+1)
		i--
	}
}

func (v *Visit) optional() bool { return len(v.Tests) > 0 && v.Tests[0].Status == optional }

// stage is where in the plan a visit stands.
func (v *Visit) stage() int {
	switch {
	case v.optional():
		return 3
	case v.WaitsFor != "":
		return 2
	case v.NotBefore != "":
		return 1
	}
	return 0
}

// occasion is an occasion's place in the order of a work-up.
func (w *writer) occasion(id string) int {
	return slices.IndexFunc(w.base.Occasions, func(o *knowledge.Occasion) bool { return o.ID == id })
}
