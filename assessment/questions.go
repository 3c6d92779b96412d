package assessment

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/truth"
	"github.com/gravida-health/gravida/view/words"
)

// Question asks for one fact that would decide something.
type Question struct {
	Fact        string   `json:"fact"`
	Ask         string   `json:"ask"`
	WouldDecide []string `json:"wouldDecide"`      // definitions, criteria and rules
	Danger      bool     `json:"danger,omitempty"` // she can tell at once, and the answer could raise a red flag
	Brief       string   `json:"brief,omitempty"`  // what of the fact matters most for her, in a few words
}

// How much it matters what a fact would decide. A recorded diagnosis settles a
// cause without any test, so whether there is one is asked last. What the leading
// guideline calls recurrent comes first, for her whole page hangs on it; once
// that is decided, dangers do.
const (
	weightDiagnosis = iota
	weightRule
	weightCriterion
	weightDefinition
	weightDanger
	weightLeading
)

// questions gathers what is open: first what would decide the leading
// definition, then a danger, then the other definitions, then criteria, then the
// rest; among equals what decides most. In an emergency only dangers are asked
// about: everything else can wait.
func (w *writer) questions() {
	found := make(map[string]*weighed, 256)
	idle := w.idle()
	first := map[string][]string{} // what is asked before the general question for a fact
	brief := map[string]string{}   // and what the first of these is about
	ask := func(id string, weight int, facts []string) {
		for _, fact := range facts {
			if w.quiet(fact, weight) {
				continue
			}
			q := found[fact]
			if q == nil {
				q = &weighed{fact: fact}
				found[fact] = q
			}
			if n := len(q.decides); n == 0 || q.decides[n-1] != id { // an id asks for all its facts at once
				q.decides = append(q.decides, id)
			}
			if idle[fact] && weight <= weightRule {
				continue
			}
			q.weight = max(q.weight, w.askable(fact, weight))
			q.danger = q.danger || weight == weightDanger && w.tellsNow(fact)
		}
	}
	for _, r := range w.Recurrence {
		weight := weightDefinition
		if r.Definition == w.Leading {
			weight = weightLeading
		}
		ask(r.Definition, weight, r.Missing)
	}
	for i := range w.Criteria {
		c := &w.Criteria[i]
		weight := weightCriterion
		if !w.speaksFor(&w.verdicts.Criteria[i]) {
			weight = weightDiagnosis
		}
		ask(c.ID, weight, c.Missing)
	}
	for i := range w.verdicts.Rules {
		v := &w.verdicts.Rules[i]
		if v.Applies == truth.Unknown && w.here(v.Rule) && w.matters(v.Rule) {
			lacks := guideline.Lacks(w.verdicts.Findings, *v)
			ask(v.Rule.ID, weight(v.Rule), lacks)
			if w.far == nil {
				w.far = map[string]int{}
			}
			w.far[v.Rule.ID] = len(lacks)
			if text := w.text(v.Rule.Ask); text != "" && len(lacks) == 1 {
				first[lacks[0]] = append(first[lacks[0]], text)
				brief[lacks[0]] = cmp.Or(brief[lacks[0]], w.text(v.Rule.AskBrief))
			}
		}
	}
	open := make([]*weighed, 0, len(found))
	emergency := w.emergency()
	for _, q := range found {
		open = append(open, q)
	}
	slices.SortFunc(open, func(a, b *weighed) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(len(b.decides), len(a.decides)), inOrder(a.fact, b.fact))
	})
	for _, q := range open {
		into := &w.Questions
		if emergency && !q.danger {
			into = &w.Waiting
		}
		asked := strings.Join(append(first[q.fact], w.askFor(q.fact)), w.space())
		*into = append(*into, Question{q.fact, asked, q.decides, q.danger, brief[q.fact]})
	}
}

// speaksFor reports whether a set of criteria matters for her: something of it
// holds, or the leading guideline looks for its cause.
func (w *writer) speaksFor(score *guideline.Score) bool {
	return score.Begun() || slices.ContainsFunc(w.base.Cause(score.Criterion.Cause).Tests, w.looksFor)
}

// looksFor reports whether the position that decides a test is for it.
func (w *writer) looksFor(test string) bool {
	p := w.decides(w.onTests[test])
	return p != nil && supports(p.Direction)
}

// idle are the facts that criteria nothing speaks for would need. Much else may
// hang on such a diagnosis; a test that nobody advises is still asked for last.
func (w *writer) idle() map[string]bool {
	idle := map[string]bool{}
	for i := range w.Criteria {
		if w.speaksFor(&w.verdicts.Criteria[i]) {
			continue
		}
		for _, fact := range w.Criteria[i].Missing {
			idle[fact] = !w.looksFor(fact)
		}
	}
	return idle
}

// inOrder compares facts as a person would sort them: pregnancy 2 before 10.
func inOrder(a, b string) int {
	for a != "" && b != "" {
		m, n := digits(a), digits(b)
		if m > 0 && n > 0 { // numbers here have no leading zeros
			if c := cmp.Or(cmp.Compare(m, n), strings.Compare(a[:m], b[:n])); c != 0 {
				return c
			}
			a, b = a[m:], b[n:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits is how many digits a text begins with.
func digits(s string) (n int) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// askable lowers the weight of what only a laboratory, a scan or an old letter
// can tell: she can be asked about symptoms and medicines at once.
func (w *writer) askable(fact string, weight int) int {
	if weight == weightDanger && !w.tellsNow(fact) {
		return weightCriterion
	}
	return weight
}

// tellsNow reports a fact that she can feel or tell at once: how she is today,
// what she takes, when her last pregnancy ended.
func (w *writer) tellsNow(fact string) bool {
	return strings.HasPrefix(fact, "status.") || fact == "medications" ||
		fact == "pregnancies."+strconv.Itoa(len(w.subject.Pregnancies))+".ended"
}

// quiet reports a fact nobody is asked for: one that another answer tells, or a
// test the leading guideline advises against, unless a definition or a set of
// criteria turns on it. Of a test that has not been done there is nothing to ask: it is
// due or not, and what it would show stays open. Nobody who is pregnant is asked whether she would like to
// be.
func (w *writer) quiet(fact string, weight int) bool {
	if fact == "status.planningPregnancy" && w.holds("pregnant") || w.saidNotDone(fact) {
		return true
	}
	if word := w.base.Word(knowledge.Conditions, fact); word != nil && word.Quiet {
		return true
	}
	if positions := w.onTests[fact]; weight < weightCriterion && len(positions) > 0 {
		return positions[0].Guideline == w.Leading && !supports(positions[0].Direction)
	}
	return false
}

// saidNotDone reports a test that was not done by her account, of her or of the tissue of
// one of her losses.
func (w *writer) saidNotDone(fact string) bool {
	if n, field, ok := words.OfPregnancy(fact); ok {
		return field == "tissueKaryotype" && n <= len(w.subject.Pregnancies) && w.subject.Pregnancies[n-1].TissueKaryotype.Value == patient.NotDoneOf
	}
	return w.subject.SaidNotDone(fact)
}

// matters reports whether an answer to the rule would still change anything for
// her: not for a cause that is settled or not looked for, nor for a caution with
// a treatment that nobody speaks of.
func (w *writer) matters(rule *knowledge.Rule) bool {
	switch {
	case rule.Trial != nil, rule.Model != nil: // they decide nothing that is done
		return false
	case rule.Cause != "":
		return slices.ContainsFunc(w.Causes, func(c Cause) bool {
			return c.ID == rule.Cause && (c.Status == knowledge.Suspected || c.Status == knowledge.NotExamined)
		})
	case len(rule.Caution) > 0:
		return slices.ContainsFunc(w.Treatments, func(t Treatment) bool {
			return slices.Contains(rule.Caution, t.ID) &&
				(t.Requested || t.Taken || len(t.Positions) > 0 && supports(t.Positions[0].Direction))
		})
	}
	return len(rule.Defer) == 0
}

// weight is how much it matters to decide a rule.
func weight(rule *knowledge.Rule) int {
	switch {
	case rule.Flag != "":
		return weightDanger
	case rule.Cause != "" && rule.Status == knowledge.Established:
		return weightDiagnosis
	}
	return weightRule
}

// weighed is a fact's greatest weight, and all it would decide.
type weighed struct {
	fact    string
	weight  int
	danger  bool
	decides []string
}

// askFor puts the question for a fact. Of a test that is on record it does not
// ask whether it was done, but for what is missing: its repeat, the dates of two
// samples, a sample that can be read, what the report says.
func (w *writer) askFor(fact string) string {
	test := w.base.Test(fact)
	if test == nil {
		return Ask(w.base, fact, w.lang)
	}
	_, _, taken := w.verdicts.Findings.Latest(test)
	key := "test.report"
	switch {
	case !taken && len(w.notCounted[fact]) > 0:
		key = "test.again"
	case !taken:
		key = "test"
	case w.openRepeat(test) && w.verdicts.Findings.PositivesUndated(test):
		key = "test.dates"
	case slices.ContainsFunc(w.Tests, func(t Test) bool { return t.ID == fact && t.Status == "repeat" }):
		key = "test.repeat"
	}
	if q, ok := w.base.Questions[key]; ok {
		return strings.ReplaceAll(q.In(w.lang), "{name}", test.Name.In(w.lang))
	}
	return Ask(w.base, fact, w.lang)
}

// Joined joins the questions that ask the same of several pregnancies, to
// decide the same: the weeks of her losses, and not of her births besides.
func Joined(base *knowledge.Base, questions []Question, lang string) (asked []Question) {
	key := func(q *Question) (string, int) {
		n, field, ok := words.OfPregnancy(q.Fact)
		if !ok || AskTogether(base, field, "", lang) == "" {
			return "", 0
		}
		return field + " " + q.WouldDecide[0], n
	}
	places := map[string][]int{} // of the pregnancies
	for i := range questions {
		if k, n := key(&questions[i]); k != "" {
			places[k] = append(places[k], n)
		}
	}
	at := map[string]int{}
	for _, q := range questions {
		k, _ := key(&q)
		i, begun := at[k]
		if len(places[k]) < 2 || !begun {
			if len(places[k]) > 1 {
				_, field, _ := words.OfPregnancy(q.Fact)
				q.Ask = AskTogether(base, field, words.Pregnancies(lang, places[k]), lang)
				q.WouldDecide = slices.Clone(q.WouldDecide)
				at[k] = len(asked)
			}
			asked = append(asked, q)
			continue
		}
		for _, id := range q.WouldDecide {
			if !slices.Contains(asked[i].WouldDecide, id) {
				asked[i].WouldDecide = append(asked[i].WouldDecide, id)
			}
		}
	}
	return asked
}

// AskTogether puts the same question for several pregnancies into words, once:
// list names them. "" where there are no words for that.
func AskTogether(base *knowledge.Base, field, list, lang string) string {
	return strings.ReplaceAll(base.Questions["pregnancies."+field].In(lang), "{list}", list)
}

// Ask puts the question for a fact into words.
func Ask(base *knowledge.Base, fact, lang string) string {
	fill := func(key string, name knowledge.Text, number string) string {
		q, ok := base.Questions[key]
		if !ok {
			return fact
		}
		text := q.In(lang)
		if number != "" {
			return strings.ReplaceAll(text, "{n}", number)
		}
		return strings.Replace(text, "{name}", name.In(lang), 1)
	}
	if q, ok := base.Questions[fact]; ok {
		return q.In(lang)
	}
	if t := base.Test(fact); t != nil {
		return fill("test", t.Name, "")
	}
	if word := base.Word(knowledge.Conditions, fact); word != nil {
		if _, ok := base.Questions[word.Kind]; ok {
			return fill(word.Kind, word.Name, "")
		}
		return fill("condition", word.Name, "")
	}
	if rest, ok := strings.CutPrefix(fact, "pregnancies."); ok {
		if number, field, ok := strings.Cut(rest, "."); ok {
			return fill("pregnancy."+field, knowledge.Text{}, number)
		}
	}
	return fact
}
