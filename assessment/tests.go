package assessment

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/date"
	"github.com/gravida-health/gravida/guideline"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/truth"
)

// Test is one test of the plan, in the order of a work-up.
type Test struct {
	ID        string        `json:"id"`
	Status    string        `json:"status"`              // due, repeat, defer, done, not-recommended; silent for one that is only asked about
	Requested bool          `json:"requested,omitempty"` // she or her doctor asks about it
	NotDone   bool          `json:"notDone,omitempty"`   // by her account it has not been done; nothing else follows from that
	NotBefore string        `json:"notBefore,omitempty"`
	WaitsFor  string        `json:"waitsFor,omitempty"` // what it is deferred for, where that is no date
	By        string        `json:"by,omitempty"`       // another guideline that decides, where the leading one is silent
	Because   []StatementID `json:"because,omitempty"`  // why it is deferred
	Positions []Position    `json:"positions"`
	Differ    string        `json:"differ,omitempty"` // whether guidelines differ: yes; unconfirmed, where only by lines nobody has read
	// Open are recommendations that may or may not be for her, of a test that is
	// asked about and of which nothing is decided.
	Open []Open `json:"open,omitempty"`
	// DoneBy is a test that has answered the same question.
	DoneBy string `json:"doneBy,omitempty"`
	// NotCounted are results that were left out, because they were taken where
	// they cannot be read.
	NotCounted []NotCounted `json:"notCounted,omitempty"`
	// Latest is the last trusted result, as the record has it, and Judged what
	// the laboratory's limits make of it: high, low, positive, abnormal.
	Latest string `json:"latest,omitempty"`
	Judged string `json:"judged,omitempty"`
	Trend  *Trend `json:"trend,omitempty"`
}

// NotCounted is a result that says neither yes nor no.
type NotCounted struct {
	Value   string `json:"value"`   // as the record has it
	Context string `json:"context"` // in which it was taken
	// Perhaps says that it only may have been taken there: its date, or when the
	// medicine was begun, is not known.
	Perhaps bool   `json:"perhaps,omitempty"`
	Source  string `json:"source"`
}

// Trend sets the latest number beside the one before it. It says which is
// higher, not whether that matters.
type Trend struct {
	Direction string `json:"direction"` // higher, same, lower
	Than      string `json:"than"`      // as it was written
	Unit      string `json:"unit,omitempty"`
	On        string `json:"on"`
}

// tests lists every test that was done, that a guideline speaks of for her, or
// that is asked about.
func (w *writer) tests() {
	w.collectPositions()
	w.leadWaits()
	for _, test := range w.base.Tests {
		if t, ok := w.test(test); ok {
			w.Tests = append(w.Tests, t)
		}
	}
}

// collectPositions gathers what the applying rules say of each test and
// treatment, in the order of the files: the leading guideline first.
func (w *writer) collectPositions() {
	w.onTests, w.onTreatments = make(map[string][]Position, len(w.base.Tests)), make(map[string][]Position, len(w.base.Treatments))
	for _, leading := range []bool{true, false} {
		for _, v := range w.apply {
			if len(v.Rule.Test)+len(v.Rule.Treatment) == 0 || (v.Rule.Source == w.Leading) != leading {
				continue
			}
			p := w.position(v)
			for _, id := range v.Rule.Test {
				w.onTests[id] = append(w.onTests[id], p)
			}
			for _, id := range v.Rule.Treatment {
				w.onTreatments[id] = append(w.onTreatments[id], p)
			}
		}
	}
	for _, on := range []map[string][]Position{w.onTests, w.onTreatments} {
		for _, positions := range on {
			firmest(positions)
		}
	}
}

// NotDone names the tests that have not been done by her account, of those that are to be
// done or asked about.
func (a *Assessment) NotDone() []string {
	return a.notDone(func(*Test) bool { return true })
}

func (a *Assessment) notDone(which func(*Test) bool) []string {
	var all []*Test
	for i := range a.Tests {
		if t := &a.Tests[i]; t.Status != "not-recommended" && t.DoneBy == "" && which(t) {
			all = append(all, t)
		}
	}
	return NotDoneOf(all).Names(a)
}

// Untaken are tests that have not been done by her account.
type Untaken []*Test

// NotDoneOf are those of some tests.
func NotDoneOf(tests []*Test) (list Untaken) {
	for _, t := range tests {
		if t.NotDone && t.Latest == "" {
			list = append(list, t)
		}
	}
	return list
}

// Names are their names, in the language of the answer.
func (u Untaken) Names(a *Assessment) (names []string) {
	for _, t := range u {
		names = append(names, a.base.Test(t.ID).Name.In(a.Lang))
	}
	return names
}

// firmness is the order of directions within one guideline, the firmest support
// first.
var firmness = map[string]int{knowledge.For: 0, knowledge.ConditionalFor: 1, knowledge.ResearchOnly: 2,
	knowledge.ConditionalAgainst: 3, knowledge.Against: 4}

// firmest puts, within each guideline, what is said for her before what is said in
// general, and then the firmest support first: "not for everyone" beside "yes, with
// this history" means yes for her. What one
// guideline says stands together, as the rules do.
func firmest(positions []Position) {
	for start := 0; start < len(positions); {
		end := start + 1
		for end < len(positions) && positions[end].Guideline == positions[start].Guideline {
			end++
		}
		if end-start > 1 {
			slices.SortStableFunc(positions[start:end], func(a, b Position) int {
				return cmp.Or(later(a.General, b.General), cmp.Compare(firmness[a.Direction], firmness[b.Direction]))
			})
		}
		start = end
	}
}

// later orders what holds behind what does not.
func later(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (w *writer) test(test *knowledge.Test) (Test, bool) {
	t := Test{ID: test.ID, Positions: w.onTests[test.ID], Requested: w.holds("asks." + knowledge.Ident(test.ID)), NotCounted: w.notCounted[test.ID],
		NotDone: w.subject.SaidNotDone(test.ID)}
	decides := ""
	if p := w.decides(t.Positions); p != nil {
		decides = p.Direction
		if p.Guideline != w.Leading {
			t.By = p.Guideline
		}
		t.Positions = leadWith(t.Positions, p)
	}
	fill(&t.Positions)
	t.Differ = differ(t.Positions)
	w.latest(&t, test)
	confirm := w.confirming(test)
	switch {
	case w.openRepeat(test):
		t.Status = "repeat"
		t.NotBefore = w.verdicts.Findings.FirstPositive(test).AddDays(int(test.Repeat)).String()
		w.deferred(&t, test)
	case confirm != nil && t.Latest != "":
		t.Status, t.Because = "repeat", append(t.Because, w.say(confirm))
		w.deferred(&t, test)
	case t.Latest != "" && !w.done(test.ID) && supports(decides): // taken, and it told nothing
		t.Status = "repeat"
		w.deferred(&t, test)
	case t.Latest != "" && (w.done(test.ID) || decides == ""):
		t.Status = "done"
	case supports(decides) && slices.ContainsFunc(test.AlsoDoneBy, w.done):
		t.Status, t.DoneBy = "done", test.AlsoDoneBy[slices.IndexFunc(test.AlsoDoneBy, w.done)]
	case supports(decides):
		t.Status = "due"
		w.deferred(&t, test)
	case decides != "":
		t.Status = "not-recommended"
	default:
		t.Status = knowledge.Silent
	}
	if t.Status == "done" {
		t.By = ""
	}
	if t.Requested && decides == "" {
		w.unsettled(&t)
	}
	return t, t.Requested || t.DoneBy == "" && t.Status != knowledge.Silent
}

// unsettled answers for a test that is asked about and of which nothing read is
// decided: what may yet be for her, and that the leading guideline is silent.
func (w *writer) unsettled(t *Test) {
	var leading bool
	t.Open, leading = w.spoken(func(rule *knowledge.Rule) bool { return slices.Contains(rule.Test, t.ID) })
	if len(t.Positions) == 0 && !leading {
		t.Positions = []Position{{Guideline: w.Leading, Direction: knowledge.Silent}}
	}
}

// decides is the position that gives a test its status: the leading guideline's,
// or, where that is silent, the first that somebody has read.
// What a body says in general, while it makes an exception for her, decides only where
// nothing else does.
func (w *writer) decides(positions []Position) *Position {
	for _, general := range []bool{false, true} {
		for i := range positions {
			p := &positions[i]
			if p.General == general && (p.Guideline == w.Leading || p.Read != knowledge.Unconfirmed && !w.base.Guideline(p.Guideline).Beside()) {
				return p
			}
		}
	}
	return nil
}

// leadWith puts the position that decides first, for that is the one read first.
func leadWith(positions []Position, first *Position) []Position {
	if first == &positions[0] {
		return positions
	}
	led := make([]Position, 0, len(positions))
	led = append(led, *first)
	for i := range positions {
		if p := &positions[i]; p != first {
			led = append(led, *p)
		}
	}
	return led
}

// latest adds what is on record, and what the laboratory's limits make of it.
func (w *writer) latest(t *Test, test *knowledge.Test) {
	id := knowledge.Ident(test.ID)
	newest, _, ok := w.verdicts.Findings.Latest(test)
	if !ok {
		return
	}
	t.Latest = w.fact(newest).Value
	if higher, before, ok := w.verdicts.Findings.Trend(test); ok {
		t.Trend = &Trend{[]string{"lower", "same", "higher"}[higher+1], before.Written, before.Unit, before.Date.String()}
	}
	for _, judged := range []string{"high", "low", "positive", "abnormal"} {
		if w.holds(id + "." + judged) {
			t.Judged = judged
			return
		}
	}
}

// confirming finds the suspicion, if any is open, that asks for a test to be
// repeated before anything is concluded. Once the cause is established or
// excluded there is nothing to confirm.
func (w *writer) confirming(test *knowledge.Test) *guideline.Verdict {
	for _, v := range w.confirm[test.ID] {
		if w.holds("suspected." + knowledge.Ident(v.Rule.Cause)) {
			return v
		}
	}
	return nil
}

// done reports whether a test has a result that can be trusted and says
// something.
func (w *writer) done(test string) bool {
	_, told, _ := w.verdicts.Findings.Latest(w.base.Test(test))
	return told
}

// openRepeat reports whether a positive antibody still waits for its second
// test.
func (w *writer) openRepeat(test *knowledge.Test) bool {
	if test.Repeat == 0 || test.Kind != knowledge.Antibody {
		return false
	}
	return w.verdicts.Findings.Get(knowledge.Ident(test.ID)+".persistent").Value == truth.Unknown &&
		w.verdicts.Findings.EverPositive(test)
}

// deferred holds a test back while a result would say nothing. A date alone
// moves it; anything else makes it wait.
func (w *writer) deferred(t *Test, test *knowledge.Test) {
	for _, v := range w.deferring[test.ID] {
		w.holdBack(t, v)
	}
	if t.Status != "due" {
		return
	}
	for _, v := range w.apply {
		if v.Rule.Later.En != "" && v.Rule.Source == w.decides(t.Positions).Guideline && slices.Contains(v.Rule.Test, test.ID) {
			t.Status, t.WaitsFor = "defer", w.text(v.Rule.Later)
		}
	}
}

func (w *writer) holdBack(t *Test, v *guideline.Verdict) {
	day := date.Date{}
	if v.Rule.NotBefore != "" {
		day = w.verdicts.Findings.Get(v.Rule.NotBefore).Day
	}
	t.Because = append(t.Because, w.say(v))
	if v.Rule.Later.En != "" && t.WaitsFor == "" {
		t.WaitsFor = w.text(v.Rule.Later)
	}
	switch {
	case !day.Known():
		t.Status = "defer"
	case t.Status == "due":
		t.Status = "defer"
		fallthrough
	default:
		if day.String() > t.NotBefore {
			t.NotBefore = day.String()
		}
	}
}
