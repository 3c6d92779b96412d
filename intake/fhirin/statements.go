package fhirin

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gravida-health/gravida/patient"
)

// statement says something of the whole obstetric history: a number, or that
// something happened at least once.
type statement struct {
	concept string
	number  int
	has     bool // number was stated
	on      span
	says    string
	source  patient.Source
	text    bool // read from words
	partly  bool // of words that were not understood to the end
}

// counted is a kind of pregnancy that statements count: which outcomes it
// covers, and which outcome one that was only stated has.
type counted struct {
	concept  string
	history  string // the statement that there was at least one
	outcome  patient.Outcome
	includes []patient.Outcome
	en, zh   string
}

// A stated number of spontaneous losses may hold biochemical ones, unless
// those are stated beside it.
var countedKinds = []counted{
	{"miscarriages", "history-of-miscarriage", patient.Miscarriage, []patient.Outcome{patient.Miscarriage, patient.Biochemical, patient.UnknownLocation}, "miscarriages", "自然流产"},
	{"biochemicals", "history-of-biochemical", patient.Biochemical, []patient.Outcome{patient.Biochemical}, "biochemical pregnancies", "生化妊娠"},
	{"ectopics", "history-of-ectopic", patient.Ectopic, []patient.Outcome{patient.Ectopic}, "ectopic pregnancies", "异位妊娠"},
	{"molars", "history-of-molar", patient.Molar, []patient.Outcome{patient.Molar}, "molar pregnancies", "葡萄胎"},
	{"stillbirths", "history-of-stillbirth", patient.Stillbirth, []patient.Outcome{patient.Stillbirth}, "stillbirths", "死产"},
	{"terminations", "history-of-termination", patient.Termination, []patient.Outcome{patient.Termination}, "terminations", "人工终止妊娠"},
}

// kindOf is the kind of pregnancies that have an outcome; nil for births.
func kindOf(o patient.Outcome) *counted {
	for i := range countedKinds {
		if countedKinds[i].outcome == o && o != "" {
			return &countedKinds[i]
		}
	}
	return nil
}

// mixed are numbers that hold several kinds: an upper bound, never a count.
var mixed = []string{"losses-and-terminations", "losses-terminations-and-ectopics"}

// newestStated is the newest statement of a concept that has a number. Two
// that differ on one day give none.
func (r *reading) newestStated(g *gathered, concepts ...string) (statement, bool) {
	var best *statement
	clash := false
	coded := slices.ContainsFunc(g.statements, func(s statement) bool { return slices.Contains(concepts, s.concept) && s.has && !s.text })
	for i := range g.statements {
		s := &g.statements[i]
		if !slices.Contains(concepts, s.concept) || !s.has || coded && s.text {
			continue
		}
		switch {
		case best == nil || s.on.known && (!best.on.known || s.on.last > best.on.last):
			best, clash = s, false
		case s.on.last == best.on.last && s.number != best.number:
			clash = true
		}
	}
	if best == nil {
		return statement{}, false
	}
	if clash {
		r.issuef(best.source, "%s is stated with different numbers on one day; none was used.", "同一天“%s”有不同数值；均未采用。", best.says)
		return statement{}, false
	}
	return *best, true
}

// reconcile holds the pregnancies that were found against what was stated of
// them: what was stated beyond what was found is added without a date.
func (r *reading) reconcile(found []toldPregnancy, g *gathered) []toldPregnancy {
	slices.SortFunc(g.statements, func(a, b statement) int {
		return cmp.Or(cmp.Compare(a.source.Document, b.source.Document), cmp.Compare(a.concept, b.concept), cmp.Compare(a.number, b.number))
	})
	r.c.History.Given = len(found) > 0 || len(g.statements) > 0
	if len(found) > 0 {
		r.c.History.Source = found[0].p.Source
	} else if len(g.statements) > 0 {
		r.c.History.Source = g.statements[0].source
	}
	_, biochemicals := r.newestStated(g, "biochemicals")
	for _, kind := range countedKinds {
		if kind.concept == "miscarriages" && biochemicals {
			kind.includes = kind.includes[:1]
		}
		found = r.reconcileKind(found, g, kind)
	}
	r.textAgainstCodes(g)
	r.mixedCounts(found, g)
	r.diagnoses(found, g)
	r.refuted(found, g)
	return r.gravidity(found, g)
}

// textAgainstCodes shows where a text gives another number than a coded entry,
// which was used.
func (r *reading) textAgainstCodes(g *gathered) {
	for _, s := range g.statements {
		if !s.text || !s.has {
			continue
		}
		coded := slices.IndexFunc(g.statements, func(o statement) bool { return o.concept == s.concept && o.has && !o.text && o.number != s.number })
		if coded >= 0 {
			o := g.statements[coded]
			r.issuef(s.source, "A text gives another number (%d) than a coded entry (%s, %d); the coded one was used. Which is right?",
				"文字中的次数（%d）与编码记录（%s，%d）不同；采用编码记录。以哪个为准？", s.number, o.says, o.number)
		}
	}
}

// reconcileKind adds what was stated of one kind and not found.
func (r *reading) reconcileKind(found []toldPregnancy, g *gathered, kind counted) []toldPregnancy {
	s, ok := r.newestStated(g, kind.concept, kind.history)
	if !ok {
		if s, ok = atLeastOne(g, kind.history); !ok {
			return found
		}
	}
	have := 0
	for _, t := range found {
		if slices.Contains(kind.includes, t.p.Outcome) && before(t, s) {
			have++
		}
	}
	if s.has && have > s.number {
		r.issue(s.source, fmt.Sprintf("The record states %d %s, and %d were found; those found were kept.", s.number, kind.en, have),
			fmt.Sprintf("病历称有%d次%s，实际找到%d次；以找到的为准。", s.number, kind.zh, have))
		return found
	}
	missing := s.number - have
	if missing <= 0 {
		return found
	}
	if t := alsoCoded(found, s, kind); t != nil && !s.has {
		r.issuef(s.source, "%s: the only one on record is the code beside %s. It was taken for that and not counted apart. Was there another?",
			"“%s”：病历中仅有与“%s”并列的编码，视为同一次，未另计。是否另有一次？", s.says, t.says)
		return found
	}
	r.issue(s.source, fmt.Sprintf("%d of the stated %s have no record of their own; they are listed without a date. When were they, and in which week?", missing, kind.en),
		fmt.Sprintf("所述%s中有%d次无单独记录，列出但无日期。分别发生于何时、第几周？", kind.zh, missing))
	return slices.Concat(found, undated(kind.outcome, missing, s))
}

// alsoCoded finds what ended a pregnancy that also bears a code of the kind: some
// systems code every ectopic pregnancy as a miscarriage too, and say from then on
// that she had one.
func alsoCoded(found []toldPregnancy, s statement, kind counted) *trace {
	for _, t := range found {
		of := func(x *trace) bool { return x.sign.role == terminal && x.sign.outcome == t.p.Outcome }
		coded := slices.ContainsFunc(t.c.traces, func(x *trace) bool {
			return x.sign.role == terminal && slices.Contains(kind.includes, x.sign.outcome)
		})
		if i := slices.IndexFunc(t.c.traces, of); coded && i >= 0 && before(t, s) {
			return t.c.traces[i]
		}
	}
	return nil
}

// atLeastOne is a statement that something happened, without saying how often.
func atLeastOne(g *gathered, concept string) (statement, bool) {
	for _, s := range g.statements {
		if s.concept == concept && concept != "" && !s.has {
			s.number = 1
			return s, true
		}
	}
	return statement{}, false
}

// before reports whether a pregnancy had begun when a statement was made.
func before(t toldPregnancy, s statement) bool {
	return !s.on.known || t.begins == 0 || t.begins <= s.on.last
}

// undated makes pregnancies that are known from a statement only.
func undated(outcome patient.Outcome, n int, s statement) []toldPregnancy {
	var out []toldPregnancy
	for range n {
		p := patient.Pregnancy{Outcome: outcome, Source: s.source,
			Known:  patient.ByStatement,
			Merged: []patient.Evidence{{Source: s.source, Says: s.says, WhyEn: becauseStated.en, WhyZh: becauseStated.zh}}}
		if s.text {
			p.Known = patient.ByText
		}
		out = append(out, toldPregnancy{p: p, c: &cluster{}})
	}
	return out
}

// mixedCounts shows numbers that hold spontaneous losses together with others.
func (r *reading) mixedCounts(found []toldPregnancy, g *gathered) {
	for _, concept := range mixed {
		s, ok := r.newestStated(g, concept)
		if !ok {
			continue
		}
		rest := s.number
		for _, t := range found {
			if isLoss(t.p.Outcome) || t.p.Outcome == patient.Termination || t.p.Outcome == patient.Ectopic {
				rest--
			}
		}
		if rest > 0 {
			r.issuef(s.source, "A number that mixes miscarriages with terminations or ectopic pregnancies (%d) leaves up to %d more losses open; none was counted. How many were miscarriages?",
				"该数值（%d）混合了自然流产与人工流产或异位妊娠，最多另有%d次流产未明；未计入。其中自然流产几次？", s.number, rest)
		}
	}
}

// diagnoses: "recurrent" was somebody's judgement by a rule we do not know.
func (r *reading) diagnoses(found []toldPregnancy, g *gathered) {
	losses := 0
	for _, t := range found {
		if isLoss(t.p.Outcome) {
			losses++
		}
	}
	told := false
	for _, s := range g.statements {
		switch s.concept {
		case "date-of-last-loss":
			if !slices.ContainsFunc(found, func(t toldPregnancy) bool { return endedWithoutBirth(t) && within(t, s.on) }) {
				r.issuef(s.source, "A pregnancy that ended otherwise than by a live birth is dated %s, and none is recorded then; it was not counted. What happened?",
					"记录显示%s有一次非活产的妊娠结局，但当时无相应记录；未计入。具体情况如何？", s.on.written)
			}
		case "recurrent-loss-diagnosis":
			if losses < 2 && !told {
				told = true
				r.issuef(s.source, "The record calls her losses recurrent, and %d can be found in it. How many were there?", "病历诊断为复发性流产，但仅找到%d次。实际几次？", losses)
			}
		case "history-of-any-loss", "history-of-poor-outcome", "history-of-complication", "history-of-terminations", "gravidity-several":
			r.issuef(s.source, "%s does not say what happened or how often; nothing was counted from it.", "“%s”未说明具体情况和次数；未据此计数。", s.says)
		}
	}
}

// refuted warns when a diagnosis was ruled out that something else asserts.
func (r *reading) refuted(found []toldPregnancy, g *gathered) {
	for _, a := range g.against {
		for _, t := range found {
			if slices.ContainsFunc(t.c.traces, func(x *trace) bool {
				apart := a.when.known && !a.when.atLatest && x.when.known && gap(a.when, x.when) > maybeSameEvent
				return x.sign.concept == a.concept && x.source != a.source && !apart
			}) {
				r.issue(a.source, "A diagnosis that is recorded elsewhere as an event was ruled out here; the event was kept. Which is right?", "此处已排除的诊断在其他记录中作为事件存在；已保留该事件。以哪个为准？")
			}
		}
	}
}

// gravidity decides whether the list is whole: it is when as many pregnancies
// were found as were stated.
func (r *reading) gravidity(found []toldPregnancy, g *gathered) []toldPregnancy {
	r.births(found, g)
	s, ok := r.newestStated(g, "gravidity", "previous-pregnancies")
	if !ok {
		return r.fewerBirths(found, g)
	}
	stated, have := s.number, 0
	for _, t := range found {
		if before(t, s) {
			have++
		}
		if s.concept == "previous-pregnancies" && t.p.Outcome == patient.Ongoing {
			stated++
		}
	}
	if live, ok := r.newestStated(g, "live-births"); ok && have < stated {
		missing := live.number
		for _, t := range found {
			if t.p.Outcome == patient.Livebirth || t.p.Outcome == patient.NeonatalDeath {
				missing--
			}
		}
		// Children are not pregnancies; only when they explain the number
		// exactly are they taken for one each.
		if missing > 0 && have+missing == stated {
			found = slices.Concat(found, undated(patient.Livebirth, missing, live))
			have = stated
		}
	}
	switch {
	case have == stated && s.text && s.partly:
		// The rest of that text may tell of more.
	case have == stated:
		r.c.History.Complete, r.c.History.Source = true, s.source
	case have > stated:
		r.issuef(s.source, "The record states %d pregnancies, and %d were found; those found were kept.", "病历称妊娠%d次，但找到%d次；以找到的为准。", stated, have)
	default:
		r.issuef(s.source, "The record states %d pregnancies, and only %d were found. What became of the others?", "病历称妊娠%d次，仅找到%d次。其余妊娠的结局如何？", stated, have)
	}
	return r.fewerBirths(found, g)
}

// births compares the numbers of births with each other.
func (r *reading) births(found []toldPregnancy, g *gathered) {
	term, okTerm := r.newestStated(g, "term-births")
	preterm, okPreterm := r.newestStated(g, "preterm-births")
	parity, okParity := r.newestStated(g, "parity")
	if okTerm && okPreterm && okParity && term.number+preterm.number > parity.number {
		r.issuef(parity.source, "The numbers of births contradict each other: %d at term and %d preterm, but a parity of %d.", "分娩次数互相矛盾：足月%d次、早产%d次，但产次为%d。", term.number, preterm.number, parity.number)
	}
	if s, ok := r.newestStated(g, "live-births", "parity"); ok {
		have := 0
		for _, t := range found {
			born := t.p.Outcome == patient.Livebirth || t.p.Outcome == patient.NeonatalDeath ||
				t.p.Outcome == patient.Stillbirth && s.concept == "parity"
			if born && t.day != 0 && s.on.known && t.day < s.on.first {
				have++
			}
		}
		if have > s.number {
			r.issuef(s.source, "%s is stated as %d, and %d births before that day were found; those found were kept.", "“%s”为%d，但此前找到%d次分娩；以找到的为准。", s.says, s.number, have)
		}
	}
}

// fewerBirths asks about births that are stated and not found. None is added,
// since parity counts births to some and children to others, and twins are two
// children; but one child born alive is one birth.
func (r *reading) fewerBirths(found []toldPregnancy, g *gathered) []toldPregnancy {
	births := func(s statement, counts ...patient.Outcome) (have, open int) {
		for _, t := range found {
			switch {
			case !before(t, s):
			case slices.Contains(counts, t.p.Outcome):
				have++
			case t.p.Outcome == "":
				open++
			}
		}
		return have, open
	}
	if live, ok := r.newestStated(g, "live-births"); ok {
		have, open := births(live, patient.Livebirth, patient.NeonatalDeath)
		switch {
		case live.number == 1 && have+open == 0:
			found = slices.Concat(found, undated(patient.Livebirth, 1, live))
			r.issue(live.source, "One live birth is stated and has no record of its own; it is listed without a date. When was it?", "所述1次活产无单独记录，列出但无日期。发生于何时？")
		case have+open == 0 && live.number > 1:
			r.issuef(live.source, "The record states %d children born alive, and no birth was found; none was added, since twins are two. How many births were there?", "病历称活产%d个孩子，但未找到分娩记录；因双胎计为两个，未补入。共分娩几次？", live.number)
		}
	}
	if parity, ok := r.newestStated(g, "parity"); ok {
		have, open := births(parity, patient.Livebirth, patient.NeonatalDeath, patient.Stillbirth)
		if parity.number > have+open {
			r.issuef(parity.source, "The record states a parity of %d, and %d births were found; none was added. What of the others?", "病历记录产次为%d，仅找到%d次分娩；未补入。其余情况如何？", parity.number, have)
		}
	} else if term, ok := r.newestStated(g, "term-births"); ok {
		have, open := births(term, patient.Livebirth, patient.NeonatalDeath, patient.Stillbirth)
		if term.number > have+open {
			r.issuef(term.source, "The record states %d births at term, and %d births were found; none was added. What of the others?", "病历称足月产%d次，仅找到%d次分娩；未补入。其余情况如何？", term.number, have)
		}
	}
	return found
}

func endedWithoutBirth(t toldPregnancy) bool {
	return t.p.Outcome != patient.Livebirth && t.p.Outcome != patient.NeonatalDeath && t.p.Outcome != patient.Ongoing
}

// within reports whether a pregnancy ended at about a date.
func within(t toldPregnancy, s span) bool {
	return t.day != 0 && t.day >= s.first-sameEvent && t.day <= s.last+sameEvent
}
