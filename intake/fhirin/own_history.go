package fhirin

import (
	"cmp"
	"slices"

	"github.com/gravida-health/gravida/internal/r4"
	"github.com/gravida-health/gravida/knowledge"
	"github.com/gravida-health/gravida/patient"
)

// pregnancy reads one pregnancy.
func (o *own) pregnancy(e *entry, res *r4.Observation) {
	at := e.source()
	p := patient.Pregnancy{Source: at, OutcomeSource: at, EndedSource: at, GestationSource: at, Ended: observationTime(res).written}
	for i := range res.Component {
		v := &res.Component[i].Value
		switch key, _ := r4.OwnCode(res.Component[i].Code, "field"); key {
		case "outcome":
			p.Outcome = o.outcome(e, v.Concept)
		case "gestation":
			p.Gestation = o.gestation(e, v)
		case "partner":
			p.Partner = o.text(e, v)
		case "conception":
			p.Conception = o.word(e, "conception", v.Concept)
		case "details":
			if d := o.word(e, "detail", v.Concept); d.Known {
				p.Details = append(p.Details, d)
			}
		case "morphology":
			p.Morphology = o.word(e, "morphology", v.Concept)
		case "tissueKaryotype":
			p.TissueKaryotype = o.word(e, "tissueKaryotype", v.Concept)
		case "severePreeclampsiaAt":
			p.SeverePEAt = o.knownGestation(e, v)
		case "severePlacentalInsufficiencyAt":
			p.SeverePIAt = o.knownGestation(e, v)
		case "explainedBy":
			p.ExplainedBy = o.word(e, "condition", v.Concept)
		case "documentedBy":
			if by := o.word(e, "documentedBy", v.Concept); by.Known {
				p.DocumentedBy.Known, p.DocumentedBy.Source = true, at
				if by.Value != none {
					p.DocumentedBy.Value = append(p.DocumentedBy.Value, by.Value)
				}
			}
		default:
			o.issuef(at, "%q is a field this version does not know; it was not read.", "本版本不认识字段“%s”，未读取。", cmp.Or(key, conceptText(&res.Component[i].Code)))
		}
	}
	o.c.Pregnancies = append(o.c.Pregnancies, p)
}

func (o *own) knownGestation(e *entry, v *r4.Value) patient.Fact[patient.Gestation] {
	if g := o.gestation(e, v); g.Known() {
		return patient.Know(g, e.source())
	}
	return patient.Fact[patient.Gestation]{}
}

// outcome reads how a pregnancy ended: by our word, or by the public code somebody
// put in its place. Two that say different things decide nothing.
func (o *own) outcome(e *entry, c *r4.CodeableConcept) patient.Outcome {
	if c == nil {
		return ""
	}
	var told []patient.Outcome
	for _, code := range o.meanings(*c, knowledge.CodeEvidence) {
		outcome := signOf[code.Concept].outcome
		if code.Concept == "pregnant" {
			outcome = patient.Ongoing
		}
		if outcome != "" && !slices.Contains(told, outcome) {
			told = append(told, outcome)
		}
	}
	word, ok := r4.OwnCode(*c, "outcome")
	switch {
	case ok && o.isWord("outcome", word) && (len(told) == 0 || slices.Contains(told, patient.Outcome(word))):
		return patient.Outcome(word)
	case !ok && len(told) == 1:
		return told[0]
	}
	o.issuef(e.source(), "The outcome %q is coded in ways that contradict each other or are not understood; it was left open.", "妊娠结局“%s”的编码互相矛盾或无法理解；结局未定。", cmp.Or(conceptText(c), codesOf(*c)))
	return ""
}

// withOwn puts the pregnancies of a case that was written to those that others told
// of. One that others tell of too counts once.
func (r *reading) withOwn(told []toldPregnancy) []toldPregnancy {
	if r.own == nil {
		return told
	}
	mine := make([]toldPregnancy, len(r.own.c.Pregnancies))
	for i, p := range r.own.c.Pregnancies {
		mine[i] = toldPregnancy{p: p, c: &cluster{}, own: i + 1}
		if p.Ended.Known() {
			mine[i].day = p.Ended.Earliest()
			mine[i].begins = p.Ended.Earliest() - p.Gestation.Max
		}
	}
	// Days tell more than that two ended alike, and one without a day is one only.
	taken := map[int]bool{}
	for _, same := range []func(mine, t toldPregnancy) bool{r.sameDays, r.wentOn, alike} {
		told = slices.DeleteFunc(told, func(t toldPregnancy) bool {
			i := slices.IndexFunc(mine, func(m toldPregnancy) bool { return !taken[m.own] && same(m, t) })
			if i < 0 {
				return false
			}
			taken[i+1] = true
			r.oneOfBoth(&mine[i], t)
			return true
		})
	}
	return slices.Concat(mine, told)
}

// sameDays: what others tell of ended about when one of the case did.
func (r *reading) sameDays(mine, t toldPregnancy) bool {
	switch {
	case t.day == 0 || mine.day == 0:
		return false
	case t.p.Ended.Known():
		return gap(spanOf(mine.p.Ended), spanOf(t.p.Ended)) <= sameEvent
	}
	return t.day <= mine.p.Ended.Latest()+sameEvent && t.day >= mine.p.Ended.Earliest()-longest
}

// wentOn: a pregnancy that goes on in the case ended, by others, after it began.
func (r *reading) wentOn(mine, t toldPregnancy) bool {
	day := r.own.c.AsOf
	if mine.p.Outcome != patient.Ongoing || !day.Known() || !t.p.Ended.Known() {
		return false
	}
	began := day.Earliest() - max(r.own.c.Status.Gestation.Value.Max, mine.p.Gestation.Max)
	return t.p.Ended.Earliest() > began && t.p.Ended.Earliest() <= day.Latest()+longest
}

// alike: nobody says when, and nothing tells the two apart.
func alike(mine, t toldPregnancy) bool {
	undated := t.day == 0 || mine.day == 0
	return undated && (t.p.Outcome == mine.p.Outcome || t.p.Outcome == "" || mine.p.Outcome == "")
}

// oneOfBoth puts what others tell of a pregnancy of the case to it. Where the two
// contradict each other, neither is chosen.
func (r *reading) oneOfBoth(m *toldPregnancy, t toldPregnancy) {
	p, day := &m.p, r.own.c.AsOf
	p.Merged = append(p.Merged, t.p.Merged...)
	before := *p
	if !p.Ended.Known() {
		p.Ended, p.EndedSource, m.day, m.begins = t.p.Ended, t.p.EndedSource, t.day, t.begins
	}
	switch {
	case t.p.Outcome == "" || t.p.Outcome == p.Outcome:
	case p.Outcome == patient.NeonatalDeath && t.p.Outcome == patient.Livebirth: // a child that died was born alive
	case p.Outcome == "":
		p.Outcome, p.OutcomeSource = t.p.Outcome, t.p.OutcomeSource
	case p.Outcome == patient.Ongoing && day.Known() && t.p.Ended.Known() && t.p.Ended.Earliest() > day.Latest():
		p.Outcome, p.OutcomeSource, p.Gestation, p.GestationSource = t.p.Outcome, t.p.OutcomeSource, t.p.Gestation, t.p.GestationSource
		return
	default:
		r.issuef(t.p.Source, "A pregnancy of the %[1]s is recorded elsewhere as %[2]s, and in the %[1]s as %[3]s; neither was chosen. Which is right?",
			"%[1]s中的一次妊娠在其他记录中为“%[2]s”，在%[1]s中为“%[3]s”；未取任何一个。以哪个为准？", r.own.called, r.outcome(t.p.Outcome), r.outcome(p.Outcome))
		p.Outcome = ""
		if before.Outcome == patient.Ongoing {
			s := &r.own.c.Status
			s.Pregnant, s.Gestation, s.Location = patient.Fact[bool]{}, patient.Fact[patient.Gestation]{}, patient.Fact[string]{}
		}
	}
	r.oneAge(p, t.p)
}

// oneAge is how old a pregnancy was. Ages that differ give the range they span.
func (r *reading) oneAge(p *patient.Pregnancy, t patient.Pregnancy) {
	switch {
	case !t.Gestation.Known():
	case !p.Gestation.Known():
		p.Gestation, p.GestationSource = t.Gestation, t.GestationSource
	case t.Gestation.Min > p.Gestation.Max || t.Gestation.Max < p.Gestation.Min:
		r.issuef(t.GestationSource, "Gestational ages differ: %[2]s in the %[1]s, and %[3]s elsewhere in the record.", "孕周不一致：%[1]s为%[2]s，病历他处为%[3]s。", r.own.called, p.Gestation, t.Gestation)
		p.Gestation = patient.Gestation{Min: min(p.Gestation.Min, t.Gestation.Min), Max: max(p.Gestation.Max, t.Gestation.Max)}
	}
}

// ownTissue puts a tissue result of others to a pregnancy of the case.
func (r *reading) ownTissue(p *patient.Pregnancy, result patient.Fact[string]) {
	switch was := p.TissueKaryotype; {
	case !was.Known || was.Value == "failed" || was.Value == "not-done":
		p.TissueKaryotype = result
	case was.Value != result.Value:
		r.issuef(result.Source, "The chromosomes of a pregnancy are %[2]s in the %[1]s, and %[3]s elsewhere in the record; they were left unknown. Which is right?",
			"一次妊娠的染色体结果在%[1]s中为%[2]s，在病历他处为%[3]s；按未知处理。以哪个为准？", r.own.called, was.Value, result.Value)
		p.TissueKaryotype = patient.Fact[string]{}
	}
}

// ownOrder gives the pregnancies of the case the order they have in it: where days
// are missing, that is all that tells which followed which.
func ownOrder(told []toldPregnancy) {
	var places []int
	var mine []toldPregnancy
	for i, t := range told {
		if t.own > 0 {
			places, mine = append(places, i), append(mine, t)
		}
	}
	slices.SortFunc(mine, func(a, b toldPregnancy) int { return cmp.Compare(a.own, b.own) })
	for i, at := range places {
		told[at] = mine[i]
	}
}

// countedOutcomes are those each number of a case counts; gravidity counts all.
var countedOutcomes = map[string][]patient.Outcome{
	"miscarriages":            {patient.Miscarriage, patient.Biochemical},
	"terminations":            {patient.Termination},
	"losses-and-terminations": {patient.Miscarriage, patient.Biochemical, patient.Termination},
	"ectopics":                {patient.Ectopic},
	"live-births":             {patient.Livebirth, patient.NeonatalDeath},
	"births-total":            {patient.Livebirth, patient.Stillbirth, patient.NeonatalDeath},
}

// count keeps a number that was made from the pregnancies.
func (o *own) count(e *entry, concept string) {
	res := e.Resource.(*r4.Observation)
	if n, ok := quantity(res.Quantity); ok {
		o.counts = append(o.counts, statement{concept: concept, number: int(n), says: cmp.Or(res.Code.Text, concept), source: e.source()})
	}
}

// countsAgree holds the numbers against the pregnancies they were made from. When
// somebody changed one of the two, nobody knows whether the list is whole.
func (o *own) countsAgree() bool {
	agree := true
	for _, s := range o.counts {
		outcomes, ok := countedOutcomes[s.concept]
		if !ok && s.concept != "gravidity" {
			continue
		}
		found := 0
		for _, p := range o.c.Pregnancies {
			if !ok || slices.Contains(outcomes, p.Outcome) {
				found++
			}
		}
		if found != s.number {
			agree = false
			o.issuef(s.source, "%s is stated as %d, and the pregnancies of the case give %d; the list was not taken for whole. Which is right?",
				"“%s”为%d，而病例中的妊娠为%d；孕产史未按完整处理。以哪个为准？", s.says, s.number, found)
		}
	}
	return agree
}

// ownHistory lets the case say how whole the list is, as long as nothing else in
// the record adds to it or contradicts it.
func (r *reading) ownHistory(told []toldPregnancy, contradicted bool) {
	if r.own == nil {
		return
	}
	contradicted = !r.own.countsAgree() || contradicted
	said, others := r.own.c.History, false
	for _, t := range told {
		if t.own > 0 {
			continue
		}
		others = true
		if news := r.own.c.AsOf.Known() && t.day > r.own.c.AsOf.Latest(); said.Complete && !news {
			r.issuef(t.p.Source, "The %s gave all pregnancies, and the record tells of one more; the list was not taken for whole.", "%s称孕产史完整，而病历中另有一次妊娠；孕产史未按完整处理。", r.own.called)
		}
	}
	if !others && !contradicted {
		r.c.History = said
	} else if said.Given {
		r.c.History.Given = true
	}
}
