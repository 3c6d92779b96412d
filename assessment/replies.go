package assessment

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
	"github.com/gravida-health/gravida/view/words"
)

// Reply is one of the questions a woman asks after losing pregnancies, answered
// for her. Every line says only what stands elsewhere in the assessment, and
// points there.
type Reply struct {
	ID    string      `json:"id"`
	Asks  string      `json:"asks"`
	Lines []ReplyLine `json:"lines"`
}

// ReplyLine is one sentence of a reply.
type ReplyLine struct {
	Text       string        `json:"text"`
	Statements []StatementID `json:"statements"`
}

// replies are the questions in the order of the interview, each with what
// answers it.
var replies = []struct {
	id     string
	answer func(*replier)
}{
	{"recurrent", (*replier).recurrent},
	{"early-or-late", (*replier).earlyOrLate},
	{"immune-and-clotting", func(r *replier) { r.causes("immune", "coagulation") }},
	{"hormones", func(r *replier) { r.causes("endocrine") }},
	{"womb", func(r *replier) { r.causes("anatomical") }},
	{"where", (*replier).where},
	{"immune-treatment", (*replier).immuneTreatment},
	{"still-open", (*replier).stillOpen},
	{"tell-your-doctor", (*replier).tellYourDoctor},
	{"prevent", (*replier).prevent},
}

func (w *writer) replies() {
	for _, q := range replies {
		r := &replier{writer: w}
		q.answer(r)
		w.Replies = append(w.Replies, Reply{q.id, words.In(w.lang, "reply."+q.id), r.lines})
	}
}

// replier writes the lines of one reply.
type replier struct {
	*writer
	lines []ReplyLine
}

// add writes a line of our own words; nothing when a list in it is empty.
func (r *replier) add(statements []StatementID, key string, pairs ...string) {
	r.line(words.Fill(r.lang, "reply."+key, pairs...), statements)
}

func (r *replier) line(text string, statements []StatementID) {
	each := []StatementID{}
	for _, id := range statements {
		if !slices.Contains(each, id) {
			each = append(each, id)
		}
	}
	r.lines = append(r.lines, ReplyLine{words.Sentence(text), each})
}

// tell writes a statement itself.
func (r *replier) tell(id StatementID) {
	if s := r.Statement(id); s != nil {
		r.line(s.Text, []StatementID{id})
	}
}

// list joins names.
func (r *replier) list(names []string) string {
	return strings.Join(names, words.In(r.lang, "list.names"))
}

func (r *replier) body(id string) string { return r.text(r.base.Source(id).Name) }

// recurrent: what the leading guideline says, and who says otherwise.
func (r *replier) recurrent() {
	by := map[string][]string{}
	var of = map[string][]StatementID{}
	for _, x := range r.standing() {
		if x.Definition == r.Leading {
			r.tell(x.Statement)
		}
		by[x.Status] = append(by[x.Status], r.body(x.Definition))
		of[x.Status] = append(of[x.Status], x.Statement)
	}
	for _, status := range []string{"met", "not-met", "unknown"} {
		if len(by[status]) > 0 {
			r.add(of[status], "recurrent."+status, "list", r.list(by[status]))
		}
	}
	for _, x := range r.Recurrence {
		if x.Definition == r.Leading && x.Status == "unknown" {
			r.missing(x.Missing)
		}
	}
}

// standing are the definitions as a reader weighs them: the guideline that leads, the
// other guidelines, and last what is no guideline but a way to tell a history.
func (r *replier) standing() []Recurrence {
	list := slices.Clone(r.Recurrence)
	rank := func(x Recurrence) int {
		switch {
		case x.Definition == r.Leading:
			return 0
		case r.base.Guideline(x.Definition).Frame:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b Recurrence) int { return rank(a) - rank(b) })
	return list
}

func (r *replier) missing(facts []string) {
	if len(facts) > 0 {
		r.line(words.Missing(r.base, r.lang, facts), nil)
	}
}

// earlyOrLate sorts the losses by the interview's weeks, and says which of them
// each body counts.
func (r *replier) earlyOrLate() {
	var weeks []StatementID
	for _, x := range r.Recurrence {
		if r.base.Guideline(x.Definition).Frame {
			weeks = append(weeks, x.Statement)
		}
	}
	counts := frame(r.base)
	placed := map[int]bool{}
	for _, time := range []string{"early", "late", "biochemical", "unknownLocation", "stillbirths", "ectopic", "molar"} {
		count := counts[time]
		counted := r.verdicts.Findings.Count(&count).Counted
		for _, position := range counted {
			placed[position] = true
		}
		if len(counted) > 0 {
			r.add(weeks, "weeks."+time, "list", r.places(counted))
		}
	}
	var still []int // born without life, and nobody knows whether before 28 weeks
	for i := range r.subject.Pregnancies {
		if r.subject.Pregnancies[i].Outcome == patient.Stillbirth && !placed[i+1] {
			still = append(still, i+1)
			placed[i+1] = true
		}
	}
	if len(still) > 0 {
		r.add(weeks, "weeks.stillbirthsOpen", "list", r.places(still))
	}
	var unsaid []int // nobody said yet how it ended
	for i := range r.subject.Pregnancies {
		if r.subject.Pregnancies[i].Outcome == "" {
			unsaid = append(unsaid, i+1)
		}
	}
	if len(unsaid) > 0 {
		r.add(weeks, "weeks.unsaid", "list", r.places(unsaid))
	}
	losses := counts["losses"]
	open := slices.DeleteFunc(r.verdicts.Findings.Count(&losses).Counted, func(position int) bool { return placed[position] })
	switch {
	case len(open) > 0:
		r.add(weeks, "weeks.open", "list", r.places(open))
	case len(r.lines) == 0 && !r.subject.History.Complete:
		r.add(weeks, "weeks.unknown")
	case len(r.lines) == 0:
		r.add(weeks, "weeks.none")
	}
	r.counted()
}

// counted says which pregnancies each body counts, and whether they differ.
func (r *replier) counted() {
	var names, bodies []string
	var ids []StatementID
	alike := true
	var first []int
	for _, x := range r.standing() {
		if len(x.Counted) == 0 || r.base.Guideline(x.Definition).Frame {
			continue
		}
		if first == nil {
			first = x.Counted
		}
		alike = alike && slices.Equal(first, x.Counted)
		names = append(names, r.body(x.Definition))
		bodies = append(bodies, r.body(x.Definition)+words.In(r.lang, "clause")+r.places(x.Counted))
		ids = append(ids, x.Statement)
	}
	switch {
	case len(bodies) == 0:
	case alike:
		r.add(ids, "weeks.alike", "list", r.list(names), "pregnancies", r.places(first))
	default:
		r.add(ids, "weeks.counted", "list", strings.Join(bodies, words.In(r.lang, "list.semicolon")))
	}
}

// places names pregnancies by their place in the record.
func (r *replier) places(positions []int) string {
	names := make([]string, len(positions))
	for i, n := range positions {
		names[i] = strconv.Itoa(n)
	}
	return words.Count(r.lang, "recurrence.pregnancies", len(names), "list", strings.Join(names, words.In(r.lang, "list.and")))
}

// ofRecord is the source of what somebody wrote in her record or said, without a test.
const ofRecord = "record"

// recordedOnly reports that no test stands behind statements, only what was recorded.
func (r *replier) recordedOnly(ids []StatementID) bool {
	return len(ids) > 0 && !slices.ContainsFunc(ids, func(id StatementID) bool {
		s := r.Statement(id)
		return s == nil || s.Guideline != ofRecord
	})
}

// causes says of each cause of some groups how far it is settled.
func (r *replier) causes(groups ...string) {
	var unexamined, partly, unasked, against, excluded, tests []string
	var unheard []string // not there by what is recorded; no test says so
	var ids, clear, said []StatementID
	for i := range r.Causes {
		c := &r.Causes[i]
		if !slices.Contains(groups, c.Group) {
			continue
		}
		name := r.text(r.base.Cause(c.ID).Name)
		switch c.Status {
		case knowledge.Established, knowledge.Suspected:
			text := ""
			if s := r.Statement(c.Statements[0]); s != nil {
				text = s.Text
			}
			if r.ShownAs(c) == "risk" {
				text += words.In(r.lang, "reply.cause.beside")
			}
			r.add(c.Statements, "cause."+c.Status, "cause", words.Sentence(name), "text", text)
		case knowledge.Excluded:
			if r.recordedOnly(c.Statements) {
				unheard, said = append(unheard, name), append(said, c.Statements...)
				break
			}
			excluded, clear = append(excluded, name), append(clear, c.Statements...)
		case knowledge.NotIndicated:
			against, ids = append(against, name), append(ids, c.Statements...)
		default:
			if of := r.base.Cause(c.ID).Tests; len(r.planned(of)) > 0 {
				unexamined, tests = append(unexamined, name), append(tests, of...)
			} else if r.taken(of) {
				partly = append(partly, name)
			} else {
				unasked = append(unasked, name)
			}
		}
	}
	if len(excluded) > 0 {
		r.add(clear, "cause.excluded", "list", r.list(excluded))
	}
	if len(unheard) > 0 {
		r.add(said, "cause.unheard", "list", r.list(unheard))
	}
	if r.emergency() {
		r.wait()
		return
	}
	if len(unexamined) > 0 {
		r.add(nil, "cause.not-examined", "list", r.list(unexamined))
		if planned := r.planned(tests); len(planned) > 0 {
			r.add(nil, "cause.tests", "list", r.list(planned))
		}
	}
	if len(partly) > 0 {
		r.add(nil, "cause.partly", "list", r.list(partly))
	}
	if len(unasked) > 0 {
		r.add(nil, "cause.unasked", "list", r.list(unasked))
	}
	if len(against) > 0 {
		r.add(ids, "cause.not-indicated", "leading", r.body(r.Leading), "list", r.list(against))
	}
	r.testsOf(groups)
	r.unadvised(groups)
}

// testsOf answers for the tests she asks about, and says of a result that was
// left out why it was. A test that examines no cause is asked about because of
// clotting or the immune system, for these are what is offered.
func (r *replier) testsOf(groups []string) {
	for i := range r.Tests {
		t := &r.Tests[i]
		if !t.Requested && len(t.NotCounted) == 0 || !slices.Contains(groups, r.groupOf(t.ID)) {
			continue
		}
		name := words.Sentence(r.text(r.base.Test(t.ID).Name))
		if n := len(t.NotCounted); n > 0 {
			left := t.NotCounted[n-1]
			key := "test.notCounted"
			if left.Perhaps {
				key = "test.notCounted.perhaps"
			}
			r.add(nil, key, "test", name, "context", r.value(left.Context))
		}
		if !t.Requested {
			continue
		}
		if id := statementsOf(t.Positions); id != nil {
			r.add(id, "test.asked", "test", name, "text", r.Statement(id[0]).Text)
		} else {
			r.add(nil, "test.silent", "test", name)
		}
	}
}

// groupOf is the group of the first cause that a test examines.
func (r *replier) groupOf(test string) string {
	for _, c := range r.base.Causes {
		if slices.Contains(c.Tests, test) {
			return c.Group
		}
	}
	return "coagulation"
}

// planned names those of some tests that stand in her plan.
func (r *replier) planned(tests []string) (names []string) {
	for _, v := range r.Plan {
		for i := range v.Tests {
			if id := v.Tests[i].ID; v.Tests[i].Status != optional && slices.Contains(tests, id) {
				names = append(names, r.text(r.base.Test(id).Name))
			}
		}
	}
	return names
}

// where says which doors, in which order, how soon, why and with what in hand.
func (r *replier) where() {
	for _, d := range r.Departments {
		why := ""
		if s := r.Statement(d.Because[0]); s != nil {
			why = s.Text
		}
		r.add(d.Because, "door", "n", strconv.Itoa(d.Rank), "department", words.Sentence(r.text(r.base.Department(d.ID).Name)),
			"urgency", words.In(r.lang, "urgency."+d.Urgency), "why", why)
	}
	switch {
	case len(r.Departments) > 0:
	case len(r.Questions) > 0: // too little is known to say that she needs none
		r.add(nil, "door.unsure")
	default:
		r.add(nil, "door.none")
	}
	if len(r.Plan) > 0 {
		r.add(nil, "bring", "what", r.Plan[0].Bring)
	}
}

// immuneTreatment answers for every treatment she asks about or takes of which
// studies are told, and says of the others what the guidelines say.
func (r *replier) immuneTreatment() {
	var spoken []string
	var ids []StatementID
	for i := range r.Evidence {
		e := &r.Evidence[i]
		if !r.base.EvidenceOn(e.Treatment).Always {
			continue
		}
		name := r.text(r.base.Treatment(e.Treatment).Name)
		t := r.treatment(e.Treatment)
		switch {
		case t != nil && (t.Requested || t.Taken):
			r.asked(e, t, name)
		case t != nil && len(t.Positions) > 0:
			p := &t.Positions[0]
			spoken = append(spoken, name+words.Fill(r.lang, "bracket", "what",
				words.In(r.lang, "direction."+p.Direction)+words.In(r.lang, "list.comma")+r.body(p.Guideline)))
			ids = append(ids, p.Statement)
		}
		if asked := t != nil && (t.Requested || t.Taken); !asked && !r.emergency() {
			r.line(words.Sentence(name)+words.In(r.lang, "clause")+r.first(e.Answer), r.trials(e))
		}
	}
	if len(spoken) > 0 {
		r.add(ids, "immune.spoken", "list", r.list(spoken))
	}
	if r.emergency() {
		r.wait()
	}
}

// first is the first sentence of an answer, which is the answer; the rest says
// why.
func (r *replier) first(answer string) string {
	stop := words.In(r.lang, "list.stop")
	sentence, _, _ := strings.Cut(answer, stop)
	return strings.TrimSuffix(sentence, words.In(r.lang, "stop")) + words.In(r.lang, "stop")
}

func (r *replier) trials(e *Evidence) (ids []StatementID) {
	for i := range e.Trials {
		ids = append(ids, e.Trials[i].Statement)
	}
	return ids
}

func (r *replier) treatment(id string) *Treatment {
	if i := slices.IndexFunc(r.Treatments, func(t Treatment) bool { return t.ID == id }); i >= 0 {
		return &r.Treatments[i]
	}
	return nil
}

// asked answers for one treatment: the studies in words, what the guidelines
// say, how many of the studies were in women like her.
func (r *replier) asked(e *Evidence, t *Treatment, name string) {
	like := 0
	var ids []StatementID
	for i := range e.Trials {
		if e.Trials[i].LikeHer == "yes" {
			like++
			ids = append(ids, e.Trials[i].Statement)
		}
	}
	r.line(words.Sentence(name)+words.In(r.lang, "clause")+e.Answer, ids)
	r.line(words.Count(r.lang, "reply.immune.like", like, "of", strconv.Itoa(len(e.Trials))), r.trials(e))
	for i := range t.Positions {
		if p := &t.Positions[i]; p.Statement != "" {
			r.line(r.body(p.Guideline)+words.In(r.lang, "clause")+r.Statement(p.Statement).Text, []StatementID{p.Statement})
			break
		}
	}
}

// mostAsked is how many open questions are put in words.
const mostAsked = 3

// mostNotDone is how many tests are named that have not been done: when each is due stands
// in her plan.
const mostNotDone = 6

// fewest is a list that ends in a number where it is long.
func (r *replier) fewest(names []string) string {
	if more := len(names) - mostNotDone; more > 1 {
		names = append(slices.Clone(names[:mostNotDone]), words.Count(r.lang, "page.more", more))
	}
	return strings.Join(names, words.In(r.lang, "list.names"))
}

// stillOpen puts the first questions whose answers could still change something;
// what is asked of several pregnancies, once. In an emergency they wait.
func (r *replier) stillOpen() {
	notDone := r.notDone(func(t *Test) bool { return t.WaitsFor == "" }) // what cannot be done now is no gap she can fill
	if len(notDone) > 0 && !r.emergency() {
		r.add(nil, "open.notDone", "list", r.fewest(notDone))
	}
	asked := Joined(r.base, r.Questions, r.lang)
	for i, q := range asked {
		if i == mostAsked {
			r.add(nil, "open.more")
			return
		}
		r.line(q.Ask, nil)
	}
	switch {
	case len(asked) > 0, len(notDone) > 0 && !r.emergency():
	case r.emergency():
		r.add(nil, "open.emergency") // the others were held back, not answered
	default:
		r.add(nil, "open.none")
	}
}

// tellYourDoctor says what whoever sees her next has to know: dangers, what she
// takes that needs care, what has to be repeated and from when.
func (r *replier) tellYourDoctor() {
	for _, f := range r.RedFlags {
		for _, id := range f.Because {
			r.tell(id)
		}
	}
	r.onRecord()
	for i := range r.Treatments {
		t := &r.Treatments[i]
		if !t.Taken && !t.Requested && !r.Leads(t) {
			continue
		}
		for j, caution := range t.Cautions {
			r.line(words.Sentence(r.text(r.base.Treatment(t.ID).Name))+words.In(r.lang, "clause")+caution, t.CautionStatements[j:j+1])
		}
	}
	for i := range r.Tests {
		t := &r.Tests[i]
		if t.Status == "repeat" {
			name := r.text(r.base.Test(t.ID).Name)
			if r.still(t.NotBefore) == "" {
				r.add(statementsOf(t.Positions), "doctor.repeat", "test", name, "latest", r.value(t.Latest))
			} else {
				r.add(statementsOf(t.Positions), "doctor.repeatFrom", "test", name, "latest", r.value(t.Latest), "date", words.DateOf(r.lang, t.NotBefore))
			}
		}
	}
	for _, c := range r.Causes {
		if c.Group == "lifestyle" || c.Group == "age" { // every doctor sees these, and they are no warning
			continue
		}
		if c.Status == knowledge.Established || c.Status == knowledge.Suspected && !r.base.Cause(c.ID).Risk {
			r.add(c.Statements, "doctor."+c.Status, "cause", r.text(r.base.Cause(c.ID).Name), "department", r.text(r.base.Department(c.Department).Name))
		}
	}
	if len(r.lines) == 0 {
		r.add(nil, "doctor.none")
	}
}

func (r *replier) value(latest string) string { return words.Value(r.base, r.lang, latest) }

func statementsOf(positions []Position) (ids []StatementID) {
	for i := range positions {
		if positions[i].Statement != "" {
			return []StatementID{positions[i].Statement}
		}
	}
	return nil
}

// prevent says what must not be given, what is advised and what is not, and what
// published numbers say.
func (r *replier) prevent() {
	for i := range r.Treatments {
		t := &r.Treatments[i]
		for _, id := range t.Forbidden {
			r.add([]StatementID{id}, "prevent.forbidden", "treatment", words.Sentence(r.text(r.base.Treatment(t.ID).Name)), "text", r.Statement(id).Text)
		}
	}
	if r.emergency() {
		r.wait()
		return
	}
	r.elsewhere()
	for _, key := range []string{"for", "consider", "research", "rather-not", "against"} {
		r.spoken(key)
	}
	r.undecided()
	for i := range r.Evidence { // the immune treatments have a question of their own
		e := &r.Evidence[i]
		if t := r.treatment(e.Treatment); t != nil && t.Requested && !r.base.EvidenceOn(e.Treatment).Always {
			r.line(words.Sentence(r.text(r.base.Treatment(t.ID).Name))+words.In(r.lang, "clause")+e.Answer, r.trials(e))
		}
	}
	r.outlook()
}

// spoken tells the treatments of one direction. What one statement says of
// several is said once; where one is taken, what needs care stands with it,
// unless every doctor is told of it anyway.
func (r *replier) spoken(key string) {
	names := map[StatementID][]string{}
	var order []*Treatment
	for i := range r.Treatments {
		t := &r.Treatments[i]
		if !r.answered(t) || len(t.Forbidden) > 0 || preventive[t.Positions[0].Direction] != key {
			continue
		}
		id := t.Positions[0].Statement
		if names[id] == nil {
			order = append(order, t)
		}
		names[id] = append(names[id], r.text(r.base.Treatment(t.ID).Name))
	}
	for _, t := range order {
		p := &t.Positions[0]
		text, ids := r.Statement(p.Statement).Text, []StatementID{p.Statement}
		if (key == "for" || key == "consider") && !t.Taken && !t.Requested && len(names[p.Statement]) == 1 {
			text = strings.Join(append([]string{text}, t.Cautions...), r.space())
			ids = append(ids, t.CautionStatements...)
		}
		r.add(ids, "prevent."+key, "treatment", words.Sentence(r.list(names[p.Statement])), "guideline", r.body(p.Guideline), "text", text)
		if t.Taken && (key == "research" || key == "rather-not") { // that it is not advised is no reason to stop it alone
			r.add(nil, "prevent.taken", "treatment", r.text(r.base.Treatment(t.ID).Name))
		}
	}
}

// preventive sorts directions into what is advised, may be considered, is kept
// for studies, and is not advised.
var preventive = map[string]string{knowledge.For: "for", knowledge.ConditionalFor: "consider",
	knowledge.ResearchOnly: "research", knowledge.ConditionalAgainst: "rather-not", knowledge.Against: "against"}

// answered reports a treatment on which somebody has a position that was read.
func (r *replier) answered(t *Treatment) bool {
	return len(t.Positions) > 0 && t.Positions[0].Statement != "" && r.decides(t.Positions) == &t.Positions[0]
}

// outlook tells the numbers that are hers, else why there is none yet. How many
// times the odds of another woman hers are is no chance, and says to most people
// the wrong thing: that is left to the clinician's page.
func (r *replier) outlook() {
	told := 0
	for _, status := range []string{"yes", "unknown"} {
		for i := range r.Prognosis {
			p := &r.Prognosis[i]
			if p.Status != status || p.Text == "" || r.base.Model(p.Model).Odds != nil {
				continue
			}
			if told == 0 {
				r.add(nil, "prevent.outlook")
			}
			told++
			text := p.Text
			if m := r.base.Model(p.Model); p.Group != "" && len(m.Bands) > 1 { // whose number it is
				stop := words.In(r.lang, "stop")
				text = strings.TrimSuffix(text, stop) + words.Fill(r.lang, "bracket", "what", p.Group) + stop
			}
			if status == "unknown" {
				text = words.Fill(r.lang, "reply.prevent.if", "text", text, "why", p.Why)
			}
			r.line(text, []StatementID{p.Statement})
		}
	}
	if told == 0 {
		r.add(nil, "prevent.noOutlook")
	}
}
