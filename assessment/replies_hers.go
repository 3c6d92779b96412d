package assessment

import (
	"slices"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/view/words"
)

// emergency reports a red flag beside which everything else waits.
func (w *writer) emergency() bool {
	return slices.ContainsFunc(w.RedFlags, func(f RedFlag) bool { return f.Urgency == "emergency" })
}

// wait stands where an answer would keep her from going.
func (r *replier) wait() {
	if len(r.lines) == 0 {
		r.add(nil, "wait")
	}
}

// elsewhere tells what was found of causes that no other question asks for:
// chromosomes, the partner, her age, how she lives. They bear on her chances.
func (r *replier) elsewhere() {
	groups := []string{"genetic", "male", "age", "lifestyle"}
	for i := range r.Causes {
		c := &r.Causes[i]
		if !slices.Contains(groups, c.Group) ||
			c.Status != knowledge.Established && c.Status != knowledge.Suspected {
			continue
		}
		if s := r.Statement(c.Statements[0]); s != nil {
			r.line(words.Sentence(r.text(r.base.Cause(c.ID).Name))+words.In(r.lang, "clause")+s.Text, c.Statements[:1])
		}
	}
	r.testsOf(groups)
}

// taken reports whether one of some tests has a result.
func (r *replier) taken(tests []string) bool {
	return slices.ContainsFunc(r.Tests, func(t Test) bool { return t.Latest != "" && slices.Contains(tests, t.ID) })
}

// unadvised says of an immune test that was taken though the guidelines are
// against it what they say: its result is what she was told is the reason.
func (r *replier) unadvised(groups []string) {
	for i := range r.Tests {
		t := &r.Tests[i]
		if t.Requested || t.Latest == "" || r.groupOf(t.ID) != "immune" || !slices.Contains(groups, "immune") {
			continue
		}
		id := statementsOf(t.Positions)
		if p := r.decides(t.Positions); p == nil || id == nil || supports(p.Direction) {
			continue
		}
		r.add(id, "test.unadvised", "test", words.Sentence(r.text(r.base.Test(t.ID).Name)), "latest", r.value(t.Latest), "text", r.Statement(id[0]).Text)
	}
}

// undecided says of each treatment on which nothing is settled what would settle
// it, and of one that nobody speaks of, that nobody does.
func (r *replier) undecided() {
	var silent []string
	for i := range r.Treatments {
		t := &r.Treatments[i]
		if r.answered(t) || len(t.Forbidden) > 0 {
			continue
		}
		name := r.text(r.base.Treatment(t.ID).Name)
		if i := slices.IndexFunc(t.Positions, func(p Position) bool { return p.Statement != "" }); i >= 0 && !slices.ContainsFunc(t.Open, func(o Open) bool { return supports(o.Direction) }) { // no answer could advise it
			p := &t.Positions[i]
			r.add([]StatementID{p.Statement}, "prevent.unread", "treatment", words.Sentence(name), "guideline", r.body(p.Guideline), "text", r.Statement(p.Statement).Text)
			if t.Taken {
				r.add(nil, "prevent.taken", "treatment", name)
			}
			continue
		}
		if len(t.Open) == 0 {
			silent = append(silent, name)
			continue
		}
		open := t.Open[0]
		r.add(nil, "prevent.undecided", "treatment", words.Sentence(name), "guideline", r.body(open.Guideline),
			"text", open.Text, "missing", words.Missing(r.base, r.lang, open.Missing))
		if t.Taken {
			r.add(nil, "prevent.taken", "treatment", name)
		}
	}
	if len(silent) > 0 {
		r.add(nil, "prevent.silent", "list", r.list(silent))
	}
}

// onRecord says what she is allergic to and which medicines she takes: whoever
// prescribes has to know. The order is that of the catalogue.
func (r *replier) onRecord() {
	for _, of := range []struct{ list, term, key string }{
		{knowledge.Allergies, "allergic.", "doctor.allergies"},
		{knowledge.Medications, "takes.", "doctor.medicines"},
	} {
		var names []string
		for _, id := range r.base.WordIDs(of.list) {
			if r.holds(of.term + knowledge.Ident(id)) {
				names = append(names, r.text(r.base.Word(of.list, id).Name))
			}
		}
		if len(names) > 0 {
			r.add(nil, of.key, "list", r.list(names))
		}
	}
}
