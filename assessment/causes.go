package assessment

import (
	"slices"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
	"github.com/gravida-health/gravida/view/words"
)

// Cause is one of the causes, with how far it is settled.
type Cause struct {
	ID         string        `json:"id"`
	Group      string        `json:"group"`
	Status     string        `json:"status"`
	Department string        `json:"department"`
	Missing    []string      `json:"missing"`
	Statements []StatementID `json:"statements"`
	Treated    *Treated      `json:"treated,omitempty"` // by an operation, and not seen since
}

// Treated is an operation for a cause after which it has not been seen. How far
// the cause is settled stays as it is: whether it is gone only a look tells.
type Treated struct {
	By     string `json:"by"`           // the procedure
	On     string `json:"on,omitempty"` // when
	After  bool   `json:"after"`        // surely after the cause was seen
	Looked bool   `json:"looked"`       // an examination since then does not show it
}

// causes lists every cause of the catalogue.
func (w *writer) causes() {
	for _, def := range w.base.Causes {
		c := Cause{ID: def.ID, Group: def.Group, Department: w.leads(def), Missing: []string{}, Statements: []StatementID{}}
		if def.ID == "unexplained" {
			w.unexplained(&c)
		} else {
			w.judge(&c, def)
			w.treated(&c, def)
		}
		w.Causes = append(w.Causes, c)
	}
}

// treated says what was done about a cause that was found.
func (w *writer) treated(c *Cause, def *knowledge.Cause) {
	if c.Status != knowledge.Established && c.Status != knowledge.Suspected {
		return
	}
	if t := w.verdicts.Findings.Treated(def); t != nil {
		c.Treated = &Treated{t.Procedure.Procedure, t.Procedure.Date.String(), t.After == truth.Yes, t.Looked}
	}
}

// ShownAs is the heading a cause stands under. What raises a risk without explaining the
// losses is named as that, never as the cause of a loss; what explains the very losses in
// which it was found stands with what is established.
func (a *Assessment) ShownAs(c *Cause) string {
	def := a.base.Cause(c.ID)
	switch {
	case c.Status == knowledge.Established && def.PerLoss:
		return c.Status
	case (c.Status == knowledge.Established || c.Status == knowledge.Suspected) && def.Risk:
		return "risk"
	}
	return c.Status
}

// Explains says of an established cause that explains the losses in which it was found
// which these are; "" of any other.
func (a *Assessment) Explains(c *Cause) string {
	if c.Status != knowledge.Established || !a.base.Cause(c.ID).PerLoss {
		return ""
	}
	var places []int
	for _, id := range c.Statements {
		for _, f := range a.Statement(id).Facts {
			if n, _, ok := words.OfPregnancy(f.Fact); ok {
				places = append(places, n)
			}
		}
	}
	if len(places) == 0 {
		return a.say("page.perLoss.which")
	}
	return a.fill("page.perLoss", "list", words.Pregnancies(a.Lang, places))
}

// leads is the department that leads for a cause in the setting.
func (w *writer) leads(c *knowledge.Cause) string {
	if d := c.Department[w.Setting]; d != "" {
		return d
	}
	return c.Department["int"]
}

// judge takes the strongest status that holds: what is established stays so,
// whatever else was found clear.
func (w *writer) judge(c *Cause, def *knowledge.Cause) {
	held := map[string][]*guideline.Verdict{}
	var open []*guideline.Verdict
	for _, v := range w.onCause[def.ID] {
		switch v.Applies {
		case truth.Yes:
			held[v.Rule.Status] = append(held[v.Rule.Status], v)
		case truth.Unknown:
			open = append(open, v)
		}
	}
	if c.Status = w.unexamined(def); c.Status == knowledge.NotIndicated {
		c.Statements = w.advisedAgainst(def)
	}
	for _, status := range []string{knowledge.Established, knowledge.Suspected, knowledge.Excluded} {
		if len(held[status]) > 0 {
			c.Status, c.Statements = status, []StatementID{}
			for _, v := range held[status] {
				c.Statements = append(c.Statements, w.say(v))
			}
			break
		}
	}
	if c.Status != knowledge.Established && c.Status != knowledge.Excluded {
		for _, v := range open {
			c.Missing = merge(c.Missing, guideline.Lacks(w.verdicts.Findings, *v))
		}
		// Whether somebody has already made the diagnosis is no test to be done.
		if len(c.Missing) > 1 {
			c.Missing = slices.DeleteFunc(c.Missing, func(fact string) bool { return fact == def.ID })
		}
	}
}

// unexamined tells apart what nobody looked for and what the leading guideline
// advises not to look for: it speaks against every test that would. That another
// guideline is against some of them does not make up for its silence, for the
// same test serves more than one question.
func (w *writer) unexamined(def *knowledge.Cause) string {
	for _, test := range def.Tests {
		p := w.decides(w.onTests[test])
		if p == nil || p.Guideline != w.Leading || supports(p.Direction) || p.Read == knowledge.Unconfirmed {
			return knowledge.NotExamined
		}
	}
	if len(def.Tests) == 0 {
		return knowledge.NotExamined
	}
	return knowledge.NotIndicated
}

// advisedAgainst are the statements by which looking for a cause is not
// indicated.
func (w *writer) advisedAgainst(def *knowledge.Cause) (ids []StatementID) {
	for _, test := range def.Tests {
		for _, p := range w.onTests[test] {
			if p.Guideline == w.Leading && !slices.Contains(ids, p.Statement) {
				ids = append(ids, p.Statement)
			}
		}
	}
	return ids
}

func supports(direction string) bool {
	return direction == knowledge.For || direction == knowledge.ConditionalFor
}

// unexplained follows the leading guideline's own work-up. Where that is not in
// the knowledge it cannot be said. It is excluded by a cause that explains.
func (w *writer) unexplained(c *Cause) {
	c.Status = knowledge.NotExamined
	for _, other := range w.Causes {
		if other.Status == knowledge.Established && !w.base.Cause(other.ID).Risk {
			c.Status = knowledge.Excluded
			c.Statements = append(c.Statements, other.Statements...)
		}
	}
	v, ok := w.verdicts.Workups[w.Leading]
	if !ok || c.Status == knowledge.Excluded || v.Rule.Read == knowledge.Unconfirmed {
		return // what nobody has read cannot be complete
	}
	switch v.Applies {
	case truth.Yes:
		c.Status = knowledge.Established
		c.Statements = append(c.Statements, w.say(&v))
	case truth.Unknown:
		c.Missing = merge(c.Missing, guideline.Lacks(w.verdicts.Findings, v))
	}
}

// merge adds to one list what it lacks of another.
func merge(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}
