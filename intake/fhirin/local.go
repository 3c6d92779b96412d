package fhirin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
)

// counts are what a question in words may ask the number of.
var counts = []string{"gravidity", "parity", "miscarriages", "biochemicals", "ectopics", "molars", "stillbirths", "terminations",
	"live-births", "term-births", "preterm-births", "children-living", "losses-and-terminations"}

// countInWords is the number that a local code asks for by its words, which are
// known whole; nil where a table knows the code, or nobody the words.
func (r *reading) countInWords(c r4.CodeableConcept) *knowledge.Code {
	if len(r.meanings(c)) > 0 {
		return nil
	}
	for _, text := range textsOf(c) {
		if asks := r.terms.Asks(simplified.Replace(text)); slices.Contains(counts, asks) {
			return &knowledge.Code{Concept: asks, Kind: knowledge.CodeCount, System: knowledge.ByText, Display: text}
		}
	}
	return nil
}

// headed reports an observation that is a text under a heading of a letter:
// "obstetric history". history says that all of it is one.
func (r *reading) headed(c r4.CodeableConcept) (headed, history bool) {
	if len(r.meanings(c)) > 0 {
		return false, false
	}
	for _, text := range textsOf(c) {
		text = simplified.Replace(text)
		if w := r.lexicon().words(strings.ToLower(text)); len(w) == 1 && w[0].kind == knowledge.WordHeading && w[0].concept != other {
			headed, history = true, history || r.terms.Asks(text) == "history"
		}
	}
	return headed, history
}

// byName reports an observation or diagnosis that is read by the words it is
// named with.
func (r *reading) byName(e *entry) bool {
	if c, ok := e.Resource.(*r4.Condition); ok && len(c.Code.Coding) == 0 && c.Code.Text != "" && believed(c) {
		t := r.lexicon().read(c.Code.Text)
		return len(t.read) > 0 && len(t.unread) == 0
	}
	o, ok := e.Resource.(*r4.Observation)
	if !ok {
		return false
	}
	headed, _ := r.headed(o.Code)
	return headed && o.Value.String != "" || r.countInWords(o.Code) != nil
}

// namesTest reports a result that is named in words a table knows.
func (r *reading) namesTest(e *entry) bool {
	o, ok := e.Resource.(*r4.Observation)
	return ok && slices.ContainsFunc(textsOf(o.Code), func(text string) bool {
		rows, _ := r.findText(text, knowledge.CodeTest, knowledge.CodeHint)
		return len(rows) > 0
	})
}

// speaksOf reports an observation whose text speaks of pregnancies, whatever it
// is called.
func (r *reading) speaksOf(e *entry) bool {
	o, ok := e.Resource.(*r4.Observation)
	if !ok || o.Value.String == "" || len(o.Value.String) > longestText {
		return false
	}
	t := r.lexicon().read(o.Value.String)
	return len(t.read)+len(t.unread) > 0
}

// countNamed reads the number under a local code whose words are known.
func (r *reading) countNamed(g *gathered, e *entry, c r4.CodeableConcept, v *r4.Value, when span) bool {
	m := r.countInWords(c)
	if m == nil {
		return false
	}
	before := len(g.statements)
	r.count(g, e, m, v, when)
	for i := before; i < len(g.statements); i++ {
		g.statements[i].text = true
		again(&r.texts, "count "+m.Concept+" "+m.Display, quote(m.Display)+" was read as the number of "+cmp.Or(countedIn(m.Concept).En, m.Concept),
			"“"+m.Display+"”按“"+cmp.Or(countedIn(m.Concept).Zh, m.Concept)+"”的次数读取", e.source())
	}
	return true
}

// countedIn names what a number counts.
func countedIn(concept string) knowledge.Text {
	for _, k := range countedKinds {
		if k.concept == concept {
			return knowledge.Text{En: k.en, Zh: k.zh}
		}
	}
	return map[string]knowledge.Text{
		"gravidity":               {En: "pregnancies", Zh: "妊娠"},
		"parity":                  {En: "births (parity)", Zh: "分娩（产次）"},
		"live-births":             {En: "live births", Zh: "活产"},
		"term-births":             {En: "births at term", Zh: "足月产"},
		"preterm-births":          {En: "preterm births", Zh: "早产"},
		"children-living":         {En: "living children", Zh: "现存子女"},
		"losses-and-terminations": {En: "miscarriages and terminations together", Zh: "流产（自然与人工合计）"},
	}[concept]
}
